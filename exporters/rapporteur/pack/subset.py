"""The fonts of a leaf: which of them are subsets that can be joined, and what is known of these (ISO 32000-1, 9.7)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any

from pikepdf import Dictionary, Name, Pdf

from . import truetype
from .faces import Subset
from .objects import inner

_LETTERS = re.compile(rb"<([0-9a-fA-F]{4})> <([0-9a-fA-F]*)>\s*\n")


def read(name: str, font: Any) -> Subset | None:
    """Return what is known of the subset that a font is, None for what cannot be joined."""
    try:
        below = font.DescendantFonts[0]
        about = below.FontDescriptor
        if below.get("/CIDToGIDMap") != Name.Identity or below.get("/DW"):
            return None
        widths = dict(_widths(below.W))
        face = truetype.read(about.FontFile2.read_bytes(), widths)
        left, bottom, right, top = (float(side) for side in about.FontBBox)
        return Subset(
            name=name,
            face=str(font.BaseFont),
            frame=face.frame,
            font=_without(font, "/DescendantFonts", "/ToUnicode"),
            below=_without(below, "/FontDescriptor", "/W"),
            about=_without(about, "/FontFile2", "/FontBBox"),
            box=(left, bottom, right, top),
            shapes=tuple(f"{at:04x} {truetype.digest(glyph)} {widths[at]:g}" for at, glyph in face.glyphs.items()),
            letters=tuple(_letters(font)),
        )
    except (AttributeError, IndexError, KeyError, ValueError, truetype.NoSubset):
        return None


def _without(thing: Any, *keys: str) -> str:
    """Return what stands in a dictionary but for some keys; raises `ValueError` if that leads to other objects."""
    text = inner(bytes(Dictionary({key: value for key, value in thing.items() if key not in keys}).unparse()))
    if re.search(r"\d+ \d+ R\b", text):
        raise ValueError(text)
    return text


def _widths(array: Any) -> Iterator[tuple[int, float]]:
    items = list(array)
    for first, widths in zip(items[::2], items[1::2], strict=True):
        yield from ((int(first) + at, float(width)) for at, width in enumerate(widths))


def _letters(font: Any) -> Iterator[str]:
    for number, letters in _LETTERS.findall(font.ToUnicode.read_bytes() + b"\n"):
        yield f"{number.decode().lower()} {letters.decode().lower()}"


def outlines(data: bytes, name: str) -> truetype.Face:
    """Return the glyphs of a font of a PDF, by the name that its pages call it."""
    with Pdf.open(BytesIO(data)) as pdf:
        for resources in drawing([page.obj.Resources for page in pdf.pages]):
            font = resources.get("/Font", Dictionary()).get(name)
            if font is not None:
                below = font.DescendantFonts[0]
                return truetype.read(below.FontDescriptor.FontFile2.read_bytes(), dict(_widths(below.W)))
    raise KeyError(name)


def drawing(resources: Iterable[Any]) -> Iterator[Any]:
    """Yield what pages draw with, and what drawings on them draw with, each once."""
    waiting = list(resources)
    seen: set[tuple[int, int]] = set()
    while waiting:
        each = waiting.pop()
        if each.is_indirect:
            if each.objgen in seen:
                continue
            seen.add(each.objgen)
        yield each
        drawn = (thing for kind in ("/XObject", "/Pattern") for thing in each.get(kind, {}).values())
        waiting.extend(thing.Resources for thing in drawn if "/Resources" in thing)
