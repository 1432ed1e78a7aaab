"""The bookmarks of a pack: one for each leaf that has a title, those of sessions below their track's (12.3.3)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .objects import string

Own = tuple[int, str, int]
"""A bookmark of a leaf's own: its number, what it says, and how many are seen below it when its leaf's is opened."""


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A leaf's bookmark: its number, its title, how deep it stands, the number of the page it leads to, and its own."""

    number: int
    title: str
    depth: int
    page: int
    own: tuple[Own, ...] = ()


def written(bookmarks: Sequence[Bookmark], root: int) -> Iterator[tuple[int, str]]:
    """Yield the objects of bookmarks, each with its number; the first is the `root` of all.

    One that has other leaves below it is open and does not show its leaf's own; one that has only these is closed.
    """
    below: dict[int, list[Bookmark]] = {root: []}
    above = [root]
    for each in bookmarks:
        del above[each.depth + 1 :]
        below[above[-1]].append(each)
        below[each.number] = []
        above.append(each.number)
    yield root, f"<</Type /Outlines {_ends([each.number for each in below[root]])} /Count {len(bookmarks)}>>"
    for parent, row in below.items():
        yield from _row(parent, [(each.number, _said(each, below)) for each in row])
    for each in bookmarks:
        if not below[each.number]:
            yield from _row(each.number, [(number, said) for number, said, _ in each.own])


def _said(one: Bookmark, below: dict[int, list[Bookmark]]) -> str:
    inner = [each.number for each in below[one.number]]
    if inner:
        held = f"{_ends(inner)} /Count {_seen(one.number, below)}"
    else:
        seen = sum(1 + each for _, _, each in one.own)
        held = f"{_ends([number for number, _, _ in one.own])} /Count -{seen}" if one.own else ""
    return f"/Title {string(one.title)} /Dest [{one.page} 0 R /Fit] {held}"


def _row(parent: int, row: Sequence[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Yield the bookmarks that stand below one other."""
    for at, (number, said) in enumerate(row):
        before = f"/Prev {row[at - 1][0]} 0 R " if at else ""
        after = f"/Next {row[at + 1][0]} 0 R " if at + 1 < len(row) else ""
        yield number, f"<</Parent {parent} 0 R {before}{after}{said}>>"


def _ends(numbers: Sequence[int]) -> str:
    return f"/First {numbers[0]} 0 R /Last {numbers[-1]} 0 R" if numbers else ""


def _seen(number: int, below: dict[int, list[Bookmark]]) -> int:
    return sum(1 + _seen(each.number, below) for each in below[number])
