"""A conference as data: the model, tag by tag, as JSON holds it.

Every value of the model is an object of its fields by their names; a block or an inline of prose also says what it is:
``{"is": "Paragraph", "inlines": [{"is": "Text", "text": "…"}]}``. Sessions stand by their ids, recommendations and
their follow-up by theirs, each recommendation also with its words as plain text. What is unknown is null, "" or absent.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any, get_args

from .prose import Block, Inline, Item
from .report import Conference, Origin, Recommendations, Report

SCHEMA = 1
TAGGED = (*get_args(Block), *get_args(Inline), Item, Recommendations)
SKIPPED = {"origin", "line", "last_line", "reports", "follow_up"}
"""Where a value stands in a file is no part of what it says; the last two are told by id."""


def conference(of: Conference) -> Mapping[str, Any]:
    """Return a conference with its sessions, their recommendations and what became of these, by id."""
    return {
        "schema": SCHEMA,
        "conference": _value(of),
        "sessions": {report.id: _session(report) for report in of.reports},
        "recommendations": {each.id: _asked(each, report) for report in of.reports for each in report.recommendations},
        "follow_up": {name: dict(each.values) for name, each in of.follow_up},
    }


def _session(report: Report) -> Mapping[str, Any]:
    told = _value(report)
    return {
        **told,
        "roles": {role.id: [_value(each) for each in role.people] for role in report.roles},
        "answers": {name: list(values) for name, values in report.answers},
        "file": report.origin.file,
    }


def _asked(each: Any, report: Report) -> Mapping[str, Any]:
    return {"session": report.id, "sentence": each.sentence, **_value(each)}


def _value(value: object) -> Any:
    if isinstance(value, Origin):
        return {"file": value.file}
    if is_dataclass(value) and not isinstance(value, type):
        found = {each.name: _value(getattr(value, each.name)) for each in fields(value) if each.name not in SKIPPED}
        return {"is": type(value).__name__, **found} if isinstance(value, TAGGED) else found
    if isinstance(value, tuple | list):
        return [_value(each) for each in value]
    if isinstance(value, datetime.time | datetime.date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): _value(each) for key, each in value.items()}
    return value
