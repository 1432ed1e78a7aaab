"""Fragments bound to one PDF: pages, structure, links and bookmarks joined, folios stamped (ISO 32000-1).

What is in a fragment stays as it is written there; a few objects beside them name them all:

==============  =====================================================================================================
pages           blank ones where a part begins on the right; labels i, ii … and 1, 2 … (12.4.2)
structure       one Document, and one parent tree of the fragments' own (14.7.4.4)
destinations    each leaf is one, by its name, and each page of the body, ``page-12``; and those of the leaves
bookmarks       the leaves' titles
fonts           of each face one subset with the glyphs of all its subsets (9.9)
folios          artifacts of pagination, drawn on each page (14.8.2.2)
==============  =====================================================================================================

Every destination that a link leads to must be there, and no level of headings may be skipped from one leaf to the next.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from .. import xmp
from ..edition import UA
from ..problems import Place, Refused, error
from ..xmp import About, packet, told
from . import faces, fragment, pages
from .bookmarks import Bookmark, written
from .fragment import (
    BOOKMARK,
    DOCUMENT,
    FIRST,
    FOLIO,
    FONTS,
    OPENED,
    PAGES,
    RESOURCES,
    STAMP,
    STAMPED,
    Fragment,
)
from .objects import Sheaf, Table, string
from .pages import Placed, called
from .truetype import Face

CATALOG, STRUCTURE, OUTLINES, METADATA, INFO = 1, 3, 5, 9, 10
_HEAD = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"


class Store(NamedTuple):
    """Where parts are kept: `read` gives the PDF of one by its name, the others what was made under a name before."""

    read: Callable[[str], bytes]
    objects: faces.Keep
    face: faces.Keep


@dataclass(frozen=True, slots=True)
class Binding:
    """What a pack is beside its leaves: what it says of itself, how it reads, and the parts that hold its folios.

    The pages of these are for the pages of the pack, one after the other.
    """

    about: About
    right_to_left: bool
    folios: Sequence[str] = ()


def bound(front: Sequence[Placed], body: Sequence[Placed], binding: Binding, store: Store) -> bytes:
    """Return the pack; the same leaves give the same bytes. Raises `Refused` if it does not hold together."""
    book = _Book(store, pages.length(front))
    for placed in (*front, *body):
        book.add(placed)
    for part in binding.folios:
        book.lay_over(part)
    if wrong := [error(Place(""), each, "mend the layout’s pack", "pack") for each in book.wrong()]:
        raise Refused(wrong)
    return book.written(binding)


@dataclass(frozen=True, slots=True)
class _Bound:
    """A leaf in its place, with its fragment."""

    placed: Placed
    fragment: Fragment


class _Book:
    """A pack while it is bound; `beside` are the pages of its front matter."""

    def __init__(self, store: Store, beside: int) -> None:
        self._store, self._beside, self._next = store, beside, FIRST
        self._leaves: list[_Bound] = []
        self._overlays: list[Fragment] = []
        self._parts: list[str] = []
        self._bodies: list[bytes] = []
        self._faces = faces.Faces()
        self._made_of = hashlib.md5(usedforsecurity=False)

    def add(self, placed: Placed) -> None:
        """Add a leaf."""
        leaf, base = placed.leaf, self._next

        def made() -> Fragment:
            from . import parted

            return parted.made(self._store.read(leaf.part), leaf, base)

        said = f"{leaf.name}\n{leaf.role}\n{leaf.after}\n{base}"
        own = hashlib.md5(said.encode(), usedforsecurity=False).hexdigest()[:12]
        self._leaves.append(_Bound(placed, self._fragment(leaf.part, own, made)))

    def lay_over(self, part: str) -> None:
        """Add a part whose pages are laid over those of the pack."""
        base = self._next

        def made() -> Fragment:
            from . import parted

            return parted.overlay(self._store.read(part), base)

        self._overlays.append(self._fragment(part, str(base), made))

    def _fragment(self, part: str, own: str, make: Callable[[], Fragment]) -> Fragment:
        name = f"{part}.{own}"
        try:
            found = fragment.read(self._store.objects(name, lambda: make().kept()))
        except ValueError:  # it was damaged since
            found = make()
        self._faces.take(len(self._parts), found.fonts)
        self._parts.append(part)
        self._bodies.append(found.body)
        self._made_of.update(name.encode())
        self._next = found.end
        return replace(found, body=b"", fonts=())  # thousands of lines, which are gathered by now

    def wrong(self) -> Iterator[str]:
        """Yield what does not hold together: links to nowhere, levels of headings that are skipped between leaves."""
        known = {called(each.placed.leaf.name) for each in self._leaves} | {name for name, _ in self._page_names()}
        above = 0
        for name, found in ((each.placed.leaf.name, each.fragment) for each in self._leaves):
            yield from (f"a link of “{name}” leads nowhere: {each}" for each in found.targets if each not in known)
            if found.levels and found.levels[0] > above + 1:
                yield f"“{name}” begins with a heading of level {found.levels[0]}, after one of level {above}"
            above = found.levels[-1] if found.levels else above

    def _at(self, placed: Placed) -> int:
        """Return how many pages stand before a leaf."""
        return placed.first - 1 + (0 if placed.front else self._beside)

    def _page_names(self) -> Iterator[tuple[str, int]]:
        for each in self._leaves:
            if not each.placed.front:
                yield from ((f"page-{each.placed.first + at}", page) for at, page in enumerate(each.fragment.pages))

    def written(self, binding: Binding) -> bytes:
        """Return the file."""
        table, sheaf = Table(), Sheaf(self._next)
        body = bytearray(_HEAD)
        every = [*(each.fragment for each in self._leaves), *self._overlays]
        for at, each in enumerate(every):
            table.placed(each.streams, (len(body) + spot for spot in each.spots))
            table.within(each.streams + len(each.spots) - 1, each.streams + len(each.spots), each.packed)
            body += self._bodies[at]
            self._bodies[at] = b""
        self._drawn_with(sheaf, every)
        self._catalogue(sheaf, binding)
        body += sheaf.written(table, len(body))
        known = self._made_of.hexdigest()
        about = f"/Root {CATALOG} 0 R /Info {INFO} 0 R /ID [<{known}> <{known}>]"
        body += table.written(sheaf.number(), about, len(body))
        return bytes(body)

    def _drawn_with(self, sheaf: Sheaf, every: Sequence[Fragment]) -> None:
        """Write the fonts, and what each page is drawn with."""
        named: list[list[str]] = [[f"{name} {number} 0 R" for name, number in each.own] for each in every]

        def outlines(at: int, name: str) -> Face:
            from . import subset

            return subset.outlines(self._store.read(self._parts[at]), name)

        for whole in self._faces:
            for at, name, number in faces.write(whole, sheaf, outlines, self._store.face):
                named[at].append(f"{name} {number} 0 R")
        for each, fonts in zip(every, named, strict=True):
            sheaf.add(f"<<{' '.join(sorted(fonts))}>>", each.base + FONTS)
        forms = [form for each in self._overlays for form in each.forms]
        for leaf in self._leaves:
            first, found = self._at(leaf.placed), leaf.fragment
            for at, (before, after) in enumerate(found.resources):
                folio = forms[first + at] if first + at < len(forms) else FOLIO
                sheaf.add(f"{before}{folio}{after}", found.base + RESOURCES + at)
        sheaf.stream("", b"q", OPENED)
        sheaf.stream("", f"Q /Artifact <</Type /Pagination>> BDC q {STAMP} Do Q EMC".encode(), STAMPED)
        sheaf.stream("/Type /XObject /Subtype /Form /BBox [0 0 0 0]", b"", FOLIO)

    def _catalogue(self, sheaf: Sheaf, binding: Binding) -> None:
        """Write the trees, and what the pack is."""
        self._pages(sheaf)
        roots = " ".join(f"{root} 0 R" for each in self._leaves for root in each.fragment.roots)
        sheaf.add(f"<</Type /StructElem /S /Document /P {STRUCTURE} 0 R /K [{roots}]>>", DOCUMENT)
        parents = " ".join(f"{each.fragment.parents} 0 R" for each in self._leaves)
        ids = ((name, f"{number} 0 R") for each in self._leaves for name, number in each.fragment.ids)
        last = self._leaves[-1].fragment.last + 1
        sheaf.add(
            f"<</Type /StructTreeRoot /K [{DOCUMENT} 0 R] /ParentTree <</Kids [{parents}]>> /ParentTreeNextKey {last}"
            f" /IDTree {sheaf.add(_listed(ids))} 0 R>>",
            STRUCTURE,
        )
        dests = sheaf.add(_listed(self._destinations()))
        for number, text in written(list(self._bookmarks()), OUTLINES):
            sheaf.add(text, number)
        about, reading = binding.about, " /Direction /R2L" if binding.right_to_left else ""
        labels = "0 <</S /r>> " if self._beside else ""
        sheaf.add(
            f"<</Type /Catalog /Pages {PAGES} 0 R /StructTreeRoot {STRUCTURE} 0 R /MarkInfo <</Marked true>>"
            f" /Names <</Dests {dests} 0 R>> /Outlines {OUTLINES} 0 R /PageMode /UseOutlines"
            f" /PageLayout /TwoPageRight /PageLabels <</Nums [{labels}{self._beside} <</S /D>>]>>"
            f" /Lang {string(about.language)} /ViewerPreferences <</DisplayDocTitle true{reading}>>"
            f" /Metadata {METADATA} 0 R>>",
            CATALOG,
        )
        claims = (xmp.text("pdfuaid:part", "1" if UA in about.claims else ""),)
        said = packet((*claims, *told(about, xmp.CREATOR))).encode()
        sheaf.put("/Type /Metadata /Subtype /XML", said, METADATA)
        subject = f" /Subject {string(about.subject)}" if about.subject else ""
        made_by = string(xmp.CREATOR)
        sheaf.add(f"<</Title {string(about.title)} /Producer {made_by} /Creator {made_by}{subject}>>", INFO)

    def _pages(self, sheaf: Sheaf) -> None:
        """Write the tree of pages, with blank ones, as large as the one before, where a leaf begins on the right."""
        nodes: list[int] = []
        count, boxes = 0, ""

        def fill(until: int) -> None:
            nonlocal count
            for _ in range(until - count):
                nodes.append(sheaf.add(f"<</Type /Page /Parent {PAGES} 0 R {boxes} /Resources <<>> /Tabs /S>>"))
                count += 1

        for each in self._leaves:
            fill(self._at(each.placed))
            nodes.append(each.fragment.node)
            count, boxes = count + len(each.fragment.pages), each.fragment.boxes
        if all(each.placed.front for each in self._leaves):
            fill(self._beside)
        kids = " ".join(f"{node} 0 R" for node in nodes)
        sheaf.add(f"<</Type /Pages /Count {count} /Kids [{kids}]>>", PAGES)

    def _bookmarks(self) -> Iterator[Bookmark]:
        """Yield the bookmarks of leaves; those of one that goes on after another stand below that one's."""
        gathered: dict[str, list[_Bound]] = {}
        for each in self._leaves:
            gathered.setdefault(each.placed.leaf.after or each.placed.leaf.name, []).append(each)
        for first, *others in gathered.values():
            leaf, found = first.placed.leaf, first.fragment
            own = tuple(own for each in (first, *others) for own in each.fragment.bookmarks)
            if leaf.title:
                yield Bookmark(found.base + BOOKMARK, leaf.title, leaf.depth, found.pages[0], own)

    def _destinations(self) -> Iterator[tuple[str, str]]:
        for each in self._leaves:
            found = each.fragment
            yield string(called(each.placed.leaf.name)), f"[{found.pages[0]} 0 R /Fit]"
            yield from ((name, f"[{found.pages[page]} 0 R {rest}]") for name, page, rest in found.places)
        yield from ((string(name), f"[{page} 0 R /Fit]") for name, page in self._page_names())


def _listed(named: Iterable[tuple[str, str]]) -> str:
    """Return things by name as a name tree (7.9.6)."""
    listed = sorted(named, key=lambda each: bytes.fromhex(each[0][1:-1]))
    return f"<</Names [{' '.join(part for pair in listed for part in pair)}]>>"
