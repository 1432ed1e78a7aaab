"""The cover of a book: back, spine and front side by side on one sheet, as binders take it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ..format import Options
from ..layout import Layout
from ..press.cover import spine
from ..printer import PAPERS, Printer
from ..report import Report
from ..view import template_words
from ..view import view as viewed
from . import engine, page, printed, words
from .finish import Metadata

TEMPLATE, STYLE = "cover.html.jinja", "cover.css"
TOLD = 6.0
"""A spine of so many millimetres holds a title: words stay 2.4 mm away from its folds."""


def made(report: Report, layout: Layout, options: Options, printer: Printer, pages: int, about: Metadata) -> bytes:
    """Return the cover of a book of so many pages as a press file; a stitched one has no spine."""
    width, height = PAPERS[printer.trim or options.settings.get("paper", "A4")]
    thick = spine(pages, printer)
    shown = viewed(report, options.conference, layout, False)
    told = thick >= TOLD
    context: dict[str, Any] = {"view": shown, "report": report, "conference": options.conference, "told": told}
    html = layout.render(TEMPLATE, context | template_words(shown))
    sheet = page.read(html, {}, report.origin.file)
    style = (
        f"@page {{ size: {2 * width + thick:g}mm {height:g}mm; margin: 0; bleed: {printer.bleed:g}mm }}\n"
        f":root {{ --wide: {width:g}mm; --high: {height:g}mm; --spine: {thick:g}mm;"
        f" --beyond: {printer.bleed + 3:g}mm }}"
    )
    data = engine.render(sheet, layout, (STYLE,), replace(about, claims=()), style)
    words.check(sheet.pieces, data, report)
    own = replace(printer, trim="", safe=min(printer.safe, 5))
    return printed.printed(data, printed.PRESS, own, about, shown.labels.direction == "rtl", "")
