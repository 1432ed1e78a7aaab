"""A report as plain text: every word of it, for programs and for readers of twenty years from now."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from .layout import Layout
from .lines import lines, notes
from .prose import Paragraph, pictures, plain
from .report import Conference, Person, Report
from .view import FieldView, View, view


def written(report: Report, conference: Conference, layout: Layout) -> str:
    """Return a report as plain text: its fields behind their labels, its sections below their headings, its notes."""
    shown = view(report, conference, layout)
    return "\n".join([*_head(shown, conference), *_fields(shown), *_sections(shown)]) + "\n"


def _head(shown: View, conference: Conference) -> Iterator[str]:
    title = " ".join(shown.title.split())
    yield from (title, "=" * len(title), "")
    about = (conference.name, conference.edition, shown.track.text if shown.track else "", shown.report.id, shown.state)
    yield from (" · ".join(each for each in about if each), "")


def _fields(shown: View) -> Iterator[str]:
    fields = {each.id: each for each in (*shown.fields.values(), *shown.others)}
    for field in fields.values():
        if field.answered and field.kind not in ("title", "track"):
            yield shown.labels.with_colon(field.label)
            yield from (f"   {line}" for line in _answer(field, shown.labels.with_colon))
            yield ""


def _answer(field: FieldView, colon: Callable[[str], str]) -> Iterator[str]:
    yield from (_person(each) for each in field.people)
    yield from field.lines
    yield from ([field.text] if field.text else [])
    yield from (f"{colon(each.label)} {each.text}" for each in field.tallies if each.text)


def _person(person: Person) -> str:
    said = (person.printed or person.name, person.position, person.organisation, person.country)
    return ", ".join(each for each in (*said, person.email, person.phone) if each)


def _sections(shown: View) -> Iterator[str]:
    for section in shown.report.sections:
        heading = " ".join(plain(section.heading).split())
        yield from (heading, "-" * len(heading), "")
        yield from lines(section.prose)
        whole = (Paragraph(section.heading), *section.prose)
        yield from (f"({each.alt}: {each.credit})" for each, _ in pictures(whole) if each.credit)
        told = list(notes(whole))
        yield from ("", *(f"[{at}] {note}" for at, note in enumerate(told, 1))) if told else ()
        yield ""
