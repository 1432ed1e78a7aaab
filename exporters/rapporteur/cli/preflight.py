"""`rapporteur preflight`: a finished PDF looked through, before it goes to a printer or to readers."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from ..problems import WrongUse
from . import common

if TYPE_CHECKING:
    from ..layout import Layout
    from ..preflight import Report
    from ..printer import Printer

ABOUT = """\
Looks through PDFs, of ours or of anybody: syntax and security, fonts, boxes and bleed, inks, pictures, tags. Needs no
workspace. What is asked depends on what a file is for: it says so itself, or --profile does.
"""


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `preflight` to the command line."""
    command = commands.add_parser(
        "preflight",
        help="look through a PDF before it is printed or sent",
        description=ABOUT,
        epilog="examples:\n  rapporteur preflight build/pdf/press/*.pdf\n"
        "  rapporteur preflight poster.pdf --profile press --printer us-digital --report poster-preflight.pdf",
        formatter_class=argparse.RawTextHelpFormatter,
    )
    command.add_argument("files", nargs="+", type=Path, metavar="FILE.pdf")
    command.add_argument(
        "--profile", default="", metavar="NAME", help="what the files are for: press, web, archive, any …"
    )
    command.add_argument("--printer", default="", metavar="NAME", help="whose demands a press file must meet")
    command.add_argument("--json", action="store_true", help="tell as JSON, on standard output")
    command.add_argument("--report", type=Path, metavar="OUT.pdf", help="also write a page for the printer (one FILE)")
    common.add_strict(command)
    command.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Tell what is found in each file; exit 1 for errors."""
    from ..preflight.apart import inspected

    if arguments.report and len(arguments.files) > 1:
        raise WrongUse("--report is made of one file: name one")
    layout, printer = _printer(arguments)
    reports = [inspected(path, arguments.profile, printer) for path in arguments.files]
    if arguments.json:
        from ..preflight.table import as_json

        print(as_json(reports))
    else:
        _say(reports)
    if arguments.report:
        from .. import files
        from .. import format as seam

        exporter = seam.load("pdf")
        if not isinstance(exporter, seam.Inspecting):
            raise WrongUse("the exporter called “pdf” prints no page about a file")
        files.write_atomically(arguments.report, exporter.inspection(reports[0], layout, printer))
    return common.code([each for report in reports for each in report.problems], arguments.strict)


def _printer(arguments: argparse.Namespace) -> tuple[Layout, Printer | None]:
    """Return the workspace's layout, or the built-in one, and the printer that was named."""
    from .. import printer, source
    from ..layout import find

    try:
        workspace = common.workspace(arguments)
        conference, _ = source.read_conference(workspace)
        layout, name = find(conference.layout, workspace, conference.form), conference.printing.printer
    except WrongUse:
        layout, name = find("rapporteur"), ""
    name = arguments.printer or name
    return layout, printer.read(layout, name) if name else None


def _say(reports: list[Report]) -> None:
    from ..preflight.table import as_text

    print("\n\n".join(as_text(each) for each in reports))
