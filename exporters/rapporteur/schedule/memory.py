"""What was imported the last time, kept as JSON: by it the next import knows what a person has changed since."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from ..report import Person
from .entry import Entry


@dataclass(frozen=True, slots=True)
class Before:
    """What was imported of each session the last time, by its id, and what the file called it."""

    entries: Mapping[str, Entry] = field(default_factory=dict)

    def id_of(self, uid: str) -> str:
        """Return the id of the session that a file called `uid`, "" if none was."""
        return next((name for name, entry in self.entries.items() if uid and entry.uid == uid), "")


def remembered(text: str) -> Before:
    """Return what a record says was imported; one that cannot be read says nothing."""
    try:
        told = json.loads(text)["sessions"]
        return Before({name: _entry(name, each) for name, each in told.items()})
    except (ValueError, KeyError, TypeError, AttributeError):
        return Before()


def _entry(name: str, told: Mapping[str, object]) -> Entry:
    people = {role: tuple(Person(**each) for each in persons) for role, persons in told["people"].items()}  # type: ignore[attr-defined]
    return Entry(name, dict(told["values"]), people, str(told["uid"]))  # type: ignore[call-overload]


def record(before: Before) -> str:
    """Return the record of what was imported."""
    told = {
        name: {"uid": each.uid, "values": dict(sorted(each.values.items())), "people": _people(each)}
        for name, each in sorted(before.entries.items())
    }
    return json.dumps({"sessions": told}, ensure_ascii=False, indent=1) + "\n"


def _people(entry: Entry) -> dict[str, list[dict[str, str]]]:
    return {
        role: [{part: value for part, value in asdict(each).items() if value or part == "name"} for each in persons]
        for role, persons in sorted(entry.people.items())
    }
