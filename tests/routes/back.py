"""A returned file taken back by the program's own parts, one after another, so that each can be looked at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import words
from rapporteur import amend, layout, returned
from rapporteur.labels import Labels
from rapporteur.reading import Reading
from rapporteur.report import Report
from rapporteur.returned import Comparison, Context
from rapporteur.word import recover

from .sent import Sent, of

FILE = "source/sessions/x.md"
LAYOUT = layout.find("rapporteur")


@dataclass(frozen=True)
class Back:
    """What a file says, what that changes, and the session file as it is then."""

    sent: Sent
    reading: Reading
    comparison: Comparison
    text: str

    @property
    def again(self) -> Sent:
        """The session as it is then, and its form."""
        return self.sent if self.text == self.sent.text else of(self.text, self.reading.pictures)

    @property
    def told(self) -> tuple[str, ...]:
        """Everything that is told beside the changes."""
        return tuple(each.what for each in self.comparison.problems)


def read(data: bytes, file: str = FILE) -> Reading:
    """Return what a file says."""
    return recover.reading(data, file, LAYOUT)


@lru_cache(8)
def base(sent: Sent) -> Reading:
    """Return what the form says as it is sent."""
    return read(sent.data)


def context(report: Report) -> Context:
    """Return what a comparison must know of a session."""
    catalogue = LAYOUT.catalogue(report.language)
    return Context(report, LAYOUT.form, catalogue, Labels(catalogue, "latn"), words.CONFERENCE)


def taken(sent: Sent, data: bytes, take: Mapping[str, returned.Side] | None = None) -> Back:
    """Return a file taken back into the session that it was made of."""
    before, reading = base(sent), read(data, "returned.docx")
    comparison = returned.compare(before, before, reading, context(sent.report))
    return Back(sent, reading, comparison, amend.amended(sent.text, sent.report, comparison.amendment(take)))
