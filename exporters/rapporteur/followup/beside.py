"""What somebody typed on a sheet that follows from the register: it is told, cell by cell, and never taken."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import zip_longest

from ..problems import Place, Problem, warning
from .returned import FORMULA, Beside, Returned, Signs

MOST = 5
"""So many cells of a sheet are told one by one; of the others it is told how many there are."""
LINES = 200
"""In more changed lines than this no cell is looked for: it is another sheet."""
_HINT = "this sheet follows from the register and the reports: make the change there"


def typed(returned: Returned, sent: Returned) -> Iterator[Problem]:
    """Yield a warning for each cell that was not sent so; nothing if nobody knows how these sheets were sent."""
    known = {each.title: each.signs for each in sent.beside}
    for sheet in returned.beside if known else ():
        if sheet.title in known:
            yield from _Compared(sheet, returned.file).problems(known[sheet.title])
        elif sheet.lines:
            what = f"the sheet “{sheet.title}” was not sent, and its {len(sheet.lines)} lines are not read"
            yield warning(Place(returned.file, spot=sheet.title), what, "move what matters into a comment", "sheet")


@dataclass(slots=True)
class _Compared:
    """A sheet held against what was sent; lines may stand in another order, and may be missing."""

    sheet: Beside
    file: str
    rest: list[Signs] = field(default_factory=list)

    def problems(self, sent: tuple[Signs, ...]) -> Iterator[Problem]:
        if any(FORMULA in line for line in sent) and not any(FORMULA in line for line in self.sheet.signs):
            what = "the formulas of this sheet are gone, so that nobody can say what was typed among them"
            yield self._warning(self.sheet.title, what)
            return
        left = Counter(sent)
        left.subtract(self.sheet.signs)
        changed = [at for at, signs in enumerate(self.sheet.signs) if left[signs] < 0]
        self.rest = list((+left).elements())
        found = [(at, column) for at in changed[:LINES] for column in self._columns(self.sheet.signs[at])]
        for at, column in found[:MOST]:
            yield self._cell(at, column)
        if more := max(len(found) - MOST, len(changed) - LINES, 0):
            yield self._warning(self.sheet.title, f"{more} more changes of this sheet are not taken")

    def _columns(self, own: Signs) -> Iterator[int]:
        """Yield the columns in which a line differs from the one that was sent and is most like it."""
        before = max(self.rest, key=lambda each: _same(own, each), default=())
        if not _same(own, before):
            before = ()
        else:
            self.rest.remove(before)
        yield from (at for at, (now, then) in enumerate(zip_longest(own, before, fillvalue=""), 1) if now != then)

    def _cell(self, at: int, column: int) -> Problem:
        line = self.sheet.lines[at]
        cell = line.cells.get(column)
        if cell is None:
            return self._warning(f"{self.sheet.title}!{line.number}", "a cell was emptied in this line")
        text = " ".join(cell.text.split())
        return self._warning(cell.spot, f"“{text[:59]}{'…' if len(text) > 59 else ''}” was typed here and is not taken")

    def _warning(self, spot: str, what: str) -> Problem:
        return warning(Place(self.file, spot=spot), what, _HINT, "sheet")


def _same(one: Signs, other: Signs) -> int:
    """Return how many cells with something in them are the same."""
    return sum(a == b != "" for a, b in zip(one, other, strict=False))
