"""A leaf's PDF taken apart: what makes it a fragment of a pack (ISO 32000-1).

==============  =====================================================================================================
pages           as they are, below a node of their own (7.7.3); what they draw with is written when they are bound, for
                only then is it known which fonts they share and which folio each has
structure       each root becomes a part of the pack's one Document; keys in the parent tree are counted from the first
                number of the fragment on, so no other has them (14.7.4.4)
table heads     their names, and those of notes, are made unique by the leaf's (14.8.5.7)
destinations    those within a leaf carry the leaf's name before theirs (12.3.2.3)
links           lead to leaves, and to places within their own
bookmarks       a leaf's own stand below its title, and are written when they are bound
==============  =====================================================================================================
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String

from . import faces, subset
from .fragment import DOCUMENT, FOLIO, FONTS, OPENED, PAGES, RESOURCES, STAMP, STAMPED, Fragment
from .numbered import Objects
from .objects import inner, string
from .pages import LINK, Leaf, called

_HEADING = re.compile(r"/H[1-6]")


def made(data: bytes, leaf: Leaf, base: int) -> Fragment:
    """Return a leaf's PDF as a fragment with numbers from `base` on."""
    with Pdf.open(BytesIO(data)) as pdf:
        return _Parted(pdf, base).leaf(leaf.name, leaf.role, bool(leaf.after))


def overlay(data: bytes, base: int) -> Fragment:
    """Return a PDF whose pages are laid over others as a fragment."""
    with Pdf.open(BytesIO(data)) as pdf:
        return _Parted(pdf, base).forms()


class _Parted:
    """A PDF that is taken apart."""

    def __init__(self, pdf: Pdf, base: int) -> None:
        self._pdf, self._base = pdf, base
        self._numbers: dict[tuple[int, int], int] = {}

    def _elsewhere(self, number: int) -> Any:
        """Return an object that stands for one that whoever binds writes."""
        thing = self._pdf.make_indirect(Dictionary())
        self._numbers[thing.objgen] = number
        return thing

    def leaf(self, name: str, role: str, goes_on: bool) -> Fragment:
        """Return the fragment of a leaf."""
        pages, tree = [page.obj for page in self._pdf.pages], self._pdf.Root.StructTreeRoot
        shared, own = self._fonts([page.Resources for page in pages])
        node = self._pdf.make_indirect(Dictionary(Type=Name.Pages, Count=len(pages), Kids=Array(pages)))
        node.Parent = self._elsewhere(PAGES)
        parents, last = self._keyed(tree.ParentTree, pages)
        roots = list(tree.K) if isinstance(tree.K, Array) else [tree.K]
        elements = self._joined(roots, name, role)
        known = _destinations(self._pdf)
        targets = [target for page in pages for target in _lead(page, name, known)]
        bookmarks = self._bookmarks(goes_on, self._base + RESOURCES + len(pages))
        drawn, folio = self._drawn(pages)
        first = self._base + RESOURCES + len(pages) + len(bookmarks)
        # Programs look for a page through all before it: those must not be unpacked with whatever else is there.
        objects = Objects(self._pdf, self._numbers, first, apart=[node, *pages])
        reached = (node, parents, *roots, *drawn, *own.values())
        said = [bytes(each.unparse(resolved=True)) for each in bookmarks]
        objects.reach([*(bytes(each.unparse()) for each in reached), *said, *(_rest(each) for each in known.values())])
        body, spots = objects.written()
        order = {page.objgen: at for at, page in enumerate(pages)}
        return Fragment(
            base=self._base,
            size=objects.pack + objects.packed + 1 - self._base,
            streams=objects.streams,
            spots=spots,
            packed=objects.packed,
            body=body,
            fonts=shared,
            own=tuple((key, objects.number(font)) for key, font in own.items()),
            node=objects.number(node),
            pages=tuple(objects.number(page) for page in pages),
            resources=tuple(_halves(objects.text(each.unparse()), folio) for each in drawn),
            boxes=_boxes(pages[-1]),
            roots=tuple(objects.number(root) for root in roots),
            parents=objects.number(parents),
            last=last,
            bookmarks=tuple(
                (objects.number(each), inner(objects.text(text)), max(0, int(each.get("/Count", 0))))
                for each, text in zip(bookmarks, said, strict=True)
            ),
            places=tuple(
                (
                    string(called(f"{name}/{each}")),
                    order[target[0].objgen],
                    objects.text(_rest(target)).decode("latin-1"),
                )
                for each, target in known.items()
            ),
            ids=tuple((_hex(each.ID), objects.number(each)) for each in elements if "/ID" in each),
            targets=tuple(dict.fromkeys(targets)),
            levels=tuple(int(str(each.S)[2]) for each in elements if _HEADING.fullmatch(str(each.S))),
        )

    def forms(self) -> Fragment:
        """Return the fragment of pages that are laid over others."""
        forms = [self._pdf.make_indirect(page.as_form_xobject()) for page in self._pdf.pages]
        shared, own = self._fonts([form.Resources for form in forms])
        objects = Objects(self._pdf, self._numbers, self._base + RESOURCES)
        objects.reach([bytes(each.unparse()) for each in (*forms, *own.values())])
        body, spots = objects.written()
        size = objects.pack + objects.packed + 1 - self._base
        numbers = tuple(objects.number(form) for form in forms)
        named = tuple((key, objects.number(font)) for key, font in own.items())
        return Fragment(self._base, size, objects.streams, spots, objects.packed, body, shared, named, forms=numbers)

    def _fonts(self, resources: Sequence[Any]) -> tuple[tuple[faces.Subset, ...], dict[str, Any]]:
        """Take the fonts out of the resources; return those that can be shared, and the others by name."""
        found: dict[str, Any] = {}
        shared: list[faces.Subset] = []
        stand_in = self._elsewhere(self._base + FONTS)
        for each in list(subset.drawing(resources)):
            found.update(each.get("/Font", {}).items())
            each.Font = stand_in
        for name, font in sorted(found.items()):
            if one := subset.read(name, font):
                shared.append(one)
                del found[name]
        return tuple(shared), found

    def _keyed(self, tree: Any, pages: Sequence[Any]) -> tuple[Any, int]:
        """Count the keys of a leaf's parent tree from its first number on; return its leaf, and the last key."""
        nums = list(tree.Nums)
        nums[::2] = [self._base + int(key) for key in nums[::2]]
        for marked in (each for page in pages for each in (page, *page.get("/Annots", []))):
            for key in ("/StructParents", "/StructParent"):
                if key in marked:
                    marked[key] = self._base + int(marked[key])
        first, last = (nums[0], nums[-2]) if nums else (self._base, self._base)
        return self._pdf.make_indirect(Dictionary(Limits=Array([first, last]), Nums=Array(nums))), int(last)

    def _joined(self, roots: Sequence[Any], name: str, role: str) -> list[Any]:
        """Hang a leaf's structure into the pack's; return its elements in reading order."""
        document = self._elsewhere(DOCUMENT)
        for root in roots:
            root.S, root.P = Name(f"/{role}"), document
        elements = list(_elements(roots))
        for each in elements:
            _rename(each, name)
        return elements

    def _bookmarks(self, goes_on: bool, first: int) -> list[Any]:
        """Return a leaf's own bookmarks, numbered from `first` on: those below its title, all if it has none."""
        tops = _below(self._pdf.Root.get("/Outlines"))
        found = tops if goes_on else [each for top in tops for each in _below(top)]
        self._numbers.update((each.objgen, number) for number, each in enumerate(found, first))
        for each in found:
            for key in {"/Parent", "/Prev", "/Next"} & set(each.keys()):
                del each[key]
        return found

    def _drawn(self, pages: Sequence[Any]) -> tuple[list[Any], Any]:
        """Draw a folio on each page, after what it shows; return the resources of each, and what stands for a folio."""
        opened, stamped, folio = (self._elsewhere(each) for each in (OPENED, STAMPED, FOLIO))
        found = []
        for at, page in enumerate(pages):
            drawn = Dictionary(page.Resources)
            drawn.XObject = Dictionary(dict(drawn.get("/XObject", {}).items()))
            drawn.XObject[STAMP] = folio
            found.append(drawn)
            page.Resources = self._elsewhere(self._base + RESOURCES + at)
            contents = page.Contents
            page.Contents = Array([opened, *(contents if isinstance(contents, Array) else [contents]), stamped])
        return found, folio


def _below(above: Any) -> list[Any]:
    """Return the bookmarks right below another, or below the root of all."""
    found, each = [], above.get("/First") if above is not None else None
    while each is not None:
        found.append(each)
        each = each.get("/Next")
    return found


def _halves(text: bytes, folio: Any) -> tuple[str, str]:
    before, _, after = text.decode("latin-1").partition(f"{STAMP} {FOLIO} 0 R")
    return f"{before}{STAMP} ", f" 0 R{after}"


def _boxes(page: Any) -> str:
    kinds = ("/MediaBox", "/TrimBox", "/BleedBox")
    return " ".join(f"{kind} {page[kind].unparse().decode()}" for kind in kinds if kind in page)


def _rest(target: Any) -> bytes:
    """Return a destination without its page and its brackets."""
    return bytes(Array(list(target)[1:]).unparse()).strip(b"[ ]")


def _hex(text: Any) -> str:
    return f"<{bytes(text).hex()}>"


def _elements(roots: Iterable[Any]) -> Iterator[Any]:
    """Yield every element of a structure, in reading order."""
    waiting = list(reversed(list(roots)))
    while waiting:
        element = waiting.pop()
        yield element
        kids = element.get("/K", [])
        found = [each for each in (kids if isinstance(kids, Array) else [kids]) if _is_element(each)]
        waiting.extend(reversed(found))


def _is_element(kid: Any) -> bool:
    return isinstance(kid, Dictionary) and "/S" in kid


def _rename(element: Any, name: str) -> None:
    """Put the leaf's name before what a table calls its heads."""
    if "/ID" in element:
        element.ID = String(called(f"{name}/{element.ID}"))
    attributes = element.get("/A")
    for each in attributes if isinstance(attributes, Array) else [attributes]:
        if isinstance(each, Dictionary) and "/Headers" in each:
            each.Headers = Array([String(called(f"{name}/{head}")) for head in each.Headers])


def _destinations(pdf: Pdf) -> Mapping[str, Any]:
    """Return the destinations of a leaf by name, each as page and place."""
    names = pdf.Root.get("/Names", Dictionary()).get("/Dests")
    found: dict[str, Any] = {}
    if names is not None:
        for name, target in pikepdf.NameTree(names).items():
            found[str(name)] = target.D if isinstance(target, Dictionary) else target
    return found


def _lead(page: Any, name: str, known: Mapping[str, Any]) -> Iterator[str]:
    """Make the links of a page lead within the pack; yield where they lead to outside of its leaf."""
    for link in page.get("/Annots", []):
        action = link.get("/A", Dictionary())
        address, within = str(action.get("/URI", "")), action.get("/D", link.get("/Dest"))
        if address.startswith(LINK):
            target = address.removeprefix(LINK)
            del link["/A"]
            link.Dest = String(target)
            yield target
        elif within is not None and str(within) in known:
            if "/A" in link:
                del link["/A"]
            link.Dest = String(called(f"{name}/{within}"))
