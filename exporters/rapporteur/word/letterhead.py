"""Page and letterhead of a house's template: paper, margins, heads and feet, in the file's own terms.

A template may have several sections, each with its page set-up. In style mode the last one counts, with the heads and
feet it takes over from those before it; in slot mode all stay. Our running foot, by which a returned file is known,
goes below every foot in use; a variant that has none gets one.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import TYPE_CHECKING, NamedTuple

from .cleaning import Notes, R
from .package import W, whole
from .schema import child, ordered, put, value

if TYPE_CHECKING:
    from lxml.etree import _Element

    from .look import Look

VARIANTS = ("default", "first", "even")
_MARGINS = {"header": "head", "footer": "head", "top": "top", "bottom": "top", "left": "side", "right": "side"}
_NARROW = 2_000
"""No text is narrower, in twentieths of a point (35 mm); margins that leave less are a mistake."""


class Paper(NamedTuple):
    """The page: its size, its margins left and right, and the width of the text, in twentieths of a point."""

    width: int
    height: int
    top: int
    left: int
    right: int
    measure: int


def last_section(body: _Element, notes: Notes) -> _Element:
    """Return the properties of the last section, with the heads and feet it takes over; made if there are none."""
    sections = list(body.iter(f"{{{W}}}sectPr"))
    if not sections:
        from lxml import etree

        notes.mend("nothing was said of the page")
        return etree.SubElement(body, f"{{{W}}}sectPr")
    last = deepcopy(sections[-1])
    inherited: dict[tuple[str, str], _Element] = {}
    for section in sections:
        for each in _references(section):
            inherited[str(each.tag), value(each, "", "type") or "default"] = each
    for each in _references(last):
        last.remove(each)
    for at, each in enumerate(inherited.values()):
        last.insert(at, deepcopy(each))
    for old in last.findall(f"{{{W}}}type"):
        last.remove(old)
    return last


def _references(section: _Element) -> list[_Element]:
    return section.findall(f"{{{W}}}headerReference") + section.findall(f"{{{W}}}footerReference")


def settled(section: _Element, look: Look, notes: Notes) -> Paper:
    """Fill in what a section does not say of its page; return what it is."""
    size, margins = child(section, "pgSz"), child(section, "pgMar")
    if not (whole(value(size, "", "w")) and whole(value(size, "", "h"))):
        put(size, w=look.width, h=look.height)
        notes.mend("no size of the page: the layout's was taken")
    for name, ours in _MARGINS.items():
        if not value(margins, "", name):
            put(margins, **{name: getattr(look, ours)})
            notes.mend("not all margins: the layout's were taken")
    if not value(margins, "", "gutter"):
        put(margins, gutter=0)
    for old in section.findall(f"{{{W}}}bidi"):
        section.remove(old)
    if look.rtl:
        child(section, "bidi")
    ordered(section)
    return _paper(section, size, margins)


def _paper(section: _Element, size: _Element, margins: _Element) -> Paper:
    told = {name: whole(value(margins, "", name)) for name in ("top", "left", "right", "gutter")}
    width, height = whole(value(size, "", "w")), whole(value(size, "", "h"))
    measure = width - told["left"] - told["right"] - told["gutter"]
    columns = section.find(f"{{{W}}}cols")
    number = max(1, whole(value(columns, "", "num"), 1))
    measure = (measure - (number - 1) * whole(value(columns, "", "space"), 720)) // number
    return Paper(width, height, abs(told["top"]), told["left"], told["right"], max(measure, _NARROW))


def feet_in_use(sections: list[_Element], even: bool) -> tuple[str, ...]:
    """Return the variants of feet that some page shows."""
    first = any(is_on(section.find(f"{{{W}}}titlePg")) for section in sections)
    return tuple(name for name, used in zip(VARIANTS, (True, first, even), strict=True) if used)


def is_on(element: _Element | None) -> bool:
    """Whether an element that switches something on is there and does."""
    return element is not None and value(element) not in ("0", "false", "off")


def linked(sections: list[_Element]) -> Iterator[tuple[_Element, str, str, str]]:
    """Yield each reference to a head or foot: itself, its kind, its variant and the id of its relationship."""
    for section in sections:
        for each in _references(section):
            kind = "header" if str(each.tag).endswith("headerReference") else "footer"
            yield each, kind, value(each, "", "type") or "default", each.get(f"{{{R}}}id") or ""


def add_foot(section: _Element, variant: str, link: str) -> None:
    """Let a section show a foot that it had none of."""
    from lxml import etree

    new = etree.Element(f"{{{W}}}footerReference")
    put(new, type=variant)
    new.set(f"{{{R}}}id", link)
    section.insert(0, new)
    ordered(section)


def counts_pages(part: _Element) -> bool:
    """Whether a head or foot counts the pages itself."""
    codes = [each.text or "" for each in part.iter(f"{{{W}}}instrText")]
    codes += [value(each, "", "instr") for each in part.iter(f"{{{W}}}fldSimple")]
    return any(code.split()[:1] == ["PAGE"] for code in codes)
