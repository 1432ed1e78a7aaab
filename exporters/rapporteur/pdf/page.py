"""A rendered page: the HTML of a layout as a tree that is safe to set, and the pieces of text it must show.

Made safe means: links lead nowhere but to the web, to mail and within the page, and hold plain words; pictures are
those the report declares; no heading level is skipped (ISO 14289-1, 7.4.2), and every table has a body. Amid text from
right to left a telephone number begins with a mark (U+200E), without which its groups would stand in the other order.
What goes on below a title of other pages says so (``data-goes-on``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import urlsplit

from ..links import SCHEMES

Element: TypeAlias = Any  # an xml.etree.ElementTree.Element, whose comments have a function for a tag

INLINE = frozenset(
    ("a", "abbr", "b", "bdi", "cite", "code", "data", "em", "i", "q", "small", "span", "strong", "sub", "sup", "time")
)
"""The elements that a run of text goes on through."""
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
SILENT = frozenset(("head", "script", "style", "template", "title", "{http://www.w3.org/2000/svg}svg"))
PICTURE = "picture:"
"""The scheme of the report's own pictures, followed by their position; no file name reaches the engine."""
FEW, SHORT = 8, 7
"""In a row of so few cells, so few letters are never parted."""
_TELEPHONE = re.compile(r"(?<![\w\u200e+])\(?(?:\+|00)\d[\d ()./\u00a0\u202f-]{5,}\d", re.ASCII)
NOTE = "note"
"""The class of a footnote, whose text the engine takes out of the line."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is to be set: the tree, the pieces of text in it in reading order, its pictures by address, whose it is."""

    root: Element
    pieces: tuple[str, ...]
    pictures: Mapping[str, Path]
    file: str

    @property
    def text(self) -> str:
        """All the letters, also those of running heads."""
        return "".join(self.root.itertext())


def read(html: str, pictures: Mapping[str, Path], file: str) -> Sheet:
    """Return the page that the HTML of a layout makes of the report in `file`."""
    from tinyhtml5 import parse  # type: ignore[import-untyped]

    root = parse(html, namespace_html_elements=False)
    _mend_links(root)
    _mend_headings(root)
    _mend_tables(root)
    _mend_telephones(root)
    shown = _name_pictures(root, pictures)
    return Sheet(root, tuple(_pieces(root)), shown, file)


def _mend_links(root: Element) -> None:
    targets = {f"#{element.get('id')}" for element in root.iter() if element.get("id")}
    for link in list(root.iter("a")):
        if _leads(link.get("href", ""), targets):
            _straighten(link)
        else:
            link.tag = "span"
            link.attrib.pop("href", None)


def _leads(href: str, targets: set[str]) -> bool:
    try:
        return href in targets or urlsplit(href.strip()).scheme.lower() in SCHEMES
    except ValueError:
        return False


def _straighten(link: Element) -> None:
    """Leave plain words in a link: each box inside one would be an annotation of its own (ISO 14289-1, 7.18.5).

    What sets all the words apart (``[**words**](…)``) goes around the link, what sets some apart is given up.
    """
    words = "".join(link.itertext())
    only = link[0] if len(link) == 1 and not (link.text or "").strip() and not (link[0].tail or "").strip() else None
    address, said, style = (
        link.get("href"),
        link.get("aria-label"),
        only.tag if only is not None and only.tag in INLINE else "",
    )
    tail = link.tail
    link.clear()
    link.tail = tail
    inner = link
    if style:
        link.tag = style
        inner = link.makeelement("a", {})
        link.append(inner)
    inner.set("href", address)
    if said:
        inner.set("aria-label", said)
    inner.text = words


def _mend_headings(root: Element) -> None:
    level = 0 if root.get("data-goes-on") is None else 1
    for element in root.iter():
        if element.tag in HEADINGS:
            level = min(int(element.tag[1]), level + 1)
            element.tag = f"h{level}"


def _mend_tables(root: Element) -> None:
    """Make the rows of a table that has none but its head its body: a table needs one (ISO 14289-1, 7.2).

    Cells of a figure or a short word are marked, since a style sheet cannot ask for them: they must not be torn apart.
    """
    for table in root.iter("table"):
        head = table.find("thead")
        if head is not None and table.find("tbody/tr") is None:
            head.tag = "tbody"
        for row in (each for each in table.iter("tr") if len(each) <= FEW):
            for cell in row:
                if 0 < len("".join(cell.itertext()).strip()) <= SHORT:
                    cell.set("class", f"{cell.get('class', '')} brief".strip())


def _mend_telephones(root: Element) -> None:
    for part in (each for leftward in root.iter() if leftward.get("dir") == "rtl" for each in leftward.iter()):
        if isinstance(part.tag, str) and part.tag not in SILENT:
            part.text = part.text and _TELEPHONE.sub("\u200e\\g<0>", part.text)
        part.tail = part.tail and _TELEPHONE.sub("\u200e\\g<0>", part.tail)


def _name_pictures(root: Element, pictures: Mapping[str, Path]) -> dict[str, Path]:
    names = list(pictures)
    shown = {}
    for image in root.iter("img"):
        source = image.get("src", "")
        if source in pictures:
            address = f"{PICTURE}{names.index(source)}"
            shown[address] = pictures[source]
            image.set("src", address)
            image.set("data-name", source)
    return shown


def _pieces(root: Element) -> Iterator[str]:
    """Yield every run of text that is set as one: a paragraph, a label, the words between two footnotes, a footnote."""
    held: list[str] = []
    for part in _parts(root):
        if part is not None:
            held.append(part)
            continue
        text = " ".join("".join(held).split())
        held.clear()
        if text:
            yield text


def _parts(root: Element) -> Iterator[str | None]:
    """Yield the texts in an element, and None where a run of text ends."""
    waiting: list[Element | str | None] = [root]
    while waiting:
        part = waiting.pop()
        if part is None or isinstance(part, str):
            yield part
        elif isinstance(part.tag, str) and part.tag not in SILENT and part.get("aria-hidden") != "true":
            within = [part.text or "", *(each for child in part for each in (child, child.tail or ""))]
            ends = [] if part.tag in INLINE and NOTE not in part.get("class", "").split() else [None]
            waiting.extend(reversed([*ends, *within, *ends]))
