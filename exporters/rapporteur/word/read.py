"""The visible text of a Word file, in reading order: heads, body, footnotes, feet.

It looks through content controls, tables, links and insertions at any depth, whoever wrote the file. What is deleted,
hidden field codes, and numbers of lists, which no part states as text, are left out; a picture gives its alt text, a
formula its letters, a symbol the character that it shows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from ..container import parser, unpack
from ..problems import Place, Refused, error
from .things import sign

if TYPE_CHECKING:
    from lxml.etree import _Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_TEXTS = (f"{_W}t", "{http://schemas.openxmlformats.org/officeDocument/2006/math}t")
_SIGNS = {
    f"{_W}tab": "\t",
    f"{_W}ptab": "\t",
    f"{_W}br": "\n",
    f"{_W}cr": "\n",
    f"{_W}softHyphen": "\u00ad",
    f"{_W}noBreakHyphen": "\u2011",
}
_UNSEEN = frozenset((f"{_W}del", f"{_W}moveFrom", f"{_W}pPr", f"{_W}rPr", f"{_W}sdtPr", f"{_MC}Fallback"))


def paragraphs(data: bytes, file: str = "") -> tuple[str, ...]:
    """Return the text of every paragraph that has any; raises `Refused` for what is no Word file."""
    parts = unpack(data, file)
    if "word/document.xml" not in parts:
        raise Refused([error(Place(file), "this is no Word file", "save it as DOCX", "container")])
    names = sorted(name for name in parts if name.startswith("word/") and name.count("/") == 1)
    found: list[str] = []
    for wanted in ("word/header", "word/document.xml", "word/footnotes.xml", "word/endnotes.xml", "word/footer"):
        for name in names:
            if name.startswith(wanted) and name.endswith(".xml"):
                found.extend(text for text in _texts(parts[name], name, file) if text.strip())
    return tuple(found)


def _texts(data: bytes, name: str, file: str) -> Iterator[str]:
    from lxml import etree

    try:
        tree = etree.fromstring(data, parser())
    except etree.XMLSyntaxError as mistake:
        what = f"a part of the file is damaged: {mistake.msg}"
        raise Refused([error(Place(file, spot=name), what, "save it anew in an office program", "container")]) from None
    yield from _paragraphs(tree)


def _paragraphs(element: _Element) -> Iterator[str]:
    """Yield the text of the paragraphs in `element`; one that stands inside another (a text box) follows it."""
    for child in element:
        if child.tag == f"{_W}p":
            inner: list[_Element] = []
            yield "".join(_words(child, inner.append))
            for box in inner:
                yield from _paragraphs(box)
        elif child.tag not in _UNSEEN:
            yield from _paragraphs(child)


def _words(element: _Element, put_aside: Callable[[_Element], None]) -> Iterator[str]:
    for child in element:
        tag = child.tag
        if tag in _TEXTS:
            yield child.text or ""
        elif tag in _SIGNS:
            yield _SIGNS[str(tag)]
        elif tag == f"{_W}sym":
            yield sign(child.get(f"{_W}char", ""), child.get(f"{_W}font", ""))[0]
        elif tag == f"{_WP}docPr":
            yield child.get("descr", "")
        elif tag == f"{_W}txbxContent":
            put_aside(child)
        elif tag not in _UNSEEN:
            yield from _words(child, put_aside)
