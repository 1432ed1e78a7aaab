"""A house's Word template as the package of a layout: its page, letterhead and styles, our marks and parts.

Two modes, chosen by what is in it. Without marks the body is ours, in the template's styles (*style mode*). With marks,
``{{rpt.title}}``, or controls of an older form of ours, the body is the template's and the report's words stand where
the marks do (*slot mode*). Either way the file comes back like any form of ours: the same tags, bookmarks and foot.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from ..container import Prepared
from ..problems import Place, Problem, Refused, error, errors, ordered, warning
from . import controls_of, house, letterhead, lists, parts
from .cleaning import Notes, cleaned, remove
from .frame import Edge
from .house import House
from .look import Look, with_colours
from .package import PROLOGUE, Package, W, lists_of, own, styles_of
from .parts import Links, Media
from .roles import Role, Styles
from .schema import local, put, value
from .schema import ordered as in_order
from .slots import Marks, fixed, framed, place_of, renumbered

if TYPE_CHECKING:
    from lxml.etree import _Element

    from ..layout import Layout

LARGEST = 20_000_000
FREE_IDS = 1 << 24
"""From here on are the ids of what a template holds; those of a report's own marks are smaller (see `marks.number`)."""


@dataclass(frozen=True)
class Adopted:
    """A template as it will be used: the package, and what a person should know of how it came about."""

    package: Package
    mode: str
    paper: letterhead.Paper
    roles: tuple[Role, ...]
    placed: Mapping[str, str]
    missing: tuple[str, ...]
    removed: Mapping[str, int]
    mended: tuple[str, ...]
    problems: tuple[Problem, ...]
    fixed: tuple[str, ...] = ()
    """The template's own words in the text, by paragraph and parted where slots stand; a reader knows them by this."""


@cache
def adopted(layout: Layout, digest: str, look: Look) -> Adopted:
    """Return the template of a layout, prepared; `digest` is the layout's. Raises `Refused` if it cannot be used."""
    found = examined(layout, look)
    if errors(found.problems):
        raise Refused(ordered(errors(found.problems)))
    return found


def examined(layout: Layout, look: Look) -> Adopted:
    """Return the template of a layout with everything that is wrong with it."""
    path = layout.template
    assert path is not None, "only layouts with a template come here"
    file = layout.place(path).file
    if path.stat().st_size > LARGEST:
        raise Refused([error(Place(file), f"this file is larger than {LARGEST:,} bytes", rule="template")])
    return _Adoption(house.opened(path.read_bytes(), file), layout, look).made()


class _Adoption:
    """The steps from a template to a package; each leaves what the next one needs."""

    def __init__(self, found: House, layout: Layout, look: Look) -> None:
        self.house = found
        self.layout = layout
        self.notes = Notes()
        self.media = Media(found.parts)
        self.links = Links(found, self.media)
        self.marks = Marks(layout.form, found.file)
        self.root = found.tree(found.main)
        body = self.root.find(f"{{{W}}}body")
        if body is None:
            raise Refused([error(Place(found.file), "the document has no body", rule="template")])
        self.body = body
        self.look = look
        self.problems: list[Problem] = []
        self.fixed: tuple[str, ...] = ()

    def made(self) -> Adopted:
        """Return the template, adopted."""
        slotted = self._is_slotted()
        if not slotted:
            section = letterhead.last_section(self.body, self.notes)
            self.body[:] = [section]
        self._accounted()
        cleaned(self.root, self.house.links(self.house.main), self.links, self.notes)
        theirs = self.house.linked("settings")
        sections = list(self.body.iter(f"{{{W}}}sectPr")) or [letterhead.last_section(self.body, self.notes)]
        papers = [letterhead.settled(each, self.look, self.notes) for each in sections]
        theme = self._theme()
        self.look = self._seen(papers[-1], theme)
        styles, numbering = self._styles()
        self._bodied(slotted, styles, numbering)
        even = theirs is not None and letterhead.is_on(theirs.find(f"{{{W}}}evenAndOddHeaders"))
        edges = self._edges(sections, even, styles, numbering)
        settings = parts.settings(own(self.layout, "settings", self.look), theirs)
        package = self._package(styles, numbering, settings, theme, edges)
        return self._told(package, slotted, papers[-1], styles, theme)

    def _is_slotted(self) -> bool:
        """Whether the body holds marks; the controls of an older form of ours are made marks first."""
        found = self.marks.of_controls(self.body)
        texts = ("".join(t.text or "" for t in p.iter(f"{{{W}}}t")) for p in self.body.iter(f"{{{W}}}p"))
        return found or any(re.search(r"\{\{\s*rpt\b", text) for text in texts)

    def _accounted(self) -> None:
        """Note what stays behind in the template because no part of the new file leads to it."""
        for name, what in parts.LEFT.items():
            self.notes.without(what, sum(1 for part in self.house.parts if re.search(name, part, re.IGNORECASE)))
        settings = self.house.linked("settings")
        for each in settings if settings is not None else ():
            self.notes.without(parts.UNSETTLED.get(local(each), ""))

    def _theme(self) -> _Element:
        theme = self.house.linked("theme")
        if theme is None:
            self.notes.mend("no theme: the layout's was taken")
            return own(self.layout, "theme", self.look)
        return parts.theme(theme)

    def _seen(self, paper: letterhead.Paper, theme: _Element) -> Look:
        """Return the look of a report in this template: its page, and the grid's colours from its theme."""
        side = (paper.width - paper.measure) // 2
        look = replace(self.look, width=paper.width, height=paper.height, side=side, top=paper.top)
        told = self.layout.settings.get("word", {})
        return look if "accent" in told else with_colours(look, parts.accent(theme))

    def _styles(self) -> tuple[Styles, _Element]:
        theirs, numbering = self.house.linked("styles"), self.house.linked("numbering")
        for name, found in (("styles", theirs), ("numbering", numbering)):
            if found is None:
                self.notes.mend(f"no {name}: the layout's were taken")
        theirs = theirs if theirs is not None else parts.empty("styles")
        numbering = numbering if numbering is not None else parts.empty("numbering")
        for each in (theirs, numbering):
            cleaned(each, {}, lambda _: None, self.notes)
        lists.mend(numbering)
        styles = Styles(theirs, self.notes)
        lists.unbind(styles, numbering)
        ours = _with_foot(own(self.layout, "styles", self.look))
        wishes = self.layout.settings.get("word", {}).get("styles", {})
        self.problems += styles.adopt(ours, {str(k): str(v) for k, v in wishes.items()}, self.house.file)
        by_id = {value(each, "", "styleId"): value(each, "name").lower().removeprefix("rpt ") for each in ours}
        lists.adopt(numbering, own(self.layout, "numbering", self.look), by_id, styles)
        styles.speak(self.look)
        for each in (theirs, numbering):
            in_order(each)
        return styles, numbering

    def _bodied(self, slotted: bool, styles: Styles, numbering: _Element) -> None:
        """Put places for slots into the body: those of its marks, and one for the rest."""
        if slotted:
            self.marks.cut(self.body, edge=False)
            self.fixed = tuple(dict.fromkeys(fixed(self.body)))
        last = self.body[-1] if len(self.body) and local(self.body[-1]) == "sectPr" else None
        self.body.insert(len(self.body) - (last is not None), place_of(self.marks.rest()))
        self._referring(self.body, styles, numbering)
        self.free = renumbered(self.body, FREE_IDS)

    def _referring(self, root: _Element, styles: Styles, numbering: _Element) -> None:
        """Remove references to styles and lists that are not there."""
        known = {value(each, "", "numId") for each in numbering.findall(f"{{{W}}}num")} | {"0"}
        for each in list(root.iter(*(f"{{{W}}}{name}" for name in ("pStyle", "rStyle", "tblStyle")))):
            if value(each) not in styles.by_id:
                remove(each)
                self.notes.mend(f"a style that is not there ({value(each)})")
        for each in list(root.iter(f"{{{W}}}numPr")):
            if value(each, "numId") not in known:
                remove(each)
        in_order(root)

    def _edges(self, sections: list[_Element], even: bool, styles: Styles, numbering: _Element) -> list[Edge]:
        """Return the heads and feet, ours below each foot, and one of our own for pages that have none."""
        trees = {part: self.house.tree(link.target) for part, link in self.links.edges.items()}
        shown = [(each[2], f"word/{self.links.found[each[3]].target}") for each in letterhead.linked(sections)]
        counted = {variant for variant, part in shown if letterhead.counts_pages(trees[part])}
        edges = []
        for part, tree in trees.items():
            text, closing = self._edge(part, tree, styles, numbering)
            kind = self.links.edges[part].kind
            short = {variant for variant, where in shown if where == part} <= counted
            edges.append(Edge(part, kind, framed(text, self.marks.slots), closing, kind == "footer", "foot", short))
        has = {variant for _, kind, variant, _ in letterhead.linked(sections[:1]) if kind == "footer"}
        lacking = [each for each in letterhead.feet_in_use(sections, even) if each not in has]
        if lacking:
            name, link = self.links.edge("footer")
            for variant in lacking:
                letterhead.add_foot(sections[0], variant, link)
            edges.append(
                Edge(name, "footer", (parts.opening("ftr"),), "</w:ftr>", True, "foot", set(lacking) <= counted)
            )
        return edges

    def _edge(self, part: str, tree: _Element, styles: Styles, numbering: _Element) -> tuple[str, str]:
        """Return a head or foot of the template as text, with places for its slots, and its end tag."""
        controls_of.refresh(tree, controls_of.report_of(self.house.parts))
        self.marks.of_controls(tree)
        links = Links(self.house, self.media)
        cleaned(tree, self.house.links(self.links.edges[part].target), links, self.notes)
        self.marks.cut(tree, edge=True)
        self._referring(tree, styles, numbering)
        self.free = renumbered(tree, self.free)
        self.media.links[part] = links.found
        return parts.opened(tree, self.house.file)

    def _package(
        self, styles: Styles, numbering: _Element, settings: _Element, theme: _Element, edges: list[Edge]
    ) -> Package:
        text, closing = parts.opened(self.root, self.house.file)
        fonts = self.house.linked("fontTable")
        trees = {
            "styles": styles.tree,
            "numbering": numbering,
            "settings": settings,
            "fontTable": parts.fonts(fonts) if fonts is not None else own(self.layout, "fontTable", self.look),
            "footnotes": own(self.layout, "footnotes", self.look),
            "theme": theme,
        }
        fixed, links = parts.joined(trees, self.links.found, edges, self.media)
        return Package(
            container=Prepared(fixed),
            look=self.look,
            styles=styles_of(styles.tree, styles.roles),
            lists=lists_of(numbering),
            footnotes=PROLOGUE + parts.text(trees["footnotes"]).removesuffix("</w:footnotes>"),
            relationships=house.relations(links, opening=True),
            free=len(links) + 1,
            body=framed(text + closing, self.marks.slots),
            edges=tuple(edges),
        )

    def _told(
        self, package: Package, slotted: bool, paper: letterhead.Paper, styles: Styles, theme: _Element
    ) -> Adopted:
        wanting = self.marks.wanting() if slotted else ()
        remote = [
            warning(Place(self.house.file), f"taken out: {what} ({times})", "", "template")
            for what, times in sorted(self.notes.removed.items())
            if what in parts.GRAVE
        ]
        return Adopted(
            package=package,
            mode="slots" if slotted else "styles",
            paper=paper,
            roles=styles.table(parts.fonts_of(theme)),
            placed=self.marks.placed,
            missing=self.marks.missing() if slotted else (),
            removed=dict(sorted(self.notes.removed.items())),
            mended=tuple(self.notes.mended),
            problems=tuple(dict.fromkeys((*self.problems, *self.marks.problems, *wanting, *remote))),
            fixed=self.fixed,
        )


def _with_foot(ours: _Element) -> _Element:
    """Return our styles with one more: the running foot that stands below the template's own."""
    foot = next(each for each in ours if value(each, "name") == "footer")
    more = deepcopy(foot)
    put(more, styleId="RPTFoot", customStyle=1)
    named = more.find(f"{{{W}}}name")
    assert named is not None
    put(named, val="RPT Foot")
    ours.append(more)
    return ours
