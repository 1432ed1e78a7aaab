"""The words of units and lines: what they say, spelled one way, and how alike two of them are."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

from ..prose import Inlines, Note, Picture, inlines_within, plain
from ..reading import Line, Unit
from ..spelling import fold

_SIGNS = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
_TOKEN = re.compile(rf"[{_SIGNS}]|[^\W{_SIGNS}]+")
_TYPOGRAPHY = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "\u2011": "-", "\u00ad": None, "…": "..."})
_INVISIBLE = re.compile("[\u200b\u200e\u200f\u2060\ufeff]")


def of_inlines(inlines: Inlines) -> str:
    """Return every word of `inlines`, those of footnotes behind them."""
    notes = [plain(each.children) for each in inlines_within(inlines) if isinstance(each, Note)]
    return " ".join((plain(inlines), *notes))


def of_unit(unit: Unit) -> str:
    """Return every word of a unit; a table's cells are parted by bars."""
    if unit.rows:
        return " | ".join(of_inlines(cell) for row in unit.rows for cell in row)
    return of_inlines(unit.inlines)


def shown(unit: Unit) -> str:
    """Return a unit as one line for a person: its words, or what it is."""
    text = " ".join(of_unit(unit).split())
    return text or ("[picture]" if pictures(unit) else "[rule]" if unit.kind == "rule" else f"[empty {unit.kind}]")


def pictures(unit: Unit) -> tuple[Picture, ...]:
    """Return the pictures of a unit."""
    runs = (unit.inlines, *(cell for row in unit.rows for cell in row))
    return tuple(each for run in runs for each in inlines_within(run) if isinstance(each, Picture))


def of_lines(lines: Sequence[Line]) -> str:
    """Return the words of a field, its lines parted by line ends."""
    return "\n".join(text for each in lines if (text := spaced(each.text)))


def spaced(text: str) -> str:
    """Return a text with single spaces, composed (NFC): what differs from it in these does not differ."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def level(text: str) -> str:
    """Return a text without what office programs change by themselves: quotes, spaces, soft hyphens, marks."""
    return spaced(_INVISIBLE.sub("", unicodedata.normalize("NFC", text)).translate(_TYPOGRAPHY))


def tokens(text: str) -> tuple[str, ...]:
    """Return the words of a text as they are compared; of a text without letters, its signs."""
    folded = fold(text)
    return tuple(_TOKEN.findall(folded)) or tuple(folded.replace(" ", ""))


def likeness(one: Sequence[str], other: Sequence[str]) -> float:
    """Return how many words two texts share, from 0 to 1 (Dice)."""
    if not one or not other:
        return float(not one and not other)
    shared = (Counter(one) & Counter(other)).total()
    return 2 * shared / (len(one) + len(other))


def excerpt(text: str, most: int = 60) -> str:
    """Return the beginning of a text, cut between words where it can be."""
    text = " ".join(text.split())
    if len(text) <= most:
        return text
    head = text[: most - 1]
    return (head.rpartition(" ")[0] if " " in head[most // 2 :] else head).rstrip() + "…"
