"""Programme and column names written into the source: only lines concerned are others, every other byte stays.

Each entry of the programme is edited as the front matter of a session is (`amend`): cut out, edited and put back, from
the end of the file to its beginning. What was written is read again and must say what was meant, or nothing is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import groupby
from typing import Any

from ..amend import people, spans, values
from ..amendment import PersonKept
from ..front import PERSON
from ..problems import Place, Refused, error, errors
from ..report import Person
from ..settings import parse
from ..slot import Slot
from ..slots import read
from .columns import LEFT_OUT
from .entry import SCALARS, USUAL, Entry, of_slot
from .merging import Change, Merged

HEAD = """\
# The programme: the sessions that the conference announces. `rapporteur programme import FILE` adds to it and follows
# the file; what you write or change here by hand stays.
sessions:
"""


def written(text: str, file: str, merged: Merged, language: str) -> str:
    """Return the text of programme.yaml ("" if there is no such file yet) with what `merged` changes.

    Raises `Refused` if the file has errors, or is written in a way in which a change cannot be made.
    """
    if not (merged.new or merged.changes):
        return text
    before, wrong = read(text or "sessions:\n", file, language)
    if errors(wrong):
        raise Refused(errors(wrong))
    made = _changed(text or HEAD, file, merged)
    after, wrong = read(made, file, language)
    if errors(wrong) or not _as_meant(before, after, merged):
        what, hint = (
            "this file cannot be changed in place",
            "write each session as a block: - id: …, a key on each line",
        )
        raise Refused([error(Place(file), what, hint, "yaml"), *errors(wrong)])
    return made


def _as_meant(before: Sequence[Slot], after: Sequence[Slot], merged: Merged) -> bool:
    """Return whether a programme says what it said, but for what was to change, and what is new."""
    meant = {slot.id: of_slot(slot) for slot in before}
    for change in merged.changes:
        entry = meant[change.id]
        role = change.path.removeprefix("people.")
        if role != change.path and not isinstance(change.after, str):
            meant[change.id] = Entry(entry.id, entry.values, {**entry.people, role: change.after})
        else:
            meant[change.id] = Entry(entry.id, {**entry.values, change.path: str(change.after)}, entry.people)
    meant |= {entry.id: entry for entry in merged.new}
    found = {slot.id: of_slot(slot) for slot in after}
    return list(map(_bare, (meant[name] for name in sorted(meant)))) == list(
        map(_bare, (found[n] for n in sorted(found)))
    )


def _bare(entry: Entry) -> tuple[object, ...]:
    said = {path: value for path, value in entry.values.items() if value and USUAL.get(path) != value}
    return entry.id, said, {role: persons for role, persons in entry.people.items() if persons}


# The file, edited


def _changed(text: str, file: str, merged: Merged) -> str:
    end = "\r\n" if "\r\n" in text else "\n"
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    inner = text.removeprefix("\ufeff")
    closed = inner if inner.endswith(("\n", "\r")) or not inner else inner + end
    if any(line.rstrip() == "---" for line in closed.splitlines()):
        what, hint = "a line of --- stands in this file", "take it out: nothing needs it here"
        raise Refused([error(Place(file), what, hint, "yaml")])
    sheet = spans.read(f"---{end}{closed}---{end}")
    found = spans.entry(sheet.root, "sessions")
    items = {_id(item): item for item in found[1].value} if found and spans.is_list(found[1]) else {}
    if found and spans.is_list(found[1]) and found[1].flow_style and found[1].value:
        what, hint = "the sessions stand between brackets", "write each as a block: - id: …, a key on each line"
        raise Refused([error(Place(file, found[0].start_mark.line + 1), what, hint, "yaml")])
    edits = [
        (*_span(sheet, items[name]), _edited(sheet, items[name], file, changes)) for name, changes in _by_id(merged)
    ]
    lines = [_raw(sheet, at) for at in range(1, sheet.close)]
    first, last, added = _added(sheet, found, list(items.values()), len(lines), merged.new)
    edits.append((first, last, [line + end for line in added]))
    for first, last, new in sorted(edits, key=lambda edit: edit[0], reverse=True):
        lines[first - 1 : last - 1] = new
    made = "".join(lines)
    return mark + (made if closed == inner or merged.new else made.removesuffix(end))


def _raw(sheet: spans.Sheet, at: int) -> str:
    """Return a line with the end that it has."""
    return sheet.text[sheet.starts[at] : sheet.starts[at + 1]]


def _by_id(merged: Merged) -> Iterator[tuple[str, list[Change]]]:
    ordered = sorted(merged.changes, key=lambda change: change.id)
    for name, changes in groupby(ordered, key=lambda change: change.id):
        yield name, list(changes)


def _id(item: Any) -> str:
    found = spans.entry(item, "id")
    return str(found[1].value).strip() if found else ""


def _span(sheet: spans.Sheet, item: Any) -> tuple[int, int]:
    """Return the first line of an entry, counted with the mark above, and the one behind its last."""
    return item.start_mark.line + 1, spans.last_line(sheet, item) + 1


def _edited(sheet: spans.Sheet, item: Any, file: str, changes: Iterable[Change]) -> list[str]:
    """Return the lines of an entry with its changes; lines that stay are as they were."""
    first, last = _span(sheet, item)
    column = item.start_mark.column
    raw = [_raw(sheet, at) for at in range(first, last)]
    told = [sheet.line(at) for at in range(first, last)]
    bare = [line[column:] if not line[:column].strip(" -") else line.lstrip() for line in told]
    text = "\n".join(["---", *bare, "---", ""])
    for change in changes:
        text = _with(text, Place(file, first), change)
    new = text.split("\n")[1:-2]
    made: list[str] = []
    for what, a, b, c, d in SequenceMatcher(None, bare, new, autojunk=False).get_opcodes():
        lines = [(" " * column + line if line else "") + sheet.end for line in new[c:d]]
        made += raw[a:b] if what == "equal" else lines
    made[0] = raw[0][:column] + made[0][column:]
    return made


def _with(text: str, place: Place, change: Change) -> str:
    """Return an entry, as a front matter, with one change."""
    try:
        if isinstance(change.after, str):
            return values.with_value(text, place.file, _path(text, change.path), change.after)
        role = change.path.removeprefix("people.")
        had = change.before if not isinstance(change.before, str) else ()
        return people.amended(text, place.file, role, list(_kept(had, change.after)))
    except Refused as refusal:
        raise Refused([error(place, each.what, each.hint, each.rule) for each in refusal.problems]) from None


def _path(text: str, path: str) -> str:
    """Return where a value stands in an entry: the first sitting's in the map that `when` is, or in its list."""
    found = spans.entry(spans.read(text).root, "when")
    if found and spans.is_list(found[1]):
        return "when.0.timezone" if path == "when.timezone" else path
    return path.replace("when.0.", "when.", 1)


def _kept(had: Sequence[Person], shall: Sequence[Person]) -> Iterator[PersonKept]:
    """Yield who shall be there: those who stay keep their lines."""
    left = {person.name: at for at, person in enumerate(had)}
    for person in shall:
        at = left.pop(person.name, None)
        yield PersonKept(at, None if at is not None and had[at] == person else person)


# Entries that are new


def _added(
    sheet: spans.Sheet, found: Any, items: Sequence[Any], count: int, new: Sequence[Entry]
) -> tuple[int, int, list[str]]:
    """Return where new entries stand in a file of so many lines, and their own lines, indented as the last entry is."""
    if not new:
        return count + 1, count + 1, []
    if not items:
        head = [] if found else ["sessions:"]
        at = found[0].start_mark.line + 2 if found else count + 1
        first = at - 1 if found and spans.is_list(found[1]) else at  # an empty list between brackets gives way
        return first, at, ["sessions:"] * (first < at) + head + [line for each in new for line in _lines(each, "  ")]
    at = spans.last_line(sheet, items[-1]) + 1
    dash = sheet.line(items[-1].start_mark.line + 1)
    indent = dash[: len(dash) - len(dash.lstrip())]
    return at, at, [line for each in new for line in _lines(each, indent)]


def _lines(entry: Entry, indent: str) -> Iterator[str]:
    """Yield the lines of a new entry."""
    inner = f"{indent}  "
    yield f"{indent}- id: {scalar(entry.id)}"
    order = [path for path in SCALARS if path not in ("language", "deadline", "report", "status")]
    for path in (*order, "language"):
        if path in entry.values:
            yield f"{inner}{path}: {scalar(entry.values[path])}"
    yield from (inner + line for line in _when(entry.values))
    if entry.people:
        yield f"{inner}people:"
        for role, persons in entry.people.items():
            yield from (f"{inner}  {line}" for line in _role(role, persons, entry.guesses.get(role, "")))
    for path in ("deadline", "report", "status"):
        if path in entry.values and entry.values[path] != USUAL.get(path):
            yield f"{inner}{path}: {scalar(entry.values[path])}"


def _when(said: Mapping[str, str]) -> Iterator[str]:
    sittings: dict[int, dict[str, str]] = {}
    for path, value in said.items():
        parts = path.split(".")
        if parts[0] == "when" and len(parts) == 3:
            sittings.setdefault(int(parts[1]), {})[parts[2]] = value
    if zone := said.get("when.timezone"):
        sittings.setdefault(0, {})["timezone"] = zone
    if not sittings:
        return
    yield "when:"
    for at in sorted(sittings):
        for n, (key, value) in enumerate(sittings[at].items()):
            dash = "" if len(sittings) == 1 else "  " if n else "- "
            yield f"  {dash}{key}: {scalar(value)}"


def _role(role: str, persons: Sequence[Person], guess: str) -> Iterator[str]:
    if guess:
        yield f"# {' '.join(guess.split())}"
    if len(persons) == 1 and persons[0] == Person(persons[0].name):
        yield f"{role}: {scalar(persons[0].name)}"
        return
    yield f"{role}:"
    for person in persons:
        said = [f"{part}: {scalar(value)}" for part in PERSON if (value := getattr(person, part))]
        first, rest = ("", "") if len(persons) == 1 else ("- ", "  ")
        if person == Person(person.name):
            said = [scalar(person.name)]
        yield from (f"  {rest if at else first}{line}" for at, line in enumerate(said))


def scalar(text: str) -> str:
    """Return a text as YAML reads it back where a value stands on a line of its own."""
    return next(spans.spellings(text)) if text.isprintable() else spans.quoted(text)


# The names of columns, in conference.yaml


def with_columns(text: str, file: str, named: Sequence[tuple[str, str]]) -> str:
    """Return the text of conference.yaml that remembers which columns say what; `named` are fields and headings."""
    end = "\r\n" if "\r\n" in text else "\n"
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    inner = text.removeprefix("\ufeff")
    closed = inner if inner.endswith("\n") or not inner else inner + end
    made = f"---{end}{closed}---{end}"
    for field, headings in _together(named, text, file):
        made = values.with_value(made, file, f"programme.{field}", headings)
    return mark + made.removeprefix(f"---{end}").removesuffix(f"---{end}")


def _together(named: Sequence[tuple[str, str]], text: str, file: str) -> Iterator[tuple[str, str | tuple[str, ...]]]:
    """Yield fields with their headings, those that were remembered before with what is new."""
    node, _ = parse(text, file)
    had = node.map.get("programme")
    for field in dict.fromkeys(field for field, _ in named):
        known = [each.text for each in had.map[field].list] if had and field in had.map and field == LEFT_OUT else []
        headings = tuple(dict.fromkeys((*known, *(heading for name, heading in named if name == field))))
        yield field, headings if len(headings) > 1 else headings[0]
