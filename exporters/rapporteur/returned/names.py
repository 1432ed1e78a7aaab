"""What sections and units are called, for a person who reads of them and types their names."""

from __future__ import annotations

from ..session import CARRIES
from . import identity, wording
from .versions import Key, Three, Version

SECTIONS = "sections"
"""The field under which sections are added, removed and moved."""
MARK = " ¶ "
"""What stands between the words of two units."""


class Names:
    """The names of sections and units in all three versions: ids, else places in what was sent."""

    def __init__(self, three: Three) -> None:
        self._versions = (three.sent, three.back, three.now)
        self._sent, self._back = three.sent, three.back
        self._units = {key: self._of(section, at, key) for section, at, key in _places(three.sent)}

    def _of(self, section: Key, at: int, key: Key) -> str:
        return identity.id_of(self._sent.entries[key].unit) or f"{self.section(section)}.{at}"

    def unit(self, key: Key) -> str:
        """Return the name of a unit: its id, its section and place in what was sent, or as a new one of its section."""
        if key in self._units:
            return self._units[key]
        row = [each for each in self._back.rows[self._back.home[key]] if each[0] != "sent"]
        return f"{self.section(self._back.home[key])}.new{row.index(key) + 1}"

    def section(self, key: Key) -> str:
        """Return the name of a section: its id, else which of the new ones it is."""
        named = (each.parts[key].name for each in self._versions if key in each.parts)
        return next((name for name in named if name and key[0] != "back"), f"new{key[1] + 1}")

    def title(self, key: Key) -> str:
        """Return the heading of a section, as it was sent if it was."""
        return next((each.parts[key].title for each in self._versions if key in each.parts), "")


def _places(version: Version) -> list[tuple[Key, int, Key]]:
    return [(section, at, key) for section, row in version.rows.items() for at, key in enumerate(row, 1)]


def text(version: Version, section: Key) -> str:
    """Return a whole section as one text."""
    units = (wording.shown(version.entries[each].unit) for each in version.rows[section])
    return MARK.join((version.parts[section].title, *units))


def differs(version: Version, sent: Version, key: Key) -> bool:
    """Whether a version says something else of a unit that was sent."""
    one, other = version.entries[key], sent.entries[key]
    return one.says != other.says or one.beside != other.beside


BRACES = tuple(key for key in CARRIES if key != "no")
"""The keys of what stands beside a recommendation, in their order."""
