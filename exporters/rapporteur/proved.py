"""Packs, digests and archives read back: each holds all words that it must, and for the public none it must not."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from . import audience, jobs, packing, parity
from .manifest import output
from .parity import Claim
from .problems import Place, Problem, error
from .report import Report
from .reread import Reread
from .source import Source, name_of
from .variant import ARCHIVE, DIGEST, FULL
from .variants import stem
from .view import view

Found = tuple[str, int, tuple[Problem, ...]]
"""A file's name, how many texts of the source it must hold, and which it lacks or holds in vain."""
MESSAGES = ("points", "recommendations")
"""The kinds of sections that a digest shows."""
_ASIDE = re.compile(r"\.changed\d*$")
"""How the name of a folder ends that was kept aside, since somebody changed it."""


def packs(whole: Source, read: Source, reread: Reread | None = None) -> Iterator[Found]:
    """Yield what is proved of each pack, digest and archive that was made for an audience.

    `read` is the source as that audience may see it, the `whole` is all of it.
    """
    whose, reread = read.layout.audience, reread or Reread()
    internal = () if whose == audience.INTERNAL else parity.internal(_all(whole), _all(read))
    for path in sorted((read.workspace / packing.folder(whose)).glob("*.*")):
        told = packing.recorded(path, read.workspace, whose)
        says = _SAYS.get(told.get("kind", ""))
        if says:
            yield _volume(path, set(told.get("sessions", ())), says, internal, read, reread)
    for folder in sorted((read.workspace / output(whose) / ARCHIVE).glob("*")):
        if (folder / jobs.SUMS).is_file() and not _ASIDE.search(folder.name):
            yield from _archive(folder, internal, read, reread)


def _volume(path: Path, ids: set[str], says: Says, internal: Sequence[Claim], read: Source, reread: Reread) -> Found:
    name = name_of(path, read.workspace)
    if packing.changed(path, read.workspace, read.layout.audience):
        return name, 0, (_by_hand(name, read),)
    reports = [each for each in read.conference.reports if each.id in ids]
    claims = [claim for each in reports for claim in says(each, read)]
    return _held(name, claims, _words(path, reread), internal, read)


def _messages(report: Report, read: Source) -> Iterator[Claim]:
    """Yield what a digest says of a session: its title, what it found, and what it asks for."""
    sections = {each.id for each in read.layout.form.of_kind(*MESSAGES)}
    kept = replace(report, sections=tuple(each for each in report.sections if each.role in sections))
    yield Claim("title", report.title, report.origin.place("title"))
    yield from parity.prose_claims(kept)


def _shown(report: Report, read: Source) -> Iterator[Claim]:
    """Yield all that a PDF of a session says, as a volume of them does in its Word file too."""
    left_out = read.layout.settings.get("leaves-out", {}).get("pdf", [])
    for claim in parity.claims(view(report, read.conference, read.layout)):
        if claim.text.strip() and claim.field not in left_out:
            yield claim


Says = Callable[[Report, Source], Iterator[Claim]]
_SAYS: dict[str, Says] = {DIGEST: _messages, FULL: _shown}
"""What a volume of some sessions says of each of them, by its kind."""


def _archive(folder: Path, internal: Sequence[Claim], read: Source, reread: Reread) -> Iterator[Found]:
    if jobs.changed(folder):
        name = name_of(folder, read.workspace)
        yield name, 0, (_by_hand(name, read),)
        return
    for report in read.conference.reports:
        claims = [each for each in parity.claims(view(report, read.conference, read.layout)) if each.text.strip()]
        text = folder / f"text/{stem(report)}.txt"
        if text.is_file():
            yield _held(name_of(text, read.workspace), claims, (text.read_text("utf-8"),), internal, read)
        path = folder / f"pdf/{stem(report)}.pdf"
        if path.is_file():
            shown = tuple(_shown(report, read))
            yield _held(name_of(path, read.workspace), shown, _words(path, reread), internal, read)


def _words(path: Path, reread: Reread) -> tuple[str, ...]:
    return reread.words("pdf" if path.suffix == ".pdf" else "word", path.read_bytes()) or ()


def _held(name: str, claims: Sequence[Claim], found: Sequence[str], internal: Sequence[Claim], read: Source) -> Found:
    hint = f"make it again: {again(name, read)}"
    lacking = [replace(each, hint=hint) for each in parity.missing(claims, found, name)]
    leaks = parity.leaked(internal, found, name)
    lacking.extend(replace(each, hint=f"do not send the file; {hint}") for each in leaks)
    return name, len(claims), tuple(lacking)


def again(name: str, read: Source) -> str:
    """Return the command that makes a file again which was made for an audience, by its name from the workspace on."""
    whose = read.layout.audience
    said = "" if whose == audience.INTERNAL else f" --audience {whose}"
    folder = name.removeprefix(f"{output(whose)}/").partition("/")[0]
    if folder == "pack":
        return _pack_again(read.workspace / name, read, said)
    if folder == ARCHIVE:
        return f"rapporteur pack --variant {ARCHIVE}{said}"
    return f"rapporteur {'press' if folder == 'press' else 'build'}{said}"


def _pack_again(path: Path, read: Source, said: str) -> str:
    whose = read.layout.audience
    named = (each for each in read.packs if each.whose == whose)
    if found := next((each.name for each in named if packing.named(read, each, path.suffix) == path.name), ""):
        return f"rapporteur pack {found}"
    kind = packing.recorded(path, read.workspace, whose).get("kind", FULL)
    usual = said or (f" --audience {audience.INTERNAL}" if kind == DIGEST else "")
    return f"rapporteur pack{'' if kind == FULL else f' --variant {kind}'}{usual}"


def _all(read: Source) -> Iterable[Claim]:
    for report in read.conference.reports:
        yield from parity.claims(view(report, read.conference, read.layout))


def _by_hand(name: str, read: Source) -> Problem:
    hint = f"make it again: {again(name, read)}"
    return error(Place(name), "somebody changed this after it was made", hint, "parity")
