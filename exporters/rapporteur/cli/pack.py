"""`rapporteur pack`: the reports of all sessions in one volume."""

from __future__ import annotations

import argparse

from ..problems import Place, Problem, Refused, WrongUse, error, several
from . import common

ABOUT = """\
Binds the reports of all sessions to one accessible PDF, build/pack/<conference>.pdf: cover, contents, the conference
in numbers, each track with its reports, and lists of recommendations, people and organisations with their pages. A
session that was not edited is not set again. In the place of a report that has errors, a page says that it is missing.
"""


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `pack` to the command line."""
    command = commands.add_parser(
        "pack",
        help="bind all reports to one volume",
        description=ABOUT,
        epilog="example:\n  rapporteur pack --track 3",
        formatter_class=argparse.RawTextHelpFormatter,
    )
    command.add_argument("--track", default="", metavar="ID", help="the reports of this track only (default: of all)")
    common.add_audience(command)
    common.add_strict(command)
    command.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Make the pack; exit 1 if a report is left out, or the pack cannot be made."""
    from .. import audience, checks, packing, source

    workspace = common.workspace(arguments)
    read = source.read(workspace)
    read, wrong = audience.seen(read, arguments.audience, checks.check(read))
    reports = [each for each in read.conference.reports if arguments.track in ("", each.track)]
    if not reports:
        tracks = ", ".join(dict.fromkeys(each.track for each in read.conference.reports if each.track))
        raise WrongUse(f"no session is of the track “{arguments.track}”; there are: {tracks}" if tracks else _EMPTY)
    absent = [each for each in reports if not checks.sound(each, wrong)]
    problems: list[Problem] = [
        error(Place(each.origin.file), "it has errors and is not in the pack", "run: rapporteur check")
        for each in absent
    ]
    try:
        with common.progress() as progress:
            pack = packing.packed(read, reports, {each.id for each in absent}, progress=progress)
    except Refused as mistake:
        common.tell([*problems, *mistake.problems])
        return 1
    path, aside = packing.written(pack.data, packing.named(read, arguments.track), workspace, arguments.audience)
    if aside:
        print(f"kept aside {source.name_of(aside, workspace)}  (somebody changed it by hand)")
    counted = f"{several(pack.pages, 'page')}, {several(pack.made, 'part')} set anew"
    print(f"made       {source.name_of(path, workspace)}  {counted}")
    problems.extend(pack.problems)
    common.tell(problems)
    return common.code(problems, arguments.strict)


_EMPTY = "there is no session to bind: rapporteur new-session makes one"
