"""`rapporteur import`: a report pasted as plain text, or written in a Word file of its own, becomes a session file."""

from __future__ import annotations

import argparse
from pathlib import Path

from . import common

DESCRIPTION = """\
Makes a new session file of a report that came as text: copied out of an e-mail or a Word file, its table flattened to
lines. Labels and headings are known in every language there is a catalogue for. What had to be guessed stands in the
new file as a comment beside its value, with the words as they were; what belongs nowhere is kept as text. Word files
that are no forms of ours are read the same way.
"""
EPILOG = """\
examples:
  rapporteur import report.txt
  rapporteur import report.txt --id T3-S07 --print
  xclip -o | rapporteur import -
"""


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `import` to the command line."""
    parser = commands.add_parser(
        "import",
        help="make a session file of a report that came as text",
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    what = "text or Word files; - is standard input (default)"
    parser.add_argument("files", nargs="*", default=["-"], metavar="FILE", help=what)
    parser.add_argument("--id", default="", help="the session's id (default: the next free one)")
    parser.add_argument("--language", default="", help="the language of the text (default: as it seems)")
    parser.add_argument("--print", action="store_true", help="print the session file, write nothing")
    common.add_strict(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Write a session file for each text and tell what was guessed."""
    from .. import source
    from ..problems import WrongUse
    from ..recovery import Recovery, Wish

    if arguments.id and len(arguments.files) > 1:
        raise WrongUse("--id names one session; import one file at a time with it")
    recovery = Recovery(source.read(common.workspace(arguments)), Wish())
    found = [recovery.begin(Path(name), arguments.id, arguments.language) for name in arguments.files]
    problems = [problem for each in found for problem in each.problems]
    common.tell(problems)
    if arguments.print:
        print("\n".join(each.after or "" for each in found), end="")
        return common.code(problems, arguments.strict)
    for name in recovery.write(found):
        print(f"{name} is ready; look at what is marked as a guess")
    return common.code(problems, arguments.strict)
