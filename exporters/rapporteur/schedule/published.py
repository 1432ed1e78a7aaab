"""The schedule JSON that conference systems publish: pretalx and frab, Indico's export, and plain lists of sessions.

pretalx and frab (schema c3voc.de/schedule) write ``schedule.conference.days[].rooms{name: [event]}``. Indico writes
``/export/event/ID.json?detail=sessions`` as ``results[].sessions[]`` and ``contributions[]``, and
``/export/timetable/ID.json`` as ``results{event: {day: {key: entry}}}``. A list of flat objects is a table.
"""

from __future__ import annotations

import datetime
import json
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ..problems import Place, Problem, Refused, error
from ..report import Person
from .entry import Entry, between, sitting
from .table import MOST_COLUMNS, MOST_ROWS, Cell, Row
from .times import duration

LARGEST = 20_000_000
"""No file may be larger, in bytes."""


def loaded(data: bytes, file: str) -> Any:
    """Return what a JSON file says; raises `Refused` for what is none."""
    if len(data) > LARGEST:
        raise Refused([error(Place(file), f"this file is larger than {LARGEST:,} bytes", "part it", "json")])
    try:
        return json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as mistake:
        line = data.count(b"\n", 0, mistake.start) + 1
        raise Refused([error(Place(file, line), "a character here is not UTF-8", "save it as UTF-8", "json")]) from None
    except json.JSONDecodeError as mistake:
        what, hint = f"this is no JSON: {mistake.msg}", "export the file again"
        raise Refused([error(Place(file, mistake.lineno), what, hint, "json")]) from None
    except (RecursionError, ValueError) as mistake:
        raise Refused([error(Place(file), f"this JSON cannot be read: {mistake}", "", "json")]) from None


def rows(told: Any, file: str) -> list[Row] | None:
    """Return the rows of a list of flat objects, headings first; None if it is no such list."""
    items = told if isinstance(told, list) else next((v for k in _LISTS if (v := _map(told).get(k)) is not None), None)
    if not isinstance(items, list) or not items or not all(isinstance(each, dict) for each in items):
        return None
    names = list(dict.fromkeys(str(name) for each in items for name in each))
    if len(items) > MOST_ROWS or len(names) > MOST_COLUMNS:
        raise Refused([error(Place(file), f"more than {MOST_ROWS:,} sessions or {MOST_COLUMNS} keys", "", "json")])
    top = [Cell(name, Place(file, spot=name)) for name in names]
    return [
        top,
        *([Cell(_said(each.get(n)), Place(file, spot=f"[{at}].{n}")) for n in names] for at, each in enumerate(items)),
    ]


_LISTS = ("sessions", "talks", "events", "items", "programme", "program")


def _said(value: Any) -> str:
    """Return a value of a flat object as a cell holds it: a list's texts one below another."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case list():
            return "\n".join(filter(None, map(_said, value)))
        case dict():
            return str(
                value.get("name") or value.get("public_name") or value.get("en") or next(iter(value.values()), "")
            )
        case _:
            return str(value).strip()


def entries(told: Any, file: str) -> tuple[tuple[Entry, ...], tuple[Problem, ...]] | None:
    """Return the sessions of a published schedule and what is doubtful in it; None if it is of no known kind."""
    whole = _map(told)
    conference = _map(_map(whole.get("schedule")).get("conference"))
    if "days" in conference:
        found = list(_frab(conference, file))
    elif isinstance(results := whole.get("results"), list):
        found = [entry for at, event in enumerate(results) for entry in _indico(_map(event), f"results[{at}]", file)]
    elif isinstance(results, dict) and all(isinstance(each, dict) for each in results.values()):
        found = [entry for name, days in results.items() for entry in _timetable(days, f"results.{name}", file)]
    else:
        return None
    if not found:
        raise Refused([error(Place(file), "this schedule holds no session", "export it once it is published", "json")])
    if len(found) > MOST_ROWS:
        raise Refused([error(Place(file), f"this schedule has more than {MOST_ROWS:,} sessions", "part it", "json")])
    return _joined(found)


def _joined(found: Sequence[Entry]) -> tuple[tuple[Entry, ...], tuple[Problem, ...]]:
    """Return the sessions, those of one id and title as one with several sittings; others of one id are an error."""
    by_id: dict[str, Entry] = {}
    problems: list[Problem] = []
    for entry in found:
        first = by_id.setdefault(entry.id or str(entry.place), entry)
        if first is entry:
            continue
        if first.title != entry.title:
            what = f"the id “{entry.id}” stands a second time; the first is at {first.place}"
            problems.append(error(entry.place, what, "give each session an id of its own", "id"))
            continue
        count = len({path.split(".")[1] for path in first.values if path.endswith(".date")})
        more = {path.replace(".0.", f".{count}."): value for path, value in entry.values.items() if ".0." in path}
        by_id[entry.id] = replace(first, values={**first.values, **more})
    untitled = [
        error(each.place, "this session has no title", "write one", "title") for each in found if not each.title
    ]
    return tuple(by_id.values()), (*problems, *untitled)


# pretalx and frab


def _frab(conference: Mapping[str, Any], file: str) -> Iterator[Entry]:
    for n, day in enumerate(_list(conference.get("days"))):
        for room, events in _map(_map(day).get("rooms")).items():
            for at, each in enumerate(_list(events)):
                event = _map(each)
                place = Place(file, spot=f"days[{n}].rooms.{room}[{at}]")
                people = tuple(Person(name) for one in _list(event.get("persons")) if (name := _name(one)))
                values = {
                    "title": _text(event.get("title")),
                    "track": _text(event.get("track")),
                    "format": _text(event.get("type")),
                    "room": _text(event.get("room")) or room,
                    "language": _text(event.get("language")),
                    **_frab_when(event),
                    "when.timezone": _text(conference.get("time_zone_name")),
                }
                name = _text(event.get("code")) or _text(event.get("id")) or _text(event.get("guid"))
                yield _made(name, values, {"presenters": people}, place)


def _frab_when(event: Mapping[str, Any]) -> dict[str, str]:
    start = _moment(_text(event.get("date")))
    if start is None:
        return {}
    minutes = duration(_text(event.get("duration")))
    end = start + datetime.timedelta(minutes=minutes) if minutes else None
    return dict(sitting(0, between(start, end)))


# Indico


def _indico(event: Mapping[str, Any], path: str, file: str) -> Iterator[Entry]:
    """Yield an event's sessions with the speakers of their contributions; these only if they stand in none.

    Of a session in several blocks, a contribution is of the one at its time.
    """
    sessions, contributions = (
        [_map(each) for each in _list(event.get(kind))] for kind in ("sessions", "contributions")
    )
    blocks = Counter(_text(each.get("title")) for each in sessions)
    inside = _by_session(contributions)
    for at, told in enumerate(sessions):
        title = _text(told.get("title"))
        of = inside.get(title, _Inside((), ()))
        within = of.all if blocks[title] == 1 else of.within(told)
        yield _indico_entry(told, "S", Place(file, spot=f"{path}.sessions[{at}]"), within)
    for at, told in enumerate(contributions):
        if not told.get("session"):
            yield _indico_entry(told, "C", Place(file, spot=f"{path}.contributions[{at}]"))


@dataclass(frozen=True, slots=True)
class _Inside:
    """The contributions of all blocks of one session, in their order, and when those begin that say it, sorted."""

    all: Sequence[Mapping[str, Any]]
    begins: Sequence[tuple[datetime.datetime, int]]

    def within(self, block: Mapping[str, Any]) -> list[Mapping[str, Any]]:
        """Return those that begin while a block lasts."""
        begin, end = (_indico_moment(block.get(key)) for key in ("startDate", "endDate"))
        if not begin or not end:
            return []
        first, last = (bisect_left(self.begins, (each, 0)) for each in (begin, end))
        return [self.all[at] for at in sorted(at for _, at in self.begins[first:last])]


def _by_session(contributions: Iterable[Mapping[str, Any]]) -> dict[str, _Inside]:
    """Return contributions by the title of their session."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    for each in contributions:
        if title := _text(each.get("session")):
            found.setdefault(title, []).append(each)
    return {title: _Inside(inner, sorted(_begins(inner))) for title, inner in found.items()}


def _begins(contributions: Iterable[Mapping[str, Any]]) -> Iterator[tuple[datetime.datetime, int]]:
    for at, each in enumerate(contributions):
        if start := _indico_moment(each.get("startDate")):
            yield start, at


def _timetable(days: Mapping[str, Any], path: str, file: str) -> Iterator[Entry]:
    for day, entries_ in days.items():
        for key, each in _map(entries_).items():
            told = _map(each)
            kind = {"Session": "S", "Contribution": "C", "Break": "B"}.get(_text(told.get("entryType")), "S")
            yield _indico_entry(told, kind, Place(file, spot=f"{path}.{day}.{key}"))


def _indico_entry(
    told: Mapping[str, Any], prefix: str, place: Place, within: Sequence[Mapping[str, Any]] = ()
) -> Entry:
    start, end = (_indico_moment(told.get(key)) for key in ("startDate", "endDate"))
    block = _text(told.get("slotTitle"))
    title = _text(told.get("title"))
    values = {
        "title": f"{title}: {block}" if block and block != title else title,
        "track": _text(told.get("track")),
        "format": _text(told.get("type")),
        "room": _text(told.get("roomFullname")) or _text(told.get("room")),
        **(dict(sitting(0, between(start, end))) if start else {}),
        "when.timezone": _text(_map(told.get("startDate")).get("tz")),
        "report": "no" if prefix == "B" else "",
    }
    inner = [*_list(told.get("contributions")), *_map(told.get("entries")).values()]
    people = {
        "moderator": _indico_people([told], "sessionConveners", "conveners"),
        "presenters": _indico_people([told, *map(_map, inner), *within], "speakers", "presenters"),
    }
    number = next(
        (
            _text(told.get(key))
            for key in ("sessionSlotId", "friendlyId", "friendly_id", "id")
            if told.get(key) not in (None, "")
        ),
        "",
    )
    code = _text(told.get("code")) or _text(told.get("sessionCode"))
    return _made(code or f"{prefix}{number.lstrip('scb')}", values, people, place)


def _indico_people(told: Iterable[Mapping[str, Any]], *keys: str) -> tuple[Person, ...]:
    """Return the people that some things name under some keys, each once."""
    found = (_person(person) for each in told for key in keys for person in _list(each.get(key)) if _name(person))
    return tuple({each.name: each for each in reversed(list(found))}.values())[::-1]


def _indico_moment(told: Any) -> datetime.datetime | None:
    parts = _map(told)
    return _moment(f"{_text(parts.get('date'))}T{_text(parts.get('time'))}")


def _person(told: Any) -> Person:
    parts = _map(told)
    return Person(_name(told), organisation=_text(parts.get("affiliation")), email=_text(parts.get("email")))


# What all of them have in common


def _made(name: str, values: Mapping[str, str], people: Mapping[str, tuple[Person, ...]], place: Place) -> Entry:
    """Return a session; what conference systems call it becomes an id, or stays beside it if it cannot be one."""
    import re

    from ..front import ID

    made = re.sub(r"[^A-Za-z0-9._-]+", "-", name).strip("-._")
    said = {path: value for path, value in values.items() if value}
    known = {role: persons for role, persons in people.items() if persons}
    return Entry(made if ID.fullmatch(made) else "", said, known, name, place)


def _moment(text: str) -> datetime.datetime | None:
    """Return the moment as the clock on the wall showed it."""
    try:
        return datetime.datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return None


def _name(told: Any) -> str:
    if isinstance(told, str):
        return " ".join(told.split())
    parts = _map(told)
    whole = next(
        (_text(parts.get(key)) for key in ("public_name", "fullName", "name", "full_public_name") if parts.get(key)), ""
    )
    first = _text(parts.get("firstName") or parts.get("first_name"))
    last = _text(parts.get("familyName") or parts.get("lastName") or parts.get("last_name"))
    return f"{first} {last}" if first and last else whole


def _text(value: Any) -> str:
    """Return a text on one line; of one in several languages (frab: {"en": …}) the first."""
    if isinstance(value, dict):
        value = next(iter(value.values()), "")
    return " ".join(str(value).split()) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def _map(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else []
