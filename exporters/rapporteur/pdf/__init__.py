"""The PDF: a session report as a tagged, print-quality document (PDF/UA-1), complete or refused.

    view --pdf.html.jinja--> HTML --page--> a safe tree --engine, fonts, fetch--> WeasyPrint's layout
    --tags, finish--> PDF --extract, words--> every word found again, or refused

This module is light: the engine is imported by the first export.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from threading import RLock
from typing import TYPE_CHECKING

from .. import preflight
from ..edition import EDITIONS, Edition, named
from ..limits import held
from ..problems import Place, Problem, Refused, WrongUse, errors
from ..report import Conference, Report
from ..view import view as viewed

if TYPE_CHECKING:
    from ..format import Options, Page, Subject
    from ..layout import Layout
    from ..printer import Printer
    from .extract import Line

ALONE = RLock()
"""One thread at a time: PDFium is made for one, and all threads share the engine's log."""


def _gate(data: bytes, edition: Edition, printer: Printer | None) -> tuple[Problem, ...]:
    """Return what preflight says; of a part only what is known of it alone."""
    return preflight.gate(data, edition.profile, printer, "part" if edition.part else "all")


@dataclass(frozen=True, slots=True)
class PdfExporter:
    """Makes the PDF of one session report."""

    name: str = "pdf"
    suffix: str = ".pdf"
    subjects: frozenset[str] = frozenset({"report"})
    editions: tuple[str, ...] = tuple(EDITIONS)

    def export(self, subject: Subject, layout: Layout, options: Options) -> bytes:
        """Return the report's PDF.

        Raises `Refused` when the layout or the engine cannot set the report, when a letter has no font, or when a word
        that the layout printed is not in the finished PDF; `MissingLibrary` when the engine's libraries are not here.
        """
        from .. import conformance
        from .loading import uncollected
        from .setting import Setting

        if not isinstance(subject, Report):
            raise WrongUse("the PDF is made of one session report")
        setting = Setting(viewed(subject, options.conference, layout, options.blank), layout, options)
        with ALONE, uncollected():
            laid = setting.chosen()
            data, _ = conformance.granted(
                layout, setting.edition.claims, lambda claims: setting.written(laid, claims), subject.origin.file
            )
        wrong = errors(_gate(data, setting.edition, setting.printer))
        if wrong:
            raise Refused(wrong)
        return data

    def review(self, data: bytes, subject: Subject, layout: Layout, options: Options) -> tuple[Problem, ...]:
        """Return what must be said of a finished PDF.

        It may have more pages than the form allows, or fewer than it asks for; not claim what its edition should; and
        be such that preflight warns of it.
        """
        from .. import conformance
        from . import brief, setting

        if not isinstance(subject, Report):
            return ()
        edition = named(options.edition)
        warned = _gate(data, edition, setting.printer_of(layout, options))
        claims = conformance.unclaimed(layout, edition.claims, data)
        long = brief.too_long(page_count(data), subject) if edition.brief else ()
        return (*self._paged(data, subject, layout, options), *long, *claims, *warned)

    def leaf(self, page: Page, layout: Layout) -> bytes:
        """Return pages of a pack that are no session."""
        from . import leaf

        with ALONE:
            return leaf.made(page, layout)

    def digest(self, conference: Conference, layout: Layout, options: Options) -> tuple[bytes, tuple[Problem, ...]]:
        """Return what all sessions of a conference found and ask for, and what is to be said of the file."""
        from . import digest

        with ALONE:
            return digest.made(conference, layout, options)

    def cover(self, report: Report, layout: Layout, options: Options, printer: Printer, pages: int) -> bytes:
        """Return the cover of a report of so many pages, for a printer."""
        from . import cover, setting

        about = setting.metadata(report, layout, options, "")
        with ALONE:
            return cover.made(report, layout, options, printer, pages, replace(about, source=None))

    def inspection(self, report: preflight.Report, layout: Layout, printer: Printer | None) -> bytes:
        """Return what preflight found as a page for the printer."""
        from .preflight_page import page

        with ALONE:
            return page(report, layout, printer)

    def _paged(self, data: bytes, subject: Report, layout: Layout, options: Options) -> tuple[Problem, ...]:
        from . import setting

        budget = setting.budget(layout, options)
        if not budget or named(options.edition).imposed:
            return ()
        pages, where = page_count(data), Place(subject.origin.file)
        found = [each for limit in budget for each in held(limit, pages, "the PDF", where)]
        most = setting.most_pages(layout, options)
        if most is not None and pages > most:
            over = sum(len({line.mark for line in lines if line.shown}) for lines in _lines(data)[most:])
            hint = f"shorten it by {over} {'line' if over == 1 else 'lines'}"
            found = [replace(each, hint=hint) if each.hint.startswith("shorten") else each for each in found]
        return tuple(found)

    def page_count(self, data: bytes) -> int:
        """Return how many pages a finished PDF has."""
        return page_count(data)

    def places(self, data: bytes) -> dict[str, int]:
        """Return on which page of a finished PDF, from 0 on, each of its named destinations is."""
        from .extract import Document

        with ALONE, Document(data) as document:
            return dict(document.places())

    def words(self, data: bytes) -> tuple[str, ...]:
        """Return the words of a finished PDF, page by page, as `text` reads them."""
        return _pages(data)


def text(data: bytes) -> str:
    """Return the words of a PDF in the order they are painted, line by line, without running heads and folios.

    A line that runs from right to left reads as the structure of the PDF says it, since its glyphs do not tell in which
    order its words were written; what the pictures of a page show follows its lines.
    """
    return "".join(_pages(data))


def _lines(data: bytes) -> list[tuple[Line, ...]]:
    from .extract import Document

    with ALONE, Document(data) as document:
        return list(document.pages())


def _pages(data: bytes) -> tuple[str, ...]:
    from . import extract

    with ALONE:
        return tuple(_page(lines, dict(said)) for lines, said in extract.read(data))


def _page(lines: Iterable[Line], said: dict[int, str]) -> str:
    shown = [f"{said.pop(line.mark, '')}\n" if line.mark in said else line.text for line in lines if line.shown]
    return "".join([*shown, *(f"{words}\n" for words in said.values())])


def page_count(data: bytes) -> int:
    """Return how many pages a PDF has."""
    from .extract import Document

    with ALONE, Document(data) as document:
        return document.page_count


exporter = PdfExporter()
