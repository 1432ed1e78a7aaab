"""The canonical source of a conference: the files under `source/`, read and typed, each value with its line.

Reading never stops at the first mistake: whatever can be read is, and every mistake is a problem with file and line.
Only this module and `ids` know the names of the files.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath

from . import files, layout, matters, printer, session, slots, stated, variant
from .matter import Matter
from .problems import Place, Problem, Refused, WrongUse, error, errors, warning
from .report import FOLLOW_UP, Cluster, Conference, FollowUp, Origin, Report, with_points
from .settings import Settings, parse, places
from .slot import Slot
from .unread import Unread
from .variant import Variant

CONFERENCE = "source/conference.yaml"
SESSIONS = "source/sessions"
PROGRAMME = "source/programme.yaml"
FOLLOWUP = "source/followup.yaml"
CLUSTERS = "source/clusters.yaml"
COMMENTS = ".comments.md"
"""Files in the sessions' folder that end so are lists of open points, not sessions."""
TEXTS = (".md", ".markdown", ".mdown", ".mkd", ".txt", ".yaml", ".yml")
LARGEST = 5_000_000
"""No source file may be larger, in bytes: a session report of a thousand pages is a mistake."""


@dataclass(frozen=True, slots=True)
class Source:
    """What a workspace says: the conference with the reports that could be read, its layout, packs, what is wrong.

    `unread` are the session files that gave no report; `at` is when it was read, in seconds since 1970.
    """

    workspace: Path
    conference: Conference
    layout: layout.Layout
    problems: tuple[Problem, ...]
    packs: tuple[Variant, ...] = ()
    unread: tuple[Unread, ...] = ()
    at: float = field(default_factory=time.time, compare=False)

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of all sessions that are announced or have a report."""
        return _ids(self.conference)

    def problems_of(self, report: Report) -> tuple[Problem, ...]:
        """Return what is wrong with one report's file."""
        return tuple(each for each in self.problems if each.where.file == report.origin.file)


def find_workspace(start: Path) -> Path:
    """Return the nearest folder at or above `start` that holds a conference; raises `WrongUse` if none does."""
    start = start.resolve()
    for folder in (start, *start.parents):
        if (folder / CONFERENCE).is_file():
            return folder
    raise WrongUse(f"no {CONFERENCE} here or above; `rapporteur new my-conference` makes a workspace")


def session_files(workspace: Path) -> tuple[Path, ...]:
    """Return the session files in the order of their names; hidden ones belong to editors and systems."""
    found = ((path.name, path) for path in (workspace / SESSIONS).glob("*.md"))
    return tuple(path for name, path in sorted(found) if not name.startswith(".") and not name.endswith(COMMENTS))


def _overlooked(workspace: Path) -> Iterator[Problem]:
    """Yield a warning for each text beside the sessions that is not read as one."""
    folder = workspace / SESSIONS
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.name.startswith(".") or path.suffix == ".md":
            continue
        if path.suffix.casefold() in TEXTS or (path.is_dir() and any(path.rglob("*.md"))):
            what, hint = "this is not read as a session", f"sessions are files *.md right in {SESSIONS}"
            yield warning(Place(name_of(path, workspace)), what, hint, "source")


def read(workspace: Path, only: Iterable[Path] | None = None) -> Source:
    """Return what the workspace says; `only` names the session files to read, all of them without it.

    Raises `Refused` when there is nothing to go on: no conference file, or a layout whose form cannot be read.
    """
    at = time.time()
    conference, problems = read_conference(workspace)
    chosen = layout.find(conference.layout, workspace, conference.form)
    problems.extend(_no_printer(conference, chosen))
    paths = session_files(workspace) if only is None else tuple(only)
    if not paths:
        where = Place(SESSIONS)
        problems.append(
            warning(where, "there is no session yet", 'begin one: rapporteur new-session "Title"', "source")
        )
    reports: list[Report] = []
    unread: list[Unread] = []
    for path in paths:
        report, mistakes = read_session(path, workspace, conference, chosen)
        problems.extend(mistakes)
        if report:
            reports.append(report)
        else:
            unread.append(Unread(name_of(path, workspace), _as_text(path)))
    problems.extend((*_overlooked(workspace), *_twice(reports)))
    programme, wrong = read_programme(workspace, conference)
    problems.extend(wrong)
    follow_up, wrong = read_follow_up(workspace)
    problems.extend(wrong)
    clusters, wrong = _clusters(workspace, reports if only is None and len(reports) == len(paths) else None)
    problems.extend(wrong)
    complete = replace(conference, follow_up=follow_up, clusters=clusters, programme=programme)
    matter, wrong = read_matter(workspace, conference)
    problems.extend(wrong)
    complete = replace(complete, reports=_in_turn(reports, programme), matter=matter)
    packs, wrong = _packs(workspace, complete, whole=only is None and len(reports) == len(paths))
    problems.extend(wrong)
    return Source(workspace, complete, chosen, tuple(problems), packs, tuple(unread), at)


def alone(workspace: Path, conference: Conference, chosen: layout.Layout, paths: Iterable[Path]) -> Source:
    """Return some session files, read, of a conference whose programme and texts are not."""
    found = [read_session(path, workspace, conference, chosen) for path in paths]
    reports = tuple(report for report, _ in found if report)
    follow_up, clusters = read_follow_up(workspace)[0], _clusters(workspace, None)[0]
    complete = replace(conference, reports=reports, follow_up=follow_up, clusters=clusters)
    return Source(workspace, complete, chosen, tuple(problem for _, wrong in found for problem in wrong))


def _in_turn(reports: Iterable[Report], programme: Iterable[Slot]) -> tuple[Report, ...]:
    """Return reports in the order of the programme; those that are not in it follow as they stand."""
    turns = {slot.key: at for at, slot in enumerate(programme)}
    return tuple(sorted(reports, key=lambda each: turns.get(each.id.casefold(), len(turns))))


def read_programme(workspace: Path, conference: Conference) -> tuple[tuple[Slot, ...], list[Problem]]:
    """Return the sessions that the conference announces, by time, and what is wrong; there may be no such file."""
    path = workspace / PROGRAMME
    if not path.is_file():
        return (), []
    text, digest, problems = _text(path, workspace)
    found, wrong = slots.read(text, PROGRAMME, conference.languages[0], digest)
    return found, [*problems, *wrong]


def read_matter(workspace: Path, conference: Conference) -> tuple[Matter | None, list[Problem]]:
    """Return what stands around the sessions in the conference's pack, and what is wrong with its texts."""
    if "pack" not in conference.origin.lines:
        return None, []
    settings = _settings(workspace)
    language = conference.languages[0]
    return matters.read(settings, workspace, lambda path: _text(path, workspace), language), settings.problems


def _settings(workspace: Path) -> Settings:
    """Return the conference's file, of which it is known what is wrong."""
    return Settings(parse(_text(workspace / CONFERENCE, workspace)[0], CONFERENCE)[0], CONFERENCE, [])


def _packs(workspace: Path, conference: Conference, whole: bool) -> tuple[tuple[Variant, ...], list[Problem]]:
    """Return the packs that the conference names, and what is wrong with them; not all is known without the `whole`."""
    if "packs" not in conference.origin.lines:
        return (), []
    settings = _settings(workspace)
    found = variant.read(settings, [each.id for each in conference.tracks])
    return found, [*settings.problems, *(variant.strangers(found, _ids(conference)) if whole else ())]


def _ids(conference: Conference) -> tuple[str, ...]:
    """Return the ids of all sessions that are announced or have a report."""
    found = [*(each.id for each in conference.programme), *(each.id for each in conference.reports)]
    return tuple(dict.fromkeys(found))


def read_conference(workspace: Path) -> tuple[Conference, list[Problem]]:
    """Return the conference without its reports, and what is wrong with its file; raises `Refused` if there is none."""
    text, digest, problems = _text(workspace / CONFERENCE, workspace)
    if errors(problems):
        raise Refused(problems)
    node, wrong = parse(text, CONFERENCE)
    if errors(wrong):
        raise Refused(wrong)
    settings = Settings(node, CONFERENCE, [*problems, *wrong])
    return stated.conference(settings, Origin(CONFERENCE, digest, dict(places(node, "")))), settings.problems


def _no_printer(conference: Conference, chosen: layout.Layout) -> Iterator[Problem]:
    """Yield what is wrong with the printer that a conference names: its layout has none such, or cannot read it."""
    name = conference.printing.printer
    if name and name not in printer.names(chosen):
        known = ", ".join(printer.names(chosen)) or "none"
        hint = f"use one of: {known}; or add layouts/{chosen.name}/printers/{name}.yaml"
        yield error(conference.origin.place("print"), f"the layout has no printer “{name}”", hint, "printer")
    elif name:
        try:
            printer.read(chosen, name)
        except Refused as mistake:
            yield from mistake.problems


def read_session(
    path: Path, workspace: Path, conference: Conference, chosen: layout.Layout
) -> tuple[Report | None, tuple[Problem, ...]]:
    """Return the report of one session file, None if it cannot be read at all, and what is wrong with it."""
    text, digest, problems = _text(path, workspace)
    if errors(problems):
        return None, tuple(problems)
    language = conference.languages[0]
    asked = session.Asked(chosen.form, chosen.catalogue, language)
    report, wrong = session.read(text, name_of(path, workspace), asked, digest)
    return report, (*problems, *wrong)


def name_of(path: Path, workspace: Path) -> str:
    """Return a file's name as people write it: from the workspace on, with forward slashes."""
    return path.relative_to(workspace).as_posix() if path.is_relative_to(workspace) else str(path)


def _as_text(path: Path) -> str:
    """Return what can be read of a file, "" for one that is too large or cannot be opened."""
    try:
        return path.read_bytes().decode("utf-8", "replace") if path.stat().st_size <= LARGEST else ""
    except OSError:
        return ""


def _text(path: Path, workspace: Path) -> tuple[str, str, list[Problem]]:
    """Return a source file's text and digest; what cannot be read is a problem and gives an empty text."""
    name = name_of(path, workspace)
    try:
        if path.stat().st_size > LARGEST:
            return "", "", [error(Place(name), f"this file is larger than {LARGEST:,} bytes", "part it", "source")]
        data = path.read_bytes()
    except OSError as mistake:
        return "", "", [error(Place(name), f"this file cannot be read: {mistake.strerror}", rule="source")]
    try:
        return data.decode("utf-8"), files.digest(data), []
    except UnicodeDecodeError as mistake:
        line = data.count(b"\n", 0, mistake.start) + 1
        hint = "save the file as UTF-8 (in Notepad: Save as, Encoding)"
        return "", "", [error(Place(name, line), "a character here is not UTF-8", hint, "encoding")]


def _twice(reports: Iterable[Report]) -> Iterator[Problem]:
    """Yield a problem for every id that stands in two places: of sessions and of recommendations."""
    seen: dict[str, Place] = {}
    for report in reports:
        found = [(report.id, report.origin.place("id"))]
        found += [(each.id, Place(report.origin.file, each.line)) for each in with_points(report.recommendations)]
        for name, place in found:
            if name and name.casefold() in seen:
                what = f"the id “{name}” stands a second time; the first is at {seen[name.casefold()]}"
                yield error(place, what, "give each session and each recommendation an id of its own", "id")
            seen.setdefault(name.casefold(), place)


def _clusters(workspace: Path, reports: Iterable[Report] | None) -> tuple[tuple[Cluster, ...], list[Problem]]:
    """Return what was decided of recommendations that may be one; `reports` are all that there are, None if unknown."""
    path = workspace / CLUSTERS
    if not path.is_file():
        return (), []
    from .conference import decisions

    text, _, problems = _text(path, workspace)
    every = [each.id for report in reports or () for each in report.recommendations if each.id]
    known = None if reports is None else {name.casefold(): name for name in every}
    found, wrong = decisions.read(text, CLUSTERS, known)
    return found, [*problems, *wrong]


def read_follow_up(workspace: Path) -> tuple[tuple[tuple[str, FollowUp], ...], list[Problem]]:
    """Return what became of each recommendation, by its id; there may be no such file yet."""
    path = workspace / FOLLOWUP
    if not path.is_file():
        return (), []
    text, _, problems = _text(path, workspace)
    node, wrong = parse(text, FOLLOWUP)
    problems.extend(wrong)
    found: list[tuple[str, FollowUp]] = []
    for name, each in node.map.items():
        settings = Settings(each, FOLLOWUP, problems)
        if each.kind != "a map" and each.value:
            what = f"“{name}” needs columns under it, and {each.kind} stands here"
            problems.append(error(Place(FOLLOWUP, each.line), what, "write under it: status: done", "value"))
        settings.only(*FOLLOW_UP, "history")
        values = tuple((column, value) for column in FOLLOW_UP if (value := settings.text(column)))
        history = tuple(_event(change) for change in settings.maps("history"))
        lines = {column: one.line for column, one in each.map.items()}
        found.append((name, FollowUp(values, history, Origin(FOLLOWUP, lines=lines))))
    return tuple(found), problems


def _event(settings: Settings) -> tuple[tuple[str, str], ...]:
    return tuple((key, each.text) for key, each in settings.node.map.items())


def select(source: Source, names: Iterable[str]) -> tuple[Report, ...]:
    """Return the reports called `names` (an id or a file name, in any case), all of them for no names.

    Raises `WrongUse` naming those that are not there, `Refused` with what is wrong in files that cannot be read.
    """
    files = named(source, names)
    broken = {each.file for each in source.unread} & files if names else set()
    if broken:
        raise Refused([each for each in errors(source.problems) if each.where.file in broken])
    return tuple(each for each in source.conference.reports if each.origin.file in files)


def named(source: Source, names: Iterable[str]) -> set[str]:
    """Return the session files called `names`, also those that cannot be read, all of them for no names.

    Raises `WrongUse` naming those that are not there.
    """
    held = [(each.id, each.origin.file) for each in source.conference.reports]
    held += [(each.id, each.file) for each in source.unread]
    wanted = {PurePath(name).stem.casefold() if name.endswith(".md") else name.casefold() for name in names}
    found = {file: {name.casefold(), PurePath(file).stem.casefold()} for name, file in held}
    missing = wanted - {name for known in found.values() for name in known}
    if missing:
        known = ", ".join(name for name, _ in held) or "none"
        raise WrongUse(f"there is no session {', '.join(sorted(missing))}; there are: {known}")
    return {file for file, known in found.items() if not wanted or known & wanted}
