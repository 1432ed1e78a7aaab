"""The outline dialect: the one small XML language between jinja text and the office formats.

A layout's ``word.html.jinja`` and ``excel.html.jinja`` render to it; prose is written in it by `markup`, also for the
PDF. It is well-formed XML with HTML's names; whatever leaves it is a problem with the layout's file and line.

===================  ======================================  =====================================================
element              Word                                    Excel
===================  ======================================  =====================================================
article              the document: lang, dir                 the workbook: lang, dir
header footer        running head and foot of every page     print header and footer
section              a block control round heading and body  a sheet (data-sheet)
h1 h2 h3 h4          Title, Heading 1, 2, 3                  a heading cell
p                    a paragraph; class = named style        a row with one text
ul ol li             real lists; ol takes start; with a      –
                     class, numbered on from the last one
                     of it; li takes value, its own number
table thead tr th td a table; class = named style            a table of the sheet; th data-column describes a
                                                             column; data-group: the recommendations by what they
                                                             hold in that column, data-caption: those that hold
                                                             nothing; thead class="kept": it stays in sight
blockquote pre hr    Quote, Code, a rule                     –
figure figcaption    a picture with its credit               a chart (data-chart)
img                  an inline picture: src, alt             –
a                    a link: href; class="plain": set as     a hyperlink
                     the words round it
em strong code br    runs                                    rich text, line break
span                 class="note": a footnote; "page" and    a run with a named style
                     "pages": the page's number and how
                     many there are, or of the place that
                     value names; else a named style
data                 an editable field: data-field,          a typed cell value: value, data-list
                     data-kind, data-hint, value
option               one answer a field offers: value        –
time                 a date field: datetime                  a date
div                  data-repeat: a repeating part,          –
                     data-item: one such part;
                     class="contents": the list of contents
===================  ======================================  =====================================================

Every element takes ``class``, ``lang``, ``dir``, ``id`` and ``title``, and ``data-*`` as in `ELEMENTS`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from io import StringIO
from typing import TYPE_CHECKING

from .container import parser
from .problems import Place, Problem, error
from .prose import (
    Block,
    Break,
    Cell,
    Code,
    Emphasis,
    Heading,
    Inline,
    Inlines,
    Item,
    Link,
    List,
    Note,
    Paragraph,
    Picture,
    Preformatted,
    Quote,
    Rule,
    Strong,
    Table,
    Text,
    plain,
)

if TYPE_CHECKING:
    from lxml.etree import DTD, XMLParser, _Element

EVERYWHERE = frozenset({"class", "lang", "dir", "id", "title", "data-at"})
FIELD = frozenset({"data-field", "data-kind", "data-hint", "data-list", "data-lock", "value", "datetime"})
ELEMENTS: dict[str, frozenset[str]] = {
    "article": frozenset(),
    "header": frozenset(),
    "footer": frozenset(),
    "section": FIELD | {"data-sheet", "data-title"},
    **dict.fromkeys(("h1", "h2", "h3", "h4"), FIELD),
    "p": FIELD,
    "ul": frozenset(),
    "ol": frozenset({"start"}),
    "li": FIELD,
    "table": frozenset({"data-table", "data-caption", "data-widths", "data-group"}),
    "thead": frozenset(),
    "tr": frozenset({"data-key", "data-level"}),
    "th": frozenset({"scope", "colspan", "data-column", "data-width", "data-list", "data-group", "data-hidden"}),
    "td": FIELD | {"colspan", "rowspan", "data-formula"},
    "blockquote": frozenset(),
    "pre": frozenset(),
    "hr": frozenset(),
    "figure": frozenset({"data-chart", "data-source", "data-anchor"}),
    "figcaption": frozenset(),
    "img": frozenset({"src", "alt"}),
    "a": frozenset({"href"}),
    "em": frozenset(),
    "strong": frozenset(),
    "code": frozenset(),
    "br": frozenset(),
    "span": FIELD,
    "data": FIELD,
    "option": frozenset({"value"}),
    "time": FIELD,
    "div": FIELD | {"data-repeat", "data-item"},
}
"""The elements of the dialect and the attributes each takes beside those of `EVERYWHERE`."""
_TAKEN = {tag: attributes | EVERYWHERE for tag, attributes in ELEMENTS.items()}
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML 1.0 (§2.2) cannot hold."""


def read(text: str, file: str) -> tuple[_Element, tuple[Problem, ...]]:
    """Return the tree of a rendered outline and where it leaves the dialect.

    Raises nothing: a text that is not well formed gives an empty article and one problem, whose line counts in the
    rendered text unless the elements carry ``data-at`` (see `layout`).
    """
    from lxml import etree

    try:
        root = etree.fromstring(text.encode(), _parser())
    except (etree.XMLSyntaxError, UnicodeEncodeError) as mistake:
        return etree.Element("article"), _malformed(text, file, mistake)
    return root, () if _dialect().validate(root) else tuple(_strangers(root, file))


@cache
def _dialect() -> DTD:
    """Return the dialect as a document type, which is checked in no time; `_strangers` then says what is wrong."""
    from lxml import etree

    declared = (
        f"<!ELEMENT {tag} ANY><!ATTLIST {tag} {' '.join(f'{name} CDATA #IMPLIED' for name in sorted(taken))}>"
        for tag, taken in _TAKEN.items()
    )
    return etree.DTD(StringIO("".join(declared)))


@cache
def _parser() -> XMLParser:
    return parser(remove_comments=True)


def _malformed(text: str, file: str, mistake: Exception) -> tuple[Problem, ...]:
    """Return why a text cannot be read: the characters that no XML holds, else where it is not well formed."""
    if unfit := sorted(set(_UNFIT.findall(text))):
        return tuple(_unprintable(character, file) for character in unfit)
    what = f"the layout does not give well-formed text: {getattr(mistake, 'msg', mistake)}"
    hint = "close every element, and quote every attribute"
    return (error(Place(file, getattr(mistake, "lineno", 0) or 0), what, hint, "layout"),)


def _unprintable(character: str, file: str) -> Problem:
    what = f"the text holds U+{ord(character):04X}, which an office file cannot hold"
    return error(Place(file), what, "delete it from the source", "character")


def _strangers(root: _Element, file: str) -> Iterator[Problem]:
    for element in root.iter():
        tag = str(element.tag)
        taken = _TAKEN.get(tag)
        if taken is None:
            hint = f"use one of: {', '.join(ELEMENTS)}"
            yield error(_place(element, file), f"<{tag}> is not in the outline dialect", hint, "layout")
        else:
            for name in [str(name) for name in element.attrib if name not in taken]:
                what = f"<{tag}> takes no attribute “{name}”"
                hint = f"it takes: {', '.join(sorted(taken - {'data-at'}))}"
                yield error(_place(element, file), what, hint, "layout")


def _place(element: _Element, file: str) -> Place:
    at = element.get("data-at", "")
    name, _, line = at.rpartition(":")
    return Place(name, int(line)) if name else Place(file, element.sourceline or 0)


def markup(blocks: Iterable[Block], direction: str = "ltr", level: int = 3) -> str:
    """Return `blocks` in the dialect, for text of a page that runs in `direction`.

    Headings begin at `level`. A paragraph that runs the other way says so with ``dir``.
    """
    return "".join(_block(block, direction, level) for block in blocks)


def _block(block: Block, direction: str, level: int) -> str:
    match block:
        case Paragraph() if len(block.inlines) == 1 and isinstance(block.inlines[0], Picture):
            return _figure(block.inlines[0])
        case Paragraph():
            return f"<p{_dir(block.inlines, direction)}>{inline_markup(block.inlines)}</p>"
        case Heading():
            tag = f"h{min(4, max(level, block.level))}"
            return f"<{tag}{_dir(block.inlines, direction)}>{inline_markup(block.inlines)}</{tag}>"
        case List():
            return _list(block, direction, level)
        case Table():
            return _table(block, direction)
        case Quote():
            return f"<blockquote>{markup(block.blocks, direction, level)}</blockquote>"
        case Preformatted():
            return f"<pre>{escaped(block.text)}</pre>"
        case Rule():
            return "<hr/>"


def _figure(picture: Picture) -> str:
    credit = f"<figcaption>{escaped(picture.credit)}</figcaption>" if picture.credit else ""
    return f"<figure>{_image(picture)}{credit}</figure>"


def _image(picture: Picture) -> str:
    return f'<img src="{escaped(picture.source)}" alt="{escaped(picture.alt)}"/>'


def _list(block: List, direction: str, level: int) -> str:
    tag = "ul" if block.start is None else "ol"
    start = f' start="{block.start}"' if block.start not in (None, 1) else ""
    items = "".join(f"<li{_name(item)}>{markup(item.blocks, direction, level)}</li>" for item in block.items)
    return f"<{tag}{start}>{items}</{tag}>"


def _name(item: Item) -> str:
    """Return the id that a point was given in the source, as an attribute."""
    first = item.blocks[0] if item.blocks else None
    own = first.attributes.id if isinstance(first, Paragraph) and first.attributes else ""
    return f' id="{escaped(own)}"' if own else ""


def _table(block: Table, direction: str) -> str:
    head = f"<thead><tr>{_cells(block.header, 'th', direction)}</tr></thead>"
    rows = (f"<tr>{_cells(row, 'td', direction)}</tr>" for row in block.rows)
    return f"<table>{head}{''.join(rows)}</table>"


def _cells(cells: tuple[Cell, ...], tag: str, direction: str) -> str:
    return "".join(_cell(cell, tag, direction) for cell in cells)


def _cell(cell: Cell, tag: str, direction: str) -> str:
    align = f' class="{cell.align}"' if cell.align else ""
    return f"<{tag}{align}><p{_dir(cell.inlines, direction)}>{inline_markup(cell.inlines)}</p></{tag}>"


def inline_markup(inlines: Inlines) -> str:
    """Return `inlines` in the dialect."""
    return "".join(_inline(inline) for inline in inlines)


def _inline(inline: Inline) -> str:
    match inline:
        case Text(text):
            return escaped(text)
        case Code(text):
            return f"<code>{escaped(text)}</code>"
        case Break():
            return "<br/>"
        case Picture():
            credit = f'<span class="credit"> ({escaped(inline.credit)})</span>' if inline.credit else ""
            return _image(inline) + credit
        case Strong(children):
            return f"<strong>{inline_markup(children)}</strong>"
        case Emphasis(children):
            return f"<em>{inline_markup(children)}</em>"
        case Link(href, children):
            return f'<a href="{escaped(href)}">{inline_markup(children)}</a>'
        case Note(children):
            return f'<span class="note">{inline_markup(children)}</span>'


def escaped(text: str) -> str:
    """Return `text` as it stands in the dialect, in an element or an attribute."""
    if "&" in text or "<" in text or ">" in text or '"' in text:
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    return text


def direction_of(text: str) -> str:
    """Return the direction of the first strong letter of `text`, "" if it has none (Unicode UAX #9, rule P2)."""
    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind in ("R", "AL"):
            return "rtl"
        if kind == "L":
            return "ltr"
    return ""


def _dir(inlines: Inlines, direction: str) -> str:
    """Return the attribute of text that runs the other way: it begins so, and so do most of its words."""
    text = plain(inlines)
    own = direction_of(text)
    if own in ("", direction):
        return ""
    ways = [direction_of(word) for word in text.split()]
    return f' dir="{own}"' if ways.count(own) > ways.count(direction) else ""
