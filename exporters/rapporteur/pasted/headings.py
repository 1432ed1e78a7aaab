"""Headings of a pasted text: those the form knows, those marked as such, and lines that look like one."""

from __future__ import annotations

import re
from typing import NamedTuple

from ..spelling import fold
from .bullets import bullet
from .meanings import Meanings
from .rows import Row

_MARKED = re.compile(r"(#{1,6})\s+(.*?)\s*#*$")
_BOLD = re.compile(r"(\*\*|__)(?=\S)([^*_]+)(?<=\S)\1\s*[:：]?$")
_NUMBER = re.compile(
    r"(?:\d{1,2}(?:\.\d{1,2})*[.)]?|[IVX]{1,4}[.)]|[A-Z][.)])\s+|"
    r"(?:[（(]?[一二三四五六七八九十]{1,3}[、)）．]|[（(]\d{1,2}[）)])\s*"
)
_MODAL = re.compile(
    r"(?<!\w)(?:should|must|shall|need|needs|will|can|could|were|was|are|is|debemos|deben|debe|devemos|devem|deve|"
    r"doit|doivent|devons|следует|должны|необходимо|нужно|يجب|ينبغي|चाहिए)(?!\w)|应|需要|必须|可以"
)
_ADDRESSED = re.compile(
    r"(?:for|to|pour|a|aux?|a la|para|ao|aos|as|a los|a las|al|для|к|правительствам|إلى|الى|للحكومات|के लिए)\s+\S|"
    r"[对致向给]"
)
_ENDS = ".!?。！？；;,，、،؛।…"


class Heading(NamedTuple):
    """A heading: its words, its level (2 opens a section), the key it means, words behind it, and why it is a guess."""

    text: str
    level: int
    key: str = ""
    rest: str = ""
    guess: str = ""


def known(row: Row, meanings: Meanings, seen: set[str]) -> Heading | None:
    """Return the heading that a line is because the form knows its words or it is marked as one."""
    marked = _MARKED.match(row.text)
    bold = _BOLD.fullmatch(row.text)
    text = marked[2] if marked else bold[2] if bold else row.text
    if bold_in := _BOLD.fullmatch(text):
        text = bold_in[2]
    unnumbered = _NUMBER.sub("", text, count=1)
    for said in dict.fromkeys((text, unnumbered)):
        if key := meanings.section(said):
            return Heading(_clean(said), 2, key)
    if marked and text:
        return Heading(_clean(text), 2 if len(marked[1]) < 3 else 3)
    if bold and _short(text) and not meanings.grid(text):
        return Heading(_clean(text), 2, guess="a line in bold was taken as a heading")
    return _inline(text, meanings, seen) or _inline(unnumbered, meanings, seen)


def _clean(text: str) -> str:
    return text.strip().rstrip(" :：").strip("*_ ") or text


def _inline(text: str, meanings: Meanings, seen: set[str]) -> Heading | None:
    """Return the heading of a line that goes on behind it, once for each: “Outcomes: the session agreed …”."""
    found = re.match(r"([^:：]{2,120})\s*[:：]\s*(?=\S)", text)
    key = meanings.section(found[1]) if found else ""
    if not found or not key or key in seen:
        return None
    return Heading(_clean(found[1]), 2, key, text[found.end() :].strip("* "))


def _short(text: str) -> bool:
    return 2 <= len(text) <= 80 and len(text.split()) <= 10


def likely(row: Row, following: Row | None, blank_after: bool, colons: bool, tight: bool) -> Heading | None:
    """Return the heading that a line between a blank one and what follows seems to be, as a guess.

    `colons` says that the headings of this text end with colons, so that a line which does may be one; `tight` that
    no blank line follows them.
    """
    text, colon = row.text, row.text.rstrip().endswith((":", "："))
    if following is None or row.tabular or not _short(text) or bullet(row) or row.indent:
        return None
    if (
        text[-1] in _ENDS
        or not text[0].isalnum()
        or text[0].islower()
        or re.search(r"[,;，；،@]|[:：]\s*[^\s:：]", text)
    ):
        return None
    if colon and not (colons and blank_after and not _MODAL.search(fold(text))):
        return None
    sentence = tight and following.text[-1] in ".!?。！？।"
    if not blank_after and bullet(following) is None and not sentence:
        return None
    return Heading(_clean(text), 2, guess="a short line that stands alone was taken as a heading")


def group(row: Row, meanings: Meanings, alike: int) -> Heading | None:
    """Return the heading of a group of recommendations that a line above points is: “Recommendations to governments:”.

    `alike` is how many such lines the section has; a sentence that its points complete is none.
    """
    plain = fold(row.text).strip(" :*#")
    if not _short(row.text) or not row.text.rstrip("* ").endswith((":", "：")) or _MODAL.search(plain):
        return None
    if re.search(r"[,;.，；،。]", plain):
        return None
    names = any(label in plain for label in meanings.recommending)
    if names or (_ADDRESSED.match(plain) and len(plain.split()) <= 5) or (alike > 1 and len(plain.split()) <= 6):
        return Heading(_clean(row.text), 3)
    return None
