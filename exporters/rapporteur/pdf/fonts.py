"""The fonts of a PDF: two families from PyPI, and for other scripts the system's Noto files, and nothing else.

The engine is shown no folder of fonts (`fonts.conf`), so that whatever else is installed changes no byte. Source Serif
and Source Sans cover Latin, Greek and Cyrillic. The files of another script are asked for only when a text needs them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TypeVar

from .. import system
from ..problems import MissingLibrary, Place, Problem, error

_T = TypeVar("_T")

CONFIGURATION = Path(__file__).with_name("fonts.conf")
HOUSE = ("Latn", "Grek", "Cyrl")
"""The scripts that need no font of the system."""
EAST_ASIAN = {"ja": "JP", "ko": "KR", "zh-hant": "TC", "zh-tw": "TC", "zh-hk": "HK", "zh-mo": "HK", "zh": "SC"}
"""The national form of the ideographs by language; the font files hold all of them, each as a family."""
_FACES = {
    "font_source_serif_pro": (
        "SourceSerifPro-ExtraLight.ttf",
        "SourceSerifPro-Light.ttf",
        "SourceSerifPro-Regular.ttf",
        "SourceSerifPro-It.ttf",
        "SourceSerifPro-Semibold.ttf",
        "SourceSerifPro-SemiboldIt.ttf",
    ),
    "font_source_sans_pro": (
        "SourceSansPro-Regular.ttf",
        "SourceSansPro-It.ttf",
        "SourceSansPro-Semibold.ttf",
        "SourceSansPro-SemiboldIt.ttf",
    ),
}


@dataclass(frozen=True, slots=True)
class Fonts:
    """The fonts of one text: files for the engine, and the families of running text and of labels, first wins."""

    files: tuple[Path, ...]
    serif: tuple[str, ...]
    sans: tuple[str, ...]

    @property
    def style(self) -> str:
        """The families as the CSS variables that a layout's style sheet uses."""
        serif, sans = (", ".join(f'"{name}"' for name in names) for names in (self.serif, self.sans))
        return f":root {{ --serif: {serif}; --sans: {sans} }}"


@cache
def house_files() -> tuple[Path, ...]:
    """Return the files of the two families; raises `MissingLibrary` if their distributions are not installed."""
    found: list[Path] = []
    for package, names in _FACES.items():
        spec = find_spec(package)
        if spec is None or spec.origin is None:
            raise MissingLibrary(f"the fonts of {package.replace('_', '-')} are not installed: pip install rapporteur")
        found.extend(Path(spec.origin).with_name("files") / name for name in names)
    return tuple(found)


def needed(text: str) -> tuple[str, ...]:
    """Return the scripts (ISO 15924) of `text` that need fonts of the system, in a fixed order."""
    return tuple(sorted(system.scripts_in(text) & set(system.FONTS_BY_SCRIPT) - set(HOUSE)))


def missing(scripts: Iterable[str], where: Place) -> tuple[Problem, ...]:
    """Return an error for each script whose fonts this machine lacks; it names the package that has them."""
    return tuple(_missing(script, where) for script in scripts if not all(_found(script)))


def _found(script: str) -> list[Path | None]:
    return [system.font_file(name) for name in system.FONTS_BY_SCRIPT[script].files]


def _missing(script: str, where: Place) -> Problem:
    fonts = system.FONTS_BY_SCRIPT[script]
    absent = [need for need in system.needs(f"script:{script}") if not system.font_file(need.probe)]
    hint = system.fix(absent, system.os_family()) or f"install {fonts.package}"
    what = f"this machine has no font for a script of this report ({script}): {', '.join(fonts.families)}"
    return error(where, what, hint, "font")


@cache
def chosen(scripts: tuple[str, ...], language: str) -> Fonts:
    """Return the fonts for a text in `language` that also needs `scripts`; their files must be on this machine.

    An East Asian text is set in its own font throughout, which brings punctuation of its width and Latin letters that
    suit it. In every other text the house fonts come first.
    """
    files, serif, sans = list(house_files()), ["Source Serif Pro"], ["Source Sans Pro"]
    east_asian = language.split("-")[0] in ("zh", "ja", "ko")
    for script in sorted(scripts, key=lambda script: "CJK" not in system.FONTS_BY_SCRIPT[script].families[0]):
        fonts = system.FONTS_BY_SCRIPT[script]
        names = [_national(name, language, scripts) for name in fonts.families]
        first = 0 if east_asian and "CJK" in names[0] else len(serif)
        serif.insert(first, names[0])
        sans.insert(first, names[-1])
        files.extend(path for path in map(system.font_file, fonts.files) if path)
    bold = [path.with_name(path.name.replace("-Regular", "-Bold")) for path in files[len(house_files()) :]]
    return Fonts(_once(files + [path for path in bold if path.is_file()]), _once(serif), _once(sans))


def _national(family: str, language: str, scripts: tuple[str, ...]) -> str:
    """Return the family that has the ideographs in the form of the language, else of the scripts beside them."""
    tags = (language.lower(), "-".join(language.lower().split("-")[:2]), language.lower().split("-")[0])
    own = next((EAST_ASIAN[tag] for tag in tags if tag in EAST_ASIAN), "")
    form = own or ("JP" if "Kana" in scripts else "KR" if "Hang" in scripts else "SC")
    return re.sub(r"(?<=CJK )\w+$", form, family)


def _once(items: Iterable[_T]) -> tuple[_T, ...]:
    return tuple(dict.fromkeys(items))
