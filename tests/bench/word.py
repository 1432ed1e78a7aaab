"""What a Word file costs: ours against docxtpl, the same report in the same run, CPU seconds, paired rounds.

Both make the bytes of the same form from a report in memory. docxtpl's template is our own file with expressions in its
controls and loops in its sections, so that both write the same words, styles, controls and lists. The order within a
round alternates; what counts is the median of the ratios. Exits with 1 if ours costs more than a tenth. Run it alone on
a quiet machine: ``python tests/bench/word.py [rounds]``.
"""

from __future__ import annotations

import gc
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from rapporteur import source
from rapporteur.format import Options
from rapporteur.report import Report
from rapporteur.view import view
from rapporteur.word import exporter

HERE = Path(__file__).resolve().parents[2]
MOST = 1 / 10
EACH = {"rapporteur": 30, "docxtpl": 3}
"""Files made by each side in a round: about the same time, so that neither runs on the other's cold caches."""


def ours(report: Report, found: source.Source) -> Callable[[], bytes]:
    """Return what makes our file."""
    options = Options(conference=replace(found.conference, reports=()), base=report.origin.digest)
    return lambda: exporter.export(report, found.layout, options)


def theirs(report: Report, found: source.Source, folder: Path) -> Callable[[], bytes]:
    """Return what makes docxtpl's file."""
    from docxtpl import DocxTemplate

    path = folder / "template.docx"
    conference = replace(found.conference, reports=())
    data, words = _template(exporter.export(report, found.layout, Options(conference=conference)))
    path.write_bytes(data)

    def make() -> bytes:
        view(report, conference, found.layout)  # labels, dates and numbers in words, which both need
        template = DocxTemplate(str(path))
        template.render(words, autoescape=True)
        stream = BytesIO()
        template.save(stream)
        return stream.getvalue()

    return make


def _template(made: bytes) -> tuple[bytes, dict[str, object]]:
    """Return our own file as a docxtpl template, and the words that fill it again.

    Each control of the grid holds an expression; in each section, paragraphs of one style become a loop round one.
    """
    import docx
    from docx.oxml.ns import qn

    document = docx.Document(BytesIO(made))
    fields: dict[str, str] = {}
    loops: list[list[str]] = []
    for control in document.element.body.iter(qn("w:sdt")):
        tag = control.find(f"{qn('w:sdtPr')}/{qn('w:tag')}")
        name = tag.get(qn("w:val")) if tag is not None else ""
        if name.startswith("rpt:section:"):
            _looped(control.find(qn("w:sdtContent")), loops)
        elif control.getparent().tag == qn("w:p"):
            fields[name] = _replaced(control, f'{{{{ fields["{name}"] }}}}')
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue(), {"fields": fields, "loops": loops}


def _replaced(element: Any, text: str) -> str:
    """Put `text` in the place of all that the runs of `element` say; return what they said."""
    from docx.oxml.ns import qn

    texts = list(element.iter(qn("w:t")))
    said = "".join(each.text for each in texts)
    for each in texts:
        each.text = text if each is texts[0] else ""
    return said


def _looped(content: Any, loops: list[list[str]]) -> None:
    """Turn the paragraphs of a section below its heading into loops, one for each style."""
    from copy import deepcopy

    from docx.oxml.ns import qn

    before = None
    for paragraph in list(content)[1:]:
        style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}").get(qn("w:val"))
        if style == before:
            loops[-1].append(_replaced(paragraph, ""))
            content.remove(paragraph)
            continue
        before = style
        opening, closing = deepcopy(paragraph), deepcopy(paragraph)
        _replaced(opening, f"{{%p for text in loops[{len(loops)}] %}}")
        _replaced(closing, "{%p endfor %}")
        loops.append([_replaced(paragraph, "{{ text }}")])
        paragraph.addprevious(opening)
        paragraph.addnext(closing)


def cost(make: Callable[[], bytes], files: int) -> float:
    """Return the CPU milliseconds of one of so many files."""
    gc.collect()
    begun = time.process_time()
    for _ in range(files):
        make()
    return (time.process_time() - begun) / files * 1000


def main(rounds: int) -> int:
    """Print the table; return 1 if the ratio is too large."""
    found = source.read(HERE)
    (report,) = source.select(found, ["T3-S01"])
    with tempfile.TemporaryDirectory() as folder:
        sides = {"rapporteur": ours(report, found), "docxtpl": theirs(report, found, Path(folder))}
        sizes = {name: len(make()) for name, make in sides.items()}
        costs: dict[str, list[float]] = {name: [] for name in sides}
        for at in range(rounds):
            for name in list(sides)[:: 1 if at % 2 else -1]:
                costs[name].append(cost(sides[name], EACH[name]))
    ratios = [a / b for a, b in zip(costs["rapporteur"], costs["docxtpl"], strict=True)]
    low, _, high = quantiles(ratios, n=4)
    print(f"{'CPU ms per report':<18}{'median':>9}{'least':>9}{'bytes':>9}")
    for name, values in costs.items():
        print(f"{name:<18}{median(values):>9.2f}{min(values):>9.2f}{sizes[name]:>9}")
    ratio = median(ratios)
    print(f"ratio {ratio:.3f} = 1/{1 / ratio:.0f} of docxtpl (middle half {low:.3f}–{high:.3f}), {rounds} rounds")
    return int(ratio > MOST)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 20))
