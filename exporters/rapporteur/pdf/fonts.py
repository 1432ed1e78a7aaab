"""The fonts of a PDF: two families from PyPI, and for other scripts the system's Noto files, and nothing else.

The engine is shown no folder of fonts (`fonts.conf`), so that whatever else is installed changes no byte. Source Serif
and Source Sans cover Latin, Greek and Cyrillic; the italics of the Pro release are Latin only, so a text that holds
Greek or Cyrillic is given those of the next release (Source Serif 4, Source Sans 3), under the names of the first. They
are variable fonts, which cost a fifth of a second, so other texts keep the old ones. The files of another script are
asked for only when a text needs them; those for signs are taken if they are there.
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
SIGNS = "Zsym"
"""The signs that the house families lack (ISO 15924); some other font may have one, so that their own are no must."""
EAST_ASIAN = {"ja": "JP", "ko": "KR", "zh-hant": "TC", "zh-tw": "TC", "zh-hk": "HK", "zh-mo": "HK", "zh": "SC"}
"""The national form of the ideographs by language; the font files hold all of them, each as a family."""
_UPRIGHT = {
    "font_source_serif_pro": ("ExtraLight", "Light", "Regular", "Semibold"),
    "font_source_sans_pro": ("Regular", "Semibold"),
}
_LATIN = {"font_source_serif_pro": ("It", "SemiboldIt"), "font_source_sans_pro": ("It", "SemiboldIt")}
_WIDE = {"fontpkg_source_serif_4": ("Italic[opsz,wght]",), "fontpkg_source_sans_3": ("Italic[wght]",)}
"""The faces of each package: upright, italics with Latin only, italics with Greek and Cyrillic, too."""
_STEMS = {
    "font_source_serif_pro": "SourceSerifPro",
    "font_source_sans_pro": "SourceSansPro",
    "fontpkg_source_serif_4": "SourceSerif4",
    "fontpkg_source_sans_3": "SourceSans3",
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
def house_files(wide: bool = False) -> tuple[Path, ...]:
    """Return the files of the two families, `wide` with italics for Greek and Cyrillic.

    Raises `MissingLibrary` if their distributions are not installed.
    """
    faces = (*_UPRIGHT.items(), *(_WIDE if wide else _LATIN).items())
    return tuple(_folder(package) / f"{_STEMS[package]}-{name}.ttf" for package, names in faces for name in names)


def _folder(package: str) -> Path:
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise MissingLibrary(f"the fonts of {package.replace('_', '-')} are not installed: pip install rapporteur")
    return Path(spec.origin).with_name("files")


def is_wide(text: str) -> bool:
    """Return whether the italics of a text must have Greek or Cyrillic letters."""
    return bool(system.scripts_in(text) & {"Grek", "Cyrl"})


def needed(text: str) -> tuple[str, ...]:
    """Return the scripts (ISO 15924) of `text` that need fonts of the system, in a fixed order."""
    return tuple(sorted(system.scripts_in(text) & set(system.FONTS_BY_SCRIPT) - set(HOUSE)))


def missing(scripts: Iterable[str], where: Place) -> tuple[Problem, ...]:
    """Return an error for each script whose fonts this machine lacks; it names the package that has them."""
    return tuple(_missing(script, where) for script in scripts if script != SIGNS and not all(_found(script)))


def _found(script: str) -> list[Path | None]:
    return [system.font_file(name) for name in system.FONTS_BY_SCRIPT[script].files]


def _missing(script: str, where: Place) -> Problem:
    fonts = system.FONTS_BY_SCRIPT[script]
    absent = [need for need in system.needs(f"script:{script}") if not system.font_file(need.probe)]
    hint = system.fix(absent, system.os_family())
    what = f"this machine has no font for a script of this report ({script}): {', '.join(fonts.families)}"
    return error(where, what, hint, "font")


@cache
def chosen(scripts: tuple[str, ...], language: str, wide: bool = False) -> Fonts:
    """Return the fonts for a text in `language` that also needs `scripts`; their files must be on this machine.

    `wide` says that its italics must have Greek or Cyrillic letters.

    An East Asian text is set in its own font throughout, which brings punctuation of its width and Latin letters that
    suit it. In every other text the house fonts come first.
    """
    house = house_files(wide)
    files, serif, sans = list(house), ["Source Serif Pro"], ["Source Sans Pro"]
    east_asian = language.split("-")[0] in ("zh", "ja", "ko")
    for script in sorted(scripts, key=lambda script: "CJK" not in system.FONTS_BY_SCRIPT[script].families[0]):
        fonts = system.FONTS_BY_SCRIPT[script]
        names = [_national(name, language, scripts) for name in fonts.families]
        first = 0 if east_asian and "CJK" in names[0] else len(serif)
        serif[first:first] = names if script == SIGNS else names[:1]
        sans[first:first] = names if script == SIGNS else names[-1:]
        files.extend(path for path in map(system.font_file, fonts.files) if path)
    bold = [path.with_name(path.name.replace("-Regular", "-Bold")) for path in files[len(house) :]]
    return Fonts(_once(files + [path for path in bold if path.is_file()]), _once(serif), _once(sans))


def _national(family: str, language: str, scripts: tuple[str, ...]) -> str:
    """Return the family that has the ideographs in the form of the language, else of the scripts beside them."""
    tags = (language.lower(), "-".join(language.lower().split("-")[:2]), language.lower().split("-")[0])
    own = next((EAST_ASIAN[tag] for tag in tags if tag in EAST_ASIAN), "")
    form = own or ("JP" if "Kana" in scripts else "KR" if "Hang" in scripts else "SC")
    return re.sub(r"(?<=CJK )\w+$", form, family)


def _once(items: Iterable[_T]) -> tuple[_T, ...]:
    return tuple(dict.fromkeys(items))
