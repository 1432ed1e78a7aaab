"""The acronyms that reports spell out, ``Community Land Trust (CLT)``, found by their letters.

After Schwartz and Hearst, A Simple Algorithm for Identifying Abbreviation Definitions in Biomedical Text (2003): read
backwards, each letter of the acronym stands in the words before it, its first at the beginning of one. Only scripts
with capitals have acronyms that can be told from words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ..prose import plain, runs
from ..report import Report

_IN_BRACKETS = re.compile(r"\(([^()\s\d][^()\s]{1,9})\)")
_BROKEN = re.compile(r"[()\n]")
_SENTENCE = re.compile(r"[.!?;:,]\s")
FURTHEST, LEAST = 160, 3
"""The words before an acronym are looked for among so many letters, and are not fewer."""


def spelled_out(reports: Iterable[Report]) -> dict[str, str]:
    """Return what acronyms stand for, as the first report that spells each one out says."""
    found: dict[str, str] = {}
    for report in reports:
        for section in report.sections:
            for inlines, _ in runs(section.prose):
                for short, long in within(" ".join(plain(inlines).split())):
                    found.setdefault(short, long)
    return found


def within(text: str) -> Iterator[tuple[str, str]]:
    """Yield each acronym that `text` spells out, with its words."""
    for match in _IN_BRACKETS.finditer(text):
        short = match[1]
        capitals = sum(letter.isupper() for letter in short)
        if capitals < 2 or capitals * 2 < sum(letter.isalpha() for letter in short):
            continue
        before = _BROKEN.split(text[max(0, match.start() - FURTHEST) : match.start()])[-1]
        long = _words(short, _SENTENCE.split(before)[-1]) if len(before) >= LEAST else ""
        if long:
            yield short, long


def _words(short: str, before: str) -> str:
    """Return the words before an acronym that it is made of, "" if it is not."""
    words = before.split()
    most = min(len(words), len(short) + 5, len(short) * 2)
    before = " ".join(words[len(words) - most :])
    at = len(before)
    letters = [letter.casefold() for letter in short if letter.isalnum()]
    for number, letter in reversed(list(enumerate(letters))):
        at -= 1
        while at >= 0 and (before[at].casefold() != letter or (number == 0 and at > 0 and (before[at - 1].isalnum()))):
            at -= 1
        if at < 0:
            return ""
    return before[at:].strip()
