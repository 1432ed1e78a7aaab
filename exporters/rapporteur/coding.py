"""The parts of a bookmark's name: any text as letters and digits, and back (the scheme is on `word.marks`' page)."""

from __future__ import annotations

import re

_ESCAPES = {"z": "zz", "-": "zd", "_": "zu", ".": "zp"}
_PLAIN = {code: character for character, code in _ESCAPES.items()}
_OTHER = re.compile(r"[^A-Za-y0-9]")
_SHORTENED = re.compile(r"zx[0-9a-f]{8}\Z")
_CODE = re.compile(r"zh([0-9a-f]+)z|z[zdup]")


def coded(part: str) -> str:
    """Return a part of a key as letters and digits."""
    return _OTHER.sub(lambda found: _ESCAPES.get(found[0]) or f"zh{ord(found[0]):x}z", part)


def decoded(part: str) -> str | None:
    """Return what `coded` was given; None if the part was shortened."""
    if _SHORTENED.search(part.replace("zz", "")):
        return None
    return _CODE.sub(lambda found: chr(int(found[1], 16)) if found[1] else _PLAIN[found[0]], part)
