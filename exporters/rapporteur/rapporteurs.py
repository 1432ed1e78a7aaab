"""The rapporteur pack: for each report that is asked of somebody, what a secretariat sends them.

It is laid out in ``build/rapporteurs/<conference>/``; nothing is sent:

=====================================  ==================================================================
``<session>/<session>-<title>.docx``   the blank form, prefilled with what source and programme know of it
``<session>/<session>-guide.pdf``      a guide in the language of the session: by when, how, how long
``<session>/<session>-message.txt``    the text to go with them, to whom
``send.xlsx``                          a row for each person: address, subject, files; for a mail merge
=====================================  ==================================================================

A folder holds what concerns its own session, and no other.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import partial

from . import checks, edition, files, matters, outbox, status
from . import format as seam
from .build import Outcome, build
from .conference import ledger as ledgers
from .conference.assignments import Assignment, assignment
from .conference.ledger import Row
from .conference.reminders import addressed
from .labels import Labels
from .manifest import OUTPUT, output
from .matter import Matter
from .naming import options_for, pictures_of
from .plan import Wish
from .problems import Place, Problem, WrongUse, error, errors, warning
from .render import Task, render
from .report import Conference, Person
from .source import Source
from .variant import EVERY, MISSING

FOLDER = "rapporteurs"
LIST = "send.xlsx"
MADE = ".made.json"
RULE = "rapporteur"
TEMPLATE = "assignments.html.jinja"
EARLY = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
"""What is asked of rapporteurs does not depend on the day, so it is asked before anything is late."""
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Laid:
    """A rapporteur pack: its folder in the workspace, for how many sessions, what was done, what is wrong."""

    folder: str
    sessions: int
    done: tuple[outbox.Done, ...]
    problems: tuple[Problem, ...]


def asked(read: Source, sessions: Sequence[str], tracks: Sequence[str] = ()) -> tuple[Row, ...]:
    """Return the reports that are asked for: of the sessions named, or of those that are `MISSING`, or `EVERY` one.

    Raises `WrongUse` for a session, and for a track, of which no report is expected.
    """
    broken = {each.where.file for each in errors(checks.check(read))}
    ledger = ledgers.ledger(read.conference, broken, EARLY, [each.id for each in read.unread])
    rows = [replace(row, ask=tuple(addressed(each, ledger) for each in row.ask)) for row in ledger.rows]
    wanted = {each.casefold() for each in sessions} or {MISSING}
    unknown = wanted - {row.slot.key for row in rows} - {MISSING, EVERY}
    if unknown:
        known = ", ".join(row.slot.id for row in rows) or "none"
        raise WrongUse(f"no report is expected of {', '.join(sorted(unknown))}; of these one is: {known}")
    strange = set(tracks) - {row.slot.track for row in rows}
    if strange:
        raise WrongUse(f"no report is expected of the track “{'”, “'.join(sorted(strange))}”")
    return tuple(
        row
        for row in rows
        if not tracks or row.slot.track in tracks
        if EVERY in wanted or row.slot.key in wanted or (MISSING in wanted and not row.received)
    )


def lay_out(
    read: Source,
    rows: Sequence[Row],
    name: str,
    executor: Executor | None = None,
    progress: Progress = lambda done, of, what: None,
) -> Laid:
    """Lay the pack out, in the folder of that `name`, but for sessions of which something cannot be made.

    What was laid out there before for other sessions is removed, unless somebody changed it.
    """
    found = [assignment(row, read.conference, partial(_labels, read), status.form(row)) for row in rows]
    forms, wrong = _forms(found, read, executor)
    guides, amiss = _guides(found, read, executor, progress)
    problems = [*_of_texts(read), *wrong, *amiss]
    wanted: dict[str, bytes] = {}
    complete: list[Assignment] = []
    for each in found:
        if each.form in forms and each.guide in guides:
            complete.append(each)
            wanted |= {each.form: forms[each.form], each.guide: guides[each.guide], each.text: each.message.encode()}
        else:
            what = "this session is not in the pack: its form or its guide cannot be made"
            problems.append(error(_place(each.row), what, "run: rapporteur check"))
    problems.extend(_unsent([each.row for each in complete], read.conference))
    if complete:
        wanted[LIST] = _list(read, complete)
    home = f"{output(read.layout.audience)}/{FOLDER}/{name}"
    with files.locked(read.workspace / OUTPUT):
        done = outbox.lay_out(read.workspace / home, wanted, MADE)
    return Laid(home, len(complete), done, tuple(problems))


def _of_texts(read: Source) -> tuple[Problem, ...]:
    """Return what keeps texts of the conference's own out of the guides."""
    return errors(each for each in read.problems if each.rule == "pack" or each.where.file.startswith(matters.FOLDER))


def _place(row: Row) -> Place:
    return (row.report or row.slot).origin.place()


def _unsent(rows: Iterable[Row], conference: Conference) -> Iterator[Problem]:
    """Yield a warning wherever nobody can be written to, and one if somebody is not told by when."""
    for row in rows:
        if not row.ask:
            what = f"nobody is named who could report of {row.slot.id}"
            yield warning(_place(row), what, "name a rapporteur", RULE)
        for each in (each for each in row.ask if not each.email):
            what = f"no e-mail is known of {each.name or each.organisation}, who is asked for {row.slot.id}"
            yield warning(_place(row), what, "write it beside the name", RULE)
    undated = [row.slot.id for row in rows if not (row.slot.deadline or conference.deadline)]
    if undated:
        what, hint = f"nothing says by when {', '.join(undated)} are due", "say it for all: deadline: 2 days after"
        yield warning(conference.origin.place(), what, hint, RULE)


# What each is sent


def _labels(read: Source, language: str) -> Labels:
    return Labels(read.layout.catalogue(language), read.conference.digits)


def _forms(
    found: Sequence[Assignment], read: Source, executor: Executor | None
) -> tuple[Mapping[str, bytes], tuple[Problem, ...]]:
    """Return the blank forms by their names, made anew where they are stale, and what is wrong with them."""
    if not found:
        return {}, ()
    outcome = build(read.workspace, Wish(tuple(each.row.slot.id for each in found), blank=True), executor)
    failed = {each.path for each in outcome.made if each.what == "not made"}
    paths = {each.form: f"word/blank/{each.file}" for each in found if not _broken(each.row, outcome)}
    made = {name: read.workspace / OUTPUT / path for name, path in paths.items() if path not in failed}
    return {name: path.read_bytes() for name, path in made.items() if path.is_file()}, errors(outcome.problems)


def _broken(row: Row, outcome: Outcome) -> bool:
    return row.report is not None and row.report.origin.file in outcome.left_out


def _guides(
    found: Sequence[Assignment], read: Source, executor: Executor | None, progress: Progress
) -> tuple[Mapping[str, bytes], tuple[Problem, ...]]:
    """Return the guides by their names, set side by side, and what is wrong with them."""
    tasks = [Task("pdf", each.about, read.layout, _options(each, read)) for each in found]
    made: dict[str, bytes] = {}
    problems: list[Problem] = []
    for done, (at, data, wrong) in enumerate(render(tasks, executor), 1):
        place = found[at].row.slot.origin.place()
        problems.extend(each if each.where.file else replace(each, where=place) for each in wrong)
        if data is not None:
            made[found[at].guide] = data
        progress(done, len(tasks), found[at].guide)
    return made, tuple(dict.fromkeys(problems))


def _options(each: Assignment, read: Source) -> seam.Options:
    """Return what the exporter of a guide is told beside the session."""
    options = options_for(each.about, read.conference, read.workspace, True, edition.GUIDE.name, read.layout.audience)
    guide = (read.conference.matter or Matter()).guide
    texts = [told[1].blocks for one in guide if (told := one.told(each.about.language))]
    return replace(
        options,
        conference=replace(options.conference, matter=Matter(guide=guide)),
        pictures=pictures_of(texts, read.workspace),
        settings={
            **options.settings,
            "deadline": each.deadline,
            "room": each.row.slot.room,
            "form": each.file,
        },
    )


# What goes to whom


def _list(read: Source, found: Iterable[Assignment]) -> bytes:
    """Return the list of what goes to whom as a workbook in the conference's first language."""
    exporter = seam.load("excel")
    if not isinstance(exporter, seam.Tabling):
        raise WrongUse("the exporter called “excel” makes no other workbooks than the register")
    conference, labels = read.conference, _labels(read, read.conference.languages[0])
    context = {
        "rows": [(person, each) for each in found for person in each.row.ask or (Person(""),)],
        "conference": conference,
        "language": labels.language,
        "direction": labels.direction,
        "word": labels.word,
        "parts": labels.parts,
    }
    title = " – ".join(filter(None, (labels.word("assignments_title"), conference.name)))
    return exporter.workbook(TEMPLATE, context, read.layout, title, "")
