"""How people spell: one form for what may be written many ways, and the names of months and weekdays."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache
from typing import Literal, NamedTuple

# Months; weekdays from Monday; words that a date may hold without meaning anything. "|" parts the months and days,
# "," their full names, and "/" begins short ones, which are believed only in a text of that language. A short name
# that could be two things is left out ("mar" for martes). Chinese dates have a grammar of their own.
_NAMES = {
    "en": """
        January/Jan | February/Feb | March/Mar | April/Apr | May | June/Jun | July/Jul | August/Aug |
        September/Sept,Sep | October/Oct | November/Nov | December/Dec;
        Monday/Mon | Tuesday/Tue,Tues | Wednesday/Wed,Weds | Thursday/Thu,Thur,Thurs | Friday/Fri | Saturday/Sat |
        Sunday/Sun;
        the of on""",
    "fr": """
        janvier/janv,jan | février/févr,fév | mars | avril/avr | mai | juin | juillet/juil | août |
        septembre/sept,sep | octobre/oct | novembre/nov | décembre/déc;
        lundi/lun | mardi/mar | mercredi/mer | jeudi/jeu | vendredi/ven | samedi/sam | dimanche/dim;
        le du""",
    "es": """
        enero/ene | febrero/feb | marzo/mar | abril/abr | mayo/may | junio/jun | julio/jul | agosto/ago |
        septiembre,setiembre/sept,sep,set | octubre/oct | noviembre/nov | diciembre/dic;
        lunes/lun | martes | miércoles/mié | jueves/jue | viernes/vie | sábado/sáb | domingo/dom;
        el de del""",
    "pt": """
        janeiro/jan | fevereiro/fev | março/mar | abril/abr | maio/mai | junho/jun | julho/jul | agosto/ago |
        setembro/set | outubro/out | novembro/nov | dezembro/dez;
        segunda-feira,segunda feira/segunda,seg | terça-feira,terça feira/terça,ter |
        quarta-feira,quarta feira/quarta,qua | quinta-feira,quinta feira/quinta,qui |
        sexta-feira,sexta feira/sexta,sex | sábado/sáb | domingo/dom;
        dia de do em""",
    "ar": """
        يناير,كانون الثاني,جانفي | فبراير,شباط,فيفري | مارس,آذار | أبريل,إبريل,نيسان,أفريل | مايو,أيار,ماي |
        يونيو,يونيه,حزيران,جوان | يوليو,يوليه,تموز,يوليوز,جويلية | أغسطس,آب,غشت,أوت | سبتمبر,أيلول,شتنبر |
        أكتوبر,تشرين الأول | نوفمبر,تشرين الثاني,نونبر | ديسمبر,كانون الأول,دجنبر;
        الاثنين,اثنين | الثلاثاء,ثلاثاء | الأربعاء,أربعاء | الخميس,خميس | الجمعة,جمعة | السبت,سبت | الأحد,أحد;
        يوم في من شهر عام لعام سنة لسنة""",
    "zh": ";;",
    "ru": """
        января,январь/янв | февраля,февраль/февр,фев | марта,март/мар | апреля,апрель/апр | мая,май | июня,июнь/июн |
        июля,июль/июл | августа,август/авг | сентября,сентябрь/сент,сен | октября,октябрь/окт |
        ноября,ноябрь/нояб,ноя | декабря,декабрь/дек;
        понедельник/пн | вторник/вт | среда,среду/ср | четверг/чт | пятница,пятницу/пт | суббота,субботу/сб |
        воскресенье/вс;
        в во на г год года""",
    "hi": """
        जनवरी/जन | फ़रवरी/फ़र | मार्च | अप्रैल | मई | जून | जुलाई/जुल | अगस्त/अग | सितंबर,सितम्बर/सित |
        अक्टूबर,अक्तूबर/अक्टू | नवंबर,नवम्बर/नव | दिसंबर,दिसम्बर/दिस;
        सोमवार/सोम | मंगलवार/मंगल | बुधवार/बुध | गुरुवार,गुरूवार,बृहस्पतिवार,वीरवार/गुरु | शुक्रवार/शुक्र |
        शनिवार/शनि | रविवार,इतवार/रवि;
        दिनांक को सन्""",
}

WordKind = Literal["month", "weekday", "day", "year", "filler"]


class DateWord(NamedTuple):
    """What one word of a date means: month 1 to 12, weekday 0 (Monday) to 6; the number of a filler is nothing."""

    kind: WordKind
    number: int = 0


class Signs(dict[int, str]):
    """What each sign of a text is read as: a function is asked once for each; one of ASCII gives one of them, or none.

    Those of ASCII, most of all, are read all at once, as bytes: ten times as quick as `str.translate`.
    """

    def __init__(self, read: Callable[[str], str]) -> None:
        self._read = read
        near = [read(chr(sign)) for sign in range(128)]
        self._gone = bytes(sign for sign, each in enumerate(near) if not each)
        self._near = bytes(ord(each or " ") for each in near) + bytes(range(128, 256))

    def __missing__(self, sign: int) -> str:
        self[sign] = self._read(chr(sign))
        return self[sign]

    def of(self, text: str) -> str:
        """Return a text as it is read."""
        if not text.isascii():
            text = _FAR.sub(lambda found: found[0].translate(self), text)
        return text.encode("utf-8", "surrogatepass").translate(self._near, self._gone).decode("utf-8", "surrogatepass")


_FAR = re.compile(r"[^\x00-\x7f]+")


def fold(text: str) -> str:
    """Return the text with everything levelled that people write one way or the other.

    Capitals, accents, Arabic vowel signs and Devanagari nuktas, widths, kinds of digits, dashes, apostrophes and
    spaces, and invisible direction marks. Superscripts stay: a note mark is not part of a number.
    """
    if not text.isascii():
        text = _LEVELLED.of(text)
    return " ".join(text.casefold().split())


def _levelled(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Nd":
        return str(unicodedata.decimal(character))
    if category == "Pd" or character == "−":
        return "-"
    if category == "No":
        return character
    if character in "’‘ʼʻ＇":
        return "'"
    if category == "Cf" or character == "ـ":
        return ""
    plain = unicodedata.normalize("NFKD", character).replace("ँ", "ं")
    return "".join(part for part in plain if not _is_accent(ord(part)))


def _is_accent(code: int) -> bool:
    return 0x300 <= code <= 0x36F or 0x64B <= code <= 0x65F or code in (0x670, 0x93C)


_LEVELLED = Signs(_levelled)


@cache
def date_words(language: str) -> dict[str, DateWord]:
    """Return what each folded word means in a date: full names of all our languages, and all names of `language`.

    A language without a table here is looked up in CLDR; one that CLDR does not know adds nothing.
    """
    words: dict[str, DateWord] = {}
    for table in _NAMES.values():
        words.update(_meanings(table, short=False))
    words.update(_meanings(_NAMES.get(language.split("-")[0].lower()) or _cldr_names(language), short=True))
    return words


def _meanings(table: str, short: bool) -> Iterator[tuple[str, DateWord]]:
    months, weekdays, fillers = table.split(";")
    yield from _named("month", months, 1, short)
    yield from _named("weekday", weekdays, 0, short)
    for filler in fillers.split():
        yield fold(filler), DateWord("filler")


def _named(kind: WordKind, line: str, first: int, short: bool) -> Iterator[tuple[str, DateWord]]:
    for number, spellings in enumerate(line.split("|"), first):
        full, _, brief = spellings.partition("/")
        for name in f"{full},{brief}".split(",") if short else full.split(","):
            if name.strip():
                yield fold(name), DateWord(kind, number)


def _cldr_names(language: str) -> str:
    from babel import Locale, UnknownLocaleError

    try:
        locale = Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return ";;"
    # "format wide" only: Babel's aliased contexts may answer in the language that was asked before (seen in 2.18).
    months, days = locale.months["format"]["wide"], locale.days["format"]["wide"]
    return "|".join(months[n] for n in range(1, 13)) + ";" + "|".join(days[n] for n in range(7)) + ";"
