"""Reads a register that came back: which sheet it stands on, which column is which, and what every cell says.

The sheet is known by the words above its columns in any language of the layout, wherever they were moved to; failing
that by its table. Filtered rows and hidden columns are read like others. Nothing is decided here: `followup` does that.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from pathlib import PurePath
from typing import NamedTuple

from .. import followup
from ..followup.returned import Beside, Cell, Column, Line, Returned, signs
from ..layout import Layout
from ..problems import Place, Problem, Refused, error, warning
from ..register import COLUMNS, SCHEMA
from ..spelling import fold
from . import sheets
from .recommendations import TABLE

FEWEST = 3
"""So many known labels on one line, and one of `TELLING` among them, are the header of a register."""
DEEPEST = 500
"""The header stands among so many lines, however many were inserted above it."""
LONGEST = 255
"""A label is no longer."""
TELLING = frozenset(("id", "key", "full_text"))
LISTED = ("by_track", "by_addressee", "sheet_clusters")
_COLUMNS = "RapporteurColumns"
_DIGEST = re.compile(r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")


def remembered(data: bytes) -> bytes:
    """Return what a register that we have just written says, as canonical JSON: what returned copies are held against.

    Raises `problems.Refused` if `data` is no register.
    """
    book = sheets.read(data, "", TABLE)
    names = _sent(book)
    sheet = next((each for each in book.sheets if each.table), None)
    if sheet is None:
        raise Refused([error(Place(""), "this workbook holds no register of recommendations", rule="register")])
    head = sheet.lines.get(sheet.table, {})
    columns = tuple(Column(at, head[at].text if at in head else "", name) for at, name in enumerate(names, 1))
    lines = tuple(_lines(_Header(sheet, sheet.table, len(names), columns)))
    base, schema = (book.properties.get(name, "") for name in ("RapporteurBase", "RapporteurSchema"))
    beside = _beside(book, sheet)
    return followup.remembered(Returned(base=base, schema=schema, columns=columns, lines=lines, beside=beside))


def _sent(book: sheets.Book) -> tuple[str, ...]:
    """Return the names of the columns as they were sent, from the properties of the file."""
    found = sorted(
        (int(name.removeprefix(_COLUMNS)), text)
        for name, text in book.properties.items()
        if re.fullmatch(rf"{_COLUMNS}[1-9]\d?", name)
    )
    return tuple(" ".join(text for _, text in found).split())


class _Header(NamedTuple):
    """Where a header may stand: the sheet, the line, how many of its labels are known, and its columns."""

    sheet: sheets.Sheet
    line: int
    known: int
    columns: tuple[Column, ...]


def reading(data: bytes, file: str, layout: Layout) -> Returned:
    """Return what a returned register says; raises `problems.Refused` for what is no register or cannot be read."""
    if PurePath(file).suffix.lower() in (".xlsm", ".xltm"):
        hint = "save it as Excel workbook without macros (.xlsx)"
        raise Refused([error(Place(file), "a workbook with macros is not read", hint, "workbook")])
    book = sheets.read(data, file, TABLE)
    words = _words(layout)
    header = _found(book, words, _titles(layout))
    if header is None:
        what = "no sheet of this workbook is a register of recommendations"
        hint = "the line of headings (ID, Recommendation, Status …) must be there, as it was sent"
        raise Refused([error(Place(file), what, hint, "register")])
    lines = tuple(_lines(header))
    return Returned(
        file=file,
        base=_base(book, header),
        schema=book.properties.get("RapporteurSchema", ""),
        saved=book.saved,
        by=book.by,
        language=_language(header, words),
        sheet=header.sheet.title,
        columns=header.columns,
        lines=lines,
        comments=tuple(each for sheet in book.sheets for each in sheet.comments),
        notes=(*book.notes, *_notes(header, book, file)),
        beside=_beside(book, header.sheet),
    )


def _beside(book: sheets.Book, register: sheets.Sheet) -> tuple[Beside, ...]:
    """Return the sheets that follow from the register."""
    found = []
    for sheet in book.sheets:
        if sheet is not register:
            lines = tuple(Line(number, sheet.lines[number]) for number in sorted(sheet.lines))
            found.append(Beside(sheet.title, tuple(map(signs, lines)), lines))
    return tuple(found)


@lru_cache(8)
def _words(layout: Layout) -> Mapping[str, tuple[str, tuple[str, ...]]]:
    """Return the name of the column that a label means in any language, and the languages it is a label in."""
    found: dict[str, tuple[set[str], list[str]]] = {}
    for language in layout.languages():
        catalogue = layout.catalogue(language)
        for name, keys in COLUMNS.items():
            for said in dict.fromkeys(fold(each) for key in keys for each in catalogue.spellings(key)):
                names, languages = found.setdefault(said.rstrip(" :"), (set(), []))
                names.add(name)
                languages.append(language)
    return {said: (names.pop(), tuple(where)) for said, (names, where) in found.items() if len(names) == 1}


@lru_cache(8)
def _titles(layout: Layout) -> frozenset[str]:
    """Return the titles, in any language, of sheets that list recommendations and are not the register."""
    catalogues = map(layout.catalogue, layout.languages())
    return frozenset(fold(each)[:31] for words in catalogues for key in LISTED for each in words.spellings(key))


def _found(
    book: sheets.Book, words: Mapping[str, tuple[str, tuple[str, ...]]], others: Collection[str]
) -> _Header | None:
    """Return the header of the register: the line with most known labels, else the one its table begins with."""
    best: _Header | None = None
    for sheet in (each for each in book.sheets if each.table or fold(each.title) not in others):
        for line in sorted(sheet.lines)[:DEEPEST]:
            columns = tuple(_columns(sheet.lines[line], words))
            names = {column.name for column in columns} - {""}
            if len(names) >= FEWEST and names & TELLING and (best is None or len(names) > best.known):
                best = _Header(sheet, line, len(names), columns)
    if best is None:
        tables = (sheet for sheet in book.sheets if sheet.table in sheet.lines)
        best = next((_Header(s, s.table, 0, tuple(_columns(s.lines[s.table], words))) for s in tables), None)
    return best


def _columns(cells: Mapping[int, Cell], words: Mapping[str, tuple[str, tuple[str, ...]]]) -> Iterator[Column]:
    """Yield a column for each label; of two columns of one name the first is read."""
    seen: set[str] = set()
    for at in sorted(cells):
        label = " ".join(cells[at].text[:LONGEST].split())
        name = words.get(fold(label).rstrip(" :"), ("", ()))[0]
        yield Column(at, label, "" if name in seen else name)
        seen.add(name)


def _lines(header: _Header) -> Iterator[Line]:
    for number in sorted(each for each in header.sheet.lines if each > header.line):
        yield Line(number, header.sheet.lines[number])


def _language(header: _Header, words: Mapping[str, tuple[str, tuple[str, ...]]]) -> str:
    """Return the language that most labels are in, the first of several."""
    found = Counter(
        language
        for column in header.columns
        if column.name
        for language in words.get(fold(column.label).rstrip(" :"), ("", ()))[1]
    )
    return min(found, key=lambda each: (-found[each], each), default="en")


def _base(book: sheets.Book, header: _Header) -> str:
    """Return the digest of what was sent: as the properties tell it, else as it stands on another sheet."""
    told = book.properties.get("RapporteurBase", "").strip()
    if followup.is_digest(told):
        return told
    others = (sheet for sheet in book.sheets if sheet is not header.sheet)
    texts = (cell.text for sheet in others for line in sheet.lines.values() for cell in line.values())
    return next((found[0] for text in texts if (found := _DIGEST.search(text))), "")


def _notes(header: _Header, book: sheets.Book, file: str) -> Iterator[Problem]:
    """Yield what is doubtful: text beside the columns, columns of one name, another schema than this program's."""
    known = {column.at for column in header.columns}
    for number, line in header.sheet.lines.items():
        for at, cell in line.items() if number > header.line else ():
            if at not in known:
                what = f"“{_short(cell.text)}” stands beside the columns of the register and is not read"
                yield warning(Place(file, spot=cell.spot), what, "give the column a heading", "register")
    labels = Counter(column.label.casefold() for column in header.columns)
    for label, count in labels.items():
        if count > 1:
            what = f"{count} columns are called “{label}”; the first is read"
            yield warning(Place(file, spot=f"{header.sheet.title}!{header.line}"), what, "", "register")
    schema = book.properties.get("RapporteurSchema", SCHEMA)
    if schema != SCHEMA:
        what = f"this register is of schema {schema}; this program writes {SCHEMA}"
        yield warning(Place(file), what, "look at the changes with care", "register")


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 60 else f"{text[:59]}…"
