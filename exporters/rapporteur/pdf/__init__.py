"""The PDF: a session report as a tagged, print-quality document (PDF/UA-1), complete or refused.

    view --pdf.html.jinja--> HTML --page--> a safe tree --engine, fonts, fetch--> WeasyPrint's layout
    --tags, finish--> PDF --extract, words--> every word found again, or refused

This module is light: the engine is imported by the first export.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING

from .. import preflight
from ..edition import EDITIONS, PAGES, Edition, named
from ..limits import held
from ..problems import Place, Problem, Refused, WrongUse, error, errors
from ..report import Conference, Report
from ..view import template_words
from ..view import view as viewed

if TYPE_CHECKING:
    from ..form import Limit
    from ..format import Options, Page, Subject
    from ..layout import Layout
    from ..printer import Printer
    from ..view import View
    from .extract import Line
    from .finish import Metadata

TEMPLATE = "pdf.html.jinja"
STYLE = "pdf.css"
AUTHORS = ("rapporteur", "note_taker", "reporter")
"""Who wrote the report, by role, unless the layout's ``[pdf] authors`` names other roles."""
ALONE = RLock()
"""One thread at a time: PDFium is made for one, and all threads share the engine's log."""


def _gate(data: bytes, edition: Edition, printer: Printer | None) -> tuple[Problem, ...]:
    """Return what preflight says; of a part only of its pages, for the file it is bound into is looked through too."""
    return preflight.gate(data, edition.profile, printer, "pages" if edition.part and not edition.bled else "all")


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
        if not isinstance(subject, Report):
            raise WrongUse("the PDF is made of one session report")
        shown = viewed(subject, options.conference, layout, options.blank)
        edition = named(options.edition)
        if edition.brief:
            from . import brief

            return brief.fitted(lambda most: self._set(shown, layout, options, {"most": most}), page_count)
        if edition.guide:
            from . import guide

            return self._set(shown, layout, options, guide.told(shown, layout, options))
        return self._set(shown, layout, options, {})

    def _set(self, shown: View, layout: Layout, options: Options, more: Mapping[str, object]) -> bytes:
        """Return a report set with the template that its edition has in a layout, which is told `more` than the report.

        That is how many points of a section a brief may show at most, and all that a guide tells.
        """
        from .. import conformance
        from . import copyfit, engine, page, printed, words

        subject, edition = shown.report, named(options.edition)
        context = {"view": shown, "report": subject, "conference": options.conference, "options": options, **more}
        own = template_words(shown)
        template = f"{edition.name}.html.jinja" if edition.apart else TEMPLATE
        html = layout.render(template, context | own | {"its": own})
        sheet = page.read(html, options.pictures, subject.origin.file)
        kind = shown.labels.word("guide_title" if edition.guide else "session_report")
        about = _metadata(subject, layout, options, kind)
        if edition.guide:  # which the rapporteur did not write
            about = replace(about, title=f"{kind} · {about.title}", authors=())
        paper = options.settings.get("paper", PAGES[0])
        printer = printed.printer_of(layout, edition, options.settings.get("printer", ""), paper)
        names = styles(layout, edition, printed.page_of(edition, printer, paper))
        bleed, right = printed.bleeding(edition, printer), sheet.root.get("dir") == "rtl"

        def claiming(claims: tuple[str, ...]) -> bytes:
            told = replace(about, claims=claims)

            def made(step: str) -> bytes:
                own = replace(told, claims=()) if printer else told
                return engine.render(sheet, layout, names, own, bleed + step)

            data = copyfit.fitted(made, page_count, _most(layout, options), layout)
            words.check(sheet.pieces, data, subject)
            return printed.printed(data, edition, printer, told, right, paper)

        with ALONE:
            data, _ = conformance.granted(layout, edition.claims, claiming, subject.origin.file)
        wrong = errors(_gate(data, edition, printer))
        if wrong:
            raise Refused(wrong)
        return data

    def review(self, data: bytes, subject: Subject, layout: Layout, options: Options) -> tuple[Problem, ...]:
        """Return what must be said of a finished PDF.

        It may have more pages than the form allows, or fewer than it asks for; not claim what its edition should; and
        be such that preflight warns of it.
        """
        from .. import conformance
        from . import brief, printed

        if not isinstance(subject, Report):
            return ()
        edition = named(options.edition)
        paper, name = (options.settings.get(key, usual) for key, usual in (("paper", PAGES[0]), ("printer", "")))
        printer = printed.printer_of(layout, edition, name, paper)
        warned = _gate(data, edition, printer)
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
        from . import cover

        about = _metadata(report, layout, options, "")
        with ALONE:
            return cover.made(report, layout, options, printer, pages, replace(about, source=None))

    def inspection(self, report: preflight.Report, layout: Layout, printer: Printer | None) -> bytes:
        """Return what preflight found as a page for the printer."""
        from .preflight_page import page

        with ALONE:
            return page(report, layout, printer)

    def _paged(self, data: bytes, subject: Report, layout: Layout, options: Options) -> tuple[Problem, ...]:
        budget = _budget(layout, options)
        if not budget or named(options.edition).imposed:
            return ()
        pages, where = page_count(data), Place(subject.origin.file)
        found = [each for limit in budget for each in held(limit, pages, "the PDF", where)]
        most = _most(layout, options)
        if most is not None and pages > most:
            over = sum(len({line.mark for line in lines if line.shown}) for lines in _lines(data)[most:])
            hint = f"shorten it by {over} {'line' if over == 1 else 'lines'}"
            found = [replace(each, hint=hint) if each.hint.startswith("shorten") else each for each in found]
        return tuple(found)

    def words(self, data: bytes) -> tuple[str, ...]:
        """Return the words of a finished PDF, page by page, as `text` reads them."""
        return _pages(data)


def _budget(layout: Layout, options: Options) -> list[Limit]:
    """Return the form's limits of pages; none for pages that hold less than those it was made for."""
    small = options.settings.get("paper") == "A5" or named(options.edition).loose
    return [] if small else [limit for limit in layout.form.limits if limit.unit == "pages"]


def _most(layout: Layout, options: Options) -> int | None:
    """Return how many pages the form allows at most."""
    return min((limit.most for limit in _budget(layout, options) if limit.most is not None), default=None)


def styles(layout: Layout, edition: Edition, page: str) -> tuple[str, ...]:
    """Return the names of the style sheets for an edition on a page; raises `Refused` if the layout is not made so.

    ``pdf-<page>.css`` and ``pdf-<edition>.css`` of a layout change what ``pdf.css`` says.
    """
    if edition.apart:
        return (f"{edition.name}.css", *([f"{edition.name}-{page.lower()}.css"] if page != PAGES[0] else []))
    names = [f"pdf-{page.lower()}.css"] if page != PAGES[0] else []
    for name in names:
        if layout.path(name) is None:
            hint = f"add {name} to the layout, or print on {PAGES[0]}"
            raise Refused(
                [error(Place(f"layout {layout.name}"), f"this layout is not made for {page}", hint, "layout")]
            )
    own = f"pdf-{'press' if edition.bled else edition.name}.css"
    return (STYLE, *names, *([own] if layout.path(own) else []))


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
        source=(_attached(report), options.source) if options.source else None,
    )


def _attached(report: Report) -> str:
    """Return by what name the source is attached: that of its file, which may say what a public reader is not told."""
    return f"{report.id}.md" if report.origin.text else Path(report.origin.file).name


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
