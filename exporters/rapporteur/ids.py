"""Ids for recommendations: written into the source once, never used twice, and kept when words move or change."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from string import Formatter

from .markdown import ATTRIBUTES
from .problems import Place, Problem, error
from .prose import Paragraph
from .report import Conference, Report

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


def give(text: str, report: Report, conference: Conference) -> tuple[str, tuple[Given, ...]]:
    """Return the session file `text` with an id for each recommendation that has none, and the ids given.

    Every other byte stays. A number once used, also by a recommendation that only the follow-up still knows, is not
    given again.
    """
    lines = _LINE.findall(text)
    fresh = _fresh(report, conference)
    given: list[Given] = []
    for each in report.recommendations:
        first = each.blocks[0] if each.blocks else None
        if not each.id and isinstance(first, Paragraph) and each.text:
            name = next(fresh)
            at = first.last_line - 1
            lines[at] = _with_id(lines[at], name)
            given.append(Given(name, Place(report.origin.file, each.line), each.text))
    return "".join(lines), tuple(given)


def _with_id(line: str, name: str) -> str:
    words = line.rstrip("\r\n")
    end = line[len(words) :]
    found = ATTRIBUTES.search(words)
    if found:
        before, braces = words[: found.start()], words[found.start() :]
        return f"{before}{braces.replace('{', '{#' + name + ' ', 1)}{end}"
    return f"{words.rstrip()} {{#{name}}}{end}"


def _fresh(report: Report, conference: Conference) -> Iterator[str]:
    """Yield the ids the scheme makes, beginning after the highest that is or was in use."""
    used = {each.casefold() for each in _used(conference.reports)} | {
        name.casefold() for name, _ in conference.follow_up
    }
    used |= {each.id.casefold() for each in report.recommendations if each.id}

    def made(n: int) -> str:
        return conference.ids.format(session=report.id, track=report.track, n=n)

    highest = max((n for n in range(1, len(used) + 1000) if made(n).casefold() in used), default=0)
    n = highest + 1
    while True:
        if made(n).casefold() not in used:
            yield made(n)
        n += 1


def _used(reports: Iterable[Report]) -> Iterator[str]:
    for report in reports:
        yield from (each.id for each in report.recommendations if each.id)
