"""The pages of a pack that are no session: a cover, a divider, a list, or the folios of all pages."""

from __future__ import annotations

from ..format import Page
from ..layout import Layout
from ..problems import Place, Refused, error
from . import engine, page, words
from .finish import Metadata

SMALL = """
@page { size: A5; margin: 19mm 14mm 16mm }
@page :right { @bottom-right-corner { padding: 8mm 4mm 0 0 } }
@page :left { @bottom-left-corner { padding: 8mm 0 0 4mm } }
html { font-size: 8.6pt }
.sums .cell { padding-inline-end: 2mm }
.sums .label { font-size: 7.6pt }
.listing .figure { width: 15mm }
.listing .many { width: 25mm }
.listing .share, .bar { width: 22mm !important }
.listing .of { width: 27mm }
"""
"""What A5 changes."""


def made(pages: Page, layout: Layout) -> bytes:
    """Return the pages; raises `Refused` when the engine cannot set them, or shows not all of their words."""
    sheet = page.read(pages.html, pages.pictures, pages.file)
    step = SMALL if pages.paper == "A5" else f"@page {{ size: {pages.paper} }}"
    if pages.bleed:
        step += f"@page {{ bleed: {pages.bleed:g}mm }}"
    data = engine.render(sheet, layout, (pages.style,), Metadata(title="", language=pages.language), step)
    lost = words.missing(sheet.pieces, words.read(data))
    if lost:
        hint, where = "shorten it, or mend the layout’s pack", Place(pages.file)
        raise Refused([error(where, f"the pack does not show all of “{text[:160]}”", hint, "words") for text in lost])
    return data
