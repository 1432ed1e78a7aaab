"""Marks in a house's template, ``{{rpt.title}}``, and controls of an older form of ours: both become slots.

A mark is a name of the form's, nothing more; nothing is evaluated. People, moments and counts are as many paragraphs
as there are lines, ``section.<id>`` a heading with its body. ``grid`` and ``sections`` are all that no other mark
asks for. A name that is used twice is a field where it first stands, and plain words elsewhere; so it is in heads and
feet, which nobody fills in: a field that stands there alone has its place in the text as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from typing import TYPE_CHECKING

from ..problems import Place, Problem, error, warning
from .cleaning import remove
from .frame import EVERYTHING, Frame, Shape, Slot
from .package import W, bare, whole
from .schema import child, local, put, value

if TYPE_CHECKING:
    from lxml.etree import _Element

    from ..form import Form

WORDS = ("id", "conference", "edition", "form", "state", "help")
"""Words of a report that are no fields: printed, not read back."""
_MARK = re.compile(r"\{\{\s*rpt\.([^{}\s]*)\s*\}\}")
_LIKE = re.compile(r"\{\{\s*rpt\b|\{\{[^{}]{1,60}\}\}|\{%")
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_PLACE = re.compile(r'<slot\b[^>]*?\bn="(\d+)"[^>]*?/>')
PADDING = 227
_LINES = frozenset(("people", "when", "counts"))


def known(form: Form) -> dict[str, tuple[str, Shape]]:
    """Return every name that a mark may have: the key of what it means, and its shape."""
    found: dict[str, tuple[str, Shape]] = {name: (name, "line") for name in ("title", "track", *WORDS)}
    for field in form.fields:
        if field.is_section:
            found[f"section.{field.id}"] = found[field.id] = (f"section:{field.id}", "blocks")
        else:
            found[field.id] = (field.id, "lines" if field.kind in _LINES else "line")
        for each in field.tallies:
            found[f"{field.id}.{each.category}"] = (f"{field.id}:{each.category}", "line")
    return found | {"grid": ("grid", "blocks"), "sections": ("sections", "blocks")}


class Marks:
    """Finds the marks of one template; what is found, what is unknown, and what is wrong with it gathers here."""

    def __init__(self, form: Form, file: str) -> None:
        self.known = known(form)
        self._form = form
        self._file = file
        self.slots: list[Slot] = []
        self.placed: dict[str, str] = {}
        self.problems: list[Problem] = []
        self._named: set[str] = set()

    def of_controls(self, root: _Element) -> bool:
        """Put marks in place of the controls of an older form of ours; return whether there were any."""
        from . import controls_of

        return controls_of.marked(root, self.known, self._named)

    def cut(self, root: _Element, edge: bool) -> bool:
        """Put places for slots where the marks of a part stand; return whether there were any."""
        before = len(self.slots)
        for paragraph in list(root.iter(f"{{{W}}}p")):
            self._cut(paragraph, edge)
        return len(self.slots) > before

    def rest(self) -> int:
        """Return the number of a slot for all that no mark asks for."""
        self.slots.append(EVERYTHING)
        return len(self.slots) - 1

    def missing(self) -> tuple[str, ...]:
        """Return the fields and sections of the form that no mark places."""
        placed = {key for key, where in self.placed.items() if where == "text"}
        parts = {key.partition(":")[0] for key in placed if not key.startswith("section:")}
        fields = [] if "grid" in placed else [e.id for e in self._form.fields if not e.is_section and e.id not in parts]
        if "sections" in placed:
            return tuple(fields)
        return (*fields, *(f"section.{e.id}" for e in self._form.sections if f"section:{e.id}" not in placed))

    def wanting(self) -> Iterator[Problem]:
        """Yield a warning for what the form requires and no mark places."""
        required = {each.id for each in self._form.fields if each.required}
        lacking = [name for name in self.missing() if name.removeprefix("section.") in required]
        if lacking:
            said = ", ".join(f"{{{{rpt.{name}}}}}" for name in lacking)
            what = f"the template has no place for what the form requires: {said}"
            yield warning(Place(self._file), what, "it is added at the end; put the marks where it belongs", "template")

    def _cut(self, paragraph: _Element, edge: bool) -> None:
        texts = [each for each in paragraph.iter(f"{{{W}}}t") if _paragraph_of(each) is paragraph]
        said = "".join(each.text or "" for each in texts)
        if "{{" not in said and "{%" not in said:
            return
        found = [(mark, self._meant(mark[1])) for mark in _MARK.finditer(said)]
        self._alike(_MARK.sub("", said))
        places = [(_isolated(texts, mark.start(), mark.end()), meant) for mark, meant in reversed(found)]
        _tidied(paragraph)
        for (place, face), meant in reversed(places):
            if meant:
                self._place(paragraph, place, face, meant, edge)
            else:
                remove(place)

    def _meant(self, name: str) -> tuple[str, Shape] | None:
        found = self.known.get(name.replace(":", "."))
        if found is None:
            names = ", ".join(sorted(self.known))
            what = f"the mark {{{{rpt.{name}}}}} is not known"
            self.problems.append(error(Place(self._file), what, f"known are: {names}", "template"))
        return found

    def _alike(self, said: str) -> None:
        for mark in _LIKE.finditer(said):
            shown = said[mark.start() :][:40]
            what = f"this looks like a mark and is none: “{shown}”"
            whose = error if "rpt" in mark[0] else warning
            self.problems.append(whose(Place(self._file), what, "marks are written {{rpt.title}}", "template"))

    def _place(self, paragraph: _Element, place: _Element, face: str, meant: tuple[str, Shape], edge: bool) -> None:
        """Make a slot of one mark, at the place that it left in its paragraph."""
        key, shape = meant
        about = child(paragraph, "pPr") if paragraph.find(f"{{{W}}}pPr") is None else paragraph.find(f"{{{W}}}pPr")
        slot = Slot(key, shape, _bare_properties(about), face, value(about, "pStyle"), _room(paragraph))
        again = edge or key in self.placed
        alone = _alone(paragraph, place)
        if shape == "blocks":
            if self._refused(key, key in self.placed, alone, edge or _boxed(paragraph)):
                remove(place)
                return
            self._instead(paragraph, slot)
        elif shape == "lines" and alone:
            self._instead(paragraph, slot._replace(copy=again))
        else:
            self._number(place, slot._replace(shape="line", copy=again))
            if shape == "lines":
                more = _new()
                paragraph.addnext(more)
                self._number(more, slot._replace(shape="more", copy=again))
        self.placed.setdefault(key, "head or foot" if edge else "text")

    def _refused(self, key: str, again: bool, alone: bool, narrow: bool) -> bool:
        name = key.replace(":", ".")
        what = (
            f"{{{{rpt.{name}}}}} stands there twice"
            if again
            else f"{{{{rpt.{name}}}}} must stand in a paragraph of its own"
            if not alone
            else f"{{{{rpt.{name}}}}} has no room in a head, a foot or a text box"
            if narrow
            else ""
        )
        if what:
            self.problems.append(error(Place(self._file), what, "put it once, in the text of the page", "template"))
        return bool(what)

    def _instead(self, paragraph: _Element, slot: Slot) -> None:
        """Put a slot in place of a paragraph; a break of sections that the paragraph carries stays."""
        place = _new()
        paragraph.addprevious(place)
        beside = (place.getprevious(), paragraph.getnext())
        touching = [each is not None and local(each) == "tbl" for each in beside]
        last = beside[1] is None
        gap = "<w:p/>"
        slot = slot._replace(before=gap if touching[0] else "", after=gap if touching[1] or last else "")
        broken = paragraph.find(f"{{{W}}}pPr/{{{W}}}sectPr")
        if broken is None:
            remove(paragraph)
        else:
            about = paragraph.find(f"{{{W}}}pPr")
            paragraph[:] = [about]  # type: ignore[list-item]
            about[:] = [broken]  # type: ignore[index]
        self._number(place, slot)

    def _number(self, place: _Element, slot: Slot) -> None:
        place.set("n", str(len(self.slots)))
        self.slots.append(slot)


def framed(text: str, slots: list[Slot]) -> Frame:
    """Return the text of a part, parted where its places for slots stand."""
    pieces = _PLACE.split(text)
    return tuple(slots[int(each)] if at % 2 else each for at, each in enumerate(pieces))


def fixed(body: _Element) -> Iterator[str]:
    """Yield the template's own words, paragraph by paragraph, parted where places for slots stand."""
    for paragraph in body.iter(f"{{{W}}}p"):
        said = [""]
        for each in paragraph.iter("slot", f"{{{W}}}t"):
            if each.tag == "slot":
                said.append("")
            else:
                said[-1] += each.text or ""
        yield from (found for text in said if (found := " ".join(text.split())))


def place_of(number: int) -> _Element:
    """Return the element that stands for a slot."""
    place = _new()
    place.set("n", str(number))
    return place


def _new() -> _Element:
    from lxml import etree

    return etree.Element("slot")


def _paragraph_of(element: _Element) -> _Element | None:
    return next(iter(element.iterancestors(f"{{{W}}}p")), None)


def _isolated(texts: list[_Element], start: int, end: int) -> tuple[_Element, str]:
    """Cut the characters of a mark out of its runs; return a place that stands for it, and the face of its run."""
    place, face, at = _new(), "", 0
    for element in texts:
        text = element.text or ""
        first, last = max(start, at) - at, min(end, at + len(text)) - at
        if first < last:
            if at <= start:
                face = _parted(element, text[last:], place)
                element.text = text[:first]
            else:
                element.text = text[:first] + text[last:]
            element.set(_SPACE, "preserve")
        at += len(text)
    return place, face


def _parted(element: _Element, tail: str, place: _Element) -> str:
    """Part a run behind one of its texts, put a place between the parts, and return the properties of the run."""
    run = element.getparent()
    assert run is not None
    about = run.find(f"{{{W}}}rPr")
    behind = list(element.itersiblings())
    run.addnext(place)
    if tail or behind:
        rest = deepcopy(run)
        rest[:] = [] if about is None else [deepcopy(about)]
        text = deepcopy(element)
        text.text = tail
        text.set(_SPACE, "preserve")
        rest.extend([text, *behind])
        place.addnext(rest)
    return bare(about) if about is not None else ""


def _tidied(paragraph: _Element) -> None:
    """Remove the texts and runs that cutting left empty."""
    for text in list(paragraph.iter(f"{{{W}}}t")):
        if not text.text:
            remove(text)
    for run in list(paragraph.iter(f"{{{W}}}r")):
        if all(local(each) == "rPr" for each in run):
            remove(run)


def _alone(paragraph: _Element, place: _Element) -> bool:
    """Whether a paragraph holds nothing but one place."""
    quiet = ("pPr", "bookmarkStart", "bookmarkEnd", "proofErr")
    return place.getparent() is paragraph and all(
        each is place
        or local(each) in quiet
        or (local(each) == "r" and not "".join(each.itertext()).strip() and _mute(each))
        for each in paragraph
    )


def _mute(run: _Element) -> bool:
    return all(local(each) in ("rPr", "t") for each in run)


def _boxed(paragraph: _Element) -> bool:
    return next(paragraph.iterancestors(f"{{{W}}}txbxContent"), None) is not None


def _room(paragraph: _Element) -> int:
    """Return the width of the cell that a paragraph stands in, 0 if it stands in none or in one of unknown width."""
    cell = next(paragraph.iterancestors(f"{{{W}}}tc"), None)
    if cell is None:
        return 0
    width = cell.find(f"{{{W}}}tcPr/{{{W}}}tcW")
    known_ = width is not None and value(width, "", "type") in ("dxa", "")
    return max(0, whole(value(width, "", "w")) - PADDING) if known_ else 0


def _bare_properties(about: _Element | None) -> str:
    """Return the properties of a paragraph as text, without the section that may end there."""
    if about is None or not len(about):
        return ""
    copy = deepcopy(about)
    for name in ("sectPr", "rPr"):
        for each in copy.findall(f"{{{W}}}{name}"):
            copy.remove(each)
    return bare(copy) if len(copy) else ""


def renumbered(root: _Element, first: int) -> int:
    """Give bookmarks and drawings ids that nothing else in the file has, drop bookmarks of ours and halves of others.

    Return the next id that is free.
    """
    starts = {value(each, "", "id"): each for each in root.iter(f"{{{W}}}bookmarkStart")}
    ends = {value(each, "", "id"): each for each in root.iter(f"{{{W}}}bookmarkEnd")}
    for each in list(root.iter(f"{{{W}}}bookmarkStart", f"{{{W}}}bookmarkEnd")):
        name = value(each, "", "id")
        start, end = starts.get(name), ends.get(name)
        ours = start is not None and re.match(r"_?rpt_", value(start, "", "name")) is not None
        if start is None or end is None or ours or each not in (start, end):
            remove(each)
    for name, start in starts.items():
        if start.getparent() is not None:
            put(start, id=first)
            put(ends[name], id=first)
            first += 1
    for shape in root.iter("{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"):
        shape.set("id", str(first))
        first += 1
    return first
