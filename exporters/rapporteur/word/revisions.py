"""Tracked changes of a returned Word file as a list: who inserted, deleted, moved or restyled which words, and when.

ECMA-376 part 1, §17.13.5. Word cuts one change into many pieces: neighbouring ones of one kind and author in one
paragraph are told as one. A move is told once, where the words went; a row or a cell with all that it holds.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from ..reading import Revision
from .settling import CHANGES, How, rejected, resolved
from .spots import FALLBACK, SIGNS, W, is_heading, words

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["MARK", "How", "found", "listed", "rejected", "resolved"]

Kind = Literal["inserted", "deleted", "from", "to", "formatted"]
MARK = "¶"
"""The words of a change that concerns nothing but the end of a paragraph."""
_KINDS: dict[str, Kind] = {
    f"{W}ins": "inserted",
    f"{W}del": "deleted",
    f"{W}moveFrom": "from",
    f"{W}moveTo": "to",
    f"{W}cellIns": "inserted",
    f"{W}cellDel": "deleted",
    f"{W}cellMerge": "formatted",
    f"{W}numberingChange": "formatted",
    **dict.fromkeys(CHANGES, "formatted"),
}
_CONTENT = frozenset(f"{W}{each}" for each in ("ins", "del", "moveFrom", "moveTo"))
_SEEN = frozenset((f"{W}t", *SIGNS))
_STARTS = {f"{W}moveFromRangeStart", f"{W}moveToRangeStart"}
_ENDS = {f"{W}moveFromRangeEnd", f"{W}moveToRangeEnd"}


@dataclass(slots=True)
class _Piece:
    """A change as far as it is read: its `marks` in the tree, its `move`'s name, the row or cell it `whole`ly is."""

    kind: Kind
    author: str
    date: str
    words: list[str]
    spot: str
    marks: list[_Element]
    move: str = ""
    whole: _Element | None = None

    def take(self, other: _Piece, between: str = "") -> None:
        """Let another piece be of this one."""
        self.words.extend([between, *other.words] if between and other.words else other.words)
        self.marks.extend(other.marks)


class _Reader:
    """Goes through a part once, from its beginning to its end."""

    def __init__(self, headings: Collection[str]) -> None:
        self.found: list[_Piece] = []
        self._headings = headings
        self._spot = ""
        self._open: dict[str, _Piece] = {}
        self._mark: list[_Element] = []
        self._carried: _Piece | None = None
        self._moves: dict[str, str] = {}
        self._whole: _Piece | None = None

    def read(self, tree: _Element) -> list[_Piece]:
        for each in _visible(tree):
            tag = each.tag
            if tag == f"{W}p":
                self._paragraph(each)
            elif tag in _STARTS:
                self._moves[each.get(f"{W}id", "")] = each.get(f"{W}name", "")
            elif tag in _ENDS:
                self._moves.pop(each.get(f"{W}id", ""), None)
            elif tag in _SEEN:
                self._text(each)
            elif tag in _KINDS:
                self._change(each)
        self._end()
        return self.found

    def _paragraph(self, paragraph: _Element) -> None:
        self._end()
        self._open = {}
        if is_heading(paragraph, self._headings):
            self._spot = words(paragraph).strip() or self._spot
        mark = paragraph.find(f"{W}pPr/{W}rPr")
        self._mark = [] if mark is None else [each for each in mark if each.tag in _KINDS]

    def _end(self) -> None:
        """Tell of the mark that ends a paragraph, unless what it ends was changed in the same way."""
        self._carried = None
        for each in self._mark:
            piece = self._made(each, "")
            before = self._open.get(piece.kind)
            if self._inside(piece):
                continue
            if before and before.author == piece.author:
                before.take(piece)
            else:
                self.found.append(piece)
                self._carried = piece
        self._mark = []

    def _text(self, text: _Element) -> None:
        """Part what is left of a text from what is right of it, for all kinds of change that it has no share in."""
        if not self._open and self._carried is None:
            return
        covering = {_KINDS[str(each.tag)] for each in text.iterancestors() if each.tag in _CONTENT}
        if _parent(text).find(f"{W}rPr/{W}rPrChange") is not None:
            covering.add("formatted")
        self._open = {kind: piece for kind, piece in self._open.items() if kind in covering}
        if self._carried and self._carried.kind not in covering:
            self._carried = None

    def _change(self, each: _Element) -> None:
        parent = _parent(each)
        if each.tag in CHANGES and parent.find(str(each.tag)) is not each:
            return  # properties have one former state; more of them are no office program's
        if _parent(parent).tag == f"{W}pPr" and parent.tag == f"{W}rPr":
            return  # the paragraph's mark, told at its end
        piece = self._made(each, _subject(each, parent))
        if self._inside(piece):
            return
        if parent.tag in (f"{W}trPr", f"{W}tcPr") and each.tag not in CHANGES:
            piece.whole = _parent(parent)
            self._whole = piece
            self.found.append(piece)
        elif each.tag == f"{W}pPrChange":
            self.found.append(piece)
        else:
            self._join(piece)

    def _join(self, piece: _Piece) -> None:
        before = self._open.get(piece.kind) or self._carried
        if before and (before.kind, before.author, before.move) == (piece.kind, piece.author, piece.move):
            before.take(piece)
            piece = before
        else:
            self.found.append(piece)
        self._carried = None
        self._open[piece.kind] = piece

    def _made(self, each: _Element, said: str) -> _Piece:
        kind = _KINDS[str(each.tag)]
        move = next(reversed(self._moves.values()), "") if kind in ("from", "to") else ""
        date = each.get(f"{W}date", "")
        return _Piece(kind, each.get(f"{W}author", ""), date, [said] if said else [], self._spot, [each], move)

    def _inside(self, piece: _Piece) -> bool:
        """Tell whether a change is but a piece of a row or cell that was told already, and give it that if so."""
        whole = self._whole
        if whole is None or (whole.kind, whole.author) != (piece.kind, piece.author):
            return False
        if all(above is not whole.whole for above in piece.marks[0].iterancestors()):
            return False
        whole.marks.extend(piece.marks)
        return True


def listed(tree: _Element, headings: Collection[str] = ()) -> tuple[Revision, ...]:
    """Return the tracked changes of a part in its order; `headings` are the ids of the styles of headings.

    The words of what concerns only the end of a paragraph are `MARK`; what concerns no words has none.
    """
    return tuple(revision for revision, _ in found(tree, headings))


def found(tree: _Element, headings: Collection[str] = ()) -> list[tuple[Revision, list[_Element]]]:
    """Return the tracked changes as `listed`, each with its marks in the tree."""
    told: list[tuple[Revision, list[_Element]]] = []
    for kind, each in _moved(_Reader(headings).read(tree)):
        one = Revision(kind, each.author, each.date, "".join(each.words), each.spot)
        if told and not one.words and told[-1][0] == one:
            told[-1][1].extend(each.marks)
        else:
            told.append((one, each.marks))
    return told


def _moved(pieces: list[_Piece]) -> Iterator[tuple[Literal["inserted", "deleted", "moved", "formatted"], _Piece]]:
    """Yield the pieces, those of one move as one; half a move is what is left of it, an insertion or a deletion."""
    left: dict[str, list[_Element]] = {}
    for each in pieces:
        if each.kind == "from":
            left.setdefault(_name(each), []).extend(each.marks)
    arrived = {_name(each) for each in pieces if each.kind == "to"}
    for each in _gathered(pieces):
        if not each.words and each.kind != "formatted" and each.whole is None:
            each.words = [MARK]
        if each.kind == "to":
            each.marks.extend(marks := left.get(_name(each), []))
            marks.clear()
            yield ("moved" if _name(each) in left else "inserted"), each
        elif each.kind != "from":
            yield each.kind, each
        elif _name(each) not in arrived:
            yield "deleted", each


def _gathered(pieces: list[_Piece]) -> list[_Piece]:
    """Return the pieces, what arrived by one move in one."""
    first: dict[str, _Piece] = {}
    told = []
    for each in pieces:
        moved = each.kind == "to" and each.move
        if moved and each.move in first:
            first[each.move].take(each, "\n")
            continue
        if moved:
            first[each.move] = each
        told.append(each)
    return told


def _name(piece: _Piece) -> str:
    """Return by what the two ends of a move are known: its name, or else its words."""
    return piece.move or "\n".join(piece.words)


def _visible(tree: _Element) -> Iterator[_Element]:
    """Yield the elements of a part in order, without what stands twice for older programs."""
    for each in tree:
        if each.tag != FALLBACK and isinstance(each.tag, str):
            yield each
            yield from _visible(each)


def _subject(change: _Element, parent: _Element) -> str:
    """Return the words that a change is about."""
    if change.tag in _CONTENT and parent.tag not in (f"{W}trPr", f"{W}numPr"):
        return words(change, also_deleted=True)
    if change.tag in (f"{W}tblGridChange", f"{W}sectPrChange", f"{W}tblPrChange"):
        return ""
    holder = _parent(parent) if parent.tag != f"{W}numPr" else _parent(_parent(parent))
    if holder.tag == f"{W}tr":
        return " | ".join(words(cell, also_deleted=True) for cell in holder.iter(f"{W}tc"))
    return words(holder, also_deleted=True)


def _parent(element: _Element) -> _Element:
    parent = element.getparent()
    return element if parent is None else parent
