"""The body merged three ways: which sections there shall be, under which headings, and all in which order."""

from __future__ import annotations

from dataclasses import dataclass, field

from . import wording
from .arrangement import Called, Rows, arranged
from .comparison import GONE, Change, Ledger
from .names import SECTIONS, Names, differs, text
from .sections import Entry
from .units import Units
from .versions import Key, Three, Version


@dataclass
class Merged:
    """The body as it shall be: sections and the units of each in order; headings, units and attributes by name."""

    sections: list[Key] = field(default_factory=list)
    rows: dict[Key, list[Key]] = field(default_factory=dict)
    headings: dict[Key, Version] = field(default_factory=dict)
    entries: dict[Key, Entry] = field(default_factory=dict)
    attributes: dict[Key, tuple[tuple[str, str], ...]] = field(default_factory=dict)


def merged(three: Three, ledger: Ledger, existing: frozenset[str]) -> Merged:
    """Return the body as it shall be; every change and its conflict is noted in the ledger.

    `existing` are the ids of the sections that the source has; others that a form prints are places to write.
    """
    return _Merge(three, ledger, existing).merged()


class _Merge:
    def __init__(self, three: Three, ledger: Ledger, existing: frozenset[str]) -> None:
        self.ledger, self.existing = ledger, existing
        self.sent, self.now, self.back = three.sent, three.now, three.back
        self.names = Names(three)
        self.all = list(dict.fromkeys((*self.sent.sections, *self.back.sections, *self.now.sections)))
        self.standing = {section: self._stands(section) for section in self.all}
        self.units = Units(three, ledger, self.names, self.standing)

    def merged(self) -> Merged:
        standing = [section for section in self.all if self.standing[section]]
        headings = {section: self._heading(section) for section in standing}
        for section in self.all:
            self.units.decide(section)
        homes = {key: self.units.home(key) for key in self.units.entries}
        rows = {section: self._row(section, homes) for section in standing}
        sections = Rows(self.sent.sections, self.now.sections, self.back.sections)
        called = Called(SECTIONS, "", self.names.title)
        order = arranged(sections, called, lambda key: self.standing[key], self.ledger)
        return Merged(order, rows, headings, self.units.entries, self.units.attributes)

    # Sections

    def _stands(self, section: Key) -> bool:
        """Return whether a section shall be there."""
        sent, now, back = (section in each.parts for each in (self.sent, self.now, self.back))
        if back and not now:
            return self._restored(section) if sent else self._added(section)
        return not self._removed(section) if sent and now and not back else now

    def _added(self, section: Key) -> bool:
        where = self.names.title(section)
        return self.ledger.takes(Change(SECTIONS, "added", after=text(self.back, section), where=where, how="new"))

    def _removed(self, section: Key) -> bool:
        if self.now.parts[section].name not in self.existing and not self.now.rows[section]:
            return False
        conflict = text(self.now, section) if self._touched(self.now, section) else ""
        before, where = text(self.sent, section), self.names.title(section)
        return self.ledger.takes(Change(SECTIONS, "removed", before, where=where, conflict=conflict))

    def _restored(self, section: Key) -> bool:
        """Return whether a section that the source has given up shall be there again, since it was changed."""
        if not self._touched(self.back, section):
            return False
        texts = text(self.sent, section), text(self.back, section)
        return self.ledger.takes(Change(SECTIONS, "changed", *texts, self.names.title(section), GONE))

    def _touched(self, version: Version, section: Key) -> bool:
        """Whether a version changed anything in a section that was sent."""
        row = version.rows[section]
        if row != self.sent.rows[section] or version.heading(section) != self.sent.heading(section):
            return True
        return any(differs(version, self.sent, key) for key in row)

    def _heading(self, section: Key) -> Version:
        """Return the version whose heading a section shall have."""
        having = [each for each in (self.now, self.back) if section in each.parts]
        if len(having) < 2 or section not in self.sent.parts:
            return having[0]
        sent, now, back = (each.heading(section) for each in (self.sent, self.now, self.back))
        if back in (sent, now):
            return self.now
        before, after, by_now = (wording.of_inlines(each) for each in (sent, back, now))
        conflict = by_now if now != sent else ""
        name = self.names.section(section)
        changed = Change(name, "renamed", before, after, where=before, conflict=conflict)
        return self.back if self.ledger.takes(changed) else self.now

    # Order

    def _row(self, section: Key, homes: dict[Key, Key]) -> list[Key]:
        """Return the units of a section in order."""

        def words(key: Key) -> str:
            return wording.excerpt(wording.shown(self.sent.entries[key].unit))

        name, title = self.names.section(section), self.names.title(section)
        rows = Rows(*(each.rows.get(section, ()) for each in (self.sent, self.now, self.back)))
        return arranged(rows, Called(name, title, words), lambda key: homes.get(key) == section, self.ledger)
