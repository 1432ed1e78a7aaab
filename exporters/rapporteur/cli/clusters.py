"""`rapporteur clusters`: recommendations of several sessions that may be one."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from . import common

if TYPE_CHECKING:
    from ..conference import clusters

ABOUT = """\
Lists recommendations of different sessions that may be one, by their words, and merges nothing. With --write each is
put to a person: as a question at the end of source/clusters.yaml. Answer it there with “same: yes” or “same: no”.
Those that are the same get one number in the register and name each other; those that are not are never listed again.
No line that stands in the file is changed. Translations of one recommendation are not found; write them in by hand.
"""


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `clusters` to the command line."""
    command = commands.add_parser(
        "clusters",
        help="find recommendations that several sessions made",
        description=ABOUT,
        epilog="example:\n  rapporteur clusters --write",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.add_argument("--write", action="store_true", help="add the questions to source/clusters.yaml")
    command.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Tell the proposals and, if asked, write them; exit 1 if the file of decisions has mistakes."""
    from .. import source
    from ..conference import clusters
    from ..problems import errors, several

    workspace = common.workspace(arguments)
    read = source.read(workspace)
    wrong = [each for each in errors(read.problems) if each.where.file == source.CLUSTERS]
    found = clusters.proposals(read.conference)
    for each in found:
        print("\n".join(_lines(each)))
    confirmed = sum(each.same is True for each in read.conference.clusters)
    print(f"{several(len(found), 'proposal')}, {several(confirmed, 'confirmed cluster')}", file=sys.stderr)
    if arguments.write and not wrong:
        _write(workspace, found)
    common.tell(wrong)
    return common.code(wrong, False)


def _lines(proposal: clusters.Proposal) -> list[str]:
    alike = f"{proposal.alike:.0%}" if proposal.alike else "noted"
    width = max(len(each.name) for each in proposal.members)
    said = [(each.name.ljust(width), " ".join(each.recommendation.sentence.split())) for each in proposal.members]
    return [f"{alike if not at else '':>5}  {name}  {words[:90]}" for at, (name, words) in enumerate(said)]


def _write(workspace: Path, found: tuple[clusters.Proposal, ...]) -> None:
    from .. import files, source
    from ..conference import decisions
    from ..problems import several

    path = workspace / source.CLUSTERS
    with files.locked(workspace / "build"):
        before = path.read_bytes().decode("utf-8") if path.is_file() else ""
        text, new = decisions.added(before, source.CLUSTERS, found)
        if new:
            files.write_atomically(path, text.encode("utf-8"))
    nameless = sum(len(each.ids) < len(each.members) for each in found)
    if nameless:
        print(f"{several(nameless, 'proposal')} left out: run rapporteur ids first", file=sys.stderr)
    print(f"{source.CLUSTERS}: {several(len(new), 'question')} added" if new else "nothing to add", file=sys.stderr)
