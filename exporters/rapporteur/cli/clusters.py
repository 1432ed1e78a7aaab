"""`rapporteur clusters`: recommendations of several sessions that may be one."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence
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
WIDE = 90
"""Texts of so many letters are shown whole."""
AROUND = 4
"""So many words are shown at the ends of what is said alike."""


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
    shown = excerpts([words for _, words in said])
    return [f"{alike if not at else '':>5}  {said[at][0]}  {words}" for at, words in enumerate(shown)]


def excerpts(texts: Sequence[str]) -> list[str]:
    """Return texts for a line each: of long ones what the first and the others do not say alike, and around it."""
    from difflib import SequenceMatcher

    if len(texts) < 2 or max(map(len, texts)) <= WIDE:
        return list(texts)
    first, *others = (each.split() for each in texts)
    codes = [SequenceMatcher(None, first, each, autojunk=False).get_opcodes() for each in others]
    alike = [[code[1:3] for code in codes[0] if code[0] == "equal"]]
    alike += [[code[3:5] for code in found if code[0] == "equal"] for found in codes]
    return [_told(each, runs) for each, runs in zip((first, *others), alike, strict=True)]


def _told(words: list[str], alike: Iterable[tuple[int, int]]) -> str:
    """Return words with the middle left out of each long run that is said alike."""
    left: set[int] = set()
    for start, end in alike:
        before, behind = AROUND if start else 0, AROUND if end < len(words) else 0
        if end - start > before + behind + 1:
            left |= set(range(start + before, end - behind))
    if len(left) == len(words):
        return f"{' '.join(words)[:WIDE]}…"
    kept = ("…" if at in left else word for at, word in enumerate(words) if at not in left or at - 1 not in left)
    return " ".join(kept)


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
