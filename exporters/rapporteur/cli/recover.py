"""`rapporteur recover`: what people edited in Word and Excel, told, and taken into the source."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from ..problems import WrongUse, several
from . import common

if TYPE_CHECKING:
    from ..reading import Comment, Decision, Revision
    from ..recovery import Taken
    from ..registers import Register
    from ..source import Source

DESCRIPTION = """\
Reads Word files that came back (forms that were corrected, blank forms that were filled in), finds the session each one
belongs to, and tells what it changes against what was sent, field by field. Nothing is written without --apply; then
exactly the lines concerned are edited in source/sessions/, and a blank form becomes a new session file. Where the
source changed meanwhile too, the file is refused as a whole until --take says which side holds. Excel registers that
came back change source/followup.yaml; several copies are merged into one.

It does not matter what the files are called, nor which office program saved them (.odt needs LibreOffice).
"""
EPILOG = """\
examples:
  rapporteur recover returns/                              what a folder of returns changes
  rapporteur recover "Report final v3 (2).docx" --apply    take it into the source
  rapporteur recover x.docx --apply --take returned title --take source outcomes.3
  rapporteur recover x.docx --track reject --comments
  rapporteur recover recommendations*.xlsx --apply --take returned T3-S01-R02.status
"""


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `recover` to the command line."""
    parser = commands.add_parser(
        "recover",
        help="take edits made in Word and Excel back into the source",
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("paths", nargs="+", metavar="FILE|FOLDER", type=Path, help="returned files, or folders of them")
    parser.add_argument("--apply", action="store_true", help="edit the source (default: only tell)")
    parser.add_argument(
        "--take",
        nargs=2,
        action="append",
        default=[],
        metavar=("SIDE", "FIELD"),
        help="where both changed: hold to what was `returned` or to the `source`; FIELD as it is told, or `all`",
    )
    parser.add_argument(
        "--track",
        choices=("accept", "reject", "ask"),
        default="accept",
        help="tracked changes: accept (default), reject, or ask about each",
    )
    parser.add_argument("--comments", action="store_true", help="write the comments beside the session as open points")
    parser.add_argument("--diff", action="store_true", help="show the lines of the source that change")
    common.add_strict(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Tell what each file changes and, with ``--apply``, write it; exit 1 if a file could not be taken."""
    from .. import open_points, registers, source
    from ..recovery import Recovery, Wish, returned_files

    sides = {side for side, _ in arguments.take}
    if wrong := sides - {"returned", "source"}:
        raise WrongUse(f"--take {wrong.pop()}: say `returned` or `source`, then the field")
    workspace = common.workspace(arguments)
    read = source.read(workspace)
    take = {name: side for side, name in arguments.take}
    paths = returned_files(arguments.paths)
    books = [path for path in paths if path.suffix.lower() == ".xlsx"]
    recovery = Recovery(read, Wish(take, _decision(arguments.track)))
    found = recovery.take([path for path in paths if path not in books])
    register = registers.take(read, books, take) if books else None
    _refuse_unused(take, found, register)
    for each in found:
        print("\n".join(_told(each, arguments.diff)), end="\n\n")
    if register:
        print("\n".join(_told_register(register, read, arguments.diff)), end="\n\n")
    problems = [problem for each in found for problem in each.problems] + list(register.problems if register else ())
    common.tell(problems)
    written: list[str] = []
    if arguments.apply:
        written += recovery.write(found)
        written += registers.write(workspace, register) if register else ()
    if arguments.comments:
        written += open_points.write(workspace, found)
    print("".join(f"wrote {name}\n" for name in written) + _summary(found, register, arguments.apply))
    return common.code(problems, arguments.strict)


def _refuse_unused(take: Mapping[str, str], found: Sequence[Taken], register: Register | None) -> None:
    """Raise `WrongUse` for a decision about a field that no file changes: it is misspelled."""
    names = {change.field for each in found if each.comparison for change in each.comparison.changes}
    names |= register.merged.names if register else frozenset()
    if unused := sorted(set(take) - names - {"all"}):
        told = f"the changes are: {', '.join(sorted(names))}" if names else "nothing was changed"
        raise WrongUse(f"--take: no file changes “{unused[0]}”; {told}")


def _told_register(register: Register, read: Source, diff: bool) -> Iterator[str]:
    """Yield what to say of the registers, which are merged into one."""
    from ..followup import described
    from ..source import FOLLOWUP

    yield f"{', '.join(register.files) or 'no register'}: the follow-up of {len(register.merged.order)} recommendations"
    text = described(register.merged, read.layout, read.conference.languages[0])
    yield "\n".join(f"  {line}" for line in text.splitlines()) or "  nothing was changed"
    for file, comments in register.comments.items():
        yield f"  {several(len(comments), 'comment')} in {file}:"
        yield from _comments(comments)
    if diff and register.changes:
        yield from _lines(register.before or "", register.after or "", FOLLOWUP)


def _decision(track: Decision | Literal["ask"]) -> Callable[[str, Sequence[Revision]], Decision | None]:
    """Return what decides about the tracked changes of a file."""
    if track == "ask":
        return _ask
    return lambda file, found: track


def _ask(file: str, found: Sequence[Revision]) -> Decision | None:
    """Ask at the terminal about each tracked change of a file; None leaves it out, as it is if nobody can answer.

    Capital letters answer for all that follow. The end of the input (Ctrl-D) leaves the file out.
    """
    if not sys.stdin.isatty():
        return None
    print(f"{file} holds {several(len(found), 'tracked change')}.")
    print("[a]ccept or [r]eject it, [A]ccept or [R]eject it and all that follow, [l]eave the file out")
    rejected = set()
    answer = ""
    for at, told in enumerate(_revisions(found)):
        if answer not in ("A", "R"):
            print(f"{at + 1} of {len(found)} {told.strip()}")
            answer = _answered("[a/r/A/R/l] ")
        if answer == "l":
            return None
        if answer in ("r", "R"):
            rejected.add(at)
    return "reject" if len(rejected) == len(found) else frozenset(rejected)


def _answered(question: str) -> str:
    """Return the first answer that is one."""
    try:
        while (answer := input(question).strip()[:1]) not in ("a", "r", "A", "R", "l"):
            pass
    except EOFError:
        return "l"
    return answer


def _told(taken: Taken, diff: bool) -> Iterator[str]:
    """Yield what to say of one file."""
    from .. import returned

    reading = taken.reading
    yield _head(taken)
    if reading and reading.revisions:
        yield f"  {several(len(reading.revisions), 'tracked change')}:"
        yield from _revisions(reading.revisions)
    if taken.comparison:
        text = returned.described(taken.comparison)
        yield "\n".join(f"  {line}" if line else "" for line in text.splitlines()) or "  nothing was changed"
    if taken.is_new:
        yield f"  a new session: {taken.target}"
    if reading and reading.comments:
        yield f"  {several(len(reading.comments), 'comment')}:"
        yield from _comments(reading.comments)
    if diff and taken.changes:
        yield from _lines(taken.before or "", taken.after or "", taken.target)


def _head(taken: Taken) -> str:
    reading = taken.reading
    if reading is None:
        return f"{taken.file}: could not be read"
    whose = taken.session or "no session"
    saved = f", saved {reading.saved[:10]}" if reading.saved else ""
    by = f" by {reading.by}" if reading.by else ""
    sent = f", sent as {reading.base[:10]}" if reading.base else ""
    return f"{taken.file}: {whose}{sent}{saved}{by}"


def _revisions(found: Sequence[Revision]) -> Iterator[str]:
    for each in found:
        who = ", ".join(part for part in (each.author, each.date[:10]) if part)
        where = f" ({each.spot})" if each.spot else ""
        end = ", rejected" if each.rejected else ""
        yield f"    {who or 'somebody'}: {each.kind} “{each.words}”{where}{end}"


def _comments(found: Sequence[Comment]) -> Iterator[str]:
    for each in found:
        who = ", ".join(part for part in (each.author, each.date[:10]) if part)
        on = f" on “{each.anchor}”" if each.anchor else ""
        where = f" ({each.field})" if each.field else ""
        done = ", resolved" if each.resolved else ""
        yield f"    {who or 'somebody'}{done}: “{each.words}”{on}{where}"


def _lines(before: str, after: str, file: str) -> Iterator[str]:
    from difflib import unified_diff

    yield from (
        f"  {line}" for line in unified_diff(before.splitlines(), after.splitlines(), file, file, "", "", 1, "")
    )


def _summary(found: Sequence[Taken], register: Register | None, applied: bool) -> str:
    """Return how many files change something, and what to do next."""
    from ..problems import errors

    refused = [each for each in found if errors(each.problems)]
    changed = [each for each in found if each.changes]
    counts = f"{len(changed)} with changes, {len(found) - len(changed) - len(refused)} without, {len(refused)} refused"
    told = [f"{several(len(found), 'Word file')}: {counts}"] if found else []
    if register:
        books = several(len(register.files), "register")
        end = "" if register.is_settled else ", refused"
        told.append(f"{books}: {several(len(register.merged.changes), 'change')}{end}")
    if not applied and (changed or (register and register.changes)):
        told.append("nothing was written; --apply takes the changes into the source")
    return "\n".join(told)
