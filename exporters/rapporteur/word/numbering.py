"""The lists of a Word file: which paragraph is a point, of what level, numbered or not, and what number is printed.

A paragraph names a list (``w:num``), which is of a kind (``w:abstractNum``) with up to nine levels; lists of one kind
count on from each other unless one begins anew. (ECMA-376 part 1, §17.9.)
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from .spots import W
from .stylesheet import value, whole

if TYPE_CHECKING:
    from lxml.etree import _Element

LEVELS = 9
_UNNUMBERED = ("bullet", "none")
_PLACE = re.compile("%([1-9])")
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
          (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


class Point(NamedTuple):
    """A paragraph's place in a list: its level from 0, whether it is numbered, and its number as printed."""

    level: int
    ordered: bool
    number: str


class Level(NamedTuple):
    """One level of a list: how it counts, from where, what it prints, and the style that is bound to it."""

    form: str = "bullet"
    start: int = 1
    text: str = ""
    style: str = ""


class Lists:
    """The lists of one file; `point` counts, so it is asked once for each paragraph in reading order."""

    def __init__(self, tree: _Element | None) -> None:
        found = [] if tree is None else list(tree)
        self._kinds = {each.get(f"{W}abstractNumId"): each for each in found if each.tag == f"{W}abstractNum"}
        self._lists = {each.get(f"{W}numId"): each for each in found if each.tag == f"{W}num"}
        self._linked = {name: value(each.find(f"{W}numStyleLink")) or "" for name, each in self._kinds.items()}
        self._styled = {value(each.find(f"{W}styleLink")): name for name, each in self._kinds.items()}
        self._styled.pop(None, None)
        self._levels: dict[tuple[str, int], Level] = {}
        self._counts: dict[str | None, list[int | None]] = {}
        self._begun: set[str] = set()

    def __contains__(self, number: object) -> bool:
        return number in self._lists

    def bound(self, number: str, style: str) -> int:
        """Return the level of a list that the style with the id `style` is bound to, 0 if none is."""
        return next((at for at in range(LEVELS) if style and self._level(number, at).style == style), 0)

    def point(self, number: str, rank: int) -> Point:
        """Return the place of the next paragraph that stands in list `number` on level `rank`."""
        rank = min(max(rank, 0), LEVELS - 1)
        level = self._level(number, rank)
        if level.form in _UNNUMBERED:
            return Point(rank, False, "")
        counts = self._counted(number, rank)
        figures = [figure(count, self._level(number, at).form) for at, count in enumerate(counts)]
        text = _PLACE.sub(lambda place: figures[int(place[1]) - 1] if int(place[1]) <= len(figures) else "", level.text)
        return Point(rank, True, text.strip())

    def _counted(self, number: str, rank: int) -> list[int]:
        """Return the figure of each level down to `rank`, counting the paragraph at hand; lower ones begin anew."""
        counts = self._counts.setdefault(self._kind(number), [None] * LEVELS)
        if number not in self._begun:
            self._begun.add(number)
            for at in range(LEVELS):
                start = self._restart(number, at)
                counts[at] = counts[at] if start is None else start - 1
        found: list[int] = []
        for at in range(rank + 1):
            before = counts[at]
            if before is None:
                before = self._level(number, at).start - (at == rank)
            counts[at] = before + (at == rank)
            found.append(before + (at == rank))
        counts[rank + 1 :] = [None] * (LEVELS - rank - 1)
        return found

    def _kind(self, number: str) -> str | None:
        found = self._lists.get(number)
        name = None if found is None else value(found.find(f"{W}abstractNumId"))
        return self._styled.get(self._linked.get(name, ""), name)

    def _over(self, number: str, rank: int) -> _Element | None:
        found = self._lists.get(number)
        among = () if found is None else found.iterchildren(f"{W}lvlOverride")
        return next((each for each in among if whole(each.get(f"{W}ilvl")) == rank), None)

    def _restart(self, number: str, rank: int) -> int | None:
        over = self._over(number, rank)
        if over is None or over.find(f"{W}startOverride") is None:
            return None
        return whole(value(over.find(f"{W}startOverride")))

    def _level(self, number: str, rank: int) -> Level:
        key = number, rank
        if key not in self._levels:
            self._levels[key] = self._read(number, rank)
        return self._levels[key]

    def _read(self, number: str, rank: int) -> Level:
        over, kind = self._over(number, rank), self._kinds.get(self._kind(number))
        own = None if over is None else over.find(f"{W}lvl")
        if own is None and kind is not None:
            own = next((each for each in kind.iterchildren(f"{W}lvl") if whole(each.get(f"{W}ilvl")) == rank), None)
        if own is None:
            return Level()
        start = whole(value(own.find(f"{W}start")))
        return Level(
            value(own.find(f"{W}numFmt")) or "decimal",
            start if start >= 0 else 1,
            value(own.find(f"{W}lvlText")) or "",
            value(own.find(f"{W}pStyle")) or "",
        )


def figure(count: int, form: str) -> str:
    """Return a number as a list prints it; forms that are not known here print plain figures."""
    if form in ("lowerLetter", "upperLetter") and count > 0:
        letter = chr(97 + (count - 1) % 26) * min((count - 1) // 26 + 1, 20)
        return letter.upper() if form == "upperLetter" else letter
    if form in ("lowerRoman", "upperRoman") and 0 < count < 4000:
        text = ""
        for worth, letters in _ROMAN:
            times, count = divmod(count, worth)
            text += letters * times
        return text.upper() if form == "upperRoman" else text
    return f"{count:02}" if form == "decimalZero" else "" if form == "none" else str(count)
