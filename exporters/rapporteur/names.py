"""One person spelled two ways: names across a conference that are nearly but not quite the same."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .problems import Place, Problem, warning
from .report import Report
from .spelling import Signs, fold

NEAR = 0.88
"""Two names at least this alike (`difflib` ratio of their bare letters) are proposed as one person."""


@dataclass(frozen=True, slots=True)
class Named:
    """A name where it stands, with its letters alone and the e-mail given beside it."""

    name: str
    letters: str
    email: str
    place: Place


def named(reports: Iterable[Report]) -> Iterator[Named]:
    """Yield every person of the reports."""
    for report in reports:
        for role in report.roles:
            for at, person in enumerate(role.people):
                if person.name:
                    place = report.origin.place(f"people.{role.id}.{at}.name")
                    yield Named(person.name, bare(person.name), person.email.casefold(), place)


def bare(name: str) -> str:
    """Return a name's letters alone: no case, accents, dots, hyphens or apostrophes, one space between words."""
    return " ".join(_BARE.of(fold(name)).split())


def _bare(character: str) -> str:
    """Return a letter, a figure or a vowel sign, as Hindi writes it behind its letter; a space, or nothing."""
    spells = unicodedata.category(character)[0] in "LNM"
    return character if spells else " " if character.isspace() or character in "-.," else ""


_BARE = Signs(_bare)


def check(reports: Iterable[Report]) -> Iterator[Problem]:
    """Yield a warning for every pair of spellings that may be one person; nothing is ever merged."""
    first: dict[str, Named] = {}
    for each in named(reports):
        first.setdefault(each.name, each)
    told: set[frozenset[str]] = set()
    for group in _candidates(first.values()):
        for at, one in enumerate(group):
            for other in group[:at]:
                pair = frozenset((one.name, other.name))
                if pair not in told and _alike(one, other):
                    told.add(pair)
                    what = f"“{one.name}” may be “{other.name}” of {other.place}, spelled in another way"
                    yield warning(one.place, what, "if it is one person, use one spelling", "names")


def _candidates(people: Iterable[Named]) -> Iterator[list[Named]]:
    """Yield groups worth comparing: same letters, same e-mail, or the same first or last word of the name."""
    groups: defaultdict[tuple[str, str], list[Named]] = defaultdict(list)
    for each in people:
        parts = each.letters.split() or [each.name]
        groups["letters", "".join(sorted(parts))].append(each)
        groups["first", parts[0][:4]].append(each)
        groups["last", parts[-1][:4]].append(each)
        if each.email:
            groups["email", each.email].append(each)
    yield from (group for group in groups.values() if len(group) > 1)


def _alike(one: Named, other: Named) -> bool:
    from difflib import SequenceMatcher

    if one.email and one.email == other.email:
        return True
    a, b = one.letters, other.letters
    if sorted(a.split()) == sorted(b.split()):
        return True
    if len(a) < 6 or len(b) < 6 or abs(len(a) - len(b)) > 3:
        return False
    compared = SequenceMatcher(None, a, b, autojunk=False)
    return compared.quick_ratio() >= NEAR and compared.ratio() >= NEAR
