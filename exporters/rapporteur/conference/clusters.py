"""Recommendations of several sessions that may be one: found by their words, proposed, and decided by a person.

Words are compared by their stems (Snowball, in the report's language), signs of scripts without spaces one by one; a
rare word counts more than a common one, a word of three letters or fewer 0.3 of that. Stem and points belong to it.
Two recommendations are alike if

- what they share is at least `ALIKE` of what they say (twice the shared weight by the weight of both: Dice);
- what each says that the other does not is at most `APART` of the shorter one: one may say more, but not another thing;
- at least `ORDER` of their words stand in the same order (`difflib`);
- neither names a number that the other replaces, and both or none of them negate.

All of a cluster are alike in pairs and of different sessions. Translations are not found: words of two languages
differ. Nothing is merged here: a proposal is a question.
"""

from __future__ import annotations

import math
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from itertools import pairwise
from typing import Any

from ..labels import lineage
from ..prose import plain, runs
from ..report import Conference, Recommendation, Report
from ..spelling import fold

ALIKE = 0.75
APART = 0.12
ORDER = 0.6
COMMON = 60
"""A word, two words side by side or a whole text that more recommendations hold than this makes no two worth a look."""
WORTH = 0.6
"""Two that share less than this in the very same stems are not looked at further."""
_LIGHT = 0.3
_STEMMERS = {
    "ar": "arabic", "en": "english", "es": "spanish", "fr": "french", "hi": "hindi", "pt": "portuguese",
    "ru": "russian",
}  # fmt: skip
_NEGATIONS = {
    "ar": "لا لم لن ليس غير عدم بدون دون",
    "en": "not no never without cannot",
    "es": "no sin nunca jamás",
    "fr": "ne pas sans jamais aucun aucune",
    "hi": "नहीं न मत बिना",
    "pt": "não sem nunca jamais",
    "ru": "не без нет никогда",
    "zh": "不 勿 未 无 没 禁",
}
_UNSPACED = {"CJK", "HIRAGANA", "KATAKANA", "THAI", "LAO", "KHMER", "MYANMAR"}


@dataclass(frozen=True, slots=True)
class Raised:
    """One recommendation and the session that raised it."""

    report: Report
    recommendation: Recommendation

    @property
    def name(self) -> str:
        """Its id, or its session's while it has none."""
        return self.recommendation.id or self.report.id

    @property
    def anchor(self) -> str:
        """What links call its place in its report."""
        return self.report.anchor(self.recommendation)


@dataclass(frozen=True, slots=True)
class Proposal:
    """Recommendations that may be one, in the order of the conference; `alike` is how much the least alike two are.

    It is 0 for what a person noted as undecided and the words do not bear out.
    """

    members: tuple[Raised, ...]
    alike: float

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of those that have one."""
        return tuple(each.recommendation.id for each in self.members if each.recommendation.id)


def raised(conference: Conference) -> tuple[Raised, ...]:
    """Return every recommendation of a conference with its session."""
    return tuple(Raised(report, each) for report in conference.reports for each in report.recommendations)


@dataclass(frozen=True, slots=True)
class Numbered:
    """The number of a recommendation through the conference; `also` are the others that a person said are the same."""

    number: int
    also: tuple[Raised, ...] = ()
    wording: str = ""


def numbered(conference: Conference) -> Mapping[tuple[str, int], Numbered]:
    """Return what each recommendation is numbered, by its session's id and its place there from 0 on.

    Those of one confirmed cluster have the number of the first. Numbers follow the order of the conference, and change
    when recommendations come before them; ids do not.
    """
    every = raised(conference)
    by_id = {each.recommendation.id: each for each in every if each.recommendation.id}
    confirmed = [each for each in conference.clusters if each.same]
    home = {name: cluster for cluster in confirmed for name in cluster.ids if name in by_id}
    numbers: dict[object, int] = {}
    found: dict[tuple[str, int], Numbered] = {}
    for report in conference.reports:
        for at, each in enumerate(report.recommendations):
            cluster = home.get(each.id)
            number = numbers.setdefault(cluster or (report.id, at), len(numbers) + 1)
            others = tuple(by_id[name] for name in cluster.ids if name in by_id and name != each.id) if cluster else ()
            found[report.id, at] = Numbered(number, others, cluster.wording if cluster else "")
    return found


def proposals(conference: Conference) -> tuple[Proposal, ...]:
    """Return the clusters that nobody has decided about; a decided one is only proposed with another beside it."""
    every = raised(conference)
    by_id = {each.recommendation.id: at for at, each in enumerate(every) if each.recommendation.id}
    known = [(each.same, tuple(by_id[name] for name in each.ids if name in by_id)) for each in conference.clusters]
    found = _grouped(_alike(every), [at for same, at in known if same], [at for same, at in known if same is False])
    noted = [at for same, at in known if same is None and len(at) > 1]
    found |= {tuple(sorted(at)): 0.0 for at in noted if not any(set(at) <= set(each) for each in found)}
    return tuple(Proposal(tuple(every[at] for at in group), alike) for group, alike in sorted(found.items()))


# Grouping

Group = tuple[int, ...]


def _grouped(
    pairs: Mapping[tuple[int, int], float], same: Sequence[Group], different: Sequence[Group]
) -> dict[Group, float]:
    """Return groups in which all are alike, the most alike first; `same` are one from the beginning and stay whole."""
    home = {at: group for group in same for at in group}
    near: dict[frozenset[Group], float] = {}
    for (one, other), alike in pairs.items():
        ends = frozenset((home.get(one, (one,)), home.get(other, (other,))))
        if len(ends) == 2 and not ends <= set(same):
            near[ends] = max(alike, near.get(ends, 0.0))
    split = {frozenset((one, other)) for group in different for one in group for other in group if one != other}
    of: dict[Group, list[Group]] = {}
    for ends in sorted(near, key=lambda each: (-near[each], sorted(each))):
        left, right = (of.get(each, [each]) for each in sorted(ends))
        if left is not right and _fit(left, right, near, set(same), split):
            joined = [*left, *right]
            of.update(dict.fromkeys(joined, joined))
    groups = {id(each): each for each in of.values()}.values()
    return {tuple(sorted(at for group in each for at in group)): _least(each, near) for each in groups}


def _fit(
    one: Sequence[Group],
    other: Sequence[Group],
    near: Mapping[frozenset[Group], float],
    same: set[Group],
    split: set[frozenset[int]],
) -> bool:
    """Return whether two groups are one: each alike to each, none that a person holds apart, one decision at most."""
    if sum(each in same for each in (*one, *other)) > 1:
        return False
    crossed = [(a, b) for a in one for b in other]
    held_apart = any(frozenset((x, y)) in split for a, b in crossed for x in a for y in b)
    return not held_apart and all(frozenset(each) in near for each in crossed)


def _least(groups: Sequence[Group], near: Mapping[frozenset[Group], float]) -> float:
    return min(near[frozenset((a, b))] for at, a in enumerate(groups) for b in groups[:at])


# Likeness


@dataclass(frozen=True)
class _Said:
    """What one recommendation says: its words in order, the weight of each, its numbers, and whether it negates."""

    report: str
    words: tuple[str, ...]
    weights: Mapping[str, float]
    numbers: frozenset[str]
    negates: bool

    @cached_property
    def weight(self) -> float:
        return sum(self.weights.values())


def _alike(every: Sequence[Raised]) -> dict[tuple[int, int], float]:
    """Return how alike the pairs are that are, of those worth a look: they share something that is not `COMMON`."""
    said = _said(every)
    marks = [{*each.weights, *map(" ".join, pairwise(each.words)), " ".join(each.words)} for each in said]
    frequency = Counter(mark for each in marks for mark in each)
    holding: defaultdict[str, list[int]] = defaultdict(list)
    found: dict[tuple[int, int], float] = {}
    for at, one in enumerate(said):
        telling = [mark for mark in marks[at] if 1 < frequency[mark] <= COMMON]
        for before in sorted({each for mark in telling for each in holding[mark]}):
            if alike := _compared(said[before], one):
                found[before, at] = alike
        for mark in telling:
            holding[mark].append(at)
    return found


def _compared(one: _Said, other: _Said) -> float:
    """Return how alike two are, 0 if they are not."""
    from difflib import SequenceMatcher

    if one.report == other.report or one.negates != other.negates:
        return 0.0
    if one.numbers - other.numbers and other.numbers - one.numbers:
        return 0.0
    shared = sum(min(one.weights[word], other.weights[word]) for word in one.weights.keys() & other.weights.keys())
    if 2 * shared < WORTH * (one.weight + other.weight):
        return 0.0
    shared += sum(_inflected(one.weights, other.weights))
    alike = 2 * shared / (one.weight + other.weight)
    shorter = min(one.weight, other.weight)
    if alike < ALIKE or shorter - shared > APART * shorter:
        return 0.0
    in_order = sum(each.size for each in SequenceMatcher(None, one.words, other.words, False).get_matching_blocks())
    return alike if in_order >= ORDER * min(len(one.words), len(other.words)) else 0.0


def _inflected(one: Mapping[str, float], other: Mapping[str, float]) -> Iterator[float]:
    """Yield the weight of each word that stands in both with an ending more, which the stemmers leave: loi, lois."""
    rest = sorted(other.keys() - one.keys())
    for word in sorted(one.keys() - other.keys()):
        for at, their in enumerate(rest):
            short, long = sorted((word, their), key=len)
            if len(short) >= 3 and len(long) - len(short) <= 2 and long.startswith(short):
                yield min(one[word], other[rest.pop(at)])
                break


def _said(every: Iterable[Raised]) -> list[_Said]:
    """Return what each says."""
    read = [_read(each) for each in every]
    frequency = Counter(word for each in read for word in each.weights)
    rare = {word: math.log(1 + (len(read) + 20) / (count + 1)) for word, count in frequency.items()}
    return [replace(each, weights={w: rare[w] * n for w, n in each.weights.items()}) for each in read]


def _read(each: Raised) -> _Said:
    """Return what one says, points included, with weights as if all words were equally rare."""
    language = lineage(each.report.language)[-1].lower()
    said = (each.recommendation.stem, *(inlines for inlines, _ in runs(each.recommendation.blocks)))
    words = tuple(_words(" ".join(map(plain, said)), language))
    return _Said(
        each.report.id,
        tuple(word for word, _ in words),
        {word: _light(written) for word, written in words},
        frozenset(word for word, written in words if written[0].isdecimal()),
        not {fold(written) for _, written in words}.isdisjoint(_negations(language)),
    )


def _light(said: str) -> float:
    """Return how much a word counts: a short one little, but for numbers, names in capitals and unspaced scripts."""
    short = len(said) <= 3 and not (said[0].isdecimal() or (said.isupper() and len(said) > 1) or _unspaced(said[0]))
    return _LIGHT if short else 1.0


def _words(text: str, language: str) -> Iterator[tuple[str, str]]:
    """Yield the words of a text: the stem by which each is compared, and the word as it is written."""
    text = unicodedata.normalize("NFC", text).replace("’", "'").replace("n't ", " not ")
    for said in "".join(map(_spaced, text)).split():
        yield _stem(said.casefold(), language), said


@cache
def _spaced(character: str) -> str:
    """Return a letter as it is, a sign of an unspaced script as a word of its own, a space for anything else."""
    if unicodedata.category(character)[0] not in "LNM":
        return "" if unicodedata.category(character) == "Cf" else " "
    return f" {character} " if _unspaced(character) else character


@cache
def _unspaced(character: str) -> bool:
    return unicodedata.name(character, "").partition(" ")[0] in _UNSPACED


@cache
def _stem(word: str, language: str) -> str:
    stemmer = _stemmer(language)
    return fold(str(stemmer.stemWord(word)) if stemmer else word) or word


@cache
def _stemmer(language: str) -> Any:
    import snowballstemmer

    return snowballstemmer.stemmer(_STEMMERS[language]) if language in _STEMMERS else None


@cache
def _negations(language: str) -> frozenset[str]:
    return frozenset(map(fold, _NEGATIONS.get(language, "").split()))
