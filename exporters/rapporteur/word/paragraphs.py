"""A paragraph of a Word file as it is read: its runs, and where they stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ..prose import Break, Note, Picture
from .faces import PLAIN, Face
from .numbering import Point


class Cell(NamedTuple):
    """A place in a table: which one of the file, the row, the column, and how many columns it spans."""

    table: int
    row: int
    column: int
    across: int


class Section(NamedTuple):
    """The control of a section: the section's id, and which control of the file it is."""

    name: str
    number: int


class Run(NamedTuple):
    """Words that are set alike, or a `thing` that is none; `key` is the field's they stand in, known by `how`.

    `marks` are the bookmarks round it, `hint` tells that it stands in a control that says it is empty, and `by_hand`
    what Markdown cannot hold.
    """

    text: str
    thing: Break | Note | Picture | None = None
    face: Face = PLAIN
    href: str = ""
    key: str = ""
    how: str = ""
    marks: tuple[str, ...] = ()
    hint: bool = False


@dataclass(slots=True)
class Paragraph:
    """A paragraph: its runs, its style by name, and where it stands.

    `outline` is its level among headings from 0 (-1: none), `asked` the field whose control it stands in, `begun` the
    bookmarks of ours that begin in it, `left` its own indent.
    """

    runs: list[Run] = field(default_factory=list)
    style: str = ""
    outline: int = -1
    point: Point | None = None
    borders: frozenset[str] = frozenset()
    left: int = 0
    cells: tuple[Cell, ...] = ()
    asked: str = ""
    section: Section | None = None
    begun: list[str] = field(default_factory=list)
    boxed: bool = False

    @property
    def text(self) -> str:
        """Its words, with line ends."""
        return "".join(run.text for run in self.runs)

    @property
    def marks(self) -> tuple[str, ...]:
        """The bookmarks of ours that cover its words, the one that covers most first; if it has none, all in it."""
        covered: dict[str, int] = {}
        for run in self.runs:
            size = len(run.text.strip()) + (run.thing is not None)
            for name in run.marks if size else ():
                covered[name] = covered.get(name, 0) + size
        if not any(run.thing or run.text.strip() for run in self.runs):
            return tuple(dict.fromkeys(self.begun))
        return tuple(sorted(covered, key=lambda name: (-covered[name], name not in self.begun)))


def texts(paragraphs: Iterable[Paragraph]) -> Iterator[str]:
    """Yield the visible text of each paragraph, pictures by what they show."""
    for each in paragraphs:
        yield "".join(run.thing.alt if isinstance(run.thing, Picture) else run.text for run in each.runs)


def without(runs: Sequence[Run], start: int, length: int) -> list[Run]:
    """Return `runs` without the characters from `start`."""
    found, at = [], 0
    for run in runs:
        size = len(run.text)
        kept = run.text[: max(start - at, 0)] + run.text[max(min(start + length - at, size), 0) :]
        if run.thing or kept:
            found.append(run._replace(text=kept))
        at += size
    return found
