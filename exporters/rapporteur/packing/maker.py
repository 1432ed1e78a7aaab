"""Sets the parts of one pack: what names no page first, then what names pages of sessions, then what names all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from io import BytesIO
from pathlib import Path

from .. import conformance, followup, preflight, press
from .. import format as seam
from ..edition import BLED, FRAGMENT, PLAIN, UA
from ..manifest import digests
from ..matter import Essay
from ..naming import options_for, pictures_of
from ..pack import Leaf, Placed, place
from ..pack.shown import Shown, Strand
from ..printer import Printer, names
from ..problems import Place, Problem, Refused, errors
from ..render import Task, render
from ..report import Origin, Report
from ..source import CONFERENCE, Source
from ..xmp import About
from .kept import Kept

TEMPLATE, STYLE = "pack.html.jinja", "pack.css"
TRIES = 4
"""A part whose own length moves the pages it names is set so often at most."""
Progress = Callable[[int, int, str], None]
Session = tuple[str, bytes]
"""What the pages of a session are kept as, and these."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a part that is no session says: what its template is told, its pictures, and whose text it is."""

    context: Mapping[str, object]
    pictures: Mapping[str, Path]
    origin: Origin


@dataclass(frozen=True, slots=True)
class Maker:
    """Sets the parts of one pack, and holds what those that are no session say, by their names."""

    read: Source
    shown: Shown
    exporter: seam.Packing
    kept: Kept
    absent: frozenset[str]
    printer: Printer | None = None
    without: frozenset[str] = frozenset()
    said: dict[str, Said] = field(default_factory=dict)

    @property
    def paper(self) -> str:
        """On what paper the pack is set."""
        usual = self.read.conference.printing.paper
        return (self.printer.trim if self.printer else "") or usual

    def sessions(self, executor: Executor | None, progress: Progress) -> dict[str, Session]:
        """Return the pages of each session by its id; those that were not kept are set, side by side."""
        found: dict[str, Session] = {}
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
                found[report.id] = name, kept
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
        found: dict[str, Session],
        tasks: Sequence[tuple[Report, str, Task]],
        executor: Executor | None,
        progress: Progress,
    ) -> None:
        said: list[Problem] = []
        for done, (at, data, problems) in enumerate(render([task for _, _, task in tasks], executor), 1):
            report, name, _ = tasks[at]
            own = tuple(_placed(each, report.origin.place()) for each in problems)
            said.extend(own)
            if data is not None:
                found[report.id] = name, self.kept.keep(name, data, own)
            progress(done, len(tasks), report.id)
        if wrong := errors(said):
            raise Refused(wrong)

    def _inputs(self, report: Report, options: seam.Options) -> Mapping[str, str]:
        workspace = self.read.workspace
        own = digests([workspace / CONFERENCE, *options.pictures.values()], workspace)
        ids = [each.id for each in report.recommendations]
        return {**own, report.id: report.origin.digest, **followup.digests(self.read.conference.follow_up, ids)}

    def set(self, context: Mapping[str, object], essay: Essay | None = None) -> bytes:
        """Return the pages of a part, kept or set."""
        layout, bleed = self.read.layout, self.printer.bleed if self.printer else 0.0
        html = layout.render(TEMPLATE, context)
        pictures = self._pictures(essay)
        name = self.kept.name(html, self.paper, bleed, digests(pictures.values(), self.read.workspace))
        kept = self.kept.part(name)
        if kept is not None:
            return kept
        file = essay.origin.file if essay else f"layout {layout.name}"
        page = seam.Page(html, STYLE, self.paper, self.shown.labels.language, pictures, file, bleed)
        data = self.exporter.leaf(page, layout)
        found = () if self.printer else preflight.gate(data, "web", scope="pages")
        told = [_placed(each, Place(file, spot=each.where.spot)) for each in found]
        if wrong := errors(told):
            raise Refused(wrong)
        return self.kept.keep(name, data, told)

    def _pictures(self, essay: Essay | None) -> Mapping[str, Path]:
        return pictures_of([essay.blocks], self.read.workspace) if essay else {}

    def leaf(
        self, name: str, title: str, context: Mapping[str, object], depth: int = 0, essay: Essay | None = None
    ) -> Leaf:
        """Return a part as a leaf of the pack."""
        self.said[name] = Said(context, self._pictures(essay), essay.origin if essay else Origin())
        data = self.set(context, essay)
        return Leaf(name, title, data, pages_of(data), depth)

    def settled(self, make: Callable[[int], Leaf]) -> Leaf:
        """Return a part that is made for a number of pages of its own, when it has as many."""
        leaf = make(1)
        for _ in range(TRIES):
            pages = leaf.pages
            leaf = make(pages)
            if leaf.pages == pages:
                break
        return leaf

    # The body

    def body(self, sessions: Mapping[str, Session]) -> tuple[Placed, ...]:
        """Return figures, programme, tracks with their sessions, and lists, each on its pages."""
        shown, word = self.shown, self.shown.labels.word
        numbers = [] if "numbers" in self.without else [self.leaf("numbers", word("in_numbers"), shown.numbers())]
        middle = [leaf for strand in shown.strands for leaf in self._strand(strand, sessions)]
        middle.extend(self._essays(self.shown.matter.back, "back"))

        def programme(pages: int) -> Leaf:
            blank = Leaf("programme", "", b"", pages)
            return self.leaf("programme", word("programme"), shown.programme(_firsts([*numbers, blank, *middle])))

        announced = shown.conference.programme and "programme" not in self.without
        first = [*numbers, *([self.settled(programme)] if announced else [])]
        return place([*first, *middle, *self._lists([*first, *middle], sessions)])

    def _strand(self, strand: Strand, sessions: Mapping[str, Session]) -> Iterator[Leaf]:
        yield self.leaf(f"track-{strand.track}", strand.title, self.shown.common("divider", strand))
        for report in strand.reports:
            name, title = f"session-{report.id}", " ".join(report.title.split())
            if report.id in self.absent:
                yield self.leaf(name, title, {**self.shown.common("missing", strand), "report": report}, 1)
            else:
                _, data = sessions[report.id]
                yield Leaf(name, title, data, pages_of(data), 1, "Art")

    def _essays(self, essays: Iterable[Essay], place: str) -> Iterator[Leaf]:
        for at, essay in enumerate(essays if place not in self.without else ()):
            yield self.leaf(f"{place}-{at}", essay.title, self.shown.essay(essay), essay=essay)

    def _lists(self, before: Sequence[Leaf], sessions: Mapping[str, Session]) -> Iterator[Leaf]:
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
                yield self.leaf(name, title, context)
        colophon = shown.matter.colophon
        if colophon and "colophon" not in self.without:
            yield self.leaf("colophon", colophon.title, shown.essay(colophon), essay=colophon)

    def _words(self, before: Sequence[Leaf], sessions: Mapping[str, Session]) -> dict[int, str]:
        """Return the words of the pages of sessions, by their numbers."""
        found: dict[int, str] = {}
        for each in place(before):
            name, data = sessions.get(each.leaf.name.removeprefix("session-"), ("", b""))
            if name:
                found.update(enumerate(self.kept.words(name, data, self.exporter.words), each.first))
        return found

    # The front

    def front(self, body: Sequence[Placed]) -> tuple[Placed, ...]:
        """Return the cover, the contents and the texts before the sessions."""
        imprint = self.shown.matter.imprint
        cover = self.leaf("cover", "", self.shown.cover(), essay=imprint)
        essays = list(self._essays(self.shown.matter.front, "front"))

        def contents(pages: int) -> Leaf:
            blank = Leaf("contents", "", b"", pages)
            placed = place([cover, blank, *essays], front=True)
            return self.leaf("contents", self.shown.labels.word("contents"), self.shown.contents(placed, body))

        return place([cover, self.settled(contents), *essays], front=True)

    def bound(
        self, front: Sequence[Placed], body: Sequence[Placed], folios: bytes, where: str
    ) -> tuple[bytes, tuple[Problem, ...]]:
        """Return the volume; it claims to be accessible when the layout's pages may, or veraPDF passes it here."""
        from ..pack.bound import Binding, bound

        right = self.shown.labels.direction == "rtl"

        def made(claims: tuple[str, ...]) -> bytes:
            about = replace(self.about, claims=claims)
            data = bound(front, body, Binding(replace(about, claims=() if self.printer else claims), right, folios))
            return press.pressed(data, self.printer, about) if self.printer else data

        return conformance.granted(self.read.layout, (PLAIN,) if self.printer else (UA,), made, where)

    @property
    def about(self) -> About:
        """What the pack says of itself."""
        conference, labels = self.shown.conference, self.shown.labels
        title = " · ".join(each for each in (conference.name, conference.edition) if each) or labels.word("conference")
        return About(title, subject=labels.word("pack_title"), language=labels.language)


def _placed(problem: Problem, where: Place) -> Problem:
    """Return a problem at a place, unless it has a file already."""
    return problem if problem.where.file else replace(problem, where=where)


def _firsts(leaves: Sequence[Leaf]) -> dict[str, int]:
    """Return on which page each session begins, by its id."""
    kind = "session-"
    return {each.leaf.name.removeprefix(kind): each.first for each in place(leaves) if each.leaf.name.startswith(kind)}


def pages_of(data: bytes) -> int:
    """Return how many pages a PDF has."""
    import pikepdf

    with pikepdf.open(BytesIO(data)) as pdf:
        return len(pdf.pages)
