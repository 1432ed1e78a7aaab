"""What was set for packs before, kept in a folder by what it was made from, with its words and what was said of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from .. import files
from ..fingerprint import fingerprint
from ..problems import Place, Problem


@dataclass(slots=True)
class Kept:
    """The parts of packs in `folder`, made with a `layout`; `used` is all that this pack is made of.

    `told` is what is to be said of these, also of those that were made before.
    """

    folder: Path
    layout: str
    made: int = 0
    used: set[str] = field(default_factory=set)
    told: list[Problem] = field(default_factory=list)

    def name(self, *made_from: object) -> str:
        """Return what a part is kept as."""
        known = (self.layout, sorted(fingerprint().items()), *made_from)
        name = files.digest(repr(known).encode())[:40]
        self.used.add(name)
        return name

    def part(self, name: str) -> bytes | None:
        """Return a part that was set before."""
        try:
            data = self._path(name).read_bytes()
        except OSError:
            return None
        self.told.extend(self._told(name))
        return data

    def keep(self, name: str, data: bytes, told: Sequence[Problem] = ()) -> bytes:
        """Keep a part that was just set, and what is to be said of it each time."""
        self.made += 1
        self.told.extend(told)
        if told:
            files.write_atomically(self._about(name), json.dumps([asdict(each) for each in told]).encode())
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
            if path.name.partition(".")[0] not in self.used:
                path.unlink(missing_ok=True)

    def _told(self, name: str) -> list[Problem]:
        try:
            found = json.loads(self._about(name).read_bytes())
        except (OSError, ValueError):
            return []
        return [Problem(**{**each, "where": Place(**each["where"])}) for each in found]

    def _about(self, name: str) -> Path:
        return self.folder / f"{name}.told.json"

    def _path(self, name: str) -> Path:
        return self.folder / f"{name}.pdf"
