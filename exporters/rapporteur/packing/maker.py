"""Sets the parts of one pack: what names no page first, then what names pages of sessions, then what names all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from .. import conformance, followup
from .. import format as seam
from ..edition import BLED, FRAGMENT, PLAIN, UA
from ..manifest import digests
from ..matter import Essay
from ..naming import options_for, pictures_of
from ..pack import Leaf, Placed, place
from ..pack.shown import Shown, Strand
from ..printer import Printer, names
from ..problems import Problem, Refused, errors
from ..render import Task, render
from ..report import Origin, Report
from ..source import CONFERENCE, Source
from ..xmp import About
from . import chunks
from .kept import FACE, OBJECTS, Kept, Piece
from .parts import Part, Setter, placed

TEMPLATE, STYLE = "pack.html.jinja", "pack.css"
TRIES = 4
"""A part whose own length moves the pages it names is set so often at most."""
Progress = Callable[[int, int, str], None]


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

    read: Source
    shown: Shown
    exporter: seam.Packing
    kept: Kept
    absent: frozenset[str]
    printer: Printer | None = None
    without: frozenset[str] = frozenset()
    executor: Executor | None = None
    said: dict[str, Said] = field(default_factory=dict)

    @property
    def paper(self) -> str:
        """On what paper the pack is set."""
        usual = self.read.conference.printing.paper
        return (self.printer.trim if self.printer else "") or usual

    def sessions(self, executor: Executor | None, progress: Progress) -> dict[str, Piece]:
        """Return the pages of each session by its id; those that were not kept are set, side by side."""
        found: dict[str, Piece] = {}
        tasks: list[tuple[Report, str, Task]] = []
        for report in self.shown.conference.reports:
            if report.id in self.absent:
                continue
            options = self._options(report)
            inputs = self._inputs(report, options)
            name = self.kept.name("session", self.printer, inputs, options.date, sorted(options.settings.items()))
            kept = self.kept.part(name)
            if kept is None:
                tasks.append((report, name, Task("pdf", report, self.read.layout, options)))
            else:
                found[report.id] = kept
        self._render(found, tasks, executor, progress)
        return found

    def _options(self, report: Report) -> seam.Options:
        edition = BLED if self.printer else FRAGMENT
        options = options_for(
            report, self.read.conference, self.read.workspace, False, edition.name, self.read.layout.audience
        )
        own = self.printer.name if self.printer and self.printer.name in names(self.read.layout) else ""
        return replace(options, settings={**options.settings, "printer": own}) if self.printer else options

    def _render(
        self,
        found: dict[str, Piece],
        tasks: Sequence[tuple[Report, str, Task]],
        executor: Executor | None,
        progress: Progress,
    ) -> None:
        said: list[Problem] = []
        for done, (at, data, problems) in enumerate(render([task for _, _, task in tasks], executor), 1):
            report, name, _ = tasks[at]
            own = tuple(placed(each, report.origin.place()) for each in problems)
            said.extend(own)
            if data is not None:
                found[report.id] = self.kept.keep(name, data, self.exporter.page_count(data), own)
            progress(done, len(tasks), report.id)
        if wrong := errors(said):
            raise Refused(wrong)

    def _inputs(self, report: Report, options: seam.Options) -> Mapping[str, str]:
        workspace = self.read.workspace
        own = digests([workspace / CONFERENCE, *options.pictures.values()], workspace)
        ids = [each.id for each in report.recommendations]
        return {**own, report.id: report.origin.digest, **followup.digests(self.read.conference.follow_up, ids)}

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
        layout, bleed = self.read.layout, self.printer.bleed if self.printer else 0.0
        file = essay.origin.file if essay else f"layout {layout.name}"
        html, pictures = layout.render(TEMPLATE, context), self._pictures(essay)
        return seam.Page(html, STYLE, self.paper, self.shown.labels.language, pictures, file, bleed)

    def _pictures(self, essay: Essay | None) -> Mapping[str, Path]:
        return pictures_of([essay.blocks], self.read.workspace) if essay else {}

    def _set(self, pages: Sequence[seam.Page]) -> list[Piece]:
        layout, workspace = self.read.layout, self.read.workspace
        return Setter(self.exporter, layout, workspace, self.kept, bool(self.printer), self.executor).set(pages)

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
        shown, word = self.shown, self.shown.labels.word
        numbers = [] if "numbers" in self.without else [Part("numbers", word("in_numbers"), shown.numbers())]
        strands = [each for strand in shown.strands for each in self._strand(strand)]
        found = self._mixed([*numbers, *strands, *self._essays(shown.matter.back, "back")], sessions)
        figures, middle = found[: len(numbers)], found[len(numbers) :]

        def programme(pages: int) -> Part:
            blank = Leaf("programme", "", "", pages)
            return Part("programme", word("programme"), shown.programme(_firsts([*figures, blank, *middle])))

        announced = shown.conference.programme and "programme" not in self.without
        first = [*figures, *(self.settled(programme) if announced else [])]
        return place([*first, *middle, *self.leaves([*self._lists([*first, *middle], sessions)])])

    def _strand(self, strand: Strand) -> Iterator[Part | Report]:
        yield Part(f"track-{strand.track}", strand.title, self.shown.common("divider", strand))
        for report in strand.reports:
            if report.id in self.absent:
                context = {**self.shown.common("missing", strand), "report": report}
                yield Part(f"session-{report.id}", _title(report), context, 1)
            else:
                yield report

    def _mixed(self, order: Sequence[Part | Report], sessions: Mapping[str, Piece]) -> list[Leaf]:
        """Return parts and sessions in their order as leaves."""
        parts = iter(self.leaves([each for each in order if isinstance(each, Part)]))
        return [next(parts) if isinstance(each, Part) else _session(each, sessions[each.id]) for each in order]

    def _essays(self, essays: Iterable[Essay], place: str) -> Iterator[Part]:
        for at, essay in enumerate(essays if place not in self.without else ()):
            yield Part(f"{place}-{at}", essay.title, self.shown.essay(essay), essay=essay)

    def _lists(self, before: Sequence[Leaf], sessions: Mapping[str, Piece]) -> Iterator[Part]:
        shown, word, pages = self.shown, self.shown.labels.word, _firsts(before)
        lists = (
            ("recommendations", word("recommendation", 2), "by_track", shown.recommendations(pages)),
            ("addressees", word("recommendations_by_addressee"), "by_addressee", shown.addressees(pages)),
            ("people", word("people_index"), "people", shown.listed("people", pages)),
            ("organisations", word("organisation_index"), "organisations", shown.listed("organisations", pages)),
            ("acronyms", word("acronyms"), "acronyms", shown.listed_acronyms()),
            ("index", word("index"), "terms", shown.index(self._words(before, sessions))),
        )
        for name, title, holds, context in lists:
            if context[holds] and name not in self.without:
                yield Part(name, title, context)
        colophon = shown.matter.colophon
        if colophon and "colophon" not in self.without:
            yield Part("colophon", colophon.title, shown.essay(colophon), essay=colophon)

    def _words(self, before: Sequence[Leaf], sessions: Mapping[str, Piece]) -> dict[int, str]:
        """Return the words of the pages of sessions, by their numbers."""
        found: dict[int, str] = {}
        for each in place(before):
            piece = sessions.get(each.leaf.name.removeprefix("session-"))
            if piece:
                found.update(enumerate(self.kept.words(piece.name, self.exporter.words), each.first))
        return found

    # The front

    def front(self, body: Sequence[Placed]) -> tuple[Placed, ...]:
        """Return the cover, the contents and the texts before the sessions."""
        imprint = Part("cover", "", self.shown.cover(), essay=self.shown.matter.imprint)
        cover, *essays = self.leaves([imprint, *self._essays(self.shown.matter.front, "front")])

        def contents(pages: int) -> Part:
            before = place([cover, Leaf("contents", "", "", pages), *essays], front=True)
            return Part("contents", self.shown.labels.word("contents"), self.shown.contents(before, body))

        return place([cover, *self.settled(contents), *essays], front=True)

    def bound(
        self, front: Sequence[Placed], body: Sequence[Placed], folios: Sequence[Piece], where: str
    ) -> tuple[bytes, tuple[Problem, ...]]:
        """Return the volume; it claims to be accessible when the layout's pages may, or veraPDF passes it here."""
        from ..pack.bound import Binding, Store, bound

        kept, right = self.kept, self.shown.labels.direction == "rtl"
        store = Store(kept.data, partial(_recall, kept, OBJECTS), partial(_recall, kept, FACE))
        over = tuple(each.name for each in folios)

        def made(claims: tuple[str, ...]) -> bytes:
            about = replace(self.about, claims=claims)
            data = bound(
                front, body, Binding(replace(about, claims=() if self.printer else claims), right, over), store
            )
            return self._pressed(data, about)

        return conformance.granted(self.read.layout, (PLAIN,) if self.printer else (UA,), made, where)

    def _pressed(self, data: bytes, about: About) -> bytes:
        if not self.printer:
            return data
        from .. import press

        return press.pressed(data, self.printer, about)

    @property
    def about(self) -> About:
        """What the pack says of itself."""
        conference, labels = self.shown.conference, self.shown.labels
        title = " · ".join(each for each in (conference.name, conference.edition) if each) or labels.word("conference")
        return About(title, subject=labels.word("pack_title"), language=labels.language)


def _title(report: Report) -> str:
    return " ".join(report.title.split())


def _session(report: Report, piece: Piece) -> Leaf:
    return Leaf(f"session-{report.id}", _title(report), piece.name, piece.pages, 1, "Art")


def _firsts(leaves: Sequence[Leaf]) -> dict[str, int]:
    """Return on which page each session begins, by its id."""
    kind = "session-"
    return {each.leaf.name.removeprefix(kind): each.first for each in place(leaves) if each.leaf.name.startswith(kind)}


def _recall(kept: Kept, suffix: str, name: str, make: Callable[[], bytes]) -> bytes:
    return kept.recall(name, suffix, make)
