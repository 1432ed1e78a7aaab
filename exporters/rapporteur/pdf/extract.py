"""A finished PDF read back line by line, by another engine than wrote it (PDFium)."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from types import TracebackType
from typing import Any, Self

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium

SOFT_HYPHEN = "\u00ad"
_READ_AS = {"\r": "", "\0": ""}
_AT_LINE_END = "\x02\ufffe"
"""PDFium marks a hyphen at the end of a line, soft or not, by a sign of its own."""
_WIDE, _HIGH = 0.95, 0.6
"""How much of a text's width and height must show for its words to be read."""


@dataclass(frozen=True, slots=True)
class Line:
    """A run of text that is marked as one: mostly a line of a paragraph.

    `mark` is its MCID, -1 for an artifact such as a running head. `visible` is False when some of it cannot be seen,
    because it lies outside the page or outside the path it is clipped to.
    """

    text: str
    mark: int = -1
    visible: bool = True

    @property
    def shown(self) -> bool:
        """Whether it is part of the report and not an artifact, and can be seen."""
        return self.mark >= 0 and self.visible


@lru_cache(maxsize=1)
def read(data: bytes) -> tuple[tuple[tuple[Line, ...], Mapping[int, str]], ...]:
    """Return the lines of each page of a PDF, and what its structure says for their marks.

    The last one is remembered: its words are looked through when it is set, and again for an index.
    """
    with Document(data) as document:
        return tuple(zip(document.pages(), document.said(), strict=True))


class Document:
    """An open PDF; use it in a ``with`` statement."""

    def __init__(self, data: bytes) -> None:
        self._pdf = _undirected(pypdfium2.PdfDocument(data), data)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, mistake: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pdf.close()

    @property
    def page_count(self) -> int:
        """How many pages it has."""
        return len(self._pdf)

    def pages(self) -> Iterator[tuple[Line, ...]]:
        """Yield the lines of each page in the order they are painted, as their glyphs read."""
        for page in self._pdf:
            text = page.get_textpage()
            yield tuple(_lines(page, text))
            text.close()
            page.close()

    def places(self) -> Iterator[tuple[str, int]]:
        """Yield the named destinations (ISO 32000-1, 12.3.2.3), each with its page from 0 on."""
        for at in range(pdfium.FPDF_CountNamedDests(self._pdf.raw)):
            size = ctypes.c_long(0)
            pdfium.FPDF_GetNamedDest(self._pdf.raw, at, None, size)
            name = ctypes.create_string_buffer(max(0, size.value))
            found = pdfium.FPDF_GetNamedDest(self._pdf.raw, at, name, size)
            if found and size.value > 0:
                yield name.raw[:-2].decode("utf-16-le"), pdfium.FPDFDest_GetDestPageIndex(self._pdf.raw, found)

    def said(self) -> Iterator[dict[int, str]]:
        """Yield what the structure of each page says for a mark: the words of a line, or what a picture shows."""
        for page in self._pdf:
            yield dict(_said(page))
            page.close()


def _undirected(opened: pypdfium2.PdfDocument, data: bytes) -> pypdfium2.PdfDocument:
    """Return a PDF without its direction: in one that reads from right to left PDFium turns all lines round."""
    said = ctypes.create_string_buffer(8)
    pdfium.FPDF_VIEWERREF_GetName(opened.raw, b"Direction", said, len(said))
    if said.value != b"R2L":
        return opened
    opened.close()
    written = BytesIO()
    with pikepdf.open(BytesIO(data)) as pdf:
        del pdf.Root.ViewerPreferences.Direction
        pdf.save(written)
    return pypdfium2.PdfDocument(written.getvalue())


def _lines(page: Any, text: Any) -> Iterator[Line]:
    """Yield the lines of a page: letters belong to one line when their objects carry the same mark (MCID)."""
    seen: dict[int, tuple[int, bool]] = {}
    width, height = page.get_size()
    for each in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT]):
        mark = pdfium.FPDFPageObj_GetMarkedContentID(each.raw)
        seen[ctypes.addressof(each.raw.contents)] = mark, _is_seen(each, (0.0, 0.0, width, height))
    held: dict[tuple[int, bool], list[str]] = {each: [] for each in seen.values()}
    now = (-1, True)
    for letter, of in _letters(text):
        now = now if of is None else seen.get(of, (-1, True))
        held.setdefault(now, []).append(letter)
    for (mark, visible), those in held.items():
        if those:
            yield Line("".join(those), mark, visible)


def _letters(text: Any) -> Iterator[tuple[str, int | None]]:
    """Yield every letter with the address of the object it is part of, None for a space that PDFium put in."""
    for at in range(text.count_chars()):
        point = pdfium.FPDFText_GetUnicode(text, at)
        letter = chr(point) if point < 0xD800 or 0xDFFF < point <= 0x10FFFF else ""
        found = pdfium.FPDFText_GetTextObject(text, at)
        read = _hyphen(found) if letter and letter in _AT_LINE_END else _READ_AS.get(letter, letter)
        yield read, ctypes.addressof(found.contents) if found else None


def _hyphen(painted: Any) -> str:
    """Return the hyphen at a line's end: a soft one is marked as such by who wrote the PDF (ISO 32000-1, 14.9.4)."""
    for at in range(pdfium.FPDFPageObj_CountMarks(painted) if painted else 0):
        mark, size = pdfium.FPDFPageObj_GetMark(painted, at), ctypes.c_ulong()
        if pdfium.FPDFPageObjMark_GetParamStringValue(mark, b"ActualText", None, 0, size) and size.value:
            said = (ctypes.c_ushort * size.value)()
            pdfium.FPDFPageObjMark_GetParamStringValue(mark, b"ActualText", said, size.value, size)
            return "-" if said[size.value // 2 - 2] in _OWN else SOFT_HYPHEN
    return "-"


_OWN = tuple(map(ord, "-\u2010\u2011"))
"""Hyphens that the words have themselves."""


def _said(page: Any) -> Iterator[tuple[int, str]]:
    tree = pdfium.FPDF_StructTree_GetForPage(page.raw)
    for at in range(pdfium.FPDF_StructTree_CountChildren(tree) if tree else 0):
        yield from _said_within(pdfium.FPDF_StructTree_GetChildAtIndex(tree, at))
    if tree:
        pdfium.FPDF_StructTree_Close(tree)


def _said_within(element: Any) -> Iterator[tuple[int, str]]:
    if not element:
        return
    words = _string(pdfium.FPDF_StructElement_GetActualText, element)
    words = words or _string(pdfium.FPDF_StructElement_GetAltText, element)
    for at in range(max(0, pdfium.FPDF_StructElement_GetMarkedContentIdCount(element)) if words else 0):
        yield pdfium.FPDF_StructElement_GetMarkedContentIdAtIndex(element, at), words
    for at in range(max(0, pdfium.FPDF_StructElement_CountChildren(element))):
        yield from _said_within(pdfium.FPDF_StructElement_GetChildAtIndex(element, at))


def _string(ask: Callable[..., int], element: Any) -> str:
    size = ask(element, None, 0)
    if size <= 2:
        return ""
    buffer = ctypes.create_string_buffer(size)
    ask(element, buffer, size)
    return buffer.raw[: size - 2].decode("utf-16-le")


Box = tuple[float, float, float, float]


def _is_seen(each: Any, page: Box) -> bool:
    left, bottom, right, top = each.get_bounds()
    for box in (page, *_clips(each)):
        wide, high = min(right, box[2]) - max(left, box[0]), min(top, box[3]) - max(bottom, box[1])
        if wide < _WIDE * (right - left) or high < _HIGH * (top - bottom):
            return False
    return True


def _clips(each: Any) -> Iterator[Box]:
    """Yield the boxes round the paths that a text is clipped to."""
    clip = pdfium.FPDFPageObj_GetClipPath(each.raw)
    for path in range(max(0, pdfium.FPDFClipPath_CountPaths(clip) if clip else 0)):
        points = [_point(clip, path, at) for at in range(pdfium.FPDFClipPath_CountPathSegments(clip, path))]
        if points:
            across, up = [x for x, _ in points], [y for _, y in points]
            yield min(across), min(up), max(across), max(up)


def _point(clip: Any, path: int, at: int) -> tuple[float, float]:
    x, y = ctypes.c_float(), ctypes.c_float()
    segment = pdfium.FPDFClipPath_GetPathSegment(clip, path, at)
    pdfium.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
    return x.value, y.value
