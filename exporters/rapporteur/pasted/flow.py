"""The body of a pasted text being told: its headings, paragraphs, points and tables as one flow of units."""

from __future__ import annotations

from dataclasses import dataclass

from ..prose import Inlines, Text
from ..reading import Unit
from .bullets import Bullet
from .rows import Row


@dataclass(frozen=True, slots=True)
class _Open:
    """A list that may go on: how far its bullets are indented, and their kind."""

    indent: int
    kind: str


class Flow:
    """Units in the making; it knows the lists that are open, the section it is in, and whether a blank line came."""

    def __init__(self) -> None:
        self.units: list[Unit] = []
        self.role = ""
        self.roles: set[str] = set()
        self._lists: list[_Open] = []
        self._blank = True
        self._spaced = False

    @property
    def after_blank(self) -> bool:
        """Whether the last line was blank, or there was none."""
        return self._blank

    @property
    def just_headed(self) -> bool:
        """Whether nothing stands under the last heading yet."""
        return bool(self.units) and self.units[-1].kind == "heading"

    def blank(self) -> None:
        """Take a blank line."""
        self._blank = True

    def heading(self, text: str, level: int, row: Row, key: str = "", role: str = "") -> None:
        """Take a heading; at level 2 it opens a section."""
        if level == 2:
            self.role = role
            self.roles.add(key)
        self._lists = []
        marks = (f"section:{role}",) if role else ()
        self._add(Unit("heading", _words(text), level, marks=marks, spot=_spot(row)))

    def paragraph(self, row: Row) -> None:
        """Take words without a bullet: indented behind a point they go on with it."""
        if self._lists and row.indent > self._lists[0].indent and not (self._blank and row.indent < 2):
            while len(self._lists) > 1 and row.indent <= self._lists[-1].indent:
                self._lists.pop()
            self._add(Unit("more", _words(row.text), len(self._lists) - 1, spot=_spot(row)))
            return
        self._lists = []
        self._add(Unit("paragraph", _words(row.text), spot=_spot(row)))

    def point(self, row: Row, bullet: Bullet) -> None:
        """Take a point; how deep it stands is told by its indent, or by another kind of bullet."""
        self._level(row.indent, bullet.kind)
        number = str(bullet.number) if bullet.number else ""
        level = len(self._lists) - 1
        self._add(Unit("point", _words(bullet.text), level, bool(number), number=number, spot=_spot(row)))

    def _level(self, indent: int, kind: str) -> None:
        while self._lists and self._lists[-1].indent > indent:
            self._lists.pop()
        top = self._lists[-1] if self._lists else None
        if top and top.kind == kind and top.indent == indent:
            self._spaced = self._spaced or self._blank
            return
        here = [each.kind for each in self._lists if each.indent == indent]
        if kind in here:
            while self._lists[-1].kind != kind or self._lists[-1].indent != indent:
                self._lists.pop()
        elif top and top.indent == indent and self._blank and not self._spaced:
            self._lists = [each for each in self._lists if each.indent < indent] + [_Open(indent, kind)]
        else:
            self._lists.append(_Open(indent, kind))

    def table(self, rows: list[Row]) -> None:
        """Take lines whose tabs part them into cells."""
        cells = [row.cells for row in rows]
        first = min(next(at for at, cell in enumerate(row) if cell) for row in cells)
        last = max(at for row in cells for at, cell in enumerate(row) if cell)
        table = tuple(tuple(_words(row[at]) if at < len(row) else () for at in range(first, last + 1)) for row in cells)
        self._lists = []
        self._add(Unit("table", rows=table, spot=_spot(rows[0])))

    def _add(self, unit: Unit) -> None:
        self.units.append(unit)
        self._blank = False
        if not self._lists:
            self._spaced = False


def _words(text: str) -> Inlines:
    said = " ".join(text.split())
    return (Text(said),) if said else ()


def _spot(row: Row) -> str:
    return f"line {row.number}"
