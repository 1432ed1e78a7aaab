"""Parity: every word of the source is in the deliverable.

The words that a report must show are its *claims*: a text and where it stands in the source. A deliverable is read back
as text by its exporter, and each claim is looked for in it. White space, punctuation, soft hyphens, bidirectional
controls and compatibility forms (NFKC) do not count: every program that lays text out changes them, and in text from
right to left a full stop after a number is read back before it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from .problems import Place, Problem, error
from .prose import Emphasis, Inline, Inlines, Link, Note, Picture, Strong, plain, runs
from .report import Person, Report
from .spelling import Signs
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
    return _BARE.of(unicodedata.normalize("NFKC", text))


def _bare(character: str) -> str:
    category = unicodedata.category(character)
    ignored = category[0] in "ZP" or category in ("Cc", "Cf") or character.isspace()
    return "" if ignored else character


_BARE = Signs(_bare)


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
    called = person.printed or person.name
    return (called, person.position, person.organisation, person.country, person.email, person.phone)


def prose_claims(report: Report) -> Iterator[Claim]:
    """Yield the headings and the runs of text of every section, footnotes for themselves."""
    for section in report.sections:
        for inlines, line in ((section.heading, section.line), *runs(section.prose)):
            where = Place(report.origin.file, line)
            yield from (Claim(section.id, text, where) for text in _texts(inlines))


def _texts(inlines: Inlines) -> Iterator[str]:
    """Yield the text between footnotes and pictures, which part it, and the text of each."""
    held = ""
    for inline in _leaves(inlines):
        if isinstance(inline, Note):
            yield from (held, *_texts(inline.children))
            held = ""
        elif isinstance(inline, Picture):
            yield from (held, inline.alt, inline.credit)
            held = ""
        else:
            held += plain((inline,))
    yield held


def _leaves(inlines: Inlines) -> Iterator[Inline]:
    """Yield the inlines that hold words, out of the emphasis and the links around them."""
    for inline in inlines:
        if isinstance(inline, Strong | Emphasis | Link):
            yield from _leaves(inline.children)
        else:
            yield inline


def missing(wanted: Iterable[Claim], found: Sequence[str], deliverable: str) -> tuple[Problem, ...]:
    """Return an error for each claim that the text of a deliverable does not hold."""
    text = "\n".join(bare(part) for part in found)
    joined = text.replace("\n", "")
    return tuple(
        error(claim.where, f"{deliverable} lacks “{_short(claim.text)}” ({claim.field})", _HINT, "parity")
        for claim in wanted
        if not _holds(joined, bare(claim.text))
    )


def internal(every: Iterable[Claim], public: Iterable[Claim]) -> tuple[Claim, ...]:
    """Return what is said to no public reader.

    A text so short that anything may hold it, a number above all, proves nothing.
    """
    said = [claim.text for claim in public]
    shown, whole = "".join(map(bare, said)), set(said)
    others = (claim for claim in every if claim.text not in whole)
    return tuple(each for each in others if len(secret := bare(each.text)) >= SHORTEST and secret not in shown)


def leaked(told: Iterable[Claim], found: Sequence[str], deliverable: str) -> tuple[Problem, ...]:
    """Return an error for each text that a deliverable for the public holds and that is `told` to no public reader."""
    text = "".join(map(bare, found))
    hint = "do not send the file; run: rapporteur build --audience public"
    return tuple(
        error(claim.where, f"{deliverable} holds what is internal: “{_short(claim.text)}”", hint, "leak")
        for claim in told
        if bare(claim.text) in text
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
