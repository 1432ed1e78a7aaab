"""Boxes of a page (ISO 32000-1, 14.11.2), in points: where the paper ends, where it is cut, and where colour ends."""

from __future__ import annotations

from copy import copy
from typing import Any

from pikepdf import Array, Dictionary, Name, Page, Pdf

from ..printer import Printer
from ..problems import Place, Refused, error
from ..rectangle import MM, Box, box

SLUG = 10 * MM
"""The room outside the bleed for marks."""
_NEAR = 0.1
"""Boxes this much apart, in points, are the same: engines round."""
_KEPT = ("/Type", "/Parent", "/Contents", "/Resources", "/Group")


def _short(value: float) -> Any:
    from decimal import Decimal

    return Decimal(f"{value:.4f}").normalize() + 0


def array(rectangle: Box) -> Array:
    """Return a rectangle as a PDF writes it."""
    return Array([_short(each) for each in rectangle])


def trimmed(page: Any) -> Box:
    """Return where a page is cut, its paper if it does not say."""
    return box(page, "/TrimBox") or paper(page)


def paper(page: Any) -> Box:
    """Return the paper of a page, which each has."""
    found = box(page, "/MediaBox")
    assert found is not None
    return found


def bled(page: Any) -> Box:
    """Return how far the colour of a page goes, its paper if it does not say."""
    return box(page, "/BleedBox") or paper(page)


def place(pdf: Pdf, page: Any, number: int, printer: Printer) -> None:
    """Give a page the boxes that a printer asks for, all of them on a paper that begins at 0, and nothing else.

    Raises `Refused` if the page does not have the bleed.
    """
    trim = trimmed(page)
    bleed, held = trim.grown(printer.bleed * MM), bled(page).grown(_NEAR)
    if not held.holds(bleed):
        has = min(held.beyond(trim))
        what = f"page {number} has {max(0.0, (has - _NEAR) / MM):.3g} mm of bleed, and the printer asks for"
        hint = "set the pages with the bleed of the printer"
        raise Refused([error(Place("the PDF"), f"{what} {printer.bleed:g} mm", hint, "bleed")])
    media = bleed.grown(SLUG) if printer.marks else bleed
    across, up = -media.left, -media.bottom
    _move(pdf, page, across, up, bleed.moved(across, up))
    for key in [key for key in page.obj if key not in _KEPT]:
        del page.obj[key]
    page.obj.MediaBox = array(media.moved(across, up))
    page.obj.BleedBox = array(bleed.moved(across, up))
    page.obj.TrimBox = array(trim.moved(across, up))


def _move(pdf: Pdf, page: Any, across: float, up: float, clip: Box) -> None:
    """Move what a page shows; its patterns too, whose place is that of the page and not of what they fill."""
    x, y, width, height = (_short(each) for each in (clip.left, clip.bottom, clip.width, clip.height))
    before = f"q {x} {y} {width} {height} re W n 1 0 0 1 {_short(across)} {_short(up)} cm\n".encode()
    page.obj.Contents = pdf.make_stream(before + page.obj.Contents.read_bytes() + b"\nQ\n")
    resources = Dictionary(dict(page.resources.items()))
    page.obj.Resources = resources
    if "/Pattern" in resources:
        patterns = {name: _moved(pdf, pattern, across, up) for name, pattern in sorted(resources.Pattern.items())}
        resources.Pattern = Dictionary(patterns)


def _moved(pdf: Pdf, pattern: Any, across: float, up: float) -> Any:
    own = pdf.make_indirect(copy(pattern))
    matrix = [float(each) for each in pattern.get("/Matrix", (1, 0, 0, 1, 0, 0))]
    own.Matrix = Array([_short(each) for each in (*matrix[:4], matrix[4] + across, matrix[5] + up)])
    return own


def page_of(pdf: Pdf, media: Box, bleed: Box, trim: Box, content: bytes, resources: Any) -> Any:
    """Return a new page."""
    page = Dictionary(
        Type=Name.Page,
        MediaBox=array(media),
        BleedBox=array(bleed),
        TrimBox=array(trim),
        Resources=resources,
        Contents=pdf.make_stream(content),
    )
    return Page(pdf.make_indirect(page))
