"""The people of a role: changed where they stand, added, taken out and set in another order, each with its lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from ..amendment import PersonKept
from ..front import PERSON
from ..problems import Place, Refused, error
from ..report import Person
from ..settings import Plain
from . import lists, spans, values
from .lists import Item
from .spans import Sheet


def amended(text: str, file: str, role: str, kept: Sequence[PersonKept]) -> str:
    """Return a session file in which `role` holds these people; raises `Refused` if that cannot be written."""
    had = _persons(spans.plain(text), role)
    wanted = [each.person or had[each.at or 0] for each in kept]
    for each in kept:
        if each.at is not None and each.person:
            text = _changed(text, file, role, each.at, had[each.at], each.person)
    order = [each.at for each in kept]
    if order != list(range(len(had))):
        alone = len(kept) == len(had) == 1 and kept[0].person
        text = _changed(text, file, role, 0, had[0], alone) if alone else _ordered(text, role, kept)
    text = _guessed(text, role, kept) if any(each.guess for each in kept) else text
    if _persons(spans.plain(text), role) != [_stripped(each) for each in wanted if _stripped(each) != Person("")]:
        line = _line(spans.read(text), role)
        what = f"the people of “{role}” cannot be written without touching more than they should"
        hint = f"write them by hand: {', '.join(each.name or each.organisation for each in wanted)}"
        raise Refused([error(Place(file, line), what, hint, "amend")])
    return text


def _persons(tree: Plain, role: str) -> list[Person]:
    people = tree.get("people") if isinstance(tree, dict) else None
    found = people.get(role, "") if isinstance(people, dict) else ""
    among = found if isinstance(found, list) else [found] if found else []
    return [_person(each) for each in among]


def _person(told: Plain) -> Person:
    if isinstance(told, dict):
        return Person(**{"name": ""} | {key: str(value).strip() for key, value in told.items() if key in PERSON})  # type: ignore[arg-type]
    return Person(str(told).strip())


def _stripped(person: Person) -> Person:
    return Person(*(" ".join(getattr(person, part).split("\n")).strip() for part in PERSON))  # type: ignore[arg-type]


def _line(sheet: Sheet, role: str) -> int:
    found = _role(sheet, role)
    return int(found[0].start_mark.line) + 2 if found else 1


def _role(sheet: Sheet, role: str) -> tuple[Any, Any] | None:
    people = spans.entry(sheet.root, "people")
    return spans.entry(people[1], role) if people else None


def _changed(text: str, file: str, role: str, at: int, before: Person, after: Person) -> str:
    """Return the text with a person's parts changed where they stand."""
    after = _stripped(after)
    sheet = spans.read(text)
    found = _role(sheet, role)
    path = ["people", role, *([str(at)] if found and spans.is_list(found[1]) else [])]
    node = found[1].value[at] if found and spans.is_list(found[1]) else found[1] if found else None
    if node is not None and node.id == "scalar":
        if after == Person(after.name):
            return values.with_value(text, file, ".".join(path), after.name)
        return _as_map(sheet, found, node, after)
    parts = [part for part in PERSON if getattr(before, part) != getattr(after, part)]
    for part in sorted(parts, key=lambda part: not getattr(after, part)):  # a map keeps at least one part
        text = values.with_value(text, file, ".".join([*path, part]), getattr(after, part))
    return text


def _as_map(sheet: Sheet, found: Any, node: Any, person: Person) -> str:
    """Return the text with a person who was only a name as a map of parts."""
    begin, end = sheet.offset(node.start_mark), sheet.offset(node.end_mark)
    if found[1].id == "sequence" and found[1].flow_style:
        return sheet.put(begin, end, _in_braces(person))
    at = node.start_mark.line + 1
    comment = spans.comment_behind(sheet, node)
    head = sheet.line(at)[: node.start_mark.column]
    last = spans.last_line(sheet, node)
    if found[1] is not node:
        lines = [f"{head if n == 0 else ' ' * len(head)}{line}" for n, line in enumerate(_parts(person))]
        lines[0] += f"  {comment}" if comment else ""
    else:
        indent = " " * (found[0].start_mark.column + 2)
        lines = [head.rstrip() + (f"  {comment}" if comment else ""), *(indent + line for line in _parts(person))]
    return sheet.put_lines(at, lines, last - at + 1)


def _parts(person: Person) -> list[str]:
    return [f"{part}: {_told(text)}" for part in PERSON if (text := getattr(_stripped(person), part))]


def _in_braces(person: Person) -> str:
    told = (f"{part}: {spans.quoted(text)}" for part in PERSON if (text := getattr(_stripped(person), part)))
    return f"{{{', '.join(told)}}}"


def _told(text: str) -> str:
    """Return a text as YAML reads it back, plain if it can be."""
    import yaml

    told = next(iter(spans.spellings(text)))
    try:
        node = yaml.compose(f"a: {told}\n", Loader=yaml.BaseLoader)
    except yaml.YAMLError:
        return spans.quoted(text)
    return told if node and node.value[0][1].value == text else spans.quoted(text)


def _ordered(text: str, role: str, kept: Sequence[PersonKept]) -> str:
    """Return the text with other people in a role, or in another order; those that stay keep their lines."""
    sheet = spans.read(text)
    found = _role(sheet, role)
    if not kept:
        return _emptied(sheet, role)
    if found is None or spans.is_empty(found[1]):
        return _filled(sheet, role, found, kept)
    key, node = found
    if not spans.is_list(node):
        sheet = spans.read(lists.as_list(sheet, key, node))
        key, node = _role(sheet, role) or found
    if node.flow_style:
        return _in_brackets(sheet, node, kept)
    return lists.rewritten(sheet, key, node, list(_items(sheet, key, node, kept)))


def _items(sheet: Sheet, key: Any, node: Any, kept: Sequence[PersonKept]) -> Iterator[Item]:
    """Yield the people of a list as lines; comments above one who is gone stay where they are."""
    had = lists.items(sheet, key, node)
    stay = {each.at for each in kept}
    dash = had[0].lines[0][: len(had[0].lines[0]) - len(had[0].lines[0].lstrip())]
    names_only = all(each.id == "scalar" for each in node.value)
    left = [line for at, item in enumerate(had) if at not in stay for line in item.above if line.strip()]
    for each in kept:
        if each.at is not None:
            item = had[each.at]
            yield replace(item, above=(*left, *item.above))
            left = []
        else:
            assert each.person
            yield Item(tuple(left), tuple(_lines(each.person, dash, names_only)))
            left = []


def _lines(person: Person, indent: str, name_only: bool) -> Iterator[str]:
    person = _stripped(person)
    if name_only and person == Person(person.name):
        yield f"{indent}- {_told(person.name)}"
        return
    for at, line in enumerate(_parts(person)):
        yield f"{indent}{'  ' if at else '- '}{line}"


def _in_brackets(sheet: Sheet, node: Any, kept: Sequence[PersonKept]) -> str:
    raw = [sheet.text[sheet.offset(each.start_mark) : sheet.offset(each.end_mark)] for each in node.value]
    told = [raw[each.at] if each.at is not None else _brief(each.person or Person("")) for each in kept]
    return sheet.put(sheet.offset(node.start_mark), sheet.offset(node.end_mark), f"[{', '.join(told)}]")


def _brief(person: Person) -> str:
    person = _stripped(person)
    return spans.quoted(person.name) if person == Person(person.name) else _in_braces(person)


def _emptied(sheet: Sheet, role: str) -> str:
    """Return the text without the people of a role."""
    people = spans.entry(sheet.root, "people")
    at = next((n for n, (key, _) in enumerate(people[1].value) if key.value == role), None) if people else None
    if people is None or at is None:
        return sheet.text
    return spans.removed(sheet, people[1], at, True)


def _filled(sheet: Sheet, role: str, found: Any, kept: Sequence[PersonKept]) -> str:
    """Return the text with people in a role that had none."""
    persons = [_stripped(each.person) for each in kept if each.person]
    people = spans.entry(sheet.root, "people")
    if people is None:
        order = values.order_of(sheet, ["people"])
        sheet = spans.read(spans.added(sheet, sheet.root, None, "people", lambda indent: [f"{indent}people:"], order))
        people = spans.entry(sheet.root, "people")
        assert people
    alone = persons[0] if len(persons) == 1 else None
    scalar = f" {_told(alone.name)}" if alone and alone == Person(alone.name) else ""

    def lines(indent: str) -> list[str]:
        return [f"{indent}{role}:{scalar}", *([] if scalar else _below(persons, indent + "  "))]

    if found is not None:
        key = found[0]
        at = key.start_mark.line + 1
        colon = sheet.text.index(":", sheet.offset(key.end_mark)) + 1
        if scalar:
            return sheet.put(colon, colon, scalar)
        return sheet.put_lines(at + 1, _below(persons, " " * (key.start_mark.column + 2)))
    inline = f"{role}: [{', '.join(_brief(each) for each in persons)}]"
    return spans.added(sheet, people[1], people[0], role, lines, (), inline)


def _below(persons: Sequence[Person], indent: str) -> list[str]:
    if len(persons) == 1:
        return [indent + line for line in _parts(persons[0])]
    return [line for each in persons for line in _lines(each, indent, all(one == Person(one.name) for one in persons))]


def _guessed(text: str, role: str, kept: Sequence[PersonKept]) -> str:
    """Return the text with a comment above each person who was parted by guessing."""
    for at in reversed(range(len(kept))):
        if not kept[at].guess:
            continue
        sheet = spans.read(text)
        found = _role(sheet, role)
        if found is None:
            continue
        key, node = found
        line, column = key.start_mark.line + 1, key.start_mark.column
        if spans.is_list(node) and not node.flow_style and at < len(node.value):
            line = node.value[at].start_mark.line + 1
            column = len(sheet.line(line)) - len(sheet.line(line).lstrip())
        remark = "".join(letter if letter.isprintable() else " " for letter in kept[at].guess)
        told = f"{' ' * column}# {' '.join(remark.split())}"
        if line == 0 or sheet.line(line - 1) != told:
            text = sheet.put_lines(line, [told])
    return text
