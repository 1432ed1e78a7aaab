"""Sets the parts of one pack: what names no page first, then what names pages of sessions, then what names all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path

from .. import format as seam
from ..matter import Essay
from ..naming import pictures_of
from ..pack import Leaf, Placed, place
from ..pack.shown import Shown, Strand
from ..report import Origin, Report
from . import chunks
from .kept import Piece
from .means import Means
from .parts import Part, Setter
from .sessions import words

TEMPLATE, STYLE = "pack.html.jinja", "pack.css"
SESSION = "session-"
"""How the names of leaves begin that are sessions."""
TRIES = 4
"""A part whose own length moves the pages it names is set so often at most."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a part that is no session says: what its template is told, its pictures, and whose text it is.

    A long part is told whole, here; it is set in chunks.
    """

    context: Mapping[str, object]
    pictures: Mapping[str, Path]
    origin: Origin


@dataclass(frozen=True, slots=True)
class Maker:
    """Sets the parts of one pack, and holds what those that are no session say, by their names.

    What is no session is set on the `executor`, or without one in this process.
    """

    means: Means
    shown: Shown
    absent: frozenset[str]
    without: frozenset[str] = frozenset()
    executor: Executor | None = None
    said: dict[str, Said] = field(default_factory=dict)

    # What is no session

    def leaves(self, parts: Sequence[Part]) -> list[Leaf]:
        """Return parts as leaves of the pack, of a long one each chunk; what was not kept is set, side by side."""
        for each in parts:
            origin = each.essay.origin if each.essay else Origin()
            self.said[each.name] = Said(each.context, self._pictures(each.essay), origin)
        cut = [(each, at, context) for each in parts for at, context in enumerate(chunks.chunks(each.context), 1)]
        pieces = self._set([self._page(context, each.essay) for each, _, context in cut])
        return [
            Leaf(f"{each.name}+{at}", "", piece.name, piece.pages, each.depth, recto=False, after=each.name)
            if at > 1
            else Leaf(each.name, each.title, piece.name, piece.pages, each.depth)
            for (each, at, _), piece in zip(cut, pieces, strict=True)
        ]

    def folios(self, front: Sequence[Placed], body: Sequence[Placed]) -> list[Piece]:
        """Return a page of folios for each page of the pack, in files of some pages each."""
        return self._set([self._page(each) for each in chunks.chunks(self.shown.folios(front, body))])

    def _page(self, context: Mapping[str, object], essay: Essay | None = None) -> seam.Page:
        printer, layout = self.means.printer, self.means.read.layout
        file = essay.origin.file if essay else f"layout {layout.name}"
        bleed = printer.bleed if printer else 0.0
        html, pictures = layout.render(TEMPLATE, context), self._pictures(essay)
        return seam.Page(html, STYLE, self.means.paper, self.shown.labels.language, pictures, file, bleed)

    def _pictures(self, essay: Essay | None) -> Mapping[str, Path]:
        return pictures_of([essay.blocks], self.means.read.workspace) if essay else {}

    def _set(self, pages: Sequence[seam.Page]) -> list[Piece]:
        return Setter(self.means, self.executor).set(pages)

    def settled(self, make: Callable[[int], Part]) -> list[Leaf]:
        """Return a part that is made for a number of pages of its own, when it has as many."""
        pages = chunks.pages(make(1).context)
        for _ in range(TRIES):
            leaves = self.leaves([make(pages)])
            found = sum(each.pages for each in leaves)
            if found == pages:
                break
            pages = found
        return leaves

    # The body

    def body(self, sessions: Mapping[str, Piece]) -> tuple[Placed, ...]:
        """Return figures, programme, tracks with their sessions, and lists, each on its pages."""
        shown = self.shown
        numbers = [] if "numbers" in self.without else [Part("numbers", shown.numbers())]
        strands = [each for strand in shown.strands for each in self._strand(strand)]
        found = self._mixed([*numbers, *strands, *self._essays(shown.matter.back, "back")], sessions)
        figures, middle = found[: len(numbers)], found[len(numbers) :]

        def programme(pages: int) -> Part:
            blank = Leaf("programme", "", "", pages)
            return Part("programme", shown.programme(_firsts([*figures, blank, *middle])))

        announced = shown.conference.programme and "programme" not in self.without
        first = [*figures, *(self.settled(programme) if announced else [])]
        return place([*first, *middle, *self.leaves([*self._lists([*first, *middle], sessions)])])

    def _strand(self, strand: Strand) -> Iterator[Part | Report]:
        yield Part(f"track-{strand.track}", self.shown.divider(strand))
        for report in strand.reports:
            if report.id in self.absent:
                yield Part(f"{SESSION}{report.id}", self.shown.missing(report, strand), 1)
            else:
                yield report

    def _mixed(self, order: Sequence[Part | Report], sessions: Mapping[str, Piece]) -> list[Leaf]:
        """Return parts and sessions in their order as leaves."""
        parts = iter(self.leaves([each for each in order if isinstance(each, Part)]))
        return [next(parts) if isinstance(each, Part) else _session(each, sessions[each.id]) for each in order]

    def _essays(self, essays: Iterable[Essay], place: str) -> Iterator[Part]:
        for at, essay in enumerate(essays if place not in self.without else ()):
            yield Part(f"{place}-{at}", self.shown.essay(essay), essay=essay)

    def _lists(self, before: Sequence[Leaf], sessions: Mapping[str, Piece]) -> Iterator[Part]:
        shown, pages = self.shown, _firsts(before)
        places = pages | _places(before)
        lists = (
            ("by_track", shown.recommendations(places)),
            ("by_addressee", shown.addressees(places)),
            ("people", shown.listed("people", pages)),
            ("organisations", shown.listed("organisations", pages)),
            ("acronyms", shown.listed_acronyms()),
            ("terms", shown.index(self._words(before, sessions))),
        )
        for holds, context in lists:
            name = str(context["part"])
            if context[holds] and name not in self.without:
                yield Part(name, context)
        colophon = shown.matter.colophon
        if colophon and "colophon" not in self.without:
            yield Part("colophon", shown.essay(colophon), essay=colophon)

    def _words(self, before: Sequence[Leaf], sessions: Mapping[str, Piece]) -> dict[int, str]:
        """Return the words of the pages of sessions, by their numbers."""
        found: dict[int, str] = {}
        reports = {f"{SESSION}{each.id}": each for each in self.shown.conference.reports}
        for each in place(before):
            if report := reports.get(each.leaf.name):
                found.update(enumerate(words(self.means, report, each.leaf.part), each.first))
        return found

    # The front

    def front(self, body: Sequence[Placed]) -> tuple[Placed, ...]:
        """Return the cover, the contents and the texts before the sessions."""
        imprint = Part("cover", self.shown.cover(), essay=self.shown.matter.imprint)
        cover, *essays = self.leaves([imprint, *self._essays(self.shown.matter.front, "front")])

        def contents(pages: int) -> Part:
            before = place([cover, Leaf("contents", "", "", pages), *essays], front=True)
            return Part("contents", self.shown.contents(before, body))

        return place([cover, *self.settled(contents), *essays], front=True)


def _session(report: Report, piece: Piece) -> Leaf:
    title = " ".join(report.title.split())
    return Leaf(f"{SESSION}{report.id}", title, piece.name, piece.pages, 1, "Art", places=piece.places)


def _firsts(leaves: Sequence[Leaf]) -> dict[str, int]:
    """Return on which page each session begins, by its id."""
    sessions = [each for each in place(leaves) if each.leaf.name.startswith(SESSION)]
    return {each.leaf.name.removeprefix(SESSION): each.first for each in sessions}


def _places(leaves: Sequence[Leaf]) -> dict[str, int]:
    """Return on which page each place within sessions is that lists name, by “id/anchor”."""
    return {
        f"{each.leaf.name.removeprefix(SESSION)}/{name}": each.first + page
        for each in place(leaves)
        for name, page in each.leaf.places.items()
    }
