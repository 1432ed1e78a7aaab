"""Office files opened and packed again, part by part, for programs that are only played."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
TEXTS = ("word/document.xml", "word/footnotes.xml", "word/header1.xml", "word/footer1.xml")
"""The parts that hold words, as the exporter names them."""


def opened(data: bytes) -> dict[str, bytes]:
    """Return the parts of a file by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: Mapping[str, bytes]) -> bytes:
    """Return a file of these parts, the same bytes each time."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def changed(data: bytes, change: Callable[[etree._Element], None]) -> bytes:
    """Return a file each of whose texts was given to `change`."""
    parts = opened(data)
    for name in TEXTS:
        if name in parts:
            tree = etree.fromstring(parts[name])
            change(tree)
            parts[name] = written(tree)
    return packed(parts)


def written(tree: etree._Element) -> bytes:
    """Return a part."""
    return etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)


def without(parts: dict[str, bytes], prefixes: tuple[str, ...]) -> dict[str, bytes]:
    """Return the parts but those whose names begin so, and but what leads to them."""
    kept = {name: content for name, content in parts.items() if not name.startswith(prefixes)}
    for name in [name for name in kept if name.endswith(".rels")]:
        folder = name.partition("_rels/")[0]
        tree = etree.fromstring(kept[name])
        for each in tree.findall(RELATION):
            target = each.get("Target", "")
            inside = target[1:] if target.startswith("/") else folder + target
            if each.get("TargetMode") != "External" and inside.startswith(prefixes):
                tree.remove(each)
        kept[name] = written(tree)
    types = etree.fromstring(kept["[Content_Types].xml"])
    for each in list(types):
        if each.get("PartName", "/")[1:].startswith(prefixes):
            types.remove(each)
    return kept | {"[Content_Types].xml": written(types)}
