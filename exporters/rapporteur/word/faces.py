"""How the paragraphs and words of a Word file are set, as far as a report can say it.

Bold and italic that a paragraph's style brings do not count: they belong to the look. What a run sets by itself counts,
and what a character style sets (ECMA-376 part 1, §17.7.3).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from .numbering import Lists, Point
from .spots import W
from .stylesheet import VAL, Stylesheet, bordered, fixed_width, placed, switched, value, whole

if TYPE_CHECKING:
    from lxml.etree import _Element

CODE = frozenset(("html code", "html keyboard", "html sample", "html typewriter", "html variable", "code",
                  "verbatim char", "source text", "source code char", "inline code", "teletype"))  # fmt: skip
"""The names of character styles for code, ours (and Word's) first; then those of pandoc and LibreOffice."""
_STRONG = frozenset(("strong", "strong emphasis", "intense emphasis", "bold"))
_EMPHASIS = frozenset(("emphasis", "subtle emphasis", "italic"))


class Face(NamedTuple):
    """How words are set; `by_hand` tells what a report cannot hold, `style` is the character style's name."""

    bold: bool = False
    italic: bool = False
    code: bool = False
    style: str = ""
    by_hand: tuple[str, ...] = ()
    look: tuple[str, str] = ("", "")


PLAIN = Face()


class About(NamedTuple):
    """What the properties of a paragraph and its style say."""

    style: str
    outline: int
    point: Point | None
    borders: frozenset[str]
    left: int


class Faces:
    """Reads the properties of paragraphs and runs of one file."""

    def __init__(self, styles: Stylesheet, lists: Lists) -> None:
        self._styles = styles
        self._lists = lists
        self._known: dict[bytes, Face] = {}

    def paragraph(self, own: _Element | None) -> About:
        """Return what `own`, the properties of the next paragraph in reading order, says."""
        name = None if own is None else value(own.find(f"{W}pStyle"))
        style = self._styles.paragraph(name)
        if own is None or (len(own) == 1 and name is not None):
            number = self._point(style.number, style.rank, name or "")
            return About(style.name, style.outline, number, style.borders, 0)
        level = whole(value(own.find(f"{W}outlineLvl")))
        list_, rank = placed(own)
        number = self._point(style.number if list_ is None else list_, rank if rank >= 0 else style.rank, name or "")
        indent = own.find(f"{W}ind")
        left = -1 if indent is None else whole(indent.get(f"{W}left") or indent.get(f"{W}start"))
        borders = style.borders if own.find(f"{W}pBdr") is None else bordered(own)
        return About(style.name, level if level >= 0 else style.outline, number, borders, max(left, 0))

    def _point(self, number: str | None, rank: int, style: str) -> Point | None:
        if number is None or number not in self._lists:
            return None
        return self._lists.point(number, rank if rank >= 0 else self._lists.bound(number, style))

    def run(self, own: _Element) -> Face:
        """Return how the words of a run with the properties `own` are set."""
        from lxml import etree

        key = etree.tostring(own, with_tail=False)
        if key not in self._known:
            self._known[key] = self._face(own)
        return self._known[key]

    def _face(self, own: _Element) -> Face:
        name = value(own.find(f"{W}rStyle"))
        style = self._styles.style(name) if name else None
        called = style.name if style else ""
        bold, italic = switched(own, "b"), switched(own, "i")
        if bold is None:
            bold = bool(style and style.bold) or called in _STRONG
        if italic is None:
            italic = bool(style and style.italic) or called in _EMPHASIS
        code = called in CODE or bool(style and style.fixed) or fixed_width(own)
        return Face(bold, italic, code, called, tuple(_by_hand(own)), (_value(own, "color"), _value(own, "sz")))


def _value(own: _Element, name: str) -> str:
    return (value(own.find(W + name)) or "").lower()


def _by_hand(own: _Element) -> list[str]:
    """Return what a run sets that Markdown cannot hold."""
    found = []
    under = own.find(f"{W}u")
    if under is not None and under.get(VAL, "single") != "none":
        found.append("underlined")
    if switched(own, "strike") or switched(own, "dstrike"):
        found.append("struck out")
    mark = own.find(f"{W}highlight")
    if mark is not None and mark.get(VAL, "none") != "none":
        found.append("highlighted")
    raised = value(own.find(f"{W}vertAlign"))
    if raised in ("superscript", "subscript"):
        found.append("raised" if raised == "superscript" else "lowered")
    if switched(own, "vanish"):
        found.append("hidden")
    return found
