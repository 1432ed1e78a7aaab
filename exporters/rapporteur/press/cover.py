"""The cover of a book: how thick the book is. The cover itself is laid out like any page."""

from __future__ import annotations


def spine(pages: int, paper_thickness: float) -> float:
    """Return the width of a book's spine in millimetres: as many leaves as half its pages, each of `paper_thickness`.

    An odd page has a leaf of its own.
    """
    return round((pages + 1) // 2 * paper_thickness, 2)
