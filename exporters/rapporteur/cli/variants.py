"""`rapporteur pack --variant`: the digest and the archive."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from ..problems import Place, Problem, Refused, WrongUse, error, several
from . import common

if TYPE_CHECKING:
    from ..report import Report
    from ..source import Source

VARIANTS = {"digest": "public", "archive": "internal", "rapporteur": "internal"}
"""The variants, and for whom each is made unless the command says otherwise."""


def variant(arguments: argparse.Namespace) -> int:
    """Make a variant; exit 1 if a report is left out, or it cannot be made."""
    from .. import audience, checks, source

    if arguments.variant == "rapporteur":
        return _rapporteurs(arguments)
    workspace = common.workspace(arguments)
    whose = arguments.audience or VARIANTS[arguments.variant]
    read = source.read(workspace)
    read, wrong = audience.seen(read, whose, checks.check(read))
    found = [each for each in read.conference.reports if arguments.track in ("", each.track)]
    reports = tuple(each for each in found if checks.sound(each, wrong))
    problems: list[Problem] = [
        error(Place(each.origin.file), "it has errors and is left out", "run: rapporteur check")
        for each in found
        if each not in reports
    ]
    if not reports:
        common.tell(problems)
        raise WrongUse("there is no sound session to make it of")
    try:
        problems += (_digest if arguments.variant == "digest" else _archive)(read, reports, whose, arguments.track)
    except Refused as mistake:
        common.tell([*problems, *mistake.problems])
        return 1
    common.tell(problems)
    return common.code(problems, arguments.strict)


def _rapporteurs(arguments: argparse.Namespace) -> int:
    from .. import packing, rapporteurs, source

    if arguments.audience == "public":
        raise WrongUse("what a rapporteur is sent is not for the public: leave --audience out")
    read = source.read(common.workspace(arguments))
    tracks = (arguments.track,) if arguments.track else ()
    rows = rapporteurs.asked(read, [each for each in arguments.session.split(",") if each], tracks)
    with common.progress() as progress:
        laid = rapporteurs.lay_out(read, rows, packing.named(read, arguments.track, ""), progress=progress)
    for what, name in laid.done:
        if what == "kept aside":
            print(f"{what} {laid.folder}/{name}  (somebody changed it by hand)")
    print(f"made       {laid.folder}/  {several(laid.sessions, 'session')}")
    common.tell(laid.problems)
    return common.code(laid.problems, arguments.strict)


def _digest(read: Source, reports: tuple[Report, ...], whose: str, track: str) -> tuple[Problem, ...]:
    from .. import packing, source, variants

    data, problems = variants.digest(read, reports)
    name = packing.named(read, track).replace(".pdf", "-digest.pdf")
    path, aside = packing.written(data, name, read.workspace, whose)
    if aside:
        print(f"kept aside {source.name_of(aside, read.workspace)}  (somebody changed it by hand)")
    print(f"made       {source.name_of(path, read.workspace)}  {several(len(reports), 'session')}")
    return problems


def _archive(read: Source, reports: tuple[Report, ...], whose: str, track: str) -> tuple[Problem, ...]:
    from .. import jobs, source, variants

    if track:
        raise WrongUse("the archive is of all tracks: leave --track out")
    job = variants.archive(read, reports)
    folder, aside = jobs.written(job, read.workspace, whose, "archive")
    if aside:
        print(f"kept aside {source.name_of(aside, read.workspace)}  (somebody changed it by hand)")
    print(f"made       {source.name_of(folder, read.workspace)}/  {several(len(job.files), 'file')}")
    return job.problems
