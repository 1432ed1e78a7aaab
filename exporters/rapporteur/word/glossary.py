"""The glossary part: the hints that an empty control shows, which come back when its words are deleted."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from ..container import Packed, packed
from ..files import digest
from ..outline import escaped
from .gathered import root

PART = "word/glossary/document.xml"


@lru_cache(256)
def part(hints: tuple[tuple[str, str], ...], style: str) -> Packed:
    """Return the part, packed, for `hints` (their words and names) in the character style `style`.

    The hints of a form are the same in every report, so that it is made once for each.
    """
    found = "".join(_hint(words, name, style) for words, name in hints)
    return packed(PART, root("glossaryDocument", f"<w:docParts>{found}</w:docParts>" if found else ""))


def of(hints: Mapping[str, str], style: str) -> Packed:
    """Return the part for the hints that were gathered, in the order of their names."""
    return part(tuple(sorted(hints.items(), key=lambda pair: pair[1])), style)


def _hint(words: str, name: str, style: str) -> str:
    number = digest(words.encode()).upper()
    guid = f"{{{number[:8]}-{number[8:12]}-{number[12:16]}-{number[16:20]}-{number[20:32]}}}"
    return (
        f'<w:docPart><w:docPartPr><w:name w:val="{name}"/><w:category><w:name w:val="General"/>'
        '<w:gallery w:val="placeholder"/></w:category><w:types><w:type w:val="bbPlcHdr"/></w:types>'
        f'<w:behaviors><w:behavior w:val="content"/></w:behaviors><w:guid w:val="{guid}"/></w:docPartPr>'
        f'<w:docPartBody><w:p><w:r><w:rPr><w:rStyle w:val="{style}"/></w:rPr>'
        f"<w:t>{escaped(words)}</w:t></w:r></w:p></w:docPartBody></w:docPart>"
    )
