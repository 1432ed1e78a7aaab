"""Labels within a line: “MODERATOR: … RAPPORTEUR: …”, alone in a cell, or before a dash."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from .meanings import PARTS, PLACES, TALLIES, Meanings

_LONGEST = 10
"""The most words of a label that stands inside a line."""
_FAR = 4_000
"""Labels stand among so many characters at the beginning of a line; what follows is prose."""
_DASHED = re.compile(r"(.{2,60}?)\s+[–—-]\s+(?=\S)")
_BOLD = re.compile(r"(\*\*|__)(?=\S)([^*_]{1,80}?)(?<=\S)\1")


class Said(NamedTuple):
    """A piece of a line: the key of the label before it ("" if none), the label as written, and the words."""

    key: str
    label: str
    text: str


def said(cell: str, meanings: Meanings) -> list[Said]:
    """Return the pieces of a cell, parted at the labels in it."""
    cell = _BOLD.sub(r"\2", cell)
    marks = list(_labels(cell, meanings))
    if not marks:
        return [Said("", "", cell)]
    found = [Said("", "", cell[: marks[0][0]].strip())] if cell[: marks[0][0]].strip(" -–—•·●▪") else []
    for (start, stop, key), end in zip(marks, [*(start for start, _, _ in marks[1:]), len(cell)], strict=True):
        found.append(Said(key, cell[start:stop].strip(), cell[stop:end].strip()))
    return found


def begins_with_label(text: str, meanings: Meanings) -> bool:
    """Return whether a line begins with a label of the grid."""
    first = next(_labels(text, meanings), None)
    return first is not None and not text[: first[0]].strip()


def _labels(cell: str, meanings: Meanings) -> Iterator[tuple[int, int, str]]:
    """Yield where each label of the grid begins, where it ends with its colon, and its key; they do not overlap."""
    begin = re.match(r"[\s\-–—•·●▪*]*", cell).end()  # type: ignore[union-attr]
    whole = meanings.key(cell[begin:])
    if meanings.grid(cell[begin:]) or whole in PARTS:
        yield begin, len(cell), whole
        return
    last = 0
    found_any = False
    for colon in re.finditer("[:：]", cell[:_FAR]):
        start, key = _before(cell, last, colon.start(), meanings, found_any)
        if key:
            yield start, colon.end(), key
            last, found_any = colon.end(), True
    dashed = None if found_any else _DASHED.match(cell[begin:])
    if dashed and (key := meanings.grid(dashed[1])) and key != "track" and key not in TALLIES:
        yield begin, begin + dashed.end(), key


def _before(cell: str, last: int, stop: int, meanings: Meanings, later: bool) -> tuple[int, str]:
    """Return where the longest label before a colon begins, and its key; "" if no label stands there."""
    begin = max(last, stop - 100)
    starts = [found.start() + begin for found in re.finditer(r"(?<!\S)\S|(?<=[，。；、|/])\S", cell[begin:stop])]
    for start in starts[-_LONGEST:]:
        key = meanings.key(cell[start:stop])
        first = not cell[last:start].strip(" -–—•·●▪*\t") and not later
        inner = meanings.grid(cell[start:stop]) and key not in TALLIES and key not in PLACES
        if (first and (meanings.grid(cell[start:stop]) or key in PARTS)) or inner:
            return start, key
    return stop, ""
