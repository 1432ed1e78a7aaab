"""The lists of a house's template made ours: one list of nine levels each for points, numbers, recommendations.

Templates number “List Bullet” and “List Bullet 2” in lists of their own, or not at all. Here each level is taken from
the style that the template gives it, as far as it carries a sign; what it lacks is ours, without font and colour. The
styles are bound to the new list, so that Enter gives the next point and the tabulator the next level.
"""

from __future__ import annotations

import re
from copy import deepcopy
from typing import TYPE_CHECKING

from .package import W, whole
from .roles import Styles
from .schema import child, put, value

if TYPE_CHECKING:
    from lxml.etree import _Element

STEP = 284
"""How much deeper a level stands than the one above it, if neither says so."""


def adopt(theirs: _Element, ours: _Element, ours_by_id: dict[str, str], styles: Styles) -> None:
    """Add our lists to the template's, with signs and indents from its styles; `ours_by_id` names our styles' roles."""
    taken = [whole(value(each, "", "abstractNumId")) for each in theirs.findall(f"{{{W}}}abstractNum")]
    used = [whole(value(each, "", "numId")) for each in theirs.findall(f"{{{W}}}num")]
    kinds = {value(each, "", "abstractNumId"): each for each in ours.findall(f"{{{W}}}abstractNum")}
    for number in ours.findall(f"{{{W}}}num"):
        kind = deepcopy(kinds[value(number, "abstractNumId")])
        taken.append(max([0, *taken]) + 1)
        used.append(max([0, *used]) + 1)
        put(kind, abstractNumId=taken[-1])
        _compose(kind, used[-1], theirs, ours_by_id, styles)
        new = deepcopy(number)
        put(new, numId=used[-1])
        put(child(new, "abstractNumId"), val=taken[-1])
        theirs.append(kind)
        theirs.append(new)


def mend(theirs: _Element) -> None:
    """Remove what numbering may not say twice or of pictures that are gone."""
    pictures = {value(each, "", "numPicBulletId") for each in theirs.findall(f"{{{W}}}numPicBullet")}
    for element in list(theirs.iter(f"{{{W}}}lvlPicBulletId")):
        if value(element) not in pictures:
            element.getparent().remove(element)  # type: ignore[union-attr]
    kinds = {value(each, "", "abstractNumId") for each in theirs.findall(f"{{{W}}}abstractNum")}
    for number in theirs.findall(f"{{{W}}}num"):
        if value(number, "abstractNumId") not in kinds:
            theirs.remove(number)
    for element in theirs.findall(f"{{{W}}}numIdMacAtCleanup"):
        theirs.remove(element)


def unbind(styles: Styles, numbering: _Element) -> None:
    """Remove from styles the lists that are not there."""
    known = {value(each, "", "numId") for each in numbering.findall(f"{{{W}}}num")} | {"0"}
    for element in list(styles.tree.iter(f"{{{W}}}numPr")):
        if value(element, "numId") and value(element, "numId") not in known:
            element.getparent().remove(element)  # type: ignore[union-attr]


def _compose(kind: _Element, number: int, theirs: _Element, ours_by_id: dict[str, str], styles: Styles) -> None:
    """Make the levels of one list, and bind to it the styles that its levels name."""
    above = 0
    for at, level in enumerate(kind.findall(f"{{{W}}}lvl")):
        role = ours_by_id.get(value(level, "pStyle"), "")
        found = sign(styles, styles.roles[role], theirs) if role and role not in styles.added else None
        if found is not None:
            taken = _taken(found[0], found[1], at)
            kind.replace(level, taken)
            level = taken
        else:
            _plain(level)
        above = _indented(level, styles.by_id.get(styles.roles.get(role, "")), above, found is not None)
        if role:
            _bind(level, styles, role, number, at, above)


def sign(styles: Styles, name: str, numbering: _Element) -> tuple[_Element, int] | None:
    """Return the level that a style's paragraphs are numbered by, and which level of its list that is."""
    for style in styles.chain(styles.by_id[name]):
        place = style.find(f"{{{W}}}pPr/{{{W}}}numPr")
        if place is None or not value(place, "numId"):
            continue
        kind = _kind(value(place, "numId"), numbering)
        levels = kind.findall(f"{{{W}}}lvl") if kind is not None else []
        bound = [at for at, each in enumerate(levels) if value(each, "pStyle") == name]
        at = whole(value(place, "ilvl")) if value(place, "ilvl") else bound[0] if bound else 0
        return (levels[at], at) if 0 <= at < len(levels) else None
    return None


def _kind(number: str, numbering: _Element) -> _Element | None:
    found = next((e for e in numbering.findall(f"{{{W}}}num") if value(e, "", "numId") == number), None)
    name = value(found, "abstractNumId")
    return next((e for e in numbering.findall(f"{{{W}}}abstractNum") if value(e, "", "abstractNumId") == name), None)


def _taken(level: _Element, was: int, at: int) -> _Element:
    """Return the template's level at another depth; its text counts that depth."""
    copy = deepcopy(level)
    put(copy, ilvl=at)
    text = copy.find(f"{{{W}}}lvlText")
    if text is not None and was != at:
        put(text, val=re.sub(rf"%{was + 1}(?!\d)", f"%{at + 1}", value(text)))
    for name in ("tmpl", "tentative"):
        copy.attrib.pop(f"{{{W}}}{name}", None)
    for old in copy.findall(f"{{{W}}}pStyle"):
        copy.remove(old)
    return copy


def _plain(level: _Element) -> None:
    for element in level.findall(f"{{{W}}}rPr/*"):
        if element.tag in (f"{{{W}}}rFonts", f"{{{W}}}color"):
            element.getparent().remove(element)  # type: ignore[union-attr]


def _indented(level: _Element, style: _Element | None, above: int, theirs: bool) -> int:
    """Set the indent of a level, deeper than the one above; return where its text stands."""
    indent = child(child(level, "pPr"), "ind")
    own = style.find(f"{{{W}}}pPr/{{{W}}}ind") if style is not None else None
    left, hanging = _left(indent), whole(value(indent, "", "hanging"))
    if own is not None:
        left = _left(own, left)
        hanging = whole(value(own, "", "hanging"), 0 if value(own, "", "firstLine") else hanging)
    if left <= above and (above or not theirs):
        left = above + (hanging or STEP)
    indent.attrib.clear()
    put(indent, left=left, hanging=max(0, hanging))
    return left


def _left(indent: _Element, lacking: int = 0) -> int:
    return whole(value(indent, "", "left") or value(indent, "", "start"), lacking)


def _bind(level: _Element, styles: Styles, role: str, number: int, at: int, left: int) -> None:
    """Bind a level and the style of a role to each other; what continues a point stands below its words."""
    put(child(level, "pStyle"), val=styles.roles[role])
    properties = child(styles.by_id[styles.roles[role]], "pPr")
    for old in properties.findall(f"{{{W}}}numPr"):
        properties.remove(old)
    place = child(properties, "numPr")
    if at:
        put(child(place, "ilvl"), val=at)
    put(child(place, "numId"), val=number)
    follows = {"list bullet": "list continue", "recommendation": "detail"}.get(re.sub(r" \d$", "", role), "")
    follows += role[-2:] if role[-1:].isdigit() and follows else ""
    if follows in styles.added:
        put(child(child(styles.by_id[styles.added[follows]], "pPr"), "ind"), left=left)
