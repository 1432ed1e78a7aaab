"""The programme of a conference, read: the sessions of `source/programme.yaml`, each value with its line.

```yaml
sessions:
  - id: T3-S01                      # the id that the session's report has
    title: Water for all
    track: 3
    format: Workshop
    room: Room 2
    when: {date: 2012-09-05, time: 14:30–16:00}
    language: fr                    # of the report; the conference's first language if it is not said
    people:
      moderator: Her Name
      rapporteur: {name: His Name, email: his@example.org}
    deadline: 2 days after          # of this report, if it is not the conference's
  - id: OPENING
    title: Opening
    report: no                      # nobody reports of it
```
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from . import deadline, front
from .deadline import Deadline
from .problems import Place, Problem, error
from .report import Origin
from .settings import LANGUAGE, Settings, parse, places
from .slot import STANDINGS, Slot, turn

KEYS = (
    "id", "title", "track", "format", "room", "when", "language", "people", "deadline", "report", "status",
)  # fmt: skip
"""What an entry of the programme may say, in the order it is written in."""


def read(text: str, file: str, language: str, digest: str = "") -> tuple[tuple[Slot, ...], tuple[Problem, ...]]:
    """Return the sessions that a programme announces, by time, and everything that is wrong with it.

    Dates are read as words of the entry's language, or of `language`, the conference's own.
    """
    node, problems = parse(text, file)
    settings = Settings(node, file, list(problems))
    settings.only("sessions")
    found = [_slot(each, language, digest) for each in settings.maps("sessions")]
    settings.problems.extend(_twice(found))
    return in_turn(each for each in found if each.id), tuple(settings.problems)


def in_turn(slots: Iterable[Slot]) -> tuple[Slot, ...]:
    """Return slots by day, start and room; those without a day at the end; else as they stand."""
    return tuple(sorted(slots, key=_turn))


def _turn(slot: Slot) -> tuple[object, ...]:
    day, start = slot.first.day, slot.first.start
    hour = (start is None, start.isoformat() if start else "")
    return day is None, turn(day), hour, _naturally(slot.room)


def _naturally(room: str) -> tuple[tuple[int, int, str], ...]:
    """Return what rooms are ordered by: Room 2 stands before Room 10, and no room at the end."""
    parts = re.findall(r"\d+|\D+", room.casefold()) or ["\U0010ffff"]
    return tuple((0, int(each), "") if each.isdecimal() else (1, 0, each) for each in parts)


def _slot(settings: Settings, otherwise: str, digest: str) -> Slot:
    settings.only(*KEYS)
    name = settings.text("id")
    if not front.ID.fullmatch(name):
        what = f"“{name}” cannot be a session's id" if name else "this session has no id"
        settings.error("id", what, "letters, digits, . _ and -, for example id: T3-S01", "id")
        name = ""
    if not settings.text("title"):
        settings.error("title", "this session has no title", "title: its name in the programme", "programme")
    language = _language(settings)
    return Slot(
        id=name,
        title=settings.text("title"),
        track=settings.text("track"),
        format=settings.text("format"),
        room=settings.text("room"),
        language=language,
        when=front.when(settings, language or otherwise),
        roles=tuple(front.roles(settings)),
        deadline=due(settings, language or otherwise),
        reported=settings.choice("report", ("yes", "no"), "yes") == "yes",
        standing=settings.choice("status", STANDINGS, "planned"),  # type: ignore[arg-type]
        origin=Origin(settings.file, digest, {"": settings.node.line} | dict(places(settings.node, ""))),
    )


def due(settings: Settings, language: str) -> Deadline | None:
    """Return what stands at ``deadline:``, None if nothing does."""
    text = settings.text("deadline")
    found = deadline.read(text, language) if text else None
    if text and found is None:
        hint = "write 2027-03-20 18:00, or 2 days after, or 18:00 the same day"
        settings.error("deadline", f"“{text}” is no deadline", hint, "deadline")
    return found


def _language(settings: Settings) -> str:
    found = settings.text("language")
    if not found or LANGUAGE.fullmatch(found):
        return found
    hint = "write en, pt-BR or zh-Hant (BCP 47)"
    settings.error("language", f"“{found}” is no language tag", hint, "language")
    return ""


def _twice(slots: Iterable[Slot]) -> Iterator[Problem]:
    seen: dict[str, Place] = {}
    for slot in slots:
        place = slot.origin.place("id")
        if slot.id and slot.key in seen:
            what = f"the programme has a session “{slot.id}” already, at {seen[slot.key]}"
            yield error(place, what, "give each session an id of its own", "id")
        seen.setdefault(slot.key, place)
