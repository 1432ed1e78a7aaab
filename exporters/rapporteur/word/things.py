"""What stands in a Word text beside words: footnotes, pictures, links, symbols and formulas."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from ..files import digest
from ..prose import Note, Picture
from . import pointers
from .pointers import R
from .spots import FALLBACK, W

if TYPE_CHECKING:
    from lxml.etree import _Element

    from .opened import Opened

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_V = "{urn:schemas-microsoft-com:vml}"
_SYMBOLS = {
    "symbol": dict(zip(
        "abgdezhqiklmnxoprstufcywABGDEZHQIKLMNXOPRSTUFCYW",
        "αβγδεζηθικλμνξοπρστυφχψωΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ", strict=True,
    )) | {"\xb7": "•", "\xb3": "≥", "\xa3": "≤", "\xb1": "±", "\xb9": "≠", "\xae": "→", "\xac": "←", "\xb4": "×",
          "\xb0": "°", "\xa5": "∞", "\xbb": "≈", "\xd6": "√", "\xe5": "∑"},
    "wingdings": {"\xfc": "✓", "\xfb": "✗", "\xfe": "☑", "\xfd": "☒", "\xa8": "☐", "o": "☐", "\xa7": "▪", "l": "●",
                  "\xd8": "➢", "\xe0": "→", "\xe8": "➔", "\xdf": "←", "v": "❖", "J": "☺"},
}  # fmt: skip
_PRIVATE = 0xF000


class Things:
    """The things of one file; `fields` are the fields of its form, `read` makes the inlines of a footnote."""

    def __init__(self, opened: Opened, fields: tuple[str, ...]) -> None:
        self._opened = opened
        self.fields = fields
        self.notes: dict[tuple[str, str], Note] = {}
        self.images: dict[str, bytes] = {}
        self._told: set[str] = set()

    def hold(self, kind: str, tree: _Element | None, read: Callable[[_Element], Note | None]) -> None:
        """Read the notes of one kind, ``footnote`` or ``endnote``, so that they can stand where they are called."""
        for each in () if tree is None else tree.iterchildren(f"{W}{kind}"):
            if each.get(f"{W}type", "normal") == "normal":
                note = read(each)
                if note is not None:
                    self.notes[kind, each.get(f"{W}id", "")] = note

    def note(self, reference: _Element) -> Note | None:
        """Return the note that is called; each is taken once, so that what nobody calls is left over."""
        kind = str(reference.tag).removeprefix(W).removesuffix("Reference")
        return self.notes.pop((kind, reference.get(f"{W}id", "")), None)

    def link(self, element: _Element, part: str) -> str:
        """Return where a hyperlink of `part` leads."""
        return pointers.of(element, self._opened.targets(part))

    def symbol(self, code: str, font: str) -> str:
        """Return the character that a symbol of a font shows, the code itself if nobody knows."""
        shown, is_known = sign(code, font)
        if not is_known:
            self.tell(f"a sign of the font {font} has no letter of its own: U+{ord(shown):04X}", "type it in words")
        return shown

    def formula(self, text: str) -> None:
        """Note a formula."""
        self.tell(f"the formula “{text[:60]}” is kept as plain text", "check it in the session file")

    def tell(self, what: str, hint: str) -> None:
        """Note something once."""
        if what not in self._told:
            self._told.add(what)
            self._opened.note(what, hint)

    def pictures(self, drawing: _Element, part: str) -> Iterator[Picture]:
        """Yield the pictures in a drawing of `part`, DrawingML's or VML's; another drawing gives what it shows."""
        alt = next((text for each in drawing.iter(f"{_WP}docPr") if (text := each.get("descr", ""))), "")
        alt = alt or next((text for each in drawing.iter(f"{_V}shape") if (text := each.get("alt", ""))), "")
        found = list(dict.fromkeys(self._sources(drawing, part)))
        for at, source in enumerate(found):
            yield Picture(source, alt if at == 0 else "")
        if not found and not any(True for _ in drawing.iter(f"{W}txbxContent")):
            self.tell(f"a drawing cannot be kept{f': {alt}' if alt else ''}", "insert it as a picture (PNG or JPEG)")
            if alt:
                yield Picture("", alt)

    def _sources(self, drawing: _Element, part: str) -> Iterator[str]:
        targets = self._opened.targets(part)
        for each in drawing.iter(f"{_A}blip", f"{_V}imagedata"):
            if any(above.tag in (FALLBACK, f"{W}txbxContent") for above in _between(each, drawing)):
                continue
            target = targets.get(each.get(f"{R}embed") or each.get(f"{R}id") or each.get(f"{R}link") or "")
            if target is None or target.outside or target.name not in self._opened.parts:
                self.tell("a picture is not in the file, only where it once was", "insert the picture itself")
                yield ""
                continue
            yield self._kept(target.name, self._opened.parts)

    def _kept(self, name: str, parts: Mapping[str, bytes]) -> str:
        data = parts[name]
        source = f"returned:{digest(data)[:16]}{posixpath.splitext(name)[1].lower()[:6]}"
        self.images[source] = data
        return source


def sign(code: str, font: str) -> tuple[str, bool]:
    """Return the character that a symbol of a font shows, and whether it is known; the code itself if it is not."""
    try:
        number = int(code[:8], 16)
        character = chr(number - _PRIVATE if _PRIVATE <= number < _PRIVATE + 256 else number)
    except (ValueError, OverflowError):
        return "\ufffd", True
    known = next((each for name, each in _SYMBOLS.items() if font.lower().startswith(name)), None)
    if known is None:
        return character, True
    return known.get(character, chr(number)), character in known


def _between(element: _Element, above: _Element) -> Iterator[_Element]:
    for each in element.iterancestors():
        if each is above:
            return
        yield each
