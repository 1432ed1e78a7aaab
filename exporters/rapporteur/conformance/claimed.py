"""What a PDF claims to be, in its XMP metadata (ISO 19005-3, 6.6.4; ISO 14289-1, 5)."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

from ..container import parser

_PDFA = "{http://www.aiim.org/pdfa/ns/id/}"
_PDFUA = "{http://www.aiim.org/pdfua/ns/id/}"
_DESCRIPTION = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}Description"
LARGEST = 5_000_000
"""Metadata may not be larger, in bytes."""


def claims(data: bytes) -> tuple[str, ...]:
    """Return the standards that a PDF says it keeps, such as ``PDF/A-3a`` and ``PDF/UA-1``; none if it says nothing.

    Raises ValueError for what is no PDF, is damaged or encrypted, or whose metadata cannot be read.
    """
    packet = _packet(data)
    return tuple(_claims(packet)) if packet else ()


def _packet(data: bytes) -> bytes:
    from pikepdf import Pdf, PdfError, Stream

    try:
        with Pdf.open(BytesIO(data), attempt_recovery=False, suppress_warnings=True) as pdf:
            stream = pdf.Root.get("/Metadata")
            packet = bytes(stream.read_bytes()) if isinstance(stream, Stream) else b""
    except PdfError as mistake:
        raise ValueError(str(mistake)) from mistake
    if len(packet) > LARGEST:
        raise ValueError(f"its metadata is larger than {LARGEST:,} bytes")
    return packet


def _claims(packet: bytes) -> Iterator[str]:
    from lxml import etree

    try:
        root = etree.fromstring(packet.strip(b"\0 \r\n"), parser())
    except etree.XMLSyntaxError as mistake:
        raise ValueError(f"its metadata is no XML: {mistake}") from mistake
    said: dict[str, str] = {}
    for description in root.iter(_DESCRIPTION):
        said.update({str(name): str(value) for name, value in description.attrib.items()})
        said.update({str(each.tag): (each.text or "").strip() for each in description})
    if part := said.get(f"{_PDFA}part", ""):
        yield f"PDF/A-{part}{said.get(f'{_PDFA}conformance', '').lower()}"
    if part := said.get(f"{_PDFUA}part", ""):
        yield f"PDF/UA-{part}"
