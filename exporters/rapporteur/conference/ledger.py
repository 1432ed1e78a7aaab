"""Who has handed in: of each expected report whether it is there, sound, signed off or late, and whom to ask for it.

The day is given, never asked of a clock. What is not known stays unknown: without a known deadline nothing is late.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from .. import zones
from ..deadline import Deadline
from ..report import Conference, Part, Person, Report, When
from ..slot import Slot

Status = Literal["missing", "late", "errors", "received", "signed_off"]
REPORTERS = ("rapporteur", "note_taker", "reporter")
ASKED = (*REPORTERS, "moderator", "chair", "organiser", "organizers")
"""Who is asked for a report: the people of the first of these roles that a session has."""


@dataclass(frozen=True, slots=True)
class Row:
    """One report that is expected.

    `due` is when its deadline passes, None if that is not known; `late` is None if it cannot be told. `held` tells
    whether the session is over, None if that is not known. `role` is the role of those to `ask`.
    """

    slot: Slot
    report: Report | None
    received: bool
    valid: bool
    signed_off: bool
    due: datetime.datetime | None
    late: bool | None
    held: bool | None
    role: str
    ask: tuple[Person, ...]

    @property
    def status(self) -> Status:
        """The one word for it."""
        if not self.received:
            return "late" if self.late else "missing"
        if not self.valid:
            return "errors"
        return "signed_off" if self.signed_off else "received"

    @property
    def last_day(self) -> datetime.date | None:
        """The last day on which it may be handed in: the one that ends when a deadline without an hour passes."""
        if self.due is None:
            return None
        return self.due.date() - datetime.timedelta(days=self.due.time() == datetime.time())

    @property
    def chased(self) -> bool:
        """Whether somebody is to be reminded: it is not there, and its session is over or may be."""
        return not self.received and self.held is not False

    @property
    def instead(self) -> bool:
        """Whether those are asked who had another role, since no rapporteur is named."""
        return bool(self.ask) and self.role not in REPORTERS


@dataclass(frozen=True, slots=True)
class Tally:
    """How many reports of a track ("" for those of none) are expected, and what became of them.

    `unknown` counts those that are not there and of which nobody knows whether they are late.
    """

    track: str
    expected: int
    received: int
    valid: int
    signed_off: int
    late: int
    unknown: int


@dataclass(frozen=True, slots=True)
class Ledger:
    """The state of all reports at one moment: row by row in the programme's order, by track, and in all."""

    now: datetime.datetime
    rows: tuple[Row, ...]
    tracks: tuple[Tally, ...]
    total: Tally


def ledger(
    conference: Conference, broken: Collection[str], now: datetime.datetime, unread: Collection[str] = ()
) -> Ledger:
    """Return the ledger at `now`; `broken` are the files of sessions with errors, `unread` those of no use, by id.

    Expected are the sessions of the programme that shall be reported, and whatever else is reported; without a
    programme every session that has a file. A moment without a time zone is one on the clocks of each session.
    """
    came = {each.casefold(): each for each in unread}
    rows = tuple(
        _row(slot, report, conference, broken, now, slot.key in came) for slot, report in _expected(conference, came)
    )
    names = dict.fromkeys((*(each.id for each in conference.tracks), *(row.slot.track for row in rows)))
    names.pop("", None)
    tallies = (_tally(name, [row for row in rows if row.slot.track == name]) for name in (*names, ""))
    return Ledger(now, rows, tuple(each for each in tallies if each.expected), _tally("", rows))


def _tally(track: str, rows: Iterable[Row]) -> Tally:
    all_of = tuple(rows)
    return Tally(
        track,
        len(all_of),
        sum(row.received for row in all_of),
        sum(row.valid for row in all_of),
        sum(row.signed_off for row in all_of),
        sum(row.late is True for row in all_of),
        sum(row.late is None for row in all_of),
    )


def _expected(conference: Conference, came: Mapping[str, str]) -> Iterable[tuple[Slot, Report | None]]:
    reports = {each.id.casefold(): each for each in conference.reports}
    for slot in conference.programme:
        report = reports.pop(slot.key, None)
        if slot.expected or report or slot.key in came:
            yield slot, report
    for report in reports.values():
        yield _unannounced(report), report
    known = {slot.key for slot in conference.programme} | {each.id.casefold() for each in conference.reports}
    for key, name in came.items():
        if key not in known:
            yield Slot(name, ""), None


def _unannounced(report: Report) -> Slot:
    """Return the entry that the programme would have for a session that only its report tells of."""
    return Slot(
        report.id,
        report.title,
        report.track,
        language=report.language,
        when=report.when,
        roles=report.roles,
        origin=report.origin,
    )


def _row(
    slot: Slot,
    report: Report | None,
    conference: Conference,
    broken: Collection[str],
    now: datetime.datetime,
    unread: bool,
) -> Row:
    when = slot.when if slot.when.parts or report is None else report.when
    zone = zones.read(when.timezone or conference.timezone)
    received = unread or (report is not None and reported(report))
    due = moment(slot.deadline or conference.deadline, when, zone)
    end = ended(when, zone)
    role, people = asked(slot, report)
    return Row(
        slot=slot,
        report=report,
        received=received,
        valid=received and report is not None and report.origin.file not in broken,
        signed_off=received and report is not None and report.state == "final",
        due=due,
        late=False if received else None if due is None else _at(now, zone) >= due,
        held=None if end is None else _at(now, zone) >= end,
        role=role,
        ask=people,
    )


def reported(report: Report) -> bool:
    """Return whether a session's file says more than the programme could: a section with words, or how many came."""
    counted = any(each.number is not None or each.band for each in report.attendance or ())
    return counted or any(not section.is_empty for section in report.sections)


def asked(slot: Slot, report: Report | None) -> tuple[str, tuple[Person, ...]]:
    """Return who is asked for a report, and in which role: as the programme names them, with what the report adds."""
    for role in ASKED:
        if people := slot.people(role):
            known = {each.name: each for each in (report.people(role) if report else ())}
            return role, tuple(_reached(each, known) for each in people)
        if report and (people := report.people(role)):
            return role, people
    return "", ()


def _reached(person: Person, known: Mapping[str, Person]) -> Person:
    other = known.get(person.name)
    return replace(person, email=other.email) if other and not person.email else person


# When a report is due


def moment(deadline: Deadline | None, when: When, zone: datetime.tzinfo | None) -> datetime.datetime | None:
    """Return the moment at which a deadline passes, None if there is none or the session's day or end is not known.

    Without a time zone it passes where the day ends last on Earth: nobody is late before that.
    """
    if deadline is None:
        return None
    if deadline.hours is not None:
        end = ended(when, zone, exactly=True)
        return end + datetime.timedelta(hours=deadline.hours) if end else None
    day = deadline.date
    if deadline.days is not None:
        last = _last_day(when)
        day = last + datetime.timedelta(days=deadline.days) if last else None
    return _clock(day, deadline.time, zone) if day else None


def ended(when: When, zone: datetime.tzinfo | None, exactly: bool = False) -> datetime.datetime | None:
    """Return when a session is over; unless it must be `exactly`, one whose hours are not known is when its day is."""
    day = _last_day(when)
    end = when.parts[-1].end if when.parts else None
    return None if day is None or (exactly and end is None) else _clock(day, end, zone)


def _last_day(when: When) -> datetime.date | None:
    parts = when.parts or (Part(),)
    day = next((part.day for part in reversed(parts) if part.day), None)
    return day.date + datetime.timedelta(days=parts[-1].days_later) if day and day.date else None


def _clock(day: datetime.date, time: datetime.time | None, zone: datetime.tzinfo | None) -> datetime.datetime:
    """Return a moment of a day, or when the day ends."""
    if time is None:
        day, time = day + datetime.timedelta(days=1), datetime.time()
    return datetime.datetime.combine(day, time, zone or zones.LAST)


def _at(now: datetime.datetime, zone: datetime.tzinfo | None) -> datetime.datetime:
    return now if now.tzinfo else now.replace(tzinfo=zone or zones.LAST)
