"""The parts of a file made from a house's template: what is kept of them, and how they are joined."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from .. import files
from ..picture import bare_picture
from ..problems import Place, Refused, error
from . import house, properties
from .cleaning import EMBEDDED, MC, NESTED, PICTURES, REMOTE, Link
from .frame import Edge
from .gathered import address
from .package import DOCUMENT, PROLOGUE, RELATIONSHIPS, ROOT, TYPES, W
from .package import PICTURES as OURS
from .schema import local, ordered, value

if TYPE_CHECKING:
    from lxml.etree import _Element

    from .house import House

A = "http://schemas.openxmlformats.org/drawingml/2006/main"
LEFT = {
    r"^customXml/": "custom XML",
    r"^docProps/custom": "properties of its own",
    r"thumbnail": "a picture of its first page",
    r"stylesWithEffects": "styles for Word 2010",
    r"comments\w*\.xml$": "comments",
    r"people\.xml$": "names of people who worked on it",
    r"printerSettings": "settings of a printer",
    r"activeX|embeddings/|oleObject": EMBEDDED,
    r"webSettings": "settings for web pages",
    r"glossary/": "building blocks",
    r"customizations|customUI|userCustomization": "menus of its own",
    r"fonts/": "embedded fonts",
}
"""Parts that stay behind, by what their names say, and what is told of them."""
UNSETTLED = {
    "attachedTemplate": "the path of another template",
    "rsids": "marks of editing sessions",
    "docVars": "variables",
    "mailMerge": "mail merge",
    "documentProtection": "protection",
    "writeProtection": "protection",
    "attachedSchema": "custom XML",
    "trackRevisions": "the order to track changes",
}
GRAVE = frozenset((REMOTE, EMBEDDED, NESTED))
"""What somebody may miss who looks at the page."""
_KEPT = frozenset(
    [
        "mirrorMargins",
        "bordersDoNotSurroundHeader",
        "bordersDoNotSurroundFooter",
        "gutterAtTop",
        "defaultTabStop",
        "autoHyphenation",
        "consecutiveHyphenLimit",
        "hyphenationZone",
        "doNotHyphenateCaps",
        "evenAndOddHeaders",
        "clrSchemeMapping",
    ]
)
_EXTENSIONS = {"emf": "image/x-emf", "wmf": "image/x-wmf", "bmp": "image/bmp"} | dict.fromkeys(
    ("tif", "tiff"), "image/tiff"
)


class Media:
    """The pictures that are kept, by new name, and the links of each head and foot."""

    def __init__(self, found: Mapping[str, bytes]) -> None:
        self._found = found
        self.kept: dict[str, bytes] = {}
        self.links: dict[str, dict[str, Link]] = {}

    def keep(self, part: str) -> str:
        """Keep a picture, without what its file notes beside the picture; return its new name."""
        data = bare_picture(self._found[part])
        name = f"media/{files.digest(data)[:16]}.{part.rpartition('.')[2].lower()}"
        self.kept[f"word/{name}"] = data
        return name


class Links:
    """The links of one part, given new ids; called with an old one, it says its id, or None if it must go."""

    def __init__(self, found: House, media: Media) -> None:
        self._house = found
        self._media = media
        self.found: dict[str, Link] = {}
        self.edges: dict[str, Link] = {}

    def __call__(self, link: Link) -> str | None:
        """Return the new id of a link to a picture, a head, a foot, or (outside) the web."""
        if link.outside:
            target = address(link.target) if link.kind == "hyperlink" else ""
            return self._id(Link("hyperlink", target, True)) if target else None
        if link.kind in ("header", "footer"):
            known = next((name for name, each in self.edges.items() if each == link), "")
            return self._id(Link(link.kind, known.removeprefix("word/"), False)) if known else self._edge(link)[1]
        if link.kind == "image" and link.target.rpartition(".")[2].lower() in PICTURES:
            return self._id(Link("image", self._media.keep(link.target), False))
        return None

    def edge(self, kind: str) -> tuple[str, str]:
        """Return the name of a new head or foot that is all ours, and the id of the link to it."""
        number = 1 + sum(1 for each in self.found.values() if each.kind == kind)
        return f"word/{kind}{number}.xml", self._id(Link(kind, f"{kind}{number}.xml", False))

    def _edge(self, link: Link) -> tuple[str, str]:
        name, own = self.edge(link.kind)
        self.edges[name] = link
        return name, own

    def _id(self, link: Link) -> str:
        for name, each in self.found.items():
            if each == link:
                return name
        name = f"rId{len(self.found) + 1}"
        self.found[name] = link
        return name


def text(tree: _Element) -> str:
    """Return a part as text."""
    from lxml import etree

    return etree.tostring(tree, encoding="unicode")


def empty(tag: str) -> _Element:
    """Return a part that holds nothing yet."""
    from lxml import etree

    return etree.Element(f"{{{W}}}{tag}", nsmap={"w": W})


def opening(tag: str) -> str:
    """Return the beginning of a part that is all ours."""
    return f"{PROLOGUE}<w:{tag} {ROOT}>"


def opened(root: _Element, file: str) -> tuple[str, str]:
    """Return a part as text up to its end tag, and the end tag; its root declares what our own text uses too."""
    from lxml import etree

    ours = etree.fromstring(f"<x {ROOT}/>")
    uris = set(ours.nsmap.values())
    spaces = {prefix: uri for prefix, uri in _spaces(root).items() if uri not in uris}
    if set(spaces) & set(ours.nsmap):
        what = "its parts give our name spaces other meanings"
        raise Refused([error(Place(file), what, "open and save it in Word or LibreOffice", "template")])
    new = etree.Element(root.tag, nsmap=ours.nsmap | dict(sorted(spaces.items())))
    ignored = {*(root.get(f"{{{MC}}}Ignorable") or "").split(), "w14", "w15"}
    new.set(f"{{{MC}}}Ignorable", " ".join(sorted(each for each in ignored if each in new.nsmap)))
    new.text, new[:] = "\u200b", list(root)
    whole = etree.tostring(new, encoding="unicode").replace("\u200b", "", 1)
    begun, _, tag = whole.rpartition("</")
    return PROLOGUE + begun, f"</{tag}"


def _spaces(root: _Element) -> dict[str, str]:
    return {prefix: uri for prefix, uri in root.nsmap.items() if prefix}


def settings(ours: _Element, theirs: _Element | None) -> _Element:
    """Return our settings with what the template says of its pages and hyphens."""
    for each in list(theirs) if theirs is not None else ():
        if local(each) not in _KEPT or not str(each.tag).startswith(f"{{{W}}}"):
            continue
        for old in ours.findall(f"{{{W}}}{local(each)}"):
            ours.remove(old)
        ours.append(each)
    ordered(ours)
    return ours


def theme(tree: _Element) -> _Element:
    """Return a theme without what names its maker, and without pictures."""
    for each in list(tree.iter()):
        parent = each.getparent()
        if parent is None:
            continue
        if local(each) == "extLst" or local(parent) == "extLst":
            parent.remove(each)
        elif local(each) == "blipFill":
            plain = _fill()
            parent.replace(each, plain)
    return tree


def _fill() -> _Element:
    from lxml import etree

    return etree.fromstring(f'<a:solidFill xmlns:a="{A}"><a:schemeClr val="phClr"/></a:solidFill>')


def accent(theme: _Element) -> str:
    """Return the colour that a theme accents with, "" if it names none."""
    colours = theme.find(f".//{{{A}}}accent1")
    for each in colours if colours is not None else ():
        found = each.get("val") if local(each) == "srgbClr" else each.get("lastClr")
        if found and len(found) == 6:
            return found.upper()
    return ""


def fonts_of(theme: _Element) -> dict[str, str]:
    """Return the fonts of a theme, for headings (``major``) and text (``minor``)."""
    found = {name: theme.find(f".//{{{A}}}{name}Font/{{{A}}}latin") for name in ("major", "minor")}
    return {name: each.get("typeface") or "" for name, each in found.items() if each is not None}


def fonts(tree: _Element) -> _Element:
    """Return a table of fonts without the embedded ones."""
    for each in list(tree.iter()):
        if local(each).startswith("embed"):
            each.getparent().remove(each)  # type: ignore[union-attr]
    for each in list(tree):
        if not value(each, "", "name"):
            tree.remove(each)
    return tree


def joined(
    trees: Mapping[str, _Element], found: Mapping[str, Link], edges: list[Edge], media: Media
) -> tuple[dict[str, bytes], dict[str, Link]]:
    """Return every part but those of a report, with content types and relationships, and the links of the text."""
    bytes_ = {name: f"{PROLOGUE}{text(each)}".encode() for name, each in trees.items()}
    links = dict(found)

    def link(kind: str, target: str) -> None:
        links[f"rId{len(links) + 1}"] = Link(kind, target, False)

    out = {f"word/{name}.xml": data for name, data in bytes_.items() if name != "theme"} | media.kept
    for name in trees:
        link(name, "theme/theme1.xml" if name == "theme" else f"{name}.xml")
    link("glossaryDocument", "glossary/document.xml")
    out["word/theme/theme1.xml"] = bytes_["theme"]
    inner = {}
    for at, name in enumerate(("styles", "numbering", "fontTable"), 1):
        out[f"word/glossary/{name}.xml"] = bytes_[name]
        inner[f"rId{at}"] = Link(name, f"{name}.xml", False)
    out["word/glossary/_rels/document.xml.rels"] = house.relations(inner).encode()
    for part, each in media.links.items():
        if each:
            out[part.replace("word/", "word/_rels/") + ".rels"] = house.relations(each).encode()
    out["docProps/app.xml"] = properties.APPLICATION
    out[RELATIONSHIPS] = house.relations(links).encode()
    out["_rels/.rels"] = _top().encode()
    out["[Content_Types].xml"] = _types(out, edges).encode()
    return out, links


def _top() -> str:
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    said = [(office, DOCUMENT), *((relation, name) for name, _, relation in properties.PARTS)]
    rows = "".join(
        f'<Relationship Id="rId{at}" Type="{kind}" Target="{target}"/>' for at, (kind, target) in enumerate(said, 1)
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'{PROLOGUE}<Relationships xmlns="{space}">{rows}</Relationships>'


def _types(out: Mapping[str, bytes], edges: list[Edge]) -> str:
    """Return the part that says what each part is."""
    ends = {name.rpartition(".")[2] for name in out if name.startswith("word/media/")}
    kinds = OURS | {end: kind for end, kind in _EXTENSIONS.items() if end in ends}
    said = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    said += '<Default Extension="xml" ContentType="application/xml"/>'
    said += "".join(f'<Default Extension="{end}" ContentType="{kind}"/>' for end, kind in kinds.items())
    parts = {DOCUMENT: f"{TYPES}document.main+xml", "word/glossary/document.xml": f"{TYPES}document.glossary+xml"}
    parts |= {edge.part: f"{TYPES}{edge.kind}+xml" for edge in edges}
    parts |= {name: kind for name, kind, _ in properties.PARTS}
    parts["word/theme/theme1.xml"] = "application/vnd.openxmlformats-officedocument.theme+xml"
    for name in out:
        last = name.rpartition("/")[2].removesuffix(".xml")
        if last in ("styles", "numbering", "settings", "fontTable", "footnotes"):
            parts[name] = f"{TYPES}{last}+xml"
    said += "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in sorted(parts.items()))
    space = "http://schemas.openxmlformats.org/package/2006/content-types"
    return f'{PROLOGUE}<Types xmlns="{space}">{said}</Types>'
