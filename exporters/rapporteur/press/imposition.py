"""Pages placed on sheets: a booklet to be folded and stapled, and several small pages on one; each page is a form."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from typing import Any

from pikepdf import Array, Dictionary, Name, Pdf

from ..printer import PAPERS, Printer
from ..problems import Place, Refused, WrongUse, error
from ..rectangle import MM, Box
from . import finish, order
from .boxes import SLUG, array, bled, page_of, trimmed
from .edition import opened
from .marks import begin, crop, line, registration, start

_MARGIN, _GAP = 8 * MM, 5 * MM
_SAME = 0.5
"""Pages whose trimmed sizes differ by less than this, in points, are the same."""
_HARDLY = 2 * MM
_HAIR = b"0.7 G 0.25 w\n"


def saddle(data: bytes, printer: Printer, right: bool) -> bytes:
    """Return a saddle-stitched booklet: two pages on each side of a sheet, fronts and backs in turn."""
    with opened(data) as pdf:
        forms, trim, bleed = _forms(pdf)
        sheets = order.saddled(order.padded(len(forms), 4, printer.blanks), right)
        for number, sheet in enumerate(sheets):
            creep = order.crept(number, printer.paper_thickness, printer.creep) * MM
            for spread in sheet:
                pdf.pages.append(_spread(pdf, spread, forms, trim, bleed, creep, printer))
        return _finished(pdf, len(forms), data + repr((printer, right)).encode())


def grid(data: bytes, across: int, down: int, paper: str, right: bool) -> bytes:
    """Return `across` by `down` pages on each side of a paper, upright or across as they come out larger."""
    if paper not in PAPERS or not (1 <= across <= 10 and 1 <= down <= 10):
        raise WrongUse(f"pages can be placed 1 to 10 across and down, on {', '.join(PAPERS)}")
    with opened(data) as pdf:
        forms, trim, _ = _forms(pdf)
        width, height = (each * MM for each in PAPERS[paper])
        cells = [_cells(w, h, across, down) for w, h in ((width, height), (height, width))]
        size = max(zip(((width, height), (height, width)), cells, strict=True), key=lambda each: _scale(trim, each[1]))
        for rows in order.gridded(len(forms), across, down, right):
            pdf.pages.append(_handout(pdf, rows, forms, trim, Box(0, 0, *size[0]), size[1]))
        return _finished(pdf, len(forms), data + repr((across, down, paper, right)).encode())


def _forms(pdf: Pdf) -> tuple[list[tuple[Any, Box]], Box, Box]:
    """Return each page as a form with its trimmed box, and the trimmed box and the bleed of them all, trimmed at 0.

    A page that lies across the others is turned to the left. Raises `Refused` if pages have not the same size.
    """
    finish.strip(pdf, claims=True)
    if not len(pdf.pages):
        raise Refused([error(Place("the PDF"), "it has no pages", "", "pdf")])
    first = trimmed(pdf.pages[0])
    forms = []
    for number, page in enumerate(pdf.pages, 1):
        own = trimmed(page)
        turned = not _same(own, first) and _same(own.turned(), first)
        if not turned and not _same(own, first):
            what = f"page {number} has another size than the first, and sheets need pages of one size"
            raise Refused([error(Place("the PDF"), what, "print the pages singly", "trim")])
        forms.append((_form(pdf, page, turned), own.turned() if turned else own))
    bleed = bled(pdf.pages[0]).moved(-first.left, -first.bottom)
    return forms, first.moved(-first.left, -first.bottom), bleed


def _same(one: Box, other: Box) -> bool:
    return abs(one.width - other.width) <= _SAME and abs(one.height - other.height) <= _SAME


def _form(pdf: Pdf, page: Any, turned: bool) -> Any:
    form = pdf.make_indirect(page.as_form_xobject())
    form.BBox = array(bled(page))  # it would be trimmed
    if turned:
        form.Matrix = Array([0, 1, -1, 0, 0, 0])
    return form


def _spread(
    pdf: Pdf, spread: order.Spread, forms: list[tuple[Any, Box]], trim: Box, bleed: Box, creep: float, printer: Printer
) -> Any:
    """Return one side of a sheet; a page is cut off at the fold, and moves towards it by `creep`."""
    out = min(-bleed.left, -bleed.bottom)
    outer = out + (SLUG if printer.marks else 0)
    pages = Box(0, 0, 2 * trim.width, trim.height)
    paper = pages.grown(outer).moved(outer, outer) if outer else _paper(pages)
    sheet = pages.moved((paper.width - pages.width) / 2, (paper.height - pages.height) / 2)
    fold = sheet.left + trim.width
    content, names = [], {}
    for side, number in enumerate(spread):
        if number is None:
            continue
        form, own = forms[number - 1]
        left = sheet.left - out if side == 0 else fold
        clip = f"{left:.4f} {sheet.bottom - out:.4f} {trim.width + out:.4f} {trim.height + 2 * out:.4f} re W n"
        x = (sheet.left + creep if side == 0 else fold - creep) - own.left
        content.append(f"q {clip} 1 0 0 1 {x:.4f} {sheet.bottom - own.bottom:.4f} cm /P{number} Do Q\n".encode())
        names[f"/P{number}"] = form
    resources = Dictionary(XObject=Dictionary(names))
    if printer.marks:
        resources.ColorSpace = Dictionary({"/PressAll": registration(pdf)})
        content += [begin(), *crop(sheet, start(printer)), *_folds(sheet, fold, start(printer)), b"Q\n"]
    cut = sheet if outer else paper
    return page_of(pdf, paper, cut.grown(out), cut, b"".join(content), resources)


def _paper(pages: Box) -> Box:
    """Return the sheet of paper for pages that are not cut: the one that is hardly larger, or one of their own size.

    Two pages of A5 are 296 mm wide, and A4 is 297 mm: they keep their size and meet in its middle, where it is folded.
    """
    sizes = (Box(0, 0, long * MM, short * MM) for short, long in PAPERS.values())
    near = (each for each in sizes if max(each.width - pages.width, each.height - pages.height) <= _HARDLY)
    return next((each for each in near if each.holds(pages, _SAME)), pages)


def _folds(sheet: Box, fold: float, off: float) -> Iterable[bytes]:
    """Yield dashed lines that show where a sheet is folded."""
    yield b"[2 1.5] 0 d\n"
    yield line(fold, sheet.top + off, fold, sheet.top + off + 5 * MM)
    yield line(fold, sheet.bottom - off, fold, sheet.bottom - off - 5 * MM)


def _cells(width: float, height: float, across: int, down: int) -> tuple[tuple[Box, ...], ...]:
    """Return the places of pages on a paper, row by row from the top."""
    wide = (width - 2 * _MARGIN - (across - 1) * _GAP) / across
    high = (height - 2 * _MARGIN - (down - 1) * _GAP) / down
    return tuple(
        tuple(
            Box(x, y, x + wide, y + high)
            for x in (_MARGIN + column * (wide + _GAP) for column in range(across))
            for y in (height - _MARGIN - row * (high + _GAP) - high,)
        )
        for row in range(down)
    )


def _scale(trim: Box, cells: tuple[tuple[Box, ...], ...]) -> float:
    return min(cells[0][0].width / trim.width, cells[0][0].height / trim.height)


def _handout(
    pdf: Pdf,
    rows: tuple[tuple[order.Page, ...], ...],
    forms: list[tuple[Any, Box]],
    trim: Box,
    paper: Box,
    cells: tuple[tuple[Box, ...], ...],
) -> Any:
    """Return one sheet of small pages, each within a thin frame."""
    scale = _scale(trim, cells)
    content, names = [_HAIR], {}
    for number, cell in zip(chain(*rows), chain(*cells), strict=True):
        if number is None:
            continue
        form, own = forms[number - 1]
        x = cell.left + (cell.width - trim.width * scale) / 2
        y = cell.bottom + (cell.height - trim.height * scale) / 2
        frame = f"{x:.4f} {y:.4f} {trim.width * scale:.4f} {trim.height * scale:.4f} re"
        move = f"{scale:.6f} 0 0 {scale:.6f} {x - own.left * scale:.4f} {y - own.bottom * scale:.4f} cm"
        content.append(f"q {frame} W n {move} /P{number} Do Q\n{frame} S\n".encode())
        names[f"/P{number}"] = form
    return page_of(pdf, paper, paper, paper, b"".join(content), Dictionary(XObject=Dictionary(names)))


def _finished(pdf: Pdf, pages: int, mark: bytes) -> bytes:
    """Return a PDF without the pages that its sheets are made of; `mark` stands for its content."""
    del pdf.pages[:pages]
    if "/PageLabels" in pdf.Root:
        del pdf.Root.PageLabels
    finish.rename(pdf, mark)
    pdf.Root.PageLayout = Name.SinglePage
    return finish.written(pdf)
