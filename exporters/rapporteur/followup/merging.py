"""The merge of returned registers into the follow-up, cell by cell: what was sent, what is now, what came back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal

from ..layout import Layout
from ..problems import Place, Problem, error, ordered, warning
from ..report import FOLLOW_UP, Conference
from .copies import Heard, Proposal
from .current import Now, as_sent, now
from .merged import Change, Conflict, Merged, Said
from .returned import Returned
from .values import Values

Side = Literal["returned", "source"]


def merge(
    conference: Conference,
    layout: Layout,
    copies: Iterable[tuple[Returned, Returned | None]],
    take: Mapping[str, Side] | None = None,
) -> Merged:
    """Return what `copies`, each with what it was sent as (None if that was not kept), change in the follow-up.

    Several copies are one: of two that say the same of a cell it is taken once, of two that differ it is a conflict.
    `take` decides by field (``T3-S01-R02.status``), by id or for ``all``: the value of the copy saved last, or that of
    the source, which also settles a cell that cannot be taken.
    """
    values = Values(layout)
    current, otherwise = now(conference, layout, values), as_sent(conference, layout)
    inorder = sorted(copies, key=lambda each: (each[0].saved, each[0].file))
    heard = [Heard(returned, sent, otherwise, current, values) for returned, sent in inorder]
    merger = _Merger(current, values, take or {}, inorder[0][0].language if inorder else "en")
    for (name, column), proposals in _by_cell(heard, current).items():
        merger.decide(name, column, proposals)
    problems = [problem for each in heard for problem in each.problems]
    return Merged(
        changes=tuple(merger.changes),
        conflicts=tuple(merger.conflicts),
        apply_words=tuple(dict.fromkeys(wording for each in heard for wording in each.words)),
        new=tuple(new for each in heard for new in each.new),
        missing=tuple((each.returned.file, name) for each in heard for name in each.missing),
        agreed=merger.agreed,
        order=tuple(current.ids.values()),
        names=frozenset(merger.names),
        language=merger.language,
        problems=ordered((*problems, *merger.problems)),
    )


def _by_cell(heard: Sequence[Heard], current: Now) -> dict[tuple[str, str], list[Proposal]]:
    """Return the proposals of all copies by cell, in the order of the conference and of its columns."""
    found: dict[tuple[str, str], list[Proposal]] = {}
    for each in heard:
        for proposal in each.proposals:
            found.setdefault((proposal.id, proposal.column), []).append(proposal)
    places = {name: at for at, name in enumerate(current.ids.values())}
    return dict(sorted(found.items(), key=lambda one: (places.get(one[0][0], len(places)), FOLLOW_UP.index(one[0][1]))))


class _Merger:
    """Decides about one cell after another."""

    def __init__(self, current: Now, values: Values, take: Mapping[str, Side], language: str) -> None:
        self._now, self._values, self._take = current, values, take
        self.language = language
        self.changes: list[Change] = []
        self.conflicts: list[Conflict] = []
        self.problems: list[Problem] = []
        self.names: set[str] = set()
        self.agreed = 0

    def decide(self, name: str, column: str, proposals: Sequence[Proposal]) -> None:
        """Take the value of a cell that copies say otherwise than it was sent, or tell why it cannot be."""
        current = self._now.value(name, column)
        wrong = [each for each in proposals if each.wrong and each.said.value != current]
        sound = [each for each in proposals if not each.wrong and each.said.value != current]
        self.agreed += len(proposals) - len(wrong) - len(sound)
        if not (wrong or sound):
            return
        field = f"{name}.{column}"
        self.names |= {field, name, "all"}
        side = next((self._take[each] for each in (field, name, "all") if each in self._take), None)
        if wrong:
            self.problems += self._wrong(wrong, name, column, side)
        if not sound or side == "source":
            return
        why = "" if side == "returned" else self._why(sound, current)
        if why:
            self._conflict(Conflict(name, column, sound[0].base or "", current, tuple(p.said for p in sound), why))
        elif not self._kept(name, column, sound[-1].said):
            self.changes.append(Change(name, column, current, sound[-1].said.value, sound[-1].said))

    def _why(self, sound: Sequence[Proposal], current: str) -> str:
        """Return why a cell is a conflict, "" if it is none."""
        if len({each.said.value for each in sound}) > 1:
            return "the returned copies differ"
        if doubt := next((each.doubt for each in sound if each.doubt), ""):
            return doubt
        if any(each.base is None and current for each in sound):
            return "the source says otherwise, and what was sent is not known"
        if any(each.base is not None and each.base != current for each in sound):
            return "the source was changed since it was sent"
        return ""

    def _conflict(self, found: Conflict) -> None:
        self.conflicts.append(found)
        shown = "; ".join(f"{self._shown(found.column, s.value)} in {_where(s)}" for s in found.said)
        what = f"{found.field}: {found.why}: {self._shown(found.column, found.current)} in the source; {shown}"
        hint = f"--take returned {found.field}, or --take source {found.field}"
        self.problems.append(error(_place(found.said[-1]), what, hint, "conflict"))

    def _wrong(self, proposals: Sequence[Proposal], name: str, column: str, side: Side | None) -> Iterator[Problem]:
        for each in proposals:
            what = f"{name}.{column}: {each.wrong}"
            if side == "source":
                yield warning(_place(each.said), f"{what}; not taken", each.hint, "value")
            else:
                yield error(_place(each.said), what, each.hint, "value")

    def _kept(self, name: str, column: str, said: Said) -> bool:
        """Tell of a cell that was emptied though it is the session that fills it."""
        kept = not said.value and not self._now.follow_up.get(name, {}).get(column)
        if kept:
            what = f"{name}.{column} was emptied, but it is the session that says it"
            self.problems.append(warning(_place(said), what, "change it in the session's file", "column"))
        return kept

    def _shown(self, column: str, value: str) -> str:
        return f"“{self._values.shown(column, value, self.language)}”" if value else "nothing"


def _place(said: Said) -> Place:
    return Place(said.file, spot=said.spot)


def _where(said: Said) -> str:
    return f"{said.file} ({said.spot})"
