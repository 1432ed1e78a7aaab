"""The rows of a table as sessions: each cell read as what its column says, and told if it cannot be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from .. import deadline
from ..front import ID
from ..problems import Problem, error, warning
from ..settings import LANGUAGE
from ..spelling import fold
from . import headings, people, times
from .columns import SINGLE, Columns
from .entry import Entry
from .row import Known, Reading
from .table import Cell, Table


def entries(table: Table, columns: Columns, known: Known) -> tuple[tuple[Entry, ...], tuple[Problem, ...]]:
    """Return the sessions of a table and what is wrong with its rows; rows that say nothing are none."""
    day_first = times.day_first(table, columns)
    found: list[Entry] = []
    problems: list[Problem] = []
    for row in table.rows:
        reading = Reading(row, columns, known, day_first)
        if any(cell.text for cell in row):
            found.append(_entry(reading))
        problems += reading.problems
    return tuple(found), (*_told_once(problems), *_doubled(found), *_nameless(found))


def _told_once(problems: Sequence[Problem]) -> Iterator[Problem]:
    """Yield problems; of ids that were made fit only the first is told, with how many there are."""
    fitted = [each for each in problems if each.rule == "id" and each.severity == "warning"]
    yield from (each for each in problems if each not in fitted)
    if fitted:
        more = f", and so do {len(fitted) - 1} more" if len(fitted) > 1 else ""
        yield replace(fitted[0], what=f"{fitted[0].what}{more}")


def _doubled(found: Sequence[Entry]) -> Iterator[Problem]:
    seen: dict[str, Entry] = {}
    for entry in found:
        key = entry.id.casefold()
        if key and key in seen:
            what = f"the id “{entry.id}” stands a second time; the first is at {seen[key].at('id')}"
            yield error(entry.at("id"), what, "give each session an id of its own", "id")
        seen.setdefault(key, entry)


def _nameless(found: Sequence[Entry]) -> Iterator[Problem]:
    """Yield a warning for each session without an id where others have one: a lunch, often, of which nobody reports."""
    named = any(each.id for each in found)
    for entry in found if named else ():
        if not entry.id and entry.title and entry.values.get("report") != "no":
            what = f"“{entry.title}” has no id, as others here do: it gets one, and a report of it is expected"
            yield warning(entry.place, what, "write its id; if nobody reports of it, in a column “report”: no", "id")


def _entry(reading: Reading) -> Entry:
    values: dict[str, str] = {}
    title = reading.cell("title")
    if title:
        values["title"] = " ".join(title.text.split())
    else:
        first = next(cell for cell in reading.row if cell.text)
        reading.wrong(first, "this row has no title", "write one, or take the row out", "title")
    for name in ("track", "format", "room"):
        if cell := reading.cell(name):
            values[name] = " ".join(cell.text.split())
    for name, read in _READ.items():
        if (cell := reading.cell(name)) and (value := read(cell, reading)):
            values[name] = value
    values |= times.when(reading)
    persons, guesses = people.people(reading)
    names = (*SINGLE, *persons, *(name for name in reading.columns.at if "." in name))
    places = {name: cell.place for name in names if (cell := reading.cell(name))}
    at = next((place for name in ("date", "when", "start") if (place := places.get(name))), None)
    places |= {path: at for path in values if path.startswith("when.") and at}
    place = next(cell.place for cell in reading.row if cell.text)
    return Entry(_id(reading), values, persons, "", place, places, guesses)


def _id(reading: Reading) -> str:
    cell = reading.cell("id")
    if cell is None:
        return ""
    made = re.sub(r"[\s/\\:,;]+", "-", cell.text).strip("-")
    if not ID.fullmatch(made):
        reading.wrong(cell, f"“{cell.text}” cannot be a session's id", "letters, digits, . _ and -: T3-S01", "id")
        return ""
    if made != cell.text:
        reading.doubt(cell, f"“{cell.text}” becomes the id {made}", "", "id")
    return made


# Single values


def _language(cell: Cell, reading: Reading) -> str:
    if LANGUAGE.fullmatch(cell.text) and (len(cell.text) < 4 or "-" in cell.text):
        return cell.text if "-" in cell.text else cell.text.lower()
    found = language_named(cell.text, reading.known.language)
    if not found:
        reading.wrong(cell, f"“{cell.text}” is no language that is known here", "write en, fr, pt-BR …", "language")
    return found


def language_named(text: str, also: str = "en") -> str:
    """Return the tag of a language by its name in English, in itself or in `also`; "" if it is none of ours."""
    from babel import Locale

    for tag in ("en", "fr", "es", "pt", "ar", "zh", "ru", "hi"):
        locale = Locale.parse(tag)
        names = {locale.get_display_name(each) for each in ("en", tag, also.split("-")[0])}
        if fold(text) in {fold(name) for name in names if name}:
            return tag
    return ""


def _deadline(cell: Cell, reading: Reading) -> str:
    if deadline.read(cell.text, reading.known.language) is None:
        hint = "write 2027-03-20 18:00, or 2 days after, or 18:00 the same day"
        reading.wrong(cell, f"“{cell.text}” is no deadline", hint, "deadline")
    return cell.text


def _report(cell: Cell, reading: Reading) -> str:
    said = fold(cell.text)
    if said in headings.listed(headings.NO):
        return "no"
    if said not in headings.listed(headings.YES):
        reading.wrong(cell, f"“{cell.text}” does not say whether a report is expected", "write yes or no", "report")
    return "yes"


def _status(cell: Cell, reading: Reading) -> str:
    if fold(cell.text) in headings.listed(headings.CANCELLED):
        return "cancelled"
    if fold(cell.text) not in headings.listed(headings.PLANNED):
        what = f"“{cell.text}” is taken for: planned"
        reading.doubt(cell, what, "what does not take place is: cancelled", "status")
    return "planned"


_READ = {"language": _language, "deadline": _deadline, "report": _report, "status": _status}
