"""Which unit of one reading is which of another: by its mark, its words, or the likeness of its words.

A mark is believed before words, but for a unit that says word for word what another one said. Of several units with
one mark the first halves of a split keep it, else the one whose words are nearest. Likeness is sought among units that
share rare words, so that two thousand units are matched in a moment.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from ..coding import decoded
from ..reading import How, Unit
from . import wording
from .chains import MOSTLY, WHOLE, Item, chains, share

ALIKE = 0.5
"""From this likeness on, a unit is believed to be another one changed."""
_RARE, _COMMON, _CANDIDATES = 12, 200, 8
_OWN = re.compile(r"_rpt_[A-Za-z0-9]+_(?:r[A-Za-z0-9]+|[1-9][0-9]*)")
_NAMED = re.compile(r"_rpt_[A-Za-z0-9]+_r([A-Za-z0-9]+)")

Trusted = Callable[[str], str]


def every(mark: str) -> str:
    """Return what a mark of a file that came back means: the unit that was sent with it."""
    return mark if _OWN.fullmatch(mark) else ""


def stable(mark: str) -> str:
    """Return what a mark means in every version of a source: an id; a position means nothing there."""
    found = _NAMED.fullmatch(mark)
    return found[1] if found else ""


def id_of(unit: Unit) -> str:
    """Return the id with which a unit was sent, "" if it has none or its mark shortens it."""
    return decoded(next((found[1] for mark in unit.marks if (found := _NAMED.fullmatch(mark))), "")) or ""


@dataclass
class Matches:
    """What is what: `of` gives for a unit of the other reading the one of the first, `how` by what it was known.

    `split` gives for a first half its further pieces, `joined` for a unit those of the first reading that went into it.
    """

    of: dict[int, int] = field(default_factory=dict)
    how: dict[int, How] = field(default_factory=dict)
    split: dict[int, tuple[int, ...]] = field(default_factory=dict)
    joined: dict[int, tuple[int, ...]] = field(default_factory=dict)

    def note(self, other: int, first: int, how: How) -> None:
        """Note that unit `other` is unit `first`."""
        self.of[other] = first
        self.how[other] = how


def same(first: Sequence[Item]) -> Matches:
    """Return the matches of a reading with itself."""
    return Matches({at: at for at in range(len(first))}, dict.fromkeys(range(len(first)), "position"))


Echo = dict[tuple[int, object], list[int]]
"""What a third reading says: by section and words, the unit that it was known to be, or -1 for a new one."""


def matched(
    first: Sequence[Item], other: Sequence[Item], sections: dict[int, int], trusted: Trusted, echo: Echo | None = None
) -> Matches:
    """Return which unit of `other` is which of `first`; `sections` tells which section of `other` is which.

    A unit that says nothing that was sent, but what the third reading says, is what it is there.
    """
    return _Matching(first, other, sections, trusted, echo or {}).matches()


def echo(other: Sequence[Item], sections: dict[int, int], matches: Matches) -> Echo:
    """Return what a matched reading says, for another one."""
    found: Echo = defaultdict(list)
    for at, item in enumerate(other):
        found[sections.get(item.section, -1), item.key].append(matches.of.get(at, -1))
    return found


class _Matching:
    def __init__(
        self, first: Sequence[Item], other: Sequence[Item], sections: dict[int, int], trusted: Trusted, echo: Echo
    ) -> None:
        self.first, self.other = first, other
        self.sections = sections
        self.trusted = trusted
        self.echo = {key: list(row) for key, row in echo.items()}
        self.strange: set[int] = set()
        self.found = Matches()
        self.free = dict.fromkeys(range(len(first)))

    def matches(self) -> Matches:
        self._by_marks()
        self._by_echo()
        self._by_words(lambda item, section: (section, item.key, item.unit.kind))
        self._by_words(lambda item, section: (section, item.key))
        self._by_words(lambda item, section: item.key if item.tokens else None)
        self._by_likeness()
        self._halves()
        self._joints()
        return self.found

    def _take(self, other: int, first: int, how: How) -> None:
        self.found.note(other, first, how)
        self.free.pop(first, None)

    def _open(self) -> Iterator[int]:
        return (at for at in range(len(self.other)) if at not in self.found.of)

    def _by_marks(self) -> None:
        """Match the units whose marks were sent with one unit."""
        owners = {
            meant: at for at, item in enumerate(self.first) for mark in item.unit.marks if (meant := self.trusted(mark))
        }
        keys = {item.key for item in self.first if item.tokens}
        claims: dict[int, list[int]] = defaultdict(list)
        for at, item in enumerate(self.other):
            owned = [owners[meant] for mark in item.unit.marks if (meant := self.trusted(mark)) in owners]
            if owned and not self._says_another(item, owned[0], keys):
                claims[owned[0]].append(at)
        for first, among in claims.items():
            self._take(self._keeper(first, among), first, "bookmark")

    def _says_another(self, item: Item, first: int, keys: set[tuple[object, ...]]) -> bool:
        """Whether a unit says what some unit said, and not what the unit of its mark said."""
        own = self.first[first]
        return item.key != own.key and item.key in keys and wording.likeness(item.tokens, own.tokens) < ALIKE

    def _keeper(self, first: int, among: Sequence[int]) -> int:
        if len(among) == 1:
            return among[0]
        words = self.first[first].tokens
        start = among[0]
        together = tuple(token for at in among for token in self.other[at].tokens)
        row = among[-1] - start + 1 == len(among)
        if row and wording.likeness(together, words) >= WHOLE and all(self._within(at, words) for at in among):
            return start
        return max(among, key=lambda at: (wording.likeness(self.other[at].tokens, words), -at))

    def _within(self, at: int, words: Sequence[str]) -> bool:
        own = self.other[at].tokens
        return len(own) < len(words) and share(own, Counter(words)) >= MOSTLY

    def _by_words(self, key: Callable[[Item, int], object]) -> None:
        """Match units with the same key one by one, in order."""
        waiting: dict[object, list[int]] = defaultdict(list)
        for at in self.free:
            waiting[key(self.first[at], self.first[at].section)].append(at)
        for at in [each for each in self._open() if each not in self.strange]:
            item = self.other[at]
            wanted = key(item, self.sections.get(item.section, -1))
            if wanted is not None and (among := waiting.get(wanted)):
                self._take(at, among.pop(0), "words")

    def _by_echo(self) -> None:
        """Match units that say what a third reading says; if not as many say it, first those that it left alone."""
        said: Counter[tuple[int, object]] = Counter(
            (self.sections.get(item.section, -1), item.key) for item in self.other
        )
        for key, row in self.echo.items():
            if len(row) != said[key]:
                row.sort(key=lambda own: own < 0 or self.first[own].key != key[1])
        for at in list(self._open()):
            item = self.other[at]
            if row := self.echo.get((self.sections.get(item.section, -1), item.key), []):
                own = row.pop(0)
                if own in self.free:
                    self._take(at, own, "words")
                elif own < 0:
                    self.strange.add(at)

    def _by_likeness(self) -> None:
        """Match the units whose words are most alike, the most alike first."""
        postings: dict[str, list[int]] = defaultdict(list)
        for first in self.free:
            for token in dict.fromkeys(self.first[first].tokens):
                postings[token].append(first)
        scored = []
        for at in (each for each in self._open() if each not in self.strange):
            item = self.other[at]
            near = self.sections.get(item.section, -1)
            for first in _candidates(item.tokens, postings):
                score = self._score(item, self.first[first])
                if score >= ALIKE:
                    scored.append((-score, self.first[first].section != near, abs(first - at), at, first))
        for _, _, _, at, first in sorted(scored):
            if at not in self.found.of and first in self.free:
                self._take(at, first, "similarity")

    @staticmethod
    def _score(one: Item, other: Item) -> float:
        if bool(one.unit.rows) != bool(other.unit.rows):
            return 0.0
        return wording.likeness(one.tokens, other.tokens)

    def _halves(self) -> None:
        """Find units that were split, and give their first pieces what was sent."""
        places = {first: other for other, first in self.found.of.items()}
        for first, pieces in chains(self.first, self.other, places, set(self._open())).items():
            how = self.found.how.get(places.get(first, -1), "similarity")
            if first in places:
                del self.found.of[places[first]], self.found.how[places[first]]
            self._take(pieces[0], first, how)
            self.found.split[pieces[0]] = pieces[1:]

    def _joints(self) -> None:
        """Find units into which several were joined; they are the first of these."""
        for other, pieces in chains(self.other, self.first, self.found.of, set(self.free)).items():
            if other in self.found.of:
                self.free[self.found.of[other]] = None
            self._take(other, pieces[0], self.found.how.get(other, "similarity"))
            self.found.joined[other] = pieces


def _candidates(tokens: Sequence[str], postings: dict[str, list[int]]) -> Iterable[int]:
    """Return the units that share most of the rarest words."""
    rare = sorted((len(postings[token]), token) for token in dict.fromkeys(tokens) if token in postings)
    telling = [token for count, token in rare if count <= _COMMON] or [token for _, token in rare[:1]]
    shared: Counter[int] = Counter()
    for token in telling[:_RARE]:
        shared.update(postings[token][:_COMMON])
    return [at for at, _ in sorted(shared.items(), key=lambda pair: (-pair[1], pair[0]))[:_CANDIDATES]]
