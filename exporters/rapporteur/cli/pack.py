"""`rapporteur pack`: the reports of all sessions in one volume, and other packs of them."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from .. import aside
from ..problems import Problem, Refused, WrongUse, errors
from ..variant import FULL, KINDS, RULE, Variant, called, strangers
from . import common

if TYPE_CHECKING:
    from pathlib import Path

    from ..source import Source

ABOUT = """\
Binds the reports of all sessions to one accessible PDF, build/pack/<conference>.pdf, and to a Word file beside it with
the same parts in the same order, whose contents name the pages of the PDF: cover, contents, the texts that
conference.yaml names under “pack”, the conference in numbers, the programme, each track with its reports, lists of
recommendations, people, organisations and acronyms, and an index. A session that was not edited is not set again. In
the place of a report that is not there yet, or has errors, a page says that it is missing.

Other packs of the same sessions are made by --variant, or described once in conference.yaml and made by their name:

  packs:
    delegates: {variant: digest}                 # build/public/pack/<conference>-delegates.pdf
    water: {tracks: [2], paper: A5, word: no, without: [people, index]}
    late: {variant: rapporteur, sessions: [T2-S04]}
"""
EPILOG = """\
examples:
  rapporteur pack --track 3
  rapporteur pack --variant rapporteur --session T3-S01,T3-S02
  rapporteur pack delegates water
  rapporteur pack --all
"""
_VARIANTS = """\
full (default): one volume; digest: what all sessions found and ask for, for the public unless --audience
says otherwise; brief: one page of each session; archive: a folder with PDF/A, plain text, JSON, the
register and checksums; rapporteur: for each session whose report has not come, what its rapporteur is
sent: the prefilled form, a guide and a message"""


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `pack` to the command line."""
    command = commands.add_parser(
        "pack",
        help="bind all reports to one volume, or make another pack of them",
        description=ABOUT,
        epilog=EPILOG,
        formatter_class=argparse.RawTextHelpFormatter,
    )
    command.add_argument("names", nargs="*", metavar="NAME", help="packs that conference.yaml names (packs:)")
    command.add_argument("--all", action="store_true", help="all packs that conference.yaml names")
    command.add_argument("--variant", choices=KINDS, help=_VARIANTS)
    command.add_argument("--track", default="", metavar="ID", help="the reports of this track only (default: of all)")
    command.add_argument(
        "--session",
        default="",
        metavar="IDS",
        help="these sessions only, parted by commas; for rapporteurs also: all, and missing (their default)",
    )
    command.add_argument("--no-word", action="store_true", help="make the PDF only")
    common.add_audience(command, usual=None)
    common.add_strict(command)
    command.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Make the packs; exit 1 if a report is left out of one, or one cannot be made."""
    workspace = common.workspace(arguments)
    code = None
    if _usual(arguments):
        apart = aside.possible()
        again = partial(_again, workspace, arguments, apart)
        code = aside.done(again) if apart else again()
    return _anew(workspace, arguments) if code is None else code


def _again(workspace: Path, arguments: argparse.Namespace, apart: bool) -> int | None:
    """Make the pack of what the last one was made of; None if that cannot be done."""
    from .variants import again

    problems: list[Problem] = []
    try:
        made = again(workspace, Variant(word=not arguments.no_word), problems, apart)
    finally:
        common.tell(dict.fromkeys(problems))
    return common.code(problems, arguments.strict) if made else None


def _anew(workspace: Path, arguments: argparse.Namespace) -> int:
    """Make the packs of all that there is."""
    from .. import source
    from ..checks import check
    from .variants import make

    problems: list[Problem] = []
    try:
        read = source.read(workspace)
        wanted = _wanted(arguments, read)
        wrong = check(read)
        for each in wanted:
            make(each, read, wrong, problems)
    finally:
        common.tell(dict.fromkeys(problems))
    return common.code(problems, arguments.strict)


def _usual(arguments: argparse.Namespace) -> bool:
    """Return whether the one pack is wanted that is of all sessions, for readers within the conference."""
    others = (arguments.names, arguments.all, arguments.track, arguments.session)
    return not any(others) and arguments.variant in (None, FULL) and arguments.audience in (None, "internal")


def _wanted(arguments: argparse.Namespace, read: Source) -> tuple[Variant, ...]:
    """Return the packs that the command line asks for; raises `Refused` if what it names is wrong."""
    from dataclasses import replace

    whose = {"audience": arguments.audience} if arguments.audience else {}
    if not (arguments.names or arguments.all):
        tracks = (arguments.track,) if arguments.track else ()
        sessions = tuple(each.strip() for each in arguments.session.split(",") if each.strip())
        word, kind = not arguments.no_word, arguments.variant or FULL
        asked = Variant("", kind, tracks=tracks, sessions=sessions, word=word, **whose)
        if strange := [f"{each.what}; {each.hint}" for each in strangers([asked], read.ids)]:
            raise WrongUse("\n".join(strange))
        return (asked,)
    if arguments.variant or arguments.track or arguments.session:
        raise WrongUse("conference.yaml says what its packs hold: leave --variant, --track and --session out")
    if wrong := [each for each in errors(read.problems) if each.rule == RULE]:
        raise Refused(wrong)
    return tuple(
        replace(each, word=each.word and not arguments.no_word, **whose) for each in _named(arguments, read.packs)
    )


def _named(arguments: argparse.Namespace, packs: Sequence[Variant]) -> Sequence[Variant]:
    if not packs:
        raise WrongUse("conference.yaml names no packs; write: packs: {delegates: {variant: digest}}")
    return packs if arguments.all else tuple(dict.fromkeys(called(name, packs) for name in arguments.names))
