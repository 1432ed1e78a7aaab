"""A job for a printer: all that a print shop needs of one subject, in one folder under ``build/press/``.

==================  ===============================================================================
``interior.pdf``    the press edition, with the blank pages that the printer asks for
``cover.pdf``       back, spine and front on one sheet, if the printer binds
``booklet.pdf``     the interior on sheets to fold, if the printer stitches
``preflight.pdf``   what preflight found in the interior, as a page; ``preflight.json`` for programs
``ticket.txt``      what is to be printed, and how; ``ticket.json`` for programs
``SHA256SUMS``      the digests of them all, as ``sha256sum --check`` reads them
==================  ===============================================================================

The folder is written whole: it stands beside the old one before it takes its place. One in which somebody changed a
file is kept aside.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from . import files, preflight, press
from . import format as seam
from .layout import Layout
from .manifest import OUTPUT, output
from .naming import file_name, options_for
from .preflight.table import as_json
from .press.cover import spine
from .printer import PAPERS, Printer, names
from .problems import Place, Problem, WrongUse, warning
from .report import Conference, Report

SUMS = "SHA256SUMS"
UNSAID = "to be said"
BOUND = {"saddle": (4, 64), "perfect": (24, 320), "none": (1, 100_000)}
"""How few and how many pages a binding holds, as printers say."""


@dataclass(frozen=True, slots=True)
class Order:
    """What a customer tells a printer beside the files, "" for what is not known yet."""

    quantity: str = ""
    paper: str = ""
    contact: str = ""


@dataclass(frozen=True, slots=True)
class Job:
    """One job: its folder's name, its files by name, and what is to be said of it."""

    name: str
    files: Mapping[str, bytes]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Copy:
    """What is printed: its folder's name, what is said of it, where that is written, its press file, what is wrong.

    `report` is the session's report, or one that says of a pack what a ticket and a cover say: it has no id.
    """

    name: str
    report: Report
    where: Place
    pages: bytes
    problems: tuple[Problem, ...] = ()


def copy_of(report: Report, conference: Conference, layout: Layout, workspace: Path, printer: Printer) -> Copy:
    """Return one report for a printer; raises `Refused` when its pages cannot be made for it."""
    exporter, options = _binding(), options_for(report, conference, workspace, False, "press", layout.audience)
    own = printer.name if printer.name in names(layout) else ""
    pages = exporter.export(report, layout, replace(options, settings={**options.settings, "printer": own}))
    name = Path(file_name(exporter, report, False)).stem
    return Copy(name, report, report.origin.place("state"), pages)


def _binding() -> seam.Binding:
    exporter = seam.load("pdf")
    if not isinstance(exporter, seam.Binding):
        raise WrongUse("the exporter called “pdf” makes no covers")
    return exporter


def made(copy: Copy, conference: Conference, layout: Layout, workspace: Path, printer: Printer, order: Order) -> Job:
    """Return the job of what is to be printed; raises `Refused` when its cover cannot be made for the printer."""
    exporter, report = _binding(), copy.report
    interior = press.padded(copy.pages, printer)
    found = preflight.checked(interior, "interior.pdf", "press", printer)
    parts = {"interior.pdf": interior}
    if printer.binding != "none":
        options = options_for(report, conference, workspace, False, "press", layout.audience)
        parts["cover.pdf"] = exporter.cover(report, layout, options, printer, found.pages)
    if printer.binding == "saddle":
        parts["booklet.pdf"] = press.booklet(interior, printer, report.direction == "rtl")
    parts["preflight.pdf"] = exporter.inspection(found, layout, printer)
    parts["preflight.json"] = f"{as_json([found])}\n".encode()
    wrong = (*found.problems, *_of_cover(parts, printer))
    ticket = dict(_ticket(report, conference, printer, order, found, parts))
    parts["ticket.json"] = (json.dumps(ticket, ensure_ascii=False, indent=2) + "\n").encode()
    parts["ticket.txt"] = _as_text(ticket).encode()
    parts[SUMS] = _sums(parts).encode()
    where = f"{folder(layout.audience)}/{copy.name}"
    told = [replace(each, where=replace(each.where, file=f"{where}/{each.where.file}")) for each in wrong]
    if report.state == "draft":
        what = "this report is a draft" if report.id else "the pack holds drafts, or lacks reports"
        told.append(warning(copy.where, what, "print it when its state is final", "press"))
    told.extend(_unbindable(found.pages, printer, Place(copy.where.file)))
    return Job(copy.name, parts, (*copy.problems, *told))


def _unbindable(pages: int, printer: Printer, where: Place) -> Iterator[Problem]:
    """Yield a warning for a book that is too thin or too thick for how it is bound."""
    least, most = BOUND[printer.binding]
    if not least <= pages <= most:
        what = f"{pages} pages are too {'few' if pages < least else 'many'} for {printer.binding} binding"
        hint = f"{least} to {most} are usual; ask the printer, or choose another binding in the printer's file"
        yield warning(where, what, hint, "press")


def _of_cover(parts: Mapping[str, bytes], printer: Printer) -> tuple[Problem, ...]:
    if "cover.pdf" not in parts:
        return ()
    return preflight.checked(parts["cover.pdf"], "cover.pdf", "press", replace(printer, trim="")).problems


def _ticket(
    report: Report,
    conference: Conference,
    printer: Printer,
    order: Order,
    found: preflight.Report,
    parts: Mapping[str, bytes],
) -> list[tuple[str, str]]:
    """Return what is to be printed and how, by name, in the order a printer asks."""
    facts = dict(found.facts)
    wide, high = PAPERS[printer.trim] if printer.trim else (0.0, 0.0)
    wrong = sum(each.severity == "error" for each in found.findings)
    thick = spine(found.pages, printer)
    side = "right" if report.direction == "rtl" else "left"
    bindings = {"saddle": f"saddle stitch at the {side}", "perfect": f"perfect binding at the {side}", "none": "none"}
    return [
        ("Title", " ".join(report.title.split())),
        ("For", " · ".join(each for each in (conference.name, conference.edition) if each) or UNSAID),
        ("Printer", printer.title or printer.name),
        ("State", f"{report.state}{'' if not wrong else f'; NOT READY: preflight found {wrong} errors'}"),
        ("Quantity", order.quantity or UNSAID),
        ("Trimmed size", f"{wide:g} × {high:g} mm ({printer.trim})" if printer.trim else facts["Trimmed size"]),
        ("Pages", f"{found.pages}, of which blank: {found.blank}"),
        ("Paper", f"{order.paper or UNSAID}; reckoned with {printer.paper_thickness:g} mm a leaf"),
        ("Colours", f"4/4, process colours; {printer.condition}; {printer.ink_limit} % of ink at most"),
        (
            "Bleed",
            f"{printer.bleed:g} mm; marks: {'in registration colour, outside the bleed' if printer.marks else 'none'}",
        ),
        ("Binding", bindings[printer.binding]),
        ("Spine", f"{thick:g} mm" if thick else "none"),
        ("Fonts", facts["Fonts"]),
        ("Standard", f"{printer.standard}; checked by preflight of Rapporteur in {len(found.checks)} checks"),
        ("Contact", order.contact or UNSAID),
        ("Contact of the printer", printer.contact or UNSAID),
        ("Files", ", ".join(sorted(parts))),
    ]


def _as_text(ticket: Mapping[str, str]) -> str:
    wide = max(map(len, ticket)) + 2
    return "".join(f"{name + ':':{wide}} {said}\n" for name, said in ticket.items())


def _sums(parts: Mapping[str, bytes]) -> str:
    return "".join(f"{files.digest(parts[name])}  {name}\n" for name in sorted(parts))


def folder(audience: str, kind: str = "press") -> str:
    """Return the folder of the jobs for an audience."""
    return f"{output(audience)}/{kind}"


def written(job: Job, workspace: Path, audience: str = "internal", kind: str = "press") -> tuple[Path, Path | None]:
    """Write a job's folder whole, and return it and where an older one that somebody changed is kept now."""
    home = workspace / folder(audience, kind)
    with files.locked(workspace / OUTPUT):
        old, new = home / job.name, home / f".{job.name}.part"
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir(parents=True)
        try:
            for name, data in job.files.items():
                files.write_atomically(new / name, data)
        except OSError:
            shutil.rmtree(new, ignore_errors=True)
            raise
        aside = _put_away(old)
        new.rename(old)
        return old, aside


def withdrawn(name: str, workspace: Path, audience: str, kind: str) -> Path | None:
    """Take a folder away of which no new one can be made, unless somebody changed it; return it if it is gone."""
    home = workspace / folder(audience, kind) / name
    with files.locked(workspace / OUTPUT):
        if not home.is_dir() or changed(home):
            return None
        _put_away(home)
        return home


def _put_away(folder: Path) -> Path | None:
    """Make room for a new folder: what was made is deleted, what somebody changed gets another name."""
    if not folder.is_dir():
        return None
    if not changed(folder):
        old = folder.with_name(f".{folder.name}.old")
        shutil.rmtree(old, ignore_errors=True)
        folder.rename(old)
        shutil.rmtree(old)
        return None
    aside = files.free_name(folder)
    folder.rename(aside)
    return aside


def changed(folder: Path) -> bool:
    """Return whether a folder is not as it was made."""
    try:
        lines = [line.partition("  ") for line in (folder / SUMS).read_text("utf-8").splitlines()]
        sums = {name: digest for digest, _, name in lines}
        paths = [path for path in folder.rglob("*") if path.is_file() and path.name != SUMS]
        now = {path.relative_to(folder).as_posix(): files.digest(path.read_bytes()) for path in paths}
    except (OSError, ValueError):
        return True
    return now != sums
