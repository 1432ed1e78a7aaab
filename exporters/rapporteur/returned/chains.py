"""Units of the body with their words, and rows of them that say together what one unit says: splits and joints."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..reading import Unit
from . import wording
from .sections import Entry, Part

WHOLE, MOSTLY = 0.85, 0.8
"""From these on, pieces make a whole, and the words of a piece are words of the whole."""
_BEGIN, _STARTS, _BEFORE = 3, 20, 4
"""So many words tell what may begin a whole, and so many pieces are tried."""


@dataclass(frozen=True, slots=True)
class Item:
    """A unit with its section's place and name, and its words as they are compared."""

    entry: Entry
    section: int
    tokens: tuple[str, ...]

    @property
    def unit(self) -> Unit:
        """The unit."""
        return self.entry.unit

    @property
    def key(self) -> tuple[object, ...]:
        """What it says, as what: equal for units that cannot be told apart by their words."""
        if self.tokens:
            return ("words", *self.tokens)
        return ("signs", self.unit.kind, tuple(each.source for each in wording.pictures(self.unit)))


def items(parts: Sequence[Part]) -> tuple[Item, ...]:
    """Return every unit of the body."""
    return tuple(
        Item(entry, at, wording.tokens(wording.of_unit(entry.unit)))
        for at, part in enumerate(parts)
        for entry in part.entries
    )


def chains(
    wholes: Sequence[Item], pieces: Sequence[Item], places: Mapping[int, int], free: set[int]
) -> dict[int, tuple[int, ...]]:
    """Return which pieces in a row say together what one whole says, two at least.

    `places` tells the piece that a whole is known to be; all others of a chain are `free`.
    """
    begins: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for at in sorted(free):
        if pieces[at].tokens:
            begins[pieces[at].tokens[:_BEGIN]].append(at)
    found = {}
    for at, whole in enumerate(wholes):
        if len(whole.tokens) < 2:
            continue
        known = places.get(at)
        if known is not None and pieces[known].tokens == whole.tokens:
            continue
        starts = _starts(whole, begins) if known is None else [known, *_before(known, pieces, free)]
        chain = next((row for start in starts if (row := _chain(whole, pieces, start, known, free))), ())
        if chain:
            found[at] = chain
            free.difference_update(chain)
    return found


def _starts(whole: Item, begins: Mapping[tuple[str, ...], list[int]]) -> list[int]:
    """Return the pieces that begin as a whole does."""
    found = [at for length in range(1, _BEGIN + 1) for at in begins.get(whole.tokens[:length], ())]
    return found[:_STARTS]


def _before(known: int, pieces: Sequence[Item], free: set[int]) -> Iterator[int]:
    """Yield the free pieces right before a known one, the nearest first."""
    at = known - 1
    while at in free and at >= known - _BEFORE and pieces[at].section == pieces[known].section:
        yield at
        at -= 1


def _chain(whole: Item, pieces: Sequence[Item], start: int, known: int | None, free: set[int]) -> tuple[int, ...]:
    """Return the pieces from `start` on that say what `whole` says; nothing if they do not."""
    left = Counter(whole.tokens)
    row: list[int] = []
    said: list[str] = []
    at = start
    while at == known or at in free:
        own = pieces[at].tokens
        if pieces[at].section != pieces[start].section or not own or share(own, left) < MOSTLY:
            break
        left -= Counter(own)
        row.append(at)
        said.extend(own)
        at += 1
    if len(row) < 2 or (known is not None and known not in row):
        return ()
    return tuple(row) if wording.likeness(said, whole.tokens) >= WHOLE else ()


def share(own: Sequence[str], whole: Counter[str]) -> float:
    """Return how much of its own words a piece shares with a whole, from 0 to 1."""
    return (Counter(own) & whole).total() / len(own) if own else 0.0
