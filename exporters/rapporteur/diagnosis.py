"""What this machine has of what Rapporteur and a workspace need, as findings; nothing is installed or changed."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from . import plugins, system
from .system import Need

OLDEST = (3, 11)
FONT_PACKAGES = (
    *("font-source-serif-pro", "font-source-sans-pro"),
    *("fontpkg-source-serif-4", "fontpkg-source-sans-3"),
)
SCRIPTS = {
    "Arab": "Arabic",
    "Armn": "Armenian",
    "Beng": "Bengali",
    "Deva": "Devanagari",
    "Ethi": "Ethiopic",
    "Geor": "Georgian",
    "Gujr": "Gujarati",
    "Guru": "Gurmukhi",
    "Hang": "Korean",
    "Hani": "Chinese",
    "Hebr": "Hebrew",
    "Kana": "Japanese",
    "Khmr": "Khmer",
    "Knda": "Kannada",
    "Laoo": "Lao",
    "Mlym": "Malayalam",
    "Mymr": "Burmese",
    "Orya": "Odia",
    "Sinh": "Sinhala",
    "Taml": "Tamil",
    "Telu": "Telugu",
    "Thai": "Thai",
    "Tibt": "Tibetan",
    "Zsym": "signs",
}
PACKAGED = frozenset({"Latn", "Grek", "Cyrl"})
"""The scripts that the font packages have."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the diagnosis: `state` is ``ok``, ``error`` or ``note`` (works, but one should know)."""

    state: Literal["ok", "error", "note"]
    name: str
    said: str
    missing: Need | None = None


def findings(workspace: Path | None) -> Iterator[Finding]:
    """Yield every finding: Python, libraries, fonts, tested versions, and the programs that only tests use."""
    yield _python(sys.version_info[:3])
    yield from (_library(need) for need in system.needs("build") if need.kind == "library")
    yield from (_font_package(name) for name in FONT_PACKAGES)
    if workspace:
        yield from _scripts(workspace)
    yield versions(tested(), installed(tested()))
    yield from _programs()


def _python(version: tuple[int, ...]) -> Finding:
    said = ".".join(map(str, version))
    if version < OLDEST:
        return Finding("error", "Python", f"{said}; 3.11 or newer is needed")
    return Finding("ok", "Python", said)


def _library(need: Need) -> Finding:
    version = system.found(need)
    if version is None:
        return Finding("error", need.probe, f"not found; it {need.about}", need)
    if not system.at_least(version, need.minimum):
        wanted = f"{need.minimum} or newer is needed; a newer release of this system has it"
        return Finding("error", need.probe, f"{version} is too old; {wanted}")
    return Finding("ok", need.probe, version or "found")


def _font_package(name: str) -> Finding:
    from importlib.metadata import PackageNotFoundError, files

    reinstall = f"python -m pip install --force-reinstall {name}"
    try:
        fonts = [file for file in files(name) or () if file.suffix == ".ttf"]
    except PackageNotFoundError:
        return Finding("error", name, f"not installed; {reinstall}")
    here = sum(Path(str(file.locate())).is_file() for file in fonts)
    state: Literal["ok", "error"] = "ok" if fonts and here == len(fonts) else "error"
    said = f"{here} of {len(fonts)} font files"
    return Finding(state, name, said if state == "ok" else f"{said}; {reinstall}")


def _scripts(workspace: Path) -> Iterator[Finding]:
    """Yield what is known of the fonts of each script that the workspace's source is written in."""
    for script, file in sorted(scripts_of(workspace).items()):
        if script in PACKAGED:
            continue
        name = SCRIPTS.get(script, "other scripts")
        needs = system.needs(f"script:{script}")
        if not needs:
            yield Finding("note", name, f"no font is known for letters of {file}; they may be missing in the PDF")
        for need in needs:
            path = system.found(need)
            said = path or f"{need.about} is not installed; {file} needs it"
            yield Finding("ok" if path else "error", name, said, None if path else need)


def scripts_of(workspace: Path) -> Mapping[str, str]:
    """Return the scripts that the files of `source/` are written in, each with the first file that is."""
    from . import source

    found: dict[str, str] = {}
    others = (workspace / name for name in (source.FOLLOWUP, source.CLUSTERS))
    paths = (workspace / source.CONFERENCE, *source.session_files(workspace), *others)
    for path in (path for path in paths if path.is_file()):
        for script in system.scripts_in(path.read_text(encoding="utf-8", errors="ignore")):
            found.setdefault(script, source.name_of(path, workspace))
    return found


def tested() -> Mapping[str, str]:
    """Return the tested set, version by name: in the wheel beside the code, in a checkout at its top."""
    package = Path(__file__).resolve().parent
    for folder in (package, package.parents[1]):
        path = folder / "constraints.txt"
        if path.is_file():
            lines = path.read_text(encoding="utf-8").splitlines()
            return dict(line.split("==", 1) for line in lines if "==" in line and not line.startswith("#"))
    return {}


def installed(names: Iterable[str]) -> Mapping[str, str]:
    """Return the versions of those distributions of `names` that are installed."""
    return {name: found for name in names if (found := plugins.version(name))}


def versions(expected: Mapping[str, str], actual: Mapping[str, str]) -> Finding:
    """Return whether the libraries are those that the tests were seen to pass with; others may well work."""
    name = "tested versions"
    differing = (each for each in actual if _plain(actual[each]) != _plain(expected[each]))
    other = [f"{each} {actual[each]} (tested: {expected[each]})" for each in differing]
    if not expected:
        return Finding("note", name, "the list of tested versions is not here")
    if other:
        return Finding("note", name, f"{len(other)} differ: {', '.join(other)}")
    return Finding("ok", name, f"all {len(actual)} libraries")


def _plain(version: str) -> str:
    """Return a version with its numbers as numbers: 4.004 is 4.4 (Version specifiers, “Integer Normalization”)."""
    return re.sub(r"(?<!\d)0+(?=\d)", "", version)


def _programs() -> Iterator[Finding]:
    """Yield the foreign programs, each once; none is needed to build."""
    for need in {need.probe: need for need in system.needs("test", "release") if need.kind == "program"}.values():
        path = system.found(need)
        yield Finding("ok" if path else "note", need.probe, path or f"not here; only tests use it: it {need.about}")
