"""One row of a table being read: its cells by what they say, and what is wrong with them."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..form import Form
from ..labels import Catalogue
from ..problems import Problem, error, warning
from ..report import Conference
from .columns import Columns
from .table import Cell, Row

LONGEST = 5_000
"""No cell that is read holds more characters."""


@dataclass(frozen=True, slots=True)
class Known:
    """What a reader of rows must know: the conference, its form, the words of its language."""

    conference: Conference
    form: Form
    words: Catalogue

    @property
    def language(self) -> str:
        """The conference's first language, in which dates are read."""
        return self.conference.languages[0]


@dataclass(slots=True)
class Reading:
    """One row being read; what is wrong is noted. `day_first` tells what 5/9/2012 is, None if nothing does."""

    row: Row
    columns: Columns
    known: Known
    day_first: bool | None
    problems: list[Problem] = field(default_factory=list)

    def cell(self, name: str) -> Cell | None:
        """Return the cell of a field, None if it is empty or no column holds it."""
        at = self.columns.at.get(name)
        cell = self.row[at] if at is not None and at < len(self.row) else None
        if cell and len(cell.text) > LONGEST:
            what = f"this cell holds more than {LONGEST:,} characters"
            if not any(each.where == cell.place for each in self.problems):
                self.wrong(cell, what, "shorten it, or leave its column out: --map ignore=…", "table")
            return None
        return cell if cell and cell.text else None

    def wrong(self, cell: Cell, what: str, hint: str, rule: str) -> None:
        """Note that a cell cannot be read."""
        self.problems.append(error(cell.place, what, hint, rule))

    def doubt(self, cell: Cell, what: str, hint: str, rule: str) -> None:
        """Note that a cell may mean something else."""
        self.problems.append(warning(cell.place, what, hint, rule))
