"""A table as text: its cells parted by commas, semicolons or tabs (RFC 4180)."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO

from ..problems import Place, Refused, error
from . import encoding
from .table import MOST_COLUMNS, MOST_ROWS, Cell, Row

SEPARATORS = ",;\t|"


def rows(data: bytes, file: str) -> list[Row]:
    """Return the rows of a text; raises `Refused` for what is no table."""
    text = encoding.text(data, file)
    if text.startswith("sep="):  # how Excel is told the separator
        text = text.partition("\n")[2]
    return list(_rows(text, file))


def _rows(text: str, file: str) -> Iterator[Row]:
    separator = _separator(text)
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    line = 1
    try:
        for at, cells in enumerate(reader):
            if at > MOST_ROWS or len(cells) > MOST_COLUMNS:
                what = f"this table has more than {MOST_ROWS:,} rows or {MOST_COLUMNS} columns"
                raise Refused([error(Place(file, line), what, "take out what is no programme", "table")])
            yield [Cell(cell.strip(), Place(file, line)) for cell in cells]
            line = reader.line_num + 1
    except csv.Error as mistake:
        hint = "a cell that begins with a quotation mark must end with one"
        raise Refused([error(Place(file, line), f"this line cannot be read: {mistake}", hint, "table")]) from None


def _separator(text: str) -> str:
    """Return the sign that parts most cells of the first lines, outside quotation marks."""
    outside = "".join(part for at, part in enumerate(text[:20_000].split('"')) if at % 2 == 0)
    return max(SEPARATORS, key=outside.count)
