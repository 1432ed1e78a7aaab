"""What a section shall hold, entry by entry: each is a piece of the source, changed or not, or something new.

A figure and its credit are one entry, a recommendation and what is said beside it, a point and what it begins with.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..amendment import UnitKept
from ..problems import Place, Refused, error
from ..prose import Attributes, Inlines, Picture, Text, plain
from ..reading import Unit
from . import markup, units
from .canonical import canonical
from .units import Placed

CARRIED = {"addressee": "to", "theme": "theme", "consensus": "consensus", "deadline": "deadline"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One piece to write: the one at `leaf` of section `section`, or a new one (`placed` is None).

    `unit` is what it shall say, `attributes` what its braces shall; `whole` tells that the empty points which it stands
    in come with it.
    """

    placed: Placed | None
    section: int
    unit: Unit
    attributes: Attributes | None = None
    whole: bool = True
    stays: bool = False

    @property
    def leaf(self) -> int:
        """The leaf of its section that it is, -1 if it is new."""
        return self.placed.leaf if self.placed else -1


def unchanged(section: int, placed: Sequence[Placed]) -> list[Entry]:
    """Return a section's entries as they are."""
    return of([UnitKept((section, at)) for at in range(len(placed))], {section: placed}, "")


def of(kept: Sequence[UnitKept], sections: dict[int, Sequence[Placed]], file: str) -> list[Entry]:
    """Return the entries of a section that shall hold the units `kept`."""
    gather = _Gathered(sections, file)
    for at, each in enumerate(kept):
        gather.add(each, kept[at + 1] if at + 1 < len(kept) else None)
    return gather.finished()


class _Gathered:
    def __init__(self, sections: dict[int, Sequence[Placed]], file: str) -> None:
        self._sections = sections
        self._file = file
        self._entries: list[Entry] = []
        self._riders: set[tuple[int, int]] = set()
        self._credited: set[int] = set()
        self._beside: dict[tuple[int, int], tuple[tuple[str, str], ...]] = {}

    def add(self, kept: UnitKept, following: UnitKept | None) -> None:
        if kept.at is None:
            if kept.unit:
                self._new(kept.unit, markup.given(kept))
            return
        section = kept.at[0]
        placed = self._sections[section][kept.at[1]]
        unit = kept.unit or placed.unit
        if placed.unit.kind == "beside":
            self._told(section, placed, kept)
        elif placed.unit.kind == "caption":
            self._caption(section, placed, unit)
        elif self._is_rider(section, placed):
            self._rider(section, placed, unit, following)
        else:
            self._kept(section, placed, unit, kept)

    def _kept(self, section: int, placed: Placed, unit: Unit, kept: UnitKept) -> None:
        whole = (section, placed.leaf) in self._riders or not self._has_rider(section, placed)
        self._riders.discard((section, placed.leaf))
        attributes = markup.changed(placed.attributes, kept.attributes)
        stays = not _differs(unit, placed.unit)
        self._entries.append(Entry(placed, section, unit, attributes, whole, stays))

    def _new(self, unit: Unit, attributes: Attributes | None = None) -> None:
        last = self._entries[-1] if self._entries else None
        if unit.kind == "caption":
            figure = markup.credited(last.unit, unit.inlines) if last else None
            if last and figure:
                self._credited.add(len(self._entries) - 1)
                self._entries[-1] = replace(last, unit=figure, stays=False)
                return
            unit = replace(unit, kind="paragraph")
        if unit.kind == "beside":
            if last and last.attributes and last.attributes.pairs:
                return
            unit = replace(unit, kind="more")
        self._entries.append(Entry(None, -1, unit, attributes))

    def _told(self, section: int, placed: Placed, kept: UnitKept) -> None:
        changed = kept.unit is not None and plain(kept.unit.inlines) != plain(placed.unit.inlines)
        own = any(e.section == section and e.leaf == placed.leaf and _told_anew(e) for e in self._entries)
        if changed and not kept.attributes and not own:
            what = "what is said beside this recommendation was changed, and it is not clear to what"
            where = Place(self._file, placed.first)
            raise Refused([error(where, what, 'write it in the braces: {to="…" deadline="…"}', "amend")])
        self._beside[section, placed.leaf] = kept.attributes

    def _caption(self, section: int, placed: Placed, unit: Unit) -> None:
        last = self._entries[-1] if self._entries else None
        if not last or last.section != section or last.leaf != placed.leaf:
            self._new(unit)
            return
        figure = markup.credited(last.unit, unit.inlines)
        if figure is None:  # the picture gave way to words; its credit stays as words
            self._entries.append(Entry(None, -1, replace(unit, kind="paragraph")))
            return
        self._credited.add(len(self._entries) - 1)
        same = last.stays and canonical(unit.inlines) == canonical(placed.unit.inlines)
        self._entries[-1] = replace(last, unit=figure, stays=same)

    def _rider(self, section: int, placed: Placed, unit: Unit, following: UnitKept | None) -> None:
        """Take an empty point: it comes with what it begins with, or is a point of its own."""
        at = following.at if following else None
        goes_on = at and at[0] == section and self._sections[section][at[1]].leaf == placed.leaf
        if goes_on and not plain(unit.inlines).strip() and unit.kind == "point":
            self._riders.add((section, placed.leaf))
        elif plain(unit.inlines).strip() or unit.inlines:
            self._entries.append(Entry(None, -1, unit))

    def _is_rider(self, section: int, placed: Placed) -> bool:
        return placed is not self._carrier(section, placed)

    def _has_rider(self, section: int, placed: Placed) -> bool:
        first = next(each for each in self._sections[section] if each.leaf == placed.leaf)
        return first is not self._carrier(section, placed)

    def _carrier(self, section: int, placed: Placed) -> Placed:
        among = [each for each in self._sections[section] if each.leaf == placed.leaf]
        return next(each for each in reversed(among) if each.unit.kind not in ("beside", "caption"))

    def finished(self) -> list[Entry]:
        return [self._finished(at, each) for at, each in enumerate(self._entries)]

    def _finished(self, at: int, each: Entry) -> Entry:
        """Return an entry without what was taken out beside it: a credit, or what is said of a recommendation."""
        if each.placed is None:
            return each
        key = (each.section, each.leaf)
        besides = [one for one in self._sections[each.section] if one.leaf == each.leaf]
        if any(one.unit.kind == "caption" for one in besides) and at not in self._credited:
            return replace(each, stays=False)
        told = any(one.unit.kind == "beside" for one in besides)
        if told and key in self._beside and self._beside[key]:
            return replace(each, attributes=markup.changed(each.attributes, self._beside[key]))
        if told and key not in self._beside and each.attributes == each.placed.attributes:
            gone = tuple((key, "") for key in CARRIED.values())
            return replace(each, attributes=markup.changed(each.attributes, gone))
        return each


def _told_anew(entry: Entry) -> bool:
    return entry.placed is not None and entry.attributes != entry.placed.attributes


def _differs(unit: Unit, old: Unit) -> bool:
    """Return whether a unit says something else, or stands elsewhere."""
    return unit is not old and _bare(unit) != _bare(old)


def _bare(unit: Unit) -> object:
    rows = tuple(tuple(canonical(cell) for cell in row) for row in unit.rows)
    return unit.kind, said(unit), unit.level if unit.kind == "point" else -1, rows


def said(unit: Unit) -> Inlines:
    """Return what a unit says, in the one form; code keeps every space."""
    if unit.kind == "code":
        return (Text(plain(unit.inlines)),)
    return canonical(unit.inlines)


def credit_of(placed: Sequence[Placed], entry: Placed) -> str:
    """Return the credit of a figure of the source."""
    told = (each for each in placed if each.leaf == entry.leaf and each.unit.kind == "caption")
    return next((plain(each.unit.inlines) for each in told), "")


def with_credit(unit: Unit, credit: str) -> Unit:
    """Return a figure of the source as it is written: with its credit."""
    one = unit.inlines[0] if len(unit.inlines) == 1 else None
    return replace(unit, inlines=(replace(one, credit=credit),)) if isinstance(one, Picture) and credit else unit


def placed_of(section: object) -> tuple[Placed, ...]:
    """Return a section's units."""
    return units.units(section)  # type: ignore[arg-type]
