"""What was set for packs before, kept in a folder by what it was made from, with the words of its pages."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from .. import files
from ..fingerprint import fingerprint


@dataclass(slots=True)
class Kept:
    """The parts of packs in `folder`, made with a `layout`; `used` is all that this pack is made of."""

    folder: Path
    layout: str
    made: int = 0
    used: set[str] = field(default_factory=set)

    def name(self, *made_from: object) -> str:
        """Return what a part is kept as."""
        known = (self.layout, sorted(fingerprint().items()), *made_from)
        name = files.digest(repr(known).encode())[:40]
        self.used.add(name)
        return name

    def part(self, name: str) -> bytes | None:
        """Return a part that was set before."""
        try:
            return self._path(name).read_bytes()
        except OSError:
            return None

    def keep(self, name: str, data: bytes) -> bytes:
        """Keep a part that was just set."""
        self.made += 1
        files.write_atomically(self._path(name), data)
        return data

    def words(self, name: str, data: bytes, read: Callable[[bytes], tuple[str, ...]]) -> tuple[str, ...]:
        """Return the words of each page of a part; read once."""
        path = self.folder / f"{name}.json"
        try:
            return tuple(json.loads(path.read_bytes()))
        except (OSError, ValueError):
            found = read(data)
            files.write_atomically(path, json.dumps(found, ensure_ascii=False).encode())
            return found

    def drop_others(self) -> None:
        """Forget the parts of packs before this one."""
        for path in (*self.folder.glob("*.pdf"), *self.folder.glob("*.json")):
            if path.stem not in self.used:
                path.unlink(missing_ok=True)

    def _path(self, name: str) -> Path:
        return self.folder / f"{name}.pdf"
