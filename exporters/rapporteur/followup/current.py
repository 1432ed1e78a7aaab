"""What the source says now of every recommendation, in the terms in which a returned register is held against it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..labels import Labels
from ..layout import Layout
from ..register import COLUMNS, Register, register
from ..report import Conference, with_points
from .returned import Cell, Column, Line, Returned
from .values import Values, plain
from .witnesses import Known


@dataclass(frozen=True, slots=True)
class Now:
    """The follow-up by id, the theme that each session itself names, and the ids in order and by their words."""

    follow_up: Mapping[str, Mapping[str, str]]
    themes: Mapping[str, str]
    ids: Mapping[str, str]
    by_words: Mapping[str, str]

    def id_of(self, row: Known) -> str:
        """Return the id of a row that was sent, one that it was given since too; "" if it is in no session any more."""
        if row.id:
            return self.ids.get(row.id.casefold(), "")
        report, _, rest = row.key.partition("/")
        return self.by_words.get(f"{report}/{rest.rpartition('/')[2]}", "")

    def value(self, name: str, column: str) -> str:
        """Return what the register shows in a column of the secretariat now."""
        said = self.follow_up.get(name, {}).get(column, "")
        return said or (self.themes.get(name, "") if column == "theme" else "")


def now(conference: Conference, layout: Layout, values: Values) -> Now:
    """Return what the source says now."""
    every = [each for report in conference.reports for each in with_points(report.recommendations) if each.id]
    rows = _register(conference, layout, "rows").rows
    words = {f"{row.report.id}/{str(row.values['key']).rpartition('/')[2]}": str(row.values["id"]) for row in rows}
    return Now(
        {name: {c: values.value(c, text) for c, text in each.values} for name, each in conference.follow_up},
        {each.id: values.value("theme", each.theme) for each in every},
        {each.id.casefold(): each.id for each in every},
        words,
    )


def _register(conference: Conference, layout: Layout, points: object) -> Register:
    language = conference.languages[0] if conference.languages else "en"
    settings = layout.settings.get("register", {})
    return register(conference, Labels(layout.catalogue(language)), settings, points_as_rows=points == "rows")


def as_sent(conference: Conference, layout: Layout) -> Returned:
    """Return the register that would be sent now, to know the lines of a copy by whose base was not kept."""
    found = _register(conference, layout, layout.settings.get("register", {}).get("points"))
    columns = tuple(Column(at, "", name) for at, name in enumerate(COLUMNS, 1))
    lines = []
    for number, row in enumerate(found.rows, 1):
        texts = {column.at: plain(str(row.value(column.name))) for column in columns}
        lines.append(Line(number, {at: Cell(text) for at, text in texts.items() if text}))
    return Returned(columns=columns, lines=tuple(lines))
