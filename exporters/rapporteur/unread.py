"""Session files that nobody could read: whose they are and whom they name, as far as their text shows it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

_ID = re.compile(r"^\ufeff?[\"']?id[\"']?[ \t]*:[ \t]*[\"']?([^\s\"'#]+)", re.MULTILINE)
_WITHHELD = re.compile(r"\bwithheld\b(?!\W+(?:no|false)\b)", re.IGNORECASE)
_KEY = r"""[ \t-]*["']?\w+["']?\s*:"""
_SAID = re.compile(
    rf"""(?mx) \b (?P<key>name|printed|email|phone) ["']? [ \t]* : [ \t]*
    (?: "(?P<double>[^"\n]*(?:\n(?!{_KEY})[^"\n]*)*)" | '(?P<single>[^'\n]*(?:\n(?!{_KEY})[^'\n]*)*)'
      | [>|][^\n]*\n (?P<block>(?:[ \t]+(?!{_KEY})[^\n]*\n?)*)
      | (?P<plain>[^\n}}]*?) (?= $ | }} | \s\# | ,{_KEY} ) )"""
)


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
    def withholds(self) -> int:
        """The line on which it says that somebody is withheld, as far as can be seen; 0 if it does not."""
        found = _WITHHELD.search(self.text)
        return self._line(found) if found else 0

    @property
    def people(self) -> tuple[tuple[str, str, int], ...]:
        """The addresses in it, and the names if it withholds one: nobody can tell which; kind, text and line."""
        found = (
            (each["key"].replace("printed", "name"), said, self._line(each))
            for each in _SAID.finditer(self.text)
            for said in _in(each)
        )
        names = self.withholds
        return tuple(each for each in found if names or each[0] != "name")

    def _line(self, found: re.Match[str]) -> int:
        return self.text.count("\n", 0, found.start()) + 1


def _in(found: re.Match[str]) -> Iterator[str]:
    """Yield the value of a key, and what stands before a comma in it, where the value may end."""
    said = next(filter(None, found.groups()[1:]), "")
    words = " ".join(said.split())
    yield from dict.fromkeys(each for each in (words, words.partition(",")[0].strip()) if each)
