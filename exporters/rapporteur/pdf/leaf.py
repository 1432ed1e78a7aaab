"""The pages of a pack that are no session: a cover, a divider, a list, or the folios of all pages."""

from __future__ import annotations

from ..format import Page
from ..layout import Layout
from ..problems import Place, Refused, error
from . import engine, page, words
from .finish import Metadata


def made(pages: Page, layout: Layout) -> bytes:
    """Return the pages; raises `Refused` when the engine cannot set them, or shows not all of their words.

    ``pack-a5.css`` of a layout changes for A5 what its ``pack.css`` says, and so on for each paper.
    """
    sheet = page.read(pages.html, pages.pictures, pages.file)
    own = f"{pages.style.removesuffix('.css')}-{pages.paper.lower()}.css"
    styles = (pages.style, own) if layout.path(own) else (pages.style,)
    step = f"@page {{ size: {pages.paper}; bleed: {pages.bleed:g}mm }}"
    data = engine.render(sheet, layout, styles, Metadata(title="", language=pages.language), step)
    lost = words.missing(sheet.pieces, words.read(data))
    if lost:
        hint, where = "shorten it, or mend the layout’s pack", Place(pages.file)
        raise Refused([error(where, f"the pack does not show all of “{text[:160]}”", hint, "words") for text in lost])
    return data
