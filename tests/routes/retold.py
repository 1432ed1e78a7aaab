"""Forms in which somebody wrote other recommendations over those that were sent, so that new ids must be given."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from rapporteur.coding import coded
from rapporteur.word import marks

from .package import W, changed


def retold(data: bytes, words: Mapping[str, str]) -> bytes:
    """Return a form with other words for the recommendations of these ids."""
    found = {f"r{coded(name)}": text for name, text in words.items()}

    def change(tree: etree._Element) -> None:
        for mark in tree.iter(f"{W}bookmarkStart"):
            block = marks.block_of(mark.get(f"{W}name", ""))
            if block and block[1] in found:
                _write(mark, found[block[1]])

    return changed(data, change)


def _write(mark: etree._Element, words: str) -> None:
    """Put one run of words in place of all that stands behind a bookmark in its paragraph."""
    paragraph = mark.getparent()
    assert paragraph is not None
    for each in list(mark.itersiblings()):
        paragraph.remove(each)
    etree.SubElement(etree.SubElement(paragraph, f"{W}r"), f"{W}t").text = words
