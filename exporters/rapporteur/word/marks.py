"""Names by which a Word file's places are known again: the tags of content controls, bookmarks, and numeric ids.

A *key* joins its parts with colons: ``title``, ``participants:women``, ``presenters:pr1:name``, ``section:outcomes``.

====================  ==================================  ===================================================
place                 tag of the control                  bookmark
====================  ==================================  ===================================================
a field               ``rpt:<key>``                       ``rpt_<part>_<part>…``
a section             ``rpt:section:<id>``                ``rpt_s_<id>`` round its heading
a paragraph or point  –                                   ``_rpt_<section>_<n>``, n from 1 in its section
a recommendation      –                                   ``_rpt_<section>_r<id>``
====================  ==================================  ===================================================

In bookmarks each part is coded so that only letters and digits are left: ``z`` begins an escape (``zz`` z, ``zd`` -,
``zu`` _, ``zp`` ., ``zh`` hex ``z`` any other character), so T3-S01-R01 is ``T3zdS01zdR01``. Underscores only join.
Word takes no name of more than 40 characters. A part that is too long for that ends in ``zx`` and eight digits of its
SHA-256, and is known again by coding what is sought; beside the id of a recommendation, which is enough to know it, the
section is only cut.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from hashlib import sha256
from typing import NamedTuple

from ..coding import coded, decoded
from ..form import PARTS

LONGEST = 40
"""The most characters of a bookmark's name (ECMA-376 part 1, §17.13.6.2, and what LibreOffice keeps)."""
_BLOCK = re.compile(r"_rpt_([A-Za-z0-9]+)_(?:r([A-Za-z0-9]+)|([1-9][0-9]*))")


def _fitted(part: str, room: int) -> str:
    """Return a coded part in `room` characters (at least 11)."""
    if len(part) <= room:
        return part
    return f"{part[: room - 10].rstrip('z')}zx{sha256(part.encode()).hexdigest()[:8]}"


@lru_cache(4096)
def of_field(key: str) -> str:
    """Return the bookmark of the field `key`."""
    name = "rpt_" + "_".join(coded(part) for part in key.split(":"))
    return name if len(name) <= LONGEST else "rpt_" + _fitted(coded(key), LONGEST - 4)


@lru_cache(4096)
def of_section(name: str) -> str:
    """Return the bookmark round the heading of section `name`."""
    return "rpt_s_" + _fitted(coded(name), LONGEST - 6)


@lru_cache(16384)
def of_block(section: str, block: str) -> str:
    """Return the hidden bookmark of a block: its position in its section, or ``r`` and a recommendation's id."""
    if block.isascii() and block.isdigit():
        return f"_rpt_{_fitted(coded(section), LONGEST - 6 - len(block))}_{block}"
    own = "r" + _fitted(coded(block[1:]), 30)
    return f"_rpt_{coded(section)[: LONGEST - 6 - len(own)].rstrip('z') or 's'}_{own}"


def block_of(bookmark: str) -> tuple[str, str] | None:
    """Return section and recommendation or position that a hidden bookmark names, as coded; None for others' marks."""
    found = _BLOCK.fullmatch(bookmark)
    return (found[1], f"r{found[2]}" if found[2] else found[3]) if found else None


@lru_cache(4096)
def key_of(bookmark: str, fields: tuple[str, ...] = ()) -> str | None:
    """Return the key of the field that a bookmark marks; None for others' marks.

    A name that was shortened is known again among the keys that persons of the role it begins with, or of `fields`,
    may have.
    """
    if not bookmark.startswith("rpt_") or bookmark.startswith("rpt_s_") or len(bookmark) > LONGEST:
        return None
    parts = [uncoded(part) for part in bookmark[4:].split("_")]
    if all(parts):
        return ":".join(part or "" for part in parts)
    return next((key for key in _candidates(bookmark, fields) if of_field(key) == bookmark), None)


def _candidates(bookmark: str, fields: tuple[str, ...]) -> Iterator[str]:
    """Yield the keys that a shortened name may stand for."""
    begun = uncoded(re.sub("z[a-z0-9]*$", "", bookmark[4:].rpartition("zx")[0])) or ""
    field, colon, _ = begun.partition(":")
    for each in dict.fromkeys((*([field] if colon else []), *fields)):
        if each.startswith(field[:8]):
            yield each
            yield from (f"{each}:pr{at}:{part}" for at in range(1, 100) for part in PARTS)


@lru_cache(4096)
def section_of(bookmark: str) -> str | None:
    """Return the section whose heading a bookmark marks; None for others' marks and for a name that was shortened."""
    return uncoded(bookmark[6:]) or None if bookmark.startswith("rpt_s_") and len(bookmark) <= LONGEST else None


def uncoded(part: str) -> str | None:
    """Return what `coded` was given; None for what it has never made, since anybody may name a bookmark."""
    try:
        return decoded(part)
    except (ValueError, OverflowError):  # no character has that number
        return None


@lru_cache(16384)
def number(key: str) -> int:
    """Return a positive number of 24 bits for `key`, the same each time."""
    return int.from_bytes(sha256(key.encode()).digest()[:3]) + 1


@lru_cache(512)
def hint(text: str) -> str:
    """Return the name of the placeholder that says `text`."""
    return f"RptHint{number(text):06X}"


class Mark(NamedTuple):
    """A bookmark: its name, its id, and the elements that stand before and behind what it marks."""

    name: str
    number: int
    start: str
    end: str


@lru_cache(16384)
def bookmark(name: str) -> Mark:
    """Return the bookmark called `name`."""
    return numbered(name, number(f"bookmark {name}"))


@lru_cache(16384)
def block(section: str, position: int) -> Mark:
    """Return the bookmark of a block that has no name of its own."""
    return bookmark(of_block(section, str(position)))


def numbered(name: str, own: int) -> Mark:
    """Return the bookmark called `name` with an id of its own."""
    return Mark(name, own, f'<w:bookmarkStart w:id="{own}" w:name="{name}"/>', f'<w:bookmarkEnd w:id="{own}"/>')
