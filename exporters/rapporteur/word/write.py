"""The outline written as WordprocessingML: paragraphs, lists, tables, sections and their marks.

`Writer` walks the tree once and gives text; what other parts of the file must know gathers in `Gathered`. A paragraph's
style is named by its class, else by its element and where it stands; indents are the style's own unless the paragraph
stands deeper than that style knows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from . import contents, controls, marks, pictures, tables
from .gathered import Gathered
from .runs import BIDI, INLINE, Face, Runs, misplaced, preformatted, properties, trimmed

if TYPE_CHECKING:
    from lxml.etree import _Element

    from .runs import Node

LEVELS = 5
"""List styles exist for so many levels; deeper ones (to 9, which is all Word has) use the last with an indent."""
STATUS = "status"
"""Paragraphs of this class say what became of a recommendation: the report has no such words, and they no mark."""
HEADINGS = {"h1": "title", "h2": "heading 1", "h3": "heading 2", "h4": "heading 3"}


class At(NamedTuple):
    """Where a block stands: its direction, the style of plain paragraphs, list level (-1: none), indent, and width.

    Lengths are twentieths of a point. Blocks in cells carry no marks.
    """

    right: bool
    style: str
    width: int
    level: int = -1
    left: int = 0
    align: str = ""
    marked: bool = True
    face: Face = Face()


class Point(NamedTuple):
    """What the first paragraph of a list item has: its style, its place in a list, its indent and its mark."""

    style: str
    number: str
    indent: str
    mark: str


class Called(NamedTuple):
    """How far the numbers of a family of lists have come: which follows, and in which list (0: the style's own)."""

    following: int
    among: int


@lru_cache(4096)
def paragraph_properties(style: str, keep: bool, number: str, way: str, indent: str, align: str) -> str:
    """Return the properties of a paragraph, in the order of the schema (ECMA-376 part 1, §17.3.1.26)."""
    kept = "<w:keepNext/>" if keep else ""
    side = f'<w:jc w:val="{align}"/>' if align else ""
    return f'<w:pPr><w:pStyle w:val="{style}"/>{kept}{number}{way}{indent}{side}</w:pPr>'


class Writer:
    """Writes one part: the body, the running head or the running foot.

    One that is `bound` into a volume begins its lists anew, and its ids are bookmarks.
    """

    def __init__(
        self, gathered: Gathered, runs: Runs, headings: Mapping[str, str] = HEADINGS, bound: bool = False
    ) -> None:
        self.gathered = gathered
        self.package = gathered.package
        self._runs = runs
        self._headings = headings
        self._bound = bound
        self._section = ""
        self._count = 0
        self._heading = ""
        self._called: dict[str, Called] = {}

    def flow(self, element: _Element, at: At) -> str:
        """Return the blocks inside `element`; words that stand beside blocks become paragraphs of their own."""
        out: list[str] = []
        loose: list[Node] = [element.text] if element.text and element.text.strip() else []
        for child in element:
            tag = str(child.tag)
            if tag in INLINE:
                loose.append(child)
                if child.tail:
                    loose.append(child.tail)
                continue
            if loose:
                out.append(self.paragraph(trimmed(loose), at, at.style))
                loose = []
            out.append(self._block(child, at))
            if child.tail and child.tail.strip():
                loose.append(child.tail)
        if loose:
            out.append(self.paragraph(trimmed(loose), at, at.style))
        return "".join(out)

    def _block(self, element: _Element, at: At) -> str:
        write = _BLOCKS.get(str(element.tag))
        if write is None:
            raise misplaced(element)
        way, language = element.get("dir"), element.get("lang")
        if way and (way == "rtl") != at.right:
            at = at._replace(right=way == "rtl")
        if language:
            at = at._replace(face=at.face._replace(language=language))
        return write(self, element, at)

    def paragraph(self, found: list[Node], at: At, style: str, point: Point | None = None, keep: bool = False) -> str:
        """Return a paragraph of `found`; the first of a list item is its `point`. One to `keep` stands by the next."""
        return self.framed(self._runs.of(found, at.face, at.right), at, style, point, keep)

    def framed(
        self, content: str, at: At, style: str, point: Point | None = None, keep: bool = False, mark: str = ""
    ) -> str:
        """Return a paragraph round runs, marked by its place in its section unless it has a `mark`."""
        self.gathered.paragraphs += 1
        if mark:
            content = self.gathered.marked(mark, content)
        elif self._section and at.marked:
            self._count += 1
            own = marks.bookmark(point.mark) if point and point.mark else marks.block(self._section, self._count)
            content = self.gathered.between(own, content)
        elif point and point.mark:
            content = self.gathered.marked(point.mark, content)
        way = "" if at.right == self.package.look.rtl else BIDI[at.right]
        number, indent = (point.number, point.indent) if point else ("", self._indent(style, at))
        if keep or number or way or indent or at.align:
            return f"<w:p>{paragraph_properties(style, keep, number, way, indent, at.align)}{content}</w:p>"
        return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{content}</w:p>'

    def _indent(self, style: str, at: At) -> str:
        """Return the indent that a paragraph needs beside its style's own."""
        own = self.package.styles.left[style]
        if own == at.left or (not at.left and style != at.style):
            return ""
        return f'<w:ind w:left="{at.left if style == at.style else at.left + own}"/>'

    def _paragraph(self, element: _Element, at: At, point: Point | None = None) -> str:
        named = element.get("class")
        if named == STATUS:
            at = at._replace(marked=False)
        style = point.style if point else self.package.style(named.replace("-", " ")) if named else at.style
        keep = at.marked and _leads("".join(map(str, element.itertext())), element.getnext())
        return self.framed(self._runs.inside(element, at.face, at.right), at, style, point, keep)

    def _rule(self, element: _Element, at: At) -> str:
        return self.framed("", at, self.package.style("rule"))

    def _table(self, element: _Element, at: At) -> str:
        return tables.written(self, element, at)

    def _elsewhere(self, element: _Element, at: At) -> str:
        """Return nothing: the running head and foot are parts of their own."""
        return ""

    def _headed(self, element: _Element, at: At) -> str:
        style = self.package.style(self._headings[str(element.tag)])
        mark, self._heading = self._heading or (element.get("id", "") if self._bound else ""), ""
        return self.framed(self._runs.inside(element, at.face, at.right), at, style, mark=mark)

    def _preformatted(self, element: _Element, at: At) -> str:
        text = "".join(str(each) for each in element.itertext())
        self.gathered.letters += len(text)
        return self.framed(preformatted(text, properties(at.face)), at, self.package.style("html preformatted"))

    def _quote(self, element: _Element, at: At) -> str:
        turned = self._turned(at) and "rpt quote turned" in self.package.styles.ids  # a house's volume may have none
        style = self.package.style("quote turned" if turned else "quote")
        return self.flow(element, at._replace(style=style, left=at.left + self.package.styles.left[style]))

    def _figure(self, element: _Element, at: At) -> str:
        """Return a picture with its credit below it."""
        out = []
        for child in element:
            if child.tag == "img":
                drawing = pictures.drawn(self.gathered, self._runs.links, child, at.left)
                out.append(self.framed(drawing, at, self.package.style("figure"), keep=child.getnext() is not None))
            elif child.tag == "figcaption":
                out.append(self.framed(self._runs.inside(child, at.face, at.right), at, self.package.style("caption")))
            else:
                raise misplaced(child)
        return "".join(out)

    def _part(self, element: _Element, at: At) -> str:
        if key := element.get("data-item"):
            before, self._runs.repeated = self._runs.repeated, True
            content = self.flow(element, at)
            self._runs.repeated = before
            return controls.item(self.gathered, key, content)
        content = self.flow(element, at)
        if element.get("class") == "contents":
            return contents.of(content)
        if key := element.get("data-repeat"):
            return controls.repeating(self.gathered, key, element.get("title", ""), content)
        return content

    def _section_(self, element: _Element, at: At) -> str:
        """Return a section: one control round its heading and its body, each of whose paragraphs is marked."""
        name = element.get("id", "")
        before = self._section, self._count, self._heading
        self._section, self._count, self._heading = name, 0, marks.of_section(name) if name else ""
        content = self.flow(element, at)
        self._section, self._count, self._heading = before
        key = element.get("data-field")
        return controls.section(self.gathered, key, content) if key else content

    def _list(self, element: _Element, at: At) -> str:
        """Return a list. One with a class is numbered on from the last of its class, any other begins anew."""
        ordered = element.tag == "ol"
        named = element.get("class", "").replace("-", " ")
        family = named or ("list number" if ordered else "list bullet")
        level = 0 if named else min(at.level + 1, 8)
        style = self.package.style(family if named or not level else f"{family} {min(level + 1, LEVELS)}")
        number = self.package.styles.lists[style]
        usual = self.package.lists.levels[number][level]
        left = min(at.left + usual.hanging, self.package.look.measure // 2)
        indent = f'<w:ind w:left="{left}" w:hanging="{usual.hanging}"/>' if left != usual.left else ""
        direct = _place(number, level) if level >= LEVELS else ""
        if ordered and not named:
            direct = _place(self.gathered.list_from(number, level, _start(element), self._turned(at)), level)
        elif not ordered and self._turned(at):
            direct = _place(self.gathered.list_turned(number, level), level)
        inner = at._replace(level=max(level, at.level + 1), left=left, style=self._continued(level))
        items = []
        for item in element:
            if item.tag != "li":
                raise misplaced(item)
            own = self._sign(family, number, item, self._turned(at)) if named and ordered else direct
            mark = self._mark(item.get("id", ""))
            items.append(self._item(item, inner, Point(style, own, indent, mark)))
        return "".join(items)

    def _continued(self, level: int) -> str:
        return self.package.style("list continue" if not level else f"list continue {min(level + 1, LEVELS)}")

    def _turned(self, at: At) -> bool:
        """Return whether text runs the other way than the volume that it is bound into."""
        return self._bound and at.right != self.package.look.rtl

    def _sign(self, family: str, number: int, item: _Element, turned: bool) -> str:
        """Return the place in its list of a point that has a number of its own, "" if the next number is right."""
        called = self._called.get(family) or Called(1, self._anew(number, 1, turned) if self._bound else 0)
        sign = item.get("value") or str(called.following)
        if not (sign.isascii() and sign.isdigit()):
            return _place(self.gathered.list_called(number, sign), 0)
        among = called.among if int(sign) == called.following else self._anew(number, int(sign), turned)
        self._called[family] = Called(int(sign) + 1, among)
        return _place(among, 0) if among else ""

    def _mark(self, name: str) -> str:
        """Return the bookmark of a list item that has a name, "" for none."""
        if not name or not self._section:
            return name if self._bound else ""
        return marks.of_block(self._section, f"r{name}")

    def _anew(self, number: int, start: int, turned: bool) -> int:
        return self.gathered.list_from(number, 0, start, turned)

    def _item(self, item: _Element, at: At, point: Point) -> str:
        """Return a list item: its first words carry its number, what follows stands below them."""
        if item.get("dir"):
            at = at._replace(right=item.get("dir") == "rtl")
        first = item[0] if len(item) else None
        if (item.text and item.text.strip()) or first is None or first.tag in INLINE:
            return self._loose_item(item, at, point)
        if first.tag != "p":
            return self.paragraph([], at, point.style, point) + self.flow(item, at)
        way = first.get("dir")
        there = at._replace(right=way == "rtl") if way else at
        opening = self._paragraph(first, there, point)
        return opening + "".join(self._block(child, at) for child in item.iterchildren() if child is not first)

    def _loose_item(self, item: _Element, at: At, point: Point) -> str:
        """Return a list item whose words stand in no paragraph of their own."""
        words: list[Node] = [item.text] if item.text else []
        rest: list[_Element] = []
        for child in item:
            if child.tag in INLINE and not rest:
                words += [child, child.tail] if child.tail else [child]
            else:
                rest.append(child)
        said = "".join(each if isinstance(each, str) else "".join(map(str, each.itertext())) for each in words)
        opening = self.paragraph(trimmed(words), at, point.style, point, bool(rest) and _leads(said, rest[0]))
        return opening + "".join(self._block(child, at) for child in rest)


_BLOCKS: dict[str, Callable[[Writer, _Element, At], str]] = {
    "blockquote": Writer._quote,
    "div": Writer._part,
    "figure": Writer._figure,
    "footer": Writer._elsewhere,
    "header": Writer._elsewhere,
    "hr": Writer._rule,
    "ol": Writer._list,
    "p": Writer._paragraph,
    "pre": Writer._preformatted,
    "section": Writer._section_,
    "table": Writer._table,
    "ul": Writer._list,
    **dict.fromkeys(HEADINGS, Writer._headed),
}


def _place(number: int, level: int) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'


def _leads(words: str, following: _Element | None) -> bool:
    """Return whether a paragraph must not end a page: before a list, what is said beside it, or what it announces."""
    if following is None:
        return False
    beside = following.tag in ("ul", "ol") or following.get("class") == "detail"
    return beside or words.rstrip().endswith((":", "："))


def _start(element: _Element) -> int:
    start = element.get("start", "1")
    return int(start) if start.isascii() and start.isdigit() else 1
