"""What people wrote into the fields of a form, as values of a session file.

Nothing is dropped and nothing invented: what cannot be read as a date, a time or a count is no answer (`None`), and
whoever asked keeps the words. People are read by `persons`; a guess says that it is one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from . import spoken
from .form import Field
from .front import BANDS, NOT_RECORDED, spoken_count
from .labels import Catalogue
from .persons import Heard, people, person, remark
from .report import Conference
from .spelling import fold

__all__ = [
    "Heard", "Tallied", "choice", "count", "counted", "date", "moment", "people", "person", "remark", "tallies", "time",
    "track", "track_words",
]  # fmt: skip

# Choices and tracks


def choice(text: str, field: Field, words: Catalogue) -> str:
    """Return the key of the form's choice that the words mean, or the words as they are."""
    said = " ".join(text.split())
    for one in field.choices:
        known = (one.id, *one.labels.values(), *words.spellings(one.id))
        if fold(said) in map(fold, known):
            return one.id
    return said


_SEPARATOR = " :.-|,、,()"


def track(text: str, conference: Conference, words: Catalogue) -> str | None:
    """Return the id of the track that the words mean: by its number or by its name; None if they mean none."""
    said, labelled = fold(text).strip(_SEPARATOR), False
    for label in sorted(map(fold, track_words(words)), key=len, reverse=True):
        if said.startswith(label) and not said[len(label) :][:1].isalpha():
            said, labelled = said[len(label) :].lstrip(_SEPARATOR), True
            break
    named = [each for each in conference.tracks if each.name and fold(each.name) == said]
    if len(named) == 1:
        return named[0].id
    return next((each.id for each in conference.tracks if _begins_with(fold(each.id), said, labelled)), None)


def _begins_with(name: str, said: str, labelled: bool) -> bool:
    """Return whether words are a track's id, or this and, behind a sign that parts them, anything else."""
    rest = said.removeprefix(name)
    if rest == said:
        return False
    return not rest or rest.lstrip()[0] in _SEPARATOR or (labelled and not (rest[0].isascii() and rest[0].isalnum()))


def track_words(words: Catalogue) -> tuple[str, ...]:
    """Return the words that may begin a line that tells the track: “Track”, and how the language prints it."""
    printed = words.words.get("track_n", {}).values()
    return tuple(dict.fromkeys((*words.spellings("track"), *(each.split("{")[0].strip() for each in printed))))


# Dates, times and counts


def date(text: str, language: str) -> str | None:
    """Return a day in the person's own words if they can be read, None if they are no date."""
    said = " ".join(text.split())
    return said if said and spoken.read_date(said, language) else None


def time(text: str) -> str | None:
    """Return hours in the person's own words if they can be read, None if they are no time of the day."""
    said = " ".join(text.split())
    return said if said and spoken.read_times(said) else None


def moment(text: str, language: str) -> tuple[str, str, str]:
    """Return the date and the time in a text and the words that are neither: “5 September 14:30 – 16:00”."""
    whole = " ".join(text.split())
    if (alone := date(whole, language)) or (hours := time(whole)):
        return (alone, "", "") if alone else ("", hours or "", "")
    units = _units(whole)
    if len(units) > _MOST_UNITS:
        return "", "", whole
    for cut in range(1, len(units)):
        for day, clock in ((units[:cut], units[cut:]), (units[cut:], units[:cut])):
            said = date(_said(day), language), time(_said(clock))
            if said[0] and said[1]:
                return said[0], said[1], ""
    found, units = _taken(units, lambda said: date(said, language))
    hours, units = _taken(units, time)
    return found, hours or "", "".join(units).strip(_PARTING)


_PARTING = " ,،，、;|·–—-@/"
_MOST_UNITS = 60


def _units(text: str) -> list[str]:
    """Return the words of a text with the space behind each; of Chinese its characters."""
    return (
        re.findall(r"\d+\s*|[\u3000-\u9fff]\s*|[^\s\d\u3000-\u9fff]+\s*", text)
        if _HAN.search(text)
        else re.findall(r"\S+\s*", text)
    )


_HAN = re.compile(r"[\u3400-\u9fff]")


def _said(units: list[str]) -> str:
    return "".join(units).strip(_PARTING)


def _taken(units: list[str], read: Callable[[str], str | None]) -> tuple[str, list[str]]:
    """Return the longest run of units that can be read, and the units without it."""
    for length in range(min(len(units), 12), 0, -1):
        for at in range(len(units) - length + 1):
            if found := read(_said(units[at : at + length])):
                return found, units[:at] + units[at + length :]
    return "", units


# Counts

_ABOUT = re.compile(
    r"^(?:~|≈|±|(?:about|around|approx(?:imately)?|circa|ca?|roughly|environ|unos|unas|alrededor de|aproximadamente|"
    r"cerca de|около|примерно|حوالي|نحو|تقريبا|लगभग|क़रीब|करीब)\b\.?|大约|大約|约|約)\s*"
)
_NEARLY = re.compile(r"\s*(?:approx\.?|environ|aprox\.?|примерно|تقريبا|左右|लगभग)$")
_HEADS = re.compile(
    r"\s*(?:people|persons?|participants?|attendees|personas|participantes|personnes|pessoas|человека?|участник(?:ов|а)?|"
    r"أشخاص|شخصا?|مشاركا?|مشاركين|लोग|व्यक्ति|प्रतिभागी|人|名|位)$"
)
_BANDS = {"band_none": "none", "band_few": "few", "band_half": "about half", "band_majority": "majority"}


def count(text: str, words: Catalogue) -> str | None:
    """Return a number of people as a session file takes it, in European digits; None if the words are none.

    What else was said of it (“registered”) is for whoever asks to see: the words are longer than the answer.
    """
    said = fold(text).strip(" .;")
    if said and (said in NOT_RECORDED or words.recognise(said, ("not_recorded",))):
        return "not recorded"
    if band := words.recognise(said, tuple(_BANDS)) if said else None:
        return _BANDS[band]
    if said in BANDS:
        return said
    said, how = _method(said, words)
    nearly = how == "estimated" or bool(_ABOUT.match(said) or _NEARLY.search(said))
    figure = _HEADS.sub("", _NEARLY.sub("", _ABOUT.sub("", said)))
    number, _, band = spoken_count(figure)
    if number is not None:
        return f"about {number}" if nearly else str(number)
    return figure.replace(" ", "").replace("-", "–") if band and figure[:1].isdigit() else None


def _method(said: str, words: Catalogue) -> tuple[str, str]:
    """Return a count without the method in brackets behind it, and this."""
    found = re.fullmatch(r"(.*?)\s*\(([^()]*)\)", said)
    how = words.recognise(found[2], ("counted", "estimated", "registered")) if found else None
    return (found[1], how) if found and how else (said, "")


class Tallied(NamedTuple):
    """One count of a line: its category, its mode ("onsite", "online" or "") and its words as they stand there."""

    category: str
    mode: str
    text: str


def counted(line: str, field: Field, words: Catalogue) -> tuple[str, str, str] | None:
    """Return category, mode and count of a line like “Women (online): 11”; None if it does not name one category.

    The count is as a session file takes it, or the words as they are if they are no count.
    """
    found, rest = tallies(line, field, words)
    if rest or len(found) != 1:
        return None
    one = found[0]
    return one.category, one.mode, count(one.text, words) or one.text


_TOKEN = re.compile(
    r"[^\W\d_](?:[^\s\d:：,;()（）،，、；|/.\u2013\u2014•●·*=-]|-(?=[^\W\d_]))*|\d[\d.,'’٬\u202f\u00a0]*\d|\d|\S"
)
_LEAD = " -–—:：•●·*=,，、،;；|./\t(（"


def tallies(line: str, field: Field, words: Catalogue) -> tuple[tuple[Tallied, ...], str]:
    """Return the counts that a line gives, and the words before the first: “Women: 11 - Men: 9 Total: 20”.

    A figure may also stand before its category: “11 women, 9 men”.
    """
    spans = [(found.start(), found.end()) for found in _TOKEN.finditer(line)]
    marks = list(_marks(line, spans, _categories(field, words)))
    if not marks:
        return (), line.strip()
    before = line[: marks[0][0]].strip(_LEAD)
    if (first := re.search(r"(?:^|\s)(\d+)$", before)) and not line[marks[-1][1] :].strip(_LEAD):
        return _behind_figures(line, marks, first)
    ends = [start for start, _, _ in marks[1:]] + [len(line)]
    found = tuple(_tally(category, line[stop:end], words) for (_, stop, category), end in zip(marks, ends, strict=True))
    return found, before


def _behind_figures(
    line: str, marks: list[tuple[int, int, str]], first: re.Match[str]
) -> tuple[tuple[Tallied, ...], str]:
    starts = [0] + [stop for _, stop, _ in marks]
    texts = [line[begin : mark[0]].strip(_LEAD) for begin, mark in zip(starts, marks, strict=False)]
    before = texts[0][: first.start()].strip(_LEAD)
    texts[0] = first[1]
    return tuple(Tallied(mark[2], "", text) for mark, text in zip(marks, texts, strict=True)), before


def _tally(category: str, text: str, words: Catalogue) -> Tallied:
    said, mode = text.lstrip(_LEAD.rstrip("(（")).rstrip(_LEAD), ""
    found = re.match(r"[(（]([^()（）]*)[)）]\s*[:：–—=-]?\s*", said)
    if found and (known := words.recognise(found[1], ("onsite", "online"))):
        said, mode = said[found.end() :], known
    said = said.strip(_LEAD)
    return Tallied(category, mode, said.rstrip(")） ") if "(" not in said and "（" not in said else said)


def _categories(field: Field, words: Catalogue) -> dict[str, str]:
    """Return the category that each folded spelling means: those the form asks, and those of every form."""
    found: dict[str, str] = {}
    labelled = {tally.category: tuple(tally.labels.values()) for tally in field.tallies}
    for category in (*labelled, "women", "men", "another", "not_stated", "total"):
        for spelling in (*labelled.get(category, ()), *words.spellings(category), category):
            found.setdefault(fold(spelling), category)
    return found


_LONGEST = 5


def _marks(line: str, spans: list[tuple[int, int]], known: dict[str, str]) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and category of each category's name in a line, the longest names first."""
    at = 0
    while at < len(spans):
        start = spans[at][0]
        for length in range(min(_LONGEST, len(spans) - at), 0, -1):
            end = spans[at + length - 1][1]
            if end - start <= 60 and (category := known.get(fold(line[start:end]))):
                yield start, end, category
                at += length - 1
                break
        at += 1
