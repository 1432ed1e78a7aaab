"""Indico's export: sessions in blocks with the contributions at their times, and its timetable."""

from __future__ import annotations

import datetime
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..problems import Place
from ..report import Person
from .entry import Entry, between, sitting
from .values import list_of, made, map_of, moment, name_of, text_of


def of_event(event: Mapping[str, Any], path: str, file: str) -> Iterator[Entry]:
    """Yield an event's sessions with the speakers of their contributions; these only if they stand in none of them.

    Of a session in several blocks, a contribution is of the one at its time.
    """
    sessions, contributions = (
        [map_of(each) for each in list_of(event.get(kind))] for kind in ("sessions", "contributions")
    )
    blocks = Counter(text_of(each.get("title")) for each in sessions)
    inside = _by_session(contributions)
    for at, told in enumerate(sessions):
        title = text_of(told.get("title"))
        of = inside.get(title, _Inside((), ()))
        within = of.all if blocks[title] == 1 else of.within(told)
        yield _entry(told, "S", Place(file, spot=f"{path}.sessions[{at}]"), within)
    for at, told in enumerate(contributions):
        if text_of(told.get("session")) not in blocks:
            yield _entry(told, "C", Place(file, spot=f"{path}.contributions[{at}]"))


@dataclass(frozen=True, slots=True)
class _Inside:
    """The contributions of all blocks of one session, in their order, and when those begin that say it, sorted."""

    all: Sequence[Mapping[str, Any]]
    begins: Sequence[tuple[datetime.datetime, int]]

    def within(self, block: Mapping[str, Any]) -> list[Mapping[str, Any]]:
        """Return those that begin while a block lasts."""
        begin, end = (_moment(block.get(key)) for key in ("startDate", "endDate"))
        if not begin or not end:
            return []
        first, last = (bisect_left(self.begins, (each, 0)) for each in (begin, end))
        return [self.all[at] for at in sorted(at for _, at in self.begins[first:last])]


def _by_session(contributions: Iterable[Mapping[str, Any]]) -> dict[str, _Inside]:
    """Return contributions by the title of their session."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    for each in contributions:
        if title := text_of(each.get("session")):
            found.setdefault(title, []).append(each)
    return {title: _Inside(inner, sorted(_begins(inner))) for title, inner in found.items()}


def _begins(contributions: Iterable[Mapping[str, Any]]) -> Iterator[tuple[datetime.datetime, int]]:
    for at, each in enumerate(contributions):
        if start := _moment(each.get("startDate")):
            yield start, at


def of_timetable(days: Mapping[str, Any], path: str, file: str) -> Iterator[Entry]:
    """Yield the sessions, contributions and breaks of a timetable, by its days."""
    for day, entries in days.items():
        for key, each in map_of(entries).items():
            told = map_of(each)
            kind = {"Session": "S", "Contribution": "C", "Break": "B"}.get(text_of(told.get("entryType")), "S")
            yield _entry(told, kind, Place(file, spot=f"{path}.{day}.{key}"))


def _entry(told: Mapping[str, Any], prefix: str, place: Place, within: Sequence[Mapping[str, Any]] = ()) -> Entry:
    inner = [*map(map_of, list_of(told.get("contributions"))), *map(map_of, map_of(told.get("entries")).values())]
    start, end = (_moment(told.get(key)) for key in ("startDate", "endDate"))
    end = end or max(filter(None, (_moment(each.get("endDate")) for each in (*inner, *within))), default=None)
    block = text_of(told.get("slotTitle"))
    title = text_of(told.get("title"))
    values = {
        "title": f"{title}: {block}" if block and block != title else title,
        "track": text_of(told.get("track")),
        "format": text_of(told.get("type")),
        "room": text_of(told.get("roomFullname")) or text_of(told.get("room")),
        **(dict(sitting(0, between(start, end))) if start else {}),
        "when.timezone": text_of(map_of(told.get("startDate")).get("tz")),
        "report": "no" if prefix == "B" else "",
    }
    people = {
        "moderator": _people([told], "sessionConveners", "conveners"),
        "presenters": _people([told, *inner, *within], "speakers", "presenters"),
    }
    number = next(
        (
            text_of(told.get(key))
            for key in ("sessionSlotId", "friendlyId", "friendly_id", "id")
            if told.get(key) not in (None, "")
        ),
        "",
    )
    code = text_of(told.get("code")) or text_of(told.get("sessionCode"))
    return made(code or f"{prefix}{number.lstrip('scb')}", values, people, place)


def _people(told: Iterable[Mapping[str, Any]], *keys: str) -> tuple[Person, ...]:
    """Return the people that some things name under some keys, each once."""
    found = (_person(person) for each in told for key in keys for person in list_of(each.get(key)) if name_of(person))
    return tuple({each.name: each for each in reversed(list(found))}.values())[::-1]


def _moment(told: Any) -> datetime.datetime | None:
    parts = map_of(told)
    return moment(f"{text_of(parts.get('date'))}T{text_of(parts.get('time'))}")


def _person(told: Any) -> Person:
    parts = map_of(told)
    return Person(name_of(told), organisation=text_of(parts.get("affiliation")), email=text_of(parts.get("email")))
