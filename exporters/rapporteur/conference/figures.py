"""Attendance of many sessions, so that it adds up: unknown is never counted as zero, and an estimate never as exact.

Of each session that tells how many took part, the parts of every breakdown (mode, gender, age …) make exactly that
number: what its report does not part is in the part "". A breakdown whose parts make more than the total is not used.
A range (20–50) is in no sum. So in every table each line and each column adds up to its total.

Nothing is hidden here: what is printed is `small.shown`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ..counts import figures
from ..report import Conference, Count, Day, Report, When
from . import programme

WHOLE = "total"
"""The category, and the dimension, of everybody who took part."""
MODE = "mode"
MODES = ("onsite", "online")
REST = ""
"""The part of those of whom it is not known."""
UNTOLD = ("not_stated", REST)
"""The categories that say nothing of a person."""
_USUAL = {"gender": ("women", "men", "another", "not_stated")}
"""The order in which categories are shown, as far as they occur; others follow as they come."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A sum: None if no session tells it, or if it is `hidden`; `about` if a part of it was estimated."""

    number: int | None = None
    about: bool = False
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Share:
    """How many of one category are known, and the share of those whose category in this dimension is known."""

    category: str
    number: int
    share: float


@dataclass(frozen=True, slots=True)
class Attendance:
    """What some sessions add up to: of `sessions` expected, `received` reported, `reported` tell how many took part.

    `banded` only give a range, `torn` give parts that make more than their total. `parts` are the sums by dimension
    (`MODE`, gender …) and category, `REST` for those of whom it is not known. `counted` are such sums over the sessions
    that count every category they name, more than one or everybody: one that counts women alone tells no share of them.
    """

    sessions: int
    received: int
    reported: int
    banded: int
    torn: int
    whole: Figure
    parts: Mapping[str, Mapping[str, Figure]] = field(default_factory=dict)
    counted: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    @property
    def known(self) -> bool:
        """Whether any session says how many took part."""
        return self.reported > 0

    @property
    def participants(self) -> int:
        """How many took part, 0 where nobody knows and where it is hidden."""
        return self.whole.number or 0

    @property
    def estimated(self) -> bool:
        """Whether a sum holds an estimate."""
        return self.whole.about or any(each.about for of in self.parts.values() for each in of.values())

    def part(self, dimension: str, category: str) -> Figure:
        """Return one sum; that of a category of which no session tells is unknown."""
        return self.parts.get(dimension, {}).get(category, Figure())

    def coverage(self, dimension: str) -> float | None:
        """Return of which share of the participants the category is known; None if it is of none, or hidden."""
        unknown = [self.part(dimension, each) for each in UNTOLD]
        if not self._told(dimension) or not self.whole.number or any(each.hidden for each in unknown):
            return None
        return 1 - sum(each.number or 0 for each in unknown) / self.whole.number

    def shares_of(self, dimension: str) -> tuple[Share, ...]:
        """Return the shares of the categories, where every one is counted; none if one of them is hidden."""
        counted = self.counted.get(dimension, {}) if self._told(dimension) else {}
        known = sum(counted.values())
        return tuple(Share(name, number, number / known) for name, number in counted.items() if number)

    def _told(self, dimension: str) -> int:
        """Return of how many the category is known; 0 if one of the sums is hidden."""
        told = [each for name, each in self.parts.get(dimension, {}).items() if name not in UNTOLD]
        return 0 if any(each.hidden for each in told) else sum(each.number or 0 for each in told)

    @property
    def shares(self) -> tuple[Share, ...]:
        """The shares by gender."""
        return self.shares_of("gender")

    @property
    def gendered(self) -> int:
        """Of how many participants the gender is known."""
        return self._told("gender")


@dataclass(frozen=True, slots=True)
class Strand:
    """The sessions of one track ("" for those of none), and what they add up to."""

    track: str
    reports: tuple[Report, ...]
    recommendations: int
    attendance: Attendance


@dataclass(frozen=True, slots=True)
class Dated:
    """The sessions of one day, or of the days that they met on together; none for those of no known day."""

    days: tuple[Day, ...]
    reports: tuple[Report, ...]
    attendance: Attendance


@dataclass(frozen=True, slots=True)
class Attended:
    """The attendance of a conference: in all, by track, by day.

    `dimensions` are the categories that occur in each breakdown, in order. `several` are sums of which one person may
    be in more than one. Figures below `least` are hidden, 0 for none.
    """

    whole: Attendance
    tracks: tuple[Strand, ...]
    days: tuple[Dated, ...]
    dimensions: Mapping[str, tuple[str, ...]]
    several: Mapping[str, Figure]
    least: int = 0

    @property
    def estimated(self) -> bool:
        """Whether a sum holds an estimate."""
        tables = (self.whole, *(each.attendance for each in self.tracks), *(each.attendance for each in self.days))
        return any(each.estimated for each in tables) or any(each.about for each in self.several.values())


def attended(conference: Conference) -> Attended:
    """Return the attendance of a conference, of sessions too that the programme expects and nobody reported of.

    Tracks stand as the conference orders them, then other tracks, then sessions of none; days by date.
    """
    every = [_held(each) for each in conference.reports]
    missing = [(slot.track, slot.when) for slot in programme.missing(conference)]
    named = (*(each.id for each in conference.tracks), *(each.track for each in conference.reports))
    names = dict.fromkeys((*named, *(track for track, _ in missing)))
    names.pop("", None)
    years = _years([*(each.report.when for each in every), *(when for _, when in missing)])
    by_track = {name: [each for each in every if each.report.track == name] for name in (*names, "")}
    by_day: dict[tuple[Day, ...], list[_Held]] = {_days(when, years): [] for _, when in missing}
    for each in every:
        by_day.setdefault(_days(each.report.when, years), []).append(each)
    told = tuple(dict.fromkeys(name for each in every for name in each.parts))
    whole = _summed(every, told, len(missing))
    absent = Counter(track for track, _ in missing)
    tracks = tuple(_strand(name, held, told, absent[name]) for name, held in by_track.items() if held or absent[name])
    days = tuple(
        Dated(days, _reports(held), _summed(held, told, sum(_days(when, years) == days for _, when in missing)))
        for days, held in sorted(by_day.items(), key=lambda each: _turn(each[0]))
    )
    dimensions = {name: _ordered(name, whole.parts.get(name, {})) for name in told}
    return Attended(whole, tracks, days, dimensions, _several(conference.reports))


def attendance(reports: Iterable[Report]) -> Attendance:
    """Return what the sessions' attendance adds up to; nothing is hidden."""
    held = [_held(each) for each in reports]
    return _summed(held, dict.fromkeys(name for each in held for name in each.parts), 0)


def participants(report: Report) -> int | None:
    """Return how many took part in a session: the total it gives, else all genders together if it tells each."""
    return _whole(report.attendance or (), "")


# One session


@dataclass(frozen=True, slots=True)
class _Held:
    """One session's attendance; `parts` make up its `whole` in each dimension that it tells of.

    In the dimensions that it is `counting` it counts every category that it names.
    """

    report: Report
    whole: int | None
    about: frozenset[tuple[str, str]]
    parts: Mapping[str, Mapping[str, int]]
    counting: frozenset[str]
    banded: bool
    torn: bool


def _held(report: Report) -> _Held:
    counts = report.attendance or ()
    whole = _whole(counts, "")
    given = figures(counts, "")
    told = {MODE: {mode: number for mode in MODES if (number := _whole(counts, mode)) is not None}}
    for dimension, numbers in given.items():
        if dimension not in ("", WHOLE):
            told[dimension] = {name: number for name, number in numbers.items() if number is not None}
    told = {dimension: numbers for dimension, numbers in told.items() if numbers}
    fits = {name: each for name, each in told.items() if whole is not None and sum(each.values()) <= whole}
    parts = {name: {**each, REST: (whole or 0) - sum(each.values())} for name, each in fits.items()}
    counting = frozenset(
        name
        for name, each in fits.items()
        if None not in given.get(name, {}).values()
        and (len(each.keys() - {*UNTOLD}) > 1 or sum(each.values()) == whole)
    )
    banded = whole is None and any(count.band for count in counts)
    torn = whole is not None and len(fits) < len(told)
    return _Held(report, whole, _estimated(counts), parts, counting, banded, torn)


def _whole(counts: Sequence[Count], mode: str) -> int | None:
    given = figures(counts, mode)
    if WHOLE in given:
        return given[WHOLE].get(WHOLE)
    numbers = given.get("gender", {}).values()
    known = [number for number in numbers if number is not None]
    return sum(known) if known and len(known) == len(numbers) else None


def _estimated(counts: Sequence[Count]) -> frozenset[tuple[str, str]]:
    """Return which sums a session's estimates go into, as (dimension, category); the rest follows from the total."""
    found: set[tuple[str, str]] = set()
    totals = any(count.category == WHOLE for count in counts)
    for count in (each for each in counts if each.method == "estimated"):
        if count.category == WHOLE or not totals:
            found |= {(WHOLE, WHOLE), (MODE, count.mode)}
        if count.category != WHOLE:
            found.add((count.dimension, count.category))
    rests = {(dimension, REST) for dimension in {count.dimension for count in counts} | {MODE}}
    return frozenset(found | rests if found else found)


# Many sessions


def _summed(held: Sequence[_Held], dimensions: Iterable[str], missing: int) -> Attendance:
    counted = [each for each in held if each.whole is not None]
    return Attendance(
        sessions=len(held) + missing,
        received=len(held),
        reported=len(counted),
        banded=sum(each.banded for each in held),
        torn=sum(each.torn for each in held),
        whole=Figure(sum(each.whole or 0 for each in counted), _about(counted, WHOLE, WHOLE)) if counted else Figure(),
        parts={name: _parts(counted, name) for name in dimensions} if counted else {},
        counted={name: _counted(counted, name) for name in dimensions},
    )


def _counted(held: Iterable[_Held], dimension: str) -> dict[str, int]:
    """Return the sums of a breakdown over the sessions that count every category; of nobody who is not told apart."""
    found: Counter[str] = Counter()
    for each in held:
        if dimension in each.counting:
            found.update({name: number for name, number in each.parts[dimension].items() if name not in UNTOLD})
    return dict(found)


def _parts(counted: Sequence[_Held], dimension: str) -> dict[str, Figure]:
    """Return the sums of a breakdown; everybody of a session that does not tell of it is in the rest."""
    sums: dict[str, int] = {}
    for each in counted:
        for name, number in each.parts.get(dimension, {REST: each.whole or 0}).items():
            sums[name] = sums.get(name, 0) + number
    return {name: Figure(number, _about(counted, dimension, name)) for name, number in sums.items()}


def _about(counted: Iterable[_Held], dimension: str, category: str) -> bool:
    wanted = (WHOLE, WHOLE) if category == REST else (dimension, category)
    return any(wanted in each.about or (dimension, category) in each.about for each in counted)


def _several(reports: Iterable[Report]) -> dict[str, Figure]:
    """Return the sums of categories of no dimension, over the sessions that tell them."""
    found: dict[str, Figure] = {}
    for report in reports:
        for name, number in figures(report.attendance or (), "").get("", {}).items():
            if number is not None:
                before = found.get(name, Figure(0))
                about = ("", name) in _estimated(report.attendance or ())
                found[name] = Figure((before.number or 0) + number, before.about or about)
    return found


def _strand(track: str, held: Sequence[_Held], dimensions: Iterable[str], missing: int) -> Strand:
    reports = _reports(held)
    asked = sum(len(each.recommendations) for each in reports)
    return Strand(track, reports, asked, _summed(held, dimensions, missing))


def _reports(held: Iterable[_Held]) -> tuple[Report, ...]:
    return tuple(each.report for each in held)


def _ordered(dimension: str, parts: Mapping[str, object]) -> tuple[str, ...]:
    usual = MODES if dimension == MODE else _USUAL.get(dimension, ())
    return tuple(dict.fromkeys((*(each for each in usual if each in parts), *(each for each in parts if each), REST)))


def _days(when: When, years: Mapping[tuple[int, int], int]) -> tuple[Day, ...]:
    """Return the days of a session without their weekdays; a year that is not stated is the only one known."""
    days = (part.day for part in when.parts if part.day)
    found = (Day(day.month, day.day, day.year or years.get((day.month, day.day))) for day in days)
    return tuple(dict.fromkeys(found))


def _years(among: Iterable[When]) -> dict[tuple[int, int], int]:
    """Return the year of each day of which one year is known."""
    found: dict[tuple[int, int], set[int]] = {}
    for day in (part.day for when in among for part in when.parts if part.day and part.day.year):
        found.setdefault((day.month, day.day), set()).add(day.year or 0)
    return {day: years.pop() for day, years in found.items() if len(years) == 1}


def _turn(days: Sequence[Day]) -> tuple[bool, list[tuple[int, int, int]]]:
    return not days, [(day.year or 0, day.month, day.day) for day in days]
