"""A table as a file holds it: a row of headings and rows below it, each cell a text that knows its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..problems import Place, Problem, Refused, error, warning

MOST_ROWS = 5_000
MOST_COLUMNS = 60
LOOKED_AT = 15
"""The headings stand in one of so many first rows: above them there may be a title and a note."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A text and where it stands."""

    text: str
    place: Place


Row = Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Table:
    """The headings of a table, its rows as wide as these, and what is doubtful in it."""

    headings: Row
    rows: Sequence[Row]
    place: Place
    problems: tuple[Problem, ...] = ()


def of(rows: Sequence[Row], place: Place, known: Sequence[str], problems: Sequence[Problem] = ()) -> Table:
    """Return the table that rows are: its headings are the row that says most of the `known` words, in bare letters.

    Raises `Refused` if there are none. A row that is wider than the headings, or stands twice in them, is an error.
    """
    filled = [row for row in rows if any(cell.text for cell in row)]
    if not filled:
        hint = "the first row names the columns: title, date, time, room …"
        raise Refused([*problems, error(place, "this table is empty", hint, "table")])
    top = max(filled[:LOOKED_AT], key=lambda row: (_says(row, known), -filled.index(row)))
    below = filled[filled.index(top) + 1 :]
    found = [*problems, *_above(filled[: filled.index(top)]), *_wrong(top, below)]
    width = len(top)
    return Table(top, [tuple(row[:width]) for row in below], place, tuple(found))


def _says(row: Row, known: Sequence[str]) -> int:
    from ..spelling import fold

    return len({fold(cell.text).rstrip(" :") for cell in row} & set(known))


def _above(rows: Sequence[Row]) -> Iterator[Problem]:
    for row in rows:
        first = next(cell for cell in row if cell.text)
        yield warning(first.place, f"“{first.text}” stands above the headings; it is not read", "", "table")


def _wrong(top: Row, below: Sequence[Row]) -> Iterator[Problem]:
    seen: dict[str, Cell] = {}
    for cell in top:
        if cell.text and cell.text in seen:
            what = f"there are two columns “{cell.text}”"
            yield error(cell.place, what, f"the other one is at {seen[cell.text].place}; rename one", "table")
        seen.setdefault(cell.text, cell)
    for row in below:
        for cell in row[len(top) :]:
            if cell.text:
                yield error(cell.place, f"“{cell.text}” stands beside the last heading", "name its column", "table")
