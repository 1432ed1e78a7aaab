"""The people and organisations of a conference, each with the sessions it appears in."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from ..report import Conference, Person, Report


@dataclass(frozen=True, slots=True)
class Appearance:
    """One person in one role of one session."""

    person: Person
    role: str
    report: Report


@dataclass(frozen=True, slots=True)
class Listed:
    """One name and where it appears; `beside` is the part of a person that is printed with it."""

    name: str
    beside: str
    appearances: tuple[Appearance, ...]

    def said(self, part: str) -> str:
        """Return what stands in a part of the person (``position``, ``country`` …), each thing once."""
        texts = (" ".join(str(getattr(each.person, part)).split()) for each in self.appearances)
        return "; ".join(dict.fromkeys(text for text in texts if text))

    @property
    def about(self) -> str:
        """What is said beside the name: of a person the organisation, of an organisation the country."""
        return self.said(self.beside)

    @property
    def reports(self) -> tuple[Report, ...]:
        """The sessions, in their order."""
        return tuple({each.report.id: each.report for each in self.appearances}.values())

    @property
    def roles(self) -> Mapping[str, tuple[Report, ...]]:
        """The sessions by the role there."""
        found: dict[str, dict[str, Report]] = {}
        for each in self.appearances:
            found.setdefault(each.role, {})[each.report.id] = each.report
        return {role: tuple(reports.values()) for role, reports in found.items()}


def people(conference: Conference) -> tuple[Listed, ...]:
    """Return everybody who had a role in a session, by name."""
    return _listed(conference.reports, lambda each: each.name, "organisation")


def organisations(conference: Conference) -> tuple[Listed, ...]:
    """Return every organisation that somebody with a role came from, by name."""
    return _listed(conference.reports, lambda each: each.organisation, "country")


def _listed(reports: Iterable[Report], name: Callable[[Person], str], beside: str) -> tuple[Listed, ...]:
    """Gather by name: spaces and capitals make no other name."""
    names: dict[str, str] = {}
    where: dict[str, list[Appearance]] = {}
    for report in reports:
        for each in (Appearance(person, role.id, report) for role in report.roles for person in role.people):
            written = " ".join(name(each.person).split())
            if written and not each.person.nameless:
                key = unicodedata.normalize("NFC", written).casefold()
                names.setdefault(key, written)
                where.setdefault(key, []).append(each)
    return tuple(Listed(names[key], beside, tuple(where[key])) for key in sorted(names, key=sorting))


def sorting(key: str) -> tuple[str, str]:
    """Return what a name is sorted by: its letters without accents and capitals, then with them."""
    bare = "".join(each for each in unicodedata.normalize("NFD", key) if not unicodedata.combining(each))
    return bare.casefold(), key


def script(letter: str) -> str:
    """Return what the Unicode Character Database calls the script of a letter (``ARABIC``), "" for what is none."""
    return unicodedata.name(letter, "").partition(" ")[0] if letter.isalpha() else ""
