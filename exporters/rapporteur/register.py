"""The register of recommendations: a row for each, with what the report says and what has become of it since.

Pure rows of values by the name of their column; which columns are shown, how wide and in which order, is the layout's.

==================  ==================================================================================
who fills it in     columns
==================  ==================================================================================
the report          full_text number_printed session track section group date language conference
                    report_state consensus addressee deadline_written (and theme, until a follow-up says another)
the secretariat     `report.FOLLOW_UP`
worked out          id parent_id hints key
any other name      the report's answer to the form's field, or the people of the role, of that name
==================  ==================================================================================

What is not known is "", never 0. The key of a row is ``report/recommendation/fingerprint of its words``: with the id
and the words it is one of three witnesses by which a returned register is matched.
"""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from . import files
from .labels import Labels
from .lines import lines, notes
from .problems import Place
from .prose import Block, Inlines, List, Paragraph
from .report import FOLLOW_UP, STATES, Conference, Recommendation, Recommendations, Report, Section, When

Value = str | datetime.date
SCHEMA = "1"
"""The version of what a returned register is read by: key, columns, lists."""
LISTS: Mapping[str, tuple[str, ...]] = {
    "status": ("not_started", "in_progress", "done", "changed", "dropped"),
    "response": ("accepted", "partially", "noted", "rejected"),
    "priority": ("high", "medium", "low"),
    "addressee_type": (
        "government", "city", "un", "cso", "donor", "business", "academia", "media", "conference_organisers",
        "everyone",
    ),
    "consensus": ("agreed", "majority", "rough", "none", "not_stated"),
    "report_state": STATES,
}  # fmt: skip
"""What the lists offer, as keys of the catalogue, unless layout.toml says otherwise under ``[register.lists]``."""
STRICT = ("status", "response", "priority")
"""Other values than these lists offer are refused; in other lists people are asked whether they mean it."""
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "full_text": ("recommendation", "full_text"),
    **{
        name: (name,)
        for name in (
            *FOLLOW_UP, "id", "parent_id", "number_printed", "session", "track", "section", "group", "date", "language",
            "conference", "report_state", "consensus", "addressee", "deadline_written", "hints", "key",
        )
    },
}  # fmt: skip
"""Every column that a register may have, and the words of the catalogue that may stand above it."""
CLOSED = ("done", "dropped")
"""A recommendation of this status is not overdue (``[register] closed``)."""
DATES = ("date", "deadline", "last_update")
"""These columns hold days; one that is no ISO date stays the text that it is."""
LONG = 60
"""A recommendation of more words than this is hinted at."""
FIRST_DAY = datetime.date(1900, 3, 1)
"""Spreadsheets agree on the calendar from this day on (ISO/IEC 29500-1, 18.17.4.1)."""
UNKNOWN: Mapping[str, Value] = dict.fromkeys(FOLLOW_UP, "")


@dataclass(frozen=True, slots=True)
class Entry:
    """One value that a list offers: its key and the word that stands in the cell."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Tally:
    """How many recommendations hold a value in some column; the value "" is counted on its own."""

    value: str
    number: int


@dataclass(frozen=True, slots=True)
class Row:
    """One recommendation (`level` 0) or one of its nested points (1, 2 …).

    `sentence` is the whole sentence, `stem` and `own` are its parts, `more` the lines below it: nested points that have
    no row of their own, further paragraphs, notes.
    """

    report: Report
    level: int
    where: Place
    sentence: str
    values: Mapping[str, Value]
    stem: Inlines = ()
    own: Inlines = ()
    more: tuple[str, ...] = ()

    def value(self, column: str) -> Value:
        """Return what stands in `column`; for a column of no known name what the report answers to that field."""
        found = self.values.get(column)
        if found is not None:
            return found
        people = [each.printed or each.name for each in self.report.people(column)]
        return "; ".join((*self.report.answer(column), *people))


@dataclass(frozen=True)
class Register:
    """Every recommendation of a conference, the lists to choose from, and what can be counted."""

    conference: Conference
    rows: tuple[Row, ...]
    lists: Mapping[str, tuple[Entry, ...]]
    closed: tuple[str, ...] = ()
    tracks: tuple[str, ...] = field(default=(), repr=False)

    @cached_property
    def recommendations(self) -> tuple[Row, ...]:
        """The rows that are recommendations, without nested points."""
        return tuple(row for row in self.rows if row.level == 0)

    @cached_property
    def silent(self) -> tuple[Report, ...]:
        """The reports that hold no recommendation: none was recorded, which is not to say that none was made."""
        return tuple(report for report in self.conference.reports if not report.recommendations)

    @cached_property
    def states(self) -> tuple[Tally, ...]:
        """How many reports are in each state, from the least finished; states that no report is in are left out."""
        found = Counter(report.state for report in self.conference.reports)
        return tuple(Tally(state, found[state]) for state in STATES if found[state])

    @property
    def final(self) -> bool:
        """Whether every report is final."""
        return all(report.state == "final" for report in self.conference.reports)

    def count(self, column: str, value: str) -> int:
        """Return how many recommendations hold `value` in `column`; capitals do not matter, as in a workbook."""
        return self._counted(column)[value.casefold()]

    def tally(self, column: str) -> tuple[Tally, ...]:
        """Return the values of `column` with their counts: those of its list, others that occur, then the empty one."""
        known = self.tracks if column == "track" else tuple(entry.label for entry in self.lists.get(column, ()))
        each = {value.casefold(): value for value in known}
        for row in self.recommendations:
            text = str(row.value(column))
            each.setdefault(text.casefold(), text)
        each.pop("", None)
        return tuple(Tally(value, self.count(column, value)) for value in (*each.values(), ""))

    def _counted(self, column: str) -> Counter[str]:
        if column not in self._counters:
            self._counters[column] = Counter(str(row.value(column)).casefold() for row in self.recommendations)
        return self._counters[column]

    @cached_property
    def _counters(self) -> dict[str, Counter[str]]:
        return {}


def register(
    conference: Conference, labels: Labels, settings: Mapping[str, object], points_as_rows: bool = False
) -> Register:
    """Return the register of `conference` in the language of `labels`; `settings` are layout.toml's ``[register]``."""
    lists = {name: tuple(_entry(key, labels) for key in keys) for name, keys in offered(settings).items()}
    closed = {str(key) for key in _sequence(settings.get("closed"), CLOSED)}
    maker = _Maker(conference, labels, lists, points_as_rows)
    rows = tuple(maker.rows())
    return Register(
        conference,
        rows,
        lists,
        tuple(entry.label for entry in lists.get("status", ()) if entry.key in closed),
        tuple(dict.fromkeys(maker.track(track.id) for track in conference.tracks)),
    )


def offered(settings: Mapping[str, object]) -> dict[str, tuple[str, ...]]:
    """Return the keys that each list offers, with what layout.toml says of them under ``[register]``."""
    own = settings.get("lists")
    given = own if isinstance(own, Mapping) else {}
    return {**LISTS, **{str(name): _sequence(keys, ()) for name, keys in given.items()}}


def _sequence(value: object, otherwise: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(str(each) for each in value) if isinstance(value, list | tuple) else otherwise


def _entry(key: str, labels: Labels) -> Entry:
    return Entry(key, labels.word(key) if key in labels.catalogue.words else key)


class _Maker:
    """Makes the rows of a conference; knows its lists, tracks and what has become of each recommendation."""

    def __init__(
        self, conference: Conference, labels: Labels, lists: Mapping[str, tuple[Entry, ...]], points_as_rows: bool
    ) -> None:
        self._conference, self._labels, self._deep = conference, labels, points_as_rows
        self._follow_up = dict(conference.follow_up)
        self._said: dict[str, str] = {}
        self._words = {
            name: {said.casefold(): entry.label for entry in reversed(entries) for said in (entry.label, entry.key)}
            for name, entries in lists.items()
        }

    def rows(self) -> Iterator[Row]:
        for report in self._conference.reports:
            shared = self._of_report(report)
            for section, recommendation in _in_sections(report):
                about: dict[str, Value] = {**shared, "section": section.title}
                yield from self._of(recommendation, report, about, "", 0)

    def track(self, name: str) -> str:
        found = self._conference.track(name)
        if not name or not found:
            return name
        if not found.name:
            return f"{self._labels.word('track')} {name}"
        return self._labels.word("track_n", number=name, name=found.name)

    def _of_report(self, report: Report) -> dict[str, Value]:
        return {
            "session": report.title,
            "track": self.track(report.track),
            "date": _day(report.when, self._labels),
            "language": report.language,
            "conference": self._conference.name,
            "report_state": self._labels.word(report.state),
        }

    def _of(
        self, recommendation: Recommendation, report: Report, about: Mapping[str, Value], parent: str, level: int
    ) -> Iterator[Row]:
        points = recommendation.points if self._deep else ()
        blocks = tuple(block for block in recommendation.blocks if not (points and isinstance(block, List)))
        more = tuple(_below(recommendation, blocks, self._labels))
        sentence = recommendation.sentence
        values = {**about, "parent_id": parent, **self._of_one(recommendation)}
        values["full_text"] = "\n".join((sentence, *more))
        values["key"] = f"{report.id}/{recommendation.id}/{files.digest(sentence.encode())[:12]}"
        values["hints"] = "; ".join(self._hints(sentence, values, report, level))
        where = Place(report.origin.file, recommendation.line)
        yield Row(report, level, where, sentence, values, recommendation.stem, recommendation.inlines, more)
        for point in points:
            yield from self._of(point, report, about, recommendation.id, level + 1)

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
