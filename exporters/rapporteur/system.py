"""What Rapporteur needs of the machine beyond Python packages: the list, what is there, and how to get the rest.

The list itself is `system.txt`, which the Makefile reads as well. Nothing here installs anything or asks the network.
"""

from __future__ import annotations

import os
import re
import sys
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path

SYSTEMS = ("debian", "fedora", "alpine", "arch", "macos")
"""The families of systems whose packages the list names, in the order of its columns."""


@dataclass(frozen=True, slots=True)
class Need:
    """One row of the list: a library, program, Python module or font file, and the packages that bring it.

    `stages` says when it is needed: ``build``, ``sample``, ``test``, ``release`` or ``script:`` and an ISO 15924 code.
    `kind` is ``library``, ``program``, ``python`` or ``font``, `probe` the name by which to look for it.
    `minimum` is the oldest version that will do, "" for any. `about` is the purpose; for a font, its family.
    """

    stages: frozenset[str]
    kind: str
    probe: str
    minimum: str
    packages: Mapping[str, str]
    about: str


@dataclass(frozen=True, slots=True)
class Fonts:
    """The fonts of a script, the first for running text, the last for labels: families and files."""

    families: tuple[str, ...]
    files: tuple[str, ...]


def parsed(text: str) -> tuple[Need, ...]:
    """Return the rows of a list such as `system.txt`; a row with too few columns raises ValueError."""
    rows = (line.split(None, 8) for line in text.splitlines() if line.strip() and not line.startswith("#"))
    return tuple(_need(row) for row in rows)


def _need(row: list[str]) -> Need:
    stages, kind, probe, *packages, about = row
    name, _, minimum = probe.partition(">=")
    named = dict(zip(SYSTEMS, packages, strict=True))
    return Need(frozenset(stages.split(",")), kind, name, minimum, named, about)


@cache
def _listed() -> tuple[Need, ...]:
    return parsed(Path(__file__).with_name("system.txt").read_text(encoding="utf-8"))


def needs(*stages: str) -> tuple[Need, ...]:
    """Return the rows of the list that any of `stages` needs, all of them if none is given."""
    return tuple(need for need in _listed() if not stages or need.stages & set(stages))


def _fonts_by_script() -> dict[str, Fonts]:
    rows = ((stage[7:], need) for need in _listed() for stage in sorted(need.stages) if stage.startswith("script:"))
    found = {}
    for script, group in groupby(rows, key=lambda row: row[0]):
        fonts = [need for _, need in group]
        found[script] = Fonts(tuple(need.about for need in fonts), tuple(need.probe for need in fonts))
    return found


FONTS_BY_SCRIPT: Mapping[str, Fonts] = _fonts_by_script()
"""The fonts of every script that the two font packages from PyPI (Latin, Greek, Cyrillic) do not have."""


# What is on this machine


def found(need: Need) -> str | None:
    """Return what stands for `need` here, None if nothing does.

    A library answers with its version ("" when it tells none), a program or font with its path, a module with a Python
    that has it.
    """
    if need.kind == "library":
        return library_version(need.probe)
    if need.kind == "font":
        return str(font_file(need.probe) or "") or None
    if need.kind == "program":
        from shutil import which

        return which(need.probe)
    return python_with(need.probe)


def python_with(module: str) -> str | None:
    """Return a Python that has a module: this one, the one that ``UNO_PYTHON`` names, or the system's own."""
    import subprocess
    from importlib.util import find_spec

    if find_spec(module):
        return sys.executable
    others = [each for each in (os.environ.get("UNO_PYTHON"), "/usr/bin/python3") if each and Path(each).is_file()]
    asked = ["-c", "import sys, importlib.util as found; sys.exit(not found.find_spec(sys.argv[1]))", module]
    return next((each for each in others if not subprocess.run([each, *asked], check=False).returncode), None)  # noqa: S603


def library_version(soname: str) -> str | None:
    """Load a native library by its Linux soname and return its version, "" if it tells none, None if it is not here."""
    import ctypes

    name = library_file(soname)
    return None if name is None else _asked(ctypes.CDLL(name), soname)


def library_file(soname: str) -> str | None:
    """Return by which name the library that Linux calls `soname` can be loaded here, None if it is not here."""
    import ctypes

    for name in library_names(soname):
        with suppress(OSError):
            ctypes.CDLL(name)
            return name
    return None


def library_names(soname: str, platform: str = sys.platform) -> tuple[str, ...]:
    """Return the file names under which `platform` may keep the library that Linux calls `soname`.

    On macOS, Homebrew keeps its libraries in a folder that programs do not look into by themselves.
    """
    if platform != "darwin":
        return (soname,)
    stem, _, number = soname.partition(".so.")
    folders = ("", "/opt/homebrew/lib/", "/usr/local/lib/")
    return tuple(f"{folder}{name}" for folder in folders for name in (f"{stem}.{number}.dylib", f"{stem}.dylib"))


def _asked(library: object, soname: str) -> str:
    """Ask a loaded library, or one that it loads itself, for its version."""
    import ctypes

    if soname.startswith("libfontconfig"):
        number = int(library.FcGetVersion())  # type: ignore[attr-defined]
        return f"{number // 10000}.{number // 100 % 100}.{number % 100}"
    question = {"libpango": "pango_version_string", "libharfb": "hb_version_string"}.get(soname[:8])
    if question is None:
        return ""
    ask = getattr(library, question)
    ask.restype = ctypes.c_char_p
    return bytes(ask()).decode("ascii")


def at_least(version: str, minimum: str) -> bool:
    """Return whether `version` is `minimum` or newer; a version that was not told passes."""
    return not version or _numbers(version) >= _numbers(minimum)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) if part.isdecimal() else 0 for part in version.split(".")) if version else ()


def font_file(name: str) -> Path | None:
    """Return the file `name` in the system's font folders, else the user's; None if no folder has it.

    Where there is no ``Noto…-Regular.ttf``, the file with all weights will do, which other systems' packages bring:
    ``Noto…[wght].ttf``, ``NotoSerifCJK.ttc``, ``NotoSerifCJK-VF.ttc``.
    """
    return _font_files().get(name) or _whole_families().get(name)


@cache
def _font_files() -> dict[str, Path]:
    """Every font file by name; where two folders have the name, the first in the order of folders and paths."""
    files: dict[str, Path] = {}
    for folder in _font_folders():
        for root, folders, names in os.walk(folder):
            folders.sort()
            for name in sorted(names):
                files.setdefault(name, Path(root, name))
    return files


@cache
def _whole_families() -> dict[str, Path]:
    """The files that hold all weights of a family, by the name that the file of its regular weight would have."""
    names = {name: _WEIGHTS.sub(r"\1-Regular\2", name) for name in _font_files()}
    return {regular: _font_files()[name] for name, regular in sorted(names.items()) if regular != name}


_WEIGHTS = re.compile(r"^(Noto\w+?)(?:\[[\w,]+\]|-VF|(?<=CJK))(\.tt[fc])$")


@cache
def fonts_digest() -> str:
    """Return what tells the fonts of scripts that are here from others, whatever their versions.

    A font file begins with a checksum of each of its tables (OpenType, Table Directory).
    """
    import hashlib

    found = hashlib.sha256()
    for path in filter(None, map(font_file, sorted({need.probe for need in _listed() if need.kind == "font"}))):
        with path.open("rb") as file:
            found.update(path.name.encode() + file.read(4096))
    return found.hexdigest()[:16]


def _font_folders(platform: str = sys.platform) -> tuple[Path, ...]:
    home = Path.home()
    if platform == "darwin":
        return Path("/Library/Fonts"), Path("/System/Library/Fonts"), home / "Library/Fonts"
    return Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), home / ".local/share/fonts", home / ".fonts"


# How to get what is missing


def os_family(release: str | None = None, platform: str = sys.platform) -> str:
    """Return which of `SYSTEMS` this is, "" for another; `release` is the text of os-release(5)."""
    if platform == "darwin":
        return "macos"
    if release is None:
        paths = (Path("/etc/os-release"), Path("/usr/lib/os-release"))
        release = next((path.read_text(encoding="utf-8") for path in paths if path.is_file()), "")
    values = dict(line.split("=", 1) for line in release.splitlines() if "=" in line)
    names = [name for key in ("ID", "ID_LIKE") for name in values.get(key, "").strip("\"'").split()]
    known = {name: name for name in SYSTEMS} | {"ubuntu": "debian", "rhel": "fedora", "centos": "fedora"}
    return next((known[name] for name in names if name in known), "")


def fix(missing: Iterable[Need], system: str, *, root: bool = False) -> str:
    """Return the one line to paste that installs what is `missing` on `system`; "" if nothing is.

    On a system that the list does not know, it names what to look for. `root` leaves ``sudo`` out.
    """
    packages = sorted({need.packages.get(system, need.probe) for need in missing})
    if not packages:
        return ""
    sudo = "" if root else "sudo "
    install = {
        "debian": f"{sudo}apt-get update && {sudo}apt-get install -y --no-install-recommends",
        "fedora": f"{sudo}dnf install -y",
        "alpine": f"{sudo}apk add",
        "arch": f"{sudo}pacman -S --needed",
        "macos": "brew install",
    }.get(system, "install with this system's package manager what brings:")
    return " ".join([install, *packages])


# Which scripts a text is written in

_RANGES = """
0000-024F Latn  0250-036F Latn  0370-03FF Grek  0400-052F Cyrl  0530-058F Armn  0590-05FF Hebr  0600-06FF Arab
0750-077F Arab  0870-08FF Arab  0900-097F Deva  0980-09FF Beng  0A00-0A7F Guru  0A80-0AFF Gujr  0B00-0B7F Orya
0B80-0BFF Taml  0C00-0C7F Telu  0C80-0CFF Knda  0D00-0D7F Mlym  0D80-0DFF Sinh  0E00-0E7F Thai  0E80-0EFF Laoo
0F00-0FFF Tibt  1000-109F Mymr  10A0-10FF Geor  1100-11FF Hang  1200-139F Ethi  1780-17FF Khmr  19E0-19FF Khmr
1C80-1C8F Cyrl  1C90-1CBF Geor  1CD0-1CFF Deva  1D00-1D25 Latn  1D26-1D2A Grek  1D2B-1D2B Cyrl  1D2C-1D65 Latn
1D66-1D6A Grek  1D6B-1EFF Latn  1F00-1FFF Grek  2071-209C Latn  20AA-20AA Hebr  2100-218F Latn  2190-2BFF Zsym
2C60-2C7F Latn  2D00-2D2F Geor  2D80-2DDF Ethi  2DE0-2DFF Cyrl  2E80-303F Hani  3040-30FF Kana  3100-312F Hani
3130-318F Hang  3190-31EF Hani  31F0-31FF Kana  3200-321F Hang  3220-4DBF Hani  4E00-9FFF Hani  A640-A69F Cyrl
A720-A7FF Latn  A8E0-A8FF Deva  A960-A97F Hang  A9E0-A9FF Mymr  AA60-AA7F Mymr  AB00-AB2F Ethi  AB30-AB64 Latn
AB65-AB65 Grek  AB66-AB6F Latn  AC00-D7FF Hang  F900-FAFF Hani  FB00-FB06 Latn  FB13-FB17 Armn  FB1D-FB4F Hebr
FB50-FDFF Arab  FE30-FE4F Hani  FE70-FEFE Arab  FF01-FF65 Hani  FF66-FF9F Kana  FFA0-FFDC Hang
1F000-1FAFF Zsym  20000-323AF Hani
"""
COMMON_SIGNS = frozenset("←↑→↓↖↗↘↙∂∆∏∑−∕∙√∞∫≈≠≤≥⌜⌝⌞⌟■▲△▶▷▼▽◀◁◆◉◊◌☐☑♪✓❒⟦⟧🄯🅪🅫")
"""The signs that the two families from PyPI have."""
_SPANS = [span.partition("-") for span in _RANGES.split()[::2]]
_STARTS, _ENDS = [int(start, 16) for start, _, _ in _SPANS], [int(end, 16) for _, _, end in _SPANS]
_SCRIPTS = _RANGES.split()[1::2]


def scripts_in(text: str) -> set[str]:
    """Return the scripts (ISO 15924) that `text` needs fonts of: those of its letters, and of East Asian punctuation.

    Signs that all scripts share belong to none, but those that few fonts have count as ``Zsym``. A letter of a script
    that no font is listed for counts as ``Zzzz``.
    """
    return {_script(character) for character in set(text)} - {""}


def _script(character: str) -> str:
    point = ord(character)
    place = bisect_right(_STARTS, point) - 1
    if point > _ENDS[place]:
        return "Zzzz" if character.isalpha() else ""
    script = _SCRIPTS[place]
    if script == "Latn":
        return script if character.isalpha() else ""
    return "" if character in COMMON_SIGNS else script
