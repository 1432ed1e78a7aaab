"""What a pack tells of a session whose report is not there: all that a programme knows, but for addresses."""

from __future__ import annotations

from collections.abc import Iterator

from ..report import Person
from ..view import FieldView, View

_ELSEWHERE = ("title", "track", "people", "counts")
"""Fields of these kinds are no facts: they stand above, or below, or are not known before a session."""


def facts(shown: View) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return when and where a session is, and what else is known of it: labels, and the lines below each."""
    told = [each for each in _answered(shown) if each.kind not in _ELSEWHERE]
    told.sort(key=lambda each: each.kind != "when")
    found = [(each.label, each.lines or (each.text,)) for each in told]
    room = shown.labels.join(shown.report.answer("room"))
    if room and "room" not in shown.fields:
        found.insert(bool(shown.report.when.parts), (shown.labels.word("room"), (room,)))
    return tuple(found)


def people(shown: View) -> tuple[tuple[str, tuple[Person, ...]], ...]:
    """Return who takes part, by the labels of their roles."""
    return tuple((each.label, each.people) for each in _answered(shown) if each.people)


def _answered(shown: View) -> Iterator[FieldView]:
    """Yield the fields that have an answer, in the order of the form."""
    for row in shown.grid:
        for cell in row:
            yield from (each for each in cell if each.answered)
    yield from (each for each in shown.others if each.answered)
