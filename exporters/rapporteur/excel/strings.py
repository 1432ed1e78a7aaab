"""The texts of a workbook, each stored once (ECMA-376 part 1, 18.4.9 sst)."""

from __future__ import annotations

from .book import Run
from .text import escaped, spaced

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<sst xmlns="{}" count="{}" uniqueCount="{}">'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


class Strings:
    """Collects texts in the order in which they first occur."""

    def __init__(self, font: str, size: float, ink: str, muted: str) -> None:
        self._base = f'<sz val="{size:g}"/>'
        self._font = font
        self._inks = (ink, muted)
        self._plain: dict[str, int] = {}
        self._rich: dict[tuple[Run, ...], int] = {}
        self._items: list[str] = []
        self._used = 0

    def index(self, value: str | tuple[Run, ...]) -> int:
        """Return the position of a text, plain or of several forms."""
        self._used += 1
        if isinstance(value, str):
            found = self._plain.get(value)
            if found is None:
                found = self._plain[value] = len(self._items)
                self._items.append(f"<si><t{spaced(value)}>{escaped(value)}</t></si>")
            return found
        rich = self._rich.get(value)
        if rich is None:
            rich = self._rich[value] = len(self._items)
            self._items.append(f"<si>{''.join(map(self._run, value))}</si>")
        return rich

    def _run(self, run: Run) -> str:
        bold, italic = "<b/>" if run.bold else "", "<i/>" if run.italic else ""
        font = "Consolas" if run.code else self._font
        form = f'<rFont val="{font}"/><family val="2"/>{bold}{italic}<color rgb="FF{self._inks[run.muted]}"/>{self._base}'
        return f"<r><rPr>{form}</rPr><t{spaced(run.text)}>{escaped(run.text)}</t></r>"

    def part(self) -> bytes:
        """Return the part."""
        return (_HEAD.format(MAIN, self._used, len(self._items)) + "".join(self._items) + "</sst>").encode()
