"""Tables of the outline as WordprocessingML: fixed widths, repeated header rows, alt text, merged cells."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING, NamedTuple

from ..outline import escaped

if TYPE_CHECKING:
    from lxml.etree import _Element

    from .write import At, Writer

PADDING = 227
"""What the margins of a cell take from its width; a little more than they do, in twentieths of a point."""
NARROWEST = 850
"""No column is narrower (15 mm), unless there are too many of them."""
ALIGNED = {"left": "left", "center": "center", "right": "right"}
_OTHER = {"left": "right", "right": "left", "center": "center"}


class Placed(NamedTuple):
    """A cell in its row: the column it begins in, how many it spans, and whether it goes on from the row above."""

    cell: _Element | None
    column: int
    across: int
    down: str = ""


def written(writer: Writer, element: _Element, at: At) -> str:
    """Return a table; one with a class is a form's grid, any other a table of the report's text."""
    rows = list(element.iter("tr"))
    grid = _placed(rows)
    columns = max((cell.column + cell.across for row in grid for cell in row), default=0)
    if not columns:
        return ""
    widths = _widths(element, grid, columns, at.width - at.left)
    out = [_about(writer, element, at, rows), _columns(widths)]
    for row, cells in zip(rows, grid, strict=True):
        out.append(_row(writer, row, cells, widths, at._replace(marked=at.marked and row is rows[0])))
    gap = writer.framed("", at._replace(marked=False, left=0), writer.package.style("gap"))
    following = element.getnext()
    alone = element.get("class") and (following is None or following.tag != "table")
    return f"<w:tbl>{''.join(out)}</w:tbl>{'' if alone else gap}"


def _placed(rows: list[_Element]) -> list[list[Placed]]:
    """Return the cells of every row with their columns; cells that span rows are continued below."""
    held: dict[int, tuple[int, int]] = {}
    grid = []
    for row in rows:
        column, cells = 0, list[Placed]()
        waiting = [cell for cell in row if cell.tag in ("td", "th")]
        while waiting or column in held:
            if column in held:
                left, across = held.pop(column)
                cells.append(Placed(None, column, across, "<w:vMerge/>"))
                if left > 1:
                    held[column] = (left - 1, across)
                column += across
                continue
            cell = waiting.pop(0)
            across, down = _count(cell, "colspan"), _count(cell, "rowspan")
            cells.append(Placed(cell, column, across, '<w:vMerge w:val="restart"/>' if down > 1 else ""))
            if down > 1:
                held[column] = (down - 1, across)
            column += across
        grid.append(cells)
    return grid


def _count(cell: _Element, name: str) -> int:
    text = cell.get(name, "1")
    return max(1, int(text)) if text.isascii() and text.isdigit() else 1


def _about(writer: Writer, element: _Element, at: At, rows: list[_Element]) -> str:
    """Return the properties of a table; the first row's words describe one that has no title."""
    named = element.get("class")
    style = writer.package.style(named.replace("-", " ") if named else "table")
    headed = len(rows) > 0 and _is_header(rows[0])
    title = element.get("data-caption") or element.get("title") or ""
    said = ", ".join(" ".join("".join(str(t) for t in cell.itertext()).split()) for cell in rows[0]) if headed else ""
    caption = f'<w:tblCaption w:val="{escaped(title or said)}"/>' if title or said else ""
    more = f'<w:tblDescription w:val="{escaped(said or title)}"/>' if title or said else ""
    right = "<w:bidiVisual/>" if at.right else ""
    indent = f'<w:tblInd w:w="{at.left}" w:type="dxa"/>' if at.left else ""
    value = "0620" if headed else "0600"
    look = f'<w:tblLook w:val="{value}" w:firstRow="{int(headed)}" w:lastRow="0"'
    return (
        f'<w:tblPr><w:tblStyle w:val="{style}"/>{right}<w:tblW w:w="{at.width - at.left}" w:type="dxa"/>{indent}'
        f'<w:tblLayout w:type="fixed"/>{look} w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
        f"{caption}{more}</w:tblPr>"
    )


def _columns(widths: list[int]) -> str:
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return f"<w:tblGrid>{columns}</w:tblGrid>"


def _is_header(row: _Element) -> bool:
    parent = row.getparent()
    return parent is not None and parent.tag == "thead"


def _row(writer: Writer, row: _Element, cells: list[Placed], widths: list[int], at: At) -> str:
    head = "<w:tblHeader/>" if _is_header(row) else ""
    short = len(widths) - (cells[-1].column + cells[-1].across) if cells else 0
    out = []
    for place, cell in enumerate(cells):
        across = cell.across + (short if place == len(cells) - 1 else 0)
        there = at._replace(marked=at.marked and not place)  # the first cell's mark is the table's
        out.append(_cell(writer, cell, across, sum(widths[cell.column : cell.column + across]), there))
    return f"<w:tr><w:trPr><w:cantSplit/>{head}</w:trPr>{''.join(out)}</w:tr>"


def _cell(writer: Writer, placed: Placed, across: int, width: int, at: At) -> str:
    span = f'<w:gridSpan w:val="{across}"/>' if across > 1 else ""
    about = f'<w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{placed.down}</w:tcPr>'
    style = writer.package.style("cell")
    cell = placed.cell
    align = _aligned(cell, at.right) if cell is not None else ""
    inner = at._replace(style=style, width=width - PADDING, left=0, level=-1, align=align)
    if cell is not None and cell.tag == "th":
        inner = inner._replace(face=at.face._replace(bold=True))
    content = writer.flow(cell, inner) if cell is not None else ""
    ends_well = content.endswith(("</w:p>", "</w:sdt>"))
    return f"<w:tc>{about}{content}{'' if ends_well else writer.framed('', inner, style)}</w:tc>"


def _aligned(cell: _Element, right: bool) -> str:
    """Return the side a cell's words keep to; in a text that runs to the left, Word means the other one."""
    side = ALIGNED.get(cell.get("class", ""), "")
    return _OTHER[side] if side and right else side


def _widths(element: _Element, grid: list[list[Placed]], columns: int, room: int) -> list[int]:
    """Return the width of each column: as the layout says, or by how much the cells hold."""
    told = [int(part) for part in element.get("data-widths", "").split() if part.isdigit()]
    if len(told) == columns and any(told):
        shares = [float(each) for each in told]
    elif element.get("class"):
        shares = [1.0] * columns
    else:
        shares = _by_content(grid, columns)
    least = min(NARROWEST, room // columns)
    spare = room - least * columns
    widths: list[int] = [least + int(spare * share / sum(shares)) for share in shares]
    widths[-1] += room - sum(widths)
    return widths


def _by_content(grid: list[list[Placed]], columns: int) -> list[float]:
    longest: list[int] = [1] * columns
    for row in grid:
        for placed in row:
            if placed.cell is not None and placed.across == 1:
                length = len("".join(str(text) for text in placed.cell.itertext()))
                longest[placed.column] = max(longest[placed.column], length)
    return [sqrt(length) for length in longest]
