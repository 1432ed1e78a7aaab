"""How WeasyPrint 70.0 embeds fonts, mended: a font gives the same bytes each day, and no type is parsed twice."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

from fontTools.ttLib import TTFont
from weasyprint.pdf import fonts
from weasyprint.text.ffi import ffi

_LENGTH = re.compile(r"\[\d+\]$")


class _Types:
    """The engine's `ffi`, which parses each type that it meets: those of arrays differ by no more than their length."""

    def __getattr__(self, name: str) -> Any:
        return getattr(ffi, name)

    def new(self, kind: str, *of: Any) -> Any:
        """Return a new value of a kind, which has the length of what it is made `of`."""
        return ffi.new(_LENGTH.sub("[]", kind) if of else kind, *of)


def install() -> None:
    """Mend the engine; what it makes of a variable font keeps the date of that."""
    fonts.TTFont = partial(TTFont, recalcTimestamp=False)
    fonts.ffi = _Types()
