"""A layout's Word package: its readable parts joined once per language and kept packed; a report adds its own to it.

The parts stand in the layout's folder ``word/`` and may name what `Look` holds in double braces. python-docx joins
them and writes content types and relationships. Nothing comes from its own template.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from ..container import Prepared, parser, unpack
from ..problems import Place, Refused, error
from . import properties
from .frame import EVERYTHING, Edge, Frame

if TYPE_CHECKING:
    from lxml.etree import _Element

    from ..layout import Layout
    from .look import Look

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml."
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
ROOT = (
    f'xmlns:w="{W}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
    ' xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml" mc:Ignorable="w14 w15"'
)
PROLOGUE = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
DOCUMENT = "word/document.xml"
RELATIONSHIPS = "word/_rels/document.xml.rels"
OWN = ("styles", "numbering", "settings", "fontTable", "footnotes")
"""The parts that a layout brings, beside its theme: ``word/styles.xml`` and so on."""
PICTURES = {"png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif"}


class Indent(NamedTuple):
    """Where the text of a level stands and how far its sign hangs out, in twentieths of a point."""

    left: int
    hanging: int


@dataclass(frozen=True, slots=True)
class Lists:
    """The lists of numbering.xml, by the number that styles call them by, and the part itself without its end tag.

    `texts` are their levels as they are written; `turned` those of text that runs the other way, which only
    a volume has.
    """

    part: str
    levels: Mapping[int, tuple[Indent, ...]]
    kinds: Mapping[int, str]
    texts: Mapping[int, tuple[str, ...]]
    turned: Mapping[int, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Styles:
    """The styles: ids by lower-case name, and by id the left indent and the list each is bound to, if any."""

    ids: Mapping[str, str]
    left: Mapping[str, int]
    lists: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Package:
    """A layout's package in one language, ready for reports: parts that stay, and frames for those that change."""

    container: Prepared
    look: Look
    styles: Styles
    lists: Lists
    footnotes: str
    relationships: str
    free: int
    body: Frame
    edges: tuple[Edge, ...]

    def style(self, name: str) -> str:
        """Return the id of the style called `name` or ``RPT <name>`` (in lower case); raises `Refused` without one."""
        ids = self.styles.ids
        found = ids.get(name) or ids.get(f"rpt {name}")
        if not found:
            what = f"there is no style “{name}” or “RPT {name}”"
            raise Refused([error(Place("word/styles.xml"), what, "add it, or use another class", "layout")])
        return found


@cache
def prepared(layout: Layout, digest: str, look: Look) -> Package:
    """Return the package of a layout; `digest` is the layout's, so that a changed layout is prepared anew."""
    trees = {name: own(layout, name, look) for name in (*OWN, "theme")}
    parts = {name: _text(tree) for name, tree in trees.items()}
    joined = _joined({name: f"{PROLOGUE}{text}".encode() for name, text in parts.items()})
    relationships = joined[RELATIONSHIPS].decode().removesuffix("</Relationships>")
    return Package(
        container=Prepared(joined | {"docProps/app.xml": properties.APPLICATION}),
        look=look,
        styles=styles_of(trees["styles"]),
        lists=lists_of(trees["numbering"]),
        footnotes=PROLOGUE + parts["footnotes"].removesuffix("</w:footnotes>"),
        relationships=relationships,
        free=relationships.count("<Relationship ") + 1,
        body=(
            f"{PROLOGUE}<w:document {ROOT}><w:body>",
            EVERYTHING,
            f"{section(look, references(relationships))}</w:body></w:document>",
        ),
        edges=tuple(_edge(kind, tag) for kind, tag in (("header", "hdr"), ("footer", "ftr"))),
    )


def _edge(kind: str, tag: str) -> Edge:
    return Edge(f"word/{kind}1.xml", kind, (f"{PROLOGUE}<w:{tag} {ROOT}>",), f"</w:{tag}>", True, kind)


def own(layout: Layout, name: str, look: Look) -> _Element:
    """Return a part of the layout, rendered, without comments and without the spaces between its elements."""
    from lxml import etree

    file = f"word/{name}.xml"
    careful = parser(remove_comments=True, remove_blank_text=True)
    try:
        return etree.fromstring(layout.render(file, {"look": look}).strip().encode(), careful)
    except etree.XMLSyntaxError as mistake:
        where = layout.path(file)
        place = layout.place(where, mistake.lineno or 0) if where else Place(file)
        raise Refused([error(place, f"this part is not well-formed: {mistake.msg}", rule="layout")]) from None


def _text(tree: _Element) -> str:
    from lxml import etree

    return etree.tostring(tree, encoding="unicode")


def _joined(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return every part of the package but those of a report, with content types and relationships."""
    from io import BytesIO

    from docx.opc.package import OpcPackage
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    package = OpcPackage()

    def part(name: str, kind: str, text: bytes = b"<x/>") -> Part:
        return Part(PackURI(f"/{name}"), kind, text)

    document = part(DOCUMENT, f"{TYPES}document.main+xml")
    package.relate_to(document, f"{LINKS}officeDocument")
    for name, kind, relation in properties.PARTS:
        package.relate_to(part(name, kind), relation)
    for name in OWN:
        document.relate_to(part(f"word/{name}.xml", f"{TYPES}{name}+xml", parts[name]), LINKS + name)
    theme = part("word/theme/theme1.xml", "application/vnd.openxmlformats-officedocument.theme+xml", parts["theme"])
    document.relate_to(theme, f"{LINKS}theme")
    for kind, tag in (("header", "hdr"), ("footer", "ftr")):
        empty = f"{PROLOGUE}<w:{tag} {ROOT}><w:p/></w:{tag}>".encode()
        document.relate_to(part(f"word/{kind}1.xml", f"{TYPES}{kind}+xml", empty), LINKS + kind)
    glossary = part("word/glossary/document.xml", f"{TYPES}document.glossary+xml")
    document.relate_to(glossary, f"{LINKS}glossaryDocument")
    for name in ("styles", "numbering", "fontTable"):
        glossary.relate_to(part(f"word/glossary/{name}.xml", f"{TYPES}{name}+xml", parts[name]), LINKS + name)
    stream = BytesIO()
    package.save(stream)
    return _with_pictures(unpack(stream.getvalue()))


def _with_pictures(parts: dict[str, bytes]) -> dict[str, bytes]:
    """Return `parts` with the content types of pictures declared, whether or not a report has any."""
    kinds = "".join(f'<Default Extension="{end}" ContentType="{kind}"/>' for end, kind in PICTURES.items())
    types = parts["[Content_Types].xml"].replace(b"<Override", kinds.encode() + b"<Override", 1)
    return parts | {"[Content_Types].xml": types}


def _relation(relationships: str, kind: str) -> str:
    """Return the id of the relationship of one kind."""
    from lxml import etree

    tree = etree.fromstring(f"{relationships}</Relationships>".encode())
    return next(str(each.get("Id")) for each in tree if each.get("Type") == LINKS + kind)


def references(relationships: str) -> str:
    """Return what names the running head and foot in the properties of a section."""
    header, footer = (_relation(relationships, kind) for kind in ("header", "footer"))
    return f'<w:headerReference w:type="default" r:id="{header}"/><w:footerReference w:type="default" r:id="{footer}"/>'


def section(
    look: Look, edges: str, right: bool | None = None, kind: str = "", numbers: str = "", columns: int = 1
) -> str:
    """Return the properties of a section: its running head and foot, paper, margins, columns, and which way it runs.

    A document of several says the `kind` of each, and how its pages are numbered (ECMA-376 part 1, §17.6.17).
    """
    way = "<w:bidi/>" if (look.rtl if right is None else right) else ""
    beside = f'<w:cols w:num="{columns}" w:space="397"/>' if columns > 1 else '<w:cols w:space="567"/>'
    return (
        f'<w:sectPr>{edges}{kind}<w:pgSz w:w="{look.width}" w:h="{look.height}"/>'
        f'<w:pgMar w:top="{look.top}" w:right="{look.side}" w:bottom="{look.top}" w:left="{look.side}"'
        f' w:header="{look.head}" w:footer="{look.head}" w:gutter="0"/>{numbers}{beside}{way}</w:sectPr>'
    )


def _all(tree: _Element, path: str) -> list[_Element]:
    return tree.findall(path, {"w": W})


def _value(element: _Element, path: str, attribute: str = "val") -> str:
    found = element.find(path, {"w": W}) if path else element
    return (found.get(f"{{{W}}}{attribute}") or "") if found is not None else ""


def styles_of(tree: _Element, roles: Mapping[str, str] | None = None) -> Styles:
    """Return what the writer asks of a part of styles; `roles` are ids that go before those of the styles' names."""
    ids, left, lists = {}, {}, {}
    for style in _all(tree, "w:style"):
        name = _value(style, "", "styleId")
        ids[_value(style, "w:name").lower()] = name
        left[name] = whole(_value(style, "w:pPr/w:ind", "left") or _value(style, "w:pPr/w:ind", "start"))
        if number := _value(style, "w:pPr/w:numPr/w:numId"):
            lists[name] = whole(number)
    return Styles(ids | dict(roles or {}), left, lists)


def lists_of(tree: _Element) -> Lists:
    """Return what the writer asks of a part of lists.

    A level hangs out by as much as it stands deeper than the one above it, so that it is at home in its own list.
    """
    kinds = {whole(_value(number, "", "numId")): _value(number, "w:abstractNumId") for number in _all(tree, "w:num")}
    levels = {_value(kind, "", "abstractNumId"): _all(kind, "w:lvl") for kind in _all(tree, "w:abstractNum")}
    indents = {number: _indents(levels.get(kind, [])) for number, kind in kinds.items()}
    texts = {number: tuple(bare(each) for each in levels.get(kind, [])) for number, kind in kinds.items()}
    return Lists(PROLOGUE + _text(tree).removesuffix("</w:numbering>"), indents, kinds, texts)


def _indents(levels: list[_Element]) -> tuple[Indent, ...]:
    found, above = [], 0
    for level in levels:
        left = whole(_value(level, "w:pPr/w:ind", "left"))
        found.append(Indent(left, left - above if left > above else whole(_value(level, "w:pPr/w:ind", "hanging"))))
        above = left
    return tuple(found)


def whole(text: str, lacking: int = 0) -> int:
    """Return a measure as a whole number, `lacking` if it is none; some programs write 12.5, some 12pt."""
    try:
        return round(float(text))
    except (ValueError, OverflowError):
        return lacking


_SPACES = re.compile(r' xmlns(?::[\w.-]+)?="[^"]*"')


def bare(element: _Element) -> str:
    """Return an element as text, without the name spaces that it would have from its parents anyway."""
    return _SPACES.sub("", _text(element).removesuffix(element.tail or ""))
