"""Reads what ``excel.html.jinja`` says of the workbook: its sheets, the columns of the register, its running heads."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from openpyxl.utils import quote_sheetname
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import Outline, PageSetupProperties

from ..problems import Place
from ..register import Register
from . import listing
from .book import Book, Cell, block
from .counts import Counts
from .listing import Listing
from .page import Page, words
from .recommendations import Grid, Head, fill
from .wrong import Wrong

if TYPE_CHECKING:
    from lxml.etree import _Element
    from openpyxl.worksheet.worksheet import Worksheet

CODES = {"page": "&P", "pages": "&N"}
"""What stands for the folio and the number of pages in a running head (ECMA-376 part 1, 18.3.1.46)."""
PAPERS = {"LETTER": 1, "LEGAL": 5, "A3": 8, "A4": 9, "A5": 11}
"""Numbers of paper sizes (18.3.1.63)."""
SIDE = 70
"""Each part of a running head may be so long (18.3.1.46: 255 characters with the codes)."""
LISTS = "lists"
"""The hidden sheet of lists. Drop-downs find them by name: a rule itself holds few characters."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked of the workbook beside its template.

    `links` lead from a report's id to its deliverable, `messages` are shown for a value that a list or a date refuses.
    """

    links: Mapping[str, str]
    messages: Mapping[str, str]
    paper: str = "A4"
    protect: bool = False


def write(root: _Element, template: Place, register: Register, book: Book, wish: Wish) -> None:
    """Write the workbook that an outline asks for; raises `problems.Refused` with all that is wrong in it."""
    sections = list(root.iterchildren("section"))
    wrong = Wrong(template, [section.get("data-sheet", "") for section in sections])
    found = [each for each in root.iter("table") if each.get("data-table") == "recommendations"]
    grid = _grid(found[0], register, wish, wrong) if found else None
    for section, title in zip(sections, _titles(sections), strict=True):
        book.titles[wrong.name(section, "data-sheet")] = title
        book.workbook.create_sheet(title)
    for section, sheet in zip(sections, book.workbook.worksheets, strict=True):
        _set_up(sheet, wrong.only(section, ("landscape", "portrait", "hidden")), book, wish)
        _running(root, sheet)
        _sheet(section, sheet, Counts(register, grid), book, wrong)
    if grid:
        _offer(grid, book, wrong)
    wrong.refuse()


def _grid(element: _Element, register: Register, wish: Wish, wrong: Wrong) -> Grid:
    heads = tuple(_head(th, wrong) for th in element.iter("th"))
    names = [head.name for head in heads]
    for name in sorted({name for name in names if names.count(name) > 1}):
        wrong.note(element, f"the register has the column “{name}” twice")
    above = element.getparent()
    top = 1 + (list(above).index(element) if above is not None else 0)
    return Grid(heads, register, top, wish.links, wish.messages)


def _head(th: _Element, wrong: Wrong) -> Head:
    width = th.get("data-width", "16")
    if not re.fullmatch(r"\d+(\.\d+)?", width) or not 1 <= float(width) <= 255:
        wrong.note(th, f"“{width}” is no width of a column", "a number of characters from 1 to 255")
        width = "16"
    return Head(
        th.get("data-column", ""),
        words(th),
        float(width),
        th.get("data-list", ""),
        wrong.style(th, ""),
        grouped=bool(th.get("data-group")),
        printed=th.get("data-hidden") is None,
        hidden=th.get("data-hidden") == "yes",
    )


def _set_up(sheet: Worksheet, kind: str, book: Book, wish: Wish) -> None:
    """Set how a sheet is seen, printed and protected; filters, widths and heights stay free."""
    sheet.sheet_state = "hidden" if kind == "hidden" else "visible"
    sheet.sheet_view.showGridLines = False
    sheet.sheet_view.tabSelected = sheet is book.workbook.worksheets[0] or None
    sheet.sheet_view.rightToLeft = book.rtl or None
    sheet.sheet_properties.outlinePr = Outline(summaryBelow=False, summaryRight=False)
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.orientation = "portrait" if kind == "portrait" else "landscape"
    sheet.page_setup.paperSize = PAPERS.get(wish.paper.upper(), PAPERS["A4"])
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.page_margins = PageMargins(left=0.4, right=0.4, top=0.65, bottom=0.6, header=0.3, footer=0.3)
    if wish.protect:
        sheet.protection.enable()
        for name in ("formatColumns", "formatRows", "sort", "autoFilter"):
            setattr(sheet.protection, name, False)
        sheet.protection.objects = sheet.protection.scenarios = True


def _sheet(section: _Element, sheet: Worksheet, counts: Counts, book: Book, wrong: Wrong) -> None:
    page = Page(book, sheet, counts, wrong)
    stated = next((each.get("data-widths", "") for each in section.iter("table") if each.get("data-widths")), "")
    if stated:
        page.widths = tuple(float(width) for width in stated.split() if re.fullmatch(r"\d+(\.\d+)?", width))
    grids = 0
    for element in section:
        if element.tag == "table" and element.get("data-table") == "recommendations":
            grids += 1
        elif element.tag == "table" and element.get("data-group"):
            heads = tuple(_head(th, wrong) for th in element.iter("th"))
            listing.add(Listing(heads, element.get("data-group", ""), element.get("data-caption", "–")), page)
        elif element.tag != "table" or element.get("data-table") != "lists":
            page.add(element)
            if grids:
                wrong.note(element, "nothing can stand below the register on its sheet: it grows downwards")
    if not (grids and counts.grid):
        page.finish()
        return
    if page.depth != counts.grid.top - 1 or sheet.merged_cells.ranges:
        wrong.note(section, "above the register only headings and paragraphs of class “note” can stand")
    fill(counts.grid, sheet, book)


def _offer(grid: Grid, book: Book, wrong: Wrong) -> None:
    """Set the lists that columns offer on the sheet `LISTS`, and name their cells."""
    offered = {head.list: head.label for head in reversed(grid.heads) if head.list}
    if offered and LISTS not in book.titles:
        hint = '<section data-sheet="lists" class="hidden" …>'
        wrong.note(None, "columns offer lists, but there is no sheet for them", hint)
        return
    names = dict.fromkeys(head.list for head in grid.heads if head.list)
    sheet = book.workbook[book.titles[LISTS]] if offered else None
    for column, name in enumerate(names, 1):
        values = [entry.label for entry in grid.register.lists.get(name, ())]
        if not values:
            wrong.note(None, f"there is no list “{name}”", "state it in layout.toml under [register.lists]")
        if sheet is None:
            continue
        book.put(sheet, 1, column, Cell(offered[name], "linehead"))
        for line, value in enumerate(values, 2):
            book.put(sheet, line, column, Cell(value, "asis"))
        cells = block((column, 2), (column, 1 + max(1, len(values))), absolute=True)
        place = f"{quote_sheetname(sheet.title)}!{cells}"
        book.workbook.defined_names[f"list_{name}"] = DefinedName(f"list_{name}", attr_text=place)


def _titles(sections: list[_Element]) -> tuple[str, ...]:
    """Return the titles of sheets as Excel takes them: 31 characters, without ``[]:*?/\\``, each another."""
    found: dict[str, str] = {}
    for at, section in enumerate(sections, 1):
        text = re.sub(r"[\[\]:*?/\\]", " ", section.get("data-title", "")).strip(" '")
        title = first = " ".join(text.split())[:31].strip(" '") or f"Sheet {at}"
        number = 2
        while title.casefold() in found:
            title, number = f"{first[:28]} {number}", number + 1
        found[title.casefold()] = title
    return tuple(found.values())


def _running(root: _Element, sheet: Worksheet) -> None:
    """Set left, middle and right of head and foot; an ampersand in their words is no code.

    Programs take running heads for left-to-right text: in a book that is not, each is embedded (Unicode UAX #9).
    """
    for name, item in (("header", sheet.oddHeader), ("footer", sheet.oddFooter)):
        for p in root.iterfind(f"{name}/p"):
            codes = (CODES.get(span.get("class", ""), "") + _plain(span.tail) for span in p)
            text = _short((_plain(p.text) + "".join(codes)).strip())
            if text and (part := getattr(item, p.get("class", "left"), None)) is not None:
                part.text = f"\u202b{text}\u202c" if root.get("dir") == "rtl" else text
                part.size, part.color = 8, "5B6770"


def _short(text: str) -> str:
    """Return the beginning of a part of a running head; codes are not cut."""
    pieces = re.findall(r"&.|[^&]", text)
    return text if len(text) <= SIDE else "".join(pieces[: SIDE - 1 - text.count("&")]) + "…"


def _plain(text: str | None) -> str:
    return re.sub(r"\s+", " ", text or "").replace("&", "&&")
