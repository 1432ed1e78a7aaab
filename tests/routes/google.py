"""What Google Docs makes of a Word file, played from public traces of its exports (Google Docs itself is not here).

Our controls are gone; random runs, paragraphs and cells stand in controls of its own, tagged ``goog_rdk_N``. Bookmarks
are called ``id.`` and random letters. Named styles but headings, Title and Subtitle are what they look like, set
directly on Normal or ``normal1``. Files know no properties but the times; runs say ``w:b w:val="0"``; revision ids are
noise. Words, lists, links, tables, pictures, comments, footnotes, heads and feet stay.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from typing import NamedTuple

from lxml import etree

from .controls import unwrap
from .package import TEXTS, W, opened, packed, without, written

KEPT = re.compile(r"heading [1-6]|title|subtitle", re.IGNORECASE)
GONE = ("docProps/", "word/glossary/", "customXml/", "word/webSettings")
LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
_PARAGRAPH = """
pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs
suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd
snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment
textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange
"""
_RUN = """
rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid vanish
webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em lang
eastAsianLayout specVanish oMath
"""

Look = Mapping[str, etree._Element]


class Style(NamedTuple):
    """What a style says of paragraphs and runs, with what it is based on; `stays` if its name does."""

    paragraph: Look
    run: Look
    stays: bool


def exported(data: bytes, seed: int = 0) -> bytes:
    """Return a file as Google Docs would give it back."""
    chance = random.Random(seed)
    parts = without(opened(data), GONE)
    styles = _styles(etree.fromstring(parts["word/styles.xml"]))
    body = chance.choice(("Normal", "normal1"))
    renamed: dict[str, str] = {}
    for name in TEXTS:
        if name in parts:
            tree = etree.fromstring(parts[name])
            unwrap(tree)
            _rename(tree, renamed, chance)
            _flatten(tree, styles, body)
            _noise(tree)
            if name == "word/document.xml":
                _wrap(tree, chance)
            parts[name] = written(tree)
    parts["word/styles.xml"] = _own_styles(etree.fromstring(parts["word/styles.xml"]))
    if "word/numbering.xml" in parts:
        lists = etree.fromstring(parts["word/numbering.xml"])
        etree.strip_elements(lists, f"{W}pStyle", f"{W}styleLink", f"{W}numStyleLink")
        parts["word/numbering.xml"] = written(lists)
    return packed(parts)


def _styles(tree: etree._Element) -> dict[str, Style]:
    told = {each.get(f"{W}styleId", ""): each for each in tree.iterfind(f"{W}style")}
    return {name: _style(name, told) for name in told}


def _style(name: str, told: Mapping[str, etree._Element]) -> Style:
    chain: list[etree._Element] = []
    at = name
    while at in told and told[at] not in chain:
        chain.append(told[at])
        at = _value(told[at], "basedOn")
    paragraph: dict[str, etree._Element] = {}
    run: dict[str, etree._Element] = {}
    for each in reversed(chain):
        paragraph |= _look(each.find(f"{W}pPr"))
        run |= _look(each.find(f"{W}rPr"))
    return Style(paragraph, run, bool(KEPT.fullmatch(_value(told[name], "name"))))


def _look(about: etree._Element | None) -> dict[str, etree._Element]:
    return {} if about is None else {_short(each): each for each in about}


def _short(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _value(element: etree._Element, name: str) -> str:
    found = element.find(f"{W}{name}")
    return "" if found is None else found.get(f"{W}val", "")


def _flatten(tree: etree._Element, styles: Mapping[str, Style], body: str) -> None:
    """Turn the styles of a part into direct formatting."""
    for paragraph in tree.iter(f"{W}p"):
        about = paragraph.find(f"{W}pPr")
        if about is None:
            about = etree.Element(f"{W}pPr")
            paragraph.insert(0, about)
        style = styles.get(_value(about, "pStyle"))
        own = _look(about)
        name = own.get("pStyle")
        if style is None or not style.stays:
            given = dict(style.paragraph) if style else {}
            name = etree.Element(f"{W}pStyle", {f"{W}val": body})
            own = given | own
        _fill(about, own | ({"pStyle": name} if name is not None else {}), _PARAGRAPH)
        for run in paragraph.iter(f"{W}r"):
            _plain(run, style, styles)


def _plain(run: etree._Element, style: Style | None, styles: Mapping[str, Style]) -> None:
    about = run.find(f"{W}rPr")
    if about is None:
        about = etree.Element(f"{W}rPr")
        run.insert(0, about)
    own = _look(about)
    named = own.pop("rStyle", None)
    character = styles.get(named.get(f"{W}val", "")) if named is not None else None
    inherited = {} if style is None or style.stays else dict(style.run)
    full = inherited | (dict(character.run) if character else {}) | own
    if style is None or not style.stays:
        for name in ("b", "i"):
            full.setdefault(name, etree.Element(f"{W}{name}", {f"{W}val": "0"}))
    full.setdefault("rtl", etree.Element(f"{W}rtl", {f"{W}val": "0"}))
    _fill(about, full, _RUN)


def _fill(about: etree._Element, look: Look, order: str) -> None:
    """Give `about` these children, copied, in the order of the schema."""
    names = order.split()
    children = [(name, etree.fromstring(etree.tostring(each, with_tail=False))) for name, each in look.items()]
    for each in list(about):
        about.remove(each)
    about.extend(each for _, each in sorted(children, key=lambda found: names.index(found[0])))


def _rename(tree: etree._Element, renamed: dict[str, str], chance: random.Random) -> None:
    for each in tree.iter(f"{W}bookmarkStart", f"{W}hyperlink"):
        key = f"{W}name" if each.tag == f"{W}bookmarkStart" else f"{W}anchor"
        name = each.get(key)
        if name:
            each.set(key, renamed.setdefault(name, "id." + "".join(chance.choices(LETTERS, k=13))))


def _noise(tree: etree._Element) -> None:
    for each in tree.iter(f"{W}p", f"{W}r"):
        names = ("rsidR", "rsidDel", "rsidP", "rsidRDefault", "rsidRPr") if each.tag == f"{W}p" else ("rsidDel",)
        for name in (*names, "rsidR", "rsidRPr"):
            each.set(f"{W}{name}", "00000000")
    for each in tree.iter(f"{W}t"):
        each.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _wrap(tree: etree._Element, chance: random.Random) -> None:
    """Put random cells, paragraphs and runs into controls that hold nothing of ours."""
    for kind, part in (("tc", 0.3), ("p", 0.1), ("r", 0.1)):
        for each in [found for found in tree.iter(f"{W}{kind}") if chance.random() < part]:
            if kind == "r" and each.find(f"{W}fldChar") is not None:
                continue
            _inside(each, chance.randrange(2**30), locked=kind == "tc")
    for at, tag in enumerate(tree.iter(f"{W}tag")):
        tag.set(f"{W}val", f"goog_rdk_{at}")


def _inside(element: etree._Element, number: int, locked: bool) -> None:
    control = etree.Element(f"{W}sdt")
    about = etree.SubElement(control, f"{W}sdtPr")
    if locked:
        etree.SubElement(about, f"{W}lock", {f"{W}val": "contentLocked"})
    etree.SubElement(about, f"{W}id", {f"{W}val": str(number)})
    etree.SubElement(about, f"{W}tag", {f"{W}val": "goog_rdk_"})
    content = etree.SubElement(control, f"{W}sdtContent")
    parent = element.getparent()
    assert parent is not None
    parent.replace(element, control)
    content.append(element)


def _own_styles(tree: etree._Element) -> bytes:
    """Return the styles without those it does not know, and with its own name for the body's."""
    for each in tree.findall(f"{W}style"):
        kind, name = each.get(f"{W}type"), _value(each, "name")
        if kind != "table" and not KEPT.fullmatch(name) and name != "Normal":
            tree.remove(each)
        for inner in each.findall(f"{W}next"):
            each.remove(inner)
    own = etree.SubElement(
        tree, f"{W}style", {f"{W}type": "paragraph", f"{W}styleId": "normal1", f"{W}customStyle": "1"}
    )
    etree.SubElement(own, f"{W}name", {f"{W}val": "normal"})
    return written(tree)
