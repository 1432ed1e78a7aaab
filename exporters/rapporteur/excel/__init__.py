"""Excel: the register of recommendations as a workbook.

The path of one register: `register` makes its rows → the layout's ``excel.html.jinja`` says what the workbook holds →
`template` writes it into an openpyxl workbook → `package` makes the file of it.

    template         reads the outline: sheets, columns, lists, running heads
    recommendations  the sheet of the register
    page             any other sheet: headings, paragraphs, tables, charts
    listing          recommendations listed by what they hold in one column
    counts formulas  the summary's formulas
    chart            its native bars
    book             openpyxl's workbook, and how a cell is put into it
    styles look      the named styles, forms and colours; the same as openpyxl's
    measure text     how high a line must be for its text; what a cell can hold
    wrong            what is wrong with a layout's template
    package          the file, mended where openpyxl cannot say a thing
    read             the text of a workbook's cells
    sheets recover   a workbook that came back: its parts read safely, its register found

Settings (from the command line or the layout): ``points=rows`` gives nested points rows of their own, ``protect=yes``
locks all but the cells to fill in, ``link:<report id>`` is the path from the workbook to that report's deliverable.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from ..problems import Place, Refused
from ..report import UNPUBLISHED, Conference

if TYPE_CHECKING:
    from lxml.etree import _Element

    from ..conference.figures import Attendance, Attended
    from ..followup.returned import Returned
    from ..format import Options, Subject
    from ..labels import Labels
    from ..layout import Layout
    from ..register import Register
    from .book import Book

TEMPLATE = "excel.html.jinja"


class Excel:
    """The exporter of the register."""

    name = "excel"
    suffix = ".xlsx"
    stem = "recommendations"
    subjects = frozenset({"conference"})

    def export(self, subject: Subject, layout: Layout, options: Options) -> bytes:
        """Return the workbook; raises `problems.Refused` for text no cell can hold and for mistakes in a layout."""
        from . import package, text

        if not isinstance(subject, Conference):
            raise TypeError(f"a register is made of a conference, not of a {type(subject).__name__}")
        labels, register = _register(subject, layout, options)
        if problems := tuple(text.unfit(register.rows)):
            raise Refused(problems)
        return package.packed(_book(register, labels, layout, options))

    def workbook(self, template: str, context: Mapping[str, object], layout: Layout, title: str, date: str) -> bytes:
        """Return a workbook without a register; raises `problems.Refused` for mistakes in the layout's template."""
        from . import package

        book = _book_of(template, context, layout, Conference())
        book.inscribe(title, date, {"RapporteurWorkbook": template.partition(".")[0]})
        return package.packed(book)

    def words(self, data: bytes) -> tuple[str, ...]:
        """Return the text of every cell of a workbook, hidden ones too; of formulas the formula.

        Raises `problems.Refused` for what is no workbook, or larger than a register.
        """
        from . import sheets

        lines = (line for sheet in sheets.read(data).sheets for line in sheet.lines.values())
        return tuple(cell.text for line in lines for cell in line.values())

    def remembered(self, data: bytes) -> bytes:
        """Return the cells of a register just made as canonical JSON: what returned copies are held against."""
        from . import recover

        return recover.remembered(data)

    def reading(self, data: bytes, file: str, layout: Layout) -> Returned:
        """Return what a register says that anybody may have saved; raises `problems.Refused` for what is none."""
        from . import recover

        return recover.reading(data, file, layout)


exporter = Excel()


def _settings(layout: Layout) -> Mapping[str, object]:
    found = layout.settings.get("register")
    return found if isinstance(found, Mapping) else {}


def _protected(options: Options) -> bool:
    return options.settings.get("protect") == "yes"


def _register(conference: Conference, layout: Layout, options: Options) -> tuple[Labels, Register]:
    from ..labels import Labels
    from ..register import register

    settings = _settings(layout)
    labels = Labels(layout.catalogue(conference.languages[0] if conference.languages else "en"))
    points = options.settings.get("points") or settings.get("points")
    return labels, register(conference, labels, settings, points_as_rows=points == "rows", propose=True)


def _context(register: Register, labels: Labels, options: Options) -> dict[str, object]:
    from ..conference import directory, small

    attended = small.shown(register.conference)
    return {
        "attendance": attended,
        "attended_by": {"track": (*_by_track(attended, register, labels),), "day": (*_by_day(attended, labels),)},
        "percent": labels.percent,
        "people": directory.people(register.conference),
        "organisations": directory.organisations(register.conference),
        "called": lambda name: labels.word(name) if labels.has(name) else name,
        "register": register,
        "language": labels.language,
        "direction": labels.direction,
        "word": labels.word,
        "colon": labels.with_colon,
        "number": labels.number,
        "parts": labels.parts,
        "base": options.base,
        "protected": _protected(options),
    }


def _by_track(attended: Attended, register: Register, labels: Labels) -> Iterator[tuple[str, Attendance]]:
    """Yield the name of each track with its attendance."""
    from ..rows import titled

    for each in attended.tracks:
        yield titled(each.track, register.conference, labels) or labels.word("no_track"), each.attendance


def _by_day(attended: Attended, labels: Labels) -> Iterator[tuple[str, Attendance]]:
    """Yield each day, or the days that sessions met on, with its attendance."""
    for each in attended.days:
        said = ", ".join(labels.date(day.day, day.month, day.year) for day in each.days)
        yield said or labels.word("no_day"), each.attendance


def _book(register: Register, labels: Labels, layout: Layout, options: Options) -> Book:
    """Return the workbook that the layout asks for, with what it is called and carries."""
    from ..register import SCHEMA
    from . import template
    from .book import Book
    from .styles import Theme

    root = layout.outline(TEMPLATE, _context(register, labels, options))
    if options.audience == "public":
        _keep(root)
    path = layout.path(TEMPLATE)
    links = {name[5:]: target for name, target in options.settings.items() if name.startswith("link:")}
    messages = {"list": labels.word("choose_listed"), "date": labels.word("write_date")}
    settings = _settings(layout)
    book = Book(Theme.of(settings), root.get("dir") == "rtl", root.get("lang", "en"))
    wish = template.Wish(links, messages, str(settings.get("paper", "A4")), _protected(options))
    template.write(root, layout.place(path) if path else Place(TEMPLATE), register, book, wish)
    title = " – ".join(each for each in (labels.word("register_title"), register.conference.name) if each)
    told = {"RapporteurBase": options.base, "RapporteurSchema": SCHEMA}
    book.inscribe(title, options.date, {**told, **_columns(root)})
    return book


def _keep(root: _Element) -> None:
    """Take the columns out that no public reader sees."""
    for row in [each for each in root.iter("tr") if each.find("th") is not None]:
        for th in [each for each in row.findall("th") if each.get("data-column") in UNPUBLISHED]:
            row.remove(th)


def _book_of(name: str, context: Mapping[str, object], layout: Layout, conference: Conference) -> Book:
    """Return the sheets that a template of the layout sets, with nothing of a register in them."""
    from ..labels import Labels
    from ..register import register
    from . import template
    from .book import Book
    from .styles import Theme

    root = layout.outline(name, dict(context))
    path, settings = layout.path(name), _settings(layout)
    empty = register(conference, Labels(layout.catalogue(root.get("lang", "en"))), settings)
    book = Book(Theme.of(settings), root.get("dir") == "rtl", root.get("lang", "en"))
    wish = template.Wish({}, {}, str(settings.get("paper", "A4")))
    template.write(root, layout.place(path) if path else Place(name), empty, book, wish)
    return book


def _columns(root: _Element) -> dict[str, str]:
    """Return properties that name the register's columns in their order, each of a length that Excel shows in full."""
    tables = (table for table in root.iter("table") if table.get("data-table") == "recommendations")
    names = [th.get("data-column", "") for table in tables for th in table.iter("th")]
    parts = textwrap.wrap(" ".join(names), 250, break_on_hyphens=False)
    return {f"RapporteurColumns{at}": part for at, part in enumerate(parts, 1)}
