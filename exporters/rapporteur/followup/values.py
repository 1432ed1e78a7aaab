"""What a cell of the follow-up means: the key of a list's word in any language, a day as ISO 8601, or its words.

A value is compared and written as it stands in ``source/followup.yaml``, whatever language the register is in.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from .. import spoken
from ..characters import forbidden
from ..layout import Layout
from ..register import STRICT, offered
from ..rows import DATES, as_date
from ..spelling import fold
from .returned import Cell

LONGEST = 32_767
_BREAKS = str.maketrans({"\x85": "\n", "\u2028": "\n", "\u2029": "\n", "\ufeff": ""})


@dataclass(frozen=True, slots=True)
class Meant:
    """The value that a cell means, and why it cannot be taken ("" if it can), with the next step."""

    value: str
    wrong: str = ""
    hint: str = ""


class Values:
    """Reads cells by the lists of a layout, in every language it has words for."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._lists = offered(layout.settings.get("register", {}))
        self._keys = {name: _keys(layout, keys) for name, keys in self._lists.items()}

    def meant(self, column: str, cell: Cell, language: str) -> Meant:
        """Return what a cell of `column` means in a register of `language`."""
        text = plain(cell.text)
        if cell.kind == "formula":
            return Meant(text, "a formula stands here; formulas are not worked out", "type the value itself")
        if cell.kind == "mistake":
            return Meant(text, f"{text} stands here, which is no value", "type the value itself")
        if characters := forbidden(text):
            return Meant(text, f"{' '.join(characters)} stands here", "delete it; it has no shape")
        if column in DATES and text:
            return _day(cell, text, language)
        if column in self._keys and text:
            return self._chosen(column, text, language)
        return Meant(text)

    def value(self, column: str, text: str) -> str:
        """Return a value that stands in the source or stood in what was sent; one outside its list is kept as it is."""
        text = plain(text)
        return self._keys.get(column, {}).get(fold(text), text)

    def _chosen(self, column: str, text: str, language: str) -> Meant:
        key = self._keys[column].get(fold(text))
        if key is not None or column not in STRICT:
            return Meant(text if key is None else key)
        allowed = ", ".join(f"“{self.word(each, language)}”" for each in self._lists[column])
        return Meant(text, f"“{_short(text)}” is not in the list", f"write one of: {allowed}")

    def word(self, key: str, language: str) -> str:
        """Return the word of a list's key as a register of `language` shows it."""
        forms = self._layout.catalogue(language or "en").words.get(key)
        return next(iter(forms.values())) if forms else key

    def shown(self, column: str, value: str, language: str) -> str:
        """Return a value as people read it."""
        return self.word(value, language) if value in self._lists.get(column, ()) else value


def plain(text: str) -> str:
    """Return a text with one kind of end of line and nothing empty around it."""
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_BREAKS).strip()


@lru_cache(64)
def _keys(layout: Layout, keys: tuple[str, ...]) -> Mapping[str, str]:
    """Return the key that each spelling means, in any language; a spelling of two keys means neither."""
    found: dict[str, set[str]] = {}
    for key in keys:
        said = {key, key.replace("_", " ")}
        said.update(text for language in layout.languages() for text in layout.catalogue(language).spellings(key))
        for text in said:
            found.setdefault(fold(text), set()).add(key)
    return {text: meant.pop() for text, meant in found.items() if len(meant) == 1}


def _day(cell: Cell, text: str, language: str) -> Meant:
    if cell.kind == "number":
        return Meant(text, f"{text} is a number and no date", "write the date as year-month-day: 2019-12-31")
    if as_date(text):
        return Meant(text)
    spelled = any(each.isalpha() for each in text)
    read = spoken.read_date(text, "en") or (spoken.read_date(text, language) if spelled else None)
    if read is None:
        return Meant(text, f"“{_short(text)}” is no date, or could be two", "write it as year-month-day: 2019-12-31")
    if read.year is None:
        return Meant(text, f"“{_short(text)}” names no year", "write the date as year-month-day: 2019-12-31")
    day = datetime.date(read.year, read.month, read.day)
    if read.weekday not in (None, day.weekday()) or as_date(day.isoformat()) is None:
        return Meant(text, f"“{_short(text)}” is no day of the calendar", "write it as year-month-day: 2019-12-31")
    return Meant(day.isoformat())


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 60 else f"{text[:59]}…"
