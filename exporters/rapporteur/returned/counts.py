"""How many took part, merged three ways category by category."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .. import answers
from ..form import Field
from ..reading import Line
from . import damage, wording
from .comparison import GONE, Change, ChangeKind, Context, Ledger

PATH = "participants"
"""The key under which a session file holds its counts, whatever the form calls them."""


@dataclass(frozen=True)
class Asked:
    """The field, its label, and what is known of the file that came back."""

    field: Field
    label: str
    program: str
    context: Context


def merged(lines: Sequence[Sequence[Line]], asked: Asked, ledger: Ledger) -> dict[str, str | tuple[str, ...]]:
    """Return values by path, from the lines sent, of now and returned."""
    sent, _ = _counts(lines[0], asked)
    now, _ = _counts(lines[1], asked)
    back, strange = _counts(lines[2], asked)
    for text in strange:
        hint = "write “Women: 11”, one category on each line"
        ledger.refuse(asked.label, f"“{text}” names no category of people", hint, "count")
    values: dict[str, str | tuple[str, ...]] = {}
    for key, before, by_now, after in damage.edited((sent, now, back), asked.program, bool(strange)):
        value = answers.count(after, asked.context.words) if after else ""
        if value is None:
            ledger.refuse(
                asked.label, f"“{after}” is no number of people", "write 11, about 40 or not recorded", "count"
            )
        elif ledger.takes(_change(key, before, by_now, after, asked)):
            values[".".join((PATH, *filter(None, key)))] = value
    return values


Key = tuple[str, str]
"""A category and a mode, "" for all."""


def _change(key: Key, before: str, now: str, after: str, asked: Asked) -> Change:
    kind: ChangeKind = "changed" if before and after else "added" if after else "removed"
    conflict = (now or GONE) if wording.level(now) != wording.level(before) else ""
    return Change(".".join((PATH, *filter(None, key))), kind, before, after, asked.label, conflict)


def _counts(lines: Sequence[Line], asked: Asked) -> tuple[dict[Key, str], list[str]]:
    """Return the words of each count, and the lines that name no category."""
    found: dict[Key, str] = {}
    strange: list[str] = []
    for line in lines:
        own = {_key(key): wording.spaced(text) for key, text in line.parts}
        if own and not line.loose.strip() and not any(key in found for key in own):
            found |= own
            continue
        tallies, rest = answers.tallies(wording.spaced(line.text), asked.field, asked.context.words)
        for each in tallies:
            found.setdefault((each.category, each.mode), each.text)
        if (rest or not tallies) and line.text.strip():
            strange.append(rest or wording.spaced(line.text))
    return found, strange


def _key(key: str) -> Key:
    _, category, mode = (*key.split(":"), "", "")[:3]
    return category, mode
