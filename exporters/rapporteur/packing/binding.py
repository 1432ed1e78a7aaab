"""The parts of a pack bound to one volume, or to a printer's file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from .. import conformance
from ..edition import PLAIN, UA
from ..pack import Placed
from ..pack.bound import Store, bound
from ..pack.trees import Binding
from ..problems import Problem
from ..xmp import About
from .kept import FACE, OBJECTS, Kept, Piece
from .means import Means


def bind(
    means: Means, front: Sequence[Placed], body: Sequence[Placed], folios: Sequence[Piece], where: str
) -> tuple[bytes, tuple[Problem, ...]]:
    """Return the volume; it claims to be accessible when the layout's pages may, or veraPDF passes it here."""
    kept, right = means.kept, means.labels.direction == "rtl"
    store = Store(kept.data, partial(_recall, kept, OBJECTS), partial(_recall, kept, FACE))
    over = tuple(each.name for each in folios)

    def made(claims: tuple[str, ...]) -> bytes:
        own = replace(means.about, claims=() if means.printer else claims)
        return _pressed(means, bound(front, body, Binding(own, right, over), store), replace(own, claims=claims))

    return conformance.granted(means.read.layout, (PLAIN,) if means.printer else (UA,), made, where)


def _recall(kept: Kept, suffix: str, name: str, make: Callable[[], bytes]) -> bytes:
    return kept.recall(name, suffix, make)


def _pressed(means: Means, data: bytes, about: About) -> bytes:
    if not means.printer:
        return data
    from .. import press

    return press.pressed(data, means.printer, about)
