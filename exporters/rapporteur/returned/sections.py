"""The body of a reading, parted into sections; recommendations keep what stands beside them.

A heading that a file was sent with as a section's is one again: its bookmark says so, or its words. Any other heading
opens a section when it is printed as large as the headings of sections are there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ..labels import DEGREES, Labels
from ..prose import Emphasis, Inline, Inlines, Link, Note, Picture, Strong, plain
from ..reading import Reading, Unit
from ..session import CARRIES
from ..spelling import fold
from ..spoken import read_date
from . import wording

SEPARATOR = " · "
_OPENS, _HIDDEN, _SECTION = "rpt_s_", "_rpt_", "section:"


@dataclass(frozen=True, slots=True)
class Entry:
    """A unit of a section with what stands beside it: values by key of the braces.

    `at` is its place among all units of the section, from 0, `besides` are the places of the lines beside it.
    """

    unit: Unit
    at: int
    besides: tuple[int, ...] = ()
    beside: Mapping[str, str] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()

    @property
    def says(self) -> Unit:
        """What two entries have in common that say the same; inner headings are printed smaller in some sections."""
        return replace(self.unit, level=0) if self.unit.kind == "heading" else self.unit


@dataclass(frozen=True, slots=True)
class Part:
    """A section of a reading: its id if a mark tells it, its heading (None for words above the first), its
    units, and how many these are with what stands beside them."""

    name: str
    heading: Unit | None
    entries: tuple[Entry, ...] = ()
    count: int = 0

    @property
    def title(self) -> str:
        """The heading's words."""
        return "" if self.heading is None else wording.spaced(plain(self.heading.inlines))


@dataclass(frozen=True, slots=True)
class Known:
    """What was sent, as far as it helps to part what came back: the words of its title and headings.

    `levels` are those of the headings of sections, each with its words.
    """

    title: str = ""
    sections: frozenset[str] = frozenset()
    inner: frozenset[str] = frozenset()
    levels: frozenset[tuple[str, int]] = frozenset()


def known(reading: Reading, parts: Sequence[Part]) -> Known:
    """Return what a reading of what was sent teaches about what comes back."""
    return Known(
        fold(wording.of_lines(reading.fields.get("title", ()))),
        frozenset(_words(part.heading) for part in parts if part.heading),
        frozenset(_words(each.unit) for part in parts for each in part.entries if _inner(each)),
        frozenset((_words(part.heading), part.heading.level) for part in parts if part.heading),
    )


def _words(unit: Unit) -> str:
    return fold(plain(unit.inlines))


def _inner(entry: Entry) -> bool:
    return entry.unit.kind == "heading"


def parted(reading: Reading, labels: Labels, sent: Known | None = None) -> tuple[Part, ...]:
    """Return the sections of a reading; without `sent` it is one that was made from its source just now."""
    opens = _Opening(sent or Known(fold(wording.of_lines(reading.fields.get("title", ())))), reading.body)
    found: list[tuple[str, Unit | None, list[Unit]]] = []
    for unit in reading.body:
        if opens.is_title(unit, bool(found)):
            continue
        if opens(unit):
            found.append((_name(unit), unit, []))
        else:
            if not found:
                found.append(("", None, []))
            found[-1][2].append(unit)
    return tuple(Part(name, heading, _entries(units, labels), len(units)) for name, heading, units in found)


def _name(unit: Unit) -> str:
    return next((mark.removeprefix(_SECTION) for mark in unit.marks if mark.startswith(_SECTION)), "")


class _Opening:
    """Decides which units open a section, in the order of a body."""

    def __init__(self, sent: Known, body: Sequence[Unit]) -> None:
        self._sent = sent
        self._opened: set[str] = set()
        self._level = 2
        said = {_words(unit) for unit in body if unit.kind == "heading"}
        self._lost = sent.sections - said - {""}

    def is_title(self, unit: Unit, begun: bool) -> bool:
        """Whether a unit is the title of the whole, which stands in the grid as well."""
        if unit.kind != "heading" or unit.level != 1 or self._marked(unit) is not None:
            return False
        return not begun or _words(unit) == self._sent.title

    def __call__(self, unit: Unit) -> bool:
        found = self._opens(unit)
        if found:
            self._opened.update(unit.marks)
            self._level = unit.level if unit.kind == "heading" and unit.level > 1 else self._level
        return found

    def _opens(self, unit: Unit) -> bool:
        marked = self._marked(unit)
        words = _words(unit)
        if unit.kind != "heading":
            return marked is True or (unit.kind == "paragraph" and words in self._lost)
        if marked is not None:
            return marked
        if words in self._sent.sections & self._sent.inner:  # two headings say the same, one of them within a section
            return (words, unit.level) in self._sent.levels
        if words in self._sent.sections:
            return True
        return words not in self._sent.inner and unit.level <= self._level

    def _marked(self, unit: Unit) -> bool | None:
        """Return what the marks of a unit say: a section's heading, something within a section, or nothing."""
        for mark in unit.marks:
            if mark.startswith((_OPENS, _HIDDEN)) and mark not in self._opened:
                return mark.startswith(_OPENS)
        name = _name(unit)
        return True if unit.kind == "heading" and name and f"{_SECTION}{name}" not in self._opened else None


def _entries(units: Iterable[Unit], labels: Labels) -> tuple[Entry, ...]:
    """Return units with what stands beside them."""
    found: list[Entry] = []
    point = -1
    for at, unit in enumerate(units):
        if point >= 0 and (said := _beside(unit, labels)) is not None:
            found[point] = _with_beside(found[point], at, *said)
        else:
            top = unit.kind == "point" and unit.level <= 0
            point = len(found) if top else -1 if unit.kind == "heading" else point
            found.append(Entry(unit, at))
    return tuple(found)


def _with_beside(entry: Entry, at: int, values: Mapping[str, str], remarks: tuple[str, ...]) -> Entry:
    beside, said = {**entry.beside, **values}, (*entry.remarks, *remarks)
    return replace(entry, beside=beside, remarks=said, besides=(*entry.besides, at))


def _beside(unit: Unit, labels: Labels) -> tuple[dict[str, str], tuple[str, ...]] | None:
    """Return what a line beside a recommendation says: values by key, and remarks; None if it is no such line."""
    if unit.kind not in ("beside", "more", "paragraph"):
        return None
    led = _led(labels)
    values: dict[str, str] = {}
    remarks: list[str] = []
    last = ""
    for piece in wording.spaced(wording.of_unit(unit)).split(SEPARATOR):
        key, text = _value(piece, led)
        if key:
            values[key], last = _WRITTEN[key](text, labels) if key in _WRITTEN else text, key
        elif last:  # the sign stands within the value
            values[last] += f"{SEPARATOR}{piece}"
        else:
            remarks.append(piece)
    if unit.kind != "beside" and (remarks or not values):
        return None
    return values, tuple(each for each in remarks if each)


def _undated(text: str, labels: Labels) -> str:
    """Return a day as ISO 8601 writes it, if the text is this day as `labels` print it; else the text."""
    day = read_date(text, labels.language)
    iso = f"{day.year:04}-{day.month:02}-{day.day:02}" if day and day.year else ""
    return iso if iso and wording.spaced(labels.dated(iso)) == text else text


def _degree(text: str, labels: Labels) -> str:
    """Return a degree of consensus as the source calls it, if the text is this degree in the words of `labels`."""
    return next((each for each in DEGREES if labels.has(each) and wording.spaced(labels.word(each)) == text), text)


_WRITTEN = {"deadline": _undated, "consensus": _degree}
"""How what is printed in words is written in the source."""


def _led(labels: Labels) -> dict[str, str]:
    """Return the key of the braces by the label that is printed before its value."""
    return {
        label: key
        for key, name in CARRIES.items()
        if name != "number" and labels.has(name)
        for label in (wording.spaced(labels.with_colon(labels.word(name))), f"{labels.word(name)}:")
    }


def _value(piece: str, led: Mapping[str, str]) -> tuple[str, str]:
    for label, key in led.items():
        if fold(piece[: len(label)]) == fold(label):
            return key, piece[len(label) :].strip()
    return "", piece


def translated(reading: Reading, picture: Callable[[Picture], Picture]) -> Reading:
    """Return a reading whose pictures are `picture` of them."""
    return replace(reading, body=tuple(_translated(unit, picture) for unit in reading.body))


def _translated(unit: Unit, picture: Callable[[Picture], Picture]) -> Unit:
    if not wording.pictures(unit):
        return unit
    rows = tuple(tuple(_inlines(cell, picture) for cell in row) for row in unit.rows)
    return replace(unit, inlines=_inlines(unit.inlines, picture), rows=rows)


def _inlines(inlines: Inlines, picture: Callable[[Picture], Picture]) -> Inlines:
    def one(inline: Inline) -> Inline:
        match inline:
            case Picture():
                return picture(inline)
            case Strong(children) | Emphasis(children) | Note(children) | Link(_, children):
                return replace(inline, children=_inlines(children, picture))
        return inline

    return tuple(one(each) for each in inlines)
