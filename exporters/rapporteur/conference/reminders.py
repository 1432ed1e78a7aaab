"""Reminders: one text for each person who owes reports, in the language of the session. Nothing is sent."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from .. import names
from ..labels import Labels
from ..report import Conference, Person
from .ledger import Ledger, Row


@dataclass(frozen=True, slots=True)
class Reminder:
    """What is to be written to one person: to whom, of which sessions, in which language."""

    person: Person
    rows: tuple[Row, ...]
    language: str
    subject: str
    text: str

    @property
    def letter(self) -> str:
        """The whole text: to whom, about what, and the words."""
        to = " ".join(filter(None, (self.person.name, self.person.email and f"<{self.person.email}>")))
        return f"{to}\n{self.subject}\n\n{self.text}"


def reminders(
    ledger: Ledger, conference: Conference, labels: Callable[[str], Labels], form: Callable[[Row], str]
) -> tuple[Reminder, ...]:
    """Return a reminder for each person who is to be chased, in the order of the programme.

    `labels` gives the words of a language, `form` the name of the file that the person shall fill in.
    """
    owing: dict[str, tuple[Person, list[Row]]] = {}
    chased = [(addressed(person, ledger), row) for row in ledger.rows if row.chased for person in row.ask]
    for person, row in chased:
        owing.setdefault(person.email.casefold() or names.bare(person.name), (person, []))[1].append(row)
    return tuple(_reminder(person, rows, conference, labels, form) for person, rows in owing.values())


def addressed(person: Person, ledger: Ledger) -> Person:
    """Return a person with the e-mail that stands beside their name elsewhere, if it is always the same."""
    if person.email:
        return person
    known = {each.email for row in ledger.rows for each in row.ask if each.email and _same(each, person)}
    return replace(person, email=known.pop()) if len(known) == 1 else person


def _same(one: Person, other: Person) -> bool:
    return names.bare(one.name) == names.bare(other.name)


def _reminder(
    person: Person,
    rows: Sequence[Row],
    conference: Conference,
    labels: Callable[[str], Labels],
    form: Callable[[Row], str],
) -> Reminder:
    language = rows[0].slot.language or conference.languages[0]
    words = labels(language)
    word = words.word
    about = conference.name or word("conference")
    lines = [
        word("reminder_greeting", name=person.name or person.organisation),
        "",
        word("reminder_missing", len(rows), conference=about),
        "",
        *(line for row in rows for line in _owed(row, words, form)),
        word("reminder_form", len(rows)),
        *returned_to(conference, words),
        "",
        word("reminder_thanks"),
        about,
    ]
    return Reminder(person, tuple(rows), language, word("reminder_subject", conference=about), "\n".join(lines) + "\n")


def returned_to(conference: Conference, words: Labels) -> Iterable[str]:
    """Yield to whom a form is sent back, if the conference says so."""
    contact = conference.contact
    if contact and contact.email:
        name = contact.name or contact.organisation
        yield words.word("guide_return_to", contact=f"{name} <{contact.email}>" if name else contact.email)


def _owed(row: Row, words: Labels, form: Callable[[Row], str]) -> Iterable[str]:
    """Yield what is said of one report: its session, by when, and the file to fill in."""
    yield f"– {row.slot.title} ({row.slot.id})"
    if row.instead:
        yield f"  {words.word('reminder_instead')}"
    if row.due:
        yield f"  {words.word('reminder_late' if row.late else 'reminder_due', deadline=said(row, words))}"
    yield f"  {form(row)}"
    yield ""


def said(row: Row, words: Labels) -> str:
    """Return the deadline of a report in words, "" if it is not known; its zone is named where an hour is."""
    day = row.last_day
    if row.due is None or day is None:
        return ""
    text = words.date(day.day, day.month, day.year, weekday=True, inline=True)
    if row.due.time() == datetime.time():
        return text
    zone = getattr(row.due.tzinfo, "key", "")
    return f"{text}, {words.time_range(row.due.time())}" + (f" ({zone})" if zone else "")
