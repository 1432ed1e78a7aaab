"""Session files that nobody could read: whose they are and whom they name, as far as their text shows it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath

_ID = re.compile(r"^id:[ \t]*[\"']?([^\s\"'#]+)", re.MULTILINE)
_WITHHELD = re.compile(r"\bwithheld\s*:\s*(?!no\b)\w", re.IGNORECASE)
_SAID = re.compile(r"\b(name|printed|email|phone)\s*:[ \t]*(?:\"([^\"\n]*)\"|'([^'\n]*)'|([^,}\n#]*))")
KINDS = {"name": "name", "printed": "name", "email": "email", "phone": "phone"}


@dataclass(frozen=True, slots=True)
class Unread:
    """A session file of which no report could be made: it was received, and is of no use yet."""

    file: str
    text: str

    @property
    def id(self) -> str:
        """The id that stands in it, else its name."""
        found = _ID.search(self.text)
        return found[1] if found else PurePosixPath(self.file).stem

    @property
    def people(self) -> tuple[tuple[str, str, int], ...]:
        """The addresses in it, and the names if it withholds one: nobody can tell which; kind, text and line."""
        names = _WITHHELD.search(self.text) is not None
        found = (
            (each, KINDS[each[1]], next(filter(None, each.groups()[1:]), "").strip())
            for each in _SAID.finditer(self.text)
        )
        return tuple(
            (kind, said, self.text.count("\n", 0, each.start()) + 1)
            for each, kind, said in found
            if said and (names or kind != "name")
        )
