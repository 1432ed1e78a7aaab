"""The front matter of a session file, typed: who, when, how many, and the form's other answers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from . import spoken
from .form import Form
from .labels import Catalogue, Labels
from .problems import Place, error
from .report import STATES, Count, Day, Part, Person, Report, Role, When
from .settings import LANGUAGE, Node, Settings

ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
PERSON = ("name", "position", "organisation", "country", "email", "phone", "printed")
MODES = ("onsite", "online")
METHODS = ("counted", "estimated", "registered", "band")
FIXED = ("id", "title", "track", "language", "direction", "state", "when", "people", "participants")


class Front:
    """A front matter being typed; what is wrong is noted in its settings."""

    def __init__(self, settings: Settings, form: Form, words: Callable[[str], Catalogue], language: str) -> None:
        self.settings = settings
        self.form = form
        self.words = words
        self.language = self._language(language)

    def report(self) -> Report:
        """Return the report as far as the front matter tells it: everything but its sections."""
        settings = self.settings
        free = tuple(each.id for each in self.form.of_kind("text", "choice", "number"))
        settings.only(*FIXED, *free, hint="people of any role stand under people:, sections under ## headings")
        name = settings.text("id")
        if not ID.fullmatch(name):
            what = f"“{name}” cannot be a session's id" if name else "the session has no id"
            settings.error("id", what, "letters, digits, . _ and -, for example id: T3-S01", "id")
        direction = settings.choice("direction", ("ltr", "rtl"), self._direction())
        return Report(
            id=name,
            title=settings.text("title"),
            track=settings.text("track"),
            language=self.language,
            direction=direction,  # type: ignore[arg-type]
            state=settings.choice("state", STATES, "draft"),  # type: ignore[arg-type]
            when=when(settings, self.language),
            roles=tuple(roles(settings)),
            attendance=self._attendance(),
            answers=tuple((each, found) for each in free if (found := settings.texts(each))),
        )

    def _language(self, otherwise: str) -> str:
        found = self.settings.text("language", otherwise)
        if LANGUAGE.fullmatch(found):
            return found
        self.settings.error(
            "language", f"“{found}” is no language tag", "write en, pt-BR or zh-Hant (BCP 47)", "language"
        )
        return otherwise

    def _direction(self) -> str:
        """Return the direction of the report's language; a language that CLDR does not know runs left to right."""
        if self.language == "en":  # spares the commonest case the cost of CLDR
            return "ltr"
        try:
            return Labels(self.words(self.language)).direction
        except LookupError:
            return "ltr"

    def _attendance(self) -> tuple[Count, ...] | None:
        node = self.settings.at("participants")
        if isinstance(node.value, tuple):
            return tuple(self._full_count(each) for each in self.settings.maps("participants")) or None
        if node.text:
            return (self._count("total", "", node, ""),)
        settings = Settings(node, self.settings.file, self.settings.problems)
        method = settings.choice("method", ("", *METHODS), "")
        return tuple(self._short_counts(settings, method)) or None

    def _short_counts(self, settings: Settings, method: str) -> Iterator[Count]:
        """Yield the counts of ``women: 11`` and of ``women: {onsite: 5, online: 6}``."""
        for category, node in settings.node.map.items():
            if category == "method":
                continue
            if category.isdecimal():  # the rest of {women: 1,234}, which YAML parts at its comma
                hint = "write numbers without a comma, or between quotes"
                settings.error(category, f"“{category}” is no category of people", hint, "count")
            if node.kind != "a map":
                yield self._count(category, "", node, method)
            Settings(node, settings.file, settings.problems).only(*MODES)
            for mode, each in node.map.items():
                yield self._count(category, mode, each, method)

    def _full_count(self, settings: Settings) -> Count:
        settings.only("category", "count", "of", "mode", "method", "band")
        method = settings.choice("method", ("", *METHODS), "")
        mode = settings.choice("mode", ("", *MODES), "")
        count = self._count(settings.text("category", "total"), mode, settings.at("count"), method)
        return replace(
            count, dimension=settings.text("of") or count.dimension, band=settings.text("band") or count.band
        )

    def _count(self, category: str, mode: str, node: Node, method: str) -> Count:
        number, found, band = spoken_count(node.text)
        if (number is None and band is None) or node.kind != "text":
            what = f"“{node.text}” is no number of people" if node.text else f"{node.kind} is no number of people"
            hint = "write 11, about 40, 20–50 or not recorded"
            self.settings.problems.append(error(Place(self.settings.file, node.line), what, hint, "count"))
        return Count(category, number, self._dimension(category), mode, found or method, band or "")

    def _dimension(self, category: str) -> str:
        tallies = (tally for each in self.form.of_kind("counts") for tally in each.tallies)
        found = {tally.category: tally.dimension for tally in tallies}
        return found.get(category, "total" if category == "total" else "")


def roles(settings: Settings) -> Iterator[Role]:
    """Yield the roles that stand under ``people:``, each with its people in order."""
    people = Settings(settings.at("people"), settings.file, settings.problems)
    if people.node.kind != "a map" and people.node.value:
        what = f"people: needs roles under it, and {people.node.kind} stands here"
        settings.error("people", what, "write under it: moderator: Her Name")
    for role, node in people.node.map.items():
        persons = tuple(_people(role, node, settings))
        if persons:
            yield Role(role, persons)


def _people(role: str, node: Node, settings: Settings) -> Iterator[Person]:
    for each in node.list:
        if each.text.strip():
            yield Person(each.text.strip())
            continue
        person = Settings(each, settings.file, settings.problems)
        person.only(*PERSON, "withheld")
        values = {key: person.text(key) for key in PERSON}
        if not (values["name"] or values["organisation"]):
            person.error("name", f"this {role} has no name", "give a name: or an organisation:", "person")
        yield Person(**values, withheld=_withheld(person))


def _withheld(person: Settings) -> bool:
    """Return whether a person is not to be named to the public; what cannot be understood withholds the name."""
    said = person.text("withheld", "no")
    if said not in ("yes", "true", "no", "false"):
        person.error("withheld", f"“{said}” says neither yes nor no", "withheld: yes")
    return said not in ("no", "false")


def when(settings: Settings, language: str) -> When:
    """Return what stands under ``when:``, its dates read as `language` writes them."""
    maps = settings.maps("when")
    zones = {zone: each for each in maps if (zone := each.text("timezone"))}
    if len(zones) > 1:
        settings.error("when", "the parts of one session stand in several time zones", "use one timezone:")
    parts = tuple(_part(each, language) for each in maps)
    return When(parts if any(part != Part() for part in parts) else (), next(iter(zones), ""))


def _part(settings: Settings, language: str) -> Part:
    settings.only("date", "time", "timezone")
    day = spoken.read_date(settings.text("date"), language)
    if settings.text("date") and day is None:
        hint = "write 2012-09-05, or --09-05 if the year is not known, or Wednesday 5 September"
        settings.error("date", f"“{settings.text('date')}” is no date of the calendar", hint, "date")
    times = spoken.read_times(settings.text("time"))
    if settings.text("time") and times is None:
        hint = "write 14:30–16:00; past midnight 22:00–01:30 (+1)"
        settings.error("time", f"“{settings.text('time')}” is no time of the day", hint, "time")
    start, end, later = times or (None, None, 0)
    return Part(Day(day.month, day.day, day.year, day.weekday) if day else None, start, end, later)


_ABOUT = re.compile(r"^(?:~|≈|about|around|approx(?:imately|\.)?|circa|c\.)\s*(?=\d)", re.IGNORECASE)
_BAND = re.compile(r"^\d+\s*[–-]\s*\d+$")
NOT_RECORDED = ("", "?", "-", "–", "not recorded", "unknown", "n/a")
BANDS = ("none", "few", "about half", "half", "majority", "most", "all", "not stated")


def spoken_count(text: str) -> tuple[int | None, str, str | None]:
    """Return number, method and band of a count as people write it.

    A band of None says that the text is no count at all; a count that was not recorded has the band "".
    """
    text = text.strip()
    if text.casefold() in NOT_RECORDED:
        return None, "", ""
    about = _ABOUT.match(text)
    number = spoken.read_number(text[about.end() :] if about else text)
    if number is not None:
        return number, "estimated" if about else "", ""
    if _BAND.match(text) or text.casefold() in BANDS:
        return None, "band", text
    return None, "", None
