"""The attendance as it is printed: without small figures, where the conference asks for that.

With ``attendance: {suppress: 5}`` in `conference.yaml` figures from 1 to 4 are hidden, in all, by track and by day. So
are, from the smallest on, others from which a hidden one could be worked out, or the sum of the small ones of a line or
a column while that is below 5 (`suppression` says how this is known). Zero and unknown are shown always. A session's
own report prints what it says.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from ..report import Conference
from .figures import UNTOLD, WHOLE, Attendance, Attended, Figure, attended
from .suppression import Vector, hidden


def shown(conference: Conference) -> Attended:
    """Return the attendance of a conference, small figures hidden if it asks for that."""
    found = attended(conference)
    return _without_small(found, conference.suppress) if conference.suppress > 1 else found


class Cell(NamedTuple):
    """Where a figure stands: its line (``all``, a track, some days), its dimension and its category."""

    line: tuple[object, ...]
    dimension: str
    category: str


@dataclass(slots=True)
class _Atoms:
    """The smallest sums, of which all others are made: those of each category by track and day at once."""

    numbers: dict[tuple[object, ...], int] = field(default_factory=dict)

    def vector(self, blocks: Iterable[object], dimension: str, category: str) -> dict[int, int]:
        """Return a sum over blocks."""
        return {self._number(block, dimension, category): 1 for block in blocks}

    def fact(self, block: object, dimension: str, categories: Iterable[str]) -> dict[int, int]:
        """Return that the categories of a dimension make the whole: their sum less it, which is nothing."""
        parts = {self._number(block, dimension, category): 1 for category in categories}
        return parts | {self._number(block, WHOLE, WHOLE): -1}

    def _number(self, *atom: object) -> int:
        return self.numbers.setdefault(atom, len(self.numbers))


def _without_small(found: Attended, least: int) -> Attended:
    lines = dict(_lines(found))
    cells = {cell: figure for line, each in lines.items() for cell, figure in _cells(line, each, found.dimensions)}
    small = {cell for cell, each in cells.items() if 0 < (each.number or 0) < least}
    atoms, blocks = _Atoms(), _blocks(found)
    vectors = {cell: atoms.vector(blocks[cell.line], cell.dimension, cell.category) for cell in cells}
    every = sorted(blocks["all",], key=repr)
    facts = [atoms.fact(block, *each) for block in every for each in found.dimensions.items()]
    facts += [vectors[cell] for cell, each in cells.items() if not each.number]
    rest = (cell for cell, each in cells.items() if cell not in small and each.number)
    wanted = [(cell, vectors[cell]) for cell in sorted(rest, key=lambda each: _rank(each, cells[each]))]
    sums = [[cell] for cell in sorted(small, key=repr)]
    sums += [each for each in _together(small) if sum(cells[cell].number or 0 for cell in each) < least]
    gone = small | hidden(wanted, facts, [_added(vectors[cell] for cell in each) for each in sums])
    return replace(
        found,
        whole=_bare(("all",), found.whole, gone),
        tracks=tuple(replace(t, attendance=_bare(("track", t.track), t.attendance, gone)) for t in found.tracks),
        days=tuple(replace(d, attendance=_bare(("day", d.days), d.attendance, gone)) for d in found.days),
        several={name: _hid(each, 0 < (each.number or 0) < least) for name, each in found.several.items()},
        least=least,
    )


def _lines(found: Attended) -> Iterator[tuple[tuple[object, ...], Attendance]]:
    yield ("all",), found.whole
    yield from ((("track", each.track), each.attendance) for each in found.tracks)
    yield from ((("day", each.days), each.attendance) for each in found.days)


def _blocks(found: Attended) -> dict[tuple[object, ...], set[object]]:
    """Return the blocks that each line is made of: the sessions of one track on one day are one."""
    days = {report.id: each.days for each in found.days for report in each.reports}
    blocks: dict[tuple[object, ...], set[object]] = {line: set() for line, _ in _lines(found)}
    for strand in found.tracks:
        for report in strand.reports:
            block = strand.track, days[report.id]
            for line in (("all",), ("track", strand.track), ("day", days[report.id])):
                blocks[line].add(block)
    return blocks


def _cells(
    line: tuple[object, ...], attendance: Attendance, dimensions: Mapping[str, Sequence[str]]
) -> Iterator[tuple[Cell, Figure]]:
    yield Cell(line, WHOLE, WHOLE), attendance.whole
    for dimension, categories in dimensions.items():
        yield from ((Cell(line, dimension, name), attendance.part(dimension, name)) for name in categories)


def _rank(cell: Cell, figure: Figure) -> tuple[object, ...]:
    """Return what decides who is shown first: totals, the whole conference, then the larger figures."""
    return cell.dimension != WHOLE, cell.line != ("all",), -(figure.number or 0), repr(cell)


def _together(small: Iterable[Cell]) -> list[list[Cell]]:
    """Return the small figures of each line and dimension, and of each category by track and by day, two or more."""
    groups: dict[tuple[object, ...], list[Cell]] = {}
    for cell in sorted(small, key=repr):
        groups.setdefault((cell.line, cell.dimension), []).append(cell)
        groups.setdefault((cell.line[0], cell.dimension, cell.category), []).append(cell)
    return [group for group in groups.values() if len(group) > 1]


def _added(vectors: Iterable[Vector]) -> dict[int, int]:
    found: dict[int, int] = {}
    for vector in vectors:
        for atom, often in vector.items():
            found[atom] = found.get(atom, 0) + often
    return found


def _bare(line: tuple[object, ...], attendance: Attendance, gone: Collection[Cell]) -> Attendance:
    parts = {
        dimension: {name: _hid(each, Cell(line, dimension, name) in gone) for name, each in of.items()}
        for dimension, of in attendance.parts.items()
    }
    whole = _hid(attendance.whole, Cell(line, WHOLE, WHOLE) in gone)
    return replace(attendance, whole=whole, parts=parts, counted=_counted(attendance))


def _counted(attendance: Attendance) -> dict[str, Mapping[str, int]]:
    """Return the sums that shares are made of, where they are the table's: others would tell more than it does."""
    told = {
        name: {each: figure.number or 0 for each, figure in of.items() if each not in UNTOLD}
        for name, of in attendance.parts.items()
    }
    return {name: of for name, of in attendance.counted.items() if of == told.get(name)}


def _hid(figure: Figure, hidden_: bool) -> Figure:
    return Figure(hidden=True) if hidden_ else figure
