"""Parity: every word of the source is in the deliverable.

The words that a report must show are its *claims*: a text and where it stands in the source. A deliverable is read back
as text by its exporter, and each claim is looked for in it. White space, soft hyphens, hyphens, bidirectional controls
and compatibility forms (NFKC) do not count, since every program that lays text out changes them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from .problems import Place, Problem, error
from .prose import Note, inlines_within, plain, runs
from .report import Person, Report
from .view import View

PIECES = 4
"""A claim may be parted so often by what stands between pages: running heads and folios."""
SHORTEST = 8
"""A piece of a parted claim, but the last, is at least this many letters."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A text that must be found, the field it belongs to, and where the source says it."""

    field: str
    text: str
    where: Place


def bare(text: str) -> str:
    """Return `text` as it is compared."""
    return "".join(c for c in unicodedata.normalize("NFKC", text) if not _ignored(c))


def _ignored(character: str) -> bool:
    category = unicodedata.category(character)
    return category in ("Zs", "Zl", "Zp", "Cc", "Cf", "Pd") or character.isspace()


def claims(view: View) -> Iterator[Claim]:
    """Yield every text of a report that its deliverables must show, in the words they are printed in."""
    report = view.report
    yield Claim("title", report.title, report.origin.place("title"))
    for shown in view.fields.values():
        for text in (shown.text, *shown.lines, *(each.text for each in shown.tallies)):
            yield Claim(shown.id, text, report.origin.place(shown.id))
    for role in report.roles:
        for at, person in enumerate(role.people):
            where = report.origin.place(f"people.{role.id}.{at}")
            yield from (Claim(role.id, text, where) for text in _said(person))
    yield from prose_claims(report)


def _said(person: Person) -> tuple[str, ...]:
    return (person.printed or person.name, person.position, person.organisation, person.country, person.email)


def prose_claims(report: Report) -> Iterator[Claim]:
    """Yield the headings and the runs of text of every section, footnotes for themselves."""
    for section in report.sections:
        yield Claim(section.id, section.title, Place(report.origin.file, section.line))
        for inlines, line in runs(section.prose):
            where = Place(report.origin.file, line)
            yield from (Claim(section.id, text, where) for text in _around_notes(inlines))


def _around_notes(inlines: tuple[object, ...]) -> Iterator[str]:
    """Yield the text between footnotes, whose marks stand in it, and the text of each footnote."""
    held: list[object] = []
    for inline in inlines:
        if isinstance(inline, Note):
            yield plain(tuple(held))  # type: ignore[arg-type]
            yield plain(inline.children)
            held = []
        else:
            inner = [each for each in inlines_within((inline,)) if isinstance(each, Note)]  # type: ignore[arg-type]
            yield from (plain(each.children) for each in inner)
            held.append(inline)
    yield plain(tuple(held))  # type: ignore[arg-type]


def missing(wanted: Iterable[Claim], found: Sequence[str], deliverable: str) -> tuple[Problem, ...]:
    """Return an error for each claim that the text of a deliverable does not hold."""
    text = "\n".join(bare(part) for part in found)
    joined = text.replace("\n", "")
    return tuple(
        error(claim.where, f"{deliverable} lacks “{_short(claim.text)}” ({claim.field})", _HINT, "parity")
        for claim in wanted
        if not _holds(joined, bare(claim.text))
    )


_HINT = "the layout leaves it out; if it should, name the field in layout.toml under [leaves-out]"


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 80 else f"{text[:77]}…"


def _holds(text: str, wanted: str, pieces: int = PIECES) -> bool:
    """Return whether `wanted` stands in `text`, whole or in a few long pieces."""
    if wanted in text:
        return True
    if pieces <= 1 or len(wanted) < 2 * SHORTEST:
        return False
    length = _longest(text, wanted)
    return length >= SHORTEST and _holds(text, wanted[length:], pieces - 1)


def _longest(text: str, wanted: str) -> int:
    """Return the length of the longest beginning of `wanted` that stands in `text`."""
    low, high = 0, len(wanted)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if wanted[:middle] in text else (low, middle - 1)
    return low
