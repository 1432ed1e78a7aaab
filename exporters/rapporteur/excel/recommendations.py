"""The sheet of recommendations: one line for each row of the register, with lists, dates, colours and print set-up.

Which columns it has, how wide and in which order, are the layout's `Head`s.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from openpyxl.formatting.rule import Rule
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table, TableStyleInfo

from ..prose import Break, Code, Emphasis, Inlines, Link, Note, Picture, Strong, Text
from ..register import STRICT, Register
from ..report import FOLLOW_UP
from ..rows import DATES, Row, Value
from . import formulas, measure
from .book import PLAIN, Book, Cell, Form, Growing, Run, block
from .look import TABLE_STYLE
from .styles import STYLES

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

TABLE = "tblRecommendations"
MOST_LINES = 1_048_576
"""A sheet has so many lines. All of them are printed as far as they are filled: the register grows."""
SPARE = 100
"""Lists, checks and colours reach so many lines below the last one, for recommendations that are added by hand."""
_STYLES = {
    "id": "id", "parent_id": "asis", "number_printed": "asis", "deadline_written": "asis", "language": "small",
    "conference": "small", "hints": "small", "key": "small",
    "consolidated": "serial", "proposed": "small", **dict.fromkeys(DATES, "date"),
}  # fmt: skip
FIRST_NUMBER = 61
"""The first day that all programs count alike, 1 March 1900, as a workbook counts days."""
MESSAGE = 225
"""The message of a rule is no longer than this."""
_OUTSIDE = re.compile(r"(https?://|mailto:)[^\s<>\"]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Head:
    """A column as the layout asks for it.

    `list` names the list it offers. A `grouped` column is folded away, one that is not `printed` stands on the screen
    only, a `hidden` one is there for the return of the file.
    """

    name: str
    label: str
    width: float
    list: str = ""
    style: str = ""
    grouped: bool = False
    printed: bool = True
    hidden: bool = False

    @property
    def on_paper(self) -> bool:
        """Whether it is among the columns that are printed."""
        return self.printed and not (self.hidden or self.grouped)


@dataclass(frozen=True)
class Grid:
    """The columns of the register, and where its table stands on the sheet (`top` is the header's line)."""

    heads: tuple[Head, ...]
    register: Register
    top: int
    links: Mapping[str, str]
    messages: Mapping[str, str]

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """The labels of the columns, each another."""
        return formulas.labels([head.label for head in self.heads])

    @cached_property
    def positions(self) -> dict[str, int]:
        """The position of each column by its name."""
        return {head.name: number for number, head in enumerate(self.heads, 1)}

    @property
    def last(self) -> int:
        """The last line of the table; a table without recommendations has one empty line."""
        return self.top + max(1, len(self.register.rows))

    def cells(self, first: str, last: str = "", spare: int = SPARE) -> str:
        """Return the cells of one column, or of several, below the header."""
        ends = self.positions[first], self.positions[last or first]
        return block((ends[0], self.top + 1), (ends[1], self.last + spare))

    def first(self, name: str) -> str:
        """Return the first cell of a column as a condition names it, its column fixed."""
        return f"${get_column_letter(self.positions[name])}{self.top + 1}"

    def formula_name(self, name: str) -> str:
        """Return how a formula names a column."""
        return formulas.column(TABLE, self.labels[self.positions[name] - 1])


def fill(grid: Grid, sheet: Worksheet, book: Book) -> None:
    """Set the register below the lines that the sheet holds already."""
    for number, head in enumerate(grid.heads, 1):
        column = sheet.column_dimensions[get_column_letter(number)]
        column.width, column.hidden, column.outlineLevel = head.width, head.hidden or head.grouped, int(head.grouped)
        column.collapsed = not head.grouped and any(each.grouped for each in grid.heads[number : number + 1])
        book.put(sheet, grid.top, number, Cell(grid.labels[number - 1], "head"))
    sheet.row_dimensions[grid.top].height = _head_height(grid)
    _rows(grid, sheet, book)
    shown = [number for number, head in enumerate(grid.heads, 1) if head.on_paper]
    if shown:
        sheet.print_area = block((min(shown), 1), (max(shown), MOST_LINES))
    sheet.print_title_rows = f"{grid.top}:{grid.top}"
    sheet.freeze_panes = f"B{grid.top + 1}"
    sheet.sheet_view.selection[-1].activeCell = sheet.sheet_view.selection[-1].sqref = sheet.freeze_panes
    look = TableStyleInfo(name=TABLE_STYLE, showRowStripes=True, showColumnStripes=False)
    cells = block((1, grid.top), (len(grid.heads), grid.last))
    sheet.add_table(Table(displayName=TABLE, ref=cells, tableStyleInfo=look))
    book.as_text[sheet.title] = block((1, grid.top + 1), (len(grid.heads), grid.last))
    for validation in _validations(grid):
        sheet.add_data_validation(validation)
    for over, formula, form in _conditions(grid, book):
        laid = book.look.form(form)
        sheet.conditional_formatting.add(over, Rule(type="expression", dxf=laid, formula=[formula]))


def _head_height(grid: Grid) -> float:
    shown = zip(grid.labels, grid.heads, strict=True)
    most = max(
        (measure.lines(label, measure.ems(head.width - 2, 10, True)) for label, head in shown if not head.grouped),
        default=1,
    )
    return max(34.0, measure.height(most, 10) + 4)


def _rows(grid: Grid, sheet: Worksheet, book: Book) -> None:
    line = grid.top
    for line, (cells, height, level) in enumerate(_lines(grid), grid.top + 1):
        for column, cell in enumerate(cells, 1):
            book.put(sheet, line, column, cell)
        sheet.row_dimensions[line] = Growing(sheet, line, ht=height, outlineLevel=level)
    sheet.column_dimensions.max_outline = max((int(head.grouped) for head in grid.heads), default=0)
    levels = [row.level for row in grid.register.rows]
    sheet.sheet_format.outlineLevelRow = min(7, max(levels, default=0))


def _lines(grid: Grid) -> Iterator[tuple[tuple[Cell, ...], float, int]]:
    """Yield the cells of every line of the table, its height and its level."""
    blank = tuple(Cell(None, _style(head), entry=head.name in FOLLOW_UP) for head in grid.heads)
    wide = [
        (number, measure.ems(head.width, STYLES[_style(head)].size))
        for number, head in enumerate(grid.heads)
        if not (head.hidden or head.grouped) and STYLES[_style(head)].wrap
    ]
    if not grid.register.rows:
        yield blank, measure.height(1, 10), 0
    for row in grid.register.rows:
        values = [row.value(head.name) for head in grid.heads]
        cells = tuple(
            _cell(value, head, row, grid, empty) if value != "" else empty
            for value, head, empty in zip(values, grid.heads, blank, strict=True)
        )
        most = max((measure.lines(str(values[number]), ems) for number, ems in wide), default=1)
        yield cells, measure.height(most, 10 * measure.tallness(str(row.value("full_text")))), min(row.level, 7)


def _style(head: Head) -> str:
    return head.style or _STYLES.get(head.name, "text")


def _cell(value: Value, head: Head, row: Row, grid: Grid, empty: Cell) -> Cell:
    if isinstance(value, datetime.date):
        return Cell(value, "date", entry=empty.entry)
    if isinstance(value, int):
        return Cell(value, empty.style)
    if head.name == "full_text":
        return Cell(_sentence(row), "point" if row.level else empty.style)
    link = grid.links.get(row.report.id, "") if head.name == "session" else _outside(value)
    style = "link" if link else "asis" if empty.style == "date" else empty.style
    return Cell(value, style, link=link, entry=empty.entry)


def _outside(value: str) -> str:
    """Return the address that a cell consists of, if it is one that may be opened."""
    return value if value[:1] in "hHmM" and _OUTSIDE.fullmatch(value) else ""


def _sentence(row: Row) -> str | tuple[Run, ...]:
    """Return the sentence, its stem muted so that the eye finds what this row adds; plain text where that is all."""
    stem = list(_runs(row.stem, Form(muted=True)))
    gap = [] if stem and stem[-1].text.rstrip().endswith("：") else [Run(" ")]
    runs = _collapsed([*stem, *gap, *_runs(row.own, PLAIN)])
    if "".join(run.text for run in runs) != row.sentence or all(run.form == PLAIN for run in runs):
        return str(row.values["full_text"])
    below = "".join(f"\n{line}" for line in row.more)
    return (*runs, Run(below)) if below else tuple(runs)


def _runs(inlines: Inlines, form: Form) -> Iterator[Run]:
    for inline in inlines:
        match inline:
            case Text(text):
                yield Run(text, form)
            case Code(text):
                yield Run(text, form._replace(code=True))
            case Strong(children):
                yield from _runs(children, form._replace(bold=True))
            case Emphasis(children):
                yield from _runs(children, form._replace(italic=True))
            case Link(_, children):
                yield from _runs(children, form)
            case Picture():
                yield Run(inline.alt, form)
            case Break():
                yield Run(" ", form)
            case Note():
                pass


def _collapsed(runs: Iterable[Run]) -> list[Run]:
    """Return `runs` with every white space as one space, none at the ends, and equal neighbours joined."""
    found: list[Run] = []
    open_ = False
    for run in runs:
        inner = " ".join(run.text.split())
        before = " " if open_ or (found and run.text[:1].isspace()) else ""
        if not inner:
            open_ = bool(found) and (open_ or bool(run.text))
            continue
        open_ = run.text[-1:].isspace()
        text = (before if found else "") + inner
        if found and found[-1].form == run.form:
            text = found.pop().text + text
        found.append(Run(text, run.form))
    return found


def _validations(grid: Grid) -> Iterator[DataValidation]:
    """Yield what cells take: a value of a named list, or a day; other values are refused, or only asked about."""
    for head in grid.heads:
        rule: dict[str, Any] = {}
        if head.list:
            rule = {"type": "list", "formula1": f"list_{head.list}", "error": grid.messages.get("list", "")}
        elif head.name in DATES and head.name in FOLLOW_UP:
            rule = {"type": "date", "formula1": FIRST_NUMBER, "error": grid.messages.get("date", "")}
            rule["operator"] = "greaterThanOrEqual"
        if rule:
            rule["error"] = rule["error"][:MESSAGE] or None
            rule["errorStyle"] = None if head.list in STRICT else "warning"
            shown: dict[str, Any] = {"allow_blank": True, "showInputMessage": True, "showErrorMessage": True}
            yield DataValidation(sqref=grid.cells(head.name), **shown, **rule)


def _conditions(grid: Grid, book: Book) -> Iterator[tuple[str, str, str]]:
    """Yield cells, a formula, and the key of the form they take while it holds; the first that holds wins."""
    if overdue := overdue_test(grid):
        yield grid.cells("deadline"), overdue, "overdue"
    for head in grid.heads:
        for entry in grid.register.lists.get(head.name, ()):
            if book.look.form(entry.key):
                yield grid.cells(head.name), f"{grid.first(head.name)}={formulas.text(entry.label)}", entry.key
    if "session" in grid.positions:
        session = get_column_letter(grid.positions["session"])
        above, here = (f"${session}{line}" for line in (grid.top, grid.top + 1))
        yield grid.cells(grid.heads[0].name, grid.heads[-1].name, 0), f"{here}<>{above}", "session"


def overdue_test(grid: Grid) -> str:
    """Return the formula that says whether a line is overdue; "" if the layout has no column to tell by."""
    if not {"deadline", "status"} <= set(grid.positions):
        return ""
    deadline, status = grid.first("deadline"), grid.first("status")
    closed = "".join(f",{status}<>{formulas.text(label)}" for label in grid.register.closed)
    return f"AND(ISNUMBER({deadline}),{deadline}<TODAY(){closed})"
