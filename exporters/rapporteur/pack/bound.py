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
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple

from ..problems import Place, Refused, error
from . import faces, fragment, pages
from .fragment import FIRST, FOLIO, FONTS, OPENED, RESOURCES, STAMP, STAMPED, Fragment
from .objects import Sheaf, Table
from .pages import Placed
from .trees import CATALOG, INFO, Binding, Bound, Trees
from .truetype import Face

_HEAD = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"


class Store(NamedTuple):
    """Where parts are kept: `read` gives the PDF of one by its name, the others what was made under a name before."""

    read: Callable[[str], bytes]
    objects: faces.Keep
    face: faces.Keep


def bound(front: Sequence[Placed], body: Sequence[Placed], binding: Binding, store: Store) -> bytes:
    """Return the pack; the same leaves give the same bytes. Raises `Refused` if it does not hold together."""
    book = _Book(store, pages.length(front))
    for placed in (*front, *body):
        book.add(placed)
    for part in binding.folios:
        book.lay_over(part)
    if wrong := [error(Place(""), each, "mend the layout’s pack", "pack") for each in book.trees.wrong()]:
        raise Refused(wrong)
    return book.written(binding)


class _Book:
    """A pack while it is bound; `beside` are the pages of its front matter."""

    def __init__(self, store: Store, beside: int) -> None:
        self._store, self._next = store, FIRST
        self.trees = Trees([], beside)
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
        self.trees.leaves.append(Bound(placed, self._fragment(leaf.part, own, made)))

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

    def written(self, binding: Binding) -> bytes:
        """Return the file."""
        table, sheaf = Table(), Sheaf(self._next)
        body = bytearray(_HEAD)
        every = [*(each.fragment for each in self.trees.leaves), *self._overlays]
        for at, each in enumerate(every):
            table.placed(each.streams, (len(body) + spot for spot in each.spots))
            table.within(each.streams + len(each.spots) - 1, each.streams + len(each.spots), each.packed)
            body += self._bodies[at]
            self._bodies[at] = b""
        self._drawn_with(sheaf, every)
        self.trees.write(sheaf, binding)
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
        for leaf in self.trees.leaves:
            first, found = self.trees.before(leaf.placed), leaf.fragment
            for at, (before, after) in enumerate(found.resources):
                folio = forms[first + at] if first + at < len(forms) else FOLIO
                sheaf.add(f"{before}{folio}{after}", found.base + RESOURCES + at)
        sheaf.stream("", b"q", OPENED)
        sheaf.stream("", f"Q /Artifact <</Type /Pagination>> BDC q {STAMP} Do Q EMC".encode(), STAMPED)
        sheaf.stream("/Type /XObject /Subtype /Form /BBox [0 0 0 0]", b"", FOLIO)
