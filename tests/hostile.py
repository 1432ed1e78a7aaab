"""Hostile files, made in code: bombs, lies, and files of other kinds under a Word file's or a workbook's name."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping

from rapporteur import container

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
CONTENT = "application/vnd.openxmlformats-officedocument"
LAUGHS = "".join(f'<!ENTITY l{at} "{f"&l{at - 1};" * 10}">' for at in range(1, 10))
DECLARATIONS = {
    "billion laughs": f'<!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]>',
    "quadratic blowup": f'<!DOCTYPE x [<!ENTITY l9 "{"ha" * 50_000}">]>',
    "external entity": '<!DOCTYPE x [<!ENTITY l9 SYSTEM "file:///etc/hostname">]>',
    "external document type": '<!DOCTYPE x SYSTEM "http://192.0.2.1/x.dtd">',
}


def relationships(*given: tuple[str, str], mode: str = "") -> bytes:
    """Return a part of relationships: kind and target of each."""
    more = f' TargetMode="{mode}"' if mode else ""
    rows = "".join(
        f'<Relationship Id="r{n}" Type="{OFFICE}/{k}" Target="{t}"{more}/>' for n, (k, t) in enumerate(given)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{rows}</Relationships>'.encode()


def types(main: str, kind: str, more: str = "") -> bytes:
    """Return the content types of a file whose main part is of this kind."""
    rels = f'<Default Extension="rels" ContentType="{PACKAGE}/relationships+xml"/>'
    override = f'<Override PartName="/{main}" ContentType="{kind}"/>'
    plain = '<Default Extension="xml" ContentType="application/xml"/>'
    return f'<Types xmlns="{PACKAGE}/content-types">{rels}{plain}{override}{more}</Types>'.encode()


def word(body: str = "<w:p/>", declared: str = "") -> dict[str, bytes]:
    """Return the parts of a Word file with this body."""
    return {
        "[Content_Types].xml": types("word/document.xml", f"{CONTENT}.wordprocessingml.document.main+xml"),
        "_rels/.rels": relationships(("officeDocument", "word/document.xml")),
        "word/document.xml": f'{declared}<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'.encode(),
    }


def workbook(rows: str = "", declared: str = "") -> dict[str, bytes]:
    """Return the parts of a workbook with these rows."""
    sheets = '<sheets><sheet name="Register" sheetId="1" r:id="r0"/></sheets>'
    sheet = f"{CONTENT}.spreadsheetml.worksheet+xml"
    more = f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{sheet}"/>'
    return {
        "[Content_Types].xml": types("xl/workbook.xml", f"{CONTENT}.spreadsheetml.sheet.main+xml", more),
        "_rels/.rels": relationships(("officeDocument", "xl/workbook.xml")),
        "xl/_rels/workbook.xml.rels": relationships(("worksheet", "worksheets/sheet1.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{SHEET}" xmlns:r="{OFFICE}">{sheets}</workbook>'.encode(),
        "xl/worksheets/sheet1.xml": (
            f'{declared}<worksheet xmlns="{SHEET}"><sheetData>{rows}</sheetData></worksheet>'.encode()
        ),
    }


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def row(text: str, number: int = 1) -> str:
    return f'<row r="{number}"><c r="A{number}" t="inlineStr"><is><t>{text}</t></is></c></row>'


def zipped(*entries: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip whose names may be anything, also twice the same."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, data in entries:
            archive.writestr(zipfile.ZipInfo(name), data, method)
    return stream.getvalue()


# containers


def dense(parts: Mapping[str, bytes]) -> bytes:
    """Return a file with a part that unfolds a thousandfold."""
    return container.pack({**parts, "docProps/thumbnail.emf": bytes(60_000_000)})


def crowded(parts: Mapping[str, bytes]) -> bytes:
    return container.pack({**parts, **{f"docProps/{at}.bin": b"x" for at in range(20_000)}})


def nested(parts: Mapping[str, bytes]) -> bytes:
    """Return a file that holds a bomb within a bomb; nobody unpacks the inner ones."""
    inner = zipped(("0.bin", bytes(20_000_000)))
    for at in range(5):
        inner = zipped(*((f"{at}-{copy}.zip", inner) for copy in range(3)))
    return container.pack({**parts, "word/embeddings/more.zip": inner})


def overlapping(parts: Mapping[str, bytes], copies: int = 1_000) -> bytes:
    """Return a file whose many entries share the bytes of one (Fifield, A better zip bomb, 2019)."""
    data = zlib.compressobj(9, zlib.DEFLATED, -15)
    plain = random.Random(3).randbytes(3_000) * 200
    body = data.compress(plain) + data.flush()
    about = (20, 0, 8, 0, 33, zlib.crc32(plain), len(body), len(plain))
    local = struct.pack("<4s5H3I2H", b"PK\3\4", *about, 5, 0) + b"k.bin" + body
    entries = b"".join(
        struct.pack("<4s6H3I5H2I", b"PK\1\2", 20, *about, len(name), 0, 0, 0, 0, 0, 0) + name
        for name in (f"{at:05}.bin".encode() for at in range(copies))
    )
    return local + entries + struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, copies, copies, len(entries), len(local), 0)


def lying(parts: Mapping[str, bytes]) -> bytes:
    """Return a file one of whose parts says that it is smaller than it is."""
    name = next(name for name in parts if name.startswith(("word/", "xl/")))
    true = container.pack({**parts, name: parts[name] + b" " * 50_000})
    size = struct.pack("<I", len(parts[name]) + 50_000)
    return true.replace(size, struct.pack("<I", 100))


def symlinked(parts: Mapping[str, bytes]) -> bytes:
    """Return a file with an entry that would be a link to a file outside, if anybody unpacked it."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
        link = zipfile.ZipInfo("docProps/link")
        link.create_system, link.external_attr = 3, 0o120777 << 16
        archive.writestr(link, "/etc/hostname")
    return stream.getvalue()


def leading_out(parts: Mapping[str, bytes], name: str = "../../evil.sh") -> bytes:
    return zipped(*parts.items(), (name, b"x"))


def doubled(parts: Mapping[str, bytes]) -> bytes:
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return zipped(*parts.items(), list(parts.items())[-1])


def cut(data: bytes, pieces: int = 40) -> Iterator[bytes]:
    """Yield the file cut off at many points."""
    yield from (data[: len(data) * at // pieces] for at in range(pieces))


def flipped(data: bytes, times: int = 200, seed: int = 3) -> Iterator[bytes]:
    """Yield the file with one byte changed, at random places that are the same each time."""
    dice = random.Random(seed)
    for _ in range(times):
        at = dice.randrange(len(data))
        yield data[:at] + bytes([data[at] ^ dice.randrange(1, 256)]) + data[at + 1 :]


# other kinds of file

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
OTHERS: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "empty"),
    "pdf": (b"%PDF-1.7\n%\xe2\xe3\n1 0 obj", "PDF"),
    "rtf": (b"{\\rtf1\\ansi Hello}", "RTF"),
    "doc": (OLE + "WordDocument".encode("utf-16-le"), ".doc"),
    "encrypted": (OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
    "odt": (
        zipped(("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", b"<x/>")),
        "OpenDocument text",
    ),
    "xlsx": (container.pack(workbook(row("x"))), "workbook"),
    "pptx": (
        container.pack(
            {
                "[Content_Types].xml": types("ppt/p.xml", f"{CONTENT}.presentationml.presentation.main+xml"),
                "_rels/.rels": relationships(("officeDocument", "ppt/p.xml")),
                "ppt/p.xml": b"<x/>",
            }
        ),
        "slides",
    ),
    "html": (b"<!DOCTYPE html><html><body>x</body></html>", "HTML"),
    "mail": (b"MIME-Version: 1.0\nContent-Type: multipart/related", "web page"),
    "flat": (b'<?xml version="1.0"?><pkg:package xmlns:pkg="x"/>', "XML"),
    "text": (b"Title: Water for all\n", "plain text"),
    "text in UTF-16": ("Title: Water for all\n".encode("utf-16"), "plain text"),
    "noise": (random.Random(3).randbytes(4_000), "no Word file"),
    "other zip": (zipped(("photo.jpg", b"x")), "no Word file"),
}
"""What is no Word file, by name, with a word that its problem must have."""


# macros and bombs of XML


def with_macros(parts: Mapping[str, bytes]) -> bytes:
    return container.pack({**parts, "word/vbaProject.bin": OLE})


def enabled_for_macros(parts: Mapping[str, bytes]) -> bytes:
    kind = parts["[Content_Types].xml"].replace(
        f"{CONTENT}.wordprocessingml.document".encode(), b"application/vnd.ms-word.document.macroEnabled"
    )
    return container.pack({**parts, "[Content_Types].xml": kind})


def _each(pattern: str, count: int) -> str:
    return "".join(pattern.format(at) for at in range(1, count + 1))


_TRACKED = '<w:ins w:author="a"><w:r><w:t>x</w:t></w:r></w:ins>'
_BOOKMARK = '<w:bookmarkStart w:id="{0}" w:name="b{0}"/>'
_FORMER = "<w:rPrChange><w:rPr/></w:rPrChange>"
HEAVY_WORD: dict[str, Callable[[], str]] = {
    "100,000 paragraphs": lambda: paragraph("x") * 100_000,
    "20,000 paragraphs": lambda: paragraph("some words of a long report") * 20_000,
    "100,000 bookmarks": lambda: _each(_BOOKMARK, 100_000),
    "100,000 bookmarks in a line": lambda: "<w:p>" + _each(_BOOKMARK, 100_000) + "</w:p>",
    "100,000 nested controls": lambda: "<w:sdt><w:sdtContent>" * 100_000 + "</w:sdtContent></w:sdt>" * 100_000,
    "100,000 nested elements": lambda: "<w:x>" * 100_000 + "</w:x>" * 100_000,
    "100,000 runs": lambda: f"<w:p>{'<w:r><w:t>x</w:t></w:r>' * 100_000}</w:p>",
    "60,000 tracked runs": lambda: f"<w:p>{_TRACKED * 60_000}</w:p>",
    "80,000 former properties": lambda: (
        f"<w:p><w:r><w:rPr>{_FORMER * 80_000}</w:rPr><w:t>{'x' * 9_000_000}</w:t></w:r></w:p>"
    ),
    "19,000 deleted marks": lambda: "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr></w:p>" * 19_000,
    "an attribute of 50 MB": lambda: f'<w:p w:x="{"x" * 50_000_000}"/>',
    "a text of 20 MB": lambda: paragraph("x" * 20_000_000),
    "a million attributes": lambda: "<w:p " + _each('a{0}="x" ', 1_000_000) + "/>",
    "a million empty elements": lambda: "<w:p/>" * 1_000_000,
}
HEAVY_WORKBOOK: dict[str, Callable[[], str]] = {
    "1,000,000 rows": lambda: _each('<row r="{0}"/>', 1_000_000),
    "100,000 cells": lambda: _each(row("x{0}").replace('r="1"', 'r="{0}"').replace("A1", "A{0}"), 100_000),
    "a far cell": lambda: '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>',
    "100,000 nested elements": lambda: "<x>" * 100_000 + "</x>" * 100_000,
    "a text of 20 MB": lambda: row("x" * 20_000_000),
    "an attribute of 50 MB": lambda: f'<row r="1" x="{"x" * 50_000_000}"/>',
}
"""Bodies that are heavy to read, made when they are wanted."""
