"""What of a report is still there after a way: two readings compared, one thing at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from rapporteur.prose import Emphasis, Inlines, Link, Note, Picture, Strong, inlines_within, plain
from rapporteur.reading import Line, Reading, Unit
from rapporteur.word import marks

PEOPLE = ("organiser", "moderator", "rapporteur", "presenters", "witness")
THINGS = (
    "words",
    "order",
    "structure",
    "ids",
    "fields",
    "people",
    "links",
    "bold, italic",
    "footnotes",
    "tables",
    "pictures",
)
"""What is looked for, in the order of the README's table."""


def of(reading: Reading) -> dict[str, object]:
    """Return each thing that a reading holds, as it can be compared; an empty one is not there."""
    units = [_letters(unit) for unit in reading.body if unit.kind != "beside"]
    return {
        "words": Counter("".join(sorted(_whole(reading)))),
        "order": [each for each in units if each],
        "structure": [(unit.kind, unit.level, unit.ordered) for unit in reading.body],
        "ids": list(_ids(reading)),
        "fields": {name: _lines(lines) for name, lines in reading.fields.items() if name not in PEOPLE},
        "people": {name: _lines(lines) for name, lines in reading.fields.items() if name in PEOPLE},
        "links": _within(reading, Link),
        "bold, italic": [*_within(reading, Strong), *_within(reading, Emphasis)],
        "footnotes": _within(reading, Note),
        "tables": [[[_words(cell) for cell in row] for row in unit.rows] for unit in reading.body if unit.rows],
        "pictures": _within(reading, Picture),
    }


def survived(sent: Reading, back: Reading) -> dict[str, bool]:
    """Return of each thing that was sent whether it came back."""
    before, after = of(sent), of(back)
    return {name: before[name] == after[name] for name in THINGS if before[name]}


def _ids(reading: Reading) -> Iterator[str]:
    """Yield the recommendations by the names under which they were sent."""
    for unit in reading.body:
        blocks = [block for mark in unit.marks if (block := marks.block_of(mark))]
        yield from (block for _, block in blocks[:1] if block.startswith("r"))


def _lines(lines: tuple[Line, ...]) -> list[str]:
    return [" ".join(line.text.split()) for line in lines]


def _whole(reading: Reading) -> Iterator[str]:
    for lines in reading.fields.values():
        yield from ("".join(line.text.split()) for line in lines)
    yield from map(_letters, reading.body)


def _runs(unit: Unit) -> Iterator[Inlines]:
    yield unit.inlines
    for row in unit.rows:
        yield from row


def _letters(unit: Unit) -> str:
    """Return the words of a unit without white space, which every program may change."""
    return "".join("".join(_words(inlines).split()) for inlines in _runs(unit))


def _words(inlines: Inlines) -> str:
    notes = (_words(each.children) for each in inlines_within(inlines) if isinstance(each, Note))
    return " ".join([" ".join(plain(inlines).split()), *notes])


def _within(reading: Reading, kind: type) -> list[str]:
    found = []
    for unit in reading.body:
        for inlines in _runs(unit):
            found += [_told(each) for each in inlines_within(inlines) if isinstance(each, kind)]
    return found


def _told(inline: object) -> str:
    match inline:
        case Link(href, children):
            return f"{' '.join(plain(children).split())} → {href}"
        case Strong(children) | Emphasis(children) | Note(children):
            return " ".join(plain(children).split())
        case Picture():
            return inline.alt
    raise TypeError(inline)


def added(counts: Mapping[str, tuple[int, int]], found: Mapping[str, bool]) -> dict[str, tuple[int, int]]:
    """Return how often each thing came back, and of how often it was there."""
    nothing = (0, 0)
    more = {
        name: (counts.get(name, nothing)[0] + came, counts.get(name, nothing)[1] + 1) for name, came in found.items()
    }
    return {**counts, **more}
