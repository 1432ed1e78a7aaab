"""Content streams read: what the operators of a page and of its forms paint (ISO 32000-1, 8 and 9), in one pass."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from math import hypot
from typing import Any

from pikepdf import Array, Dictionary, Matrix, Name, String, parse_content_stream

from ..press import spaces
from ..problems import Refused
from ..rectangle import Box
from .overprint import KNOCKING_OUT, Overprint, vanishes
from .shown import BLACK, Area, Colour, Line, Picture, Shown, Words
from .typeset import Font

DEEPEST = 20
MOST = 3_000_000
"""A file may not have more instructions than this, forms repeated: nobody prints it."""
OTHER = "other"


@dataclass(slots=True)
class _State:
    matrix: Matrix
    fill: Colour = BLACK
    stroke: Colour = BLACK
    width: float = 1.0
    font: str = ""
    size: float = 0.0
    mode: int = 0
    apart: float = 0.0
    between: float = 0.0
    stretch: float = 1.0
    lead: float = 0.0
    rise: float = 0.0
    clip: Box | None = None
    over: Overprint = KNOCKING_OUT


class TooMuch(Exception):
    """The file is nested too deep or has too many instructions."""


class Budget:
    """How many instructions may still be read of a file, and the fonts that were met in it, by number."""

    def __init__(self) -> None:
        self.left = MOST
        self.fonts: dict[str, Font] = {}

    def spend(self) -> None:
        """Use one; raises `TooMuch` when none is left."""
        self.left -= 1
        if self.left < 0:
            raise TooMuch(f"its pages have more than {MOST:,} instructions")


def of_page(page: Any, budget: Budget) -> Shown:
    """Return what a page shows; raises `TooMuch` for what nobody prints."""
    reader = _Reader(Shown(), budget)
    reader.read(page.obj, page.resources, Matrix(), 0)
    return reader.shown


def _around(points: list[tuple[float, float]]) -> Box:
    across, up = [x for x, _ in points], [y for _, y in points]
    return Box(min(across), min(up), max(across), max(up))


def _square(matrix: Matrix, left: float, bottom: float, right: float, top: float) -> Box:
    corners = ((left, bottom), (right, bottom), (right, top), (left, top))
    return _around([matrix.transform(corner) for corner in corners])


class _Reader:
    """Reads one stream after another into `shown`."""

    def __init__(self, shown: Shown, budget: Budget) -> None:
        self.shown, self.budget = shown, budget
        self.state = _State(Matrix())
        self.saved: list[_State] = []
        self.text = self.line = Matrix()
        self.path: list[tuple[float, float]] = []
        self.rectangles = self.parts = 0
        self.clips = False
        self.marks: list[bool] = []
        self.grounds: list[Area | Picture] = []
        self.resources: Any = {}
        self.depth = 0

    def read(self, stream: Any, resources: Any, matrix: Matrix, depth: int) -> None:
        """Read a stream whose space is placed by `matrix`."""
        if depth > DEEPEST:
            raise TooMuch(f"its forms are nested more than {DEEPEST} deep")
        outer = self.resources, self.state, self.saved, self.depth
        self.resources, self.saved, self.depth = resources, [], depth
        self.state = copy(self.state)
        self.state.matrix = matrix @ self.state.matrix
        for instruction in parse_content_stream(stream):
            self.budget.spend()
            do = _DO.get(str(instruction.operator))
            if do:
                operands: Any = instruction.operands
                do(self, list(operands))
        self.resources, self.state, self.saved, self.depth = outer

    @property
    def tagged(self) -> bool:
        return any(self.marks)

    # state

    def save(self, operands: list[Any]) -> None:
        self.saved.append(copy(self.state))

    def restore(self, operands: list[Any]) -> None:
        if self.saved:
            self.state = self.saved.pop()

    def place(self, operands: list[Any]) -> None:
        self.state.matrix = Matrix(*map(float, operands)) @ self.state.matrix

    def set_width(self, operands: list[Any]) -> None:
        self.state.width = float(operands[0])

    def use_state(self, operands: list[Any]) -> None:
        held = self.resources.get("/ExtGState", {}).get(str(operands[0]))
        if held is not None:
            self.shown.states.append(held)
            self.state.width = float(held.get("/LW", self.state.width))
            self.state.over = self.state.over.changed(held)

    def mark(self, operands: list[Any]) -> None:
        about = operands[1] if len(operands) > 1 else None
        if isinstance(about, Name):
            about = self.resources.get("/Properties", {}).get(str(about))
        self.marks.append(operands[0] == Name.Artifact or (isinstance(about, Dictionary) and "/MCID" in about))

    def unmark(self, operands: list[Any]) -> None:
        if self.marks:
            self.marks.pop()

    # paths

    def move(self, operands: list[Any]) -> None:
        self.parts += 1
        values = [float(each) for each in operands]
        self.path += [self.state.matrix.transform((values[at], values[at + 1])) for at in range(0, len(values) - 1, 2)]

    def rectangle(self, operands: list[Any]) -> None:
        x, y, width, height = (float(each) for each in operands)
        box = _square(self.state.matrix, x, y, x + width, y + height)
        self.path += [(box.left, box.bottom), (box.right, box.top)]
        self.rectangles += 1

    def fill(self, operands: list[Any]) -> None:
        if self.path:
            box, clip = _around(self.path), self.state.clip
            seen = box if clip is None else box.within(clip)
            solid = self.rectangles == 1 and not self.parts
            self.shown.areas.append(Area(seen, self.state.fill, self.tagged, solid))
            if solid:
                self.grounds.append(self.shown.areas[-1])
            self._note(self.state.fill, self.state.over.fill)
        self.forget(operands)

    def stroke(self, operands: list[Any]) -> None:
        if self.path:
            matrix = self.state.matrix
            scale = abs(matrix.a * matrix.d - matrix.b * matrix.c) ** 0.5
            self.shown.lines.append(Line(self.state.width * scale, self.state.stroke, self.tagged))
            self._note(self.state.stroke, self.state.over.stroke)
        self.forget(operands)

    def both(self, operands: list[Any]) -> None:
        path = self.path
        self.fill(operands)
        self.path = path
        self.stroke(operands)

    def clip(self, operands: list[Any]) -> None:
        self.clips = True

    def forget(self, operands: list[Any]) -> None:
        if self.clips and self.path:
            box = _around(self.path)
            self.state.clip = box if self.state.clip is None else box.within(self.state.clip)
        self.path, self.rectangles, self.parts, self.clips = [], 0, 0, False

    def shade(self, operands: list[Any]) -> None:
        shading = self.resources.get("/Shading", {}).get(str(operands[0]), {})
        space = _kind(shading.get("/ColorSpace"), self.resources)
        self.shown.shadings += space in (spaces.RGB, spaces.LAB)

    # colours

    def set_colour(self, space: str, stroke: bool, operands: list[Any]) -> None:
        values = tuple(float(each) for each in operands if not isinstance(each, (Name, String, Dictionary)))
        colour = Colour(space, values)
        if stroke:
            self.state.stroke = colour
        else:
            self.state.fill = colour

    def choose(self, stroke: bool, operands: list[Any]) -> None:
        space = _kind(operands[0], self.resources)
        usual = (0.0, 0.0, 0.0, 1.0) if space == spaces.CMYK else (0.0,) * (1 if space == spaces.GREY else 3)
        self.set_colour(space, stroke, list(usual))

    def value(self, stroke: bool, operands: list[Any]) -> None:
        space = self.state.stroke.space if stroke else self.state.fill.space
        if operands and isinstance(operands[-1], Name):
            pattern = self.resources.get("/Pattern", {}).get(str(operands[-1]), {})
            space = _kind(pattern.get("/Shading", {}).get("/ColorSpace"), self.resources, spaces.PATTERN)
            operands = [0.5] * 3 if space == spaces.RGB else []
        self.set_colour(space, stroke, operands)

    # text

    def begin(self, operands: list[Any]) -> None:
        self.text = self.line = Matrix()

    def set_font(self, operands: list[Any]) -> None:
        name = str(operands[0])
        font = self.resources.get("/Font", {}).get(name)
        if font is not None:
            if font.is_indirect:
                key, known = f"{font.objgen[0]}", self.budget.fonts
            else:
                key, known = f"{self.depth} {name}", self.shown.fonts
            if key not in known:
                known[key] = Font(font)
            self.shown.fonts[key] = known[key]
            self.state.font = key
        self.state.size = float(operands[1])

    def text_matrix(self, operands: list[Any]) -> None:
        self.text = self.line = Matrix(*map(float, operands))

    def next_line(self, x: float, y: float) -> None:
        self.line = Matrix(1, 0, 0, 1, x, y) @ self.line
        self.text = self.line

    def move_leading(self, operands: list[Any]) -> None:
        self.state.lead = -float(operands[1])
        self.next_line(float(operands[0]), float(operands[1]))

    def feed_and_show(self, operands: list[Any]) -> None:
        self.next_line(0, -self.state.lead)
        self.show([Array([operands[-1]])])

    def show_one(self, operands: list[Any]) -> None:
        self.show([Array([operands[0]])])

    def show(self, operands: list[Any]) -> None:
        font = self.shown.fonts.get(self.state.font)
        if font is None:
            return
        state, across = self.state, 0.0
        codes: set[int] = set()
        for each in operands[0]:
            if not isinstance(each, String):
                across -= float(each) / 1000 * state.size
                continue
            piece = font.piece(bytes(each))
            codes.update(piece.codes)
            across += piece.width * state.size + state.apart * len(piece.codes) + state.between * piece.spaces
        across *= state.stretch
        matrix = self.text @ state.matrix
        low, high = state.rise - 0.2 * state.size, state.rise + 0.7 * state.size
        box = _square(matrix, 0, low, across, high)
        size = abs(state.size) * hypot(matrix.c, matrix.d)
        if codes:
            ground = self._ground(box)
            seen = state.mode not in (3, 7)
            about = self.tagged, seen, ground, state.over.fill
            self.shown.words.append(Words(state.font, size, box, state.fill, frozenset(codes), *about))
            self._note(state.fill, state.over.fill and seen)
        self.text = Matrix(1, 0, 0, 1, across, 0) @ self.text

    def _ground(self, box: Box) -> Colour | Picture:
        """Return the colour of the last area that was painted below a word, or the picture."""
        middle = (box.bottom + box.top) / 2
        spot = Box(box.left + 0.5, middle, box.left + 0.5, middle)
        last = next((each for each in reversed(self.grounds) if each.box.holds(spot)), None)
        return last if isinstance(last, Picture) else last.fill if last else Colour(spaces.GREY, (1,))

    def _note(self, colour: Colour, over: bool) -> None:
        self.shown.vanishing += vanishes(colour, over, self.state.over.keeps)

    # pictures and forms

    def draw(self, operands: list[Any]) -> None:
        thing = self.resources.get("/XObject", {}).get(str(operands[0]))
        if thing is None:
            return
        if thing.get("/Subtype") == Name.Form:
            matrix = Matrix(*(float(each) for each in thing.get("/Matrix", (1, 0, 0, 1, 0, 0))))
            self.read(thing, thing.get("/Resources", self.resources), matrix, self.depth + 1)
        else:
            self.picture(thing)

    def inline(self, operands: list[Any]) -> None:
        self.picture(operands[0])

    def picture(self, image: Any) -> None:
        matrix = self.state.matrix
        wide, high = hypot(matrix.a, matrix.b), hypot(matrix.c, matrix.d)
        upright = matrix.a > 0 and matrix.d > 0 and matrix.b == matrix.c == 0
        box = _square(matrix, 0, 0, 1, 1)
        self.shown.pictures.append(Picture(image, wide, high, box, self.tagged, upright))
        self.grounds.append(self.shown.pictures[-1])


def _kind(space: Any, resources: Any, absent: str = OTHER) -> str:
    if space is None:
        return absent
    try:
        return spaces.kind(space, resources)
    except (Refused, AttributeError, TypeError, ValueError, IndexError):
        return OTHER


def _colour(space: str, stroke: bool) -> Callable[[_Reader, list[Any]], None]:
    return lambda reader, operands: reader.set_colour(space, stroke, operands)


def _scaled(name: str, by: float = 1.0) -> Callable[[_Reader, list[Any]], None]:
    return lambda reader, operands: setattr(reader.state, name, float(operands[0]) * by)


_DO: dict[str, Callable[[_Reader, list[Any]], None]] = {
    "q": _Reader.save, "Q": _Reader.restore, "cm": _Reader.place, "w": _Reader.set_width, "gs": _Reader.use_state,
    "BMC": _Reader.mark, "BDC": _Reader.mark, "EMC": _Reader.unmark,
    "m": _Reader.move, "l": _Reader.move, "c": _Reader.move, "v": _Reader.move, "y": _Reader.move,
    "re": _Reader.rectangle, "n": _Reader.forget, "W": _Reader.clip, "W*": _Reader.clip, "sh": _Reader.shade,
    "f": _Reader.fill, "F": _Reader.fill, "f*": _Reader.fill, "S": _Reader.stroke, "s": _Reader.stroke,
    "B": _Reader.both, "B*": _Reader.both, "b": _Reader.both, "b*": _Reader.both,
    "g": _colour(spaces.GREY, False), "rg": _colour(spaces.RGB, False), "k": _colour(spaces.CMYK, False),
    "G": _colour(spaces.GREY, True), "RG": _colour(spaces.RGB, True), "K": _colour(spaces.CMYK, True),
    "cs": lambda reader, operands: reader.choose(False, operands),
    "CS": lambda reader, operands: reader.choose(True, operands),
    "sc": lambda reader, operands: reader.value(False, operands),
    "scn": lambda reader, operands: reader.value(False, operands),
    "SC": lambda reader, operands: reader.value(True, operands),
    "SCN": lambda reader, operands: reader.value(True, operands),
    "BT": _Reader.begin, "Tf": _Reader.set_font, "Tm": _Reader.text_matrix, "TD": _Reader.move_leading,
    "Td": lambda reader, operands: reader.next_line(float(operands[0]), float(operands[1])),
    "T*": lambda reader, operands: reader.next_line(0, -reader.state.lead),
    "Tc": _scaled("apart"), "Tw": _scaled("between"), "Tz": _scaled("stretch", 0.01), "TL": _scaled("lead"),
    "Ts": _scaled("rise"), "Tr": lambda reader, operands: setattr(reader.state, "mode", int(operands[0])),
    "TJ": _Reader.show, "Tj": _Reader.show_one, "'": _Reader.feed_and_show, '"': _Reader.feed_and_show,
    "Do": _Reader.draw, "INLINE IMAGE": _Reader.inline,
}  # fmt: skip
"""What each operator does."""
