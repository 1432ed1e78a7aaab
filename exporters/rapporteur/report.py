"""The canonical model: what one conference's sessions reported, typed and frozen.

A `Conference` holds `Report`s. A report holds what a form's grid asks (title, track, people by role, when, attendance,
other answers) and an open, ordered list of `Section`s of prose; a section of recommendations also holds
`Recommendations`. Nothing here is invented: what was not said is empty, None or absent, and never zero.

Every value's place in the source is kept beside the values, in `Report.origin`, and does not count in comparisons.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from .edition import Printing
from .problems import Place
from .prose import Block, Inlines, List, Paragraph, Rule, Text, pictures, plain, runs

if TYPE_CHECKING:
    from .deadline import Deadline
    from .matter import Matter
    from .slot import Slot

State = Literal["draft", "reviewed", "final"]
STATES: tuple[State, ...] = ("draft", "reviewed", "final")
Direction = Literal["ltr", "rtl"]


@dataclass(frozen=True, slots=True)
class Person:
    """A person as the report names them; `printed` is the name as it was printed, where that differs.

    Who is `withheld` is named to readers within the conference only.
    """

    name: str
    position: str = ""
    organisation: str = ""
    country: str = ""
    email: str = ""
    phone: str = ""
    printed: str = ""
    withheld: bool = False

    @property
    def nameless(self) -> bool:
        """Whether the name is withheld and nothing but a name is said: nobody to be listed with others."""
        return self.withheld and self == Person(self.name, withheld=True)


@dataclass(frozen=True, slots=True)
class Role:
    """What some people did in the session (moderator, co-chair, focal point …) and who they were, in order."""

    id: str
    people: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the calendar as far as it is known: the year and the weekday (0 is Monday) may not be."""

    month: int
    day: int
    year: int | None = None
    weekday: int | None = None

    @property
    def date(self) -> datetime.date | None:
        """The date, when the year is known."""
        return None if self.year is None else datetime.date(self.year, self.month, self.day)

    @property
    def written(self) -> str:
        """The day as ISO 8601 writes it: 2012-09-05, or --09-05 if its year is not known."""
        return f"{self.year or '-'}-{self.month:02}-{self.day:02}"


@dataclass(frozen=True, slots=True)
class Part:
    """One sitting: a day, a start and an end; `days_later` counts the midnights between start and end."""

    day: Day | None = None
    start: datetime.time | None = None
    end: datetime.time | None = None
    days_later: int = 0

    @property
    def hours(self) -> str:
        """Its hours as a source writes them: 14:30–16:00, 22:00–01:30 (+1); "" if its start is not known."""
        text = f"{self.start:%H:%M}" if self.start else ""
        text += f"–{self.end:%H:%M}" if text and self.end else ""
        return f"{text} (+{self.days_later})" if text and self.days_later else text


@dataclass(frozen=True, slots=True)
class When:
    """When the session met, in one part or several; `timezone` is an IANA name or an offset, "" if unknown."""

    parts: tuple[Part, ...]
    timezone: str = ""


@dataclass(frozen=True, slots=True)
class Count:
    """How many people of one category took part.

    `number` is None when it was not recorded, or when only a `band` is known ("about half", "20–50").
    `dimension` says what is counted ("gender", "age" …; "total" for everybody), `mode` where ("onsite", "online" or
    "" for all), `method` how ("counted", "estimated", "registered", "band" or "" if unknown).
    """

    category: str
    number: int | None
    dimension: str = ""
    mode: str = ""
    method: str = ""
    band: str = ""


@dataclass(frozen=True, slots=True)
class Recommendation:
    """One thing the session asks for.

    `id` is "" until `rapporteur ids` has written one; `number` is the number as printed. `blocks` is all it says,
    nested points included; `stem` is the beginning of the sentence that it completes, `group` the heading above it.
    Addressee, theme, consensus and deadline are as written, "" if not stated.
    """

    id: str
    number: str
    blocks: tuple[Block, ...]
    stem: Inlines = ()
    group: str = ""
    addressee: str = ""
    theme: str = ""
    consensus: str = ""
    deadline: str = ""
    line: int = field(default=0, compare=False)

    @property
    def inlines(self) -> Inlines:
        """Its own words, without stem and nested points."""
        first = self.blocks[0] if self.blocks else None
        return first.inlines if isinstance(first, Paragraph) else ()

    @property
    def text(self) -> str:
        """Its own words as plain text."""
        return " ".join(plain(self.inlines).split())

    @property
    def sentence(self) -> str:
        """The whole sentence: stem and item."""
        stem = " ".join(plain(self.stem).split())
        return f"{stem}{_gap(stem)}{self.text}".strip()

    @property
    def points(self) -> tuple[Recommendation, ...]:
        """The nested points below it, each with its parent's id and a letter or number: ``T3-S01-R01.a``."""
        lists = [block for block in self.blocks if isinstance(block, List)]
        items = [(each.start, n, item) for each in lists for n, item in enumerate(each.items)]
        return tuple(
            self._point(at, "" if start is None else str(start + n), item.blocks, item.line)
            for at, (start, n, item) in enumerate(items)
        )

    def _point(self, at: int, number: str, blocks: tuple[Block, ...], line: int) -> Recommendation:
        first = blocks[0] if blocks else None
        own = first.attributes if isinstance(first, Paragraph) else None
        return Recommendation(
            id=(own.id if own else "") or (f"{self.id}.{_letters(at)}" if self.id else ""),
            number=number,
            blocks=blocks,
            stem=(*self.stem, *([Text(gap)] if (gap := _gap(plain(self.stem))) else []), *self.inlines),
            group=self.group,
            line=line,
        )


def with_points(among: Iterable[Recommendation]) -> Iterator[Recommendation]:
    """Yield recommendations, each before the points below it."""
    for each in among:
        yield each
        yield from with_points(each.points)


def _gap(stem: str) -> str:
    """Return what stands between a stem and its item: a space, but nothing after a colon of full width, or no stem."""
    stem = stem.rstrip()
    return " " if stem and not stem.endswith("：") else ""


def _letters(at: int) -> str:
    """Return a, b … z, aa, ab … for 0, 1 …"""
    text = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        text = chr(97 + rest) + text
    return text


@dataclass(frozen=True, slots=True)
class Recommendations:
    """A list of recommendations as it stands in its section, with the stem that each item completes, if any."""

    items: tuple[Recommendation, ...]
    stem: Paragraph | None = None
    start: int | None = None
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it; `role` is the form's name for it, "" for a section of the session's own.

    One that is `internal` is for readers within the conference only.
    """

    id: str
    heading: Inlines
    blocks: tuple[Block | Recommendations, ...]
    role: str = ""
    internal: bool = False
    line: int = field(default=0, compare=False)

    @property
    def title(self) -> str:
        """The heading as plain text."""
        return plain(self.heading)

    @property
    def prose(self) -> tuple[Block, ...]:
        """All of it as plain blocks, recommendations as the lists they are."""
        found: list[Block] = []
        for block in self.blocks:
            found.extend(_as_prose(block) if isinstance(block, Recommendations) else [block])
        return tuple(found)

    @property
    def is_empty(self) -> bool:
        """Whether it says nothing."""
        said = any(plain(inlines).strip() for inlines, _ in runs(self.prose))
        return not said and not any(pictures(self.prose)) and not any(isinstance(b, Rule) for b in self.prose)


def _as_prose(block: Recommendations) -> list[Block]:
    from .prose import Item

    items = tuple(Item(each.blocks, each.line) for each in block.items)
    return [*([block.stem] if block.stem else []), List(items, block.start, block.line)]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a report was read: its file, the digest of its bytes, and the line of every value by its path.

    A path joins keys and positions with dots: ``people.presenters.1.name``. What a public reader may see of a report,
    and what is only announced of one, has a `text` of its own, whose digest is given; lines are those of the file.
    """

    file: str = ""
    digest: str = ""
    lines: Mapping[str, int] = field(default_factory=dict)
    text: str = ""

    def place(self, path: str = "") -> Place:
        """Return the place of the value at `path`, or of the nearest value that holds it."""
        while path and path not in self.lines:
            path = path.rpartition(".")[0]
        return Place(self.file, self.lines.get(path, 0))


@dataclass(frozen=True, slots=True)
class Report:
    """What one session reported."""

    id: str
    title: str
    track: str = ""
    language: str = "en"
    direction: Direction = "ltr"
    state: State = "draft"
    when: When = When(())
    roles: tuple[Role, ...] = ()
    attendance: tuple[Count, ...] | None = None
    answers: tuple[tuple[str, tuple[str, ...]], ...] = ()
    sections: tuple[Section, ...] = ()
    origin: Origin = field(default_factory=Origin, compare=False)

    def people(self, role: str) -> tuple[Person, ...]:
        """Return the people of `role`, none if the report names none."""
        return next((each.people for each in self.roles if each.id == role), ())

    def answer(self, name: str) -> tuple[str, ...]:
        """Return what the report answers to the form's field `name`; nothing if it does not."""
        return next((values for field_, values in self.answers if field_ == name), ())

    def section(self, role: str) -> Section | None:
        """Return the first section of `role`."""
        return next((each for each in self.sections if each.role == role), None)

    @property
    def recommendations(self) -> tuple[Recommendation, ...]:
        """Every top-level recommendation, in order."""
        lists = (block for section in self.sections for block in section.blocks if isinstance(block, Recommendations))
        return tuple(each for block in lists for each in block.items)

    def anchor(self, recommendation: Recommendation) -> str:
        """Return what links call the place of one of the recommendations: its id, or its turn while it has none."""
        if recommendation.id:
            return recommendation.id
        turns = (at for at, each in enumerate(self.recommendations, 1) if each is recommendation)
        return f"recommendation-{next(turns)}"


@dataclass(frozen=True, slots=True)
class Track:
    """A strand of the programme: its number or short name, and its title."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What became of one recommendation: the register's own columns by name, and the history of their changes."""

    values: tuple[tuple[str, str], ...] = ()
    history: tuple[tuple[tuple[str, str], ...], ...] = ()
    origin: Origin = field(default_factory=Origin, compare=False, repr=False)

    def value(self, column: str) -> str:
        """Return what stands in `column`, "" if nothing does."""
        return next((value for name, value in self.values if name == column), "")


@dataclass(frozen=True, slots=True)
class Cluster:
    """Recommendations that may be one, by their ids, and what a person decided (`source/clusters.yaml`).

    `same` is True for one recommendation raised several times, False for different ones, None while nobody decided.
    `wording` is what was agreed for all of them, "" if nothing was.
    """

    ids: tuple[str, ...]
    same: bool | None = None
    wording: str = ""
    origin: Origin = field(default_factory=Origin, compare=False, repr=False)


BESIDE = ("addressee", "theme", "consensus", "deadline")
"""What stands beside a recommendation where it is printed, in this order."""
FOLLOW_UP = (
    "addressee_type", "theme", "affected_group", "sdg", "response", "reason", "priority", "responsible", "contact",
    "action", "indicator", "deadline", "status", "evidence", "last_update", "updated_by", "comment",
)  # fmt: skip
"""The columns of the register that the secretariat fills in, by name (`source/followup.yaml`)."""
UNPUBLISHED = ("contact", "comment", "updated_by")
"""Those of them that no public reader sees."""


@dataclass(frozen=True, slots=True)
class Conference:
    """A conference as its `conference.yaml` states it, its programme, and its reports in the programme's order.

    `timezone` is where it meets, "" if unknown; `columns` names those of its programme's files, by what they say;
    counts below `suppress` are not printed; rapporteurs write to `contact`; everybody may read `public_addresses`.
    """

    name: str = ""
    edition: str = ""
    place: str = ""
    dates: str = ""
    tracks: tuple[Track, ...] = ()
    languages: tuple[str, ...] = ("en",)
    layout: str = "rapporteur"
    form: str = ""
    ids: str = "{session}-R{n:02}"
    digits: str = "latn"
    printing: Printing = field(default_factory=Printing)
    timezone: str = ""
    deadline: Deadline | None = None
    columns: tuple[tuple[str, str], ...] = ()
    reports: tuple[Report, ...] = ()
    follow_up: tuple[tuple[str, FollowUp], ...] = ()
    clusters: tuple[Cluster, ...] = ()
    suppress: int = 0
    programme: tuple[Slot, ...] = ()
    matter: Matter | None = None
    contact: Person | None = None
    public_addresses: tuple[str, ...] = ()
    origin: Origin = field(default_factory=Origin, compare=False)

    def track(self, name: str) -> Track | None:
        """Return the track called `name`."""
        return next((each for each in self.tracks if each.id == name), None)
