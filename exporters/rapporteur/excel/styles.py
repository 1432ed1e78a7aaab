"""How the register's workbook looks: its named cell styles, the forms of its values, and the colours of its theme."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

FORMATS = {"": "General", "whole": "#,##0", "share": "0%", "text": "@", "date": r"yyyy\-mm\-dd", "about": '"≈ "#,##0'}


@dataclass(frozen=True, slots=True)
class Style:
    """How a cell looks. Colours are RRGGBB or the name of one of the theme's; borders are names of `BORDERS`.

    `rtl` text runs from right to left; without it each cell takes the direction of its first letter.
    """

    size: float = 10
    bold: bool = False
    italic: bool = False
    underline: bool = False
    colour: str = "ink"
    fill: str = ""
    border: str = ""
    across: str = ""
    down: str = "top"
    wrap: bool = True
    indent: int = 0
    format: str = ""
    rtl: bool = False


BORDERS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "": (),
    "rule": (("bottom", "rule"),),
    "grid": (("left", "rule"), ("right", "rule"), ("bottom", "rule")),
    "head": (("bottom", "accent"),),
    "sum": (("top", "accent"),),
}
"""The thin lines of a cell: sides and colours."""
_CELL = Style(border="grid")
_LINE = Style(border="rule", down="center")
_LISTED = Style(border="rule")
STYLES: Mapping[str, Style] = {
    "title": Style(size=18, bold=True, colour="accent", across="left", down="center", wrap=False),
    "heading": Style(size=12, bold=True, colour="accent", across="left", down="bottom", wrap=False),
    "note": Style(colour="muted", across="left", down="center", wrap=False),
    "body": Style(),
    "head": Style(bold=True, colour="FFFFFF", fill="accent", border="head", down="center"),
    "text": _CELL,
    "id": replace(_CELL, bold=True, colour="accent", format="text", wrap=False),
    "small": replace(_CELL, size=9, colour="muted"),
    "asis": replace(_CELL, format="text"),
    "date": replace(_CELL, format="date", across="left", wrap=False),
    "link": replace(_CELL, colour="accent", underline=True),
    "point": replace(_CELL, across="left", indent=1),
    "linehead": replace(_LINE, bold=True, colour="accent", border="head"),
    "numberhead": replace(_LINE, bold=True, colour="accent", border="head", across="right", indent=1),
    "line": _LINE,
    "strongline": replace(_LINE, bold=True),
    "smallline": replace(_LINE, size=9, colour="muted"),
    "linkline": replace(_LINE, colour="accent", underline=True),
    "dateline": replace(_LINE, format="date", across="left"),
    "number": replace(_LINE, format="whole", across="right", indent=1),
    "about": replace(_LINE, format="about", across="right", indent=1),
    "nonumber": replace(_LINE, across="right", indent=1, colour="muted", italic=True, wrap=False),
    "share": replace(_LINE, format="share", across="right", indent=1, colour="muted"),
    "total": replace(_LINE, bold=True, border="sum"),
    "totalabout": replace(_LINE, bold=True, border="sum", format="about", across="right", indent=1),
    "listed": _LISTED,
    "listedid": replace(_LISTED, bold=True, colour="accent", format="text", across="left", wrap=False),
    "listedname": replace(_LISTED, bold=True),
    "listedsmall": replace(_LISTED, size=9, colour="muted"),
    "listednumber": replace(_LISTED, format="whole", across="right", indent=1),
    "serial": replace(_CELL, format="whole", across="center"),
    "totalnumber": replace(_LINE, bold=True, border="sum", format="whole", across="right", indent=1),
}
"""The styles a layout may name with ``class``: of the register (cells in a grid), of other tables (lines), of pages."""


@dataclass(frozen=True, slots=True)
class Form:
    """What a condition lays over a cell: colours, weight, and a number format that may add words."""

    colour: str = ""
    fill: str = ""
    bold: bool = False
    italic: bool = False
    format: str = ""
    top: str = ""


FORMS: Mapping[str, Form] = {
    "not_started": Form("4A5560", "E4E9EB"),
    "in_progress": Form("7A4F00", "FDEFC8"),
    "done": Form("1B5E36", "DDF1E3"),
    "changed": Form("22508A", "DFEAF7"),
    "dropped": Form("5B6770", "EDEFF0", italic=True),
    "accepted": Form("1B5E36"),
    "rejected": Form("9B1C1C"),
    "high": Form("9B1C1C", bold=True),
    "draft": Form("7A4F00", bold=True),
    "reviewed": Form("22508A"),
    "overdue": Form("9B1C1C", "FBE3E1", bold=True, format='"! "yyyy\\-mm\\-dd'),
    "session": Form(top="accent"),
}
"""The forms of values by their key in the catalogue; always beside the word itself, never colour alone."""


@dataclass(frozen=True, slots=True)
class Theme:
    """The colours and the font of a workbook; a layout sets its own under ``[register]`` in layout.toml."""

    accent: str = "0B5C6B"
    ink: str = "1F2A30"
    muted: str = "5B6770"
    rule: str = "CFD9DC"
    band: str = "F3F8F9"
    font: str = "Calibri"
    size: float = 10
    colours: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, settings: Mapping[str, object]) -> Theme:
        """Return the theme that a layout's ``[register]`` settings ask for."""
        plain = {
            name: str(settings[name]).lstrip("#")
            for name in ("accent", "ink", "muted", "rule", "band")
            if name in settings
        }
        given = settings.get("colours")
        pairs = given.items() if isinstance(given, Mapping) else ()
        colours = {str(key): (str(pair[0]).lstrip("#"), str(pair[1]).lstrip("#")) for key, pair in pairs}
        return cls(**plain, font=str(settings.get("font", cls().font)), colours=colours)  # type: ignore[arg-type]

    def colour(self, name: str) -> str:
        """Return the RRGGBB of a colour."""
        return str(getattr(self, name)) if name in ("accent", "ink", "muted", "rule", "band") else name

    def form(self, key: str) -> Form | None:
        """Return the form of a value, None if it has none."""
        if key in self.colours:
            return Form(*self.colours[key])
        return FORMS.get(key)
