"""Prose as plain lines, for places that hold nothing but text: a cell of a workbook."""

from __future__ import annotations

from collections.abc import Iterator

from .prose import (
    Block,
    Heading,
    Inlines,
    List,
    Note,
    Paragraph,
    Preformatted,
    Quote,
    Rule,
    Table,
    inlines_within,
    plain,
    runs,
)


def words(inlines: Inlines) -> str:
    """Return the words of `inlines` on one line."""
    return " ".join(plain(inlines).split())


def lines(blocks: tuple[Block, ...], indent: str = "") -> Iterator[str]:
    """Yield `blocks` line by line: points behind their bullet or number, the cells of a row between bars."""
    for block in blocks:
        match block:
            case List():
                yield from _points(block, indent)
            case Table():
                rows = (block.header, *block.rows)
                yield from (indent + " | ".join(words(cell.inlines) for cell in row) for row in rows)
            case Quote():
                yield from lines(block.blocks, indent)
            case Preformatted():
                yield from (indent + line for line in block.text.split("\n"))
            case Paragraph() | Heading():
                yield from (indent + line for line in plain(block.inlines).split("\n"))
            case Rule():
                pass


def _points(block: List, indent: str) -> Iterator[str]:
    for at, item in enumerate(block.items):
        mark = "•" if block.start is None else f"{block.start + at}."
        inner = list(lines(item.blocks, indent + "   ")) or [indent]
        yield f"{indent}{mark} {inner[0].strip()}"
        yield from inner[1:]


def notes(blocks: tuple[Block, ...]) -> Iterator[str]:
    """Yield the text of every footnote of `blocks`, which `lines` leaves out."""
    for inlines, _ in runs(blocks):
        yield from (words(each.children) for each in inlines_within(inlines) if isinstance(each, Note))
