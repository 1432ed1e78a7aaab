"""What is installed: the versions of libraries, and the plug-ins that distributions offer, found in a few milliseconds.

Folders tell it (Recording installed projects; Entry points specification). Where something else than folders may know
more, `importlib.metadata` is asked, whose import alone takes a third of a check.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Offer:
    """An entry point: its name, what it means as ``package.module:object``, and the distribution that has it."""

    name: str
    value: str
    distribution: str
    version: str


def version(distribution: str) -> str:
    """Return the version of an installed distribution, "" if it is not installed."""
    found = _folders(tuple(sys.path)).get(_normal(distribution))
    if found is None and not _others_know():
        return ""
    return (found and _about(found).get("Version")) or _asked_version(distribution)


def offers(group: str) -> tuple[Offer, ...]:
    """Return the entry points of a group that installed distributions have."""
    if _others_know():
        return tuple(_asked_offers(group))
    known = _folders(tuple(sys.path)).values()
    return tuple(offer for folder in known for offer in _told(folder, group))


@cache
def _folders(path: tuple[str, ...]) -> Mapping[str, Path]:
    """Return the folders that tell of distributions, by the names of these; the first of a name counts."""
    found: dict[str, Path] = {}
    for folder in path:
        with suppress(OSError), os.scandir(folder or ".") as inside:
            names = sorted(each.name for each in inside if each.name.endswith((".dist-info", ".egg-info")))
            for name in names:
                found.setdefault(_normal(name.rpartition(".")[0].partition("-")[0]), Path(folder, name))
    return found


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _told(folder: Path, group: str) -> Iterator[Offer]:
    """Yield what a distribution offers in a group."""
    try:
        text = (folder / "entry_points.txt").read_text("utf-8")
        if f"[{group}]" not in text:
            return
    except (OSError, ValueError):
        return
    about, section = _about(folder), ""
    for line in map(str.strip, text.splitlines()):
        if line.startswith("["):
            section = line.strip("[]")
        elif section == group and "=" in line and not line.startswith("#"):
            name, value = line.split("=", 1)
            yield Offer(name.strip(), value.partition("[")[0].strip(), about.get("Name", "?"), about.get("Version", ""))


def _about(folder: Path) -> dict[str, str]:
    """Return what a distribution is called, and its version, as the headers of its metadata say (RFC 822)."""
    try:
        text = (folder / ("METADATA" if folder.suffix == ".dist-info" else "PKG-INFO")).read_text("utf-8")
    except (OSError, ValueError):
        return {}
    return dict(re.findall(r"^(Name|Version): *(.+)$", text.partition("\n\n")[0], re.MULTILINE))


# Where folders do not tell all


def _others_know() -> bool:
    """Return whether distributions may be found in other ways than as folders."""
    own_ways = [finder for finder in sys.meta_path if hasattr(finder, "find_distributions")]
    strange = any(getattr(finder, "__name__", "") != "PathFinder" for finder in own_ways)
    return strange or any(Path(folder or ".").is_file() for folder in sys.path)  # a zip file


def _asked_version(distribution: str) -> str:
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as asked

    try:
        return asked(distribution)
    except PackageNotFoundError:
        return ""


def _asked_offers(group: str) -> Iterator[Offer]:
    from importlib.metadata import entry_points

    for each in entry_points(group=group):
        about = (each.dist.name, each.dist.version) if each.dist else ("?", "")
        yield Offer(each.name, each.value.partition("[")[0].strip(), *about)
