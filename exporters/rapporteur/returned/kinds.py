"""What a program that flattens styles did to the form of paragraphs and no person meant, undone and told.

pandoc makes block quotes of everything indented and drops paragraphs without words; others keep headings, lists and
tables, and no other style. The words decide: what stands in such a file as it was sent, or where it was sent, keeps the
kind that it was sent with. A bullet or a heading that somebody gave or took stays as it came back.

A program is not believed for its name alone: pandoc says that it is Microsoft Word, and Word saves again what others
flattened.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import replace

from ..problems import Place, Problem, warning
from ..prose import Text, plain
from ..reading import Reading, Unit
from . import damage, merging, wording

SOFT = frozenset(("paragraph", "more", "quote", "code", "caption", "beside"))
"""Kinds that only a style tells apart."""
JOINED = frozenset(("more", "quote", "code", "caption"))
"""Kinds of neighbours that such a program joins."""
KEEPING = ("microsoft", "libreoffice")
PANDOC = "microsoft word 12.0.0"
"""How programs are called that keep styles, and one that is not what it says."""
_INDENTED = ("block text", "quote", "block quotation")
_ALIKE, _MARKED, _STYLED = 0.5, 0.5, 0.9
"""Shares of words, marks and styles from which on a unit is another one changed, and a file keeps what it had."""
_TRIED = 20
"""So many neighbours are tried as the beginning of a joined unit."""

Units = Sequence[Unit]
Pairs = Mapping[int, int]
"""Which unit of what came back is which of those sent."""


def mended(sent: Reading, back: Reading) -> Reading:
    """Return `back` with what its program flattened as it was sent, told once; one that pretends has no program."""
    pairs = _paired(sent.body, back.body)
    if not flattens(sent, back, pairs):
        return back
    body, formed, joined = _formed(sent.body, back.body, pairs)
    again = _paired(sent.body, body) if joined else {**pairs}
    body, found = _with_wordless(sent.body, body, again)
    program = "" if damage.trusted(back.program) else back.program
    return replace(back, program=program, body=body, notes=(*back.notes, *_told(back.file, formed + joined, found)))


def flattens(sent: Reading, back: Reading, pairs: Pairs) -> bool:
    """Whether a file's program keeps neither styles nor empty paragraphs, as it says or as what came back shows."""
    program = back.program.casefold()
    if not program.startswith(KEEPING) or program.startswith(PANDOC):
        return True
    both = [(sent.body[own], back.body[at]) for at, own in pairs.items()]
    kept = [not {*one.marks}.isdisjoint(other.marks) for one, other in both if one.marks]
    styled = [one.style == other.style for one, other in both]
    return sum(kept) < len(kept) * _MARKED and sum(styled) < len(styled) * _STYLED


def _told(file: str, formed: int, found: int) -> Iterator[Problem]:
    what = {
        "the program that saved this does not keep styles: {} lost their form and were given it again": formed,
        "the program that saved this drops what has no words: {} (rules, empty points) were put back": found,
    }
    hint = "if that was meant, change it in the session file"
    for text, count in what.items():
        if count:
            told = text.format("one paragraph" if count == 1 else f"{count} paragraphs")
            yield warning(Place(file), told, hint, "repaired")


# Which is which


def _paired(sent: Units, back: Units) -> dict[int, int]:
    """Return the units that say the same, in the order in which they say it, and between these those changed."""
    places: dict[Hashable, list[int]] = defaultdict(list)
    for own, key in enumerate(map(_key, sent)):
        places[key].append(own)
    keys = [*map(_key, back)]
    counts = Counter(keys)
    rows = {key: iter(row) for key, row in places.items() if key and counts[key] == len(row)}
    found = {at: next(rows[key]) for at, key in enumerate(keys) if key in rows}
    for gap, other in [*_gaps(len(sent), len(back), found)]:
        mine = [own for own in gap if _key(sent[own])]
        theirs = [at for at in other if keys[at] and at not in found]
        if len(mine) == len(theirs):
            found |= {at: own for at, own in zip(theirs, mine, strict=True) if _is_alike(sent[own], back[at])}
    return found


def _key(unit: Unit) -> Hashable:
    """Return what a unit says without white space; nothing if it says nothing."""
    text = _letters(unit)
    shown = tuple(each.source for each in wording.pictures(unit))
    return (text, shown, bool(unit.rows)) if text or shown else None


def _is_alike(one: Unit, other: Unit) -> bool:
    words = [wording.tokens(wording.of_unit(each)) for each in (one, other)]
    return bool(one.rows) == bool(other.rows) and wording.likeness(*words) >= _ALIKE


def _gaps(sent: int, back: int, pairs: Pairs) -> Iterator[tuple[list[int], range]]:
    """Yield the units between known neighbours that did not move: of what was sent, those not known, and what came."""
    known = frozenset(pairs.values())
    moved = frozenset(merging.moved(sorted(known), [pairs[at] for at in sorted(pairs)]))
    staying = [at for at in sorted(pairs) if pairs[at] not in moved]
    before, start = -1, 0
    for at in (*staying, back):
        own = pairs.get(at, sent)
        yield [each for each in range(before + 1, own) if each not in known], range(start, at)
        before, start = own, at + 1


# Kinds and levels


def _formed(sent: Units, back: Units, pairs: Pairs) -> tuple[tuple[Unit, ...], int, int]:
    """Return units in the form in which they were sent, how many were not, and how many were joined."""
    apart: dict[int, Sequence[int]] = {}
    for gap, other in _gaps(len(sent), len(back), pairs):
        apart.update(_joined(sent, back, gap, [at for at in other if at not in pairs]))
    body: list[Unit] = []
    formed = 0
    for at, unit in enumerate(back):
        own = pairs.get(at)
        made = unit if own is None else _with_form(sent[own], unit)
        formed += made != unit
        body += [sent[each] for each in apart[at]] if at in apart else [made]
    return tuple(body), formed, len(apart)


def _with_form(sent: Unit, back: Unit) -> Unit:
    """Return a unit as what it was sent, unless a person made something else of it."""
    if (sent.kind, sent.level, sent.ordered) == (back.kind, back.level, back.ordered):
        return back
    indented = back.style in _INDENTED
    if sent.kind == "point":
        same = indented or back.style == sent.style != ""
        lost = back.kind == "quote" or (back.kind == "point" and same)
    else:
        lost = sent.kind in SOFT and back.kind in SOFT
    if not lost:
        return back
    made = replace(back, kind=sent.kind, level=sent.level, ordered=sent.ordered)
    return replace(made, inlines=_lines(sent, back)) if sent.kind == "code" else made


def _lines(sent: Unit, back: Unit) -> tuple[Text, ...]:
    """Return the lines of code: as sent if nothing but the spaces between its words differs."""
    same = wording.spaced(plain(sent.inlines)) == wording.spaced(plain(back.inlines))
    return (Text(plain(sent.inlines if same else back.inlines)),)


def _joined(sent: Units, back: Units, gap: Sequence[int], other: Sequence[int]) -> Iterator[tuple[int, Sequence[int]]]:
    """Yield units that say what neighbours said that were sent, two at least, and these."""
    worded = [own for own in gap if sent[own].kind in JOINED and _key(sent[own])]
    texts = [_letters(sent[own]) for own in worded]
    start = 0
    for at in other:
        whole = _letters(back[at]) if back[at].kind in SOFT else ""
        for first in range(start, min(start + _TRIED, len(worded))):
            last = _end(texts, first, whole)
            row = worded[first:last]
            if len(row) > 1 and row[-1] - row[0] == len(row) - 1:
                yield at, row
                start = last
                break


def _letters(unit: Unit) -> str:
    return "".join(wording.level(wording.of_unit(unit)).split())


def _end(texts: Sequence[str], first: int, whole: str) -> int:
    """Return where texts end that say a whole together, from the first on; the first if they do not."""
    at, last = 0, first
    while last < len(texts) and texts[last] and whole.startswith(texts[last], at):
        at, last = at + len(texts[last]), last + 1
        if at == len(whole):
            return last
    return first


# What has no words


def _with_wordless(sent: Units, back: Units, pairs: Pairs) -> tuple[tuple[Unit, ...], int]:
    """Return units with those that have no words and of whose kind none is left, and how many these are."""
    left = {unit.kind for unit in back if not _key(unit)}
    places = {own: at for at, own in pairs.items()}
    behind: dict[int, list[Unit]] = defaultdict(list)
    spot: int | None = -1
    for own, unit in enumerate(sent):
        if _key(unit):
            spot = places.get(own)
        elif unit.kind not in left:
            place = spot if spot is not None else _before(sent, own, places)
            if place is not None:
                behind[place].append(unit)
    body = [*behind[-1]]
    for at, unit in enumerate(back):
        body += [unit, *behind[at]]
    return tuple(body), len(body) - len(back)


def _before(sent: Units, own: int, places: Pairs) -> int | None:
    """Return behind what a unit stands of which only what follows it is known; nothing if that begins something new."""
    following = next((each for each in range(own + 1, len(sent)) if _key(sent[each])), None)
    if following is None or following not in places or sent[following].kind == "heading":
        return None
    return places[following] - 1
