"""Pyphen 0.18.1's dictionaries, of which a pattern is parsed when a word asks for it: to parse all takes a tenth of a
second in English, and most of one in German."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyphen  # type: ignore[import-untyped]

VERSION = "0.18.1"
_NO_FIGURES = dict.fromkeys(range(ord("0"), ord("9") + 1))


class _Patterns(dict[str, Any]):
    """Patterns by their letters, as they are written or, once asked for, as Pyphen has them."""

    def get(self, letters: str, default: Any = None) -> Any:
        """Return where the values of a pattern begin, and the values; `default` if there is none."""
        found = super().get(letters, default)
        if isinstance(found, str):
            found = self[letters] = _parsed(found)
        return found


def _parsed(line: str) -> tuple[int, tuple[int, ...]]:
    pattern, _, other = line.partition("/") if "=" in line else (line, "", "")
    valued: Callable[[str], int] = pyphen.AlternativeParser(pattern, other) if other else int
    values = tuple(valued(figure or "0") for figure, _ in pyphen.parse(pattern))
    marked = [at for at, value in enumerate(values) if value]
    first, end = (marked[0], marked[-1] + 1) if marked else (0, 0)
    return first, values[first:end]


class Dictionary(pyphen.HyphDict):  # type: ignore[misc]
    """A dictionary that hyphenates as Pyphen's own does."""

    def __init__(self, path: Path) -> None:
        encoding, _, rest = path.read_bytes().partition(b"\n")
        text = rest.decode(encoding.decode("ascii").strip())
        every = (line.strip() for line in pyphen.parse_hex(lambda found: chr(int(found[1], 16)), text).split("\n"))
        lines = [line for line in every if line and not line.startswith(pyphen.ignored)]
        letters = "\n".join(lines).translate(_NO_FIGURES).split("\n")
        named = ((name, line) for name, line in zip(letters, lines, strict=True) if name != line)
        self.patterns = _Patterns((name.partition("/")[0] if "=" in name else name, line) for name, line in named)
        self.maxlen = max(map(len, self.patterns))
        self.cache: dict[str, list[pyphen.DataInt]] = {}


def install() -> None:
    """Have the engine's dictionaries read so, if they are of the version this is for."""
    if pyphen.VERSION == VERSION:
        pyphen.HyphDict = Dictionary
