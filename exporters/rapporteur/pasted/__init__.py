"""Pasted text, read: plain text as it comes out of Word, a mail or a PDF, in any shipped language, as a `Reading`."""

from __future__ import annotations

from ..layout import Layout
from ..problems import Place, Refused, error
from ..reading import Reading
from . import tongues
from .bullets import bullet
from .decoding import LARGEST, decoded
from .headings import known
from .meanings import Meanings, labels
from .rows import Row, rows, unwrapped
from .sheet import Sheet

__all__ = ["decoded", "reading"]


def reading(text: str, file: str, layout: Layout, language: str = "") -> Reading:
    """Return what a pasted text says to the form of `layout`; its language is found out unless it is given.

    Raises `Refused` for a text that says nothing or is too large.
    """
    if len(text) > LARGEST:
        raise Refused([error(Place(file), f"this text is larger than {LARGEST:,} characters", "part it", "text")])
    lines = rows(text)
    if not any(row.text for row in lines):
        raise Refused([error(Place(file), "this text says nothing", "paste the report into it", "text")])
    own = language or tongues.language(text, labels(layout))
    meanings = Meanings(layout, own)
    sheet = Sheet(meanings, file, own)

    def begins(row: Row) -> bool:
        return bool(bullet(row) or known(row, meanings, set()) or sheet.labelled(row))

    sheet.read(tuple(unwrapped(lines, begins)))
    return Reading(
        file=file,
        language=own,
        fields={name: tuple(found) for name, found in sheet.fields.items()},
        body=tuple(sheet.flow.units),
        around=tuple(sheet.around),
        left=tuple(sheet.left),
        notes=tuple(sheet.notes),
    )
