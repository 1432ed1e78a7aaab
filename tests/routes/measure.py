"""Random reports sent along every way and taken back: what came back of each, before and after the repair of damage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field

from rapporteur import returned
from rapporteur.problems import Refused

from . import Route, back, survival
from .sent import Sent, of

Counts = Mapping[str, tuple[int, int]]


@dataclass(frozen=True)
class Came:
    """One report that came back unedited: what the file still holds, and what the session file holds once it is taken.

    `wrong` says what must not be, beside the session's text: a change that nobody made, a refusal, a mistake.
    """

    text: str
    held: Mapping[str, bool] = field(default_factory=dict)
    kept: Mapping[str, bool] = field(default_factory=dict)
    told: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()


@dataclass(frozen=True)
class Measured:
    """A route with how often each thing came back, as (how often, of how often), in the file and in the source.

    `lost` counts those of the `files` that the program never gave.
    """

    route: Route
    files: int
    held: Counts
    kept: Counts
    wrong: tuple[Came, ...]
    lost: int = 0


def sent(texts: Sequence[str]) -> list[Sent]:
    """Return session files with their forms."""
    with ProcessPoolExecutor(2) as pool:
        return list(pool.map(of, texts, chunksize=20))


def measured(route: Route, among: Sequence[Sent]) -> Measured:
    """Return what comes back of unedited reports."""
    backs = route.run([each.data for each in among])
    there = [(one, data) for one, data in zip(among, backs, strict=True) if data is not None]
    with ProcessPoolExecutor(2) as pool:
        came = list(pool.map(_came, *zip(*there, strict=True), chunksize=20))
    held: Counts = {}
    kept: Counts = {}
    for each in came:
        held, kept = survival.added(held, each.held), survival.added(kept, each.kept)
    wrong = tuple(each for each in came if each.wrong)
    return Measured(route, len(among), held, kept, wrong, len(among) - len(there))


def _came(one: Sent, data: bytes) -> Came:
    try:
        return _taken(one, data)
    except Refused as refusal:
        return Came(one.text, wrong=tuple(f"refused: {each.what}" for each in refusal.problems))
    except Exception as mistake:  # it is told with the session that leads to it
        return Came(one.text, wrong=(f"{type(mistake).__name__}: {mistake}",))


def _taken(one: Sent, data: bytes) -> Came:
    found = back.taken(one, data)
    before = back.base(one)
    after = before if found.text == one.text else back.base(found.again)
    wrong = [_told(change) for change in found.comparison.changes]
    if found.text != one.text and not wrong:
        wrong.append("the session file differs, and no change was told")
    return Came(
        one.text,
        held=survival.survived(before, found.reading),
        kept=survival.survived(before, after),
        told=found.told,
        wrong=tuple(wrong),
    )


def _told(change: returned.Change) -> str:
    return f"{change.field} {change.kind}: “{change.before}” → “{change.after}”"
