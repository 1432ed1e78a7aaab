"""The trees of a pack that name all its leaves: pages, structure, places, bookmarks, and the catalogue above them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from .. import xmp
from ..edition import UA
from ..xmp import About, packet, told
from .bookmarks import Bookmark, written
from .fragment import BOOKMARK, DOCUMENT, PAGES, Fragment
from .objects import Sheaf, string
from .pages import Placed, called

CATALOG, STRUCTURE, OUTLINES, METADATA, INFO = 1, 3, 5, 9, 10


@dataclass(frozen=True, slots=True)
class Binding:
    """What a pack is beside its leaves: what it says of itself, how it reads, and the parts that hold its folios.

    The pages of these are for the pages of the pack, one after the other.
    """

    about: About
    right_to_left: bool
    folios: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Bound:
    """A leaf in its place, with its fragment."""

    placed: Placed
    fragment: Fragment


@dataclass(frozen=True, slots=True)
class Trees:
    """All `leaves` of a pack in their order; `beside` are the pages of its front matter."""

    leaves: list[Bound]
    beside: int

    def wrong(self) -> Iterator[str]:
        """Yield what does not hold together: links to nowhere, levels of headings that are skipped between leaves."""
        known = {name for name, _ in self._destinations()}
        above = 0
        for name, found in ((each.placed.leaf.name, each.fragment) for each in self.leaves):
            lost = (each for each in found.targets if string(each) not in known)
            yield from (f"a link of “{name}” leads nowhere: {each}" for each in lost)
            if found.levels and found.levels[0] > above + 1:
                yield f"“{name}” begins with a heading of level {found.levels[0]}, after one of level {above}"
            above = found.levels[-1] if found.levels else above

    def before(self, placed: Placed) -> int:
        """Return how many pages stand before a leaf."""
        return placed.first - 1 + (0 if placed.front else self.beside)

    def _page_names(self) -> Iterator[tuple[str, int]]:
        for each in self.leaves:
            if not each.placed.front:
                yield from ((f"page-{each.placed.first + at}", page) for at, page in enumerate(each.fragment.pages))

    def write(self, sheaf: Sheaf, binding: Binding) -> None:
        """Write the trees, and what the pack is."""
        self._pages(sheaf)
        roots = " ".join(f"{root} 0 R" for each in self.leaves for root in each.fragment.roots)
        sheaf.add(f"<</Type /StructElem /S /Document /P {STRUCTURE} 0 R /K [{roots}]>>", DOCUMENT)
        parents = " ".join(f"{each.fragment.parents} 0 R" for each in self.leaves)
        ids = ((name, f"{number} 0 R") for each in self.leaves for name, number in each.fragment.ids)
        last = self.leaves[-1].fragment.last + 1
        sheaf.add(
            f"<</Type /StructTreeRoot /K [{DOCUMENT} 0 R] /ParentTree <</Kids [{parents}]>> /ParentTreeNextKey {last}"
            f" /IDTree {sheaf.add(_listed(ids))} 0 R>>",
            STRUCTURE,
        )
        dests = sheaf.add(_listed(self._destinations()))
        for number, text in written(list(self._bookmarks()), OUTLINES):
            sheaf.add(text, number)
        about, reading = binding.about, " /Direction /R2L" if binding.right_to_left else ""
        labels = "0 <</S /r>> " if self.beside else ""
        sheaf.add(
            f"<</Type /Catalog /Pages {PAGES} 0 R /StructTreeRoot {STRUCTURE} 0 R /MarkInfo <</Marked true>>"
            f" /Names <</Dests {dests} 0 R>> /Outlines {OUTLINES} 0 R /PageMode /UseOutlines"
            f" /PageLayout /TwoPageRight /PageLabels <</Nums [{labels}{self.beside} <</S /D>>]>>"
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

        for each in self.leaves:
            fill(self.before(each.placed))
            nodes.append(each.fragment.node)
            count, boxes = count + len(each.fragment.pages), each.fragment.boxes
        if all(each.placed.front for each in self.leaves):
            fill(self.beside)
        kids = " ".join(f"{node} 0 R" for node in nodes)
        sheaf.add(f"<</Type /Pages /Count {count} /Kids [{kids}]>>", PAGES)

    def _bookmarks(self) -> Iterator[Bookmark]:
        """Yield the bookmarks of leaves; those of one that goes on after another stand below that one's."""
        gathered: dict[str, list[Bound]] = {}
        for each in self.leaves:
            gathered.setdefault(each.placed.leaf.after or each.placed.leaf.name, []).append(each)
        for first, *others in gathered.values():
            leaf, found = first.placed.leaf, first.fragment
            own = tuple(own for each in (first, *others) for own in each.fragment.bookmarks)
            if leaf.title:
                yield Bookmark(found.base + BOOKMARK, leaf.title, leaf.depth, found.pages[0], own)

    def _destinations(self) -> Iterator[tuple[str, str]]:
        for each in self.leaves:
            found = each.fragment
            yield string(called(each.placed.leaf.name)), f"[{found.pages[0]} 0 R /Fit]"
            yield from ((name, f"[{found.pages[page]} 0 R {rest}]") for name, page, rest in found.places)
        yield from ((string(name), f"[{page} 0 R /Fit]") for name, page in self._page_names())


def _listed(named: Iterable[tuple[str, str]]) -> str:
    """Return things by name as a name tree (7.9.6)."""
    listed = sorted(named, key=lambda each: bytes.fromhex(each[0][1:-1]))
    return f"<</Names [{' '.join(part for pair in listed for part in pair)}]>>"
