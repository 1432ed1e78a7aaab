"""The merged body as an amendment: what stays is named by its place in the report, what changes is given."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..amendment import SectionKept, UnitKept
from ..prose import plain
from ..session import meant
from . import identity
from .body import Merged
from .comparison import Context, Ledger
from .versions import Key, Three, Version

REFUSED = "this section cannot be edited by itself: its source does not print as many paragraphs as it holds"


@dataclass(frozen=True)
class Places:
    """Where the source's sections stand in its report, and how many units the report says that each has."""

    at: Mapping[Key, int]
    counts: Mapping[Key, int]

    def unit(self, version: Version, key: Key) -> tuple[int, int] | None:
        """Return the place of a unit of `version` in the report, None if it is not there."""
        if key not in version.home or version.home[key] not in self.at:
            return None
        return self.at[version.home[key]], version.entries[key].at


def places(now: Version, context: Context) -> Places:
    """Return the places of the source's sections."""
    from ..amend.units import units

    ids = {section.id: at for at, section in enumerate(context.report.sections)}
    found = {key: ids[part.name] for key, part in now.parts.items() if part.name in ids}
    return Places(found, {key: len(units(context.report.sections[at])) for key, at in found.items()})


def sections(merged: Merged, three: Three, context: Context, ledger: Ledger) -> tuple[SectionKept, ...] | None:
    """Return the sections that there shall be; None if nothing changes."""
    spots = places(three.now, context)
    given = _given(three, context)
    found = (_section(key, merged, three.now, spots, given, context, ledger) for key in merged.sections)
    kept = _in_order([each for each in found if each], three.now, spots)
    kept = _with_unseen(kept, spots, context)
    same = [each == SectionKept(at) for at, each in enumerate(kept)]
    return None if all(same) and len(kept) == len(context.report.sections) else tuple(kept)


def _given(three: Three, context: Context) -> dict[Key, str]:
    """Return the ids of the recommendations that were sent and that the source does not have any more."""
    known = {each.id for each in context.report.recommendations}
    found = {key: identity.id_of(entry.unit) for key, entry in three.sent.entries.items()}
    return {key: name for key, name in found.items() if name and name not in known}


def _section(
    key: Key, merged: Merged, now: Version, spots: Places, given: Mapping[Key, str], context: Context, ledger: Ledger
) -> SectionKept | None:
    at = spots.at.get(key)
    row = merged.rows[key]
    inlines = merged.headings[key].heading(key)
    if at is None:
        if key in now.parts and (not row or _is_same(key, merged, now)):
            return None  # a place to write, where nobody wrote, or words of the layout
        units = tuple(_units(row, merged, now, spots, given))
        return SectionKept(None, inlines, units, _role(key, inlines, now, context))
    heading = None if merged.headings[key] is now else inlines
    role = context.report.sections[at].role if heading is not None else ""
    changed = None if _is_same(key, merged, now) else tuple(_units(row, merged, now, spots, given))
    if changed is not None and now.parts[key].count != spots.counts[key]:
        ledger.refuse(now.parts[key].title, REFUSED, "edit it in the session file", "units")
        changed = None
    return SectionKept(at, heading, changed, role)


def _is_same(key: Key, merged: Merged, now: Version) -> bool:
    row = merged.rows[key]
    if row != now.rows[key] or any(each in merged.attributes for each in row):
        return False
    return all(merged.entries[each].says == now.entries[each].says for each in row)


def _role(key: Key, inlines: tuple[object, ...], now: Version, context: Context) -> str:
    """Return the form's name for a section that the source does not have: the place to write it was, or its words'."""
    if key in now.parts and context.form.field(now.parts[key].name):
        return now.parts[key].name
    found = meant(plain(inlines), context.form.sections, context.words)  # type: ignore[arg-type]
    return found.id if found else ""


def _units(
    row: Sequence[Key], merged: Merged, now: Version, spots: Places, given: Mapping[Key, str]
) -> Iterator[UnitKept]:
    """Yield the units of a section, and what stands beside recommendations behind all their points.

    `given` are the ids of those that the source has given up, by which they are known if they shall be there again.
    """
    waiting: list[UnitKept] = []
    for key in row:
        entry = merged.entries[key]
        if entry.unit.kind in ("paragraph", "heading") or (entry.unit.kind == "point" and entry.unit.level <= 0):
            yield from waiting
            waiting = []
        at = spots.unit(now, key)
        if at is None:
            beside = tuple(merged.attributes.get(key, ())) or tuple(entry.beside.items())
            yield UnitKept(None, entry.unit, beside, given.get(key, ""))
        else:
            same = entry.says == now.entries[key].says
            yield UnitKept(at, None if same else entry.unit, merged.attributes.get(key, ()))
            waiting.extend(UnitKept((at[0], each)) for each in now.entries[key].besides)
    yield from waiting


def _in_order(kept: list[SectionKept], now: Version, spots: Places) -> list[SectionKept]:
    """Return sections in the order of the source, if the layout prints them in one of its own; new ones where they are.

    Where a section of such a layout was moved to, the source has no place for.
    """
    printed = [spots.at[key] for key in now.sections if key in spots.at]
    if printed == sorted(printed):
        return kept
    above = -1
    ranks = []
    for each in kept:
        above = above if each.at is None else each.at
        ranks.append(above)
    return [each for _, each in sorted(zip(ranks, kept, strict=True), key=lambda pair: pair[0])]


def _with_unseen(kept: list[SectionKept], spots: Places, context: Context) -> list[SectionKept]:
    """Return sections with those of the report that its own print does not show, each behind the one before it."""
    seen = set(spots.at.values())
    for at in range(len(context.report.sections)):
        if at not in seen:
            before = next((n for n, each in enumerate(kept) if each.at == at - 1), len(kept) - 1)
            kept.insert(before + 1 if at else 0, SectionKept(at))
    return kept
