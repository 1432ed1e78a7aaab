"""The record of what veraPDF passed: which layouts and libraries make files that keep the standards they claim.

A fingerprint holds what decides how a PDF is tagged and written, and no more, or each change anywhere would forfeit the
claims:

==============  ======================================================================================================
``code``        the modules of this package that make PDFs: ``pdf``, ``press``, ``pack`` and what both stand on
``layout``      the layout's templates, styles, pictures and labels. Its form is text like the report's own, which may
                be any: the reports that the record is made with hold every construction. What only Word, Excel and
                printers are given does not count.
libraries       the engine, what writes and mends its PDFs, pictures and our fonts; Pango and HarfBuzz
==============  ======================================================================================================

Fonts of the system do not count: which of them a report needs depends on its letters, and each is embedded alike.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from .. import files, plugins, system
from ..layout import Layout
from ..problems import Place, Problem, warning
from .verapdf import EXTRA

RECORD = Path(__file__).with_name("record.json")
MOST = 40
"""The record keeps so many fingerprints, the newest last."""
LIBRARIES = (
    *("weasyprint", "pydyf", "pikepdf", "fonttools", "pillow"),
    *("font-source-sans-pro", "font-source-serif-pro", "fontpkg-source-sans-3", "fontpkg-source-serif-4"),
)
NATIVE = ("libpango-1.0.so.0", "libharfbuzz.so.0", "libharfbuzz-subset.so.0")
_OTHERS = ("word/", "word.", "excel/", "excel.", "printers/", "form.yaml")
"""What the names of a layout's files begin with that the PDF is not made of."""

Fingerprint = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Passed:
    """One line of the record: a layout by name, its fingerprint, the claims that held, by which veraPDF, how often."""

    layout: str
    claims: tuple[str, ...]
    verapdf: str
    files: int
    checks: int
    fingerprint: Fingerprint


def fingerprint(layout: Layout) -> dict[str, str]:
    """Return what decides whether the PDFs of a layout keep their claims, by name."""
    return {"layout": _layout((*layout.folders, *layout.asking)), "code": _code(), **_libraries()}


@cache
def _layout(folders: tuple[Path, ...]) -> str:
    lines: list[str] = []
    for folder in folders:
        named = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
        own = (name for name in sorted(named) if not name.startswith(_OTHERS))
        lines.extend(f"{name} {files.digest(named[name].read_bytes())}" for name in own)
    return files.digest("\n".join(lines).encode())[:16]


@cache
def _code() -> str:
    house = Path(__file__).parents[1]
    rooms = (path for room in ("pdf", "press", "pack") for path in (house / room).rglob("*.py"))
    named = sorted([*rooms, house / "rectangle.py", house / "xmp.py"])
    lines = (f"{path.relative_to(house).as_posix()} {files.digest(path.read_bytes())}" for path in named)
    return files.digest("\n".join(lines).encode())[:16]


@cache
def _libraries() -> dict[str, str]:
    native = {name: system.library_version(name) or "" for name in NATIVE}
    return {name: plugins.version(name) for name in LIBRARIES} | native


# What stands in the record


def read(path: Path = RECORD) -> tuple[Passed, ...]:
    """Return the record, oldest first; none if there is no record."""
    if not path.is_file():
        return ()
    return tuple(_passed(each) for each in json.loads(path.read_text("utf-8")))


def _passed(line: Mapping[str, Any]) -> Passed:
    return Passed(**{**line, "claims": tuple(line["claims"])})


def written(record: Iterable[Passed]) -> bytes:
    """Return a record as JSON, each part on a line of its own."""
    lines = [{name: getattr(each, name) for name in Passed.__slots__} for each in record]
    return (json.dumps(lines, ensure_ascii=False, indent=2) + "\n").encode()


def added(record: Sequence[Passed], new: Passed) -> tuple[Passed, ...]:
    """Return a record with a new line at its end, in place of the line of the same fingerprint; the oldest may go.

    The code and the layouts of the day are one: of a layout, lines with another digest of either are out of date.
    """
    kept = (each for each in record if each.layout != new.layout or (_same(each, new) and not _equal(each, new)))
    return (*kept, new)[-MOST:]


def _same(one: Passed, other: Passed) -> bool:
    return all(one.fingerprint[part] == other.fingerprint[part] for part in ("code", "layout"))


def _equal(one: Passed, other: Passed) -> bool:
    return dict(one.fingerprint) == dict(other.fingerprint)


def claims(
    layout: Layout, wanted: Sequence[str], record: Sequence[Passed] | None = None
) -> tuple[tuple[str, ...], Problem | None]:
    """Return which of the claims `wanted` a PDF of this layout may make here, and a warning if they are not all.

    A claim may be made when veraPDF passed it for this very fingerprint.
    """
    own, known = fingerprint(layout), read() if record is None else record
    held = {claim for each in known if each.fingerprint == own for claim in each.claims}
    allowed = tuple(claim for claim in wanted if claim in held)
    dropped = [claim for claim in wanted if claim not in held]
    return allowed, _dropped(layout, dropped, own, known) if dropped else None


def _dropped(layout: Layout, claims: Sequence[str], own: Fingerprint, record: Sequence[Passed]) -> Problem:
    what = f"{' and '.join(claims)} {'is' if len(claims) == 1 else 'are'} not claimed: {_reason(own, record)}"
    hint = f"to have each PDF checked as it is made: {EXTRA}\n    in a checkout: RAPPORTEUR_RECORD=write make test-all"
    return warning(Place(f"layout {layout.name}"), what, hint, "conformance")


def _reason(own: Fingerprint, record: Sequence[Passed]) -> str:
    """Return how this machine differs from the line of the record that is nearest to it."""
    differing = [
        [part for part in {**own, **each.fingerprint} if own.get(part) != each.fingerprint.get(part)] for each in record
    ]
    nearest = min(range(len(record)), key=lambda at: (len(differing[at]), -at), default=-1)
    if nearest < 0 or not differing[nearest]:
        return "veraPDF has not passed it"
    told = (_difference(part, own, record[nearest].fingerprint) for part in differing[nearest])
    return f"veraPDF passed it with {', '.join(told)}"


def _difference(part: str, own: Fingerprint, other: Fingerprint) -> str:
    if part in ("code", "layout"):
        return "another version of this program" if part == "code" else "another layout"
    return f"{part} {other.get(part) or 'absent'}, not {own.get(part) or 'absent'}"
