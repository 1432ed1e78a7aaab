"""Pictures of a report: read, measured, and made to fit the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import files
from ..coding import coded
from ..outline import escaped
from ..picture import bare_picture
from ..problems import error

if TYPE_CHECKING:
    from lxml.etree import _Element

    from .gathered import Gathered, Relationships

EMU = 635
"""English metric units in a twentieth of a point."""
KINDS = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif"}
HIGHEST = 0.6
"""A picture takes no more than this share of the height of the text."""
LARGEST = 30_000_000
_GRAPHIC = "http://schemas.openxmlformats.org/drawingml/2006/main"
_PICTURE = "http://schemas.openxmlformats.org/drawingml/2006/picture"


def drawn(gathered: Gathered, links: Relationships | None, element: _Element, left: int) -> str:
    """Return the run that shows an ``img`` in a text that is indented by `left` twentieths of a point.

    A picture that is not there, is too large, or is none that Word shows (PNG, JPEG or GIF) is noted as a problem.
    """
    name, alt = element.get("src", ""), element.get("alt", "")
    found = _read(gathered, name)
    if isinstance(found, str) or links is None:
        what, _, hint = found.partition("; ") if isinstance(found, str) else ("has no place here", "", "take it out")
        gathered.problems.append(error(gathered.place_of(name), f"the picture {name} {what}", hint, "picture"))
        return ""
    data, kind, width, height = found
    look = gathered.package.look
    room = (look.measure - left) * EMU, int((look.height - 2 * look.top) * EMU * HIGHEST)
    scale = min(1.0, room[0] / width, room[1] / height)
    across, down = max(1, int(width * scale)), max(1, int(height * scale))
    target = f"media/{files.digest(data)[:16]}.{kind}"
    gathered.media[f"word/{target}"] = data
    link = links.to("image", target)
    number = gathered.number(f"picture {name}")
    called = f'id="{number}" name="{coded(name)[:40]}" descr="{escaped(alt)}"'
    return (
        f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{across}" cy="{down}"/>'
        f'<wp:docPr {called}/><wp:cNvGraphicFramePr><a:graphicFrameLocks xmlns:a="{_GRAPHIC}" noChangeAspect="1"/>'
        f'</wp:cNvGraphicFramePr><a:graphic xmlns:a="{_GRAPHIC}"><a:graphicData uri="{_PICTURE}">'
        f'<pic:pic xmlns:pic="{_PICTURE}"><pic:nvPicPr><pic:cNvPr {called}/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{link}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{across}" cy="{down}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )


def _read(gathered: Gathered, name: str) -> tuple[bytes, str, int, int] | str:
    """Return a picture's bytes, its ending, and its own size in English metric units, or what is wrong with it."""
    from docx.image.exceptions import InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError
    from docx.image.image import Image

    path = gathered.pictures.get(name)
    if path is None or not path.is_file():
        return "is not there; put it where the text says, or mend its name"
    if path.stat().st_size > LARGEST:
        return f"is larger than {LARGEST:,} bytes; make it smaller"
    data = path.read_bytes()
    try:
        image = Image.from_blob(data)
        kind, size = KINDS.get(image.content_type, ""), (int(image.width), int(image.height))
    except (UnrecognizedImageError, InvalidImageStreamError, UnexpectedEndOfFileError, ArithmeticError, ValueError):
        kind, size = "", (0, 0)
    if not kind or min(size) <= 0:
        return "is no PNG, JPEG or GIF picture, or is damaged; save it as PNG or JPEG"
    return (bare_picture(data) if gathered.bare else data), kind, *size
