"""A text as it is searched for names and numbers, in whatever letters, figures and signs they are written there."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache, cached_property

from . import names
from .spelling import Signs, fold

SHORTEST = 4
"""Numbers of so many figures, and fewer, are looked for as they are, not within a longer one."""
HELD = SHORTEST + 1
GAP = r"[\s()./–-]"
"""What may stand between the figures of a telephone number."""
_UNSPACED = 0x2E80  # from this character on stand scripts that put no spaces between words
_ARABIC = re.compile(r"[\u0620-\u06ff]")
_JOINED = "وفبلك"  # and, so, in, for, like: written in one with the word behind
_THE = "ال"
_HEBREW = re.compile(r"[\u05d0-\u05ea]")
_PREFIXED = "הובכלמש"  # the, and, in, like, for, from, that
_TAG = re.compile(r"[@#]([\w.-]+)|(?<![\w.+-])([\w.+-]+)@|(?:https?://|www\.)(\S+)", re.IGNORECASE)
CLOSED = 5
"""A name of so many letters is also found closed up in small letters where names are written so: in #tags, links."""


@dataclass(frozen=True)
class Legible:
    """A text in the forms in which it is searched."""

    text: str

    @cached_property
    def lower(self) -> str:
        """The text in small letters."""
        return self.text.casefold()

    @cached_property
    def spellings(self) -> tuple[str, ...]:
        """Its words alone, with a space before and behind: every sign a space, and what signs part closed up.

        Words with capitals within stand there once more, opened: JaneDoe.
        """
        found = [*_spellings(self.text)]
        capitals = list(filter(None, map(_opened, dict.fromkeys(self.text.split()))))
        found += [_spellings(" 0 ".join(capitals))[0]] if capitals else []
        return tuple(f" {each} " for each in found)

    @cached_property
    def tags(self) -> frozenset[str]:
        """The runs of letters in its handles, #tags, addresses and links, and in itself if it is one word, an id."""
        found = [text for each in _TAG.findall(self.text) for text in each if text] if _TAG.search(self.text) else []
        found += [] if len(self.text.split(maxsplit=1)) > 1 else [self.text]
        return frozenset(run for each in found for run in re.split(r"[\s\d]+", _SPACED.of(fold(each))))

    @cached_property
    def run(self) -> str:
        """Its letters with nothing between them."""
        return names.bare(self.text).replace(" ", "")

    @cached_property
    def unspaced(self) -> str:
        """Its letters and figures without the spaces and dots that may part a name where words have no spaces."""
        return _SPACED.of(re.sub(r"[\s·‧・•]+", "", fold(self.text)))

    @cached_property
    def handles(self) -> frozenset[str]:
        """All by which what may stand in it is taken hold of: see `of_name`, `of_email` and `of_figures`."""
        found = {word for each in self.spellings for word in each.split()}
        found.update(*map(_unjoined, tuple(found)), filter(unspaced, set(self.unspaced)), of_email(self.lower))
        found |= self.tags
        runs = self.dialled.split()
        return frozenset(found | {run[at : at + HELD] for run in runs for at in range(len(run) - SHORTEST)} | {""})

    @cached_property
    def levelled(self) -> str:
        """The text, sign by sign, with figures, dashes and spaces of one kind."""
        return self.text if self.text.isascii() else _LEVELLED.of(self.text)

    @cached_property
    def dialled(self) -> str:
        """The longer numbers in it, with nothing between the figures of each."""
        closed = re.sub(rf"(?<=\d){GAP}+(?=\d)", "", self.levelled)
        return " ".join(re.findall(rf"\d{{{SHORTEST + 1},}}", closed))


@cache
def spelled(name: str) -> tuple[str, ...]:
    """Return the words of a name in every spelling, with the last word behind the others, and before them."""
    return tuple(dict.fromkeys(each for spelling in _spellings(name) for each in _orders(spelling) if each))


def _spellings(text: str) -> tuple[str, str]:
    """Return bare words: d’Aosta as “d aosta”, and as “daosta”."""
    apart = _SPACED.of(fold(re.sub("[\u200b\u2060\ufeff]", " ", text)))
    return " ".join(apart.split()), names.bare(text)


def _opened(word: str) -> str:
    """Return a word with a space before each capital behind a small letter, "" if it has none."""
    if word[1:].islower():
        return ""
    pairs = zip(" " + word, word, strict=False)
    opened = "".join(f" {each}" if each.isupper() and before.islower() else each for before, each in pairs)
    return opened if opened != word else ""


def _spaced(character: str) -> str:
    """Return a letter, a figure or a vowel sign, and a space for all else, the figure of a note, too."""
    category = unicodedata.category(character)
    return character if category[0] in "LM" or category in ("Nd", "Nl") else " "


def _levelled(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Nd":
        return str(unicodedata.decimal(character))
    if category == "Pd" or character in "−·‧∙・":
        return "-"
    return " " if category[0] == "Z" or category == "Cf" else character


_SPACED, _LEVELLED = Signs(_spaced), Signs(_levelled)


def _orders(name: str) -> Iterator[str]:
    yield name
    before, _, last = name.rpartition(" ")
    if before:
        yield f"{last} {before}"


def stands(name: str, said: Legible, but: Collection[str] = ()) -> bool:
    """Return whether a name stands there as words of its own, in scripts without spaces anywhere.

    Not so where a short word is written in one with it that makes it one of others (`but`): Sharon of Ron, in Hebrew.
    """
    if unspaced(name):
        return name.replace(" ", "") in said.unspaced
    if any(f" {name} " in each for each in said.spellings) or _closed(name) in said.tags:
        return True
    core, joined = _joined(name)
    near = (each for each in said.spellings if core in each) if core else ()
    return any(found[1] not in but for each in near for found in re.finditer(joined, each))


def joins(name: str) -> bool:
    """Return whether a name is of a script that writes short words in one with it."""
    return bool(_ARABIC.match(name) or _HEBREW.match(name))


@cache
def _joined(name: str) -> tuple[str, str]:
    """Return the part of a name that stands wherever it does, and how it is written with short words before it."""
    if _ARABIC.match(name):
        core = name.removeprefix(_THE)
        the = _THE if core != name else f"(?:{_THE})?"
        return core, rf" ((?:[{_JOINED}]{{0,2}}{the}|[{_JOINED}]?لل){re.escape(core)})(?= )"
    return (name, rf" ([{_PREFIXED}]{{1,3}}{re.escape(name)})(?= )") if _HEBREW.match(name) else ("", "")


@cache
def _closed(name: str) -> str:
    """Return a name of several words closed up; a space, which is found nowhere, for a short one."""
    closed = name.replace(" ", "")
    return closed if closed != name and len(closed) >= CLOSED else " "


def of_name(name: str) -> frozenset[str]:
    """Return by what a name is taken hold of: the words that may be its first, or a letter where words have no gaps."""
    letters = (next(filter(unspaced, each), "") for each in spelled(name))
    words = (letter or each.split()[0] for letter, each in zip(letters, spelled(name), strict=True))
    return frozenset((*words, *map(_closed, spelled(name))))


def of_email(text: str) -> frozenset[str]:
    """Return by what the addresses in a text are taken hold of: the words before and behind each @."""
    found = re.findall(r"(?<![\w-])([\w-]*)(?=@([\w-]*))", text) if "@" in text else ()
    return frozenset(map("@".join, found))


def of_figures(figures: str) -> frozenset[str]:
    """Return by what a number is taken hold of: its first figures; a short one by nothing."""
    return frozenset((figures[:HELD] if len(figures) > SHORTEST else "",))


def unspaced(name: str) -> bool:
    """Return whether a name is written, in part at least, where words have no spaces between them."""
    return any(ord(letter) >= _UNSPACED for letter in name)


def _unjoined(word: str) -> Iterator[str]:
    """Yield an Arabic or Hebrew word without the short words that are written in one with it: “and”, “for”, “the”."""
    for at in range(1, 4) if _HEBREW.match(word) else ():
        if set(word[:at]) <= set(_PREFIXED):
            yield word[at:]
    for at in range(1, 5) if _ARABIC.match(word) else ():
        if re.fullmatch(rf"[{_JOINED}]{{0,2}}(?:{_THE})?|[{_JOINED}]?لل", word[:at]):
            yield word[at:]
            yield _THE + word[at:]
