"""The order of a row that two people may have changed: who changed it wins, and if both did, somebody must decide."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from . import merging
from .comparison import Change, Ledger
from .versions import Key


class Rows(NamedTuple):
    """A row as it was sent, as the source has it now, and as it came back."""

    sent: Sequence[Key]
    now: Sequence[Key]
    back: Sequence[Key]


class Called(NamedTuple):
    """What a row is called: its field's name, what it stands under, and what a thing in it is called."""

    field: str
    where: str
    words: Callable[[Key], str]


def arranged(rows: Rows, called: Called, wanted: Callable[[Key], bool], ledger: Ledger) -> list[Key]:
    """Return what is wanted of three rows, in order; what only one of them has stands behind its predecessor there."""
    sent, now, back = rows
    alike = not merging.is_reordered(now, back, sent)
    by_now = merging.is_reordered(sent, now, back)
    place = called.where or "place"
    theirs = False
    for key in merging.moved(sent, back) if not alike else ():
        conflict = f"{place}, {now.index(key) + 1}" if by_now and key in now else ""
        theirs = ledger.takes(
            Change(
                called.field,
                "moved",
                f"{place}, {sent.index(key) + 1}",
                f"{place}, {back.index(key) + 1}",
                called.where,
                conflict,
                words=called.words(key),
            )
        )
    return merging.woven((back, now, sent) if theirs else (now, back, sent), wanted)
