"""The styles of a workbook as openpyxl's: named styles, forms of conditions, the style of the table, runs of text."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

from openpyxl.cell.text import InlineFont
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat
from openpyxl.styles.table import TableStyle, TableStyleElement, TableStyleList
from openpyxl.utils.indexed_list import IndexedList

from .styles import BORDERS, FORMATS, STYLES, Form, Style, Theme

if TYPE_CHECKING:
    from openpyxl import Workbook

TABLE_STYLE = "Register"
_ORDER = (
    "b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign", "sz", "color", "name", "rFont",
    "family", "charset", "scheme",
)  # fmt: skip
_MIRRORED = {"left": "right", "right": "left"}


class _Font(Font):
    """A font whose children stand as Microsoft's validator demands, which the schema and openpyxl do not."""

    __elements__ = tuple(name for name in _ORDER if name in Font.__elements__)
    __nested__ = Font.__nested__


class _RunFont(InlineFont):
    """The font of a run, its children in the same order."""

    __elements__ = tuple(name for name in _ORDER if name in InlineFont.__elements__)
    __nested__ = InlineFont.__nested__


class Look:
    """Puts the styles of a theme into a workbook, and knows the forms that are laid over its cells."""

    def __init__(self, workbook: Workbook, theme: Theme, rtl: bool) -> None:
        self.theme, self._rtl = theme, rtl
        inside: Any = workbook  # what follows has no public name in openpyxl
        inside._fonts = IndexedList([self._font(Style(size=11))])
        for name, style in STYLES.items():
            workbook.add_named_style(self._named(f"Register {name}", self._mirrored(style)))
        forms: dict[Any, Form] = {
            "wholeTable": Form(),
            "headerRow": Form("FFFFFF", theme.accent, bold=True),
            "secondRowStripe": Form("", theme.band),
        }
        for form in forms.values():
            inside._differential_styles.styles.append(self._laid(form))
        parts = [TableStyleElement(type=kind, dxfId=number) for number, kind in enumerate(forms)]
        table = TableStyle(name=TABLE_STYLE, pivot=False, count=len(parts), tableStyleElement=parts)
        inside._table_styles = TableStyleList(defaultTableStyle=TABLE_STYLE, tableStyle=[table])
        self.form = cache(self._form)
        self.run = cache(self._run)

    def _form(self, key: str) -> DifferentialStyle | None:
        """Return what a condition lays over the values of `key`; None if they are not set apart."""
        form = self.theme.form(key)
        return None if form is None else self._laid(form)

    def _run(self, bold: bool, italic: bool, muted: bool, code: bool) -> InlineFont:
        """Return the font of a run of text inside a cell."""
        theme = self.theme
        colour = theme.muted if muted else theme.ink
        font = "Consolas" if code else theme.font
        made: Any = _RunFont(rFont=font, family=2, sz=theme.size, b=bold or None, i=italic or None)
        made.color = f"FF{colour}"
        return made  # type: ignore[no-any-return]

    def _mirrored(self, style: Style) -> Style:
        if not self._rtl:
            return style
        return replace(
            style, across=_MIRRORED.get(style.across, style.across), rtl=style.wrap and style.border != "grid"
        )

    def _named(self, name: str, style: Style) -> NamedStyle:
        fill = self.theme.colour(style.fill) if style.fill else ""
        return NamedStyle(
            name=name,
            font=self._font(style),
            fill=PatternFill("solid", fgColor=f"FF{fill}") if fill else PatternFill(),
            border=self._border(dict(BORDERS[style.border])),
            alignment=Alignment(
                horizontal=style.across or None,
                vertical=style.down,
                wrap_text=style.wrap or None,
                indent=style.indent,
                readingOrder=2 if style.rtl else 0,
            ),
            number_format=FORMATS[style.format],
        )

    def _font(self, style: Style) -> Font:
        return _Font(
            name=self.theme.font,
            family=2,
            sz=style.size,
            b=style.bold or None,
            i=style.italic or None,
            u="single" if style.underline else None,
            color=f"FF{self.theme.colour(style.colour)}",
        )

    def _border(self, sides: dict[str, str]) -> Border:
        thin: dict[str, Any] = {side: Side("thin", f"FF{self.theme.colour(colour)}") for side, colour in sides.items()}
        return Border(**thin)

    def _laid(self, form: Form) -> DifferentialStyle:
        """Return a form; one with a line above has all four: some programs drop those that it does not name."""
        font = _Font(b=form.bold or None, i=form.italic or None, color=f"FF{form.colour}" if form.colour else None)
        fill = PatternFill("solid", fgColor=f"FF{form.fill}", bgColor=f"FF{form.fill}") if form.fill else None
        lines = {"left": "rule", "right": "rule", "top": form.top, "bottom": "rule"}
        return DifferentialStyle(
            font=font if form.bold or form.italic or form.colour else None,
            numFmt=NumberFormat(numFmtId=165, formatCode=form.format) if form.format else None,
            fill=fill,
            border=self._border(lines) if form.top else None,
        )
