"""The people and organisations of a conference, each with the sessions it appears in."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ..report import Conference, Person, Report


@dataclass(frozen=True, slots=True)
class Listed:
    """One name, what is said beside it, and the sessions it stands in."""

    name: str
    about: str
    reports: tuple[Report, ...]


def people(conference: Conference) -> tuple[Listed, ...]:
    """Return everybody who had a role in a session, with their organisation, by name."""
    return _listed(conference.reports, lambda each: each.name, lambda each: each.organisation)


def organisations(conference: Conference) -> tuple[Listed, ...]:
    """Return every organisation that somebody with a role came from, with its country, by name."""
    return _listed(conference.reports, lambda each: each.organisation, lambda each: each.country)


def _listed(
    reports: Iterable[Report], name: Callable[[Person], str], about: Callable[[Person], str]
) -> tuple[Listed, ...]:
    """Gather by name: spaces and capitals make no other name; of what is said beside it, each thing is said once."""
    names: dict[str, str] = {}
    said: dict[str, dict[str, None]] = {}
    where: dict[str, dict[str, Report]] = {}
    for report in reports:
        for person in (person for role in report.roles for person in role.people if not person.nameless):
            written = " ".join(name(person).split())
            if not written:
                continue
            key = unicodedata.normalize("NFC", written).casefold()
            names.setdefault(key, written)
            beside = said.setdefault(key, {})
            if about(person).strip():
                beside[" ".join(about(person).split())] = None
            where.setdefault(key, {})[report.id] = report
    return tuple(
        Listed(names[key], "; ".join(said[key]), tuple(where[key].values())) for key in sorted(names, key=sorting)
    )


def sorting(key: str) -> tuple[str, str]:
    """Return what a name is sorted by: its letters without their accents, then with them."""
    bare = "".join(each for each in unicodedata.normalize("NFD", key) if not unicodedata.combining(each))
    return bare, key
