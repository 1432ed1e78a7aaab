"""Values of a front matter changed, added and taken out, each where it stands or where it belongs."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any

from ..front import PERSON
from ..problems import Place, Refused, error
from ..settings import Plain
from . import lists, spans
from .spans import Sheet

ORDER = ("id", "title", "track", "language", "direction", "state")
LAST = ("when", "people", "participants")
WHEN = ("date", "time", "timezone")


def with_value(text: str, file: str, path: str, value: str | tuple[str, ...]) -> str:
    """Return a session file with another value at `path`; raises `Refused` if that cannot be written."""
    sheet = spans.read(text)
    parts = path.split(".")
    if parts[0] == "participants":
        sheet, parts = _counted(sheet, parts, file)
    elif parts[0] == "when":
        sheet, parts = _timed(sheet, parts)
    made = _set(sheet, parts, value)
    if made is None:
        line = _line(sheet, parts)
        what = f"the new value of “{path}” cannot be written without touching more than it should"
        raise Refused([error(Place(file, line), what, f"write it by hand: {value}", "amend")])
    return made


def _line(sheet: Sheet, parts: list[str]) -> int:
    node, line = sheet.root, 1
    for part in parts:
        found = spans.entry(node, part)
        if found is None:
            break
        node, line = found[1], found[0].start_mark.line + 2
    return int(line)


def order_of(sheet: Sheet, parts: list[str]) -> tuple[str, ...]:
    """Return in which order the entries of the map stand that holds the last of `parts`."""
    if parts[:1] == ["people"]:
        return PERSON if len(parts) > 2 else ()
    if len(parts) == 1:
        others = [key.value for key, _ in sheet.root.value if key.value not in (*ORDER, *LAST)]
        own = [] if parts[0] in (*ORDER, *LAST) else [parts[0]]
        return (*ORDER, *dict.fromkeys([*others, *own]), *LAST)
    if parts[0] == "participants" and len(parts) == 2:
        found = spans.entry(sheet.root, "participants")
        pairs = found[1].value if found and spans.is_map(found[1]) else []
        names = dict.fromkeys([*(key.value for key, _ in pairs), parts[1]])
        return ("method", *(name for name in names if name != "total"), "total")
    return WHEN if parts[0] == "when" else ("onsite", "online")


def _counted(sheet: Sheet, parts: list[str], file: str) -> tuple[Sheet, list[str]]:
    """Return the sheet, ready to hold a count, and the path of the count in the form in which the file has it."""
    found = spans.entry(sheet.root, "participants")
    node = found[1] if found else None
    if len(parts) == 1 and spans.is_map(node):
        return sheet, ["participants", "total"]
    if len(parts) == 1 or node is None or spans.is_empty(node):
        return sheet, parts
    if spans.is_list(node):
        return _listed(sheet, node, parts)
    if node.id == "scalar":
        if parts == ["participants", "total"]:
            return sheet, parts[:1]
        comment = spans.comment_behind(sheet, node)
        begin, end = sheet.offset(node.start_mark), sheet.offset(node.end_mark)
        told = sheet.text[begin:end]
        assert found
        line = found[0].start_mark.line + 1
        head = sheet.text[sheet.starts[line] : begin].rstrip()
        lines = [head + (f"  {comment}" if comment else ""), f"  total: {told}"]
        return spans.read(sheet.put_lines(line, lines, spans.last_line(sheet, node) - line + 1)), parts
    inner = spans.entry(node, parts[1])
    if len(parts) == 3 and inner and inner[1].id == "scalar" and inner[1].value:
        what = f"“{parts[1]}” is one number here, and now there is one for “{parts[2]}”"
        hint = f"write {parts[1]}: {{onsite: 5, online: 6}}"
        raise Refused([error(Place(file, inner[0].start_mark.line + 2), what, hint, "amend")])
    return sheet, parts


def _listed(sheet: Sheet, node: Any, parts: list[str]) -> tuple[Sheet, list[str]]:
    """Return the path of a count in a list of maps, each with a category; one that is new is added, still empty."""
    mode = parts[2] if len(parts) > 2 else ""
    for at, each in enumerate(node.value):
        told = {key.value: value.value for key, value in each.value} if spans.is_map(each) else {}
        if told.get("category", "total") == parts[1] and told.get("mode", "") == mode:
            return sheet, ["participants", str(at), "count"]
    lines = [f"- category: {parts[1]}", *([f"  mode: {mode}"] if mode else []), "  count: 0"]
    if node.flow_style:
        end = sheet.offset(node.end_mark) - 1
        inline = ", ".join(line.lstrip("- ") for line in lines)
        made = sheet.put(end, end, f"{', ' if node.value else ''}{{{inline}}}")
    else:
        indent = " " * node.start_mark.column
        made = sheet.put_lines(spans.last_line(sheet, node) + 1, [indent + line for line in lines])
    return spans.read(made), ["participants", str(len(node.value)), "count"]


def _timed(sheet: Sheet, parts: list[str]) -> tuple[Sheet, list[str]]:
    """Return the sheet, ready to hold a moment of the part that is meant, and the path of the moment."""
    found = spans.entry(sheet.root, "when")
    if len(parts) < 3 or found is None or not parts[1].isdigit():
        return sheet, parts
    key, node = found
    if not spans.is_list(node):
        if parts[1] == "0":
            return sheet, ["when", parts[2]]
        if not spans.is_map(node):
            return sheet, parts
        sheet = spans.read(lists.as_list(sheet, key, node))
        key, node = spans.entry(sheet.root, "when") or found
    if int(parts[1]) == len(node.value):
        if node.flow_style:
            end = sheet.offset(node.end_mark) - 1
            return spans.read(sheet.put(end, end, f', {{{parts[2]}: ""}}')), parts
        dash = " " * node.start_mark.column
        return spans.read(sheet.put_lines(spans.last_line(sheet, node) + 1, [f"{dash}- {parts[2]}:"])), parts
    return sheet, parts


def _set(sheet: Sheet, parts: list[str], value: str | tuple[str, ...]) -> str | None:
    wanted = _assigned(sheet.tree(), parts, value)
    if value and spans.normal(wanted) == spans.normal(sheet.tree()):
        return sheet.text
    parent_key, parent = _walk(sheet, parts[:-1])
    name = parts[-1]
    here = _child(parent, name)
    if not value:
        return _taken(sheet, parts, parent, name, wanted)
    if here is None:
        return _new(sheet, parts, parent_key, parent, value, wanted)
    key, node = here
    if isinstance(value, str) and node.id == "scalar":
        return spans.fitting(spans.replaced(sheet, key, node, value), wanted)
    return spans.fitting(_whole(sheet, key, node, value), wanted)


def _walk(sheet: Sheet, parts: list[str]) -> tuple[Any, Any]:
    """Return key and value of the map at a path; None for what is not there."""
    key, node = None, sheet.root
    for part in parts:
        found = _child(node, part)
        key, node = found or (None, None)
    return key, node


def _child(node: Any, name: str) -> tuple[Any, Any] | None:
    if spans.is_list(node):
        at = int(name) if name.isdigit() else -1
        return (None, node.value[at]) if 0 <= at < len(node.value) else None
    return spans.entry(node, name)


def _taken(sheet: Sheet, parts: list[str], parent: Any, name: str, wanted: Plain) -> str | None:
    """Return the text without an entry."""
    if spans.is_map(parent):
        at = next((n for n, (key, _) in enumerate(parent.value) if key.value == name), None)
        if at is None:
            return sheet.text
        if parts[0] == "participants" and parts[-1] == "count":
            found = spans.entry(sheet.root, "participants")
            return lists.without(sheet, found[1], int(parts[1])) if found else None
        made = spans.removed(sheet, parent, at, parts[0] != "participants")
        return spans.fitting(iter((made,)), wanted)
    return sheet.text


def _new(
    sheet: Sheet, parts: list[str], key: Any, parent: Any, value: str | tuple[str, ...], wanted: Plain
) -> str | None:
    """Return the text with a new entry, and with the map that holds it if there is none yet."""
    if key is None and len(parts) == 2 and parent is None:
        order = order_of(sheet, parts[:1])
        sheet = spans.read(spans.added(sheet, sheet.root, None, parts[0], lambda _: [f"{parts[0]}:"], order))
        key, parent = _walk(sheet, parts[:1])
    if parent is None or not (spans.is_map(parent) or spans.is_empty(parent)):
        return None
    order = order_of(sheet, parts)
    told = list(spans.spellings(value)) if isinstance(value, str) else [_list(value)]

    def made(text: str) -> str:
        entry = f"{parts[-1]}: {text}"
        lines: Callable[[str], list[str]] = lambda indent: [indent + entry]  # noqa: E731
        return spans.added(sheet, parent, key, parts[-1], lines, order, entry)

    return spans.fitting((made(each) for each in told), wanted)


def _list(values: tuple[str, ...]) -> str:
    """Return texts as a list between brackets."""
    import re

    bare = r"[^\W\d_](?:[^,\[\]{}:#&*!|>'\"%@`\n]*[^\s,\[\]{}:#&*!|>'\"%@`])?"
    return "[" + ", ".join(each if re.fullmatch(bare, each) else spans.quoted(each) for each in values) + "]"


def _whole(sheet: Sheet, key: Any, node: Any, value: str | tuple[str, ...]) -> Any:
    """Yield the text with a list in a value's place, or a text in a list's."""
    told = list(spans.spellings(value)) if isinstance(value, str) else [_list(value)]
    if spans.is_list(node) and not node.flow_style and isinstance(value, tuple):
        dash = " " * node.start_mark.column
        lines = [f"{dash}- {next(iter(spans.spellings(each)))}" for each in value]
        safe = [f"{dash}- {spans.quoted(each)}" for each in value]
        kept = {each.value: n for n, each in enumerate(node.value) if each.id == "scalar"}
        for them in (lines, safe):
            out = [
                sheet.line(node.value[kept[each]].start_mark.line + 1) if each in kept else line
                for each, line in zip(value, them, strict=True)
            ]
            first, last = node.start_mark.line + 1, spans.last_line(sheet, node)
            yield sheet.put_lines(first, out, last - first + 1)
    begin = sheet.text.index(":", sheet.offset(key.end_mark)) + 1
    same_line = node.start_mark.line == key.end_mark.line
    for each in told:
        if same_line or spans.is_empty(node):
            end = sheet.offset(node.end_mark) if not spans.is_empty(node) else begin
            yield sheet.put(begin, end, f" {each}")
        else:
            first, last = node.start_mark.line + 1, spans.last_line(sheet, node)
            whole = sheet.put_lines(first, [], last - first + 1)
            yield whole[:begin] + f" {each}" + whole[begin:]


def _assigned(tree: Plain, parts: list[str], value: str | tuple[str, ...]) -> Plain:
    """Return a tree with another value at a path."""
    tree = deepcopy(tree)
    if isinstance(tree, str):
        tree = {}
    told: Plain = value if isinstance(value, str) else list(value)
    if len(parts) == 1:
        if isinstance(tree, list):
            tree[int(parts[0])] = told
        else:
            tree[parts[0]] = told
        return tree
    if isinstance(tree, list):
        at = int(parts[0])
        tree[at] = _assigned(tree[at], parts[1:], value)
    else:
        tree[parts[0]] = _assigned(tree.get(parts[0], {}), parts[1:], value)
    return tree
