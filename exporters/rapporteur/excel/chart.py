"""A native bar chart. The figures stand at the ends of the bars; a scale beside them would say them twice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from openpyxl.chart import BarChart
from openpyxl.chart.data_source import AxDataSource, NumData, NumDataSource, NumRef, NumVal, StrData, StrRef, StrVal
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.layout import Layout as Place
from openpyxl.chart.marker import DataPoint
from openpyxl.chart.series import Series, SeriesLabel
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, TwoCellAnchor
from openpyxl.drawing.text import CharacterProperties, Font, Paragraph, ParagraphProperties, RegularTextRun

from .styles import Theme

FIGURES = "#,##0"


@dataclass(frozen=True, slots=True)
class Bars:
    """Horizontal bars: title, where words and figures stand and what they were, colours, and where they are drawn.

    `axes` are what the words and what the figures are; `anchor` is left, top, right and bottom, cells from 1 on.
    """

    title: str
    axes: tuple[str, str]
    words: str
    figures: str
    cached: tuple[tuple[str, int], ...]
    colours: tuple[str, ...]
    anchor: tuple[int, int, int, int]


def chart(bars: Bars, theme: Theme, language: str) -> BarChart:
    """Return the chart: one series of bars, the first on top."""
    made: Any = BarChart(barDir="bar", gapWidth=45, varyColors=False)
    made.roundedCorners, made.legend, made.layout = False, None, Place()
    made.graphical_properties = GraphicalProperties(solidFill="FFFFFF", ln=_no_line())
    made.title = _title(bars.title, _form(theme, theme.accent, 1200, language, bold=True))
    made.ser = [_series(bars, theme, language)]
    for axis, name in zip((made.x_axis, made.y_axis), bars.axes, strict=True):
        axis.delete, axis.majorGridlines = False, None
        axis.title = _title(name, _form(theme, theme.muted, 900, language))
    made.x_axis.scaling.orientation, made.y_axis.scaling.min = "maxMin", 0
    made.x_axis.graphicalProperties = GraphicalProperties(ln=LineProperties(w=9525, solidFill=theme.muted))
    made.y_axis.graphicalProperties = GraphicalProperties(ln=_no_line())
    made.x_axis.txPr = _plain(theme, language)
    made.x_axis.number_format, made.y_axis.number_format = "General", FIGURES
    made.y_axis.crosses = "max"
    made.anchor = _anchor(bars.anchor)
    found: BarChart = made
    return found


def _series(bars: Bars, theme: Theme, language: str) -> Series:
    words = [StrVal(idx=at, v=word) for at, (word, _) in enumerate(bars.cached)]
    figures = [NumVal(idx=at, v=number) for at, (_, number) in enumerate(bars.cached)]
    count = len(bars.cached)
    numbers = NumData(formatCode=FIGURES, ptCount=count, pt=figures)
    return Series(
        idx=0,
        order=0,
        tx=SeriesLabel(v=bars.axes[1]),
        spPr=GraphicalProperties(solidFill=theme.accent),
        invertIfNegative=False,
        dPt=[
            DataPoint(idx=at, invertIfNegative=False, bubble3D=False, spPr=GraphicalProperties(solidFill=colour))
            for at, colour in enumerate(bars.colours)
        ],
        dLbls=_numbered(theme, language),
        cat=AxDataSource(strRef=StrRef(f=bars.words, strCache=StrData(ptCount=count, pt=words))),
        val=NumDataSource(numRef=NumRef(f=bars.figures, numCache=numbers)),
    )


def _numbered(theme: Theme, language: str) -> DataLabelList:
    shown = {f"show{name}": False for name in ("LegendKey", "CatName", "SerName", "Percent", "BubbleSize")}
    bare = GraphicalProperties(noFill=True, ln=_no_line())
    return DataLabelList(spPr=bare, txPr=_plain(theme, language), dLblPos="outEnd", showVal=True, **shown)


def _no_line() -> LineProperties:
    return LineProperties(noFill=True)


def _form(theme: Theme, colour: str, size: int, language: str, bold: bool = False) -> CharacterProperties:
    """Return the form of some words, its size in hundredths of a point."""
    return CharacterProperties(lang=language, sz=size, b=bold, solidFill=colour, latin=Font(typeface=theme.font))


def _title(words: str, form: CharacterProperties) -> Title:
    said = Paragraph(pPr=ParagraphProperties(defRPr=form), r=[RegularTextRun(rPr=form, t=words)])
    return Title(tx=Text(rich=RichText(p=[said])), overlay=False)


def _plain(theme: Theme, language: str) -> RichText:
    form = _form(theme, theme.ink, 900, language)
    return RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=form), endParaRPr=CharacterProperties(lang=language))])


def _anchor(corners: tuple[int, int, int, int]) -> TwoCellAnchor:
    left, top, right, bottom = corners
    return TwoCellAnchor(_from=AnchorMarker(col=left - 1, row=top - 1), to=AnchorMarker(col=right, row=bottom))
