"""Ids for recommendations: written into the source once, never used twice, and kept when words move or change."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile
from string import Formatter

from .markdown import ATTRIBUTES
from .problems import Place, Problem, error
from .prose import Paragraph
from .report import Conference, Recommendation, Report, with_points

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


@dataclass(frozen=True, slots=True)
class Given:
    """An id that is new: what it names and where it was written."""

    id: str
    place: Place
    words: str


def wrong_scheme(conference: Conference) -> tuple[Problem, ...]:
    """Return what is wrong with the conference's scheme of ids; it may hold {session}, {track} and must hold {n}."""
    where = conference.origin.place("ids")
    hint = 'write ids: "{session}-R{n:02}"'
    try:
        names = {name for _, name, _, _ in Formatter().parse(conference.ids) if name is not None}
        made = conference.ids.format(session="S", track="1", n=1)
    except (ValueError, KeyError, IndexError, AttributeError) as mistake:
        return (error(where, f"the scheme “{conference.ids}” cannot be read: {mistake}", hint, "ids"),)
    if not names <= {"session", "track", "n"} or "n" not in names:
        return (
            error(where, f"the scheme “{conference.ids}” needs {{n}} and knows {{session}} and {{track}}", hint, "ids"),
        )
    if not re.fullmatch(r"[\w.:-]+", made):
        return (error(where, f"the scheme “{conference.ids}” makes ids with spaces or signs", hint, "ids"),)
    return ()


def give(
    text: str, report: Report, conference: Conference, remembered: frozenset[str] = frozenset()
) -> tuple[str, tuple[Given, ...]]:
    """Return the session file `text` with an id for each recommendation that has none, and the ids given.

    Every other byte stays. A number once used, also by a recommendation that only the follow-up or what was handed out
    (`remembered`, in small letters) still knows, is not given again.
    """
    lines = _LINE.findall(text)
    fresh = _fresh(report, conference, _taken(report, conference, remembered))
    given: list[Given] = []
    for each, first in _nameless(report):
        name = next(fresh)
        begin, end = first.line - 1, first.last_line
        lines[begin:end] = [_with_id("".join(lines[begin:end]), name), *[""] * (end - begin - 1)]
        given.append(Given(name, Place(report.origin.file, each.line), each.text))
    return "".join(lines), tuple(given)


def _nameless(report: Report) -> Iterator[tuple[Recommendation, Paragraph]]:
    """Yield the recommendations that have no id, each with the paragraph that will carry it."""
    for each in report.recommendations:
        first = each.blocks[0] if each.blocks else None
        if not each.id and isinstance(first, Paragraph) and each.text:
            yield each, first


def _with_id(paragraph: str, name: str) -> str:
    found = ATTRIBUTES.search(paragraph)
    if found:
        at = found.start() + 1
        return f"{paragraph[:at]}#{name} {paragraph[at:]}"
    at = len(paragraph.rstrip())
    return f"{paragraph[:at]} {{#{name}}}{paragraph[at:]}"


def _fresh(report: Report, conference: Conference, taken: set[str]) -> Iterator[str]:
    """Yield the ids the scheme makes, beginning after the highest that is `taken`; each is taken then."""

    def made(n: int) -> str:
        return conference.ids.format(session=report.id, track=report.track, n=n)

    numbers = {int(found) for name in taken for found in re.findall(r"\d{1,9}", name)}
    n = max((each for each in numbers if made(each).casefold() in taken), default=0)
    while True:
        n += 1
        name = made(n)
        if name.casefold() not in taken:
            taken.add(name.casefold())
            yield name


def _taken(report: Report, conference: Conference, remembered: frozenset[str]) -> set[str]:
    """Return every id that is in use, was, or is due to a report before this one, in small letters."""
    reports = (*conference.reports, report)
    taken = {each.id.casefold() for one in reports for each in with_points(one.recommendations) if each.id}
    taken |= {name.casefold() for name, _ in conference.follow_up} | remembered
    if "{session" not in conference.ids:
        for before in takewhile(lambda other: other.id != report.id, conference.reports):
            fresh = _fresh(before, conference, taken)
            for _ in _nameless(before):
                next(fresh)
    return taken
