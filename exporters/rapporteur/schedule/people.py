"""The people of a row: a column for each role, and others for their e-mail addresses and organisations."""

from __future__ import annotations

import re
from dataclasses import replace

from .. import persons
from ..report import Person
from .columns import SINGLE
from .row import Reading
from .table import Cell


def people(reading: Reading) -> tuple[dict[str, tuple[Person, ...]], dict[str, str]]:
    """Return the people of each role, and remarks on those who were told apart by guessing."""
    found: dict[str, tuple[Person, ...]] = {}
    guesses: dict[str, str] = {}
    columns = [name for name in reading.columns.at if name.partition(".")[0] not in SINGLE]
    for role in dict.fromkeys(name.partition(".")[0] for name in columns):
        named, guess = _named(role, reading)
        for name in (each for each in columns if each.startswith(f"{role}.")):
            if part := reading.cell(name):
                named = _with(named, name.partition(".")[2], part, reading)
        if named:
            found[role] = named
        if guess:
            guesses[role] = guess
    return found, guesses


def _named(role: str, reading: Reading) -> tuple[tuple[Person, ...], str]:
    """Return the people that the cell of a role names, and what was guessed of them."""
    cell = reading.cell(role)
    if cell is None:
        return (), ""
    asked = reading.known.form.field(role)
    heard = persons.people(cell.text.splitlines(), asked.parts if asked else ("name",), reading.known.words)
    guess = "; ".join(dict.fromkeys(each.guess for each in heard if each.guess))
    if guess:
        reading.doubt(cell, f"a guess, {guess}", "part several people with semicolons", "guess")
    return tuple(each.value for each in heard), guess


def _with(named: tuple[Person, ...], part: str, cell: Cell, reading: Reading) -> tuple[Person, ...]:
    """Return people with the parts that a column of its own gives: one for each, or one for the only one."""
    given = [each.strip() for each in re.split(r"[;；؛\n]" if len(named) != 1 else r"\n", cell.text) if each.strip()]
    if len(given) == 1 and len(named) > 1 and "," in given[0]:
        given = [each.strip() for each in given[0].split(",") if each.strip()]
    if len(given) != len(named):
        what = f"“{cell.text}” is not one {part} for each of {len(named)} people"
        reading.wrong(cell, what, "part them with semicolons, in the order of the people", "people")
        return named
    return tuple(replace(one, **{part: value}) for one, value in zip(named, given, strict=True))  # type: ignore[arg-type]
