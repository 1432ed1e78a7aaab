"""Leaves bound to one PDF: pages, structure, links and bookmarks joined, folios stamped (ISO 32000-1).

==============  =====================================================================================================
pages           as they are; blank ones where a part begins on the right; labels i, ii … and 1, 2 … (12.4.2)
structure       one Document; each leaf's own becomes a part of it, its keys in the parent tree are its own (14.7.4.4)
table heads     their names are made unique by leaf (14.8.5.7)
destinations    each leaf is one, by its name, and each page of the body, ``page-12``; those within a leaf carry the
                leaf's name before theirs (12.3.2.3)
bookmarks       a leaf's own stand below its title
fonts           of each face one subset with the glyphs of all its subsets (9.9)
folios          artifacts of pagination (14.8.2.2)
==============  =====================================================================================================
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, OutlineItem, Pdf, String

from .. import xmp
from ..edition import UA
from ..xmp import About, packet, told
from . import faces, pages
from .pages import LINK, Placed


@dataclass(frozen=True, slots=True)
class Binding:
    """What a pack is beside its leaves: what it says of itself, how it reads, and a page of folios for each page."""

    about: About
    right_to_left: bool
    folios: Sequence[bytes] = ()


def bound(front: Sequence[Placed], body: Sequence[Placed], binding: Binding) -> bytes:
    """Return the pack; the same leaves give the same bytes."""
    pdf = Pdf.new()
    book = _Book(pdf)
    for placed in front:
        book.add(placed, 0)
    beside = pages.length(front)
    book.fill(beside)
    for placed in body:
        book.add(placed, beside)
    if binding.folios:
        _stamp(pdf, binding.folios, book.blank)
    book.finish(beside)
    faces.join(pdf, _fonts(pdf))
    _describe(pdf, binding)
    out = BytesIO()
    compact = pikepdf.ObjectStreamMode.generate
    pdf.save(out, deterministic_id=True, fix_metadata_version=False, min_version="1.7", object_stream_mode=compact)
    return out.getvalue()


class _Book:
    """A pack while it is bound."""

    def __init__(self, pdf: Pdf) -> None:
        self._pdf = pdf
        self._document = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, K=Array()))
        self._parents: list[Any] = []
        self._next = 0
        self._names: dict[str, Any] = {}
        self._called: dict[str, Any] = {}
        self._roots: list[tuple[int, OutlineItem]] = []
        self.blank: set[int] = set()

    def fill(self, until: int) -> None:
        """Add blank pages, as large as the one before them, until there are so many."""
        while len(self._pdf.pages) < until:
            last = self._pdf.pages[-1]
            self.blank.add(len(self._pdf.pages))
            page = Dictionary(Type=Name.Page, MediaBox=last.mediabox, Resources=Dictionary(), Tabs=Name.S)
            page.TrimBox, page.BleedBox = last.trimbox, last.bleedbox
            self._pdf.pages.append(pikepdf.Page(self._pdf.make_indirect(page)))

    def add(self, placed: Placed, beside: int) -> None:
        """Add the pages of a leaf, and what leads to them."""
        self.fill(beside + placed.first - 1)
        leaf, at = placed.leaf, len(self._pdf.pages)
        with Pdf.open(BytesIO(leaf.data)) as source:
            self._pdf.pages.extend(source.pages)
            own = [self._pdf.pages[each].obj for each in range(at, len(self._pdf.pages))]
            self._join(self._pdf.copy_foreign(source.Root.StructTreeRoot), own, leaf.name, leaf.role)
            known = _destinations(source)
            self._names[leaf.name] = Array([own[0], Name.Fit])
            if not placed.front:
                spots = {f"page-{placed.first + each}": Array([page, Name.Fit]) for each, page in enumerate(own)}
                self._names.update(spots)
            for name, target in known.items():
                self._names[f"{leaf.name}/{name}"] = Array([own[source.pages.index(target[0])], *list(target)[1:]])
            for page in own:
                _lead(page, leaf.name, known)
            self._bookmark(placed, own, source)

    def _join(self, tree: Any, own: Sequence[Any], name: str, role: str) -> None:
        """Hang the structure of a leaf into the pack's."""
        nums = list(tree.ParentTree.Nums)
        for key, parents in zip(nums[::2], nums[1::2], strict=True):
            self._parents.extend((self._next + int(key), parents))
        for page in own:
            for marked in (page, *page.get("/Annots", [])):
                for key in ("/StructParents", "/StructParent"):
                    if key in marked:
                        marked[key] = self._next + int(marked[key])
        self._next += max((int(key) for key in nums[::2]), default=-1) + 1
        for root in tree.K if isinstance(tree.K, Array) else [tree.K]:
            root.S, root.P = Name(f"/{role}"), self._document
            self._document.K.append(root)
            for element in _elements(root):
                _rename(element, name)
                if "/ID" in element:
                    self._called[str(element.ID)] = element

    def _bookmark(self, placed: Placed, own: Sequence[Any], source: Pdf) -> None:
        if not (placed.leaf.title or placed.leaf.after):
            return
        goes_on = bool(placed.leaf.after)
        item = self._roots[-1][1] if goes_on else OutlineItem(placed.leaf.title, Array([own[0], Name.Fit]))
        with source.open_outline() as outline:
            for each in outline.root if goes_on else [each for root in outline.root for each in root.children]:
                item.children.append(_copied(each, own, source))
        item.is_closed = bool(item.children)
        if not goes_on:
            self._roots.append((placed.leaf.depth, item))

    def finish(self, beside: int) -> None:
        """Write the trees: structure, names, bookmarks, labels of pages."""
        pdf, root = self._pdf, self._pdf.Root
        tree = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot, K=Array([self._document])))
        tree.ParentTree = pdf.make_indirect(Dictionary(Nums=Array(self._parents)))
        tree.ParentTreeNextKey = self._next
        self._document.P = tree
        root.StructTreeRoot, root.MarkInfo = tree, Dictionary(Marked=True)
        tree.IDTree = pdf.make_indirect(_listed(self._called))
        root.Names = Dictionary(Dests=pdf.make_indirect(_listed(self._names)))
        labels = [0, Dictionary(S=Name.r)] if beside else []
        root.PageLabels = Dictionary(Nums=Array([*labels, beside, Dictionary(S=Name.D)]))
        with pdf.open_outline() as outline:
            above: list[list[OutlineItem]] = [outline.root]
            for depth, item in self._roots:
                del above[depth + 1 :]
                above[-1].append(item)
                above.append(item.children)


def _listed(named: Mapping[str, Any]) -> Any:
    """Return things by name as a name tree (ISO 32000-1, 7.9.6)."""
    names = sorted(named, key=str.encode)
    return Dictionary(Names=Array(each for name in names for each in (String(name), named[name])))


def _fonts(pdf: Pdf) -> Iterator[faces.Spot]:
    """Yield every place where fonts of a PDF are named, also those of drawings on its pages."""
    waiting = [page.obj.get("/Resources") for page in pdf.pages]
    seen: set[tuple[int, int]] = set()
    while waiting:
        resources = waiting.pop()
        if resources is None or (resources.is_indirect and resources.objgen in seen):
            continue
        seen.add(resources.objgen)
        fonts = resources.get("/Font", Dictionary())
        if not fonts.is_indirect or fonts.objgen not in seen:
            seen.add(fonts.objgen)
            yield from ((fonts, name) for name in list(fonts.keys()))
        drawn = (each for kind in ("/XObject", "/Pattern") for each in resources.get(kind, {}).values())
        waiting.extend(each.get("/Resources") for each in drawn)


def _elements(root: Any) -> Iterator[Any]:
    """Yield every element of a structure."""
    waiting = [root]
    while waiting:
        element = waiting.pop()
        yield element
        kids = element.get("/K", [])
        waiting.extend(each for each in (kids if isinstance(kids, Array) else [kids]) if _is_element(each))


def _is_element(kid: Any) -> bool:
    return isinstance(kid, Dictionary) and "/S" in kid


def _rename(element: Any, name: str) -> None:
    """Put the leaf's name before what a table calls its heads."""
    if "/ID" in element:
        element.ID = String(f"{name}/{element.ID}")
    attributes = element.get("/A")
    for each in attributes if isinstance(attributes, Array) else [attributes]:
        if isinstance(each, Dictionary) and "/Headers" in each:
            each.Headers = Array([String(f"{name}/{head}") for head in each.Headers])


def _destinations(source: Pdf) -> dict[str, Any]:
    """Return the destinations of a leaf by name, each as page and place."""
    names = source.Root.get("/Names", Dictionary()).get("/Dests")
    found: dict[str, Any] = {}
    if names is not None:
        for name, target in pikepdf.NameTree(names).items():
            found[str(name)] = target.D if isinstance(target, Dictionary) else target
    return found


def _lead(page: Any, name: str, known: dict[str, Any]) -> None:
    """Make the links of a page lead within the pack: to leaves, and to places within their own."""
    for link in page.get("/Annots", []):
        action = link.get("/A", Dictionary())
        address, within = str(action.get("/URI", "")), action.get("/D", link.get("/Dest"))
        if address.startswith(LINK):
            del link["/A"]
            link.Dest = String(address.removeprefix(LINK))
        elif within is not None and str(within) in known:
            link.pop("/A", None)
            link.Dest = String(f"{name}/{within}")


def _copied(item: OutlineItem, own: Sequence[Any], source: Pdf) -> OutlineItem:
    target = item.destination
    where = list(target)[1:] if isinstance(target, Array) else [Name.Fit]
    page = own[source.pages.index(target[0])] if isinstance(target, Array) else own[0]
    copy = OutlineItem(item.title, Array([page, *where]))
    copy.children.extend(_copied(each, own, source) for each in item.children)
    return copy


def _stamp(pdf: Pdf, folios: Sequence[bytes], blank: set[int]) -> None:
    """Lay a page of folios over each page, as an artifact of pagination."""
    at = -1
    for data in folios:
        with Pdf.open(BytesIO(data)) as source:
            for own in source.pages:
                at += 1
                if at in blank or at >= len(pdf.pages):
                    continue
                form, page = pdf.copy_foreign(own.as_form_xobject()), pdf.pages[at]
                _lay(page, page.add_resource(form, Name.XObject, Name(f"/Folio{at}")))  # leaves share resources


def _lay(page: Any, name: Name) -> None:
    page.contents_add(b"q", prepend=True)
    page.contents_add(f"Q /Artifact <</Type /Pagination>> BDC q {name} Do Q EMC".encode())


def _describe(pdf: Pdf, binding: Binding) -> None:
    """Say what the pack is, in its catalogue, its metadata and the old dictionary."""
    about, root = binding.about, pdf.Root
    root.Lang = String(about.language)
    root.PageMode, root.PageLayout = Name.UseOutlines, Name.TwoPageRight
    root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    if binding.right_to_left:
        root.ViewerPreferences.Direction = Name.R2L
    claims = (xmp.text("pdfuaid:part", "1" if UA in about.claims else ""),)
    data = packet((*claims, *told(about, xmp.CREATOR))).encode()
    root.Metadata = pdf.make_stream(data, Type=Name.Metadata, Subtype=Name.XML)
    pdf.docinfo["/Title"] = about.title
    pdf.docinfo["/Producer"] = pdf.docinfo["/Creator"] = xmp.CREATOR
    if about.subject:
        pdf.docinfo["/Subject"] = about.subject
