"""What a published schedule may say anywhere, read as it is meant: texts, names, moments, and whole sessions."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from typing import Any

from ..front import ID
from ..problems import Place
from ..report import Person
from .entry import Entry


def made(name: str, values: Mapping[str, str], people: Mapping[str, tuple[Person, ...]], place: Place) -> Entry:
    """Return a session; what conference systems call it becomes an id, or stays beside it if it cannot be one."""
    made = re.sub(r"[^A-Za-z0-9._-]+", "-", name).strip("-._")
    said = {path: value for path, value in values.items() if value}
    known = {role: persons for role, persons in people.items() if persons}
    return Entry(made if ID.fullmatch(made) else "", said, known, name, place)


def moment(text: str) -> datetime.datetime | None:
    """Return the moment as the clock on the wall showed it."""
    try:
        return datetime.datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return None


def name_of(told: Any) -> str:
    """Return the name of a person, its parts in the order in which they are said; "" if there is none."""
    if isinstance(told, str):
        return " ".join(told.split())
    parts = map_of(told)
    whole = next(
        (text_of(parts.get(key)) for key in ("public_name", "fullName", "name", "full_public_name") if parts.get(key)),
        "",
    )
    first = text_of(parts.get("firstName") or parts.get("first_name"))
    last = text_of(parts.get("familyName") or parts.get("lastName") or parts.get("last_name"))
    return f"{first} {last}" if first and last else whole


def text_of(value: Any) -> str:
    """Return a text on one line; of one in several languages (frab: {"en": …}) the first."""
    if isinstance(value, dict):
        value = next(iter(value.values()), "")
    return " ".join(str(value).split()) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def map_of(value: Any) -> Mapping[str, Any]:
    """Return a mapping, an empty one for whatever is none."""
    return value if isinstance(value, dict) else {}


def list_of(value: Any) -> Sequence[Any]:
    """Return a list, an empty one for whatever is none."""
    return value if isinstance(value, list) else []
