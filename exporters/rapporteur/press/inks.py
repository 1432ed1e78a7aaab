"""Colours of a screen as inks: greys in black alone, small letters in two inks, all others through the profile.

Colours without a profile are taken for sRGB (IEC 61966-2-1). The profile is used relative to the paper, with black
point compensation, so that white is the paper and the darkest colour the darkest print.
"""

from __future__ import annotations

from functools import cache
from io import BytesIO
from itertools import combinations, product
from typing import TYPE_CHECKING, Any

from PIL import Image, ImageChops, ImageCms

if TYPE_CHECKING:
    from collections.abc import Iterable

Inks4 = tuple[float, float, float, float]
RGB = tuple[float, float, float]
Lab = tuple[float, float, float]
SMALL = 12.0
"""Letters smaller than this, in points, are built of two inks, or two and black: a third off register blurs them."""
BLACK: Inks4 = (0.0, 0.0, 0.0, 1.0)
_LETTERS, _AREAS, _LIGHT = 24 / 255, 12 / 255, 0.9
"""How far the parts of a colour may be apart, for letters and for areas; a light tint of an area keeps its hue."""
_SOLID = 0.85
"""Letters in more black than this are printed in solid black: a screen would fray their edges."""
_TRACE = 0.02
_STEPS = (25, 10)
_THIRD = 18.0**2
"""Black comes to two other inks where small letters would be further from their colour without, by this ΔE squared."""
_FLAGS = ImageCms.Flags.BLACKPOINTCOMPENSATION


class Converter:
    """Turns colours and images into inks with one output profile, within a limit of inks in per cent."""

    def __init__(self, profile: bytes, limit: int) -> None:
        self.limit = limit / 100
        self._profile = ImageCms.getOpenProfile(BytesIO(profile))
        self._to_inks = self._from(ImageCms.createProfile("sRGB"))
        self._to_lab = self._transform(self._profile, ImageCms.createProfile("LAB"), "CMYK", "LAB")
        self._tones = self._measured(
            Image.frombytes("CMYK", (256, 1), bytes(v for k in range(256) for v in (0, 0, 0, k)))
        )
        self._pairs: list[tuple[Lab, Inks4]] = []
        self.colour = cache(self._colour)

    def _transform(self, source: Any, target: Any, from_mode: str, to_mode: str) -> Any:
        intent = ImageCms.Intent.RELATIVE_COLORIMETRIC
        return ImageCms.buildTransform(source, target, from_mode, to_mode, renderingIntent=intent, flags=_FLAGS)

    def _from(self, source: Any) -> Any:
        return self._transform(source, self._profile, "RGB", "CMYK")

    def _colour(self, rgb: RGB, letters: bool = False, small: bool = False) -> Inks4:
        """Return the inks for a colour from 0 to 1; `letters` may lose a trace of colour, `small` ones use two inks."""
        if _neutral(rgb, letters):
            return self.grey(sum(rgb) / 3, letters)
        inks = self.profiled(rgb)
        return self._two(inks) if small and sum(map(bool, inks)) > 2 else inks

    def grey(self, value: float, letters: bool = False) -> Inks4:
        """Return black alone for a grey from 0 to 1, as dark on paper as it is on a screen."""
        aim = _lightness(round(max(0.0, min(1.0, value)) * 255) / 255)
        dark, bright = self._tones[255][0], self._tones[0][0]
        black = next(
            k for k in range(256) if (self._tones[k][0] - dark) / (bright - dark) * 100 <= aim + 0.2 or k == 255
        )
        share = round(black / 255, 2)
        return BLACK if letters and share >= _SOLID else (0.0, 0.0, 0.0, share)

    def profiled(self, rgb: RGB) -> Inks4:
        """Return the inks for a colour as the profile separates it, within the limit and without traces."""
        pixel = Image.new("RGB", (1, 1), tuple(round(255 * max(0.0, min(1.0, each))) for each in rgb))
        c, m, y, k = (each / 255 for each in self._applied(self._to_inks, pixel).tobytes())
        c, m, y, k = (0.0 if each < _TRACE else each for each in (c, m, y, k))
        room = self.limit - k
        share = min(1.0, room / (c + m + y)) if c + m + y else 1.0
        return tuple(int(100 * each + 0.5) / 100 for each in (c * share, m * share, y * share, k))  # type: ignore[return-value]

    def image(self, picture: Any, source: bytes = b"") -> Any:
        """Return an image in RGB as inks, or in grey if it holds no colour; `source` is its own profile, if any."""
        red, green, blue = picture.split()
        if not (ImageChops.difference(red, green).getbbox() or ImageChops.difference(green, blue).getbbox()):
            return self.toned(red)
        transform = self._from(ImageCms.getOpenProfile(BytesIO(source))) if source else self._to_inks
        return self._limited(self._applied(transform, picture))

    def toned(self, picture: Any) -> Any:
        """Return a grey image whose tones look on paper, in black alone, as they do on a screen."""
        return picture.point([255 - round(255 * self.grey(value / 255)[3]) for value in range(256)])

    def _limited(self, picture: Any) -> Any:
        """Return an image with less cyan, magenta and yellow where all inks together are above the limit."""
        from PIL import ImageMath

        c, m, y, k = picture.split()
        most = round(self.limit * 255)

        def lessened(args: dict[str, Any]) -> Any:
            below = args["c"] + args["m"] + args["y"]
            room = args["min"](below, most - args["k"])
            return args["convert"](args["one"] * room / args["max"](below, 1), "L")

        inks = [ImageMath.lambda_eval(lessened, c=c, m=m, y=y, k=k, one=one) for one in (c, m, y)]
        return Image.merge("CMYK", (*inks, k))

    def palette(self, colours: bytes) -> bytes:
        """Return a palette in RGB as one in CMYK."""
        triples = zip(*[iter(colours)] * 3, strict=False)
        return bytes(
            round(255 * ink) for each in triples for ink in self.colour((each[0] / 255, each[1] / 255, each[2] / 255))
        )

    def _applied(self, transform: Any, picture: Any) -> Any:
        return ImageCms.applyTransform(picture, transform)

    def _measured(self, picture: Any) -> list[Lab]:
        """Return Lab of the pixels of an image in CMYK, L* from 0 to 100."""
        data = self._applied(self._to_lab, picture).tobytes()
        return [(data[at] * 100 / 255, _signed(data[at + 1]), _signed(data[at + 2])) for at in range(0, len(data), 3)]

    def _two(self, inks: Inks4) -> Inks4:
        """Return the few inks that look nearest to a colour of more of them."""
        if not self._pairs:
            found = list(_few())
            picture = Image.frombytes("CMYK", (len(found), 1), bytes(round(255 * v) for each in found for v in each))
            self._pairs = list(zip(self._measured(picture), found, strict=True))
        pixel = Image.frombytes("CMYK", (1, 1), bytes(round(255 * each) for each in inks))
        aim = self._measured(pixel)[0]

        def off(pair: tuple[Lab, Inks4]) -> float:
            price = _THIRD if sum(map(bool, pair[1])) > 2 else 0.0
            return sum((a - b) ** 2 for a, b in zip(pair[0], aim, strict=True)) + price

        return min(self._pairs, key=off)[1]


def _few() -> Iterable[Inks4]:
    """Yield all pairs of inks in steps of four per cent, and all pairs with black in steps of ten."""
    chosen = [*combinations(range(4), 2), *((*pair, 3) for pair in combinations(range(3), 2))]
    for places in chosen:
        steps = _STEPS[len(places) - 2]
        for amounts in product(range(steps + 1), repeat=len(places)):
            inks = [0.0] * 4
            for place, amount in zip(places, amounts, strict=True):
                inks[place] = amount / steps
            yield inks[0], inks[1], inks[2], inks[3]


def _neutral(rgb: RGB, letters: bool) -> bool:
    """Return whether a colour is a grey for print; light tints of areas and clear colours are not."""
    apart = max(rgb) - min(rgb)
    if letters or max(rgb) <= _LIGHT:
        return apart <= (_LETTERS if letters else _AREAS)
    return apart <= 2 / 255


def _signed(value: int) -> int:
    return value - 256 if value > 127 else value


def _lightness(value: float) -> float:
    """Return L* of a grey of sRGB from 0 to 1."""
    linear = value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
    return 116 * linear ** (1 / 3) - 16 if linear > 0.008856 else 903.3 * linear
