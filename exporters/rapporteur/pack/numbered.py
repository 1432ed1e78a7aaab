"""Objects of a PDF that is taken apart, with numbers of our own (ISO 32000-1, 7.3.10)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from pikepdf import Dictionary, Pdf, Stream

from .objects import inner, pack, raw

_REFERENCE = re.compile(rb"\((?:[^\\()]|\\.)*\)|<[0-9a-fA-F]*>|(\d+) (\d+) R\b", re.DOTALL)
"""A reference to an object; or a string, within which none can stand."""


class Objects:
    """Objects of a PDF that is taken apart: all that is reached gets a number of ours.

    Streams come first, with what is `apart`, by themselves; all others are packed.
    """

    def __init__(self, pdf: Pdf, numbers: dict[tuple[int, int], int], first: int, apart: Iterable[Any] = ()) -> None:
        """Number from `first` on what has no number among `numbers` yet."""
        self._pdf, self._numbers, self.streams = pdf, numbers, first
        self._apart = {each.objgen for each in apart}
        self._drawn: dict[tuple[int, int], tuple[bytes, bytes | None]] = {}
        self._others: dict[tuple[int, int], bytes] = {}

    def reach(self, texts: Iterable[bytes]) -> None:
        """Reach all that these texts lead to, once."""
        waiting = [key for text in texts for key in self._led(text)]
        while waiting:
            key = waiting.pop()
            if key in self._numbers or key in self._drawn or key in self._others:
                continue
            thing = self._pdf.get_object(key)
            if isinstance(thing, Stream):
                about = Dictionary({name: value for name, value in thing.items() if name != "/Length"})
                text = bytes(about.unparse())
                self._drawn[key] = text, thing.read_raw_bytes()
            elif key in self._apart:
                text = bytes(thing.unparse(resolved=True))
                self._drawn[key] = text, None
            else:
                text = self._others[key] = bytes(thing.unparse(resolved=True))
            waiting.extend(self._led(text))
        for number, key in enumerate(self._drawn, self.streams):
            self._numbers[key] = number
        for number, key in enumerate(self._others, self.pack + 1):
            self._numbers[key] = number

    @property
    def pack(self) -> int:
        """The number of the stream that packs what is none."""
        return self.streams + len(self._drawn)

    @property
    def packed(self) -> int:
        """How many objects are packed."""
        return len(self._others)

    def _led(self, text: bytes) -> list[tuple[int, int]]:
        found = (match for match in _REFERENCE.finditer(text) if match[1])
        return [(int(match[1]), int(match[2])) for match in found]

    def text(self, text: bytes) -> bytes:
        """Return a text with our numbers."""

        def numbered(match: re.Match[bytes]) -> bytes:
            return b"%d 0 R" % self._numbers[int(match[1]), int(match[2])] if match[1] else match[0]

        return _REFERENCE.sub(numbered, text)

    def number(self, thing: Any) -> int:
        """Return the number of an object."""
        return self._numbers[thing.objgen]

    def written(self) -> tuple[bytes, tuple[int, ...]]:
        """Return all of it, and where each begins that is not packed."""
        body, spots = bytearray(), []
        for key, (about, data) in self._drawn.items():
            spots.append(len(body))
            number, text = self._numbers[key], self.text(about)
            body += b"%d 0 obj\n%s\nendobj\n" % (number, text) if data is None else raw(number, inner(text), data)
        spots.append(len(body))
        body += pack(self.pack, [(self._numbers[key], self.text(each)) for key, each in self._others.items()])
        return bytes(body), tuple(spots)
