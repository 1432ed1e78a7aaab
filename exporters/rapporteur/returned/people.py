"""People merged three ways: who they are by the keys of their controls, by their lines or their names."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher

from .. import answers
from ..amendment import PersonKept
from ..form import PARTS
from ..reading import How, Line
from ..report import Person
from ..spelling import fold
from . import damage, wording
from .arrangement import Called, Rows, arranged
from .comparison import GONE, Change, ChangeKind, Context, Ledger
from .versions import Key

ALIKE = 0.75
"""From this likeness of names on, one person is believed to be another one spelled differently."""


@dataclass(frozen=True)
class Seen:
    """A person of a line: the key they were sent with, the words of their parts, and the whole line."""

    key: str
    parts: Mapping[str, str]
    text: str
    loose: str = ""

    @property
    def name(self) -> str:
        """The name, as far as it can be told."""
        return self.parts.get("name") or self.text.split(",")[0].strip()


@dataclass
class Row:
    """The people of a role in one reading, under common names."""

    order: list[Key] = field(default_factory=list)
    seen: dict[Key, Seen] = field(default_factory=dict)
    how: dict[Key, How] = field(default_factory=dict)


@dataclass(frozen=True)
class Asked:
    """A role: its id and label, the parts that a form asks, and what is known of the file that came back."""

    role: str
    label: str
    parts: tuple[str, ...]
    program: str
    context: Context


def seen(lines: Sequence[Line]) -> list[Seen]:
    """Return the people of a field's lines, one for each key in a line, or one for a line without keys."""
    found: list[Seen] = []
    for line in lines:
        groups: dict[str, dict[str, str]] = {}
        for key, text in line.parts:
            *_, person, part = ("", *key.split(":"))
            groups.setdefault(person, {})[part] = wording.spaced(text)
        text = wording.spaced(line.text)
        if len(groups) > 1:
            found.extend(Seen(key, parts, ", ".join(filter(None, parts.values()))) for key, parts in groups.items())
        elif text:
            key = next(iter(groups), "")
            found.append(Seen(key, groups.get(key, {}), text, wording.spaced(line.loose)))
    return [each for each in found if each.text]


def merged(lines: Sequence[Sequence[Line]], asked: Asked, ledger: Ledger) -> tuple[PersonKept, ...] | None:
    """Return the people of a role as they shall be, from the lines sent, of now and returned; None if none changes."""
    sent = _row(seen(lines[0]), {}, "sent")
    returned = seen(lines[2])
    back = _row(returned, _known(sent, returned, keys=True), "back")
    current = seen(lines[1])
    now = sent if lines[1] is lines[0] else _row(current, _known(sent, current, keys=False, echo=back), "now")
    return _Merge(sent, now, back, asked, ledger).people()


def _row(people: Sequence[Seen], known: Mapping[int, tuple[int, How]], tag: str) -> Row:
    row = Row()
    for at, each in enumerate(people):
        key: Key = ("sent", known[at][0]) if at in known else (tag, at)
        row.order.append(key)
        row.seen[key] = each
        row.how[key] = known[at][1] if at in known else "new"
    return row


def _known(sent: Row, people: Sequence[Seen], keys: bool, echo: Row | None = None) -> dict[int, tuple[int, How]]:
    """Return which of the people sent the others are, and how each was known."""
    first = list(sent.seen.values())
    found: dict[int, tuple[int, How]] = {}

    def match(how: How, fits: Callable[[Seen, int], bool]) -> None:
        taken = {own for own, _ in found.values()}
        for at, each in enumerate(people):
            own = next((n for n in range(len(first)) if n not in taken and fits(each, n)), None)
            if at not in found and own is not None:
                found[at] = (own, how)
                taken.add(own)

    if keys:
        match("tag", lambda one, n: bool(one.key) and one.key == first[n].key)
    match("words", lambda one, n: wording.level(one.text) == wording.level(first[n].text))
    if echo:
        match("words", lambda one, n: ("sent", n) in echo.seen and echo.seen["sent", n].text == one.text)
    match("words", lambda one, n: fold(one.name) == fold(first[n].name))
    match("similarity", lambda one, n: _likeness(one.name, first[n].name) >= ALIKE)
    return found


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, fold(one)[:200], fold(other)[:200], autojunk=False).ratio()


class _Merge:
    def __init__(self, sent: Row, now: Row, back: Row, asked: Asked, ledger: Ledger) -> None:
        self.sent, self.now, self.back = sent, now, self._renamed(now, back)
        self.asked, self.ledger = asked, ledger
        self.made: dict[Key, tuple[PersonKept, ...]] = {}

    @staticmethod
    def _renamed(now: Row, back: Row) -> Row:
        """Return what came back with the names of the people whom the source has added as well."""
        pairs = {}
        for key in back.order:
            same = (n for n in now.order if n[0] == "now" and now.seen[n].text == back.seen[key].text)
            if key[0] == "back" and (own := next(same, None)):
                pairs[key] = own
        made = Row([pairs.get(key, key) for key in back.order])
        made.seen = {pairs.get(key, key): one for key, one in back.seen.items()}
        made.how = {pairs.get(key, key): one for key, one in back.how.items()}
        return made

    def people(self) -> tuple[PersonKept, ...] | None:
        for key in self.sent.order:
            self._one(key)
        for key in self.back.order:
            if key[0] == "back":
                self._added(key)
        for key in self.now.order:
            if key[0] == "now":
                self.made[key] = (self._kept(key),)
        rows = Rows(self.sent.order, self.now.order, self.back.order)
        called = Called(self.asked.role, self.asked.label, lambda key: self.sent.seen[key].name)
        order = arranged(rows, called, lambda key: key in self.made, self.ledger)
        found = tuple(kept for key in order for kept in self.made[key])
        same = found == tuple(PersonKept(at) for at in range(len(self.now.order)))
        return None if same else found

    def _kept(self, key: Key) -> PersonKept:
        return PersonKept(self.now.order.index(key))

    def _one(self, key: Key) -> None:
        now, back = self.now.seen.get(key), self.back.seen.get(key)
        before = self.sent.seen[key]
        if back is None:
            conflict = now.text if now and now.text != before.text else ""
            if now and not self.ledger.takes(self._change("removed", before.text, "", conflict)):
                self.made[key] = (self._kept(key),)
        elif now is None:
            same = wording.level(back.text) == wording.level(before.text)
            if not same and self.ledger.takes(self._change("changed", before.text, back.text, GONE)):
                self._hear(key, back)
        else:
            self.made[key] = (self._changed(key, before, now, back),)

    def _change(self, kind: ChangeKind, before: str, after: str, conflict: str = "", guess: str = "") -> Change:
        return Change(self.asked.role, kind, before, after, self.asked.label, conflict, "words", guess)

    def _added(self, key: Key) -> None:
        one = self.back.seen[key]
        heard = self._heard(one)
        guess = "; ".join(each.guess for each in heard if each.guess)
        if self.ledger.takes(replace(self._change("added", "", one.text, "", guess), how="new")):
            self._hear(key, one)

    def _hear(self, key: Key, one: Seen) -> None:
        self.made[key] = tuple(PersonKept(None, each.value, each.guess) for each in self._heard(one))

    def _heard(self, one: Seen) -> tuple[answers.Heard[Person], ...]:
        parts = {part: text for part, text in one.parts.items() if part in PARTS}
        if parts.get("name") and not one.loose:
            return (answers.Heard(Person(**parts)),)  # type: ignore[arg-type]
        return answers.people((one.text,), self.asked.parts, self.asked.context.words)

    def _changed(self, key: Key, sent: Seen, now: Seen, back: Seen) -> PersonKept:
        """Return a person with the parts that were changed, each decided by itself."""
        at = self.now.order.index(key)
        if self._is_same(sent.text, back.text) or wording.level(back.text) == wording.level(now.text):
            return PersonKept(at)
        before, after, guess = self._parts(sent, back)
        values = {}
        for part in PARTS:
            was, will, is_now = before.get(part, ""), after.get(part, ""), now.parts.get(part, "")
            if self._is_same(was, will) or will == is_now:
                continue
            if self.ledger.takes(self._part(key, part, was, will, is_now, guess)):
                values[part] = will
        if not values:
            return PersonKept(at)
        return PersonKept(at, _with(self.asked.context.report.people(self.asked.role)[at], values), guess)

    def _is_same(self, sent: str, back: str) -> bool:
        return damage.is_same_text(sent, back, self.asked.program)

    def _part(self, key: Key, part: str, before: str, after: str, now: str, guess: str) -> Change:
        name = f"{self.asked.role}.{key[1] + 1}.{part}"
        kind: ChangeKind = "changed" if before and after else "added" if after else "removed"
        conflict = (now or GONE) if now != before else ""
        return Change(name, kind, before, after, self.asked.label, conflict, self.back.how[key], guess)

    def _parts(self, sent: Seen, back: Seen) -> tuple[Mapping[str, str], Mapping[str, str], str]:
        """Return the parts of a person as sent and as returned; parted by guessing if words stand outside of them."""
        if back.parts and not back.loose:
            return sent.parts, back.parts, ""
        asked, words = self.asked.parts, self.asked.context.words
        one, other = (answers.person(each.text, asked, words) for each in (sent, back))
        before, after = ({part: getattr(each.value, part) for part in PARTS} for each in (one, other))
        return before, after, other.guess or answers.remark("the parts of this person were told apart", back.text)


def _with(person: Person, values: Mapping[str, str]) -> Person:
    """Return a person with other parts; a name that is printed otherwise than it is kept changes in print."""
    if "name" in values and person.printed:
        printed = values["name"]
        values = {part: text for part, text in values.items() if part != "name"}
        person = replace(person, printed="" if printed == person.name else printed)
    return replace(person, **values)  # type: ignore[arg-type]
