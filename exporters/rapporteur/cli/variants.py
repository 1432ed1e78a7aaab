"""How each variant of a pack is made, and what is told of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..conference.ledger import reported
from ..problems import Place, Problem, Refused, WrongUse, error, errors, several, warning
from ..variant import ARCHIVE, BRIEF, DIGEST, FULL, RAPPORTEUR, Variant
from . import common

if TYPE_CHECKING:
    from ..packing import Pack
    from ..report import Report
    from ..source import Source


def make(of: Variant, read: Source, wrong: tuple[Problem, ...], problems: list[Problem]) -> None:
    """Make one pack, tell what was made, and note what is wrong among the `problems`.

    If it cannot be made, what was made before is not left as if it were of now. Raises `WrongUse` for a pack that the
    command line asks for and that holds nothing.
    """
    from .. import audience, packing

    read, wrong = audience.seen(read, of.whose, wrong)
    try:
        if of.name and (
            named := [each for each in errors(wrong) if each.where == of.where and each.rule == audience.RULE]
        ):
            raise Refused(named)
        _MAKERS[of.kind](packing.set_on(read, of.paper), wrong, of, problems)
    except Refused as mistake:
        problems.extend(mistake.problems)
        _withdraw(of, read)
    except WrongUse as mistake:
        _withdraw(of, read)
        if not of.name:
            raise
        problems.append(error(of.where, f"the pack “{of.name}” cannot be made: {mistake}", "", "packs"))


def _withdraw(of: Variant, read: Source) -> None:
    from .. import jobs, packing, source

    for suffix in {FULL: (".pdf", ".docx"), DIGEST: (".pdf",)}.get(of.kind, ()):
        _withdraw_file(packing.named(read, of, suffix), read, of)
    if of.kind == ARCHIVE and of.whose == "public":
        folder = jobs.withdrawn(packing.named(read, of), read.workspace, of.whose, ARCHIVE)
        if folder:
            print(f"removed    {source.name_of(folder, read.workspace)}/  (a new one cannot be made)")


def _withdraw_file(name: str, read: Source, of: Variant) -> None:
    from .. import packing, source

    path, became = packing.withdrawn(name, read.workspace, of.whose)
    if became:
        print(f"{became:10} {source.name_of(path, read.workspace)}  (a new one cannot be made)")


def _full(read: Source, wrong: tuple[Problem, ...], of: Variant, problems: list[Problem]) -> None:
    from .. import matters, packing

    reports, absent = packing.bindable(read, wrong, of)
    said = [*_left_out(read, wrong, of)]
    said += [each for each in wrong if each.where.file.startswith(matters.FOLDER) or each.rule == "pack"]
    said = list(dict.fromkeys(said))
    problems.extend(said)
    if not reports:
        raise WrongUse(_none(read, of))
    with common.progress() as progress:
        pack = packing.packed(read, reports, absent, progress=progress, word=of.word, of=of, said=said)
    _bound(pack, read, of, problems)


def again(workspace: Path, of: Variant, problems: list[Problem], apart: bool) -> bool:
    """Make a pack again of what the last one was made of, but for a few sessions; return whether that could be done.

    If this process is there for nothing else (`apart`), a single session is set by it.
    """
    from .. import packing, render

    if apart:
        render.limit(render.Limits())
    with common.progress() as progress:
        found = packing.again(workspace, of, progress, render.Here() if apart else None)
    if found:
        read, pack = found
        _bound(pack, read, of, problems)
    return bool(found)


def _bound(pack: Pack, read: Source, of: Variant, problems: list[Problem]) -> None:
    from .. import packing

    problems.extend(pack.problems)
    counted = f"{several(pack.pages, 'page')}, {several(pack.made, 'part')} set anew"
    _written(pack.data, packing.named(read, of, ".pdf"), read, of, counted, pack.ids)
    name = packing.named(read, of, ".docx")
    if pack.word:
        _written(pack.word, name, read, of, "its contents name the PDF's pages", pack.ids)
    elif pack.fresh:
        print(f"unchanged  {packing.folder(of.whose)}/{name}")
    elif of.word:
        _withdraw_file(name, read, of)


def _digest(read: Source, wrong: tuple[Problem, ...], of: Variant, problems: list[Problem]) -> None:
    from .. import packing, variants

    reports = _sound(read, wrong, of, problems)
    data, told = variants.digest(read, reports)
    problems.extend(told)
    counted, ids = several(len(reports), "session"), [each.id for each in reports]
    _written(data, packing.named(read, of, ".pdf"), read, of, counted, ids)


def _briefs(read: Source, wrong: tuple[Problem, ...], of: Variant, problems: list[Problem]) -> None:
    from ..build import build
    from ..manifest import output
    from ..plan import Wish

    names = tuple(each.id for each in _sound(read, wrong, of, problems))
    with common.progress() as progress:
        wish = Wish(names, ("pdf",), editions=(BRIEF,), audience=of.whose)
        outcome = build(read.workspace, wish, progress=progress)
    problems.extend(each for each in outcome.problems if each not in problems)
    made = sum(each.what == "made" for each in outcome.made)
    print(f"made       {output(of.whose)}/pdf/{BRIEF}/  {several(made, 'page')}, {outcome.fresh} up to date")


def _archive(read: Source, wrong: tuple[Problem, ...], of: Variant, problems: list[Problem]) -> None:
    from .. import jobs, packing, variants

    if of.tracks or of.sessions:
        raise WrongUse("the archive is of all sessions: leave --track and --session out")
    job = variants.archive(read, _sound(read, wrong, of, problems), packing.named(read, of))
    problems.extend(job.problems)
    folder, aside = jobs.written(job, read.workspace, of.whose, ARCHIVE)
    common.tell_made(read.workspace, folder, aside, several(len(job.files), "file"))


def _rapporteurs(read: Source, wrong: tuple[Problem, ...], of: Variant, problems: list[Problem]) -> None:
    from .. import packing, rapporteurs, source

    if of.whose != "internal":
        raise WrongUse("what a rapporteur is sent is not for the public: leave --audience out")
    if broken := [each for each in errors(wrong) if each.where.file in (source.PROGRAMME, source.CONFERENCE)]:
        raise Refused(broken)
    rows = rapporteurs.asked(read, of.sessions, of.tracks)
    with common.progress() as progress:
        laid = rapporteurs.lay_out(read, rows, packing.named(read, of), progress=progress)
    problems.extend(laid.problems)
    for what, name in laid.done:
        if what == "kept aside":
            print(f"{what} {laid.folder}/{name}  (somebody changed it by hand)")
    print(f"made       {laid.folder}/  {several(laid.sessions, 'session')}")


_MAKERS = {FULL: _full, DIGEST: _digest, BRIEF: _briefs, RAPPORTEUR: _rapporteurs, ARCHIVE: _archive}


def _written(data: bytes, name: str, read: Source, of: Variant, counted: str, sessions: Sequence[str]) -> None:
    from .. import packing

    path, aside = packing.written(data, name, read.workspace, of.whose, of.kind, sessions)
    common.tell_made(read.workspace, path, aside, counted)


def _sound(read: Source, wrong: tuple[Problem, ...], of: Variant, problems: list[Problem]) -> tuple[Report, ...]:
    """Return the reports of a pack that have no errors; the others are among the problems."""
    from .. import checks

    problems.extend(_left_out(read, wrong, of))
    held = (each for each in read.conference.reports if of.holds(each.id, each.track))
    reports = tuple(each for each in held if reported(each) and checks.sound(each, wrong))
    if not reports:
        raise WrongUse(_none(read, of))
    return reports


def _left_out(read: Source, wrong: tuple[Problem, ...], of: Variant) -> Iterator[Problem]:
    """Yield a problem for each session's file that is not in the pack, and for all that its public must not read."""
    from .. import audience, checks, source

    kept = [each for each in errors(wrong) if each.rule == audience.RULE]
    known = {each.origin.file: each for each in read.conference.reports}
    files = [source.name_of(path, read.workspace) for path in source.session_files(read.workspace)]
    for file in files:
        report = known.get(file)
        if report is None or (of.holds(report.id, report.track) and not checks.sound(report, wrong)):
            own = [each for each in errors(wrong) if each.where.file == file]
            if not own or any(each.rule != audience.RULE for each in own):
                yield error(Place(file), "it has errors and is not in the pack", "run: rapporteur check")
            yield from (each for each in own if each in kept)
        elif of.holds(report.id, report.track) and not reported(report):
            what = "nothing is written in it yet: it counts as not received, and is not in the pack"
            yield warning(Place(file), what, "write its sections", "missing")
    others = {each.where for each in read.packs}
    yield from (each for each in kept if each.where.file not in files and each.where not in others)


def _none(read: Source, of: Variant) -> str:
    reports = read.conference.reports
    if not reports:
        return "there is no session to bind: rapporteur new-session makes one"
    if of.tracks and not any(each.track in of.tracks for each in reports):
        tracks = ", ".join(dict.fromkeys(each.track for each in reports if each.track)) or "none"
        return f"no session is of the track “{'”, “'.join(of.tracks)}”; there are: {tracks}"
    return "there is no sound session to make it of"
