"""``source/followup.yaml`` with the changes in it: only the lines concerned are others, every other byte stays.

The file is composed for the places of its values and edited as text, from its end to its beginning. What was written
is read again and must say what was meant; otherwise nothing is written.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from ..problems import Place, Refused, error, errors
from ..settings import Plain, parse
from .merged import Change, Merged

FILE = "source/followup.yaml"
_PLAIN = re.compile(r"[^\W_][^\n\t\"#:{}\[\],&*!|>'%@`\\]*(?::(?=\S)[^\n\t\"#:{}\[\],&*!|>'%@`\\]*)*")
"""Text that needs no quotes anywhere: it begins with a letter or a digit and holds no sign that YAML could take."""
_UNSEEN = re.compile("[\x7f-\xa0\u2028\u2029\ufeff\ufffe\uffff]")


class Edit(NamedTuple):
    """What stands from one position to another is replaced."""

    start: int
    end: int
    text: str


def written(text: str, merged: Merged) -> str:
    """Return the text of followup.yaml ("" if there is no such file yet) with what `merged` changes.

    Raises `problems.Refused` if the file has errors, or is written in a way in which a change cannot be made.
    """
    if not merged.changes:
        return text
    root, wrong = parse(text, FILE)
    if errors(wrong):
        raise Refused(errors(wrong))
    by_id: dict[str, list[Change]] = {}
    for change in merged.changes:
        by_id.setdefault(change.id, []).append(change)
    places = {name: at for at, name in enumerate(merged.order)}
    ids = sorted(by_id, key=lambda name: (places.get(name, len(places)), name))
    changed = _Editor(text).changed({name: by_id[name] for name in ids})
    before = {name: each.plain() for name, each in root.map.items()}
    again, wrong = parse(changed, FILE)
    if errors(wrong) or {name: each.plain() for name, each in again.map.items()} != _meant(before, by_id):
        what, hint = "this file cannot be changed in place", "write each column on a line of its own, as in a block"
        raise Refused([error(Place(FILE), what, hint, "yaml")])
    return changed


def _meant(before: Mapping[str, Plain], changes: Mapping[str, list[Change]]) -> dict[str, Plain]:
    """Return what the file must say afterwards."""
    after: dict[str, Plain] = dict(before)
    for name, each in changes.items():
        old = before.get(name)
        entry: dict[str, Plain] = dict(old) if isinstance(old, dict) else {}
        history = entry.pop("history", [])
        events = history if isinstance(history, list) else [history] if history else []
        for change in each:
            entry.pop(change.column, None) if not change.after else entry.update({change.column: change.after})
        entry["history"] = [*events, *map(_event, each)]
        after[name] = entry
    return after


def _event(change: Change) -> Plain:
    return {**change.event}


def scalar(text: str, quote: str = "") -> str:
    """Return a text as YAML reads it back: bare if it can be, between the quotes it had, else between double ones."""
    if quote == "'" and "\n" not in text and not _UNSEEN.search(text):
        return "'" + text.replace("'", "''") + "'"
    if not quote and _PLAIN.fullmatch(text) and text == text.strip() and not _UNSEEN.search(text):
        return text
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(text, ensure_ascii=False))


def _flow(values: Mapping[str, str]) -> str:
    return "{" + ", ".join(f"{name}: {scalar(text)}" for name, text in values.items()) + "}"


class _Editor:
    """Knows the places of one file's values."""

    def __init__(self, text: str) -> None:
        import yaml

        self._text = text
        self._shift = len(text) - len(text.removeprefix("\ufeff"))
        self._end = "\r\n" if "\r\n" in text else "\n"
        self._root: Any = yaml.compose(text[self._shift :], Loader=yaml.BaseLoader)
        self._edits: list[Edit] = []
        self._tail: list[str] = []

    def changed(self, changes: Mapping[str, list[Change]]) -> str:
        """Return the text with the changes of each id."""
        entries = {key.value: (key, value) for key, value in (self._root.value if self._root else ())}
        for name, each in changes.items():
            if name in entries:
                self._entry(*entries[name], each)
            else:
                self._add(name, each)
        text = self._text
        if self._tail and self._root and self._root.flow_style:
            self._into_flow(self._root, ", ".join(self._tail))
        elif self._tail:
            self._append("".join(self._tail))
        order = sorted(range(len(self._edits)), key=lambda at: (*self._edits[at][:2], at), reverse=True)
        for edit in (self._edits[at] for at in order):
            text = text[: edit.start] + edit.text + text[edit.end :]
        return text

    def _add(self, name: str, changes: list[Change]) -> None:
        """Note a new entry."""
        said = [change for change in changes if change.after]
        if self._root and self._root.flow_style:
            values = ", ".join(f"{each.column}: {scalar(each.after)}" for each in said)
            events = ", ".join(_flow(each.event) for each in changes)
            entry = f"{{{values}{', ' if values else ''}history: [{events}]}}"
            self._tail.append(f"{scalar(name)}: {entry}")
            return
        lines = [
            f"{scalar(name)}:",
            *(f"  {each.column}: {scalar(each.after)}" for each in said),
            *_history(changes, "  "),
        ]
        self._tail.append("".join(line + self._end for line in lines))

    def _append(self, block: str) -> None:
        """Note new lines at the end, before a mark of the document's end."""
        found = re.search(r"^\.\.\.(?=\s|\Z)", self._text, re.MULTILINE)
        at = found.start() if found else len(self._text)
        lacking = self._end if at and not self._text[:at].endswith("\n") and self._text[:at] != "\ufeff" else ""
        self._edits.append(Edit(at, at, lacking + block))

    def _entry(self, key: Any, value: Any, changes: list[Change]) -> None:
        if not hasattr(value, "flow_style") or not value.value:  # nothing stands there, or an empty map
            self._empty(key, value, changes)
        elif value.flow_style:
            self._flow_entry(value, changes)
        else:
            self._block(value, changes)

    def _empty(self, key: Any, value: Any, changes: list[Change]) -> None:
        indent = " " * (key.start_mark.column + 2)
        said = [f"{indent}{each.column}: {scalar(each.after)}" for each in changes if each.after]
        if hasattr(value, "flow_style"):
            self._edits.append(Edit(self._at(value.start_mark), self._at(value.end_mark), ""))
        self._insert(self._line_end(self._at(key.end_mark)), [*said, *_history(changes, indent)])

    def _block(self, value: Any, changes: list[Change]) -> None:
        keys = {key.value: (key, node) for key, node in value.value}
        indent = " " * value.value[0][0].start_mark.column
        new = []
        for each in changes:
            if each.column not in keys:
                new += [f"{indent}{each.column}: {scalar(each.after)}"] if each.after else []
            elif each.after:
                self._replace(keys[each.column], each.after)
            else:
                self._remove(*keys[each.column])
        last = next((pair for pair in reversed(value.value) if pair[0].value != "history"), None)
        if "history" in keys:
            self._extend(*keys["history"], changes, indent)
        else:
            new += _history(changes, indent)
        if new and last:
            self._insert(self._after(last), new)
        elif new:
            at = self._line_start(self._at(value.value[0][0].start_mark))
            self._edits.append(Edit(at, at, "".join(line + self._end for line in new)))

    def _extend(self, key: Any, node: Any, changes: list[Change], indent: str) -> None:
        """Note further events below a history, however it is written."""
        events = [_flow(each.event) for each in changes]
        kind = type(node).__name__
        if kind == "ScalarNode" or not node.value:
            if kind != "ScalarNode":
                self._edits.append(Edit(self._at(node.start_mark), self._at(node.end_mark), ""))
            self._insert(self._line_end(self._at(key.end_mark)), [f"{indent}  - {each}" for each in events])
        elif kind == "MappingNode":
            self._listed(node, events)
        elif node.flow_style:
            self._into_flow(node, ", ".join(events))
        else:
            column = self._dash(node.value[0])
            self._insert(self._after((key, node.value[-1])), [f"{' ' * column}- {each}" for each in events])

    def _listed(self, node: Any, events: list[str]) -> None:
        """Note one event that stands without a list as the first of one."""
        start, end = self._at(node.start_mark), self._last(node)
        if node.flow_style:
            self._edits.append(Edit(start, start, "["))
            self._edits.append(Edit(end, end, "".join(f", {each}" for each in events) + "]"))
            return
        column = " " * node.start_mark.column
        inner = self._text[start:end].replace("\n", "\n  ")
        more = "".join(f"{self._end}{column}- {each}" for each in events)
        self._edits.append(Edit(start, end, f"- {inner}{more}"))

    def _flow_entry(self, value: Any, changes: list[Change]) -> None:
        keys = {key.value: (key, node) for key, node in value.value}
        events = [_flow(each.event) for each in changes]
        gone = {each.column for each in changes if not each.after}
        new = [f"{each.column}: {scalar(each.after)}" for each in changes if each.after and each.column not in keys]
        if gone & set(keys):  # what stands between the columns cannot stay as it is
            self._rewritten(value, changes, gone)
            return
        for each in changes:
            if each.column in keys:
                self._replace(keys[each.column], each.after)
        if "history" not in keys:
            new.append(f"history: [{', '.join(events)}]")
        elif type(keys["history"][1]).__name__ == "MappingNode":
            self._listed(keys["history"][1], events)
        else:
            self._into_flow(keys["history"][1], ", ".join(events))
        if new:
            self._into_flow(value, ", ".join(new))

    def _rewritten(self, value: Any, changes: list[Change], gone: set[str]) -> None:
        """Note a whole map on one line, each column that stays as it was written."""
        said = {key.value: self._text[self._at(key.start_mark) : self._last((key, node))] for key, node in value.value}
        said |= {each.column: f"{each.column}: {scalar(each.after)}" for each in changes if each.after}
        history = next((node for key, node in value.value if key.value == "history"), None)
        old = [self._text[self._at(each.start_mark) : self._last(each)] for each in _events(history)]
        said.pop("history", None)
        parts = [text for name, text in said.items() if name not in gone]
        parts.append(f"history: [{', '.join([*old, *(_flow(each.event) for each in changes)])}]")
        self._edits.append(Edit(self._at(value.start_mark), self._at(value.end_mark), "{" + ", ".join(parts) + "}"))

    def _into_flow(self, node: Any, inner: str) -> None:
        at = self._last(node.value[-1]) if node.value else self._at(node.end_mark) - 1
        self._edits.append(Edit(at, at, f", {inner}" if node.value else inner))

    def _replace(self, pair: tuple[Any, Any], text: str) -> None:
        node = pair[1]
        end = self._last(pair)
        if not node.value and not node.style:
            self._edits.append(Edit(end, end, f" {scalar(text)}"))
            return
        quote = node.style if node.style in ("'", '"') else ""
        self._edits.append(Edit(self._at(node.start_mark), end, scalar(text, quote)))

    def _remove(self, key: Any, node: Any) -> None:
        start = self._line_start(self._at(key.start_mark))
        self._edits.append(Edit(start, self._line_end(self._last((key, node))), ""))

    def _insert(self, at: int, lines: Iterable[str]) -> None:
        """Note lines after the line that ends at `at`."""
        lacking = "" if at == 0 or self._text[at - 1] == "\n" else self._end
        self._edits.append(Edit(at, at, lacking + "".join(line + self._end for line in lines)))

    def _after(self, node: Any) -> int:
        return self._line_end(self._last(node))

    def _at(self, mark: Any) -> int:
        return int(mark.index) + self._shift

    def _last(self, node: Any) -> int:
        """Return where the last character of a node, or of a key with its value, ends; nothing is after the colon."""
        if isinstance(node, tuple):
            key, value = node
            if type(value).__name__ == "ScalarNode" and not value.value and not value.style:
                return self._text.index(":", self._at(key.end_mark)) + 1
            return self._last(value)
        kind = type(node).__name__
        if kind != "ScalarNode" and not node.flow_style and node.value:
            return self._last(node.value[-1])
        end = self._at(node.end_mark)
        if getattr(node, "style", None) in ("|", ">"):
            return self._at(node.start_mark) + len(self._text[self._at(node.start_mark) : end].rstrip())
        return end

    def _dash(self, item: Any) -> int:
        """Return the column of the dash before an item."""
        before = self._text[: self._at(item.start_mark)]
        dash = before.rindex("-")
        return dash - self._line_start(dash)

    def _line_start(self, at: int) -> int:
        return self._text.rfind("\n", 0, at) + 1

    def _line_end(self, at: int) -> int:
        end = self._text.find("\n", at)
        return len(self._text) if end < 0 else end + 1


def _events(history: Any) -> list[Any]:
    """Return the events of a history that is a list or stands alone."""
    if history is None or not history.value:
        return []
    return list(history.value) if type(history).__name__ == "SequenceNode" else [history]


def _history(changes: list[Change], indent: str) -> list[str]:
    return [f"{indent}history:", *(f"{indent}  - {_flow(each.event)}" for each in changes)]
