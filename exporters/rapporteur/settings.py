"""YAML without guessing: every scalar is the text that stands there, and every value knows its line.

``14:30``, ``NO``, ``007`` and ``2012-09-05`` stay text until somebody who knows the field types them. Anchors, aliases,
tags and duplicate keys are problems: the first three can make a small file huge or hide what it says, the last loses a
value.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .problems import Place, Problem, error, warning

if TYPE_CHECKING:
    import yaml

Plain = str | list["Plain"] | dict[str, "Plain"]


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


def parse(text: str, file: str, first_line: int = 1) -> tuple[Node, tuple[Problem, ...]]:
    """Return the root of `text` and what is wrong with it; a text that is no YAML at all gives an empty map."""
    import yaml

    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    builder = _Builder(file, first_line)
    try:
        builder.refuse_aliases(yaml.parse(text, Loader=loader))
        root = yaml.compose(text, Loader=loader)
    except yaml.MarkedYAMLError as mistake:
        mark = mistake.problem_mark or mistake.context_mark
        where = Place(file, first_line + mark.line) if mark else Place(file)
        what = f"this is not valid YAML: {mistake.problem or mistake.context}"
        hint = 'text that holds ": " or begins with a sign goes between quotes: title: "Water: a right"'
        return Node({}, first_line), (error(where, what, hint, "yaml"),)
    except yaml.YAMLError as mistake:  # characters that YAML forbids have a position, not a mark
        at = getattr(mistake, "position", 0)
        where = Place(file, first_line + text.count("\n", 0, at))
        return Node({}, first_line), (error(where, "a character here cannot stand in YAML", "delete it", "yaml"),)
    if builder.problems or root is None:
        return Node({}, first_line), tuple(builder.problems)
    return builder.node(root, root.start_mark.line), tuple(builder.problems)


class _Builder:
    def __init__(self, file: str, first_line: int) -> None:
        self.file = file
        self.first_line = first_line
        self.problems: list[Problem] = []

    def refuse_aliases(self, events: Iterable[Any]) -> None:
        for event in events:
            if getattr(event, "anchor", None) or getattr(event, "tag", None) not in (None, "!"):
                where = Place(self.file, self.first_line + event.start_mark.line)
                hint = "write the value out; text that begins with & * or ! goes between quotes"
                self.problems.append(error(where, "YAML anchors, aliases and tags are not read here", hint, "yaml"))

    def node(self, node: yaml.Node, line: int) -> Node:
        import yaml

        at = self.first_line + line
        if isinstance(node, yaml.ScalarNode):
            return Node(str(node.value), at)
        if isinstance(node, yaml.SequenceNode):
            return Node(tuple(self.node(each, each.start_mark.line) for each in node.value), at)
        return Node(dict(self._pairs(node)), at)

    def _pairs(self, node: Any) -> Iterator[tuple[str, Node]]:
        seen: dict[str, int] = {}
        for key, value in node.value:
            line = key.start_mark.line
            name = str(key.value)
            if name in seen:
                where = Place(self.file, self.first_line + line)
                what = f"“{name}” stands here a second time; the first is on line {seen[name]}"
                self.problems.append(error(where, what, "keep one of them", "yaml"))
                continue
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
            self.error(key, f"“{key}” must be a text, and {node.kind} stands here")
            return default
        return node.value.strip() or default

    def texts(self, key: str) -> tuple[str, ...]:
        """Return the texts at `key`: a list of texts, or one text."""
        found = self.at(key).list
        if any(not isinstance(each.value, str) for each in found):
            self.error(key, f"“{key}” must be a list of texts")
        return tuple(each.text.strip() for each in found if each.text.strip())

    def maps(self, key: str) -> tuple[Settings, ...]:
        """Return the maps at `key`: a list of maps, or one map."""
        found = self.at(key).list
        if any(not isinstance(each.value, Mapping) for each in found):
            self.error(key, f"“{key}” must be a list of maps, each with keys and values")
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
