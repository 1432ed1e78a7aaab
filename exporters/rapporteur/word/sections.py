"""A report's sections as a layout's template takes them: level, heading and blocks, written in the outline dialect."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from markupsafe import Markup

from .. import outline
from ..prose import Block
from ..report import BESIDE, Recommendation, Recommendations
from ..view import SectionView, View
from .fields import led


class Point(NamedTuple):
    """One recommendation: its id and number as printed ("" if it has none), its words, and what is said beside them.

    `status` is what became of it since, a line for itself and one for each point; it is no part of the report.
    """

    id: str
    number: str
    words: Markup
    beside: str
    status: tuple[str, ...] = ()


class Piece(NamedTuple):
    """A piece of a section: text, or recommendations with the stem that they complete."""

    text: Markup
    stem: Markup
    points: list[Point]


class Shown(NamedTuple):
    """A section: its id, the level of its heading (2 or 3), the heading, its pieces, its kind and its hint.

    A section that is still to be written has no pieces; its kind says in which shape.
    """

    id: str
    level: int
    heading: Markup
    pieces: list[Piece]
    kind: str
    hint: str


def of(view: View) -> list[Shown]:
    """Return the sections of a report; those below a major one are set smaller, as its parts."""
    found, under, direction = [], False, view.labels.direction
    for section in view.sections:
        under = under or section.major
        found.append(_shown(section, 3 if under and not section.major else 2, direction, view))
    return found


def _shown(section: SectionView, level: int, direction: str, view: View) -> Shown:
    heading = _markup(outline.inline_markup(section.heading))
    pieces = list(_pieces(section.blocks, level, direction, view))
    return Shown(section.id, level, heading, pieces, section.kind, section.hint)


def _pieces(blocks: Iterable[object], level: int, direction: str, view: View) -> Iterator[Piece]:
    prose: list[Block] = []
    for block in blocks:
        if isinstance(block, Recommendations):
            if prose:
                yield Piece(_markup(outline.markup(prose, direction, level + 1)), Markup(), [])
                prose = []
            stem = _markup(outline.inline_markup(block.stem.inlines)) if block.stem else Markup()
            yield Piece(Markup(), stem, [_point(each, direction, level, view) for each in block.items])
        else:
            prose.append(block)  # type: ignore[arg-type]
    if prose:
        yield Piece(_markup(outline.markup(prose, direction, level + 1)), Markup(), [])


def _point(one: Recommendation, direction: str, level: int, view: View) -> Point:
    """Return a recommendation with, beside it, to whom it is addressed, on what, how agreed and by when."""
    told = ((name, view.labels.beside(name, getattr(one, name))) for name in BESIDE)
    beside = " · ".join("".join((*led(view.labels, view.labels.word(name)), text)) for name, text in told if text)
    words = _markup(outline.markup(one.blocks, direction, level + 1))
    return Point(one.id, one.number, words, beside, view.followed.get(one.id, ()))


def _markup(text: str) -> Markup:
    return Markup(text)  # noqa: S704 - every text in it was escaped
