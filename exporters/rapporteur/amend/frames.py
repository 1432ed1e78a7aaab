"""Lists and quotes as they are written: what stands before the words of each line, and what a new point needs there.

A `Container` is a list item or a quote of the source; a `Frame` is one that is open where the next line is written.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ..reading import Unit


@dataclass(frozen=True, slots=True)
class Listed:
    """A list of the source: its mark, the number of its first item, and whether it counts (None: as it likes).

    `blank` is how many blank lines part its items, None if it has only one.
    """

    name: int
    ordered: bool
    sign: str
    start: int
    counts: bool | None
    blank: int | None
    lead: str
    pad: str


@dataclass(frozen=True, slots=True)
class Container:
    """A list item, or a quote (`among` is None): what stands before its first line and before the others."""

    name: int
    first: str
    rest: str
    among: int | None = None
    number: int = 0


@dataclass(slots=True)
class Run:
    """A list that is being written: the mark and number of its next item, and the blank lines between its items."""

    ordered: bool = False
    sign: str = "-"
    number: int = 1
    counts: bool | None = True
    blank: int | None = None
    lead: str = ""
    pad: str = " "
    name: int | None = None

    def mark(self, own: Container | None) -> str:
        """Return what the next item begins with; an item of this very list keeps its own mark if it still fits."""
        number = own.number if own and own.among == self.name and self.counts is None else self.number
        if self.counts:
            self.number += 1
        if own and own.among == self.name and (not self.ordered or own.number == number):
            return own.first
        return f"{self.lead}{number if self.ordered else ''}{self.sign}{self.pad}"


@dataclass(frozen=True, slots=True)
class Frame:
    """A list item or quote that is open: what every further line begins with; `name` is its container's."""

    rest: str
    among: Run | None = None
    name: int | None = None


class Prefix(NamedTuple):
    """What stands before the first line of a piece and before its others, and before a blank line above it.

    `among` is the list that the piece goes on, or the list in whose item a new one begins; `apart` says that this new
    one cannot stand right below words (CommonMark §5.2: only a list that begins with 1 may).
    """

    first: str
    rest: str
    blank: str
    among: Run | None = None
    apart: bool = False


@dataclass(slots=True)
class Stack:
    """What is open where the next line is written."""

    lists: dict[int, Listed] = field(default_factory=dict)
    frames: list[Frame] = field(default_factory=list)
    _runs: dict[int, Run] = field(default_factory=dict)

    def again(self, containers: Sequence[Container], opened: int) -> Prefix:
        """Return the prefix of a piece that stands in `containers`, of which it opens the last `opened` itself."""
        at, first = 0, ""
        outer: int | None = None
        for each in containers[: len(containers) - opened]:
            open_here = self.frames[at] if at < len(self.frames) else None
            if open_here and (open_here.name == each.name or (open_here.among and each.among is not None)):
                at += 1
            elif each.among is None:
                del self.frames[at:]
                self.frames.append(Frame(each.rest, None, each.name))
                outer = at if outer is None else outer
                first += each.first
                at += 1
        return self._opened(at, at if outer is None else outer, first, containers[len(containers) - opened :])

    def _opened(self, at: int, outer: int, first: str, containers: Sequence[Container]) -> Prefix:
        """Return the prefix of a piece that opens `containers` behind the first `at` frames; `outer` were open."""
        before = "".join(frame.rest for frame in self.frames[:outer])
        among, apart = None, False
        if not containers:
            del self.frames[at:]
        for number, each in enumerate(containers):
            if each.among is None:
                del self.frames[at:]
                self.frames.append(Frame(each.rest, None, each.name))
                first += each.first
            else:
                begins = at >= len(self.frames)
                mark, goes_on = self._point(at, self.lists[each.among].ordered, each)
                among, apart = (goes_on, begins and _is_later(mark)) if number == 0 else (among, apart)
                first += mark
            at += 1
        return Prefix(before + first, self.rest, before.rstrip(), among, apart)

    @property
    def rest(self) -> str:
        """What every further line begins with."""
        return "".join(frame.rest for frame in self.frames)

    def _point(
        self, at: int, ordered: bool, own: Container | None, start: int = 1, like: Container | None = None
    ) -> tuple[str, Run | None]:
        """Open an item in the frames before `at`; return its mark, and the list it goes on or stands in, if any."""
        sibling = self.frames[at].among if at < len(self.frames) else None
        within = self.frames[at - 1].among if at else None
        goes_on = sibling if sibling and sibling.ordered == ordered else None
        among = goes_on or self._begun(ordered, own or like, start)
        del self.frames[at:]
        mark = among.mark(own)
        kept = own is not None and own.first == mark
        rest = own.rest if own and kept else " " * len(mark.expandtabs(4))
        self.frames.append(Frame(rest, among, own.name if own else None))
        return mark, goes_on or (None if sibling else within)

    def _begun(self, ordered: bool, own: Container | None, start: int) -> Run:
        if own is None or own.among is None or self.lists[own.among].ordered != ordered:
            return Run(ordered, "." if ordered else "-", start)
        if own.among not in self._runs:
            of = self.lists[own.among]
            self._runs[own.among] = Run(of.ordered, of.sign, of.start, of.counts, of.blank, of.lead, of.pad, of.name)
        return self._runs[own.among]

    def point(
        self, unit: Unit, ordered: bool | None, own: Container | None = None, like: Container | None = None
    ) -> Prefix:
        """Return the prefix of a point at its unit's level, or as deep as what is open allows.

        `ordered` of None says that it goes on whatever list stands there, or begins the list of the item `like`, which
        follows it.
        """
        at = self._depth(unit.level)
        sibling = self.frames[at].among if at < len(self.frames) else None
        number = unit.number.strip("().")
        start = int(number) if number.isascii() and number.isdigit() and len(number) < 10 else 1
        before = "".join(frame.rest for frame in self.frames[:at])
        follows = self.lists[like.among].ordered if like and like.among else False
        kind = (sibling.ordered if sibling else follows) if ordered is None else ordered
        mark, among = self._point(at, kind, own, start, like)
        return Prefix(before + mark, self.rest, before.rstrip(), among, sibling is None and _is_later(mark))

    def _depth(self, level: int) -> int:
        """Return how many frames stand outside of a point at `level`."""
        items = [at for at, frame in enumerate(self.frames) if frame.among]
        if level < len(items):
            return items[max(level, 0)]
        return items[-1] + 1 if items else 0

    def new(self, unit: Unit) -> Prefix:
        """Return the prefix of a piece that is new and no point: at its level, or in the quote above it."""
        if unit.kind == "quote" and self.frames and self.frames[-1].among is None:
            return Prefix(self.rest, self.rest, self.rest.rstrip())
        items = [at for at, frame in enumerate(self.frames) if frame.among]
        wanted = len(items) if unit.kind == "more" and unit.level < 0 else min(unit.level + 1, len(items))
        del self.frames[items[wanted - 1] + 1 if wanted > 0 else 0 :]
        before = self.rest
        if unit.kind == "quote":
            self.frames.append(Frame("> "))
        return Prefix(self.rest, self.rest, before.rstrip())


def _is_later(mark: str) -> bool:
    """Return whether a list that begins with `mark` begins with another number than 1."""
    number = mark.strip()[:-1]
    return number.isdigit() and int(number) != 1
