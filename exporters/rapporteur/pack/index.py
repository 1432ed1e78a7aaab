"""On which pages words stand: what an index is made of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

_WORD = re.compile(r"\w+")
_TORN = re.compile(r"[\u00ad\u2010-]\n(?=\w)")
"""A word that goes on on the next line, behind a hyphen of the line's own or of the word."""


def spots(terms: Iterable[str], pages: Mapping[int, str]) -> dict[str, tuple[int, ...]]:
    """Return the numbers of the `pages` whose words hold each of the `terms`, none for one that is nowhere.

    Capitals count in terms that are all capitals (an acronym is no common word), not in others.
    """
    exact = {number: _even(words) for number, words in pages.items()}
    folded = {number: words.casefold() for number, words in exact.items()}
    within = {number: set(_WORD.findall(words)) for number, words in folded.items()}
    return {term: tuple(_found(term, exact, folded, within)) for term in terms}


def _even(words: str) -> str:
    return " ".join(_TORN.sub("", words).split())


def _found(
    term: str, exact: Mapping[int, str], folded: Mapping[int, str], within: Mapping[int, set[str]]
) -> Iterable[int]:
    capital = term.isupper()
    words = " ".join(term.split())
    wanted = words if capital else words.casefold()
    pattern = re.compile(_edge(wanted, 0, r"(?<!\w)") + re.escape(wanted) + _edge(wanted, -1, r"(?!\w)"))
    whole: Sequence[str] = _WORD.findall(words.casefold()) if _edge(wanted, 0, "x") else ()
    for number, text in (exact if capital else folded).items():
        if all(each in within[number] for each in whole) and pattern.search(text):
            yield number


def _edge(word: str, at: int, pattern: str) -> str:
    """Return what bounds a word, "" in scripts that leave no space between words."""
    letter = word[at : at + 1] if at == 0 else word[at:]
    return pattern if letter.isalnum() and not _unspaced(letter) else ""


def _unspaced(letter: str) -> bool:
    return "\u0e00" <= letter <= "\u0eff" or "\u1000" <= letter <= "\u109f" or "\u2e80" <= letter <= "\u9fff"
