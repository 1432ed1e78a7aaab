"""A session as the programme announces it, before anybody reports of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from .deadline import Deadline
from .report import Day, Origin, Part, Person, Role, When

Standing = Literal["planned", "cancelled"]
STANDINGS: tuple[Standing, ...] = ("planned", "cancelled")
UNKNOWN = When(())


@dataclass(frozen=True, slots=True)
class Slot:
    """One entry of the programme (`source/programme.yaml`): what is announced of a session, and who shall report it.

    `id` is the id that the session's report has. `language` is "" where the programme does not say; `deadline` is
    its own, None for the conference's. Of an opening or a lunch nobody writes a report: `reported` is false.
    """

    id: str
    title: str
    track: str = ""
    format: str = ""
    room: str = ""
    language: str = ""
    when: When = UNKNOWN
    roles: tuple[Role, ...] = ()
    deadline: Deadline | None = None
    reported: bool = True
    standing: Standing = "planned"
    origin: Origin = field(default_factory=Origin, compare=False)

    @property
    def expected(self) -> bool:
        """Whether the conference awaits a report of it."""
        return self.reported and self.standing == "planned"

    @property
    def key(self) -> str:
        """What a report's id is compared with: ids in two spellings of capitals are one."""
        return self.id.casefold()

    def people(self, role: str) -> tuple[Person, ...]:
        """Return the people of `role`, none if the programme names none."""
        return next((each.people for each in self.roles if each.id == role), ())

    @property
    def first(self) -> Part:
        """Its first sitting; one of which nothing is known if the programme gives no time."""
        return self.when.parts[0] if self.when.parts else Part()


def turn(day: Day | None) -> tuple[int, int, int]:
    """Return what days are ordered by; a day of which the year is not known stands with those of the year 0."""
    return (day.year or 0, day.month, day.day) if day else (0, 0, 0)
