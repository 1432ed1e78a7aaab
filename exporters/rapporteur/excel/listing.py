"""Recommendations listed by what they hold in one column, for reading and printing (`Register.groups`).

What the secretariat fills in is looked up in the register's table, so that it is up to date here, too.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ..report import FOLLOW_UP
from ..rows import Row
from .book import Cell
from .counts import Counts
from .page import Page
from .recommendations import Head

_STYLES = {"id": "listedid", "consolidated": "listednumber"}


@dataclass(frozen=True, slots=True)
class Listing:
    """The columns of a list, the column whose values group it, and what stands for no value."""

    heads: tuple[Head, ...]
    column: str
    blank: str


def add(listing: Listing, page: Page) -> None:
    """Set the list below what the page holds; its head stays in sight and stands on every page."""
    page.widths = tuple(head.width for head in listing.heads)
    page.row(tuple(Cell(head.label, _over(head)) for head in listing.heads))
    page.keep_head()
    for group in page.counts.register.groups(listing.column):
        page.line((Cell(f"{group.value or listing.blank} ({len(group.rows)})", "heading"),), 30.0)
        for row in group.rows:
            page.row(tuple(_cells(listing, row, page.counts)))


def _over(head: Head) -> str:
    return "numberhead" if head.name == "consolidated" else "linehead"


def _cells(listing: Listing, row: Row, counts: Counts) -> Iterator[Cell]:
    for head in listing.heads:
        style = head.style or _STYLES.get(head.name, "listed")
        if head.name in FOLLOW_UP:
            yield replace(counts.lookup(head.name, row), style=style)
            continue
        value = row.value(head.name)
        dated = isinstance(value, datetime.date)
        yield Cell(None if value == "" else value, "dateline" if dated else style)
