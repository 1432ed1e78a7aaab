"""The cells of a workbook that came back, read from its parts: never a formula's result, never more than a register.

Another program's file is hostile until proven otherwise: no part may state a document type, which could name other
files or grow without end; macros are refused; links to other workbooks are told and not followed. (ECMA-376 part 1,
18.3.1.4 c, 18.4 shared strings, 18.8 styles.)
"""

from __future__ import annotations

import datetime
import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from io import BytesIO
from typing import TYPE_CHECKING

from .. import container
from ..followup.returned import Cell, Kind
from ..problems import Place, Problem, Refused, error, warning
from ..reading import Comment
from . import remarks
from .text import levelled, said

if TYPE_CHECKING:
    from lxml.etree import _Element

MOST_CELLS = 250_000
"""A register of ten thousand recommendations holds fewer cells with something in them."""
MOST_ELEMENTS = 1_200_000
"""A part of that register holds fewer elements: more is made to take time."""
LARGEST = 60_000_000
_LIMIT = 114
"""The number of libxml2's error for what is too deep or too long (XML_ERR_RESOURCE_LIMIT)."""
_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_P = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_SAVE = "open it in an office program and save it as Excel workbook (.xlsx)"
_MADE: Mapping[bytes, tuple[str, str]] = {
    b"\xd0\xcf\x11\xe0": ("an old Excel workbook (.xls), or one with a password", f"{_SAVE}, without a password"),
    b"%PDF": ("a PDF", "send the workbook itself, saved as .xlsx"),
    b"{\\rt": ("a text in RTF", _SAVE),
    b"<": ("a web page or a text in XML", _SAVE),
    b"": ("a text (CSV or the like), or it is damaged", _SAVE),
}
"""What a file is that is no zip, by its first bytes, and the next step."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its title, its cells by line and column, the line its table of this program's begins on (or 0), and
    the comments on its cells.
    """

    title: str
    lines: Mapping[int, Mapping[int, Cell]]
    table: int = 0
    comments: tuple[Comment, ...] = ()


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook: its sheets in order, its custom properties, who saved it last and when, and what is doubtful."""

    sheets: tuple[Sheet, ...]
    properties: Mapping[str, str]
    by: str = ""
    saved: str = ""
    notes: tuple[Problem, ...] = ()


def read(data: bytes, file: str = "", table: str = "") -> Book:
    """Return what a workbook holds; `table` is the name of the table to look for.

    Raises `problems.Refused` for what is no workbook of this kind, is damaged, carries macros, or is too large.
    """
    parts = _parts(data, file)
    try:
        return _Reader(parts, file, table).book()
    except _Endless:
        what = "a part of this workbook is deeper or longer than a register’s"
        raise _refused(file, what, "is it the register? remove what does not belong to it, and save it anew") from None
    except (ValueError, KeyError, IndexError, OverflowError) as mistake:
        raise _refused(file, f"this workbook is damaged: {mistake}", _SAVE) from None


def _refused(file: str, what: str, hint: str, spot: str = "") -> Refused:
    return Refused([error(Place(file, spot=spot), what, hint, "workbook")])


def _parts(data: bytes, file: str) -> dict[str, bytes]:
    if data[:2] != b"PK":
        what, hint = next(told for begin, told in _MADE.items() if data.lstrip(b"\xef\xbb\xbf \r\n").startswith(begin))
        raise _refused(file, f"this is no Excel workbook but {what}", hint)
    parts = container.unpack(data, file, largest=LARGEST)
    if b"opendocument" in parts.get("mimetype", b"")[:60]:
        raise _refused(file, "this is an OpenDocument file (.ods)", _SAVE)
    types = parts.get("[Content_Types].xml", b"")
    if b"macroEnabled" in types or any(name.lower().endswith("vbaproject.bin") for name in parts):
        hint = "save it as Excel workbook without macros (.xlsx)"
        raise _refused(file, "this workbook carries macros, which are not read", hint)
    if "xl/workbook.xml" not in parts:
        kind = "a Word file" if "word/document.xml" in parts else "a binary workbook (.xlsb) or another office file"
        raise _refused(file, f"this is no Excel workbook but {kind}", _SAVE)
    for name, part in parts.items():
        if name.lower().endswith((".xml", ".rels", ".vml")) and _declares(part):
            what = "this part states a document type or an unknown encoding, which no office program writes"
            raise _refused(file, what, _SAVE, name)
        if part.count(b"<") > MOST_ELEMENTS:
            raise _refused(
                file, f"this part holds more than {MOST_ELEMENTS:,} elements", "send the register alone", name
            )
        if name.startswith("xl/worksheets/") and (part.count(b"v>") + part.count(b"t>")) // 2 > MOST_CELLS:
            raise _many(file, name)
    return parts


def _many(file: str, spot: str) -> Refused:
    return _refused(file, f"this workbook holds more than {MOST_CELLS:,} cells", "send the register alone", spot)


def _declares(part: bytes) -> bool:
    """Return whether a part may define entities, or is written so that this cannot be seen."""
    bare = part.replace(b"\0", b"")
    begins = bare[:8].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return b"<!DOCTYPE" in bare or b"<!ENTITY" in bare or not begins.startswith(b"<")


class _Endless(ValueError):
    """A part is deeper or longer than a register's."""


def _damage(mistake: Exception) -> ValueError:
    """Return what a part's mistake in XML means; libxml2's own words for its limits are none for a person."""
    endless = getattr(mistake, "code", 0) == _LIMIT or "XML_PARSE_HUGE" in str(mistake)
    return _Endless() if endless else ValueError(str(mistake))


def _events(part: bytes, *tags: str) -> Iterator[_Element]:
    """Yield elements of a part as they end, each with nothing kept of those before it."""
    from lxml import etree

    known = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}
    try:
        for _, element in etree.iterparse(BytesIO(part), events=("end",), tag=tags, **known):  # type: ignore[call-overload]
            yield element
            element.clear()
            parent = element.getparent()
            while parent is not None and element.getprevious() is not None:
                del parent[0]
    except etree.XMLSyntaxError as mistake:
        raise _damage(mistake) from None


class _Reader:
    """Reads the parts of one workbook."""

    def __init__(self, parts: Mapping[str, bytes], file: str, table: str) -> None:
        self._parts, self._file, self._table = parts, file, table
        self._strings = [said(each) for each in self._of("xl/sharedStrings.xml", f"{_S}si")]
        self._dates = list(self._dated())
        self._persons = remarks.people(parts, self._of)
        self._cells = 0
        self._from_1904 = any(
            each.get("date1904") in ("1", "true") for each in self._of("xl/workbook.xml", f"{_S}workbookPr")
        )

    def book(self) -> Book:
        core = {str(each.tag).rpartition("}")[2]: each.text or "" for each in self._tree("docProps/core.xml")}
        own = {each.get("name", ""): "".join(each.itertext()) for each in self._tree("docProps/custom.xml")}
        targets = self._targets("xl/workbook.xml")
        named = [(each.get("name", ""), each.get(f"{_R}id", "")) for each in self._of("xl/workbook.xml", f"{_S}sheet")]
        sheets = [self._sheet(title, targets[at]) for title, at in named if targets.get(at) in self._parts]
        return Book(tuple(sheets), own, core.get("lastModifiedBy", ""), core.get("modified", ""), tuple(self._notes()))

    def _notes(self) -> Iterator[Problem]:
        outside = ("xl/externalLinks/", "xl/connections", "xl/queryTables/")
        if any(name.startswith(outside) for name in self._parts):
            what = "this workbook refers to other files; what they say is not read"
            yield warning(Place(self._file), what, "paste values, not links, where they matter", "workbook")

    def _of(self, name: str, *tags: str) -> Iterator[_Element]:
        return _events(self._parts[name], *tags) if name in self._parts else iter(())

    def _tree(self, name: str) -> list[_Element]:
        """Return the elements right under the root of a small part."""
        from lxml import etree

        if name not in self._parts:
            return []
        try:
            return list(etree.fromstring(self._parts[name], container.parser()))
        except etree.XMLSyntaxError as mistake:
            raise _damage(mistake) from None

    def _targets(self, name: str) -> dict[str, str]:
        """Return the parts that a part refers to, by the id of the relationship (ECMA-376 part 2, 9.3)."""
        folder, _, own = name.rpartition("/")
        found = {}
        for each in self._of(f"{folder}/_rels/{own}.rels", f"{_P}Relationship"):
            target = each.get("Target", "")
            path = target[1:] if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
            found[each.get("Id", "")] = path
        return found

    def _dated(self) -> Iterator[bool]:
        """Yield for each format of cells whether it shows a number as a day."""
        from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format

        own = {each.get("numFmtId"): each.get("formatCode", "") for each in self._of("xl/styles.xml", f"{_S}numFmt")}
        for formats in self._of("xl/styles.xml", f"{_S}cellXfs"):
            for each in formats:
                name = each.get("numFmtId", "0")
                code = own.get(name) or BUILTIN_FORMATS.get(int(name), "")
                yield bool(is_date_format(code)) or int(name) in (*range(27, 37), *range(50, 59))

    def _sheet(self, title: str, part: str) -> Sheet:
        lines: dict[int, dict[int, Cell]] = {}
        number = 0
        for row in _events(self._parts[part], f"{_S}row"):
            number = int(row.get("r", number + 1))
            cells = dict(self._line(row, title, number))
            self._cells += len(cells)
            if self._cells > MOST_CELLS:
                raise _many(self._file, title)
            if cells:
                lines[number] = cells
        return Sheet(title, lines, self._top(part), self._comments(part, title, lines))

    def _comments(self, part: str, title: str, lines: Mapping[int, Mapping[int, Cell]]) -> tuple[Comment, ...]:
        """Return the comments of a sheet, each with the words of its cell."""
        found = remarks.of(self._targets(part).values(), title, self._persons, self._of)
        cells = {cell.spot: cell.text for line in lines.values() for cell in line.values()} if found else {}
        return tuple(replace(each, anchor=cells.get(each.field, "")) for each in found)

    def _top(self, part: str) -> int:
        """Return the line of the header of the table that is looked for."""
        for path in self._targets(part).values():
            for each in self._of(path, f"{_S}table") if "/tables/" in path else ():
                if each.get("displayName") == self._table:
                    return _place(each.get("ref", "A0").partition(":")[0])[1]
        return 0

    def _line(self, row: _Element, title: str, number: int) -> Iterator[tuple[int, Cell]]:
        from openpyxl.utils import get_column_letter

        column = 0
        for c in row.iterchildren(f"{_S}c"):
            reference = c.get("r")
            column = _place(reference)[0] if reference else column + 1
            text, kind = self._said(c)
            if text:
                yield column, Cell(text, kind, f"{title}!{get_column_letter(column)}{number}")

    def _said(self, c: _Element) -> tuple[str, Kind]:
        formula, value, kind = c.find(f"{_S}f"), c.findtext(f"{_S}v", ""), c.get("t", "n")
        if formula is not None:
            return f"={formula.text or ''}", "formula"
        match kind:
            case "s":
                return (self._strings[int(value)] if value else ""), "text"
            case "inlineStr":
                return "".join(said(each) for each in c.iterchildren(f"{_S}is")), "text"
            case "str":
                return levelled(value), "text"
            case "b":
                return ("TRUE" if value.strip() == "1" else "FALSE"), "text"
            case "e":
                return value, "mistake"
            case "d":
                return value[:10], "date"
            case _:
                return self._number(value, int(c.get("s", "0")))

    def _number(self, value: str, style: int) -> tuple[str, Kind]:
        if not value.strip():
            return "", "number"
        number = float(value)
        if style < len(self._dates) and self._dates[style] and 0 < number < 2_958_466:
            first = datetime.date(1904, 1, 1) if self._from_1904 else datetime.date(1899, 12, 30)
            return (first + datetime.timedelta(int(number))).isoformat(), "date"
        return (str(int(number)) if number == int(number) else repr(number)), "number"


def _place(reference: str) -> tuple[int, int]:
    """Return column and line of a cell from its name."""
    from openpyxl.utils import column_index_from_string

    letters = reference.rstrip("0123456789")
    return column_index_from_string(letters), int(reference[len(letters) :])
