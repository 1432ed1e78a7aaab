"""On which pages words stand: what an index is made of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

_WORD = re.compile(r"\w+")
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u2e80-\u9fff]+")
"""Letters of scripts that leave no space between words."""
_SOFT = re.compile("\u00ad\n?")
"""A hyphen that a line put in where it broke a word."""
_LETTER = _UNSPACED.pattern.removesuffix("+")
_TORN = re.compile(rf"\n(?:(?<=\w[-/–—]\n)(?=\w)|(?<={_LETTER}\n)(?={_LETTER}))")
"""The end of a line behind a word's own hyphen, a dash or a stroke, or between letters that leave no space."""
_HYPHENS = str.maketrans("\u2010\u2011", "--")


def spots(terms: Iterable[str], pages: Mapping[int, str]) -> dict[str, tuple[int, ...]]:
    """Return the numbers of the `pages` whose words hold each of the `terms`, none for one that is nowhere.

    Capitals count in terms that are all capitals (an acronym is no common word), not in others.
    """
    exact = _Pages({number: _even(words) for number, words in pages.items()})
    folded = _Pages({number: words.casefold() for number, words in exact.texts.items()})
    found: dict[str, tuple[int, ...]] = {}
    for term in terms:
        words = _even(term)
        found[term] = tuple(exact.holding(words) if term.isupper() else folded.holding(words.casefold()))
    return found


def without(words: str, lines: Iterable[str]) -> str:
    """Return the words of a page without each of some lines, where it first begins one."""
    whole = _SOFT.sub("", words)
    for line in lines:
        said = r"\s+".join(re.escape(each) for each in line.split())
        whole = re.sub(rf"^{said}(?!\w)", "", whole, count=1, flags=re.MULTILINE) if said else whole
    return whole


def _even(words: str) -> str:
    """Return words as if no line had broken them."""
    return " ".join(_TORN.sub("", _SOFT.sub("", words).translate(_HYPHENS)).split())


@dataclass(frozen=True)
class _Pages:
    """The texts of pages by number; a term is looked for on those only that hold its words."""

    texts: Mapping[int, str]

    def holding(self, term: str) -> Iterator[int]:
        """Yield the pages that hold a term, in their order."""
        before, behind = _bound(term[:1]), _bound(term[-1:])
        whole = [self._words.get(each, {}) for each in _whole(term, before, behind)]
        among = whole or [self._letters.get(each, {}) for each in _parts(term)]
        for number in _common(among) if among else self.texts:
            if _stands(term, self.texts[number], before, behind):
                yield number

    @cached_property
    def _words(self) -> dict[str, dict[int, None]]:
        """The pages of each word."""
        return _inverted({number: _WORD.findall(text) for number, text in self.texts.items()})

    @cached_property
    def _letters(self) -> dict[str, dict[int, None]]:
        """The pages of each letter of unspaced scripts, and of each two that stand together."""
        return _inverted({number: _parts(text) for number, text in self.texts.items()})


def _inverted(pages: Mapping[int, Iterable[str]]) -> dict[str, dict[int, None]]:
    found: dict[str, dict[int, None]] = {}
    for number, said in pages.items():
        for each in set(said):
            found.setdefault(each, {})[number] = None
    return found


def _whole(term: str, before: bool, behind: bool) -> Iterator[str]:
    """Yield what is a word of its own wherever the term stands, which ends with a word only if it is bound there."""
    for each in _WORD.finditer(term):
        if (before or each.start() > 0) and (behind or each.end() < len(term)):
            yield each[0]


def _parts(text: str) -> list[str]:
    return [part for run in _UNSPACED.findall(text) for part in (*run, *map("".join, pairwise(run)))]


def _common(found: Sequence[Mapping[int, None]]) -> Iterator[int]:
    """Return the numbers that all hold."""
    fewest, *others = sorted(found, key=len)
    return (number for number in fewest if all(number in each for each in others))


def _bound(letter: str) -> bool:
    """Return whether a word ends at a letter, which it does not in scripts that leave no space between words."""
    return letter.isalnum() and not _UNSPACED.match(letter)


def _stands(term: str, text: str, before: bool, behind: bool) -> bool:
    """Return whether a term stands in a text, with no letter before it or behind it where it is bound."""
    at = text.find(term)
    while at >= 0:
        end = at + len(term)
        if not (before and _WORD.fullmatch(text[at - 1 : at])) and not (behind and _WORD.match(text, end)):
            return True
        at = text.find(term, at + 1)
    return False
