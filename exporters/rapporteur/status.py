"""The ledger as files: a sheet in ``build/excel/``, a reminder for each who owes reports in ``build/reminders/``.

A reminder that somebody changed by hand is kept aside; one for whom nothing is owed any more is removed.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from . import checks, files, outbox
from . import format as seam
from .conference import ledger as ledgers
from .conference.ledger import Ledger, Row
from .conference.reminders import Reminder, reminders, said
from .labels import Labels
from .manifest import OUTPUT
from .naming import short
from .problems import Place, Problem, WrongUse, errors, warning
from .source import Source

SHEET = "excel/ledger.xlsx"
REMINDERS = "reminders"
BLANK = "word/blank"
MADE = ".made.json"
TEMPLATE = "ledger.html.jinja"


@dataclass(frozen=True, slots=True)
class Status:
    """The state of all reports, and the reminders that follow from it."""

    ledger: Ledger
    reminders: tuple[Reminder, ...]


def status(source: Source, now: datetime.datetime) -> Status:
    """Return the state of a conference's reports at `now`."""
    broken = {each.where.file for each in errors(checks.check(source))}
    found = ledgers.ledger(source.conference, broken, now, [each.id for each in source.unread])
    written = reminders(found, source.conference, lambda language: _labels(source, language), form)
    return Status(found, written)


def form(row: Row) -> str:
    """Return the name of the form that is to be filled in, as ``rapporteur build --blank`` calls it."""
    title = row.report.title if row.report else row.slot.title
    return f"{'-'.join(filter(None, (row.slot.id, short(title))))}.docx"


def unmade(source: Source, found: Status) -> tuple[Problem, ...]:
    """Return a warning if forms that the reminders name are not there to be attached."""
    wanted = dict.fromkeys(form(row) for each in found.reminders for row in each.rows)
    missing = [name for name in wanted if not (source.workspace / OUTPUT / BLANK / name).is_file()]
    if not missing:
        return ()
    named = missing[0] if len(missing) == 1 else f"{missing[0]} and {len(missing) - 1} more"
    what = f"reminders name forms to attach that are not there: {named}"
    return (warning(Place(f"{OUTPUT}/{BLANK}"), what, "make them: rapporteur build --blank", "reminder"),)


def _labels(source: Source, language: str) -> Labels:
    return Labels(source.layout.catalogue(language), source.conference.digits)


def write(source: Source, found: Status) -> tuple[outbox.Done, ...]:
    """Write sheet and reminders, and return what was written and removed, by their names below ``build/``."""
    folder = source.workspace / OUTPUT
    wanted = {f"{REMINDERS}/{name}": each.letter.encode("utf-8") for name, each in named(found.reminders)}
    wanted[SHEET] = sheet(source, found.ledger)
    with files.locked(folder):
        return outbox.lay_out(folder, wanted, f"{REMINDERS}/{MADE}")


def named(written: tuple[Reminder, ...]) -> Iterator[tuple[str, Reminder]]:
    """Yield reminders with the names of their files: the person's, in plain letters, each another."""
    taken: set[str] = set()
    for each in written:
        stem = short(each.person.name) or short(each.person.email.partition("@")[0]) or "rapporteur"
        name = next(made for n in range(1, len(written) + 2) if (made := f"{stem}-{n}" if n > 1 else stem) not in taken)
        taken.add(name)
        yield f"{name}.txt", each


def sheet(source: Source, ledger: Ledger) -> bytes:
    """Return the ledger as a workbook in the conference's first language."""
    exporter = seam.load("excel")
    if not isinstance(exporter, seam.Tabling):
        raise WrongUse("the exporter called “excel” makes no other workbooks than the register")
    conference, labels = source.conference, _labels(source, source.conference.languages[0])
    context = {
        "ledger": ledger,
        "conference": conference,
        "language": labels.language,
        "direction": labels.direction,
        "word": labels.word,
        "number": labels.number,
        "parts": labels.parts,
        "due": lambda row: said(row, labels),
        "today": labels.date(ledger.now.day, ledger.now.month, ledger.now.year),
    }
    title = " – ".join(filter(None, (labels.word("ledger_title"), conference.name)))
    return exporter.workbook(TEMPLATE, context, source.layout, title, ledger.now.date().isoformat())
