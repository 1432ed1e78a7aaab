"""Reads the text of a workbook's cells back, of ours or of one that another program has saved since."""

from __future__ import annotations

import datetime
import warnings
from io import BytesIO
from typing import Any

from .. import container
from .text import unescaped

_STRINGS = "xl/sharedStrings.xml"


def cells(data: bytes, file: str = "") -> dict[str, list[list[str]]]:
    """Return the lines of every sheet by its title, each cell as text: days as ISO 8601, formulas as they stand.

    Never the results of formulas: those are what some program once worked out. Raises `problems.Refused` for what is
    no office file; `file` is its name.
    """
    from openpyxl import load_workbook

    parts = container.unpack(data, file)
    if b"x005F_" in parts.get(_STRINGS, b""):
        # openpyxl 3.1 deletes every “x005F_” from shared strings and leaves all other escapes in, so that “_x0041_” and
        # an escaped “A” come out alike. Doubled round itself, one is left, and `unescaped` sees what the file holds.
        parts[_STRINGS] = parts[_STRINGS].replace(b"x005F_", b"x005x005F_F_")
        data = container.pack(parts)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what openpyxl cannot keep of another program's file does not matter here
        book = load_workbook(BytesIO(data), keep_links=False)
    return {sheet.title: [_line(row) for row in sheet.iter_rows(values_only=True)] for sheet in book.worksheets}


def _line(row: tuple[Any, ...]) -> list[str]:
    texts = [_text(value) for value in row]
    while texts and not texts[-1]:
        texts.pop()
    return texts


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case str():
            return unescaped(value)
        case datetime.datetime():
            return value.date().isoformat()
        case datetime.date() | datetime.time():
            return value.isoformat()
        case _:
            return str(getattr(value, "text", value))
