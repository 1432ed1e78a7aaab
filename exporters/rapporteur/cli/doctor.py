"""`rapporteur doctor`: what this machine has of what Rapporteur needs, and the line that installs the rest."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from ..problems import WrongUse
from . import common

if TYPE_CHECKING:
    from ..diagnosis import Finding


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `doctor` to the command line."""
    parser = commands.add_parser(
        "doctor",
        help="say what this machine lacks, and how to get it",
        description=(
            "Looks for everything that Rapporteur needs of this machine: the native libraries of the PDF engine, fonts "
            "for the scripts of this workspace, the tested versions. Whatever is missing comes with the line that "
            "installs it. Nothing is installed or changed."
        ),
        epilog="example:\n  rapporteur doctor\n\nexit status: 0 all is well, 1 something is missing",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print the diagnosis; return 1 if anything that is needed is missing."""
    from .. import diagnosis, system

    findings = tuple(diagnosis.findings(_workspace(arguments)))
    print(as_text(findings))
    line = system.fix((each.missing for each in findings if each.missing), system.os_family(), root=os.geteuid() == 0)
    if line:
        print(f"\nTo install what is missing, paste this line:\n\n  {line}\n")
    return int(any(each.state == "error" for each in findings))


def _workspace(arguments: argparse.Namespace) -> Path | None:
    """Return the workspace, None outside of any: the machine can be looked at without one."""
    try:
        return common.workspace(arguments)
    except WrongUse:
        if arguments.workspace:
            raise
        return None


def as_text(findings: Iterable[Finding]) -> str:
    """Return the findings as a table for a person."""
    rows = list(findings)
    width = max(len(each.name) for each in rows)
    return "\n".join(f"{each.state:5}  {each.name:{width}}  {each.said}" for each in rows)
