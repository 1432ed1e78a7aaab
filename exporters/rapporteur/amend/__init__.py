"""A session file edited in place: only the lines that an amendment concerns change, every other byte stays.

units        a section's units in the order of the Word file, with their lines
canonical    one form for words set in many ways
inlines      words as Markdown that reads back exactly
markup       units, points, tables and whole sections as Markdown
flow         the body of a file as pieces of lines
frames       what stands before the words of each line in lists and quotes
entries      what a section shall hold: pieces that stay, change, come or go
splice       new words in the place of old ones
notes        footnotes that change, come or go
writing      one writing of a body, piece after piece
body         the body of a file, written anew where it changes, and the proof that it reads as it was meant
spans        a front matter's nodes, each with the span of its text
lists        lists of a front matter
values       values of a front matter, changed, added and taken out
people       the people of a role, each with the lines that tell of them
front        values and people together
"""

from __future__ import annotations

from ..amendment import Amendment
from ..report import Report


def amended(text: str, report: Report, amendment: Amendment) -> str:
    """Return the session file `text`, which `report` was read from, as the amendment wants it.

    Raises `Refused` when a change cannot be written without touching more than it should.
    """
    from . import body, front

    if amendment.is_empty:
        return text
    text = front.amended(text, report, amendment)
    return text if amendment.sections is None else body.amended(text, report, amendment.sections)
