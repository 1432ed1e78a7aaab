"""`rapporteur check` and `rapporteur ids`: what is wrong with the source, and names for its recommendations."""

from __future__ import annotations

import argparse
import sys

from . import common

CHECK = """\
Runs the conference's form and every rule over the sessions: missing fields, totals that do not add up, an end before
the start, a weekday that does not fit, recommendations that stand twice, one person spelled two ways, text over its
limit, unknown tracks, links and addresses that cannot be right; and how many lines a PDF is too long, if the last build
is up to date. Changes nothing.
"""
IDS = """\
Writes an id behind each recommendation that has none, into the session's file: {#T3-S01-R01}. An id stays when its
recommendation is moved or reworded, and is never given twice. No other byte of the file changes.
"""


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `check` and `ids` to the command line."""
    kind = argparse.RawDescriptionHelpFormatter
    check = commands.add_parser(
        "check",
        help="tell what is wrong with the source",
        description=CHECK,
        epilog="examples:\n  rapporteur check\n  rapporteur check T3-S01 --strict\n  rapporteur check --format github",
        formatter_class=kind,
    )
    check.add_argument("sessions", nargs="*", metavar="SESSION", help="ids or file names (default: all)")
    check.add_argument("--format", choices=sorted(common.FORMATS), default="text", help="for people or for programs")
    common.add_strict(check)
    check.set_defaults(run=run_check)
    ids = commands.add_parser(
        "ids",
        help="give each recommendation an id, in the source",
        description=IDS,
        epilog="example:\n  rapporteur ids T3-S01",
        formatter_class=kind,
    )
    ids.add_argument("sessions", nargs="*", metavar="SESSION", help="ids or file names (default: all)")
    ids.add_argument("--dry-run", action="store_true", help="tell the ids, write nothing")
    ids.set_defaults(run=run_ids)


def run_check(arguments: argparse.Namespace) -> int:
    """Tell every problem; exit 1 if one is an error."""
    from .. import checks, source
    from ..manifest import told
    from ..problems import counted, ordered, several

    read = source.read(common.workspace(arguments))
    chosen = source.named(read, arguments.sessions)
    found = ordered((*checks.check(read), *told(read.workspace)))
    if arguments.sessions:
        found = tuple(each for each in found if each.where.file in chosen)
    common.tell(found, arguments.format)
    if arguments.format == "text":
        print(f"{several(len(chosen), 'session')} checked: {counted(found)}")
    return common.code(found, arguments.strict)


def run_ids(arguments: argparse.Namespace) -> int:
    """Write the missing ids; a file that changed while we read it is refused."""
    from .. import files, ids, sent, source
    from ..problems import Refused, errors, several

    workspace = common.workspace(arguments)
    with files.locked(workspace / "build"):
        read = source.read(workspace)
        chosen = source.select(read, arguments.sessions)
        wrong = [*ids.wrong_scheme(read.conference), *errors(read.problems)]
        if wrong:
            raise Refused(wrong)
        count, remembered = 0, sent.ids(workspace)
        for report in chosen:
            path = workspace / report.origin.file
            data = path.read_bytes()
            text, given = ids.give(data.decode("utf-8"), report, read.conference, remembered)
            count += len(given)
            for each in given:
                print(f"{each.place}: {each.id}  {each.words[:70]}")
            if given and not arguments.dry_run:
                files.write_atomically(path, text.encode("utf-8"))
    print("every recommendation has an id" if not count else f"{several(count, 'id')} given", file=sys.stderr)
    return 0
