"""The lines of a form's fields: what stands in a paragraph of the grid, parted by its controls or bookmarks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

from ..prose import Break, Picture
from ..reading import How, Line
from .paragraphs import Run
from .printed import Wording, bare

SEPARATORS = " ,،，、;；:：·.–—-|/()[]\t\n\u00a0\u200e\u200f\u202f"
ONE_LINE = ("title", "track", "text", "choice", "number")
"""The kinds of field that are one line: a line end in them is a space."""
_DOUBLED = re.compile(r"([,،，、])(\s*)(?:[,،，、]\s*)+")
_WORD_S_OWN = re.compile(r"(Click|Click or tap|Choose)( here| an item| to enter)", re.IGNORECASE)


class Segment(NamedTuple):
    """Words of one control or bookmark (or of none, with the key "")."""

    key: str
    how: str
    text: str


@dataclass
class Answers:
    """The fields of a file as they are found, in order; `around` gathers the hints and labels."""

    wording: Wording
    lines: dict[str, list[Line]] = field(default_factory=dict)
    around: list[str] = field(default_factory=list)

    def open(self, name: str) -> None:
        """Note that the field is there, though it may say nothing."""
        self.lines.setdefault(name, [])

    def add(self, name: str, runs: Sequence[Run], how: How, spot: str = "") -> bool:
        """Add the lines of a paragraph to the field `name`; return whether there was any, beside hints."""
        self.open(name)
        asked = self.wording.form.field(name)
        kind = asked.kind if asked else "track" if name == "track" else "people"
        before = len(self.lines[name])
        for piece in [list(runs)] if kind in ONE_LINE else _parted(runs):
            made = self._line(piece, how, spot or name, kind)
            if made:
                self.lines[name].append(made)
        return len(self.lines[name]) > before

    def _line(self, runs: Sequence[Run], how: How, spot: str, kind: str) -> Line | None:
        told = len(self.around)
        found = [each for each in self._segments(runs) if each.text]
        parts = tuple((each.key, said) for each in found if each.key and (said := each.text.strip()))
        text = " ".join("".join(each.text for each in found).split(" ")).replace("\n", " ").strip()
        hinted = len(self.around) > told
        if hinted:
            text = _DOUBLED.sub(r"\1\2", text).strip(" ,،，、\t\n")
        says = text if kind in ONE_LINE and not hinted else text.strip(SEPARATORS)  # a dash may be all there is to say
        if not parts and (not says or self._is_count(text)):
            self.around += [says] if says else []
            return None
        loose = self._loose(found) if parts else text
        if parts:
            how = "tag" if any(each.how == "tag" for each in found) else "bookmark"
        return Line(text, parts, loose, spot, how)

    def _segments(self, runs: Sequence[Run]) -> list[Segment]:
        found = []
        controlled = {run.key for run in runs if run.how == "tag"}

        def place(run: Run) -> tuple[str, str]:
            """What is typed behind a control stands within its bookmark, but outside of the control."""
            return ("", "") if run.how == "bookmark" and run.key in controlled else (run.key, run.how)

        for (key, how), group in groupby(runs, place):
            among = list(group)
            text = "".join(_said(run) for run in among)
            found.append(Segment(key, how, self.unhinted(text, all(_shows_hint(run) for run in among))))
        return found

    def unhinted(self, text: str, flagged: bool = False) -> str:
        """Return a text without the hints in it; `flagged` says that the program takes all of it for one."""
        while hint := self.wording.hint(text):
            self.around.append(hint)
            before, _, behind = text.partition(hint)
            text = before + behind
            if not text.strip(SEPARATORS):
                return text if text.isspace() else ""
        if flagged and text.strip() and _WORD_S_OWN.match(text.strip()):
            self.around.append(text)
            return ""
        return text

    def _loose(self, found: Sequence[Segment]) -> str:
        """Return what stands outside of every part and says something."""
        outside = []
        for at, each in enumerate(found):
            words = each.text.strip(SEPARATORS)
            following = found[at + 1].key if at + 1 < len(found) else ""
            if not each.key and words and not self._is_label(each.text, following):
                outside.append(words)
        return " ".join(outside)

    def _is_count(self, text: str) -> bool:
        """Whether a line is the label of a count and says no number."""
        return text.endswith((":", "：")) and bool(self.wording.count(text))

    def _is_label(self, text: str, following: str) -> bool:
        """Whether a text is the label of the part that follows it: a count's, or the field's own."""
        field_, _, rest = following.partition(":")
        category = rest.partition(":")[0]
        said = bare(text.partition("(")[0]).replace(" ", "_")
        return bool(following) and (
            said == category.casefold() or self.wording.field(text) == field_ or bool(self.wording.count(text))
        )


def _said(run: Run) -> str:
    return run.thing.alt if isinstance(run.thing, Picture) else run.text


def _shows_hint(run: Run) -> bool:
    return run.hint and run.face.style == "placeholder text"


def _parted(runs: Sequence[Run]) -> list[list[Run]]:
    """Return the lines of a paragraph."""
    found: list[list[Run]] = [[]]
    for run in runs:
        if isinstance(run.thing, Break):
            found.append([])
        else:
            found[-1].append(run)
    return found
