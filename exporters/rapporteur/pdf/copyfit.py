"""Copy-fit: a report that is a little too long for its form is set a little smaller, by fixed steps.

A layout lists the steps as ``[pdf] copyfit = ["10pt/14.5pt", …]``: sizes of the running text and of its lines, from
the largest to the smallest. The first that fits is taken, the usual size if none does. The same report always takes the
same step.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeVar

from ..layout import Layout
from ..problems import Place, Refused, error

_T = TypeVar("_T")

NEAR = 1
"""A report with so many pages too many is tried; no step takes away more."""
_STEP = re.compile(r"(\d{1,2}(?:\.\d{1,2})?pt)/(\d{1,2}(?:\.\d{1,2})?pt)")


def steps(layout: Layout) -> tuple[str, ...]:
    """Return the steps as style sheets; raises `Refused` for what is none."""
    found = []
    for each in layout.settings.get("pdf", {}).get("copyfit", ()):
        sizes = _STEP.fullmatch(str(each))
        if not sizes:
            where, hint = Place(f"layout {layout.name}"), 'write it so: copyfit = ["10pt/14.5pt", "9.8pt/14.2pt"]'
            raise Refused([error(where, f"“{each}” is no step of copy-fit", hint, "layout")])
        found.append(f":root {{ --size: {sizes[1]}; --lead: {sizes[2]} }}")
    return tuple(found)


def fitted(made: Callable[[str], _T], pages: Callable[[_T], int], most: int | None, layout: Layout) -> _T:
    """Return what is `made` of the first step that has at most so many `pages`, else of none.

    The last step is tried first, for most reports that are too long are so at every step; then the steps are halved.
    """
    usual = made("")
    if most is None or not most < pages(usual) <= most + NEAR:
        return usual
    left = list(steps(layout))
    best = made(left.pop()) if left else usual
    if pages(best) > most:
        return usual
    while left:
        at = (len(left) - 1) // 2
        tried = made(left[at])
        if pages(tried) <= most:
            best, left = tried, left[:at]
        else:
            left = left[at + 1 :]
    return best
