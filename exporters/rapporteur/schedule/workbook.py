"""A table in a workbook: the first sheet that holds one, its cells as people see them. (ECMA-376 part 1, §18.3)"""

from __future__ import annotations

import datetime
import warnings
from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from itertools import product
from typing import TYPE_CHECKING, Any

from .. import container
from ..problems import Place, Problem, Refused, error, warning
from . import areas
from .table import MOST_COLUMNS, MOST_ROWS, Cell, Row

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

OLD = b"\xd0\xcf\x11\xe0"
"""How files of Excel before 2007 begin, and encrypted ones. (MS-CFB §2.2)"""
LARGEST = 40_000_000
"""The parts of a workbook may not unfold to more bytes than this."""


def rows(data: bytes, file: str) -> tuple[list[Row], tuple[Problem, ...]]:
    """Return the rows of the first sheet that is not empty, and what is left unread.

    Cells that are merged below its headings are errors; each is read as if it said what all of them say, so that no
    other mistake follows from it. Raises `Refused` for what is no workbook, or is too large.
    """
    if data.startswith(OLD):
        what = "this is a workbook of an old Excel, or one with a password"
        raise Refused([error(Place(file), what, "save it as .xlsx, without a password", "container")])
    parts = container.unpack(data, file, largest=LARGEST)
    _refuse_declarations(parts, file)
    if wrong := list(areas.too_large(parts, file)):
        raise Refused(wrong)
    sheets = [each for each in _opened(parts, file).worksheets if each.sheet_state == "visible"]
    filled = [each for each in sheets if any(cell.value is not None for cell in each._cells.values())]
    if not filled:
        raise Refused([error(Place(file), "no sheet of this workbook holds anything", rule="table")])
    sheet, *others = filled
    told = [
        warning(Place(file, spot=each.title), "this sheet is not read: the first one is", "", "table")
        for each in others
    ]
    if wrong := list(_too_large(sheet, file)):
        raise Refused(wrong)
    merged = dict(_merged(sheet, file))
    return list(_rows(sheet, file, _spread(sheet, merged))), (*told, *merged.values())


def _refuse_declarations(parts: dict[str, bytes], file: str) -> None:
    """Refuse parts that declare entities: no office program writes them, and they grow when they are read."""
    for name, part in parts.items():
        if b"<!DOCTYPE" in part[:4096] or b"<!ENTITY" in part[:4096]:
            what, hint = "this part declares entities of its own", "save the file anew in an office program"
            raise Refused([error(Place(file, spot=name), what, hint, "container")])


def _opened(parts: dict[str, bytes], file: str) -> Any:
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what openpyxl cannot keep of another program's file does not matter here
            return load_workbook(BytesIO(container.pack(parts)), keep_links=False, data_only=True)
    except Exception as mistake:  # openpyxl raises whatever the part it reads makes it stumble over
        what, hint = (
            f"this is no workbook, or it is damaged: {mistake}",
            "open it in an office program and save it again",
        )
        raise Refused([error(Place(file), what, hint, "container")]) from None


def _merged(sheet: Worksheet, file: str) -> Iterator[tuple[str, Problem]]:
    """Yield merged cells, each area with an error: which of their rows or columns they mean cannot be told.

    Those across one row at the top are a title and harmless.
    """
    top = _first_full(sheet)
    for area in sheet.merged_cells.ranges:
        if area.min_row == area.max_row and area.min_row < top:
            continue
        place = Place(file, spot=f"{sheet.title}!{area.coord}")
        yield area.coord, error(place, "cells are merged here", areas.APART, areas.RULE)


def covered(problems: Iterable[Problem]) -> set[str]:
    """Return where cells lie below others that they are merged with: what seems wrong there is wrong above."""
    from openpyxl.utils import get_column_letter

    found = [each.where.spot.rpartition("!") for each in problems if each.rule == areas.RULE]
    return {f"{sheet}!{get_column_letter(column)}{row}" for sheet, _, area in found for row, column in _cells(area)[1:]}


def _spread(sheet: Worksheet, merged: Iterable[str]) -> dict[tuple[int, int], str]:
    """Return what each cell of merged areas says, by row and column."""
    cells = [each for area in merged if (each := _cells(area))]
    said = [_text(sheet.cell(*each[0]).value) for each in cells]
    return {at: text for each, text in zip(cells, said, strict=True) for at in each if text}


def _cells(area: str) -> list[tuple[int, int]]:
    """Return the cells of an area that a programme may have, by row and column, row by row."""
    from openpyxl.worksheet.cell_range import CellRange

    found = CellRange(area)
    rows, columns = min(found.max_row, MOST_ROWS), min(found.max_col, MOST_COLUMNS)
    return list(product(range(found.min_row, rows + 1), range(found.min_col, columns + 1)))


def _first_full(sheet: Worksheet) -> int:
    """Return the number of the first row with more than one cell that says something."""
    counts: dict[int, int] = {}
    for (row, _), cell in sheet._cells.items():
        counts[row] = counts.get(row, 0) + (cell.value is not None)
    return min((row for row, count in counts.items() if count > 1), default=1)


def _too_large(sheet: Worksheet, file: str) -> Iterator[Problem]:
    filled = [at for at, cell in sheet._cells.items() if cell.value is not None]
    last = (max(row for row, _ in filled), max(column for _, column in filled))
    if last[0] > MOST_ROWS or last[1] > MOST_COLUMNS:
        what = f"this sheet has more than {MOST_ROWS:,} rows or {MOST_COLUMNS} columns"
        yield error(Place(file, spot=sheet.title), what, "take out what is no programme", "table")


def _rows(sheet: Worksheet, file: str, merged: Mapping[tuple[int, int], str]) -> Iterator[Row]:
    from openpyxl.utils import get_column_letter

    found: dict[int, dict[int, str]] = {}
    for (row, column), cell in sheet._cells.items():
        if text := _text(cell.value):
            found.setdefault(row, {})[column] = text
    for (row, column), text in merged.items():
        if row in found:
            found[row].setdefault(column, text)
    width = max(column for row in found.values() for column in row)
    for row in sorted(found):
        places = (Place(file, spot=f"{sheet.title}!{get_column_letter(n)}{row}") for n in range(1, width + 1))
        yield [Cell(found[row].get(n, ""), place) for n, place in enumerate(places, 1)]


def _text(value: object) -> str:
    """Return a value as text: days and hours as ISO 8601 writes them, whole numbers without a point."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case float() if value.is_integer():
            return str(int(value))
        case datetime.datetime() if value.time() == datetime.time():
            return value.date().isoformat()
        case datetime.datetime():
            return value.isoformat(" ", "minutes")
        case datetime.time():
            return value.isoformat("minutes")
        case datetime.timedelta():
            return f"{value // datetime.timedelta(hours=1):02}:{value.seconds % 3600 // 60:02}"
        case _:
            return str(value).strip()
