"""What preflight found, as a page for the printer."""

from __future__ import annotations

from pathlib import PurePath

from .. import preflight
from ..layout import Layout
from ..preflight.findings import CHECKS
from ..preflight.table import plain, verdict
from ..printer import Printer
from . import engine
from . import page as pages
from .finish import Metadata

TEMPLATE, STYLE = "preflight.html.jinja", "preflight.css"


def page(report: preflight.Report, layout: Layout, printer: Printer | None) -> bytes:
    """Return the page as a PDF; raises what `engine.render` raises."""
    name = PurePath(report.file).name
    context = {
        "file": plain(name),
        "report": report,
        "printer": printer,
        "verdict": verdict(report),
        "facts": [(fact, plain(said)) for fact, said in report.facts],
        "findings": [(each, plain(each.what), preflight.pages_told(each.pages)) for each in report.findings],
        "checks": [CHECKS[each] for each in report.checks],
        "found": {each.check for each in report.findings},
    }
    sheet = pages.read(layout.render(TEMPLATE, context), {}, name)
    about = Metadata(f"Preflight of {plain(name)}", language="en", claims=())
    return engine.render(sheet, layout, (STYLE,), about)
