"""The sessions of a pack, each set once and kept by what it was made from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import replace

from ..edition import BLED, FRAGMENT
from ..format import Options
from ..labels import Labels
from ..manifest import digests
from ..naming import options_for
from ..pack import index
from ..printer import names
from ..problems import Place, Problem, Refused, errors
from ..render import Task, render
from ..report import Report
from ..rows import titled
from ..source import CONFERENCE
from .kept import Piece
from .means import Means

Progress = Callable[[int, int, str], None]


def set_each(
    means: Means, reports: Iterable[Report], executor: Executor | None, progress: Progress
) -> dict[str, Piece]:
    """Return the pages of each session by its id; those that were not kept are set, side by side."""
    found: dict[str, Piece] = {}
    tasks: list[tuple[Report, str, Task]] = []
    for report in reports:
        options = _options(means, report)
        settings = sorted(options.settings.items())
        name = means.kept.name("session", means.printer, _inputs(means, report, options), options.date, settings)
        kept = means.kept.part(name)
        if kept is None:
            tasks.append((report, name, Task("pdf", report, means.read.layout, options)))
        else:
            found[report.id] = kept
    return found | _rendered(means, tasks, executor, progress)


def _options(means: Means, report: Report) -> Options:
    read, printer = means.read, means.printer
    edition = BLED if printer else FRAGMENT
    options = options_for(report, read.conference, read.workspace, False, edition.name, read.layout.audience)
    own = printer.name if printer and printer.name in names(read.layout) else ""
    return replace(options, settings={**options.settings, "printer": own}) if printer else options


def _inputs(means: Means, report: Report, options: Options) -> Mapping[str, str]:
    read = means.read
    own = digests([read.workspace / CONFERENCE, *options.pictures.values()], read.workspace)
    own[report.id] = report.origin.digest
    if not read.conference.follow_up:
        return own
    from .. import followup

    return own | followup.digests(read.conference.follow_up, [each.id for each in report.recommendations])


def words(means: Means, report: Report, part: str) -> tuple[str, ...]:
    """Return the words of a session's pages, but for what the first one says of its conference and its track.

    As running heads do, that stands there whatever the session is about.
    """
    conference, (first, *rest) = means.read.conference, means.kept.words(part, means.exporter.words)
    labels = Labels(means.read.layout.catalogue(report.language), conference.digits)
    house = " · ".join(filter(None, (conference.name, conference.edition, conference.place, conference.dates)))
    return index.without(first, (house, titled(report.track, conference, labels))), *rest


def _rendered(
    means: Means, tasks: Sequence[tuple[Report, str, Task]], executor: Executor | None, progress: Progress
) -> dict[str, Piece]:
    said: list[Problem] = []
    found: dict[str, Piece] = {}
    for done, (at, data, problems) in enumerate(render([task for _, _, task in tasks], executor), 1):
        report, name, _ = tasks[at]
        own = tuple(placed(each, report.origin.place()) for each in problems)
        said.extend(own)
        if data is not None:
            pages, places = means.exporter.page_count(data), _listed(means, report, data)
            found[report.id] = means.kept.keep(name, data, pages, own, places)
        progress(done, len(tasks), report.id)
    if wrong := errors(said):
        raise Refused(wrong)
    return found


def _listed(means: Means, report: Report, data: bytes) -> dict[str, int]:
    """Return on which of its pages each recommendation of a session is, which lists name."""
    names, known = map(report.anchor, report.recommendations), means.exporter.places(data)
    return {each: known[each] for each in names if each in known}


def placed(problem: Problem, where: Place) -> Problem:
    """Return a problem at a place, unless it has a file already."""
    return problem if problem.where.file else replace(problem, where=where)
