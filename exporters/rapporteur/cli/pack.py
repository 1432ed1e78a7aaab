"""`rapporteur pack`: the reports of all sessions in one volume."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..problems import Place, Problem, Refused, WrongUse, error, several
from . import common
from .variants import VARIANTS, variant

if TYPE_CHECKING:
    from ..source import Source

ABOUT = """\
Binds the reports of all sessions to one accessible PDF, build/pack/<conference>.pdf, and to a Word file beside it with
the same parts in the same order, whose contents name the pages of the PDF: cover, contents, the texts that
conference.yaml names under “pack”, the conference in numbers, the programme, each track with its reports, lists of
recommendations, people, organisations and acronyms, and an index. A session that was not edited is not set again. In
the place of a report that is not there yet, or has errors, a page says that it is missing.
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
    command.add_argument("--variant", choices=("full", *VARIANTS), default="full", help=_VARIANTS)
    command.add_argument("--session", default="", metavar="IDS", help=_SESSIONS)
    command.add_argument("--no-word", action="store_true", help="make the PDF only")
    common.add_audience(command, usual=None)
    common.add_strict(command)
    command.set_defaults(run=run)


_SESSIONS = """\
for --variant rapporteur: ids parted by commas, missing (default: those whose report has not come) or all"""
_VARIANTS = """\
full (default); digest: what all sessions found and ask for, for the public unless --audience says
otherwise; archive: a folder with PDF/A, plain text, JSON, the register and checksums;
rapporteur: for each session without a report the prefilled form, a guide and a message"""


def run(arguments: argparse.Namespace) -> int:
    """Make the pack; exit 1 if a report is left out, or the pack cannot be made."""
    if arguments.variant != "full":
        return variant(arguments)
    from .. import audience, checks, packing, source

    arguments.audience = arguments.audience or "internal"
    workspace = common.workspace(arguments)
    read = source.read(workspace)
    read, wrong = audience.seen(read, arguments.audience, checks.check(read))
    reports, absent = packing.bindable(read, wrong, arguments.track)
    problems = list(_left_out(read, wrong, arguments.track))
    if not reports:
        common.tell(problems)
        raise WrongUse(_none(read, arguments.track))
    try:
        with common.progress() as progress:
            pack = packing.packed(read, reports, absent, progress=progress, word=not arguments.no_word)
    except Refused as mistake:
        common.tell([*problems, *mistake.problems])
        return 1
    counted = f"{several(pack.pages, 'page')}, {several(pack.made, 'part')} set anew"
    for data, suffix, told in ((pack.data, ".pdf", counted), (pack.word, ".docx", "its contents name the PDF's pages")):
        if not data:
            continue
        name = packing.named(read, arguments.track, suffix)
        path, aside = packing.written(data, name, workspace, arguments.audience)
        if aside:
            print(f"kept aside {source.name_of(aside, workspace)}  (somebody changed it by hand)")
        print(f"made       {source.name_of(path, workspace)}  {told}")
    problems.extend(pack.problems)
    common.tell(problems)
    return common.code(problems, arguments.strict)


def _left_out(read: Source, wrong: tuple[Problem, ...], track: str) -> Iterator[Problem]:
    """Yield a problem for each session that is not in the pack, and all that is wrong with the pack's own texts."""
    from .. import checks, matters, source

    chosen = {each.origin.file: each for each in read.conference.reports}
    for path in source.session_files(read.workspace):
        file = source.name_of(path, read.workspace)
        report = chosen.get(file)
        if report is None or (track in ("", report.track) and not checks.sound(report, wrong)):
            yield error(Place(file), "it has errors and is not in the pack", "run: rapporteur check")
    yield from (each for each in wrong if each.where.file.startswith(matters.FOLDER) or each.rule == "pack")


def _none(read: Source, track: str) -> str:
    tracks = ", ".join(dict.fromkeys(each.track for each in read.conference.reports if each.track))
    if not track or not tracks:
        return "there is no session to bind: rapporteur new-session makes one"
    return f"no session is of the track “{track}”; there are: {tracks}"
