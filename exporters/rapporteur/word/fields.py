"""A form's fields as lines of controls, in the outline dialect: what a layout puts under each label of the grid.

=================  ========================================================================================
kind of field      its lines
=================  ========================================================================================
people             one for each person, ``<field>:pr<n>``, with a control for each part: ``<field>:pr1:name``
when               day and time of each part of the session: ``<field>:<n>:date``, ``<field>:<n>:time``
counts             one for each category, after its label: ``<field>:<category>``, ``<field>:<category>:<mode>``
choice track       a list that offers the form's choices, and other words if the field is open: ``<field>``
text number title  one line of words: ``<field>``
=================  ========================================================================================

A day whose year is known is a date with a calendar; without one it is words, for no calendar can hold it.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup

from ..form import PARTS, Form
from ..labels import Labels
from ..outline import escaped
from ..report import Person, Report
from ..view import FieldView, Tallied, View

if TYPE_CHECKING:
    from ..report import Part

COMMAS = {"ar": "، ", "fa": "، ", "ur": "، ", "zh": "，", "ja": "、"}
"""What parts the name of a person from what is said of them, where it is no comma and space."""


class Line(NamedTuple):
    """One line of a field: the key of what it repeats, "" if it stands alone, and its content in the dialect."""

    key: str
    content: Markup


class Asked(NamedTuple):
    """One field of the grid: its label, its key if its lines repeat ("" if not), and its lines."""

    label: str
    repeats: str
    lines: list[Line]


class Fields:
    """Writes the fields of one report; `still` says whether what is not answered is asked."""

    def __init__(self, shown: View, form: Form, still: bool) -> None:
        self._report: Report = shown.report
        self._labels = shown.labels
        self._form = form
        self._still = still
        self._words: dict[str, str] = {}
        self._comma = COMMAS.get(shown.labels.language.partition("-")[0], ", ")

    def rows(self, shown: View) -> list[list[list[Asked]]]:
        """Return the rows of cells of fields that have something to say or, if still open, to ask.

        The fields that the form's grid does not place follow in rows of their own: nothing is left out.
        """
        across = max((len(row) for row in shown.grid), default=3)
        more = [(each,) for each in shown.others if self._speaks(each)]
        rows = [*shown.grid, *(tuple(more[at : at + across]) for at in range(0, len(more), across))]
        found = [[[self._asked(each) for each in cell if self._speaks(each)] for cell in row] for row in rows]
        return [row for row in found if any(row)]

    def _speaks(self, shown: FieldView) -> bool:
        return self._still or shown.answered

    def _asked(self, shown: FieldView) -> Asked:
        return Asked(shown.label, shown.id if shown.kind == "people" else "", self._lines(shown))

    def _lines(self, shown: FieldView) -> list[Line]:
        match shown.kind:
            case "people":
                return [self._person(shown, at, one) for at, one in enumerate(shown.people or (None,), 1)]
            case "when":
                return [Line("", _markup(text)) for text in self._when(shown)]
            case "counts":
                counts = (each for each in shown.tallies if each.text or self._still)
                return [Line("", _markup(self._count(shown, each))) for each in counts]
            case _:
                return [Line("", self.control(shown))]

    def control(self, shown: FieldView) -> Markup:
        """Return the one control of a field that has one."""
        if not shown.options:
            return _markup(_control(shown.id, "text", shown.label, shown.hint, escaped(shown.text)))
        asked = self._form.field(shown.id)
        kind = "open" if asked and asked.kind == "choice" and asked.open else "choice"
        chosen = self._report.track if shown.kind == "track" else " ".join(self._report.answer(shown.id))
        offered = "".join(f'<option value="{escaped(one.id)}">{escaped(one.label)}</option>' for one in shown.options)
        more = f' value="{escaped(chosen)}"'
        return _markup(_control(shown.id, kind, shown.label, shown.hint, escaped(shown.text) + offered, more))

    def _word(self, key: str, lacking: str) -> str:
        """Return the word `key`, or `lacking` if there is none; each is looked up once."""
        if key not in self._words:
            self._words[key] = self._labels.word(key) if self._labels.has(key) else lacking
        return self._words[key]

    def _hint(self, key: str) -> str:
        return self._word(key, "") or self._word("hint_text", "")

    def _person(self, shown: FieldView, at: int, one: Person | None) -> Line:
        """Return a person: the parts the form asks and whatever else is known; of nobody, the parts asked."""
        key = f"{shown.id}:pr{at}"
        parts = shown.parts if one is None else [p for p in _parts(shown.parts) if getattr(one, p)]
        said = []
        for part in parts:
            text = "" if one is None else escaped(one.printed or one.name if part == "name" else getattr(one, part))
            control = _control(f"{key}:{part}", "text", self._word(part, part), self._hint(f"hint_{part}"), text)
            said.append(f"<strong>{control}</strong>" if part == "name" else control)
        return Line(key, _markup(self._comma.join(said)))

    def _when(self, shown: FieldView) -> Iterator[str]:
        """Yield the lines of the view, each in a control that says which part of the session it belongs to."""
        if not shown.lines:
            yield _control(f"{shown.id}:1:date", "date", shown.label, self._hint("hint_date"), "")
            yield _control(f"{shown.id}:1:time", "text", shown.label, "–".join([self._hint("hint_time")] * 2), "")
        for line, (name, part) in zip(shown.lines, _moments(self._report.when.parts), strict=True):
            key, text = f"{shown.id}:{name}", escaped(line)
            if name.endswith("time"):
                yield _control(key, "text", shown.label, self._hint("hint_time"), text)
            elif part.day and part.day.date:
                more = f' datetime="{part.day.date.isoformat()}"'
                yield _control(key, "date", shown.label, self._hint("hint_date"), text, more)
            else:
                yield _control(key, "text", shown.label, self._hint("hint_date"), text)

    def _count(self, shown: FieldView, each: Tallied) -> str:
        """Return a count after its label; the total's stands out."""
        label, space = led(self._labels, each.label)
        label = f"<strong>{escaped(label)}</strong>" if each.category == "total" else escaped(label)
        key = f"{shown.id}:{each.category}:{each.mode}".rstrip(":")
        return label + space + _control(key, "text", each.label, self._hint("hint_number"), escaped(each.text))


def _moments(parts: tuple[Part, ...]) -> Iterator[tuple[str, Part]]:
    """Yield what each printed line says, and of which part: a day that repeats is printed once, as the view does it."""
    before = None
    for at, part in enumerate(parts, 1):
        if part.day and part.day != before:
            yield f"{at}:date", part
        before = part.day
        if part.start:
            yield f"{at}:time", part


def led(labels: Labels, label: str) -> tuple[str, str]:
    """Return a label with its colon, and the space that follows it: none after a wide one."""
    text = labels.with_colon(label)
    return text, "" if text.endswith("：") else " "


@lru_cache(64)
def _parts(asked: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*asked, *PARTS)))


def _control(key: str, kind: str, title: str, hint: str, content: str, more: str = "") -> str:
    return f"{_opening(key, kind, title, hint)}{more}>{content}</data>"


@lru_cache(4096)
def _opening(key: str, kind: str, title: str, hint: str) -> str:
    return f'<data data-field="{escaped(key)}" data-kind="{kind}" title="{escaped(title)}" data-hint="{escaped(hint)}"'


def _markup(text: str) -> Markup:
    return Markup(text)  # noqa: S704 - every text in it was escaped
