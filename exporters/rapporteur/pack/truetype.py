"""Glyphs of TrueType subsets, read and put together: one file of all glyphs of a face (ISO/IEC 14496-22).

The engine's subsets of a face keep the numbers of the glyphs that are shown, so they can be laid over each other.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO

_HINTS = ("cvt ", "fpgm", "prep")


class NoSubset(Exception):
    """A font is no TrueType subset that can be read."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """One glyph: its outline without fill bytes, its advance and left bearing, and what it is composed of.

    The numbers of its parts, which differ from subset to subset, are left out of the outline.
    """

    outline: bytes
    metric: bytes
    parts: tuple[Glyph, ...] = ()


@lru_cache(maxsize=20_000)
def digest(glyph: Glyph) -> str:
    """Return by what a glyph is known: glyphs that look alike and are as wide have one digest."""
    whole = hashlib.blake2b(b"%d " % len(glyph.outline) + glyph.outline + glyph.metric, digest_size=6)
    for part in glyph.parts:
        whole.update(digest(part).encode())
    return whole.hexdigest()


@dataclass(frozen=True, slots=True)
class Face:
    """Some glyphs of a face, by number, and the tables of their file."""

    tables: Mapping[str, bytes]
    glyphs: Mapping[int, Glyph]

    @property
    def frame(self) -> str:
        """A digest of what is the same in all subsets of a face: all but sums, formats and counts of glyphs."""
        head, most = self.tables["head"], self.tables["maxp"]
        hints = (self.tables.get(each, b"") for each in _HINTS)
        parts = (head[:8], head[12:50], self.tables["hhea"][:34], most[:4], most[6:], *hints)
        return hashlib.blake2b(repr(parts).encode(), digest_size=8).hexdigest()


def read(data: bytes, numbers: Iterable[int]) -> Face:
    """Return the glyphs of a file that have these numbers; raises `NoSubset` if they cannot be read."""
    from fontTools.ttLib import TTLibError
    from fontTools.ttLib.sfnt import SFNTReader

    try:
        reader = SFNTReader(BytesIO(data))
        tables = {name: reader[name] for name in reader.keys()}  # noqa: SIM118
        glyphs = _reader(tables)
        return Face(tables, {number: glyphs.glyph(number) for number in numbers})
    except (IndexError, KeyError, RecursionError, struct.error, TTLibError) as mistake:
        raise NoSubset from mistake


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads glyphs of one subset, of which few have an outline.

    Each begins at one of `starts`, in units of `scale` bytes; the first `full` have an advance of their own.
    """

    outlines: bytes
    metrics: bytes
    starts: Sequence[int]
    scale: int
    full: int

    def glyph(self, number: int) -> Glyph:
        """Return a glyph with its parts; raises `IndexError` if the font has no such glyph."""
        begin, end = self.starts[number] * self.scale, self.starts[number + 1] * self.scale
        outline = _trimmed(self.outlines[begin:end])
        parts = []
        for at in _part_places(outline):
            parts.append(self.glyph(int.from_bytes(outline[at : at + 2])))
            outline = outline[:at] + b"\0\0" + outline[at + 2 :]
        return Glyph(outline, self._metric(number), tuple(parts))

    def _metric(self, number: int) -> bytes:
        """Return what a glyph says of itself: advance and left bearing (5.2.4)."""
        if number < self.full:
            return self.metrics[4 * number : 4 * number + 4]
        at = 4 * self.full + 2 * (number - self.full)
        return self.metrics[4 * self.full - 4 : 4 * self.full - 2] + self.metrics[at : at + 2]


def _reader(tables: Mapping[str, bytes]) -> _Reader:
    long = tables["head"][50:52] == b"\0\1"
    (full,), (count,) = struct.unpack(">H", tables["hhea"][34:36]), struct.unpack(">H", tables["maxp"][4:6])
    width, scale = (4, 1) if long else (2, 2)
    size = min(count + 1, len(tables["loca"]) // width)
    starts = struct.unpack(f">{size}{'I' if long else 'H'}", tables["loca"][: size * width])
    return _Reader(tables["glyf"], tables["hmtx"], starts, scale, full)


@lru_cache(maxsize=10_000)
def _trimmed(outline: bytes) -> bytes:
    """Return an outline without the bytes that fill it up."""
    from fontTools.ttLib.tables._g_l_y_f import Glyph as Outline

    if not outline:
        return outline
    glyph = Outline(outline)
    glyph.trim()
    return bytes(glyph.data)


def _part_places(outline: bytes) -> Iterator[int]:
    """Yield where the numbers of its parts stand in an outline that is composed (5.3.3)."""
    at, more = 10, outline[:2] == b"\xff\xff"
    while more:
        (flags,) = struct.unpack(">H", outline[at : at + 2])
        yield at + 2
        at += 4 + (4 if flags & 0x1 else 2) + (2 if flags & 0x8 else 4 if flags & 0x40 else 8 if flags & 0x80 else 0)
        more = flags & 0x20


def file(face: Face) -> bytes:
    """Return a TrueType file of all glyphs of a face, with the tables that a PDF needs (ISO 32000-1, 9.9)."""
    from fontTools.ttLib.sfnt import SFNTWriter

    glyphs = _numbered(face.glyphs)
    count = max((0, *glyphs)) + 1
    outlines, at = bytearray(), [0]
    for number in range(count):
        outlines += glyphs[number][0] if number in glyphs else b""
        outlines += b"\0" * (-len(outlines) % 4)
        at.append(len(outlines))
    head, most = face.tables["head"], face.tables["maxp"]
    tables = {
        "glyf": bytes(outlines),
        "head": head[:8] + b"\0\0\0\0" + head[12:50] + b"\0\1\0\0",
        "hhea": face.tables["hhea"][:34] + struct.pack(">H", count),
        "hmtx": b"".join(glyphs[number][1] if number in glyphs else b"\0\0\0\0" for number in range(count)),
        "loca": struct.pack(f">{len(at)}I", *at),
        "maxp": most[:4] + struct.pack(">H", count) + most[6:],
        **{name: face.tables[name] for name in _HINTS if name in face.tables},
    }
    out = BytesIO()
    writer = SFNTWriter(out, len(tables))
    for name in sorted(tables):
        writer[name] = tables[name]
    writer.close()
    return out.getvalue()


def _numbered(glyphs: Mapping[int, Glyph]) -> dict[int, tuple[bytes, bytes]]:
    """Return outline and metric of each glyph; parts get numbers after the last one that is used."""
    numbers: dict[Glyph, int] = {}
    found: dict[int, tuple[bytes, bytes]] = {}
    first = max((0, *glyphs)) + 1

    def put(number: int, glyph: Glyph) -> None:
        outline = glyph.outline
        for at, part in zip(_part_places(outline), glyph.parts, strict=True):
            if part not in numbers:
                numbers[part] = first + len(numbers)
                put(numbers[part], part)
            outline = outline[:at] + struct.pack(">H", numbers[part]) + outline[at + 2 :]
        found[number] = outline, glyph.metric

    for number in sorted(glyphs):
        put(number, glyphs[number])
    return found
