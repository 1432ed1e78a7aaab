"""The programme beside the reports: which are missing, what is known of these, and the days at a glance."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from .. import files
from ..report import Conference, Day, Part, Report
from ..slot import Slot, turn


def missing(conference: Conference) -> tuple[Slot, ...]:
    """Return the sessions whose report the conference expects and does not have, in the programme's order."""
    there = {each.id.casefold() for each in conference.reports}
    return tuple(slot for slot in conference.programme if slot.expected and slot.key not in there)


def announced(slot: Slot, conference: Conference) -> Report:
    """Return what the programme says of a session as a report that says nothing else.

    Its direction is the default one: whoever prints it in another language knows that language's.
    """
    answers = (("format", (slot.format,)), ("room", (slot.room,)))
    return Report(
        id=slot.id,
        title=slot.title,
        track=slot.track,
        language=slot.language or conference.languages[0],
        when=slot.when,
        roles=slot.roles,
        answers=tuple((name, value) for name, value in answers if any(value)),
        origin=slot.origin,
    )


@dataclass(frozen=True, slots=True)
class Row:
    """Sessions of one day that begin and end at the same time; `cells` holds those of each room of the table."""

    start: datetime.time | None
    end: datetime.time | None
    days_later: int
    cells: tuple[tuple[Slot, ...], ...]

    @property
    def everywhere(self) -> Slot | None:
        """The one session of this time if it has no room of its own: an opening or a lunch is everybody's."""
        held = [slot for cell in self.cells for slot in cell]
        return held[0] if len(held) == 1 and not held[0].room else None


@dataclass(frozen=True, slots=True)
class Glance:
    """One day of the programme as a table of times and rooms; `day` is None for sessions that have no date yet.

    `rooms` are those of this day in the order in which the conference first uses them, "" (of sessions without a room)
    at the end if there is such a session that shares its time with others.
    """

    day: Day | None
    rooms: tuple[str, ...]
    rows: tuple[Row, ...]


def at_a_glance(programme: Iterable[Slot]) -> tuple[Glance, ...]:
    """Return the programme day by day, cancelled sessions left out; each sitting of a session stands at its time."""
    sittings = [(part, slot) for slot in programme if slot.standing != "cancelled" for part in _parts(slot)]
    days: dict[tuple[bool, tuple[int, int, int]], list[tuple[Part, Slot]]] = {}
    for part, slot in sittings:
        days.setdefault((part.day is None, turn(part.day)), []).append((part, slot))
    held = [days[key] for key in sorted(days)]
    rooms = dict.fromkeys(slot.room for sittings in held for _, slot in sorted(sittings, key=_begins) if slot.room)
    return tuple(_glance(sittings, rooms) for sittings in held)


def _parts(slot: Slot) -> tuple[Part, ...]:
    """Return the sittings of a session; one that says no day is on the day of the one before it."""
    found: list[Part] = []
    for part in slot.when.parts or (Part(),):
        found.append(part if part.day or not found else replace(part, day=found[-1].day))
    return tuple(found)


def _glance(sittings: Sequence[tuple[Part, Slot]], order: Iterable[str]) -> Glance:
    day = next((part.day for part, _ in sittings if part.day), None)
    times: dict[tuple[object, ...], list[tuple[Part, Slot]]] = {}
    for part, slot in sorted(sittings, key=_begins):
        times.setdefault(_hours(part), []).append((part, slot))
    shared = any(len(each) > 1 and any(not slot.room for _, slot in each) for each in times.values())
    used = {slot.room for _, slot in sittings}
    named = [room for room in order if room in used]
    rooms = (*named, *([""] if shared or not named else []))
    return Glance(day, rooms, tuple(_row(each, rooms) for each in times.values()))


def _begins(sitting: tuple[Part, Slot]) -> tuple[object, ...]:
    return _hours(sitting[0])


def _hours(part: Part) -> tuple[object, ...]:
    """Return what sittings of a day are ordered by; an unknown time stands at the end."""
    end = part.end.isoformat() if part.end else ""
    return part.start is None, part.start.isoformat() if part.start else "", part.days_later, end


def _row(sittings: Sequence[tuple[Part, Slot]], rooms: Sequence[str]) -> Row:
    part = sittings[0][0]
    cells = tuple(tuple(slot for _, slot in sittings if slot.room == room) for room in rooms)
    if not any(cells):  # it stands alone and has no room: the first column holds it
        cells = (tuple(slot for _, slot in sittings), *cells[1:])
    return Row(part.start, part.end, part.days_later, cells)


def digest(programme: Iterable[Slot]) -> str:
    """Return a digest of what deliverables print of the programme: its order and sessions, not deadlines or e-mails."""
    printed = [
        (slot.id, slot.title, slot.track, slot.format, slot.room, slot.language, slot.when, slot.expected, _names(slot))
        for slot in programme
        if slot.standing != "cancelled"
    ]
    return files.digest(repr(printed).encode()) if printed else ""


def _names(slot: Slot) -> tuple[object, ...]:
    return tuple(
        (role.id, tuple((each.name, each.position, each.organisation, each.country) for each in role.people))
        for role in slot.roles
    )
