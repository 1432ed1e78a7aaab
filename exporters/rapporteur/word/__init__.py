"""The Word exporter: the rapporteur template as DOCX, filled with a report or blank, and read when it comes back.

The path of one report: its view → `fields` and `sections` write it in the outline dialect → the layout's
``word.html.jinja`` puts it in its place → `write` turns the outline into WordprocessingML → `document` splices that
into the layout's `package`, which is packed once for each language.

    document         the path of one report
    fields sections  the form's fields as lines of controls; headings, prose and recommendations
    write            paragraphs, lists, sections and their marks
    runs tables      words, links, footnote calls and fields of a line; tables
    controls marks   content controls; the scheme of tags, bookmarks and ids by which a returned file is read
    gathered         what the text asks of other parts: links, footnotes, lists, hints, pictures
    glossary         the hints of empty controls
    pictures         pictures, measured and made to fit
    properties       what a file says of itself
    package look     the layout's own parts (``word/*.xml``), joined and packed; its paper, fonts and colours
    volume contents  many reports in one file; its list of contents
    read             the visible text of a Word file

And back, for a file that anybody may have saved: `opened` → tracked changes settled → `lines` flattens the text to
`paragraphs` → `places` sorts them into fields and body by control, bookmark, label and place → `answered` and `flow`.

    recover          the path of one file that came back
    opened refusals  its parts and trees, whatever is wrong with them; what is no Word file, or too much of one
    lines paragraphs any Word text as one flat list of paragraphs, each run with its evidence
    stylesheet faces numbering things pointers
                     styles by name; how words are set; lists; pictures, notes and symbols; where links lead
    inlines flow     runs as inlines; the body as one flow of units
    places answered  where the fields stand; their lines, parted by controls or bookmarks
    printed          what a layout prints round them, in every language: labels, headings, hints, footers
    about            which report it is, what it was sent as, who saved it
    revisions settling
                     tracked changes, listed; accepted or rejected in the tree
    comments spots   comments and where they hang; the heading above

An organiser's own Word file as a layout:

    template house   the template as a package; opened with care: its parts, or why it cannot be one
    cleaning parts   what names people, paths or other files taken out; what is kept, joined with ours
    roles lists letterhead
                     our styles found by name or copied; its lists; its paper, heads and feet
    slots controls_of frame filling
                     marks like ``{{rpt.title}}`` and controls of older forms; what stands still, what is filled in
    schema           the order in which WordprocessingML wants children to stand
    examination      what becomes of it, told to a person
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..report import Report

if TYPE_CHECKING:
    from ..format import Options, Subject, Volume
    from ..layout import Layout
    from ..problems import Problem
    from ..reading import Decision, Reading


class Word:
    """Makes the Word file of one session's report."""

    name = "word"
    suffix = ".docx"
    subjects = frozenset({"report"})

    def export(self, subject: Subject, layout: Layout, options: Options) -> bytes:
        """Return the form filled with a report, blank if `options` ask for it.

        Raises `problems.Refused` for what a Word file cannot hold, and for mistakes in the layout.
        """
        from . import document

        if not isinstance(subject, Report):
            raise TypeError(f"a Word file is made of a report, not of a {type(subject).__name__}")
        return document.made(subject, layout, options)

    def volume(self, volume: Volume, layout: Layout) -> bytes:
        """Return many reports as one file, with the pages around them."""
        from . import volume as bound

        return bound.made(volume, layout)

    def words(self, data: bytes) -> tuple[str, ...]:
        """Return the visible text of a Word file, paragraph by paragraph; for `rapporteur verify`."""
        from .read import paragraphs

        return paragraphs(data)

    def examined(self, layout: Layout) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
        """Return the lines that tell what the template of a layout becomes, and what is wrong with it."""
        from . import examination

        return examination.told(layout)

    def recover(self, data: bytes, file: str, layout: Layout, revisions: Decision = "accept") -> Reading:
        """Return what a Word file says that anybody may have saved, and what becomes of its tracked changes.

        Raises `problems.Refused` for what is no Word file, is too large, or carries macros.
        """
        from . import recover

        return recover.reading(data, file, layout, revisions)


exporter = Word()
