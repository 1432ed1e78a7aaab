"""What cannot be in a programme: one room or one person at two sessions at once."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from .. import names
from ..problems import Problem, warning
from ..report import Part
from ..slot import Slot

PRESENT = ("moderator", "presenters", "rapporteur")
"""The roles of somebody who must be in the room. (An organiser may have sessions side by side.)"""


@dataclass(frozen=True, slots=True)
class _Sitting:
    slot: Slot
    start: datetime.datetime
    end: datetime.datetime


def check(programme: Iterable[Slot]) -> Iterator[Problem]:
    """Yield a warning for each pair of sessions that take a room or a person at the same time.

    Sittings of which day, start or end is not known clash with nothing: what is unknown is not told.
    """
    sittings = sorted(_sittings(programme), key=lambda each: each.start)
    for at, one in enumerate(sittings):
        for other in sittings[at + 1 :]:
            if other.start >= one.end:
                break
            if one.slot is not other.slot:
                yield from _clash(one.slot, other.slot)


def _sittings(programme: Iterable[Slot]) -> Iterator[_Sitting]:
    for slot in programme:
        if slot.standing == "cancelled":
            continue
        for part in slot.when.parts:
            span = _span(part)
            if span:
                yield _Sitting(slot, *span)


def _span(part: Part) -> tuple[datetime.datetime, datetime.datetime] | None:
    """Return when a sitting begins and ends; a year that no date tells is taken as one year for all."""
    if not (part.day and part.start and part.end):
        return None
    day = datetime.date(part.day.year or 2000, part.day.month, part.day.day)
    start = datetime.datetime.combine(day, part.start)
    end = datetime.datetime.combine(day, part.end) + datetime.timedelta(days=part.days_later)
    return (start, end) if start < end else None


def _clash(one: Slot, other: Slot) -> Iterator[Problem]:
    first, second = sorted((one, other), key=lambda slot: slot.origin.place().line)
    beside = f"“{first.id}” at {first.origin.place()}"
    if one.room and names.bare(one.room) == names.bare(other.room):
        what = f"“{second.id}” is in {second.room} at the same time as {beside}"
        yield warning(second.origin.place("room"), what, "move one of them", "clash")
    there = {names.bare(name): path for path, name in _present(first)}
    for path, name in _present(second):
        if names.bare(name) in there:
            what = f"{name} is needed in “{second.id}” at the same time as in {beside}"
            yield warning(second.origin.place(path), what, "move one of them, or ask somebody else", "clash")


def _present(slot: Slot) -> Sequence[tuple[str, str]]:
    """Return whoever must be in the room, each once, with the path of where they are named."""
    found: dict[str, tuple[str, str]] = {}
    for role in PRESENT:
        for at, person in enumerate(slot.people(role)):
            if person.name:
                found.setdefault(names.bare(person.name), (f"people.{role}.{at}", person.name))
    return tuple(found.values())
