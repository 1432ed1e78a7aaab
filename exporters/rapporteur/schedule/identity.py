"""Which session of the programme a session of a file is: by its id, by what the file called it, or by its title."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from .. import names
from ..report import Conference
from ..starting import free
from .entry import Entry, of_slot
from .memory import Before


@dataclass(frozen=True, slots=True)
class _Known:
    """A session that is there already: its id, its title in bare letters, and its first day and hours."""

    id: str
    title: str
    when: tuple[str, str]


def identified(entries: Sequence[Entry], conference: Conference, before: Before) -> Iterator[Entry]:
    """Yield a file's sessions with ids: their own, that of last time, that of a session of the same title, a new one.

    Of several sessions of one title (a break on each day) each is first the one at its own time.
    """
    left = {each.id: each for each in _known(conference)}
    ids = [entry.id or before.id_of(entry.uid) for entry in entries]
    for name in ids:
        left.pop(name, None)
    for exactly in (True, False):
        for at, entry in enumerate(entries):
            if not ids[at]:
                ids[at] = _same(entry, left, exactly)
                left.pop(ids[at], None)
    taken = {name.casefold() for name in (*ids, *before.entries, *(each.id for each in _known(conference)))}
    for entry, name in zip(entries, ids, strict=True):
        made = name or free(taken, entry.values.get("track", ""))
        taken.add(made.casefold())
        yield replace(entry, id=made)


def _same(entry: Entry, left: dict[str, _Known], exactly: bool) -> str:
    """Return the id of the first session left that has an entry's title and, if it must be `exactly` it, its time."""
    title, when = names.bare(entry.title), _when(entry)
    found = (each.id for each in left.values() if each.title == title and (not exactly or each.when == when))
    return next(found, "") if title else ""


def _known(conference: Conference) -> Iterator[_Known]:
    """Yield the sessions of the programme, then those that only a report tells of."""
    for slot in conference.programme:
        yield _Known(slot.id, names.bare(slot.title), _when(of_slot(slot)))
    announced = {slot.key for slot in conference.programme}
    for report in conference.reports:
        if report.id.casefold() not in announced:
            part = report.when.parts[0] if report.when.parts else None
            day = part.day.written if part and part.day else ""
            yield _Known(report.id, names.bare(report.title), (day, part.hours if part else ""))


def _when(entry: Entry) -> tuple[str, str]:
    return entry.values.get("when.0.date", ""), entry.values.get("when.0.time", "")
