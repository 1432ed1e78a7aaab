"""What one returned copy says against what was sent: the cells that somebody changed, and all that cannot be taken.

A column that was sorted on its own has its words in the wrong rows. It is recognised, and nothing of it is taken
unless somebody decides so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath

from ..problems import Place, Problem, error, warning
from ..report import FOLLOW_UP
from ..rows import DATES, TOGETHER
from ..spelling import fold
from .beside import typed
from .current import Now
from .merged import New, Said, Wording
from .returned import Cell, Line, Returned
from .values import Values, plain
from .witnesses import Placed, Placement, Witnesses, bare, known, named

WORDS = ("full_text", "addressee", "consensus", "deadline_written")
"""The columns that hold the session's own words: a change is told and may be applied to the session."""
FEWEST = 3
"""From so many rows on, values that only changed places are taken for a column sorted on its own."""
MOST = 0.75
"""So much of the changed cells must have changed places, if the column stands in order."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """One cell that a copy says otherwise than it was sent.

    `base` is None if nobody knows what was sent. `wrong` and `hint` tell why the value cannot be taken, `doubt` why it
    may stand in the wrong row.
    """

    id: str
    column: str
    base: str | None
    said: Said
    wrong: str = ""
    hint: str = ""
    doubt: str = ""


class Heard:
    """One copy, heard: its proposals, words, new lines and missing rows, and what is to be told."""

    def __init__(self, returned: Returned, sent: Returned | None, otherwise: Returned, now: Now, values: Values):
        self._sent, self._now, self._values = sent, now, values
        self.problems: list[Problem] = list(returned.notes)
        self.returned, told = named(returned, sent)
        self._warn(told)
        if sent is None:
            what = f"what was sent as base {returned.base[:10] or '(not named)'} is not kept here"
            hint = (
                "nobody can tell which is newer where it and the source differ, so each such cell is a conflict; "
                "--take returned all takes what it says, --take source all keeps the source"
            )
            self.problems.append(warning(Place(returned.file), what, hint, "base"))
        placement = Witnesses(self.returned, known(sent or otherwise)).placement()
        self.placed = [(each, now.id_of(each.row)) for each in placement.placed]
        self.new = [self._new(line) for line in placement.new]
        self.missing = [name for name in map(now.id_of, placement.missing) if name]
        self.proposals = list(self._proposals())
        self.words = list(self._words())
        self._tell(placement)
        self._columns()
        self.problems += typed(returned, sent) if sent else ()

    def _warn(self, told: tuple[str, ...], spot: str = "", rule: str = "register", hint: str = "") -> None:
        self.problems += [warning(Place(self.returned.file, spot=spot), what, hint, rule) for what in told]

    def _spot(self, line: Line, cell: Cell | None = None) -> str:
        return (cell.spot if cell else "") or f"{self.returned.sheet}!{line.number}"

    def _place(self, line: Line, name: str) -> str:
        """Return ``sheet!cell`` of a column, of an empty cell too."""
        letters = _letters(self.returned.at(name))
        return self.returned.cell(line, name).spot or f"{self.returned.sheet}!{letters}{line.number}"

    def _new(self, line: Line) -> New:
        said = {c.name: plain(line.cells[c.at].text) for c in self.returned.columns if c.name and c.at in line.cells}
        words = said.pop("full_text", "")
        return New(words, tuple(said.items()), self.returned.file, self._place(line, "full_text"))

    def _proposals(self) -> Iterator[Proposal]:
        columns = [each.name for each in self.returned.columns if each.name in FOLLOW_UP]
        for column in dict.fromkeys(columns):
            found = list(self._of_column(column))
            shuffled = self._shuffled(column, found)
            for each, proposal in found:
                doubt = _STRAYED if shuffled else self._strayed(each, column, proposal.said.value)
                yield Proposal(*_but_last(proposal), doubt)

    def _of_column(self, column: str) -> Iterator[tuple[Placed, Proposal]]:
        for each, name in self.placed:
            cell = self.returned.cell(each.line, column)
            same = plain(cell.text) == plain(each.row.text(column))
            if self._sent and same and cell.kind not in ("formula", "mistake"):
                continue
            meant = self._values.meant(column, cell, self.returned.language)
            base = self._values.value(column, each.row.text(column)) if self._sent else None
            if meant.value == base and not meant.wrong:
                continue
            said = Said(meant.value, self.returned.file, self._place(each.line, column), *self._signed(each))
            wrong, hint = meant.wrong, meant.hint
            if not wrong and not name:
                gone = f"“{each.row.id}”" if each.row.id else "this recommendation"
                wrong, hint = f"{gone} is in no session any more, or has no id", "run: rapporteur ids"
            yield each, Proposal(name or each.row.id or each.row.key, column, base, said, wrong, hint)

    def _signed(self, each: Placed) -> tuple[str, str]:
        """Return who changed a row and when: as the row itself says if that was changed too, else as the file does."""
        by = plain(self.returned.cell(each.line, "updated_by").text)
        said = self.returned.cell(each.line, "last_update")
        when = self._values.meant("last_update", said, self.returned.language)
        dated = bool(said.text) and not when.wrong and said.text != each.row.text("last_update")
        who = by if by and by != each.row.text("updated_by") else ""
        return (
            who or self.returned.by or PurePath(self.returned.file).stem,
            when.value if dated else self.returned.saved[:10],
        )

    def _shuffled(self, column: str, changed: list[tuple[Placed, Proposal]]) -> bool:
        """Return whether the values of a column only changed places, as when it is sorted without the others."""
        if self._sent is None or len(changed) < 2:
            return False
        after = Counter(each.said.value for _, each in changed)
        before = Counter(str(each.base) for _, each in changed)
        moved = sum((after & before).values())
        if after == before and len(changed) >= FEWEST:
            return True
        lines = [each for each, _ in self.placed]
        own = [_sortable(column, self.returned.cell(each.line, column).text) for each in lines]
        sent = [_sortable(column, each.row.text(column)) for each in lines]
        return moved >= max(2, MOST * len(changed)) and _in_order(own) and not _in_order(sent)

    def _strayed(self, each: Placed, column: str, value: str) -> str:
        """Return why a value may belong to the row that the dissenting witness of its line names."""
        if each.other is None or not value or value != self._values.value(column, each.other.text(column)):
            return ""
        return f"it is what {each.other.id or 'another row'} was sent with, whose {_NAMES[each.dissent]} this line has"

    def _words(self) -> Iterator[Wording]:
        for column in WORDS:
            if not self.returned.at(column) or self._sent is None:
                continue
            cell = self.returned.cell
            found = [(each, cell(each.line, column).text, each.row.text(column)) for each, _ in self.placed]
            changed = [one for one in found if bare(one[1]) != bare(one[2])]
            others = Counter(bare(before) for _, _, before in changed)
            if len(changed) > 1 and Counter(bare(after) for _, after, _ in changed) == others:
                self._sorted_alone(column, len(changed))
                continue
            for each, after, before in changed:
                if column == "full_text" and each.dissent == column and each.other:
                    what = (
                        f"this row has the words of {each.other.id or 'another'}, and the key and id of {each.row.id}"
                    )
                    self._warn((what,), self._place(each.line, column), "words", "its other cells stay with key and id")
                else:
                    spot = self._place(each.line, column)
                    name = self._now.id_of(each.row) or each.row.id
                    yield Wording(name, column, plain(before), plain(after), self.returned.file, spot)

    def _sorted_alone(self, column: str, count: int) -> None:
        label = next(each.label for each in self.returned.columns if each.name == column)
        what = f"the column “{label}” was sorted on its own: {count} rows have the words of another"
        self._warn(
            (what,), self.returned.sheet, "words", "its words are not taken; each row is known by its key and id"
        )

    def _tell(self, placement: Placement) -> None:
        file = self.returned.file
        for line, why in placement.doubtful:
            hint = "nothing of this line is taken; make it in the register that was sent"
            self.problems.append(error(Place(file, spot=self._spot(line)), why, hint, "row"))
        for each in placement.twice:
            cells = {name: self.returned.cell(each.line, name).text for name in FOLLOW_UP}
            edited = [name for name, text in cells.items() if text and text != each.row.text(name)]
            what = f"{each.row.id or 'a recommendation'} stands here a second time"
            if edited:
                where = Place(file, spot=self._place(each.line, edited[0]))
                self.problems.append(error(where, f"{what}, with other values", "keep one of the two rows", "row"))
            else:
                self._warn((f"{what}; nothing is taken from it",), self._spot(each.line), "row")
        for new in self.new:
            what = f"“{_short(new.words)}” is new, not in any session"
            self._warn((what,), new.spot, "new", "add it to the session's source")
        for name in self.missing:
            self._warn((f"{name} is not in this copy; nothing of it is changed",), "", "missing")
        for each, _ in self.placed:
            if each.dissent == "id" and each.other is None:
                said = self.returned.cell(each.line, "id")
                what = f"the id “{said.text}” is unknown; key and words say {each.row.id}"
                self._warn((what,), said.spot, "id", "ids are not changed here")
        if torn := Counter(each.dissent for each, _ in self.placed if each.other and each.dissent != "full_text"):
            for name, count in torn.items():
                told = f"the {_NAMES[name]} of {count} rows is another's; the other two of key, id and words decided"
                self._warn((told,), self.returned.sheet, "row")

    def _columns(self) -> None:
        """Tell of columns that are not there or unknown, and of cells that are worked out and were changed."""
        own = {each.name for each in self.returned.columns}
        for column in self._sent.columns if self._sent else ():
            if column.name and column.name not in own:
                what = f"the column “{column.label}” is not in this copy; nothing of it is changed"
                self._warn((what,), self.returned.sheet, "column")
        for column in self.returned.columns:
            cells = [line.cells[column.at] for line in self.returned.lines if column.at in line.cells]
            if not column.name and cells and not self._was_sent(column.label):
                what = f"“{column.label}” is no column of the register; {len(cells)} cells of it are not read"
                self._warn((what,), cells[0].spot, "column", "move what matters into the comment")
            elif column.name and column.name not in (*FOLLOW_UP, *WORDS, "key", "id", "hints"):
                self._worked_out(column.name, column.label)

    def _was_sent(self, label: str) -> bool:
        return any(fold(each.label) == fold(label) for each in (self._sent.columns if self._sent else ()))

    def _worked_out(self, name: str, label: str) -> None:
        cells = ((self.returned.cell(each.line, name), each) for each, _ in self.placed)
        found = [(cell, each) for cell, each in cells if self._sent and bare(cell.text) != bare(each.row.text(name))]
        if found:
            origin, hint = _DECIDED if name in TOGETHER else _SAID
            what = f"“{label}” comes from {origin}; {len(found)} changed cells of it are not taken"
            self._warn((what,), self._place(found[0][1].line, name), "column", hint)


_SAID = "the session", "change it in the session's file"
_DECIDED = "what was decided of recommendations that may be one", "change it in source/clusters.yaml"
_NAMES = {"key": "key", "id": "id", "full_text": "words", "": ""}
_STRAYED = "the values of this column only changed places: it seems to have been sorted on its own"


def _but_last(each: Proposal) -> tuple[str, str, str | None, Said, str, str]:
    return each.id, each.column, each.base, each.said, each.wrong, each.hint


def _sortable(column: str, text: str) -> str:
    return text if column in DATES else fold(text)


def _in_order(values: list[str]) -> bool:
    """Return whether values stand in order, one way or the other, empty ones at an end; one value alone does not."""
    said = [each for each in values if each]
    if len(set(said)) < 2:
        return False
    gaps = [at for at, each in enumerate(values) if not each]
    at_end = not gaps or gaps in (list(range(len(gaps))), list(range(len(said), len(values))))
    return at_end and said in (sorted(said), sorted(said, reverse=True))


def _letters(at: int) -> str:
    text = ""
    while at:
        at, rest = divmod(at - 1, 26)
        text = chr(65 + rest) + text
    return text


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 80 else f"{text[:79]}…"
