"""What a person changed in a file that came back, what speaks against it, and what shall be written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from ..amendment import Amendment
from ..form import Form
from ..labels import Catalogue, Labels
from ..problems import Place, Problem, Refused, error, warning
from ..reading import How
from ..report import Conference, Report

Side = Literal["returned", "source"]
Take = Mapping[str, Side]
ChangeKind = Literal["changed", "added", "removed", "moved", "split", "joined", "renamed"]
ALL = "all"
"""The name under which `Take` decides every conflict that it does not name."""
GONE = "(removed)"
"""What a conflict says of something that the source no longer has."""


@dataclass(frozen=True, slots=True)
class Context:
    """What a comparison must know beside the readings: the session's report as it is now, its form and its words."""

    report: Report
    form: Form
    words: Catalogue
    labels: Labels
    conference: Conference


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs from what was sent.

    `field` is its stable name (``when.date``, ``outcomes.3``, ``T3-S01-R02``), `where` the heading or label that a
    person knows it by, `words` the beginning of what was moved. `conflict` is what the source says by now, "" if that
    is what was sent. `guess` is a remark on what was guessed.
    """

    field: str
    kind: ChangeKind
    before: str = ""
    after: str = ""
    where: str = ""
    conflict: str = ""
    how: How = "words"
    guess: str = ""
    words: str = ""


class Ledger:
    """The changes and problems found while merging, and the decisions that somebody took."""

    def __init__(self, take: Take, file: str) -> None:
        self._take = take
        self._file = file
        self.changes: list[Change] = []
        self.problems: list[Problem] = []

    def takes(self, change: Change) -> bool:
        """Note a change and return whether it shall be made; one in conflict is not, until somebody decides."""
        self.changes.append(change)
        side = self._take.get(change.field) or (self._take.get(ALL) if change.conflict else None)
        return (side or ("source" if change.conflict else "returned")) == "returned"

    def warn(self, spot: str, what: str, hint: str = "", rule: str = "returned") -> None:
        """Note something that a person should know of."""
        self.problems.append(warning(Place(self._file, spot=spot), what, hint, rule))

    def refuse(self, spot: str, what: str, hint: str = "", rule: str = "returned") -> None:
        """Note something that cannot be taken over."""
        self.problems.append(error(Place(self._file, spot=spot), what, hint, rule))


Merge = Callable[[Ledger], Amendment]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The changes of one returned file, what was doubtful about it, and the way to what shall be written."""

    file: str
    changes: tuple[Change, ...]
    problems: tuple[Problem, ...]
    merge: Merge = field(repr=False, compare=False)

    @property
    def conflicts(self) -> tuple[Change, ...]:
        """The changes to what the source has changed as well."""
        return tuple(each for each in self.changes if each.conflict)

    def amendment(self, take: Take | None = None) -> Amendment:
        """Return what shall be written when `take` decides; raise `Refused` with every conflict left open."""
        take = take or {}
        if wrong := (*self._unknown(take), *self._open(take)):
            raise Refused(wrong)
        return self.merge(Ledger(take, self.file))

    def _unknown(self, take: Take) -> tuple[Problem, ...]:
        known = sorted({each.field for each in self.changes})
        hint = f"the changes are: {', '.join(known)}" if known else "nothing was changed in it"
        unknown = [name for name in take if name != ALL and name not in known]
        return tuple(error(Place(self.file), f"it changes no “{name}”", hint, "take") for name in unknown)

    def _open(self, take: Take) -> tuple[Problem, ...]:
        left = [each for each in self.conflicts if each.field not in take and ALL not in take]
        return tuple(self._undecided(each) for each in left)

    def _undecided(self, change: Change) -> Problem:
        what = (
            f"“{change.field}” was changed here and in the source: sent “{_brief(change.before)}”, "
            f"came back “{_brief(change.after)}”, now “{_brief(change.conflict)}”"
        )
        hint = f"decide: --take returned {change.field}, or --take source {change.field}"
        return error(Place(self.file, spot=change.where), what, hint, "conflict")


def compared(merge: Merge, file: str) -> Comparison:
    """Return a comparison by merging once without decisions."""
    ledger = Ledger({}, file)
    merge(ledger)
    return Comparison(file, tuple(ledger.changes), tuple(dict.fromkeys(ledger.problems)), merge)


def _brief(text: str, most: int = 100) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
