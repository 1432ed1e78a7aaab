"""One subset of each face for a whole pack: the glyphs of all its parts' subsets together (ISO 32000-1, 9.9).

The engine's subsets of a face have one name in every file and keep the numbers of the glyphs that are shown, so they
can be laid over each other; where a glyph stands for other letters, only its outline is shared. Some stay as they are:
those with a glyph that has two outlines or widths, and faces of another format than TrueType.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from io import BytesIO
from typing import Any

from pikepdf import Array, Dictionary, Name, Pdf

_HINTS = ("cvt ", "fpgm", "prep")
_LETTERS = re.compile(rb"<([0-9a-fA-F]{4})> <([0-9a-fA-F]*)>\s*\n")
_MAPPED = b"""/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo
<< /Registry (Adobe)
/Ordering (UCS)
/Supplement 0
>> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <ffff>
endcodespacerange
%s
endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""


@dataclass(frozen=True, slots=True)
class _Glyph:
    """One glyph: its outline without fill bytes, its advance and left bearing, and what it is composed of.

    The numbers of its parts, which differ from subset to subset, are left out of the outline.
    """

    outline: bytes
    metric: bytes
    parts: tuple[_Glyph, ...] = ()


@dataclass(frozen=True, slots=True)
class _Subset:
    """Some glyphs of a face: what all its subsets share (`frame`), and by number glyphs, widths, letters."""

    frame: tuple[bytes, ...]
    tables: Mapping[str, bytes]
    glyphs: dict[int, _Glyph]
    widths: dict[int, float]
    letters: dict[int, bytes]

    def takes(self, other: _Subset) -> bool:
        """Whether another subset's glyphs contradict this one's nowhere."""
        same = self.frame == other.frame
        return same and _agree(self.glyphs, other.glyphs) and _agree(self.widths, other.widths)

    def take(self, other: _Subset) -> None:
        """Add another subset's glyphs."""
        self.glyphs.update(other.glyphs)
        self.widths.update(other.widths)


def _agree(own: Mapping[int, Any], others: Mapping[int, Any]) -> bool:
    return all(own.get(number, each) == each for number, each in others.items())


Spot = tuple[Any, str]
"""Where a font is named: the fonts of some resources, and its name there."""


def join(pdf: Pdf, spots: Iterable[Spot]) -> None:
    """Put one font for each face in the place of its subsets."""
    faces: dict[str, list[tuple[_Subset, list[tuple[Spot, _Subset]]]]] = {}
    for fonts, name in spots:
        subset = _read(fonts[name])
        if subset is None:
            continue
        known = faces.setdefault(str(fonts[name].BaseFont), [])
        whole, members = next((each for each in known if each[0].takes(subset)), (replace(subset), []))
        if members:
            whole.take(subset)
        else:
            known.append((whole, members))
        members.append(((fonts, name), subset))
    for whole, members in (each for known in faces.values() for each in known if len(each[1]) > 1):
        _share(pdf, whole, members)


def _read(font: Any) -> _Subset | None:
    """Return the subset that a font is, None for what cannot be joined."""
    from fontTools.ttLib import TTLibError
    from fontTools.ttLib.sfnt import SFNTReader

    try:
        below = font.DescendantFonts[0]
        reader = SFNTReader(BytesIO(below.FontDescriptor.FontFile2.read_bytes()))
        tables = {name: reader[name] for name in reader.keys()}  # noqa: SIM118
        if below.get("/CIDToGIDMap") != Name.Identity or "glyf" not in tables or below.get("/DW"):
            return None
        widths = dict(_widths(below.W))
        read = _reader(tables)
        glyphs = {number: read.glyph(number) for number in widths}
        return _Subset(_frame(tables), tables, glyphs, widths, _letters(font))
    except (AttributeError, IndexError, KeyError, RecursionError, struct.error, TTLibError):
        return None


def _frame(tables: Mapping[str, bytes]) -> tuple[bytes, ...]:
    """Return what is the same in all subsets of a face: all but sums, formats and counts of glyphs."""
    head, most = tables["head"], tables["maxp"]
    return (head[:8], head[12:50], tables["hhea"][:34], most[:4], most[6:], *(tables.get(each, b"") for each in _HINTS))


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

    def glyph(self, number: int) -> _Glyph:
        """Return a glyph with its parts; raises `IndexError` if the font has no such glyph."""
        begin, end = self.starts[number] * self.scale, self.starts[number + 1] * self.scale
        outline = _trimmed(self.outlines[begin:end])
        parts = []
        for at in _part_places(outline):
            parts.append(self.glyph(int.from_bytes(outline[at : at + 2])))
            outline = outline[:at] + b"\0\0" + outline[at + 2 :]
        return _Glyph(outline, self._metric(number), tuple(parts))

    def _metric(self, number: int) -> bytes:
        """Return what a glyph says of itself: advance and left bearing (ISO/IEC 14496-22, 5.2.4)."""
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
    from fontTools.ttLib.tables._g_l_y_f import Glyph

    if not outline:
        return outline
    glyph = Glyph(outline)
    glyph.trim()
    return bytes(glyph.data)


def _part_places(outline: bytes) -> Iterator[int]:
    """Yield where the numbers of its parts stand in an outline that is composed (ISO/IEC 14496-22, 5.3.3)."""
    at, more = 10, outline[:2] == b"\xff\xff"
    while more:
        (flags,) = struct.unpack(">H", outline[at : at + 2])
        yield at + 2
        at += 4 + (4 if flags & 0x1 else 2) + (2 if flags & 0x8 else 4 if flags & 0x40 else 8 if flags & 0x80 else 0)
        more = flags & 0x20


def _widths(array: Any) -> Iterator[tuple[int, float]]:
    items = list(array)
    for first, widths in zip(items[::2], items[1::2], strict=True):
        yield from ((int(first) + at, float(width)) for at, width in enumerate(widths))


def _letters(font: Any) -> dict[int, bytes]:
    return {int(number, 16): letters for number, letters in _LETTERS.findall(font.ToUnicode.read_bytes() + b"\n")}


# What is shared


def _share(pdf: Pdf, whole: _Subset, members: list[tuple[Spot, _Subset]]) -> None:
    """Give the members one set of glyphs, and those that read it alike one font."""
    inner = _glyphs(pdf, whole, [fonts[name].DescendantFonts[0] for (fonts, name), _ in members])
    alike: list[tuple[dict[int, bytes], Any]] = []
    for (fonts, name), subset in members:
        found = next((each for each in alike if _agree(each[0], subset.letters)), None)
        if found is None:
            found = (dict(subset.letters), pdf.make_indirect(Dictionary(fonts[name])))
            found[1].DescendantFonts = Array([inner])
            alike.append(found)
        found[0].update(subset.letters)
        fonts[name] = found[1]
    for letters, font in alike:
        font.ToUnicode = pdf.make_stream(_MAPPED % _blocks(letters))


def _glyphs(pdf: Pdf, whole: _Subset, members: list[Any]) -> Any:
    data = _font_file(whole)
    about = pdf.make_indirect(Dictionary(members[0].FontDescriptor))
    about.FontBBox = _around([each.FontDescriptor.FontBBox for each in members])
    about.FontFile2 = pdf.make_stream(data, Length1=len(data))
    inner = pdf.make_indirect(Dictionary(members[0]))
    inner.FontDescriptor, inner.W = about, _runs(whole.widths)
    return inner


def _around(boxes: list[Any]) -> Array:
    sides = list(zip(*([float(side) for side in box] for box in boxes), strict=True))
    return Array([min(sides[0]), min(sides[1]), max(sides[2]), max(sides[3])])


def _runs(widths: Mapping[int, float]) -> Array:
    runs: list[Any] = []
    last = -2
    for number in sorted(widths):
        if number != last + 1:
            runs.extend((number, Array()))
        runs[-1].append(round(widths[number], 3))
        last = number
    return Array(runs)


def _blocks(letters: Mapping[int, bytes]) -> bytes:
    """Return what each glyph stands for, in blocks of a hundred (ISO 32000-1, 9.10.3)."""
    lines = [b"<%04x> <%s>\n" % (number, letters[number]) for number in sorted(letters)]
    blocks = [lines[at : at + 100] for at in range(0, len(lines), 100)]
    return b"".join(b"%d beginbfchar\n%sendbfchar\n" % (len(block), b"".join(block)) for block in blocks)


def _font_file(whole: _Subset) -> bytes:
    """Return a TrueType file of all glyphs, with the tables that a PDF needs (ISO 32000-1, 9.9)."""
    from fontTools.ttLib.sfnt import SFNTWriter

    glyphs = _numbered(whole.glyphs)
    count = max((0, *glyphs)) + 1
    outlines, at = bytearray(), [0]
    for number in range(count):
        outlines += glyphs[number][0] if number in glyphs else b""
        outlines += b"\0" * (-len(outlines) % 4)
        at.append(len(outlines))
    head, most = whole.tables["head"], whole.tables["maxp"]
    tables = {
        "glyf": bytes(outlines),
        "head": head[:8] + b"\0\0\0\0" + head[12:50] + b"\0\1\0\0",
        "hhea": whole.tables["hhea"][:34] + struct.pack(">H", count),
        "hmtx": b"".join(glyphs[number][1] if number in glyphs else b"\0\0\0\0" for number in range(count)),
        "loca": struct.pack(f">{len(at)}I", *at),
        "maxp": most[:4] + struct.pack(">H", count) + most[6:],
        **{name: whole.tables[name] for name in _HINTS if name in whole.tables},
    }
    file = BytesIO()
    writer = SFNTWriter(file, len(tables))
    for name in sorted(tables):
        writer[name] = tables[name]
    writer.close()
    return file.getvalue()


def _numbered(glyphs: Mapping[int, _Glyph]) -> dict[int, tuple[bytes, bytes]]:
    """Return outline and metric of each glyph; parts get numbers after the last one that is used."""
    numbers: dict[_Glyph, int] = {}
    found: dict[int, tuple[bytes, bytes]] = {}
    first = max((0, *glyphs)) + 1

    def put(number: int, glyph: _Glyph) -> None:
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
