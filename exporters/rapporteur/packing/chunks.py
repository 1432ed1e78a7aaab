"""Long lists of a pack, cut into chunks that are set and kept each for itself, where the next edit cuts them again.

A chunk has from `ROWS` of its kind to twice as many. Within these it ends before the first row that begins a group (a
track, an addressee, a day, a letter); else before the first that its name picks out, one in `ONE_IN`; else at the end.
What a row says counts for nothing, so an edit of it moves no border; a row more or less moves those until the next that
both have, which mostly is the first. No rest of less than half a chunk is cut off.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any, TypeVar
from zlib import crc32

from ..conference.directory import sorting

ROWS = {
    "recommendations": 140,
    "addressees": 140,
    "programme": 120,
    "people": 280,
    "organisations": 280,
    "contents": 300,
    "acronyms": 320,
    "index": 1000,
    "folios": 64,
}
"""How many rows of each list fill some eight pages of A4; those of folios are even, so that a chunk begins right."""
A_PAGE = {"programme": 14, "contents": 32}
"""How many rows fill one page, of what must know its own length before it is set."""
A_LINE = 5
"""So many numbers of pages take as much room as a row."""
ONE_IN = 8

T = TypeVar("T")
Context = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a list: its group by number, what it is called, how much room it takes, and itself."""

    group: int
    key: str
    item: Any
    weight: int = 1


def cut(rows: Sequence[Row], size: int) -> Iterator[tuple[Row, ...]]:
    """Yield the chunks of a list in order: all rows, each once; a chunk weighs from `size` to two and a half of it."""
    begin, left = 0, sum(each.weight for each in rows)
    while begin < len(rows):
        end = _end(rows, begin, left, size)
        yield tuple(rows[begin:end])
        left -= sum(each.weight for each in rows[begin:end])
        begin = end


def _end(rows: Sequence[Row], begin: int, left: int, size: int) -> int:
    """Return where a chunk ends that begins at a row, when all from there on weigh `left`."""
    weight, picked = 0, 0
    for at in range(begin, len(rows)):
        before, row = rows[at - 1], rows[at]
        if weight >= size and left - weight >= size // 2:
            if row.group != before.group:
                return at
            if not picked and row.key != before.key and crc32(row.key.encode()) % ONE_IN == 0:
                picked = at
            if weight >= 2 * size:
                return picked or at
        weight += row.weight
    return len(rows) if left <= 2 * size or not picked else picked


def chunks(context: Context) -> tuple[Context, ...]:
    """Return what the template is told for each chunk of a part; of a short one what it is told for the whole.

    The first chunk `begins` the part, with its title; one is `amid` a group if it goes on with one.
    """
    part: str = context["part"]
    if part == "folios":
        return tuple({**context, part: each} for each in _even(context[part], ROWS[part]))
    rows = tuple(_rows(context))
    found = tuple(cut(rows, ROWS[part])) if rows else ()
    if len(found) < 2:
        return (context,)
    groups = [-1, *(each[-1].group for each in found)]
    return tuple(
        {**context, **_gathered(context, each), "begins": at == 0, "amid": groups[at] == each[0].group}
        for at, each in enumerate(found)
    )


def _even(rows: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    return (rows[at : at + size] for at in range(0, len(rows), size))


def pages(context: Context) -> int:
    """Return about how many pages a part will have, to begin with."""
    rows = sum(each.weight for each in _rows(context))
    return max(1, -(-rows // A_PAGE[context["part"]]))


def _rows(context: Context) -> Iterator[Row]:
    """Yield the rows of a list; none of a part that is no list."""
    part: str = context["part"]
    if part in _GROUPED:
        groups = enumerate(rows for _, rows in context[_GROUPED[part]])
        yield from (Row(at, each.report.id, each) for at, rows in groups for each in rows)
    elif part == "programme":
        days = ((at, row) for at, day in enumerate(context["days"]) for row in day.rows)
        yield from (Row(at, f"{row.start}–{row.end}", row, sum(map(len, row.cells))) for at, row in days)
    elif part == "contents":
        yield from _below_tracks(context["entries"])
    elif part in _NAMED:
        named = _NAMED[part]
        yield from _lettered((*named(each), each) for each in context[_LISTED.get(part, part)])


_GROUPED = {"recommendations": "by_track", "addressees": "by_addressee"}
_LISTED = {"index": "terms", "contents": "entries"}
_NAMED: Mapping[str, Callable[[Any], tuple[str, str, int]]] = {
    "people": lambda each: (_letter(each.name), each.name, _room(each.reports)),
    "organisations": lambda each: (_letter(each.name), each.name, _room(each.reports)),
    "acronyms": lambda each: (_letter(each[0]), each[0], 1),
    "index": lambda each: (each.letter, each.words, _room(each.pages)),
}
"""The letter that a line stands under, its name, and how much room it takes with its pages."""


def _room(pages: Sequence[object]) -> int:
    return 1 + len(pages) // A_LINE


def _below_tracks(entries: Iterable[Any]) -> Iterator[Row]:
    track = 0
    for each in entries:
        track += each.kind == "track"
        yield Row(track, each.name, each)


def _letter(name: str) -> str:
    return sorting(name)[0][:1].casefold()


def _lettered(named: Iterable[tuple[str, str, int, Any]]) -> Iterator[Row]:
    """Yield rows in groups of one letter; the list is in their order."""
    for at, (_, each) in enumerate(groupby(named, lambda each: each[0])):
        yield from (Row(at, name, item, weight) for _, name, weight, item in each)


def _gathered(context: Context, rows: Sequence[Row]) -> Context:
    """Return what rows are for the template: their list, or their groups with their heads."""
    part: str = context["part"]
    grouped = [(at, tuple(row.item for row in each)) for at, each in groupby(rows, lambda row: row.group)]
    if part in _GROUPED:
        groups = context[_GROUPED[part]]
        return {_GROUPED[part]: [(groups[at][0], each) for at, each in grouped]}
    if part == "programme":
        return {"days": [replace(context["days"][at], rows=each) for at, each in grouped]}
    return {_LISTED.get(part, part): [row.item for row in rows]}
