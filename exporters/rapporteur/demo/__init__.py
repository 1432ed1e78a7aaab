"""A conference of any size, invented out of ready-made phrases: for benchmarks, and to try things on.

Nothing in it is about anybody. The same seed gives the same conference on every machine, and a larger one begins with
the sessions of a smaller one. Sessions differ in length, language, state, track, attendance and in what their text
holds; of one more in forty the programme knows, and there is no report.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from ..problems import WrongUse
from .announced import Announced, announced, entry
from .phrases import Phrases, languages, phrases
from .written import written

MOST = 100_000
USUAL = ("en", "fr", "es", "pt", "ru")
"""The languages of a demonstration if none are named: those that need no font of the system."""
GAP = 40
"""After so many sessions comes one of which there is no report."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """How many reports, by which seed, in which languages: the first is the conference's own, and the commonest."""

    sessions: int
    seed: int = 1
    languages: tuple[str, ...] = USUAL

    def __post_init__(self) -> None:
        if not 1 <= self.sessions <= MOST:
            raise WrongUse(f"a demonstration has from 1 to {MOST:,} sessions, not {self.sessions:,}")
        unknown = [each for each in self.languages if each not in languages()]
        if unknown or not self.languages:
            raise WrongUse(f"no demonstration speaks “{', '.join(unknown)}”; there are: {', '.join(languages())}")


def files(wanted: Wanted) -> Iterator[tuple[str, str]]:
    """Yield the path and the text of every file of the conference's source."""
    spoken = {each: phrases(each) for each in wanted.languages}
    yield "conference.yaml", _conference(wanted, spoken)
    programme = ["# Invented, as all of this conference.", "sessions:"]
    for number in range(wanted.sessions):
        chance = Random(f"{wanted.seed} {number}")  # noqa: S311 - it is chance that must come out the same
        one = announced(number, chance, spoken[_language(wanted.languages, chance)])
        programme += entry(one)
        yield f"sessions/{one.id.lower()}.md", written(one, chance)
        if number % GAP == GAP - 1:
            programme += entry(_silent(number, wanted, spoken))
    yield "programme.yaml", "\n".join(programme) + "\n"


def missing(sessions: int) -> int:
    """Return of how many more sessions than `sessions` the programme knows."""
    return sessions // GAP


def _silent(number: int, wanted: Wanted, spoken: dict[str, Phrases]) -> Announced:
    chance = Random(f"{wanted.seed} {number} silent")  # noqa: S311
    return announced(number, chance, spoken[_language(wanted.languages, chance)], silent=True)


def _language(known: Sequence[str], chance: Random) -> str:
    """Return one of the languages: the first of every other session, the later ones ever less often."""
    at = 0
    while at < len(known) - 1 and chance.random() < 0.5:
        at += 1
    return known[at]


def _conference(wanted: Wanted, spoken: dict[str, Phrases]) -> str:
    first = spoken[wanted.languages[0]]
    tracks = (f"  - {{id: {number}, name: {name}}}" for number, name in enumerate(first.tracks, 1))
    return "\n".join(
        (
            f"# Made by: rapporteur demo --sessions {wanted.sessions} --seed {wanted.seed}. All of it is fictional.",
            "name: Demonstration (fictional)",
            f"edition: {wanted.sessions:,} invented sessions",
            "tracks:",
            *tracks,
            f"languages: [{', '.join(wanted.languages)}]",
            "layout: rapporteur",
            'ids: "{session}-R{n:02}"',
            "",
        )
    )
