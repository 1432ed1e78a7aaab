"""Rows merged three ways: what stands in which order when two people moved, added and removed."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import TypeVar

K = TypeVar("K", bound=Hashable)


def is_reordered(before: Sequence[K], after: Sequence[K], among: Sequence[K]) -> bool:
    """Whether what stands in all three rows stands in another order."""
    shared = set(before) & set(after) & set(among)
    return [each for each in before if each in shared] != [each for each in after if each in shared]


def moved(before: Sequence[K], after: Sequence[K]) -> tuple[K, ...]:
    """Return the fewest things that must move to bring the one row into the order of the other."""
    places = {each: at for at, each in enumerate(before)}
    shared = [each for each in after if each in places]
    staying = set(_rising([places[each] for each in shared]))
    return tuple(each for at, each in enumerate(shared) if at not in staying)


def _rising(numbers: Sequence[int]) -> list[int]:
    """Return the positions of a longest rising run of numbers."""
    ends: list[int] = []
    tails: list[int] = []
    before: list[int] = []
    for at, number in enumerate(numbers):
        rank = bisect_left(tails, number)
        before.append(ends[rank - 1] if rank else -1)
        if rank == len(tails):
            tails.append(number)
            ends.append(at)
        else:
            tails[rank], ends[rank] = number, at
    found, at = [], ends[-1] if ends else -1
    while at >= 0:
        found.append(at)
        at = before[at]
    return found


def woven(rows: Iterable[Sequence[K]], wanted: Callable[[K], bool]) -> list[K]:
    """Return what is wanted of the first row, and what only later rows have behind what stands before it there."""
    found: list[K] = []
    inside: set[K] = set()
    for row in rows:
        before: K | None = None
        for each in row:
            if each not in inside and wanted(each):
                found.insert(found.index(before) + 1 if before is not None else 0, each)
                inside.add(each)
            before = each if each in inside else before
    return found
