"""Letters: their fonts, their meaning, their size, and that none stands beyond the page (T, C01 and I03)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from ..rectangle import Box
from .contrast import ratio
from .findings import Finding, found
from .opened import File
from .pixels import below
from .print_checks import cut
from .shown import Colour, Shown, Words
from .typeset import Font

SMALL = 6.0
"""Letters smaller than this, in points, fill in on the press."""


@dataclass
class _Use:
    font: Font
    pages: list[int] = field(default_factory=list)


def fonts(checked: File) -> Iterator[Finding]:
    """Check every font that shows a letter, and what its letters mean."""
    used: dict[str, _Use] = {}
    letters: dict[str, list[int]] = defaultdict(list)
    for number, shown in enumerate(checked.shown, 1):
        for words in shown.words:
            font = shown.fonts[words.font]
            used.setdefault(font.name, _Use(font)).pages.append(number)
            for check in _letters(font, words):
                letters[check].append(number)
    for name in sorted(used):
        for check, what, hint in _font(used[name].font):
            yield found(check, what.format(name=name), hint, *used[name].pages)
    for check, numbers in sorted(letters.items()):
        what, hint = _LETTERS[check]
        yield found(check, what, hint, *numbers)


def _font(font: Font) -> Iterator[tuple[str, str, str]]:
    if not font.embedded:
        yield "T01", "{name} is not in the file", "make the PDF with fonts embedded"
    if font.drawn:
        yield "T02", "{name} is made of pictures or streams (Type 3)", "use the font's outlines"
    if not font.readable:
        yield "T03", "the letters of {name} cannot be read back", "make the PDF with a program that writes ToUnicode"
    if not font.honest:
        yield "T05", "the letters of {name} are not as wide as the file says", "make the PDF again with another program"
    if not font.maps_glyphs:
        yield "T04", "the glyphs of {name} are not numbered", "make the PDF again with another program"


def _letters(font: Font, words: Words) -> Iterator[str]:
    if words.seen and font.lacks(words.codes):
        yield "T06"
    if not words.codes.isdisjoint(font.private):
        yield "T07"
    if words.seen and words.size < SMALL - 0.01:
        yield "T08"


_LETTERS = {
    "T06": ("letters show as empty boxes", "use a font that has them: rapporteur doctor says which"),
    "T07": ("letters have a private meaning, which no reader knows", "use a font of Unicode"),
    "T08": (f"letters are smaller than {SMALL:g} points", "set them larger"),
}


def places(checked: File) -> Iterator[Finding]:
    """Check that words stand on the page, and that pictures are not smoothed."""
    beyond, smooth = [], []
    for number, (page, shown) in enumerate(zip(checked.pages, checked.shown, strict=True), 1):
        trim = cut(page).grown(1)
        beyond += [number for each in shown.words if each.seen and _crosses(each, trim)]
        smooth += [number for each in shown.pictures if _smoothed(each.image)]
    if beyond:
        yield found("C01", "words stand beyond the edge of the page", "make the margins wider", *beyond)
    if smooth:
        yield found("I03", "pictures ask to be smoothed (Interpolate)", "save them without it", *smooth)


def _crosses(words: Words, trim: Box) -> bool:
    """Return whether words of the page run over its edge; those wholly outside are marks for the printer."""
    return trim.meets(words.box) and not trim.holds(words.box)


def _smoothed(image: object) -> bool:
    get = getattr(image, "get", None) or getattr(getattr(image, "obj", None), "get", None)
    return bool(get and (get("/Interpolate") or get("/I")))


def grounds(checked: File) -> Iterator[Finding]:
    """Check that letters can be told from what they stand on (A12)."""
    pale: dict[int, float] = {}
    for number, shown in enumerate(checked.shown, 1):
        for each in _legible(shown):
            least = 3.0 if each.size >= 18 else 4.5
            value = _contrast(each)
            if value is not None and value < least - 0.01:
                pale[number] = min(value, pale.get(number, value))
    if pale:
        what = f"letters stand out from their ground by {min(pale.values()):.1f} : 1, and 4.5 : 1 is the least"
        yield found("A12", what, "make them darker, or their ground lighter", *pale)


def _contrast(words: Words) -> float | None:
    """Return how far words stand out; on a picture, from what is nearest to them below a tenth of them."""
    if isinstance(words.ground, Colour):
        return ratio(words.fill, words.ground)
    found = sorted(value for each in below(words.ground, words.box) if (value := ratio(words.fill, each)) is not None)
    return found[len(found) // 10] if found else None


def pictured(checked: File) -> Iterator[Finding]:
    """Check that pages are not pictures of pages, whose words nobody finds or hears (C03)."""
    mute = [
        number
        for number, (page, shown) in enumerate(zip(checked.pages, checked.shown, strict=True), 1)
        if not shown.words and any(_covers(each.box, cut(page)) for each in shown.pictures)
    ]
    if mute:
        yield found("C03", "pages are pictures without words", "make the PDF of the text, or have it recognised", *mute)


def _covers(box: Box, page: Box) -> bool:
    part = box.within(page)
    return part.width * part.height > 0.7 * page.width * page.height


def _legible(shown: Shown) -> Iterator[Words]:
    return (each for each in shown.words if each.seen and each.tagged)
