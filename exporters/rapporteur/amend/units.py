"""A section's units in the order in which a reader meets them, as the Word file shows them, each with its lines.

A *leaf* is what the source writes in one go: a paragraph, a heading, code, a rule, a table, or a point with no words.
Most leaves are one unit; a figure with a credit is two, a point that begins with something else than words begins with
an empty unit, and what is said beside a recommendation is a unit behind all its points.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from ..prose import (
    Attributes,
    Block,
    Cell,
    Heading,
    Inlines,
    Item,
    List,
    Paragraph,
    Picture,
    Preformatted,
    Quote,
    Rule,
    Table,
    Text,
)
from ..reading import Kind, Unit
from ..report import BESIDE, Recommendation, Recommendations, Section


@dataclass(frozen=True, slots=True)
class Placed:
    """A unit where it stands: its first and last line in the file, and the leaf of its section that holds it.

    `attributes` are those of a point, `recommends` says that the point is a recommendation, or stands below one.
    The last line is known of paragraphs; of other leaves it is the first.
    """

    unit: Unit
    first: int
    last: int
    leaf: int
    attributes: Attributes | None = None
    recommends: bool = False


@dataclass(frozen=True, slots=True)
class _Where:
    """What surrounds a block: how deep in lists it stands, whether in a quote, and whether in a recommendation."""

    level: int = -1
    quoted: bool = False
    recommends: bool = False

    @property
    def kind(self) -> Kind:
        return "quote" if self.quoted else "more" if self.level >= 0 else "paragraph"


def units(section: Section) -> tuple[Placed, ...]:
    """Return the units of a section, in the order and number that the Word file shows."""
    return tuple(_Walk().section(section))


class _Walk:
    def __init__(self) -> None:
        self._leaf = -1

    def section(self, section: Section) -> Iterator[Placed]:
        for block in section.blocks:
            if isinstance(block, Recommendations):
                if block.stem:
                    yield from self._block(block.stem, _Where())
                for number, each in enumerate(block.items):
                    yield from self._recommendation(each, block, number)
            else:
                yield from self._block(block, _Where())

    def _recommendation(self, one: Recommendation, among: Recommendations, number: int) -> Iterator[Placed]:
        where = _Where(0, recommends=True)
        at = self._leaf + 1
        yield from self._item(Item(one.blocks, one.line), among.start, number, where)
        told = " · ".join(text for name in BESIDE if (text := getattr(one, name)))
        if told:
            yield Placed(Unit("beside", (Text(told),), 0), one.line, one.line, at, recommends=True)

    def _blocks(self, blocks: Iterable[Block], where: _Where) -> Iterator[Placed]:
        for block in blocks:
            yield from self._block(block, where)

    def _block(self, block: Block, where: _Where) -> Iterator[Placed]:
        match block:
            case Paragraph():
                yield from self._paragraph(block, where)
            case Heading():
                yield self._placed(Unit("heading", block.inlines, block.level), block.line)
            case List():
                inner = replace(where, level=where.level + 1, quoted=False)
                for number, item in enumerate(block.items):
                    yield from self._item(item, block.start, number, inner)
            case Table():
                rows = (_row(block.header), *(_row(row) for row in block.rows))
                yield self._placed(Unit("table", rows=rows), block.line)
            case Quote():
                yield from self._blocks(block.blocks, replace(where, quoted=True))
            case Preformatted():
                yield self._placed(Unit("code", (Text(block.text),)), block.line)
            case Rule():
                yield self._placed(Unit("rule"), block.line)

    def _placed(self, unit: Unit, line: int, last: int = 0, attributes: Attributes | None = None) -> Placed:
        self._leaf += 1
        return Placed(unit, line, last or line, self._leaf, attributes)

    def _paragraph(self, block: Paragraph, where: _Where) -> Iterator[Placed]:
        one = block.inlines[0] if len(block.inlines) == 1 else None
        if not isinstance(one, Picture):
            level = where.level if where.kind == "more" else -1
            yield self._placed(Unit(where.kind, block.inlines, level), block.line, block.last_line)
            return
        yield self._placed(Unit("paragraph", (replace(one, credit=""),)), block.line, block.last_line)
        if one.credit:
            caption = Unit("caption", (Text(one.credit),))
            yield Placed(caption, block.line, block.last_line, self._leaf)

    def _item(self, item: Item, start: int | None, number: int, where: _Where) -> Iterator[Placed]:
        """Yield a point: its first paragraph's words, or none if it begins with anything else; then the rest."""
        first = item.blocks[0] if item.blocks else None
        printed = "" if start is None else str(start + number)
        unit = Unit("point", (), where.level, start is not None, number=printed)
        if isinstance(first, Paragraph) and not _is_figure(first):
            placed = self._placed(replace(unit, inlines=first.inlines), item.line, first.last_line, first.attributes)
            yield replace(placed, recommends=where.recommends)
            yield from self._blocks(item.blocks[1:], where)
            return
        own = first.attributes if isinstance(first, Paragraph) else None
        if first is None:
            self._leaf += 1
        yield Placed(unit, item.line, item.line, self._leaf + (first is not None), own, where.recommends)
        yield from self._blocks(item.blocks, where)


def _is_figure(block: Paragraph) -> bool:
    return len(block.inlines) == 1 and isinstance(block.inlines[0], Picture)


def _row(cells: tuple[Cell, ...]) -> tuple[Inlines, ...]:
    return tuple(cell.inlines for cell in cells)
