"""What a layout prints round what people write, in every language it has: labels, headings, hints, help, footers.

A file that came back is read by these words where its controls and bookmarks are gone. The languages beside the file's
own are only looked into when a word is not found in it, since most files need none of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from ..form import Field
from ..report import BESIDE
from ..spelling import fold

if TYPE_CHECKING:
    from ..labels import Catalogue
    from ..layout import Layout

ALSO_WHEN = ("date", "time")
"""Words that mean the field of kind `when` where a form of another hand asks for day and hour apart."""
_OF_POINT = re.compile(r"\s*[\w.-]+ · ")
_PLACE = re.compile(r"\{(\w+)\}")
_COLON = re.compile(r"\s*[:：]\s*")


class Sent(NamedTuple):
    """What a running foot says: the report's id, the base's first ten digits, the schema."""

    report: str = ""
    base: str = ""
    schema: str = ""


class Printed:
    """The words of `layout` in one `language`."""

    def __init__(self, layout: Layout, language: str) -> None:
        self.words: Catalogue = layout.catalogue(language)
        self._form = layout.form

    @cached_property
    def fields(self) -> Mapping[str, str]:
        """The fields of the grid by their labels."""
        asked = [each for each in self._form.fields if not each.is_section]
        return {**self._extra(asked), **_labels(asked, self.words)}

    def _extra(self, asked: list[Field]) -> dict[str, str]:
        """Return labels of what a report may say though its form does not ask it, and of parts of what it asks."""
        found = dict.fromkeys(self._spelled("track"), "track")
        when = next((each.id for each in asked if each.kind == "when"), "when")
        counts = next((each.id for each in asked if each.kind == "counts"), "participants")
        for name, field in (*((each, when) for each in ("when", *ALSO_WHEN)), ("participants", counts)):
            found.update(dict.fromkeys(self._spelled(name), field))
        return found

    def _spelled(self, key: str) -> list[str]:
        return [bare(each) for each in self.words.spellings(key)]

    @cached_property
    def sections(self) -> Mapping[str, str]:
        """The sections of the form by their headings."""
        return _labels(self._form.sections, self.words)

    @cached_property
    def counts(self) -> Mapping[str, str]:
        """The categories of attendance by their labels."""
        tallies = [each for field in self._form.of_kind("counts") for each in field.tallies]
        found = {bare(label): each.category for each in tallies for label in each.labels.values()}
        for category in (each.category for each in tallies):
            found.update((label, category) for label in self._spelled(category))
        return found

    @cached_property
    def hints(self) -> tuple[str, ...]:
        """What stands in empty fields and sections, with its brackets, in the order of their letters."""
        own = (text for each in self._form.fields for text in (each.hints or {}).values())
        told = (text for key, forms in self.words.words.items() if key.startswith("hint_") for text in forms.values())
        return tuple(sorted({*told, *(f"[{text.strip('[]')}]" for text in own)}))

    @cached_property
    def help(self) -> frozenset[str]:
        """The line of help below the grid."""
        return frozenset(fold(text) for text in self.words.spellings("help_line"))

    @cached_property
    def track(self) -> re.Pattern[str] | None:
        """What a printed track looks like: ``Track 3 – Governance``."""
        return _pattern(self.words, "track_n")

    @cached_property
    def sent(self) -> tuple[re.Pattern[str] | None, ...]:
        """What the running foot says: report, base and schema."""
        return tuple(_pattern(self.words, key) for key in ("report_n", "base_n", "schema_n"))

    @cached_property
    def beside(self) -> Mapping[str, str]:
        """What is said beside a recommendation, by its labels."""
        return {label: key for key in BESIDE for label in self._spelled(key)}

    @cached_property
    def status(self) -> Mapping[str, str]:
        """The label of what became of a recommendation."""
        return {bare(label): "status" for label in self.words.words.get("status", {}).values()}

    @cached_property
    def modes(self) -> frozenset[str]:
        """The words for where people took part."""
        return frozenset(label for key in ("onsite", "online") for label in self._spelled(key))


def _labels(fields: list[Field] | tuple[Field, ...], words: Catalogue) -> dict[str, str]:
    found: dict[str, str] = {}
    for each in fields:
        for text in (*each.labels.values(), *each.aliases, *words.spellings(each.id)):
            found.setdefault(bare(text), each.id)
    return found


def bare(text: str) -> str:
    """Return a label as `session.meant` compares it: without case, accents, spaces and a colon at the end."""
    return fold(text.replace("’", "'")).rstrip(" :")


def _pattern(words: Catalogue, key: str) -> re.Pattern[str] | None:
    if key not in words:
        return None
    text = next(iter(words.forms(key).values()))
    said = _PLACE.split(text)
    return re.compile("".join("(.+?)" if at % 2 else re.escape(piece) for at, piece in enumerate(said)), re.IGNORECASE)


class Wording:
    """What a layout may have printed, in the file's language first and then in all others."""

    def __init__(self, layout: Layout, language: str) -> None:
        self._layout = layout
        self.form = layout.form
        self.language = language
        known = layout.languages()
        self._tried = list(dict.fromkeys((language, "en", *known) if language else ("en", *known)))
        self._made: dict[str, Printed] = {}

    def _each(self) -> Iterator[Printed]:
        for language in self._tried:
            if language not in self._made:
                self._made[language] = _printed(self._layout, language)
            yield self._made[language]

    def _found(self, among: Callable[[Printed], Mapping[str, str]], text: str) -> str:
        if len(text) > 400:
            return ""
        wanted = bare(text)
        return next((name for each in self._each() if wanted and (name := among(each).get(wanted))), "")

    def field(self, text: str) -> str:
        """Return the field of the grid whose label a text is, "" if it is none."""
        return self._found(lambda each: each.fields, text)

    def section(self, text: str) -> str:
        """Return the section of the form whose heading a text is, "" if it is none."""
        return self._found(lambda each: each.sections, text)

    def count(self, text: str) -> str:
        """Return the category of attendance whose label a text is, "" if it is none; a mode may follow in brackets."""
        category, bracket, mode = text.strip().rstrip(":： \u00a0").partition("(")
        if bracket and not any(bare(mode.rstrip(") ")) in each.modes for each in self._each()):
            category = text
        return self._found(lambda each: each.counts, category)

    def beside(self, text: str) -> str:
        """Return what is said beside a recommendation after this label, "" if it is none."""
        return self._found(lambda each: each.beside, text)

    def is_status(self, text: str) -> bool:
        """Whether a line says what became of a recommendation, or, after its id, of a point of one."""
        point = _OF_POINT.match(text[:200])
        label, colon, _ = _cut(text[point.end() :] if point else text)
        return bool(colon) and bool(self._found(lambda each: each.status, label))

    def word(self, text: str) -> str:
        """Return the word of the file's language that a text is, "" if it is none."""
        return next(self._each()).words.recognise(text) or ""

    def parted(self, text: str) -> tuple[str, str]:
        """Return the field whose label a line begins with, and what follows the colon; nothing if it is none's."""
        label, colon, rest = _cut(text)
        name = self.field(label) if colon and len(label) < 120 else ""
        return (name, rest) if name else ("", "")

    def hint(self, text: str) -> str:
        """Return the hint that a text holds, "" if it holds none."""
        if "[" not in text or "]" not in text:
            return ""
        return next((hint for each in self._each() for hint in each.hints if hint in text), "")

    def is_help(self, text: str) -> bool:
        """Whether a text is the line of help."""
        return 20 < len(text) < 400 and any(fold(text) in each.help for each in self._each())

    def is_track(self, text: str) -> bool:
        """Whether a text looks like a printed track."""
        return len(text) < 400 and any(each.track is not None and each.track.fullmatch(text) for each in self._each())

    def sent(self, text: str) -> Sent | None:
        """Return what a running foot says of the file, None if it says nothing."""
        pieces = [piece.strip() for piece in re.split(r"[·\t\n]", text[:400])]
        for each in self._each():
            found = [_first(pattern, pieces) for pattern in each.sent]
            digits = re.fullmatch("[0-9a-f]{10}", found[1].lower())
            if sum(map(bool, found)) > 1 and (digits or not found[1]):
                return Sent(*found)
        return None


def _first(pattern: re.Pattern[str] | None, pieces: list[str]) -> str:
    hits = (pattern.fullmatch(piece) for piece in pieces) if pattern else ()
    return next((hit[1].strip() for hit in hits if hit), "")


def _cut(text: str) -> tuple[str, str, str]:
    found = _COLON.search(text[:200])
    return (text[: found.start()], found[0], text[found.end() :]) if found else (text, "", "")


@lru_cache(64)
def _printed(layout: Layout, language: str) -> Printed:
    return Printed(layout, language)
