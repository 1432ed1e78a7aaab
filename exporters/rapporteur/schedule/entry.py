"""What a file says of one session, value by value, in the words that the programme writes."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ..problems import Place
from ..report import Day, Part, Person
from ..slot import Slot

USUAL = {"report": "yes", "status": "planned"}
"""What holds where nothing is said."""
SCALARS = ("title", "track", "format", "room", "language", "deadline", "report", "status")


NOWHERE = Place("")


@dataclass(frozen=True, slots=True)
class Entry:
    """One session of a file.

    `id` is "" if the file has no ids; `uid` is what the file calls it, then. `values` holds texts by the path they have
    in an entry of the programme (``title``, ``when.0.date``), `people` persons by role. `guesses` are remarks on people
    who were told apart by guessing, by role.
    """

    id: str
    values: Mapping[str, str]
    people: Mapping[str, tuple[Person, ...]] = field(default_factory=dict)
    uid: str = ""
    place: Place = NOWHERE
    places: Mapping[str, Place] = field(default_factory=dict)
    guesses: Mapping[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """Its title."""
        return self.values.get("title", "")

    def at(self, path: str) -> Place:
        """Return where the value at `path` stands in the file."""
        return self.places.get(path, self.place)


def of_slot(slot: Slot) -> Entry:
    """Return what the programme says of a session in the same words."""
    values = {
        "title": slot.title,
        "track": slot.track,
        "format": slot.format,
        "room": slot.room,
        "language": slot.language,
        "deadline": slot.deadline.said if slot.deadline else "",
        "report": "" if slot.reported else "no",
        "status": "" if slot.standing == "planned" else slot.standing,
        "when.timezone": slot.when.timezone,
    }
    for at, part in enumerate(slot.when.parts):
        values |= dict(sitting(at, part))
    people = {role.id: role.people for role in slot.roles}
    return Entry(slot.id, {path: value for path, value in values.items() if value}, people)


def sitting(at: int, part: Part) -> Iterator[tuple[str, str]]:
    """Yield date and time of a sitting as the programme writes them."""
    if part.day:
        yield f"when.{at}.date", part.day.written
    if part.hours:
        yield f"when.{at}.time", part.hours


def between(start: datetime.datetime, end: datetime.datetime | None) -> Part:
    """Return a sitting from one moment to another."""
    day = Day(start.month, start.day, start.year)
    if end is None or end <= start:
        return Part(day, start.time().replace(second=0, microsecond=0))
    hours = [each.time().replace(second=0, microsecond=0, tzinfo=None) for each in (start, end)]
    return Part(day, hours[0], hours[1], (end.date() - start.date()).days)
