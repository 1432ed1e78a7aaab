"""What the register costs: the exporter against bare openpyxl, the same rows, CPU seconds, paired rounds.

The exporter makes the whole workbook from a conference in memory: rows, heights, template, all sheets, table, lists,
conditions, chart; openpyxl writes it. Bare openpyxl gets the finished values and writes the one sheet, a style on each
cell, in its usual mode. The order within a round alternates; what counts is the median of the ratios. Exits with 1 if
the exporter costs more than `MOST` of bare openpyxl at 1,000 rows, or if four times the rows cost more than `GROWTH`
times as much. ``python tests/bench/excel.py [rounds]``
"""

from __future__ import annotations

import gc
import resource
import sys
import time
from collections.abc import Callable
from io import BytesIO
from statistics import median, quantiles

from rapporteur import layout
from rapporteur.excel import exporter, sheets
from rapporteur.format import Options
from rapporteur.prose import Paragraph, Text
from rapporteur.report import Conference, FollowUp, Recommendation, Recommendations, Report, Section, Track

MOST = 1
GROWTH = 7
LAYOUT = layout.find("rapporteur")
WORDS = ("Sustain", "cooperation", "networks", "over", "time", "and", "grow", "new", "ones", "of", "power", "relations")
FOLLOWED = (("status", "in_progress"), ("priority", "high"), ("responsible", "Secretariat"), ("deadline", "2030-12-31"))


def conference(rows: int, each: int = 10) -> Conference:
    """Return a conference of so many recommendations, no two alike, `each` in a session."""
    reports = tuple(_report(session, each) for session in range(1, rows // each + 1))
    tracks = tuple(Track(str(number), f"Theme {number}") for number in range(1, 9))
    follow_up = tuple((one.id, FollowUp(FOLLOWED)) for report in reports for one in report.recommendations[::2])
    return Conference("Assembly", tracks=tracks, reports=reports, follow_up=follow_up)


def _report(session: int, each: int) -> Report:
    items = tuple(_asked(session, number) for number in range(1, each + 1))
    section = Section("asked", (Text("Key recommendations"),), (Recommendations(items),))
    return Report(f"S{session:04}", f"Session {session}", str(session % 8 + 1), state="final", sections=(section,))


def _asked(session: int, number: int) -> Recommendation:
    turn = (session * 7 + number) % len(WORDS)
    text = " ".join(((*WORDS[turn:], *WORDS[:turn]) * 2)[: 18 + number]) + f" ({session}.{number})."
    stem = (Text("To have transparent institutions, we should:"),)
    return Recommendation(f"S{session:04}-R{number:02}", "", (Paragraph((Text(text),)),), stem)


def theirs(rows: list[list[str]]) -> bytes:
    """Return openpyxl's file of the same values, wrapped and ruled as ours are."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Border, Font, Side

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    wrapped, font = Alignment(wrap_text=True, vertical="top"), Font(name="Calibri", size=10)
    line = Side(style="thin", color="CFD9DC")
    border = Border(left=line, right=line, bottom=line)
    for at, row in enumerate(rows, 1):
        for number, value in enumerate(row, 1):
            cell = sheet.cell(at, number, value)
            cell.alignment, cell.font, cell.border = wrapped, font, border
    sheet.freeze_panes = "B2"
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def cost(make: Callable[[], bytes]) -> float:
    """Return the CPU seconds of one file."""
    gc.collect()
    start = time.process_time()
    make()
    return time.process_time() - start


def compared(rows: int, rounds: int) -> tuple[float, float]:
    """Print and return what ours costs at so many rows, and its share of openpyxl's cost."""
    subject = conference(rows)
    mine = lambda: exporter.export(subject, LAYOUT, Options())  # noqa: E731
    data = mine()
    lines = sheets.read(data).sheets[0].lines
    width = max(map(max, lines.values()))
    values = [[line[at].text if at in line else "" for at in range(1, width + 1)] for line in list(lines.values())[2:]]
    other = lambda: theirs(values)  # noqa: E731
    pairs = []
    for turn in range(rounds):
        order = (mine, other) if turn % 2 else (other, mine)
        found = {make: cost(make) for make in order}
        pairs.append((found[mine], found[other]))
    ratios = [a / b for a, b in pairs]
    spread = quantiles(ratios, n=4) if len(ratios) > 1 else ratios * 3
    own, whole = median(a for a, _ in pairs), median(b for _, b in pairs)
    print(f"{rows:>6} rows of {len(values[0])} columns, {len(data) / 1024:,.0f} KiB")
    print(f"       exporter {own * 1000:,.0f} ms, bare openpyxl {whole * 1000:,.0f} ms of CPU")
    print(f"       ratio {median(ratios):.3f} (quartiles {spread[0]:.3f} to {spread[2]:.3f})")
    return own, median(ratios)


def main(rounds: int) -> int:
    """Measure and return 1 if a goal is missed."""
    small, share = compared(1_000, rounds)
    large, _ = compared(4_000, max(1, rounds // 4))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"four times the rows cost {large / small:.1f} times as much; peak memory of this run {peak:,.0f} MiB")
    missed = share > MOST or large / small > GROWTH
    if missed:
        print(f"missed: at most {MOST:.2f} of bare openpyxl, at most {GROWTH} times for four times the rows")
    return int(missed)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 5))
