"""The pages of a pack that are no session: a cover, a divider, a list, or the folios of all pages."""

from __future__ import annotations

from ..layout import Layout
from ..problems import Place, Refused, error
from . import engine, page, words
from .finish import Metadata

SMALL = """
@page { size: A5; margin: 19mm 14mm 16mm }
@page :right { @bottom-right-corner { padding-right: 4mm } }
@page :left { @bottom-left-corner { padding-left: 4mm } }
html { font-size: 8.6pt }
"""
"""What A5 changes."""


def made(html: str, layout: Layout, style: str, paper: str, language: str) -> bytes:
    """Return the pages; raises `Refused` when the engine cannot set them, or shows not all of their words."""
    sheet = page.read(html, {}, f"layout {layout.name}")
    step = SMALL if paper == "A5" else f"@page {{ size: {paper} }}"
    data = engine.render(sheet, layout, (style,), Metadata(title="", language=language), step)
    lost = words.missing(sheet.pieces, words.read(data))
    if lost:
        hint = "shorten it, or mend the layout’s pack"
        where = Place(f"layout {layout.name}")
        raise Refused([error(where, f"the pack does not show all of “{text[:160]}”", hint, "words") for text in lost])
    return data
