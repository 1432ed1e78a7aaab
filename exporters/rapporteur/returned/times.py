"""Days and times of a session merged three ways, each part of it by itself."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .. import answers
from ..reading import Line
from . import damage, wording
from .comparison import GONE, Change, ChangeKind, Context, Ledger

_ZONE = re.compile(r"\s*[(（]([^()（）+]*)[)）]\s*$")
_KNOWN_ZONE = re.compile(r"[A-Z][A-Za-z]+(?:/[A-Za-z0-9_+-]+)*|(?:UTC|GMT)?[+-−]\d\d?(?::?\d\d)?|Z")


@dataclass(frozen=True)
class Asked:
    """The field: its id and label, and what is known of the file that came back."""

    field: str
    label: str
    program: str
    context: Context

    @property
    def language(self) -> str:
        """The language of the report."""
        return self.context.report.language


def merged(lines: Sequence[Sequence[Line]], asked: Asked, ledger: Ledger) -> dict[str, str | tuple[str, ...]]:
    """Return values by path, from the lines sent, of now and returned."""
    sent, _ = _moments(lines[0], {}, asked)
    now, _ = _moments(lines[1], sent, asked)
    back, strange = _moments(lines[2], sent, asked)
    for text in strange:
        ledger.refuse(
            asked.label, f"“{text}” is neither a date nor a time", "write 5 September 2012, 14:30–16:00", "when"
        )
    values: dict[str, str | tuple[str, ...]] = {}
    for key, before, by_now, after in damage.edited((sent, now, back), asked.program, bool(strange)):
        values |= _value(key, (before, by_now, after), asked, ledger)
    return values


def _moments(lines: Sequence[Line], sent: Mapping[str, str], asked: Asked) -> tuple[dict[str, str], list[str]]:
    """Return the words of each moment by its key (``1:date``), and the words that are no moment."""
    found: dict[str, str] = {}
    open_: list[Line] = []
    for line in lines:
        own = {key.partition(":")[2]: wording.spaced(text) for key, text in line.parts}
        if own and not line.loose.strip() and not any(key in found for key in own):
            found |= own
        elif line.text.strip():
            open_.append(line)
    strange = []
    for line in open_:
        text = wording.spaced(line.text)
        key = next(
            (key for key, said in sent.items() if key not in found and wording.level(said) == wording.level(text)), ""
        )
        if key:
            found[key] = text
        elif (rest := _heard(text, sent, found, asked)) or rest is None:
            strange.append(rest or text)
    return found, strange


def _heard(text: str, sent: Mapping[str, str], found: dict[str, str], asked: Asked) -> str | None:
    """Note the day and the time in a text under free keys; return the words that are neither, None if all are."""
    zone = _ZONE.search(text)
    day, hours, rest = answers.moment(text[: zone.start()] if zone else text, asked.language)
    if not day and not hours:
        return None
    if day:
        found[_free("date", sent, found)] = day
    if hours:
        found[_free("time", sent, found)] = hours + (zone[0] if zone else "")
    return rest


def _free(kind: str, sent: Mapping[str, str], found: Mapping[str, str]) -> str:
    open_ = [key for key in sent if key.endswith(kind) and key not in found]
    if open_:
        return open_[0]
    used = [int(key.split(":")[0]) for key in (*sent, *found) if key.endswith(kind) and key.split(":")[0].isdigit()]
    return f"{max(used, default=0) + 1}:{kind}"


def _value(key: str, texts: tuple[str, str, str], asked: Asked, ledger: Ledger) -> dict[str, str | tuple[str, ...]]:
    number, _, kind = key.partition(":")
    at = int(number) - 1 if number.isdigit() else 0
    before, now, after = texts
    if kind == "time":
        (before, _), (now, _), (after, zone) = (_zoned(each) for each in texts)
        found = _zone(texts, zone, asked, ledger)
        if wording.level(before) == wording.level(after) or wording.level(now) == wording.level(after):
            return found
    else:
        found = {}
    value = (answers.time(after) if kind == "time" else answers.date(after, asked.language)) if after else ""
    if value is None:
        what = f"“{after}” is no {'time of the day' if kind == 'time' else 'date of the calendar'}"
        ledger.refuse(asked.label, what, "write 14:30–16:00" if kind == "time" else "write 5 September 2012", "when")
        return found
    change: ChangeKind = "changed" if before and after else "added" if after else "removed"
    conflict = (now or GONE) if wording.level(now) != wording.level(before) else ""
    several = len(asked.context.report.when.parts) > 1 or at > 0
    name = f"when.{at + 1}.{kind}" if several else f"when.{kind}"
    if ledger.takes(Change(name, change, before, after, asked.label, conflict)):
        found |= dict.fromkeys(_paths(at, kind, several, asked), value)
    return found


def _paths(at: int, kind: str, several: bool, asked: Asked) -> list[str]:
    """Return the paths of a moment, for a day those of all parts for which it was printed once."""
    if not several and "when.0" not in asked.context.report.origin.lines:
        return [f"when.{kind}"]
    parts = asked.context.report.when.parts
    last = at
    while kind == "date" and at < len(parts) and last + 1 < len(parts) and parts[last + 1].day == parts[at].day:
        last += 1
    return [f"when.{each}.{kind}" for each in range(at, last + 1)]


def _zoned(text: str) -> tuple[str, str]:
    """Return a time and the time zone in brackets behind it."""
    found = _ZONE.search(text)
    return (text[: found.start()], found[1].strip()) if found else (text, "")


def _zone(texts: tuple[str, str, str], zone: str, asked: Asked, ledger: Ledger) -> dict[str, str | tuple[str, ...]]:
    before, now = (_zoned(each)[1] for each in texts[:2])
    if zone in (before, now):
        return {}
    if zone and not _KNOWN_ZONE.fullmatch(zone):
        ledger.refuse(asked.label, f"“{zone}” is no time zone", "write Europe/Paris or +02:00", "when")
        return {}
    if any(change.field == "when.timezone" for change in ledger.changes):
        return {}
    kind: ChangeKind = "changed" if before and zone else "added" if zone else "removed"
    conflict = (now or GONE) if now != before else ""
    if not ledger.takes(Change("when.timezone", kind, before, zone, asked.label, conflict)):
        return {}
    parts = asked.context.report.when.parts
    if len(parts) < 2 and "when.0" not in asked.context.report.origin.lines:
        return {"when.timezone": zone}
    lines = asked.context.report.origin.lines
    held = [at for at in range(len(parts)) if f"when.{at}.timezone" in lines]
    return {f"when.{at}.timezone": zone for at in held or [0]}
