"""The pixels of pictures, made small enough to be looked at: how much ink they take, what letters stand on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from pikepdf import Array, Name, PdfError, PdfImage

from ..press import spaces
from ..rectangle import Box
from .shown import Colour, Picture

if TYPE_CHECKING:
    from PIL import Image

LARGEST = 40_000_000
"""The pixels of larger pictures are not looked at."""
_WIDE = 400
"""Pictures are looked at as if they were about so many pixels wide and high: ink is a matter of areas."""


def heaviest(image: Any) -> float:
    """Return the ink, in per cent, that a hundredth of a picture exceeds; 0 for one that is not in four inks."""
    picture = _opened(image, "CMYK")
    if picture is None:
        return 0.0
    sums = sorted(sum(each) for each in _pixels(picture))
    return float(sums[len(sums) * 99 // 100] * 100 / 255)


def below(picture: Picture, box: Box) -> tuple[Colour, ...]:
    """Return the colours of a picture that stand below a box; none if that cannot be told."""
    opened = _opened(picture.image, "") if picture.upright else None
    if opened is None:
        return ()
    whole, (wide, high) = picture.box, opened.size
    part = box.within(whole)
    left, right = ((x - whole.left) / whole.width * wide for x in (part.left, part.right))
    top, bottom = ((whole.top - y) / whole.height * high for y in (part.top, part.bottom))
    seen = opened.crop((int(left), int(top), max(int(right), int(left) + 1), max(int(bottom), int(top) + 1)))
    return tuple(Colour(spaces.RGB, tuple(value / 255 for value in each[:3])) for each in _pixels(seen.convert("RGB")))


def _pixels(picture: Image.Image) -> Iterable[tuple[int, ...]]:
    data, step = picture.tobytes(), len(picture.getbands())
    return (tuple(data[at : at + step]) for at in range(0, len(data), step))


def _opened(image: Any, mode: str) -> Image.Image | None:
    """Return a picture made small, None if it is too large, damaged, a mask, or of another mode."""
    held = image.obj if hasattr(image, "obj") else image
    if held.get("/ImageMask") or "/SMask" in held or int(held.get("/Width", 0)) * int(held.get("/Height", 0)) > LARGEST:
        return None
    try:
        picture = PdfImage(held).as_pil_image()
    except (PdfError, OSError, ValueError, TypeError, NotImplementedError, AttributeError, KeyError):
        return None
    if mode and picture.mode != mode:
        return None
    picture = picture.reduce(max(1, min(picture.size) // _WIDE))
    return _inverted(picture) if picture.mode == "CMYK" and _turned(held) else picture


def _turned(image: Any) -> bool:
    """Return whether pixels say the contrary of what they seem: Pillow takes all of Adobe's JPEGs to be inverted."""
    filters = image.get("/Filter")
    adobe = filters in (Name.DCTDecode, Array([Name.DCTDecode])) and b"Adobe" in image.read_raw_bytes()[:4096]
    decode = image.get("/Decode")
    return adobe != (decode is not None and float(decode[0]) > float(decode[1]))


def _inverted(picture: Image.Image) -> Image.Image:
    return picture.point(lambda value: 255 - value)
