"""Where the leaves of a pack stand: page by page, each new part on a right-hand page, and what its pages are called."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote

LINK = "https://pack.invalid/"
"""A link to a leaf is written so, followed by the leaf's name (no such host can exist: RFC 2606, 2)."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """One part of a pack: its name, its bookmark ("" for none) and how deep that stands, by what name it is kept, and
    how many pages it has.

    `role` is what it is in the structure: an ``Art`` stands for itself, a ``Sect`` is a part (ISO 32000-1, 14.8.4.2).
    `places` are those within it that other parts name, each with its page from 0 on.
    One that goes on `after` the leaf of that name has no title of its own: what it holds stands below that leaf's.
    """

    name: str
    title: str
    part: str
    pages: int
    depth: int = 0
    role: str = "Sect"
    recto: bool = True
    after: str = ""
    places: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Placed:
    """A leaf and the page it begins on, counted from 1 within its matter; `front` matter is numbered by itself."""

    leaf: Leaf
    first: int
    front: bool = False

    @property
    def last(self) -> int:
        """The page it ends on."""
        return self.first + self.leaf.pages - 1


def called(name: str) -> str:
    """Return what a leaf, or a place within one, is called in a PDF: in letters that every program sorts alike.

    Addresses of links are written so (RFC 3987, 3.1).
    """
    return quote(name, safe="!#$%&'()*+,/:;=?@[]~")


def place(leaves: Iterable[Leaf], front: bool = False) -> tuple[Placed, ...]:
    """Return leaves one after the other; odd pages are right-hand ones."""
    found: list[Placed] = []
    at = 1
    for leaf in leaves:
        at += leaf.recto and at % 2 == 0
        found.append(Placed(leaf, at, front))
        at += leaf.pages
    return tuple(found)


def wholes(placed: Iterable[Placed]) -> Iterator[tuple[Placed, int]]:
    """Yield each leaf that begins something, and the last page of all that goes on from it."""
    found: list[tuple[Placed, int]] = []
    for each in placed:
        if each.leaf.after:
            found[-1] = found[-1][0], each.last
        else:
            found.append((each, each.last))
    yield from found


def length(placed: Sequence[Placed]) -> int:
    """Return how many pages a matter has, with the blank one that makes it end on a left-hand page."""
    last = placed[-1].last if placed else 0
    return last + last % 2


_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def roman(number: int) -> str:
    """Return a number from 1 on in small roman numerals."""
    text = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        text += letters * count
    return text


def merged(pages: Iterable[int]) -> tuple[tuple[int, int], ...]:
    """Return the runs of pages: 12, 15, 16, 17 are (12, 12) and (15, 17)."""
    runs: list[list[int]] = []
    for page in sorted(set(pages)):
        if runs and page == runs[-1][1] + 1:
            runs[-1][1] = page
        else:
            runs.append([page, page])
    return tuple((first, last) for first, last in runs)
