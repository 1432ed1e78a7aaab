"""Fonts as a page uses them: which glyphs a string shows, how wide they are, what they mean (ISO 32000-1, 9.6–9.10)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from io import BytesIO
from struct import error, unpack
from typing import Any, NamedTuple

from pikepdf import Array, Name, Stream

_EMBEDDED = ("/FontFile", "/FontFile2", "/FontFile3")
_BLOCK = re.compile(rb"beginbf(char|range)(.*?)endbf\1", re.DOTALL)
_PAIR = re.compile(rb"<\s*([0-9A-Fa-f]+)\s*>\s*<\s*([0-9A-Fa-f]*)\s*>")
_RANGE = re.compile(rb"<\s*([0-9A-Fa-f]+)\s*>\s*<\s*([0-9A-Fa-f]+)\s*>\s*(<[0-9A-Fa-f\s]*>|\[[^\]]*\])")
_PRIVATE = ((0xE000, 0xF8FF), (0xF0000, 0x10FFFD))
_INEXACT = 2
"""So many thousandths of its size a glyph may be wider or narrower than the file says: programs round."""
LARGEST_MAP = 2_000_000
"""A map of letters may not be larger, in bytes."""


class Piece(NamedTuple):
    """A string of a font: its codes, how far they move the pen in units of the text, and how many of it are spaces."""

    codes: list[int]
    width: float
    spaces: int


class Font:
    """One font of a page's resources."""

    def __init__(self, font: Any) -> None:
        self.dictionary = font
        self._pieces: dict[bytes, Piece] = {}
        self.composite = font.get("/Subtype") == Name.Type0
        self._inner = font.DescendantFonts[0] if self.composite else font

    @property
    def name(self) -> str:
        """The font's name without the mark of its subset."""
        return re.sub(r"^/?([A-Z]{6}\+)?", "", str(self.dictionary.get("/BaseFont", "/unnamed")))

    @property
    def drawn(self) -> bool:
        """Whether its letters are drawn by streams (Type 3)."""
        return bool(self.dictionary.get("/Subtype") == Name.Type3)

    @property
    def embedded(self) -> bool:
        """Whether the file holds its program."""
        descriptor = self._inner.get("/FontDescriptor", {})
        return self.drawn or any(key in descriptor for key in _EMBEDDED)

    @property
    def maps_glyphs(self) -> bool:
        """Whether the glyphs of a TrueType font are numbered; of others they need not be (ISO 19005-2, 6.2.11.3.2)."""
        return self._inner.get("/Subtype") != Name.CIDFontType2 or "/CIDToGIDMap" in self._inner

    @property
    def honest(self) -> bool:
        """Whether its glyphs are as wide as its dictionary says (ISO 19005-2, 6.2.11.5), as far as can be told."""
        own = _drawn_widths(self._inner.get("/FontDescriptor", {}).get("/FontFile2"))
        numbered = self.composite and self._inner.get("/CIDToGIDMap") == Name.Identity
        return not numbered or all(
            abs(own[code] - width) <= _INEXACT for code, width in self._widths.items() if code < len(own)
        )

    @property
    def readable(self) -> bool:
        """Whether its letters mean something to a program; those of the usual encodings do without a map."""
        if "/ToUnicode" in self.dictionary:
            return True
        encoding = self.dictionary.get("/Encoding")
        symbolic = int(self._inner.get("/FontDescriptor", {}).get("/Flags", 0)) & 4
        return not self.composite and encoding is not None and not symbolic

    @cached_property
    def _widths(self) -> dict[int, float]:
        if self.composite:
            return dict(_composite_widths(self._inner.get("/W", ())))
        first = int(self._inner.get("/FirstChar", 0))
        return {first + at: float(width) for at, width in enumerate(self._inner.get("/Widths", ()))}

    @cached_property
    def _usual(self) -> float:
        if self.composite:
            return float(self._inner.get("/DW", 1000))
        return float(self._inner.get("/FontDescriptor", {}).get("/MissingWidth", 500 if not self._widths else 0))

    @cached_property
    def _scale(self) -> float:
        matrix = self.dictionary.get("/FontMatrix") if self.drawn else None
        return abs(float(matrix[0])) if matrix is not None else 0.001

    def codes(self, string: bytes) -> list[int]:
        """Return the codes of a string; those of composite fonts have two bytes (Identity-H and its like)."""
        if not self.composite:
            return list(string)
        return [int.from_bytes(string[at : at + 2], "big") for at in range(0, len(string) - 1, 2)]

    def piece(self, string: bytes) -> Piece:
        """Return a string as it is shown; most are of one letter or two, and come again and again."""
        found = self._pieces.get(string)
        if found is None:
            codes = self.codes(string)
            width = sum(self._widths.get(code, self._usual) for code in codes) * self._scale
            found = Piece(codes, width, string.count(b" "))
            if len(string) <= 8:
                self._pieces[string] = found
        return found

    def lacks(self, codes: frozenset[int]) -> bool:
        """Return whether one of some codes shows the box of a letter that the font has not."""
        numbered = self._numbered
        if not numbered:
            return 0 in codes and numbered is not None
        return any(numbered[2 * code : 2 * code + 2] in (b"\0\0", b"") for code in codes)

    @cached_property
    def _numbered(self) -> bytes | None:
        """The glyphs of codes, two bytes each; empty where a code is the glyph's number, None where neither is so."""
        if not self.composite or self.dictionary.get("/Encoding") != Name("/Identity-H"):
            return None
        mapped = self._inner.get("/CIDToGIDMap")
        return bytes(mapped.read_bytes()) if isinstance(mapped, Stream) else b""

    @cached_property
    def meanings(self) -> dict[int, str]:
        """What its codes mean, as far as the file says."""
        stream = self.dictionary.get("/ToUnicode")
        if not isinstance(stream, Stream):
            return {}
        data = stream.read_bytes()
        return dict(_meanings(data)) if len(data) <= LARGEST_MAP else {}

    @cached_property
    def private(self) -> frozenset[int]:
        """The codes that mean something only to those who agreed about it (Unicode, private use)."""
        return frozenset(
            code
            for code, said in self.meanings.items()
            if any(low <= ord(letter) <= high for letter in said for low, high in _PRIVATE)
        )


def _drawn_widths(program: Any) -> list[float]:
    """Return how wide the glyphs of a TrueType font are, in thousandths of its size; none if it cannot be read.

    As many as have one of their own come first, all others are as wide as the last of these (OpenType, hmtx).
    """
    if not isinstance(program, Stream):
        return []
    from fontTools.ttLib import TTLibError
    from fontTools.ttLib.sfnt import SFNTReader

    try:
        tables = SFNTReader(BytesIO(program.read_bytes()))
        (units,), (own,) = unpack(">H", tables["head"][18:20]), unpack(">H", tables["hhea"][34:36])
        (count,) = unpack(">H", tables["maxp"][4:6])
        advances = unpack(f">{'Hh' * own}", tables["hmtx"][: 4 * own])[::2]
        wide: list[float] = [advance * 1000 / units for advance in advances]
        return [*wide[:count], *wide[-1:] * (count - own)]
    except (TTLibError, KeyError, ValueError, IndexError, AssertionError, error, OverflowError, ZeroDivisionError):
        return []


def _composite_widths(array: Any) -> Iterator[tuple[int, float]]:
    items = list(array)
    at = 0
    while at + 1 < len(items):
        first = int(items[at])
        if isinstance(items[at + 1], Array):
            yield from ((first + n, float(width)) for n, width in enumerate(items[at + 1]))
            at += 2
        elif at + 2 < len(items):
            last = min(int(items[at + 1]), first + 65535)
            yield from ((code, float(items[at + 2])) for code in range(first, last + 1))
            at += 3
        else:
            return


def _meanings(data: bytes) -> Iterator[tuple[int, str]]:
    """Yield what the pairs and ranges of a map mean (ISO 32000-1, 9.10.3)."""
    for kind, block in _BLOCK.findall(data):
        if kind == b"char":
            yield from ((int(code, 16), _text(said)) for code, said in _PAIR.findall(block))
            continue
        for first, last, said in _RANGE.findall(block):
            start = int(first, 16)
            codes = range(start, min(int(last, 16), start + 65535) + 1)
            texts = [_text(each) for each in re.findall(rb"<\s*([0-9A-Fa-f]*)\s*>", said)]
            if said.startswith(b"["):
                yield from zip(codes, texts, strict=False)
            elif texts and texts[0]:
                end = ord(texts[0][-1])
                yield from ((code, texts[0][:-1] + chr(min(end + at, 0x10FFFF))) for at, code in enumerate(codes))


def _text(digits: bytes) -> str:
    return bytes.fromhex(digits.decode() + "0" * (len(digits) % 2)).decode("utf-16-be", "replace")
