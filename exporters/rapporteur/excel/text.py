"""Text as a workbook stores it (ECMA-376 part 1, 22.9.2.19 ST_Xstring; limits of Excel's cells)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from .. import characters
from ..problems import Problem, error
from ..rows import Row

if TYPE_CHECKING:
    from lxml.etree import _Element

LONGEST = 32_767
"""A cell holds so many UTF-16 code units and no more."""
_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_SPECIAL = re.compile(r"\r|_(?=x[0-9A-Fa-f]{4}_)")
_ENCODED = re.compile(r"_x([0-9A-Fa-f]{4})_")
FORMULA_LIKE = ("=", "+", "-", "@", "\t", "\r")
"""Text that begins so could be taken for a formula by whoever types over it or saves it as CSV."""


def escaped(text: str) -> str:
    """Return `text` as a cell stores it: what looks like an escape, and a carriage return, is escaped."""
    return _SPECIAL.sub(lambda found: f"_x{ord(found[0]):04X}_", text) if _SPECIAL.search(text) else text


def unescaped(text: str) -> str:
    """Return the text that ``_xHHHH_`` escapes stand for."""
    return _ENCODED.sub(lambda found: chr(int(found[1], 16)), text)


def levelled(text: str) -> str:
    """Return the text that stands in a cell: escapes undone, every end of a line the same, nothing empty around it."""
    return unescaped(text).replace("\r\n", "\n").replace("\r", "\n").strip()


def said(item: _Element) -> str:
    """Return a text of several runs, without the readings of ideographs beside it (18.4.6 rPh)."""
    runs = (each for each in item.iterdescendants(f"{_S}t") if getattr(each.getparent(), "tag", "") != f"{_S}rPh")
    return levelled("".join(each.text or "" for each in runs))


def unfit(rows: Iterable[Row]) -> Iterator[Problem]:
    """Yield a problem for every text that a cell cannot hold."""
    for row in rows:
        for column, value in row.values.items():
            if isinstance(value, str) and (len(value) > LONGEST // 2 or characters.FORBIDDEN.search(value)):
                yield from _unfit(value, column, row)


def _unfit(text: str, column: str, row: Row) -> Iterator[Problem]:
    name = str(row.values["id"]) or row.report.id
    if (length := len(text.encode("utf-16-le", "surrogatepass")) // 2) > LONGEST:
        what = f"the {column.replace('_', ' ')} of {name} has {length:,} characters; a cell holds {LONGEST:,}"
        yield error(row.where, what, "shorten it, or part it into several recommendations", "excel")
    for character in characters.forbidden(text):
        what = f"the {column.replace('_', ' ')} of {name} holds {character} which no workbook can hold"
        yield error(row.where, what, "delete this character; it has no shape", "excel")
