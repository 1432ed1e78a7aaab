"""Preflight: a finished PDF, ours or a stranger's, looked through before it goes to a printer or to readers.

    bytes ── opened ──→ File ── shown: words, areas, lines, pictures ──→ checks ──→ findings ── sheet ──→ a page

It is told what a file is for by a profile: ``archive``, ``web`` and ``large-print`` are read, ``press`` is printed,
``booklet`` and ``nup`` are sheets, and ``any`` asks only what any PDF must be. This module is light: pikepdf is
imported by the first check.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

from ..printer import Printer
from ..problems import Place, Problem, WrongUse
from .findings import ALWAYS, CHECKS, PRINT, READ, SAID, Finding

if TYPE_CHECKING:
    from .opened import File

PROFILES = {
    "any": (ALWAYS, SAID),
    "archive": (ALWAYS, SAID, READ),
    "web": (ALWAYS, SAID, READ),
    "large-print": (ALWAYS, SAID, READ),
    "press": (ALWAYS, SAID, PRINT),
    "booklet": (ALWAYS,),
    "nup": (ALWAYS,),
}
"""What is asked of a file, by what it is for."""
Scope = Literal["all", "part"]
"""What of a file is looked through: all, or what is known of a part that is to be bound into another file."""
OF_THE_WHOLE = ("M01", "M02", "M03", "M04", "M05", "A02", "A08", "A11", "F05")
"""The checks that nothing can be said of by a part."""


@dataclass(frozen=True, slots=True)
class Report:
    """What preflight found in one file, and the facts that a printer wants to know."""

    file: str
    profile: str
    findings: tuple[Finding, ...]
    facts: tuple[tuple[str, str], ...] = ()
    pages: int = 0
    blank: int = 0

    @property
    def checks(self) -> tuple[str, ...]:
        """The ids of the checks that were made."""
        return tuple(name for name, each in CHECKS.items() if each.of in PROFILES[self.profile])

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The findings as problems of the file."""
        return tuple(_problem(self.file, each) for each in self.findings)


def checked(
    data: bytes, file: str = "", profile: str = "", printer: Printer | None = None, scope: Scope = "all"
) -> Report:
    """Return what preflight finds in a PDF; a `profile` of "" is what the file says it is for.

    Raises `WrongUse` for a profile that does not exist. `printer` is whose demands a press file must meet.
    """
    from .opened import Unreadable, opened

    if profile and profile not in PROFILES:
        raise WrongUse(f"there is no profile “{profile}”; there are: {', '.join(PROFILES)}")
    try:
        with opened(data, printer) as pdf:
            chosen = profile or _meant(pdf)
            found = _found(pdf, PROFILES[chosen])
            if scope == "part":
                own = tuple(each for each in found if each.check not in OF_THE_WHOLE)
                return Report(file, chosen, own, pages=len(pdf.pages))
            return Report(file, chosen, found, _facts(pdf), len(pdf.pages), pdf.blank)
    except Unreadable as mistake:
        return Report(file, profile or "any", (mistake.finding,))


@lru_cache(maxsize=1)
def gate(data: bytes, edition: str, printer: Printer | None = None, scope: Scope = "all") -> tuple[Problem, ...]:
    """Return what is wrong with a PDF just made as an edition, as problems without a file.

    What its source is to blame for is a warning here, and an error only of what goes to print.
    """
    found = checked(data, "", edition, printer, scope).problems
    return tuple(replace(each, severity="warning") if CHECKS[each.rule].of_source else each for each in found)


def _problem(file: str, finding: Finding) -> Problem:
    spot = f"page {pages_told(finding.pages)}" if len(finding.pages) == 1 else f"pages {pages_told(finding.pages)}"
    where = Place(file, spot=spot if finding.pages else "")
    return Problem(finding.severity, where, f"{finding.what} [{finding.check}]", finding.hint, finding.check)


def pages_told(pages: tuple[int, ...]) -> str:
    """Return numbers of pages as people write them: 1–3, 7."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and page == runs[-1][1] + 1:
            runs[-1][1] = page
        else:
            runs.append([page, page])
    return ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in runs)


def _meant(pdf: File) -> str:
    """Return for what a file says it is."""
    packet = pdf.root("/Metadata")
    said = packet.read_bytes() if hasattr(packet, "read_bytes") else b""
    if b"GTS_PDFXVersion" in said or any(each.get("/S") == "/GTS_PDFX" for each in pdf.root("/OutputIntents") or ()):
        return "press"
    return "web" if b"pdfuaid" in said else "any"


def _found(pdf: File, groups: tuple[str, ...]) -> tuple[Finding, ...]:
    from . import access_checks, file_checks, print_checks, word_checks

    checks: dict[str, list[Any]] = {
        ALWAYS: [file_checks.file, file_checks.metadata, print_checks.boxes, word_checks.fonts, word_checks.places],
        READ: [
            access_checks.structure,
            access_checks.tagged,
            access_checks.reading,
            word_checks.grounds,
            word_checks.pictured,
        ],
        PRINT: [
            print_checks.sizes,
            print_checks.edges,
            print_checks.press,
            print_checks.inks,
            print_checks.pictures,
        ],
    }
    found = {finding for group in groups for check in checks.get(group, ()) for finding in check(pdf)}
    return tuple(sorted(finding for finding in found if CHECKS[finding.check].of in groups))


def _facts(pdf: File) -> tuple[tuple[str, str], ...]:
    from .facts import facts

    return tuple(facts(pdf))
