"""What was set for packs before, kept in a folder by what it was made from, with its words and what was said of it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from .. import files
from ..fingerprint import fingerprint
from ..problems import Problem, recalled

PAGES, ABOUT, WORDS, OBJECTS, FACE = ".pdf", ".json", ".words", ".objects", ".face"
"""How what is kept ends: a part's PDF, what is known and what is read of it, its objects; the glyphs of a face."""
KINDS = (PAGES, ABOUT, WORDS, OBJECTS, FACE)


_NAME = re.compile(r"[0-9a-f]{40}")


def is_name(name: str) -> bool:
    """Return whether a part can be kept by a name, which leads nowhere else."""
    return _NAME.fullmatch(name) is not None


@dataclass(frozen=True, slots=True)
class Piece:
    """A part that was set: by what name it is kept, how many pages it has, and on which of them, from 0 on, each of the
    places is that other parts name."""

    name: str
    pages: int
    places: Mapping[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class Kept:
    """The parts of packs in `folder`, made with a `layout`; `used` is all that this pack is made of."""

    folder: Path
    layout: str
    made: int = 0
    used: set[str] = field(default_factory=set)
    told_of: dict[str, tuple[Problem, ...]] = field(default_factory=dict)

    @property
    def told(self) -> list[Problem]:
        """What is to be said of the parts of this pack, also of those that were made before."""
        return [problem for each in self.told_of.values() for problem in each]

    def name(self, *made_from: object) -> str:
        """Return what a part is kept as."""
        known = (self.layout, sorted(fingerprint().items()), *made_from)
        return files.digest(repr(known).encode())[:40]

    def part(self, name: str) -> Piece | None:
        """Return a part that was set before."""
        about = self._read(name, ABOUT)
        try:
            said = json.loads(about) if about else {}
            found = Piece(name, int(said["pages"]), {each: int(page) for each, page in said["places"].items()})
            told = tuple(recalled(each) for each in said["told"])
        except (AttributeError, KeyError, TypeError, ValueError):
            return None
        self.told_of[name] = told
        return found

    def keep(
        self, name: str, data: bytes, pages: int, told: Sequence[Problem] = (), places: Mapping[str, int] | None = None
    ) -> Piece:
        """Keep a part that was just set, and what is to be said of it each time."""
        self.made += 1
        self.told_of[name] = tuple(told)
        self._write(name, PAGES, data)
        found = Piece(name, pages, places or {})
        said = {"pages": pages, "places": found.places, "told": [asdict(each) for each in told]}
        self._write(name, ABOUT, json.dumps(said).encode())  # last: who finds it finds the pages
        return found

    def data(self, name: str) -> bytes:
        """Return the PDF of a part."""
        return (self.folder / f"{name}{PAGES}").read_bytes()

    def words(self, name: str, read: Callable[[bytes], tuple[str, ...]]) -> tuple[str, ...]:
        """Return the words of each page of a part; read once."""
        return tuple(json.loads(self.recall(name, WORDS, lambda: json.dumps(read(self.data(name))).encode())))

    def recall(self, name: str, suffix: str, make: Callable[[], bytes]) -> bytes:
        """Return what was made under a name, else make it and keep it."""
        found = self._read(name, suffix)
        if found is None:
            found = make()
            self._write(name, suffix, found)
        return found

    def drop(self, name: str) -> None:
        """Forget a part."""
        for path in self.folder.glob(f"{name}.*"):
            path.unlink(missing_ok=True)

    def drop_others(self) -> None:
        """Forget what was made for packs before this one."""
        for path in self.folder.iterdir():
            if path.suffix in KINDS and path.name not in self.used:
                path.unlink(missing_ok=True)

    def _read(self, name: str, suffix: str) -> bytes | None:
        self.used.update((f"{name}{suffix}", f"{name}{PAGES}") if suffix == ABOUT else (f"{name}{suffix}",))
        try:
            return (self.folder / f"{name}{suffix}").read_bytes()
        except OSError:
            return None

    def _write(self, name: str, suffix: str, data: bytes) -> None:
        self.used.add(f"{name}{suffix}")
        files.write_atomically(self.folder / f"{name}{suffix}", data)
