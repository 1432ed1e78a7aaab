"""Formulas over a native table: names of its columns, texts, and criteria as COUNTIFS reads them."""

from __future__ import annotations

import re

LONGEST = 250
"""A criterion longer than this (255 characters is the limit) cannot stand in COUNTIFS."""


def labels(given: list[str]) -> tuple[str, ...]:
    """Return labels fit for the columns of one table: on one line, of at most 255 characters, each another."""
    found: dict[str, str] = {}
    for text in given:
        label = first = " ".join(text.split())[:250] or "–"
        number = 2
        while label.casefold() in found:
            label, number = f"{first} {number}", number + 1
        found[label.casefold()] = label
    return tuple(found.values())


def column(table: str, label: str) -> str:
    """Return how a formula names a column: ``tblRecommendations[Status]``."""
    escaped = re.sub(r"(['\[\]#@])", r"'\1", label)
    return f"{table}[{escaped}]"


def text(value: str) -> str:
    """Return a text as it stands in a formula."""
    return '"' + value.replace('"', '""') + '"'


def equal(value: str) -> str:
    """Return the criterion that only `value` meets: what COUNTIFS takes for a wildcard is escaped; "" meets blanks."""
    return text(f"={_plain(value)}" if value else "")


def _plain(value: str) -> str:
    return re.sub(r"([~*?])", r"~\1", value)


def found(wanted: str, among: str, value: str) -> str:
    """Return the formula for what a column holds where another one holds `value`; "" if nothing does."""
    return f'IFERROR(INDEX({wanted},MATCH({text(_plain(value))},{among},0))&"","")'


def counting(conditions: list[tuple[str, str]]) -> str:
    """Return the formula that counts the rows whose columns meet criteria (both as formulas)."""
    return f"COUNTIFS({','.join(f'{column},{criterion}' for column, criterion in conditions)})"
