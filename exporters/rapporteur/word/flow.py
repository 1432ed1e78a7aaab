"""The body of a Word file as one flow of units: headings, paragraphs, points, tables and the rest, in reading order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from ..prose import Break, Inline, Inlines, Picture, plain
from ..reading import Kind, Unit
from . import inlines, marks
from .answered import Answers
from .opened import Opened
from .paragraphs import Paragraph, Run, without

CODE = ("html preformatted", "preformatted text", "source code", "code block")
QUOTE = ("quote", "intense quote", "block text", "quotations", "block quotation")
INDENTED = "block text"
"""What pandoc makes of quotes, and of everything that stands deeper in a list than its point."""
CAPTION = ("caption", "image caption", "figure")
RULE = ("rpt rule", "horizontal line")
BESIDE = ("rpt detail",)
STATUS = "rpt status"
"""What became of a recommendation since, which the follow-up says and no report."""
CONTINUED = re.compile(r"list continue(?: ([2-9]))?")
SECTION = 2
"""The level of a heading that is one only by its words."""
_BLANK = " \t\r\n\u00a0"
_LETTERED = re.compile(r"[^\W\d_]+\W?\d")
"""How the number of a recommendation begins, R1, which no other list's does."""


class Block(NamedTuple):
    """One paragraph, or all those of one table."""

    paragraphs: list[Paragraph]
    is_table: bool


class Flow:
    """Gathers the units; `answers` takes the hints, `flat` says that no paragraph of the file is set as a heading.

    `styled` says that the file knows our styles, so that they alone tell what they are for.
    """

    def __init__(self, answers: Answers, opened: Opened, flat: bool, styled: bool = False) -> None:
        self._answers = answers
        self._opened = opened
        self._flat = flat
        self._styled = styled
        self._units: list[Unit] = []
        self._headed: set[int] = set()
        self._spot = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was added yet."""
        return not self._units

    @property
    def units(self) -> tuple[Unit, ...]:
        """The units, without empty points that nobody sent and that begin nothing, and those of empty sections."""
        found: list[Unit] = []
        waiting: list[Unit] = []
        for each in (*_settled(self._units), Unit("heading")):
            if each.kind != "heading":
                waiting.append(each)
                continue
            if any(_says(one) for one in waiting):
                behind = (*waiting[1:], each)
                found += [one for one, next_ in zip(waiting, behind, strict=True) if _stays(one, next_)]
            waiting = []
            found.append(each)
        return tuple(found[:-1])

    def is_heading(self, one: Paragraph) -> bool:
        """Whether a paragraph heads a section, or a part of one."""
        says = one.text.strip(_BLANK) or any(run.thing for run in one.runs)
        if one.cells or not says or one.style == "title":
            return False
        if one.outline >= 0:
            return True
        if any(name.startswith("rpt_s_") for name in one.marks[:1]) and _whole(one):
            return True
        return self._flat and _bold(one) and bool(self._answers.wording.section(one.text))

    def add(self, block: Block) -> None:
        """Add what a block says; what became of a recommendation stands around it."""
        if not block.is_table and self._is_status(block.paragraphs[0]):
            self._answers.around.append(block.paragraphs[0].text.strip())
            return
        unit = self._table(block.paragraphs) if block.is_table else self._paragraph(block.paragraphs[0])
        if unit is not None:
            self._units.append(self._below(unit))

    def _below(self, unit: Unit) -> Unit:
        """Return a unit; a picture that is a point of its own, which no form of ours prints, stands below the last."""
        if unit.kind != "point" or unit.marks or not _is_figure(unit):
            return unit
        bare = replace(unit, kind="paragraph", level=-1, ordered=False, number="")
        goes_on = self._units and self._units[-1].kind in ("point", "more")
        return replace(bare, kind="more", level=self._units[-1].level) if goes_on else bare

    def _is_status(self, one: Paragraph) -> bool:
        if one.style == STATUS:
            return bool(one.text.strip(_BLANK))
        if self._styled or one.marks or one.point or one.outline >= 0 or self.is_empty:
            return False
        behind = self._units[-1].kind not in ("heading", "paragraph", "rule")
        return behind and self._answers.wording.is_status(one.text) and self._advises()

    def _advises(self) -> bool:
        """Whether the last list is one of recommendations, by its numbers or by its section."""
        for each in reversed(self._units):
            if each.kind == "heading":
                section = self._answers.wording.form.field(self._answers.wording.section(plain(each.inlines)))
                return section is not None and section.kind == "recommendations"
            if each.kind == "point" and _LETTERED.match(each.number):
                return True
        return False

    def headed(self, one: Paragraph) -> None:
        """Add a paragraph as the heading of a section, which only its words tell."""
        self._units.append(self._heading(one))

    def _paragraph(self, one: Paragraph) -> Unit | None:
        if one.style == "table caption" and _is_doubled(one.text):
            self._answers.around.append(one.text)
            return None
        runs = self._unhinted(one.runs)
        if self.is_heading(one):
            return self._heading(one)
        found = one.marks
        if not any(run.thing or run.text.strip(_BLANK) for run in runs):
            return self._empty(one, found, bool(one.runs))
        self._by_hand(runs)
        kind, level = self._kind(one)
        made = inlines.code(runs) if kind == "code" else inlines.of(runs)
        if kind == "caption":
            made = tuple(made)
        point = one.point if kind == "point" else None
        ordered, number = (point.ordered, point.number) if point else (False, "")
        return Unit(kind, made, level, ordered, (), number, found, one.style, self._spot)

    def _unhinted(self, runs: list[Run]) -> list[Run]:
        """Return the runs of a paragraph without the hint that it shows, if it does; a writer's brackets stay."""
        text = "".join(run.text for run in runs)
        if "[" not in text:
            return runs
        hint = self._answers.wording.hint(text)
        if not hint or not text.strip().startswith(hint):
            return runs
        self._answers.around.append(hint)
        return without(runs, text.index(hint), len(hint))

    def _empty(self, one: Paragraph, found: tuple[str, ...], hinted: bool) -> Unit | None:
        """Return what a paragraph without words is: a rule, a point that was sent without words, or nothing."""
        if one.style in RULE or _is_rule(one):
            return Unit("rule", marks=found, style=one.style, spot=self._spot)
        if one.point is None or hinted or one.outline >= 0:
            return None
        level, ordered, number = one.point
        return Unit("point", (), level, ordered, (), number, found, one.style, self._spot)

    def _kind(self, one: Paragraph) -> tuple[Kind, int]:
        """Return what a paragraph is, by its style's name; where styles were turned into looks, by these."""
        if one.style in CODE or (len(one.borders) > 3 and all(run.face.code for run in one.runs)):
            return "code", -1
        if one.point is not None:
            return "point", one.point.level + (one.style == INDENTED)
        if one.style == INDENTED and self._units and self._units[-1].kind in ("point", "more"):
            return "more", self._units[-1].level
        if one.style in QUOTE or one.borders in ({"left"}, {"right"}):
            return "quote", -1
        last = self._units[-1] if self._units else None
        if one.style in CAPTION:
            alone = len(one.runs) == 1 and isinstance(one.runs[0].thing, Picture)
            return ("paragraph" if alone else "caption"), -1
        if one.style in BESIDE or (last and last.kind in ("point", "more") and self._is_beside(one)):
            return "beside", 0
        if last and _is_figure(last) and all(all(run.face.look) for run in one.runs):
            return "caption", -1
        continued = CONTINUED.fullmatch(one.style)
        if continued:
            return "more", int(continued[1] or 1) - 1
        if last and last.kind in ("point", "more") and (one.left > 0 or one.style == "list paragraph"):
            return "more", last.level
        return "paragraph", -1

    def _is_beside(self, one: Paragraph) -> bool:
        """Whether a line says to whom a recommendation is addressed, on what, how agreed and by when."""
        said = (piece.partition(":") if ":" in piece else piece.partition("：") for piece in one.text.split(" · "))
        return all(colon and self._answers.wording.beside(label) for label, colon, _ in said)

    def _heading(self, one: Paragraph) -> Unit:
        made = inlines.of(one.runs)
        if one.outline < 0 and self._flat:
            made = inlines.of(one.runs, bold=False)
        names = [name for mark in (one.marks, one.begun[::-1]) for each in mark if (name := marks.section_of(each))][:1]
        if one.section and one.section.number not in self._headed:
            self._headed.add(one.section.number)
            names.insert(0, one.section.name)
        rest = [mark for mark in one.marks if not marks.section_of(mark)]
        found = tuple(dict.fromkeys((*(f"section:{name}" for name in names), *rest)))
        self._spot = " ".join(plain(made).split())[:80]
        level = one.outline + 2 if one.outline >= 0 else SECTION
        self._by_hand(one.runs)
        return Unit("heading", made, level, marks=found, style=one.style, spot=self._spot)

    def _table(self, paragraphs: Sequence[Paragraph]) -> Unit | None:
        rows: dict[int, dict[int, list[Paragraph]]] = {}
        columns = 0
        for each in paragraphs:
            cell = each.cells[0]
            rows.setdefault(cell.row, {}).setdefault(cell.column, []).append(each)
            columns = max(columns, cell.column + cell.across)
        self._by_hand([run for each in paragraphs if each.cells[0].row for run in each.runs])
        made = tuple(
            tuple(_cell(row.get(column, ()), bold=at > 0) for column in range(columns))
            for at, row in enumerate(rows.values())
        )
        if not any(cell for row in made for cell in row):
            return None
        found = tuple(dict.fromkeys(mark for each in paragraphs for mark in each.marks))
        return Unit("table", rows=made, marks=found, style="table", spot=self._spot)

    def _by_hand(self, runs: Sequence[Run]) -> None:
        """Note what Markdown cannot hold."""
        said = [run for run in runs if run.text.strip() and not run.href]
        found = sorted({how for run in said for how in run.face.by_hand})
        pictured = any(isinstance(run.thing, Picture) for run in runs)
        looks = {run.face.look for run in said if not run.face.style and not run.face.code}
        if len(looks) > 1 and not pictured:
            found.append("coloured or larger")
        if found:
            words = " ".join("".join(run.text for run in said if run.face.by_hand).split())[:60]
            what = f"{' and '.join(found)} words are kept as plain words{f': “{words}”' if words else ''}"
            self._opened.note(what, "make them bold or italic if they must stand out", self._spot)


def _settled(units: Sequence[Unit]) -> list[Unit]:
    """Return units whose indented paragraphs are quotes unless a list goes on behind them."""
    found: list[Unit] = []
    for each in reversed(units):
        goes_on = found and found[-1].kind in ("point", "more")
        if each.kind == "more" and each.style == INDENTED and not goes_on:
            each = replace(each, kind="quote", level=-1)
        found.append(each)
    return found[::-1]


def _says(unit: Unit) -> bool:
    return bool(unit.inlines or unit.rows) or unit.kind == "rule"


def _stays(unit: Unit, following: Unit) -> bool:
    """Whether a unit is more than an empty point that somebody left: it says something, was sent, or begins a list."""
    if _says(unit) or unit.marks:
        return True
    deeper = following.kind == "point" and following.level > unit.level
    return deeper or following.kind in ("more", "code", "quote", "table", "rule") or _is_figure(following)


def _is_doubled(text: str) -> bool:
    """Whether a text says all it says twice, as pandoc prints what describes a table to who cannot see it."""
    half = len(text) // 2
    return bool(text) and text[:half] == text[half:].lstrip()


def _is_figure(unit: Unit) -> bool:
    return len(unit.inlines) == 1 and isinstance(unit.inlines[0], Picture)


def _cell(paragraphs: Sequence[Paragraph], bold: bool) -> Inlines:
    found: list[Inline] = []
    for each in paragraphs:
        made = inlines.of(each.runs, bold)
        if made:
            found += [Break(), *made] if found else made
    return tuple(found)


def _is_rule(one: Paragraph) -> bool:
    """Whether an empty paragraph is a line across the page."""
    return bool(one.borders & {"top", "bottom"}) and not one.borders & {"left", "right"} and one.point is None


def _bold(one: Paragraph) -> bool:
    return all(run.face.bold for run in one.runs if run.text.strip())


def _whole(one: Paragraph) -> bool:
    """Whether its first mark covers all of its words."""
    return all(one.marks[0] in run.marks for run in one.runs if run.text.strip())
