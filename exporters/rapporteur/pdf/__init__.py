"""The PDF: a session report as a tagged, print-quality document (PDF/UA-1), complete or refused.

    view --pdf.html.jinja--> HTML --page--> a safe tree --engine, fonts, fetch--> WeasyPrint's layout
    --tags, finish--> PDF --extract, words--> every word found again, or refused

This module is light: the engine is imported by the first export.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..problems import WrongUse
from ..report import Report
from ..view import template_words
from ..view import view as viewed

if TYPE_CHECKING:
    from ..format import Options, Subject
    from ..layout import Layout
    from .finish import Metadata

TEMPLATE = "pdf.html.jinja"
STYLE = "pdf.css"
AUTHORS = ("rapporteur", "note_taker", "reporter")
"""Who wrote the report, by role, unless the layout's ``[pdf] authors`` names other roles."""


@dataclass(frozen=True, slots=True)
class PdfExporter:
    """Makes the PDF of one session report."""

    name: str = "pdf"
    suffix: str = ".pdf"
    subjects: frozenset[str] = frozenset({"report"})

    def export(self, subject: Subject, layout: Layout, options: Options) -> bytes:
        """Return the report's PDF.

        Raises `Refused` when the layout or the engine cannot set the report, when a letter has no font, or when a word
        that the layout printed is not in the finished PDF; `MissingLibrary` when the engine's libraries are not here.
        """
        if not isinstance(subject, Report):
            raise WrongUse("the PDF is made of one session report")
        from . import engine, page, words

        shown = viewed(subject, options.conference, layout, options.blank)
        context = {"view": shown, "report": subject, "conference": options.conference, "options": options}
        html = layout.render(TEMPLATE, context | template_words(shown.labels))
        sheet = page.read(html, options.pictures, subject.origin.file)
        data = engine.render(sheet, layout, STYLE, _metadata(subject, layout, options, shown.form_title))
        words.check(sheet.pieces, data, subject)
        return data


def _metadata(report: Report, layout: Layout, options: Options, kind: str) -> Metadata:
    from .finish import Metadata

    roles = layout.settings.get("pdf", {}).get("authors", AUTHORS)
    conference, track = options.conference, options.conference.track(report.track)
    about = (conference.name, conference.edition, track.name if track else report.track)
    return Metadata(
        title=" ".join(report.title.split()),
        authors=tuple(person.printed or person.name for role in roles for person in report.people(role)),
        subject=" · ".join(each for each in (kind, *about) if each),
        keywords=tuple(each for each in (report.state, report.id) if each),
        language=report.language,
        identifier=report.id,
        date=options.date,
    )


def text(data: bytes) -> str:
    """Return the words of a PDF in the order they are painted, without running heads and folios, one line per line."""
    return "\n".join(_pages(data))


def _pages(data: bytes) -> Iterator[str]:
    from .extract import Document

    with Document(data) as document:
        for lines in document.pages():
            yield "\n".join(line.text for line in lines if line.visible)


def page_count(data: bytes) -> int:
    """Return how many pages a PDF has."""
    from .extract import Document

    with Document(data) as document:
        return document.page_count


exporter = PdfExporter()
