"""What an office program does to a unit and no person meant, undone: links cut, shortened or printed as field codes.

The words decide. Where they are as they were sent, links that are gone, shorter, decoded or moved are damage, unless
Microsoft Word wrote the file, which keeps them: there a link that is gone was removed by a person. Typographic quotes,
no-break spaces and soft hyphens that changed by themselves are put back as well. Where words were changed, links are
put back on those of their words that are still there.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, TypeVar
from urllib.parse import unquote

from ..amend.canonical import Run, canonical, nested, runs
from ..prose import Break, Code, Inlines, Note, Picture, Text
from ..reading import Unit
from . import wording

Key = TypeVar("Key", bound=Hashable)
_CODE = r"HYPERLINK\s+(?:\\[a-z]\s+)*[\"“”][^\"“”]*[\"“”](?:\s+\\[a-z](?:\s+[\"“”][^\"“”]*[\"“”])?)*"
_CODES = tuple(re.compile(before + _CODE + after) for before in ("", r"\s?") for after in ("", r"\s?"))
"""The code of a link, alone or with the spaces round it: one of these gives the words that were sent."""
CODE = _CODES[0]
"""The code of a link that was printed as words."""
WORD = "microsoft"


class Glyph(NamedTuple):
    """One sign of a unit, as it is compared, and how it is set; a footnote or a picture is one sign."""

    sign: str
    run: Run


@dataclass(frozen=True, slots=True)
class Mended:
    """A unit with the damage undone, and what was undone, as a person would say it."""

    unit: Unit
    remarks: tuple[str, ...] = ()


def trusted(program: str) -> bool:
    """Whether a program writes back what it does not change: Microsoft Word does, others are not believed."""
    return program.casefold().startswith(WORD)


def mended(sent: Unit, back: Unit, program: str) -> Mended:
    """Return `back` without what the program did to `sent`."""
    if sent.rows and [len(row) for row in sent.rows] == [len(row) for row in back.rows]:
        return _mended_table(sent, back, program)
    inlines, remarks = mended_inlines(sent.inlines, back.inlines, program)
    return Mended(replace(back, inlines=inlines), remarks)


def _mended_table(sent: Unit, back: Unit, program: str) -> Mended:
    remarks: list[str] = []
    rows = []
    for before, after in zip(sent.rows, back.rows, strict=True):
        cells = [mended_inlines(*pair, program) for pair in zip(before, after, strict=True)]
        rows.append(tuple(cell for cell, _ in cells))
        remarks.extend(each for _, said in cells for each in said)
    return Mended(replace(back, rows=tuple(rows)), tuple(remarks))


def mended_inlines(sent: Inlines, back: Inlines, program: str) -> tuple[Inlines, tuple[str, ...]]:
    """Return the inlines that came back without damage, and what was undone."""
    if sent == back or not sent:
        return back, ()
    foreign = not trusted(program)
    before, after, remarks = glyphs(sent), glyphs(back), []
    if foreign and (without := _without_codes(before, after)) is not None:
        after = without
        remarks.append("the code of a link was printed as words and taken out")
    one, other = stream(before, foreign), stream(after, foreign)
    if [sign for sign, _ in one] != [sign for sign, _ in other]:
        return _relinked(before, after, back, remarks) if foreign else (back, ())
    return _same_words(sent, back, _Pair(before, after, one, other), program, remarks)


class _Pair(NamedTuple):
    before: list[Glyph]
    after: list[Glyph]
    one: list[tuple[str, int]]
    other: list[tuple[str, int]]


def _same_words(
    sent: Inlines, back: Inlines, pair: _Pair, program: str, remarks: list[str]
) -> tuple[Inlines, tuple[str, ...]]:
    """Return what came back with the same words: as it was sent, but for what a person set otherwise."""
    foreign = not trusted(program)
    after = list(pair.after)
    if foreign:
        after, said = _restored(pair)
        remarks.extend(said)
    looks = [
        (pair.before[a].run, after[b].run)
        for (sign, a), (_, b) in zip(pair.one, pair.other, strict=True)
        if sign != " "
    ]
    if all(_set_alike(*look) for look in looks):
        quotes = "typographic signs were put back" if foreign and _text(pair.before) != _text(pair.after) else ""
        differs = quotes and wording.spaced(_text(pair.before)) != wording.spaced(_text(after)) and not remarks
        return sent, tuple(remarks) + ((quotes,) if differs else ())
    if not remarks and foreign is False:
        return back, ()
    return _inlines(after), tuple(remarks)


def _set_alike(one: Run, other: Run) -> bool:
    kinds = isinstance(one.leaf, Code) == isinstance(other.leaf, Code)
    notes = not isinstance(one.leaf, Note) or canonical((one.leaf,)) == canonical((other.leaf,))
    return kinds and notes and (one.href, one.strong, one.stressed) == (other.href, other.strong, other.stressed)


def _restored(pair: _Pair) -> tuple[list[Glyph], list[str]]:
    """Return signs with the links they were sent with, where what came back is a part of these, and what was done."""
    after, remarks = list(pair.after), []
    places = {a: b for (_, a), (_, b) in zip(pair.one, pair.other, strict=True)}
    sent_links = {run.href for _, run in pair.before if run.href is not None}
    for start, end, href in links(pair.before):
        spots = [places[at] for at in range(start, end) if at in places]
        if spots and _is_damaged(href, [after[at].run.href for at in spots]):
            for at in range(spots[0], spots[-1] + 1):
                after[at] = after[at]._replace(run=replace(after[at].run, href=href))
            remarks.append(_told(pair.before, start, end, href))
    linked = {b for a, b in places.items() if pair.before[a].run.href is not None}
    for at in places.values():
        own = after[at].run.href
        if own is not None and at not in linked and any(related(each, own) for each in sent_links if each):
            after[at] = after[at]._replace(run=replace(after[at].run, href=None))
    return after, remarks


def _told(signs: Sequence[Glyph], start: int, end: int, href: str) -> str:
    words = wording.excerpt("".join(each.sign for each in signs[start:end]), 40)
    return f"the link on “{words}” to {href} was damaged and put back"


def _is_damaged(href: str, found: Sequence[str | None]) -> bool:
    return any(each != href for each in found) and all(each is None or related(href, each) for each in found)


def related(sent: str, found: str) -> bool:
    """Whether an address is what a program makes of another: the same, decoded, or its beginning."""
    plain, other = unquote(sent).rstrip("/"), unquote(found).rstrip("/")
    return (
        plain == other
        or (len(other) > 6 and plain.startswith(other))
        or (found.startswith("#") and sent.endswith(found))
    )


def links(signs: Sequence[Glyph]) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and address of each link."""
    start = 0
    for at in range(1, len(signs) + 1):
        if at == len(signs) or signs[at].run.href != signs[start].run.href:
            href = signs[start].run.href
            if href is not None:
                yield start, at, href
            start = at


def _relinked(
    before: list[Glyph], after: list[Glyph], back: Inlines, done: Sequence[str]
) -> tuple[Inlines, tuple[str, ...]]:
    """Return changed words with the links that were sent, where the words of a link stand as often as they did."""
    said, sent = _text(after), _text(before)
    signs, remarks = list(after), list(done)
    for start, end, href in links(before):
        words = sent[start:end]
        place = _kth(said, words, sent.count(words), sent[:start].count(words)) if words.strip() else -1
        spot = range(place, place + end - start)
        if place >= 0 and _is_damaged(href, [signs[at].run.href for at in spot]):
            for at in spot:
                signs[at] = signs[at]._replace(run=replace(signs[at].run, href=href))
            remarks.append(_told(before, start, end, href))
    return (_inlines(signs), tuple(remarks)) if remarks else (back, ())


def _kth(text: str, words: str, times: int, which: int) -> int:
    if text.count(words) != times:
        return -1
    place = -1
    for _ in range(which + 1):
        place = text.find(words, place + 1)
    return place


def _without_codes(before: Sequence[Glyph], after: Sequence[Glyph]) -> list[Glyph] | None:
    """Return signs without the codes of links that were printed as words; None if there are none."""
    said = _text(after)
    if "HYPERLINK" not in said or "HYPERLINK" in _text(before) or not _CODES[0].search(said):
        return None
    sent = [sign for sign, _ in stream(before, True)]
    tries = [_cut(after, [found.span() for found in code.finditer(said)]) for code in _CODES]
    return next((each for each in tries if [sign for sign, _ in stream(each, True)] == sent), tries[0])


def _cut(signs: Sequence[Glyph], spans: Sequence[tuple[int, int]]) -> list[Glyph]:
    return [each for at, each in enumerate(signs) if not any(start <= at < end for start, end in spans)]


def glyphs(inlines: Inlines) -> list[Glyph]:
    """Return the signs of `inlines`."""
    found: list[Glyph] = []
    for run in runs(inlines):
        match run.leaf:
            case Text(text) | Code(text):
                found.extend(Glyph(sign, replace(run, leaf=type(run.leaf)(sign))) for sign in text)
            case Break():
                found.append(Glyph("\n", run))
            case Picture():
                found.append(Glyph("\ue000", run))
            case _:
                found.append(Glyph("\ue001", run))
    return found


def _text(signs: Sequence[Glyph]) -> str:
    return "".join(each.sign for each in signs)


def stream(signs: Sequence[Glyph], loose: bool) -> list[tuple[str, int]]:
    """Return the signs that count, each with its place; `loose` levels what programs change by themselves."""
    found: list[tuple[str, int]] = []
    for at, glyph in enumerate(signs):
        sign = _sign(glyph, loose)
        if sign.isspace() and sign != "\n":
            sign = " "
            if not found or found[-1][0] in (" ", "\n"):
                continue
        if sign == "\n" and found and found[-1][0] == " ":
            found.pop()
        found.extend((each, at) for each in sign) if glyph.sign not in "\ue000\ue001" else found.append((sign, at))
    while found and found[-1][0] == " ":
        found.pop()
    return found


def _sign(glyph: Glyph, loose: bool) -> str:
    match glyph.run.leaf:
        case Picture(source, alt):
            return f"[{source}|{alt}]"
        case Note(children):
            words = wording.of_inlines(children)
            return f"[{wording.level(words) if loose else wording.spaced(words)}]"
    if not loose or glyph.sign.isspace():
        return glyph.sign
    return wording.level(glyph.sign)


def _inlines(signs: Sequence[Glyph]) -> Inlines:
    return canonical(nested(tuple(each.run for each in signs)))


def is_same_text(sent: str, back: str, program: str) -> bool:
    """Whether a short text came back as it was sent, but for the signs that its program levelled."""
    level = wording.spaced if trusted(program) else wording.level
    return level(sent) == level(back)


def edited(
    versions: tuple[Mapping[Key, str], Mapping[Key, str], Mapping[Key, str]], program: str, doubtful: bool
) -> Iterator[tuple[Key, str, str, str]]:
    """Yield key and words, as sent, as they are now and as they came back, of what a person changed.

    What is gone was taken out, unless it is `doubtful` which words it may have become.
    """
    sent, now, back = versions
    for key in dict.fromkeys((*sent, *back)):
        if key not in back and doubtful:
            continue
        before, by_now, after = (each.get(key, "") for each in (sent, now, back))
        if not is_same_text(before, after, program) and wording.level(after) != wording.level(by_now):
            yield key, before, by_now, after
