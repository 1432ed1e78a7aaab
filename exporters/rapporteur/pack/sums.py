"""A conference in numbers, as a pack prints them: sums, and of how many sessions and people each is known."""

from __future__ import annotations

from collections.abc import Iterator

from ..conference import directory, figures
from ..labels import Labels
from ..report import Conference


def sums(
    whole: figures.Attendance, conference: Conference, recommendations: int, labels: Labels
) -> Iterator[tuple[str, str, str]]:
    """Yield a number, what it counts, and of how many it is known if not of all."""
    word, number, reports = labels.word, labels.number, conference.reports
    yield number(len(reports)), word("session", len(reports)), ""
    yield number(recommendations), word("recommendation", recommendations), ""
    if whole.known:
        partial = whole.reported < whole.sessions
        note = word("reported_n", known=whole.reported, all=whole.sessions) if partial else ""
        yield figure(whole.whole, labels), word("participants"), note
    people, organisations = directory.people(conference), directory.organisations(conference)
    if people:
        yield number(len(people)), word("people_index"), ""
    if organisations:
        yield number(len(organisations)), word("organisation_index"), ""


def attended(attendance: figures.Attendance, labels: Labels) -> str:
    """Return how many took part, and in brackets of how many sessions that is known if not of all."""
    if not attendance.known:
        return labels.word("not_recorded")
    known, sessions = (labels.number(each) for each in (attendance.reported, attendance.sessions))
    partial = attendance.reported < attendance.sessions
    return f"{figure(attendance.whole, labels)}{f' ({known}/{sessions})' if partial else ''}"


def figure(figure: figures.Figure, labels: Labels) -> str:
    """Return a sum as it is printed: a number, about a number, that it is withheld, or that nobody recorded it."""
    if figure.number is None:
        return labels.word("withheld" if figure.hidden else "not_recorded")
    number = labels.number(figure.number)
    return labels.word("about_n", number=number) if figure.about else number


def coverage(whole: figures.Attendance, labels: Labels) -> str:
    """Return of which share of all the gender is known, and the shares of each; "" if of nobody."""
    share = whole.coverage("gender")
    if share is None:
        return ""
    told = (
        f"{labels.word(each.category) if labels.has(each.category) else each.category} {labels.percent(each.share)}"
        for each in whole.shares
    )
    return labels.word("gender_known", share=labels.percent(share), shares=labels.join(told))
