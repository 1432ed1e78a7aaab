"""One subset of each face for a whole pack: the glyphs of all its parts' subsets together (ISO 32000-1, 9.9).

The engine's subsets of a face have one name in every file and keep the numbers of the glyphs that are shown; where a
glyph stands for other letters, only its outline is shared. Some stay as they are: those with a glyph that has two
outlines or widths, and faces of another format than TrueType.

What is known of a subset is kept without its outlines. Only for a set of glyphs that no pack had before are they read
again.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

from . import truetype
from .objects import LEVEL, Sheaf

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
class Subset:
    """What is known of some glyphs of a face: by number, how each looks (a digest), its width and its letters.

    `name` is what pages call it, `face` what it is called in every file, `frame` what all its subsets share. `font`,
    `below` and `about` are its dictionaries as PDF writes them, without what depends on the glyphs.
    """

    name: str
    face: str
    frame: str
    font: str
    below: str
    about: str
    box: tuple[float, float, float, float]
    glyphs: dict[str, str]
    widths: dict[str, float]
    letters: dict[str, str]


# What is shared


@dataclass(slots=True)
class Shared:
    """The glyphs that subsets of a face share.

    `users` are these subsets with the numbers of the fragments that they are of; `fonts` are those that read them, as
    the letters that their glyphs stand for, and who calls them how.
    """

    first: Subset
    glyphs: dict[str, str] = field(default_factory=dict)
    widths: dict[str, float] = field(default_factory=dict)
    users: list[tuple[int, Subset]] = field(default_factory=list)
    fonts: list[tuple[dict[str, str], list[tuple[int, str]]]] = field(default_factory=list)

    def takes(self, other: Subset) -> bool:
        """Whether another subset's glyphs contradict these nowhere."""
        same = self.first.frame == other.frame and self.first.below == other.below
        return same and _agree(self.glyphs, other.glyphs) and _agree(self.widths, other.widths)

    def take(self, at: int, other: Subset) -> None:
        """Add another subset's glyphs."""
        self.glyphs.update(other.glyphs)
        self.widths.update(other.widths)
        self.users.append((at, other))
        alike = next((each for each in self.fonts if _agree(each[0], other.letters)), None)
        if alike is None:
            alike = ({}, [])
            self.fonts.append(alike)
        alike[0].update(other.letters)
        alike[1].append((at, other.name))


def _agree(own: Mapping[str, Any], others: Mapping[str, Any]) -> bool:
    return others.items() <= own.items() or {**others, **own} == {**own, **others}


def shared(subsets: Iterable[tuple[int, Subset]]) -> list[Shared]:
    """Return the subsets joined; each comes with the number of the fragment that it is of."""
    found: dict[str, list[Shared]] = {}
    for at, subset in subsets:
        known = found.setdefault(subset.face, [])
        whole = next((each for each in known if each.takes(subset)), None)
        if whole is None:
            whole = Shared(subset)
            known.append(whole)
        whole.take(at, subset)
    return [each for known in found.values() for each in known]


Keep = Callable[[str, Callable[[], bytes]], bytes]
"""Gives what was made under a name before, else makes it."""


def write(
    whole: Shared, sheaf: Sheaf, outlines: Callable[[int, str], truetype.Face], keep: Keep
) -> Iterator[tuple[int, str, int]]:
    """Write the fonts of a face; yield which fragment calls which font how: its number, the name, the font's number.

    `outlines` reads the glyphs of a fragment's font, by the number of the fragment and the name there.
    """
    first, glyphs = whole.first, sorted(whole.glyphs.items())
    name = blake2b(repr((first.face, first.frame, glyphs)).encode(), digest_size=20).hexdigest()
    size, _, packed = keep(name, lambda: _packed(whole, outlines)).partition(b"\n")
    file = sheaf.put(f"/Length1 {int(size)} /Filter /FlateDecode", packed)
    boxes = list(zip(*(each.box for _, each in whole.users), strict=True))
    sides = (min(boxes[0]), min(boxes[1]), max(boxes[2]), max(boxes[3]))
    box = " ".join(f"{side:g}" for side in sides)
    about = sheaf.add(f"<<{first.about} /FontBBox [{box}] /FontFile2 {file} 0 R>>")
    below = sheaf.add(f"<<{first.below} /FontDescriptor {about} 0 R /W [{_runs(whole.widths)}]>>")
    for letters, users in whole.fonts:
        said = sheaf.stream("", _MAPPED % _blocks(letters).encode())
        font = sheaf.add(f"<<{first.font} /DescendantFonts [{below} 0 R] /ToUnicode {said} 0 R>>")
        yield from ((at, name, font) for at, name in users)


def _packed(whole: Shared, outlines: Callable[[int, str], truetype.Face]) -> bytes:
    """Return the size and the packed file of all glyphs, read from as few fragments as hold them all."""
    glyphs: dict[int, truetype.Glyph] = {}
    tables: Mapping[str, bytes] = {}
    for at, subset in whole.users:
        if any(int(number, 16) not in glyphs for number in subset.glyphs):
            face = outlines(at, subset.name)
            glyphs.update(face.glyphs)
            tables = tables or face.tables
    data = truetype.file(truetype.Face(tables, glyphs))
    return b"%d\n" % len(data) + zlib.compress(data, LEVEL)


def _runs(widths: Mapping[str, float]) -> str:
    runs: list[str] = []
    last = -2
    for number, width in sorted((int(each, 16), width) for each, width in widths.items()):
        if number != last + 1:
            runs.append(f"{']' if runs else ''} {number} [")
        runs.append(f"{round(width, 3):g}")
        last = number
    return " ".join((*runs, "]" if runs else ""))


def _blocks(letters: Mapping[str, str]) -> str:
    """Return what each glyph stands for, in blocks of a hundred (ISO 32000-1, 9.10.3)."""
    lines = [f"<{number}> <{letters[number]}>\n" for number in sorted(letters)]
    blocks = [lines[at : at + 100] for at in range(0, len(lines), 100)]
    return "".join(f"{len(block)} beginbfchar\n{''.join(block)}endbfchar\n" for block in blocks)
