"""Boxes of a page (ISO 32000-1, 14.11.2), in points: where the paper ends, where it is cut, and where colour ends."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from typing import Any

from pikepdf import Array, Dictionary, Name, Page, Pdf

from ..printer import Printer
from ..problems import Place, Refused, error

MM = 72 / 25.4
SLUG = 10 * MM
"""The room outside the bleed for marks."""
_NEAR = 0.1
"""Boxes this much apart, in points, are the same: engines round."""
_KEPT = ("/Type", "/Parent", "/Contents", "/Resources", "/Group")


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle, in points."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From bottom to top."""
        return self.top - self.bottom

    def grown(self, by: float) -> Box:
        """Return it with all sides moved outwards."""
        return Box(self.left - by, self.bottom - by, self.right + by, self.top + by)

    def moved(self, across: float, up: float) -> Box:
        """Return it at another place."""
        return Box(self.left + across, self.bottom + up, self.right + across, self.top + up)

    def turned(self) -> Box:
        """Return it turned to the left round the origin."""
        return Box(-self.top, self.left, -self.bottom, self.right)

    def array(self) -> Array:
        """Return it as a PDF writes it."""
        return Array([_short(each) for each in (self.left, self.bottom, self.right, self.top)])


def _short(value: float) -> Any:
    from decimal import Decimal

    return Decimal(f"{value:.4f}").normalize() + 0


def box(page: Any, name: str) -> Box:
    """Return a page's box, by its key; one that is not there is the page's paper."""
    values = page.obj.get(name) or page.mediabox
    left, bottom, right, top = (float(each) for each in values)
    return Box(min(left, right), min(bottom, top), max(left, right), max(bottom, top))


def place(pdf: Pdf, page: Any, number: int, printer: Printer) -> None:
    """Give a page the boxes that a printer asks for, all of them on a paper that begins at 0, and nothing else.

    Raises `Refused` if the page does not have the bleed.
    """
    trim = box(page, "/TrimBox")
    bleed, held = trim.grown(printer.bleed * MM), box(page, "/BleedBox").grown(_NEAR)
    if bleed.left < held.left or bleed.bottom < held.bottom or bleed.right > held.right or bleed.top > held.top:
        has = min(trim.left - held.left, held.right - trim.right, trim.bottom - held.bottom, held.top - trim.top)
        what = f"page {number} has {max(0.0, (has - _NEAR) / MM):.3g} mm of bleed, and the printer asks for"
        hint = "set the pages with the bleed of the printer"
        raise Refused([error(Place("the PDF"), f"{what} {printer.bleed:g} mm", hint, "bleed")])
    media = bleed.grown(SLUG) if printer.marks else bleed
    across, up = -media.left, -media.bottom
    _move(pdf, page, across, up, bleed.moved(across, up))
    for key in [key for key in page.obj if key not in _KEPT]:
        del page.obj[key]
    page.obj.MediaBox = media.moved(across, up).array()
    page.obj.BleedBox = bleed.moved(across, up).array()
    page.obj.TrimBox = trim.moved(across, up).array()


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
        MediaBox=media.array(),
        BleedBox=bleed.array(),
        TrimBox=trim.array(),
        Resources=resources,
        Contents=pdf.make_stream(content),
    )
    return Page(pdf.make_indirect(page))
