"""By when a report is due: a moment of the calendar, or so long after its session.

2027-03-20 18:00 · 20 March 2027    a moment; a day without an hour lasts until it ends
18:00 the same day · next day       counted from the day on which the session ends
2 days after · within a week, 12:00 likewise
48 hours after                      counted from the minute at which it ends
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, field

from . import spoken
from .spelling import fold


@dataclass(frozen=True, slots=True)
class Deadline:
    """One of three: a `date`, so many `days` after the session's last one, or so many `hours` after its end.

    `time` is the hour of the day of the first two; without it the day lasts until it ends. `said` is as it was written.
    """

    date: datetime.date | None = None
    days: int | None = None
    hours: int | None = None
    time: datetime.time | None = None
    said: str = field(default="", compare=False)


_DAYS = re.compile(
    r"(?:(?:within )?(\d+|one|two|three|a) (day|week)s?(?: after| later)?|(?:the )?(same|next|following) day)\b(?: of)?"
)
_HOURS = re.compile(r"(?:within )?(\d+) ?(?:h|hours?)(?: after| later)?")
_AFTER = re.compile(r"\s*(?:after )?(?:the )?session\s*")
_NUMBERS = {"a": 1, "one": 1, "two": 2, "three": 3}


def read(text: str, language: str = "en") -> Deadline | None:
    """Return the deadline that a text means, None if it is none or could be two."""
    plain = _AFTER.sub(" ", fold(text).replace("after the session", "after")).strip()
    if found := _HOURS.fullmatch(plain):
        return Deadline(hours=int(found[1]), said=text)
    if found := _DAYS.search(plain):
        rest = f"{plain[: found.start()]} {plain[found.end() :]}"
        time = _time(rest)
        return Deadline(days=_days(found), time=time, said=text) if time or not _said(rest) else None
    return _absolute(text, language)


def _days(found: re.Match[str]) -> int:
    if found[3]:
        return 0 if found[3] == "same" else 1
    number = _NUMBERS.get(found[1]) or int(found[1])
    return number * 7 if found[2] == "week" else number


def _said(rest: str) -> str:
    return rest.strip(" ,;").removeprefix("at").removeprefix("by").strip(" ,;")


def _time(text: str) -> datetime.time | None:
    """Return the one hour that a text names."""
    found = spoken.read_times(_said(text)) if _said(text) else None
    return found.start if found and found.end is None else None


def _absolute(text: str, language: str) -> Deadline | None:
    if (alone := _date(text, language)) is not None:
        return Deadline(date=alone, said=text)
    words = re.sub(r"(?<=\d)T(?=\d)", " ", text).split()
    for cut in range(1, len(words)):
        for told, hour in ((words[:cut], words[cut:]), (words[cut:], words[:cut])):
            day, time = _date(" ".join(told), language), _time(" ".join(hour))
            if day and time:
                return Deadline(date=day, time=time, said=text)
    return None


def _date(text: str, language: str) -> datetime.date | None:
    found = spoken.read_date(text.strip(" ,;"), language)
    return datetime.date(found.year, found.month, found.day) if found and found.year else None
