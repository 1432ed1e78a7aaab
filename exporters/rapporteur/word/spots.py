"""Where in a returned file something stands, for people: the words of the nearest heading above it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
SIGNS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}softHyphen": "\u00ad", f"{W}noBreakHyphen": "\u2011"}
"""What stands for a character, beside text itself."""
DELETED = frozenset((f"{W}del", f"{W}moveFrom"))
_ASIDE = frozenset((f"{W}pPr", f"{W}rPr", f"{W}sdtPr", f"{W}tabs", FALLBACK))
_HEADING = re.compile(r"(?i)(title|heading ?[1-9]|überschrift ?[1-9]|titre ?[1-9]|título ?[1-9])$")


def words(element: _Element, also_deleted: bool = False) -> str:
    """Return the words in an element; where a paragraph begins in the midst, a new line does."""
    unseen = _ASIDE if also_deleted else _ASIDE | DELETED
    return "".join(_words(element, unseen)).strip("\n")


def _words(element: _Element, unseen: Collection[str]) -> Iterator[str]:
    for child in element:
        tag = str(child.tag)
        if tag == f"{W}t" or (tag == f"{W}delText" and f"{W}del" not in unseen):
            yield child.text or ""
        elif tag in SIGNS:
            yield SIGNS[tag]
        elif tag not in unseen:
            if tag == f"{W}p":
                yield "\n"
            yield from _words(child, unseen)


def headings(styles: _Element | None) -> frozenset[str]:
    """Return the ids of the styles whose paragraphs are headings: by outline level, or by name."""
    if styles is None:
        return frozenset()
    found = set()
    for style in styles.iter(f"{W}style"):
        name, level = style.find(f"{W}name"), style.find(f"{W}pPr/{W}outlineLvl")
        outlined = level is not None and level.get(f"{W}val", "9") != "9"
        if outlined or (name is not None and _HEADING.match(name.get(f"{W}val", ""))):
            found.add(style.get(f"{W}styleId", ""))
    return frozenset(found)


def is_heading(paragraph: _Element, known: Collection[str] = ()) -> bool:
    """Tell whether a paragraph is a heading: by its style, its outline level, or the bookmark of a section in it."""
    style, level = paragraph.find(f"{W}pPr/{W}pStyle"), paragraph.find(f"{W}pPr/{W}outlineLvl")
    name = "" if style is None else style.get(f"{W}val", "")
    if name in known or _HEADING.match(name) or (level is not None and level.get(f"{W}val", "9") != "9"):
        return True
    return any(mark.get(f"{W}name", "").startswith("rpt_s_") for mark in paragraph.iterchildren(f"{W}bookmarkStart"))
