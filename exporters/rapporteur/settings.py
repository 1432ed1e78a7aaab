"""YAML without guessing: every scalar is the text that stands there, and every value knows its line.

``14:30``, ``NO``, ``007`` and ``2012-09-05`` stay text until somebody who knows the field types them. Anchors, aliases,
tags and duplicate keys are problems: the first three can make a small file huge or hide what it says, the last loses a
value.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .characters import FORBIDDEN, forbidden
from .problems import Place, Problem, error, warning

if TYPE_CHECKING:
    import yaml

Plain = str | list["Plain"] | dict[str, "Plain"]

LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
"""The shape of a language tag (BCP 47, §2.1)."""
NESTING = 20
"""Lists and maps may stand this deep inside each other; more is a mistake, or made to do harm."""
_BREAKS = {0x85: " ", 0x2028: " ", 0x2029: " "}
_DEEPER = {"MappingStartEvent": 1, "SequenceStartEvent": 1, "MappingEndEvent": -1, "SequenceEndEvent": -1}
_COMMENT = re.compile(r"[ \t]*(#\S.*)")


@dataclass(frozen=True, slots=True)
class Node:
    """One value of a YAML file: a text, a list of nodes or a map of nodes; `line` is where its key or dash stands."""

    value: str | tuple[Node, ...] | Mapping[str, Node]
    line: int

    @property
    def text(self) -> str:
        """The text of a scalar, "" for a list or a map."""
        return self.value if isinstance(self.value, str) else ""

    @property
    def list(self) -> tuple[Node, ...]:
        """The values of a list; one value standing alone is a list of one; an empty text is none."""
        if isinstance(self.value, tuple):
            return self.value
        return () if self.value == "" else (self,)

    @property
    def map(self) -> Mapping[str, Node]:
        """The values of a map, none for anything else."""
        return self.value if isinstance(self.value, Mapping) else {}

    @property
    def kind(self) -> str:
        """What it is, for people."""
        return "text" if isinstance(self.value, str) else "a list" if isinstance(self.value, tuple) else "a map"

    def plain(self) -> Plain:
        """Return the value without its lines."""
        if isinstance(self.value, str):
            return self.value
        if isinstance(self.value, tuple):
            return [each.plain() for each in self.value]
        return {key: each.plain() for key, each in self.value.items()}


EMPTY = Node("", 0)


def places(node: Node, path: str) -> Iterator[tuple[str, int]]:
    """Yield the line of every value by its path; the people of a role are always a list, also if one stands alone."""
    if path:
        yield path, node.line
    role = path.startswith("people.") and path.count(".") == 1
    inner = (
        [(str(at), each) for at, each in enumerate(node.list)] if role or node.kind == "a list" else node.map.items()
    )
    for key, each in inner:
        yield from places(each, f"{path}.{key}".lstrip("."))


def parse(text: str, file: str, first_line: int = 1) -> tuple[Node, tuple[Problem, ...]]:
    """Return the root of `text`, a map, and what is wrong with it; a text that is no such YAML gives an empty map."""
    import yaml

    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    builder = _Builder(text.split("\n"), file, first_line)
    builder.refuse_characters()
    readable = FORBIDDEN.sub("\ufffd", text).translate(_BREAKS)
    try:
        root = builder.root(readable)
    except yaml.MarkedYAMLError as mistake:
        mark = mistake.problem_mark or mistake.context_mark
        builder.invalid(mark.line if mark else 0, mistake.problem or mistake.context or "")
        root = None
    except yaml.YAMLError as mistake:  # characters that YAML forbids have a position, not a mark
        builder.invalid(readable.count("\n", 0, getattr(mistake, "position", 0)), "a character cannot stand here")
        root = None
    return root or Node({}, first_line), tuple(builder.problems)


class _Builder:
    """Makes nodes of a YAML text and notes what is wrong with it; its lines count from 0, as YAML's marks do."""

    def __init__(self, lines: list[str], file: str, first_line: int) -> None:
        self.lines = lines
        self.file = file
        self.first_line = first_line
        self.problems: list[Problem] = []
        self.last = max((at for at, line in enumerate(lines) if line.strip()), default=0)

    def place(self, line: int) -> Place:
        """Return the place of a line; what YAML misses at the end of a text is missing on its last line."""
        return Place(self.file, self.first_line + min(line, self.last))

    def error(self, line: int, what: str, hint: str) -> None:
        self.problems.append(error(self.place(line), what, hint, "yaml"))

    def invalid(self, line: int, why: str) -> None:
        hint = 'text that holds ": " or begins with a sign goes between quotes: title: "Water: a right"'
        tab = "\t" in "".join(self.lines[line : line + 1])
        self.error(line, f"this is not valid YAML: {why}", "indent with spaces, not with a tab" if tab else hint)

    def refuse_characters(self) -> None:
        for at, line in enumerate(self.lines):
            for found in forbidden(line):
                what, hint = f"{found} cannot be printed", "delete it, or begin a new line"
                self.problems.append(error(self.place(at), what, hint, "character"))
            if any(chr(code) in line for code in _BREAKS):
                self.error(at, "a line separator of Unicode (U+0085, U+2028 or U+2029) stands here", "delete it")

    def root(self, text: str) -> Node | None:
        """Return the map that `text` is; None if it is another thing, or made to grow when it is read."""
        import yaml

        loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
        if not self.harmless(yaml.parse(text, Loader=loader)):
            return None
        root = yaml.compose(text, Loader=loader)
        if isinstance(root, yaml.MappingNode):
            return self.node(root, root.start_mark.line)
        if root:
            self.error(root.start_mark.line, "keys with values must stand here", "write one a line: key: value")
        return None

    def harmless(self, events: Iterable[Any]) -> bool:
        """Return whether no alias stands here and nothing too deep; note these, anchors, tags and doubtful comments."""
        depth, aliases = 0, 0
        for event in events:
            depth += _DEEPER.get(type(event).__name__, 0)
            aliases += type(event).__name__ == "AliasEvent"
            if depth > NESTING:
                what = f"values stand more than {NESTING} deep in each other"
                self.error(event.start_mark.line, what, "make it flatter")
                return False
            if getattr(event, "anchor", None) or getattr(event, "tag", None):
                hint = "write the value out; text that begins with & * or ! goes between quotes"
                self.error(event.start_mark.line, "YAML anchors, aliases and tags are not read here", hint)
            elif getattr(event, "style", True) in (None, ""):
                self.doubt_comment(event)
        return not aliases

    def doubt_comment(self, event: Any) -> None:
        """Warn of words behind an unquoted value that YAML takes for a comment: ``title: Goal #5``."""
        end = event.end_mark
        found = _COMMENT.match(self.lines[end.line], end.column) if end.line < len(self.lines) else None
        if found:
            what = f"“{found[1]}” is read as a comment, not as text"
            hint = 'put the whole value between quotes: title: "Goal #5"; a comment has a space after its #'
            self.problems.append(warning(self.place(end.line), what, hint, "yaml"))

    def node(self, node: yaml.Node, line: int) -> Node:
        import yaml

        if isinstance(node, yaml.ScalarNode):
            for found in forbidden(node.value):
                self.error(node.start_mark.line, f"{found} cannot be printed", "delete it")
            return Node(str(node.value), self.first_line + line)
        if isinstance(node, yaml.SequenceNode):
            return Node(tuple(self.node(each, each.start_mark.line) for each in node.value), self.first_line + line)
        return Node(dict(self._pairs(node)), self.first_line + line)

    def _pairs(self, node: Any) -> Iterator[tuple[str, Node]]:
        seen: dict[str, int] = {}
        for key, value in node.value:
            line = key.start_mark.line
            name = key.value if isinstance(key.value, str) else ""
            if not name:
                self.error(line, "a key must be a text", "write it as: key: value")
            elif name in seen:
                what = f"“{name}” stands here a second time; the first is on line {seen[name]}"
                self.error(line, what, "keep one of them")
            else:
                seen[name] = self.first_line + line
                yield name, self.node(value, line)


@dataclass(frozen=True, slots=True)
class Settings:
    """A map that is being typed: each getter takes a key, notes what is wrong, and answers with a value of its type."""

    node: Node
    file: str
    problems: list[Problem] = field(default_factory=list)
    path: str = ""

    def place(self, key: str = "") -> Place:
        """Return where `key` stands, or the map itself."""
        return Place(self.file, self.node.map.get(key, self.node).line)

    def error(self, key: str, what: str, hint: str = "", rule: str = "value") -> None:
        """Note that what stands at `key` is wrong."""
        self.problems.append(error(self.place(key), what, hint, rule))

    def warn(self, key: str, what: str, hint: str = "", rule: str = "value") -> None:
        """Note that what stands at `key` is doubtful."""
        self.problems.append(warning(self.place(key), what, hint, rule))

    def at(self, key: str) -> Node:
        """Return the node at `key`, an empty text if there is none."""
        return self.node.map.get(key, EMPTY)

    def text(self, key: str, default: str = "") -> str:
        """Return the text at `key`; a list or a map there is an error."""
        node = self.at(key)
        if not isinstance(node.value, str):
            self.error(key, f"“{key}” must be a text, and {node.kind} stands here", f'write it so: {key}: "words"')
            return default
        return node.value.strip() or default

    def texts(self, key: str) -> tuple[str, ...]:
        """Return the texts at `key`: a list of texts, or one text."""
        found = self.at(key).list
        if any(not isinstance(each.value, str) for each in found):
            self.error(key, f"“{key}” must be a list of texts", f"write it so: {key}: [one, another]")
        return tuple(each.text.strip() for each in found if each.text.strip())

    def maps(self, key: str) -> tuple[Settings, ...]:
        """Return the maps at `key`: a list of maps, or one map."""
        found = self.at(key).list
        if any(not isinstance(each.value, Mapping) for each in found):
            hint = "begin each with a hyphen, and write its keys with values below each other"
            self.error(key, f"“{key}” must be a list of maps, each with keys and values", hint)
        return tuple(Settings(each, self.file, self.problems) for each in found if isinstance(each.value, Mapping))

    def choice(self, key: str, allowed: Iterable[str], default: str) -> str:
        """Return the text at `key` if it is `allowed`; otherwise note the error and return `default`."""
        text = self.text(key, default)
        allowed = tuple(allowed)
        if text in allowed:
            return text
        self.error(key, f"“{text}” is not a {key}", f"use one of: {', '.join(allowed)}")
        return default

    def flag(self, key: str, default: bool = False) -> bool:
        """Return true or false, written so."""
        return self.choice(key, ("true", "false"), str(default).lower()) == "true"

    def only(self, *known: str, hint: str = "") -> None:
        """Note as errors the keys that are not `known`, with the nearest known one."""
        for key in self.node.map:
            if key not in known:
                from difflib import get_close_matches

                near = get_close_matches(key, known, 1)
                advice = f"did you mean “{near[0]}”?" if near else hint or f"known keys: {', '.join(known)}"
                self.error(key, f"“{key}” is not known here", advice, "unknown-key")
