"""Inlines of the outline as WordprocessingML runs: faces, directions, links, footnote calls, fields and controls."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from ..outline import escaped
from ..problems import Place, Refused, error
from . import controls, pictures
from .gathered import Gathered, Relationships, address

if TYPE_CHECKING:
    from lxml.etree import _Element

INLINE = frozenset(("a", "br", "code", "data", "em", "img", "span", "strong", "time"))
Node = "str | _Element"

_LINE_END = re.compile(r"[ \t\r]*\n[ \t\r\n]*")
_SPECIAL = re.compile("([\t\u00ad\u2011])")
_SIGNS = {"\t": "<w:tab/>", "\u00ad": "<w:softHyphen/>", "\u2011": "<w:noBreakHyphen/>"}
_RIGHT = re.compile("[\u0590-\u08ff\u200f\u202b\u202e\u2067\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]")


class Face(NamedTuple):
    """How words are set, as far as the text says it."""

    bold: bool = False
    italic: bool = False
    style: str = ""
    language: str = ""


@lru_cache(1024)
def properties(face: Face, right: bool = False) -> str:
    """Return the properties of a run, in the order of the schema (ECMA-376 part 1, §17.3.2.28)."""
    found = f'<w:rStyle w:val="{face.style}"/>' if face.style else ""
    found += "<w:b/><w:bCs/>" if face.bold else ""
    found += "<w:i/><w:iCs/>" if face.italic else ""
    found += "<w:rtl/>" if right else ""
    if face.language:
        found += f'<w:lang w:val="{face.language}" w:eastAsia="{face.language}" w:bidi="{face.language}"/>'
    return f"<w:rPr>{found}</w:rPr>" if found else ""


def nodes(element: _Element) -> list[Node]:
    """Return the texts and elements of `element` in order, without the line ends at its edges."""
    found: list[Node] = [element.text] if element.text else []
    for child in element:
        found.append(child)
        if child.tail:
            found.append(child.tail)
    return trimmed(found)


def trimmed(found: list[Node]) -> list[Node]:
    """Return `found` without the white space round line ends at its edges."""
    if found and isinstance(found[0], str) and "\n" in found[0]:
        found[0] = re.sub(r"^[ \t\r]*\n\s*", "", found[0])
    if found and isinstance(found[-1], str) and "\n" in found[-1]:
        found[-1] = re.sub(r"[ \t\r]*\n\s*$", "", found[-1])
    return [each for each in found if each != ""]


class Runs:
    """Writes the runs of one part; `links` are the part's relationships, None where it may have none."""

    def __init__(self, gathered: Gathered, links: Relationships | None, noted: bool = True) -> None:
        self.gathered = gathered
        self._links = links
        self._noted = noted
        self._write = {
            "a": self._link,
            "br": lambda element, face, right: "<w:r><w:br/></w:r>",
            "code": self._code,
            "data": self._control,
            "em": lambda element, face, right: self.of(nodes(element), face._replace(italic=True), right),
            "img": self._picture,
            "span": self._span,
            "strong": lambda element, face, right: self.of(nodes(element), face._replace(bold=True), right),
            "time": self._control,
        }

    def of(self, found: list[Node], face: Face = Face(), right: bool = False) -> str:
        """Return `found` as runs, in a paragraph that runs to the left if `right`-to-left."""
        return "".join(
            self.text(each, face, right) if isinstance(each, str) else self._inline(each, face, right) for each in found
        )

    def _inline(self, element: _Element, face: Face, right: bool) -> str:
        write = self._write.get(str(element.tag))
        if write is None:
            raise misplaced(element)
        language = element.get("lang")
        if language:
            face = face._replace(language=language)
        return write(element, face, right)

    def text(self, text: str, face: Face, right: bool = False) -> str:
        """Return `text` as runs, parted where its direction changes."""
        if "\n" in text:
            text = _LINE_END.sub(" ", text)
        self.gathered.letters += len(text)
        if not right and not _RIGHT.search(text):
            return _run(text, properties(face))
        return "".join(_run(piece, properties(face, way)) for piece, way in directions(text, right))

    def _code(self, element: _Element, face: Face, right: bool) -> str:
        return self.of(nodes(element), face._replace(style=self.gathered.package.style("html code")), right)

    def _span(self, element: _Element, face: Face, right: bool) -> str:
        kind = element.get("class", "")
        if kind == "note":
            return self._note(element, face, right)
        if kind in _FIELDS:
            cached = str(self.gathered.pages()) if kind == "pages" else "1"
            return _field(_FIELDS[kind], cached, properties(face))
        if kind:
            face = face._replace(style=self.gathered.package.style(kind.replace("-", " ")))
        own = element.get("dir")
        return self.of(nodes(element), face, own == "rtl" if own else right)

    def _note(self, element: _Element, face: Face, right: bool) -> str:
        """Return the call of a footnote; a note inside a note, which Word does not have, stands in brackets."""
        gathered = self.gathered
        if not self._noted:
            return self.text(" (", face, right) + self.of(nodes(element), face, right) + self.text(")", face, right)
        sign = f'<w:rPr><w:rStyle w:val="{gathered.package.style("footnote reference")}"/></w:rPr>'
        style = gathered.package.style("footnote text")
        gathered.notes.append("")
        number = len(gathered.notes)
        said = Runs(gathered, gathered.note_links, noted=False).of(nodes(element), Face(), right)
        way = ("" if right == gathered.package.look.rtl else _BIDI[right])
        gathered.notes[number - 1] = (
            f'<w:footnote w:id="{number}"><w:p><w:pPr><w:pStyle w:val="{style}"/>{way}</w:pPr>'
            f'<w:r>{sign}<w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> </w:t></w:r>{said}</w:p></w:footnote>'
        )
        return f'<w:r>{sign}<w:footnoteReference w:id="{number}"/></w:r>'

    def _link(self, element: _Element, face: Face, right: bool) -> str:
        """Return a hyperlink; words that lead to what Word cannot open stand as text, with where they lead."""
        href = element.get("href", "")
        target = self._target(href) if len(element) or element.text else ""
        if not target:
            words = self.of(nodes(element), face, right)
            said = "".join(str(text) for text in element.itertext())
            return words if href.removeprefix("mailto:") in ("", said) else words + self.text(f" ({href})", face, right)
        inner = self.of(nodes(element), face._replace(style=self.gathered.package.style("hyperlink")), right)
        return f"<w:hyperlink {target}>{inner}</w:hyperlink>"

    def _target(self, href: str) -> str:
        if href.startswith("#"):
            anchor = self.gathered.anchor(href[1:])
            return f'w:anchor="{anchor}" w:history="1"' if anchor else ""
        outside = address(href)
        if not outside or self._links is None:
            return ""
        return f'r:id="{self._links.to("hyperlink", outside, outside=True)}" w:history="1"'

    def _picture(self, element: _Element, face: Face, right: bool) -> str:
        if self._links is None or not self._noted:
            raise misplaced(element)
        return pictures.drawn(self.gathered, element.get("src", ""), element.get("alt", ""), 0)

    def _control(self, element: _Element, face: Face, right: bool) -> str:
        options = [(each.get("value", ""), "".join(each.itertext())) for each in element.iterchildren("option")]
        said = trimmed([each for each in nodes(element) if isinstance(each, str) or each.tag != "option"])
        words = [each for each in said if not isinstance(each, str) or each.strip()]
        if words:
            content = self.of(said, face, right)
        else:
            hinted = face._replace(style=self.gathered.package.style("placeholder text"))
            content = self.text(element.get("data-hint", ""), hinted, right)
        return controls.inline(self.gathered, element, content, tuple(options), properties(face), bool(words))


_FIELDS = {"page": "PAGE", "pages": "NUMPAGES"}
_BIDI = {True: "<w:bidi/>", False: '<w:bidi w:val="0"/>'}


def misplaced(element: _Element) -> Refused:
    """Return the refusal of an element that stands where Word has no place for it."""
    parent = element.getparent()
    above = f"<{parent.tag}>" if parent is not None else "the document"
    where = Place("word.html.jinja", element.sourceline or 0, "of the rendered text")
    return Refused([error(where, f"<{element.tag}> may not stand in {above}", "see the outline dialect", "layout")])


def _run(text: str, face: str) -> str:
    if not text:
        return ""
    if not _SPECIAL.search(text):
        return f"<w:r>{face}{_words(text)}</w:r>"
    pieces = (_SIGNS.get(piece) or _words(piece) for piece in _SPECIAL.split(text) if piece)
    return f"<w:r>{face}{''.join(pieces)}</w:r>"


def _words(text: str) -> str:
    loose = text[0] == " " or text[-1] == " " or "  " in text or not text.isascii()
    return f'<w:t xml:space="preserve">{escaped(text)}</w:t>' if loose else f"<w:t>{escaped(text)}</w:t>"


def _field(code: str, cached: str, face: str) -> str:
    """Return a complex field, which a program counts anew when it opens the file."""
    parts = (
        '<w:fldChar w:fldCharType="begin"/>',
        f'<w:instrText xml:space="preserve"> {code} </w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>',
        f"<w:t>{cached}</w:t>",
        '<w:fldChar w:fldCharType="end"/>',
    )
    return "".join(f"<w:r>{face}{part}</w:r>" for part in parts)


def preformatted(text: str, face: str) -> str:
    """Return lines that keep their spaces."""
    return "<w:r><w:br/></w:r>".join(_run(line, face) for line in text.split("\n"))


def directions(text: str, right: bool) -> Iterator[tuple[str, bool]]:
    """Yield the pieces of `text` that run one way each, and whether that is to the left.

    What has no direction of its own goes with its neighbours if they agree, else with the paragraph; digits go with
    the letters before them (a coarse form of UAX #9, which office programs refine).
    """
    ways = [_way(character) for character in text]
    begun, now = 0, right
    at = 0
    while at < len(ways):
        if ways[at] is None:
            end = at
            while end < len(ways) and ways[end] is None:
                end += 1
            after = ways[end] if end < len(ways) else right
            before = ways[at - 1] if at else right
            ways[at:end] = [before if before == after else right] * (end - at)
            at = end
        else:
            at += 1
    for at, way in enumerate(ways):
        if at == 0:
            now = bool(way)
        elif way != now:
            yield text[begun:at], now
            begun, now = at, bool(way)
    if text:
        yield text[begun:], now


@lru_cache(4096)
def _way(character: str) -> bool | None:
    kind = unicodedata.bidirectional(character)
    if kind in ("R", "AL", "AN"):
        return True
    return False if kind == "L" else None
