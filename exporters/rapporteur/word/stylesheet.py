"""The styles of a Word file: what each is called, and what it brings to its paragraphs and words.

Styles are known by name (``w:name``), never by id: built-in names are English in every language of the office program,
ids are not. What a style inherits is looked up along ``w:basedOn``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from .spots import W

if TYPE_CHECKING:
    from lxml.etree import _Element

VAL = f"{W}val"
_DEEPEST = 40
_OFF = frozenset(("0", "false", "off", "none", "nil"))


class Style(NamedTuple):
    """A style: its name in small letters, and what it sets, None or -1 for what it leaves as it is.

    `outline` is the level of its headings from 0, `number` its list and `rank` its level in that list.
    """

    name: str
    bold: bool | None = None
    italic: bool | None = None
    outline: int = -1
    number: str | None = None
    rank: int = -1
    borders: frozenset[str] = frozenset()
    fixed: bool = False


PLAIN = Style("")


class Stylesheet:
    """The styles of one file by id."""

    def __init__(self, tree: _Element | None) -> None:
        found = [] if tree is None else list(tree.iterchildren(f"{W}style"))
        self._elements = {each.get(f"{W}styleId", ""): each for each in found}
        self._known: dict[str, Style] = {}
        usual = (each for each in found if each.get(f"{W}default") in ("1", "true", "on"))
        self._usual = {each.get(f"{W}type", ""): each.get(f"{W}styleId", "") for each in usual}

    def __contains__(self, name: str) -> bool:
        return any(self.style(each).name == name for each in self._elements)

    def paragraph(self, name: str | None) -> Style:
        """Return the paragraph style with the id `name`; the default one without."""
        return self.style(self._usual.get("paragraph", "") if name is None else name)

    def style(self, name: str) -> Style:
        """Return the style with the id `name`; one that the file does not define is called by its id."""
        if name not in self._known:
            self._known[name] = self._resolved(name)
        return self._known[name]

    def _resolved(self, name: str) -> Style:
        seen: list[_Element] = []
        at: str | None = name
        while at in self._elements and self._elements[at] not in seen and len(seen) < _DEEPEST:
            seen.append(self._elements[at])
            at = value(seen[-1].find(f"{W}basedOn"))
        if not seen:
            return Style(name.lower())
        made = PLAIN
        for element in reversed(seen):
            made = _over(made, element)
        return made._replace(name=(value(seen[0].find(f"{W}name")) or name).strip().lower())


def value(element: _Element | None) -> str | None:
    """Return the ``w:val`` of an element, None if there is none."""
    return None if element is None else element.get(VAL)


def switched(parent: _Element | None, name: str) -> bool | None:
    """Return whether a property is switched on (ECMA-376 part 1, §17.17.4), None if it is not set."""
    found = None if parent is None else parent.find(W + name)
    return None if found is None else (found.get(VAL) or "1").lower() not in _OFF


def whole(text: str | None) -> int:
    """Return a number that a file states, -1 if it is none or beyond reason."""
    digits = (text or "").strip()
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 10 else -1


def fixed_width(properties: _Element | None) -> bool:
    """Return whether words are set in a face whose letters are all of one width."""
    fonts = None if properties is None else properties.find(f"{W}rFonts")
    name = "" if fonts is None else (fonts.get(f"{W}ascii") or fonts.get(f"{W}hAnsi") or "").lower()
    return any(sign in name for sign in ("mono", "courier", "consol", "menlo", "typewriter"))


def _over(below: Style, element: _Element) -> Style:
    """Return what a style sets, over what it inherits."""
    words, own = element.find(f"{W}rPr"), element.find(f"{W}pPr")
    bold, italic = switched(words, "b"), switched(words, "i")
    made = below._replace(
        bold=below.bold if bold is None else bold,
        italic=below.italic if italic is None else italic,
        fixed=below.fixed or fixed_width(words),
    )
    if own is None:
        return made
    level = whole(value(own.find(f"{W}outlineLvl")))
    list_, rank = placed(own)
    return made._replace(
        outline=level if level >= 0 else below.outline,
        number=below.number if list_ is None else list_,
        rank=below.rank if rank < 0 else rank,
        borders=below.borders if own.find(f"{W}pBdr") is None else bordered(own),
    )


def bordered(properties: _Element | None) -> frozenset[str]:
    """Return the sides on which a paragraph has a line."""
    found = None if properties is None else properties.find(f"{W}pBdr")
    lines = () if found is None else (each for each in found if isinstance(each.tag, str) and value(each) not in _OFF)
    return frozenset(str(each.tag).removeprefix(W) for each in lines) - {"none"}


def placed(properties: _Element | None) -> tuple[str | None, int]:
    """Return the list that the properties of a paragraph name, None if none, and the level in it, -1 if not told."""
    number = None if properties is None else properties.find(f"{W}numPr")
    if number is None:
        return None, -1
    return value(number.find(f"{W}numId")), whole(value(number.find(f"{W}ilvl")))
