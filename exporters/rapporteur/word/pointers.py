"""Where the links of a Word file lead: hyperlinks and HYPERLINK fields as addresses, our own bookmarks as names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from . import marks

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.etree import _Element

    from .opened import Target

R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ARGUMENT = re.compile(r'\\([a-z])|"((?:\\.|[^"\\])*)"|([^\s"]+)', re.IGNORECASE)
_ESCAPED = re.compile(r'\\(["\\])')


def of(element: _Element, targets: Mapping[str, Target]) -> str:
    """Return where a ``w:hyperlink`` leads, "" if nowhere."""
    found = targets.get(element.get(f"{R}id", ""))
    return joined(found.name if found else "", element.get(f"{_W}anchor", ""))


def led(code: str) -> str:
    """Return where a field of this code leads, "" if it is no link (ECMA-376 part 1, §17.16.5.25)."""
    begun = code.strip()
    if begun[:9].upper() != "HYPERLINK":
        return ""
    address, anchor, switch = "", "", ""
    for found in _ARGUMENT.finditer(begun, 9):
        said = _ESCAPED.sub(r"\1", found[2]) if found[2] is not None else found[3] or ""
        if found[1]:
            switch = found[1].lower()
            continue
        if switch == "l":
            anchor = anchor or said
        elif switch not in ("o", "t"):
            address = address or said
        switch = ""
    return joined(address, anchor)


def joined(address: str, anchor: str) -> str:
    """Return an address with its anchor; one of our own bookmarks is called by what it marks."""
    if anchor and not address:
        return f"#{_named(anchor)}"
    if address.startswith("#") and not anchor:
        return f"#{_named(address[1:])}"
    return f"{address}#{anchor}" if anchor else address


def _named(bookmark: str) -> str:
    section = marks.section_of(bookmark)
    block = marks.block_of(bookmark)
    point = marks.uncoded(block[1][1:]) if block and block[1].startswith("r") else None
    return section or point or bookmark
