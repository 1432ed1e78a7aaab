"""What a file that came back says, place by place, before anybody decides what it means.

A `Reading` is what `word.recover` reads of a DOCX and `pasted` of plain text: the lines of each field, and the body as
one flow of `Unit`s, headings among them. It holds evidence (`marks`, the keys of `parts`) and no conclusions. Readings
are compared with each other, never with a report: the reading of what was sent is made by the same reader from a fresh
export of its source, so that whatever a layout prints, leaves out or words in its own way counts as no edit.

A unit's inlines are canonical: ``Link ⊃ Strong ⊃ Emphasis ⊃ Text | Code | Picture | Note | Break``, equal neighbours
joined. What Markdown cannot hold (underline, colour) is told in `notes`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from .problems import Problem
from .prose import Inlines

Kind = Literal[
    "paragraph",  # plain words; one that holds nothing but a Picture is a figure
    "point",  # a list item's first words; `level` from 0, `ordered`, `number` as printed
    "more",  # a paragraph that continues a point
    "heading",  # `level` as printed: 1 is the title's, sections are 2 or 3
    "quote",
    "code",  # its text is one Text, line ends in it
    "rule",
    "table",  # `rows`, the first is the header
    "caption",  # the credit of the picture above it
    "beside",  # what is said beside a recommendation: addressee, theme, consensus, deadline
]
How = Literal["tag", "bookmark", "label", "words", "similarity", "position", "new"]
"""By what a thing was known again, the surest first."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a field of the grid.

    `text` is all of it; `parts` the words in its controls or bookmarks by key (``presenters:pr1:name``), in order;
    `loose` what stands outside every part and is neither the field's label, a count's label, nor a separator. `spot`
    says where it stands, for people.
    """

    text: str
    parts: tuple[tuple[str, str], ...] = ()
    loose: str = ""
    spot: str = ""
    how: How = "label"


@dataclass(frozen=True, slots=True)
class Unit:
    """One paragraph, point, heading or table of the body.

    `marks` are the names under which it was sent: those of the bookmarks that cover its words, the one that covers most
    first, for a heading also the tag of the section it stands in (``section:outcomes``). `style` is the name of its
    paragraph style. Both are evidence, like `spot`, and do not count in comparisons.
    """

    kind: Kind
    inlines: Inlines = ()
    level: int = -1
    ordered: bool = False
    rows: tuple[tuple[Inlines, ...], ...] = ()
    number: str = field(default="", compare=False)
    marks: tuple[str, ...] = field(default=(), compare=False)
    style: str = field(default="", compare=False)
    spot: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Revision:
    """A tracked change: what was inserted, deleted, moved or set otherwise, by whom and when ("" if not told).

    The text is read without it if it is `rejected`.
    """

    kind: Literal["inserted", "deleted", "moved", "formatted"]
    author: str
    date: str
    words: str
    spot: str = ""
    rejected: bool = False


Decision = Literal["accept", "reject"] | frozenset[int]
"""What becomes of a file's tracked changes: all of one kind, or those at some places of their list rejected."""


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment: its words, who wrote it and when, and the words it hangs on. A reply names what it replies to."""

    author: str
    date: str
    words: str
    anchor: str = ""
    field: str = ""
    resolved: bool = False
    replies_to: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one file says.

    `report` and `base` are the session's id and the digest of what was sent, as the file's properties or its footer
    tell them (a footer tells ten digits), "" if nothing does; `blank` if it was sent as an empty form. `program` wrote
    the file (``LibreOffice/7.4``), `saved` is when, as ISO 8601, `by` who saved it. `fields` holds the lines of the
    grid by the field's id; a field that is not there was not found, one with no lines was found empty. `around` are the
    words of heads, feet, labels and hints. `left` are lines that belong nowhere. `pictures` holds the bytes of what
    `Picture.source` names (``returned:`` and a digest). `notes` tell what was doubtful, lost or repaired while reading.
    """

    file: str = ""
    report: str = ""
    base: str = ""
    schema: str = ""
    blank: bool = False
    language: str = ""
    program: str = ""
    saved: str = ""
    by: str = ""
    fields: Mapping[str, tuple[Line, ...]] = field(default_factory=dict)
    body: tuple[Unit, ...] = ()
    around: tuple[str, ...] = ()
    left: tuple[Line, ...] = ()
    revisions: tuple[Revision, ...] = ()
    comments: tuple[Comment, ...] = ()
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    notes: tuple[Problem, ...] = ()
