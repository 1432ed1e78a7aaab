"""Small figures held back so that nobody can work them out from those that are shown.

A cell is a sum of things that nobody sees, its *atoms*. Given are all cells, facts that everybody knows (sums of atoms
that are known anyway), and what is to be protected. Cells are shown in their order, as long as nothing protected is a
sum or difference of cells shown and facts known, however weighted: linear algebra over a prime field decides, which
finds all that rational arithmetic finds. So what goes beside the small cells are the last cells that could betray them.
"""

from __future__ import annotations

import heapq
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

Name = TypeVar("Name", bound=Hashable)
PRIME = (1 << 61) - 1
Vector = Mapping[int, int]
"""How often each atom is in a sum."""


def hidden(
    cells: Sequence[tuple[Name, Vector]], facts: Iterable[Vector], protected: Iterable[Vector]
) -> frozenset[Name]:
    """Return the cells that must not be shown, of cells in the order in which they are wanted."""
    known: dict[int, dict[int, int]] = {}
    for fact in facts:
        _learn(known, _reduced(fact, known))
    secrets = [secret for each in protected if (secret := _reduced(each, known))]
    kept_back: set[Name] = set()
    for name, vector in cells:
        row = _reduced(vector, known)
        if not row:
            continue  # it can be worked out already, and nothing protected can
        unit = _unit(row)
        after = [_less(secret, unit) for secret in secrets]
        if all(after):
            secrets = after
            _learn(known, row)
        else:
            kept_back.add(name)
    return frozenset(kept_back)


def _learn(known: dict[int, dict[int, int]], row: dict[int, int]) -> None:
    if row:
        known[min(row)] = _unit(row)


def _unit(row: dict[int, int]) -> dict[int, int]:
    """Return a row so that its first atom is in it once."""
    inverse = pow(row[min(row)], -1, PRIME)
    return {atom: often * inverse % PRIME for atom, often in row.items()}


def _reduced(vector: Vector, known: Mapping[int, Mapping[int, int]]) -> dict[int, int]:
    """Return what is left of a sum when all that is known is taken from it; each known row begins with its own atom."""
    left = {atom: often % PRIME for atom, often in vector.items()}
    waiting = list(left)
    found: dict[int, int] = {}
    heapq.heapify(waiting)
    while waiting:
        atom = heapq.heappop(waiting)
        often = left.pop(atom, 0)
        if not often:
            continue
        if atom not in known:
            found[atom] = often
            continue
        for other, times in known[atom].items():
            if other != atom:
                if other not in left:
                    heapq.heappush(waiting, other)
                left[other] = (left.get(other, 0) - often * times) % PRIME
    return found


def _less(secret: dict[int, int], row: Mapping[int, int]) -> dict[int, int]:
    """Return a secret without its part of a row that is learnt."""
    often = secret.get(min(row), 0)
    if not often:
        return secret
    atoms = secret.keys() | row.keys()
    left = {atom: (secret.get(atom, 0) - often * row.get(atom, 0)) % PRIME for atom in atoms}
    return {atom: rest for atom, rest in left.items() if rest}
