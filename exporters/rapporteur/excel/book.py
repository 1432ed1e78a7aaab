"""A workbook before it is written: sheets of rows of cells, and what lies over them. Knows no XML and no layout.

Rows and columns count from 1, widths are in characters of the default font, heights in points.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Run:
    """Some characters of one form inside a cell."""

    text: str
    bold: bool = False
    italic: bool = False
    muted: bool = False
    code: bool = False

    @property
    def plain(self) -> bool:
        """Whether it looks as its cell does."""
        return not (self.bold or self.italic or self.muted or self.code)


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


@dataclass(frozen=True, slots=True)
class Line:
    """One row: its cells from the first column on (None leaves one out), height and outline level.

    A `fixed` height stays; any other is what the text needs and is worked out again when somebody types.
    """

    cells: tuple[Cell | None, ...]
    height: float | None = None
    level: int = 0
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet; a grouped one (`level` 1) is folded away behind a +."""

    width: float
    level: int = 0
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A native table: its name, the labels of its columns, and its first (header) and last line."""

    name: str
    labels: tuple[str, ...]
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Validation:
    """What cells take: a value of a named list, or a date; other values are refused, or only asked about."""

    cells: str
    list: str = ""
    message: str = ""
    strict: bool = True


@dataclass(frozen=True, slots=True)
class Condition:
    """A named form that cells take while a formula holds; the first that holds wins."""

    cells: str
    formula: str
    form: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Horizontal bars of one series: where its words and figures stand, what they were, and where it is drawn."""

    title: str
    alt: str
    across: str
    along: str
    words: str
    figures: str
    cached: tuple[tuple[str, int], ...]
    colours: tuple[str, ...]
    anchor: tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Print:
    """How a sheet is printed; `area` are its columns, `heads` its repeated rows (first and last)."""

    landscape: bool = True
    area: str = ""
    heads: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet."""

    id: str
    title: str
    lines: Sequence[Line]
    columns: tuple[Column, ...]
    printed: Print = Print()
    hidden: bool = False
    freeze: tuple[int, int] | None = None
    table: Table | None = None
    validations: tuple[Validation, ...] = ()
    conditions: tuple[Condition, ...] = ()
    merged: tuple[str, ...] = ()
    charts: tuple[Chart, ...] = ()
    as_text: str = ""


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook: its sheets, the names of its lists, its running heads and its properties."""

    sheets: tuple[Sheet, ...]
    names: tuple[tuple[str, str], ...] = ()
    rtl: bool = False
    header: tuple[str, str, str] = ("", "", "")
    footer: tuple[str, str, str] = ("", "", "")
    paper: str = "A4"
    protect: bool = False
    title: str = ""
    language: str = ""
    date: str = ""
    properties: tuple[tuple[str, str], ...] = field(default=())


def letters(column: int) -> str:
    """Return the name of a column: A … Z, AA …"""
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def at(column: int, line: int) -> str:
    """Return the name of a cell: ``B3``."""
    return f"{letters(column)}{line}"


def block(first: tuple[int, int], last: tuple[int, int], absolute: bool = False) -> str:
    """Return the name of a block of cells, given as (column, line): ``B3:B40`` or ``$B$3:$B$40``."""
    if absolute:
        return ":".join(f"${letters(column)}${line}" for column, line in (first, last))
    return f"{at(*first)}:{at(*last)}"


def quoted(title: str) -> str:
    """Return the title of a sheet as a formula names it."""
    return "'" + title.replace("'", "''") + "'"
