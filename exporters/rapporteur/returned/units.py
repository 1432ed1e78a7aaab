"""The units of the body merged three ways: which there shall be, what they say, and in which section."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import cast

from ..reading import How
from . import wording
from .comparison import GONE, Change, ChangeKind, Ledger
from .names import BRACES, MARK, Names
from .sections import Entry
from .versions import Key, Three, Version

GUESSED = "known again only by the likeness of its words"


class Units:
    """Decides unit by unit; `entries` are those that there shall be, `attributes` what their braces shall say."""

    def __init__(self, three: Three, ledger: Ledger, names: Names, standing: Mapping[Key, bool]) -> None:
        self.three, self.ledger, self.names, self.standing = three, ledger, names, standing
        self.sent, self.now, self.back = three.sent, three.now, three.back
        self.entries: dict[Key, Entry] = {}
        self.attributes: dict[Key, tuple[tuple[str, str], ...]] = {}
        self._absorbed = {key for row in three.joined.values() for key in row[1:]}
        self._pieces = {key for row in three.split.values() for key in row}

    def decide(self, section: Key) -> None:
        """Decide what was sent in a section and what is new in it."""
        for key in self.sent.rows.get(section, ()):
            if key in self.three.joined:
                self._joined(key, self.three.joined[key])
            elif key in self.three.split:
                self._split(key, self.three.split[key])
            elif key not in self._absorbed:
                self._one(key)
        for key in dict.fromkeys((*self.back.rows.get(section, ()), *self.now.rows.get(section, ()))):
            if key[0] != "sent" and key not in self._pieces:
                self._new(key, section)

    def _text(self, entry: Entry | None) -> str:
        return GONE if entry is None else wording.shown(entry.unit)

    def _change(self, key: Key, kind: ChangeKind, before: str, after: str, conflict: str) -> Change:
        how = cast(How, self.three.how.get(key, "words"))
        where = self.names.title(self.sent.home[key])
        guess = GUESSED if how == "similarity" else ""
        return Change(self.names.unit(key), kind, before, after, where, conflict, how, guess)

    def _conflict(self, *keys: Key) -> str:
        """Return what the source says of units by now, "" if it says what was sent."""
        found = [(self.sent.entries[key], self.now.entries.get(key)) for key in keys]
        if all(now is not None and now.says == sent.says for sent, now in found):
            return ""
        return MARK.join(self._text(now) for _, now in found)

    def _one(self, key: Key) -> None:
        sent, now, back = (each.entries.get(key) for each in (self.sent, self.now, self.back))
        assert sent
        if back is None:
            if now is not None and not self._removed(key):
                self.entries[key] = now
        elif now is None:
            if self._restored(key, sent, back):
                self.entries[key] = back
        else:
            self.entries[key] = now
            if back.says not in (sent.says, now.says):
                texts = self._text(sent), self._text(back)
                if self.ledger.takes(self._change(key, "changed", *texts, self._conflict(key))):
                    self.entries[key] = back
            self._beside(key, sent, now, back)

    def _removed(self, key: Key) -> bool:
        """Return whether a unit that did not come back shall go; with its whole section, that was decided there."""
        section = self.sent.home[key]
        if section not in self.back.parts:
            return not self.standing[section] and self.now.home[key] == section
        change = self._change(key, "removed", self._text(self.sent.entries[key]), "", self._conflict(key))
        return self.ledger.takes(change)

    def _restored(self, key: Key, sent: Entry, back: Entry) -> bool:
        """Return whether a unit that the source has given up shall be there again, since it was changed or moved."""
        section = self.sent.home[key]
        if section not in self.now.parts and self.back.home[key] == section:
            return self.standing[section]
        if back.says == sent.says and self.back.home[key] == section:
            return False
        return self.ledger.takes(self._change(key, "changed", self._text(sent), self._text(back), GONE))

    def _split(self, key: Key, pieces: Sequence[Key]) -> None:
        sent, now, back = (each.entries.get(key) for each in (self.sent, self.now, self.back))
        assert sent
        assert back
        alike = now is not None and now.says == back.says and all(each in self.now.entries for each in pieces)
        after = MARK.join(map(self._text, (back, *(self.back.entries[each] for each in pieces))))
        if not alike and self.ledger.takes(self._change(key, "split", self._text(sent), after, self._conflict(key))):
            self.entries[key] = back
            self.entries.update((each, self.back.entries[each]) for each in pieces)
        else:
            self._keep((key, *pieces))
        if now is not None:
            self._beside(key, sent, now, back)

    def _joined(self, key: Key, row: Sequence[Key]) -> None:
        sent, now, back = (each.entries.get(key) for each in (self.sent, self.now, self.back))
        assert sent
        assert back
        alike = now is not None and now.says == back.says and not any(each in self.now.entries for each in row[1:])
        before = MARK.join(self._text(self.sent.entries[each]) for each in row)
        change = self._change(key, "joined", before, self._text(back), self._conflict(*row))
        if not alike and self.ledger.takes(change):
            self.entries[key] = back
        else:
            self._keep(row)
        if now is not None:
            self._beside(key, sent, now, back)

    def _keep(self, keys: Sequence[Key]) -> None:
        """Keep units as the source has them, if it has them."""
        self.entries.update((each, self.now.entries[each]) for each in keys if each in self.now.entries)

    def _new(self, key: Key, section: Key) -> None:
        if not self.standing[section]:
            return
        if key in self.now.entries:
            self.entries[key] = self.now.entries[key]
            return
        entry = self.back.entries[key]
        own = section in self.sent.parts and section in self.now.parts
        change = Change(
            self.names.unit(key), "added", after=self._text(entry), where=self.names.title(section), how="new"
        )
        if not (own or section in self.now.parts) or self.ledger.takes(change):  # a new section was decided as one
            self.entries[key] = entry

    def _beside(self, key: Key, sent: Entry, now: Entry, back: Entry) -> None:
        """Decide what stands beside a recommendation, value by value."""
        found = []
        for name in BRACES:
            before, by_now, after = (each.beside.get(name, "") for each in (sent, now, back))
            if after in (before, by_now):
                continue
            kind: ChangeKind = "changed" if before and after else "added" if after else "removed"
            conflict = (by_now or GONE) if by_now != before else ""
            where = self.names.title(self.sent.home[key])
            if self.ledger.takes(Change(f"{self.names.unit(key)}.{name}", kind, before, after, where, conflict)):
                found.append((name, after))
        if found:
            self.attributes[key] = tuple(found)

    def _place(self, version: Version, key: Key) -> str:
        section = version.home[key]
        return f"{version.parts[section].title}, {version.rows[section].index(key) + 1}"

    def home(self, key: Key) -> Key:
        """Return the section in which a unit shall stand."""
        homes = [each.home[key] for each in (self.now, self.back) if key in each.home]
        if len(homes) < 2 or key not in self.sent.home or homes[1] in (homes[0], self.sent.home[key]):
            return next((home for home in homes if self.standing[home]), homes[0])
        sent, (now, back) = self.sent.home[key], homes
        conflict = self.names.title(now) if now != sent else ""
        change = self._change(key, "moved", self._place(self.sent, key), self._place(self.back, key), conflict)
        words = wording.excerpt(self._text(self.sent.entries[key]))
        taken = self.ledger.takes(replace(change, words=words))
        order = (back, now) if taken else (now, back)
        return next((home for home in order if self.standing[home]), now)
