"""What Markdown would lose in silence, told: words that its rules skip, and text too deep to read.

Every loss is an error if words would be missing in a deliverable, a warning if only a tooltip would.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from .characters import forbidden
from .problems import Place, Problem, error, warning

if TYPE_CHECKING:
    from markdown_it.token import Token

NESTING = 20
"""Lists, quotes, links and emphasis may stand this deep inside each other, also those of one kind."""
COLUMNS, ROWS, LETTERS = 40, 2_000, 2_000
"""A table may not be larger, nor a word longer: no page shows such a table, and the engine takes minutes for both."""
_LONG = re.compile(f"[^\\s\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\U0010ffff]{{{LETTERS + 1},}}")
"""A word that is too long, in a script that parts words by spaces."""


def told(
    tokens: Sequence[Token], notes: Mapping[str, Any], lines: Sequence[str], file: str, first: int
) -> list[Problem]:
    """Return what would be lost of a body, whose `lines` begin at line `first` of its file.

    `tokens` are those of markdown-it before its footnotes are moved to the end, `notes` what it knows of these.
    """
    told = _Told(lines, file, first)
    return [
        *told.depths(tokens),
        *told.sizes(tokens),
        *told.footnotes(tokens, notes),
        *told.rows(tokens),
        *told.inlines(tokens),
    ]


def too_deep(problems: Sequence[Problem]) -> bool:
    """Return whether the text is nested so deeply that it must not be read."""
    return any(each.rule == "nesting" for each in problems)


class _Told:
    def __init__(self, lines: Sequence[str], file: str, first: int) -> None:
        self._lines = lines
        self._file = file
        self._first = first

    def _place(self, token: Token) -> Place:
        return Place(self._file, self._first + (token.map[0] if token.map else 0))

    def depths(self, tokens: Sequence[Token]) -> Iterator[Problem]:
        """Yield an error for the first place where text is nested too deeply."""
        outer = 0
        last: Token | None = None
        for token in tokens:
            if token.type in ("bullet_list_open", "ordered_list_open", "blockquote_open"):
                outer += 1
            elif token.type in ("bullet_list_close", "ordered_list_close", "blockquote_close"):
                outer -= 1
            last = token if token.map else last
            if max(outer, _deepest(token)) > NESTING and last:
                what = f"text stands more than {NESTING} levels deep in lists, quotes or emphasis"
                yield error(self._place(last), what, "make it flatter", "nesting")
                return

    def sizes(self, tokens: Sequence[Token]) -> Iterator[Problem]:
        """Yield an error for each table with more columns or rows than print, and each word without end."""
        for at, line in enumerate(self._lines):
            if _LONG.search(line):
                what, hint = f"a word has more than {LETTERS:,} letters", "part it, or take it out"
                yield error(Place(self._file, self._first + at), what, hint, "size")
        table: Token | None = None
        columns = rows = 0
        for token in tokens:
            if token.type == "table_open":
                table, columns, rows = token, 0, 0
            columns += token.type == "th_open"
            rows += token.type == "tr_open"
            if token.type == "table_close" and table and (columns > COLUMNS or rows > ROWS):
                what = f"this table has {columns:,} columns and {rows:,} rows; {COLUMNS} and {ROWS:,} are the most"
                yield error(self._place(table), what, "part it, or give it beside the report as a file", "size")

    def footnotes(self, tokens: Sequence[Token], notes: Mapping[str, Any]) -> Iterator[Problem]:
        """Yield an error for each footnote that nothing calls, that stands twice, or that calls another."""
        seen: dict[str, Place] = {}
        inside = False
        for token in tokens:
            if token.type == "footnote_reference_open":
                inside = True
                yield from self._definition(token, notes["refs"], seen)
            elif token.type == "footnote_reference_close":
                inside = False
            calls = [child for child in token.children or () if child.type == "footnote_ref"]
            inner = (notes["list"][call.meta["id"]].get("tokens", ()) for call in calls)
            if (inside and calls) or any(each.type == "footnote_ref" for one in inner for each in one):
                hint = "say it in one footnote, or call the other one from the text"
                yield error(self._place(token), "a footnote calls another footnote", hint, "footnote")

    def _definition(self, token: Token, refs: Mapping[str, int], seen: dict[str, Place]) -> Iterator[Problem]:
        name, where = token.meta["label"], self._place(token)
        if name in seen:
            what = f"the footnote [^{name}] stands a second time; the first is on line {seen[name].line}"
            yield error(where, what, "give each footnote a name of its own", "footnote")
        elif refs[f":{name}"] < 0:
            what = f"nothing calls the footnote [^{name}], so it would not be printed"
            yield error(where, what, f"write [^{name}] in the text", "footnote")
        seen.setdefault(name, where)

    def rows(self, tokens: Sequence[Token]) -> Iterator[Problem]:
        """Yield an error for each row of a table that has more cells than the table has columns."""
        columns = 0
        for token in tokens:
            if token.type == "table_open":
                columns = 0
            elif token.type == "th_open":
                columns += 1
            elif token.type == "tr_open" and token.map:
                cells = _cells(self._lines[token.map[0]])
                if columns and cells > columns:
                    what = f"this row has {cells} cells, and the table has {columns} columns; the rest would be lost"
                    hint = r"give the first row as many cells; write \| for a bar in the text"
                    yield error(self._place(token), what, hint, "table")

    def inlines(self, tokens: Sequence[Token]) -> Iterator[Problem]:
        """Yield what is said where nothing prints it, and characters that were spelled out: ``&#12;``."""
        spelled_out = not forbidden("".join(self._lines))
        for token in tokens:
            if token.type == "fence" and len(token.info.split()) > 1:
                what = f"“{token.info.strip()}” stands behind ``` and is not printed"
                yield error(self._place(token), what, "begin the text on the next line", "fence")
            for child in token.children or ():
                for words in forbidden(child.content) if spelled_out else ():
                    yield error(self._place(token), f"{words} cannot be printed", "delete it", "character")
                if child.type == "link_open" and child.attrs.get("title"):
                    what = f"the title of a link, “{child.attrs['title']}”, is not printed"
                    yield warning(self._place(token), what, "say it in the text", "link")


def _deepest(token: Token) -> int:
    """Return how deep links and emphasis stand inside each other in one run of text."""
    return max((child.level for child in token.children or ()), default=0)


def _cells(line: str) -> int:
    """Return the number of cells that a line of a table writes, as GitHub's Markdown counts them (§4.10)."""
    from markdown_it.rules_block.table import escapedSplit

    cells = escapedSplit(line.strip(" \t>"))
    return len(cells) - (cells[0] == "") - (len(cells) > 1 and cells[-1] == "")
