"""A brief: one page that says what a session found and what it asks for, shortened until it is one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from ..problems import Place, Problem, warning
from ..report import Report

_T = TypeVar("_T")

MOST = (1, 2, 3, 4, 5, 6, 8, 10, 12, 16)
"""So many points of each section may be shown where all of them do not fit."""
ALL = 10_000


def fitted(made: Callable[[int], _T], pages: Callable[[_T], int]) -> _T:
    """Return what is `made` of as many points as one page holds; the fewest there can be, if even these need more."""
    whole = made(ALL)
    if pages(whole) == 1:
        return whole
    low, high, best = 0, len(MOST), None
    while low < high:
        middle = (low + high) // 2
        tried = made(MOST[middle])
        if pages(tried) == 1:
            low, best = middle + 1, tried
        else:
            high = middle
    return made(MOST[0]) if best is None else best


def too_long(pages: int, report: Report) -> tuple[Problem, ...]:
    """Return a warning if a brief is longer than a page."""
    if pages <= 1:
        return ()
    hint = "shorten the points of the session, or ask for fewer sections in its form"
    return (warning(Place(report.origin.file), f"the brief has {pages} pages and not one", hint, "brief"),)
