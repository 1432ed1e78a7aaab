"""The day and the hours of a row: of one column that holds both, of two, or of start, end and duration."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping

from .. import answers, spoken, zones
from ..report import Day, Part
from ..spelling import fold
from .columns import Columns
from .row import Reading
from .table import Cell, Table


def when(reading: Reading) -> dict[str, str]:
    """Return day, hours and zone of the session: of one column that holds both, of two, or of start and end."""
    found: dict[str, str] = {}
    if cell := reading.cell("timezone"):
        found["when.timezone"] = cell.text
        if not zones.read(cell.text):
            reading.wrong(cell, f"“{cell.text}” is no time zone", "write Europe/Paris, or +05:30", "timezone")
    if cell := reading.cell("when"):
        day, hours, rest = answers.moment(cell.text.replace("T", " "), reading.known.language)
        if rest or not (day or hours):
            reading.wrong(cell, f"“{cell.text}” is not only a day and hours", "write 2012-09-05 14:30–16:00", "date")
        found |= {"when.0.date": _day(day, cell, reading)} if day else {}
        found |= {"when.0.time": _hours(hours, cell, reading)} if hours else {}
    if cell := reading.cell("date"):
        found["when.0.date"] = _day(cell.text, cell, reading)
    found |= _span(reading, found)
    return {path: value for path, value in found.items() if value}


def _day(text: str, cell: Cell, reading: Reading) -> str:
    text = re.sub(r"(?<=\d)[T ]00:00(?::00)?$", "", text)
    day = spoken.read_date(text, reading.known.language)
    if day is None and reading.day_first is not None and (figures := _FIGURES.fullmatch(text.strip())):
        first, second = (figures[1], figures[3]) if reading.day_first else (figures[3], figures[1])
        day = spoken.read_date(f"{figures[4]}-{int(second):02}-{int(first):02}")
    if day is None:
        reading.wrong(cell, *_no_day(text.strip()), "date")
        return ""
    return Day(day.month, day.day, day.year).written


def _no_day(text: str) -> tuple[str, str]:
    """Return what is wrong with a day, and what to write."""
    figures = _FIGURES.fullmatch(text)
    if figures and all(1 <= int(each) <= 12 for each in (figures[1], figures[3])):
        one, other = (
            f"{figures[4]}-{int(a):02}-{int(b):02}" for a, b in ((figures[3], figures[1]), (figures[1], figures[3]))
        )
        return f"“{text}” may be {one} or {other}", "write the one that is meant, with the year first"
    return f"“{text}” is no day of the calendar", "write 2012-09-05"


_FIGURES = re.compile(r"(\d\d?)([./-])(\d\d?)\2(\d{4})")


def day_first(table: Table, columns: Columns) -> bool | None:
    """Return whether the days of a table stand before its months, as one that says 13/9/2012 tells for all."""
    at = next((columns.at[name] for name in ("date", "start", "when") if name in columns.at), None)
    cells = [row[at].text for row in table.rows if at is not None and at < len(row)]
    found = [figures for text in cells if (figures := _FIGURES.match(text.strip()))]
    first, second = (any(int(each[n]) > 12 for each in found) for n in (1, 3))
    return first if first != second else None


def _hours(text: str, cell: Cell, reading: Reading) -> str:
    hours = _read(text)
    if hours is None:
        reading.wrong(cell, f"“{text}” is no time of the day", "write 14:30–16:00", "time")
        return ""
    return Part(None, hours.start, hours.end, hours.days_later).hours


def _read(clock: str) -> spoken.SpokenTimes | None:
    """Return the hours of a text; seconds of zero say nothing."""
    return spoken.read_times(re.sub(r"\b(\d\d?:\d\d):00\b", r"\1", clock))


def _span(reading: Reading, found: Mapping[str, str]) -> dict[str, str]:
    """Return hours from columns of start, end and duration; a start may also say the day."""
    start, end = reading.cell("time") or reading.cell("start"), reading.cell("end")
    if start is None:
        return {}
    made: dict[str, str] = {}
    day, clock = _parted(start.text)
    if day and "when.0.date" not in found:
        made["when.0.date"] = _day(day, start, reading)
    if not clock:
        return made
    hours = _read(clock)
    if hours is None:
        made["when.0.time"] = _hours(clock, start, reading)
        return made
    last, later = hours.end, hours.days_later
    if last is None and end:
        last, later = _end(day, hours.start, end, reading)
    elif last is None and (cell := reading.cell("duration")):
        last, later = _after(hours.start, cell, reading)
    return made | {"when.0.time": Part(None, hours.start, last, later).hours}


def _parted(text: str) -> tuple[str, str]:
    """Return the day and the hour of “2012-09-05 14:30” or “5/9/2012 14:30”; a lone hour has no day."""
    found = re.fullmatch(r"(\d{1,4}[./-]\d\d?[./-]\d{1,4})(?:[T ]+(.+))?", text.strip())
    if not found:
        return "", text
    clock = re.sub(r"(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?$", "", found[2] or "")
    return found[1], clock


def _end(day: str, start: datetime.time, cell: Cell, reading: Reading) -> tuple[datetime.time | None, int]:
    last, clock = _parted(cell.text)
    hours = _read(clock) if clock else None
    if hours is None:
        reading.wrong(cell, f"“{cell.text}” is no time of the day", "write 16:00", "time")
        return None, 0
    if day and last and day != last:
        days = [spoken.read_date(each) for each in (day, last)]
        dates = [datetime.date(each.year, each.month, each.day) for each in days if each and each.year]
        return hours.start, (dates[1] - dates[0]).days if len(dates) == 2 else 0
    if hours.start <= start:
        reading.wrong(cell, f"the session ends at {cell.text}, not after its start", "end behind start", "time")
        return None, 0
    return hours.start, 0


def _after(start: datetime.time, cell: Cell, reading: Reading) -> tuple[datetime.time | None, int]:
    minutes = duration(cell.text)
    if minutes is None:
        reading.wrong(cell, f"“{cell.text}” is no duration", "write minutes, or 1:30", "time")
        return None, 0
    days, rest = divmod(start.hour * 60 + start.minute + minutes, 24 * 60)
    return datetime.time(rest // 60, rest % 60), days


def duration(text: str) -> int | None:
    """Return the minutes of ``90``, ``90 min``, ``1:30``, ``01:30:00`` or ``1 h 30``; None if it is none of these."""
    plain = fold(text)
    if found := re.fullmatch(r"(\d{1,4}) ?(?:'|m|min|mins|minutes|мин|分|分钟|मिनट)?\.?", plain):
        return int(found[1]) or None
    if found := re.fullmatch(r"(\d{1,2})(?::| ?h ?| ?hours? ?)(\d\d)?(?::00)?(?: ?min)?", plain):
        return int(found[1]) * 60 + int(found[2] or 0) or None
    return None
