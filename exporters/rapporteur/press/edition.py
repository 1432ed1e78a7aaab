"""The press edition of a PDF: its colours, boxes, marks and claims, one after another."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO

from pikepdf import PasswordError, Pdf, PdfError

from ..edition import PLAIN
from ..printer import Printer
from ..problems import Place, Refused, error
from ..xmp import About
from . import boxes, colours, finish, icc, marks
from .inks import Converter


def opened(data: bytes) -> Pdf:
    """Return a PDF; raises `Refused` if it is none or locked."""
    try:
        return Pdf.open(BytesIO(data))
    except (PdfError, PasswordError) as mistake:
        hint = "make the PDF again, or save it without a password"
        raise Refused([error(Place("the PDF"), f"it cannot be read: {mistake}", hint, "pdf")]) from mistake


def profile(printer: Printer) -> bytes:
    """Return a printer's output profile, or the computed one; raises `Refused` if the printer's cannot be used."""
    if printer.profile:
        return icc.checked(printer.output, Place(printer.profile))
    return icc.computed(printer.ink_limit)


@lru_cache(maxsize=4)
def _converter(output: bytes, limit: int) -> Converter:
    return Converter(output, limit)


def made(data: bytes, printer: Printer, about: About, file: str) -> bytes:
    """Return a PDF in RGB as the press edition for a printer."""
    output = profile(printer)
    with opened(data) as pdf:
        finish.strip(pdf)
        colours.convert(pdf, _converter(output, printer.ink_limit))
        for number, page in enumerate(pdf.pages, 1):
            boxes.place(pdf, page, number, printer)
        if printer.marks:
            marks.draw(pdf, printer, file or about.title)
        finish.intend(pdf, printer, output, PLAIN in about.claims)
        finish.describe(pdf, about, data + repr((printer, about, file)).encode())
        return finish.written(pdf)
