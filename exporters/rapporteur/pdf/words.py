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
pages of Latin,      the lines as their glyphs read
Greek, Chinese …
Indic, Thai …        the lines as `tags` wrote their words beside them when they were painted, since their glyphs do
                     not tell: that a line is painted is known, not that each glyph is
pages with Arabic,   the same, for all lines of the page; of each line it is also known that just its letters, figures
Hebrew …             and signs are painted, as often as it has them, but not in which order, since programs turn them
                     round. Vowel signs, punctuation and what is painted mirrored do not count, nor which of several
                     scripts a figure is of
===================  ===============================================================================================
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence

from ..parity import bare, prose_claims
from ..problems import Place, Refused, error
from ..report import Report
from .glyphs import COMPLEX

NEAR = 24
"""So many lines that no piece accounts for may stand before one that follows on: marks of lists, numbers of notes,
heads of tables that are printed again on each page."""

_UNSURE = "\u2044\u25cc"
"""The stroke of a fraction, for which PDFium reads that of keyboards; the circle that holds a sign without a letter."""
_SHARED = str.maketrans({"\u2206": "\u03b4", "\u02bb": "", "\u02bc": ""})
"""Signs that have one glyph with others, which read back as whichever of these came first: Δ, and quotation marks."""


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
    from . import extract

    pages = extract.read(data)
    return tuple(agreed(line.text, said.get(line.mark, "")) for page, said in pages for line in page if line.shown)


def agreed(glyphs: str, said: str) -> str:
    """Return the words of a line: what is said beside its glyphs, if these are its letters, else what they read."""
    return said if said and _counted(said) == _counted(glyphs) else glyphs


def missing(pieces: Iterable[str], found: Iterable[str]) -> tuple[str, ...]:
    """Return the pieces of text whose words are not all in the lines that a PDF was found to hold, in their order."""
    texts = [(text, letters) for text in pieces if (letters := _letters(text))]
    wanted = [letters for _, letters in texts]
    read = [letters for line in found if (letters := _letters(line))]
    lines = _Lines(read)
    lost = _sought(wanted, {at for at, letters in enumerate(wanted) if not lines.take_next(letters)}, lines)
    if lost:  # a line may stand for another piece that says the same: whichever way finds all, all are there
        other = _sought(wanted, set(range(len(wanted))), _Lines(read))
        lost = min(lost, other, key=len)
    return tuple(text for at, (text, _) in enumerate(texts) if at in lost)


def _sought(wanted: Sequence[str], among: set[int], lines: _Lines) -> set[int]:
    """Return those `among` the pieces that the lines left over do not make up, the longest looked for first."""
    return {at for at in sorted(among, key=lambda at: (-len(wanted[at]), at)) if not lines.take(wanted[at])}


def _letters(text: str) -> str:
    return bare(text).casefold().translate(_SHARED)


class _Lines:
    """The lines that are not yet accounted for."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines: list[str] = list(lines)
        self._next = 0

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


def _counted(text: str) -> Counter[str]:
    """Return how often a text holds each letter, figure and sign, without those that may be painted as another one."""
    return Counter(
        str(unicodedata.decimal(each, each))
        for each in COMPLEX.sub("", _letters(text))
        if unicodedata.category(each)[0] in "LNS" and not unicodedata.mirrored(each) and each not in _UNSURE
    )
