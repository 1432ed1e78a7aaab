"""What a PDF claims to be, in its XMP metadata (ISO 19005-3, 6.6.4; ISO 14289-1, 5)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from io import BytesIO

from ..xmp import read

LARGEST = 5_000_000
"""Metadata may not be larger, in bytes."""


def claims(data: bytes) -> tuple[str, ...]:
    """Return the standards that a PDF says it keeps, such as ``PDF/A-3a`` and ``PDF/UA-1``; none if it says nothing.

    Raises ValueError for what is no PDF, is damaged or encrypted, or whose metadata cannot be read.
    """
    packet = _packet(data)
    return tuple(_claims(read(packet))) if packet else ()


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


def _claims(said: Mapping[str, str]) -> Iterator[str]:
    if part := said.get("pdfaid:part", ""):
        yield f"PDF/A-{part}{said.get('pdfaid:conformance', '').lower()}"
    if part := said.get("pdfuaid:part", ""):
        yield f"PDF/UA-{part}"
