"""A programme as a calendar (iCalendar, RFC 5545): each VEVENT is a session.

Time zones are taken by their IANA or Windows names; what a file itself says of a zone (VTIMEZONE) is not read: its
rules may be made to run for ever.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from typing import Any

from ..problems import Place, Problem, Refused, error, warning
from ..report import Day, Part, Person
from . import encoding
from .entry import Entry, between, sitting
from .table import MOST_ROWS

_PRETALX = re.compile(r"pretalx-.+-([A-Z0-9]{5,10})(?:-\d+)?@")
DEEPEST = 4
"""Components stand at most so deep in each other: an alarm in an event in a calendar."""


def entries(data: bytes, file: str, zone: datetime.tzinfo | None) -> tuple[tuple[Entry, ...], tuple[Problem, ...]]:
    """Return the sessions of a calendar, at the hours of `zone` if it is given, and what is doubtful in it.

    Raises `Refused` for what is no calendar.
    """
    text = encoding.text(data, file)
    problems: list[Problem] = []
    _refuse_deep(text, file)
    events = _events("\n".join(_without_zones(text)), file)
    found: dict[str, Entry] = {}
    for at, event in enumerate(events):
        entry = _entry(event, Place(file, spot=str(event.get("uid", "")) or f"event {at + 1}"), zone, problems)
        if entry.uid in found:
            what = "an event of this UID stands here already; it is one that repeats, and only the first is read"
            problems.append(warning(entry.place, what, "give each session a UID of its own", "calendar"))
        found.setdefault(entry.uid or f"#{at}", entry)
    if not found:
        raise Refused(
            [error(Place(file), "this calendar holds no event", "export it once it is published", "calendar")]
        )
    return tuple(found.values()), tuple(problems)


def _refuse_deep(text: str, file: str) -> None:
    """Refuse a calendar with more components, or deeper ones, than a programme has."""
    depth = count = 0
    for line in text.splitlines():
        start = line[:6].upper()
        depth += (start == "BEGIN:") - (line[:4].upper() == "END:")
        count += start == "BEGIN:"
        if depth > DEEPEST or count > 4 * MOST_ROWS:
            raise Refused(
                [error(Place(file), "this is no calendar of a conference: it nests too deep", "", "calendar")]
            )


def _without_zones(text: str) -> Iterator[str]:
    """Yield the lines of a calendar that stand in no VTIMEZONE."""
    inside = False
    for line in text.splitlines():
        kind = line.strip().upper()
        inside = inside or kind == "BEGIN:VTIMEZONE"
        if not inside:
            yield line
        inside = inside and kind != "END:VTIMEZONE"


def _events(text: str, file: str) -> Sequence[Any]:
    from icalendar import Calendar

    try:
        calendar = Calendar.from_ical(text)
        return list(calendar.walk("VEVENT"))
    except (ValueError, KeyError, IndexError, TypeError, AttributeError) as mistake:
        what = f"this is no calendar, or it is damaged: {mistake}"
        raise Refused([error(Place(file), what, "export it again", "calendar")]) from None


def _entry(event: Any, place: Place, zone: datetime.tzinfo | None, problems: list[Problem]) -> Entry:
    title = _text(event.get("summary"))
    uid = str(event.get("uid", ""))
    if not title:
        problems.append(error(place, "this event has no title (SUMMARY)", "write one", "title"))
    if event.get("rrule"):
        what = "this event repeats; only its first time is read"
        problems.append(warning(place, what, "give each session an event of its own", "calendar"))
    code = _PRETALX.match(uid)
    if code and " - " in title:
        what = "pretalx writes the speakers behind each title here"
        problems.append(warning(Place(place.file), what, "its schedule.json tells them apart", "calendar"))
    values = {
        "title": title,
        "room": _text(event.get("location")),
        "track": next(iter(_categories(event)), ""),
        "status": "cancelled" if _text(event.get("status")).upper() == "CANCELLED" else "",
        **_when(event, place, zone, problems),
    }
    said = {path: value for path, value in values.items() if value}
    return Entry(code[1] if code else "", said, _people(event), uid, place)


def _when(event: Any, place: Place, zone: datetime.tzinfo | None, problems: list[Problem]) -> dict[str, str]:
    """Return day and hours: of the zone that is wanted, else those on the clock of the event's own."""
    try:
        start = event.DTSTART
        end = event.end if event.get("dtend") or event.get("duration") else None
    except (ValueError, KeyError, TypeError, AttributeError) as mistake:
        problems.append(error(place, f"the time of this event cannot be read: {mistake}", "", "calendar"))
        return {}
    if start is None:
        return {}
    if not isinstance(start, datetime.datetime):
        return dict(sitting(0, Part(Day(start.month, start.day, start.year))))
    moments = [each if zone is None or each.tzinfo is None else each.astimezone(zone) for each in (start, end) if each]
    found = dict(sitting(0, between(moments[0], moments[-1] if len(moments) > 1 else None)))
    own = str(getattr(start.tzinfo, "key", "") or start.tzinfo or "")
    if zone is None and own:
        found["when.timezone"] = own
    return found


def _people(event: Any) -> dict[str, tuple[Person, ...]]:
    """Return who organises and who chairs: other attendees of a calendar are its guests."""
    found: dict[str, tuple[Person, ...]] = {}
    for role, wanted in (("organiser", _each(event.get("organizer"))), ("moderator", _chairs(event))):
        persons = tuple(person for each in wanted if (person := _person(each)).name)
        if persons:
            found[role] = persons
    return found


def _chairs(event: Any) -> Iterator[Any]:
    for each in _each(event.get("attendee")):
        if str(each.params.get("role", "")).upper() == "CHAIR":
            yield each


def _person(told: Any) -> Person:
    email = re.sub(r"(?i)^mailto:", "", str(told))
    return Person(_text(told.params.get("cn")), email=email if "@" in email else "")


def _each(told: Any) -> Sequence[Any]:
    return told if isinstance(told, list) else [told] if told is not None else []


def _categories(event: Any) -> Iterator[str]:
    for each in _each(event.get("categories")):
        yield from (_text(name) for name in getattr(each, "cats", [each]))


def _text(value: Any) -> str:
    return " ".join(str(value).split()) if value is not None else ""
