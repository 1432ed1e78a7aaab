"""`rapporteur status`: which reports are there, which are late, and whom to ask."""

from __future__ import annotations

import argparse
import datetime
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..problems import WrongUse
from . import common

if TYPE_CHECKING:
    from ..conference.ledger import Ledger, Row, Tally
    from ..report import Conference
    from ..status import Status

DESCRIPTION = """\
Shows how many reports are expected, received, valid (no errors), signed off (state: final) and late, by track and by
session, and whom to ask for what is missing. Received is a session's file that says more than the programme does, or
one that cannot be read: that is told, and exits with 1.
Writes build/excel/ledger.xlsx and, for each person who owes a report of a session that is over, a text in their
language to build/reminders/. Nothing is sent.

Deadlines stand in source/conference.yaml, or beside a session in source/programme.yaml:
  deadline: 2027-03-20 18:00        a moment; a day alone lasts until it ends
  deadline: 2 days after            after the day of the session
  deadline: 18:00 the same day
  deadline: 48 hours after          after its end
They are read in the conference's time zone (timezone: Europe/Paris). Without one nothing is late before that moment has
passed everywhere on Earth; without a known day nothing is late at all.
"""
EPILOG = """\
examples:
  rapporteur status
  rapporteur status --today 2027-03-21 --format json --dry-run
"""
WORDS = {
    "missing": "not received",
    "late": "late",
    "errors": "has errors",
    "received": "received",
    "signed_off": "signed off",
}


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `status` to the command line."""
    parser = commands.add_parser(
        "status",
        help="show which reports are missing or late, and write reminders",
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--today", metavar="DATE", help="the day or moment to judge by (default: now): 2027-03-21 18:00"
    )
    parser.add_argument("--format", choices=("text", "json"), default="text", help="for people or for programs")
    parser.add_argument("--dry-run", action="store_true", help="show only, write nothing")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Show the ledger and write sheet and reminders; what is wrong in sessions that can be read is for `check` to tell.

    Without a programme that can be read nothing is shown: its figures would be wrong.
    """
    from .. import source, status
    from ..problems import Refused, errors

    read = source.read(common.workspace(arguments))
    if wrong := [each for each in errors(read.problems) if each.where.file in (source.PROGRAMME, source.CONFERENCE)]:
        raise Refused(wrong)
    found = status.status(read, _moment(arguments.today))
    written = () if arguments.dry_run else status.write(read, found)
    unread = {each.file for each in read.unread}
    wrong = [each for each in errors(read.problems) if each.where.file in unread]
    common.tell([*wrong, *([] if arguments.dry_run else status.unmade(read, found))])
    if arguments.format == "json":
        print(_json(found))
        return common.code(wrong, strict=False)
    for line in _text(found.ledger, read.conference):
        print(line)
    for what, name in written:
        print(f"{what:10} build/{name}")
    return common.code(wrong, strict=False)


def _moment(text: str | None) -> datetime.datetime:
    if text is None:
        return datetime.datetime.now().astimezone()
    try:
        return datetime.datetime.fromisoformat(text.strip())
    except ValueError:
        raise WrongUse(f"--today {text}: write 2027-03-21, or 2027-03-21 18:00") from None


def _text(ledger: Ledger, conference: Conference) -> Iterator[str]:
    heads = ("expected", "received", "valid", "signed off", "late", "unknown")
    named = [(_track(each.track, conference), each) for each in ledger.tracks] + [("all", ledger.total)]
    width = max(len(name) for name, _ in named)
    yield "  ".join((" " * width, *heads))
    for name, tally in named:
        figures = zip(_figures(tally), heads, strict=True)
        yield "  ".join((name.ljust(width), *(str(figure).rjust(len(head)) for figure, head in figures)))
    yield ""
    widths = [max((len(cell) for cell in column), default=0) for column in zip(*map(_cells, ledger.rows), strict=True)]
    for row in ledger.rows:
        yield "  ".join(cell.ljust(size) for cell, size in zip(_cells(row), widths, strict=True)).rstrip()
    if ledger.rows:
        yield ""


def _track(name: str, conference: Conference) -> str:
    known = conference.track(name)
    return _short(" ".join(f"{known.id} {known.name}".split()) if known else name or "no track", 40)


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _figures(tally: Tally) -> tuple[int, ...]:
    return tally.expected, tally.received, tally.valid, tally.signed_off, tally.late, tally.unknown


def _cells(row: Row) -> tuple[str, ...]:
    due = "" if row.received else _due(row)
    ask = "; ".join(" ".join(filter(None, (each.name, each.email and f"<{each.email}>"))) for each in row.ask)
    return (
        row.slot.id,
        _short(row.slot.title, 50),
        WORDS[row.status],
        due,
        (ask or "nobody is named") if row.chased else "",
    )


def _due(row: Row) -> str:
    if row.due is None:
        return "no known deadline"
    return f"due {row.last_day}" + (f" {row.due:%H:%M}" if row.due.time() != datetime.time() else "")


def _json(found: Status) -> str:
    import json
    from dataclasses import asdict

    ledger = found.ledger
    told = {
        "now": ledger.now.isoformat(),
        "total": asdict(ledger.total),
        "tracks": [asdict(each) for each in ledger.tracks],
        "sessions": [_session(row) for row in ledger.rows],
        "reminders": [
            {
                "name": each.person.name,
                "email": each.person.email,
                "language": each.language,
                "sessions": [row.slot.id for row in each.rows],
            }
            for each in found.reminders
        ],
    }
    return json.dumps(told, ensure_ascii=False, indent=2)


def _session(row: Row) -> dict[str, object]:
    return {
        "id": row.slot.id,
        "title": row.slot.title,
        "track": row.slot.track,
        "status": row.status,
        "received": row.received,
        "valid": row.valid,
        "signed_off": row.signed_off,
        "late": row.late,
        "due": row.due.isoformat() if row.due else None,
        "role": row.role,
        "ask": [{"name": each.name, "email": each.email} for each in row.ask],
        "chased": row.chased,
    }
