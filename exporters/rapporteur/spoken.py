"""Dates, times and numbers as people write them, read into values.

Nothing is guessed and nothing is dropped: a text with one word or figure too many, an impossible day or two possible
meanings is not read (`None`), and whoever asked reports it. A year that was not written stays unknown; a weekday is
kept as written, right or wrong. The languages with a label catalogue are read without Babel; for any other one the
names of months and weekdays come from CLDR.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Container, Iterator
from functools import cache
from typing import NamedTuple

from rapporteur.spelling import DateWord, date_words, fold

_HAN = {figure: value for value, figure in enumerate("〇一二三四五六七八九")} | {"零": 0}
_HAN_WEEKDAYS = {figure: index for index, figure in enumerate("一二三四五六日")} | {"天": 6}
_DAY = 24 * 60


class SpokenDate(NamedTuple):
    """A day as written. `year` and `weekday` (0 is Monday) are `None` when the text does not say."""

    day: int
    month: int
    year: int | None = None
    weekday: int | None = None


class SpokenTimes(NamedTuple):
    """A span of hours as written; `days_later` counts the midnights that the text says lie between start and end."""

    start: datetime.time
    end: datetime.time | None = None
    days_later: int = 0


def read_number(text: str) -> int | None:
    """Return a count written in any Unicode decimal digits, with or without grouped thousands (also lakhs).

    Signs, decimals and words are not read: "1.234" is 1234, "1.5" and "0.500" are nothing.
    """
    plain = fold(text).replace("٬", ",")
    whole = re.fullmatch(r"\d+", plain)
    thousands = re.fullmatch(r"[1-9]\d{0,2}([ ,.'])\d{3}(\1\d{3})*", plain)
    lakhs = re.fullmatch(r"[1-9]\d?(,\d{2})+,\d{3}", plain)
    return int(re.sub(r"\D", "", plain)) if whole or thousands or lakhs else None


def read_date(text: str, language: str = "en") -> SpokenDate | None:
    """Return the day that a text names: ISO 8601 (``2012-09-05``, without year ``--09-05``), words, or figures.

    Words may be in `language`, or in full in any language with a catalogue. Figures alone are read day first, save in
    English and Chinese, where ``5/9/2012`` could be two days and is not read; with points they are always day first.
    """
    bare = text.strip()
    if iso := re.fullmatch(r"(?:(\d{4})|-)-(\d\d)-(\d\d)", bare, re.ASCII):
        return _possible(iso[3], iso[2], iso[1])
    plain = fold(bare)
    if re.search(r"[\d〇零一二三四五六七八九十] ?月", plain):
        return _read_han(plain)
    if re.fullmatch(r"[\d./ -]+", plain):
        return _read_figures(plain.replace(" ", ""), language)
    return _read_words(plain, language)


def _possible(
    day: str | int, month: str | int, year: str | int | None = None, weekday: int | None = None
) -> SpokenDate | None:
    found = SpokenDate(int(day), int(month), None if year is None else int(year), weekday)
    try:
        datetime.date(2000 if found.year is None else found.year, found.month, found.day)  # 2000 has a 29 February
    except ValueError:
        return None
    return found


def _read_figures(plain: str, language: str) -> SpokenDate | None:
    if begins := re.fullmatch(r"(\d{4})([./-])(\d\d?)\2(\d\d?)", plain):
        return _possible(begins[4], begins[3], begins[1])
    ends = re.fullmatch(r"(\d\d?)([./-])(\d\d?)\2(\d{4})", plain)
    if not ends:
        return None
    day_first = _possible(ends[1], ends[3], ends[4])
    if ends[2] == "." or language.split("-")[0].lower() not in ("en", "zh"):
        return day_first
    month_first = _possible(ends[3], ends[1], ends[4])
    return day_first or month_first if None in (day_first, month_first) or day_first == month_first else None


def _read_han(plain: str) -> SpokenDate | None:
    weekday = r" ?(?:(?:星期|礼拜|禮拜|周|週)([一二三四五六日天]))? ?"
    number = r" ?([\d〇零一二三四五六七八九十]+) ?"
    date = rf"{weekday},? ?(?:{number}年)?{number}月{number}[日号號]?,?{weekday}"
    found = re.fullmatch(date, " ".join(re.sub(r"[()]", " ", plain).split()))
    if not found or (found[1] and found[5]):
        return None
    year, month, day = (_han_number(figures) for figures in found.group(2, 3, 4))
    if month is None or day is None or (found[2] and (year is None or len(found[2]) != 4)):
        return None
    named = found[1] or found[5]
    return _possible(day, month, year, _HAN_WEEKDAYS[named] if named else None)


def _han_number(figures: str | None) -> int | None:
    """Return 21 for 21, 二十一 and 二一; years are written figure by figure."""
    if figures is None:
        return None
    if figures.isdecimal():
        return int(figures)
    tens, ten, ones = figures.partition("十")
    if any(figure not in _HAN for figure in tens + ones) or (ten and (len(tens) > 1 or len(ones) > 1)):
        return None
    if ten:
        return 10 * (_HAN[tens] if tens else 1) + (_HAN[ones] if ones else 0)
    return int("".join(str(_HAN[figure]) for figure in figures))


def _read_words(plain: str, language: str) -> SpokenDate | None:
    names = date_words(language)
    read = [names.get(word) or _figure(word) for word in _words(plain, names)]
    if None in read:
        return None
    found = [word for word in read if word]
    days, years = ([number for kind, number in found if kind == wanted] for wanted in ("day", "year"))
    months, weekdays = ({number for kind, number in found if kind == wanted} for wanted in ("month", "weekday"))
    if len(days) != 1 or len(months) != 1 or len(years) > 1 or len(weekdays) > 1:
        return None
    return _possible(days[0], months.pop(), years[0] if years else None, weekdays.pop() if weekdays else None)


def _words(plain: str, names: Container[str]) -> Iterator[str]:
    """Yield the words of a date; two words that are one name (كانون الثاني) come as one."""
    words = [word for word in re.split(r"[\s,،、./()|॰।]+", plain) if word]
    while words:
        taken = 2 if len(words) > 1 and " ".join(words[:2]) in names else 1
        yield " ".join(words[:taken])
        del words[:taken]


def _figure(word: str) -> DateWord | None:
    if year := re.fullmatch(r"(\d{4})(?:г|года|م)?", word):
        return DateWord("year", int(year[1]))
    if day := re.fullmatch(r"(\d\d?)(?:st|nd|rd|th|er|o|a|-?го|-?е)?", word):
        return DateWord("day", int(day[1]))
    return None


def read_times(text: str) -> SpokenTimes | None:
    """Return the hours that a text names: ``14:30 – 16:00``, ``14h30-16h00``, ``2.30 pm to 4 pm``, ``下午2:30至4:00``.

    Half a day named once holds for both ends (``2–4 pm``) unless the end would then come first. ``(+1)``, "next day"
    and an end at ``24:00`` lie past midnight; an end before its start is returned as written. Bare hours
    (``14–16``) are not read: they might be anything.
    """
    plain = fold(text)
    found = _span().fullmatch(plain) or _span().fullmatch(_levelled(plain))
    if not found or not any(found.group("m1", "b1", "a1", "m2", "b2", "a2")):
        return None
    span = _resolved(_Clock.of(found, "1"), _Clock.of(found, "2"))
    if span is None:
        return None
    start, end = span
    later = int(found["plus"] or 0) or int(bool(found["next1"] or found["next2"]))
    if end is None:
        return None if later else SpokenTimes(_time(start))
    return SpokenTimes(_time(start), _time(end % _DAY), later + end // _DAY)


def _levelled(plain: str) -> str:
    for pattern, replacement in _time_words():
        plain = pattern.sub(replacement, plain)
    return " ".join(plain.split())


class _Clock(NamedTuple):
    """An hour as written; `half` is A before noon, P after it, E in the evening (when 12 would be midnight)."""

    hour: int
    minute: int
    half: str

    @classmethod
    def of(cls, found: re.Match[str], end: str) -> _Clock | None:
        hour, minute, before, after = found.group(f"h{end}", f"m{end}", f"b{end}", f"a{end}")
        return cls(int(hour), int(minute or 0), (before or "") + (after or "")) if hour else None

    def minutes(self, half: str) -> int | None:
        """Return the minutes since midnight, or `None` when the figures do not make an hour of that half of the day."""
        hour = _hour(self.hour, half)
        if hour is None or self.minute > 59:
            return None
        total = hour * 60 + self.minute
        return total if total <= _DAY else None


def _hour(figure: int, half: str) -> int | None:
    if half == "":
        return figure
    if half == "A":
        return figure % 12 if figure <= 12 else None
    if half in ("P", "E") and 1 <= figure <= 11:
        return figure + 12
    return figure if (half in ("P", "E") and figure > 12) or (half == "P" and figure == 12) else None


def _resolved(start: _Clock | None, end: _Clock | None) -> tuple[int, int | None] | None:
    """Return both ends in minutes; the half of the day of one end helps to read the other."""
    if start is None:
        return None
    if end is None or bool(start.half) == bool(end.half):
        begins, ends = start.minutes(start.half), end.minutes(end.half) if end else None
        return None if begins in (None, _DAY) or (end and ends is None) else (begins, ends)
    half = start.half or end.half
    for guess in (half, "P" if half == "A" else "A", ""):
        begins, ends = start.minutes(start.half or guess), end.minutes(end.half or guess)
        if begins is not None and ends is not None and begins < ends:
            return begins, ends
    return None


def _time(minutes: int) -> datetime.time:
    return datetime.time(minutes // 60, minutes % 60)


@cache
def _span() -> re.Pattern[str]:
    clock = r"(?P<b{0}>[APE])? ?(?P<h{0}>\d\d?)(?:[:.](?P<m{0}>\d\d))? ?(?P<a{0}>[APE])?"
    later = r"(?: ?\(? ?(?:\+ ?(?P<plus>[1-9])(?: ?(?:d|day|days|j|jour|jours|dia|dias))?|(?P<next2>N)) ?\)?)?"
    return re.compile(clock.format(1) + rf"(?: ?- ?(?P<next1>N)? ?{clock.format(2)})?" + later)


@cache
def _time_words() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return what stands for the words of a time, in this order: N next day, A, P, E half of the day, - until."""
    alone, hours = r"(?<![^\W\d_])", r"(?:h|hs|hrs?|hours?|heures?|horas?|uhr|ч|час|часа|часов)(?![^\W\d_])\.?"
    table = (
        (r"次日|翌日|第二天|अगले दिन|\b(?:the )?next day\b|\b(?:le )?lendemain\b|\b(?:del )?dia siguiente\b", "N"),
        (r"\b(?:do )?dia seguinte\b|\bследующего дня\b|\b(?:في )?اليوم التالي\b", "N"),
        (r"(\d\d?) ?[点點时時]半", r"\1:30"),
        (r"(\d\d?) ?[点點时時] ?(\d\d) ?分?", r"\1:\2"),
        (r"(\d\d?) ?[点點时時]整?", r"\1:00"),
        (r"上午|早上|早晨|凌晨|पूर्वाह्न|सुबह|प्रातः", " A "),
        (r"下午|中午|अपराह्न|दोपहर", " P "),
        (r"晚上|傍晚|शाम|रात", " E "),
        (r"(?<![\d:.])(\d\d?) ?बजे", r"\1:00"),
        (r"बजे|तक|从|從", " "),
        (r"से|至|到|~", "-"),
        (rf"{alone}(?:a\.? ?m\b\.?|ص\b|صباحا\b|утра\b|ночи\b|du matin\b|de la manana\b|da manha\b)", " A "),
        (rf"{alone}(?:p\.? ?m\b\.?|م\b|ظهرا\b|بعد الظهر\b|дня\b|de l'apres-midi\b|de la tarde\b|da tarde\b)", " P "),
        (rf"{alone}(?:مساء\b|вечера\b|du soir\b|de la noche\b|da noite\b)", " E "),
        (r"\b(?:12 ?)?(?:noon|midday|midi|mediodia|meio-dia)\b", "12:00"),
        (rf"(?<!\d)(\d\d)(\d\d) ?- ?(\d\d)(\d\d) ?{hours}", r"\1:\2-\3:\4"),
        (rf"(?<!\d)(\d\d)(\d\d) ?{hours}", r"\1:\2"),
        (rf"(\d[:.]\d\d) ?{hours}", r"\1"),
        (rf"(?<![\d:.])(\d\d?) ?{hours} ?(\d\d)(?:min|mn)?(?!\d)", r"\1:\2"),
        (rf"(?<![\d:.])(\d\d?) ?(?:{hours}|o'clock\b)", r"\1:00"),
        (r"^(?:from|at|de|des|das|desde|a|as|c|с|в|من)\b", " "),
        (r"\bالساعة\b", " "),
        (r"(?<=[\dAPE ])(?:to|till|until|a|as|ate|al|hasta|до|по|الى|حتى)(?=[\dAPEN ])", "-"),
    )
    return tuple((re.compile(pattern), replacement) for pattern, replacement in table)
