"""The pack of a conference: each session set once and kept, all else set around them, bound to one volume.

    sessions ── render, kept by content ────────┐
    numbers, dividers, texts, missing reports ──┤ the pages of each are known
    programme, lists, index ────────────────────┤ set with the pages of the sessions
    cover, contents ────────────────────────────┤ set with the pages of all
    folios ─────────────────────────────────────┴→ bound

Each line is set side by side, long parts in chunks. Whatever was set is kept under ``build/.parts/``, for each
audience, by what it was made from: one session edited, one session set.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from concurrent.futures import Executor
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from .. import files
from .. import format as seam
from ..labels import Labels
from ..naming import dated, without_prose
from ..pack import Placed, length
from ..printer import Printer
from ..problems import Place, Problem, Refused, WrongUse
from ..render import Crew
from ..report import Conference, Direction, Report, State, When
from ..source import CONFERENCE, Source
from ..variant import Variant
from . import made_of
from .binding import bind
from .kept import Kept
from .made_of import Made
from .means import Means
from .sessions import Progress, set_each, words
from .shelf import WHOLE, changed, cleared, folder, named, recorded, withdrawn, working, written

if TYPE_CHECKING:
    from ..jobs import Copy
    from ..pack.shown import Shown

__all__ = [
    "WHOLE",
    "Pack",
    "again",
    "bindable",
    "changed",
    "copy",
    "folder",
    "held",
    "named",
    "packed",
    "recorded",
    "set_on",
    "withdrawn",
    "written",
]


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack: its bytes, its pages, how many of its parts were set for it, and what is to be said of it.

    `ids` are the sessions that are in it. `word` are the bytes of the pack in Word, none if nobody wanted it, something
    keeps it from being made, or the one that there is is of today (`fresh`).
    """

    data: bytes
    pages: int
    made: int
    problems: tuple[Problem, ...]
    ids: tuple[str, ...]
    word: bytes = b""
    fresh: bool = False


def bindable(
    read: Source, wrong: tuple[Problem, ...], of: Variant = WHOLE
) -> tuple[tuple[Report, ...], frozenset[str]]:
    """Return the reports of a pack, and the ids of those that are not there.

    A report is not there that has errors, one that says no more than a new file, and one that the programme announces.
    """
    from .. import checks
    from ..conference.ledger import reported
    from ..conference.programme import announced, missing

    conference = read.conference
    turns = {slot.key: at for at, slot in enumerate(conference.programme)}
    awaited = [announced(slot, conference) for slot in missing(conference)]
    every = [*conference.reports, *(replace(each, direction=_direction(each, read)) for each in awaited)]
    every.sort(key=lambda each: turns.get(each.id.casefold(), len(turns)))
    reports = tuple(each for each in every if of.holds(each.id, each.track))
    unsound = {each.id for each in conference.reports if not (reported(each) and checks.sound(each, wrong))}
    return reports, frozenset(unsound | {each.id for each in awaited})


def _direction(report: Report, read: Source) -> Direction:
    return Labels(read.layout.catalogue(report.language)).direction


def packed(
    read: Source,
    reports: Sequence[Report],
    absent: Collection[str] = (),
    executor: Executor | None = None,
    progress: Progress = lambda done, of, what: None,
    printer: Printer | None = None,
    word: bool = False,
    of: Variant = WHOLE,
    said: Sequence[Problem] = (),
) -> Pack:
    """Return the pack of a conference's `reports`; raises `Refused` with all that keeps a part out of it.

    For a `printer` it is a press file. In the place of reports that are `absent`, by id, the pack says so: of them it
    only knows what a programme does.
    The pack in `word` is made too if wanted; what keeps it from being made is among the problems. The variant says on
    what paper, and without which parts. What is `said` of it beside is among its problems.
    """
    from .maker import Maker
    from .volume import flowing

    cleared(read.workspace, read.layout.audience)
    means = _means(read, of, printer)
    read, kept, bound = means.read, means.kept, _without(reports, absent)
    shown = _shown(means, reports, absent, of)
    with files.locked(kept.folder), nullcontext(executor) if executor else Crew() as crew:
        maker = Maker(means, shown, frozenset(absent), frozenset(of.without), crew)
        body = maker.body(set_each(means, bound, crew, progress))
        front = maker.front(body)
        folios = maker.folios(front, body)
        data, dropped = bind(means, front, body, folios, folder(read.layout.audience))
        if not printer and {each.id for each in read.conference.reports} <= {each.id for each in reports}:
            kept.drop_others()
    # Each part was looked through when it was set; whoever makes a printer's job looks all of it through.
    flow, amiss = flowing(maker, (*front, *body)) if word else (b"", ())
    ids = tuple(each.id for each in bound)
    if not printer and read.layout.audience == "internal" and made_of.still(read):
        word_file = files.digest(flow) if flow else ""
        made = Made((*front, *body), tuple(folios), tuple(kept.told_of), shown.terms, (*said, *amiss), ids, word_file)
        made_of.note(kept.folder, read, of, bound, made)
    return Pack(data, _pages(front, body), kept.made, (*said, *kept.told, *dropped, *amiss), ids, flow)


def _without(reports: Sequence[Report], absent: Collection[str]) -> tuple[Report, ...]:
    return tuple(each for each in reports if each.id not in absent)


def _shown(means: Means, reports: Sequence[Report], absent: Collection[str], of: Variant) -> Shown:
    """Return what a pack shows around its sessions; its numbers count through all reports that are there."""
    from ..pack.shown import Shown

    conference = means.read.conference
    whole = replace(conference, reports=_without(conference.reports, absent))
    return Shown(held(conference, reports, absent, of), means.read.layout, means.labels, whole)


def again(
    workspace: Path, of: Variant, progress: Progress = lambda done, of, what: None, alone: Executor | None = None
) -> tuple[Source, Pack] | None:
    """Return a pack of all that the last one was made of but for a few sessions that say other things on their own
    pages, and the conference as far as it was read; None if that is not all that changed.

    A Word file beside it is never made so: there is none if a session changed. If a single session did, it is set where
    it is `alone`, by default in a process of its own.
    """
    cleared(workspace, "internal")
    home = working(workspace, "internal") / of.paper
    if of.whose != "internal" or not made_of.noted(home, of):
        return None
    with files.locked(home):
        made = made_of.read(home, of)
        read = made and made_of.changed(made, workspace, of)
        if not made or not read or (of.word and not _fresh(read, of, made)):
            return None
        few = len(read.conference.reports)
        with nullcontext(alone) if alone and few == 1 else Crew(few) as executor:
            pack = _again(made, read, of, executor, progress)
    return (read, pack) if pack else None


def _again(made: Made, read: Source, of: Variant, executor: Executor, progress: Progress) -> Pack | None:
    means = _means(read, of)
    kept, reports = means.kept, means.read.conference.reports
    try:
        pieces = set_each(means, reports, executor, progress)
    except Refused:
        return None
    ids = {each.id: each for each in reports}
    now = made_of.other_pieces(made, pieces, lambda name, part: words(means, ids[name], part))
    if now is None or not all(kept.part(each) for each in now.told):
        return None
    data, dropped = bind(means, now.front, now.body, now.folios, folder("internal"))
    for name in set(made.told) - set(now.told):
        kept.drop(name)
    made_of.write(kept.folder, of, made_of.of_today(now, read))
    problems = (*now.said, *kept.told, *dropped)
    return Pack(data, _pages(now.front, now.body), kept.made, problems, now.ids, fresh=of.word)


def _fresh(read: Source, of: Variant, made: Made) -> bool:
    """Return whether the Word file beside a pack is as it would be made today."""
    path = read.workspace / folder("internal") / named(read, of, ".docx")
    return not read.conference.reports and path.is_file() and files.digest(path.read_bytes()) == made.word


def _means(read: Source, of: Variant, printer: Printer | None = None) -> Means:
    exporter = seam.load("pdf")
    if not isinstance(exporter, seam.Packing):
        raise WrongUse("the exporter called “pdf” makes no packs")
    read = set_on(read, of.paper)
    kept = Kept(working(read.workspace, read.layout.audience) / of.paper, read.layout.digest())
    return Means(read, _labels(read), exporter, kept, printer)


def _pages(front: Sequence[Placed], body: Sequence[Placed]) -> int:
    return length(front) + (body[-1].last if body else 0)


def held(conference: Conference, reports: Sequence[Report], absent: Collection[str], of: Variant) -> Conference:
    """Return what a pack tells of a conference: these reports, and the programme of what it holds."""
    return replace(
        conference,
        reports=tuple(without_prose(each) if each.id in absent else each for each in reports),
        programme=tuple(slot for slot in conference.programme if of.holds(slot.id, slot.track)),
    )


def _labels(read: Source) -> Labels:
    return Labels(read.layout.catalogue(read.conference.languages[0]), read.conference.digits)


def set_on(read: Source, paper: str) -> Source:
    """Return a source whose files are set on another paper, "" for its own."""
    printing = replace(read.conference.printing, paper=paper or read.conference.printing.paper)
    return replace(read, conference=replace(read.conference, printing=printing))


def copy(read: Source, of: Variant, wrong: tuple[Problem, ...], printer: Printer) -> Copy:
    """Return the pack for a printer; a draft if one of its reports is, or is not there."""
    from ..jobs import Copy
    from ..pack.shown import Shown

    reports, absent = bindable(read, wrong, of)
    pack = packed(read, reports, absent, printer=printer, of=of)
    labels, conference = _labels(read), read.conference
    draft = absent or any(each.state == "draft" for each in reports)
    title = conference.name or labels.word("conference")
    tracks = of.tracks if len(of.tracks) == 1 else ()
    for track in tracks:
        title = f"{title} – {Shown(conference, read.layout, labels).titled(track)}"
    when = max(reports, key=dated).when if reports else When(())
    about = Report("", title, "".join(tracks), when=when, language=labels.language, direction=labels.direction)
    state: State = "draft" if draft else "final"
    return Copy(named(read, of), replace(about, state=state), Place(CONFERENCE), pack.data, pack.problems)
