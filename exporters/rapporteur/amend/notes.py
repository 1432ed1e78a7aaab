"""The footnotes of a file while it is edited: which text changed, which are gone, and where new ones go."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ..prose import Inlines, Note, inlines_within
from ..reading import Unit
from ..report import Report
from . import flow, markup, units
from .canonical import canonical
from .flow import Flow, Piece
from .inlines import Notes

Line = tuple[str, str | None]


class Footnotes:
    """Footnotes by label; `notes` is what writers of inlines ask for labels."""

    def __init__(self, found: Flow, report: Report) -> None:
        self._flow = found
        self._changed: dict[str, Inlines] = {}
        self._dropped: set[str] = set()
        self._added: dict[str, Inlines] = {}
        self._calls: Counter[str] = Counter()
        known = dict(self._said(report))
        self.notes = Notes(known)
        self.notes.reserved = {each.label for each in found.definitions}
        self._where: dict[str, int] = {}

    def _said(self, report: Report) -> Iterator[tuple[str, Inlines]]:
        """Yield each label that is called with what its footnote says, as often as it is called."""
        words: list[Inlines] = []
        for section in report.sections:
            words.extend(_notes(section.heading))
            for placed in units.units(section):
                words.extend(_notes(placed.unit.inlines))
                for row in placed.unit.rows:
                    for cell in row:
                        words.extend(_notes(cell))
        labels = [label for piece in self._flow.pieces for label in self._labels(piece)]
        self._calls.update(labels)
        if len(labels) == len(words):
            yield from ((label, said) for label, said in zip(labels, words, strict=True) if label)

    def _labels(self, piece: Piece) -> list[str]:
        if piece.kind == "table":
            return self._flow.calls("\n".join(self._flow.lines[at] for at in piece.rows))
        return self._flow.calls(piece.content) if piece.kind in ("paragraph", "heading") else []

    def revise(self, piece: Piece, old: Unit, new: Unit) -> None:
        """Take the new words of footnotes that a changed piece calls, and nobody else."""
        before = [label for label in self._labels(piece) if label]
        after = [canonical(each) for each in _all(new)]
        for label in list(before):
            if self.notes.known.get(label) in after:
                after.remove(self.notes.known[label])
                before.remove(label)
        for label, words in zip(before, after, strict=False):
            if self._calls[label] == 1:
                self._changed[label] = self.notes.known[label] = words

    def settled(self, text: str) -> bool:
        """Take up what a first writing shows: footnotes that nothing calls any more, and new ones. Return if any."""
        found = flow.read(text)
        called = {label for piece in found.pieces for label in _labels_of(found, piece)}
        self._dropped = {label for label in self._calls if label and label not in called}
        self._added = dict(self.notes.new)
        self.notes.known.update(self.notes.new)
        self.notes.new.clear()
        return bool(self._dropped or self._added)

    def gone(self, first: int, last: int) -> bool:
        """Return whether no footnote of these lines is left."""
        return all(each.label in self._dropped for each in self._flow.definitions if first <= each.first < last)

    def lines(self, source: list[tuple[str, str]], first: int, last: int) -> list[Line]:
        """Return the lines from `first` to before `last`, footnotes as they are now."""
        out: list[Line] = []
        at = first
        here = {each.first: each for each in self._flow.definitions if first <= each.first < last}
        final = max((each.first for each in self._flow.definitions if not each.inside), default=-1)
        while at < last:
            one = here.get(at)
            if one is None:
                out.append(source[at])
                at += 1
                continue
            if one.label in self._dropped:
                if out and not out[-1][0].strip(" \t>") and (one.end >= last or not source[one.end][0].strip(" \t>")):
                    out.pop()
            elif one.label in self._changed and not one.inside:
                out.extend(self._rewritten(one.label, source[one.first : one.end]))
            else:
                out.extend(source[one.first : one.end])
            at = one.end
            if one.first == final and self._added:
                apart = one.first > 0 and not source[one.first - 1][0].strip()
                for label, words in self._added.items():
                    out.extend([("", None)] if apart else [])
                    out.extend((line, None) for line in markup.definition(label, words))
        return out

    def _rewritten(self, label: str, before: list[tuple[str, str]]) -> Iterator[Line]:
        made = markup.definition(label, self._changed[label])
        kept = dict(before)
        for line in made:
            yield line, kept.get(line)

    def end_of_section(self, lines: list[Line]) -> None:
        """Write the new footnotes of a section at its end, if the file keeps none elsewhere."""
        if any(not each.inside for each in self._flow.definitions):
            return
        text = "\n".join(line for line, _ in lines)
        for label, words in list(self._added.items()):
            if f"[^{label}]" in text and label not in self._where:
                self._where[label] = len(lines)
                lines.extend([("", None), *((line, None) for line in markup.definition(label, words))])


def _labels_of(found: Flow, piece: Piece) -> list[str]:
    if piece.kind == "table":
        return found.calls("\n".join(found.lines[at] for at in piece.rows))
    return found.calls(piece.content) if piece.kind in ("paragraph", "heading") else []


def _notes(inlines: Inlines) -> Iterator[Inlines]:
    yield from (each.children for each in inlines_within(inlines) if isinstance(each, Note))


def _all(unit: Unit) -> Iterator[Inlines]:
    yield from _notes(unit.inlines)
    for row in unit.rows:
        for cell in row:
            yield from _notes(cell)
