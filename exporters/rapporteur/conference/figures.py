"""Figures of many sessions, with how many of the sessions they are known of: unknown is never counted as zero."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ..counts import figures
from ..report import Conference, Report

WHOLE = "total"
"""The category, and the dimension, of everybody who took part."""


@dataclass(frozen=True, slots=True)
class Share:
    """How many of one category are known, and the share of those whose category in this dimension is known."""

    category: str
    number: int
    share: float


@dataclass(frozen=True, slots=True)
class Attendance:
    """Participants of sessions: their sum, and in how many of the sessions it is known; shares by gender.

    `gendered` is of how many participants the gender is known, among those sessions that give their total.
    """

    sessions: int
    reported: int
    participants: int
    gendered: int
    shares: tuple[Share, ...] = ()

    @property
    def known(self) -> bool:
        """Whether any session says how many took part."""
        return self.reported > 0


@dataclass(frozen=True, slots=True)
class Strand:
    """The sessions of one track ("" for those of none), and what they add up to."""

    track: str
    reports: tuple[Report, ...]
    recommendations: int
    attendance: Attendance


def strands(conference: Conference) -> tuple[Strand, ...]:
    """Return the tracks that have reports, as the programme orders them, then other tracks, then sessions of none."""
    names = dict.fromkeys((*(each.id for each in conference.tracks), *(each.track for each in conference.reports)))
    names.pop("", None)
    found = (_strand(name, [each for each in conference.reports if each.track == name]) for name in (*names, ""))
    return tuple(each for each in found if each.reports)


def _strand(track: str, reports: Sequence[Report]) -> Strand:
    return Strand(track, tuple(reports), sum(len(each.recommendations) for each in reports), attendance(reports))


def attendance(reports: Iterable[Report]) -> Attendance:
    """Return what the sessions' attendance adds up to."""
    all_of = tuple(reports)
    counted = [(each, number) for each in all_of if (number := participants(each)) is not None]
    numbers: Counter[str] = Counter()
    for report, _ in counted:
        numbers.update({name: number for name, number in _genders(report).items() if number})
    whole = numbers.total()
    shares = tuple(Share(name, number, number / whole) for name, number in numbers.items())
    return Attendance(len(all_of), len(counted), sum(number for _, number in counted), whole, shares)


def participants(report: Report) -> int | None:
    """Return how many took part in a session: the total it gives, else all genders together if it tells each."""
    given = figures(report.attendance or (), "")
    if WHOLE in given:
        return given[WHOLE].get(WHOLE)
    numbers = _genders(report)
    known = [number for number in numbers.values() if number is not None]
    return sum(known) if known and len(known) == len(numbers) else None


def _genders(report: Report) -> Mapping[str, int | None]:
    return figures(report.attendance or (), "").get("gender", {})
