"""The session files of a demonstration: front matter and a text as long and as varied as chance wants it."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from .announced import Announced, Somebody, presenters
from .phrases import Phrases

STATES = ("final",) * 7 + ("reviewed", "reviewed", "draft")


def written(one: Announced, chance: Random) -> str:
    """Return the report of a session."""
    length = chance.choice((1, 1, 2, 2, 2, 3, 3, 6))
    lines = (*_front(one, chance), *_body(one, chance, length))
    return "\n".join(lines) + "\n"


def _front(one: Announced, chance: Random) -> Iterator[str]:
    yield from ("---", f"id: {one.id}", f'title: "{one.title}"', f"track: {one.track}")
    yield from (f"language: {one.phrases.language}", f"state: {chance.choice(STATES)}", f"format: {one.format}")
    yield from ("when:", f"  date: {one.date}", f"  time: {one.time}", "people:", "  organiser:")
    yield from (f"    name: {one.organiser.name}", f"    organisation: {one.organiser.organisation}")
    yield f"    email: {one.organiser.email}"
    yield from (f"  moderator: {one.moderator.name}", f"  rapporteur: {one.rapporteur.name}", "  presenters:")
    for each in presenters(one, chance):
        yield from _person(each)
    yield from _attendance(chance)
    yield from ("---", "")


def _person(each: Somebody) -> Iterator[str]:
    yield f"    - name: {each.name}"
    yield f"      position: {each.position}"
    yield f"      organisation: {each.organisation}"
    yield f"      country: {each.country}"


def _attendance(chance: Random) -> Iterator[str]:
    """Yield what was counted: all, all by mode, hardly anything, an estimate, or nothing at all."""
    women, men = chance.randint(2, 60), chance.randint(2, 60)
    here, there = women // 2, men // 3
    kind = chance.choice(("all", "all", "all", "all", "modes", "modes", "some", "about", "unknown", "nothing"))
    if kind == "nothing":
        return
    yield "participants:"
    yield from {
        "all": (f"  women: {women}", f"  men: {men}", f"  total: {women + men}"),
        "modes": (
            f"  women: {{onsite: {here}, online: {women - here}}}",
            f"  men: {{onsite: {there}, online: {men - there}}}",
            f"  total: {{onsite: {here + there}, online: {women + men - here - there}}}",
        ),
        "some": (f"  women: {women}", "  men: not recorded", f"  total: {women + men}"),
        "about": ("  women: not recorded", "  men: not recorded", f"  total: about {women + men}"),
        "unknown": ("  women: not recorded", "  men: not recorded", "  total: not recorded"),
    }[kind]


def _body(one: Announced, chance: Random, length: int) -> Iterator[str]:
    said = one.phrases
    yield from _heading("summary", said)
    for at in range(min(length + 1, 5)):
        note = f"[^{at}]" if chance.random() < 0.2 else ""
        yield from (f"{_stressed(said.sentences(chance, 2, 4), chance)}{note}", "")
        if note:
            yield from (f"[^{at}]: {said.sentence(chance)}", "")
        yield from _beside(said, chance)
    for role in ("outcomes", "perspectives", "lessons"):
        if role == "outcomes" or chance.random() < 0.7:
            yield from _heading(role, said)
            yield from _points(said, chance, chance.randint(2, 2 + length))
    if chance.random() < 0.2:
        yield from (f"## {said.one('topic', chance)}", "", said.sentences(chance, 2, 2 + length), "")
    yield from _recommendations(one, chance, min(1 + length + chance.randint(0, 2), 9))


def _heading(role: str, said: Phrases) -> Iterator[str]:
    yield from (f"## {said.headings[role]} {{.{role}}}", "")


def _stressed(text: str, chance: Random) -> str:
    """Return a paragraph, at times with a link at its end or its last words stressed."""
    turn = chance.random()
    head, _, last = text.rstrip(".").rpartition(" ")
    if turn < 0.15:
        return f"{head} [{last}](https://example.org/{chance.randint(1, 999)})."
    return f"{head} **{last}**." if turn < 0.3 else text


def _points(said: Phrases, chance: Random, number: int) -> Iterator[str]:
    for _ in range(number):
        yield f"- {said.sentence(chance)}"
        if chance.random() < 0.1:
            yield from (f"  - {said.sentence(chance)}" for _ in range(2))
    yield ""


def _beside(said: Phrases, chance: Random) -> Iterator[str]:
    """Yield a table, a list, a quote, or nothing."""
    kind = chance.choice(("table", "list", "quote", "", "", ""))
    if kind == "table":
        yield from _table(said, chance)
    elif kind == "list":
        yield from (f"{at}. {said.sentence(chance)}" for at in range(1, chance.randint(3, 6)))
        yield ""
    elif kind == "quote":
        yield from (f"> {said.sentences(chance, 1, 2)}", "")


def _table(said: Phrases, chance: Random) -> Iterator[str]:
    yield f"| {' | '.join(said.of['column'])} |"
    yield "|:--|--:|--:|--:|"
    for topic in chance.sample(said.of["topic"], chance.randint(3, 7)):
        before, after = chance.randint(10, 900), chance.randint(10, 900)
        yield f"| {topic} | {before} | {after} | {round(after / (before + after) * 100)} % |"
    yield ""


def _recommendations(one: Announced, chance: Random, number: int) -> Iterator[str]:
    said = one.phrases
    yield from _heading("recommendations", said)
    yield from (said.one("stem", chance), "")
    for at in range(1, number + 1):
        yield f"- {said.demand(chance)} {{#{one.id}-R{at:02}{''.join(_carried(said, chance))}}}"


def _carried(said: Phrases, chance: Random) -> Iterator[str]:
    for key, kind, share in (("to", "to", 0.8), ("theme", "theme", 0.6), ("deadline", "deadline", 0.4)):
        if chance.random() < share:
            yield f' {key}="{said.one(kind, chance)}"'
