"""What cannot be in a programme: one room or one person at two sessions at once."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from .. import names, zones
from ..problems import Problem, warning
from ..report import Part
from ..slot import Slot

PRESENT = ("moderator", "presenters", "rapporteur")
"""The roles of somebody who must be in the room. (An organiser may have sessions side by side.)"""


class _Taking(NamedTuple):
    """A time at which a session takes a room or a person; `path` is where its entry says so."""

    start: datetime.datetime
    end: datetime.datetime
    slot: Slot
    path: str
    named: str


def check(programme: Iterable[Slot], timezone: str = "") -> Iterator[Problem]:
    """Yield a warning for each pair of sessions that take a room or a person at the same time.

    `timezone` is that of sessions that name none. Sittings of which day, start or end is not known clash with nothing.
    """
    taken: dict[tuple[object, ...], list[_Taking]] = {}
    for slot in programme:
        for key, each in _takings(slot, timezone):
            taken.setdefault(key, []).append(each)
    for takings in taken.values():
        takings.sort(key=lambda each: (each.start, each.end))
        for at, one in enumerate(takings):
            for other in takings[at + 1 :]:
                if other.start >= one.end:
                    break
                if one.slot is not other.slot:
                    yield _told(one, other)


def _takings(slot: Slot, timezone: str) -> Iterator[tuple[tuple[object, ...], _Taking]]:
    """Yield what a session takes, by what is taken; times of a known zone are never compared with others."""
    if slot.standing == "cancelled":
        return
    zone = zones.read(slot.when.timezone or timezone)
    spans = [span for part in slot.when.parts if (span := _span(part, zone))]
    wanted = list(_wanted(slot)) if spans else []
    for start, end in spans:
        for kind, key, path, named in wanted:
            yield (kind, key, zone is None), _Taking(start, end, slot, path, named)


def _wanted(slot: Slot) -> Iterator[tuple[str, str, str, str]]:
    """Yield the room and whoever must be in it, each once, with the path of where they are named."""
    if room := names.bare(slot.room):
        yield "room", room, "room", slot.room
    seen: set[str] = set()
    for role in PRESENT:
        for at, person in enumerate(slot.people(role)):
            key = names.bare(person.name)
            if key and key not in seen:
                seen.add(key)
                yield "person", key, f"people.{role}.{at}", person.name


def _span(part: Part, zone: datetime.tzinfo | None) -> tuple[datetime.datetime, datetime.datetime] | None:
    """Return when a sitting begins and ends; a year that no date tells is taken as one year for all."""
    if not (part.day and part.start and part.end):
        return None
    day = datetime.date(part.day.year or 2000, part.day.month, part.day.day)
    start = datetime.datetime.combine(day, part.start, zone)
    end = datetime.datetime.combine(day, part.end, zone) + datetime.timedelta(days=part.days_later)
    return (start, end) if start < end else None


def _told(one: _Taking, other: _Taking) -> Problem:
    first, second = sorted((one, other), key=lambda each: each.slot.origin.place().line)
    beside = f"“{first.slot.id}” at {first.slot.origin.place()}"
    if second.path == "room":
        what = f"“{second.slot.id}” is in {second.named} at the same time as {beside}"
        return warning(second.slot.origin.place("room"), what, "move one of them", "clash")
    what = f"{second.named} is needed in “{second.slot.id}” at the same time as in {beside}"
    return warning(second.slot.origin.place(second.path), what, "move one of them, or ask somebody else", "clash")
