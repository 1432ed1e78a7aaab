"""Which section of one reading is which of another: by its id, its heading's words, their likeness, or its units."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher

from ..form import Form
from ..labels import Catalogue
from ..session import meant
from ..spelling import fold
from . import wording
from .chains import Item
from .identity import Matches
from .sections import Part

ALIKE = 0.75
"""From this likeness on, a heading is believed to be another one changed."""


def matched(first: Sequence[Part], other: Sequence[Part], form: Form, words: Catalogue) -> dict[int, int]:
    """Return which section of `other` is which of `first`, as far as ids and headings tell."""
    found: dict[int, int] = {}
    for pairs in (
        _named(first, other),
        _same_words(first, other),
        _meant(first, other, form, words),
        _alike(first, other),
    ):
        for at, own in pairs:
            if at not in found and own not in found.values():
                found[at] = own
    return found


def _named(first: Sequence[Part], other: Sequence[Part]) -> Iterator[tuple[int, int]]:
    owners = {part.name: at for at, part in reversed(list(enumerate(first))) if part.name}
    yield from ((at, owners[part.name]) for at, part in enumerate(other) if part.name in owners)


def _same_words(first: Sequence[Part], other: Sequence[Part]) -> Iterator[tuple[int, int]]:
    owners: dict[str, list[int]] = defaultdict(list)
    for at, part in enumerate(first):
        owners[fold(part.title)].append(at)
    for at, part in enumerate(other):
        yield from ((at, own) for own in owners[fold(part.title)])


def _meant(first: Sequence[Part], other: Sequence[Part], form: Form, words: Catalogue) -> Iterator[tuple[int, int]]:
    """Yield sections whose headings both mean the same field of the form, in other words."""
    owners = {own: at for at, part in reversed(list(enumerate(first))) if (own := _field(part, form, words))}
    for at, part in enumerate(other):
        if (own := _field(part, form, words)) in owners:
            yield at, owners[own]


def _field(part: Part, form: Form, words: Catalogue) -> str:
    found = meant(part.title, form.sections, words) if part.title else None
    return found.id if found else ""


def _alike(first: Sequence[Part], other: Sequence[Part]) -> Iterator[tuple[int, int]]:
    scored = (
        (-score, abs(at - own), at, own)
        for at, part in enumerate(other)
        for own, sent in enumerate(first)
        if (score := _likeness(part.title, sent.title)) >= ALIKE
    )
    yield from ((at, own) for _, _, at, own in sorted(scored))


def _likeness(one: str, other: str) -> float:
    one, other = fold(one), fold(other)
    if not one or not other:
        return 0.0
    return max(
        SequenceMatcher(None, one[:200], other[:200], autojunk=False).ratio(),
        wording.likeness(wording.tokens(one), wording.tokens(other)),
    )


def by_units(
    sections: Mapping[int, int], first: Sequence[Item], other: Sequence[Item], matches: Matches
) -> dict[int, int]:
    """Return `sections` and those of which most units are units of one section that is not known yet."""
    found = dict(sections)
    sizes = Counter(item.section for item in other)
    owners: dict[int, Counter[int]] = defaultdict(Counter)
    for at, own in matches.of.items():
        owners[other[at].section][first[own].section] += 1
    for section in sorted(owners):
        own, count = owners[section].most_common(1)[0]
        if section not in found and own not in found.values() and count * 2 > sizes[section]:
            found[section] = own
    return found
