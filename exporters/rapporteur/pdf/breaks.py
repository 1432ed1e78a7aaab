"""Page breaks the engine cannot be asked to avoid: a heading that stands beside its text leaves the page without it.

In a row of cells the engine keeps nothing together but all of it. A layout marks the heading with ``data-keep``; when
its row does not begin on one page, the row is moved to the next one, with what it is the first part of.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

from .page import Element

KEEP = "data-keep"


@contextmanager
def unmended(root: Element) -> Iterator[None]:
    """Leave a tree as it is now, so that what is mended in one setting of it is not mended in another one."""
    styles = {each: each.get("style") for each in root.iter()}
    try:
        yield
    finally:
        for each, style in styles.items():
            if each.get("style") != style:
                each.attrib.pop("style")
                each.attrib.update({"style": style} if style else {})


def mend(document: Any, root: Element) -> bool:
    """Move every row whose cells begin on different pages to a new page; return whether there was any."""
    parents = {child: parent for parent in root.iter() for child in parent}
    cells = {cell: parents[kept] for kept in root.iterfind(f".//*[@{KEEP}]") for cell in parents[kept]}
    begins: dict[Element, int] = {}
    for number, page in enumerate(document.pages):
        for cell in _cells_with_text(page._page_box, cells):
            begins.setdefault(cell, number)
    rows = {row: {begins[cell] for cell in row if cell in begins} for row in cells.values()}
    torn = [row for row, numbers in rows.items() if len(numbers) > 1]
    for row in torn[:1]:  # what follows moves as well, and may be whole then
        while parents[row][0] is row and parents[row].tag != "body":
            row = parents[row]
        row.set("style", f"{row.get('style', '')}; break-before: page".lstrip("; "))
    return bool(torn)


def _cells_with_text(root: Any, cells: dict[Element, Element]) -> Iterator[Element]:
    """Yield the cell that holds it for every text in a box."""
    waiting: list[tuple[Any, Element | None]] = [(root, None)]
    while waiting:
        box, inside = waiting.pop()
        box = box._box if isinstance(box, AbsolutePlaceholder) else box
        if box.element is not None and box.element in cells:
            inside = box.element
        if isinstance(box, boxes.TextBox) and inside is not None and box.text.strip():
            yield inside
        waiting.extend((child, inside) for child in reversed(getattr(box, "children", ())))
