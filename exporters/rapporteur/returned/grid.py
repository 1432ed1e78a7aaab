"""The fields of the grid merged three ways: title, track, choices and texts; people, when and counts by their own.

A field that was not found keeps what the source says, and that is told; one that was found empty loses its value.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .. import answers
from ..amendment import PersonKept
from ..form import Field
from ..reading import How, Line, Reading
from ..view import labelled
from . import counts, damage, people, times, wording
from .comparison import GONE, Change, ChangeKind, Context, Ledger
from .people import Asked

Lines = tuple[Line, ...]
Values = dict[str, str | tuple[str, ...]]
_UNASKED = {"title": "title", "track": "track", "when": "when", "participants": "counts"}


@dataclass
class Grid:
    """What the grid shall say: values by path, people by role."""

    values: Values
    people: dict[str, tuple[PersonKept, ...]]


def merged(base: Reading, current: Reading, back: Reading, context: Context, ledger: Ledger) -> Grid:
    """Return what the grid shall say; every change and its conflict is noted in the ledger."""
    grid = Grid({}, {})
    for asked in _fields(base, back, context):
        sent, now, returned = (each.fields.get(asked.id, ()) for each in (base, current, back))
        label = labelled(asked.labels, asked.id, context.labels)
        if asked.id not in back.fields:
            if any(each.text.strip() for each in sent):
                hint = "if it was taken out on purpose, take it out of the session file"
                ledger.warn(label, f"“{label}” was not found; what the source says is kept", hint, "not-found")
            continue
        _merge(asked, Told((sent, now, returned), label, back.program), grid, context, ledger)
    return grid


@dataclass(frozen=True)
class Told:
    """The lines of a field as sent, of now and returned, its label, and what program wrote the last."""

    lines: tuple[Lines, Lines, Lines]
    label: str
    program: str


def _merge(asked: Field, told: Told, grid: Grid, context: Context, ledger: Ledger) -> None:
    match asked.kind:
        case "people":
            role = Asked(asked.id, told.label, asked.parts, told.program, context)
            found = people.merged(told.lines, role, ledger)
            if found is not None:
                grid.people[asked.id] = found
        case "when":
            grid.values |= times.merged(told.lines, times.Asked(asked.id, told.label, told.program, context), ledger)
        case "counts":
            grid.values |= counts.merged(told.lines, counts.Asked(asked, told.label, told.program, context), ledger)
        case _:
            grid.values |= _value(asked, told, context, ledger)


def _fields(base: Reading, back: Reading, context: Context) -> Iterator[Field]:
    """Yield the fields of the form, and those that were printed though the form does not ask them."""
    own = [each for each in context.form.fields if not each.is_section]
    yield from own
    ids = {each.id for each in own}
    for name in dict.fromkeys((*base.fields, *back.fields)):
        if name not in ids:
            yield Field(name, _UNASKED.get(name, "people"), {})  # type: ignore[arg-type]


def _value(asked: Field, told: Told, context: Context, ledger: Ledger) -> Values:
    """Return the value of a field that is one text, or several."""
    before, now, after = (" ".join(wording.of_lines(each).split()) for each in told.lines)
    if damage.is_same_text(before, after, told.program) or wording.level(after) == wording.level(now):
        return {}
    if asked.kind == "title" and not after:
        ledger.warn(told.label, "the title came back empty; the one in the source is kept", rule="not-found")
        return {}
    kind: ChangeKind = "changed" if before and after else "added" if after else "removed"
    conflict = (now or GONE) if now != before else ""
    value = _said(asked, after, context) if after else ""
    if value is None:
        known = ", ".join(f"{each.id} {each.name}".strip() for each in context.conference.tracks)
        hint = f"the tracks are: {known}" if known else ""
        ledger.refuse(told.label, f"“{after}” is no track of the conference", hint, "track")
        return {}
    change = Change(asked.id, kind, before, after, told.label, conflict, _how(told.lines[2]))
    return {asked.id: value} if ledger.takes(change) else {}


def _how(lines: Lines) -> How:
    return lines[0].how if lines else "label"


def _said(asked: Field, text: str, context: Context) -> str | tuple[str, ...] | None:
    """Return the words of a field as a session file takes them; None if they mean no track."""
    if asked.kind == "track":
        return answers.track(text, context.conference, context.words)
    several = len(context.report.answer(asked.id)) > 1
    pieces = _parted(text, context) if several or asked.kind == "choice" else [text]
    if asked.kind != "choice":
        return tuple(pieces) if len(pieces) > 1 else text
    whole = answers.choice(text, asked, context.words)
    keys = {each.id for each in asked.choices}
    each_one = [answers.choice(piece, asked, context.words) for piece in pieces]
    if whole in keys or len(each_one) < 2 or not (several or all(one in keys for one in each_one)):
        return whole
    return tuple(each_one)


def _parted(text: str, context: Context) -> list[str]:
    """Return the items of a list in words: “a, b and c”."""
    first, middle, last = "\ue000\ue001\ue002"
    three, two = context.labels.join([first, middle, last]), context.labels.join([first, last])
    ends = {three[three.index(middle) + 1 : three.index(last)], two[1:-1]}
    between = three[three.index(first) + 1 : three.index(middle)]
    for end in sorted(ends, key=len, reverse=True):
        head, found, tail = text.rpartition(end)
        if found:
            return [each.strip() for each in (*head.split(between), tail) if each.strip()]
    return [text]
