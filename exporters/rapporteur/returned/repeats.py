"""Words that LibreOffice 7.4 wrote several times, written once again: those of title, one-line fields and headings.

Only forms of before hold controls in which it does so (``word.controls`` says why). It saves their words once for each
of their portions (runs of one script, one face, a link): of the whole ``W`` with the portions ``p1 p2 p3`` come
``W p2 W p3 W`` or ``p1 W p2 W p3 W``, with further ``W`` behind; of a single portion not in Latin letters ``W W W W``.
Links are printed as their codes (``HYPERLINK "…"``), faces are lost, and of a heading with a footnote the words before
it. Whatever the words that were sent explain so, they stand for; where a person had changed them, the whole that was
repeated is what the person saw.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher

from ..amend.canonical import Run, canonical, nested
from ..coding import decoded
from ..problems import Place, Problem, warning
from ..prose import Inlines, Note, Text
from ..reading import Line, Reading, Unit
from . import damage, wording

TIMES = 4
"""So often a single portion is written."""
NOTE = "\ue001"
_MOST = 2_000_000
_SIGNS = re.compile("[\ue000\ue001]")
_OFFICE = "libreoffice"
_PIECES = re.compile(r"\s+|\w+|[^\w\s]")
_SECTION, _OPENS = "section:", "rpt_s_"


def is_repeated(whole: str, text: str) -> bool:
    """Whether a text is `whole` twice or more, with its portions one after another between and before."""
    size = len(whole)
    if not 0 < size < len(text) or whole[0] != text[0] or size * len(text) > _MOST or text.count(whole) < 2:
        return False
    reached: dict[int, set[int]] = {0: {0}}  # by place in the text: how much of the whole its portions have said
    if text.startswith(whole):
        reached[size] = set(range(size + 1))  # the first portions may be missing
    for at in range(len(text)):
        for said in reached.pop(at, ()):
            if said == size and whole.endswith(text[at:]):
                return True  # the last portions stand behind once more, as links do
            if text.startswith(whole, at):
                reached.setdefault(at + size, set()).add(said)
            if said < size and text[at] == whole[said]:
                reached.setdefault(at + 1, set()).add(said + 1)
    return bool(reached.get(len(text), set()) & {0, size})


def undone(text: str) -> str:
    """Return the words that a text repeats, without the codes of links; a text that repeats nothing as it is.

    Nothing tells here what was sent, so that what is repeated for its own sake (“very very good”, “好好”) must stay.
    """
    text = wording.spaced(without_codes(text))
    if text.isascii():
        return text
    found = [whole for whole in _endings(text) if is_repeated(whole, text) and _is_telling(whole, text)]
    return next((whole for whole in found if whole * TIMES == text), found[0] if found else text)


def _endings(text: str) -> Iterator[str]:
    """Yield the ends of a text that stand in it twice and begin as it begins, the shortest first."""
    for at in range(len(text) - 1, (len(text) - 1) // 2, -1):
        if text[at] == text[0]:
            whole = text[at:]
            if text.count(whole) < 2:  # nor does any longer one
                return
            yield whole


def _is_telling(whole: str, text: str) -> bool:
    """Whether a repetition is a program's: one of nothing but the whole comes by fours."""
    return bool(text.replace(whole, "")) or len(text) // len(whole) % TIMES == 0


def without_codes(text: str) -> str:
    """Return a text without the codes of links that were printed as words."""
    return damage.CODE.sub("", text) if "HYPERLINK" in text else text


def mended(base: Reading, back: Reading) -> Reading:
    """Return what came back with title, one-line fields and headings written once, each told in the notes."""
    if damage.trusted(back.program):
        return back
    mending = _Mending(base, back)
    fields = {name: tuple(mending.line(name, line) for line in lines) for name, lines in back.fields.items()}
    body = tuple(mending.heading(unit) if _is_head(unit) else unit for unit in back.body)
    return replace(back, fields=fields, body=body, notes=(*back.notes, *mending.notes))


def _is_head(unit: Unit) -> bool:
    return unit.kind == "heading" or any(mark.startswith((_SECTION, _OPENS)) for mark in unit.marks)


@dataclass
class _Mending:
    base: Reading
    back: Reading
    notes: list[Problem] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.heads = [unit for unit in self.base.body if _is_head(unit)]
        self.office = self.back.program.casefold().startswith(_OFFICE)

    def _tell(self, spot: str, what: str) -> None:
        self.notes.append(warning(Place(self.back.file, spot=spot), what, rule="repaired"))

    # Fields

    def line(self, name: str, line: Line) -> Line:
        """Return a line of a field with its words written once."""
        sent = self.base.fields.get(name, ())
        known = [*(text for each in sent for _, text in each.parts), *(each.text for each in sent)]
        alone = len(self.back.fields[name]) == 1
        parts = tuple((key, self._once(text, known, alone)) for key, text in line.parts)
        text = line.text
        for (_, many), (_, once) in zip(line.parts, parts, strict=True):
            text = text if many == once else text.replace(many, once, 1)
        text = self._once(text, known, alone)
        if text == line.text:
            return line
        self._tell(line.spot or name, _several(text))
        return replace(line, text=text, parts=parts)

    def _once(self, text: str, known: Iterable[str], alone: bool) -> str:
        if wording.level(text) in map(wording.level, known):
            return text
        found = _explained(text, known)
        if found or not (alone and self.office):
            return found or text
        once = undone(text)
        return text if once == wording.spaced(text) else once

    # Headings

    def heading(self, unit: Unit) -> Unit:
        """Return a heading with the words, faces and links that were sent, as far as a person left them."""
        near = [each for each in self.heads if set(_names(each)) & set(_names(unit))]
        if any(each.inlines == unit.inlines for each in (*near, *self.heads)):
            return unit
        many = _said(unit.inlines)
        for own in (*near, *self.heads):
            if what := self._damage(own, unit, many):
                self._tell(unit.spot or _said(own.inlines), what)
                return replace(unit, inlines=own.inlines, kind=own.kind, level=own.level)
        once = undone(many) if self.office and NOTE not in many else many
        if once == wording.spaced(many) or not _is_bare(unit.inlines):
            return unit
        self._tell(once, _several(once))
        return replace(unit, inlines=dressed(near[0].inlines if near else (), once))

    def _damage(self, own: Unit, unit: Unit, many: str) -> str:
        """Return how a heading was damaged that was sent as `own`, "" if it was not."""
        words = _said(own.inlines)
        bare, text = _SIGNS.sub("", words), _SIGNS.sub("", many)  # footnotes and pictures come first, and once
        if _notes(unit) in ([], _notes(own)) and _explained(text, [bare]):
            return _several(bare)
        one, other = wording.level(words), wording.level(without_codes(many))
        if one == other and _is_bare(unit.inlines):
            return f"faces and links of the heading “{wording.excerpt(words)}” were lost and put back"
        if one != other and other.startswith(NOTE) and one.endswith(other) and _notes(own) == _notes(unit):
            return f"words of the heading “{wording.excerpt(words)}” were lost and put back"
        return ""


def _notes(unit: Unit) -> list[str]:
    return [wording.level(wording.of_inlines(each.children)) for each in unit.inlines if isinstance(each, Note)]


def _several(words: str) -> str:
    return f"“{wording.excerpt(words)}” was written several times and is taken once"


def _explained(text: str, known: Iterable[str]) -> str:
    """Return which of the texts that were sent is repeated in a text, the longest first; "" if none is."""
    one = wording.level(without_codes(text))
    texts = (one, undone(one))  # a file that was saved twice repeats what was repeated
    return max(
        (each for each in known if any(is_repeated(wording.level(each), many) for many in texts)), key=len, default=""
    )


def _names(unit: Unit) -> Iterator[str]:
    """Yield the ids of the section that a heading opens, as its control or its bookmark tells it."""
    yield from (mark.removeprefix(_SECTION) for mark in unit.marks if mark.startswith(_SECTION))
    yield from (decoded(mark.removeprefix(_OPENS)) or mark for mark in unit.marks if mark.startswith(_OPENS))


def _said(inlines: Inlines) -> str:
    return "".join(each.sign for each in damage.glyphs(inlines))


def _is_bare(inlines: Inlines) -> bool:
    return all(isinstance(each, Text) for each in inlines)


def dressed(sent: Inlines, text: str) -> Inlines:
    """Return a text as inlines, its words with the faces and links that they were sent with."""
    before = damage.glyphs(sent)
    pieces, others = _PIECES.findall("".join(each.sign for each in before)), _PIECES.findall(text)
    runs = [Run(Text(sign)) for sign in text]
    for block in SequenceMatcher(None, pieces, others, autojunk=False).get_matching_blocks():
        start, place = _length(pieces[: block.a]), _length(others[: block.b])
        for at in range(_length(pieces[block.a : block.a + block.size])):
            runs[place + at] = before[start + at].run
    return canonical(nested(tuple(runs)))


def _length(pieces: Sequence[str]) -> int:
    return sum(map(len, pieces))
