"""The file of a workbook: what openpyxl writes, mended where it cannot say a thing, and packed with the same bytes.

Beyond openpyxl 3.1 are: results beside formulas, the description of a chart, the tick marks “none” of its axes, cells
whose numbers are text on purpose, and a file without the time of its making. (ECMA-376 part 1.)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

from openpyxl.packaging.extended import ExtendedProperties
from openpyxl.writer.excel import ExcelWriter

from .. import container
from .book import Book
from .text import escaped

if TYPE_CHECKING:
    from lxml.etree import _Element

_CORE = "docProps/core.xml"
_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_XDR = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"


def packed(book: Book) -> bytes:
    """Return the file."""
    stream = BytesIO()
    with ZipFile(stream, "w") as archive:
        ExcelWriter(book.workbook, archive).write_data()  # `Workbook.save` would stamp the time
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["docProps/app.xml"] = _bytes(ExtendedProperties(Application="Rapporteur").to_tree())
    if not book.dated:  # openpyxl insists on the clock's
        parts[_CORE] = re.sub(rb"<dcterms:(created|modified) .*?</dcterms:\1>", b"", parts[_CORE])
    for number, sheet in enumerate(book.workbook.worksheets, 1):
        name = f"xl/worksheets/sheet{number}.xml"
        if results := {cell: value for (title, cell), value in book.results.items() if title == sheet.title}:
            parts[name] = _with_results(parts[name], results)
        if cells := book.as_text.get(sheet.title):
            parts[name] = _with_text(parts[name], cells)
    drawn = iter(book.drawn)
    for name in sorted(parts, key=_number):
        if name.startswith("xl/charts/chart"):
            parts[name] = _without_ticks(parts[name])
        elif name.startswith("xl/drawings/drawing"):
            parts[name] = _described(parts[name], drawn)
    return container.pack(parts)


def _number(name: str) -> tuple[str, int]:
    found = re.search(r"\d+", name)
    return re.sub(r"\d+", "", name), int(found[0]) if found else 0


def _tree(part: bytes) -> _Element:
    from lxml import etree

    return etree.fromstring(part, container.parser())


def _bytes(tree: Any) -> bytes:
    from openpyxl.xml.functions import tostring

    found: bytes = tostring(tree)
    return found


def _with_results(part: bytes, results: dict[str, float | str]) -> bytes:
    """Return a sheet whose formulas have their results; one without a result is worked out when it is opened."""
    tree = _tree(part)
    for cell in tree.iter(f"{_S}c"):
        value = cell.find(f"{_S}v")
        if value is not None and cell.find(f"{_S}f") is not None:
            if (result := results.get(str(cell.get("r")))) is None:
                cell.remove(value)
            elif isinstance(result, str):
                value.text = escaped(result)
                cell.set("t", "str")
            else:
                value.text = repr(result)
    return _bytes(tree)


def _with_text(part: bytes, cells: str) -> bytes:
    """Return a sheet in whose `cells` no number as text is marked as a mistake (18.3.1.51 ignoredErrors)."""
    mark = f'<ignoredErrors><ignoredError sqref="{cells}" numberStoredAsText="1"/></ignoredErrors>'.encode()
    return re.sub(rb"(?=<drawing |<tableParts )", mark, part, count=1)


def _without_ticks(part: bytes) -> bytes:
    """Return a chart without tick marks, and without figures along the axis of its bars (21.2.2.49, 21.2.2.207)."""
    tree = _tree(part)
    for axis in tree.iter(f"{_C}catAx", f"{_C}valAx"):
        names = ["majorTickMark", "minorTickMark", *(["tickLblPos"] if axis.tag == f"{_C}valAx" else [])]
        for name in names:
            for old in axis.findall(_C + name):
                axis.remove(old)
        format_ = axis.find(f"{_C}numFmt")
        if format_ is not None:
            for name in reversed(names):
                format_.addnext(format_.makeelement(_C + name, {"val": "none"}))
    return _bytes(tree)


def _described(part: bytes, drawn: Iterator[tuple[str, str]]) -> bytes:
    """Return a drawing whose charts are called and described."""
    tree = _tree(part)
    for frame, (name, text) in zip(tree.iter(f"{_XDR}cNvPr"), drawn, strict=False):
        frame.set("name", name)
        frame.set("descr", text)
    return _bytes(tree)
