"""What of a returned Word file is refused before anything of it is believed: what it is instead, and what is too much.

Whatever is no plain Word file is refused with one problem that says what it is and how to save it; so is one with
macros, with a document type in any part, or larger than any session's report. (ECMA-376 part 2, §9.)
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, NoReturn

from ..container import unpack
from ..problems import Place, Refused, error
from .spots import W

if TYPE_CHECKING:
    from lxml.etree import _Element

MOST_PARTS = 2_000
LARGEST = 100_000_000
"""The most bytes that all parts of a returned form unfold to; its pictures make them."""
LARGEST_XML = 24_000_000
"""The most bytes of its parts that are XML, which take ten times as much to read."""
MOST_TAGS = 500_000
MOST_PARAGRAPHS = 20_000
"""A part of more is no report of one session; a tenth of it is a thick book."""
RULE = "returned"
SAVE = "open it in Word or LibreOffice and save it as “Word document (.docx)”"
SMALLER = "is it the form of one session? remove what does not belong to the report, and save it anew"

_SEND = "ask for the Word file itself"
_TYPES = "[Content_Types].xml"
_ENTITIES = "this part of the file declares entities, which no office program writes"
_DECLARED = tuple(
    text.encode(code) for text in ("<!DOCTYPE", "<!ENTITY") for code in ("utf-8", "utf-16-le", "utf-16-be")
)
_OTHERS = (
    ("spreadsheetml", "this is a workbook, not a Word file", "bring it back with the register of recommendations"),
    ("presentationml", "these are slides, not a Word file", "send the Word form"),
    ("visio", "this is a drawing, not a Word file", "send the Word form"),
)


def refuse(file: str, what: str, hint: str, spot: str = "") -> NoReturn:
    """Raise `Refused` with one problem."""
    raise Refused([error(Place(file, spot=spot), what, hint, RULE)])


def parts(data: bytes, file: str = "") -> dict[str, bytes]:
    """Return the parts of a returned Word file by name; raises `Refused` with one problem for anything else."""
    if not data:
        refuse(file, "this file is empty", "send it again, or export the form anew")
    if file.lower().endswith((".docm", ".dotm")):
        _refuse_macros(file)
    if data[:2] != b"PK":
        refuse(file, *_without_container(data))
    found = unpack(data, file, MOST_PARTS, LARGEST)
    _refuse_others(found, file)
    for name in sorted(found):
        if is_xml(name):
            check(found[name], name, file)
    size = sum(len(content) for name, content in found.items() if is_xml(name))
    if size > LARGEST_XML:
        refuse(file, f"the text of this file takes {size:,} bytes; {LARGEST_XML:,} is the most", SMALLER)
    return found


# what it is instead


def _refuse_macros(file: str) -> NoReturn:
    refuse(file, "this file may hold macros, which are programs", "save it as “Word document (.docx)” without them")


def _without_container(data: bytes) -> tuple[str, str]:
    """Return what a file is that is no container, and what to do."""
    if b"%PDF-" in data[:1024]:
        return "this is a PDF, whatever its name says; edits in a PDF cannot be read", _SEND
    if data.startswith(b"{\\rtf"):
        return "this is rich text (RTF), whatever its name says", SAVE
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return _compound(data)
    return _text(data)


def _compound(data: bytes) -> tuple[str, str]:
    """Return what a compound file is (MS-CFB): the names of its streams stand in it as UTF-16."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return "this file is protected by a password", "remove the password (File, Info, Protect) and save it again"
    if "WordDocument".encode("utf-16-le") in data:
        return "this is an old Word file (.doc), whatever its name says", SAVE
    return "this is an old office file, not a Word file (.docx)", SAVE


def _text(data: bytes) -> tuple[str, str]:
    start = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if re.match(rb"(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)?(<!doctype html|<html|<head|<body)", start, re.S):
        return "this is a web page (HTML), whatever its name says", SAVE
    if b"<pkg:package" in start or b"<w:worddocument" in start:
        return "this is a Word file as one XML text", SAVE
    if start.startswith(b"mime-version:"):
        return "this is a web page or a mail in one file, whatever its name says", SAVE
    if start.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" not in start:
        return (
            "this is plain text or something unknown, not a Word file",
            "for pasted text, run: rapporteur import FILE",
        )
    return "this is no Word file, or its beginning is lost", "send it again; or " + SAVE


def _refuse_others(found: Mapping[str, bytes], file: str) -> None:
    """Refuse what is a container, but not of a Word file, or of one with macros."""
    if "opendocument" in (kind := found.get("mimetype", b"")[:100].decode("latin-1")):
        is_text = kind.startswith("application/vnd.oasis.opendocument.text")
        what = "this is an OpenDocument text (.odt)" if is_text else "this is an OpenDocument file, not a text"
        refuse(file, f"{what}, whatever its name says", SAVE if is_text else _SEND)
    if _TYPES not in found:
        refuse(file, "this is a container of files, but no Word file", _SEND)
    types = found[_TYPES].replace(b"\0", b"").lower()
    if b"macroenabled" in types or any(name.lower().endswith(("vbaproject.bin", "vbadata.xml")) for name in found):
        _refuse_macros(file)
    if b"wordprocessingml" not in types:
        for mark, what, hint in _OTHERS:
            if mark.encode() in types:
                refuse(file, f"{what}, whatever its name says", hint)


# what is too much


def is_xml(name: str) -> bool:
    """Whether a part is XML by its name."""
    return name.lower().endswith((".xml", ".rels", ".vml", ".svg"))


def check(data: bytes, name: str, file: str) -> None:
    """Refuse a part of XML that declares entities, or is larger than a report's, before it is parsed."""
    if any(mark in data for mark in _DECLARED):
        refuse(file, _ENTITIES, SAVE, name)
    _check_paragraphs(data.count(b"<w:p>") + data.count(b"<w:p "), name, file)
    if len(data) > LARGEST_XML or (tags := data.count(b"<")) > MOST_TAGS:
        what = f"{len(data):,} bytes" if len(data) > LARGEST_XML else f"{tags:,} tags; {MOST_TAGS:,} is the most"
        refuse(file, f"this part of the file is larger than a report’s: {what}", SMALLER, name)


def check_tree(tree: _Element, name: str, file: str) -> None:
    """Refuse a document type that was written in a rare encoding, and more paragraphs than a report has."""
    if tree.getroottree().docinfo.doctype:
        refuse(file, _ENTITIES, SAVE, name)
    _check_paragraphs(sum(1 for _ in tree.iter(f"{W}p")), name, file)


def _check_paragraphs(count: int, name: str, file: str) -> None:
    if count > MOST_PARAGRAPHS:
        refuse(file, f"this file has {count:,} paragraphs; {MOST_PARAGRAPHS:,} is the most", SMALLER, name)
