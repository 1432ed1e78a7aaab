"""The gate: every word that a layout printed is found again in the finished PDF, or the report is refused.

The engine loses text without a word in some layouts, so nothing it says is trusted: the PDF is read back by PDFium, and
each piece of text of the HTML must be in what is read, as often as it was printed. Running heads and folios do not
count, nor does what is clipped away or off the page.

A piece is found when whole lines of the PDF make it up, in their order; other lines may come between, at the end of a
page. Compared are letters, figures and signs without spaces, hyphens, controls, case and compatibility forms (NFKC).
Where reading a PDF back is not reliable, less is compared:

===================  ===============================================================================================
text                 what is compared
===================  ===============================================================================================
Latin, Greek,        the lines as their glyphs read
Cyrillic, Chinese …
Indic, Thai …        the lines as `tags` wrote their words beside them when they were painted, since their glyphs do
                     not tell: that a line is painted is known, not that each glyph is
Arabic, Hebrew, and  how often each letter and figure occurs in all of these pieces together: PDFs keep such lines in
pieces that mix in   the order they are seen, and ligatures read back in any order. Vowel signs and punctuation do not
such words           count
figures alone,       the lines as their glyphs read, also with their groups in the other order
beside such words
===================  ===============================================================================================
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ..outline import direction_of
from ..parity import bare, prose_claims
from ..problems import Place, Refused, error
from ..report import Report

NEAR = 24
"""So many lines that no piece accounts for may stand before one that follows on: marks of lists, numbers of notes,
heads of tables that are printed again on each page."""


_FIGURES = re.compile(r"\+?[\d:.,]+")
"""Figures that keep their order in a line from right to left (UAX #9, W4)."""


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    letters: str

    @property
    def leftward(self) -> bool:
        return any(direction_of(letter) == "rtl" for letter in self.letters)


def check(pieces: Iterable[str], data: bytes, report: Report) -> None:
    """Raise `Refused` naming every piece of text that is not in the PDF with all its words."""
    lost = missing(pieces, read(data))
    if lost:
        raise Refused([error(_place(text, report), _what(text), _HINT, "words") for text in lost])


_HINT = "the engine loses text in some layouts: change what the layout does at this place, or shorten the text"


def _what(text: str) -> str:
    return f"the PDF does not show all the words of “{text if len(text) <= 160 else text[:157] + '…'}”"


def _place(text: str, report: Report) -> Place:
    wanted = bare(text)
    for claim in prose_claims(report):
        if wanted and wanted in bare(claim.text):
            return claim.where
    return Place(report.origin.file)


def read(data: bytes) -> tuple[str, ...]:
    """Return the lines of a PDF that are its content and can be seen."""
    from .extract import Document

    with Document(data) as document:
        return tuple(line.text for page in document.pages() for line in page if line.shown)


def missing(pieces: Iterable[str], found: Iterable[str]) -> tuple[str, ...]:
    """Return the pieces of text whose words are not all in the lines that a PDF was found to hold, in their order."""
    wanted = [_Piece(text, letters) for text in pieces if (letters := _letters(text))]
    read = [letters for line in found if (letters := _letters(line))]
    lines = _Lines(read)
    lost = {at for at, piece in enumerate(wanted) if not piece.leftward and not lines.take_next(piece.letters)}
    lost = _sought(wanted, lost, lines)
    if lost:  # a line may stand for another piece that says the same: whichever way finds all, all are there
        afresh = _Lines(read)
        other = _sought(wanted, {at for at, piece in enumerate(wanted) if not piece.leftward}, afresh)
        lost, lines = (other, afresh) if len(other) < len(lost) else (lost, lines)
    leftward = [piece for piece in wanted if piece.leftward]
    if leftward:
        lost = {at for at in lost if not ((turned := _turned(wanted[at].text)) and lines.take(turned))}
    uncounted = set(_uncounted(leftward, lines.left()))
    return tuple(piece.text for at, piece in enumerate(wanted) if at in lost or piece in uncounted)


def _sought(wanted: Sequence[_Piece], among: set[int], lines: _Lines) -> set[int]:
    """Return those `among` the pieces that the lines left over do not make up, the longest looked for first."""
    return {
        at for at in sorted(among, key=lambda at: (-len(wanted[at].letters), at)) if not lines.take(wanted[at].letters)
    }


def _turned(text: str) -> str:
    """Return figures as they read back beside Arabic, 11:00–12:30 as 12:30–11:00; "" for a text that has letters."""
    return "" if direction_of(text) else _letters("".join(reversed(_FIGURES.findall(text))))


def _letters(text: str) -> str:
    return bare(text).casefold()


class _Lines:
    """The lines that are not yet accounted for."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines: list[str] = list(lines)
        self._next = 0

    def left(self) -> list[str]:
        """Return those lines, the others empty."""
        return self._lines

    def take_next(self, wanted: str) -> bool:
        """Take the lines that make up `wanted` if they follow on those taken last, but for the marks of lists."""
        for start in range(self._next, min(self._next + NEAR, len(self._lines))):
            end = self._whole(wanted, start)
            if end:
                self._clear(range(start, end))
                self._next = end
                return True
        return False

    def take(self, wanted: str) -> bool:
        """Take the lines that make up `wanted` from wherever they stand closest together; return whether there are."""
        closest: list[int] = []
        for start in range(len(self._lines)):
            way = self._way(wanted, start)
            if way and (not closest or _span(way) < _span(closest)):
                closest = way
            if closest and _span(closest)[0] == len(closest) - 1:
                break
        self._clear(closest)
        return bool(closest)

    def _way(self, wanted: str, start: int) -> list[int]:
        """Return the places of lines that make up `wanted`, the first at `start`; none if they do not.

        A line that fits may be another piece's: it is passed over if what follows does not fit then.
        """
        taken: list[int] = []
        dead: set[tuple[int, int]] = set()
        at, done = start, 0
        while done < len(wanted):
            while at < len(self._lines) and not ((at, done) not in dead and self._begins(wanted, at, done)):
                if not taken:
                    return []
                at += 1
            if at < len(self._lines):
                taken.append(at)
                done += len(self._lines[at])
                at += 1
                continue
            at = taken.pop()
            done -= len(self._lines[at])
            if not taken:
                return []
            dead.add((at, done))
        return taken

    def _begins(self, wanted: str, at: int, done: int = 0) -> bool:
        return bool(self._lines[at]) and wanted.startswith(self._lines[at], done)

    def _whole(self, wanted: str, start: int) -> int:
        """Return where the lines from `start` that make up `wanted` end; 0 if they do not."""
        for at in range(start, len(self._lines)):
            if not self._begins(wanted, at):
                return 0
            wanted = wanted[len(self._lines[at]) :]
            if not wanted:
                return at + 1
        return 0

    def _clear(self, places: Iterable[int]) -> None:
        for at in places:
            self._lines[at] = ""


def _span(way: list[int]) -> tuple[int, int]:
    return way[-1] - way[0], way[0]


def _uncounted(pieces: Sequence[_Piece], left: Sequence[str]) -> Iterator[_Piece]:
    """Yield the pieces with right-to-left words that hold letters of which `left` has not enough."""
    wanted = Counter(_counted("".join(piece.letters for piece in pieces)))
    lacking = wanted - Counter(_counted("".join(left)))
    if not lacking:
        return
    there = Counter(_key(line) for line in left)
    suspects = [piece for piece in pieces if not there[_key(piece.text)]]
    for piece in suspects or pieces:
        if set(_counted(piece.letters)) & set(lacking):
            yield piece


def _counted(letters: str) -> str:
    return "".join(letter for letter in letters if unicodedata.category(letter)[0] in "LN")


def _key(words: str) -> str:
    return "".join(sorted(_counted(_letters(words))))
