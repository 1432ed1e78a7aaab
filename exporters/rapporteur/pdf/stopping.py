"""A layout is given up as soon as it is known to have more pages than it may: what is only tried needs no more.

WeasyPrint 70.0 makes one page after another. Whether text is left for the next is known before that is made; only where
what stands on the pages so far depends on how many there are does it go on, for it would set them anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from weasyprint import layout

_MOST: ContextVar[int] = ContextVar("most", default=0)


class TooLong(Exception):
    """There is more text than for so many pages as are wanted."""


@contextmanager
def within(most: int) -> Iterator[None]:
    """Lay out no more than so many pages, 0 for any number; raises `TooLong` if there are more."""
    token = _MOST.set(most)
    try:
        yield
    finally:
        _MOST.reset(token)


def install() -> None:
    """Make the engine stop."""
    layout.make_all_pages = _pages


def _pages(context: Any, *told: Any) -> Iterator[Any]:
    most = _MOST.get()
    for number, page in enumerate(_engines_pages(context, *told), 1):
        yield page
        if number == most and _goes_on(context.page_maker[: number + 1]):
            raise TooLong


def _goes_on(made: list[Any]) -> bool:
    """Return whether text is left after the pages that are `made`, which stay as they are."""
    *before, (left, *_) = made
    changes = any(state["content_changed"] or state["pages_wanted"] for *_, state in before)
    return left is not None and not changes


_engines_pages = layout.make_all_pages
