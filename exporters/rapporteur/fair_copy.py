"""A session file written anew from a report: it says what the report says, and holds not one word beside.

Comments, spare keys and whatever else stood in the file that the report was read from are not in it. What is written
reads again as the same report; `same` tells whether it does.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, replace
from itertools import pairwise

from .amend import markup
from .amend.canonical import canonical
from .form import Form
from .front import spoken_count
from .prose import (
    INTERNAL,
    Attributes,
    Block,
    Heading,
    Inlines,
    Item,
    List,
    Paragraph,
    Preformatted,
    Quote,
    Rule,
    Table,
)
from .report import Count, Day, Part, Person, Recommendations, Report, Section, When
from .session import slug
from .starting import quoted

RULES = {"": "---", "left": ":--", "center": ":-:", "right": "--:"}
"""The dashes below a column's head, by the side that the column keeps to."""


def written(report: Report, form: Form) -> str:
    """Return the session file of a report, as it would be asked by `form`."""
    notes = markup.Notes()
    body = [line for section in report.sections for line in _section(section, notes)]
    told = [line for label, words in notes.new.items() for line in ("", *markup.definition(label, words))]
    return "\n".join(("---", *_front(report, form), "---", *body, *told)) + "\n"


def same(one: Report, other: Report) -> bool:
    """Return whether two reports say the same, however their words are set apart in the model."""
    return _levelled(one) == _levelled(other)


def _levelled(report: Report) -> object:
    sections = [
        (each.id, canonical(each.heading), each.role, each.internal, _plain(each.prose)) for each in report.sections
    ]
    asked = [
        (replace(each, blocks=(), stem=canonical(each.stem)), _plain(each.blocks)) for each in report.recommendations
    ]
    return replace(report, sections=()), sections, asked


def _plain(blocks: Iterable[Block]) -> list[object]:
    """Return blocks as values that are equal when they say the same."""
    found: list[object] = []
    for block in blocks:
        match block:
            case Paragraph() | Heading():
                found.append(replace(block, inlines=canonical(block.inlines)))
            case List():
                found.append((block.start, [_plain(item.blocks) for item in block.items]))
            case Quote():
                found.append(("quote", _plain(block.blocks)))
            case Table():
                rows = (block.header, *block.rows)
                found.append([[replace(cell, inlines=canonical(cell.inlines)) for cell in row] for row in rows])
            case _:
                found.append(block)
    return found


# The front matter


def _front(report: Report, form: Form) -> Iterator[str]:
    yield f"id: {quoted(report.id)}"
    yield from _value("title", (report.title,))
    yield from _value("track", (report.track,))
    yield f"language: {report.language}"
    if (report.language, report.direction) != ("en", "ltr"):
        yield f"direction: {report.direction}"
    yield f"state: {report.state}"
    for name, values in report.answers:
        yield from _value(name, values)
    yield from _when(report.when)
    if report.roles:
        yield "people:"
        for role in report.roles:
            yield from _role(role.id, role.people)
    if report.attendance:
        yield "participants:"
        yield from (f"  - {{{_braced(dict(_count(each, form)))}}}" for each in report.attendance)


def _value(name: str, values: tuple[str, ...]) -> Iterator[str]:
    if len(values) > 1:
        yield from (f"{name}:", *(f"  - {quoted(each)}" for each in values))
    elif values and values[0]:
        yield f"{name}: {quoted(values[0])}"


def _role(role: str, people: tuple[Person, ...]) -> Iterator[str]:
    yield f"  {role}:"
    for person in people:
        said = [(each.name, getattr(person, each.name)) for each in fields(Person)]
        told = [(key, "yes" if value is True else quoted(value)) for key, value in said if value]
        yield from (f"    {'  ' if at else '- '}{key}: {value}" for at, (key, value) in enumerate(told))


def _braced(said: Mapping[str, str]) -> str:
    return ", ".join(f"{key}: {_safe(value)}" for key, value in said.items() if value)


def _safe(value: str) -> str:
    """Return a text as it may stand between braces."""
    told = quoted(value)
    return f'"{told}"' if "," in told and not told.startswith('"') else told


def _when(when: When) -> Iterator[str]:
    if when.parts:
        yield "when:"
    for part in when.parts:
        said = {"date": _day(part.day) if part.day else "", "time": _time(part), "timezone": when.timezone}
        yield f"  - {{{_braced(said)}}}"


WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def _day(day: Day) -> str:
    if day.weekday is None:
        return f"{day.year or '-'}-{day.month:02}-{day.day:02}"
    year = "" if day.year is None else f" {day.year}"
    return f"{WEEKDAYS[day.weekday]} {day.day} {MONTHS[day.month - 1]}{year}"


def _time(part: Part) -> str:
    if not part.start:
        return ""
    later = f" (+{part.days_later})" if part.days_later else ""
    return f"{_clock(part.start)}{'–' + _clock(part.end) if part.end else ''}{later}"


def _clock(time: datetime.time) -> str:
    return f"{time:%H:%M}"


def _count(count: Count, form: Form) -> Iterator[tuple[str, str]]:
    """Yield what is said of a count, by the keys of its long form."""
    text = count.band or "not recorded" if count.number is None else str(count.number)
    _, method, band = spoken_count(text)
    tallies = [tally for each in form.of_kind("counts") for tally in each.tallies]
    usual = {tally.category: tally.dimension for tally in tallies} | {"total": "total"}
    yield "category", count.category
    yield "count", text if band is not None else "not recorded"
    yield "of", count.dimension if count.dimension != usual.get(count.category, "") else ""
    yield "mode", count.mode
    yield "method", count.method if count.method != method else ""
    yield "band", count.band if count.band != (band or "") else ""


# The body


def _section(section: Section, notes: markup.Notes) -> Iterator[str]:
    own = section.id if section.id != (section.role or slug(section.heading)) else ""
    names = (*filter(None, [section.role]), *([INTERNAL] if section.internal else []))
    braces = markup.braces(Attributes(own, names)) if own or names else ""
    yield from ("", " ".join(filter(None, ("##", markup.inline(section.heading, notes, "heading"), braces))))
    blocks = [each for block in section.blocks for each in _written(block)]
    yield from ("", *_blocks(blocks, notes)) if blocks else ()


def _written(block: Block | Recommendations) -> Iterator[Block]:
    if not isinstance(block, Recommendations):
        yield block
        return
    if block.stem:
        yield block.stem
    yield List(tuple(Item(each.blocks) for each in block.items), block.start)


def _blocks(blocks: Iterable[Block], notes: markup.Notes) -> Iterator[str]:
    """Yield blocks as lines, an empty one between two; two lists that follow each other have other marks."""
    marks = 0
    for before, block in pairwise((None, *blocks)):
        marks = 1 - marks if isinstance(before, List) and isinstance(block, List) else 0
        if before is not None:
            yield ""
        yield from _block(block, notes, marks) if block is not None else ()


def _block(block: Block, notes: markup.Notes, marks: int) -> Iterator[str]:
    match block:
        case Paragraph():
            yield from markup.inline(block.inlines, notes).split("\n")
        case Heading():
            yield f"{'#' * block.level} {markup.inline(block.inlines, notes, 'heading')}"
        case List():
            tight = all(len(item.blocks) == 1 and isinstance(item.blocks[0], Paragraph) for item in block.items)
            for at, item in enumerate(block.items):
                mark = "-*"[marks] if block.start is None else f"{block.start + at}{'.)'[marks]}"
                yield from ([""] if at and not tight else [])
                yield from _item(item, f"{mark} ", notes)
        case Quote():
            yield from (f"> {line}".rstrip() for line in _blocks(block.blocks, notes))
        case Preformatted():
            yield from markup.code(block.text)
        case Table():
            yield from markup.table(_rows(block), notes, [RULES[cell.align] for cell in block.header])
        case Rule():
            yield "***"


def _rows(table: Table) -> list[list[Inlines]]:
    return [[cell.inlines for cell in row] for row in (table.header, *table.rows)]


def _item(item: Item, mark: str, notes: markup.Notes) -> Iterator[str]:
    first = item.blocks[0] if item.blocks else None
    if isinstance(first, Paragraph):
        told = " ".join(filter(None, (markup.inline(first.inlines, notes, "point"), markup.braces(first.attributes))))
        below = list(_blocks(item.blocks[1:], notes))
        inner = [*told.split("\n"), *(["", *below] if below else [])]
    else:
        inner = list(_blocks(item.blocks, notes)) or [""]
    yield (mark + inner[0]).rstrip()
    yield from (" " * len(mark) + line if line else "" for line in inner[1:])
