"""The register of recommendations: a row for each, with what the report says and what has become of it since.

Pure rows of values by the name of their column; which columns are shown, how wide and in which order, is the layout's.

==================  ==================================================================================
who fills it in     columns
==================  ==================================================================================
the report          full_text number_printed session track section group date language conference
                    report_state consensus addressee deadline_written (and theme, until a follow-up says another)
the secretariat     `report.FOLLOW_UP`
a person            consolidated also_raised agreed_wording (which recommendations are one: `conference.clusters`)
worked out          id parent_id hints key; proposed, what may be one and nobody has decided
any other name      the report's answer to the form's field, or the people of the role, of that name
==================  ==================================================================================

What is not known is "", never 0. The key of a row is ``report/recommendation/fingerprint of its words``: with the id
and the words it is one of three witnesses by which a returned register is matched.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from .conference.clusters import Proposal, numbered, proposals, raised
from .labels import DEGREES, Labels
from .report import FOLLOW_UP, STATES, Conference, Report
from .rows import Entry, Maker, Row, titled

SCHEMA = "1"
"""The version of what a returned register is read by: key, columns, lists."""
LISTS: Mapping[str, tuple[str, ...]] = {
    "status": ("not_started", "in_progress", "done", "changed", "dropped"),
    "response": ("accepted", "partially", "noted", "rejected"),
    "priority": ("high", "medium", "low"),
    "addressee_type": (
        "government", "city", "un", "cso", "donor", "business", "academia", "media", "conference_organisers",
        "everyone",
    ),
    "consensus": (*DEGREES, "not_stated"),
    "report_state": STATES,
}  # fmt: skip
"""What the lists offer, as keys of the catalogue, unless layout.toml says otherwise under ``[register.lists]``."""
STRICT = ("status", "response", "priority")
"""Other values than these lists offer are refused; in other lists people are asked whether they mean it."""
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "full_text": ("recommendation", "full_text"),
    **{
        name: (name,)
        for name in (
            *FOLLOW_UP, "id", "parent_id", "number_printed", "session", "track", "section", "group", "date", "language",
            "conference", "report_state", "consensus", "addressee", "deadline_written", "hints", "key", "consolidated",
            "also_raised", "agreed_wording", "proposed",
        )
    },
}  # fmt: skip
"""Every column that a register may have, and the words of the catalogue that may stand above it."""
CLOSED = ("done", "dropped")
"""A recommendation of this status is not overdue (``[register] closed``)."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many recommendations hold a value in some column; the value "" is counted on its own."""

    value: str
    number: int


@dataclass(frozen=True, slots=True)
class Group:
    """The recommendations that hold one value in a column; "" is those that hold none."""

    value: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Register:
    """Every recommendation of a conference, the lists to choose from, and what can be counted."""

    conference: Conference
    rows: tuple[Row, ...]
    lists: Mapping[str, tuple[Entry, ...]]
    closed: tuple[str, ...] = ()
    tracks: tuple[str, ...] = field(default=(), repr=False)
    proposals: tuple[Proposal, ...] = field(default=(), repr=False)

    @cached_property
    def recommendations(self) -> tuple[Row, ...]:
        """The rows that are recommendations, without nested points."""
        return tuple(row for row in self.rows if row.level == 0)

    @cached_property
    def shared(self) -> tuple[tuple[Row, ...], ...]:
        """The recommendations that a person said are one, together, in the order of their numbers."""
        found: dict[int, list[Row]] = {}
        for row in self.recommendations:
            if row.also:
                found.setdefault(row.number, []).append(row)
        return tuple(tuple(rows) for rows in found.values())

    @cached_property
    def proposed(self) -> tuple[tuple[Row, ...], ...]:
        """The recommendations that may be one, together; nobody has decided about these."""
        every = raised(self.conference)
        rows = {id(each.recommendation): row for each, row in zip(every, self.recommendations, strict=True)}
        return tuple(tuple(rows[id(each.recommendation)] for each in one.members) for one in self.proposals)

    @cached_property
    def silent(self) -> tuple[Report, ...]:
        """The reports that hold no recommendation: none was recorded, which is not to say that none was made."""
        return tuple(report for report in self.conference.reports if not report.recommendations)

    @cached_property
    def states(self) -> tuple[Tally, ...]:
        """How many reports are in each state, from the least finished; states that no report is in are left out."""
        found = Counter(report.state for report in self.conference.reports)
        return tuple(Tally(state, found[state]) for state in STATES if found[state])

    @property
    def final(self) -> bool:
        """Whether every report is final."""
        return all(report.state == "final" for report in self.conference.reports)

    def count(self, column: str, value: str) -> int:
        """Return how many recommendations hold `value` in `column`; capitals do not matter, as in a workbook."""
        return self._counted(column)[value.casefold()]

    def tally(self, column: str) -> tuple[Tally, ...]:
        """Return the values of `column` with their counts: those of its list, others that occur, then the empty one."""
        known = self.tracks if column == "track" else tuple(entry.label for entry in self.lists.get(column, ()))
        each = {value.casefold(): value for value in known}
        for row in self.recommendations:
            text = str(row.value(column))
            each.setdefault(text.casefold(), text)
        each.pop("", None)
        return tuple(Tally(value, self.count(column, value)) for value in (*each.values(), ""))

    def groups(self, column: str) -> tuple[Group, ...]:
        """Return the recommendations by what they hold in `column`: tracks in their order, others by name, "" last.

        Without an addressee its type stands for it; a semicolon parts several, and a recommendation is with each.
        """
        found: dict[str, tuple[str, list[Row]]] = {name.casefold(): (name, []) for name in self.tracks}
        for row in self.recommendations:
            for said in _several(row, column):
                found.setdefault(said.casefold(), (said, []))[1].append(row)
        keys = found if column == "track" else sorted(found)
        inorder = sorted(keys, key=lambda key: not key)
        return tuple(Group(found[key][0], tuple(found[key][1])) for key in inorder if found[key][1])

    def _counted(self, column: str) -> Counter[str]:
        if column not in self._counters:
            self._counters[column] = Counter(str(row.value(column)).casefold() for row in self.recommendations)
        return self._counters[column]

    @cached_property
    def _counters(self) -> dict[str, Counter[str]]:
        return {}


def _several(row: Row, column: str) -> Iterable[str]:
    """Return the values that a row holds in a column, ("",) for none."""
    if column != "addressee":
        return (str(row.value(column)),)
    said = str(row.value("addressee") or row.value("addressee_type"))
    return dict.fromkeys(part for each in said.split(";") if (part := " ".join(each.split()))) or ("",)


def register(
    conference: Conference,
    labels: Labels,
    settings: Mapping[str, object],
    points_as_rows: bool = False,
    propose: bool = False,
    whole: Conference | None = None,
) -> Register:
    """Return the register of `conference` in the language of `labels`; `settings` are layout.toml's ``[register]``.

    To `propose` clusters takes about half a millisecond for each recommendation. Numbers count through the `whole`
    conference, where this is a part of it.
    """
    lists = {name: tuple(_entry(key, labels) for key in keys) for name, keys in offered(settings).items()}
    closed = {str(key) for key in _sequence(settings.get("closed"), CLOSED)}
    found = proposals(conference) if propose else ()
    maker = Maker(conference, labels, lists, numbered(whole or conference), found)
    return Register(
        conference,
        tuple(maker.rows(points_as_rows)),
        lists,
        tuple(entry.label for entry in lists.get("status", ()) if entry.key in closed),
        tuple(dict.fromkeys(titled(track.id, conference, labels) for track in conference.tracks)),
        found,
    )


def offered(settings: Mapping[str, object]) -> dict[str, tuple[str, ...]]:
    """Return the keys that each list offers, with what layout.toml says of them under ``[register]``."""
    own = settings.get("lists")
    given = own if isinstance(own, Mapping) else {}
    return {**LISTS, **{str(name): _sequence(keys, ()) for name, keys in given.items()}}


def _sequence(value: object, otherwise: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(str(each) for each in value) if isinstance(value, list | tuple) else otherwise


def _entry(key: str, labels: Labels) -> Entry:
    return Entry(key, labels.word(key) if key in labels.catalogue.words else key)
