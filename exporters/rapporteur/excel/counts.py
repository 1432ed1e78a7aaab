"""What the summary counts: live formulas over the table, each with the result it has now.

A program that cannot calculate (a preview, a telephone) shows these results; one that can keeps them up to date.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..register import Register
from ..rows import Row
from . import formulas
from .book import Cell
from .recommendations import Grid


@dataclass(frozen=True, slots=True)
class Counts:
    """Counts the recommendations of a register; without a grid the workbook has no table, and figures stand alone."""

    register: Register
    grid: Grid | None

    def count(self, column: str, value: str) -> Cell:
        """Return the cell that counts the recommendations with `value` in `column`."""
        number = self.register.count(column, value)
        if len(value) > formulas.LONGEST:
            return Cell(number, "number")
        return Cell(number, "number", self._formula((column, formulas.equal(value))))

    def total(self) -> Cell:
        """Return the cell that counts all recommendations."""
        return Cell(len(self.register.recommendations), "number", self._formula())

    def share(self, of: Cell, name: str) -> Cell:
        """Return the cell that says which share of all recommendations the cell `of`, called `name`, counts."""
        whole = self.total()
        known = isinstance(of.value, int) and isinstance(whole.value, int) and whole.value
        share = of.value / whole.value if known else None  # type: ignore[operator]
        return Cell(share, "share", f'IFERROR({name}/{whole.formula},"")' if whole.formula and of.formula else "")

    def overdue(self) -> Cell:
        """Return the cell that counts what is overdue on the day it is looked at: it has no result before that."""
        closed = (("status", formulas.text(f"<>{label}")) for label in self.register.closed)
        return Cell(None, "number", self._formula(("deadline", '"<"&TODAY()'), *closed))

    def lookup(self, column: str, row: Row) -> Cell:
        """Return the cell that says what the register's table holds in `column` of a row, whatever is typed there."""
        value, name = row.value(column), str(row.values["id"])
        shown = self.grid.positions if self.grid else {}
        if self.grid is None or not {column, "id"} <= set(shown) or not name or not isinstance(value, str):
            return Cell(value or None)
        names = self.grid.formula_name(column), self.grid.formula_name("id")
        return Cell(value, formula=formulas.found(*names, name))

    def _formula(self, *criteria: tuple[str, str]) -> str:
        """Return the formula for the recommendations that meet criteria; "" if a column it needs is not shown."""
        shown = self.grid.positions if self.grid else {}
        wanted = [("full_text", '"<>"'), *criteria]
        if self.grid is None or any(name not in shown for name, _ in wanted):
            return ""
        top = [("parent_id", '""')] if "parent_id" in shown else []
        all_ = (wanted[0], *top, *wanted[1:])
        return formulas.counting([(self.grid.formula_name(name), test) for name, test in all_])
