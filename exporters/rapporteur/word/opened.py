"""A Word file from anywhere, opened with care: its parts, its trees, what they point to, and what was doubtful.

Nothing is fetched, no entity is expanded; what is no Word file, or too much of one, is refused (`refusals`). A part
that is not well formed is read as far as it can be, which a note says. Files in the strict form of the standard
(ISO/IEC 29500-1, which has name spaces of its own) are read like the others; the main part is found by its
relationship, whatever it is called (ECMA-376 part 2, §9.3).
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from ..container import parser
from ..problems import Place, Problem, warning
from . import refusals
from .refusals import RULE, SAVE, refuse
from .spots import W

if TYPE_CHECKING:
    from lxml.etree import _Element

MAIN = "word/document.xml"
_STRICT = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (b"http://purl.oclc.org/ooxml/drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", b"http://schemas.openxmlformats.org/officeDocument/2006/math"),
)
_LIMIT = 114
"""The number of libxml2's error for what is too deep or too long (XML_ERR_RESOURCE_LIMIT)."""
_LEADING_OUT = {
    "aFChunk": "holds a file of another kind as part of its text, which is not read",
    "subDocument": "takes part of its text from another file, which is not read",
    "attachedTemplate": "is bound to a template elsewhere, which is not looked at",
    "oleObject": "shows what an object of another program holds, which is not read",
    "package": "shows what another office file holds, which is not read",
    "frame": "takes part of its text from another file, which is not read",
    "mailMergeSource": "takes words from a list of addresses, which is not read",
}


class Target(NamedTuple):
    """What a relationship leads to: a part of the file, or an address `outside` of it; its kind ends its type."""

    kind: str
    name: str
    outside: bool


class Opened:
    """A Word file, opened; raises `Refused` with one problem for what is none or cannot be read.

    `main` is the part that holds the text. `notes` gathers what was doubtful, first what the file shows that does not
    stand in it.
    """

    def __init__(self, data: bytes, file: str = "") -> None:
        self.file = file
        self.notes: list[Problem] = []
        self.parts: Mapping[str, bytes] = refusals.parts(data, file)
        self._names = {name.lower(): name for name in self.parts}
        self._targets: dict[str, dict[str, Target]] = {}
        self.main = self._main()
        for part, what in self._leading_out():
            self.note(what, "if words of the report stand there, copy them into the file", part, RULE)

    def _main(self) -> str:
        found = (each.name for each in self.targets("").values() if each.kind == "officeDocument" and not each.outside)
        name = next((name for name in (*found, self._names.get(MAIN, "")) if name in self.parts), "")
        if not name:
            refuse(self.file, "this file has no text: its main part is missing", f"{SAVE}, and send that")
        return name

    def _leading_out(self) -> Iterator[tuple[str, str]]:
        """Yield each thing the file shows that does not stand in it, with the part that states it."""
        for name in sorted(self.parts):
            folder, found, own = name.rpartition("_rels/")
            for each in self.targets(folder + own.removesuffix(".rels")).values() if found else ():
                what = _LEADING_OUT.get(each.kind)
                if what and (each.outside or each.kind == "aFChunk"):
                    yield name, f"the file {what}: {each.name[:200]}"

    def targets(self, part: str) -> Mapping[str, Target]:
        """Return what `part` points to by id ("" is the file itself); nothing if it points nowhere."""
        if part not in self._targets:
            folder, _, name = part.rpartition("/")
            tree = self._read(posixpath.join(folder, "_rels", f"{name}.rels"))
            found = [] if tree is None else [each for each in tree if isinstance(each.tag, str)]
            self._targets[part] = {each.get("Id", ""): self._target(each, folder) for each in found}
        return self._targets[part]

    def _target(self, element: _Element, folder: str) -> Target:
        kind = element.get("Type", "").rpartition("/")[2]
        target, outside = element.get("Target", ""), element.get("TargetMode") == "External"
        if not outside and kind != "hyperlink":
            target = posixpath.normpath(posixpath.join("/", folder, unquote(target))).lstrip("/")
            target = self._names.get(target.lower(), target)
        return Target(kind, target, outside)

    def pointed(self, kind: str) -> list[str]:
        """Return the parts of a `kind` that the text points to, in the order of their names."""
        targets = self.targets(self.main).values()
        return sorted({each.name for each in targets if each.kind == kind and each.name in self.parts})

    def tree(self, name: str) -> _Element | None:
        """Return the tree of the part `name`, each time a new one; None if there is no such part.

        Raises `Refused` if nothing is left of the part, or if it is deeper, longer or of more paragraphs than a
        report's; notes if it is damaged and only what could be read of it is there.
        """
        tree = self._read(name)
        if tree is None and name in self.parts:
            refuse(self.file, "this part of the file is damaged, and nothing in it can be read", SAVE, name)
        if tree is not None and name == self.main and tree.tag != f"{W}document":
            refuse(self.file, "this is no Word file: its main part is something else", SAVE, name)
        return tree

    def _read(self, name: str) -> _Element | None:
        from lxml import etree

        if name not in self.parts:
            return None
        data = _transitional(self.parts[name])
        if not refusals.is_xml(name):
            refusals.check(data, name, self.file)
        try:
            tree = _parsed(data)
        except (etree.XMLSyntaxError, ValueError) as mistake:
            if getattr(mistake, "code", 0) == _LIMIT or "XML_PARSE_HUGE" in str(mistake):
                what = "this part of the file is deeper or longer than a report’s"
                refuse(self.file, what, refusals.SMALLER, name)
            self.note(_damaged(mistake), f"compare what was read; or {SAVE}", name, RULE)
            tree = _recovered(data)
        if tree is not None:
            refusals.check_tree(tree, name, self.file)
        return tree

    def note(self, what: str, hint: str = "", spot: str = "", rule: str = "word") -> None:
        """Note once that something was doubtful, lost or repaired."""
        found = warning(Place(self.file, spot=spot), what, hint, rule)
        if found not in self.notes:
            self.notes.append(found)


def _transitional(data: bytes) -> bytes:
    """Return a part with the names that the transitional form of the standard has for those of the strict one."""
    if b"http://purl.oclc.org/ooxml/" in data:
        for strict, usual in _STRICT:
            data = data.replace(strict, usual)
    return data


def _parsed(data: bytes, recover: bool = False) -> _Element | None:
    from lxml import etree

    return etree.fromstring(data, parser(recover=recover, remove_pis=True))


def _recovered(data: bytes) -> _Element | None:
    """Return what can be read of a part that is damaged, None if nothing can."""
    from lxml import etree

    try:
        return _parsed(data, recover=True)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _damaged(mistake: Exception) -> str:
    said = re.sub(r"\s+", " ", getattr(mistake, "msg", None) or str(mistake))[:200]
    return f"this part of the file is damaged, and was read as far as it can be: {said}"
