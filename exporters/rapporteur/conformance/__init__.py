"""Conformance: what a PDF may claim to be, and the proof by veraPDF that it is.

    a layout, these libraries ── record ──→ the claims that may be made (`record.json` holds what veraPDF passed)
    a PDF ── claimed ──→ what it says of itself ── verapdf, worker ──→ the rules that it breaks, as problems

veraPDF is an optional extra; without it the record alone decides.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from ..layout import Layout
from ..problems import Place, Problem, error, warning
from . import claimed, record
from .verapdf import EXTRA, FLAVOURS, Failure, Verdict, installed, verified

__all__ = [
    "EXTRA",
    "FLAVOURS",
    "Failure",
    "Verdict",
    "check",
    "claims",
    "granted",
    "installed",
    "problems",
    "unclaimed",
    "verified",
]

RULE = "conformance"
SWITCH = "RAPPORTEUR_VERAPDF"
"""A variable of the environment: with ``no`` the record alone decides, and no Java is started while a PDF is made."""


def claims(layout: Layout, wanted: Sequence[str]) -> tuple[tuple[str, ...], Problem | None]:
    """Return which of the claims `wanted` a PDF of this layout may make here, and a warning if they are not all."""
    return record.claims(layout, wanted)


def granted(
    layout: Layout, wanted: Sequence[str], make: Callable[[tuple[str, ...]], bytes], file: str
) -> tuple[bytes, tuple[Problem, ...]]:
    """Return the PDF that `make` gives with the claims it may make, and a warning for each claim that was dropped.

    What the record does not allow veraPDF may pass there and then, on the file itself, if it is installed and not
    switched off.
    """
    allowed, dropped = claims(layout, wanted)
    if dropped is None:
        return make(allowed), ()
    if not installed() or os.environ.get(SWITCH) == "no":
        return make(allowed), (dropped,)
    data = make(tuple(wanted))
    verdicts = verified([(file, data)], [FLAVOURS[claim] for claim in wanted])
    passed = tuple(each.standard for each in verdicts if each.passed)
    if len(passed) == len(wanted):
        return data, ()
    told = tuple(_told(verdicts, "{standard} is not claimed, since it ", warning))
    return make(passed), told


def unclaimed(layout: Layout, wanted: Sequence[str], data: bytes) -> tuple[Problem, ...]:
    """Return a warning if a finished PDF does not claim all that is `wanted`."""
    missing = [claim for claim in wanted if claim not in claimed.claims(data)]
    if not missing:
        return ()
    _, dropped = claims(layout, missing)
    told = f"{' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} not claimed: veraPDF did not pass it"
    return (dropped or warning(Place(f"layout {layout.name}"), told, "run: rapporteur verify --conformance", RULE),)


def check(workspace: Path, folder: str = "build/pdf") -> tuple[tuple[Verdict, ...], tuple[Problem, ...]]:
    """Return veraPDF's verdict on every claim of every PDF below a folder of the workspace, and what is wrong.

    A file that claims nothing has no verdict. Raises `MissingLibrary` when the extra is not installed.
    """
    paths = sorted(path for path in (workspace / folder).rglob("*.pdf") if not path.name.startswith("."))
    named = [(path.relative_to(workspace).as_posix(), path.read_bytes()) for path in paths]
    if not installed():
        verified([], [])
    by_claims, found = _by_claims(named)
    verdicts = [each for asked, files in by_claims.items() for each in verified(files, [FLAVOURS[c] for c in asked])]
    verdicts.sort(key=lambda each: each.file)
    return tuple(verdicts), (*found, *problems(verdicts))


def _by_claims(
    files: Iterable[tuple[str, bytes]],
) -> tuple[dict[tuple[str, ...], list[tuple[str, bytes]]], tuple[Problem, ...]]:
    """Return files by the claims that they make, and what is wrong with those whose claims cannot be checked."""
    found: dict[tuple[str, ...], list[tuple[str, bytes]]] = {}
    wrong: list[Problem] = []
    for name, data in files:
        try:
            made = claimed.claims(data)
        except ValueError as mistake:
            wrong.append(error(Place(name), f"this is no sound PDF: {mistake}", "run: rapporteur build", RULE))
            continue
        wrong.extend(_unknown(name, claim) for claim in made if claim not in FLAVOURS)
        known = tuple(claim for claim in made if claim in FLAVOURS)
        if known:
            found.setdefault(known, []).append((name, data))
    return found, tuple(wrong)


def _unknown(name: str, claim: str) -> Problem:
    return error(Place(name), f"it claims {claim}, which is not checked here", "run: rapporteur build", RULE)


def problems(verdicts: Iterable[Verdict]) -> tuple[Problem, ...]:
    """Return an error for each rule that a file breaks of the standards it claims, and for what was not judged."""
    return tuple(_told(verdicts, "it claims {standard} and ", error))


def _told(
    verdicts: Iterable[Verdict], before: str, how: Callable[[Place, str, str, str], Problem]
) -> Iterator[Problem]:
    for verdict in verdicts:
        opening = before.format(standard=verdict.standard)
        if verdict.fault:
            yield how(Place(verdict.file), f"{opening}cannot be judged: {verdict.fault}", _REBUILD, RULE)
        for failure in verdict.failures:
            yield how(_place(verdict.file, failure), f"{opening}breaks {_broken(failure)}", _hint(failure), RULE)


_REBUILD = "build it again; if it stays so, send it with this message to who keeps the layout"


def _place(file: str, failure: Failure) -> Place:
    return Place(file, spot=f"page {failure.page}" if failure.page else "")


def _broken(failure: Failure) -> str:
    times = f" ({failure.count} times)" if failure.count > 1 else ""
    return f"{failure.specification}, {failure.clause}: {failure.message or failure.description}{times}"


def _hint(failure: Failure) -> str:
    place = f"\n    {failure.contexts[0]}" if failure.contexts else ""
    return f"mend the layout: {failure.description}{place}"
