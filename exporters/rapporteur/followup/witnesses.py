"""Which line of a returned register is which recommendation: key, visible id and words are witnesses, two decide.

So a register may be sorted, filtered, cut and copied, one of its columns may be sorted alone or deleted, and each line
is still known for what it is; a line of which only one witness speaks is told and not guessed at.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ..spelling import fold
from .returned import EMPTY, Cell, Line, Returned

ALIKE = 0.6
"""Words that were edited are still the same recommendation's if so much of them is, when one other witness says so."""


@dataclass(frozen=True, slots=True)
class Known:
    """One row as it was sent: its key, id and words, and its cells by the name of their column."""

    key: str
    id: str
    words: str
    cells: Mapping[str, Cell]

    def text(self, column: str) -> str:
        """Return what stood in a column."""
        return self.cells.get(column, EMPTY).text


def known(sent: Returned) -> tuple[Known, ...]:
    """Return the rows of what was sent."""
    return tuple(_known(sent, line) for line in sent.lines)


def _known(sent: Returned, line: Line) -> Known:
    cells = {each.name: line.cells[each.at] for each in sent.columns if each.name and each.at in line.cells}
    said = {name: cells.get(name, EMPTY).text for name in ("key", "id", "full_text")}
    return Known(said["key"], said["id"], bare(said["full_text"]), cells)


def bare(text: str) -> str:
    """Return words as they are compared: white space does not count."""
    return " ".join(text.split())


@dataclass(frozen=True, slots=True)
class Placed:
    """A line and the row that it is.

    `other` is the row that the dissenting witness names, if it names one; `dissent` is which witness that is ("key",
    "id", "full_text", or "" if none).
    """

    line: Line
    row: Known
    dissent: str = ""
    other: Known | None = None


@dataclass(frozen=True, slots=True)
class Placement:
    """Where the lines of a register belong.

    `new` are lines that say what no row said; `twice` repeat a row that stands there already; `doubtful` are those that
    witnesses do not agree on; `missing` are the rows that no line is.
    """

    placed: tuple[Placed, ...]
    new: tuple[Line, ...]
    twice: tuple[Placed, ...]
    doubtful: tuple[tuple[Line, str], ...]
    missing: tuple[Known, ...]


class Witnesses:
    """Hears the witnesses of each line of one returned register about the rows that were sent."""

    def __init__(self, returned: Returned, rows: tuple[Known, ...]) -> None:
        self._returned, self._rows = returned, rows
        self._said = {line.number: self._heard(line) for line in returned.lines}
        self._by: dict[str, dict[str, list[int]]] = {"key": {}, "id": {}, "full_text": {}}
        for at, row in enumerate(rows):
            for name, said in (("key", row.key), ("id", fold(row.id)), ("full_text", row.words)):
                if said:
                    self._by[name].setdefault(said, []).append(at)

    def said(self, line: Line) -> Mapping[str, str]:
        """Return what a line's witnesses say, without those that are silent."""
        return self._said[line.number]

    def _heard(self, line: Line) -> dict[str, str]:
        cell = self._returned.cell
        said = {name: bare(cell(line, name).text) for name in ("key", "id", "full_text")}
        said["id"] = fold(said["id"])
        return {name: text for name, text in said.items() if text}

    def placement(self) -> Placement:
        """Return where every line belongs; of several lines that are one row the best fitting one is."""
        claims: dict[int, list[tuple[int, Line]]] = {}
        new: list[Line] = []
        doubtful: list[tuple[Line, str]] = []
        for line in self._returned.lines:
            at, votes, why = self._judged(line)
            if at is not None:
                claims.setdefault(at, []).append((votes, line))
            elif why:
                doubtful.append((line, why))
            elif self.said(line):
                new.append(line)
        placed, copies = self._ranked(claims)
        twice = [each for each in copies if self._same_words(each)]
        new += [each.line for each in copies if not self._same_words(each)]
        missing = tuple(row for at, row in enumerate(self._rows) if at not in claims)
        order = sorted(new, key=lambda line: line.number)
        return Placement(placed, tuple(order), tuple(twice), tuple(doubtful), missing)

    def _ranked(self, claims: Mapping[int, list[tuple[int, Line]]]) -> tuple[tuple[Placed, ...], list[Placed]]:
        placed, copies = [], []
        for at, lines in claims.items():
            best = max(lines, key=lambda one: (one[0], self._says(one[1], at, "full_text"), -one[1].number))
            placed.append(self._placed(best[1], at))
            copies += [self._placed(line, at) for votes, line in lines if line is not best[1]]
        return tuple(sorted(placed, key=lambda each: each.line.number)), copies

    def _same_words(self, each: Placed) -> bool:
        words = self.said(each.line).get("full_text", "")
        return not words or words == each.row.words

    def _says(self, line: Line, at: int, name: str) -> bool:
        return at in self._by[name].get(self.said(line).get(name, ""), ())

    def _placed(self, line: Line, at: int) -> Placed:
        for name, text in self.said(line).items():
            others = self._by[name].get(text, ())
            if at not in others and (others or name == "id"):
                return Placed(line, self._rows[at], name, self._rows[others[0]] if others else None)
        return Placed(line, self._rows[at])

    def _judged(self, line: Line) -> tuple[int | None, int, str]:
        """Return the row that a line is, how many witnesses say so, and else why nobody can tell ("" if it is new)."""
        said = self.said(line)
        votes = Counter(at for name, text in said.items() for at in self._by[name].get(text, ()))
        best = max(votes, key=lambda at: (votes[at], self._says(line, at, "key")), default=None)
        if best is None:
            return None, 0, self._unknown(said, line)
        if votes[best] > 1:
            return best, votes[best], ""
        named = self._named(said)
        words = said.get("full_text", "")
        if len(named) == 1 and words and words not in self._by["full_text"]:
            at = next(iter(named))
            if _alike(words, self._rows[at]):
                return at, 1, ""
            if "key" not in said and self._stands_elsewhere(at, line):
                return None, 0, ""
        return None, 0, _one(said)

    def _named(self, said: Mapping[str, str]) -> set[int]:
        """Return the rows that key and id name."""
        return {at for name in ("key", "id") for at in self._by[name].get(said.get(name, ""), ())}

    def _stands_elsewhere(self, at: int, line: Line) -> bool:
        """Return whether another line has both id and words of a row, so that this one is a copy with other words."""
        others = (each for each in self._returned.lines if each is not line)
        return any(self._says(each, at, "id") and self._says(each, at, "full_text") for each in others)

    def _unknown(self, said: Mapping[str, str], line: Line) -> str:
        if said.get("full_text"):
            return ""
        if said:
            return f"no recommendation that was sent has the {'id' if 'id' in said else 'key'} “{_any(said)}”"
        return "nothing on this line says which recommendation it is" if line.cells else ""


def _any(said: Mapping[str, str]) -> str:
    return said.get("id", "").upper() or said.get("key", "")


def _one(said: Mapping[str, str]) -> str:
    words = {"key": "the key", "id": "the id", "full_text": "the words"}
    if len(said) == 1:
        return f"only {words[next(iter(said))]} says which recommendation this is; two of key, id and words must"
    return f"{' and '.join(words[name] for name in said)} name different recommendations"


def _alike(text: str, row: Known) -> bool:
    from difflib import SequenceMatcher

    matcher = SequenceMatcher(None, text[:500], row.words[:500], autojunk=False)
    return matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE


def named(returned: Returned, sent: Returned | None) -> tuple[Returned, tuple[str, ...]]:
    """Return a register whose renamed columns are known again, and what is to be told of them.

    A column is known by its label, else by the columns on both its sides: where as many unknown ones stand between two
    known ones as were sent between them, they are these.
    """
    from dataclasses import replace

    if sent is None:
        return returned, ()
    labels = {fold(column.label): column.name for column in sent.columns if column.name}
    taken = {column.name for column in returned.columns}
    own = [
        replace(c, name=labels[fold(c.label)])
        if not c.name and labels.get(fold(c.label), "") and labels[fold(c.label)] not in taken
        else c
        for c in returned.columns
    ]
    told = []
    before = {each.name: each.label for each in sent.columns}
    for at, name in _between([c.name for c in own], [c.name for c in sent.columns]):
        told.append(f"the column “{own[at].label}” stands where “{before[name]}” was, and is read as that")
        own[at] = replace(own[at], name=name)
    return replace(returned, columns=tuple(own)), tuple(told)


def _between(own: list[str], sent: list[str]) -> Iterator[tuple[int, str]]:
    """Yield the positions of unknown columns that stand for columns that were sent, with their names."""
    from difflib import SequenceMatcher

    marked = [name or f"?{at}" for at, name in enumerate(own)]
    for kind, a, b, c, d in SequenceMatcher(None, marked, sent, autojunk=False).get_opcodes():
        if kind == "replace" and b - a == d - c:
            pairs: Iterable[tuple[int, str]] = zip(range(a, b), sent[c:d], strict=True)
            yield from ((at, name) for at, name in pairs if not own[at] and name and name not in own)
