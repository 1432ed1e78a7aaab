"""What a Word file looks like, as far as a layout's settings say it: paper, fonts, colours, language.

``layout.toml`` may override any of it: ``[page] paper = "letter"``, ``[word] accent = "…"``, and for one language
``[word.languages.hi] complex = "…"``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, NoReturn

from ..problems import Place, Refused, error

COLOURS = ("accent", "grey", "line", "shade")
SIZES = ("side", "top", "head", "complex_size")
NAMES = ("latin", "complex", "east_asian", "code")
PAPERS = {"a4": (11906, 16838), "letter": (12240, 15840)}
_COMPLEX = "ar fa he ur ps sd ug yi dv ckb ku hi bn mr ne sa gu pa or ta te kn ml si th lo km my bo"
COMPLEX = frozenset(_COMPLEX.split())
"""The languages that an office program sets with its fonts for complex scripts."""
EAST_ASIAN = frozenset(("zh", "ja", "ko"))
AT_HOME = {
    "en": "en-GB",
    "fr": "fr-FR",
    "es": "es-ES",
    "pt": "pt-BR",
    "ar": "ar-SA",
    "zh": "zh-CN",
    "ru": "ru-RU",
    "hi": "hi-IN",
    "de": "de-DE",
    "it": "it-IT",
    "ja": "ja-JP",
    "ko": "ko-KR",
}
"""Spelling checkers know languages with a country only; this one is meant where a report names none."""
FONTS = {
    "hi": {"complex": "Nirmala UI"},
    "ja": {"east_asian": "Yu Gothic"},
    "ko": {"east_asian": "Malgun Gothic"},
    "zh-TW": {"east_asian": "Microsoft JhengHei"},
}
"""The fonts of languages that the common ones do not serve; office programs bring them."""


@dataclass(frozen=True, slots=True)
class Look:
    """The settings that the parts of a layout name; lengths in twentieths of a point, sizes in half points."""

    language: str
    rtl: bool
    width: int = 11906
    height: int = 16838
    side: int = 1134
    top: int = 1247
    head: int = 624
    latin: str = "Calibri"
    complex: str = "Arial"
    complex_size: int = 21
    east_asian: str = "Microsoft YaHei"
    code: str = "Consolas"
    accent: str = "0B5C6B"
    grey: str = "626A77"
    line: str = "9DBBC1"
    shade: str = "F2F5F6"

    @property
    def measure(self) -> int:
        """The width of the text."""
        return self.width - 2 * self.side

    @property
    def complex_language(self) -> str:
        """The language of words in complex scripts: the document's own, else Arabic."""
        return self.language if _primary(self.language) in COMPLEX else AT_HOME["ar"]

    @property
    def east_asian_language(self) -> str:
        """The language of words in East Asian scripts: the document's own, else Chinese."""
        return self.language if _primary(self.language) in EAST_ASIAN else AT_HOME["zh"]


def _primary(language: str) -> str:
    return language.partition("-")[0].lower()


def of(settings: Mapping[str, Any], language: str, direction: str) -> Look:
    """Return the look that a layout's settings give a report in `language`; raises `Refused` for settings amiss."""
    word = settings.get("word", {})
    names = dict.fromkeys((_primary(language), language))
    wishes = [FONTS.get(name, {}) for name in names]
    wishes += [{"paper": settings.get("page", {}).get("paper", "a4")}, word]
    wishes += [word.get("languages", {}).get(name, {}) for name in names]
    look = Look(AT_HOME.get(language, language), direction == "rtl")
    for each in wishes:
        look = _over(look, each)
    return look


def _over(look: Look, settings: Mapping[str, Any]) -> Look:
    """Return `look` with what `settings` say of it; what they say of other things is not for us."""
    values: dict[str, Any] = {}
    for name, value in settings.items():
        if name == "paper":
            values |= _paper(value)
        elif name in COLOURS:
            values[name] = _colour(name, value)
        elif name in SIZES:
            fits = isinstance(value, int) and 0 < value < 20_000
            values[name] = value if fits else _amiss(name, value, "a whole number")
        elif name in NAMES:
            values[name] = value if isinstance(value, str) and value else _amiss(name, value, "the name of a font")
    return replace(look, **values)


def _paper(value: object) -> dict[str, int]:
    width, height = PAPERS.get(str(value).lower()) or _amiss("paper", value, " or ".join(PAPERS))
    return {"width": width, "height": height}


def _colour(name: str, value: object) -> str:
    found = re.fullmatch(r"#?([0-9A-Fa-f]{6})", str(value))
    return found[1].upper() if found else _amiss(name, value, "a colour such as #0B5C6B")


def _amiss(name: str, value: object, wanted: str) -> NoReturn:
    what = f"“{name}” is {value!r}, which is not {wanted}"
    raise Refused([error(Place("layout.toml"), what, "mend the tables [page] and [word]", "layout")])


DARK_ENOUGH = 4.5
"""The least contrast of small letters with white paper (WCAG 2.2, 1.4.3)."""


def with_colours(look: Look, accent: str) -> Look:
    """Return `look` with its accent, and lines and shades that go with it; darker if it could not be read on white.

    A template whose theme names no colour gets greys.
    """
    colour = tuple(int(accent[at : at + 2], 16) for at in (0, 2, 4)) if accent else (0x40, 0x40, 0x40)
    while _contrast(colour) < DARK_ENOUGH:
        colour = tuple(each * 9 // 10 for each in colour)
    return replace(look, accent=_hex(colour), line=_hex(_tint(colour, 60)), shade=_hex(_tint(colour, 94)))


def _tint(colour: tuple[int, ...], share: int) -> tuple[int, ...]:
    """Return a colour mixed with white, of which `share` hundredths are white."""
    return tuple(each + (255 - each) * share // 100 for each in colour)


def _hex(colour: tuple[int, ...]) -> str:
    return "".join(f"{each:02X}" for each in colour)


def _contrast(colour: tuple[int, ...]) -> float:
    """Return the contrast of a colour with white (WCAG 2.2, relative luminance)."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (each / 255 for each in colour)]
    return 1.05 / (0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05)
