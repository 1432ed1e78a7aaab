"""`rapporteur build` and `rapporteur verify`: the deliverables, and the proof that nothing is missing in them."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from .. import edition
from ..problems import WrongUse, several
from . import common

if TYPE_CHECKING:
    from ..build import Outcome

BUILD = """\
Makes what is missing or out of date under build/: a Word file and a PDF of each session, an Excel register of all. A
session with errors is left out and named; the others are built. Never writes to source/. A file under build/ that
somebody changed by hand is kept beside the new one.
"""
VERIFY = """\
Reads every deliverable under build/ back and proves that each word of the source stands in it: in the Word file, in the
PDF, and each recommendation in the register; of packs, digests and archives (rapporteur pack), too, unless sessions are
named. What a layout leaves out on purpose is named in its layout.toml. In files for the public, it also proves that
nothing internal stands.
"""


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `build` and `verify` to the command line."""
    kind = argparse.RawTextHelpFormatter
    build = commands.add_parser(
        "build",
        help="make the deliverables",
        description=BUILD,
        epilog="examples:\n  rapporteur build\n  rapporteur build T3-S01 --only word,pdf\n"
        "  rapporteur build --edition press\n  rapporteur build --blank\n  rapporteur build --audience public",
        formatter_class=kind,
    )
    build.add_argument("sessions", nargs="*", metavar="SESSION", help="ids or file names (default: all)")
    build.add_argument("--only", default="", metavar="NAMES", help="exporters, parted by commas: word,pdf,excel")
    build.add_argument(
        "--edition",
        default="",
        metavar="NAMES",
        help="of the PDFs, parted by commas (default: those that conference.yaml names, else archive):\n"
        + "\n".join(edition.listed()),
    )
    build.add_argument(
        "--blank", action="store_true", help="empty forms, prefilled with what is known: build/word/blank/"
    )
    common.add_audience(build)
    common.add_strict(build)
    build.set_defaults(run=run_build)
    verify = commands.add_parser(
        "verify",
        help="prove that the deliverables hold every word of the source",
        description=VERIFY,
        epilog="example:\n  rapporteur build && rapporteur verify",
        formatter_class=kind,
    )
    verify.add_argument("sessions", nargs="*", metavar="SESSION", help="ids or file names (default: all)")
    verify.add_argument(
        "--conformance",
        action="store_true",
        help="also have veraPDF judge what each PDF claims (PDF/A-3a, PDF/UA-1); "
        'needs: pip install "rapporteur[conformance]"',
    )
    common.add_audience(verify)
    verify.set_defaults(run=run_verify)


def run_build(arguments: argparse.Namespace) -> int:
    """Build, say what was made and why, then what is wrong."""
    from ..build import build
    from ..manifest import output
    from ..plan import Wish

    only = _names(arguments.only)
    with common.progress() as progress:
        editions, whose = _editions(arguments.edition), arguments.audience
        wish = Wish(tuple(arguments.sessions), only, arguments.blank, editions, whose)
        outcome = build(common.workspace(arguments), wish, progress=progress)
    _say(outcome, output(whose))
    common.tell(outcome.problems)
    return common.code(outcome.problems, arguments.strict)


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())


def _editions(text: str) -> tuple[str, ...]:
    found = _names(text)
    for each in found:
        if each not in edition.EDITIONS:
            raise WrongUse(f"there is no edition “{each}”; there are: {', '.join(edition.EDITIONS)}")
    return found


def _say(outcome: Outcome, folder: str) -> None:
    for each in outcome.made:
        size = f"{max(1, round(each.size / 1024))} KB" if each.size else ""
        print(f"{each.what:10} {folder}/{each.path}  {size}  ({each.why})".replace("    (", "  ("))
    if outcome.fresh:
        print(f"{several(outcome.fresh, 'file')} up to date")
    for file in outcome.left_out:
        print(f"left out   {file}  (it has errors)")


def run_verify(arguments: argparse.Namespace) -> int:
    """Prove parity; exit 1 naming every word that is missing."""
    from ..verify import verify

    workspace = common.workspace(arguments)
    proved, problems = verify(workspace, tuple(arguments.sessions), arguments.audience)
    for path, claims in proved:
        found = f"{several(claims, 'text')} of the source found" if claims else "as it was made of pages proved then"
        print(f"{path}: {found}")
    if arguments.conformance:
        from ..conformance import check

        verdicts, wrong = check(workspace)
        problems = (*problems, *wrong)
        for each in verdicts:
            if each.passed:
                print(f"{each.file}: {each.standard}, {each.checks:,} checks by veraPDF {each.version}")
    common.tell(problems)
    return common.code(problems, strict=False)
