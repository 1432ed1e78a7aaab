"""The merge of a file into the programme, value by value: what was imported before, what is now, what the file says."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass, replace

from .. import names
from ..problems import Problem, warning
from ..report import Conference, Person
from ..slot import Slot
from .entry import USUAL, Entry, of_slot
from .identity import identified
from .memory import Before

Value = str | tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One value of a session that the programme has already, before and after."""

    id: str
    path: str
    before: Value
    after: Value


@dataclass(frozen=True, slots=True)
class Merged:
    """What a file changes: new sessions and values that are others; `before` is to be remembered for next time."""

    new: tuple[Entry, ...]
    changes: tuple[Change, ...]
    problems: tuple[Problem, ...]
    before: Before
    same: int
    taken: frozenset[str] = frozenset()


def merge(entries: Sequence[Entry], conference: Conference, before: Before, take: Collection[str] = ()) -> Merged:
    """Return what `entries` change in the programme.

    A value that nobody touched since it was imported follows the file. One that a person wrote or changed stays; if the
    file says something else, too, that is told, and `take` decides: a session's id, ``ID.path``, or ``all``.
    """
    merger = _Merger(conference, before, frozenset(each.casefold() for each in take))
    for entry in identified(entries, conference, before):
        merger.add(entry)
    return Merged(
        tuple(merger.new),
        tuple(merger.changes),
        (*merger.problems, *_gone(merger.seen, conference, before)),
        Before({**before.entries, **merger.remembered}),
        merger.same,
        frozenset(merger.used),
    )


class _Merger:
    """Decides about one session after another."""

    def __init__(self, conference: Conference, before: Before, take: frozenset[str]) -> None:
        self._slots = {slot.key: slot for slot in conference.programme}
        self._before = before
        self._take = take
        self.new: list[Entry] = []
        self.changes: list[Change] = []
        self.problems: list[Problem] = []
        self.remembered: dict[str, Entry] = {}
        self.seen: set[str] = set()
        self.used: set[str] = set()
        self.same = 0

    def add(self, entry: Entry) -> None:
        """Take a session as new, or compare it with the one that is there."""
        slot = self._slots.get(entry.id.casefold())
        self.seen.add(entry.id.casefold())
        if slot is None:
            self._add(entry)
            return
        count = len(self.changes)
        self._compare(entry, slot)
        self.same += len(self.changes) == count

    def _add(self, entry: Entry) -> None:
        """Take a session as new, unless it was imported before and somebody took it out of the programme."""
        taken = {"all", entry.id.casefold()} & self._take
        if self._slots and entry.id in self._before.entries and not taken:
            what = f"“{entry.id}” was taken out of the programme, and the file still has it; it stays out"
            self.problems.append(warning(entry.place, what, f"--take {entry.id} puts it in again", "differs"))
            return
        self.used |= taken if entry.id in self._before.entries else set()
        self.new.append(entry)
        self.remembered[entry.id] = entry

    def _compare(self, entry: Entry, slot: Slot) -> None:
        now, base = of_slot(slot), self._before.entries.get(slot.id, Entry(slot.id, {}))
        values: dict[str, str] = {}
        people: dict[str, tuple[Person, ...]] = {}
        for path in dict.fromkeys((*base.values, *entry.values)):
            says = entry.values.get(path, "")
            had, has = (each.values.get(path, USUAL.get(path, "") if says else "") for each in (base, now))
            if kept := self._decide(entry, slot, path, had, has, says):
                values[path] = str(kept)
        for role in dict.fromkeys((*base.people, *entry.people)):
            before, at_present, told = (each.people.get(role, ()) for each in (base, now, entry))
            if kept := self._decide(entry, slot, f"people.{role}", before, at_present, _filled(told, at_present)):
                people[role] = kept  # type: ignore[assignment]
        self.remembered[slot.id] = replace(entry, id=slot.id, values=values, people=people)

    def _decide(self, entry: Entry, slot: Slot, path: str, base: Value, now: Value, says: Value) -> Value:
        """Note the change of a value, or why it stays; return what to remember of it."""
        if says == now or not says:
            if base and not says and base == now:
                what = f"{slot.id}: the file no longer says {path}, and the programme “{shown(now)}”; it stays"
                self.problems.append(warning(slot.origin.place(path), what, "take it out by hand", "differs"))
            return says or base
        taken = {"all", slot.key, f"{slot.key}.{path}".casefold()} & self._take
        self.used |= taken
        if taken or now == base or not (now or base):
            self.changes.append(Change(slot.id, path, now, says))
            return says
        if says != base:
            self._tell(entry, slot, path, now, says, base)
        return base

    def _tell(self, entry: Entry, slot: Slot, path: str, now: Value, says: Value, base: Value) -> None:
        why = "somebody changed it" if base else "it was not imported"
        told = f"“{shown(now)}”" if now else "nothing"
        what = f"{slot.id}.{path}: the programme says {told} ({why}), and {entry.at(path)} “{shown(says)}”; it stays"
        self.problems.append(
            warning(slot.origin.place(path), what, f"--take {slot.id}.{path} takes the file's", "differs")
        )


def _filled(says: tuple[Person, ...], has: tuple[Person, ...]) -> tuple[Person, ...]:
    """Return the people of a file with what the programme knows of them beside: an e-mail written by hand stays."""
    known = {names.bare(each.name): each for each in has}
    return tuple(_joined(each, known.get(names.bare(each.name))) for each in says)


def _joined(says: Person, has: Person | None) -> Person:
    if has is None:
        return says
    said = {part: value for part, value in asdict(says).items() if value}
    return replace(has, **said)


def shown(value: Value) -> str:
    """Return a value for people to read."""
    if isinstance(value, str):
        return value
    return "; ".join(" ".join(filter(None, (each.name, each.email and f"<{each.email}>"))) for each in value)


def _gone(seen: Collection[str], conference: Conference, before: Before) -> Iterable[Problem]:
    """Yield a warning for each session that was imported once and is no longer in the file; nothing is deleted."""
    for slot in conference.programme:
        if slot.id in before.entries and slot.key not in seen and slot.standing == "planned":
            what = f"“{slot.id}” is no longer in the file; it stays"
            yield warning(slot.origin.place(), what, "write status: cancelled, or take it out by hand", "gone")
