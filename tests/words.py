"""Word files for tests: made from session texts, looked into by XPath, and linted."""

from __future__ import annotations

import base64
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree

from rapporteur import layout, session
from rapporteur.format import Options
from rapporteur.report import Conference, Report, Track
from rapporteur.word import exporter

NAMES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "w15": "http://schemas.microsoft.com/office/word/2012/wordml",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "rel": "http://schemas.openxmlformats.org/package/2006/relationships",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
}
W = f"{{{NAMES['w']}}}"
CONFERENCE = Conference(name="World Assembly", tracks=(Track("3", "Governance"), Track("4", "Water & <land>")))
DIGEST = "0123456789abcdef" * 4
PIXEL = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")


def png(width: int, height: int) -> bytes:
    """Return a white PNG picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = zlib.compress((b"\0" + b"\xff" * width) * height)
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def text(body: str = "", **front: str) -> str:
    """Return a session file with this body; what is said of its front matter replaces or extends it."""
    given = {"id": "T3-S01", "title": "Water for all", "language": "en", "state": "final"} | front
    return "---\n" + "\n".join(f"{key}: {value}" for key, value in given.items()) + f"\n---\n\n{body}"


def read(source: str, form: str = "rapporteur", workspace: Path | None = None) -> tuple[Report, layout.Layout]:
    """Return the report of a session file, and its layout."""
    found = layout.find(form, workspace)
    report, problems = session.read(source, "source/sessions/x.md", session.Asked(found.form, found.catalogue, "en"))
    assert report, problems
    return report, found


def made(source: str, form: str = "rapporteur", workspace: Path | None = None, **options: Any) -> bytes:
    """Return the Word file of a session file."""
    report, found = read(source, form, workspace)
    return exporter.export(report, found, Options(**{"conference": CONFERENCE, "base": DIGEST} | options))


class Opened:
    """A Word file, opened: its parts by name, and its trees asked by XPath."""

    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            self.parts = {name: archive.read(name) for name in archive.namelist()}

    def tree(self, name: str = "word/document.xml") -> Any:
        return etree.fromstring(self.parts[name])

    def all(self, path: str, part: str = "word/document.xml") -> list[Any]:
        return list(self.tree(part).xpath(path, namespaces=NAMES))

    def control(self, tag: str) -> Any:
        (found,) = self.all(f"//w:sdt[w:sdtPr/w:tag/@w:val='{tag}']")
        return found

    def said(self, tag: str) -> str:
        """Return what the control called `tag` says."""
        return said(self.control(tag))


def said(element: Any) -> str:
    """Return the words in an element."""
    return "".join(element.xpath(".//w:t/text()", namespaces=NAMES))


def ask(element: Any, path: str) -> list[Any]:
    """Return what an element answers to an XPath."""
    return list(element.xpath(path, namespaces=NAMES))


def lint(data: bytes) -> list[str]:
    """Return every reference in a Word file that leads nowhere or is given twice."""
    file = Opened(data)
    return [
        *_controls_and_bookmarks(file),
        *_styles_and_lists(file),
        *_placeholders(file),
        *_relationships(file),
        *_fields(file),
        *_shapes(file),
    ]


def _texts(file: Opened) -> Iterator[str]:
    yield from (name for name in file.parts if re.fullmatch(r"word/(document|header1|footer1|footnotes)\.xml", name))


def _controls_and_bookmarks(file: Opened) -> Iterator[str]:
    ids = file.all("//w:sdtPr/w:id/@w:val")
    yield from (f"two controls have the id {each}" for each in {each for each in ids if ids.count(each) > 1})
    names = file.all("//w:bookmarkStart/@w:name")
    yield from (f"two bookmarks are called {each}" for each in {each for each in names if names.count(each) > 1})
    yield from (
        f"bookmark {each} cannot be" for each in names if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]{0,39}", each)
    )
    starts, ends = file.all("//w:bookmarkStart/@w:id"), file.all("//w:bookmarkEnd/@w:id")
    if sorted(starts) != sorted(set(ends)) or len(starts) != len(ends):
        yield "bookmarks do not begin and end alike"
    for anchor in file.all("//w:hyperlink/@w:anchor"):
        if anchor not in names:
            yield f"a link leads to the bookmark {anchor}, which is not there"


def _styles_and_lists(file: Opened) -> Iterator[str]:
    for folder, parts in (
        ("word", [*_texts(file), "word/styles.xml"]),
        ("word/glossary", ["word/glossary/document.xml"]),
    ):
        styles = set(file.all("//w:style/@w:styleId", f"{folder}/styles.xml"))
        lists = set(file.all("/w:numbering/w:num/@w:numId", f"{folder}/numbering.xml"))
        for part in parts:
            used = file.all("//w:pStyle/@w:val | //w:rStyle/@w:val | //w:tblStyle/@w:val", part)
            used += file.all("//w:basedOn/@w:val | //w:next/@w:val | //w:link/@w:val", part)
            yield from (f"{part} names the style {each}" for each in sorted(set(used) - styles))
            numbers = set(file.all("//w:numId/@w:val", part))
            yield from (f"{part} names the list {each}" for each in sorted(numbers - lists))
    kinds = set(file.all("/w:numbering/w:abstractNum/@w:abstractNumId", "word/numbering.xml"))
    named = set(file.all("/w:numbering/w:num/w:abstractNumId/@w:val", "word/numbering.xml"))
    yield from (f"a list is of the kind {each}, which is not there" for each in sorted(named - kinds))


def _placeholders(file: Opened) -> Iterator[str]:
    known = file.all("//w:docPartPr/w:name/@w:val", "word/glossary/document.xml")
    named = file.all("//w:placeholder/w:docPart/@w:val")
    yield from (f"no placeholder is called {each}" for each in sorted(set(named) - set(known)))
    yield from (f"two placeholders are called {each}" for each in {each for each in known if known.count(each) > 1})
    for control in file.all("//w:sdt[w:sdtPr/w:showingPlcHdr][not(w:sdtPr/w:placeholder)]"):
        yield f"a control shows a hint it has not: {said(control)}"


def _relationships(file: Opened) -> Iterator[str]:
    targets = set()
    for name in [name for name in file.parts if name.endswith(".rels")]:
        folder = name.partition("_rels/")[0]
        for each in file.all("//rel:Relationship", name):
            if each.get("TargetMode") == "External":
                continue
            target = (
                each.get("Target").lstrip("/") if each.get("Target").startswith("/") else folder + each.get("Target")
            )
            targets.add(target)
            if target not in file.parts:
                yield f"{name} leads to {target}, which is not there"
    for part in _texts(file):
        rels = f"word/_rels/{part.rpartition('/')[2]}.rels"
        known = set(file.all("//rel:Relationship/@Id", rels)) if rels in file.parts else set()
        used = set(file.all("//@r:id | //@r:embed", part))
        yield from (f"{part} names the relationship {each}" for each in sorted(used - known))
    parts = {name for name in file.parts if not name.endswith(".rels") and name != "[Content_Types].xml"}
    yield from (f"nothing leads to {each}" for each in sorted(parts - targets))


def _fields(file: Opened) -> Iterator[str]:
    for part in _texts(file):
        for paragraph in file.all("//w:p", part):
            kinds = ask(paragraph, ".//w:fldChar/@w:fldCharType")
            if kinds != ["begin", "separate", "end"] * (len(kinds) // 3):
                yield f"{part}: a field does not begin and end: {kinds}"


def _shapes(file: Opened) -> Iterator[str]:
    ids = file.all("//wp:docPr/@id")
    yield from (f"two pictures have the id {each}" for each in {each for each in ids if ids.count(each) > 1})
    for row in file.all("//w:tbl/w:tr"):
        (table,) = ask(row, "..")
        columns = len(ask(table, "w:tblGrid/w:gridCol"))
        spans = [int((ask(cell, "w:tcPr/w:gridSpan/@w:val") or ["1"])[0]) for cell in ask(row, "w:tc")]
        if sum(spans) != columns:
            yield f"a row spans {sum(spans)} of {columns} columns"
    for cell in file.all("//w:tc"):
        if ask(cell, "local-name(*[last()])") and str(cell[-1].tag) not in (f"{W}p", f"{W}sdt"):
            yield "a cell does not end with a paragraph"
    for body in file.all("//w:tbl/following-sibling::*[1][self::w:tbl]"):
        yield f"two tables touch: {said(body)[:20]}"
