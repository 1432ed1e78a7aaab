"""A house's Word file, opened with care: its parts by what they are for, or why it cannot be a template."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..container import unpack
from ..problems import Place, Refused, error
from .cleaning import Link
from .package import LINKS, W

if TYPE_CHECKING:
    from lxml.etree import _Element

RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
MAIN = (
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
)
_MODES = {False: "", True: ' TargetMode="External"'}
LARGEST = 50_000_000
"""A template does not unfold to more bytes than this."""


@dataclass(frozen=True)
class House:
    """The parts of a template, and the one that holds its text."""

    file: str
    parts: Mapping[str, bytes]
    main: str

    def tree(self, name: str) -> _Element:
        """Return a part as a tree; raises `Refused` if it is not well-formed or declares a document type."""
        return tree(self.parts[name], self.file, name)

    def links(self, part: str) -> dict[str, Link]:
        """Return what a part leads to, by id; a link to a part that is not there is left out."""
        folder, _, name = part.rpartition("/")
        rels = f"{folder}/_rels/{name}.rels".lstrip("/")
        if rels not in self.parts:
            return {}
        found = {}
        for each in self.tree(rels).iter(RELATION):
            outside = each.get("TargetMode") == "External"
            target = each.get("Target") or ""
            where = target if outside else posixpath.normpath(posixpath.join(f"/{folder}", target)).lstrip("/")
            if outside or where in self.parts:
                found[each.get("Id") or ""] = Link((each.get("Type") or "").rpartition("/")[2], where, outside)
        return found

    def linked(self, kind: str) -> _Element | None:
        """Return the tree of the part of one kind that the text leads to, None if there is none."""
        found = next((each.target for each in self.links(self.main).values() if each.kind == kind), "")
        return self.tree(found) if found in self.parts else None


def opened(data: bytes, file: str) -> House:
    """Return a Word template; raises `Refused` for macros, for what is no Word file and for what is hostile."""
    parts = unpack(data, file, largest=LARGEST)
    types = parts.get("[Content_Types].xml", b"")
    if any("vba" in name.lower() for name in parts) or b"macroEnabled" in types or b"vbaProject" in types:
        raise _refused(file, "this file holds macros", "save it as a template without macros (.dotx)")
    root = House(file, parts, "")
    main = next((each.target for each in root.links("").values() if each.kind == "officeDocument"), "")
    if not main or not any(kind.encode() in types for kind in MAIN):
        raise _refused(file, "this is no Word document or template", "save it as .docx or .dotx")
    house = House(file, parts, main)
    if house.tree(main).tag != f"{{{W}}}document":
        raise _refused(file, "this file is Strict Open XML", "save it as “Word document (*.docx)”, not as Strict")
    return house


def tree(data: bytes, file: str, name: str) -> _Element:
    """Return a part of a foreign file as a tree."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as mistake:
        raise _refused(file, f"the part {name} cannot be read: {mistake}", "save it anew in Word") from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise _refused(file, f"the part {name} declares a document type", "save it anew in Word")
    return root


def _refused(file: str, what: str, hint: str) -> Refused:
    return Refused([error(Place(file), what, hint, "template")])


def relations(links: Mapping[str, Link], opening: bool = False) -> str:
    """Return the part that states links, by id; without its end tag if more are to come."""
    from ..outline import escaped
    from .package import PROLOGUE

    said = "".join(
        f'<Relationship Id="{name}" Type="{LINKS}{each.kind}" Target="{escaped(each.target)}"{_MODES[each.outside]}/>'
        for name, each in links.items()
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'{PROLOGUE}<Relationships xmlns="{space}">{said}{"" if opening else "</Relationships>"}'
