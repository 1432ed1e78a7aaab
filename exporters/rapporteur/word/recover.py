"""A Word file that came back, read: what it says place by place, whoever saved it.

Evidence only: which unit of what was sent a unit is, and what a change means, is found out elsewhere (`returned`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ..reading import Comment, Decision, Line, Reading, Revision
from . import about, inlines, paragraphs, spots
from .answered import Answers
from .faces import Faces
from .flow import STATUS, Flow
from .lines import Lines
from .numbering import Lists
from .opened import Opened
from .paragraphs import Paragraph
from .places import Places
from .printed import Wording
from .refusals import refuse
from .spots import W
from .stylesheet import Stylesheet
from .things import Things

if TYPE_CHECKING:
    from lxml.etree import _Element

    from ..layout import Layout
    from ..prose import Note


def reading(data: bytes, file: str, layout: Layout, revisions: Decision = "accept") -> Reading:
    """Return what a Word file says, its tracked changes ``accept``ed, ``reject``ed, or those of some places rejected.

    Raises `Refused` for what is no Word file, and for one that is too large or carries macros.
    """
    opened = Opened(data, file)
    if about.is_volume(opened):
        what = "this is the pack of all sessions, whose edits do not come back"
        refuse(file, what, "send the Word form of the session")
    text = _Text(opened, layout, revisions)
    told = about.of(opened)
    wording = Wording(layout, told.language)
    around = [each for kind in ("header", "footer") for each in text.edges(kind)]
    told = about.with_foot(told, around, wording)
    text.compare_dates(told.language or "en")
    answers = Answers(wording)
    flat = not any(each.outline >= 0 for each in text.paragraphs)
    flow = Flow(answers, opened, flat, styled=STATUS in text.styles)
    places = Places(answers, flow)
    places.sort(text.paragraphs)
    return Reading(
        file=file,
        **told._asdict(),
        fields={name: tuple(found) for name, found in answers.lines.items()},
        body=flow.units,
        around=(*around, *answers.around),
        left=(*places.left, *text.uncalled()),
        revisions=text.revisions,
        comments=text.comments,
        pictures=text.things.images,
        notes=tuple(opened.notes),
    )


@dataclass
class _Text:
    """The text of a file: its paragraphs, and what hangs on them."""

    opened: Opened
    layout: Layout
    how: Decision

    def __post_init__(self) -> None:
        self.things = Things(self.opened, tuple(each.id for each in self.layout.form.fields))
        self.styles = Stylesheet(self._part("styles"))
        tree = self.opened.tree(self.opened.main)
        assert tree is not None
        self.comments = self._comments(tree)
        self.revisions: tuple[Revision, ...] = ()
        self._resolve(tree)
        for kind in ("footnote", "endnote"):
            self._hold(kind)
        self.paragraphs = self._lines(tree, self.opened.main)
        self._tree = tree

    def compare_dates(self, language: str) -> None:
        """Note each date whose words name another day than its calendar; the words are what is believed."""
        from ..spoken import read_date

        for date in self._tree.iter(f"{W}date"):
            control = next(date.iterancestors(f"{W}sdt"), None)
            day = date.get(f"{W}fullDate", "")[:10]
            said = "" if control is None or not day else spots.words(control)
            found = read_date(said[:200], language) if said else None
            if found and found.year and f"{found.year:04}-{found.month:02}-{found.day:02}" != day:
                self.opened.note(f"a date says “{said[:80]}”, but its calendar {day}", "the words were taken")

    def edges(self, kind: str) -> Iterator[str]:
        """Yield the texts of running heads or feet."""
        for name in self.opened.pointed(kind):
            tree = self.opened.tree(name)
            if tree is not None:
                yield from (found for text in paragraphs.texts(self._lines(tree, name)) if (found := text.strip()))

    def uncalled(self) -> Iterator[Line]:
        """Yield the footnotes that no place of the text calls."""
        from ..prose import plain

        for (kind, _), note in self.things.notes.items():
            yield Line(plain(note.children), spot=kind, how="position")

    def _part(self, kind: str) -> _Element | None:
        return next((self.opened.tree(name) for name in self.opened.pointed(kind)), None)

    def _lines(self, tree: _Element, name: str) -> list[Paragraph]:
        faces = Faces(self.styles, Lists(self._part("numbering")))
        return Lines(faces, self.things, name).of(tree)

    def _hold(self, kind: str) -> None:
        for name in self.opened.pointed(f"{kind}s"):
            tree = self.opened.tree(name)
            if tree is None:
                continue
            self._resolve(tree)

            def read(element: _Element, name: str = name) -> Note | None:
                return inlines.note(self._lines(element, name))

            self.things.hold(kind, tree, read)

    def _resolve(self, tree: _Element) -> None:
        """List the tracked changes of a tree and settle them."""
        from . import revisions

        found = revisions.found(tree, spots.headings(self._part("styles")))
        listed = [revision for revision, _ in found]
        if isinstance(self.how, frozenset):
            going = [at for at in range(len(found)) if at + len(self.revisions) in self.how]
            revisions.rejected([mark for at in going for mark in found[at][1]])
            revisions.resolved(tree, "accept")
        else:
            going = list(range(len(found))) if self.how == "reject" else []
            revisions.resolved(tree, self.how)
        for at in going:
            listed[at] = replace(listed[at], rejected=True)
        self.revisions += tuple(listed)

    def _comments(self, tree: _Element) -> tuple[Comment, ...]:
        from . import comments

        return comments.read(self.opened, tree)
