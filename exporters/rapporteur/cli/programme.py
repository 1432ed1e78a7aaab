"""`rapporteur programme import`: the programme out of a table, a calendar or a conference system, into the source."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Collection, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ..problems import WrongUse, several
from . import common

if TYPE_CHECKING:
    from ..form import Form
    from ..programming import Import
    from ..schedule.columns import Columns
    from ..schedule.table import Table

DESCRIPTION = """\
Reads a programme and makes or updates source/programme.yaml: a CSV, Excel or JSON table with a row for each session, an
iCalendar file, the schedule.json of pretalx and frab, or what Indico exports (/export/event/ID.json?detail=sessions,
/export/timetable/ID.json). Sessions without an id get the one they had, or the next free one.

Only what the file changed since the last import is taken over. What you wrote or changed in programme.yaml yourself
stays, and is told where the file says something else; session files are never touched; nothing is deleted because it is
no longer in the file. A file with mistakes changes nothing: all of them are told, each with its cell.

Then makes a Word form for each session that has no report yet, prefilled with what is known (as `build --blank` does).
"""
EPILOG = """\
columns are known by their names in eight languages, or asked for on a terminal; what was asked for, or said by --map,
is remembered in source/conference.yaml (programme:). Their fields:
  id, title, track, format, room, date, time, start, end, duration, when, timezone, language, deadline, report, status,
  organiser, moderator, rapporteur, presenters, and parts of people: rapporteur.email, moderator.organisation …

examples:
  rapporteur programme import programme.xlsx
  rapporteur programme import sessions.csv --map title="Session name" --map ignore="Internal notes"
  rapporteur programme import excel.csv --encoding windows-1252
  rapporteur programme import schedule.json --dry-run
  rapporteur programme import programme.xlsx --take T3-S01.room
"""


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `programme` to the command line."""
    programme = _added(commands, "programme", "take the programme of the conference into the source")
    inner = programme.add_subparsers(title="commands", metavar="import", required=True)
    importing = _added(inner, "import", "make or update source/programme.yaml")
    _add_reading(importing)
    importing.add_argument("--no-forms", action="store_true", help="make no Word forms for the rapporteurs")
    importing.add_argument("--dry-run", action="store_true", help="tell what would change, write nothing")
    common.add_strict(importing)
    importing.set_defaults(run=run)


def _added(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], name: str, told: str
) -> argparse.ArgumentParser:
    kind = argparse.RawDescriptionHelpFormatter
    return commands.add_parser(name, help=told, description=DESCRIPTION, epilog=EPILOG, formatter_class=kind)


def _add_reading(importing: argparse.ArgumentParser) -> None:
    """Add the file, and what says how it is read."""
    importing.add_argument("file", type=Path, metavar="FILE", help=".csv, .tsv, .xlsx, .json or .ics")
    importing.add_argument(
        "--map",
        action="append",
        default=[],
        metavar="FIELD=COLUMN",
        help='which column says what: title="Session name"; ignore=COLUMN leaves one out',
    )
    importing.add_argument(
        "--take",
        action="append",
        default=[],
        metavar="ID",
        help="where you changed a value and the file says another: take the file's; ID.field, ID or `all`",
    )
    importing.add_argument(
        "--encoding",
        default="",
        metavar="NAME",
        help="how a text is encoded that is neither UTF-8 nor UTF-16: windows-1252 (Excel's CSV in Western\n"
        "Europe), windows-1251, gb18030 …; nothing is guessed",
    )


def run(arguments: argparse.Namespace) -> int:
    """Tell what the file changes, write it, and tell what is doubtful."""
    from .. import programming, source

    said = [_pair(each) for each in arguments.map]
    if arguments.file.is_dir():
        raise WrongUse(f"{arguments.file} is a folder; name the file of the programme in it")
    if not arguments.file.is_file():
        raise WrongUse(f"there is no file {arguments.file}")
    read = source.read(common.workspace(arguments))
    ask = partial(_ask, read.layout.form) if sys.stdin.isatty() and sys.stdout.isatty() else None
    done = programming.taken(
        read, arguments.file, said, arguments.take, ask, arguments.encoding, remember=not arguments.dry_run
    )
    for line in _told(done):
        print(line)
    written = () if arguments.dry_run else programming.write(read.workspace, done)
    common.tell(done.problems)
    new, changed = len(done.merged.new), len({each.id for each in done.merged.changes})
    summary = f"{several(new, 'session')} new, {changed} changed, {done.merged.same} as they were"
    print(f"{summary}{' (nothing was written)' if arguments.dry_run else ''}")
    if written and not arguments.no_forms:
        _make_forms(read.workspace)
    return common.code(done.problems, arguments.strict)


def _make_forms(workspace: Path) -> None:
    """Make a prefilled form for each session that has no report yet; those that are as they would be stay."""
    from .. import source
    from ..build import build
    from ..conference.programme import missing
    from ..plan import Wish

    names = tuple(slot.id for slot in missing(source.read(workspace).conference))
    if not names:
        return
    with common.progress() as progress:
        outcome = build(workspace, Wish(names, blank=True), progress=progress)
    made = [each for each in outcome.made if each.what == "made"]
    print(f"{several(len(made), 'form')} made in build/word/blank/, {outcome.fresh} up to date")


def _pair(text: str) -> tuple[str, str]:
    field, sign, heading = text.partition("=")
    if not sign or not field.strip() or not heading.strip():
        raise WrongUse(f'--map {text}: write the field, =, and the heading of its column: title="Session name"')
    return field.strip(), heading.strip()


def _told(done: Import) -> Iterator[str]:
    from ..schedule.merging import shown

    if done.guessed:
        columns = ", ".join(f"{field} is “{heading}”" for field, heading in done.guessed)
        yield f"columns as they seem (if not: --map FIELD=COLUMN): {columns}"
    for entry in done.merged.new:
        yield f"new      {entry.id}  {entry.title}"
    for each in done.merged.changes:
        before = f"{shown(each.before)} → " if each.before else ""
        yield f"changed  {each.id}.{each.path}: {before}{shown(each.after)}"


def _ask(form: Form, table: Table, columns: Columns) -> list[tuple[str, str]]:
    """Ask a person what each column says that is not understood; an empty answer leaves it out from now on.

    An answer that is no field, or one that another column has, is asked for again.
    """
    from ..schedule.columns import LEFT_OUT, ROLES, SINGLE, fields

    known = {*fields(form), LEFT_OUT}
    left = [each for each in (*SINGLE, *ROLES) if each not in columns.at]
    print(f"Some columns of this table are not understood. Fields: {', '.join(left)}; rapporteur.email …")
    found: list[tuple[str, str]] = []
    for cell in (each for each in columns.unknown if each.text):
        at = list(table.headings).index(cell)
        example = next((row[at].text for row in table.rows if at < len(row) and row[at].text), "")
        taken = {field: table.headings[n].text for field, n in columns.at.items()}
        taken |= {field: heading for field, heading in found if field != LEFT_OUT}
        found.append((_answer(f"“{cell.text}” (“{example[:40]}”) is (Enter leaves it out): ", known, taken), cell.text))
    return found


def _answer(question: str, known: Collection[str], taken: Mapping[str, str]) -> str:
    """Return one of the known fields that no column has, `taken` being those that one has, by field.

    Whatever else is typed is told and asked for again; raises `WrongUse` if the questions are broken off.
    """
    from ..schedule.columns import LEFT_OUT
    from ..variant import near

    while (answer := _typed(question) or LEFT_OUT) not in known or answer in taken:
        if answer in taken:
            print(f"the column “{taken[answer]}” is the {answer} already")
        else:
            print(f"there is no field “{answer}”; {near(answer, sorted({*known} - taken.keys()))}")
    return answer


def _typed(question: str) -> str:
    try:
        return input(question).strip().casefold()
    except EOFError:
        print()
        raise WrongUse("the questions were not answered: nothing was taken; answer them, or use --map") from None
