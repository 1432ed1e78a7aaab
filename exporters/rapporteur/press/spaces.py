"""Colour spaces of PDF (ISO 32000-1, 8.6), as far as they must be told apart to print: which become inks, and how."""

from __future__ import annotations

from typing import Any

from pikepdf import Array, Name

from ..problems import Place, Refused, error

GREY, RGB, CMYK, LAB, PATTERN, INDEXED, INK = "grey", "RGB", "CMYK", "Lab", "pattern", "indexed", "ink"
_NAMES = {
    "/DeviceGray": GREY,
    "/G": GREY,
    "/CalGray": GREY,
    "/DeviceRGB": RGB,
    "/RGB": RGB,
    "/CalRGB": RGB,
    "/DeviceCMYK": CMYK,
    "/CMYK": CMYK,
    "/Lab": LAB,
    "/Pattern": PATTERN,
    "/Indexed": INDEXED,
    "/I": INDEXED,
    "/Separation": INK,
    "/DeviceN": INK,
}
PARTS = {1: GREY, 3: RGB, 4: CMYK}


def kind(space: Any, resources: Any = None) -> str:
    """Return what a colour space is; raises `Refused` for one that cannot be printed as it is nor be converted."""
    if isinstance(space, Name):
        named = (resources or {}).get("/ColorSpace", {}).get(str(space)) if str(space) not in _NAMES else None
        if named is not None:
            return kind(named)
        found = _NAMES.get(str(space), "")
    elif isinstance(space, Array) and len(space):
        found = PARTS.get(int(space[1].get("/N", 0)), "") if space[0] == "/ICCBased" else _NAMES.get(str(space[0]), "")
        if found == INK and kind(space[2]) not in (CMYK, GREY):
            found = ""
    else:
        found = ""
    if not found:
        raise unprintable(f"the colour space {space!s}"[:120])
    return found


def unprintable(what: str) -> Refused:
    """Return the problem that something in a PDF cannot be turned into inks."""
    hint = "use plain RGB colours in the layout and pictures in RGB or grey"
    return Refused([error(Place("the PDF"), f"{what} cannot be turned into inks", hint, "colour")])


def rgb(space: str, values: list[float]) -> tuple[float, float, float]:
    """Return a colour of Lab or RGB as sRGB from 0 to 1, cut off where a screen cannot show it."""
    if space == RGB:
        return values[0], values[1], values[2]
    fy = (values[0] + 16) / 116
    x, y, z = (
        white * (each**3 if each > 6 / 29 else (each - 16 / 116) / 7.787)
        for each, white in zip((fy + values[1] / 500, fy, fy - values[2] / 200), (0.9642, 1, 0.8249), strict=True)
    )
    linear = (
        3.1338561 * x - 1.6168667 * y - 0.4906146 * z,  # XYZ of D50 to sRGB, adapted after Bradford
        -0.9787684 * x + 1.9161415 * y + 0.0334540 * z,
        0.0719453 * x - 0.2289914 * y + 1.4052427 * z,
    )
    red, green, blue = (_gamma(max(0.0, min(1.0, each))) for each in linear)
    return red, green, blue


def _gamma(value: float) -> float:
    return 12.92 * value if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055
