"""What a session file shall say instead: the result of comparing, and all that `amend` needs to edit it.

Everything that stays is named by its place in the report as it is now, everything else is given anew; so an amendment
that changes nothing edits nothing. Units are counted as `amend.units` counts them: in the order a reader meets them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .prose import Inlines
from .reading import Unit
from .report import Person


@dataclass(frozen=True, slots=True)
class PersonKept:
    """A person of a role: the one at position `at` of the report, changed if `person` is given; a new one has no `at`.

    `guess` is a remark that the file shall carry as a comment beside a person who was parted by guessing.
    """

    at: int | None
    person: Person | None = None
    guess: str = ""


@dataclass(frozen=True, slots=True)
class UnitKept:
    """A unit of a section: (section, unit) as the report has it, changed if `unit` is given; a new one has no `at`.

    `attributes` are what the braces of a recommendation shall say instead: (key, value), an empty value removes it.
    `id` is that of a recommendation that the report no longer has and shall have again.
    """

    at: tuple[int, int] | None
    unit: Unit | None = None
    attributes: tuple[tuple[str, str], ...] = ()
    id: str = ""


@dataclass(frozen=True, slots=True)
class SectionKept:
    """A section: the one at position `at` of the report, or a new one; `heading` and `units` are None if unchanged.

    `role` is the form's name for a section that is new or got another heading.
    """

    at: int | None
    heading: Inlines | None = None
    units: tuple[UnitKept, ...] | None = None
    role: str = ""


@dataclass(frozen=True, slots=True)
class Amendment:
    """Everything that shall change in one session file.

    `values` holds texts by the path of `Report.origin`: ``title``, ``track``, ``format``, ``when.date``, ``when.time``
    (``when.1.date`` where `when` is a list), ``participants.women``, ``participants.women.online``; a list of texts
    where the field holds several; "" takes the key out. `people` holds every person of the roles that change,
    `sections` every section of the body; None if it does not change.
    """

    values: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    people: Mapping[str, tuple[PersonKept, ...]] = field(default_factory=dict)
    sections: tuple[SectionKept, ...] | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing shall change."""
        return not self.values and not self.people and self.sections is None
