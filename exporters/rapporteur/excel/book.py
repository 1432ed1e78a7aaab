"""The workbook while it is made: openpyxl's, with the results of its formulas and what its charts show beside it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote

from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import Protection
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.dimensions import RowDimension
from openpyxl.worksheet.hyperlink import Hyperlink

from .look import Look
from .styles import Theme
from .text import FORMULA_LIKE, escaped

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

MOST_LINKS = 65_530
"""Excel opens no sheet with more; the addresses of others stay text."""
_URI = "%/:?#[]@!$&'()*+,;=-._~"


class Form(NamedTuple):
    """How a run of text differs from its cell."""

    bold: bool = False
    italic: bool = False
    muted: bool = False
    code: bool = False


PLAIN = Form()


@dataclass(frozen=True, slots=True)
class Run:
    """Some characters of one form inside a cell."""

    text: str
    form: Form = PLAIN


Value = str | int | float | datetime.date | tuple[Run, ...] | None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its value, the name of its style, perhaps a formula (whose last result the value is) and a link.

    A link is a URL, a path beside the workbook, or ``#`` and the id of a sheet. `entry` marks what people fill in.
    """

    value: Value = None
    style: str = "text"
    formula: str = ""
    link: str = ""
    entry: bool = False


class Book:
    """A workbook, and what openpyxl does not keep of it.

    `results` are those of formulas by sheet and cell, `drawn` the name and the description of each chart, `as_text` the
    cells of a sheet whose numbers are text on purpose.
    """

    def __init__(self, theme: Theme, rtl: bool, language: str = "en") -> None:
        self.workbook = Workbook()
        self.workbook.remove(self.workbook.worksheets[0])
        self.look = Look(self.workbook, theme, rtl)
        self.rtl, self.language = rtl, language
        self.results: dict[tuple[str, str], float | str] = {}
        self.drawn: list[tuple[str, str]] = []
        self.as_text: dict[str, str] = {}
        self.titles: dict[str, str] = {}
        self.dated = False
        self._formats: dict[tuple[str, bool, bool], object] = {}
        self._links: dict[str, int] = {}

    def inscribe(self, title: str, date: str, properties: Mapping[str, str]) -> None:
        """State the properties of the file; a day only if the source states one, never the clock's."""
        workbook: Any = self.workbook
        core = workbook.properties
        core.creator, core.title, core.language = None, escaped(title), self.language
        if date:
            core.created = core.modified = datetime.datetime.fromisoformat(date[:10])
        self.dated = bool(date)
        for name, value in properties.items():
            if value:
                workbook.custom_doc_props.append(StringProperty(name=name, value=value))

    def put(self, sheet: Worksheet, line: int, column: int, cell: Cell) -> None:
        """Write a cell. What openpyxl would take for a formula, or would cut at its end, is set as the text it is."""
        place: Any = sheet.cell(line, column)  # its parts with a _ have no public name in openpyxl
        value, quoted = cell.value, False
        if cell.formula:
            place.value = f"={escaped(cell.formula)}"
            if isinstance(value, int | float | str):
                self.results[sheet.title, place.coordinate] = value
        elif isinstance(value, str | tuple) and value:
            quoted = (value if isinstance(value, str) else value[0].text).startswith(FORMULA_LIKE)
            place._value, place.data_type = self._said(value), "s"
        elif value is not None:
            place.value = value
        place._style = self._format(place, cell.style, cell.entry, quoted)
        if cell.link:
            self._lead(sheet, place, cell.link)

    def _format(self, place: Any, style: str, entry: bool, quoted: bool) -> object:
        """Return the format that cells of a style share: openpyxl takes longer to find it than to write the cell."""
        key = style, entry, quoted
        if key not in self._formats:
            place.style = f"Register {style}"
            if entry:
                place.protection = Protection(locked=False)
            place.quotePrefix = quoted
            self._formats[key] = place._style
        return self._formats[key]

    def _said(self, value: str | tuple[Run, ...]) -> str | CellRichText:
        if isinstance(value, str):
            return escaped(value)
        return CellRichText([TextBlock(self.look.run(*run.form), escaped(run.text)) for run in value])

    def _lead(self, sheet: Worksheet, place: Any, link: str) -> None:
        """Let a cell lead somewhere; openpyxl's own setter would also write the address into the cell."""
        count = self._links[sheet.title] = self._links.get(sheet.title, 0) + 1
        if count > MOST_LINKS:
            return
        if link.startswith("#"):
            location = f"{quote_sheetname(self.titles[link[1:]])}!A1"
            place._hyperlink = Hyperlink(ref=place.coordinate, location=location)
        else:
            place._hyperlink = Hyperlink(ref=place.coordinate, target=quote(link, safe=_URI))


class Growing(RowDimension):
    """A row whose height is what its text needs now, and is worked out again when somebody types."""

    customHeight = False  # noqa: N815 - openpyxl fixes every height that is stated


def block(first: tuple[int, int], last: tuple[int, int], absolute: bool = False) -> str:
    """Return the name of a block of cells, given as (column, line): ``B3:B40`` or ``$B$3:$B$40``."""
    mark = "$" if absolute else ""
    return ":".join(f"{mark}{get_column_letter(column)}{mark}{line}" for column, line in (first, last))
