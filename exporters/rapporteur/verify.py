"""Verification: each deliverable that was built is read back and holds every word it must."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from . import audience, checks, laid_open, parity, source
from .edition import EDITIONS
from .manifest import Manifest, Record, output
from .parity import Claim
from .plan import WHOLE, Plan, Wish
from .problems import Place, Problem, Refused, error, warning
from .proved import again, packs
from .report import Conference
from .reread import Reread
from .source import Source
from .view import view

Proved = tuple[str, int]
"""A deliverable's name, and how many texts of the source were found in it; 0 for one made of pages that were proved."""


def verify(
    workspace: Path, sessions: Sequence[str] = (), whose: str = audience.INTERNAL
) -> tuple[tuple[Proved, ...], tuple[Problem, ...]]:
    """Return what was proved of each deliverable, and an error for each text that is missing or file that is not there.

    In what was made for the public, nothing that is internal may stand. Raises `WrongUse` for a session that does not
    exist.
    """
    whole = source.read(workspace)
    read, wrong_source = audience.seen(whole, whose, checks.check(whole))
    wanted = {report.origin.file for report in source.select(whole, sessions)}
    manifest = Manifest.of(workspace, whose)
    home, plan = output(whose), Plan.of(workspace, Wish(audience=whose), manifest)
    records = [each for each in manifest.records.values() if each.subject in wanted or each.subject == WHOLE]
    reread = Reread()
    proved: list[Proved] = []
    problems: list[Problem] = list(_unbuilt(whole, read, wanted, records, wrong_source))
    for record in sorted(records, key=lambda each: each.path):
        if record.settings.get("blank") == "True":
            continue
        if _made_of_pages(record):
            wrong = tuple(_changed(manifest, record, read))
            problems.extend(wrong)
            proved.extend([] if wrong else [(f"{home}/{record.path}", 0)])
            continue
        claims = tuple(_claims(record, read))
        found, wrong = _found(workspace, record, home, read, reread)
        missing = wrong or _lacking(plan, record, parity.missing(claims, found, f"{home}/{record.path}"), read)
        if whose != audience.INTERNAL:
            internal = parity.internal(_said(record, whole), _said(record, read))
            missing += parity.leaked(internal, found, f"{home}/{record.path}")
        problems.extend(missing)
        if not missing:
            proved.append((f"{home}/{record.path}", len(claims)))
    if whose != audience.INTERNAL and not sessions:
        problems.extend(laid_open.leaks(whole, read, reread))
    for name, claimed, wrong in () if sessions else packs(whole, read, reread):
        problems.extend(wrong)
        proved.extend([] if wrong else [(name, claimed)])
    return tuple(proved), tuple(problems)


def _made_of_pages(record: Record) -> bool:
    edition = EDITIONS.get(record.settings.get("edition", ""))
    return edition is not None and edition.made_of_pages


def _lacking(plan: Plan, record: Record, missing: tuple[Problem, ...], read: Source) -> tuple[Problem, ...]:
    """Return what a file lacks; of one that is out of date, that it is."""
    why = plan.why(record.path, plan.inputs(record.subject, record.inputs), record.settings) if missing else ""
    if not why:
        return missing
    hint = f"it is out of date ({why}); run: {_again(read)}"
    return tuple(replace(each, hint=hint) for each in missing)


def _again(read: Source) -> str:
    return again(f"{output(read.layout.audience)}/", read)


def _changed(manifest: Manifest, record: Record, read: Source) -> Iterator[Problem]:
    """Yield an error if a file is not the one that its pages were compared with when it was made."""
    gone = not (manifest.folder / record.path).is_file()
    if gone or manifest.by_hand(record.path):
        what = "the file is gone" if gone else "somebody changed this file after it was made"
        where = Place(f"{output(read.layout.audience)}/{record.path}")
        yield error(where, what, f"run: {_again(read)}", "parity")


def _unbuilt(
    whole: Source, read: Source, wanted: set[str], records: list[Record], problems: tuple[Problem, ...]
) -> Iterator[Problem]:
    built = {record.subject for record in records}
    for report in whole.conference.reports:
        if report.origin.file in wanted - built:
            sound = checks.sound(report, problems)
            own = [each for each in problems if each.where.file == report.origin.file and each.rule == audience.RULE]
            hint = "it tells what is kept from the public" if own else "it has errors"
            hint = f"run: {_again(read)}" if sound else f"{hint}; run: rapporteur check {report.id}".rstrip()
            yield error(Place(report.origin.file), "this session has no deliverable", hint, "parity")


def _claims(record: Record, read: Source) -> Iterator[Claim]:
    """Yield what a deliverable must show: a session's every word, or of a conference the recommendations."""
    left_out = read.layout.settings.get("leaves-out", {}).get(record.exporter, [])
    if record.subject == WHOLE:
        found = _recommendations(read.conference, set(record.inputs))
    else:
        report = next((each for each in read.conference.reports if each.origin.file == record.subject), None)
        found = parity.claims(view(report, read.conference, read.layout)) if report else iter(())
    edition = EDITIONS.get(record.settings.get("edition", ""))
    brief = edition is not None and edition.brief  # of which nothing but the title is sure to fit
    for claim in found:
        if claim.field not in left_out and claim.text.strip() and (claim.field == "title" or not brief):
            yield claim


def _said(record: Record, read: Source) -> Iterator[Claim]:
    """Yield all that a source says of the sessions of a deliverable, and of their follow-up."""
    for report in read.conference.reports:
        if record.subject in (WHOLE, report.origin.file):
            yield from parity.claims(view(report, read.conference, read.layout))
    for name, followed in read.conference.follow_up:
        yield from (Claim(name, text, Place(source.FOLLOWUP)) for _, text in followed.values)


def _recommendations(conference: Conference, files: set[str]) -> Iterator[Claim]:
    for report in conference.reports:
        for each in report.recommendations if report.origin.file in files else ():
            yield Claim("recommendation", each.sentence, Place(report.origin.file, each.line))


def _found(
    workspace: Path, record: Record, home: str, read: Source, reread: Reread
) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    """Return the words of a deliverable as its exporter reads them back, or why that cannot be."""
    path = workspace / home / record.path
    where = Place(f"{home}/{record.path}")
    if not path.is_file():
        return (), (error(where, "the file is gone", f"run: {_again(read)}", "parity"),)
    try:
        words = reread.words(record.exporter, path.read_bytes())
    except Refused as refusal:
        return (), tuple(replace(each, where=replace(each.where, file=where.file)) for each in refusal.problems)
    if words is None:
        return (), (warning(where, f"“{record.exporter}” does not read its files back", "", "parity"),)
    return words, ()
