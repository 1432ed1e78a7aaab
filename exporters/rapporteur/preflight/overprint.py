"""Overprint: which inks a colour leaves as they are where it is painted (ISO 32000-1, 8.6.7 and 11.7.4.3)."""

from __future__ import annotations

from typing import Any, NamedTuple

from ..press import spaces
from .shown import Colour


class Overprint(NamedTuple):
    """Whether areas and lines overprint, and whether an ink of nought then leaves what is below (mode 1)."""

    fill: bool = False
    stroke: bool = False
    keeps: bool = False

    def changed(self, state: Any) -> Overprint:
        """Return it as a graphics state dictionary leaves it; its OP stands for both unless it has an op."""
        stroke = bool(state.get("/OP", self.stroke))
        fill = bool(state.get("/op", state.get("/OP", self.fill)))
        return Overprint(fill, stroke, bool(state.get("/OPM", self.keeps)))


KNOCKING_OUT = Overprint()
"""How a page begins."""


def vanishes(colour: Colour, over: bool, keeps: bool) -> bool:
    """Return whether what is painted in a colour cannot be seen: no ink at all, laid over what is there."""
    bare = bool(colour.values) and not any(colour.values)
    return over and bare and ((colour.space == spaces.CMYK and keeps) or colour.space == spaces.INK)


def leaves_white_edges(colour: Colour, ground: Colour, over: bool) -> bool:
    """Return whether black ink is let into a coloured ground, which shows when the inks do not meet exactly."""
    black = (colour.space == spaces.CMYK and colour.values == (0, 0, 0, 1)) or colour == Colour(spaces.GREY, (0.0,))
    coloured = ground.space == spaces.CMYK and any(part > 0.02 for part in ground.values[:3])
    return black and coloured and not over
