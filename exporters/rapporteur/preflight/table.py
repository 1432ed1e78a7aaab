"""What preflight found, as a table for people and as JSON for programs."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterable, Iterator

from ..problems import counted
from . import Report, pages_told
from .findings import CHECKS, Finding

_WIDTH = 100


def verdict(report: Report) -> str:
    """Return in a line how a file came out."""
    return counted(report.problems) if report.findings else f"nothing found in {len(report.checks)} checks"


def as_text(report: Report) -> str:
    """Return a report for a person."""
    head = f"{plain(report.file)}  ({report.profile}): {verdict(report)}"
    return "\n".join([head, *(f"  {name}: {plain(fact)}" for name, fact in report.facts), *_rows(report.findings)])


def _rows(findings: Iterable[Finding]) -> Iterator[str]:
    for each in findings:
        where = f" ({pages_told(each.pages)})" if each.pages else ""
        lines = textwrap.wrap(f"{plain(each.what)}{where}; {plain(each.hint)}".rstrip("; "), _WIDTH - 17)
        yield f"  {each.check}  {each.severity:8} {lines[0]}"
        yield from (f"{'':16} {line}" for line in lines[1:])


def plain(text: str) -> str:
    """Return a text of a foreign file without what could command a terminal."""
    return "".join(each if each.isprintable() else "�" for each in text)


def as_json(reports: Iterable[Report]) -> str:
    """Return reports as a JSON list."""
    rows = [
        {
            "file": report.file,
            "profile": report.profile,
            "facts": dict(report.facts),
            "checks": list(report.checks),
            "findings": [
                {
                    "check": each.check,
                    "asks": CHECKS[each.check].asks,
                    "severity": each.severity,
                    "pages": list(each.pages),
                    "what": each.what,
                    "hint": each.hint,
                }
                for each in report.findings
            ],
        }
        for report in reports
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2)
