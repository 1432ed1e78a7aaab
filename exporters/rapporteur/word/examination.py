"""What a house's template becomes, in lines for a person: its page, its styles, its marks, what was taken out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from . import look
from .template import Adopted, examined

if TYPE_CHECKING:
    from ..layout import Layout
    from ..problems import Problem

UNTOLD = ("default paragraph font", "normal table", "no list")
"""Roles that every file has and nobody chooses."""
MILLIMETRES = 25.4 / 1440
SPOKEN = {"styles": "style mode: the body is ours, in this template's styles", "slots": "slot mode: marks say where"}


def told(layout: Layout) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    """Return the lines that tell what the template of a layout becomes, and what is wrong with it."""
    found = examined(layout, look.of(layout.settings, "en", "ltr"))
    return tuple(lines(layout.name, found)), found.problems


def lines(name: str, found: Adopted) -> Iterator[str]:
    """Yield the lines that tell what a template becomes."""
    paper = found.paper
    yield f"{name}: {SPOKEN[found.mode]}"
    yield f"page {_mm(paper.width)} × {_mm(paper.height)} mm, text {_mm(paper.measure)} mm wide"
    yield f"margins: top {_mm(paper.top)}, left {_mm(paper.left)}, right {_mm(paper.right)} mm"
    yield ""
    yield f"{'role':20} {'style':28} {'font':20} size"
    for role in sorted((each for each in found.roles if each.name not in UNTOLD), key=lambda each: each.added):
        style = "added" if role.added else role.style
        yield f"{role.name:20} {style:28} {role.font or '–':20} {role.size / 2:g} pt"
    yield ""
    if found.mode == "slots":
        marks = [f"{key.replace(':', '.')} ({where})" for key, where in found.placed.items()]
        yield f"marks: {', '.join(marks) or '–'}"
        yield f"not placed, added at the end: {', '.join(found.missing) or '–'}"
    yield "taken out: " + (", ".join(f"{what} ({times})" for what, times in found.removed.items()) or "nothing")
    yield "filled in or mended: " + ("; ".join(found.mended) or "nothing")


def _mm(length: int) -> str:
    return f"{length * MILLIMETRES:.0f}"
