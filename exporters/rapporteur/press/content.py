"""A content stream rewritten in inks (ISO 32000-1, 7.8.2): colours set late, when it is known what they paint.

Letters and areas are built of other inks, so a colour is written before the text or the path that it paints and not
where it was chosen. Letters in solid black overprint what lies below them (8.6.7). Marks for readers that have no tree
to belong to any more are left out; those that say what glyphs mean (ActualText) or are no content (Artifact) stay.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import dataclass
from math import sqrt
from typing import Any

from pikepdf import ContentStreamInstruction, Dictionary, Matrix, Name, Operator, parse_content_stream

from . import spaces
from .inks import BLACK, SMALL, Converter
from .shadings import luminance

OVER, KNOCK = "/PressOver", "/PressKnock"
"""The graphics states that switch overprinting on and off."""
_IDENTITY = Matrix()
_SETTERS = {"g": (spaces.GREY, False), "rg": (spaces.RGB, False), "k": (spaces.CMYK, False),
            "G": (spaces.GREY, True), "RG": (spaces.RGB, True), "K": (spaces.CMYK, True)}  # fmt: skip
_OUT = {(1, False): "g", (4, False): "k", (1, True): "G", (4, True): "K"}
_PATH = frozenset(("m", "re"))
_FILLS = frozenset(("f", "F", "f*"))
_STROKES = frozenset(("S", "s"))
_BOTH = frozenset(("B", "B*", "b", "b*"))
_SHOWS = frozenset(("Tj", "TJ", "'", '"'))


@dataclass(frozen=True, slots=True)
class Colour:
    """A colour as a stream sets it: the operators to repeat, or its space and values."""

    space: str
    values: tuple[float, ...] = ()
    kept: tuple[ContentStreamInstruction, ...] = ()


FIRST = Colour(spaces.GREY, (0.0,))
"""The colour that a page begins with."""


@dataclass(slots=True)
class State:
    """The graphics state, as far as colours depend on it; `written` is what the new stream has set."""

    matrix: Matrix
    fill: Colour | None = None
    stroke: Colour | None = None
    written: tuple[Any, Any, bool] = (None, None, False)
    fill_space: Any = None
    stroke_space: Any = None
    size: float = 0.0
    mode: int = 0


class Rewriter:
    """Rewrites one stream; `drawn` is called with the name of each XObject it paints and the scale there."""

    def __init__(
        self, resources: Any, inks: Converter, grey: bool, scale: float, drawn: Callable[[str, float], None]
    ) -> None:
        self.resources, self.inks, self.grey, self.drawn = resources, inks, grey, drawn
        self.state = State(Matrix(scale, 0, 0, scale, 0, 0))
        self.saved: list[State] = []
        self.out: list[ContentStreamInstruction] = []
        self.path: int | None = None
        self.text = _IDENTITY
        self.marks: list[bool] = []
        self.overprints = False

    def rewritten(self, stream: Any, begins: bool) -> list[ContentStreamInstruction]:
        """Return the instructions of a stream; `begins` says that it starts with the colours of a page."""
        if begins:
            self.state.fill = self.state.stroke = FIRST
        for instruction in parse_content_stream(stream):
            self._next(instruction, str(instruction.operator), list(instruction.operands))
        return self.out

    def _next(self, instruction: Any, name: str, operands: list[Any]) -> None:
        if name in _SETTERS:
            space, stroke = _SETTERS[name]
            self._set(stroke, Colour(space, tuple(map(float, operands))))
        elif name in ("cs", "CS"):
            self._choose(name == "CS", operands[0], instruction)
        elif name in ("sc", "scn", "SC", "SCN"):
            self._scn(name[0] == "S", operands, instruction)
        elif name in ("BMC", "BDC", "EMC", "MP", "DP"):
            self._mark(name, operands, instruction)
        else:
            self._paint(name, operands)
            self._track(name, operands)
            self.out.append(instruction)

    # Colours chosen

    def _set(self, stroke: bool, colour: Colour) -> None:
        if stroke:
            self.state.stroke = colour
        else:
            self.state.fill = colour

    def _choose(self, stroke: bool, space: Any, instruction: Any) -> None:
        kind = spaces.kind(space, self.resources)
        if stroke:
            self.state.stroke_space = (kind, instruction)
        else:
            self.state.fill_space = (kind, instruction)
        parts = {spaces.RGB: (0.0, 0.0, 0.0), spaces.LAB: (0.0, 0.0, 0.0), spaces.CMYK: BLACK}.get(kind, (0.0,))
        self._set(stroke, Colour(kind, parts) if kind in _CONVERTED else Colour(kind, kept=(instruction,)))

    def _scn(self, stroke: bool, operands: list[Any], instruction: Any) -> None:
        chosen = self.state.stroke_space if stroke else self.state.fill_space
        if chosen is None:
            raise spaces.unprintable("a colour whose space is not said")
        kind, choice = chosen
        if kind in _CONVERTED:
            self._set(stroke, Colour(kind, tuple(map(float, operands))))
        elif kind == spaces.INDEXED or (kind == spaces.PATTERN and len(operands) > 1):
            raise spaces.unprintable("a colour of a palette or of a pattern without its own")
        else:
            self._set(stroke, Colour(kind, kept=(choice, instruction)))

    # Colours used

    def _paint(self, name: str, operands: list[Any]) -> None:
        if name in _PATH and self.path is None:
            self.path = len(self.out)
        elif name in _SHOWS:
            small = self._points() < SMALL
            fill, stroke = self.state.mode % 4 in (0, 2), self.state.mode % 4 in (1, 2)
            self._need(len(self.out), fill, stroke, letters=True, small=small)
        elif name in _FILLS or name in _STROKES or name in _BOTH:
            at = len(self.out) if self.path is None else self.path
            self._need(at, name not in _STROKES, name not in _FILLS)
        elif name == "Do":
            self._need(len(self.out), True, True)
            self.drawn(str(operands[0]), self._scale(self.state.matrix))
        elif name == "INLINE IMAGE":
            self._need(len(self.out), True, False)
            _plain(operands[0])
        if name == "n" or name in _FILLS or name in _STROKES or name in _BOTH:
            self.path = None

    def _need(self, at: int, fill: bool, stroke: bool, letters: bool = False, small: bool = False) -> None:
        """Write the colours that are needed at a place of the new stream, if they are not set there."""
        before_fill, before_stroke, over = self.state.written
        new: list[ContentStreamInstruction] = []
        if fill and self.state.fill and (wanted := self._inks(self.state.fill, False, letters, small)) != before_fill:
            new += _instructions(wanted, False)
            before_fill = wanted
        if stroke and self.state.stroke:
            line = self._inks(self.state.stroke, True, True, small)
            if line != before_stroke:
                new += _instructions(line, True)
                before_stroke = line
        wants = letters and fill and not stroke and before_fill == BLACK and not self.grey
        if wants != over:
            new.append(ContentStreamInstruction([Name(OVER if wants else KNOCK)], Operator("gs")))
            self.overprints = True
        self.state.written = (before_fill, before_stroke, wants)
        self.out[at:at] = new

    def _inks(self, colour: Colour, stroke: bool, letters: bool, small: bool) -> tuple[Any, ...]:
        """Return the values to write, one of grey or four inks; or the instructions that were there."""
        if colour.kept:
            return colour.kept
        if colour.space == spaces.CMYK:
            return (_darkness(colour.values),) if self.grey else colour.values
        if colour.space == spaces.GREY:
            return colour.values if self.grey else self.inks.grey(colour.values[0], letters)
        rgb = spaces.rgb(colour.space, list(colour.values))
        return (luminance(rgb),) if self.grey else self.inks.colour(rgb, letters, small)

    # State

    def _track(self, name: str, operands: list[Any]) -> None:
        if name == "q":
            self.saved.append(copy(self.state))
        elif name == "Q" and self.saved:
            self.state = self.saved.pop()
        elif name == "cm":
            self.state.matrix = Matrix(*map(float, operands)) @ self.state.matrix
        elif name == "BT":
            self.text = _IDENTITY
        elif name == "Tm":
            self.text = Matrix(*map(float, operands))
        elif name == "Tf":
            self.state.size = float(operands[1])
        elif name == "Tr":
            self.state.mode = int(operands[0])

    def _points(self) -> float:
        return abs(self.state.size) * self._scale(self.text @ self.state.matrix)

    @staticmethod
    def _scale(matrix: Matrix) -> float:
        return sqrt(abs(matrix.a * matrix.d - matrix.b * matrix.c))

    def _mark(self, name: str, operands: list[Any], instruction: Any) -> None:
        if name == "EMC":
            keep = self.marks.pop() if self.marks else False
        elif name in ("BMC", "BDC"):
            about: Any = operands[1] if name == "BDC" else None
            told = isinstance(about, Dictionary) and "/ActualText" in about
            keep = told or operands[0] == Name.Artifact
            self.marks.append(keep)
            if told:
                if "/MCID" in about:
                    del about["/MCID"]
                instruction = ContentStreamInstruction([operands[0], about], Operator(name))
        else:
            keep = False
        if keep:
            self.out.append(instruction)


_CONVERTED = (spaces.GREY, spaces.RGB, spaces.CMYK, spaces.LAB)


def _plain(image: Any) -> None:
    """Refuse an image within a stream that is not in grey or CMYK."""
    space = image.obj.get("/ColorSpace")
    if space is not None and spaces.kind(space) not in (spaces.GREY, spaces.CMYK):
        raise spaces.unprintable("an image within the text of a page")


def _darkness(inks: tuple[float, ...]) -> float:
    """Return the grey of four inks (ISO 32000-1, 10.3.4)."""
    c, m, y, k = inks
    return 1 - min(1.0, 0.3 * c + 0.59 * m + 0.11 * y + k)


def _instructions(values: tuple[Any, ...], stroke: bool) -> Iterator[ContentStreamInstruction]:
    if isinstance(values[0], ContentStreamInstruction):
        yield from values
    else:
        numbers = [round(float(each), 4) for each in values]
        yield ContentStreamInstruction(numbers, Operator(_OUT[len(values), stroke]))
