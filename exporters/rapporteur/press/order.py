"""In which order pages stand on sheets: numbers only, counted from 1; None is a blank page."""

from __future__ import annotations

from collections.abc import Sequence

Page = int | None
Spread = tuple[Page, Page]
"""The two pages of one side of a sheet, from left to right."""


def padded(pages: int, multiple: int, blanks: str = "end") -> tuple[Page, ...]:
    """Return the pages and as many blank ones as `multiple` asks for, behind all or ``before-last``."""
    missing: list[Page] = [None] * (-pages % multiple)
    numbers: list[Page] = list(range(1, pages + 1))
    cut = len(numbers) - 1 if blanks == "before-last" else len(numbers)
    return (*numbers[:cut], *missing, *numbers[cut:])


def saddled(pages: Sequence[Page], right: bool = False) -> tuple[tuple[Spread, Spread], ...]:
    """Return the front and the back of each sheet of a saddle-stitched booklet, the outer sheet first.

    The number of pages is a multiple of four. The two places of a side are together always one more than the number of
    pages. `right` is for what is bound at the right.
    """
    last = len(pages) - 1
    sheets = []
    for sheet in range(len(pages) // 4):
        low = 2 * sheet
        front, back = (pages[last - low], pages[low]), (pages[low + 1], pages[last - low - 1])
        sheets.append((front[::-1], back[::-1]) if right else (front, back))
    return tuple(sheets)


def crept(sheet: int, paper_thickness: float, most: float) -> float:
    """Return how far the pages of a sheet move towards the spine, in millimetres; the outer sheet is 0 and does not.

    Each sheet pushes those within it out by what its paper is thick, and that is trimmed off at their edge.
    """
    return min(most, sheet * paper_thickness)


def gridded(pages: int, across: int, down: int, right: bool = False) -> tuple[tuple[tuple[Page, ...], ...], ...]:
    """Return the rows of each sheet, from the top, each from left to right; `right` begins rows at the right."""
    numbers = padded(pages, across * down)
    rows = [numbers[at : at + across] for at in range(0, len(numbers), across)]
    shown = [row[::-1] if right else row for row in rows]
    return tuple(tuple(shown[at : at + down]) for at in range(0, len(shown), down))
