"""Objects of a PDF as text, and the table that says where they are (ISO 32000-1, 7.3, 7.5.7 and 7.5.8)."""

from __future__ import annotations

import codecs
import zlib
from collections.abc import Iterable, Iterator, Sequence

LEVEL, QUICK = 6, 1
"""How hard objects are packed: those that are kept, and those that are written whenever a pack is bound."""


def string(text: str) -> str:
    """Return a text as a string as PDF writes it, which is sorted as it is compared (7.9.6)."""
    return f"<{(text.encode() if text.isascii() else codecs.BOM_UTF16_BE + text.encode('utf-16-be')).hex()}>"


def inner(dictionary: bytes) -> str:
    """Return a dictionary as text, without its brackets."""
    return dictionary.decode("latin-1").removeprefix("<<").removesuffix(">>").strip()


def raw(number: int, about: str, data: bytes) -> bytes:
    """Return a stream as it stands in a file, its data packed already if `about` says so."""
    return f"{number} 0 obj\n<<{about} /Length {len(data)}>>\nstream\n".encode("latin-1") + data + _END


_END = b"\nendstream\nendobj\n"


def pack(number: int, objects: Sequence[tuple[int, bytes]], level: int = LEVEL) -> bytes:
    """Return a stream that holds other objects, each told with its number (7.5.7)."""
    heads, at = [], 0
    for each, text in objects:
        heads.append(f"{each} {at}")
        at += len(text) + 1
    head = " ".join(heads).encode() + b"\n"
    data = head + b"\n".join(text for _, text in objects)
    about = f"/Type /ObjStm /N {len(objects)} /First {len(head)} /Filter /FlateDecode"
    return raw(number, about, zlib.compress(data, level))


_WIDTHS = (1, 4, 3)
"""How many bytes each field of an entry of the table has: its kind, and what that needs."""
_PLACES: list[bytes] = [b"\0\0\0"]
"""Places within packed objects, as many as were needed yet."""


class Table:
    """The table of objects of a file (7.5.8): where each stands, in a file or in a stream that packs it."""

    def __init__(self) -> None:
        self._runs: dict[int, bytes] = {}

    def placed(self, first: int, places: Iterable[int]) -> None:
        """Note where objects stand in the file, numbered one after the other."""
        self._runs[first] = b"".join(b"\1" + where.to_bytes(4) + _PLACES[0] for where in places)

    def within(self, pack: int, first: int, count: int, at: int = 0) -> None:
        """Note objects that are packed in one, one after the other from place `at` on."""
        start = b"\2" + pack.to_bytes(4)
        end = at + count
        _PLACES.extend(each.to_bytes(3) for each in range(len(_PLACES), end))
        places = _PLACES[at:end]
        self._runs[first] = start + start.join(places) if places else b""

    def written(self, number: int, about: str, where: int) -> bytes:
        """Return the table as the last object of a file, which it is in itself."""
        self.placed(number, [where])
        size = sum(_WIDTHS)
        runs: list[list[int]] = []
        for first, entries in sorted(self._runs.items()):
            count = len(entries) // size
            if runs and sum(runs[-1]) == first:
                runs[-1][1] += count
            else:
                runs.append([first, count])
        index = " ".join(f"{first} {count}" for first, count in runs)
        data = zlib.compress(b"".join(entries for _, entries in sorted(self._runs.items())), QUICK)
        widths = " ".join(map(str, _WIDTHS))
        about = f"/Type /XRef /Size {number + 1} /W [{widths}] /Index [{index}] {about} /Filter /FlateDecode"
        return raw(number, about, data) + b"startxref\n%d\n%%%%EOF\n" % where


class Sheaf:
    """Objects that are written anew, numbered from `first` on or as they are told."""

    def __init__(self, first: int) -> None:
        self.next = first
        self._packed: dict[int, bytes] = {}
        self._streams: dict[int, bytes] = {}

    def add(self, text: str, number: int = 0) -> int:
        """Add an object and return its number."""
        number = number or self.number()
        self._packed[number] = text.encode("latin-1")
        return number

    def put(self, about: str, data: bytes, number: int = 0) -> int:
        """Add a stream as it is, and return its number."""
        number = number or self.number()
        self._streams[number] = raw(number, about, data)
        return number

    def stream(self, about: str, data: bytes, number: int = 0) -> int:
        """Add a stream, packed, and return its number."""
        return self.put(f"{about} /Filter /FlateDecode", zlib.compress(data, LEVEL), number)

    def number(self) -> int:
        """Return a number that nothing has yet."""
        self.next += 1
        return self.next - 1

    def written(self, table: Table, where: int) -> bytes:
        """Return all of it as it stands at a place of a file, and note its objects in its table."""
        body = bytearray()
        for number, each in self._streams.items():
            table.placed(number, [where + len(body)])
            body += each
        every = sorted(self._packed.items())
        for objects in (every[at : at + _MOST] for at in range(0, len(every), _MOST)):
            holder = self.number()
            table.placed(holder, [where + len(body)])
            for at, first, count in _runs([number for number, _ in objects]):
                table.within(holder, first, count, at)
            body += pack(holder, objects, QUICK)
        return bytes(body)


def _runs(numbers: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """Yield the runs of numbers that follow one another: at which place, which number, how many."""
    begin = 0
    for at in range(1, len(numbers) + 1):
        if at == len(numbers) or numbers[at] != numbers[at - 1] + 1:
            yield begin, numbers[begin], at - begin
            begin = at


_MOST = 1_000
"""So many objects are packed together at most."""
