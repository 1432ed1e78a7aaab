"""Text as a workbook stores it (ECMA-376 part 1, 22.9.2.19 ST_Xstring; limits of Excel's cells)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ..problems import Problem, error
from ..register import Row

LONGEST = 32_767
"""A cell holds so many UTF-16 code units and no more."""
_SPECIAL = re.compile(r"[&<>\"\r]|_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "_x000D_", "_": "_x005F_"}
_ENCODED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_NEVER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
FORMULA_LIKE = ("=", "+", "-", "@", "\t", "\r")
"""Text that begins so could be taken for a formula by whoever types over it or saves it as CSV."""


def escaped(text: str) -> str:
    """Return `text` as it stands in a part; what looks like an escape is escaped, and a carriage return is written so."""
    return _SPECIAL.sub(lambda found: _ESCAPES[found[0]], text) if _SPECIAL.search(text) else text


def unescaped(text: str) -> str:
    """Return the text that ``_xHHHH_`` escapes stand for."""
    return _ENCODED.sub(lambda found: chr(int(found[1], 16)), text)


def spaced(text: str) -> str:
    """Return the attribute that keeps white space at the ends of `text`, or nothing where there is none."""
    return ' xml:space="preserve"' if text != text.strip() or "\n" in text else ""


def unfit(rows: Iterable[Row]) -> Iterator[Problem]:
    """Yield a problem for every text that a cell cannot hold."""
    for row in rows:
        for column, value in row.values.items():
            if isinstance(value, str):
                yield from _unfit(value, column, row)


def _unfit(text: str, column: str, row: Row) -> Iterator[Problem]:
    name = str(row.values["id"]) or row.report.id
    if len(text) > LONGEST // 2 and (length := len(text.encode("utf-16-le", "surrogatepass")) // 2) > LONGEST:
        what = f"the {column.replace('_', ' ')} of {name} has {length:,} characters; a cell holds {LONGEST:,}"
        yield error(row.where, what, "shorten it, or part it into several recommendations", "excel")
    if found := _NEVER.search(text):
        what = f"the {column.replace('_', ' ')} of {name} holds U+{ord(found[0]):04X}, which no workbook can hold"
        yield error(row.where, what, "delete this character; it has no shape", "excel")
