"""Assignments: what somebody who shall report of a session is told, and asked for. Nothing is sent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from ..deadline import Deadline
from ..labels import Labels
from ..report import Conference, Person, Report
from .ledger import Row
from .programme import announced
from .reminders import returned_to, said


@dataclass(frozen=True, slots=True)
class Assignment:
    """One report that is asked for: its row of the ledger, what is known of its session, and what goes to whom.

    `labels` are those of the language that it shall be written in, `file` is the name of the form to fill in; the
    `deadline` is "" if it is not known.
    """

    row: Row
    about: Report
    labels: Labels
    file: str
    deadline: str
    subject: str
    message: str

    @property
    def form(self) -> str:
        """The name of the form in the pack."""
        return f"{self.row.slot.id}/{self.file}"

    @property
    def guide(self) -> str:
        """The name of the guide in the pack."""
        return f"{self.row.slot.id}/{self.row.slot.id}-guide.pdf"

    @property
    def text(self) -> str:
        """The name of the message in the pack."""
        return f"{self.row.slot.id}/{self.row.slot.id}-message.txt"


def assignment(row: Row, conference: Conference, words: Callable[[str], Labels], file: str) -> Assignment:
    """Return what is asked of those who shall report; `words` gives the labels of a language."""
    about = row.report or announced(row.slot, conference)
    labels = words(about.language)
    about = replace(about, direction=labels.direction, sections=(), attendance=None, state="draft")
    word, house = labels.word, conference.name or labels.word("conference")
    deadline = said(row, labels) or _relative(row.slot.deadline or conference.deadline, labels)
    subject = word("reminder_subject", conference=house)
    lines = [
        word("reminder_greeting", name=labels.join([each.name or each.organisation for each in row.ask])),
        "",
        word("assignment_ask", conference=house),
        "",
        f"– {about.title} ({row.slot.id})",
        *([f"  {word('reminder_instead')}"] if row.instead else []),
        *([f"  {word('reminder_due', deadline=deadline)}"] if deadline else []),
        "",
        word("assignment_attached"),
        *returned_to(conference, labels),
        "",
        word("reminder_thanks"),
        house,
    ]
    to = ", ".join(_address(each) for each in row.ask)
    whole = [to, subject, "", *(lines if row.ask else lines[2:]), ""]
    return Assignment(row, about, labels, file, deadline, subject, "\n".join(whole))


def _address(person: Person) -> str:
    return " ".join(filter(None, (person.name or person.organisation, person.email and f"<{person.email}>")))


def _relative(deadline: Deadline | None, labels: Labels) -> str:
    """Return in words a deadline that no day of the calendar is known for, "" if there is none."""
    if deadline is None:
        return ""
    if deadline.hours is not None:
        return labels.word("guide_hours", deadline.hours)
    text = labels.word("guide_days", deadline.days) if deadline.days else labels.word("guide_same_day")
    return f"{text}, {labels.time_range(deadline.time)}" if deadline.time else text
