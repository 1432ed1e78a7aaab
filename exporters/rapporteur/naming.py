"""What a deliverable is called, and what its exporter is told beside subject and layout."""

from __future__ import annotations

import datetime
import os
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from . import files
from .edition import folder, named
from .format import Exporter, Options
from .problems import WrongUse
from .prose import Blocks, pictures
from .report import Conference, Report

SHORT = 40
"""A title in a file name is cut at the last word that ends within so many letters."""


def short(title: str) -> str:
    """Return a title for a file name: plain letters and hyphens; "" for a title in another script."""
    plain = unicodedata.normalize("NFKD", title.casefold()).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    return words if len(words) <= SHORT else words[: SHORT + 1].rpartition("-")[0] or words[:SHORT]


def file_name(exporter: Exporter, report: Report | None, blank: bool, edition: str = "") -> str:
    """Return the name of a deliverable: ``<id>-<short title>.docx``; an exporter may name its conference file."""
    below = folder(edition)
    if report is None:
        return f"{below}{getattr(exporter, 'stem', 'conference')}{exporter.suffix}"
    stem = "-".join(part for part in (report.id, short(report.title)) if part) or "form"
    return f"{below}{'blank/' if blank else ''}{stem}{exporter.suffix}"


def options_for(
    report: Report | None,
    conference: Conference,
    workspace: Path,
    blank: bool,
    edition: str = "",
    audience: str = "internal",
) -> Options:
    """Return what an exporter is told of a report, or of the conference (None), as an `audience` may see it."""
    printing = conference.printing
    return Options(
        conference=replace(conference, reports=(), programme=(), matter=None),
        edition=edition,
        audience=audience,
        settings={"paper": printing.paper, "printer": printing.printer} if edition else {},
        source=source_of(report, workspace) if report and edition and named(edition).attaches else b"",
        blank=blank,
        date=dated(report),
        base=report.origin.digest if report else "",
        pictures=pictures_of((each.prose for each in report.sections), workspace) if report else {},
    )


def dated(report: Report | None) -> str:
    """Return the day a deliverable carries: SOURCE_DATE_EPOCH (reproducible-builds.org), else the session's own."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch:
        try:
            return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC).date().isoformat()
        except (ValueError, OverflowError, OSError):
            raise WrongUse(f"SOURCE_DATE_EPOCH is “{epoch}”; it must be seconds since 1970") from None
    days = [part.day.date for part in report.when.parts if part.day and part.day.date] if report else []
    return days[0].isoformat() if days else ""


def source_of(report: Report, workspace: Path) -> bytes:
    """Return the session's file, or what the public may see of it.

    Nothing if the file changed since it was read, which makes the deliverable stale.
    """
    if report.origin.text:
        return report.origin.text.encode()
    try:
        data = (workspace / report.origin.file).read_bytes()
    except OSError:
        return b""
    return data if files.digest(data) == report.origin.digest else b""


def pictures_of(prose: Iterable[Blocks], workspace: Path) -> dict[str, Path]:
    """Return the files of the pictures that texts show, by the names used there; none outside the source."""
    named = {picture.source for blocks in prose for picture, _ in pictures(blocks)}
    found = {name: files.inside(workspace / "source", name) for name in sorted(named)}
    return {name: path for name, path in found.items() if path}


def without_prose(report: Report) -> Report:
    """Return what is known of a session before it was held: the grid, without counts and sections."""
    return replace(report, sections=(), attendance=None, state="draft")
