"""What a page shows: its words, areas, lines and pictures, with their places, colours and tags.

Places are in points of the page, before it is turned.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ..press import spaces
from ..rectangle import Box
from .typeset import Font


class Colour(NamedTuple):
    """A colour: its space as `press.spaces` calls it, "other" for what that does not know, and its values."""

    space: str
    values: tuple[float, ...] = ()


BLACK = Colour(spaces.GREY, (0.0,))


@dataclass(frozen=True, slots=True)
class Words:
    """One string that is shown: in which font, how large in points, where, and which codes it has.

    `seen` is False for invisible letters, `over` says that they overprint `ground`, the colour or picture below.
    """

    font: str
    size: float
    box: Box
    fill: Colour
    codes: frozenset[int]
    tagged: bool
    seen: bool
    ground: Colour | Picture
    over: bool = False


@dataclass(frozen=True, slots=True)
class Area:
    """A filled path, as far as it is not clipped away; `solid` if it is a rectangle."""

    box: Box
    fill: Colour
    tagged: bool
    solid: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A stroked path, with its width in points."""

    width: float
    colour: Colour
    tagged: bool


@dataclass(frozen=True, slots=True)
class Picture:
    """An image, with the size it is shown at in points; `upright` if it is neither turned nor mirrored."""

    image: Any
    wide: float
    high: float
    box: Box
    tagged: bool
    upright: bool = True


@dataclass(slots=True)
class Shown:
    """All that one page shows; `vanishing` counts what is painted without ink over other things."""

    words: list[Words] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    fonts: dict[str, Font] = field(default_factory=dict)
    states: list[Any] = field(default_factory=list)
    shadings: int = 0
    vanishing: int = 0
