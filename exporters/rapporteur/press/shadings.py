"""Shadings in inks: the functions of a gradient sampled, so that the colours in between are those of a screen."""

from __future__ import annotations

from typing import Any

from pikepdf import Array, Dictionary, Name, Pdf, Stream

from . import spaces
from .inks import RGB, Converter, Inks4

SAMPLES = 17
"""So many colours stand for each stretch between two stops."""


def convert(shading: Any, pdf: Pdf, inks: Converter, grey: bool) -> None:
    """Turn an axial or radial shading in RGB into CMYK, or into grey within a mask (ISO 32000-1, 8.7.4.5)."""
    space = spaces.kind(shading.ColorSpace)
    if space in (spaces.GREY, spaces.CMYK, spaces.INK):
        return
    if space != spaces.RGB or int(shading.ShadingType) not in (2, 3) or isinstance(shading.Function, Array):
        raise spaces.unprintable(f"a shading of type {int(shading.ShadingType)} in {space}")
    colours = list(_ends(shading.Function))
    neutral = all(max(each) - min(each) < 3 / 255 for each in colours)
    shading.Function = _sampled(shading.Function, pdf, inks, "grey" if grey else "black" if neutral else "inks")
    shading.ColorSpace = Name.DeviceGray if grey else Name.DeviceCMYK
    if "/Background" in shading:
        del shading["/Background"]


def _ends(function: Any) -> Any:
    """Yield the colours that a function runs between."""
    kind = int(function.FunctionType)
    if kind == 3:
        for each in function.Functions:
            yield from _ends(each)
    elif kind == 2 and not isinstance(function, Stream):
        yield _colour(function.get("/C0"), 0.0)
        yield _colour(function.get("/C1"), 1.0)
    else:
        raise spaces.unprintable(f"a shading by a function of type {kind}")


def _colour(values: Any, default: float) -> RGB:
    found = [float(each) for each in values] if values is not None else [default] * 3
    if len(found) != 3:
        raise spaces.unprintable("a shading whose function does not give three values")
    return found[0], found[1], found[2]


def _sampled(function: Any, pdf: Pdf, inks: Converter, into: str) -> Any:
    """Return a function like `function` that gives inks or grey."""
    if int(function.FunctionType) == 3:
        copy = Dictionary({key: value for key, value in function.items() if key != "/Range"})
        copy.Functions = Array([_sampled(each, pdf, inks, into) for each in function.Functions])
        return copy
    first, last = _colour(function.get("/C0"), 0.0), _colour(function.get("/C1"), 1.0)
    power = float(function.get("/N", 1))
    shares = [(at / (SAMPLES - 1)) ** power for at in range(SAMPLES)]
    colours = [tuple(a + (b - a) * share for a, b in zip(first, last, strict=True)) for share in shares]
    parts = [part for colour in colours for part in _into((colour[0], colour[1], colour[2]), inks, into)]
    return pdf.make_stream(
        bytes(round(255 * part) for part in parts),
        FunctionType=0,
        Domain=function.get("/Domain", Array([0, 1])),
        Range=Array([0, 1] * (len(parts) // SAMPLES)),
        Size=Array([SAMPLES]),
        BitsPerSample=8,
    )


def _into(colour: RGB, inks: Converter, into: str) -> Inks4 | tuple[float]:
    if into == "grey":
        return (luminance(colour),)
    if into == "black":
        return inks.grey(sum(colour) / 3)
    return inks.profiled(colour)


def luminance(colour: RGB) -> float:
    """Return the luminosity of a colour within a mask (ISO 32000-1, 10.3.2)."""
    return 0.3 * colour[0] + 0.59 * colour[1] + 0.11 * colour[2]
