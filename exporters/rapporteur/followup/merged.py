"""What returned registers change, as values: what will be written, what is not settled, and what is only told."""

from __future__ import annotations

from dataclasses import dataclass

from ..problems import Problem, errors


@dataclass(frozen=True, slots=True)
class Said:
    """What one copy says of one cell: the value, where, who and when (ISO 8601; "" if nobody tells)."""

    value: str
    file: str
    spot: str
    who: str = ""
    when: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One value of ``followup.yaml`` that will be another; "" is no value. `said` is the copy that it comes from."""

    id: str
    column: str
    before: str
    after: str
    said: Said

    @property
    def field(self) -> str:
        """The name under which the command line knows it."""
        return f"{self.id}.{self.column}"

    @property
    def event(self) -> dict[str, str]:
        """What the history keeps of it."""
        told = {"when": self.said.when, "who": self.said.who, "column": self.column}
        told |= {"from": self.before, "to": self.after}
        return {name: text for name, text in told.items() if text}


@dataclass(frozen=True, slots=True)
class Conflict:
    """A cell of which two say different things: the source (`current`) and a copy, or two copies; `why` says which."""

    id: str
    column: str
    base: str
    current: str
    said: tuple[Said, ...]
    why: str

    @property
    def field(self) -> str:
        """The name under which the command line knows it."""
        return f"{self.id}.{self.column}"


@dataclass(frozen=True, slots=True)
class Wording:
    """Words of a session that a copy has otherwise. They are the report's own: told, and not written by this room."""

    id: str
    column: str
    before: str
    after: str
    file: str
    spot: str


@dataclass(frozen=True, slots=True)
class New:
    """A line that is in no session: its words, what else stands on it by column, and where."""

    words: str
    values: tuple[tuple[str, str], ...]
    file: str
    spot: str


@dataclass(frozen=True, slots=True)
class Merged:
    """What one or several returned copies change.

    `order` are the ids of all recommendations in the order of the conference. `agreed` counts the cells whose new value
    the source had already. `names` are all the fields that a decision can be made about. `problems` hold an error for
    each conflict that is not settled and for each cell that cannot be taken, and a warning for all that is only told.
    """

    changes: tuple[Change, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    apply_words: tuple[Wording, ...] = ()
    new: tuple[New, ...] = ()
    missing: tuple[tuple[str, str], ...] = ()
    agreed: int = 0
    order: tuple[str, ...] = ()
    names: frozenset[str] = frozenset()
    language: str = "en"
    problems: tuple[Problem, ...] = ()

    @property
    def settled(self) -> bool:
        """Whether all of it can be written."""
        return not self.conflicts and not errors(self.problems)
