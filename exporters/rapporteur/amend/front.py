"""The front matter of a session file: its values and its people changed, every other byte as it was."""

from __future__ import annotations

from ..amendment import Amendment
from ..report import Report
from . import people, values


def amended(text: str, report: Report, amendment: Amendment) -> str:
    """Return a session file with other values and people in its front matter; its body stays."""
    for path, value in amendment.values.items():
        text = values.with_value(text, report.origin.file, path, value)
    for role, kept in amendment.people.items():
        text = people.amended(text, report.origin.file, role, kept)
    return text
