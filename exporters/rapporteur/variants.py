"""Other packs of the same sessions: the delegates' digest, and the archive.

The digest is one PDF of what all sessions found and ask for, ``build/public/pack/<conference>-digest.pdf``. The archive
is a folder for whoever shall read the conference in twenty years, ``build/archive/<conference>/``:

==========================  ====================================================================
``pdf/<session>.pdf``       each report as PDF/A-3a, with its source attached
``text/<session>.txt``      the same as plain text in UTF-8
``conference.json``         everything, as data (`as_data`)
``recommendations.xlsx``    the register
``SHA256SUMS``              the digests of them all, as ``sha256sum --check`` reads them
==========================  ====================================================================
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import Executor
from dataclasses import replace
from pathlib import Path

from . import as_data, files, plain_text
from . import format as seam
from .build import build
from .jobs import Job
from .manifest import Manifest, output
from .naming import options_for, short
from .plan import WHOLE, Wish
from .problems import Problem, WrongUse
from .report import Report
from .source import Source

SUMS = "SHA256SUMS"
KEPT = {"pdf": "archive", "excel": ""}
"""The exporters whose files are archived, and in which edition."""


def digest(read: Source, reports: tuple[Report, ...]) -> tuple[bytes, tuple[Problem, ...]]:
    """Return the digest of `reports`; raises `Refused` when it cannot be made."""
    exporter = seam.load("pdf")
    if not isinstance(exporter, seam.Digesting):
        raise WrongUse("the exporter called “pdf” makes no digests")
    conference = replace(read.conference, reports=reports)
    each = [options_for(one, conference, read.workspace, False, "web", read.layout.audience) for one in reports]
    whole = options_for(None, conference, read.workspace, False, "web", read.layout.audience)
    pictures = {name: path for options in each for name, path in options.pictures.items()}
    return exporter.digest(conference, read.layout, replace(whole, pictures=pictures))


def archive(read: Source, reports: tuple[Report, ...], name: str, executor: Executor | None = None) -> Job:
    """Return the archive of a conference's sound `reports`, called `name`; what of it is stale is built first."""
    whose = read.layout.audience
    wish = Wish(exporters=tuple(KEPT), editions=("archive",), audience=whose)
    outcome = build(read.workspace, wish, executor)
    parts = dict(_built(read.workspace, whose, {each.origin.file for each in reports}))
    for report in reports:
        text = plain_text.written(report, read.conference, read.layout)
        parts[f"text/{stem(report)}.txt"] = text.encode()
    told = as_data.conference(replace(read.conference, reports=reports))
    parts["conference.json"] = (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()
    parts[SUMS] = "".join(f"{files.digest(parts[name])}  {name}\n" for name in sorted(parts)).encode()
    return Job(name, parts, outcome.problems)


def _built(workspace: Path, whose: str, wanted: set[str]) -> Iterator[tuple[str, bytes]]:
    """Yield the files of the last build that are archived, by the name they have there."""
    manifest = Manifest.of(workspace, whose)
    for record in manifest.records.values():
        fits = KEPT.get(record.exporter) == record.settings.get("edition") and record.settings.get("blank") == "False"
        if fits and (record.subject == WHOLE or record.subject in wanted):
            path = workspace / output(whose) / record.path
            name = path.name if record.subject == WHOLE else f"{record.exporter}/{path.name}"
            yield name, path.read_bytes()


def stem(report: Report) -> str:
    """Return the name of a report's files in an archive."""
    return "-".join(part for part in (report.id, short(report.title)) if part)
