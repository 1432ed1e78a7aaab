"""What the pages of a pack that are no session say: strands, sums, lists with pages, contents, folios."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial

from markupsafe import Markup

from .. import outline
from ..conference import acronyms, directory, figures, small
from ..conference.clusters import Raised
from ..conference.programme import at_a_glance
from ..labels import Labels
from ..layout import Layout
from ..matter import Essay, Matter
from ..prose import Blocks
from ..register import Register, register
from ..report import STATES, Conference, Report
from ..rows import Row
from ..view import view
from . import announced, index, sums
from .pages import LINK, Leaf, Placed, length, merged, roman

MANY = 12
"""A line of the index that names more places than this helps nobody who looks for one."""


@dataclass(frozen=True, slots=True)
class Strand:
    """A track as the pack prints it; its place among them all, `at`, gives it its colour."""

    at: int
    track: str
    name: str
    title: str
    reports: tuple[Report, ...]
    recommendations: int
    attendance: figures.Attendance


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents: to which leaf it leads, its words, its page as it is called, and how it is set.

    `language` is that of a session's title.
    """

    name: str
    title: str
    page: str
    kind: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    """A line of the index: its words, the letter it stands under, and the runs of pages it is on."""

    words: str
    letter: str
    pages: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Shown:
    """A conference, ready to be shown around its sessions; numbers count through the `whole` of which it is a part."""

    conference: Conference
    layout: Layout
    labels: Labels
    whole: Conference | None = None

    @cached_property
    def strands(self) -> tuple[Strand, ...]:
        """The tracks that have reports, in their order."""
        known = [each.id for each in self.conference.tracks]
        return tuple(
            Strand(
                known.index(each.track) if each.track in known else len(known) + at,
                each.track,
                self._name(each.track),
                self.titled(each.track),
                each.reports,
                each.recommendations,
                each.attendance,
            )
            for at, each in enumerate(self.attended.tracks)
        )

    @cached_property
    def attended(self) -> figures.Attended:
        """How many took part, small figures hidden if the conference wants that."""
        return small.shown(self.conference)

    def _name(self, track: str) -> str:
        found = self.conference.track(track)
        return found.name if found else ""

    def titled(self, track: str) -> str:
        """Return a track's number and name."""
        if name := self._name(track):
            return self.labels.word("track_n", number=track, name=name)
        return f"{self.labels.word('track')} {track}" if track else self.labels.word("no_track")

    @cached_property
    def register(self) -> Register:
        """The recommendations."""
        settings = self.layout.settings.get("register", {})
        asked = settings if isinstance(settings, Mapping) else {}
        return register(self.conference, self.labels, asked, whole=self.whole)

    @property
    def matter(self) -> Matter:
        """The texts around the sessions."""
        return self.conference.matter or Matter()

    @cached_property
    def acronyms(self) -> dict[str, str]:
        """What acronyms stand for: those the conference names, and those its reports spell out."""
        return acronyms.spelled_out(self.conference.reports) | dict(self.matter.acronyms)

    def _filed(self, name: str) -> tuple[bool, tuple[str, str]]:
        """Return what a name is sorted by in a list: what begins with letters of the pack's own script comes first."""
        script = directory.script(name[:1])
        return script not in ("", directory.script(self.labels.word("index")[:1])), directory.sorting(name)

    def common(self, part: str, title: str = "", strand: Strand | None = None) -> dict[str, object]:
        """Return what every part is told; a long one is cut into chunks, of which the first `begins` it."""
        labels = self.labels
        return {
            "part": part, "title": " ".join(title.split()), "strand": strand, "conference": self.conference,
            "language": labels.language, "direction": labels.direction, "way": self.way, "word": labels.word,
            "colon": labels.with_colon, "numeral": labels.number, "link": LINK, "register": self.register,
            "markup": self._markup, "begins": True, "amid": False,
        }  # fmt: skip

    def _called(self, part: str, word: str, number: int | None = None) -> dict[str, object]:
        """Return what a part is told whose title is a word of the labels."""
        return self.common(part, self.labels.word(word, number))

    def _markup(self, blocks: Blocks, level: int) -> Markup:
        return Markup(outline.markup(blocks, self.labels.direction, level))  # noqa: S704

    def way(self, text: str, language: str = "") -> str:
        """Return the direction of a text, "" if it has none.

        It is that of all its letters; if they have several, that of its language, else of its first strong letter.
        """
        kinds = set(map(unicodedata.bidirectional, text))
        several = "L" in kinds and not kinds.isdisjoint(("R", "AL"))
        return (several and self._ways.get(language)) or outline.direction_of(text)

    @cached_property
    def _ways(self) -> dict[str, str]:
        """The directions of the languages of reports and programme."""
        reports, slots = self.conference.reports, self.conference.programme
        every = {each.language for each in reports} | {each.language for each in slots if each.language}
        return {each: Labels(self.layout.catalogue(each)).direction for each in every}

    def cover(self) -> dict[str, object]:
        """Return what stands on the cover, and behind it."""
        return self.common("cover") | {"imprint": self.matter.imprint, "reported": self._reported}

    @property
    def _reported(self) -> str:
        """How many reports are in each state, and how many of them are not there."""
        there = {each.id for each in (self.whole or self.conference).reports}
        found = Counter(each.state if each.id in there else "awaited" for each in self.conference.reports)
        word = self.labels.word
        told = [word(f"{each}_n", found[each]) for each in (*STATES, "awaited") if found[each]]
        return f"{self.labels.with_colon(word('pack_title'))} {self.labels.join(told)}" if told else ""

    def missing(self, report: Report, strand: Strand) -> dict[str, object]:
        """Return what stands in the place of a report that is not there, in its session's language."""
        held = view(report, self.conference, self.layout)
        return self.common("missing", report.title, strand) | {
            "report": report,
            "track": held.track.text if held.track else "",
            "facts": announced.facts(held),
            "people": announced.people(held),
        }

    def essay(self, essay: Essay) -> dict[str, object]:
        """Return a text of the conference's own."""
        return self.common("essay", essay.title) | {"essay": essay}

    def divider(self, strand: Strand) -> dict[str, object]:
        """Return what stands before a track."""
        return self.common("divider", strand.title, strand)

    # Parts that name no page

    def numbers(self) -> dict[str, object]:
        """Return the figures of the conference; what is known of some sessions only says of how many."""
        whole = self.attended.whole
        return self._called("numbers", "in_numbers") | {
            "sums": tuple(sums.sums(whole, self.conference, len(self.register.recommendations), self.labels)),
            "strands": self.strands,
            "attended": partial(sums.attended, labels=self.labels),
            "brackets": any(0 < each.attendance.reported < each.attendance.sessions for each in self.strands),
            "coverage": sums.coverage(whole, self.labels),
            "attendance": self.attended,
            "figure": partial(sums.figure, labels=self.labels),
        }

    # Parts that name pages of sessions, by their ids, and of recommendations, by “id/anchor”

    def recommendations(self, pages: Mapping[str, int]) -> dict[str, object]:
        """Return the recommendations by track."""
        rows: dict[str, list[Row]] = {}
        for row in self.register.recommendations:
            rows.setdefault(row.report.track, []).append(row)
        found = [(each.title, rows[each.track]) for each in self.strands if each.track in rows]
        return self._called("recommendations", "recommendation", 2) | {"by_track": found, **_listed(pages)}

    def addressees(self, pages: Mapping[str, int]) -> dict[str, object]:
        """Return the recommendations by who is asked; those that ask nobody by name come last."""
        nobody = self.labels.word("no_addressee")
        groups = sorted(self.register.groups("addressee"), key=lambda each: (not each.value, self._filed(each.value)))
        named = [(each.value or nobody, each.rows) for each in groups] if any(each.value for each in groups) else []
        return self._called("addressees", "recommendations_by_addressee") | {"by_addressee": named, **_listed(pages)}

    def listed(self, part: str, pages: Mapping[str, int]) -> dict[str, object]:
        """Return the ``people`` or the ``organisations``, with the pages of their sessions as runs."""
        found = directory.people(self.conference) if part == "people" else directory.organisations(self.conference)

        def spots(reports: Iterable[Report]) -> tuple[tuple[int, int], ...]:
            return merged(pages[each.id] for each in reports if each.id in pages)

        called = self._called(part, "people_index" if part == "people" else "organisation_index")
        return called | {part: sorted(found, key=lambda each: self._filed(each.name)), "spots": spots}

    def programme(self, pages: Mapping[str, int]) -> dict[str, object]:
        """Return the days of the programme, with the pages that its sessions are on."""
        days = at_a_glance(self.conference.programme)
        ids = {each.casefold(): each for each in pages}
        return self._called("programme", "programme") | {
            "days": days, "pages": pages, "ids": ids, "date": self.labels.date, "time": self.labels.time_range,
        }  # fmt: skip

    def listed_acronyms(self) -> dict[str, object]:
        """Return the acronyms and what they stand for, by their letters."""
        found = sorted(self.acronyms.items(), key=lambda each: self._filed(each[0]))
        return self._called("acronyms", "acronyms") | {"acronyms": found}

    @cached_property
    def _sought(self) -> tuple[str, ...]:
        """What a reader looks for by its name: people, organisations, and the terms that the conference asks for."""
        people, organisations = directory.people(self.conference), directory.organisations(self.conference)
        return _distinct((*(each.name for each in (*people, *organisations)), *self.matter.terms))

    @cached_property
    def terms(self) -> tuple[str, ...]:
        """What the index looks for, found or not: people, organisations, acronyms, themes and terms."""
        themes = (str(row.value("theme")) for row in self.register.recommendations)
        return _distinct((*self._sought, *self.acronyms, *themes))

    def index(self, words: Mapping[int, str]) -> dict[str, object]:
        """Return every person, organisation, acronym, theme and term, with the pages whose `words` hold it.

        An acronym or a theme that stands in more than `MANY` places is what the whole volume is about: it is left out,
        unless the conference asks for it as a term.
        """
        runs = {each: merged(spots) for each, spots in index.spots(self.terms, words).items() if spots}
        found = [(each, told) for each, told in runs.items() if len(told) <= MANY or each in self._sought]
        found.sort(key=lambda each: self._filed(each[0]))
        listed = [Term(each, directory.sorting(each)[0][:1].upper(), spots) for each, spots in found]
        listed.sort(key=lambda each: (self._filed(each.letter)[0], each.letter.lower()))
        return self._called("index", "index") | {"terms": listed}

    # Parts that name all pages

    def contents(self, front: Sequence[Placed], body: Sequence[Placed]) -> dict[str, object]:
        """Return a line for each part that has a title, but for the contents themselves."""
        number = self.labels.number
        spoken = {f"session-{each.id}": each.language for each in self.conference.reports}
        before = [Entry(each.leaf.name, each.leaf.title, roman(each.first), "part") for each in front]
        after = [
            Entry(each.leaf.name, each.leaf.title, number(each.first), _kind(each.leaf), spoken.get(each.leaf.name, ""))
            for each in body
        ]
        return self._called("contents", "contents") | {"entries": [each for each in (*before, *after) if each.title]}

    def folios(self, front: Sequence[Placed], body: Sequence[Placed]) -> dict[str, object]:
        """Return what stands at the foot of each page: its number, and of how many."""
        last = body[-1].last if body else 0
        small = [(roman(at) if at > 2 else "", "") for at in range(1, length(front) + 1)]
        large = [(self.labels.number(at), f" / {self.labels.number(last)}") for at in range(1, last + 1)]
        dividers = {each.first for each in body if _kind(each.leaf) == "track"}
        shown = [("", "") if at in dividers else each for at, each in enumerate(large, 1)]
        return self.common("folios") | {"folios": [*small, *shown]}


def _listed(pages: Mapping[str, int]) -> dict[str, object]:
    """Return what a list needs to lead to recommendations: `pages`, and what one `stands` at among them.

    That is its session if its layout names no place for it, and nothing ("") if it is not in this volume.
    """

    def stands(one: Row | Raised) -> str:
        places = (f"{one.report.id}/{one.anchor}", one.report.id)
        return next((each for each in places if each in pages), "")

    return {"pages": pages, "stands": stands}


def _distinct(terms: Iterable[str]) -> tuple[str, ...]:
    return tuple({" ".join(each.split()): None for each in terms if each.strip()})


def _kind(leaf: Leaf) -> str:
    name = leaf.name.partition("-")[0]
    return name if name in ("track", "session") else "part"
