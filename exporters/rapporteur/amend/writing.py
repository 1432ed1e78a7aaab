"""One writing of a body: piece after piece, each where its section wants it, with the gaps that belong between."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from .. import markdown
from ..amendment import SectionKept
from ..prose import INTERNAL, Attributes, Inlines, Picture, Text, plain
from ..reading import Unit
from . import entries, markup, splice
from .canonical import canonical
from .entries import Entry
from .flow import Piece
from .frames import Container, Prefix, Stack
from .inlines import Notes
from .notes import Footnotes

if TYPE_CHECKING:
    from .body import Weaver


@dataclass(frozen=True, slots=True)
class Meant:
    """What was written, to be compared with what is read again, and the line it was to stand on."""

    said: object
    line: int


def meant(unit: Unit, attributes: Attributes | None) -> object:
    """Return what of a unit must read again as it was written."""
    rows = tuple(tuple(canonical(cell) for cell in row) for row in unit.rows)
    kind = "paragraph" if unit.kind in ("more", "quote") else unit.kind
    return kind, entries.said(unit), rows, attributes


class Writing:
    """One writing of a body, from its first line to its last."""

    def __init__(self, weaver: Weaver, footnotes: Footnotes) -> None:
        self._weaver = weaver
        self._flow = weaver.flow
        self._body = weaver.body
        self._footnotes = footnotes
        self._notes: Notes = footnotes.notes
        self._stack = Stack(self._flow.lists)
        self._last: int | None = -1
        self._recommends = False
        self._like: Container | None = None
        self.lines: list[tuple[str, str | None]] = []
        self.said: list[Meant] = []

    def text(self) -> str:
        """Write everything; return it with plain line ends."""
        self._orphans()
        self.lines.extend(self._gap(-1))
        for each in self._weaver.sections:
            self._section(each)
        self._close()
        return "\n".join(line for line, _ in self.lines)

    def _orphans(self) -> None:
        """Find who takes the footnotes that stand behind pieces which are taken out: the nearest piece before them."""
        kept = {-1}
        for each in self._weaver.sections:
            if each.at is not None:
                kept.add(self._weaver.number(each.at, -1))
            kept.update(self._weaver.number(e.section, e.leaf) for e in self._weaver.of(each) if e.placed)
        self._adopted: dict[int, list[int]] = {}
        for at in range(len(self._flow.pieces)):
            if at not in kept and self._attached(at):
                host = max(each for each in kept if each < at)
                self._adopted.setdefault(host, []).append(at)

    def _bounds(self, at: int) -> tuple[int, int]:
        """Return the lines behind a piece, up to the next one."""
        pieces = self._flow.pieces
        begin = pieces[at].end if at >= 0 else 0
        end = pieces[at + 1].first if at + 1 < len(pieces) else len(self._flow.lines)
        return begin, end

    def _gap(self, at: int, end: int | None = None) -> list[tuple[str, str | None]]:
        """Return the lines behind a piece as they are, but for footnotes that changed."""
        first, last = self._bounds(at)
        source = list(zip(self._body.texts, self._body.ends, strict=True))
        return self._footnotes.lines(source, first, last if end is None else end)

    def _attached(self, at: int) -> list[tuple[str, str | None]]:
        """Return the lines behind a piece up to its last footnote."""
        first, last = self._bounds(at)
        ends = [each.end for each in self._flow.definitions if first <= each.first < last]
        return self._gap(at, max(ends)) if ends and not self._footnotes.gone(first, last) else []

    def _blanks(self, at: int | None) -> int:
        """Return the blank lines at the end of what stands behind a piece."""
        if at is None:
            return 0
        first, last = self._bounds(at)
        if at + 1 == len(self._flow.pieces):
            return 0
        count = 0
        while last - count > first and not self._flow.lines[last - count - 1].strip(" \t>"):
            count += 1
        return count

    def _leave(self) -> None:
        """Write what stays behind the last piece when another one follows it than before."""
        if self._last is None:
            return
        if self._last >= 0:
            self.lines.extend(self._attached(self._last))
        for at in self._adopted.pop(self._last, []):
            self.lines.extend([("", None), *[each for each in self._attached(at) if each[0].strip()]])

    def _before(self, at: int | None, prefix: Prefix, count: int | None, same: bool) -> None:
        """Write what stands between the last piece and the next."""
        if at is not None and self._last == at - 1 and self._last not in self._adopted:
            gap = self._gap(at - 1) if at else []
            if same or any(line.strip(" \t>") for line, _ in gap):
                self.lines.extend(gap)
            else:
                self.lines.extend([(prefix.blank, end) for _, end in gap])
            return
        behind, ahead = self._blanks(self._last), self._blanks(at - 1) if at else 0
        self._leave()
        if count is None:
            count = behind or ahead or 1
        if self._last == -1 and self.lines and not self.lines[-1][0].strip():
            count = 0
        self.lines.extend([(prefix.blank, None)] * count)

    def _section(self, kept: SectionKept) -> None:
        self._stack.frames.clear()
        own = self._weaver.placed.get(-1 if kept.at is None else kept.at, ())
        role = kept.role or ("" if kept.at is None else self._weaver.report.sections[kept.at].role)
        self._recommends = role == "recommendations" or any(each.recommends for each in own)
        self._heading(kept)
        entries_ = self._weaver.of(kept)
        for at, each in enumerate(entries_):
            self._like = self._following(entries_[at:]) if each.placed is None else None
            self._entry(each)
        self._footnotes.end_of_section(self.lines)

    def _following(self, entries_: Sequence[Entry]) -> Container | None:
        """Return the item of the source before whose list a new point stands, None if it is before no list."""
        for each in entries_:
            if each.unit.kind != "point" or each.unit.level != entries_[0].unit.level:
                return None
            if each.placed is not None:
                containers = self._flow.pieces[self._weaver.number(each.section, each.leaf)].containers
                return containers[-1] if containers else None
        return None

    def _heading(self, kept: SectionKept) -> None:
        at = self._weaver.number(kept.at, -1) if kept.at is not None else None
        plain_prefix = Prefix("", "", "")
        section = self._weaver.report.sections[kept.at] if kept.at is not None else None
        if at is None or at < 0:
            if at == -1 and kept.heading is None:
                return
            found = self._new_heading(kept)
            self._before(None, plain_prefix, None, True)
            self._put(found, None)
            self._last = None
            return
        assert section
        piece = self._flow.pieces[at]
        self._before(at, plain_prefix, None, True)
        attributes = self._attributes(piece)
        heading, wanted = section.heading, attributes
        if kept.heading is not None and canonical(kept.heading) != canonical(heading):
            heading = kept.heading
            role = kept.role or section.role
            if role and not (attributes and role in attributes.names):
                own = attributes or Attributes()
                wanted = replace(own, names=(role, *([INTERNAL] if own.internal else [])))
        lines = splice.headed(piece, self._flow, section.heading, heading, self._notes, (attributes, wanted))
        self.said.append(Meant(("section", canonical(heading), wanted), len(self.lines)))
        self._put(self._aligned(piece, lines, plain_prefix), piece)
        self._last = at

    def _new_heading(self, kept: SectionKept) -> list[str]:
        attributes = Attributes(names=(kept.role,)) if kept.role else None
        words = markup.inline(kept.heading or (), self._notes, "heading")
        told = " ".join(filter(None, ("##", words, markup.braces(attributes))))
        self.said.append(Meant(("section", canonical(kept.heading or ()), attributes), len(self.lines)))
        return [told]

    def _attributes(self, piece: Piece) -> Attributes | None:
        return markdown.attributes_of(piece.content)[1]

    def _entry(self, entry: Entry) -> None:
        if entry.placed is None or entry.placed.unit.kind != entry.unit.kind:
            self._new(entry)
            return
        at = self._weaver.number(entry.section, entry.leaf)
        piece = self._flow.pieces[at]
        containers, opened = _own(piece, entry)
        old = entry.placed.unit
        ordered = self._ordered(entry)
        if entry.unit.kind == "point" and (entry.unit.level != old.level or ordered is not None):
            own = containers[-1] if containers else None
            kind = self._flow.lists[own.among].ordered if ordered is None and own and own.among else bool(ordered)
            prefix = self._stack.point(entry.unit, kind, own)
            whole = False
        else:
            prefix, whole = self._stack.again(containers, opened), entry.whole
        same = whole and prefix.first == piece.first_prefix and prefix.rest == piece.rest_prefix
        lines = self._lines(piece, entry)
        self._before(at, prefix, self._spacing(entry.unit, prefix), same)
        self._tell(entry, piece, len(piece.containers) - len(containers) if not entry.whole else 0)
        moved = not same or (self._last != at - 1 and not piece.containers)
        self._put(self._aligned(piece, lines, prefix, same, moved), piece)
        self._last = at

    def _ordered(self, entry: Entry) -> bool | None:
        """Return whether a point now stands in a numbered list, None if it is as before."""
        assert entry.placed
        if entry.unit.kind != "point" or entry.placed.recommends or entry.unit.ordered == entry.placed.unit.ordered:
            return None
        return entry.unit.ordered

    def _lines(self, piece: Piece, entry: Entry) -> list[str]:
        assert entry.placed
        old = entry.placed.unit
        attributes = (entry.placed.attributes, entry.attributes)
        if entry.stays and attributes[0] == attributes[1]:
            return splice.bare(piece, self._flow)
        credit = entries.credit_of(self._weaver.placed[entry.section], entry.placed)
        return splice.revised(piece, self._flow, entries.with_credit(old, credit), entry.unit, self._notes, attributes)

    def _new(self, entry: Entry) -> None:
        unit = entry.unit
        lines = markup.lines(unit, self._notes, entry.attributes)
        if not lines and unit.kind != "point":
            return
        prefix = (
            self._stack.point(unit, self._kind(unit), like=self._like)
            if unit.kind == "point"
            else self._stack.new(unit)
        )
        self._before(None, prefix, self._spacing(unit, prefix), True)
        self._tell(entry, None, 0)
        self._put([(line, None) for line in markup.prefixed(lines or [""], prefix)], None)
        self._last = None

    def _kind(self, unit: Unit) -> bool | None:
        """Return whether a new point is numbered; None if it follows its neighbours, as recommendations do."""
        return None if self._recommends and unit.level <= 0 else unit.ordered

    def _spacing(self, unit: Unit, prefix: Prefix) -> int | None:
        """Return the blank lines before a point that goes on a list; None if its neighbours say."""
        if unit.kind != "point" or prefix.among is None:
            return None
        return prefix.among.blank or int(prefix.apart or not plain(unit.inlines).strip())

    def _tell(self, entry: Entry, piece: Piece | None, dropped: int) -> None:
        """Note what was written; empty points that begin with something else are units of their own."""
        told = entry.unit
        if piece and entry.placed:
            own = [each for each in self._weaver.placed[entry.section] if each.leaf == entry.leaf]
            riders = list(own[: own.index(entry.placed)]) if entry.whole else []
            for each in riders:
                self.said.append(Meant(meant(each.unit, each.attributes), len(self.lines)))
            if entry.stays:
                credit = entries.credit_of(own, entry.placed)
                told = entries.with_credit(told, credit)
        for unit in _parted(told):
            attributes = entry.attributes if unit.kind == "point" else None
            self.said.append(Meant(meant(unit, attributes), len(self.lines)))

    def _aligned(
        self, piece: Piece, lines: list[str], prefix: Prefix, same: bool = True, moved: bool = False
    ) -> list[tuple[str, str | None]]:
        """Return lines behind their prefixes; those that are as before keep their bytes."""
        before = splice.bare(piece, self._flow)
        made = markup.prefixed(lines, prefix)
        out: list[tuple[str, str | None]] = [(line, None) for line in made]
        if not same:
            return out
        raw = range(piece.first, piece.end)
        if len(before) != len(raw) or (moved and piece.kind in ("code_block",)):
            return out if moved or lines != before else [(self._body.texts[at], self._body.ends[at]) for at in raw]
        for i, j, size in SequenceMatcher(None, before, lines, autojunk=False).get_matching_blocks():
            for at in range(size):
                number = raw[i + at]
                if (i + at == 0) == (j + at == 0) and not (moved and self._body.texts[number][:1].isspace()):
                    out[j + at] = (self._body.texts[number], self._body.ends[number])
        return out

    def _put(self, lines: Sequence[str] | Sequence[tuple[str, str | None]], piece: Piece | None) -> None:
        self.lines.extend((each, None) if isinstance(each, str) else each for each in lines)

    def _close(self) -> None:
        """Write what stands at the end of the file."""
        final = len(self._flow.pieces) - 1
        if self._last == final and self._last not in self._adopted:
            if final >= 0:
                self.lines.extend(self._gap(final))
        else:
            self._leave()
            tail = list(zip(self._body.texts, self._body.ends, strict=True))
            count = next((n for n, (line, _) in enumerate(reversed(tail)) if line.strip()), len(tail))
            self.lines.extend(tail[len(tail) - count :] if count else [])


def _own(piece: Piece, entry: Entry) -> tuple[tuple[Container, ...], int]:
    """Return the containers of a piece and how many it opens, without empty points that do not come with it."""
    if entry.whole:
        return piece.containers, piece.opened
    outer = piece.containers[: len(piece.containers) - piece.opened]
    opened = piece.containers[len(outer) :]
    items = [each for each in opened if each.among is not None]
    own = items[-1:] if entry.unit.kind == "point" else []
    left = tuple(each for each in opened if each.among is None or each in own)
    return outer + left, len(left)


def _parted(unit: Unit) -> Iterator[Unit]:
    """Yield a unit as it reads: a figure, and its credit."""
    words: Inlines = canonical(unit.inlines) if unit.kind != "code" else ()
    one = words[0] if len(words) == 1 else None
    if isinstance(one, Picture) and unit.kind == "point":
        yield replace(unit, inlines=())
    if isinstance(one, Picture) and unit.kind not in ("heading", "table"):
        yield Unit("paragraph", (replace(one, credit=""),))
        if one.credit:
            yield Unit("caption", (Text(one.credit),))
        return
    yield unit
