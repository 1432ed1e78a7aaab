"""Blank pages that fill the last sheet, as a printer wants them."""

from __future__ import annotations

from typing import Any

from pikepdf import Dictionary, Name, Pdf

from ..printer import Printer
from . import finish, order
from .edition import opened

_BOXES = ("/MediaBox", "/BleedBox", "/TrimBox")


def padded(data: bytes, printer: Printer) -> bytes:
    """Return a press file with as many blank pages as its printer asks for; the same bytes if none is missing."""
    with opened(data) as pdf:
        pages = order.padded(len(pdf.pages), printer.pages_multiple, printer.blanks)
        if None not in pages:
            return data
        for at, number in enumerate(pages):
            if number is None:
                pdf.pages.insert(at, _blank(pdf, pdf.pages[0]))
        finish.rename(pdf, data + repr(printer).encode())
        return finish.written(pdf)


def _blank(pdf: Pdf, like: Any) -> Any:
    from pikepdf import Page

    own = Dictionary(Type=Name.Page, Resources=Dictionary(), Contents=pdf.make_stream(b""))
    for key in _BOXES:
        own[key] = like.obj[key]
    return Page(pdf.make_indirect(own))
