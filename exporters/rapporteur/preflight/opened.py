"""A PDF that anybody may have made, opened with care: damaged, locked or endless files are refused."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from io import BytesIO
from typing import Any

from pikepdf import Array, Name, PasswordError, Pdf, PdfError, Stream

from ..printer import Printer
from .findings import Finding, found
from .reader import Budget, TooMuch, of_page
from .shown import Shown

MOST_PAGES = 3_000
LARGEST = 200_000_000
"""The contents of all pages together may not be larger, in bytes."""


class Unreadable(Exception):
    """Nothing can be said of the file but this `finding`."""

    def __init__(self, finding: Finding) -> None:
        self.finding = finding
        super().__init__(finding.what)


@dataclass
class File:
    """A PDF in the hands of the checks, with the printer it is for, if it is for one."""

    pdf: Pdf
    printer: Printer | None = None
    syntax: list[str] = field(default_factory=list)

    @cached_property
    def pages(self) -> list[Any]:
        """Its pages."""
        return list(self.pdf.pages)

    @cached_property
    def shown(self) -> list[Shown]:
        """What each page shows."""
        budget = Budget()
        return [of_page(page, budget) for page in self.pages]

    @cached_property
    def blank(self) -> int:
        """How many of its pages show nothing."""
        return sum(not (each.words or each.areas or each.pictures) for each in self.shown)

    def root(self, *path: str) -> Any:
        """Return what stands at a path of the catalogue, None if nothing does."""
        thing: Any = self.pdf.Root
        for key in path:
            thing = thing.get(key) if hasattr(thing, "get") else None
        return thing


@contextmanager
def opened(data: bytes, printer: Printer | None) -> Iterator[File]:
    """Give a PDF; raises `Unreadable` for what is none, is locked, or is too much to be read."""
    try:
        pdf = Pdf.open(BytesIO(data), suppress_warnings=True)
    except PasswordError as mistake:
        what, hint = "the file can only be opened with a password", "save it without one"
        raise Unreadable(found("F02", what, hint)) from mistake
    except (PdfError, RuntimeError, ValueError, OverflowError) as mistake:
        raise Unreadable(found("F01", f"this is no PDF, or it is damaged: {_plain(mistake)}", _AGAIN)) from mistake
    with pdf:
        try:
            _bounded(pdf)
            file = File(pdf, printer)
            yield file
        except TooMuch as mistake:
            raise Unreadable(found("F01", f"the file cannot be checked: {mistake}", _AGAIN)) from mistake
        except (PdfError, RecursionError, zlib.error) as mistake:
            raise Unreadable(found("F01", f"the file is damaged: {_plain(mistake)}", _AGAIN)) from mistake


_AGAIN = "make it again, or ask whoever sent it for another"


def _plain(mistake: BaseException) -> str:
    return " ".join(str(mistake).split())[:200] or type(mistake).__name__


def _bounded(pdf: Pdf) -> None:
    """Raise `TooMuch` for more pages or content than anybody prints."""
    pages, left = len(pdf.pages), LARGEST
    if pages > MOST_PAGES:
        raise TooMuch(f"it has {pages:,} pages, and no more than {MOST_PAGES:,} are checked")
    for page in pdf.pages:
        contents = page.obj.get("/Contents")
        for stream in contents if isinstance(contents, Array) else [contents]:
            left -= _size(stream, left) if isinstance(stream, Stream) else 0
    for thing in pdf.objects:
        if isinstance(thing, Stream) and thing.get("/Subtype") == Name.Form:
            left -= _size(thing, left)


def _size(stream: Stream, most: int) -> int:
    """Return the size of a stream's content without making all of it; raises `TooMuch` if it is above `most`."""
    raw = stream.read_raw_bytes()
    filters = stream.get("/Filter")
    names = [filters] if isinstance(filters, Name) else list(filters or ())
    if names != [Name.FlateDecode]:
        size = len(raw) * (1 if not names else 1000 if len(names) > 1 else 5)
    else:
        unpacking, size, rest = zlib.decompressobj(), 0, raw
        while rest and size <= most:
            try:
                size += len(unpacking.decompress(rest, 1_000_000))
            except zlib.error:
                break
            rest = unpacking.unconsumed_tail
    if size > most:
        raise TooMuch(f"its pages are larger than {LARGEST:,} bytes")
    return size
