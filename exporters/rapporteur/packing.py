"""The pack of a conference: each session set once and kept, all else set around them, bound to one volume.

    sessions ── render, kept by content ─┐
    figures, dividers ───────────────────┤ the pages of each are known
    recommendations, people ─────────────┤ set with the pages of the sessions
    cover, contents ─────────────────────┤ set with the pages of all
    folios ──────────────────────────────┴→ bound

Whatever was set is kept under ``build/pack/.parts/``, by what it was made from: one session edited, one session set.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from io import BytesIO
from pathlib import Path

from . import conformance, files, followup, preflight
from . import format as seam
from .edition import FRAGMENT, UA
from .fingerprint import fingerprint
from .labels import Labels
from .manifest import OUTPUT, digests, output
from .naming import options_for, short, without_prose
from .pack import Leaf, Placed, place
from .pack.shown import Shown, Strand
from .problems import Problem, Refused, WrongUse, errors
from .render import Task, render
from .report import Report
from .source import CONFERENCE, Source
from .xmp import About

PARTS = ".parts"
TEMPLATE, STYLE = "pack.html.jinja", "pack.css"
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack: its bytes, its pages, how many of its parts were set for it, and what is to be said of it."""

    data: bytes
    pages: int
    made: int
    problems: tuple[Problem, ...]


@dataclass(slots=True)
class _Parts:
    """What was set before, by what it was made from; `used` is all that this pack is made of."""

    folder: Path
    layout: str
    made: int = 0
    used: set[str] = field(default_factory=set)

    def name(self, *made_from: object) -> str:
        """Return what a part is kept as."""
        known = (self.layout, sorted(fingerprint().items()), *made_from)
        name = f"{files.digest(repr(known).encode())[:40]}.pdf"
        self.used.add(name)
        return name

    def kept(self, name: str) -> bytes | None:
        """Return a part that was set before."""
        try:
            return (self.folder / name).read_bytes()
        except OSError:
            return None

    def keep(self, name: str, data: bytes) -> bytes:
        """Keep a part that was just set."""
        self.made += 1
        files.write_atomically(self.folder / name, data)
        return data

    def drop_others(self) -> None:
        """Forget the parts of packs before this one."""
        for path in self.folder.glob("*.pdf"):
            if path.name not in self.used:
                path.unlink(missing_ok=True)


def packed(
    read: Source,
    reports: Sequence[Report],
    absent: Collection[str] = (),
    executor: Executor | None = None,
    progress: Progress = lambda done, of, what: None,
) -> Pack:
    """Return the pack of a conference's `reports`; raises `Refused` with all that keeps a part out of it.

    In the place of reports that are `absent`, by id, the pack says so: of them it only knows what a programme does.
    """
    exporter = seam.load("pdf")
    if not isinstance(exporter, seam.Packing):
        raise WrongUse("the exporter called “pdf” makes no packs")
    conference = replace(
        read.conference, reports=tuple(without_prose(each) if each.id in absent else each for each in reports)
    )
    language = conference.languages[0] if conference.languages else "en"
    shown = Shown(conference, read.layout, Labels(read.layout.catalogue(language), conference.digits))
    parts = _Parts(read.workspace / folder(read.layout.audience) / PARTS, read.layout.digest())
    maker = _Maker(read, shown, exporter, parts, frozenset(absent))
    sessions, problems = maker.sessions(executor, progress)
    body = maker.body(sessions)
    front = place((maker.leaf("cover", "", shown.common("cover")), maker.contents(body)), front=True)
    folios = maker.set(shown.folios(front, body))
    data, dropped = maker.bound(front, body, folios)
    found = preflight.gate(data, "web")
    if wrong := errors(found):
        raise Refused(wrong)
    if len(reports) == len(read.conference.reports):
        parts.drop_others()
    return Pack(data, _pages(data), parts.made, (*problems, *dropped, *found))


def folder(audience: str) -> str:
    """Return the folder of the packs for an audience."""
    return f"{output(audience)}/pack"


def written(data: bytes, name: str, workspace: Path, audience: str = "internal") -> tuple[Path, Path | None]:
    """Write a pack, and return it and where one that somebody changed by hand is kept now."""
    home = workspace / folder(audience)
    path, digest = home / name, home / PARTS / f"{name}.sha256"
    aside = None
    with files.locked(workspace / OUTPUT):
        if path.exists() and _differs(path, digest):
            aside = files.free_name(path)
            path.rename(aside)
        files.write_atomically(digest, files.digest(data).encode())
        files.write_atomically(path, data)
    return path, aside


def _differs(path: Path, digest: Path) -> bool:
    try:
        return files.digest(path.read_bytes()) != digest.read_text("ascii")
    except (OSError, ValueError):
        return True


def named(read: Source, track: str) -> str:
    """Return the file name of a pack of all tracks (""), or of one."""
    parts = (short(read.conference.name) or "conference", *(["track", short(track) or "x"] if track else []))
    return f"{'-'.join(parts)}.pdf"


@dataclass(frozen=True, slots=True)
class _Maker:
    """Sets the parts of one pack."""

    read: Source
    shown: Shown
    exporter: seam.Packing
    parts: _Parts
    absent: frozenset[str]

    def sessions(self, executor: Executor | None, progress: Progress) -> tuple[dict[str, bytes], tuple[Problem, ...]]:
        """Return the pages of each session by its id; those that were not kept are set, side by side."""
        found: dict[str, bytes] = {}
        tasks: list[tuple[Report, str, Task]] = []
        for report in self.shown.conference.reports:
            if report.id in self.absent:
                continue
            options = options_for(
                report, self.read.conference, self.read.workspace, False, FRAGMENT.name, self.read.layout.audience
            )
            name = self.parts.name(
                "session", self._inputs(report, options), options.date, sorted(options.settings.items())
            )
            kept = self.parts.kept(name)
            if kept is None:
                tasks.append((report, name, Task("pdf", report, self.read.layout, options)))
            else:
                found[report.id] = kept
        said: list[Problem] = []
        for done, (at, data, problems) in enumerate(render([task for _, _, task in tasks], executor), 1):
            report, name, _ = tasks[at]
            said.extend(
                replace(each, where=each.where if each.where.file else report.origin.place()) for each in problems
            )
            if data is not None:
                found[report.id] = self.parts.keep(name, data)
            progress(done, len(tasks), report.id)
        if wrong := errors(said):
            raise Refused(wrong)
        return found, tuple(said)

    def _inputs(self, report: Report, options: seam.Options) -> Mapping[str, str]:
        workspace = self.read.workspace
        own = digests([workspace / CONFERENCE, *options.pictures.values()], workspace)
        ids = [each.id for each in report.recommendations]
        return {**own, report.id: report.origin.digest, **followup.digests(self.read.conference.follow_up, ids)}

    def set(self, context: Mapping[str, object]) -> bytes:
        """Return the pages of a part, kept or set."""
        layout, paper = self.read.layout, self.read.conference.printing.paper
        html = layout.render(TEMPLATE, context)
        name = self.parts.name(html, paper)
        kept = self.parts.kept(name)
        if kept is not None:
            return kept
        return self.parts.keep(name, self.exporter.leaf(html, layout, STYLE, paper, self.shown.labels.language))

    def leaf(self, name: str, title: str, context: Mapping[str, object], depth: int = 0) -> Leaf:
        """Return a part as a leaf of the pack."""
        data = self.set(context)
        return Leaf(name, title, data, _pages(data), depth)

    def body(self, sessions: Mapping[str, bytes]) -> tuple[Placed, ...]:
        """Return figures, tracks with their sessions, and lists, each on its pages."""
        shown, word = self.shown, self.shown.labels.word
        leaves = [self.leaf("numbers", word("in_numbers"), shown.numbers())]
        for strand in shown.strands:
            leaves.extend(self._strand(strand, sessions))
        pages = {each.leaf.name.removeprefix("session-"): each.first for each in place(leaves)}
        if shown.register.recommendations:
            leaves.append(self.leaf("recommendations", word("recommendation", 2), shown.recommendations(pages)))
            asked = shown.addressees(pages)
            if asked["by_addressee"]:
                leaves.append(self.leaf("addressees", word("recommendations_by_addressee"), asked))
        for part, title in (("people", "people_index"), ("organisations", "organisation_index")):
            context = shown.listed(part, pages)
            if context[part]:
                leaves.append(self.leaf(part, word(title), context))
        return place(leaves)

    def _strand(self, strand: Strand, sessions: Mapping[str, bytes]) -> Iterable[Leaf]:
        yield self.leaf(f"track-{strand.track}", strand.title, self.shown.common("divider", strand))
        for report in strand.reports:
            name, title = f"session-{report.id}", " ".join(report.title.split())
            if report.id in self.absent:
                yield self.leaf(name, title, {**self.shown.common("missing", strand), "report": report}, 1)
            else:
                yield Leaf(name, title, sessions[report.id], _pages(sessions[report.id]), 1, "Art")

    def contents(self, body: Sequence[Placed]) -> Leaf:
        """Return the contents."""
        return self.leaf("contents", self.shown.labels.word("contents"), self.shown.contents(body))

    def bound(
        self, front: Sequence[Placed], body: Sequence[Placed], folios: bytes
    ) -> tuple[bytes, tuple[Problem, ...]]:
        """Return the volume; it claims to be accessible when the layout's pages may, or veraPDF passes it here."""
        from .pack.bound import Binding, bound

        conference, labels = self.shown.conference, self.shown.labels
        title = " · ".join(each for each in (conference.name, conference.edition) if each) or labels.word("conference")
        about = About(title, subject=labels.word("pack_title"), language=labels.language)

        def made(claims: tuple[str, ...]) -> bytes:
            binding = Binding(replace(about, claims=claims), labels.direction == "rtl", folios)
            return bound(front, body, binding)

        return conformance.granted(self.read.layout, (UA,), made, folder(self.read.layout.audience))


def _pages(data: bytes) -> int:
    import pikepdf

    with pikepdf.open(BytesIO(data)) as pdf:
        return len(pdf.pages)
