"""Attendance of many sessions, against sums made by hand; and small figures that nobody can work out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import reports
from rapporteur import source
from rapporteur.conference import figures, small, suppression
from rapporteur.conference.figures import Attendance, Attended, Figure, Share, attendance, attended
from rapporteur.report import Conference, Count, Day, Part, Report, Track, When
from rapporteur.slot import Slot

FIRST, SECOND = (When((Part(Day(9, day, 2018)),)) for day in (5, 6))


def session(name: str, track: str = "1", when: When = FIRST, **counts: Any) -> Report:
    """Return a session; ``women=11`` of gender, ``total=20``, ``onsite=12`` of the total there, a text is a range."""

    def count(name: str, value: Any) -> Count:
        number, method = (value[0], "estimated") if isinstance(value, tuple) else (value, "")
        band = number if isinstance(number, str) else ""
        category, _, mode = name.rpartition("_") if name.endswith(("onsite", "online")) else (name, "", "")
        category = category or "total"
        dimension = {"total": "total", "speaks": ""}.get(category, "gender")
        return Count(category, None if band else number, dimension, mode, method, band)

    told = tuple(count(name, value) for name, value in counts.items())
    return Report(name, name, track, when=when, attendance=told or None)


REPORTS = (
    session("A", "1", FIRST, women=11, men=9, total=20, onsite=12, online=8),
    session("B", "1", SECOND, women=3, men=None, total=10, onsite=4),
    session("C", "2", FIRST, women=5, men=None, total=None),
    session("D", "2", FIRST),
    session("E", "2", SECOND, women_onsite=2, men_onsite=1, women_online=4, men_online=3),
    session("F", "2", SECOND, total=(40,)),
    session("G", "", When(()), total="20–50"),
    session("H", "1", FIRST, women=8, men=9, total=15, onsite=20),
    session("I", "1", SECOND, women=(6,), not_stated=2, total=9),
)
CONFERENCE = Conference(tracks=(Track("2", "Two"), Track("1", "One"), Track("3", "None")), reports=REPORTS)


def told(found: Attendance, dimension: str) -> dict[str, int | None]:
    return {name: each.number for name, each in found.parts[dimension].items()}


def test_the_sums_by_mode_and_gender_are_those_made_by_hand() -> None:
    found = attended(CONFERENCE)
    whole = found.whole
    assert (whole.sessions, whole.received, whole.reported, whole.banded, whole.torn) == (9, 9, 6, 1, 1)
    assert whole.whole == Figure(20 + 10 + 10 + 40 + 15 + 9, about=True)
    assert told(whole, "mode") == {"onsite": 12 + 4 + 3, "online": 8 + 7, "": 6 + 40 + 15 + 9}
    assert told(whole, "gender") == {"women": 11 + 3 + 6 + 6, "men": 9 + 4, "not_stated": 2, "": 7 + 40 + 15 + 1}
    assert whole.part("gender", "women").about
    assert not whole.part("gender", "men").about
    assert whole.coverage("gender") == pytest.approx(39 / 104)
    assert {each.category: each.number for each in whole.shares} == {"women": 11 + 6, "men": 9 + 4}
    assert whole.coverage("age") is None


def test_a_session_that_counts_women_alone_tells_no_share_of_them() -> None:
    reports = (session("A", women=61, men=57), session("B", women=16, men=None, total=34))
    found = attendance(reports)
    assert (found.part("gender", "women").number, found.gendered) == (77, 134)
    assert {each.category: each.number for each in found.shares} == {"women": 61, "men": 57}
    assert attendance((session("A", women=16, total=34), session("B", women=3, total=3))).shares == (
        Share("women", 3, 1.0),
    )
    for least, shares in ((0, 2), (5, 0)):  # shares of fewer people than the table has would tell more than it does
        assert len(small.shown(Conference(reports=reports, suppress=least)).whole.shares) == shares


def test_each_track_and_each_day_has_its_own_sums() -> None:
    found = attended(CONFERENCE)
    assert [(each.track, each.attendance.whole.number, each.attendance.reported) for each in found.tracks] == [
        ("2", 50, 2), ("1", 54, 4), ("", None, 0),
    ]  # fmt: skip
    assert found.tracks[2].attendance.whole == Figure()
    assert [(each.days, each.attendance.whole.number) for each in found.days] == [
        ((Day(9, 5, 2018),), 35), ((Day(9, 6, 2018),), 69), ((), None),
    ]  # fmt: skip
    assert told(found.tracks[0].attendance, "gender") == {"women": 6, "men": 4, "": 40}
    assert found.dimensions == {"mode": ("onsite", "online", ""), "gender": ("women", "men", "not_stated", "")}


def test_sessions_that_are_expected_and_not_reported_count_as_expected() -> None:
    programme = (*(Slot(each.id, each.title) for each in REPORTS), Slot("X", "X", "1", when=FIRST), Slot("Y", "Y", "2"))
    found = attended(Conference(reports=REPORTS, programme=programme))
    assert (found.whole.sessions, found.whole.received) == (11, 9)
    assert {each.track: each.attendance.sessions for each in found.tracks} == {"1": 5, "2": 5, "": 1}
    assert [each.attendance.sessions for each in found.days] == [5, 4, 2]


def test_a_day_without_its_year_is_the_one_of_that_date_and_several_days_are_a_line_of_their_own() -> None:
    yearless, both = When((Part(Day(9, 5, weekday=2)),)), When((*FIRST.parts, *SECOND.parts))
    reports = (session("A", total=1), session("B", "1", yearless, total=2), session("C", "1", both, total=4))
    found = attended(Conference(reports=reports)).days
    assert [(len(each.days), each.attendance.whole.number) for each in found] == [(1, 3), (2, 4)]


def test_categories_of_no_dimension_are_summed_on_their_own() -> None:
    reports = (session("A", total=5, speaks=3), session("B", total=2, speaks=(2,)), session("C", total=2, speaks=None))
    found = attended(Conference(reports=reports))
    assert found.several == {"speaks": Figure(5, about=True)}
    assert found.dimensions == {}


numbers = st.one_of(st.none(), st.integers(0, 30))


@st.composite
def conferences(draw: st.DrawFn) -> Conference:
    made = [
        session(
            str(at),
            draw(st.sampled_from(("1", "2", ""))),
            draw(st.sampled_from((FIRST, SECOND))),
            women=draw(numbers),
            men=draw(numbers),
            total=draw(numbers),
            onsite=draw(numbers),
        )
        for at in range(draw(st.integers(0, 8)))
    ]
    return Conference(reports=tuple(made), suppress=draw(st.integers(0, 8)))


@given(conferences())
def test_every_table_adds_up_both_ways(conference: Conference) -> None:
    found = attended(conference)
    for lines in (found.tracks, found.days):
        assert sum(each.attendance.participants for each in lines) == found.whole.participants
        for dimension, names in found.dimensions.items():
            for name in names:
                parts = [each.attendance.part(dimension, name).number or 0 for each in lines]
                assert sum(parts) == (found.whole.part(dimension, name).number or 0)
    for each in (found.whole, *(each.attendance for each in (*found.tracks, *found.days))):
        for dimension in each.parts:
            assert sum(part.number or 0 for part in each.parts[dimension].values()) == each.participants


# Small figures


def test_nothing_is_hidden_unless_the_conference_asks_for_it() -> None:
    assert small.shown(CONFERENCE) == attended(CONFERENCE)


def test_with_a_small_figure_the_next_smallest_of_its_line_and_of_its_column_go() -> None:
    reports = (
        session("A", "1", FIRST, women=3, men=17, another=8, total=28),
        session("B", "2", FIRST, women=20, men=30, another=9, total=59),
        session("C", "3", FIRST, women=40, men=50, another=7, total=97),
    )
    found = small.shown(Conference(reports=reports, suppress=5))
    names = ("women", "men", "another")
    shown = [[each.attendance.part("gender", name).number for name in names] for each in found.tracks]
    assert shown == [[None, 17, None], [None, 30, None], [40, 50, 7]]
    assert told(found.whole, "gender") == {"women": 63, "men": 97, "another": 24, "": 0}
    assert found.tracks[0].attendance.part("gender", "women").hidden
    assert found.tracks[0].attendance.shares == ()
    assert found.whole.coverage("gender") == 1


def _cells(found: Attended, plain: Attended, reports: Iterable[Report]) -> Iterator[tuple[dict[Any, int], int, bool]]:
    """Yield each cell as a sum over sessions, its true value, and whether it is shown."""
    every = {each.id for each in reports}
    pairs = [(every, found.whole, plain.whole)]
    pairs += [
        ({one.id for one in ours.reports}, ours.attendance, theirs.attendance)
        for ours, theirs in zip((*found.tracks, *found.days), (*plain.tracks, *plain.days), strict=True)
    ]
    for ids, ours, theirs in pairs:
        yield {(name, "total", "total"): 1 for name in ids}, theirs.participants, not ours.whole.hidden
        for dimension, names in found.dimensions.items():
            for name in names:
                cell = {(one, dimension, name): 1 for one in ids}
                yield cell, theirs.part(dimension, name).number or 0, not ours.part(dimension, name).hidden


def _spans(rows: list[dict[Any, int]], wanted: dict[Any, int]) -> bool:
    """Return whether a sum follows from others, by Gauss over the rational numbers."""
    pivots: list[tuple[Any, dict[Any, Fraction]]] = []

    def left(row: dict[Any, int]) -> dict[Any, Fraction]:
        rest = {key: Fraction(often) for key, often in row.items()}
        for key, pivot in pivots:
            if times := rest.get(key):
                for other, often in pivot.items():
                    rest[other] = rest.get(other, Fraction(0)) - times * often
        return {key: often for key, often in rest.items() if often}

    for row in rows:
        if rest := left(row):
            key = min(rest, key=repr)
            pivots.append((key, {other: often / rest[key] for other, often in rest.items()}))
    return not left(wanted)


@reports.tries(40)
@given(conferences())
def test_no_hidden_small_figure_follows_from_what_is_shown(conference: Conference) -> None:
    found, plain = small.shown(conference), attended(conference)
    cells = list(_cells(found, plain, conference.reports))
    known = [cell for cell, _, shown in cells if shown]
    for report in conference.reports:
        for dimension, names in found.dimensions.items():
            parts = {(report.id, dimension, name): 1 for name in names}
            known.append({**parts, (report.id, "total", "total"): -1})
    for cell, number, shown in cells:
        if conference.suppress > 1 and 0 < number < conference.suppress:
            assert not shown
            assert not _spans(known, cell)
        else:
            assert shown or conference.suppress > 1


def test_two_small_figures_of_a_line_are_not_shown_by_their_sum() -> None:
    reports = (
        session("A", "1", FIRST, women=1, men=1, another=30, total=32),
        session("B", "2", FIRST, women=20, men=30, another=40, total=90),
        session("C", "3", FIRST, women=40, men=50, another=60, total=150),
    )
    line = small.shown(Conference(reports=reports, suppress=5)).tracks[0].attendance
    assert [line.part("gender", name).hidden for name in ("women", "men", "another")] == [True, True, True]


def test_what_follows_from_halves_is_seen() -> None:
    cells = [("ab", {0: 1, 1: 1}), ("ac", {0: 1, 2: 1}), ("bc", {1: 1, 2: 1})]
    assert suppression.hidden(cells, [], [{0: 1}]) == {"bc"}
    assert suppression.hidden(cells, [], []) == frozenset()


def test_the_largest_conference_takes_a_moment() -> None:
    reports = [
        session(
            f"S{at}", str(at % 10), When((Part(Day(9, at % 5 + 1)),)), women=at % 7, men=at % 11, another=at % 3,
            total=at % 7 + at % 11 + at % 3 + 1, onsite=at % 5,
        )
        for at in range(400)
    ]  # fmt: skip
    found = small.shown(Conference(reports=tuple(reports), suppress=60))
    assert any(each.attendance.part("gender", "another").hidden for each in found.tracks)


@pytest.mark.parametrize(("said", "number", "wrong"), [("5", 5, 0), ("many", 0, 1), ("-1", 0, 1)])
def test_the_conference_says_what_is_small(tmp_path: Path, said: str, number: int, wrong: int) -> None:
    (tmp_path / "source").mkdir()
    (tmp_path / "source/conference.yaml").write_text(f"attendance: {{suppress: {said}}}\n", "utf-8")
    conference, problems = source.read_conference(tmp_path)
    assert (conference.suppress, len(problems)) == (number, wrong)
    assert figures.attendance(()).known is False
