"""What is wrong, as a value: a problem says where, what, and what to do about it.

A mistake in a report, a layout or a returned file is a `Problem`; all of them are collected and shown together.
A mistake in the program is an exception and keeps its traceback. Between the two stands one small tree:

    RapporteurError          shown without a traceback
    ├── Refused              the input holds errors; carries the problems (exit 1)
    ├── WrongUse             the command was called wrongly (exit 2)
    └── MissingLibrary       a native library or a font is not on this machine; says what to install (exit 2)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something stands: a file and its line (from 1; 0 is the whole file), or a spot inside an office file.

    The spot is a heading of a Word file or ``sheet!cell`` of a workbook.
    """

    file: str
    line: int = 0
    spot: str = ""

    def __str__(self) -> str:
        text = f"{self.file}:{self.line}" if self.line else self.file
        return f"{text} ({self.spot})" if self.spot else text


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing a person should know of: how bad, where, what, and the next step.

    `rule` is the stable name of the check that found it, for programs that filter.
    """

    severity: Severity
    where: Place
    what: str
    hint: str = ""
    rule: str = ""

    def __str__(self) -> str:
        text = f"{self.where}: {self.severity}: {self.what}"
        return f"{text}\n    {self.hint}" if self.hint else text


def error(where: Place, what: str, hint: str = "", rule: str = "") -> Problem:
    """Return a problem that keeps its session out of the build."""
    return Problem("error", where, what, hint, rule)


def warning(where: Place, what: str, hint: str = "", rule: str = "") -> Problem:
    """Return a problem that is shown and changes nothing."""
    return Problem("warning", where, what, hint, rule)


def recalled(known: Mapping[str, Any]) -> Problem:
    """Return a problem from its fields as they were noted; raises `KeyError` or `TypeError` for what is none."""
    return Problem(**{**known, "where": Place(**known["where"])})


def errors(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the errors among `problems`."""
    return tuple(p for p in problems if p.severity == "error")


def ordered(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return `problems` by place, each once."""
    return tuple(sorted(dict.fromkeys(problems), key=lambda p: (p.where, p.severity, p.what)))


def counted(problems: Iterable[Problem]) -> str:
    """Return how many errors and warnings there are, in words."""
    found = tuple(problems)
    wrong = len(errors(found))
    return f"{several(wrong, 'error')}, {several(len(found) - wrong, 'warning')}"


def several(number: int, noun: str) -> str:
    """Return a number and its noun."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def as_text(problems: Iterable[Problem]) -> str:
    """Return `problems` for a person, one after another."""
    return "\n".join(str(p) for p in problems)


def as_json(problems: Iterable[Problem]) -> str:
    """Return `problems` as a JSON list of flat objects."""
    import json

    rows = [
        {"severity": p.severity, "file": p.where.file, "line": p.where.line, "spot": p.where.spot}
        | {"rule": p.rule, "what": p.what, "hint": p.hint}
        for p in problems
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2)


def as_github(problems: Iterable[Problem]) -> str:
    """Return `problems` as workflow commands, which GitHub shows beside the lines of a change."""

    def escaped(text: str, more: str = "") -> str:
        for character in "%\r\n" + more:
            text = text.replace(character, f"%{ord(character):02X}")
        return text

    return "\n".join(
        f"::{p.severity} file={escaped(p.where.file, ',:')},line={p.where.line or 1},title={escaped(p.rule, ',:')}"
        f"::{escaped(f'{p.what} {p.hint}'.strip())}"
        for p in problems
    )


class RapporteurError(Exception):
    """Anything that is told to a person without a traceback."""


class Refused(RapporteurError):
    """The input holds errors; `problems` are all of them."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(as_text(self.problems))

    def __reduce__(self) -> tuple[type[Refused], tuple[tuple[Problem, ...]]]:
        return type(self), (self.problems,)


class WrongUse(RapporteurError):
    """The command was called in a way that makes no sense."""


class MissingLibrary(RapporteurError):
    """Something native is not installed; the message says how to install it."""
