"""Lists of a front matter: one value alone becomes a list, a list loses one of its values, or gets another order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from . import spans
from .spans import Sheet


@dataclass(frozen=True, slots=True)
class Item:
    """A value of a list as its lines: comments and blank lines above it, and its own, the first behind a dash."""

    above: tuple[str, ...]
    lines: tuple[str, ...]


def as_list(sheet: Sheet, key: Any, node: Any) -> str:
    """Return the text with the value of a key, a scalar or a map, as a list of this one value."""
    first, last = key.start_mark.line + 1, spans.last_line(sheet, node)
    head = sheet.text[sheet.starts[first] : sheet.text.index(":", sheet.offset(key.end_mark)) + 1]
    dash = " " * (key.start_mark.column + 2)
    if node.id == "scalar" or node.flow_style:
        rest = sheet.text[sheet.offset(node.start_mark) : sheet.starts[last + 1]].rstrip("\r\n")
        return sheet.put_lines(first, [head, f"{dash}- {rest}"], last - first + 1)
    indent = node.start_mark.column
    begin = node.start_mark.line + 1
    inner = [sheet.line(at) for at in range(begin, last + 1)]
    lines = [f"{dash}{'  ' if at else '- '}{line[indent:]}".rstrip() for at, line in enumerate(inner)]
    return sheet.put_lines(begin, lines, last - begin + 1)


def items(sheet: Sheet, key: Any, node: Any) -> list[Item]:
    """Return the values of a list that stands line by line."""
    found: list[Item] = []
    before = key.start_mark.line + 2
    for each in node.value:
        first = _dash_line(sheet, each, before)
        last = spans.last_line(sheet, each)
        above = tuple(sheet.line(at) for at in range(before, first))
        found.append(Item(above, tuple(sheet.line(at) for at in range(first, last + 1))))
        before = last + 1
    return found


def _dash_line(sheet: Sheet, node: Any, before: int) -> int:
    at = int(node.start_mark.line) + 1
    while at > before and not sheet.line(at).lstrip().startswith("-"):
        at -= 1
    return at


def rewritten(sheet: Sheet, key: Any, node: Any, found: Sequence[Item]) -> str:
    """Return the text with other values in a list that stands line by line."""
    first, last = key.start_mark.line + 2, spans.last_line(sheet, node)
    lines = [line for each in found for line in (*each.above, *each.lines)]
    return sheet.put_lines(first, lines, last - first + 1)


def without(sheet: Sheet, node: Any, at: int) -> str:
    """Return the text without a value of a list."""
    if node.flow_style:
        return spans.without(sheet, node.value, node.value, at)
    each = node.value[at]
    first, last = _dash_line(sheet, each, 0), spans.last_line(sheet, each)
    return sheet.put_lines(first, [], last - first + 1)
