"""One subset of each face for a whole pack: the glyphs of all its parts' subsets together (ISO 32000-1, 9.9).

The engine's subsets of a face have one name in every file and keep the numbers of the glyphs that are shown; where a
glyph stands for other letters, only its outline is shared. Some stay as they are: those with a glyph that has two
outlines or widths, and faces of another format than TrueType.

What is known of a subset is kept without its outlines. Only for a set of glyphs that no pack had before are they read
again.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
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
    """What is known of some glyphs of a face.

    `name` is what pages call it, `face` what it is called in every file, `frame` what all its subsets share. `font`,
    `below` and `about` are its dictionaries as PDF writes them, without what depends on the glyphs. Of each glyph,
    `shapes` tell its number, how it looks (a digest) and its width, `letters` its number and what it stands for.
    """

    name: str
    face: str
    frame: str
    font: str
    below: str
    about: str
    box: tuple[float, float, float, float]
    shapes: tuple[str, ...]
    letters: tuple[str, ...]

    def told(self) -> list[object]:
        """Return it as JSON has it: thousands of lines are read faster as one text."""
        *rest, shapes, letters = (getattr(self, each) for each in self.__slots__)
        return [*rest, "\n".join(shapes), "\n".join(letters)]


def recalled(said: Sequence[Any]) -> Subset:
    """Return a subset that was told; raises `TypeError` or `AttributeError` for what is none."""
    name, face, frame, font, below, about, box, shapes, letters = said
    left, bottom, right, top = box
    lines = (tuple(each.split("\n")) if each else () for each in (shapes, letters))
    return Subset(name, face, frame, font, below, about, (left, bottom, right, top), *lines)


class _Lines:
    """Lines of several subsets together, each of which tells one thing of a glyph, by its number."""

    def __init__(self) -> None:
        self.lines: set[str] = set()
        self._numbers: set[str] = set()

    def new(self, others: Sequence[str]) -> list[str] | None:
        """Return which of others are not told yet; None if one of them tells something else of a glyph."""
        if self.lines.issuperset(others):
            return []
        found = [each for each in others if each not in self.lines]
        return found if self._numbers.isdisjoint(map(_number, found)) else None

    def add(self, new: Iterable[str]) -> None:
        """Add lines that tell nothing else."""
        self.lines.update(new)
        self._numbers.update(map(_number, new))


def _number(line: str) -> str:
    return line[:4]


@dataclass(slots=True)
class Shared:
    """The glyphs that subsets of a face share.

    `bringers` are the fragments, by number, that have one which those before lack, and what they call it there;
    `fonts` read them: what their glyphs stand for, and who calls them how.
    """

    first: Subset
    shapes: _Lines = field(default_factory=_Lines)
    boxes: list[Sequence[float]] = field(default_factory=list)
    bringers: list[tuple[int, str]] = field(default_factory=list)
    fonts: list[tuple[_Lines, list[tuple[int, str]]]] = field(default_factory=list)

    def take(self, at: int, other: Subset) -> bool:
        """Add another subset's glyphs if they contradict these nowhere; return whether they do not."""
        same = self.first.frame == other.frame and self.first.below == other.below
        new = self.shapes.new(other.shapes) if same else None
        if new is None:
            return False
        if new:
            self.shapes.add(new)
            self.bringers.append((at, other.name))
        self.boxes.append(other.box)
        self._users(other).append((at, other.name))
        return True

    def _users(self, other: Subset) -> list[tuple[int, str]]:
        """Return who uses the font that a subset is read by, which is one that reads no glyph of it otherwise."""
        for letters, users in self.fonts:
            new = letters.new(other.letters)
            if new is not None:
                letters.add(new)
                return users
        self.fonts.append((_Lines(), []))
        self.fonts[-1][0].add(other.letters)
        return self.fonts[-1][1]


class Faces:
    """The faces of a pack, as they are gathered from its fragments."""

    def __init__(self) -> None:
        self._known: dict[str, list[Shared]] = {}

    def take(self, at: int, subsets: Iterable[Subset]) -> None:
        """Add the subsets of a fragment, told with its number."""
        for subset in subsets:
            known = self._known.setdefault(subset.face, [])
            if not any(each.take(at, subset) for each in known):
                known.append(Shared(replace(subset, shapes=(), letters=())))
                known[-1].take(at, subset)

    def __iter__(self) -> Iterator[Shared]:
        return (each for known in self._known.values() for each in known)


Keep = Callable[[str, Callable[[], bytes]], bytes]
"""Gives what was made under a name before, else makes it."""


def write(
    whole: Shared, sheaf: Sheaf, outlines: Callable[[int, str], truetype.Face], keep: Keep
) -> Iterator[tuple[int, str, int]]:
    """Write the fonts of a face; yield which fragment calls which font how: its number, the name, the font's number.

    `outlines` reads the glyphs of a fragment's font, by the number of the fragment and the name there.
    """
    first, shapes = whole.first, sorted(whole.shapes.lines)
    name = blake2b(repr((first.face, first.frame, shapes)).encode(), digest_size=20).hexdigest()
    size, _, packed = keep(name, lambda: _packed(whole, outlines)).partition(b"\n")
    file = sheaf.put(f"/Length1 {int(size)} /Filter /FlateDecode", packed)
    boxes = list(zip(*whole.boxes, strict=True))
    sides = (min(boxes[0]), min(boxes[1]), max(boxes[2]), max(boxes[3]))
    box = " ".join(f"{side:g}" for side in sides)
    about = sheaf.add(f"<<{first.about} /FontBBox [{box}] /FontFile2 {file} 0 R>>")
    below = sheaf.add(f"<<{first.below} /FontDescriptor {about} 0 R /W [{_runs(shapes)}]>>")
    for letters, users in whole.fonts:
        said = sheaf.stream("", _MAPPED % _blocks(sorted(letters.lines)).encode())
        font = sheaf.add(f"<<{first.font} /DescendantFonts [{below} 0 R] /ToUnicode {said} 0 R>>")
        yield from ((at, name, font) for at, name in users)


def _packed(whole: Shared, outlines: Callable[[int, str], truetype.Face]) -> bytes:
    """Return the size and the packed file of all glyphs, read from as few fragments as hold them all."""
    glyphs: dict[int, truetype.Glyph] = {}
    tables: Mapping[str, bytes] = {}
    for at, name in whole.bringers:
        face = outlines(at, name)
        glyphs.update(face.glyphs)
        tables = tables or face.tables
    data = truetype.file(truetype.Face(tables, glyphs))
    return b"%d\n" % len(data) + zlib.compress(data, LEVEL)


def _runs(shapes: Iterable[str]) -> str:
    """Return the widths of glyphs, in runs of numbers that follow one another (9.7.4.3)."""
    runs: list[str] = []
    last = -2
    for line in shapes:
        number, _, width = line.split(" ")
        at = int(number, 16)
        if at != last + 1:
            runs.append(f"{']' if runs else ''} {at} [")
        runs.append(f"{round(float(width), 3):g}")
        last = at
    return " ".join((*runs, "]" if runs else ""))


def _blocks(letters: Sequence[str]) -> str:
    """Return what each glyph stands for, in blocks of a hundred (9.10.3)."""
    lines = [f"<{line[:4]}> <{line[5:]}>\n" for line in letters]
    blocks = [lines[at : at + 100] for at in range(0, len(lines), 100)]
    return "".join(f"{len(block)} beginbfchar\n{''.join(block)}endbfchar\n" for block in blocks)
