"""Bullets of any kind: dashes, dots and arrows, Word's private ones, and numbers in the digits of any script."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from .rows import Row

_DOTS = "•●▪■□◆◇○◦‣⁃►▶➢➤✓✔✗★☆・∙⚫\uf0b7\uf0a7\uf0d8\uf0fc\uf0a8\uf076\uf02d"
_SIGN = re.compile(rf"([{_DOTS}])\s*|([-–—―−*·→»>+~、])\s+|([-–—])(?=[^\W\d_])|(o)\t\s*")
_FIGURES = re.compile(r"(?:(\d{1,3})(?:[.)]\s+|\.[-–]\s*|[．、）]\s*)|[(（](\d{1,3})[)）]\s*)")
_HAN = re.compile(r"(?:([一二三四五六七八九十]{1,3})[、．]|[(（]([一二三四五六七八九十]{1,3})[)）])\s*")
_CIRCLED = re.compile(r"([①-⑳❶-❿⑴-⒇])\s*")
_ROMAN = re.compile(r"\(?([ivx]{1,5}|[IVX]{1,5})[.)]\s+")
_LETTER = re.compile(r"(?:\(?([a-zа-яأ-يक-ह])\)|([a-zа-я])\.)\s+")
_DEVANAGARI = "कखगघङचछजझञटठडढणतथदधनपफबभमयरलवशषसह"
_ROMANS = {"i": 1, "v": 5, "x": 10}
_HAN_FIGURES = {figure: value for value, figure in enumerate("零一二三四五六七八九")}


class Bullet(NamedTuple):
    """What begins a point: its kind, the same for bullets that look alike, its number (0 for none), and the words."""

    kind: str
    number: int
    text: str


def bullet(row: Row) -> Bullet | None:
    """Return the bullet that a line begins with, None if it begins with words."""
    text = row.text
    if found := _SIGN.match(text):
        sign = next(filter(None, found.groups()))
        return _made("-" if sign in "-–—―−" and sign != "—" else sign, 0, text, found)
    if row.indent and text.startswith("o ") and len(text) > 2:
        return Bullet("o", 0, text[2:].strip())
    return _numbered(text)


def _made(kind: str, number: int, text: str, found: re.Match[str]) -> Bullet | None:
    words = text[found.end() :].strip()
    return Bullet(kind, number, words) if words else None


def _numbered(text: str) -> Bullet | None:
    if found := _FIGURES.match(text):
        figures = found[1] or found[2]
        return _made("1." if found[1] else "(1)", int(figures), text, found)
    if found := _HAN.match(text):
        return _made("一、" if found[1] else "（一）", _han(found[1] or found[2]), text, found)
    if found := _CIRCLED.match(text):
        return _made("①", int(unicodedata.numeric(found[1])), text, found)
    if found := _ROMAN.match(text):
        value = _roman(found[1].lower())
        if value and (len(found[1]) > 1 or found[1] in "iI"):
            return _made("i" if found[1].islower() else "I", value, text, found)
    if found := _LETTER.match(text):
        letter = found[1] or found[2]
        return _made("a", _place(letter), text, found)
    return None


def _place(letter: str) -> int:
    for alphabet in (
        "abcdefghijklmnopqrstuvwxyz",
        "абвгдежзиклмнопрстуфхцчшщэюя",
        "أبتثجحخدذرزسشصضطظعغفقكلمنهوي",
        _DEVANAGARI,
    ):
        if letter in alphabet:
            return alphabet.index(letter) + 1
    return 1


def _roman(text: str) -> int:
    values = [_ROMANS[letter] for letter in text]
    total = sum(-one if one < next_ else one for one, next_ in zip(values, [*values[1:], 0], strict=True))
    return total if 0 < total < 40 else 0


def _han(figures: str) -> int:
    tens, ten, ones = figures.partition("十")
    if ten:
        return 10 * _HAN_FIGURES.get(tens, 1) + _HAN_FIGURES.get(ones, 0)
    return _HAN_FIGURES.get(figures, 0)
