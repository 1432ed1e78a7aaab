"""Images in inks: RGB becomes CMYK, from its own profile if it has one; resolution and masks stay."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from pikepdf import Array, Name, PdfImage, Stream
from PIL import Image, ImageCms

from . import spaces
from .inks import Converter

LARGEST = 200_000_000
"""An image may have so many pixels at most: a page of A3 at 1200 pixels an inch has 278 million bits, not colours."""
_QUALITY = 92


def convert(image: Any, inks: Converter, grey: bool) -> None:
    """Turn an image of a PDF into CMYK, or into grey within a mask or where it has no colour."""
    for each in (image, image.get("/SMask", {})):  # PDF/A allows none (ISO 19005-2, 6.2.8), and presses resample
        if "/Interpolate" in each:
            del each["/Interpolate"]
    if image.get("/ImageMask"):
        return
    space = spaces.kind(image.get("/ColorSpace"))
    if space == spaces.INDEXED and spaces.kind(image.ColorSpace[1]) == spaces.RGB and not grey:
        _palette(image, inks)
    elif space in (spaces.RGB, spaces.INDEXED) and not (space == spaces.INDEXED and not _coloured(image.ColorSpace[1])):
        _pixels(image, inks, grey)
    elif space == spaces.LAB:
        raise spaces.unprintable("an image in Lab")


def _coloured(space: Any) -> bool:
    return spaces.kind(space) not in (spaces.GREY, spaces.CMYK, spaces.INK)


def _palette(image: Any, inks: Converter) -> None:
    lookup = image.ColorSpace[3]
    colours = lookup.read_bytes() if isinstance(lookup, Stream) else bytes(lookup)
    last = int(image.ColorSpace[2])
    image.ColorSpace = Array([Name.Indexed, Name.DeviceCMYK, last, inks.palette(colours[: 3 * (last + 1)])])


def _pixels(image: Any, inks: Converter, grey: bool) -> None:
    if int(image.Width) * int(image.Height) > LARGEST or isinstance(image.get("/Mask"), Array):
        raise spaces.unprintable(f"an image of {int(image.Width)} by {int(image.Height)} pixels, masked by a colour")
    profile = image.ColorSpace[1].read_bytes() if _own(image) else b""
    try:
        picture = PdfImage(image).as_pil_image().convert("RGB")
        made = picture.convert("L") if grey else inks.image(picture, profile)
    except (OSError, ValueError, NotImplementedError, ImageCms.PyCMSError) as mistake:
        raise spaces.unprintable(f"an image ({mistake})") from mistake
    _write(image, made, image.get("/Filter") in (Name.DCTDecode, Array([Name.DCTDecode])))


def _own(image: Any) -> bool:
    return isinstance(image.ColorSpace, Array) and image.ColorSpace[0] == Name.ICCBased


def _write(image: Any, picture: Image.Image, photograph: bool) -> None:
    image.ColorSpace = Name.DeviceGray if picture.mode == "L" else Name.DeviceCMYK
    image.BitsPerComponent = 8
    for key in ("/Decode", "/DecodeParms"):
        if key in image:
            del image[key]
    if not photograph:
        image.write(picture.tobytes())
        return
    file = BytesIO()
    picture.save(file, "JPEG", quality=_QUALITY, subsampling=0)
    image.write(file.getvalue(), filter=Name.DCTDecode)
    if picture.mode == "CMYK":
        image.Decode = Array([1, 0] * 4)  # as Adobe's programs write them: 255 is no ink
