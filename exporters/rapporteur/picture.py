"""A picture without what cameras and programs note in it: who took it, where, with what, and a smaller one of it."""

from __future__ import annotations

import struct
from io import BytesIO

_ORIENTATION = 0x0112  # the tag of EXIF that says how a picture is to be turned


def bare_picture(data: bytes) -> bytes:
    """Return a PNG or JPEG picture without notes, its points, profile and turn untouched; any other as it is."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return data[:8] + b"".join(_chunks(data))
    if data.startswith(b"\xff\xd8"):
        return _without_notes(data)
    return data


def _chunks(data: bytes) -> list[bytes]:
    found, at = [], 8
    while at + 8 <= len(data):
        end = at + 12 + int.from_bytes(data[at : at + 4], "big")
        if data[at + 4 : at + 8] not in (b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME"):
            found.append(data[at:end])
        at = end
    return found


def _without_notes(data: bytes) -> bytes:
    """Return a JPEG without comments and what programs add, but JFIF, its profile and Adobe’s colours (ITU T.81, B)."""
    out, at = bytearray(data[:2] + _turned(data)), 2
    while at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] != 0xDA:
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        profile = data[at + 1] == 0xE2 and data[at + 4 : at + 15] == b"ICC_PROFILE"
        if profile or not (0xE1 <= data[at + 1] <= 0xED or data[at + 1] in (0xEF, 0xFE)):
            out += data[at:end]
        at = end
    return bytes(out + data[at:])


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
