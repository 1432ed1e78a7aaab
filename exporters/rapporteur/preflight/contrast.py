"""How far two colours stand apart for the eye (WCAG 2.2, contrast ratio)."""

from __future__ import annotations

from functools import lru_cache

from ..press import spaces
from .shown import Colour


@lru_cache(maxsize=10_000)
def ratio(one: Colour, other: Colour) -> float | None:
    """Return the ratio, from 1 to 21; None where a colour is a pattern or an ink of its own."""
    light = [_light(each) for each in (one, other)]
    if light[0] is None or light[1] is None:
        return None
    high, low = max(light[0], light[1]), min(light[0], light[1])
    return (high + 0.05) / (low + 0.05)


def _light(colour: Colour) -> float | None:
    """Return the relative luminance of a colour, as if it were sRGB."""
    parts = _screen(colour)
    if parts is None:
        return None
    red, green, blue = (_linear(max(0.0, min(1.0, each))) for each in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _screen(colour: Colour) -> tuple[float, float, float] | None:
    values = colour.values
    if colour.space == spaces.GREY and len(values) == 1:
        return values[0], values[0], values[0]
    if colour.space == spaces.RGB and len(values) == 3:
        return values[0], values[1], values[2]
    if colour.space == spaces.CMYK and len(values) == 4:
        c, m, y, k = values
        return (1 - c) * (1 - k), (1 - m) * (1 - k), (1 - y) * (1 - k)
    return None


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)
