"""Words, dates, numbers and lists of a language, as the deliverables print them.

The words come from catalogues (``layouts/*/labels/<language>.yaml``), everything else from CLDR through Babel, which
is imported on first use. What people write is read back by `spoken`; `Catalogue.recognise` reads labels back.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Literal, Self

from rapporteur.spelling import fold

if TYPE_CHECKING:
    from babel import Locale

Gender = Literal["m", "f"]

FORMS = ("neutral", "one", "m", "f", "plural", "plural_f")
"""The forms that a word may have: for nobody's gender, one person, one man, one woman, several, several women."""

DIGITS = {"latn": 0x30, "arab": 0x660, "arabext": 0x6F0, "deva": 0x966, "beng": 0x9E6, "fullwide": 0xFF10}
"""The digits that may be printed: CLDR's name of the system, and the code point of its zero."""

_GROUPED_FROM_FIVE = ("es", "es-ES", "pt-PT")  # CLDR's minimumGroupingDigits is 2 there, which Babel does not know


_ISO = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
DEGREES = ("agreed", "majority", "rough", "none")
"""How the source calls degrees of consensus, which are words of the catalogues."""


class CatalogueError(ValueError):
    """A catalogue is not made as it must be; the message names the language and the key."""


class MissingWord(LookupError):
    """A word was asked for that no catalogue has; the message names the key, the language and the file."""


def lineage(language: str) -> tuple[str, ...]:
    """Return a BCP 47 tag and what it is a variety of, nearest first: pt-BR, pt."""
    parts = language.replace("_", "-").split("-")
    return tuple("-".join(parts[:length]) for length in range(len(parts), 0, -1))


def _primary(language: str) -> str:
    return lineage(language)[-1].lower()


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The words of one language: for each key its forms, the first being the label itself.

    `parse` holds further spellings by key, `borrowed` the keys that were found in English only. `files` is where a
    missing word belongs. `read_by_native` is true only if a native speaker has read every part.
    """

    language: str
    words: Mapping[str, Mapping[str, str]]
    parse: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    borrowed: tuple[str, ...] = ()
    read_by_native: bool = False
    files: tuple[str, ...] = ()

    @classmethod
    def of(
        cls, language: str, *mappings: Mapping[str, Any], fallback: Catalogue | None = None, files: Iterable[str] = ()
    ) -> Self:
        """Return the catalogue of `language` from parsed files, most general first; later ones override.

        Files of a language that `language` is a variety of count as its own (pt for pt-BR). `fallback`, in English,
        lends the keys that are found nowhere else. Raises `CatalogueError` for another language, form or type.
        """
        for mapping in mappings:
            _check_language(mapping, language)
        own, spellings = _words(mappings, language), _spellings(mappings, language)
        borrowed = tuple(key for key in fallback.words if key not in own) if fallback else ()
        return cls(
            language=language,
            words={key: fallback.words[key] for key in borrowed if fallback} | own,
            parse={key: fallback.parse[key] for key in borrowed if fallback and key in fallback.parse} | spellings,
            borrowed=borrowed,
            read_by_native=bool(mappings) and all(str(one.get("read_by_native")).lower() == "true" for one in mappings),
            files=tuple(files) or (f"labels/{language}.yaml",),
        )

    def __contains__(self, key: object) -> bool:
        return key in self.words

    def forms(self, key: str) -> Mapping[str, str]:
        """Return all forms of a word; raise `MissingWord` naming key, language and file."""
        try:
            return self.words[key]
        except KeyError:
            where = " or ".join(self.files)
            raise MissingWord(f'no word "{key}" in {self.language}, nor in English: add it to {where}') from None

    def spellings(self, key: str) -> tuple[str, ...]:
        """Return everything that means this key when it comes back: its forms, then what `parse` adds.

        Nothing for a key without words: a form may ask for fields that no catalogue knows.
        """
        return tuple(dict.fromkeys((*self.words.get(key, {}).values(), *self.parse.get(key, ()))))

    def recognise(self, text: str, among: Collection[str] | None = None) -> str | None:
        """Return the key that a label or value names, or `None`; also `None` when it could be two of `among`.

        Capitals, accents, spaces and a colon at the end do not matter. A printed form wins over a `parse` spelling.
        """
        wanted = _bare(text)
        keys = [key for key in self.words if among is None or key in among]
        printed = [key for key in keys if wanted in map(_bare, self.words[key].values())]
        found = printed or [key for key in keys if wanted in map(_bare, self.parse.get(key, ()))]
        return found[0] if len(found) == 1 else None


def _bare(text: str) -> str:
    return fold(text).rstrip(" :")


def _check_language(mapping: Mapping[str, Any], language: str) -> None:
    theirs = str(mapping.get("language", language))
    if theirs.lower() not in (tag.lower() for tag in lineage(language)):
        raise CatalogueError(f"a catalogue for {theirs} cannot serve {language}")


def _words(mappings: Iterable[Mapping[str, Any]], language: str) -> dict[str, Mapping[str, str]]:
    found: dict[str, Mapping[str, str]] = {}
    for mapping in mappings:
        for key, word in (mapping.get("words") or {}).items():
            found[key] = _forms(word, f'{language}: the word "{key}"')
    return found


def _forms(word: object, what: str) -> Mapping[str, str]:
    forms: Mapping[object, object] = word if isinstance(word, Mapping) else {"neutral": word}
    if unknown := [str(form) for form in forms if form not in FORMS]:
        raise CatalogueError(f"{what} has a form {', '.join(unknown)}; there are {', '.join(FORMS)}")
    texts = {str(form): text.strip() for form, text in forms.items() if isinstance(text, str) and text.strip()}
    if not forms or len(texts) < len(forms):
        raise CatalogueError(f"{what} must be text, or forms that are text (in quotes if YAML takes it otherwise)")
    return texts


def _spellings(mappings: Iterable[Mapping[str, Any]], language: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for mapping in mappings:
        for key, said in (mapping.get("parse") or {}).items():
            if not isinstance(said, list) or not all(isinstance(text, str) for text in said):
                raise CatalogueError(f'{language}: what parse says of "{key}" must be a list of texts')
            found[key] = tuple(dict.fromkeys((*found.get(key, ()), *said)))
    return found


@dataclass(frozen=True, slots=True)
class Labels:
    """What templates and code call to print words, dates, numbers and lists in one language.

    `digits` is the conference's choice among `DIGITS`. It rules figures that we print, never those inside people's
    own words. Raises `ValueError` for digits that we do not have.
    """

    catalogue: Catalogue
    digits: str = "latn"

    def __post_init__(self) -> None:
        if self.digits not in DIGITS:
            raise ValueError(f"no digits {self.digits!r}: choose from {', '.join(DIGITS)}")

    @property
    def language(self) -> str:
        """The BCP 47 tag of the language."""
        return self.catalogue.language

    @property
    def direction(self) -> Literal["ltr", "rtl"]:
        """The direction of the language's script, from CLDR."""
        return "rtl" if _locale(self.language).text_direction == "rtl" else "ltr"

    def has(self, key: str) -> bool:
        """Tell whether there is a word for a key."""
        return key in self.catalogue

    def word(self, key: str, number: int | str | None = None, gender: Gender | None = None, **values: object) -> str:
        """Return the word for a key, with its {placeholders} filled in; `number` also fills {number}.

        Without a number it is the word as a label; with one, the form for so many people. The neutral form is
        preferred unless a gender is given, which is for conferences that ask their people. Whole numbers among the
        values take the chosen digits, texts stay. Raises `MissingWord` for an unknown key and for a missing value.
        """
        text = _chosen(self.catalogue.forms(key), number, gender)
        if number is not None:
            values["number"] = number
        try:
            return "".join(self.numerals(said) + self._value(values[name] if name else "") for said, name in _cut(text))
        except KeyError as missing:
            raise MissingWord(f'the word "{key}" in {self.language} needs a value for {missing}: "{text}"') from None

    def parts(self, key: str) -> tuple[tuple[str, str], ...]:
        """Return a word as (text, placeholder after it) pairs, for fields that an office program or CSS fills in.

        The last pair may have no placeholder: ``(("Page ", "page"), (" of ", "pages"))``.
        """
        text = _chosen(self.catalogue.forms(key), None, None)
        return tuple((self.numerals(said), name) for said, name in _cut(text))

    def _value(self, value: object) -> str:
        return self.numerals(str(value)) if isinstance(value, int) else str(value)

    def numerals(self, text: str) -> str:
        """Return the text with European digits replaced by the chosen ones."""
        zero = DIGITS[self.digits]
        return (
            text if zero == DIGITS["latn"] else text.translate({0x30 + figure: zero + figure for figure in range(10)})
        )

    def with_colon(self, text: str) -> str:
        """Return a label with the colon of its language: ``Format\u00a0:`` in French, ``形式：`` in Chinese.

        A label that ends with a colon already keeps that one.
        """
        if text.endswith((":", "：")):
            return text
        return text + {"fr": "\u00a0:", "zh": "：", "ja": "："}.get(_primary(self.language), ":")

    def date(
        self,
        day: int,
        month: int,
        year: int | None = None,
        weekday: int | bool | None = None,
        inline: bool = False,
    ) -> str:
        """Return a day in words, the year only if it is known: ``Wednesday 5 September``.

        `weekday` is the day of the week as stated, 0 for Monday, printed even if it does not fit (a check says so);
        `True` works it out from the year; `None` or `False` leaves it out. The date starts with a capital letter where
        the script has them, unless it stands `inline` in a sentence.
        """
        if weekday is True:
            if year is None:
                raise ValueError("the day of the week cannot be worked out without a year")
            weekday = datetime.date(year, month, day).weekday()
        named = None if weekday is False else weekday
        locale = _locale(self.language)
        pattern = _date_pattern(locale, year is not None, named is not None)
        text = _filled(pattern, locale, (day, month, year, named))
        return self.numerals(text if inline else text[:1].upper() + text[1:])

    def dated(self, text: str) -> str:
        """Return a text; if it is a day as ISO 8601 writes it (``2018-09-05``), this day in words."""
        try:
            day = datetime.date.fromisoformat(text) if _ISO.fullmatch(text) else None
        except ValueError:
            return text
        return self.date(day.day, day.month, day.year) if day else text

    def beside(self, name: str, text: str) -> str:
        """Return what stands beside a recommendation as it is printed: a day and a degree of consensus in words."""
        if name == "deadline":
            return self.dated(text)
        return self.word(text) if name == "consensus" and text in DEGREES and self.has(text) else text

    def time_range(self, start: datetime.time, end: datetime.time | None = None, days_later: int = 0) -> str:
        """Return hours as ``14:30–16:00``, followed by ``(+1)`` when the end lies that many midnights later."""
        text = f"{start:%H:%M}" if end is None else f"{start:%H:%M}–{end:%H:%M}"
        return self.numerals(f"{text} (+{days_later})" if days_later else text)

    def number(self, number: int) -> str:
        """Return a count with the language's grouping: ``1,234``, ``1 234`` with a narrow space, ``12,34,567``."""
        if abs(number) < 10_000 and self.language in _GROUPED_FROM_FIVE:
            return self.numerals(str(number))
        return self.numerals(_grouped(number, self.language, self._symbols()))

    def percent(self, share: float) -> str:
        """Return a share of 1 as whole per cent: ``79%``, in French with a no-break space before the sign."""
        from babel.numbers import format_percent

        return self.numerals(format_percent(share, locale=_locale(self.language), numbering_system=self._symbols()))

    def _symbols(self) -> str:
        return "arab" if self.digits in ("arab", "arabext") else "latn"

    def join(self, items: Iterable[str]) -> str:
        """Return a list in words: ``a, b and c``; nothing for an empty one."""
        from babel.lists import format_list

        return format_list(list(items), locale=_locale(self.language))


def _chosen(forms: Mapping[str, str], number: int | str | None, gender: Gender | None) -> str:
    several = isinstance(number, int) and number != 1
    if gender:
        wanted = [gender, "one"] if not several else ["plural_f", "plural"] if gender == "f" else ["plural"]
    else:
        wanted = ["neutral", "plural"] if several else ["neutral"] if number is None else ["neutral", "one", "m"]
    return next(forms[form] for form in (*wanted, "neutral", *forms) if form in forms)


@cache
def _cut(text: str) -> tuple[tuple[str, str], ...]:
    """Return (text, placeholder after it) pairs; the last placeholder is empty if text follows the last one."""
    pieces = re.split(r"\{(\w+)\}", text)
    pairs = tuple(zip(pieces[0::2], [*pieces[1::2], ""], strict=True))
    return pairs[:-1] if len(pairs) > 1 and not pieces[-1] else pairs


@cache
def _locale(language: str) -> Locale:
    """Return CLDR's locale, or its nearest relative's; English without a country is British here.

    Raises `LookupError` for a language that CLDR does not have.
    """
    from babel import Locale, UnknownLocaleError

    for tag in lineage(language):
        try:
            return Locale.parse("en-GB" if tag.lower() == "en" else tag, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    raise LookupError(f"CLDR has no language {language!r}")


@lru_cache(maxsize=10_000)
def _grouped(number: int, language: str, symbols: str) -> str:
    """Return a number with the language's grouping; a pack prints the number of each of its pages several times."""
    from babel.numbers import format_decimal

    return format_decimal(number, locale=_locale(language), numbering_system=symbols)


def _date_pattern(locale: Locale, with_year: bool, with_weekday: bool) -> str:
    if with_year:
        return str(locale.date_formats["full" if with_weekday else "long"].pattern)
    skeletons = ("MMMMEEEEd", "MMMMEd", "MMMEd") if with_weekday else ("MMMMd",)
    known = locale.datetime_skeletons
    return str(next(known[skeleton].pattern for skeleton in skeletons if skeleton in known))


def _filled(pattern: str, locale: Locale, values: tuple[int, int, int | None, int | None]) -> str:
    """Fill a CLDR date pattern (UTS 35), whose weekday may be another than the calendar's.

    Names of months and weekdays are always the wide ones for use in a date: Babel's aliased contexts (stand-alone,
    in some languages abbreviated) may answer in the language that was asked before (seen in 2.18).
    """
    day, month, year, weekday = values

    def piece(match: re.Match[str]) -> str:
        letter, width = match["letter"], len(match[0])
        if letter is None:
            return match["quoted"] or "'"
        if letter in "ML":
            return str(locale.months["format"]["wide"][month]) if width > 2 else str(month)
        if letter in "Eec":
            return str(locale.days["format"]["wide"][weekday])
        return str(day if letter == "d" else year)

    return re.sub(r"'(?P<quoted>[^']*)'|(?P<letter>[yMLEecd])(?P=letter)*", piece, pattern)
