"""Time zones as a source names them: an IANA name (Europe/Paris) or an offset (+05:30)."""

from __future__ import annotations

import datetime
import re

_OFFSET = re.compile(r"(?:UTC|GMT)?\s*([+-])(\d{1,2})(?::?(\d\d))?", re.IGNORECASE)
LAST = datetime.timezone(datetime.timedelta(hours=-12))
"""Where a day ends last (“anywhere on Earth”): what is past there is past wherever it was meant."""


def read(text: str) -> datetime.tzinfo | None:
    """Return the zone that a text names, None if it names none that is known."""
    from zoneinfo import ZoneInfo

    name = text.strip().replace("−", "-")
    if name.upper() in ("UTC", "GMT", "Z"):
        return datetime.UTC
    if found := _OFFSET.fullmatch(name):
        hours, minutes = int(found[2]), int(found[3] or 0)
        if hours > 14 or minutes > 59:
            return None
        offset = datetime.timedelta(hours=hours, minutes=minutes)
        return datetime.timezone(-offset if found[1] == "-" else offset)
    try:
        return ZoneInfo(name) if re.fullmatch(r"[A-Za-z][\w+-]*(?:/[\w+-]+)*", name, re.ASCII) else None
    except (OSError, ValueError, KeyError):  # KeyError: ZoneInfoNotFoundError
        return None
