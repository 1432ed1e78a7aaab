"""A sheet of headings, paragraphs, tables and charts, as the layout's outline sets them one below the other."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from openpyxl.formatting.rule import Rule
from openpyxl.utils import get_column_letter, quote_sheetname, range_boundaries

from . import measure
from .book import PLAIN, Book, Cell, Form, Growing, Run, Value, block
from .chart import Bars, chart
from .counts import Counts
from .styles import STYLES
from .wrong import Wrong

if TYPE_CHECKING:
    from lxml.etree import _Element
    from openpyxl.worksheet.worksheet import Worksheet

WIDTHS = (44.0, 11.0, 11.0, 4.0, 14.0, 14.0, 14.0, 14.0, 14.0, 14.0, 14.0)
"""The columns of a sheet whose tables do not say theirs (``data-widths``)."""
ONE_PAGE = 48
"""So many lines of a sheet are printed on one page, smaller if need be."""
_ANCHOR = re.compile(r"[A-Z]{1,2}[1-9]\d{0,3}:[A-Z]{1,2}[1-9]\d{0,3}")
_TOTALS = {"number": "totalnumber", "share": "totalnumber", "about": "totalabout", "nonumber": "nonumber"}
_HEADINGS = {"h1": ("title", 28.0), "h2": ("heading", 30.0), "h3": ("strongline", 20.0)}


@dataclass
class Page:
    """Sets one element below the other, and knows how far down and across it came and where tables stand."""

    book: Book
    sheet: Worksheet
    counts: Counts
    wrong: Wrong
    widths: tuple[float, ...] = WIDTHS
    depth: int = 0
    reach: int = 1
    tables: dict[str, Placed] = field(default_factory=dict)
    bottom: int = 1

    def add(self, element: _Element) -> None:
        """Set one element below the others."""
        match element.tag:
            case "h1" | "h2" | "h3":
                style, height = _HEADINGS[element.tag]
                self.line((Cell(words(element), style),), height)
            case "p":
                self._paragraph(element)
            case "table":
                self._table(element)
            case "figure":
                self._chart(element)
            case _:
                self.wrong.note(element, f"a sheet has no place for <{element.tag!s}>")

    def finish(self) -> None:
        """Set widths and what is printed: one page wide, a short sheet that is no list on one page."""
        for number, width in enumerate(self.widths, 1):
            self.sheet.column_dimensions[get_column_letter(number)].width = width
        bottom = max(self.bottom, self.depth)
        if self.sheet.sheet_state == "visible":
            self.sheet.print_area = block((1, 1), (self.reach, bottom))
        self.sheet.page_setup.fitToHeight = int(bottom <= ONE_PAGE and not self.sheet.print_title_rows)

    def line(self, cells: tuple[Cell, ...], height: float) -> None:
        """Set a line of cells."""
        self.depth += 1
        for column, cell in enumerate(cells, 1):
            self.book.put(self.sheet, self.depth, column, cell)
        self.sheet.row_dimensions[self.depth].height = height
        self.reach = max(self.reach, len(cells))

    def _paragraph(self, element: _Element) -> None:
        style = self.wrong.style(element, "body")
        cell = Cell(rich(element), style, link=self.wrong.link(next(element.iter("a"), None)))
        if not STYLES[style].wrap:
            self.line((cell,), 20.0)
            return
        count = measure.lines(words(element), measure.ems(sum(self.widths) - 2, STYLES[style].size))
        self.line((cell,), measure.height(count, 10 * measure.tallness(words(element))) + 4)
        self.sheet.merge_cells(block((1, self.depth), (len(self.widths), self.depth)))
        self.reach = max(self.reach, len(self.widths))

    def _table(self, element: _Element) -> None:
        rows = [tuple(row.iterchildren("td")) for row in element.iter("tr") if row.find("td") is not None]
        head = tuple(words(th) for th in element.iter("th"))
        if head:
            self.row(self._head(element, rows[0] if rows else ()), 0)
            self._keep(element)
        placed = Placed(head, self.depth + 1, [], self.sheet.title)
        for cells in rows:
            row = cells[0].getparent()
            kind = self.wrong.only(row, ("total", "apart")) if row is not None else ""
            made = self._row(cells, kind)
            if not kind and len(made) > 1:
                figure = made[1].value if isinstance(made[1].value, int) else 0
                placed.values.append((words(cells[0]), figure, self._colour(cells[0])))
        self.tables[element.get("data-table", "")] = placed

    def _keep(self, table: _Element) -> None:
        thead = table.find("thead")
        if thead is not None and self.wrong.only(thead, ("kept",)):
            self.keep_head()

    def _head(self, element: _Element, first: tuple[_Element, ...]) -> tuple[Cell, ...]:
        """Return the head of a table; a column of figures is headed at its right."""
        figures = [td.get("data-formula") is not None or td.find("data") is not None for td in first]
        figures += [False] * len(list(element.iter("th")))
        named = zip(element.iter("th"), figures, strict=False)
        return tuple(
            Cell(words(th), self.wrong.style(th, "numberhead" if figure else "linehead")) for th, figure in named
        )

    def _row(self, tds: tuple[_Element, ...], kind: str) -> tuple[Cell, ...]:
        cells: list[Cell] = []
        for td in tds:
            cells.append(self._cell(td, cells, kind))
            self._tint(td, len(cells))
        self.row(tuple(cells))
        return tuple(cells)

    def keep_head(self) -> None:
        """Keep the line that was set last in sight, and print it on every page."""
        below = f"A{self.depth + 1}"
        self.sheet.freeze_panes = below
        self.sheet.sheet_view.selection[-1].activeCell = self.sheet.sheet_view.selection[-1].sqref = below
        self.sheet.print_title_rows = f"{self.depth}:{self.depth}"

    def row(self, cells: tuple[Cell, ...], more: float = 1.0) -> None:
        """Set a line of a table, as high as its text."""
        counts = (self._rows_of(cell, width) for cell, width in zip(cells, self.widths, strict=False))
        height = max(counts, default=15.0) + more
        self.line(cells, height)
        self.sheet.row_dimensions[self.depth] = Growing(self.sheet, self.depth, ht=height)

    def _rows_of(self, cell: Cell, width: float) -> float:
        style = STYLES[cell.style]
        text = cell.value if isinstance(cell.value, str) else ""
        count = measure.lines(text, measure.ems(width, style.size, style.bold)) if style.wrap else 1
        return measure.height(count, style.size * measure.tallness(text))

    def _cell(self, td: _Element, before: list[Cell], kind: str) -> Cell:
        match td.get("data-formula"):
            case "count":
                made = self.counts.count(td.get("data-field", ""), td.get("value", ""))
            case "total":
                made = self.counts.total()
            case "overdue":
                made = self.counts.overdue()
            case "share":
                beside = f"{get_column_letter(len(before) or 1)}{self.depth + 1}"
                made = self.counts.share(before[-1] if before else Cell(), beside)
            case None:
                made = replace(_said(td), link=self.wrong.link(next(td.iter("a"), None)))
            case other:
                self.wrong.note(td, f"there is no formula “{other}”: use count, total, share or overdue")
                made = Cell()
        style = self.wrong.style(td, made.style)
        if kind == "total":
            style = _TOTALS.get(style, "total")
        return replace(made, style=style)

    def _tint(self, td: _Element, column: int) -> None:
        """Let a value of a list look here as it does in the register."""
        key = self._key(td) if not td.get("data-formula") else ""
        if key and (form := self.book.look.form(key)):
            cell = f"{get_column_letter(column)}{self.depth + 1}"
            self.sheet.conditional_formatting.add(cell, Rule(type="expression", dxf=form, formula=["TRUE"]))

    def _key(self, td: _Element) -> str:
        entries = self.counts.register.lists.get(td.get("data-field", ""), ())
        return next((entry.key for entry in entries if entry.label == td.get("value", "")), "")

    def _colour(self, td: _Element) -> str:
        theme = self.book.look.theme
        form = theme.form(self._key(td))
        listed = td.get("data-field") and not td.get("value")
        return form.colour if form else theme.muted if listed else theme.accent

    def _chart(self, figure: _Element) -> None:
        source, anchor = figure.get("data-source", ""), figure.get("data-anchor", "")
        placed = self.tables.get(source)
        if placed is None or not placed.values or len(placed.head) < 2 or not _ANCHOR.fullmatch(anchor):
            self.wrong.note(
                figure, f"a chart needs data-anchor (E3:K16) and a table of two columns above it, not “{source}”"
            )
            return
        title, corners = words(figure), range_boundaries(anchor)
        cached = tuple((word, number) for word, number, _ in placed.values)
        colours = tuple(colour for _, _, colour in placed.values)
        bars = Bars(title, placed.head[:2], placed.cells(1), placed.cells(2), cached, colours, corners)  # type: ignore[arg-type]
        self.sheet.add_chart(chart(bars, self.book.look.theme, self.book.language))
        said = "; ".join(f"{word} {number}" for word, number in cached)
        self.book.drawn.append((title, f"{figure.get('title') or title}: {said}"))
        self.reach, self.bottom = max(self.reach, bars.anchor[2]), max(self.bottom, bars.anchor[3])


@dataclass(frozen=True)
class Placed:
    """Where a table came to stand: its head, its first line, and the words, figures and colours below."""

    head: tuple[str, ...]
    first: int
    values: list[tuple[str, int, str]]
    sheet: str

    def cells(self, column: int) -> str:
        """Return the cells of a column, as a chart names them."""
        last = self.first + len(self.values) - 1
        return f"{quote_sheetname(self.sheet)}!{block((column, self.first), (column, last), absolute=True)}"


def words(element: _Element) -> str:
    """Return the words of an element, white space as one space, on the lines that it breaks them into."""
    return "\n".join(" ".join(line.split()) for line in "".join(_texts(element)).split(_BREAK))


_BREAK = "\v"
"""What no text of an outline holds (XML 1.0, 2.2)."""


def _texts(element: _Element) -> Iterator[str]:
    yield _BREAK if element.tag == "br" else element.text or ""
    for child in element:
        yield from (*_texts(child), child.tail or "")


def rich(element: _Element) -> str | tuple[Run, ...]:
    """Return the words of an element with their forms; plain text where nothing is emphasised."""
    runs = tuple(_runs(element, PLAIN))
    return words(element) if all(run.form == PLAIN for run in runs) else runs


def _runs(element: _Element, form: Form) -> Iterator[Run]:
    tag = element.tag
    if tag == "br":
        yield Run("\n", form)
    own = Form(form.bold or tag == "strong", form.italic or tag == "em", form.muted, form.code or tag == "code")
    for text, child in ((element.text, None), *((child.tail, child) for child in element)):
        if child is not None:
            yield from _runs(child, own)
        if text and text.strip():
            yield Run(" ".join(f"x{text}x".split())[1:-1], own)


def _said(td: _Element) -> Cell:
    """Return what a cell of the outline says: a figure, a day, a link or words."""
    child = next(iter(td), None)
    if child is not None and child.tag == "data" and child.get("value"):
        number = _number(child.get("value", ""))
        return Cell(words(td) or child.get("value", ""), "line") if number is None else Cell(number, "number")
    if child is not None and child.tag == "time" and child.get("datetime"):
        return _day(child.get("datetime", ""), words(td))
    if child is not None and child.tag == "a":
        return Cell(words(td), "linkline")
    value: Value = rich(td)
    return Cell(value or None, "line")


def _number(text: str) -> int | float | None:
    if not re.fullmatch(r"-?\d{1,15}(\.\d{1,15})?", text, re.ASCII):
        return None
    return float(text) if "." in text else int(text)


def _day(stated: str, said: str) -> Cell:
    try:
        return Cell(datetime.date.fromisoformat(stated), "dateline")
    except ValueError:
        return Cell(said or stated, "line")
