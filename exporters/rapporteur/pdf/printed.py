"""The editions for paper: pages with bleed for a printer, sheets to fold, several pages on one; no letter lost."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING, Any

from .. import press
from ..edition import EDITIONS, PAGES, Edition
from ..layout import Layout
from ..printer import Printer, chosen
from ..problems import Place, Refused, error

if TYPE_CHECKING:
    from .finish import Metadata

PRESS = EDITIONS["press"]
FOLDED = {"A4": "A5", "A5": "A5", "Letter": "Half-Letter"}
"""The page of a booklet that is folded of a paper; an A5 page makes a booklet as it is."""


def printer_of(layout: Layout, edition: Edition, name: str, paper: str) -> Printer | None:
    """Return for which printer an edition is made, None for one that is read; raises `Refused` if there is no such."""
    if edition.pressed or edition.bled:
        return chosen(layout, name, paper)
    if edition.imposed:
        return replace(chosen(layout, name, paper), bleed=0, marks=False)
    return None


def page_of(edition: Edition, printer: Printer | None, paper: str) -> str:
    """Return on which page an edition is set when a conference prints on `paper`."""
    if edition.imposed == "booklet":
        return FOLDED[paper]
    if (edition.pressed or edition.bled) and printer and printer.trim:
        return printer.trim
    return PAGES[0] if edition.large and paper == "A5" else paper


def bleeding(edition: Edition, printer: Printer | None) -> str:
    """Return a style sheet that gives the pages the bleed of their printer, "" for pages without."""
    return f"@page {{ bleed: {printer.bleed:g}mm }}\n" if (edition.pressed or edition.bled) and printer else ""


def printed(data: bytes, edition: Edition, printer: Printer | None, about: Metadata, right: bool, paper: str) -> bytes:
    """Return the pages as an edition wants them; `right` says that their language runs from right to left.

    Raises `Refused` for what cannot be printed.
    """
    if printer is None or edition.part:
        return data
    if edition.pressed:
        made = press.pressed(data, printer, about)
    elif edition.imposed == "booklet":
        made = press.booklet(data, printer, right)
    else:
        made = press.nup(data, 2, 1, paper, right)
    lost = _shown(data) - _shown(made)
    if lost:
        what = f"the {edition.name} edition lacks words that its pages have, in {lost.total()} places"
        raise Refused([error(Place(""), what, _HINT, "words")])
    return made


_HINT = "this is a mistake of the program: print another edition, and tell who keeps it"


def _shown(data: bytes) -> Counter[bytes]:
    """Return how often each string of glyphs is shown in a PDF, also in what its pages are put together of."""
    from pikepdf import Pdf

    with Pdf.open(BytesIO(data)) as pdf:
        return sum((_shown_by(page) for page in pdf.pages), Counter())


def _shown_by(stream: Any) -> Counter[bytes]:
    from pikepdf import Array, Name, String, parse_content_stream

    found: Counter[bytes] = Counter()
    forms = stream.get("/Resources", {}).get("/XObject", {})
    for each in parse_content_stream(stream, "Tj TJ ' \" Do"):
        operands: Any = each.operands
        if str(each.operator) == "Do":
            form = forms[str(operands[0])]
            found += _shown_by(form) if form.get("/Subtype") == Name.Form else Counter()
            continue
        parts = operands[0] if isinstance(operands[0], Array) else operands
        found.update(bytes(each) for each in parts if isinstance(each, String))
    return found
