"""Any Word text as one flat list of paragraphs in reading order, each knowing its words and where they stand.

It looks through content controls, custom XML, smart tags, insertions, links and tables at any depth; a text box follows
the paragraph that holds it. What is deleted, and the codes of fields, are left out. A paragraph's runs carry how they
are set, where they lead, and the control and the bookmarks they stand in: the evidence by which they are known again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from ..prose import Break, Note, Picture
from . import marks
from .faces import PLAIN, Face, Faces
from .paragraphs import Cell, Paragraph, Run, Section
from .pointers import led
from .spots import FALLBACK, W
from .stylesheet import VAL, whole

if TYPE_CHECKING:
    from lxml.etree import _Element

    from .things import Things

_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
_CONTAINERS = (f"{_W15}repeatingSection", f"{_W15}repeatingSectionItem")
_OPEN_AT_ONCE = 64
"""No more bookmarks are minded at a time; ours end in the paragraph they begin in."""
_DEEP = 40
OURS = "rpt:"


class _Control(NamedTuple):
    key: str
    inline: bool
    empty: bool
    section: Section | None


@dataclass(slots=True)
class _Field:
    """A complex field: its code, and whether its result has begun."""

    code: list[str] = field(default_factory=list)
    shown: bool = False
    href: str = ""


class Lines:
    """Walks one part of a file; `things` reads what is not words: pictures, footnotes, links."""

    def __init__(self, faces: Faces, things: Things, part: str) -> None:
        self._faces = faces
        self._things = things
        self._part = part
        self._controls: list[_Control] = []
        self._open: dict[str, str] = {}
        self._ended: set[str] = set()
        self._marks: tuple[str, ...] = ()
        self._fields: list[_Field] = []
        self._links: list[str] = []
        self._cells: list[Cell] = []
        self._tables = 0
        self._sections = 0
        self._boxes: list[_Element] = []
        self._boxed = False
        self._found: list[Paragraph] = []
        self._at: Paragraph | None = None
        self._face = PLAIN
        self._depth = 0

    def of(self, tree: _Element) -> list[Paragraph]:
        """Return the paragraphs of `tree`."""
        self._ended = {each.get(f"{W}id", "") for each in tree.iter(f"{W}bookmarkEnd")}
        self._walk(tree)
        return self._found

    def _walk(self, element: _Element) -> None:
        for child in element:
            read = _READ.get(child.tag)
            if read is not None:
                read(self, child)
            elif isinstance(child.tag, str) and child.tag not in _UNSEEN:
                self._walk(child)

    # blocks

    def _paragraph(self, element: _Element) -> None:
        outer, boxes = self._at, self._boxes
        self._at, self._boxes = self._begun(element), []
        self._found.append(self._at)
        self._walk(element)
        if lost := self._open.keys() - self._ended:  # LibreOffice splits a point and forgets where its bookmark ends
            self._open = {number: name for number, name in self._open.items() if number not in lost}
            self._marks = tuple(self._open.values())
        held, self._at, self._boxes = self._boxes, outer, boxes
        for box in held:
            before, self._boxed = self._boxed, True
            self._walk(box)
            self._boxed = before

    def _begun(self, element: _Element) -> Paragraph:
        own = element.find(f"{W}pPr")
        about = self._faces.paragraph(own)
        controls = self._controls
        key = next((each.key for each in reversed(controls) if each.key), "")
        section = next((each.section for each in reversed(controls) if each.section), None)
        return Paragraph(
            style=about.style, outline=about.outline, point=about.point, borders=about.borders, left=about.left,
            cells=tuple(self._cells), asked=key, section=section, boxed=self._boxed,
        )  # fmt: skip

    def _table(self, element: _Element) -> None:
        self._tables += 1
        self._cells.append(Cell(self._tables, -1, 0, 1))
        if len(self._cells) < _DEEP:
            self._walk(element)
        self._cells.pop()

    def _row(self, element: _Element) -> None:
        if self._cells:
            skipped = element.find(f"{W}trPr/{W}gridBefore")
            column = max(whole(None if skipped is None else skipped.get(VAL)), 0)
            self._cells[-1] = self._cells[-1]._replace(row=self._cells[-1].row + 1, column=min(column, 63), across=0)
        self._walk(element)

    def _cell(self, element: _Element) -> None:
        if not self._cells:
            self._walk(element)
            return
        span = element.find(f"{W}tcPr/{W}gridSpan")
        last = self._cells[-1]
        across = min(max(whole(None if span is None else span.get(VAL)), 1), 63)
        self._cells[-1] = last._replace(column=last.column + last.across, across=across)
        self._walk(element)

    def _control(self, element: _Element) -> None:
        about, content = element.find(f"{W}sdtPr"), element.find(f"{W}sdtContent")
        if content is None:
            return
        tag = None if about is None else about.find(f"{W}tag")
        name = "" if tag is None else tag.get(VAL, "")
        key = name.removeprefix(OURS) if name.startswith(OURS) else ""
        section = None
        if key.startswith("section:"):
            self._sections += 1
            key, section = "", Section(key.removeprefix("section:"), self._sections)
        many = about is not None and any(about.find(kind) is not None for kind in _CONTAINERS)
        empty = about is not None and about.find(f"{W}showingPlcHdr") is not None
        self._controls.append(_Control(key, self._at is not None and not many and not _is_item(key), empty, section))
        if section and self._at is not None and self._at.section is None:
            self._at.section = section  # LibreOffice moves the control of a section into its heading
        self._walk(content)
        self._controls.pop()

    def _bookmark(self, element: _Element) -> None:
        name = element.get(f"{W}name", "")
        if name.startswith(("rpt_", "_rpt_")) and len(self._open) < _OPEN_AT_ONCE:
            self._open[element.get(f"{W}id", "")] = name
            self._marks = tuple(self._open.values())
            if self._at is not None:
                self._at.begun.append(name)

    def _bookmark_end(self, element: _Element) -> None:
        if self._open.pop(element.get(f"{W}id", ""), None) is not None:
            self._marks = tuple(self._open.values())

    # inlines

    def _run(self, element: _Element) -> None:
        before = self._face
        own = element.find(f"{W}rPr")
        self._face = PLAIN if own is None else self._faces.run(own)
        self._walk(element)
        self._face = before

    def _say(self, text: str, thing: Break | Note | Picture | None = None, face: Face | None = None) -> None:
        if any(not each.shown for each in self._fields):
            return
        if self._at is None:
            self._at_loss()
        assert self._at
        href = self._links[-1] if self._links else next((each.href for each in self._fields if each.href), "")
        key, how = self._key()
        empty = any(each.empty for each in self._controls)
        self._at.runs.append(Run(text, thing, face or self._face, href, key, how, self._marks, empty))

    def _at_loss(self) -> None:
        """Words outside of every paragraph, which only a damaged file has, make one."""
        self._at = Paragraph(cells=tuple(self._cells), boxed=self._boxed)
        self._found.append(self._at)

    def _key(self) -> tuple[str, str]:
        for control in reversed(self._controls):
            if control.key:
                if control.inline:
                    return control.key, "tag"
                break
        for name in reversed(self._marks):
            key = marks.key_of(name, self._things.fields)
            if key:
                return key, "bookmark"
        return "", ""

    def _text(self, element: _Element) -> None:
        if element.text:
            self._say(element.text)

    def _sign(self, element: _Element) -> None:
        self._say(_SIGNS[str(element.tag)])

    def _break(self, element: _Element) -> None:
        if element.get(f"{W}type", "textWrapping") == "textWrapping":
            self._say("\n", Break())

    def _symbol(self, element: _Element) -> None:
        self._say(self._things.symbol(element.get(f"{W}char", ""), element.get(f"{W}font", "")))

    def _note(self, element: _Element) -> None:
        note = self._things.note(element)
        if note is not None:
            self._say("", note)

    def _drawing(self, element: _Element) -> None:
        """Note the pictures of a drawing; its text boxes follow the paragraph."""
        for picture in self._things.pictures(element, self._part):
            self._say("", picture)
        self._boxes.extend(
            box for box in element.iter(f"{W}txbxContent")
            if not any(above.tag == FALLBACK for above in box.iterancestors()) and not _is_boxed(box, element)
        )  # fmt: skip

    def _formula(self, element: _Element) -> None:
        text = "".join(each.text or "" for each in element.iter(f"{_M}t"))
        self._things.formula(text)
        self._say(text)

    def _link(self, element: _Element) -> None:
        self._links.append(self._things.link(element, self._part))
        self._walk(element)
        self._links.pop()

    def _simple_field(self, element: _Element) -> None:
        href = led(element.get(f"{W}instr", ""))
        self._links.append(href or (self._links[-1] if self._links else ""))
        self._walk(element)
        self._links.pop()

    def _field_sign(self, element: _Element) -> None:
        kind = element.get(f"{W}fldCharType")
        if kind == "begin" and len(self._fields) < _DEEP:
            self._fields.append(_Field())
        elif kind == "separate" and self._fields:
            last = self._fields[-1]
            last.shown, last.href = True, led("".join(last.code))
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _field_code(self, element: _Element) -> None:
        if self._fields and not self._fields[-1].shown:
            self._fields[-1].code.append(element.text or "")


def _is_item(key: str) -> bool:
    """Whether a key is that of one who may be repeated, and not of a part of theirs: it ends in ``pr1``."""
    _, colon, last = key.rpartition(":")
    return bool(colon) and last.startswith("pr") and last[2:].isdigit()


def _is_boxed(box: _Element, within: _Element) -> bool:
    """Whether a text box stands inside another one of `within`."""
    for above in box.iterancestors():
        if above is within:
            return False
        if above.tag == f"{W}txbxContent":
            return True
    return False


_SIGNS = {
    f"{W}tab": "\t",
    f"{W}ptab": "\t",
    f"{W}softHyphen": "\u00ad",
    f"{W}noBreakHyphen": "\u2011",
}
_UNSEEN = frozenset(
    (FALLBACK, *(f"{W}{name}" for name in ("del", "moveFrom", "pPr", "rPr", "sdtPr", "sdtEndPr", "tblPr", "tcPr",
                                           "trPr", "tblGrid", "sectPr", "delText", "delInstrText")))
)  # fmt: skip
_READ: dict[object, Callable[[Lines, _Element], None]] = {
    f"{W}p": Lines._paragraph,
    f"{W}tbl": Lines._table,
    f"{W}tr": Lines._row,
    f"{W}tc": Lines._cell,
    f"{W}sdt": Lines._control,
    f"{W}bookmarkStart": Lines._bookmark,
    f"{W}bookmarkEnd": Lines._bookmark_end,
    f"{W}r": Lines._run,
    f"{W}t": Lines._text,
    f"{W}br": Lines._break,
    f"{W}cr": Lines._break,
    f"{W}sym": Lines._symbol,
    f"{W}footnoteReference": Lines._note,
    f"{W}endnoteReference": Lines._note,
    f"{W}drawing": Lines._drawing,
    f"{W}pict": Lines._drawing,
    f"{W}object": Lines._drawing,
    f"{_M}oMath": Lines._formula,
    f"{W}hyperlink": Lines._link,
    f"{W}fldSimple": Lines._simple_field,
    f"{W}fldChar": Lines._field_sign,
    f"{W}instrText": Lines._field_code,
    **dict.fromkeys(_SIGNS, Lines._sign),
}
