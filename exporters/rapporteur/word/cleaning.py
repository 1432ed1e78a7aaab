"""Parts of a house's template made fit to be printed on: what names people, paths or other files is taken out.

Kept are words, pictures, page set-up and styles. Taken out and told are embedded objects, remote pictures, fields that
ask for other files, tracked changes (as accepted), comments, controls (their words stay), and every id that could tell
where a file was made.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from .gathered import address
from .package import W
from .schema import local

if TYPE_CHECKING:
    from lxml.etree import _Element

R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
PICTURES = ("png", "jpg", "jpeg", "gif", "emf", "wmf", "bmp", "tif", "tiff")
TRACKED = "tracked changes, as accepted"
EMBEDDED = "embedded objects (OLE, ActiveX)"
REMOTE = "pictures kept elsewhere"
NESTED = "documents within the document"
FIELDS = "fields that ask for names, paths or other files"
_UNWRAPPED = {
    "ins": TRACKED,
    "moveTo": TRACKED,
    "sdt": "content controls of its own",
    "customXml": "custom XML",
    **dict.fromkeys(("sdtContent", "smartTag", "dir", "bdo"), ""),
}
_CHANGES = (
    "del moveFrom cellDel rPrChange pPrChange sectPrChange tblPrChange trPrChange tcPrChange tblGridChange"
    " numberingChange tblPrExChange cellIns cellMerge"
)
_SILENT = (
    "moveFromRangeStart moveFromRangeEnd moveToRangeStart moveToRangeEnd customXmlInsRangeStart customXmlInsRangeEnd"
    " customXmlDelRangeStart customXmlDelRangeEnd customXmlPr smartTagPr sdtPr sdtEndPr proofErr permStart permEnd"
    " lastRenderedPageBreak printerSettings dataBinding rsid divId extLst"
)
_DROPPED = {
    **dict.fromkeys(_CHANGES.split(), TRACKED),
    **dict.fromkeys(("commentRangeStart", "commentRangeEnd", "commentReference", "annotationRef"), "comments"),
    **dict.fromkeys(("footnoteReference", "endnoteReference"), "footnotes of its own"),
    **dict.fromkeys(("altChunk", "subDoc"), NESTED),
    **dict.fromkeys(("object", "control", "OLEObject", "contentPart", "movie"), EMBEDDED),
    **dict.fromkeys(_SILENT.split(), ""),
}
_NOISE = re.compile(r"rsid\w*|paraId|textId|anchorId|editId|gfxdata|durableId|spid|restartNumberingAfterBreak|href")
_PATH = re.compile(r"(?:[A-Za-z]:[\\/]|\\\\|file:|/(?:Users|home|tmp|var)/)\S?.*", re.IGNORECASE | re.DOTALL)
_FIELDS = frozenset(
    "PAGE NUMPAGES SECTION SECTIONPAGES STYLEREF SEQ REF PAGEREF NOTEREF TOC SYMBOL EQ QUOTE = IF HYPERLINK".split()  # noqa: SIM905
)
"""The fields that ask nothing of other files and tell nothing of who made the file."""
_MODERN = frozenset(("wps", "wpg", "wp14", "w14", "w15"))


class Link(NamedTuple):
    """A relationship: the last word of its type, and the part or (outside) the address it leads to."""

    kind: str
    target: str
    outside: bool


class Notes:
    """What was taken out of a template, and how often; what was lacking in it and filled in."""

    def __init__(self) -> None:
        self.removed: Counter[str] = Counter()
        self.mended: list[str] = []

    def without(self, what: str, times: int = 1) -> None:
        """Note that `what` was taken out; nothing is noted of what nobody would miss ("")."""
        if what and times:
            self.removed[what] += times

    def mend(self, what: str) -> None:
        """Note that `what` was put right."""
        if what not in self.mended:
            self.mended.append(what)


def cleaned(root: _Element, links: Mapping[str, Link], linked: Callable[[Link], str | None], notes: Notes) -> None:
    """Take out of a part what may not stay; `linked` gives the new id of a link, None for one that must go."""
    _rows(root, notes)
    _elements(root, notes)
    _alternatives(root)
    fields(root, notes)
    _attributes(root)
    _relations(root, links, linked, notes)


def remove(element: _Element) -> None:
    """Take an element out of its parent; the text behind it stays."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is None:
            parent.text = (parent.text or "") + element.tail
        else:
            before.tail = (before.tail or "") + element.tail
        element.tail = None
    parent.remove(element)


def unwrap(element: _Element) -> None:
    """Put the children of an element in its place."""
    parent = element.getparent()
    if parent is None:
        return
    at = parent.index(element)
    for child in reversed(list(element)):
        parent.insert(at + 1, child)
    remove(element)


def _rows(root: _Element, notes: Notes) -> None:
    """Remove the rows of tables whose deletion was tracked."""
    for mark in list(root.iter(f"{{{W}}}trPr")):
        row = mark.getparent()
        if mark.find(f"{{{W}}}del") is not None and row is not None:
            remove(row)
            notes.without(TRACKED)


def _elements(root: _Element, notes: Notes) -> None:
    for element in [each for each in root.iter() if each is not root]:
        name, parent = local(element), element.getparent()
        ours = str(element.tag).startswith(f"{{{W}}}")
        if not name:
            remove(element)
        elif name in _DROPPED and (ours or name in ("OLEObject", "extLst")):
            notes.without(_DROPPED[name])
            remove(element)
        elif name in _UNWRAPPED and ours and parent is not None:
            notes.without(_UNWRAPPED[name])
            (remove if local(parent) in ("rPr", "trPr") else unwrap)(element)


def _alternatives(root: _Element) -> None:
    """Drop the fallbacks for programs older than Word 2010: they say everything twice."""
    for choice in list(root.iter(f"{{{MC}}}Choice")):
        parent = choice.getparent()
        if parent is None or not set((choice.get("Requires") or "").split()) <= _MODERN:
            continue
        for other in parent.findall(f"{{{MC}}}Fallback"):
            remove(other)


def fields(root: _Element, notes: Notes) -> None:
    """Take out fields that ask for other files, for programs or for who made this one, with what they show."""
    for element in list(root.iter(f"{{{W}}}fldSimple")):
        if not _harmless(element.get(f"{{{W}}}instr") or ""):
            notes.without(FIELDS)
            remove(element)
    begun: list[tuple[list[_Element], list[str]]] = []
    for run in list(root.iter(f"{{{W}}}r")):
        kinds = [each.get(f"{{{W}}}fldCharType") for each in run.iter(f"{{{W}}}fldChar")]
        if "begin" in kinds:
            begun.append(([], []))
        for held, _ in begun:
            held.append(run)
        if begun:
            begun[-1][1].extend(each.text or "" for each in run.iter(f"{{{W}}}instrText"))
        if "end" in kinds and begun:
            _judged(*begun.pop(), notes)
    for held, _ in begun:  # a field that never ends
        for mark in [mark for run in held for mark in run.iter(f"{{{W}}}fldChar", f"{{{W}}}instrText")]:
            remove(mark)


def _judged(runs: list[_Element], code: list[str], notes: Notes) -> None:
    if not _harmless("".join(code)):
        notes.without(FIELDS)
        for each in runs:
            remove(each)


def _harmless(code: str) -> bool:
    """Whether a field may stay; a link in a field may lead to the web alone."""
    words = code.split()
    name = words[0].upper() if words else ""
    if name == "HYPERLINK":
        target = next((word.strip('"') for word in words[1:] if not word.startswith("\\")), "")
        return "\\l" in words or bool(address(target))
    return name in _FIELDS


def _attributes(root: _Element) -> None:
    """Take out marks of editing sessions, and folders from what pictures are called."""
    for element in root.iter():
        for name, value in list(element.attrib.items()):
            bare = name.rpartition("}")[2]
            if name.startswith("{") and _NOISE.fullmatch(bare) and not name.startswith(f"{{{R}}}"):
                del element.attrib[name]
            elif _PATH.match(value):
                element.set(name, re.split(r"[\\/]", value)[-1])


def _relations(root: _Element, links: Mapping[str, Link], linked: Callable[[Link], str | None], notes: Notes) -> None:
    """Give each link its new id; what hangs on one that must go, goes with it."""
    for element in list(root.iter()):
        for name, value in list(element.attrib.items()):
            if not name.startswith(f"{{{R}}}"):
                continue
            link = links.get(value)
            new = linked(link) if link else None
            if new:
                element.set(name, new)
            else:
                _without(element, name, link, notes)


def _without(element: _Element, name: str, link: Link | None, notes: Notes) -> None:
    if local(element) == "hyperlink":
        notes.without("links that lead neither to the web nor to e-mail" if link else "")
        del element.attrib[name]
        if element.get(f"{{{W}}}anchor") is None:
            unwrap(element)
        return
    holders = (f"{{{W}}}drawing", f"{{{W}}}pict", f"{{{W}}}numPicBullet")
    holder = next((each for each in element.iterancestors(*holders)), None)
    what = REMOTE if link and link.outside else f"what is no picture ({link.kind})" if link else ""
    notes.without(what)
    remove(element if holder is None else holder)
