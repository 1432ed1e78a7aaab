"""The body of three readings under common names: what was sent, what the source says now, and what came back.

A unit or section has one name in all three: its position in what was sent, or, if it is new, in the reading that has
it. What the source and the file that came back both added alike is one thing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from ..prose import Inlines
from ..reading import Reading, Unit
from ..spelling import fold
from . import chains, damage, headings, identity, sections
from .comparison import Context
from .identity import Matches
from .sections import Entry, Part

Key = tuple[str, int]
"""``("sent", 3)``, ``("now", 3)`` or ``("back", 3)``: which reading has it first, and where there."""
Pairs = tuple[dict[Key, Key], dict[Key, Key]]
"""Other names for sections and for units."""


@dataclass
class Version:
    """The body of one reading: its sections in order, their parts, their units, and where each unit stands."""

    sections: list[Key] = field(default_factory=list)
    parts: dict[Key, Part] = field(default_factory=dict)
    rows: dict[Key, list[Key]] = field(default_factory=dict)
    entries: dict[Key, Entry] = field(default_factory=dict)
    home: dict[Key, Key] = field(default_factory=dict)

    def heading(self, section: Key) -> Inlines:
        """Return the heading of a section, nothing if it has none."""
        found = self.parts[section].heading
        return found.inlines if found else ()

    def says(self, unit: Key) -> Unit:
        """Return what a unit says."""
        return self.entries[unit].says


@dataclass(frozen=True)
class Three:
    """The three versions, how units of what came back were known, what was split and joined, and what was mended."""

    sent: Version
    now: Version
    back: Version
    how: Mapping[Key, str]
    split: Mapping[Key, tuple[Key, ...]]
    joined: Mapping[Key, tuple[Key, ...]]
    remarks: tuple[tuple[str, str], ...]


def three(base: Reading, current: Reading, back: Reading, context: Context) -> Three:
    """Return the bodies of three readings under common names."""
    parts = sections.parted(base, context.labels)
    units = chains.items(parts)
    sent = _version(
        parts, {at: ("sent", at) for at in range(len(units))}, {at: ("sent", at) for at in range(len(parts))}
    )
    returned = sections.parted(back, context.labels, sections.known(base, parts))
    found = _named(parts, units, returned, context, "back")
    version, matches = found.version, found.matches
    now = sent
    if current is not base:
        now = _named(parts, units, sections.parted(current, context.labels), context, "now", found.echo).version
    version, remarks = _mended(sent, version, back.program)
    now = _renamed(now, _bridged(now, version))
    common = _alike(now, version)
    same = common[1]
    version = _renamed(version, common)
    first = {at: ("sent", own) for at, own in matches.of.items()}
    return Three(
        sent,
        now,
        version,
        {("sent", own): matches.how[at] for at, own in matches.of.items()},
        {first[at]: tuple(same.get(("back", n), ("back", n)) for n in more) for at, more in matches.split.items()},
        {first[at]: tuple(("sent", n) for n in all_) for at, all_ in matches.joined.items()},
        remarks,
    )


class _Named(NamedTuple):
    version: Version
    matches: Matches
    echo: identity.Echo


def _named(
    parts: Sequence[Part],
    units: Sequence[chains.Item],
    other: Sequence[Part],
    context: Context,
    tag: str,
    echo: identity.Echo | None = None,
) -> _Named:
    """Return the version of another reading, its sections and units named after those that were sent."""
    known = headings.matched(parts, other, context.form, context.words)
    items = chains.items(other)
    trusted = identity.every if tag == "back" else identity.stable
    matches = identity.matched(units, items, known, trusted, echo)
    known = headings.by_units(known, units, items, matches)
    names: dict[int, Key] = {at: ("sent", known[at]) if at in known else (tag, at) for at in range(len(other))}
    if other and other[0].heading is None and 0 not in known:
        names[0] = names.get(1, ("sent", 0))  # words above every heading belong to what follows
    uids: dict[int, Key] = {at: ("sent", matches.of[at]) if at in matches.of else (tag, at) for at in range(len(items))}
    return _Named(_version(other, uids, names), matches, identity.echo(items, known, matches))


def _version(parts: Sequence[Part], units: Mapping[int, Key], names: Mapping[int, Key]) -> Version:
    version = Version()
    at = 0
    for place, part in enumerate(parts):
        section = names[place]
        if section not in version.parts:
            version.sections.append(section)
        version.parts[section] = part if part.heading or section not in version.parts else version.parts[section]
        row = version.rows.setdefault(section, [])
        for entry in part.entries:
            row.append(units[at])
            version.entries[units[at]] = entry
            version.home[units[at]] = section
            at += 1
    return version


def _mended(sent: Version, back: Version, program: str) -> tuple[Version, tuple[tuple[str, str], ...]]:
    """Return what came back without the damage that its program did, and what was undone, each with its heading."""
    flat = _flattened(sent, back, program)
    entries = dict(back.entries)
    remarks: list[tuple[str, str]] = []
    for key, entry in back.entries.items():
        if key not in sent.entries:
            continue
        own = sent.entries[key].unit
        healed = damage.mended(own, _with_kind(own, entry.unit, flat), program)
        entries[key] = replace(entry, unit=healed.unit)
        remarks.extend((back.parts[back.home[key]].title, each) for each in healed.remarks)
    parts = {key: _mended_heading(sent.parts.get(key), part, program) for key, part in back.parts.items()}
    remarks.extend(("", f"every {kind} lost its form and was given it again") for kind in sorted(flat))
    return replace(back, entries=entries, parts=parts), tuple(remarks)


def _mended_heading(sent: Part | None, back: Part, program: str) -> Part:
    if sent is None or sent.heading is None:
        return back
    if back.heading is None:
        return replace(back, heading=sent.heading)
    inlines, _ = damage.mended_inlines(sent.heading.inlines, back.heading.inlines, program)
    return replace(back, heading=replace(back.heading, inlines=inlines))


SHAPES = ("quote", "code", "caption", "more", "point", "heading", "rule")


def _flattened(sent: Version, back: Version, program: str) -> frozenset[str]:
    """Return the kinds of units that none of them kept in a file, so that its program must have lost them."""
    if damage.trusted(program):
        return frozenset()
    kept: dict[str, list[bool]] = defaultdict(list)
    for key, entry in back.entries.items():
        own = sent.entries.get(key)
        if own is not None:
            kept[own.unit.kind].append(own.unit.kind == entry.unit.kind)
            if own.unit.kind == "point":
                kept["level"].extend([own.unit.level == entry.unit.level] if own.unit.level > 0 else [])
                kept["order"].append(own.unit.ordered == entry.unit.ordered)
    return frozenset(
        kind for kind, found in kept.items() if found and not any(found) and kind in (*SHAPES, "level", "order")
    )


def _with_kind(sent: Unit, back: Unit, flat: Iterable[str]) -> Unit:
    if sent.kind != back.kind and sent.kind in flat:
        return replace(back, kind=sent.kind, level=sent.level, ordered=sent.ordered)
    if sent.kind == back.kind == "point":
        level = sent.level if "level" in flat and sent.level > 0 else back.level
        return replace(back, level=level, ordered=sent.ordered if "order" in flat else back.ordered)
    return back


def _alike(now: Version, back: Version) -> Pairs:
    """Return what came back new and the source has by now as well: sections and units by their names there."""
    sections = _same_titles(back, now, "back", lambda key: key[0] == "now")
    return sections, _same_words(back, now, "back", lambda key: key[0] == "now", sections)


def _bridged(now: Version, back: Version) -> Pairs:
    """Return what seems new in the source and says what came back of something that seems gone there."""
    sections = _same_titles(now, back, "now", lambda key: key[0] == "sent" and key not in now.parts)
    return sections, _same_words(now, back, "now", lambda key: key[0] == "sent" and key not in now.entries, sections)


def _same_titles(version: Version, other: Version, tag: str, fits: Callable[[Key], bool]) -> dict[Key, Key]:
    titles = {fold(other.parts[key].title): key for key in reversed(other.sections) if fits(key)}
    pairs = {}
    for key in version.sections:
        if key[0] == tag and (own := titles.pop(fold(version.parts[key].title), None)):
            pairs[key] = own
    return pairs


def _same_words(
    version: Version, other: Version, tag: str, fits: Callable[[Key], bool], sections: Mapping[Key, Key]
) -> dict[Key, Key]:
    waiting: dict[tuple[Key, object], list[Key]] = defaultdict(list)
    for key, entry in other.entries.items():
        if fits(key):
            waiting[other.home[key], _content(entry)].append(key)
    pairs = {}
    for key, entry in version.entries.items():
        home = sections.get(version.home[key], version.home[key])
        if key[0] == tag and (found := waiting.get((home, _content(entry)))):
            pairs[key] = found.pop(0)
    return pairs


def _content(entry: Entry) -> object:
    return (entry.says, tuple(sorted(entry.beside.items())))


def _renamed(version: Version, pairs: Pairs) -> Version:
    """Return a version with other names for some of its sections and units."""
    sections, units = pairs
    if not sections and not units:
        return version

    def unit(key: Key) -> Key:
        return units.get(key, key)

    def section(key: Key) -> Key:
        return sections.get(key, key)

    return Version(
        [section(key) for key in version.sections],
        {section(key): part for key, part in version.parts.items()},
        {section(key): [unit(each) for each in row] for key, row in version.rows.items()},
        {unit(key): entry for key, entry in version.entries.items()},
        {unit(key): section(home) for key, home in version.home.items()},
    )
