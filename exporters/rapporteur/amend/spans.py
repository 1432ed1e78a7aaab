"""A front matter's values with the exact span of their text, and the few ways in which such a text is changed.

Lines are those of the whole file, counted from 0; offsets are into the whole text. PyYAML tells where everything
stands; every other byte is left alone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from .. import session, settings
from ..characters import FORBIDDEN
from ..settings import Plain

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_BREAKS = {0x85: " ", 0x2028: " ", 0x2029: " "}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file's text, where each of its lines begins, the line of the second ``---``, and the root of its YAML."""

    text: str
    starts: tuple[int, ...]
    close: int
    root: Any

    @property
    def end(self) -> str:
        """How lines end in this file."""
        found = re.search(r"\r\n|\r|\n", self.text)
        return found[0] if found else "\n"

    def offset(self, mark: Any) -> int:
        """Return where a mark of YAML stands in the text."""
        return self.starts[int(mark.line) + 1] + int(mark.column)

    def line(self, at: int) -> str:
        """Return a line without its end."""
        return self.text[self.starts[at] : self.starts[at + 1]].rstrip("\r\n")

    def put(self, begin: int, end: int, new: str) -> str:
        """Return the text with `new` between two offsets; its line ends become those of the file."""
        return self.text[:begin] + new.replace("\n", self.end) + self.text[end:]

    def put_lines(self, at: int, lines: list[str], instead_of: int = 0) -> str:
        """Return the text with lines before line `at`, `instead_of` so many that stand there."""
        new = "".join(f"{line}\n" for line in lines)
        return self.put(self.starts[at], self.starts[at + instead_of], new)

    def tree(self) -> Plain:
        """Return what the front matter says."""
        return plain(self.text)


def read(text: str) -> Sheet:
    """Return a file's front matter with its spans; there must be one."""
    import yaml

    starts = [0, *(match.end() for match in _LINE.finditer(text) if match[0])]
    lines = [text[a:b].rstrip("\r\n") for a, b in pairwise(starts)]
    _, close = session.fences(lines) or (0, 0)
    front = "".join(f"{line}\n" for line in lines[1:close])
    root = yaml.compose(FORBIDDEN.sub("\ufffd", front).translate(_BREAKS), Loader=yaml.BaseLoader)
    if root is None:
        root = yaml.MappingNode("", [], flow_style=False)
    return Sheet(text, tuple(starts), close, root)


def plain(text: str) -> Plain:
    """Return what the front matter of a file says, {} if it cannot be read."""
    lines = [match[0].rstrip("\r\n") for match in _LINE.finditer(text)]
    found = session.fences(lines)
    if found is None:
        return {}
    node, problems = settings.parse("".join(f"{line}\n" for line in lines[1 : found[1]]), "")
    return {} if any(each.rule == "yaml" and each.severity == "error" for each in problems) else node.plain()


def normal(tree: Plain) -> Plain:
    """Return values without what says nothing; a list of one is the one."""
    if isinstance(tree, str):
        return " ".join(tree.split())
    if isinstance(tree, list):
        found = [value for each in tree if (value := normal(each))]
        return found[0] if len(found) == 1 else found
    return {key: value for key, each in tree.items() if (value := normal(each))}


def is_map(node: Any) -> bool:
    """Whether a node is a map."""
    return node is not None and node.id == "mapping"


def is_list(node: Any) -> bool:
    """Whether a node is a list."""
    return node is not None and node.id == "sequence"


def is_empty(node: Any) -> bool:
    """Whether a node is a scalar that says nothing."""
    return node is not None and node.id == "scalar" and not node.value


def entry(node: Any, key: str) -> tuple[Any, Any] | None:
    """Return key and value of a map's entry."""
    pairs = node.value if is_map(node) else []
    return next(((name, value) for name, value in pairs if name.value == key), None)


def last_line(sheet: Sheet, node: Any) -> int:
    """Return the last line of a value."""
    if node.id == "scalar" and node.style in ("|", ">"):
        at = node.start_mark.line + 2
        inner = len(_indent(sheet.line(at))) if at < sheet.close else 0
        last = at - 1
        while at < sheet.close and inner and (not sheet.line(at).strip() or len(_indent(sheet.line(at))) >= inner):
            last = at if sheet.line(at).strip() else last
            at += 1
        return int(last)
    if node.id == "scalar" or node.flow_style or not node.value:
        return int(node.end_mark.line) + 1
    children = [each for pair in node.value for each in pair] if is_map(node) else node.value
    return max(last_line(sheet, each) for each in children)


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def quoted(text: str) -> str:
    """Return a text between double quotes, on one line."""
    made = json.dumps(text, ensure_ascii=False)
    return re.sub("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]", lambda found: f"\\u{ord(found[0]):04x}", made)


def spellings(value: str, style: str | None = None) -> Iterator[str]:
    """Yield the ways to write a text, the one that is nearest to `style` first."""
    value = " ".join(value.split("\n"))
    if style == "'":
        yield "'" + value.replace("'", "''") + "'"
    elif style != '"' and value and not re.match(r"[-?:,\[\]{}#&*!|>'\"%@`\s]|.*(?::\s|\s#|:$)", value):
        yield value
    yield quoted(value)


def fitting(made: Iterator[str], wanted: Plain) -> str | None:
    """Return the first text whose front matter says what is wanted."""
    return next((text for text in made if normal(plain(text)) == normal(wanted)), None)


def replaced(sheet: Sheet, key: Any, node: Any, value: str) -> Iterator[str]:
    """Yield the text with another value in a scalar's place, written as the old one was if that can be."""
    if is_empty(node) and node.start_mark.index == node.end_mark.index:
        after = _behind(sheet, key) if key is not None else sheet.offset(node.start_mark)
        for told in spellings(value):
            yield sheet.put(after, after, f" {told}")
        return
    begin, end = sheet.offset(node.start_mark), sheet.offset(node.end_mark)
    if node.style in ("|", ">"):
        at = node.start_mark.line + 2
        indent = _indent(sheet.line(at))
        yield sheet.put_lines(at, [indent + value], last_line(sheet, node) - at + 1)
        end = sheet.starts[last_line(sheet, node) + 1] - len(sheet.end)
    for told in spellings(value, node.style):
        yield sheet.put(begin, end, told)


def _behind(sheet: Sheet, key: Any) -> int:
    """Return the offset behind a key's colon."""
    return sheet.text.index(":", sheet.offset(key.end_mark)) + 1


def added(
    sheet: Sheet,
    parent: Any,
    key: Any,
    name: str,
    value: Callable[[str], list[str]],
    order: tuple[str, ...],
    inline: str = "",
) -> str:
    """Return the text with a new entry in the map `parent`, the value of `key` (None for the root).

    `value` gives the entry's lines for an indent, `inline` is the entry for a map between braces; the entry stands
    behind those that come before it in `order`.
    """
    if is_map(parent) and parent.value:
        before = _before(parent, name, order)
        if parent.flow_style:
            return _added_in_braces(sheet, parent, before, inline)
        first = parent.value[0][0]
        indent = " " * first.start_mark.column
        if before is None and parent is sheet.root:
            return sheet.put_lines(first.start_mark.line + 1, value(indent))
        last = last_line(sheet, (before or parent.value[0])[1])
        return sheet.put_lines(last + 1, value(indent))
    if is_map(parent) and parent.flow_style:
        begin = sheet.offset(parent.start_mark) + 1
        return sheet.put(begin, begin, inline)
    if key is None:
        return sheet.put_lines(sheet.close, value(""))
    return sheet.put_lines(key.start_mark.line + 2, value(" " * (key.start_mark.column + 2)))


def _before(parent: Any, name: str, order: tuple[str, ...]) -> Any:
    """Return the entry behind which `name` belongs, None if it comes first; what is in no order stands last."""
    if name not in order:
        return parent.value[-1]
    earlier = order[: order.index(name)]
    found = [pair for pair in parent.value if pair[0].value in earlier]
    return found[-1] if found else None


def _added_in_braces(sheet: Sheet, parent: Any, before: Any, inline: str) -> str:
    if before is None:
        begin = sheet.offset(parent.value[0][0].start_mark)
        return sheet.put(begin, begin, f"{inline}, ")
    end = sheet.offset(before[1].end_mark)
    return sheet.put(end, end, f", {inline}")


def removed(sheet: Sheet, parent: Any, at: int, keep_key: bool) -> str:
    """Return the text without a map's entry; a comment behind it stays, with its key if `keep_key`."""
    key, node = parent.value[at]
    if parent.flow_style:
        return without(sheet, [pair[0] for pair in parent.value], [pair[1] for pair in parent.value], at)
    first, last = key.start_mark.line + 1, last_line(sheet, node)
    comment = comment_behind(sheet, node) if node.id == "scalar" else ""
    begin, column = sheet.offset(key.start_mark), key.start_mark.column
    if comment and keep_key:
        return sheet.put(_behind(sheet, key), sheet.text.index(comment, sheet.offset(node.end_mark)), "  ")
    if sheet.line(first)[:column].strip():  # it stands behind the dash of a list
        following = parent.value[at + 1][0] if at + 1 < len(parent.value) else None
        return sheet.put(begin, sheet.offset(following.start_mark) if following else sheet.offset(node.end_mark), "")
    return sheet.put_lines(first, [" " * column + comment] if comment else [], last - first + 1)


def without(sheet: Sheet, begins: list[Any], ends: list[Any], at: int) -> str:
    """Return the text without one of the values that stand between commas."""
    begin, end = sheet.offset(begins[at].start_mark), sheet.offset(ends[at].end_mark)
    if at + 1 < len(begins):
        end = sheet.offset(begins[at + 1].start_mark)
    elif at:
        begin = sheet.offset(ends[at - 1].end_mark)
    return sheet.put(begin, end, "")


def comment_behind(sheet: Sheet, node: Any) -> str:
    """Return the comment behind a scalar on its line, "" if there is none."""
    at = node.end_mark.line + 1
    if node.style in ("|", ">"):
        return ""
    rest = sheet.line(at)[node.end_mark.column :]
    found = re.search(r"(?:^|\s)(#.*)", rest)
    return found[1] if found else ""
