"""Comments as an office program writes them into a file, for where LibreOffice is here without its windows.

LibreOffice 7.4 without a desktop ends when a comment is made in it; one that is in a file already it keeps.
"""

from __future__ import annotations

from lxml import etree

from .package import RELATION, W, opened, packed, written

NAME = "word/comments.xml"
_KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"


def commented(data: bytes, author: str, date: str, *said: tuple[str, str]) -> bytes:
    """Return a file with comments: on all words of the run that holds the first text, the second."""
    parts = opened(data)
    tree = etree.fromstring(parts["word/document.xml"])
    notes = etree.Element(f"{W}comments", nsmap={"w": W[1:-1]})
    for at, (words, comment) in enumerate(said):
        _hang(tree, str(at), words)
        about = {"id": str(at), "author": author, "date": date, "initials": author[:1]}
        note = etree.SubElement(notes, f"{W}comment", {f"{W}{key}": value for key, value in about.items()})
        run = etree.SubElement(etree.SubElement(note, f"{W}p"), f"{W}r")
        etree.SubElement(run, f"{W}t").text = comment
    parts |= {"word/document.xml": written(tree), NAME: written(notes)}
    return packed(parts | _named(parts))


def _hang(tree: etree._Element, name: str, words: str) -> None:
    run = next(each for each in tree.iter(f"{W}r") if words in "".join(each.itertext()))
    parent = run.getparent()
    assert parent is not None
    at = parent.index(run)
    end, call = etree.Element(f"{W}commentRangeEnd", {f"{W}id": name}), etree.Element(f"{W}r")
    etree.SubElement(call, f"{W}commentReference", {f"{W}id": name})
    parent[at + 1 : at + 1] = [end, call]
    parent.insert(at, etree.Element(f"{W}commentRangeStart", {f"{W}id": name}))


def _named(parts: dict[str, bytes]) -> dict[str, bytes]:
    """Return the parts that must know of the comments."""
    types = etree.fromstring(parts["[Content_Types].xml"])
    space = str(types.tag).rpartition("}")[0] + "}"
    etree.SubElement(types, f"{space}Override", {"PartName": f"/{NAME}", "ContentType": _KIND})
    relations = etree.fromstring(parts["word/_rels/document.xml.rels"])
    etree.SubElement(relations, RELATION, {"Id": "rIdComments", "Type": _RELATION, "Target": "comments.xml"})
    return {"[Content_Types].xml": written(types), "word/_rels/document.xml.rels": written(relations)}
