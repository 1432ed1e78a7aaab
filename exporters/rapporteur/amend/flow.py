"""The body of a session file as pieces: the lines of each leaf, what stands before them, and the gaps between.

Markdown's own block parser says where each piece begins and ends, so nothing here knows Markdown's rules twice. Lines
count from 0 in the body.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .. import markdown
from ..prose import Inlines, Note, inlines_within, runs
from .frames import Container, Listed

if TYPE_CHECKING:
    from markdown_it.token import Token

_MARK = re.compile(r"([ \t]*)([-+*]|\d{1,9}[.)])([ \t]*)")
_QUOTE = re.compile(r" {0,3}> ?")
_LEAVES = ("paragraph_open", "heading_open", "fence", "code_block", "hr", "table_open")


@dataclass(frozen=True, slots=True)
class Piece:
    """A leaf: the lines from `first` to before `end`, its raw words, and the containers it stands in.

    It opens the last `opened` containers itself. `rows` are the lines of a table's rows. `kind` is its token's.
    """

    first: int
    end: int
    kind: str
    containers: tuple[Container, ...]
    opened: int
    content: str = ""
    level: int = 0
    rows: tuple[int, ...] = ()

    @property
    def first_prefix(self) -> str:
        """What stands before its first line, as its containers say it."""
        outer = self.containers[: len(self.containers) - self.opened]
        opened = self.containers[len(outer) :]
        return "".join(each.rest for each in outer) + "".join(each.first for each in opened)

    @property
    def rest_prefix(self) -> str:
        """What stands before its other lines."""
        return "".join(each.rest for each in self.containers)


@dataclass(frozen=True, slots=True)
class Definition:
    """A footnote's lines and its words; `inside` says that it stands in a list or a quote."""

    label: str
    first: int
    end: int
    inside: bool


@dataclass(slots=True)
class Flow:
    """The body: its lines without their ends, its pieces, its lists, and its footnotes."""

    lines: list[str]
    pieces: list[Piece] = field(default_factory=list)
    lists: dict[int, Listed] = field(default_factory=dict)
    definitions: list[Definition] = field(default_factory=list)

    def calls(self, content: str) -> list[str]:
        """Return the labels of the footnotes that words call, in order; "" for one that stands in the words."""
        parser = markdown.parser()
        known = {f":{each.label}": -1 for each in self.definitions}
        tokens: list[Token] = []
        parser.inline.parse(content, parser, {"footnotes": {"refs": known, "list": {}}}, tokens)
        return list(_called(tokens))


def _called(tokens: list[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type == "footnote_ref":
            yield token.meta.get("label", "")
        yield from _called(token.children or [])


def notes_of(blocks: Any) -> list[Inlines]:
    """Return what each footnote says, in the order in which they are called."""
    return [each.children for inlines, _ in runs(blocks) for each in inlines_within(inlines) if isinstance(each, Note)]


def read(text: str) -> Flow:
    """Return the pieces of a body."""
    parser = markdown.parser()
    tokens: list[Token] = []
    flow = Flow(text.split("\n"))
    parser.block.parse(text.replace("\0", "\ufffd"), parser, {}, tokens)
    _Reader(flow).read(tokens)
    return flow


@dataclass(slots=True)
class _Open:
    """A container that is open: its token, the number of its list, and what it is once its first line was seen."""

    token: Token
    name: int
    among: int | None
    container: Container | None = None


class _Reader:
    def __init__(self, flow: Flow) -> None:
        self._flow = flow
        self._open: list[_Open] = []
        self._lists: list[int] = []
        self._items: dict[int, list[tuple[int, Container, str]]] = {}
        self._tokens: dict[int, Token] = {}
        self._names = 0

    def read(self, tokens: list[Token]) -> None:
        at = 0
        while at < len(tokens):
            at = self._token(tokens, at)
        for name, items in self._items.items():
            self._flow.lists[name] = self._listed(name, items)

    def _token(self, tokens: list[Token], at: int) -> int:
        """Read the token at `at`; return which follows."""
        token = tokens[at]
        if token.type in ("bullet_list_open", "ordered_list_open"):
            self._names += 1
            self._lists.append(self._names)
            self._tokens[self._names] = token
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            self._lists.pop()
        elif token.type in ("list_item_open", "blockquote_open"):
            self._names += 1
            among = self._lists[-1] if token.type == "list_item_open" else None
            self._open.append(_Open(token, self._names, among))
        elif token.type in ("list_item_close", "blockquote_close"):
            if self._open[-1].container is None:
                assert self._open[-1].token.map
                self._piece(self._open[-1].token.map[0], self._open[-1].token.map[0] + 1, "empty")
            self._open.pop()
        elif token.type == "footnote_reference_open":
            return self._definition(tokens, at)
        elif token.type in _LEAVES:
            return self._leaf(tokens, at)
        return at + 1

    def _definition(self, tokens: list[Token], at: int) -> int:
        token = tokens[at]
        assert token.map
        end = _without_blank(self._flow.lines, token.map[0], token.map[1])
        self._flow.definitions.append(Definition(token.meta["label"], token.map[0], end, bool(self._open)))
        depth = 0
        while True:
            depth += tokens[at].type == "footnote_reference_open"
            depth -= tokens[at].type == "footnote_reference_close"
            at += 1
            if not depth:
                return at

    def _leaf(self, tokens: list[Token], at: int) -> int:
        token = tokens[at]
        assert token.map
        first, end = token.map
        content, level, rows = token.content, 0, list[int]()
        if token.type in ("paragraph_open", "heading_open"):
            content, level = tokens[at + 1].content, len(token.markup) if token.markup.startswith("#") else 0
            level = level or (int(token.tag[1]) if token.type == "heading_open" else 0)
            at += 2
        if token.type == "table_open":
            while tokens[at].type != "table_close":
                if tokens[at].type == "tr_open":
                    rows.append(tokens[at].map[0])  # type: ignore[index]
                at += 1
        end = _without_blank(self._flow.lines, first, end) if token.type == "code_block" else end
        self._piece(first, end, token.type.removesuffix("_open"), content, level, tuple(rows))
        return at + 1

    def _piece(
        self, first: int, end: int, kind: str, content: str = "", level: int = 0, rows: tuple[int, ...] = ()
    ) -> None:
        waiting = [each for each in self._open if each.container is None]
        begin = min([first, *(each.token.map[0] for each in waiting if each.token.map)])
        self._see(begin)
        containers = tuple(each.container for each in self._open if each.container)
        self._flow.pieces.append(Piece(begin, end, kind, containers, len(waiting), content, level, rows))

    def _see(self, line: int) -> None:
        """Give the containers that open on `line` what they put before it."""
        text, column = self._flow.lines[line], 0
        for each in self._open:
            if each.container is not None:
                text, column = _past(text, column, each.container)
                continue
            found = (_QUOTE if each.among is None else _MARK).match(text)
            first, rest = (found[0] if found else ""), ""
            if each.among is not None and found:
                first, rest = _item(found, text, column)
            each.container = Container(
                each.name, first if each.among is not None else "> ", rest or "> ", each.among, _number(found)
            )
            if each.among is not None and found:
                self._items.setdefault(each.among, []).append((line, each.container, found[0]))
            column += len(first.expandtabs(4))
            text = text[len(first) :]

    def _listed(self, name: int, items: list[tuple[int, Container, str]]) -> Listed:
        token = self._tokens[name]
        numbers = [each.number for _, each, _ in items]
        ordered = token.type == "ordered_list_open"
        upward = numbers == list(range(numbers[0], numbers[0] + len(numbers)))
        counts = True if upward else False if len(set(numbers)) == 1 else None
        found = _MARK.match(items[0][2])
        lead, pad = (found[1], found[3]) if found else ("", " ")
        blank = None
        if len(items) > 1:
            before = items[1][0]
            blank = before - _without_blank(self._flow.lines, items[0][0], before)
        return Listed(name, ordered, token.markup, numbers[0], counts if ordered else True, blank, lead, pad or " ")


def _number(found: re.Match[str] | None) -> int:
    digits = found[2][:-1] if found and found.re is _MARK else ""
    return int(digits) if digits else 0


def _item(found: re.Match[str], text: str, column: int) -> tuple[str, str]:
    """Return what a list item puts before its first line, and before its others (CommonMark §5.2)."""
    mark, spaces = found[1] + found[2], found[3]
    wide = len((" " * column + mark + spaces).expandtabs(4)) - len((" " * column + mark).expandtabs(4))
    if not text[found.end() :].strip():
        return mark + " ", " " * (len(mark.expandtabs(4)) + 1)
    if wide > 4:
        spaces, wide = spaces[:1], 1
    return mark + spaces, " " * (len(mark.expandtabs(4)) + wide)


def _past(text: str, column: int, container: Container) -> tuple[str, int]:
    """Return what is left of a line behind what an open container puts before it."""
    if container.among is None:
        found = _QUOTE.match(text)
        return (text[found.end() :], column + found.end()) if found else (text, column)
    width = len(container.rest)
    wide, at = 0, 0
    while at < len(text) and text[at] in " \t" and wide < width:
        wide = len((" " * column + text[: at + 1]).expandtabs(4)) - column
        at += 1
    return text[at:], column + wide


def _without_blank(lines: list[str], first: int, end: int) -> int:
    """Return `end` without the blank lines before it, those of a quote included."""
    while end > first + 1 and not lines[end - 1].strip(" \t>"):
        end -= 1
    return end
