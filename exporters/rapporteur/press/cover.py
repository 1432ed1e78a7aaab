"""The cover of a book: how thick the book is. The cover itself is laid out like any page."""

from __future__ import annotations

from ..printer import Printer


def spine(pages: int, printer: Printer) -> float:
    """Return the width of a book's spine in millimetres: as many leaves as half its pages; a stitched one has none.

    An odd page has a leaf of its own.
    """
    return round((pages + 1) // 2 * printer.paper_thickness, 2) if printer.binding == "perfect" else 0.0
