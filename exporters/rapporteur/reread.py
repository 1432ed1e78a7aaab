"""Files as their exporters read them back: each exporter is looked for once, and equal files are read once."""

from __future__ import annotations

from . import files
from . import format as seam

Words = tuple[str, ...]


class Reread:
    """The words of files that were read back, by what they hold."""

    def __init__(self) -> None:
        self._exporters: dict[str, seam.Exporter] = {}
        self._words: dict[tuple[str, str], Words] = {}

    def words(self, exporter: str, data: bytes) -> Words | None:
        """Return the words of a file, None if its exporter reads none back; raises `problems.Refused` as that does."""
        if exporter not in self._exporters:
            self._exporters[exporter] = seam.load(exporter)
        reader = self._exporters[exporter]
        if not isinstance(reader, seam.Readable):
            return None
        key = exporter, files.digest(data)
        if key not in self._words:
            self._words[key] = tuple(reader.words(data))
        return self._words[key]
