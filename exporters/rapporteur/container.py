"""Office containers: zip files with the same bytes each time, and foreign ones opened with care.

Written are a fixed order, fixed times (1980-01-01, the first a zip can state) and fixed attributes, so that equal parts
make equal files. The bytes of deflate itself may differ between builds of zlib: compare parts, not files, across
machines. A `Prepared` container keeps the parts that do not change deflated already.
(ECMA-376 part 2, Open Packaging Conventions; APPNOTE.TXT 6.3.10 for the zip.)
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Mapping
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from .problems import Place, Problem, Refused, error

if TYPE_CHECKING:
    from zipfile import ZipFile, ZipInfo

    from lxml.etree import XMLParser

FIRST = ("[Content_Types].xml", "_rels/.rels")
"""These parts come first, so that a program can tell what the file is from its beginning."""
STORED = (".png", ".jpg", ".jpeg", ".gif")
"""Parts with these endings are compressed already and are stored as they are."""
QUICK = 1
"""The level at which changing parts are deflated: a twentieth more bytes in the file, a twelfth less time for it."""
MOST_PARTS = 5_000
LARGEST = 200_000_000
"""A foreign container may not unfold to more bytes than this."""
DENSEST = 400
"""Nor may a part of it unfold to more than this many times its packed size (once it is larger than a megabyte)."""

_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_VERSION = 20
_DATE = 33  # 1980-01-01: year since 1980 << 9 | month << 5 | day
_UTF8 = 0x800


class Packed(NamedTuple):
    """One part as it stands in the file: its local header with its bytes, and its entry without the offset."""

    local: bytes
    central: bytes
    name: bytes


def packed(name: str, data: bytes, level: int = 6) -> Packed:
    """Return the part `name` deflated or stored, whichever its kind wants."""
    method = 0 if name.endswith(STORED) else 8
    body = _deflated(data, level) if method else data
    encoded = name.encode()
    flags = 0 if name.isascii() else _UTF8
    about = (flags, method, 0, _DATE, zlib.crc32(data), len(body), len(data), len(encoded), 0)
    local = _LOCAL.pack(b"PK\3\4", _VERSION, *about) + encoded + body
    central = _CENTRAL.pack(b"PK\1\2", _VERSION, _VERSION, *about, 0, 0, 0, 0, 0)[:-4]
    return Packed(local, central, encoded)


def _deflated(data: bytes, level: int) -> bytes:
    """Return `data` deflated; a small part needs no large window, which takes longer to make than to use."""
    window, memory = (12, 5) if len(data) <= 4096 else (15, 8)
    deflate = zlib.compressobj(level, zlib.DEFLATED, -window, memory)
    return deflate.compress(data) + deflate.flush()


def in_order(names: Iterable[str]) -> list[str]:
    """Return the names of parts in the order they are written."""
    there = set(names)
    return [name for name in FIRST if name in there] + sorted(there.difference(FIRST))


def pack(parts: Mapping[str, bytes]) -> bytes:
    """Return a container of `parts`, deflated at level 6."""
    return _joined([packed(name, parts[name]) for name in in_order(parts)])


def _joined(parts: list[Packed]) -> bytes:
    offset = 0
    directory = bytearray()
    for part in parts:
        directory += part.central + struct.pack("<I", offset) + part.name
        offset += len(part.local)
    end = _END.pack(b"PK\5\6", 0, 0, len(parts), len(parts), len(directory), offset, 0)
    return b"".join([*(part.local for part in parts), directory, end])


class Prepared:
    """A container whose unchanging parts are packed once, and into which a few others are spliced each time."""

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        self._parts = {name: packed(name, parts[name]) for name in in_order(parts)}

    def __contains__(self, name: str) -> bool:
        return name in self._parts

    def pack(self, changing: Mapping[str, bytes], ready: Mapping[str, Packed] | None = None) -> bytes:
        """Return the container with the `changing` parts added, or in place of those of the same name.

        `ready` are further parts that the caller has packed before.
        """
        parts = {**self._parts, **(ready or {})}
        for name, data in changing.items():
            parts[name] = packed(name, data, QUICK)
        names = parts if len(parts) == len(self._parts) else in_order(parts)
        return _joined([parts[name] for name in names])


def parser(
    recover: bool = False, remove_comments: bool = False, remove_pis: bool = False, remove_blank_text: bool = False
) -> XMLParser:
    """Return lxml's parser for XML from anywhere: it expands no entities, fetches nothing, and refuses the endless."""
    from lxml import etree

    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        recover=recover,
        remove_comments=remove_comments,
        remove_pis=remove_pis,
        remove_blank_text=remove_blank_text,
    )


def unpack(data: bytes, file: str = "", most: int = MOST_PARTS, largest: int = LARGEST) -> dict[str, bytes]:
    """Return the parts of a container from anywhere, by name.

    Raises `problems.Refused` for what is no zip or is damaged, for parts that are encrypted, doubled, too many or too
    large, and for names that lead out of the container. `file` is the name that the problems give.
    """
    from zipfile import BadZipFile, ZipFile

    try:
        with ZipFile(BytesIO(data)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            found = [*_of_all(entries, file, most, largest), *(p for each in entries for p in _of_one(each, file))]
            if found:
                raise Refused(found)
            return {entry.filename: _read(archive, entry) for entry in entries}
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, struct.error) as mistake:
        what = f"this is no office file, or it is damaged: {mistake}"
        raise Refused(
            [error(Place(file), what, "open it in an office program and save it again", "container")]
        ) from None


def _of_all(entries: list[ZipInfo], file: str, most: int, largest: int) -> list[Problem]:
    found = []
    if len(entries) > most:
        found.append(_problem(file, "", f"the file has {len(entries):,} parts; {most:,} is the most"))
    size = sum(entry.file_size for entry in entries)
    if size > largest:
        found.append(_problem(file, "", f"the file unfolds to {size:,} bytes; {largest:,} is the most"))
    names = [entry.filename.lower() for entry in entries]
    doubled = sorted({name for name in names if names.count(name) > 1}) if len(set(names)) < len(names) else []
    return found + [_problem(file, name, "the file holds this part twice") for name in doubled[:10]]


def _of_one(entry: ZipInfo, file: str) -> list[Problem]:
    name = entry.filename
    found = []
    if name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/"):
        found.append(_problem(file, name, "the name of this part leads out of the file"))
    if entry.flag_bits & 1:
        found.append(_problem(file, name, "this part is encrypted"))
    if entry.compress_type not in (0, 8):
        found.append(_problem(file, name, "this part is packed in a way that office files do not use"))
    if entry.file_size > 1_000_000 and entry.file_size > DENSEST * max(1, entry.compress_size):
        found.append(_problem(file, name, "this part unfolds to far more than an office file holds"))
    return found


def _problem(file: str, name: str, what: str) -> Problem:
    return error(Place(file, spot=name), what, "save the file anew in an office program", "container")


def _read(archive: ZipFile, entry: ZipInfo) -> bytes:
    """Return a part, reading no further than the size it states."""
    from zipfile import BadZipFile

    with archive.open(entry) as part:
        data = part.read(entry.file_size + 1)
    if len(data) != entry.file_size:
        raise BadZipFile(f"{entry.filename} is not of the size it states")
    return data
