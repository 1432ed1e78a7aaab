"""A part of a pack as a fragment: its objects written once, with numbers of their own, ready to be bound.

    a leaf's PDF ── parted ── what others name is named apart, its objects numbered and packed ──→ Fragment, kept
    fragments ── bound ──→ the pack: their bytes one after the other, and a few objects that name them all

The first numbers of a fragment are left to who binds it: the bookmark of its title, its fonts, the resources of each
page, and its own bookmarks. A PDF whose pages are laid over others is a fragment, too, that has forms instead of pages.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from . import faces

PAGES, DOCUMENT, OPENED, STAMPED, FOLIO = 2, 4, 6, 7, 8
"""Objects of every pack: the root of its pages, its Document, what is drawn before and after each page, an empty
folio."""
FIRST, STEP = 16, 256
"""The first number that a fragment can have, and of what their sizes are multiples: what is edited seldom needs so many
objects more that the fragments behind it must be written anew."""
BOOKMARK, FONTS, RESOURCES = 0, 1, 2
"""What the first numbers of a fragment are for; the resources of its second page follow those of the first."""
STAMP = "/Folio"


@dataclass(frozen=True, slots=True)
class Fragment:
    """A part of a pack, written; it keeps `size` numbers from `base` on for itself.

    Its `body` is streams and pages one after the other, which begin at `spots` and are numbered from `streams` on; the
    last is a stream that holds `packed` objects, numbered from the next on. `node` is what its pages hang below,
    `roots` are its structure; `parents` is what its marks belong to, by keys up to `last`. `bookmarks` are its own: the
    number of each, what it says, and how many are seen below it. `places` are destinations: name, page (from 0) and
    the rest; `ids` are names of elements. `resources` are those of each page, before and after the number of its folio.
    `levels` are those of its headings, `targets` what its links lead to, `own` the fonts that are in it, by name.
    """

    base: int
    size: int
    streams: int
    spots: tuple[int, ...]
    packed: int
    body: bytes
    fonts: tuple[faces.Subset, ...]
    own: tuple[tuple[str, int], ...]
    forms: tuple[int, ...] = ()
    node: int = 0
    pages: tuple[int, ...] = ()
    resources: tuple[tuple[str, str], ...] = ()
    boxes: str = ""
    roots: tuple[int, ...] = ()
    parents: int = 0
    last: int = 0
    bookmarks: tuple[tuple[int, str, int], ...] = ()
    places: tuple[tuple[str, int, str], ...] = ()
    ids: tuple[tuple[str, int], ...] = ()
    targets: tuple[str, ...] = ()
    levels: tuple[int, ...] = ()

    @property
    def end(self) -> int:
        """The first number that another fragment can have."""
        return self.base + -(-self.size // STEP) * STEP

    def kept(self) -> bytes:
        """Return it as it is kept."""
        head = {name: getattr(self, name) for name in self.__slots__ if name not in ("body", "fonts")}
        head["fonts"] = [each.told() for each in self.fonts]
        return json.dumps(head, separators=(",", ":")).encode() + b"\n" + self.body


def read(data: bytes) -> Fragment:
    """Return a fragment that was kept; raises `ValueError` for what is none."""
    head, _, body = data.partition(b"\n")
    try:
        said = json.loads(head)
        fonts = tuple(map(faces.recalled, said.pop("fonts")))
        lists: dict[str, Any] = {name: tuple(each) if isinstance(each, list) else each for name, each in said.items()}
        return Fragment(body=body, fonts=fonts, **lists | {name: tuple(map(tuple, said[name])) for name in _PAIRS})
    except (AttributeError, KeyError, TypeError) as mistake:
        raise ValueError("this is no fragment") from mistake


_PAIRS = ("own", "resources", "bookmarks", "places", "ids")
