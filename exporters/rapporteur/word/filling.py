"""A report's own words put into the slots of a frame.

The rendered outline of a report is taken apart: each slot takes its field or section out of it, and what no slot asked
for is written where the frame says, so that nothing is lost whatever the marks are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from copy import deepcopy
from functools import lru_cache
from typing import TYPE_CHECKING

from . import controls
from .frame import Frame, Slot, slots
from .package import W
from .runs import Runs
from .schema import ordered
from .write import At, Writer

if TYPE_CHECKING:
    from lxml.etree import _Element

    from .gathered import Gathered

_RUN = re.compile(r"<w:r>(<w:rPr>.*?</w:rPr>)?")
_ACROSS = 3


class Filler:
    """Fills the frames of one file: its body first, then its heads and feet."""

    def __init__(self, tree: _Element, gathered: Gathered, frames: Iterable[Frame], words: Mapping[str, str]) -> None:
        self._tree = tree
        self._gathered = gathered
        self._words = dict(words)
        self._runs = Runs(gathered, gathered.links)
        self._writer = Writer(gathered, self._runs)
        asked = [slot for frame in frames for slot in slots(frame) if slot.shape != "all"]
        self._followed = {slot.name for slot in asked if slot.shape == "more"}
        self._copied = {slot.name: [shown(each) for each in self._found(slot.name)[0]] for slot in asked if slot.copy}
        self._taken: dict[str, list[_Element]] = {}
        if asked:
            self._take({slot.name for slot in asked if not slot.copy})

    def fill(self, frame: Frame, at: At, edge: bool = False) -> str:
        """Return the text of a frame with its slots filled; heads and feet hold no links and no notes."""
        if edge:
            self._runs = Runs(self._gathered, None, noted=False)
        return "".join(each if isinstance(each, str) else self._written(each, at) for each in frame)

    def _take(self, names: set[str]) -> None:
        """Take what the slots ask for out of the tree, single fields before whole ones."""
        for name in sorted(names, key=lambda name: (-name.count(":"), name)):
            if name not in ("grid", "sections") and name not in self._words:
                self._taken[name], holders = self._found(name)
                for each in (*holders, *self._taken[name]):
                    _out(each)
        _regrid(self._tree)
        for name, tag in (("grid", "table[@class='grid']"), ("sections", "section")):
            if name in names:
                self._taken[name] = self._tree.findall(tag)
                for each in self._taken[name]:
                    _out(each)
        for each in list(self._tree):
            if each.get("class") in ("gap", "help") or (each.tag in ("h1", "p") and _silent(each)):
                _out(each)

    def _found(self, name: str) -> tuple[list[_Element], list[_Element]]:
        """Return what says a field or a section (its control, its lines, or the whole section), and what holds it."""
        if name.startswith("section:"):
            return [each for each in self._tree.iter("section") if each.get("data-field") == name], []
        repeated = [each for each in self._tree.iter("div") if each.get("data-repeat") == name]
        if repeated:
            return [each for each in repeated[0] if each.get("data-item")], repeated[:1]
        of = [each for each in self._tree.iter("data", "time") if _belongs(each.get("data-field", ""), name)]
        exact = [each for each in of if each.get("data-field") == name and (":" in name or len(of) == 1)][:1]
        holders = list(dict.fromkeys(p for each in exact or of if (p := _holder(each)) is not None))
        return exact or holders, holders

    def _written(self, slot: Slot, at: At) -> str:
        if slot.shape == "all":
            return self._all(at)
        there = at._replace(style=slot.style or at.style, width=slot.width or at.width)
        if slot.shape == "blocks":
            return self._blocks(slot, there)
        lines = [dressed(each, slot.face) for each in self._said(slot, at)]
        if slot.shape == "line":
            return dressed(self._runs.text("; ", at.face, at.right), slot.face).join(lines)
        if slot.shape == "more":
            return "".join(f"<w:p>{slot.paragraph}{each}</w:p>" for each in lines)
        return self._repeated(slot, lines) or f"<w:p>{slot.paragraph}</w:p>"

    def _said(self, slot: Slot, at: At) -> list[str]:
        """Return the runs of each line of a field."""
        if slot.name in self._words:
            return [self._runs.text(self._words[slot.name], at.face, at.right)] if self._words[slot.name] else []
        first = 1 if slot.shape == "more" else 0
        last = 1 if slot.shape == "line" and slot.name in self._followed else None
        if slot.copy:
            copied = self._copied[slot.name][first:last]
            return [self._runs.text(each, at.face, at.right) for each in copied if each]
        lines = []
        for each in self._taken.get(slot.name, [])[first:last]:
            self._runs.repeated = bool(each.get("data-item"))
            inner = each[0] if each.get("data-item") and len(each) else each
            own = inner.tag in ("data", "time")
            lines.append(
                self._runs.of([inner], at.face, at.right) if own else self._runs.inside(inner, at.face, at.right)
            )
            self._runs.repeated = False
        return lines

    def _repeated(self, slot: Slot, lines: list[str]) -> str:
        """Return lines as paragraphs, within controls that let Word add more of them if they are people."""
        paragraphs = [f"<w:p>{slot.paragraph}{each}</w:p>" for each in lines]
        items = [each.get("data-item", "") for each in self._taken.get(slot.name, [])]
        if slot.copy or not paragraphs or not all(items):
            return "".join(paragraphs)
        content = "".join(controls.item(self._gathered, key, p) for key, p in zip(items, paragraphs, strict=True))
        return controls.repeating(self._gathered, slot.name, "", content)

    def _blocks(self, slot: Slot, at: At) -> str:
        found = self._taken.get(slot.name, [])
        if not found:
            return "<w:p/>" if slot.after or slot.before else ""
        content = self._writer.flow(_holding(found), at)
        if slot.name == "sections":  # where a section of one's own is typed
            return f'{slot.before}{content}<w:p><w:pPr><w:pStyle w:val="{at.style}"/></w:pPr></w:p>'
        return f"{slot.before}{content}{slot.after or '<w:p/>' * content.endswith('</w:tbl>')}"

    def _all(self, at: At) -> str:
        """Return what no slot asked for, with a paragraph where a section of one's own is typed."""
        if self._taken and not any(each.tag not in ("header", "footer") for each in self._tree):
            return ""
        last = f'<w:p><w:pPr><w:pStyle w:val="{at.style}"/></w:pPr></w:p>'
        return self._writer.flow(self._tree, at) + last


def shown(element: _Element) -> str:
    """Return the words that an element shows, without the options it offers."""
    return " ".join("".join(_texts(element)).split())


def _texts(element: _Element) -> list[str]:
    found = [element.text or ""]
    for each in element:
        if each.tag != "option":
            found += _texts(each)
        found.append(each.tail or "")
    return found


def _belongs(field: str, name: str) -> bool:
    return field == name or field.startswith(f"{name}:")


def _holder(element: _Element) -> _Element | None:
    return next(element.iterancestors("p", "h1"), None)


def _out(element: _Element) -> None:
    parent = element.getparent()
    if parent is not None:
        element.tail = None
        parent.remove(element)


def _silent(element: _Element) -> bool:
    return not len(element) and not "".join(str(each) for each in element.itertext()).strip()


def _holding(found: list[_Element]) -> _Element:
    from lxml import etree

    holder = etree.Element("div")
    holder.extend(found)
    return holder


def _regrid(tree: _Element) -> None:
    """Take labels without lines out of the grid, and put the cells that are left into whole rows."""
    for table in tree.findall("table[@class='grid']"):
        cells = [each for each in table.iter("td", "th") if _kept(each)]
        across = max((len(row) for row in table.iter("tr")), default=_ACROSS)
        rows = list(table.iter("tr"))
        for at, row in enumerate(rows):
            mine = cells[at * across : (at + 1) * across]
            row[:] = mine
            if not mine:
                _out(row)
        if not cells:
            _out(table)


def _kept(cell: _Element) -> bool:
    """Remove from a cell the labels whose lines were taken; return whether anything is left."""
    for label in cell.findall("p[@class='label']"):
        following = label.getnext()
        if following is None or following.get("class") == "label":
            _out(label)
    return len(cell) > 0


def dressed(content: str, face: str) -> str:
    """Return runs in the face of the run that a mark stood in, beside what they have of their own."""
    if not face:
        return content
    return _RUN.sub(lambda found: f"<w:r>{_joined(face, found[1] or '')}", content)


@lru_cache(1024)
def _joined(face: str, own: str) -> str:
    """Return run properties joined, `own` before those of `face`, in the order of the schema."""
    if not own:
        return face
    from lxml import etree

    spaces = f'xmlns:w="{W}" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
    root = etree.fromstring(f"<x {spaces}>{face}{own}</x>")
    theirs, ours = root
    told = {each.tag for each in ours}
    for each in list(theirs):
        if each.tag not in told:
            ours.append(each)
    ordered(root)
    return re.sub(r' xmlns:\w+="[^"]*"', "", etree.tostring(ours, encoding="unicode"))


def until_tab(element: _Element) -> _Element:
    """Return a running foot as far as its first tab: what follows counts the pages."""
    copy = deepcopy(element)
    for paragraph in copy.iter("p"):
        for at, each in enumerate(paragraph):
            if "\t" in (each.tail or ""):
                each.tail = (each.tail or "").partition("\t")[0]
                paragraph[:] = paragraph[: at + 1]
                break
    return copy
