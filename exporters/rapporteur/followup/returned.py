"""What a register says, of one that was sent or of one that came back, before anybody decides what it means.

A `Returned` is evidence: cells as text with their kind and place. What was sent is remembered as the same thing in
JSON, a line for each row, so that it can be kept, compared and read by people.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from .. import files
from ..problems import Problem
from ..reading import Comment

Kind = Literal["text", "number", "date", "formula", "mistake"]
"""What a cell holds; a formula's text is the formula, never its result; a mistake is ``#N/A`` and its like."""
DIGITS = 10
"""So many digits of a digest are enough to know it by."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its text (days as ISO 8601, numbers in the shortest form), what it holds, and ``sheet!cell``."""

    text: str
    kind: Kind = "text"
    spot: str = ""


EMPTY = Cell("")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its position from 1, the label above it, and the register's name for it ("" if nobody knows)."""

    at: int
    label: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line below the header: its number on the sheet, its cells by their column's position, empty ones left out."""

    number: int
    cells: Mapping[int, Cell]


Signs = tuple[str, ...]
"""The cells of a line, each as some digits of the digest of its text, `FORMULA` for a formula and "" for nothing."""
FORMULA = "="


def signs(line: Line) -> Signs:
    """Return what a line is known by without its words."""
    return tuple(_sign(line.cells.get(at, EMPTY)) for at in range(1, max(line.cells, default=0) + 1))


def _sign(cell: Cell) -> str:
    if cell.kind == "formula":
        return FORMULA
    return files.digest(cell.text.encode())[:8] if cell.text else ""


@dataclass(frozen=True, slots=True)
class Beside:
    """A sheet beside the register that follows from it; of one that was sent only the signs of its lines are known."""

    title: str
    signs: tuple[Signs, ...]
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Returned:
    """One register.

    `base` is the digest of what was sent, in full or its first digits, "" if nothing tells it. `saved` is when the file
    was saved (ISO 8601) and `by` whom. `language` is that of most of its labels. `comments` are those on cells of any
    sheet, each with its ``sheet!cell`` as field. `notes` tell what was doubtful, `beside` are the other sheets.
    """

    file: str = ""
    base: str = ""
    schema: str = ""
    saved: str = ""
    by: str = ""
    language: str = ""
    sheet: str = ""
    columns: tuple[Column, ...] = ()
    lines: tuple[Line, ...] = ()
    comments: tuple[Comment, ...] = ()
    notes: tuple[Problem, ...] = ()
    beside: tuple[Beside, ...] = ()

    def at(self, name: str) -> int:
        """Return the position of the column `name`, 0 if there is none."""
        return next((column.at for column in self.columns if column.name == name), 0)

    def cell(self, line: Line, name: str) -> Cell:
        """Return the cell of the column `name`, an empty one if it or the column is not there."""
        return line.cells.get(self.at(name), EMPTY)


def remembered(sent: Returned) -> bytes:
    """Return what was sent as canonical JSON: keys in order, one line for each row of the register."""
    known = [column for column in sent.columns if column.name]
    said = [{each.name: line.cells[each.at].text for each in known if each.at in line.cells} for line in sent.lines]
    rows = [_plain(row) for row in sorted(said, key=lambda row: (row.get("key", ""), _plain(row)))]
    columns = [[column.name, column.label] for column in sent.columns]
    head: dict[str, object] = {"base": sent.base, "columns": columns, "language": sent.language, "schema": sent.schema}
    head["beside"] = {
        each.title: [" ".join(sign or "-" for sign in line) for line in each.signs] for each in sent.beside
    }
    told = "".join(f'"{name}": {_plain(value)},\n' for name, value in head.items())
    body = ",\n".join(rows)
    return f'{{\n{told}"rows": [\n{body}\n]\n}}\n'.encode()


def _plain(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def recalled(data: bytes) -> Returned | None:
    """Return what `remembered` wrote; None for anything else, which then is as if it were not kept."""
    try:
        found = json.loads(data)
        columns = tuple(Column(at, str(label), str(name)) for at, (name, label) in enumerate(found["columns"], 1))
        places = {column.name: column.at for column in columns}
        lines = tuple(
            Line(number, {places[name]: Cell(str(text)) for name, text in row.items() if name in places})
            for number, row in enumerate(found["rows"], 1)
        )
        beside = tuple(
            Beside(title, tuple(tuple("" if sign == "-" else sign for sign in str(line).split()) for line in signed))
            for title, signed in found.get("beside", {}).items()
        )
        return Returned(
            base=str(found["base"]),
            schema=str(found["schema"]),
            language=str(found["language"]),
            columns=columns,
            lines=lines,
            beside=beside,
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def same_base(one: str, other: str) -> bool:
    """Return whether two digests, in full or cut, are of the same thing."""
    length = min(len(one), len(other))
    return length >= DIGITS and one[:length] == other[:length]


def is_digest(text: str) -> bool:
    """Return whether a text is a digest in full or its beginning."""
    return bool(re.fullmatch(r"[0-9a-f]{10,64}", text))
