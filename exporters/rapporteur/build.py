"""The build: what is stale, rendered in parallel, written whole, and said why.

A *target* is one deliverable: an exporter's file of one session or of the whole conference. It is fresh when the
manifest of the last build records the same inputs, the same fingerprint, and the file as it stands. A session with
errors is left out and named; the others build. A file that somebody changed by hand is kept aside, never overwritten.

Nothing else writes to ``build/`` but the jobs for printers (`jobs`), each in a folder of its own. Elsewhere a build
only keeps what it hands out (`sent`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from pathlib import Path

from . import audience, checks, files, sent, session, source, starting
from . import format as seam
from .conference import programme
from .fingerprint import fingerprint
from .followup.printed import NAME as FOLLOWED
from .manifest import OUTPUT, Manifest, Record
from .naming import file_name, options_for, source_of, without_prose
from .plan import SHOWN, WHOLE, Plan, Wish
from .problems import Place, Problem, WrongUse, error, errors, ordered
from .render import Task, render
from .report import Conference, Report, with_points
from .slot import Slot

EMPTY_FORM = Report(id="", title="")


@dataclass(frozen=True, slots=True)
class Made:
    """What happened to one file under the folder of its audience (made, removed, kept aside), and why."""

    path: str
    what: str
    why: str
    size: int = 0


@dataclass(slots=True)
class Outcome:
    """What a build did: the files it touched, how many were fresh already, what it left out, and what is wrong."""

    made: list[Made] = field(default_factory=list)
    fresh: int = 0
    left_out: list[str] = field(default_factory=list)
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Target:
    """A deliverable that is stale, and why."""

    task: Task
    record: Record
    why: str


Progress = Callable[[int, int, str], None]
"""Told after each file: how many are done, of how many, and which."""


def build(
    workspace: Path,
    wish: Wish,
    executor: Executor | None = None,
    progress: Progress = lambda done, of, path: None,
) -> Outcome:
    """Bring ``build/`` up to date with the source and return what was done.

    Renders on `executor`, or on processes of its own. Raises `WrongUse` for names that do not exist, `Refused` when the
    conference itself cannot be read.
    """
    if wish.blank and wish.audience != audience.INTERNAL:
        raise WrongUse("blank forms are for rapporteurs, not for the public: leave --audience out")
    with files.locked(workspace / OUTPUT):
        manifest = Manifest.of(workspace, wish.audience)
        plan = Plan.of(workspace, wish, manifest)
        if plan.is_fresh():
            kept = plan.kept()
            problems = ordered((*manifest.problems, *dict.fromkeys(one for each in kept for one in each.problems)))
            return Outcome(fresh=len(kept), left_out=sorted(manifest.left_out), problems=problems)
        files.remove_partial(workspace / OUTPUT)
        return _carry_out(plan, executor, progress)


def _carry_out(plan: Plan, executor: Executor | None, progress: Progress) -> Outcome:
    read = source.read(plan.workspace)
    read, problems = audience.seen(read, plan.wish.audience, checks.check(read))
    chosen, announced = _chosen(read, plan.wish)
    scope = _in_scope(problems, chosen, plan.wish)
    sound = [report for report in read.conference.reports if checks.sound(report, problems)]
    outcome = Outcome(left_out=sorted(_broken(plan, problems) & {*_files(chosen), *_unread(plan, read)}))
    conference = replace(read.conference, reports=tuple(sound))
    exporters, unusable = _loaded(plan)
    every = list(_targets(plan, exporters, conference, [report for report in sound if report in chosen]))
    every += _begun(plan, exporters, read, announced)
    stale = [target for target in every if target.why]
    outcome.fresh = len(every) - len(stale)
    try:
        failed = _make(plan, stale, outcome, executor, progress, {exporter.name: exporter for exporter in exporters})
    finally:
        _remember(plan, every, problems, outcome, {exporter.name for exporter in exporters})
    known = (plan.manifest.records.get(target.record.path) for target in every)
    said = dict.fromkeys(problem for each in known if each for problem in each.problems)  # editions may agree
    outcome.problems = ordered((*unusable, *scope, *failed, *said))
    return outcome


def _chosen(read: source.Source, wish: Wish) -> tuple[tuple[Report, ...], tuple[Slot, ...]]:
    """Return the reports that a wish names and, if it is for blank forms, the sessions that are only announced."""
    missing = programme.missing(read.conference) if wish.blank else ()
    names = {each.casefold() for each in wish.sessions}
    announced = tuple(slot for slot in missing if not names or slot.key in names)
    left = [each for each in wish.sessions if each.casefold() not in {slot.key for slot in announced}]
    return source.select(read, left) if left or not names else (), announced


def _files(reports: Iterable[Report]) -> set[str]:
    return {report.origin.file for report in reports}


def _unread(plan: Plan, read: source.Source) -> set[str]:
    """Return the session files that gave no report at all."""
    return set() if plan.wish.sessions else set(plan.sessions) - _files(read.conference.reports)


def _broken(plan: Plan, problems: tuple[Problem, ...]) -> set[str]:
    return {each.where.file for each in errors(problems)} & set(plan.sessions)


def _in_scope(problems: tuple[Problem, ...], chosen: tuple[Report, ...], wish: Wish) -> tuple[Problem, ...]:
    """Return the problems to tell of: all, or those of the sessions that were asked for and of what is around them."""
    if not wish.sessions:
        return problems
    kept = _files(chosen) | {source.CONFERENCE}
    around = (source.FOLLOWUP, source.CLUSTERS, source.PROGRAMME)
    return tuple(
        each
        for each in problems
        if each.where.file in kept or (each.rule == audience.RULE and each.where.file in around)
    )


def _loaded(plan: Plan) -> tuple[list[seam.Exporter], tuple[Problem, ...]]:
    """Return the exporters that can be used, and what is wrong with the others; one that fails stops no other one."""
    exporters: list[seam.Exporter] = []
    problems = list(seam.installed()[1])
    for name, distribution in plan.exporters.items():
        try:
            exporters.append(seam.load(name))
        except WrongUse as mistake:
            hint = "take it out, or ask its author"
            problems.append(error(Place(distribution), str(mistake), hint, "exporter"))
    return exporters, tuple(problems)


def _targets(
    plan: Plan, exporters: list[seam.Exporter], conference: Conference, chosen: list[Report]
) -> Iterator[Target]:
    """Yield everything the wish asks for, stale or not."""
    for exporter in exporters:
        if plan.wish.blank:
            empty = [EMPTY_FORM] if not plan.wish.sessions else []
            for report in (*empty, *(without_prose(report) for report in chosen)):
                yield _target(plan, exporter, report, report, conference)
            continue
        if "report" in exporter.subjects:
            for edition in _editions(plan, exporter, conference):
                for report in chosen:
                    yield _target(plan, exporter, report, report, conference, edition)
        if "conference" in exporter.subjects:
            yield _target(plan, exporter, conference, None, conference)


def _begun(
    plan: Plan, exporters: list[seam.Exporter], read: source.Source, announced: Iterable[Slot]
) -> Iterator[Target]:
    """Yield a prefilled form for each session that is announced and has no report yet."""
    layout = read.layout
    asked = session.Asked(layout.form, layout.catalogue, read.conference.languages[0])
    for slot in announced:
        file, text = starting.announced(read, slot)
        report, _ = session.read(text, file, asked, files.digest(text.encode()))
        if report:
            report = replace(report, origin=replace(report.origin, text=text))
            for exporter in exporters:
                yield _target(plan, exporter, without_prose(report), report, read.conference)


def _editions(plan: Plan, exporter: seam.Exporter, conference: Conference) -> tuple[str, ...]:
    """Return the editions to make of an exporter's files; "" where it knows of none.

    One that was asked for once is kept up to date from then on.
    """
    if not isinstance(exporter, seam.Editioned):
        return ("",)
    made = {each.settings.get("edition") for each in plan.kept() if each.exporter == exporter.name}
    usual = {*conference.printing.editions, *made}
    return tuple(each for each in exporter.editions if each in (plan.wish.editions or usual))


def _target(
    plan: Plan,
    exporter: seam.Exporter,
    subject: seam.Subject,
    report: Report | None,
    conference: Conference,
    edition: str = "",
) -> Target:
    options = options_for(report, conference, plan.workspace, plan.wish.blank, edition, plan.wish.audience)
    path = f"{exporter.name}/{file_name(exporter, report, plan.wish.blank, edition)}"
    whose = WHOLE if report is None else report.origin.file
    known = [source.name_of(each, plan.workspace) for each in options.pictures.values()]
    known += [f"{FOLLOWED}{each.id}" for each in with_points(report.recommendations if report else ()) if each.id]
    inputs = plan.inputs(whose, known)
    if report and report.id and whose not in plan.sessions:
        inputs[whose] = report.origin.digest
    if report is None:
        options = replace(options, base=_base(inputs, conference, plan.wish.audience))
    settings = {"blank": str(options.blank), "date": options.date, "edition": edition}
    if report and plan.wish.audience != audience.INTERNAL:
        settings[SHOWN] = _shown(report, conference)
    record = Record(path, exporter.name, whose, inputs, settings)
    return Target(Task(exporter.name, subject, plan.layout, options), record, plan.why(path, inputs, settings))


def _shown(report: Report, conference: Conference) -> str:
    """Return a digest of what the public may see around a report: that also depends on whom other sessions withhold."""
    ids = {each.id for each in with_points(report.recommendations)}
    followed = [each for each in conference.follow_up if each[0] in ids]
    told = (conference.name, conference.edition, conference.place, conference.dates, conference.tracks, followed)
    return files.digest(repr(told).encode())


def _base(inputs: Mapping[str, str], conference: Conference, whose: str) -> str:
    """Return the digest of what a file of the whole conference says; nothing else may go into one for the public."""
    shown = (conference.follow_up, conference.clusters, [(each.id, each.origin.digest) for each in conference.reports])
    made_from = sorted(inputs.items()) if whose == audience.INTERNAL else shown
    return files.digest(repr(made_from).encode())


def _make(
    plan: Plan,
    stale: list[Target],
    outcome: Outcome,
    executor: Executor | None,
    progress: Progress,
    exporters: Mapping[str, seam.Exporter],
) -> list[Problem]:
    """Render the stale targets, write each as it comes, and return why some could not be made."""
    failed: list[Problem] = []
    rendered = render([target.task for target in stale], executor)
    for done, (at, data, problems) in enumerate(rendered, 1):
        target = stale[at]
        told = tuple(_placed(problem, target) for problem in problems)
        if data is not None:
            _keep_base(plan.workspace, exporters[target.task.exporter], target, data)
            outcome.made.extend(_write(plan, replace(target, record=replace(target.record, problems=told)), data))
        else:
            failed.extend(told)
            outcome.made.append(Made(target.record.path, "not made", "errors"))
        progress(done, len(stale), target.record.path)
    return failed


def _keep_base(workspace: Path, exporter: seam.Exporter, target: Target, data: bytes) -> None:
    """Keep what a deliverable was made from, before it can be handed out, if its edits may come back."""
    base = target.task.options.base
    subject = target.task.subject
    if isinstance(exporter, seam.TwoWay) and base and isinstance(subject, Report):
        text = source_of(subject, workspace)
        if text:  # else it changed while we built, and the next build makes the file again
            sent.keep(workspace, Path(target.record.subject).stem, base, "md", text)
    elif isinstance(exporter, seam.Remembering) and target.record.subject == WHOLE:
        sent.keep(workspace, getattr(exporter, "stem", WHOLE), base, "json", exporter.remembered(data))


def _placed(problem: Problem, target: Target) -> Problem:
    """Return a problem of rendering with the session it belongs to, if it names no file itself."""
    where = problem.where if problem.where.file else replace(problem.where, file=target.record.subject)
    return replace(problem, where=where)


def _write(plan: Plan, target: Target, data: bytes) -> Iterator[Made]:
    """Write one deliverable; a file that somebody changed by hand, or of another's making, is kept aside first."""
    folder, path = plan.folder, target.record.path
    digest = files.digest(data)
    if plan.manifest.by_hand(path, digest):
        aside = files.free_name(folder / path)
        (folder / path).rename(aside)
        yield Made(aside.relative_to(folder).as_posix(), "kept aside", "somebody changed it by hand")
    plan.manifest.announce(path, digest)
    files.write_atomically(folder / path, data)
    plan.manifest.records[path] = replace(target.record, digest=digest, size=len(data))
    yield Made(path, "made", target.why, len(data))


def _remember(plan: Plan, every: list[Target], problems: tuple[Problem, ...], outcome: Outcome, used: set[str]) -> None:
    """Remove the files of sessions that are gone or have another name now, and write the manifest.

    Of a session that the public must not see any more, nothing stays that was made for the public before.
    """
    manifest = plan.manifest
    if plan.wish.audience != audience.INTERNAL:
        for record in [each for each in manifest.records.values() if each.subject in _broken(plan, problems)]:
            _take_out(plan, record, outcome, "its session has errors")
    current = {target.record.path for target in every}
    if not plan.wish.sessions and not plan.wish.blank and not plan.wish.editions:
        broken = _broken(plan, problems)
        for record in (each for each in plan.kept() if each.exporter in used):
            gone = record.path not in current and record.subject not in broken and record.settings["blank"] == "False"
            if gone:
                _take_out(plan, record, outcome, "its session is gone or has another name")
        manifest.left_out = {file: plan.sessions[file] for file in sorted(broken)}
        manifest.problems = problems
        manifest.programme = plan.programme_file()
    if plan.wish.blank:
        for record in _former(plan, every):
            _take_out(plan, record, outcome, "its session has another title now")
    manifest.exporters |= {name: version for name, version in plan.exporters.items() if name in used}
    manifest.fingerprint = fingerprint()
    manifest.write()


def _former(plan: Plan, every: list[Target]) -> list[Record]:
    """Return the records of blank forms that these targets replace under another name."""
    whose = {(target.record.exporter, target.record.subject): target.record.path for target in every}
    blank = [each for each in plan.kept() if each.settings["blank"] == "True"]
    return [each for each in blank if whose.get((each.exporter, each.subject), each.path) != each.path]


def _take_out(plan: Plan, record: Record, outcome: Outcome, why: str) -> None:
    """Remove a file that a build made, unless somebody changed it by hand, and forget it."""
    if not plan.manifest.by_hand(record.path):
        (plan.folder / record.path).unlink(missing_ok=True)
        outcome.made.append(Made(record.path, "removed", why))
    del plan.manifest.records[record.path]
