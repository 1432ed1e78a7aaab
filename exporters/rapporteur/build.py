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

from . import checks, files, followup, sent, session, source, starting
from . import format as seam
from .conference import programme
from .fingerprint import fingerprint
from .followup.printed import NAME as FOLLOWED
from .layout import Layout, find
from .manifest import OUTPUT, Manifest, Record, digests
from .naming import file_name, options_for, without_prose
from .problems import Place, Problem, WrongUse, error, errors, ordered
from .render import Task, render
from .report import Conference, FollowUp, Report, with_points
from .slot import Slot

WHOLE = "conference"
PROGRAMME = "the programme"
"""What a build calls all that is printed of the programme, among the inputs of the conference's files."""
EMPTY_FORM = Report(id="", title="")


@dataclass(frozen=True, slots=True)
class Wish:
    """What a build was asked for: sessions (none is all), exporters (none is all), blank forms or filled files.

    `editions` are those of the conference for none.
    """

    sessions: tuple[str, ...] = ()
    exporters: tuple[str, ...] = ()
    blank: bool = False
    editions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Made:
    """What happened to one file under build/ (made, removed, kept aside), and why."""

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
    """A deliverable that is stale, and why; `begins` is the text of a session that is only announced."""

    task: Task
    record: Record
    why: str
    begins: bytes = b""


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
    with files.locked(workspace / OUTPUT):
        manifest = Manifest.read(workspace / OUTPUT)
        plan = Plan.of(workspace, wish, manifest)
        if plan.is_fresh():
            kept = plan.kept()
            problems = ordered((*manifest.problems, *dict.fromkeys(one for each in kept for one in each.problems)))
            return Outcome(fresh=len(kept), left_out=sorted(manifest.left_out), problems=problems)
        files.remove_partial(workspace / OUTPUT)
        return _carry_out(plan, executor, progress)


@dataclass(frozen=True, slots=True)
class Plan:
    """A build before anything is read but digests: the exporters, the layout and the inputs as they are now."""

    workspace: Path
    wish: Wish
    manifest: Manifest
    exporters: Mapping[str, str]
    layout: Layout
    shared: Mapping[str, str]
    sessions: Mapping[str, str]
    follow_up: tuple[tuple[str, FollowUp], ...] = ()
    announced: str = ""

    @classmethod
    def of(cls, workspace: Path, wish: Wish, manifest: Manifest) -> Plan:
        """Return the plan for `wish`; raises `WrongUse` for an exporter that is not installed."""
        conference, _ = source.read_conference(workspace)
        layout = find(conference.layout, workspace, conference.form)
        shared = digests([workspace / source.CONFERENCE], workspace) | {f"layout {layout.name}": layout.digest()}
        sessions = digests(source.session_files(workspace), workspace)
        follow_up, _ = source.read_follow_up(workspace)
        announced = programme.digest(source.read_programme(workspace, conference)[0])
        return cls(workspace, wish, manifest, _wanted(wish), layout, shared, sessions, follow_up, announced)

    def kept(self) -> list[Record]:
        """Return the records of the last build that this wish concerns."""
        return [each for each in self.manifest.records.values() if each.exporter in self.exporters]

    def is_fresh(self) -> bool:
        """Return whether there is nothing to do, found out without reading a single session."""
        manifest = self.manifest
        known = {name: version for name, version in manifest.exporters.items() if name in self.exporters}
        if (
            self.wish.sessions
            or self.wish.blank
            or self.wish.editions
            or known != self.exporters
            or not manifest.current()
            or manifest.programme != self.programme_file()
        ):
            return False
        told = {each.subject for each in self.kept()} | set(manifest.left_out) | {WHOLE}
        if not set(self.sessions) <= told or any(self.sessions.get(f) != d for f, d in manifest.left_out.items()):
            return False
        return not any(
            self.why(each.path, self.inputs(each.subject, each.inputs), each.settings)
            for each in self.kept()
            if each.settings.get("blank") != "True"  # these are made only when they are asked for
        )

    def programme_file(self) -> str:
        """Return the digest of the programme's file, "" if there is none."""
        return digests([self.workspace / source.PROGRAMME], self.workspace)[source.PROGRAMME]

    def inputs(self, subject: str, known: Iterable[str] = ()) -> dict[str, str]:
        """Return the digests, as they are now, of what a subject's files are made from.

        `known` names its pictures, and what is printed of its recommendations' follow-up.
        """
        if subject == WHOLE:
            decided = digests([self.workspace / name for name in (source.FOLLOWUP, source.CLUSTERS)], self.workspace)
            announced = {PROGRAMME: self.announced} if self.announced else {}
            return {**self.shared, **self.sessions, **decided, **announced}
        own = {subject: self.sessions.get(subject, "")} if subject else {}
        followed = [name.removeprefix(FOLLOWED) for name in known if name.startswith(FOLLOWED)]
        pictures = [name for name in known if not (name in self.shared or name == subject or name.startswith(FOLLOWED))]
        shown = digests([self.workspace / name for name in pictures], self.workspace)
        return {**self.shared, **own, **shown, **followup.digests(self.follow_up, followed)}

    def why(self, path: str, inputs: Mapping[str, str], settings: Mapping[str, str]) -> str:
        """Return why the file at `path` must be made again, "" if it need not."""
        record = self.manifest.records.get(path)
        if record is None:
            return "new"
        if not (self.workspace / OUTPUT / path).is_file():
            return "was missing"
        if self.manifest.by_hand(path):
            return "was changed by hand"
        if not self.manifest.current():
            return "the program or a library changed"
        changed = [name for name in {*record.inputs, *inputs} if record.inputs.get(name) != inputs.get(name)]
        if changed:
            return _told(sorted(changed))
        return "" if dict(record.settings) == dict(settings) else "other options"


def _told(changed: list[str]) -> str:
    return f"{changed[0]} changed" if len(changed) == 1 else f"{changed[0]} and {len(changed) - 1} more changed"


def _wanted(wish: Wish) -> dict[str, str]:
    """Return the versions of the exporters that a build uses, by name."""
    listed, _ = seam.installed()
    versions = {each.name: f"{each.distribution} {each.version}" for each in listed}
    names = wish.exporters or (("word",) if wish.blank else tuple(versions))
    for name in names:
        if name not in versions:
            raise WrongUse(f"there is no exporter “{name}”; there are: {', '.join(versions)}")
    return {name: versions[name] for name in names}


def _carry_out(plan: Plan, executor: Executor | None, progress: Progress) -> Outcome:
    read = source.read(plan.workspace)
    problems = checks.check(read)
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
    """Return the problems to tell of: all, or those of the sessions that were asked for and of the conference."""
    if not wish.sessions:
        return problems
    kept = _files(chosen) | {source.CONFERENCE}
    return tuple(each for each in problems if each.where.file in kept)


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
        data = text.encode("utf-8")
        report, _ = session.read(text, file, asked, files.digest(data))
        for exporter in exporters if report else ():
            assert report
            target = _target(plan, exporter, without_prose(report), report, read.conference)
            yield replace(target, begins=data)


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
    options = options_for(report, conference, plan.workspace, plan.wish.blank, edition)
    path = f"{exporter.name}/{file_name(exporter, report, plan.wish.blank, edition)}"
    whose = WHOLE if report is None else report.origin.file
    known = [source.name_of(each, plan.workspace) for each in options.pictures.values()]
    known += [f"{FOLLOWED}{each.id}" for each in with_points(report.recommendations if report else ()) if each.id]
    inputs = plan.inputs(whose, known)
    if report and report.id and whose not in plan.sessions:
        inputs[whose] = report.origin.digest
    if report is None:
        options = replace(options, base=files.digest(repr(sorted(inputs.items())).encode()))
    settings = {"blank": str(options.blank), "date": options.date, "edition": edition}
    record = Record(path, exporter.name, whose, inputs, settings)
    return Target(Task(exporter.name, subject, plan.layout, options), record, plan.why(path, inputs, settings))


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
    if isinstance(exporter, seam.TwoWay) and base:
        path = workspace / target.record.subject
        text = target.begins or path.read_bytes()
        if files.digest(text) == base:  # else it changed while we built, and the next build makes the file again
            sent.keep(workspace, path.stem, base, "md", text)
    elif isinstance(exporter, seam.Remembering) and target.record.subject == WHOLE:
        sent.keep(workspace, getattr(exporter, "stem", WHOLE), base, "json", exporter.remembered(data))


def _placed(problem: Problem, target: Target) -> Problem:
    """Return a problem of rendering with the session it belongs to, if it names no file itself."""
    where = problem.where if problem.where.file else replace(problem.where, file=target.record.subject)
    return replace(problem, where=where)


def _write(plan: Plan, target: Target, data: bytes) -> Iterator[Made]:
    """Write one deliverable; a file that somebody changed by hand, or of another's making, is kept aside first."""
    folder, path = plan.workspace / OUTPUT, target.record.path
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
    """Remove the files of sessions that are gone or have another name now, and write the manifest."""
    manifest = plan.manifest
    current = {target.record.path for target in every}
    if not plan.wish.sessions and not plan.wish.blank and not plan.wish.editions:
        broken = _broken(plan, problems)
        for record in (each for each in plan.kept() if each.exporter in used):
            gone = record.path not in current and record.subject not in broken and record.settings["blank"] == "False"
            if gone and not manifest.by_hand(record.path):
                (plan.workspace / OUTPUT / record.path).unlink(missing_ok=True)
                outcome.made.append(Made(record.path, "removed", "its session is gone or has another name"))
            if gone:
                del manifest.records[record.path]
        manifest.left_out = {file: plan.sessions[file] for file in sorted(broken)}
        manifest.problems = problems
        manifest.programme = plan.programme_file()
    manifest.exporters |= {name: version for name, version in plan.exporters.items() if name in used}
    manifest.fingerprint = fingerprint()
    manifest.write()
