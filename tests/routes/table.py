"""The README's table of what comes back by which way: ``python tests/routes/table.py [--write]``.

It sends random reports, as many as ``RAPPORTEUR_ROUTES`` says (1,000 if it does not), along every way that is here, and
prints how many of them came back with each thing; ``--write`` puts the table into the README, between its markers.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path

TESTS = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(TESTS))

from routes import ROUTES, chance, measure, survival  # noqa: E402

README = TESTS.parent / "README.md"
BEGIN, END = "<!-- routes -->", "<!-- /routes -->"


def count() -> int:
    """Return how many random reports go along each way."""
    return int(os.environ.get("RAPPORTEUR_ROUTES", "1000"))


def table(measured: Sequence[measure.Measured]) -> str:
    """Return the table as Markdown: a line for each thing, a column for each way."""
    files = max((each.files for each in measured), default=0)
    lines = [
        f"{files:,} random reports, sent along each way and taken back unedited: how many of those that hold a thing",
        "come back with it; in brackets, how many files still held it before a program's damage was repaired.",
        "",
        f"| | {' | '.join(each.route.title for each in measured)} |",
        f"|:--|{'--:|' * len(measured)}",
    ]
    rows = (f"| {thing} | {' | '.join(_cell(each, thing) for each in measured)} |" for thing in survival.THINGS)
    lost = (f"{each.route.title} never finished {each.lost} of them." for each in measured if each.lost)
    return "\n".join([*lines, *rows, *(["", *lost] if any(each.lost for each in measured) else [])])


def _cell(measured: measure.Measured, thing: str) -> str:
    kept, held = _share(measured.kept, thing), _share(measured.held, thing)
    return kept if kept == held else f"{kept} ({held})"


def _share(counts: measure.Counts, thing: str) -> str:
    """Return how often a thing came back, in percent: rounded down, so that 100 % means always."""
    came, there = counts.get(thing, (0, 0))
    return f"{came * 100 // there} %" if there else "–"


def written(readme: str, text: str) -> str:
    """Return the README with the table between its markers."""
    within = re.compile(f"{re.escape(BEGIN)}.*?{re.escape(END)}", re.DOTALL)
    return within.sub(lambda _: f"{BEGIN}\n\n{text}\n\n{END}", readme)


def main() -> None:
    """Measure and print; write if asked to."""
    among = measure.sent(chance.drawn(count()))
    found = []
    for route in ROUTES:
        if not route.is_here:
            print(f"{route.program} is not installed: no column for {route.title}", file=sys.stderr)
            continue
        one = measure.measured(route, among)
        lost = f", {one.lost} never finished" if one.lost else ""
        print(f"{route.name}: {len(one.wrong)} of {one.files} with a change that nobody made{lost}", file=sys.stderr)
        found.append(one)
    text = table(found)
    print(f"{BEGIN}\n\n{text}\n\n{END}")
    if "--write" in sys.argv[1:]:
        README.write_text(written(README.read_text("utf-8"), text), "utf-8")


if __name__ == "__main__":
    main()
