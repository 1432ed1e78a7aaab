"""How high a row must be for its wrapped text: widths of Calibri's letters, the rest by script.

Programs break lines a little differently; a row is planned for a column a little narrower than it is.
"""

from __future__ import annotations

import math
import unicodedata
from functools import lru_cache

HIGHEST = 409.0
"""No row can be higher, in points."""
SLACK = 0.96
_BY_WIDTH = {
    22: "'", 23: " il", 24: "j", 25: ",.I", 27: ":;", 29: "`", 30: "()", 31: "-[]f{}", 32: "J", 33: "!t", 35: "r",
    39: "/\\s", 40: '"z', 42: "Lc", 43: "x", 45: "kvy", 46: "?FS|", 47: "Zg", 48: "a", 49: "ETY", 50: "#*+<=>^_e~",
    51: "$0123456789", 52: "KPX", 53: "Cbdhnopqu", 54: "BR", 57: "V", 58: "A", 62: "DH", 63: "G", 64: "U", 65: "N",
    66: "O", 67: "Q", 68: "&", 71: "%w", 80: "m", 85: "M", 89: "@W",
}  # fmt: skip
_WIDTHS = {ord(letter): width / 100 for width, letters in _BY_WIDTH.items() for letter in letters}


@lru_cache(4096)
def _letter(letter: str) -> float:
    """Return the width of a letter in ems."""
    known = _WIDTHS.get(ord(letter))
    if known is not None:
        return known
    if unicodedata.category(letter) in ("Mn", "Me", "Cf"):
        return 0.0
    if unicodedata.east_asian_width(letter) in ("W", "F"):
        return 1.0
    return 0.6


@lru_cache(65536)
def _word(word: str) -> float:
    return sum(map(_letter, word))


def _breaks_anywhere(text: str) -> bool:
    return not text.isascii() and any(unicodedata.east_asian_width(letter) in ("W", "F") for letter in text)


@lru_cache(65536)
def lines(text: str, ems: float) -> int:
    """Return over how many lines `text` runs in a space of so many ems."""
    if len(text) * 0.9 <= ems and "\n" not in text and not _breaks_anywhere(text):
        return 1
    return sum(_wrapped(each, ems) for each in text.split("\n"))


def _wrapped(text: str, ems: float) -> int:
    if _breaks_anywhere(text):
        return max(1, math.ceil(_word(text) / (ems - 0.5)))
    count, used = 1, 0.0
    for word in text.split(" "):
        width = _word(word)
        if used and used + width > ems:
            count, used = count + 1, 0.0
        if width > ems:
            count += math.ceil(width / ems) - 1
            width %= ems
        used += width + 0.23
    return count


def ems(width: float, size: float, bold: bool = False, indent: int = 0) -> float:
    """Return how many ems of a font of `size` points fit a column of `width` characters.

    A character of the default font (11 points) is 7 pixels of 96 to the inch wide, and a cell keeps 5 pixels free.
    """
    points = (width * 7 - 9 * indent) * 0.75
    return max(1.0, points * SLACK / size / (1.06 if bold else 1.0))


def height(count: int, size: float) -> float:
    """Return how high so many lines are, in points, to the quarter point above, with some air below.

    Calibri's lines are 1.22 em high, those of fonts that stand in for it up to 1.36 (Noto Sans).
    """
    return min(HIGHEST, math.ceil((count * size * 1.36 + 5) * 4) / 4)


def tallness(text: str) -> float:
    """Return how much higher the lines of `text` are than Latin ones: letters above and below each other need room."""
    return 1.0 if text.isascii() else max(map(_tall, text))


@lru_cache(4096)
def _tall(letter: str) -> float:
    return _TALL.get(unicodedata.name(letter, "").partition(" ")[0], 1.0)


_TALL = {
    "DEVANAGARI": 1.3,
    "BENGALI": 1.3,
    "TAMIL": 1.3,
    "THAI": 1.35,
    "ARABIC": 1.25,
    "CJK": 1.2,
    "HIRAGANA": 1.2,
    "KATAKANA": 1.2,
    "HANGUL": 1.2,
}
