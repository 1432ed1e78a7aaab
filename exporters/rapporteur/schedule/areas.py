"""Areas of merged cells, counted before a workbook is opened: whoever opens it makes a cell for each one in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from io import BytesIO
from posixpath import join, normpath
from typing import Any

from ..problems import Place, Problem, error
from .table import MOST_COLUMNS, MOST_ROWS

MOST = MOST_ROWS * MOST_COLUMNS
"""No more cells of a workbook may be merged, in all its areas: so many a programme may have."""
APART = "take the merging apart, and write its words into each cell that they belong to"
RULE = "merged"
BOOK = "xl/workbook.xml"


def too_large(parts: Mapping[str, bytes], file: str) -> Iterator[Problem]:
    """Yield an error at the largest area of a workbook if more cells are merged than may be (ECMA-376-1 §18.3.1.55)."""
    found = [(_size(area), name, area) for name, part in parts.items() for area in _areas(part)]
    total = sum(size for size, _, _ in found)
    if total > MOST:
        size, name, area = max(found)
        place = Place(file, spot=f"{_titles(parts).get(name, name)}!{area}")
        also = f", {total:,} in all areas" if total > size else ""
        yield error(place, f"{size:,} cells are merged here{also}; {MOST:,} is the most", APART, RULE)


def _areas(part: bytes) -> Iterator[str]:
    if b"mergeCell" in part.replace(b"\0", b""):  # also in UTF-16
        for each in _elements(part, "mergeCell"):
            yield each.get("ref", "")


def _elements(part: bytes, name: str) -> Iterator[Any]:
    """Yield the elements of a name in any namespace, read as openpyxl does, which tells what is damaged."""
    from openpyxl.xml.functions import iterparse

    with suppress(SyntaxError, LookupError, ValueError):
        for _, each in iterparse(BytesIO(part)):
            if str(each.tag).rpartition("}")[2] == name:
                yield each
            if str(each.tag).endswith("}row"):
                each.clear()


def _size(area: str) -> int:
    from openpyxl.worksheet.cell_range import CellRange

    try:
        size = CellRange(area).size
    except (TypeError, ValueError):
        return 0
    return int(size["rows"] * size["columns"])


def _titles(parts: Mapping[str, bytes]) -> dict[str, str]:
    """Return the titles of sheets by the names of their parts."""
    related = _elements(parts.get("xl/_rels/workbook.xml.rels", b""), "Relationship")
    targets = {each.get("Id"): normpath(join("xl", each.get("Target", ""))).lstrip("/") for each in related}
    sheets = [dict(each.attrib) for each in _elements(parts.get(BOOK, b""), "sheet")]
    ids = ((each, next((text for key, text in each.items() if key.endswith("}id")), "")) for each in sheets)
    return {targets[at]: each["name"] for each, at in ids if at in targets and "name" in each}
