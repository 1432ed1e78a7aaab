import datetime
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

import reports
from rapporteur.labels import DIGITS, Catalogue, Labels
from rapporteur.spelling import date_words, fold
from rapporteur.spoken import SpokenDate, SpokenTimes, read_date, read_number, read_times

LANGUAGES = ("en", "fr", "es", "pt", "ar", "zh", "ru", "hi")


def labels(language: str, digits: str = "latn") -> Labels:
    return Labels(Catalogue(language, {}), digits)


def times(start: str, end: str | None = None, later: int = 0) -> SpokenTimes:
    return SpokenTimes(datetime.time.fromisoformat(start), end and datetime.time.fromisoformat(end), later)


def listed(block: str) -> list[str]:
    return [text.strip() for line in block.strip().splitlines() for text in line.split("|")]


# Dates


@pytest.mark.parametrize("language", [*LANGUAGES, "ar-MA", "ar-LB", "pt-PT", "en-US", "zh-Hant", "de", "tr"])
def test_every_date_that_we_write_is_read_back(language):
    for digits in ("latn", "arab", "deva", "fullwide"):
        say = labels(language, digits).date
        for month in range(1, 13):
            for weekday in range(7):
                day = 4 * weekday + 1
                assert read_date(say(day, month, weekday=weekday), language) == SpokenDate(day, month, None, weekday)
            assert read_date(say(29, month, 2012, 6), language) == SpokenDate(29, month, 2012, 6)
            assert read_date(say(29, month, 2012, inline=True), language) == SpokenDate(29, month, 2012)
            assert read_date(say(2, month), language) == SpokenDate(2, month)


SPELLINGS = {
    "en": [
        *("Wednesday 5 September", "wed 5 sept.", "WEDNESDAY, 5th of SEPTEMBER", "September 5, Wednesday"),
        *("Wednesday, Sep 5", "on Wednesday the 5th September"),
    ],
    "fr": ["Mercredi 5 septembre", "le mercredi 5 sept.", "mercredi, 5 septembre", "mer. 5 Septembre"],
    "es": ["Miércoles, 5 de septiembre", "miercoles 5 de setiembre", "el miércoles 5 de septiembre", "mié. 5 sept."],
    "pt": [
        "Quarta-feira, 5 de setembro",
        "quarta‑feira 5 de setembro",
        "quarta feira, 5 set.",
        "dia 5 de Setembro, quarta",
    ],
    "ar": [
        *("الأربعاء، 5 سبتمبر", "يوم الأربعاء ٥ أيلول", "الاربعاء 5 شتنبر", "الأربعاء ٥ أيلول/سبتمبر"),
        "\u200fالأَربعاء ٥ سبتمبر\u200f",
    ],
    "zh": ["9月5日 星期三", "星期三，９月５日", "九月五日（星期三）", "9 月 5 日周三", "9月5号 礼拜三", "9月5日週三"],
    "ru": ["Среда, 5 сентября", "в среду 5 сентября", "ср, 5 сент.", "5-го сентября, среда"],
    "hi": ["बुधवार, 5 सितंबर", "५ सितम्बर, बुधवार", "बुधवार, दिनांक ५ सित॰"],
}


@pytest.mark.parametrize(("language", "text"), [(key, text) for key, texts in SPELLINGS.items() for text in texts])
def test_a_day_without_a_year_is_read_in_peoples_own_spellings(language, text):
    assert read_date(text, language) == SpokenDate(5, 9, None, 2)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "2012-09-05"),
        ("en", " 5 September 2012 "),
        ("en", "September 5th, 2012"),
        ("en", "5.9.2012"),
        ("en", "2012/9/5"),
        ("fr", "5/9/2012"),
        ("fr", "05-09-2012"),
        ("es", "5 de septiembre de 2012"),
        ("ar", "٥ سبتمبر ٢٠١٢م"),
        ("ar", "5\u200f/9\u200f/2012"),
        ("zh", "二〇一二年九月五日"),
        ("zh", "２０１２年９月５日"),
        ("ru", "05.09.2012"),
        ("ru", "5 сентября 2012 года"),
        ("ru", "5 сентября 2012г."),
        ("hi", "५ सितंबर २०१२"),
    ],
)
def test_a_day_with_its_year_is_read(language, text):
    assert read_date(text, language) == SpokenDate(5, 9, 2012)


def test_iso_dates_are_read_also_without_a_year():
    assert read_date("--09-05") == SpokenDate(5, 9)
    assert read_date("--02-29") == SpokenDate(29, 2)
    assert read_date("2012-02-29") == SpokenDate(29, 2, 2012)


def test_a_report_may_be_dated_in_another_of_our_languages():
    for texts in SPELLINGS.values():
        for language in LANGUAGES:
            assert read_date(texts[0], language) == SpokenDate(5, 9, None, 2)


def test_the_first_of_a_month_keeps_its_own_spelling():
    assert [read_date(text, code) for code, text in (("fr", "1er mai"), ("pt", "1º de maio"), ("en", "May 1st"))] == [
        SpokenDate(1, 5)
    ] * 3


def test_a_short_name_is_read_as_its_own_language_means_it():
    assert read_date("mar. 6 mars", "fr") == SpokenDate(6, 3, None, 1)
    assert read_date("6 mar.", "es") == SpokenDate(6, 3)
    assert read_date("6 mar.", "fr") is None


NO_DAYS = """
    soon | September | 5 | Wednesday | 30 February | 31 June 2012 | 29 February 2013 | 0 May | 2013-02-29
    2012-13-01 | --02-30 | 2012-9-5T14:30 | 0000-01-01 | 5 September 0000 | 9月 | 9月31日 | 5–6 September
    5 and 6 September | 5 6 September | 5 September or October | 5/9/2012 | 5.9.12
    Wednesday 5 September 14:30 | Wednesday Thursday 5 September | 5 September 2012 2013 | 5 September '12
    5 September¹ | ½ September | maybe 5 September | 5 September 2012 Montréal | 二〇一年九月五日 | 九百月五日
    星期三9月5日星期三 | 5 5 2012 | 13/13/2012
"""


@pytest.mark.parametrize("text", ["", *listed(NO_DAYS)])
def test_a_text_that_is_not_exactly_one_possible_day_is_not_read(text):
    assert read_date(text) is None


def test_figures_alone_are_read_in_english_only_when_they_can_be_one_day():
    assert read_date("13/5/2012") == read_date("5/13/2012") == SpokenDate(13, 5, 2012)
    assert read_date("5/5/2012") == SpokenDate(5, 5, 2012)
    assert read_date("13/5/2012", "fr") == SpokenDate(13, 5, 2012)
    assert read_date("5/13/2012", "fr") is None


def test_no_full_name_means_two_things_in_our_languages():
    for language in LANGUAGES:
        own = date_words(language)
        for other in LANGUAGES:
            shared = {word: meaning for word, meaning in date_words(other).items() if len(word) > 4}
            clashes = {word for word in shared if word in own and own[word] != shared[word]}
            assert clashes == set()


@reports.tries(300)
@given(st.text(max_size=20), st.sampled_from([*LANGUAGES, "de", "xx", "not a language"]))
def test_no_text_whatever_upsets_the_readers(text, language):
    read_date(text, language)
    read_times(text)
    read_number(text)
    assert fold(fold(text)) == fold(text)


# Times


HOURS = """
    14:30 – 16:00 | 14:30-16:00 | 14.30—16.00 | 14:30 to 16:00 | from 14:30 until 16:00 | 14:30−16:00 hrs
    2.30 pm to 4 pm | 2:30–4 pm | 2:30 p.m. - 4:00 p.m. | 2:30PM–4PM | 1430-1600 hrs | 1430 hrs – 1600 hrs
    14h30-16h00 | 14h30 – 16h | 14 h 30 à 16 h | de 14h30 à 16h00 | 2 h 30 – 4 h de l’après-midi
    de 14:30 a 16:00 | 2:30 p. m. a 4:00 p. m. | de 2:30 a 4 de la tarde | das 14h30 às 16h | 14:30 até 16:00
    с 14:30 до 16:00 | 14 ч 30 — 16 ч | 2:30–4:00 дня | １４：３０～１６：００ | १४:३० से १६:०० तक | 下午2:30至4:00
    下午2:30－下午4:00 | 14时30分到16时 | 下午2点半至4点 | 从14:30至16:00 | अपराह्न 2:30 से 4:00 बजे तक
    अपराह्न २:३० – अपराह्न ४:०० | ٢:٣٠ م - ٤:٠٠ م | من الساعة 2:30 إلى 4:00 مساءً | ١٤:٣٠–١٦:٠٠
    \u200f14:30\u200f–\u200f16:00
"""


@pytest.mark.parametrize("text", listed(HOURS))
def test_hours_are_read_in_peoples_own_spellings(text):
    assert read_times(text) == times("14:30", "16:00")


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("14:30", times("14:30")),
        ("at 2 pm", times("14:00")),
        ("12 am", times("00:00")),
        ("12 pm", times("12:00")),
        ("10:00 to noon", times("10:00", "12:00")),
        ("9 – 5 pm", times("09:00", "17:00")),
        ("11–1 pm", times("11:00", "13:00")),
        ("上午10:00至12:00", times("10:00", "12:00")),
        ("पूर्वाह्न 10:00 बजे से अपराह्न 12:30 बजे तक", times("10:00", "12:30")),
        ("10 से 12 बजे", times("10:00", "12:00")),
        ("9am-5pm", times("09:00", "17:00")),
        ("22:00–01:30 (+1)", times("22:00", "01:30", 1)),
        ("22:00–01:30 (+١)", times("22:00", "01:30", 1)),
        ("10 pm – 1.30 am (+1 day)", times("22:00", "01:30", 1)),
        ("22:00–次日01:30", times("22:00", "01:30", 1)),
        ("22h à 1h30 le lendemain", times("22:00", "01:30", 1)),
        ("22:00–24:00", times("22:00", "00:00", 1)),
        ("22:00–01:30", times("22:00", "01:30")),
    ],
)
def test_halves_of_the_day_and_midnights_are_read_as_said(text, read):
    assert read_times(text) == read


NO_HOURS = """
    afternoon | 14–16 | 14 | 2012 | 24:00 | 25:00 | 14:60 | 14:30 am | 0 pm | 10 pm – 2 | 晚上12:00 | 14:30 GMT
    14:30 – 16:00 UTC+2 | 14:30 – 16:00 – 18:00 | 14:30 (+1) | 11 women | 1:23:45 | 2 am pm | Wednesday 14:30
    14:30 and 16:00 | 14:30¹
"""


@pytest.mark.parametrize("text", ["", *listed(NO_HOURS)])
def test_a_text_that_is_not_exactly_one_span_of_hours_is_not_read(text):
    assert read_times(text) is None


@given(
    st.times().map(lambda t: t.replace(second=0, microsecond=0)),
    st.none() | st.times().map(lambda t: t.replace(second=0, microsecond=0)),
    st.integers(0, 3),
    st.sampled_from(LANGUAGES),
    st.sampled_from(sorted(DIGITS)),
)
def test_hours_that_we_write_are_read_back(start, end, later, language, digits):
    span = SpokenTimes(start, end, later if end else 0)
    assert read_times(labels(language, digits).time_range(*span)) == span


# Numbers


@given(st.integers(0, 10**12), st.sampled_from([*LANGUAGES, "pt-PT", "de-CH"]), st.sampled_from(sorted(DIGITS)))
def test_numbers_that_we_write_are_read_back_in_every_kind_of_digits(number, language, digits):
    assert read_number(labels(language, digits).number(number)) == number


@pytest.mark.parametrize(
    "text", ["1,234", "1.234", "1 234", "1\u202f234", "1’234", "١٬٢٣٤", "१,२३४", "１２３４", " 01234\n"]
)
def test_a_count_is_read_however_its_thousands_are_grouped(text):
    assert read_number(text) == 1234


@pytest.mark.parametrize("text", ["1,23,456", "१,२३,४५६", "123,456", "123456"])
def test_lakhs_are_read(text):
    assert read_number(text) == 123456


NO_COUNTS = """
    eleven | 1,5 | 1.5 | 0.500 | 12,34 | 1.234,5 | 1,234.567 | -5 | +5 | 10² | ½ | ① | 1 23 | 11? | 0x1F
    1_000
"""


@pytest.mark.parametrize("text", ["", *listed(NO_COUNTS)])
def test_what_is_not_a_whole_count_is_not_read(text):
    assert read_number(text) is None


# Start-up


def test_reading_any_of_our_languages_does_not_import_babel():
    code = (
        "import sys; from rapporteur.spoken import read_date, read_number, read_times\n"
        "assert read_date('2012-09-05') and read_date('mercredi 5 septembre', 'fr') and read_date('5 May', 'en-GB')\n"
        "assert not read_date('nothing of the kind', 'zh') and read_times('14:30') and read_number('11')\n"
        "print([name for name in sys.modules if name.startswith('babel')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert done.stdout.strip() == "[]"
