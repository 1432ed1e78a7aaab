"""Where the fields of a form stand in a Word file, and where its body begins.

Evidence goes in layers: the control a paragraph's words stand in, their bookmark, the label above them, beside them or
before them in the line, and at last the place of title and track at the top of the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from ..form import ID
from ..reading import Line
from .answered import SEPARATORS, Answers
from .flow import Block, Flow
from .paragraphs import Paragraph, without

LABEL = "rpt label"
TITLE = ("title",)
TRACK = ("subtitle",)
HELP = "rpt help"
_LONGEST = 300
"""A first line that is longer, in characters, is no title."""


def blocks(paragraphs: Sequence[Paragraph]) -> Iterator[Block]:
    """Yield paragraphs one by one, those of one table together."""
    for table, group in groupby(paragraphs, lambda each: each.cells[0].table if each.cells else 0):
        if table:
            yield Block(list(group), True)
        else:
            yield from (Block([each], False) for each in group)


class Places:
    """Sorts the blocks of a file into fields, body, what stands around and what is left."""

    def __init__(self, answers: Answers, flow: Flow) -> None:
        self._answers = answers
        self._wording = answers.wording
        self._flow = flow
        self.left: list[Line] = []
        self._current = ""
        self._above = True  # still above the first heading
        self._titled = False

    def sort(self, paragraphs: Sequence[Paragraph]) -> None:
        """Sort all paragraphs."""
        found = list(blocks(paragraphs))
        self._titled = any(_key(each) == "title" or each.style in TITLE for each in paragraphs if _says(each))
        title = self._heading_as_title(found)
        for block in found:
            one = block.paragraphs[0]
            if block is title:
                self._answers.add("title", one.runs, "position")
            elif block.is_table and self._is_grid(block.paragraphs):
                self._grid(block.paragraphs)
            elif block.is_table:
                self._flow.add(block)
            elif self._flow.is_heading(one) and not _key(one):
                self._above, self._current = False, ""
                self._flow.add(block)
            elif not self._field(one):
                self._flow.add(block)

    def _heading_as_title(self, found: Sequence[Block]) -> Block | None:
        """Return the heading that stands for a title: the first words of a file that has none, above its other ones."""
        said = [each for each in found if any(map(_says, each.paragraphs))]
        if self._titled or not said or said[0].is_table:
            return None
        one = said[0].paragraphs[0]
        if not self._flow.is_heading(one) or one.section or self._wording.section(one.text):
            return None
        others = [each.paragraphs[0] for each in said[1:] if not each.is_table]
        below = any(each.outline > one.outline for each in others if self._flow.is_heading(each))
        self._titled = below
        return said[0] if below else None

    # paragraphs

    def _field(self, one: Paragraph) -> bool:
        """Take a paragraph outside of tables as what a field says, or as what is printed round it."""
        if not _says(one) or one.style == "table caption":
            return False
        if key := _key(one):
            self._answers.add(_name(key), one.runs, "tag")
            return True
        return self._above and not one.boxed and (self._printed(one) or self._told(one) or self._placed(one))

    def _printed(self, one: Paragraph) -> bool:
        text = one.text.strip()
        if one.style == HELP or self._wording.is_help(text):
            self._answers.around.append(text)
            return True
        if one.style in TITLE:
            return False
        name = self._wording.field(text)
        if name:
            self._current = name
            self._answers.open(name)
            self._answers.around.append(text)
        return bool(name)

    def _told(self, one: Paragraph) -> bool:
        """Take a line after its label, or under one."""
        if one.style in TITLE or one.style in TRACK:
            return False
        name = self._labelled(one)
        if name or (self._current and not self._wording.section(one.text)):
            if not name:
                self._answers.add(self._current, one.runs, "label")
            return True
        return False

    def _labelled(self, one: Paragraph) -> str:
        """Take ``Label: value``; return the field."""
        name, rest = self._wording.parted(one.text)
        if name:
            begun = len(one.text) - len(rest)
            self._answers.around.append(one.text[:begun].strip())
            self._answers.add(name, without(one.runs, 0, begun), "label")
        return name

    def _placed(self, one: Paragraph) -> bool:
        """Take a title or a track by its place at the top."""
        held = self._answers.lines
        text = one.text.strip()
        if one.style in TITLE:
            self._answers.add("title", one.runs, "position")
        elif "track" not in held and (one.style in TRACK or self._wording.is_track(text)):
            self._answers.add("track", one.runs, "position" if one.style in TRACK else "words")
        elif not self._titled and not held and len(text) < _LONGEST:
            self._titled = True
            self._answers.add("title", one.runs, "position")
        elif set(held) == {"title"} and self._flow.is_empty and len(text) < _LONGEST and one.point is None:
            self._answers.add("track", one.runs, "position")
        else:
            return False
        return True

    # tables

    def _is_grid(self, paragraphs: Sequence[Paragraph]) -> bool:
        if any(_key(each) for each in paragraphs):
            return True
        if not self._above:
            return False
        texts = (each.text.strip() for each in paragraphs if _says(each))
        return any(self._wording.field(text) or self._wording.parted(text)[0] for text in texts)

    def _grid(self, paragraphs: Sequence[Paragraph]) -> None:
        above: dict[int, str] = {}
        row, beside = -1, ""
        for cell, group in groupby(paragraphs, lambda each: each.cells[0]):
            if cell.row != row:
                row, beside = cell.row, ""
            waiting = beside or above.get(cell.column, "")
            told, current, said = self._cell([each for each in group if _says(each)], waiting)
            if told:
                beside = current if current and not said else ""
                above[cell.column] = beside

    def _cell(self, paragraphs: Sequence[Paragraph], waiting: str) -> tuple[bool, str, bool]:
        """Sort a cell; return whether it holds anything, the field it ends with, and whether that says anything."""
        current, said = "", False
        for at, one in enumerate(paragraphs):
            text = one.text.strip()
            key = _key(one)
            if key:
                current, said = _name(key), True
                self._answers.add(current, one.runs, "tag")
            elif name := self._label(paragraphs, at, bool(current or waiting)):
                current, said = name, False
                self._answers.open(name)
                self._answers.around.append(text)
            elif name := self._labelled(one):
                current, said = name, True
            elif self._wording.is_help(text):
                self._answers.around.append(text)
            elif current or waiting:
                current, said = current or waiting, True
                self._answers.add(current, one.runs, "label")
            else:
                self._left(one)
        return bool(paragraphs), current, said

    def _label(self, paragraphs: Sequence[Paragraph], at: int, below: bool) -> str:
        """Return the field whose label a paragraph is; one that no catalogue knows is called by its own words."""
        one = paragraphs[at]
        text = one.text.strip()
        name = self._wording.field(text)
        if name or (one.style != LABEL and (below or at or len(paragraphs) < 2)) or len(text) > 60:
            return name
        others = (self._wording.field(each.text.strip()) or _key(each) for each in paragraphs)
        if one.style != LABEL and any(others):
            return ""
        following = next((key for each in paragraphs[at + 1 : at + 2] if (key := _key(each))), "")
        return _name(following) or self._wording.word(text) or _slug(text)

    def _left(self, one: Paragraph) -> None:
        text = self._answers.unhinted(one.text).strip()
        if text.strip(SEPARATORS):
            self.left.append(Line(text, (), text, "form", "position"))


def _says(one: Paragraph) -> bool:
    return any(run.thing or run.text.strip() for run in one.runs)


def _key(one: Paragraph) -> str:
    """Return the key of the field that a paragraph belongs to by its controls or bookmarks, "" if to none."""
    keys = (run.key for run in one.runs if run.key and run.text.strip())
    return next(keys, "") or one.asked


def _name(key: str) -> str:
    return key.partition(":")[0]


def _slug(text: str) -> str:
    found = re.sub(r"[\s\-]+", "_", text.rstrip(" :：").lower())
    return found if ID.fullmatch(found) else ""
