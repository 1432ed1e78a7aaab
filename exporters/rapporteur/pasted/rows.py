"""The lines of a pasted text: cleaned, each with its number and its indent, and those that were wrapped made whole."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from ..characters import FORBIDDEN

_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_TAB = 4
WIDEST = 100
"""A text whose longest line is wider than so many columns was not wrapped."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line: its number, how far it is indented, its text without the indent, and its cells if tabs part it.

    `width` is how many columns it takes, with wide spaces at its beginning, which indent a paragraph of Chinese.
    """

    number: int
    indent: int
    text: str
    cells: tuple[str, ...]
    width: int = 0

    @property
    def blank(self) -> bool:
        """Whether it says nothing."""
        return not self.text

    @property
    def tabular(self) -> bool:
        """Whether it holds more than one cell with words."""
        return sum(map(bool, self.cells)) > 1


def rows(text: str) -> tuple[Row, ...]:
    """Return the lines of a text; a character that nothing can print is shown as U+FFFD."""
    text = _ENDS.sub("\n", text.replace("\ufeff", ""))
    text = re.sub("\u00ad(?![ \t]*\n)", "", text)
    return tuple(_row(line, number) for number, line in enumerate(FORBIDDEN.sub("\ufffd", text).split("\n"), 1))


def _row(line: str, number: int) -> Row:
    stripped = line.lstrip()
    indent = 0
    for character in line[: len(line) - len(stripped)]:
        indent += _TAB - indent % _TAB if character == "\t" else character != "\u3000"
    cells = tuple(" ".join(cell.split()) for cell in line.split("\t"))
    text = stripped.rstrip()
    wide = 2 * line[: len(line) - len(stripped)].count("\u3000")
    return Row(number, indent, text, cells, indent + wide + _columns(text))


def unwrapped(found: tuple[Row, ...], begins: Callable[[Row], bool]) -> Iterator[Row]:
    """Yield rows, those joined that a program wrapped: where a line is full, and the next one begins nothing."""
    begun = [bool(row.text) and begins(row) for row in found]
    width = _width_of(found, begun)
    made: Row | None = None
    last = Row(0, 0, "", ())
    pieces: list[str] = []
    for row, new in zip(found, begun, strict=True):
        full = made is not None and width and last.width + _first(row.text) > width
        goes_on = full and made is not None and _may_go_on(made, row) and not new
        if made is not None and row.text and (_is_cut(last.text) or goes_on):
            pieces.append(joint(last.text, row.text) + row.text)
        else:
            if made is not None:
                yield _whole(made, pieces)
            made, pieces = row, [row.text]
        last = row
    if made is not None:
        yield _whole(made, pieces)


def _whole(row: Row, pieces: list[str]) -> Row:
    text = "".join(pieces)
    if "\u00ad" not in text and len(pieces) == 1:
        return row
    text = re.sub("\u00ad\\s*", "", text)
    return replace(row, text=text, cells=(" ".join(text.split()),))


def _is_cut(text: str) -> bool:
    """Return whether a line ends in the middle of a word, at a soft hyphen."""
    return text.endswith("\u00ad")


def _width_of(found: tuple[Row, ...], begun: list[bool]) -> int:
    """Return the width at which a text was wrapped, 0 if it does not look so: by the lines that another one goes on."""
    pairs = zip(found, found[1:], begun[1:], strict=False)
    widths = [row.width for row, after, begins in pairs if _may_go_on(row, after) and not begins]
    longest = max(widths, default=0)
    full = sum(width > longest - 14 for width in widths)
    return (
        longest
        if 40 <= longest <= WIDEST and full >= 3 and 2 * full >= sum(2 * width >= longest for width in widths)
        else 0
    )


def _may_go_on(row: Row, after: Row) -> bool:
    return bool(row.text and after.text) and not row.tabular and not after.tabular


def _columns(text: str) -> int:
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else unicodedata.combining(c) == 0 for c in text)


def _first(text: str) -> int:
    """Return the columns that the first word of a text and the space before it would take."""
    if text and _wide(text[0]):
        return 6  # a sign that must not begin a line takes the one before it along
    word = text.split(maxsplit=1)
    return 1 + _columns(word[0]) if word else 0


def joint(before: str, after: str) -> str:
    """Return what stands between two lines that are one: nothing behind a hyphen or between wide characters."""
    if _wide(before[-1:]) and _wide(after[:1]):
        return ""
    return "" if re.search(r"\w-$", before[-2:]) else " "


def _wide(character: str) -> bool:
    return bool(character) and unicodedata.east_asian_width(character) in "WF"
