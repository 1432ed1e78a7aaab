"""The press: a finished PDF made ready for a printer; PDF bytes in, PDF bytes out.

    RGB, links, tags --pressed: colours, finish, marks--> PDF/X-4 in CMYK
    single pages --booklet, nup: imposition--> sheets

This module is light: pikepdf and Pillow are imported by the first use. It never sees the engine that set the pages.
"""

from __future__ import annotations

from ..printer import Printer
from ..xmp import About


def pressed(data: bytes, printer: Printer, about: About, file: str = "") -> bytes:
    """Return a PDF in RGB as PDF/X-4 for a printer, which can be PDF/A-2u too (ISO 15930-7; ISO 19005-2).

    `file` is its name, which the slug line shows beside the printer when marks are drawn.

    Raises `Refused` for what cannot be printed: a page without the bleed that is asked for, a colour that has no inks,
    a printer's profile that is none.
    """
    from .edition import made

    return made(data, printer, about, file)


def padded(data: bytes, printer: Printer) -> bytes:
    """Return a press file with the blank pages that its printer asks for."""
    from .blanks import padded as filled

    return filled(data, printer)


def booklet(data: bytes, printer: Printer, right: bool = False) -> bytes:
    """Return the pages on sheets to be folded and stapled; `right` binds at the right, as for Arabic and Hebrew."""
    from .imposition import saddle

    return saddle(data, printer, right)


def nup(data: bytes, across: int, down: int, paper: str, right: bool = False) -> bytes:
    """Return the pages made smaller, `across` by `down` on each side of a paper; `right` begins at the right."""
    from .imposition import grid

    return grid(data, across, down, paper, right)
