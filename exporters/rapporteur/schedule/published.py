"""The schedule JSON that conference systems publish: pretalx and frab, Indico's export, and plain lists of sessions.

pretalx and frab (schema c3voc.de/schedule) write ``schedule.conference.days[].rooms{name: [event]}``. Indico writes
``/export/event/ID.json?detail=sessions`` as ``results[].sessions[]`` and ``contributions[]``, and
``/export/timetable/ID.json`` as ``results{event: {day: {key: entry}}}``. A list of flat objects is a table. What
programs are given, pretalx's API or Indico's events without their sessions, is no schedule, and is told from one.
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ..problems import Place, Problem, Refused, error
from ..report import Person
from . import indico
from .entry import Entry, between, sitting
from .table import MOST_COLUMNS, MOST_ROWS, Cell, Row
from .times import duration
from .values import list_of, made, map_of, moment, name_of, text_of

_TALK = re.compile(r"/talk/([A-Z0-9]{5,10})/?$")
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
    items = (
        told if isinstance(told, list) else next((v for k in _LISTS if (v := map_of(told).get(k)) is not None), None)
    )
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
    whole = map_of(told)
    conference = map_of(map_of(whole.get("schedule")).get("conference"))
    if "days" in conference:
        found = list(_frab(conference, file))
    elif isinstance(results := whole.get("results"), list):
        found = [
            entry
            for at, event in enumerate(results)
            for entry in indico.of_event(map_of(event), f"results[{at}]", file)
        ]
    elif isinstance(results, dict) and all(isinstance(each, dict) for each in results.values()):
        found = [
            entry for name, days in results.items() for entry in indico.of_timetable(days, f"results.{name}", file)
        ]
    else:
        return None
    if not found:
        raise Refused([_empty(told, file)])
    if len(found) > MOST_ROWS:
        raise Refused([error(Place(file), f"this schedule has more than {MOST_ROWS:,} sessions", "part it", "json")])
    return _joined(found)


def no_schedule(told: Any, file: str) -> Problem:
    """Return an error for JSON of no known kind, with where a schedule is found."""
    if _of_api(told):
        what = "these are data of pretalx’s API, not its schedule"
        hint = "export the schedule itself: /EVENT/schedule/export/schedule.json beneath the address of your pretalx"
        return error(Place(file), what, hint, "json")
    what = "this JSON is neither a schedule of pretalx, frab or Indico nor a list of sessions"
    return error(Place(file), what, "export schedule.json, or /export/event/ID.json?detail=sessions", "json")


def _empty(told: Any, file: str) -> Problem:
    """Return an error for a schedule without sessions: there are none yet, or it was exported without them."""
    if _of_api(told):
        return no_schedule(told, file)
    if any(str(map_of(each).get("_fossil")) == "conferenceMetadata" for each in list_of(map_of(told).get("results"))):
        what = "Indico exported these events without their sessions"
        return error(Place(file), what, "export /export/event/ID.json?detail=sessions, of one event", "json")
    return error(Place(file), "this schedule holds no session", "export it once it is published", "json")


def _of_api(told: Any, deep: int = 5) -> bool:
    """Return whether a submission stands there, as pretalx's API gives them, also where a program sorted them."""
    if isinstance(told, dict) and "submission_type" in told and "code" in told:
        return True
    inner = told.values() if isinstance(told, dict) else list_of(told)
    return deep > 0 and any(_of_api(each, deep - 1) for each in inner)


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
    for n, day in enumerate(list_of(conference.get("days"))):
        for room, events in map_of(map_of(day).get("rooms")).items():
            for at, each in enumerate(list_of(events)):
                event = map_of(each)
                place = Place(file, spot=f"days[{n}].rooms.{room}[{at}]")
                people = tuple(Person(name) for one in list_of(event.get("persons")) if (name := name_of(one)))
                values = {
                    "title": text_of(event.get("title")),
                    "track": text_of(event.get("track")),
                    "format": text_of(event.get("type")),
                    "room": text_of(event.get("room")) or room,
                    "language": text_of(event.get("language")),
                    **_frab_when(event),
                    "when.timezone": text_of(conference.get("time_zone_name")),
                }
                yield made(_called(event), values, {"presenters": people}, place)


def _called(event: Mapping[str, Any]) -> str:
    """Return the id of an event; pretalx before 2025 says the code, by which its calendar goes, in its link only."""
    link = _TALK.search(text_of(event.get("url")))
    given = (text_of(event.get(key)) for key in ("id", "guid"))
    return text_of(event.get("code")) or (link[1] if link else next(filter(None, given), ""))


def _frab_when(event: Mapping[str, Any]) -> dict[str, str]:
    start = moment(text_of(event.get("date")))
    if start is None:
        return {}
    minutes = duration(text_of(event.get("duration")))
    end = start + datetime.timedelta(minutes=minutes) if minutes else None
    return dict(sitting(0, between(start, end)))
