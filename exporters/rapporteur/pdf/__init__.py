"""The PDF: a session report as a tagged, print-quality document (PDF/UA-1), complete or refused.

    view --pdf.html.jinja--> HTML --page--> a safe tree --engine, fonts, fetch--> WeasyPrint's layout
    --tags, finish--> PDF --extract, words--> every word found again, or refused

This module is light: the engine is imported by the first export.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from threading import RLock
from typing import TYPE_CHECKING

from ..limits import held
from ..problems import Place, Problem, WrongUse
from ..report import Report
from ..view import template_words
from ..view import view as viewed

if TYPE_CHECKING:
    from ..format import Options, Subject
    from ..layout import Layout
    from .extract import Line
    from .finish import Metadata

TEMPLATE = "pdf.html.jinja"
STYLE = "pdf.css"
AUTHORS = ("rapporteur", "note_taker", "reporter")
"""Who wrote the report, by role, unless the layout's ``[pdf] authors`` names other roles."""
ALONE = RLock()
"""One thread at a time: PDFium is made for one, and all threads share the engine's log."""


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
        html = layout.render(TEMPLATE, context | template_words(shown))
        sheet = page.read(html, options.pictures, subject.origin.file)
        about = _metadata(subject, layout, options, shown.labels.word("session_report"))
        with ALONE:
            data = engine.render(sheet, layout, STYLE, about)
            words.check(sheet.pieces, data, subject)
        return data

    def review(self, data: bytes, subject: Subject, layout: Layout) -> tuple[Problem, ...]:
        """Return a problem if a finished PDF has more pages than the form allows, or fewer than it asks for."""
        budget = [limit for limit in layout.form.limits if limit.unit == "pages"]
        if not budget or not isinstance(subject, Report):
            return ()
        pages = page_count(data)
        return tuple(each for limit in budget for each in held(limit, pages, "the PDF", Place(subject.origin.file)))

    def words(self, data: bytes) -> tuple[str, ...]:
        """Return the words of a finished PDF, page by page, as `text` reads them."""
        return _pages(data)


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
    """Return the words of a PDF in the order they are painted, line by line, without running heads and folios.

    A line that runs from right to left reads as the structure of the PDF says it, since its glyphs do not tell in which
    order its words were written; what the pictures of a page show follows its lines.
    """
    return "".join(_pages(data))


def _pages(data: bytes) -> tuple[str, ...]:
    from .extract import Document

    with ALONE, Document(data) as document:
        return tuple(_page(*each) for each in zip(document.pages(), document.said(), strict=True))


def _page(lines: Iterable[Line], said: dict[int, str]) -> str:
    shown = [f"{said.pop(line.mark, '')}\n" if line.mark in said else line.text for line in lines if line.shown]
    return "".join([*shown, *(f"{words}\n" for words in said.values())])


def page_count(data: bytes) -> int:
    """Return how many pages a PDF has."""
    from .extract import Document

    with ALONE, Document(data) as document:
        return document.page_count


exporter = PdfExporter()
