"""A picture without what cameras and programs note in it: who took it, where, with what, and a smaller one of it.

A picture is a row of pieces, some of which are notes: in PNG (W3C, third edition, 11.3), JPEG (ITU T.81, B), GIF
(GIF89a, 24 and 26) and WebP (RFC 9649). What follows its end belongs to no picture, and is a note, too.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator
from io import BytesIO

Piece = tuple[bytes, bool]
"""Some bytes of a picture, and whether they are a note."""
LONGEST = 1_000_000
"""Of a note that is packed, no more bytes are unpacked."""
_ORIENTATION = 0x0112  # the tag of EXIF that says how a picture is to be turned
_COLOURS = (b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"bKGD", b"pHYs", b"hIST", b"sPLT")
_PNG = (*_COLOURS, b"cICP", b"mDCV", b"cLLI", b"acTL", b"fcTL", b"fdAT")
_WEBP = (b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP")
_GIF = (b"NETSCAPE2.0", b"ANIMEXTS1.0", b"ICCRGBG1012")
_MARKER = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")


def bare_picture(data: bytes) -> bytes:
    """Return a PNG, JPEG, GIF or WebP picture without notes, its points and profile untouched; any other as it is.

    How a JPEG is to be turned stays, too.
    """
    kept = [piece for piece, noted in _pieces(data) if not noted]
    if data.startswith(b"\xff\xd8"):
        kept.insert(1, _turned(data))
    if _is_webp(data):
        return _sized(b"".join(kept))
    return b"".join(kept)


def notes(data: bytes) -> Iterator[bytes]:
    """Yield what is noted in a picture, unpacked; nothing for any other file."""
    for piece, noted in _pieces(data):
        if noted:
            yield piece
            if data.startswith(b"GIF8"):
                yield b"".join(_within(piece, 2))
            elif piece[4:8] in (b"zTXt", b"iTXt"):
                yield _unpacked(piece[8:-4])


def _pieces(data: bytes) -> Iterator[Piece]:
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        yield from _of_png(data)
    elif data.startswith(b"\xff\xd8"):
        yield from _of_jpeg(data)
    elif data.startswith(b"GIF8"):
        yield from _of_gif(data)
    elif _is_webp(data):
        yield from _of_webp(data)
    else:
        yield data, False


def _of_png(data: bytes) -> Iterator[Piece]:
    yield data[:8], False
    at, kind = 8, b""
    while at + 8 <= len(data) and kind != b"IEND":
        kind = data[at + 4 : at + 8]
        end = at + 12 + int.from_bytes(data[at : at + 4], "big")
        yield data[at:end], not (kind[:1].isupper() or kind in _PNG)
        at = end
    yield data[at:], True


def _of_jpeg(data: bytes) -> Iterator[Piece]:
    """Yield the segments of a JPEG, a scan with its points; JFIF, profile and Adobe’s colours are no notes."""
    yield data[:2], False
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] != 0xD9:
        kind, end = data[at + 1], at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        profile = kind == 0xE2 and data[at + 4 : at + 15] == b"ICC_PROFILE"
        if kind == 0xDA:
            following = _MARKER.search(data, end)
            end = following.start() if following else len(data)
        yield data[at:end], not profile and (0xE1 <= kind <= 0xED or kind in (0xEF, 0xFE))
        at = end
    yield data[at : at + 2], False
    yield data[at + 2 :], True


def _of_gif(data: bytes) -> Iterator[Piece]:
    at = 13 + _table(data[10:11])
    yield data[:at], False
    while data[at : at + 1] in (b"!", b","):
        extends = data[at : at + 1] == b"!"
        begin = at + 2 if extends else at + 11 + _table(data[at + 9 : at + 10])
        end = begin + sum(len(each) + 1 for each in _within(data, begin)) + 1
        named = data[at + 1 : at + 2] == b"\xff" and data[at + 3 : at + 14] not in _GIF
        yield data[at:end], extends and (named or data[at + 1 : at + 2] == b"\xfe")
        at = end
    yield data[at : at + 1], False
    yield data[at + 1 :], True


def _table(flags: bytes) -> int:
    """Return how many bytes a table of colours has, as its flags tell."""
    return 3 << (flags[0] & 7) + 1 if flags and flags[0] & 0x80 else 0


def _within(data: bytes, at: int) -> Iterator[bytes]:
    """Yield the blocks of data from a place on, to the empty one that ends them."""
    while at < len(data) and data[at]:
        yield data[at + 1 : at + 1 + data[at]]
        at += 1 + data[at]


def _is_webp(data: bytes) -> bool:
    return data.startswith(b"RIFF") and data[8:12] == b"WEBP"


def _of_webp(data: bytes) -> Iterator[Piece]:
    yield data[:12], False
    at, last = 12, 8 + int.from_bytes(data[4:8], "little")
    while at + 8 <= min(last, len(data)):
        size = int.from_bytes(data[at + 4 : at + 8], "little")
        piece = data[at : at + 8 + size + size % 2]
        if piece.startswith(b"VP8X") and size:
            piece = piece[:8] + bytes([piece[8] & ~0x0C]) + piece[9:]  # it says whether EXIF and XMP follow
        yield piece, piece[:4] not in _WEBP
        at += len(piece)
    yield data[at:], True


def _sized(webp: bytes) -> bytes:
    return webp[:4] + struct.pack("<I", len(webp) - 8) + webp[8:]


def _unpacked(text: bytes) -> bytes:
    """Return what is packed behind the key words of a text in a PNG, b"" if nothing is."""
    for found in re.finditer(rb"\0(?=\x78)|\0\0(?=\x78)", text):
        try:
            return zlib.decompressobj().decompress(text[found.end() :], LONGEST)
        except zlib.error:
            continue
    return b""


def _turned(data: bytes) -> bytes:
    """Return the segment that says how a JPEG is to be turned, and nothing else; none if it stands upright."""
    from PIL import Image

    try:
        with Image.open(BytesIO(data)) as image:
            turn = image.getexif().get(_ORIENTATION, 1)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return b""
    if turn not in range(2, 9):
        return b""
    said = b"Exif\0\0MM" + struct.pack(">HIHHHIHHI", 42, 8, 1, _ORIENTATION, 3, 1, turn, 0, 0)
    return b"\xff\xe1" + struct.pack(">H", len(said) + 2) + said
