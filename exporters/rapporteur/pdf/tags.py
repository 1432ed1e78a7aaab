"""What WeasyPrint 70.0 leaves undone in its tags, done while it paints.

==============================  ===========================================================================
left undone                     done here
==============================  ===========================================================================
running heads and folios are    they are artifacts of pagination (ISO 32000-1, 14.8.2.2.2)
tagged, outside the tree
lines lose their last space,    the space is painted again, at the end of a line of left-to-right text
so words run together
a hyphen at a line's end is a   the hyphen is a soft one for readers (ActualText, 14.9.4); others that share its glyph
letter like any other           stay the hyphens that keyboards write
Indic and Thai glyphs map to    the line carries its words (ActualText)
wrong letters
lines from right to left, and   the structure carries the words of all lines of such a page (ActualText): beside the
others near them, read back in  glyphs, programs that copy text would turn them round again
any order
letters with signs read back    each glyph reads as what it shows (`glyphs`)
as other letters
a link is described by its      it is described by its words, or its ``aria-label`` (ISO 14289-1, 7.18.5)
address
a heading beside text that goes  it is left out
on is said again, empty
a list item holds paragraphs    they stand in its body (ISO 14289-1, 7.6), in their order
and lists, which come last
footnotes are spans             they are notes with a label and an identifier (ISO 14289-1, 7.9), their numbers in
                                the text references
code is a block like any other  it is a paragraph of code
identifiers are in no tree      they are (ISO 32000-1, 14.7.2)
==============================  ===========================================================================

`install` changes nothing for another version of the engine: its PDFs are then tagged as it tags them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pydyf
import weasyprint
from weasyprint import pdf as engine
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.pdf import tags as engines
from weasyprint.pdf.stream import Stream

from . import embedding, stopping
from .glyphs import COMPLEX, NOTHING, Readings
from .page import NOTE

VERSION = "70.0"
"""The only version these corrections are known to fit."""
_TAGS = {
    "note": "Note",
    "span::footnote-marker": "Lbl",
    "span::footnote-call": "Reference",
    "pre": "P",
    "code": "Code",
}
"""The structure elements of boxes that the engine has none for, by their tag."""
_HEADING = re.compile(r"/H[1-6]")
_PAINTED = b"] TJ"
_LAST_GLYPH = re.compile(rb"^(\[.*?)([0-9a-f]{4})(>[-\d.]*\] TJ)$", re.DOTALL)
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uf900-\ufaff\uff01-\uff60]")
_DASHES = "-\u2010\u2011\u2013\u2014/" + NOTHING


def install() -> None:
    """Correct the engine, once, if it is the version these corrections are for."""
    if weasyprint.VERSION == VERSION and engine.Stream is not _Stream:
        engine.Stream = _Stream
        engine.add_tags = _add_tags
        engines._get_pdf_tag = lambda tag: _TAGS.get(tag) or _engines_tag(tag)
        embedding.install()
        stopping.install()


def prepare(document: Any) -> None:
    """Note on the boxes of a laid-out document what `_Stream` does when it paints them."""
    for page in document.pages:
        for box in page._page_box.children:
            if isinstance(box, boxes.MarginBox):
                for text in _within(box, boxes.TextBox):
                    text.repeats = True
        for box in _within(page._page_box, boxes.Box):
            box.element_tag = _tag(box)
        for block in _within(page._page_box, boxes.BlockContainerBox):
            _mark_line_ends([child for child in block.children if isinstance(child, boxes.LineBox)])
        texts = list(_within(page._page_box, boxes.TextBox))
        if any(_leftward(each) for each in texts):  # programs that read such a page back may turn any line of it round
            for text in texts:
                text.turned = True


def _within(root: Any, kind: type) -> Iterator[Any]:
    """Yield the boxes of a kind in a box, in reading order, without those in the margins of the page."""
    waiting = [root]
    while waiting:
        box = waiting.pop()
        box = box._box if isinstance(box, AbsolutePlaceholder) else box
        if isinstance(box, kind):
            yield box
        children = getattr(box, "children", ())
        waiting.extend(child for child in reversed(children) if not isinstance(child, boxes.MarginBox))


def _tag(box: Any) -> str | None:
    """Return by which tag the engine shall know a box: it puts a list in a list outside of the item that holds it."""
    if box.element_tag in ("ul", "ol"):
        return "dl"
    is_note = box.element_tag == "span" and NOTE in box.element.get("class", "").split()
    return "note" if is_note else box.element_tag


def _mark_line_ends(lines: list[Any]) -> None:
    texts = [[text for text in _within(line, boxes.TextBox) if text.text.strip()] for line in lines]
    for these, following in zip(texts, [*texts[1:], []], strict=False):
        if not these:
            continue
        last = these[-1]
        if last.text.endswith(str(last.style["hyphenate_character"])) and last.style["hyphens"] != "none":
            last.ends = "hyphen" if last.text[-1] == "\u2010" else ""
        elif following and _parted(last.text, following[0].text):
            last.ends = "space"


def _parted(before: str, after: str) -> bool:
    """Return whether a space stood where the line was broken: after a dash that follows a letter, none did."""
    if before[-1] in _DASHES:
        return before[-2:-1].isspace()
    return not (_UNSPACED.match(before[-1]) and _UNSPACED.match(after[0]))


def _leftward(box: Any) -> bool:
    """Return whether some of a text may run from right to left."""
    return box.style["direction"] == "rtl" or _runs_left(box.text)


def _runs_left(text: str) -> bool:
    return any(unicodedata.bidirectional(letter) in ("R", "AL", "AN") for letter in text)


class _Stream(Stream):  # type: ignore[misc]
    """The engine's content stream, with the corrections above."""

    def add_font(self, pango_font: Any) -> tuple[Any, float]:
        font, size = super().add_font(pango_font)
        if not isinstance(font.to_unicode, Readings):
            font.to_unicode = Readings(font)
        return font, size

    @contextmanager
    def marked(self, box: Any, tag: str) -> Iterator[None]:
        if self._tags is not None and getattr(box, "repeats", False):
            self.begin_marked_content("Artifact", pydyf.Dictionary({"Type": "/Pagination"}))
            yield
            self.end_marked_content()
            return
        text = box.text if self._tags is not None and isinstance(box, boxes.TextBox) else ""
        if getattr(box, "ends", "") == "space" and not _leftward(box):
            box.pango_layout.text += " "
        with super().marked(box, tag):
            properties, start = self.stream[-2] if text else None, len(self.stream)
            yield
            if text and any(_is_painted(each) for each in self.stream[start:]):
                self._say_words(box, properties)

    def _say_words(self, box: Any, properties: Any) -> None:
        ends = getattr(box, "ends", "")
        text = box.text.replace(NOTHING, "")
        words = text[:-1] + "\u00ad" if ends == "hyphen" else text + (" " if ends == "space" else "")
        if getattr(box, "turned", False):
            box.said = words
        if COMPLEX.search(box.text) and not _runs_left(box.text):
            properties["ActualText"] = pydyf.String(words)
        elif ends == "hyphen":
            self._soften_hyphen()

    def _soften_hyphen(self) -> None:
        """Paint the last glyph of the line by itself, as a soft hyphen."""
        at = max(at for at, each in enumerate(self.stream) if _is_painted(each))
        found = _LAST_GLYPH.match(bytes(self.stream[at]))
        if not found:
            return
        for font in self._fonts.values():
            if font.to_unicode.get(int(found[2], 16)) == "\u2010":
                font.to_unicode.update({int(found[2], 16): "-"})
        before = [found[1] + b">" + _PAINTED] if found[1] not in (b"[<", b"[") else []
        opened = b"/Span <</ActualText " + pydyf.String("\u00ad").data + b">> BDC"
        self.stream[at : at + 1] = [*before, opened, b"[<" + found[2] + found[3], b"EMC"]


def _is_painted(operation: object) -> bool:
    return isinstance(operation, bytes) and operation.endswith(_PAINTED)


def _add_tags(pdf: Any, document: Any, pdf_version: Any, page_streams: Any) -> None:
    """Tag a document without the boxes in its margins, whose text is an artifact by now."""
    for page in document.pages:
        box = page._page_box
        box.children = [child for child in box.children if not isinstance(child, boxes.MarginBox)]
        for link in _within(box, boxes.Box):
            if link.link_annotation and link.element is not None:
                words = " ".join("".join(link.element.itertext()).split())
                said = link.element.get("aria-label") or words or link.element.get("href", "")
                link.link_annotation["Contents"] = pydyf.String(said)
    said = [
        {mark["mcid"]: box.said for box, mark in stream._tags.items() if hasattr(box, "said")}
        for stream in page_streams
    ]
    _engines_add_tags(pdf, document, pdf_version, page_streams)
    _say_in_structure(pdf, said)
    _drop_empty_headings(pdf)
    for item in [each for each in pdf.objects if isinstance(each, pydyf.Dictionary) and each.get("S") == "/LI"]:
        _fill_body(pdf, item)
    _identify(pdf)


def _say_in_structure(pdf: Any, said: list[dict[int, str]]) -> None:
    """Give the structure element of each marked line, by page and mark, its words."""
    tree = _object(pdf, _object(pdf, pdf.catalog["StructTreeRoot"])["ParentTree"])
    for lines, elements in zip(said, tree["Nums"][1::2], strict=False):
        for mark, words in lines.items():
            element = _object(pdf, elements[mark])
            if element["S"] == "/Link":  # it also holds the link itself, which its words must not stand for
                element = _parted_off(pdf, element, mark)
                elements[mark] = element.reference
            element["ActualText"] = pydyf.String(words)


def _parted_off(pdf: Any, link: Any, mark: int) -> Any:
    """Put the marked line of a link into an element of its own, and return that."""
    span = pydyf.Dictionary(
        {"Type": "/StructElem", "S": "/Span", "K": pydyf.Array([mark]), "Pg": link["Pg"], "P": link.reference}
    )
    pdf.add_object(span)
    link["K"] = pydyf.Array(span.reference if kid == mark else kid for kid in link["K"])
    return span


def _identify(pdf: Any) -> None:
    """Number the notes, and list all identifiers (ISO 32000-1, 7.9.6 and 14.7.2)."""
    held = [each for each in pdf.objects if isinstance(each, pydyf.Dictionary)]
    for number, note in enumerate((each for each in held if each.get("S") == "/Note"), 1):
        note["ID"] = pydyf.String(f"note-{number}")
    names = sorted((each["ID"].string, each) for each in held if each.get("Type") == "/StructElem" and "ID" in each)
    if names:
        listed = pydyf.Array(part for name, each in names for part in (pydyf.String(name), each.reference))
        limits = pydyf.Array([pydyf.String(names[0][0]), pydyf.String(names[-1][0])])
        leaf = pydyf.Dictionary({"Names": listed, "Limits": limits})
        pdf.add_object(leaf)
        tree = pydyf.Dictionary({"Kids": pydyf.Array([leaf.reference])})
        _object(pdf, pdf.catalog["StructTreeRoot"])["IDTree"] = tree


def _drop_empty_headings(pdf: Any) -> None:
    """Take headings out that stand for nothing: those of a table's cell that goes on on the next page."""
    held = [each for each in pdf.objects if isinstance(each, pydyf.Dictionary)]
    empty = {each.reference for each in held if _HEADING.fullmatch(str(each.get("S"))) and not each.get("K")}
    for each in held if empty else ():
        kids = each.get("K")
        if isinstance(kids, list):
            each["K"] = pydyf.Array(kid for kid in kids if kid not in empty)


def _fill_body(pdf: Any, item: Any) -> None:
    """Gather what a list item holds beside its label in one body."""
    labels: list[Any] = []
    rest: list[Any] = []
    for kid in item["K"]:
        is_label = isinstance(kid, bytes) and _object(pdf, kid)["S"] == "/Lbl"
        (labels if is_label else rest).append(kid)
    if not rest or (len(rest) == 1 and isinstance(rest[0], bytes) and _object(pdf, rest[0])["S"] == "/LBody"):
        return
    body = pydyf.Dictionary(
        {"Type": "/StructElem", "S": "/LBody", "K": pydyf.Array(rest), "Pg": item["Pg"], "P": item.reference}
    )
    pdf.add_object(body)
    for kid in rest:
        if isinstance(kid, bytes):
            _object(pdf, kid)["P"] = body.reference
    item["K"] = pydyf.Array([*labels, body.reference])


def _object(pdf: Any, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]


_engines_add_tags, _engines_tag = engine.add_tags, engines._get_pdf_tag
