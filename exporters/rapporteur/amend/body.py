"""The sections of a file written anew where they change: what stays in its place keeps its lines, byte for byte."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .. import markdown, session
from ..amendment import SectionKept
from ..problems import Place, Refused, error
from ..prose import Heading
from ..report import Report, Section
from . import entries, flow, units
from .canonical import canonical
from .entries import Entry
from .flow import Flow, Piece
from .notes import Footnotes
from .writing import Meant, Writing, meant

_LINE = re.compile(r"([^\r\n]*)(\r\n|\r|\n|\Z)")


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines and the end of each; new lines take the end that the file's first line has."""

    texts: list[str]
    ends: list[str]

    @property
    def end(self) -> str:
        """How lines of this file end."""
        return next((each for each in self.ends if each), "\n")


def lines_of(text: str) -> Lines:
    """Return a text's lines; the last has no end, and is empty if the text ends with one."""
    found = [(match[1], match[2]) for match in _LINE.finditer(text)]
    if len(found) > 1 and found[-1] == ("", "") and not found[-2][1]:
        found.pop()
    return Lines([line for line, _ in found], [end for _, end in found])


def amended(text: str, report: Report, sections: Sequence[SectionKept]) -> str:
    """Return a session file whose body holds `sections`."""
    whole = lines_of(text)
    _, end = session.fences(whole.texts) or (0, -1)
    begin = end + 1
    body = Lines(whole.texts[begin:] or [""], whole.ends[begin:] or [""])
    weaver = Weaver(body, report, sections, begin + 1)
    found = weaver.woven()
    front = "".join(line + end for line, end in zip(whole.texts[:begin], whole.ends[:begin], strict=True))
    if found and not front.endswith(("\n", "\r")):
        front += whole.end
    return front + found


class Weaver:
    """Writes a body: twice if footnotes come or go, since where they stand may lie before what calls them."""

    def __init__(self, body: Lines, report: Report, sections: Sequence[SectionKept], first_line: int) -> None:
        self.body = body
        self.report = report
        self.sections = sections
        self._first_line = first_line
        self.flow = flow.read("\n".join(body.texts))
        self.placed = {at: units.units(each) for at, each in enumerate(report.sections)}
        self._heads = list(_heads(self.flow, report.sections))

    def woven(self) -> str:
        """Return the new body."""
        footnotes = Footnotes(self.flow, self.report)
        for each in self._entries():
            if isinstance(each, Entry) and each.placed and not each.stays:
                piece = self._piece(each)
                footnotes.revise(piece, each.placed.unit, each.unit)
        out = Writing(self, footnotes)
        text = out.text()
        if footnotes.settled(text):
            out = Writing(self, footnotes)
            text = out.text()
        self._prove(text, out.said)
        return _ended(self.body, out.lines)

    def _entries(self) -> Iterator[object]:
        for each in self.sections:
            yield from self.of(each)

    def of(self, kept: SectionKept) -> list[Entry]:
        """Return the entries of a section."""
        if kept.units is not None:
            return entries.of(kept.units, dict(self.placed), self.report.origin.file)
        return entries.unchanged(kept.at, self.placed[kept.at]) if kept.at is not None else []

    def _piece(self, entry: Entry) -> Piece:
        return self.flow.pieces[self.number(entry.section, entry.leaf)]

    def number(self, section: int, leaf: int) -> int:
        """Return the number of a leaf's piece; of leaf -1, its heading's."""
        return self._heads[section] + 1 + leaf

    def _prove(self, text: str, said: list[Meant]) -> None:
        """Refuse what does not read again as it was meant."""
        found = list(_read(text))
        wanted = [each.said for each in said]
        if found == wanted:
            return
        pairs = list(zip(wanted, found, strict=False))
        at = next((n for n, (one, other) in enumerate(pairs) if one != other), len(pairs))
        line = self._first_line + (said[at].line if at < len(said) else 0)
        what = "this change cannot be written without touching more than it should"
        told = wanted[at] if at < len(wanted) else found[at]
        raise Refused([error(Place(self.report.origin.file, line), what, f"make it by hand: {told}", "amend")])


def _heads(found: Flow, sections: Sequence[Section]) -> Iterator[int]:
    """Yield the piece of each section's heading; of one without a heading, the number before its first piece."""
    heads = [at for at, each in enumerate(found.pieces) if _is_head(each)]
    if len(heads) < len(sections):
        yield -1
    yield from heads


def _is_head(piece: Piece) -> bool:
    return piece.kind == "heading" and not piece.containers and piece.level <= 2


def _ended(body: Lines, written: list[tuple[str, str | None]]) -> str:
    """Return lines with their ends; the last has none."""
    default = body.end
    texts = [f"{line}{end if end else default}" for line, end in written[:-1]]
    return "".join([*texts, *(line for line, _ in written[-1:])])


def _read(text: str) -> Iterator[object]:
    """Yield what a body says, piece by piece."""
    blocks, _ = markdown.read(text, "")
    under: list[object] = []
    for block in blocks:
        if isinstance(block, Heading) and block.level <= 2:
            yield from _units(under)
            under = []
            yield "section", canonical(block.inlines), block.attributes
        else:
            under.append(block)
    yield from _units(under)


def _units(blocks: list[object]) -> Iterator[object]:
    for each in units.units(Section("", (), tuple(blocks))):  # type: ignore[arg-type]
        yield meant(each.unit, each.attributes)
