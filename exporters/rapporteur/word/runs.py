"""Inlines of the outline as WordprocessingML runs: faces, directions, links, footnote calls, fields and controls."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from ..outline import escaped
from ..problems import Place, Refused, error
from . import controls, pictures
from .gathered import Gathered, Relationships, address

if TYPE_CHECKING:
    from lxml.etree import _Element

    Node = str | _Element

INLINE = frozenset(("a", "br", "code", "data", "em", "img", "span", "strong", "time"))

_BEGIN = re.compile(r"^[ \t\r]*\n\s*")
_END = re.compile(r"[ \t\r]*\n\s*$")
_LINE_END = re.compile(r"[ \t\r]*\n[ \t\r\n]*")
_SPECIAL = re.compile("([\t\u00ad\u2011])")
_SIGNS = {"\t": "<w:tab/>", "\u00ad": "<w:softHyphen/>", "\u2011": "<w:noBreakHyphen/>"}
_RIGHT = re.compile(
    "[\u0590-\u08ff\u200f\u202b\u202e\u2067\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]"
)


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
        found[0] = _BEGIN.sub("", found[0])
    if found and isinstance(found[-1], str) and "\n" in found[-1]:
        found[-1] = _END.sub("", found[-1])
    return [each for each in found if each != ""]


class Runs:
    """Writes the runs of one part; `links` are the part's relationships, None where it may have none."""

    def __init__(self, gathered: Gathered, links: Relationships | None, noted: bool = True) -> None:
        self.gathered = gathered
        self.links = links
        self._noted = noted
        self.repeated = False  # within a part that may be deleted with all it holds

    def inside(self, element: _Element, face: Face, right: bool) -> str:
        """Return what stands in `element` as runs."""
        if len(element):
            return self.of(nodes(element), face, right)
        text = element.text or ""
        if "\n" in text:
            text = _END.sub("", _BEGIN.sub("", text))
        return self.text(text, face, right)

    def of(self, found: list[Node], face: Face, right: bool) -> str:
        """Return `found` as runs, in a paragraph that runs to the left if `right`-to-left."""
        return "".join(
            self.text(each, face, right) if isinstance(each, str) else self._inline(each, face, right) for each in found
        )

    def _inline(self, element: _Element, face: Face, right: bool) -> str:
        write = _INLINES.get(str(element.tag))
        if write is None:
            raise misplaced(element)
        language = element.get("lang")
        if language:
            face = face._replace(language=language)
        return write(self, element, face, right)

    def text(self, text: str, face: Face, right: bool = False) -> str:
        """Return `text` as runs, parted where its direction changes."""
        if "\n" in text:
            text = _LINE_END.sub(" ", text)
        self.gathered.letters += len(text)
        if text.isascii() and not right and "\t" not in text:
            return f"<w:r>{properties(face)}{_words(text)}</w:r>" if text else ""
        if right or _RIGHT.search(text):
            return "".join(_run(piece, properties(face, way)) for piece, way in directions(text, right))
        return _run(text, properties(face))

    def _break(self, element: _Element, face: Face, right: bool) -> str:
        return "<w:r><w:br/></w:r>"

    def _strong(self, element: _Element, face: Face, right: bool) -> str:
        return self.inside(element, face._replace(bold=True), right)

    def _emphasis(self, element: _Element, face: Face, right: bool) -> str:
        return self.inside(element, face._replace(italic=True), right)

    def _code(self, element: _Element, face: Face, right: bool) -> str:
        return self.inside(element, face._replace(style=self.gathered.package.style("html code")), right)

    def _span(self, element: _Element, face: Face, right: bool) -> str:
        kind = element.get("class", "")
        if kind == "note":
            return self._note(element, face, right)
        if kind == "page" and (named := element.get("value")):
            place, number = self.gathered.anchor(named), element.text or ""
            code = f"PAGEREF {place} \\h"
            return _field(code, escaped(number), properties(face)) if place else self.text(number, face, right)
        if kind in _FIELDS:
            cached = str(self.gathered.pages()) if kind == "pages" else "1"
            return _field(_FIELDS[kind], cached, properties(face))
        if kind:
            face = face._replace(style=self.gathered.package.style(kind.replace("-", " ")))
        own = element.get("dir")
        return self.inside(element, face, own == "rtl" if own else right)

    def _note(self, element: _Element, face: Face, right: bool) -> str:
        """Return the call of a footnote; a note inside a note, which Word does not have, stands in brackets."""
        gathered = self.gathered
        if not self._noted:
            return self.text(" (", face, right) + self.inside(element, face, right) + self.text(")", face, right)
        sign = f'<w:rPr><w:rStyle w:val="{gathered.package.style("footnote reference")}"/></w:rPr>'
        style = gathered.package.style("footnote text")
        gathered.notes.append("")
        number = len(gathered.notes)
        said = Runs(gathered, gathered.note_links, noted=False).of(nodes(element), Face(language=face.language), right)
        way = "" if right == gathered.package.look.rtl else BIDI[right]
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
            words = self.inside(element, face, right)
            said = "".join(str(text) for text in element.itertext())
            return words if href.removeprefix("mailto:") in ("", said) else words + self.text(f" ({href})", face, right)
        style = "" if element.get("class") == "plain" else self.gathered.package.style("hyperlink")
        inner = self.inside(element, face._replace(style=style), right)
        return f"<w:hyperlink {target}>{inner}</w:hyperlink>"

    def _target(self, href: str) -> str:
        if href.startswith("#"):
            anchor = self.gathered.anchor(href[1:])
            return f'w:anchor="{anchor}" w:history="1"' if anchor else ""
        outside = address(href)
        if not outside or self.links is None:
            return ""
        return f'r:id="{self.links.to("hyperlink", outside, outside=True)}" w:history="1"'

    def _picture(self, element: _Element, face: Face, right: bool) -> str:
        return pictures.drawn(self.gathered, self.links, element, 0)

    def _control(self, element: _Element, face: Face, right: bool) -> str:
        found: list[Node] = [element.text] if element.text else []
        options: controls.Options = ()
        if len(element):
            options = tuple((each.get("value", ""), each.text or "") for each in element.iterchildren("option"))
            found = trimmed([each for each in nodes(element) if isinstance(each, str) or each.tag != "option"])
        filled = any(not isinstance(each, str) or each.strip() for each in found)
        if filled:
            content = self.of(found, face, right)
        else:
            hinted = Face(style=self.gathered.package.style("placeholder text"))
            content = self.text(element.get("data-hint", ""), hinted, right)
        locked = not self.repeated
        return controls.inline(self.gathered, element, content, options, properties(face), locked, filled)


_INLINES: dict[str, Callable[[Runs, _Element, Face, bool], str]] = {
    "a": Runs._link,
    "br": Runs._break,
    "code": Runs._code,
    "data": Runs._control,
    "em": Runs._emphasis,
    "img": Runs._picture,
    "span": Runs._span,
    "strong": Runs._strong,
    "time": Runs._control,
}
_FIELDS = {"page": "PAGE", "pages": "NUMPAGES"}
BIDI = {True: "<w:bidi/>", False: '<w:bidi w:val="0"/>'}
"""What says that a paragraph runs to the left, or not, where the document as a whole does otherwise."""


def misplaced(element: _Element) -> Refused:
    """Return the refusal of an element that stands where Word has no place for it."""
    parent = element.getparent()
    above = f"<{parent.tag!s}>" if parent is not None else "the document"
    where = Place("word.html.jinja", element.sourceline or 0, "of the rendered text")
    return Refused([error(where, f"<{element.tag!s}> may not stand in {above}", "see the outline dialect", "layout")])


def _run(text: str, face: str) -> str:
    if not text:
        return ""
    if _SPECIAL.search(text):
        pieces = (_SIGNS.get(piece) or _words(piece) for piece in _SPECIAL.split(text) if piece)
        return f"<w:r>{face}{''.join(pieces)}</w:r>"
    return f"<w:r>{face}{_words(text)}</w:r>"


def _words(text: str) -> str:
    if text[0] == " " or text[-1] == " " or "  " in text:
        return f'<w:t xml:space="preserve">{escaped(text)}</w:t>'
    return f"<w:t>{escaped(text)}</w:t>"


def _field(code: str, cached: str, face: str) -> str:
    """Return a complex field that shows `cached` until a program counts it anew."""
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

    Digits go with the letters before them; what else has no direction of its own goes with its neighbours if they
    agree, else with the paragraph (a coarse form of UAX #9, rules W7, N1 and N2, which office programs refine).
    """
    ways = _ways(text, right)
    begun = 0
    for at in range(1, len(ways) + 1):
        if at == len(ways) or ways[at] != ways[begun]:
            yield text[begun:at], ways[begun]
            begun = at


def _ways(text: str, right: bool) -> list[bool]:
    """Return for each character whether it runs to the left."""
    found: list[bool] = []
    before, waiting = right, 0
    for character in text:
        way = before if "0" <= character <= "9" else _way(character)
        if way is None:
            waiting += 1
            continue
        found += [way if way == before else right] * waiting + [way]
        before, waiting = way, 0
    return found + [right] * waiting


@lru_cache(4096)
def _way(character: str) -> bool | None:
    kind = unicodedata.bidirectional(character)
    if kind in ("R", "AL", "AN"):
        return True
    return False if kind == "L" else None
