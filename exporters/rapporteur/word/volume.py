"""Many reports in one Word file: each written as its own form is, with the pages around them as a layout says them.

What makes a form of a report is taken out first: its controls, and the marks by which a file that came back is read.
Each part is a section of its own that begins on a right-hand page, with the number it has in the printed volume; its
headings stand below those of the volume.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from ..container import parser
from ..problems import Refused, ordered
from ..report import Recommendations, Report
from ..view import View, view
from . import document, glossary, look, properties
from .gathered import Gathered
from .package import DOCUMENT, PROLOGUE, ROOT, Package, lists_of, own, prepared, references, section, styles_of
from .runs import Face, Runs
from .write import At, Writer

if TYPE_CHECKING:
    from lxml.etree import _Element

    from ..format import Part, Volume
    from ..layout import Layout

OF_PART = {"h1": "heading 1", "h2": "division", "h3": "heading 3", "h4": "heading 4"}
OF_REPORT = {"h1": "heading 2", "h2": "heading 3", "h3": "heading 4", "h4": "heading 5"}
"""Which style a heading has; those below the title of a part do not stand in the contents."""
COLUMNS = {"index": 3}
"""The parts that are set in columns."""
_FORM = ("data-field", "data-repeat", "data-item")
_HEADINGS = ("h1", "h2", "h3", "h4")


class Bound(Gathered):
    """All that gathers while a volume is written; `anchors` are bookmarks, by what links call the places."""

    def __init__(self, package: Package, bare: bool) -> None:
        from lxml import etree

        super().__init__(package, etree.Element("article"), Report("", ""), {}, bare)
        self.anchors: dict[str, str] = {}

    def anchor(self, name: str) -> str:
        """Return the bookmark of a part, of the part that is on a page, or of a place within a part.

        A place that the layout's form does not show is where its part begins.
        """
        return self.anchors.get(name) or self.anchors.get(name.partition("/")[0], "")

    def turn(self, part: Part) -> None:
        """Take the pictures of a part, and its file for what is wrong with them."""
        self._report, self.pictures = part.report or Report("", "", origin=part.origin), part.options.pictures


@dataclass(frozen=True, slots=True)
class Prepared:
    """A part, what it says, and which way it runs; all parts are held at once, as text, which is a tenth of a tree."""

    part: Part
    text: bytes
    right: bool

    @property
    def tree(self) -> _Element:
        """What it says, in the outline dialect."""
        from lxml import etree

        return etree.fromstring(self.text, parser())


def made(volume: Volume, layout: Layout) -> bytes:
    """Return the Word file of a volume; raises `Refused` for what it cannot hold."""
    seen = look.of(layout.settings, volume.language, volume.direction)
    package, styles = _package(layout, layout.digest(), seen)
    bound = Bound(package, layout.audience != "internal")
    found = [_prepared(part, at, volume, layout, bound) for at, part in enumerate(volume.parts, 1)]
    parts = {DOCUMENT: _body(found, bound)}
    for edge in package.edges:
        there = At(seen.rtl, package.style(edge.style), seen.measure, marked=False)
        ours = found[0].tree.find(edge.kind)
        said = "" if ours is None else Writer(bound, Runs(bound, None, noted=False)).flow(ours, there)
        parts[edge.part] = f"{edge.frame[0]}{said or '<w:p/>'}{edge.closing}".encode()
    if bound.problems:
        raise Refused(ordered(bound.problems))
    parts |= document.asked(bound) | properties.parts(_about(volume)) | {"word/styles.xml": styles}
    return package.container.pack(parts, {glossary.PART: glossary.of({}, package.style("placeholder text"))})


@lru_cache(4)
def _package(layout: Layout, digest: str, seen: look.Look) -> tuple[Package, bytes]:
    """Return the package of a layout, with the styles of a volume and lists that run the other way added, and these."""
    from lxml import etree

    package = prepared(layout, digest, seen)
    styles = own(layout, "styles", seen)
    styles.extend(own(layout, "volume", seen))
    text = etree.tostring(styles, encoding="unicode")
    turned = lists_of(own(layout, "numbering", replace(seen, rtl=not seen.rtl))).texts
    lists = replace(package.lists, turned=turned)
    return replace(package, styles=styles_of(styles), lists=lists), f"{PROLOGUE}{text}".encode()


def _about(volume: Volume) -> properties.Properties:
    return properties.Properties(
        report="",
        title=volume.title,
        subject=volume.subject,
        authors=(),
        language=volume.language,
        keywords=(),
        category=volume.subject,
        state=properties.VOLUME,
        base="",
        date=volume.date,
    )


# What the parts say


def _prepared(part: Part, at: int, volume: Volume, layout: Layout, bound: Bound) -> Prepared:
    """Return a part without what makes a form of it; `bound` learns by which names its places are linked to."""
    from lxml import etree

    if part.report is None:
        tree, right = layout.outline(volume.template, part.context), volume.direction == "rtl"
    else:
        tree, right = _reported(part, part.report, layout), part.report.direction == "rtl"
    _unform(tree)
    bound.anchors |= dict(_named(tree, at, part))
    title = next(tree.iter("h1"), None)
    if title is not None:
        title.set("id", f"_Toc{at:08}")
        pages = () if part.front else range(part.first, part.last + 1)
        bound.anchors |= dict.fromkeys((part.name, *(f"page-{page}" for page in pages)), f"_Toc{at:08}")
    return Prepared(part, etree.tostring(tree, encoding="utf-8"), right)


def _reported(part: Part, report: Report, layout: Layout) -> _Element:
    """Return what a report says; that it is a draft stands below its title, and not what it does not say yet."""
    from lxml import etree

    shown = view(report, part.options.conference, layout)
    settled = view(replace(report, state="final"), part.options.conference, layout)
    tree = document.rendered(layout, document.context(settled, layout, part.options), report)
    _identify(tree, settled)
    title = tree.find("h1")
    if report.state != "final" and title is not None:
        said = etree.Element("p", {"class": "help"})
        said.text = shown.state
        title.addnext(said)
    return tree


def _identify(tree: _Element, shown: View) -> None:
    """Give each recommendation the name that lists call it by, also one without an id; none if a form shows others."""
    blocks = (each for section in shown.sections for each in section.blocks if isinstance(each, Recommendations))
    names = [shown.report.anchor(each) for block in blocks for each in block.items]
    places = [each for listed in tree.iter("ol") if listed.get("class") == "recommendation" for each in listed]
    for place, name in zip(places, names, strict=True) if len(places) == len(names) else ():
        place.set("id", name)


def _unform(tree: _Element) -> None:
    """Take out of a tree what makes a form of it: places to fill in, and what they offer."""
    from lxml import etree

    etree.strip_elements(tree, "option", with_tail=False)
    for each in tree.iter("data", "time"):
        ways = {name: value for name, value in each.attrib.items() if name in ("lang", "dir")}
        each.tag = "span"
        each.attrib.clear()
        each.attrib.update(ways)
    for each in tree.iter("div", "section"):
        for name in _FORM:
            each.attrib.pop(name, None)


def _named(tree: _Element, at: int, part: Part) -> Iterator[tuple[str, str]]:
    """Give each place of part number `at` that links lead to a bookmark, and yield what they call it, with that.

    Links of its own call it by the bookmark itself, since two reports may use the same names; those of other parts call
    a recommendation by the part, a stroke and its name. All other names go.
    """
    links = [each for each in tree.iter("a") if each.get("href", "").startswith("#")]
    listed = {part.report.anchor(each) for each in part.report.recommendations} if part.report else set()
    wanted = {each.get("href", "")[1:] for each in links} | listed
    given: dict[str, str] = {}
    for place in tree.iter("section", "li"):
        name = place.attrib.pop("id", "")
        target = next(iter(place.iterchildren(*_HEADINGS)), None) if place.tag == "section" else place
        if name in wanted and name not in given and target is not None:
            given[name] = f"_Ref{at:04}{len(given):04}"
            target.set("id", given[name])
    for link in links:
        name = link.get("href", "")[1:]
        link.set("href", f"#{given.get(name, name)}")
    yield from ((mark, mark) for mark in given.values())
    yield from ((f"{part.name}/{name}", mark) for name, mark in given.items() if name in listed)


# How they are written


def _body(found: Sequence[Prepared], bound: Bound) -> bytes:
    package = bound.package
    edges = references(package.relationships)
    out = [f"{PROLOGUE}<w:document {ROOT}><w:body>".encode()]  # a text may take four times as much
    for at, each in enumerate(found):
        about = _section(each, package.look, edges if at else "")
        content = _written(each, bound)
        out.append((content + about if at == len(found) - 1 else _closed(content, about)).encode())
    return b"".join([*out, b"</w:body></w:document>"])


def _written(each: Prepared, bound: Bound) -> str:
    """Return the blocks of a part, of which the last is a paragraph."""
    bound.turn(each.part)
    package, report = bound.package, each.part.report
    language = look.AT_HOME.get(report.language, report.language) if report else ""
    face = Face(language="" if language == package.look.language else language)
    at = At(each.right, package.style("body text"), package.look.measure, face=face)
    writer = Writer(bound, Runs(bound, bound.links), OF_REPORT if report else OF_PART, bound=True)
    content = writer.flow(each.tree, at)
    return content if content.endswith("</w:p>") else content + writer.framed("", at, package.style("gap"))


def _section(each: Prepared, seen: look.Look, edges: str) -> str:
    form = ' w:fmt="lowerRoman"' if each.part.front else ""
    numbers = f'<w:pgNumType{form} w:start="{each.part.first}"/>'
    return section(seen, edges, each.right, '<w:type w:val="oddPage"/>', numbers, COLUMNS.get(each.part.name, 1))


def _closed(content: str, about: str) -> str:
    """Return blocks that end their section, whose properties the last paragraph holds (ECMA-376 part 1, §17.6.18)."""
    end = content.index("</w:pPr>", content.rindex("<w:p><w:pPr>"))
    return f"{content[:end]}{about}{content[end:]}"
