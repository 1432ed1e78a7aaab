"""Files whose marks are gone: every content control taken away, then every bookmark, with the words left in place."""

from __future__ import annotations

from lxml import etree

from .package import W, changed


def uncontrolled(data: bytes) -> bytes:
    """Return a file without content controls."""
    return changed(data, unwrap)


def unmarked(data: bytes) -> bytes:
    """Return a file without content controls and bookmarks."""

    def change(tree: etree._Element) -> None:
        unwrap(tree)
        etree.strip_elements(tree, f"{W}bookmarkStart", f"{W}bookmarkEnd", with_tail=False)

    return changed(data, change)


def unwrap(tree: etree._Element) -> None:
    """Take away the controls of a part, inner before outer."""
    etree.strip_elements(tree, f"{W}sdtPr", f"{W}sdtEndPr", with_tail=False)
    etree.strip_tags(tree, f"{W}sdtContent", f"{W}sdt")
