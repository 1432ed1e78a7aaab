"""`rapporteur press`: all that a printer needs of a session, in one folder."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from ..problems import Place, Problem, Refused, WrongUse, error, errors, several
from ..variant import FULL, RULE, Variant, called
from . import common

if TYPE_CHECKING:
    from ..jobs import Copy
    from ..printer import Printer
    from ..report import Person
    from ..source import Source

ABOUT = """\
Makes a folder under build/press/ for each session, or for the pack: the interior with its blank pages, the cover with
its spine, the booklet on sheets, what preflight found, a job ticket and checksums. Send the folder to the printer as
it is.
"""


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `press` to the command line."""
    command = commands.add_parser(
        "press",
        help="make all that a printer needs",
        description=ABOUT,
        epilog='example:\n  rapporteur press T3-S01 --printer european-offset --quantity 500 --paper "115 g matt"',
        formatter_class=argparse.RawTextHelpFormatter,
    )
    command.add_argument("sessions", nargs="*", metavar="SESSION", help="ids or file names (default: all)")
    command.add_argument(
        "--printer", default="", metavar="NAME", help="of the layout (default: the one of conference.yaml)"
    )
    command.add_argument("--quantity", default="", metavar="N", help="how many copies, for the ticket")
    command.add_argument("--paper", default="", metavar="TEXT", help="on what paper, for the ticket")
    command.add_argument(
        "--contact",
        default="",
        metavar="TEXT",
        help="whom the printer asks, for the ticket (default: contact: of conference.yaml)",
    )
    command.add_argument(
        "--pack",
        nargs="?",
        const="",
        metavar="NAME",
        help="of the pack of all sessions, in place of each by itself; or of one that conference.yaml names",
    )
    command.add_argument("--track", default="", metavar="ID", help="with --pack: the reports of this track only")
    common.add_audience(command, usual=None)
    common.add_strict(command)
    command.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Make the job of each session; exit 1 where a source or a file has errors."""
    from .. import audience, checks, jobs, printer, source

    if arguments.sessions and arguments.pack is not None:
        raise WrongUse("--pack binds all sessions: name none, or leave --pack out")
    workspace = common.workspace(arguments)
    read = source.read(workspace)
    of = _pack(arguments, read)
    whose = arguments.audience or (of.whose if of else audience.INTERNAL)
    read, wrong = audience.seen(read, whose, checks.check(read))
    printing = read.conference.printing
    chosen = printer.chosen(read.layout, arguments.printer or printing.printer, printing.paper)
    order = jobs.Order(arguments.quantity, arguments.paper, arguments.contact or _reached(read.conference.contact))
    kept = (each for each in errors(wrong) if each.rule == audience.RULE)
    problems = [each for each in kept if not each.where.file.startswith(source.SESSIONS)]
    for make in _copies(arguments.sessions, of, read, wrong, chosen, problems):
        try:
            job = jobs.made(make(), read.conference, read.layout, workspace, chosen, order)
        except Refused as mistake:
            problems.extend(mistake.problems)
            continue
        folder, aside = jobs.written(job, workspace, whose)
        common.tell_made(workspace, folder, aside, several(len(job.files), "file"))
        problems.extend(job.problems)
    common.tell(problems)
    return common.code(problems, arguments.strict)


def _reached(contact: Person | None) -> str:
    """Return how those are reached whom rapporteurs write to."""
    return ", ".join(part for part in (contact.name, contact.email, contact.phone) if part) if contact else ""


def _pack(arguments: argparse.Namespace, read: Source) -> Variant | None:
    """Return the pack that is to be printed, None for the sessions each by itself."""
    if arguments.pack is None:
        return None
    if not arguments.pack:
        return Variant(tracks=(arguments.track,) if arguments.track else ())
    if arguments.track:
        raise WrongUse("conference.yaml says what its packs hold: leave --track out")
    if wrong := [each for each in errors(read.problems) if each.rule == RULE]:
        raise Refused(wrong)
    found = called(arguments.pack, read.packs)
    if found.kind != FULL:
        raise WrongUse(
            f"the pack “{found.name}” is no volume to be printed but a {found.kind}: rapporteur pack makes it"
        )
    return found


def _copies(
    sessions: Sequence[str],
    of: Variant | None,
    read: Source,
    wrong: tuple[Problem, ...],
    chosen: Printer,
    problems: list[Problem],
) -> Iterator[Callable[[], Copy]]:
    """Yield what makes each thing to be printed: the pack, or the sessions that have no errors."""
    from .. import audience, checks, jobs, packing, source

    if of:
        yield lambda: packing.copy(read, of, wrong, chosen)
        return
    for report in source.select(read, sessions):
        if checks.sound(report, wrong):
            yield partial(jobs.copy_of, report, read.conference, read.layout, read.workspace, chosen)
        else:
            own = [each for each in errors(wrong) if each.where.file == report.origin.file]
            kept = [each for each in own if each.rule == audience.RULE]
            what, hint = "it has errors and is not printed", "run: rapporteur check"
            problems.extend(kept if kept == own else [*kept, error(Place(report.origin.file), what, hint)])
