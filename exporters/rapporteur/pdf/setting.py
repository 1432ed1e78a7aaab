"""A report as it is set for one edition: the template and the styles, the printer, what the file says of itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from operator import attrgetter
from pathlib import Path

from ..edition import PAGES, Edition, named
from ..form import Limit
from ..format import Options
from ..layout import Layout
from ..printer import Printer
from ..problems import Place, Refused, error
from ..report import Report
from ..view import View, template_words
from . import brief, copyfit, page, printed, words
from .engine import Laid
from .finish import Metadata

TEMPLATE = "pdf.html.jinja"
STYLE = "pdf.css"
AUTHORS = ("rapporteur", "note_taker", "reporter")
"""Who wrote the report, by role, unless the layout's ``[pdf] authors`` names other roles."""
_PAGES: Callable[[Laid], int] = attrgetter("pages")


@dataclass(frozen=True)
class Setting:
    """A report to be set for the edition that its options name."""

    shown: View
    layout: Layout
    options: Options

    @property
    def edition(self) -> Edition:
        """For whom it is set."""
        return named(self.options.edition)

    @cached_property
    def printer(self) -> Printer | None:
        """For which printer it is set, None for none."""
        return printer_of(self.layout, self.options)

    def chosen(self) -> Laid:
        """Return the report laid out to keep to its pages, if it can: a brief shortened, others set smaller."""
        if self.edition.brief:
            return brief.fitted(lambda points: self._laid(self._sheet({"most": points}), most=1), _PAGES)
        sheet, most = self._sheet(self._told()), most_pages(self.layout, self.options)
        return copyfit.fitted(
            lambda step: self._laid(sheet, step, (most or 0) if step else 0), _PAGES, most, self.layout
        )

    def written(self, laid: Laid, claims: tuple[str, ...]) -> bytes:
        """Return the PDF of a layout chosen, with these claims; raises `Refused` if words are not in it."""
        about = replace(self._about, claims=claims)
        data = laid.written(replace(about, claims=()) if self.printer else about)
        words.check(laid.sheet.pieces, data, self.shown.report)
        right = laid.sheet.root.get("dir") == "rtl"
        return printed.printed(data, self.edition, self.printer, about, right, self._paper)

    def _told(self) -> Mapping[str, object]:
        """Return what the template is told beside the report: all that a guide tells."""
        if not self.edition.guide:
            return {}
        from . import guide

        return guide.told(self.shown, self.layout, self.options)

    def _sheet(self, more: Mapping[str, object]) -> page.Sheet:
        """Return the report set with the template that its edition has in its layout, which is told `more`."""
        report, options, own = self.shown.report, self.options, template_words(self.shown)
        context = {"view": self.shown, "report": report, "conference": options.conference, "options": options}
        template = f"{self.edition.name}.html.jinja" if self.edition.apart else TEMPLATE
        html = self.layout.render(template, {**context, **more, **own, "its": own})
        return page.read(html, options.pictures, report.origin.file)

    def _laid(self, sheet: page.Sheet, step: str = "", most: int = 0) -> Laid:
        names = styles(self.layout, self.edition, printed.page_of(self.edition, self.printer, self._paper))
        step = printed.bleeding(self.edition, self.printer) + step
        return Laid(sheet, self.layout, names, self.shown.report.language, step, most)

    @property
    def _paper(self) -> str:
        return _paper(self.options)

    @property
    def _about(self) -> Metadata:
        """What the file says of itself; a guide is not by those who wrote the report."""
        kind = self.shown.labels.word("guide_title" if self.edition.guide else "session_report")
        about = metadata(self.shown.report, self.layout, self.options, kind)
        return replace(about, title=f"{kind} · {about.title}", authors=()) if self.edition.guide else about


def _paper(options: Options) -> str:
    return options.settings.get("paper", PAGES[0])


def printer_of(layout: Layout, options: Options) -> Printer | None:
    """Return for which printer the options ask, None for none; raises `Refused` if there is no such."""
    return printed.printer_of(layout, named(options.edition), options.settings.get("printer", ""), _paper(options))


def budget(layout: Layout, options: Options) -> list[Limit]:
    """Return the form's limits of pages; none for pages that hold less than those it was made for."""
    small = options.settings.get("paper") == "A5" or named(options.edition).loose
    return [] if small else [limit for limit in layout.form.limits if limit.unit == "pages"]


def most_pages(layout: Layout, options: Options) -> int | None:
    """Return how many pages the form allows at most."""
    return min((limit.most for limit in budget(layout, options) if limit.most is not None), default=None)


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


def metadata(report: Report, layout: Layout, options: Options, kind: str) -> Metadata:
    """Return what a file of this `kind` says of its report."""
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
