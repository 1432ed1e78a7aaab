"""What a demonstration says in a language: parts of sentences that fit each other, and the headings of the form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

from .. import layout
from ..settings import parse

FORM = "rapporteur"
SECTIONS = ("summary", "outcomes", "perspectives", "lessons", "recommendations")
TRACKS = 8
LOOKING_BACK = 4
"""So many of the phrases that say how are only for what was: no recommendation holds them."""
PLACES = tuple(
    f"{first}{second}"
    for first in ("Amber", "Calder", "Dorn", "Kestrel", "Linden", "Ostro", "Selmi", "Tarn", "Velis", "Wester")
    for second in ("bay", "ford", "grad", "holm", "mere", "polis")
)


@dataclass(frozen=True, slots=True)
class Phrases:
    """The phrases of one language by what they are, and its headings by the form's sections."""

    language: str
    of: dict[str, tuple[str, ...]]
    headings: dict[str, str]

    def one(self, kind: str, chance: Random) -> str:
        """Return one phrase of a kind."""
        return chance.choice(self.of[kind])

    def sentence(self, chance: Random) -> str:
        """Return one whole sentence."""
        told = f"{self.one('who', chance)} {self.one('did', chance)} {self.one('what', chance)}"
        where = f" {self._where(chance)}" if chance.random() < 0.5 else ""
        return f"{told}{where}{self._how(self.of['how'], chance)}."

    def sentences(self, chance: Random, least: int, most: int) -> str:
        """Return a paragraph of so many sentences."""
        return " ".join(self.sentence(chance) for _ in range(chance.randint(least, most)))

    def demand(self, chance: Random) -> str:
        """Return what a recommendation asks for, seldom in the same words as another."""
        told = f"{self.one('do', chance)} {self.one('what', chance)} {self._where(chance)}"
        return f"{told}{self._how(self.of['how'][LOOKING_BACK:], chance)}."

    def _where(self, chance: Random) -> str:
        return self.one("in", chance).format(chance.choice(PLACES))

    def _how(self, among: Sequence[str], chance: Random) -> str:
        return f" {chance.choice(among)}" if chance.random() < 0.7 else ""

    @property
    def tracks(self) -> tuple[str, ...]:
        """The names of the conference's tracks."""
        return self.of["topic"][:TRACKS]


@cache
def _all() -> dict[str, dict[str, tuple[str, ...]]]:
    path = Path(__file__).with_name("phrases.yaml")
    root, problems = parse(path.read_text("utf-8"), path.name)
    assert not problems, problems
    kinds = ((language, node.map.items()) for language, node in root.map.items())
    return {language: {kind: tuple(one.text for one in each.list) for kind, each in of} for language, of in kinds}


def languages() -> tuple[str, ...]:
    """Return the languages that there are phrases of."""
    return tuple(_all())


@cache
def phrases(language: str) -> Phrases:
    """Return the phrases of a language; its headings are those that the sample's form prints."""
    catalogue = layout.find(FORM).catalogue(language)
    headings = {name: catalogue.spellings(name)[0] for name in SECTIONS}
    return Phrases(language, _all()[language], headings)
