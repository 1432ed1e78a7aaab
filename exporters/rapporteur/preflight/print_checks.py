"""What a printer asks: boxes, bleed, inks, lines, pictures (X, K, G, I and C)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from pikepdf import Name, Stream

from ..press import spaces
from ..printer import PAPERS, Printer
from ..problems import Refused
from ..rectangle import MM, Box, box
from .findings import Finding, found
from .opened import File
from .overprint import leaves_white_edges
from .pixels import heaviest
from .shown import Colour, Shown, Words

_NEAR = 0.3
"""Edges this near each other, in points, are one."""
_BLURRED = 10
"""So much more ink, in per cent, a compressed picture may have than the colours it was made of."""
_BOXES = ("/ArtBox", "/TrimBox", "/BleedBox", "/MediaBox")


def cut(page: Any) -> Box:
    """Return where a page is cut: its TrimBox, or what is nearest to one."""
    known = (box(page, key) for key in ("/TrimBox", "/ArtBox", "/CropBox", "/MediaBox"))
    return next(each for each in known if each is not None)


class Pages(defaultdict[str, list[int]]):
    """Texts of findings, each with its pages."""

    def __init__(self) -> None:
        super().__init__(list)


def boxes(checked: File) -> Iterator[Finding]:
    """Check the boxes of pages, and whether readers' programs turn or scale them."""
    bare = [number for number, page in enumerate(checked.pages, 1) if box(page, "/TrimBox") is None]
    if bare:
        yield found("X01", "there is no TrimBox", "ask for a PDF with trim and bleed boxes", *bare)
    wrong = Pages()
    turned: list[int] = []
    for number, page in enumerate(checked.pages, 1):
        for what in _unordered(page):
            wrong[what].append(number)
        if int(page.obj.get("/Rotate", 0)) % 360 or float(page.obj.get("/UserUnit", 1)) != 1:
            turned.append(number)
    yield from (found("X02", what, "make the PDF again", *pages) for what, pages in wrong.items())
    if turned:
        yield found("G01", "pages are turned or scaled", "save the pages as they are to be printed", *turned)
    sizes = Pages()
    for number, page in enumerate(checked.pages, 1):
        trim = cut(page)
        sizes[f"{trim.width:.0f}×{trim.height:.0f}"].append(number)
    if len(sizes) > 1:
        fewer = min(sizes.values(), key=len)
        yield found("G02", f"pages have {len(sizes)} sizes", "print them apart, or turn the wide ones upright", *fewer)


def _unordered(page: Any) -> Iterator[str]:
    known = [(key, each) for key in _BOXES if (each := box(page, key)) is not None]
    for (inner, own), (outer, other) in pairwise(known):
        if not other.holds(own, _NEAR):
            yield f"the {inner[1:]} goes beyond the {outer[1:]}"
    if page.obj.get("/TrimBox") is not None and page.obj.get("/ArtBox") is not None:
        yield "there is an ArtBox beside the TrimBox"


def sizes(checked: File) -> Iterator[Finding]:
    """Check the trimmed size and the bleed, against the printer."""
    printer = checked.printer or Printer("any")
    small, lacking = Pages(), Pages()
    for number, page in enumerate(checked.pages, 1):
        trim, bleed = cut(page), box(page, "/BleedBox") or cut(page)
        own = trim.width / MM, trim.height / MM
        wanted = PAPERS.get(printer.trim)
        if wanted and max(abs(a - b) for a, b in zip(sorted(own), sorted(wanted), strict=True)) > 0.5:
            small[f"the page is {own[0]:.1f} × {own[1]:.1f} mm, and {printer.trim} is asked for"].append(number)
        has = min(bleed.beyond(trim))
        if has / MM < printer.bleed - 0.1:
            lacking[f"there are {max(0.0, has / MM):.1f} mm of bleed, and {printer.bleed:g} mm are asked for"].append(
                number
            )
    yield from (found("X03", what, "set the pages on that paper", *pages) for what, pages in small.items())
    yield from (found("X04", what, "set the pages with bleed", *pages) for what, pages in lacking.items())


def edges(checked: File) -> Iterator[Finding]:
    """Check what stands near the edge: words within the safe zone, areas that stop where the paper is cut."""
    printer = checked.printer or Printer("any")
    near, stopping = [], []
    for number, (page, shown) in enumerate(zip(checked.pages, checked.shown, strict=True), 1):
        trim = cut(page)
        safe = trim.grown(-printer.safe * MM + _NEAR)
        near += [number for each in shown.words if each.seen and trim.meets(each.box) and not safe.holds(each.box)]
        if printer.bleed:
            stopping += [number for each in shown.areas if _painted(each.fill) and _stops(each.box, trim, printer)]
    if near:
        what = f"words stand less than {printer.safe:g} mm from the edge"
        yield found("C02", what, "make the margins wider", *near)
    if stopping:
        hint = f"let areas go on {printer.bleed:g} mm beyond the edge"
        yield found("X06", "areas end just where the paper is cut", hint, *stopping)


def _painted(colour: Colour) -> bool:
    white = {spaces.CMYK: (0, 0, 0, 0), spaces.GREY: (1,), spaces.RGB: (1, 1, 1)}
    return colour.values != white.get(colour.space)


def _stops(area: Box, trim: Box, printer: Printer) -> bool:
    """Return whether an area touches an edge of the trimmed page without going on into the bleed."""
    beyond = printer.bleed * MM - _NEAR
    if not trim.meets(area) or min(area.width, area.height) < 2:
        return False
    return any(-_NEAR <= each < beyond for each in area.beyond(trim))


def press(checked: File) -> Iterator[Finding]:
    """Check annotations, the output intent and what PDF/X-4 asks (ISO 15930-7)."""
    clickable = [number for number, page in enumerate(checked.pages, 1) if len(page.obj.get("/Annots", ()))]
    if clickable:
        yield found("X05", "there are links, notes or fields", "make the press edition, which has none", *clickable)
    yield from _intent(checked)
    packet = checked.root("/Metadata")
    said = packet.read_bytes() if isinstance(packet, Stream) else b""
    if b"PDF/X-4" not in said:
        yield found("X10", "it does not say that it is PDF/X-4", "save it as PDF/X-4")
    elif checked.pdf.pdf_version > "1.6":
        yield found("X10", f"it is PDF {checked.pdf.pdf_version}, and PDF/X-4 is PDF 1.6", "save it as PDF/X-4")
    old: Any = checked.pdf.trailer.get("/Info", {})
    if str(old.get("/Trapped", "")) not in ("/True", "/False"):
        yield found("X11", "it does not say whether it is trapped", "save it as PDF/X-4")
    dates = [str(old.get(key, "")) for key in ("/CreationDate", "/ModDate")]
    if not all(dates) or b"CreateDate>" not in said or b"ModifyDate>" not in said:
        hint = "write the day with its year (date: 2018-09-05), or set SOURCE_DATE_EPOCH: PDF/X-4 asks for both dates"
        yield found("X13", "it does not say when it was made", hint)
    curved = [number for number, shown in enumerate(checked.shown, 1) if any(map(_transfers, shown.states))]
    if curved:
        yield found("X12", "transfer functions or halftones change tones", "save it without them", *curved)


def _intent(checked: File) -> Iterator[Finding]:
    intents = [each for each in checked.root("/OutputIntents") or () if each.get("/S") == Name.GTS_PDFX]
    if not intents:
        yield found("X07", "it does not say for which print it is", "save it as PDF/X-4, with the printer's profile")
        return
    intent = intents[0]
    profile = intent.get("/DestOutputProfile")
    if isinstance(profile, Stream):
        data = profile.read_bytes()
        if int(profile.get("/N", 0)) != 4 or data[12:20] != b"prtrCMYK" or data[36:40] != b"acsp":
            yield found("X08", "its profile is not one of four inks", "use the printer's own profile (CMYK)")
    elif "/RegistryName" not in intent:
        yield found("X08", "it has no profile and names no registered condition", "save it with the printer's profile")
    if not str(intent.get("/OutputConditionIdentifier", "")).strip():
        yield found("X09", "its output condition has no name", "name it, or write Custom")


def _transfers(state: Any) -> bool:
    functions = (state.get(key) for key in ("/TR", "/TR2", "/HT"))
    return any(each is not None and each not in (Name.Identity, Name.Default) for each in functions)


def inks(checked: File) -> Iterator[Finding]:
    """Check colours: screens', too much ink, black, small letters, thin lines."""
    printer = checked.printer or Printer("any")
    pages: dict[str, list[int]] = defaultdict(list)
    most = 0.0
    for number, shown in enumerate(checked.shown, 1):
        colours = [each.fill for each in shown.words] + [each.fill for each in shown.areas]
        colours += [each.colour for each in shown.lines]
        most = max([most, *map(_ink, colours)])
        for check, wrong in _wrong_colours(shown, colours, printer):
            pages[check] += [number] if wrong else []
    for check, numbers in pages.items():
        if numbers:
            what, hint = _INKS[check]
            yield found(check, what.format(most=most, limit=printer.ink_limit), hint, *numbers)


def _wrong_colours(shown: Shown, colours: list[Colour], printer: Printer) -> Iterator[tuple[str, bool]]:
    yield "K01", shown.shadings > 0 or any(each.space in (spaces.RGB, spaces.LAB) for each in colours)
    yield "K02", any(_ink(each) > printer.ink_limit + 1 for each in colours)
    yield "K03", any(each.size < 9 and sum(part > 0.02 for part in _four(each.fill)) > 2 for each in shown.words)
    yield "K04", any(_mixed_black(each.fill) for each in shown.words if each.seen)
    yield "K05", any(each.width < printer.line_minimum * MM - 0.01 for each in shown.lines)
    yield "K06", shown.vanishing > 0
    yield "K07", any(_edged(each) for each in shown.words if each.seen)


def _edged(words: Words) -> bool:
    ground = words.ground
    return words.size <= 12 and isinstance(ground, Colour) and leaves_white_edges(words.fill, ground, words.over)


_INKS = {
    "K01": ("colours are those of a screen (RGB or Lab)", "make the press edition, or convert the colours to CMYK"),
    "K02": ("a colour has {most:.0f} % of ink, and {limit} % are the most", "use a lighter colour"),
    "K03": ("letters below 9 points are mixed of three inks or more", "give small letters one or two inks"),
    "K04": ("black letters are mixed of several inks", "use black ink alone: 0 0 0 100"),
    "K05": ("lines are thinner than the press holds", "draw them 0.25 points wide"),
    "K06": ("something white is set to overprint, and vanishes", "let white knock out what is below it"),
    "K07": ("small black letters are let into a coloured ground", "let black letters overprint"),
}


def _four(colour: Colour) -> tuple[float, ...]:
    return colour.values if colour.space == spaces.CMYK and len(colour.values) == 4 else ()


def _ink(colour: Colour) -> float:
    """Return how much ink a colour takes, in per cent."""
    return 100 * sum(_four(colour))


def _mixed_black(colour: Colour) -> bool:
    parts = _four(colour)
    return bool(parts) and parts[3] > 0.85 and sum(parts[:3]) > 0.1


def pictures(checked: File) -> Iterator[Finding]:
    """Check the resolution and the colours of pictures."""
    printer = checked.printer or Printer("any")
    coarse, scant, screen, wet = Pages(), Pages(), [], Pages()
    for number, shown in enumerate(checked.shown, 1):
        for each in shown.pictures:
            image = each.image.obj if hasattr(each.image, "obj") else each.image
            ppi = _ppi(image, each.wide, each.high)
            if ppi < printer.image_minimum:
                coarse[f"a picture has {ppi:.0f} pixels per inch"].append(number)
            elif ppi < printer.image_warning:
                scant[f"a picture has {ppi:.0f} pixels per inch"].append(number)
            screen += [number] if _screen(image) else []
            ink = heaviest(image)
            if ink > printer.ink_limit + _BLURRED:
                wet[f"a picture has {ink:.0f} % of ink, and {printer.ink_limit} % are the most"].append(number)
    hint = f"use a larger picture: {printer.image_wanted} pixels per inch at the printed size"
    yield from (found("I01", what, hint, *pages) for what, pages in coarse.items())
    yield from (found("I01", what, hint, *pages, severity="warning") for what, pages in scant.items())
    yield from (found("I04", what, "convert it with the printer's profile", *pages) for what, pages in wet.items())
    if screen:
        yield found("I02", "pictures are in the colours of a screen", "convert them to CMYK or grey", *screen)


def _ppi(image: Any, wide: float, high: float) -> float:
    across = _number(image, "/Width", "/W") * 72 / wide if wide else float("inf")
    up = _number(image, "/Height", "/H") * 72 / high if high else float("inf")
    return min(across, up) * (1 if _number(image, "/BitsPerComponent", "/BPC") != 1 else 0.25)


def _number(image: Any, *keys: str) -> float:
    return next((float(image[key]) for key in keys if key in image), 0.0)


def _screen(image: Any) -> bool:
    space = image.get("/ColorSpace", image.get("/CS"))
    if space is None:
        return False
    try:
        kind = spaces.kind(space[1] if not isinstance(space, Name) and space[0] in _PALETTES else space)
    except (Refused, AttributeError, TypeError, ValueError, IndexError):
        return True
    return kind in (spaces.RGB, spaces.LAB)


_PALETTES = (Name.Indexed, Name.I)
