"""A computed output profile for CMYK, for a printer who has sent none, and the proof that a printer's own can be used.

The model is that of Neugebauer: a screened colour is the mean of the sixteen overprints of the inks, each weighed by
the area it covers (Demichel), dots grown as on the press. Its aim values are those of ISO 12647-2 for offset on coated
paper (Lab, D50, on white) with the curves of dot gain B for the colours and C for black. It stands for no registered
printing condition and is called “Custom” for that reason (ICC.1:2001-04, version 2; lut16Type, 6.5.8).
"""

from __future__ import annotations

import struct
from functools import cache
from itertools import product
from operator import mul

from ..problems import Place, Refused, error

Triple = tuple[float, float, float]
NAME = "Custom"
LARGEST = 8_000_000
"""A printer's profile may be so large at most, in bytes."""
_WHITE = (95.0, 0.0, -2.0)
_SOLIDS: dict[tuple[int, ...], Triple] = {
    (1, 0, 0): (55.0, -37.0, -50.0),
    (0, 1, 0): (48.0, 74.0, -3.0),
    (0, 0, 1): (89.0, -5.0, 93.0),
    (0, 1, 1): (47.0, 68.0, 48.0),
    (1, 0, 1): (50.0, -68.0, 25.0),
    (1, 1, 0): (24.0, 22.0, -46.0),
    (1, 1, 1): (23.0, 0.0, 0.0),
}
"""Aim values of solids and overprints of cyan, magenta and yellow (ISO 12647-2:2004 with Amendment 1, paper type 1)."""
_BLACK = (16.0, 0.0, 0.0)
_GAIN = (0.143, 0.143, 0.143, 0.168)
"""How much a dot of half the area grows, for each ink."""
_D50 = (0.9642, 1.0, 0.8249)
_DATE = (2004, 1, 1, 0, 0, 0)
_TO_INKS, _TO_LAB = 17, 7
"""Points a side of the grids from Lab to inks and from inks to Lab."""
_HALF = (_TO_INKS - 1) / 2
_REACH, _CROWDED = 100.0, 1.5
"""No ink reaches more a* or b* than this; and how much denser the points are near grey."""


@cache
def computed(limit: int = 300) -> bytes:
    """Return the profile whose separations stay within `limit` per cent of ink; the same bytes each time."""
    to_lab, to_inks = _to_lab(), _to_inks(limit / 100)
    text = b"No copyright: this profile was computed from published aim values."
    tags = [
        (b"desc", _description(NAME)),
        (b"cprt", b"text\0\0\0\0" + text + b"\0"),
        (b"wtpt", b"XYZ \0\0\0\0" + b"".join(map(_fixed, _xyz(_WHITE)))),
        *((name, to_lab) for name in (b"A2B0", b"A2B1", b"A2B2")),
        *((name, to_inks) for name in (b"B2A0", b"B2A1", b"B2A2")),
        (b"gamt", _gamut()),
    ]
    return _profile(tags)


def checked(data: bytes, where: Place) -> bytes:
    """Return a printer's profile; raises `Refused` unless it is an output profile for CMYK that can be used."""
    if what := _fault(data):
        hint = "ask the printer for the ICC output profile of the press and the paper, in CMYK"
        raise Refused([error(where, what, hint, "printer-profile")])
    return data


def _fault(data: bytes) -> str:
    if len(data) > LARGEST:
        return f"this profile is larger than {LARGEST:,} bytes"
    if len(data) < 132 or data[36:40] != b"acsp" or struct.unpack(">I", data[:4])[0] != len(data):
        return "this is no ICC profile"
    if data[8] not in (2, 4):
        return f"this profile is of version {data[8]} of ICC, and 2 or 4 can be embedded (ISO 15930-7, 6.2.2)"
    if data[12:16] != b"prtr" or data[16:20] != b"CMYK":
        kind = f"{data[12:16].decode('latin-1').strip()} {data[16:20].decode('latin-1').strip()}"
        return f"this profile is not for printing in CMYK, it says “{kind}”"
    from io import BytesIO

    from PIL import ImageCms

    try:
        srgb = ImageCms.createProfile("sRGB")
        ImageCms.buildTransform(srgb, ImageCms.getOpenProfile(BytesIO(data)), "RGB", "CMYK")
    except (ImageCms.PyCMSError, OSError, ValueError) as mistake:
        return f"this profile cannot be used: {mistake}"
    return ""


def _profile(tags: list[tuple[bytes, bytes]]) -> bytes:
    """Return the file (ICC.1:2001-04, 6); tags with the same content share it."""
    start = 128 + 4 + 12 * len(tags)
    places: dict[bytes, int] = {}
    body = b""
    for _, content in tags:
        if content not in places:
            places[content] = start + len(body)
            body += content + b"\0" * (-len(content) % 4)
    table = b"".join(name + struct.pack(">II", places[content], len(content)) for name, content in tags)
    size = start + len(body)
    head = struct.pack(">I4sI4s4s4s6H4s4sI4s4sQI", size, b"\0" * 4, 0x02400000, b"prtr", b"CMYK", b"Lab ", *_DATE,
                       b"acsp", b"\0" * 4, 0, b"\0" * 4, b"\0" * 4, 0, 1)  # fmt: skip
    head += b"".join(map(_fixed, _D50))
    return head.ljust(128, b"\0") + struct.pack(">I", len(tags)) + table + body


def _fixed(value: float) -> bytes:
    return struct.pack(">i", round(value * 65536))


def _description(text: str) -> bytes:
    words = text.encode("ascii") + b"\0"
    return b"desc\0\0\0\0" + struct.pack(">I", len(words)) + words + struct.pack(">IIHB", 0, 0, 0, 0) + b"\0" * 67


# Tables


def _table(inputs: int, outputs: int, points: int, curves: list[list[int]], grid: list[int]) -> bytes:
    """Return a lut16Type whose output curves are straight."""
    head = struct.pack(">4sI4B", b"mft2", 0, inputs, outputs, points, 0)
    head += b"".join(_fixed(value) for value in (1, 0, 0, 0, 1, 0, 0, 0, 1))
    head += struct.pack(">HH", len(curves[0]), 2)
    numbers = [number for curve in curves for number in curve] + grid + [0, 65535] * outputs
    return head + struct.pack(f">{len(numbers)}H", *numbers)


def _to_lab() -> bytes:
    """Return the table from inks to Lab, relative to the paper."""
    steps = [each / (_TO_LAB - 1) for each in range(_TO_LAB)]
    # the grid is even in grown dots, so that it is exact along the inks' own scales
    curves = [[round(65535 * _grown(at / 255, gain)) for at in range(256)] for gain in _GAIN]
    grid = [number for inks in product(steps, repeat=4) for number in _encoded(_lab(_seen(inks)))]
    return _table(4, 3, _TO_LAB, curves, grid)


def _to_inks(limit: float) -> bytes:
    """Return the table from Lab to inks."""
    light = [min(65535, round(at * 65535 / 1020)) for at in range(1025)]  # L* of 100 is 0xFF00, and must hit a point
    hue = [round(65535 * _coordinate(at / 4 - 128)) for at in range(1025)]
    levels = [100 * at / (_TO_INKS - 1) for at in range(_TO_INKS)]
    hues = [_value(at) for at in range(_TO_INKS)]
    grid = [round(65535 * ink) for lab in product(levels, hues, hues) for ink in _separated(lab, limit)]
    return _table(3, 4, _TO_INKS, [light, hue, hue], grid)


def _value(point: int) -> float:
    """Return the a* or b* of a point of the grid: closest to each other near grey, where eyes are keenest."""
    out = point / _HALF - 1
    return float(_REACH * abs(out) ** _CROWDED * (1 if out > 0 else -1))


def _coordinate(value: float) -> float:
    """Return where an a* or b* lies on the grid, from 0 to 1."""
    out = min(1.0, abs(value) / _REACH) ** (1 / _CROWDED)
    return float(0.5 + out * (0.5 if value > 0 else -0.5))


def _gamut() -> bytes:
    """Return a table that calls no colour out of gamut; an output profile must have one (ICC.1:2001-04, 6.3.3)."""
    return _table(3, 1, 2, [[0, 65535]] * 3, [0] * 8)


def _encoded(lab: Triple) -> tuple[int, ...]:
    """Return Lab in 16 bits (ICC.1:2001-04, 6.5.8: L* of 100 is 0xFF00, a* of 0 is 0x8000)."""
    light, a, b = lab
    return tuple(max(0, min(65535, round(each))) for each in (light * 652.8, (a + 128) * 256, (b + 128) * 256))


# The model


def _grown(area: float, gain: float) -> float:
    """Return the area that a screened dot covers in print."""
    return area + 4 * gain * area * (1 - area)


def _shrunk(area: float, gain: float) -> float:
    """Return the screened dot that covers an area in print."""
    slope = 1 + 4 * gain
    return float(2 * area / (slope + (slope * slope - 16 * gain * area) ** 0.5))


def _xyz(lab: Triple) -> Triple:
    y = (lab[0] + 16) / 116
    parts = (y + lab[1] / 500, y, y - lab[2] / 200)
    x, y, z = (each**3 if each > 6 / 29 else (each - 16 / 116) / 7.787037 for each in parts)
    return x * _D50[0], y * _D50[1], z * _D50[2]


def _lab(xyz: Triple) -> Triple:
    """Return Lab of X, Y and Z relative to D50, which must be scaled so that the paper is 1."""
    x, y, z = (each ** (1 / 3) if each > 0.008856 else 7.787037 * each + 16 / 116 for each in xyz)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _relative(lab: Triple) -> Triple:
    """Return X, Y and Z of an aim value, each with the paper as 1."""
    x, y, z = (one / paper for one, paper in zip(_xyz(lab), _xyz(_WHITE), strict=True))
    return x, y, z


_CORNERS: list[Triple] = [_relative(_SOLIDS.get(inks, _WHITE)) for inks in product((0, 1), repeat=3)]
_AXES = tuple(zip(*_CORNERS, strict=True))
_INK = _relative(_BLACK)
_DARK: list[Triple] = [(x * _INK[0], y * _INK[1], z * _INK[2]) for x, y, z in _CORNERS]
"""Overprints with black, for which there are no aim values: black lets through as much of each colour as of white."""


def _seen(areas: tuple[float, ...]) -> Triple:
    """Return X, Y and Z of inks, given as areas covered."""
    c, m, y, k = areas
    weights = [(c if i & 4 else 1 - c) * (m if i & 2 else 1 - m) * (y if i & 1 else 1 - y) for i in range(8)]
    x, y_, z = (sum(map(mul, weights, axis)) for axis in _AXES)
    share = [1 - k + k * _INK[i] for i in range(3)]
    return x * share[0], y_ * share[1], z * share[2]


# From Lab to inks


def _separated(lab: Triple, limit: float) -> tuple[float, float, float, float]:
    """Return the inks, as dots of the film, for a colour relative to the paper."""
    c, m, y, k = _dots(lab)
    room = max(0.0, limit - 0.4 - k)  # what the darkest black leaves to the colours below it
    over = c + m + y
    share = min(1.0, room / over) if over else 1.0
    return c * share, m * share, y * share, k


@cache
def _dots(lab: Triple) -> tuple[float, ...]:
    """Return the same without a limit; kept, since every limit asks for the same colours.

    A colour that cannot be printed is moved towards a grey, in its hue, as far as it must be.
    """
    light, a, b = lab
    grey = max(30.0, min(65.0, light))
    least, most = 0.0, 1.0
    inks, off = _solved(lab)
    for _ in range(6 if off > 1 else 0):
        share = (least + most) / 2
        tried, off = _solved((grey + (light - grey) * share, a * share, b * share))
        if off > 1:
            most = share
        else:
            least, inks = share, tried
    return tuple(_shrunk(area, gain) for area, gain in zip(inks, _GAIN, strict=True))


def _solved(lab: Triple) -> tuple[tuple[float, float, float, float], float]:
    """Return the areas of the inks for a colour, and how far from it they are (in Lab).

    Black takes the place of grey (GCR) from the light tones down, the more the less colourful a colour is.
    """
    light, a, b = lab
    chroma = (a * a + b * b) ** 0.5
    depth = max(0.0, min(1.0, (85 - light) / 72))
    black = depth**1.4 * max(0.0, 1 - chroma / 100)
    aim = _xyz(lab)
    scaled = (aim[0] / _D50[0], aim[1], aim[2] / _D50[2])
    for _ in range(5):
        under = [1 - black + black * ink for ink in _INK]
        areas = _inverted((scaled[0] / under[0], scaled[1] / under[1], scaled[2] / under[2]))
        found = _lab(_seen((*areas, black)))
        off = max(abs(one - other) for one, other in zip(found, lab, strict=True))
        if off <= 1 or found[0] >= light or black < 0.02:
            break
        black *= 0.75  # too dark for the colour: less black
    return (*areas, black), off


def _inverted(aim: Triple) -> Triple:
    """Return the areas of cyan, magenta and yellow that look nearest to X, Y and Z (Newton's method)."""
    c = m = y = 0.5
    for _ in range(7):
        at, by_c, by_m, by_y = _slopes(c, m, y)
        miss = (aim[0] - at[0], aim[1] - at[1], aim[2] - at[2])
        whole = _determinant(by_c, by_m, by_y)
        if abs(whole) < 1e-9:
            break
        step_c = _determinant(miss, by_m, by_y) / whole
        step_m = _determinant(by_c, miss, by_y) / whole
        step_y = _determinant(by_c, by_m, miss) / whole
        c, m, y = _inside(c + step_c), _inside(m + step_m), _inside(y + step_y)
        if abs(step_c) + abs(step_m) + abs(step_y) < 1e-4:
            break
    return c, m, y


def _inside(value: float) -> float:
    return 0.0 if value < 0 else 1.0 if value > 1 else value


def _determinant(a: Triple, b: Triple, c: Triple) -> float:
    return a[0] * (b[1] * c[2] - b[2] * c[1]) - b[0] * (a[1] * c[2] - a[2] * c[1]) + c[0] * (a[1] * b[2] - a[2] * b[1])


_Face = tuple[float, float, float, float, float, float, float, float]
_FACES: list[_Face] = [
    (w, by_m, by_c, by_cm, by_y - w, by_my - by_m, by_cy - by_c, by_cmy - by_cm)
    for w, by_y, by_m, by_my, by_c, by_cy, by_cm, by_cmy in _AXES
]
"""For each of X, Y and Z what overprints of cyan and magenta give, and how much yellow upon them changes it."""


def _slopes(c: float, m: float, y: float) -> tuple[Triple, Triple, Triple, Triple]:
    """Return X, Y and Z of three areas, and how they change with each of them."""
    (x0, x1, x2, x3), (y0, y1, y2, y3), (z0, z1, z2, z3) = [_slope(face, c, m, y) for face in _FACES]
    return (x0, y0, z0), (x1, y1, z1), (x2, y2, z2), (x3, y3, z3)


def _slope(face: _Face, c: float, m: float, y: float) -> tuple[float, float, float, float]:
    none, by_m, by_c, by_cm, on_none, on_m, on_c, on_cm = face
    low0, high0 = none + on_none * y, by_c + on_c * y
    rise0, rise1 = by_m + on_m * y - low0, by_cm + on_cm * y - high0
    low = low0 + rise0 * m
    across, less = high0 + rise1 * m - low, 1 - c
    along_y = (on_none * (1 - m) + on_m * m) * less + (on_c * (1 - m) + on_cm * m) * c
    return low + across * c, across, rise0 * less + rise1 * c, along_y
