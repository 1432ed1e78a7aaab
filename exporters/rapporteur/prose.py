"""Prose: the blocks and inlines a report's text may hold, read from CommonMark with its line numbers.

Blocks   `Paragraph` `Heading` `List` (of `Item`) `Table` (of `Cell`) `Quote` `Preformatted` `Rule`
Inlines  `Text` `Strong` `Emphasis` `Code` `Link` `Break` `Note` (a footnote, kept where it is called) `Picture`

Everything is frozen and compares by content; the line of a block does not count in comparisons.
HTML in the text is text: it is shown as written.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

Align = Literal["", "left", "center", "right"]
AUDIENCE, INTERNAL = "audience", "internal"
"""What marks a section, ``{.internal}``, or a point, ``{audience="internal"}``, that no public reader may see."""
AUDIENCES = (INTERNAL, "public")


@dataclass(frozen=True, slots=True)
class Text:
    """Plain words."""

    text: str


@dataclass(frozen=True, slots=True)
class Strong:
    """Words of strong importance; bold."""

    children: Inlines


@dataclass(frozen=True, slots=True)
class Emphasis:
    """Stressed words; italic."""

    children: Inlines


@dataclass(frozen=True, slots=True)
class Code:
    """A name of a program's or a file's world, set in fixed width."""

    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere."""

    href: str
    children: Inlines


@dataclass(frozen=True, slots=True)
class Break:
    """A line ends here, by the writer's will."""


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote, standing where it is called; several paragraphs are parted by `Break`."""

    children: Inlines


@dataclass(frozen=True, slots=True)
class Picture:
    """An image of the workspace: its path, what it shows for who cannot see it, and whom to credit."""

    source: str
    alt: str
    credit: str = ""


Inline = Text | Strong | Emphasis | Code | Link | Break | Note | Picture
Inlines = tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Attributes:
    """What stands in braces at the end of a heading or a list item: ``{#id .name key="value"}``."""

    id: str = ""
    names: tuple[str, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()

    @property
    def internal(self) -> bool:
        """Whether what it stands behind is for readers within the conference only."""
        return INTERNAL in self.names or (AUDIENCE, INTERNAL) in self.pairs


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, from its first to its last line; one that holds nothing but a picture is a figure."""

    inlines: Inlines
    attributes: Attributes | None = None
    line: int = field(default=0, compare=False)
    last_line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 6; level 2 opens a section of a report."""

    level: int
    inlines: Inlines
    attributes: Attributes | None = None
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Item:
    """One point of a list."""

    blocks: Blocks
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class List:
    """A list; `start` is None for bullets, else the number of its first item."""

    items: tuple[Item, ...]
    start: int | None = None
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table."""

    inlines: Inlines
    align: Align = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table with one header row."""

    header: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Quote:
    """Somebody's words, set apart."""

    blocks: Blocks
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Preformatted:
    """Lines that keep their spaces and line ends."""

    text: str
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule between two thoughts."""

    line: int = field(default=0, compare=False)


Block = Paragraph | Heading | List | Table | Quote | Preformatted | Rule
Blocks = tuple[Block, ...]


def plain(inlines: Inlines) -> str:
    """Return the words of `inlines` without their form; footnotes are left out, pictures give their alt text."""
    return "".join(_plain(inline) for inline in inlines)


def _plain(inline: Inline) -> str:
    match inline:
        case Text(text) | Code(text):
            return text
        case Break():
            return "\n"
        case Note():
            return ""
        case Picture():
            return inline.alt
        case _:
            return plain(inline.children)


def inlines_within(inlines: Inlines) -> Iterator[Inline]:
    """Yield every inline, outer before inner."""
    for inline in inlines:
        yield inline
        if isinstance(inline, Strong | Emphasis | Link | Note):
            yield from inlines_within(inline.children)


def runs(blocks: Blocks) -> Iterator[tuple[Inlines, int]]:
    """Yield every run of inlines in `blocks` in reading order, with its line: paragraphs, headings, cells, code."""
    for block in blocks:
        match block:
            case Paragraph() | Heading():
                yield block.inlines, block.line
            case List():
                for item in block.items:
                    yield from runs(item.blocks)
            case Table():
                for row in (block.header, *block.rows):
                    yield from ((cell.inlines, block.line) for cell in row)
            case Quote():
                yield from runs(block.blocks)
            case Preformatted():
                yield (Text(block.text),), block.line
            case Rule():
                pass


def pictures(blocks: Blocks) -> Iterator[tuple[Picture, int]]:
    """Yield the pictures in `blocks` with their lines."""
    for inlines, line in runs(blocks):
        yield from ((each, line) for each in inlines_within(inlines) if isinstance(each, Picture))
