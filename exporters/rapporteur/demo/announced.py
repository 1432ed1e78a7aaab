"""What the programme of a demonstration announces: when, where, on what and with whom."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from .phrases import PLACES, TRACKS, Phrases

FIRST = datetime.date(2030, 3, 4)
STARTS = ("09:00–10:30", "11:00–12:30", "13:30–15:00", "15:30–17:00", "17:30–19:00")
ROOMS = 8
FORMATS = ("panel", "panel", "engagement_workshop", "round_table", "training", "plenary")
GIVEN = (
    "Abena", "Aurelia", "Bogdan", "Cosima", "Desmond", "Edda", "Faizal", "Gudrun", "Hamid", "Ilse", "Jorge", "Kofi",
    "Lubna", "Mateus", "Noor", "Oksana", "Pavel", "Quinn", "Rosario", "Sven", "Tamar", "Ulrike", "Viktor", "Wangari",
    "Ximena", "Yannick", "Zuleika",
)  # fmt: skip
FAMILY = (
    "Averling", "Brandomir", "Castelune", "Doravent", "Eskelmo", "Farrowdine", "Glimmerholt", "Harcovel", "Ivrendal",
    "Jastremo", "Kelmontan", "Lowenbrae", "Mirovane", "Nettlecross", "Ostervald", "Pellamere", "Quillorin",
    "Rastenfeld", "Silverhythe", "Tormantine", "Ulverdale", "Vantromp", "Wexmoor", "Yarrowfen", "Zelderin",
)  # fmt: skip
"""Names are put together, so that they are nobody's."""
BODIES = ("Forum of {}", "City of {}", "{} Water Board", "{} Tenants’ Union", "University of {}", "{} Seed Library")
COUNTRIES = ("Argentina", "Canada", "Ghana", "India", "Kenya", "Norway", "Portugal", "Senegal", "Uruguay", "Vietnam")


@dataclass(frozen=True, slots=True)
class Somebody:
    """An invented person with what the form asks of people."""

    name: str
    position: str
    organisation: str
    country: str

    @property
    def email(self) -> str:
        """An address in a domain that nobody can have (RFC 2606)."""
        return f"{self.name.lower().replace(' ', '.')}@demo.example"


@dataclass(frozen=True, slots=True)
class Announced:
    """One session of the programme, in the language of its `phrases`."""

    id: str
    title: str
    track: int
    format: str
    room: str
    date: datetime.date
    time: str
    organiser: Somebody
    moderator: Somebody
    rapporteur: Somebody
    phrases: Phrases


def announced(number: int, chance: Random, phrases: Phrases, silent: bool = False) -> Announced:
    """Return the session of a number, counted from 0; one of which there will be no report meets in the annex."""
    track = chance.randint(1, TRACKS)
    day, hour = divmod(number // ROOMS, len(STARTS))
    organiser, moderator, rapporteur = (_somebody(chance, phrases) for _ in range(3))
    return Announced(
        f"T{track}-S{number + 1:04}{'-B' if silent else ''}",
        f"{phrases.one('topic', chance)}: {phrases.one('angle', chance)}",
        track,
        chance.choice(FORMATS),
        "Annex" if silent else f"Room {number % ROOMS + 1}",
        FIRST + datetime.timedelta(weeks=day // 5, days=day % 5),
        STARTS[hour],
        organiser,
        moderator,
        rapporteur,
        phrases,
    )


def _somebody(chance: Random, phrases: Phrases) -> Somebody:
    organisation = chance.choice(BODIES).format(chance.choice(PLACES))
    name = f"{chance.choice(GIVEN)} {chance.choice(FAMILY)}"
    return Somebody(name, phrases.one("position", chance), organisation, chance.choice(COUNTRIES))


def presenters(one: Announced, chance: Random) -> list[Somebody]:
    """Return who presented, nobody twice."""
    found = {
        each.name: each for each in (_somebody(chance, one.phrases) for _ in range(chance.choice((1, 2, 2, 3, 5))))
    }
    return list(found.values())


def entry(one: Announced) -> Iterator[str]:
    """Yield the lines of a session in `source/programme.yaml`."""
    yield f"  - id: {one.id}"
    yield f'    title: "{one.title}"'
    yield f"    track: {one.track}"
    yield f"    room: {one.room}"
    yield f"    when: {{date: {one.date}, time: {one.time}}}"
    yield f"    language: {one.phrases.language}"
    yield "    people:"
    yield f"      moderator: {one.moderator.name}"
    yield f"      rapporteur: {{name: {one.rapporteur.name}, email: {one.rapporteur.email}}}"
