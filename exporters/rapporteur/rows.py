"""The rows of the register of recommendations: what reports say, what has become of it, and which of them are one."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from . import files
from .conference.clusters import Numbered, Proposal, Raised
from .labels import Labels
from .lines import lines, notes
from .problems import Place
from .prose import Block, Inlines, List, Paragraph
from .report import FOLLOW_UP, Conference, Recommendation, Recommendations, Report, Section, When

Value = str | int | datetime.date
DATES = ("date", "deadline", "last_update")
"""These columns hold days; one that is no ISO date stays the text that it is."""
LONG = 60
"""A recommendation of more words than this is hinted at."""
FIRST_DAY = datetime.date(1900, 3, 1)
"""Spreadsheets agree on the calendar from this day on (ISO/IEC 29500-1, 18.17.4.1)."""
UNKNOWN: Mapping[str, Value] = dict.fromkeys(FOLLOW_UP, "")
TOGETHER: Mapping[str, Value] = dict.fromkeys(("consolidated", "also_raised", "agreed_wording", "proposed"), "")


@dataclass(frozen=True, slots=True)
class Entry:
    """One value that a list offers: its key and the word that stands in the cell."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Row:
    """One recommendation (`level` 0) or one of its nested points (1, 2 …).

    `sentence` is the whole sentence, `stem` and `own` are its parts, `more` the lines below it: nested points that have
    no row of their own, further paragraphs, notes. `number` counts through the conference, 0 for a point; `also` are
    the recommendations of other sessions that a person said are the same, and `wording` what was agreed for all.
    `anchor` is what links call its place in its report, "" for a point.
    """

    report: Report
    level: int
    where: Place
    sentence: str
    values: Mapping[str, Value]
    stem: Inlines = ()
    own: Inlines = ()
    more: tuple[str, ...] = ()
    number: int = 0
    also: tuple[Raised, ...] = ()
    wording: str = ""
    anchor: str = ""

    def value(self, column: str) -> Value:
        """Return what stands in `column`; for a column of no known name what the report answers to that field."""
        found = self.values.get(column)
        if found is not None:
            return found
        people = [each.printed or each.name for each in self.report.people(column)]
        return "; ".join((*self.report.answer(column), *people))


def titled(track: str, conference: Conference, labels: Labels) -> str:
    """Return a track's number and name, as far as they are known."""
    found = conference.track(track)
    if not track or not found:
        return track
    return labels.word("track_n", number=track, name=found.name) if found.name else f"{labels.word('track')} {track}"


class Maker:
    """Makes the rows of a conference; knows its lists, tracks and what has become of each recommendation."""

    def __init__(
        self,
        conference: Conference,
        labels: Labels,
        lists: Mapping[str, tuple[Entry, ...]],
        numbers: Mapping[tuple[str, int], Numbered],
        proposed: Iterable[Proposal] = (),
    ) -> None:
        self._conference, self._labels, self._numbers = conference, labels, numbers
        self._follow_up = dict(conference.follow_up)
        self._said: dict[str, str] = {}
        self._words = {
            name: {said.casefold(): entry.label for entry in reversed(entries) for said in (entry.label, entry.key)}
            for name, entries in lists.items()
        }
        self._proposed: dict[int, list[Raised]] = {}
        for each in proposed:
            for one in each.members:
                others = (other for other in each.members if other is not one)
                self._proposed.setdefault(id(one.recommendation), []).extend(others)

    def rows(self, points_as_rows: bool) -> Iterator[Row]:
        """Yield the rows in the order of the conference."""
        for report in self._conference.reports:
            shared = self._of_report(report)
            for at, (section, recommendation) in enumerate(_in_sections(report)):
                about: dict[str, Value] = {**shared, "section": section.title}
                first, *points = self._of(recommendation, report, about, "", 0, points_as_rows)
                yield self._together(first, self._numbers[report.id, at], recommendation)
                yield from points

    def _together(self, row: Row, found: Numbered, recommendation: Recommendation) -> Row:
        """Return a row with its number through the conference, and with those that are one with it or may be."""
        proposed = self._proposed.get(id(recommendation), ())
        own: dict[str, Value] = {
            "consolidated": found.number,
            "also_raised": _named(found.also),
            "agreed_wording": found.wording,
            "proposed": _named(proposed),
        }
        row = replace(row, anchor=row.report.anchor(recommendation), values={**row.values, **own})
        return replace(row, number=found.number, also=found.also, wording=found.wording)

    def _of_report(self, report: Report) -> dict[str, Value]:
        return {
            "session": report.title,
            "track": titled(report.track, self._conference, self._labels),
            "date": _day(report.when, self._labels),
            "language": report.language,
            "conference": self._conference.name,
            "report_state": self._labels.word(report.state),
        }

    def _of(
        self,
        recommendation: Recommendation,
        report: Report,
        about: Mapping[str, Value],
        parent: str,
        level: int,
        deep: bool,
    ) -> Iterator[Row]:
        points = recommendation.points if deep else ()
        blocks = tuple(block for block in recommendation.blocks if not (points and isinstance(block, List)))
        more = tuple(_below(recommendation, blocks, self._labels))
        sentence = recommendation.sentence
        values = {**about, **TOGETHER, "parent_id": parent, **self._of_one(recommendation)}
        values["full_text"] = "\n".join((sentence, *more))
        values["key"] = f"{report.id}/{recommendation.id}/{files.digest(sentence.encode())[:12]}"
        values["hints"] = "; ".join(self._hints(sentence, values, report, level))
        where = Place(report.origin.file, recommendation.line)
        yield Row(report, level, where, sentence, values, recommendation.stem, recommendation.inlines, more)
        for point in points:
            yield from self._of(point, report, about, recommendation.id, level + 1, deep)

    def _hints(self, sentence: str, values: Mapping[str, Value], report: Report, level: int) -> Iterator[str]:
        """Yield what makes a recommendation hard to follow up: unsaid actor or time, length, words said twice."""
        if level == 0 and not any(values[name] for name in ("addressee", "addressee_type", "responsible")):
            yield self._labels.word("flag_no_actor")
        if level == 0 and not any(values[name] for name in ("deadline", "deadline_written")):
            yield self._labels.word("flag_no_time")
        if len(sentence.split()) > LONG:
            yield self._labels.word("flag_long", number=LONG)
        name = str(values["id"]) or report.id
        before = self._said.setdefault(sentence.casefold(), name)
        if before != name:
            yield self._labels.word("flag_twice", id=before)

    def _of_one(self, recommendation: Recommendation) -> dict[str, Value]:
        follow_up = self._follow_up.get(recommendation.id) if recommendation.id else None
        values: dict[str, Value] = {
            **UNKNOWN,
            "id": recommendation.id,
            "number_printed": recommendation.number,
            "group": recommendation.group,
            "addressee": recommendation.addressee,
            "theme": self._typed("theme", recommendation.theme),
            "consensus": self._typed("consensus", recommendation.consensus),
            "deadline_written": recommendation.deadline,
        }
        for column, text in follow_up.values if follow_up else ():
            values[column] = self._typed(column, text) or values.get(column, "")
        return values

    def _typed(self, column: str, text: str) -> Value:
        if column in DATES:
            return as_date(text) or text
        return self._words.get(column, {}).get(text.casefold(), text)


def _named(among: Iterable[Raised]) -> str:
    return "; ".join(dict.fromkeys(each.name for each in among))


def _in_sections(report: Report) -> Iterator[tuple[Section, Recommendation]]:
    for section in report.sections:
        for block in section.blocks:
            if isinstance(block, Recommendations):
                yield from ((section, each) for each in block.items)


def as_date(text: str) -> datetime.date | None:
    """Return the day that `text` names in ISO 8601 (``2018-09-05``), None for anything else a workbook cannot hold."""
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII):
        return None
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError:
        return None
    return day if day >= FIRST_DAY else None


def _day(when: When, labels: Labels) -> Value:
    """Return the session's day as a date if there is one day and its year is known, else the days in words."""
    days = list(dict.fromkeys(part.day for part in when.parts if part.day))
    if len(days) == 1 and days[0].date and days[0].date >= FIRST_DAY:
        return days[0].date
    return "; ".join(labels.date(each.day, each.month, each.year, each.weekday) for each in days)


def _below(recommendation: Recommendation, blocks: tuple[Block, ...], labels: Labels) -> Iterator[str]:
    """Yield the lines that stand below the sentence in its cell: further blocks, then the notes."""
    yield from lines(blocks[1:] if recommendation.inlines else blocks)
    for at, note in enumerate(notes((Paragraph(recommendation.stem), *blocks)), 1):
        yield f"{labels.with_colon(labels.word('note_n', number=at))} {note}"
