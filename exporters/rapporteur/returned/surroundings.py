"""What a house's template prints round its slots, “When: … (local time)”, taken off the lines of fields.

It is known from what was sent: whatever stands in a line before its first part and behind its last one is the
template's. What a person changed of it stays in the line, and is read as the person's words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import NamedTuple

from ..form import Form
from ..reading import Line, Reading


class Around(NamedTuple):
    """What stands before and behind the parts of a line, and how a reading tells it as loose words."""

    before: str
    behind: str
    loose: str


def of(sent: Reading, form: Form) -> dict[str, tuple[Around, ...]]:
    """Return what stands round the lines of each field; round a count it may be the words that say what is counted."""
    counts = {each.id for each in form.fields if each.kind == "counts"}
    found = {name: tuple(_around(lines)) for name, lines in sent.fields.items() if name not in counts}
    return {name: each for name, each in found.items() if each}


def _around(lines: Iterable[Line]) -> Iterable[Around]:
    for line in lines:
        if line.parts and line.loose:
            first, last = line.parts[0][1], line.parts[-1][1]
            yield Around(line.text.partition(first)[0], line.text.rpartition(last)[2], line.loose)


def without(around: Mapping[str, Iterable[Around]], reading: Reading) -> Reading:
    """Return a reading without what stands round the lines of its fields."""
    if not around:
        return reading
    bare = {name: tuple(_bare(each, around[name]) for each in reading.fields.get(name, ())) for name in around}
    return replace(reading, fields={name: bare.get(name, lines) for name, lines in reading.fields.items()})


def _bare(line: Line, around: Iterable[Around]) -> Line:
    for before, behind, loose in around:
        text = line.text.removeprefix(before).removesuffix(behind).strip()
        outside = "" if line.loose == loose else text if line.loose == line.text else line.loose
        line = replace(line, text=text, loose=outside)
    return line
