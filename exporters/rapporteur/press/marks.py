"""Marks for the press outside the bleed, in the colour that prints on every plate, and a line that names the file.

They stand as far from the trimmed edge as the printer says, and never within the bleed (ISO 15930-7 leaves them free).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pikepdf import Array, Dictionary, Name, Pdf

from ..printer import Printer
from ..rectangle import MM, Box
from .boxes import trimmed
from .typeface import Typeface

_LENGTH, _AWAY, _WIDTH = 5 * MM, 1 * MM, 0.25
"""How long a mark is, how far from the bleed it begins at least, and how thick it is, in points."""
_RADIUS, _PATCH, _TYPE = 1.5 * MM, 4 * MM, 6.5
_ROUND = 0.5523
_PATCHES = ((1, 0, 0, 0), (0, 1, 0, 0), (0, 0, 1, 0), (0, 0, 0, 1), (0.5, 0, 0, 0), (0, 0.5, 0, 0), (0, 0, 0.5, 0),
            (0, 0, 0, 0.5))  # fmt: skip


def draw(pdf: Pdf, printer: Printer, file: str) -> None:
    """Draw crop marks, targets, patches of each ink and the slug line on every page."""
    lines = [
        f"{file} · {at} / {len(pdf.pages)} · {printer.title or printer.name}" for at in range(1, len(pdf.pages) + 1)
    ]
    typeface = Typeface("".join(lines))
    font, colour = typeface.embedded(pdf), registration(pdf)
    for page, line in zip(pdf.pages, lines, strict=True):
        content = b"".join(_content(page, printer, typeface.shown(line)))
        page.obj.Contents = pdf.make_stream(page.obj.Contents.read_bytes() + content)
        for kind, name, thing in (("/Font", "/PressSlug", font), ("/ColorSpace", "/PressAll", colour)):
            page.obj.Resources[kind] = Dictionary({**dict(page.obj.Resources.get(kind, {}).items()), name: thing})


def registration(pdf: Pdf) -> Any:
    """Return the colour that prints on every plate (ISO 32000-1, 8.6.6.4)."""
    tint = Dictionary(FunctionType=2, Domain=[0, 1], C0=[0, 0, 0, 0], C1=[1, 1, 1, 1], N=1)
    return pdf.make_indirect(Array([Name.Separation, Name.All, Name.DeviceCMYK, tint]))


def begin() -> bytes:
    """Return what sets the colour and the width of marks."""
    return f"q /PressAll CS 1 SCN {_WIDTH} w\n".encode()


def line(x: float, y: float, to_x: float, to_y: float) -> bytes:
    """Return a line of a mark."""
    return f"{x:.3f} {y:.3f} m {to_x:.3f} {to_y:.3f} l S\n".encode()


def start(printer: Printer) -> float:
    """Return how far from the trimmed edge marks begin, in points."""
    return max(printer.offset * MM, printer.bleed * MM + _AWAY)


def crop(trim: Box, off: float) -> Iterator[bytes]:
    """Yield two lines for each corner of a trimmed page."""
    for x, out_x in ((trim.left, -1), (trim.right, 1)):
        for y, out_y in ((trim.bottom, -1), (trim.top, 1)):
            yield line(x + out_x * off, y, x + out_x * (off + _LENGTH), y)
            yield line(x, y + out_y * off, x, y + out_y * (off + _LENGTH))


def _content(page: Any, printer: Printer, words: bytes) -> Iterator[bytes]:
    trim, off = trimmed(page), start(printer)
    middle = off + _LENGTH / 2
    yield begin()
    yield from crop(trim, off)
    across, up = (trim.left + trim.right) / 2, (trim.bottom + trim.top) / 2
    yield from (_target(across, trim.top + middle), _target(across, trim.bottom - middle))
    yield from (_target(trim.left - middle, up), _target(trim.right + middle, up))
    yield b"Q q\n"
    for at, inks in enumerate(_PATCHES):
        x, y = trim.left + 8 * MM + at * (_PATCH + 1), trim.top + off + 0.5 * MM
        colour = " ".join(f"{each:g}" for each in inks)
        yield f"{colour} k {x:.3f} {y:.3f} {_PATCH:.3f} {_PATCH:.3f} re f\n".encode()
    yield f"0 0 0 1 k BT /PressSlug {_TYPE} Tf {trim.left + 8 * MM:.3f} {trim.bottom - off - 3 * MM:.3f} Td ".encode()
    yield words + b" Tj ET Q\n"


def _target(x: float, y: float) -> bytes:
    """Return a registration target: a circle with a cross."""
    r, k, long = _RADIUS, _RADIUS * _ROUND, _RADIUS * 1.6
    curves = (
        (r, k, k, r, 0, r),
        (-k, r, -r, k, -r, 0),
        (-r, -k, -k, -r, 0, -r),
        (k, -r, r, -k, r, 0),
    )
    circle = "".join(
        " ".join(f"{value + (x, y)[at % 2]:.3f}" for at, value in enumerate(curve)) + " c " for curve in curves
    )
    return (
        f"{x + r:.3f} {y:.3f} m {circle}S\n".encode() + line(x - long, y, x + long, y) + line(x, y - long, x, y + long)
    )
