"""A pasted text being read, line by line: the form's fields, its title and track, and its body."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .. import answers
from ..problems import Place, Problem, warning
from ..reading import Line
from ..spelling import fold
from . import headings
from .bullets import bullet
from .flow import Flow
from .headings import Heading
from .labelled import Said, begins_with_label, said
from .meanings import PARTS, ROLES, TALLIES, TITLES, Meanings
from .rows import Row


class Sheet:
    """Takes rows one after another and knows what is open: a field that waits for its words, or the body."""

    def __init__(self, meanings: Meanings, file: str, language: str) -> None:
        self._meanings = meanings
        self._file = file
        self._language = language
        self.fields: dict[str, list[Line]] = {}
        self.left: list[Line] = []
        self.around: list[str] = []
        self.notes: list[Problem] = []
        self.flow = Flow()
        self._open = ""
        self._columns: dict[int, str] = {}
        self._titled = 0
        self._colons = False
        self._begun = False
        self._headed = False
        self._tight = False
        self._alike: list[int] = []

    def read(self, rows: Sequence[Row]) -> None:
        """Take all rows."""
        after = _following(rows)
        self._alike = _alike(rows, after, self._meanings)
        at = 0
        while at < len(rows):
            row, following = rows[at], after[at]
            if row.blank:
                self._blank()
            elif self._tells(row) and (length := _table(rows, at)) > 1:
                self.flow.table(list(rows[at : at + length]))
                at += length - 1
            else:
                blank_after = following is None or following.number > row.number + 1
                self._row(row, following, blank_after, at)
            at += 1

    def _tells(self, row: Row) -> bool:
        """Return whether the cells of a row are words of the body, not fields of the grid."""
        first = next(filter(None, row.cells), "")
        asks = self._columns or self.labelled(row) or self._meanings.grid(first)
        return row.tabular and (self._headed or (self._begun and not asks))

    def labelled(self, row: Row) -> bool:
        """Return whether a row begins with a label of the grid, or tells the track."""
        return begins_with_label(row.text, self._meanings) or self._is_track(" ".join(row.text.split()))

    def note(self, row: Row, what: str, rule: str = "guess") -> None:
        """Tell what was doubtful about a line."""
        self.notes.append(warning(Place(self._file, row.number), what, rule=rule))

    def _blank(self) -> None:
        self.flow.blank()
        self._titled = 2 if self._titled else 0
        if self.fields.get(self._open):
            self._open = ""

    def _row(self, row: Row, following: Row | None, blank_after: bool, at: int) -> None:
        found = headings.known(row, self._meanings, self.flow.roles)
        if found and (found.key or self._begun or (self._titled and found.level > 1)):
            self._heading(found, row)
            self._tight = not blank_after
        elif not self._grid(row):
            self._words(row, following, blank_after, at)

    def _heading(self, found: Heading, row: Row) -> None:
        self._begun = self._headed = True
        self._open, self._columns = "", {}
        self._colons = self._colons or row.text.rstrip("* ").endswith((":", "："))
        if found.guess:
            self.note(row, f"{found.guess}: {found.text!r}")
        role = self._meanings.role(found.key) if found.key else ""
        self.flow.heading(found.text, found.level, row, found.key, role)
        if found.rest:
            self.flow.paragraph(Row(row.number, 0, found.rest, (found.rest,)))

    # the grid

    def _grid(self, row: Row) -> bool:
        """Take a row of the form's grid; False if it is none."""
        if self._columns and row.tabular and not any(said(cell, self._meanings)[0].key for cell in row.cells if cell):
            return self._under_columns(row)
        self._columns = {}
        if not self._headed and not self._open and self._header(row):
            return True
        pieces = [said(cell, self._meanings) for cell in row.cells]
        keys = [each.key for cell in pieces for each in cell if each.key]
        if not keys:
            return self._goes_on(row)
        if self._headed and not self._may_come_late(row, keys):
            return False
        if len(keys) > 1 and all(each.key and not each.text for cell in pieces for each in cell if each.label):
            self._columns = {at: cell[0].key for at, cell in enumerate(pieces) if cell and cell[0].key}
            self._columns = self._columns if len(self._columns) == len(keys) else {}
        self._pieces(row, pieces)
        return True

    def _may_come_late(self, row: Row, keys: list[str]) -> bool:
        """Return whether a label below the first section is one: of a field that was not answered yet, not a point."""
        place = self._meanings.place(keys[0])
        labelled = re.match(r"[^:：\t]{1,80}[:：\t]", row.text) or self._meanings.grid(row.text)
        late = bool(place) and place not in self.fields and keys[0] not in PARTS and bool(labelled)
        return (late or (place == "participants" == self._open)) and (
            bullet(row) is None or (keys[0] in TALLIES and self._open == "participants")
        )

    def _under_columns(self, row: Row) -> bool:
        """Take a row of values under a row of labels; the parts of a person are one line together."""
        person: list[tuple[str, str]] = []
        role = next((key for key in self._columns.values() if key not in PARTS), "")
        for at, cell in enumerate(row.cells):
            key = self._columns[max((each for each in self._columns if each <= at), default=min(self._columns))]
            if cell and self._columns.keys() and any(each in PARTS for each in self._columns.values()):
                person.append((key if key in PARTS else "name", cell))
            elif cell:
                self._put(key, cell, row)
        place = self._meanings.place(role) if role else self._open
        if person and place:
            lines = self.fields.setdefault(place, [])
            parts = tuple((f"{place}:pr{len(lines) + 1}:{part}", text) for part, text in person)
            lines.append(Line("\t".join(text for _, text in person), parts, spot=f"line {row.number}"))
        elif person:
            self._leave("\t".join(text for _, text in person), row)
        return True

    def _header(self, row: Row) -> bool:
        """Take a row above the grid: the form's name, the track, the title, or a day that nobody labelled."""
        text = " ".join(row.text.split())
        if self._meanings.key(text) in TITLES:
            self.around.append(text)
            return True
        if "track" not in self.fields and self._is_track(text):
            self.fields["track"] = [_line(text, row)]
            return True
        if any(each.key for cell in row.cells for each in said(cell, self._meanings)):
            return False
        if "when" not in self.fields and _is_moment(text, self._language):
            self.note(row, f"taken as the day and time of the session: {text!r}")
            self.fields["when"] = [_line(text, row)]
            return True
        return not self._begun and self._title(row, text)

    def _is_track(self, text: str) -> bool:
        plain = fold(text)
        label = next((each for each in self._meanings.tracks if plain.startswith(each)), None)
        rest = plain[len(label) :] if label else ""
        return bool(re.match(r" ?(?:no?\.? ?)?(?:\d{1,3}|[a-z])(?!\w) ?(?:[-:.,|(]|$)|\d{1,3}[:.、 ]", rest))

    def _title(self, row: Row, text: str) -> bool:
        """Take the title: the first line, and the one right below it if that is not labelled either."""
        waits = self._titled == 0 and "title" not in self.fields
        if bullet(row) or len(text) > 300 or row.tabular or not (waits or self._titled == 1):
            return False
        title = re.sub(r"^#{1,6}\s+|\s#+$", "", text).strip("*_ ") or text
        if self._titled == 1 and (self.fields["title"][-1].text.endswith((".", "。")) or len(text) > 100):
            return False
        if self._titled == 1:
            self.note(row, f"two lines were taken as the title; the second is {title!r}")
        self.fields.setdefault("title", []).append(_line(title, row))
        self._titled += 1
        return True

    def _goes_on(self, row: Row) -> bool:
        """Take a row without a label as the words of the field that is open."""
        if not self._open:
            return False
        found = bullet(row)
        if self._begun and (len(row.text) > 160 and not self._is_people(self._open)):
            self._open = ""
            return False
        text = found.text if found else "\t".join(filter(None, row.cells))
        if self._open == "participants" and not re.search(r"\d", text):
            self._open = ""
            return False
        self._put(self._open, text, row)
        return True

    def _is_people(self, place: str) -> bool:
        asked = self._meanings.field(place)
        return asked.kind == "people" if asked else place in ROLES

    def _pieces(self, row: Row, pieces: list[list[Said]]) -> None:
        fresh = False
        for cell in pieces:
            for each in cell:
                if each.key:
                    self._labelled(each, row)
                    fresh = bool(each.text)
                elif each.text and fresh and self._open:
                    last = self.fields[self._open].pop() if self.fields.get(self._open) else _line("", row)
                    self.fields[self._open].append(_line(f"{last.text}\t{each.text}".strip(), row))
                elif each.text and self._open:
                    self._put(self._open, each.text, row)
                    fresh = True
                elif each.text:
                    self._leave(each.text, row)

    def _labelled(self, one: Said, row: Row) -> None:
        if one.key in PARTS:
            self._part(one, row)
            return
        place = self._meanings.place(one.key)
        if not place:
            self._open = ""
            self._leave(f"{one.label} {one.text}".strip(), row)
            return
        self._open = place
        self._titled = self._titled or (2 if place != "title" else 0)
        self.fields.setdefault(place, [])
        text = f"{one.label} {one.text}" if one.key in TALLIES else one.text
        if one.text:
            self._put(place, text, row)

    def _part(self, one: Said, row: Row) -> None:
        """Take a part of the person above under a label of its own: “Position: Director”."""
        lines = self.fields.get(self._open)
        if one.key != "name" and lines and self._is_people(self._open):
            lines[-1] = _line(f"{lines[-1].text}, {one.text}", row)
        elif self._open and self._is_people(self._open):
            self._put(self._open, one.text, row)
        else:
            self._leave(f"{one.label} {one.text}".strip(), row)

    def _put(self, place: str, text: str, row: Row) -> None:
        place = self._meanings.place(place) or place
        if text:
            self.fields.setdefault(place, []).append(_line(text, row))

    def _leave(self, text: str, row: Row) -> None:
        self.left.append(_line(text, row))
        self.note(row, f"no field of the form takes these words: {text!r}", "left")

    # the body

    def _words(self, row: Row, following: Row | None, blank_after: bool, at: int) -> None:
        """Take a row of the body."""
        if found := bullet(row):
            self._begun = True
            self.flow.point(row, found)
            return
        points_follow = following is not None and bullet(following) is not None
        heading = None
        if self.flow.role and points_follow and self._recommends():
            heading = headings.group(row, self._meanings, self._alike[at])
        if heading is None and self._begun and self.flow.after_blank and not self.flow.just_headed:
            heading = headings.likely(row, following, blank_after, self._colons, self._tight)
        if heading:
            self._heading(heading, row)
            return
        self._begun = True
        self.flow.paragraph(row)

    def _recommends(self) -> bool:
        asked = self._meanings.field(self.flow.role)
        return asked is not None and asked.kind == "recommendations"


def _line(text: str, row: Row) -> Line:
    return Line(text, spot=f"line {row.number}")


def _is_moment(text: str, language: str) -> bool:
    if len(text) > 120 or not re.search(r"\d|月", text):
        return False
    day, _, rest = answers.moment(text, language or "en")
    return bool(day) and not rest


def _following(rows: Sequence[Row]) -> list[Row | None]:
    """Return for each row the next one that is not blank."""
    after: list[Row | None] = []
    found: Row | None = None
    for row in reversed(rows):
        after.append(found)
        found = found if row.blank else row
    return after[::-1]


def _table(rows: Sequence[Row], at: int) -> int:
    """Return how many rows from `at` on are a table."""
    end = at
    while end < len(rows) and rows[end].tabular and bullet(rows[end]) is None:
        end += 1
    return end - at


def _alike(rows: Sequence[Row], after: Sequence[Row | None], meanings: Meanings) -> list[int]:
    """Return for each row how many short lines with a colon above points its section has."""
    counts: list[int] = []
    begin = stems = 0
    for at, row in enumerate(rows):
        if row.text and headings.known(row, meanings, set()):
            counts += [stems] * (at - begin)
            begin, stems = at, 0
        else:
            stems += _is_stem(row, after[at])
    return counts + [stems] * (len(rows) - begin)


def _is_stem(row: Row, following: Row | None) -> bool:
    colon = row.text.endswith((":", "：")) and len(row.text.split()) <= 6 and bullet(row) is None
    return colon and following is not None and bullet(following) is not None
