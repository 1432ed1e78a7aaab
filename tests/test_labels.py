import datetime
import pickle
import re
import subprocess
import sys
import unicodedata
from functools import cache
from pathlib import Path

import pytest
import yaml

from rapporteur.labels import DIGITS, FORMS, Catalogue, CatalogueError, Labels, MissingWord, lineage
from rapporteur.spelling import fold

FOLDER = Path(__file__).parents[1] / "layouts" / "common" / "labels"
LANGUAGES = ("en", "fr", "es", "pt", "ar", "zh", "ru", "hi")
PLACEHOLDER = re.compile(r"\{(\w+)\}")


def keys(text: str) -> list[str]:
    return text.split()


FIELDS = keys("""
    title track organiser moderator rapporteur presenters format when participants women men another not_stated
    total summary outcomes perspectives lessons recommendations
""")
COLUMNS = keys("""
    id number_printed full_text track session date section group addressee addressee_type theme affected_group sdg
    consensus response priority responsible contact action indicator deadline deadline_written status evidence
    last_update updated_by comment parent_id original_text language points
""")
SHEETS = keys("sheet_recommendations sheet_summary sheet_read_me sheet_lists")
LISTS = (
    keys("draft reviewed final"),
    keys("not_started in_progress done changed dropped overdue"),
    keys("accepted partially noted rejected"),
    keys("high medium low"),
    keys("agreed majority rough none not_stated"),
    keys("band_none band_few band_half band_majority not_stated"),
    keys("onsite online"),
    keys("counted estimated registered band"),
    keys("government city un cso donor business academia media conference_organisers everyone"),
    keys("women men another not_stated total"),
    SHEETS,
)


@cache
def parsed(language: str) -> dict:
    return yaml.load((FOLDER / f"{language}.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)


def catalogue(language: str) -> Catalogue:
    english = Catalogue.of("en", parsed("en"))
    return english if language == "en" else Catalogue.of(language, parsed(language), fallback=english)


def labels(language: str, digits: str = "latn") -> Labels:
    return Labels(catalogue(language), digits)


def texts(language: str) -> dict[str, list[str]]:
    return {key: list(forms.values()) for key, forms in catalogue(language).words.items()}


# The catalogues


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_catalogue_has_every_english_key_and_none_of_its_own(language):
    assert list(parsed(language)["words"]) == list(parsed("en")["words"])
    assert catalogue(language).borrowed == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_form_of_a_word_has_the_placeholders_of_the_english_one(language):
    english = texts("en")
    for key, forms in texts(language).items():
        for form in forms:
            assert sorted(PLACEHOLDER.findall(form)) == sorted(PLACEHOLDER.findall(english[key][0])), key
            assert not set("{}") & set(PLACEHOLDER.sub("", form)), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_spelling_that_comes_back_means_one_field_only(language):
    words = catalogue(language)
    keys = [key for key in words.words if key in words.parse]
    owners: dict[str, str] = {}
    for key in keys:
        for spelling in {fold(text) for text in words.spellings(key)}:
            assert owners.setdefault(spelling, key) == key, spelling


@pytest.mark.parametrize("language", LANGUAGES)
def test_parse_adds_spellings_that_are_new_for_keys_that_exist(language):
    words = catalogue(language)
    for key, said in words.parse.items():
        folded = [fold(text) for text in said]
        assert len(set(folded)) == len(folded), key
        assert not set(folded) & {fold(text) for text in words.forms(key).values()}, key


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_printed_form_and_every_spelling_of_a_field_is_recognised(language):
    words = catalogue(language)
    for key in FIELDS:
        for text in words.spellings(key):
            assert words.recognise(f"  {text.upper()}\u00a0: ", among=FIELDS) == key


@pytest.mark.parametrize("language", LANGUAGES)
def test_values_of_a_list_and_columns_of_a_sheet_differ_from_each_other(language):
    printed = texts(language)
    for group in (*LISTS, COLUMNS):
        assert len({fold(printed[key][0]) for key in group}) == len(group), group


@pytest.mark.parametrize("language", LANGUAGES)
def test_excel_takes_the_names_of_the_sheets(language):
    for key in SHEETS:
        assert re.fullmatch(r"[^\[\]:*?/\\']{1,31}", texts(language)[key][0])


@pytest.mark.parametrize("language", LANGUAGES)
def test_hints_stand_in_square_brackets_and_nothing_else_does(language):
    printed = texts(language)
    hints = [form for key, forms in printed.items() if key.startswith("hint_") for form in forms]
    assert len(set(hints)) == 13
    for key, forms in printed.items():
        for form in forms:
            assert (form[0] == "[" and form[-1] == "]") == key.startswith("hint_"), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_catalogue_but_english_claims_to_have_been_read_by_a_native_speaker(language):
    assert language == "en" or not catalogue(language).read_by_native


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_files_are_composed_unicode_without_invisible_characters_or_stray_spaces(language):
    text = (FOLDER / f"{language}.yaml").read_text(encoding="utf-8")
    assert text == unicodedata.normalize("NFC", text)
    assert not [c for c in text if unicodedata.category(c) in ("Cf", "Cc", "Zs") and c not in " \n"]
    assert not [line for line in text.splitlines() if line != line.rstrip()]


@pytest.mark.parametrize(
    ("language", "wrong"),
    [
        ("fr", re.compile(r"(?<!hh)[^\u00a0]:(?!mm)|[^\u202f];|[^\u202f][!?]|«[^\u00a0]|[^\u00a0]»|'")),
        ("zh", re.compile(r"[^时]:|[,;()?]|\.$")),
        ("ar", re.compile(r"[,;?]")),
        ("hi", re.compile(r"\.$")),
    ],
)
def test_punctuation_is_that_of_the_language(language, wrong):
    for key, forms in texts(language).items():
        for form in forms:
            assert not wrong.search(form), (key, form)


def test_the_english_words_are_those_of_the_sample_form():
    words = catalogue("en")
    for label in ("ORGANISER", "MODERATOR", "RAPPORTEUR", "PRESENTERS", "Format", "Time and date", "Women", "Men"):
        assert words.recognise(f"{label}:", among=FIELDS)
    assert words.recognise("Presentations and discussions' summary", among=FIELDS) == "summary"
    assert words.recognise("Presentations and discussions’ summary", among=FIELDS) == "summary"
    assert words.recognise("Engagement Workshop") == "engagement_workshop"
    assert words.recognise("New perspectives of international cooperation", among=FIELDS) is None


# A catalogue put together from several files


def test_later_files_override_word_by_word_and_add_spellings():
    words = Catalogue.of(
        "fr",
        {"language": "fr", "words": {"title": "Titre", "track": "Axe"}, "parse": {"track": ["Volet"]}},
        {"language": "fr", "words": {"track": "Thème"}, "parse": {"track": ["Fil"]}},
    )
    assert words.spellings("track") == ("Thème", "Volet", "Fil")
    assert words.spellings("title") == ("Titre",)


def test_english_lends_only_what_is_missing_and_the_catalogue_says_so():
    said = {"title": ["Heading"], "track": ["Theme"]}
    english = Catalogue.of("en", {"words": {"title": "Title", "track": "Track"}, "parse": said})
    words = Catalogue.of("fr-CA", {"language": "fr", "words": {"title": "Titre"}}, fallback=english)
    assert words.borrowed == ("track",)
    assert (words.spellings("title"), words.spellings("track")) == (("Titre",), ("Track", "Theme"))
    assert Catalogue.of("sw", fallback=english).borrowed == ("title", "track")


def test_a_variety_takes_the_words_of_its_language():
    assert lineage("zh-Hant-TW") == ("zh-Hant-TW", "zh-Hant", "zh")
    words = Catalogue.of("pt-PT", parsed("pt"), {"language": "pt-PT", "words": {"when": "Data e hora"}})
    assert words.borrowed == ()
    assert (words.forms("when"), words.forms("track")) == ({"neutral": "Data e hora"}, {"neutral": "Eixo temático"})


@pytest.mark.parametrize(
    "mapping",
    [
        {"language": "de", "words": {"title": "Titel"}},
        {"language": "fr-CA", "words": {"title": "Titre"}},
        {"words": {"title": {"dual": "deux"}}},
        {"words": {"title": False}},
        {"words": {"title": {}}},
        {"words": {"title": " "}},
        {"words": {"title": {"one": ["Titre"]}}},
        {"parse": {"title": "Titre"}},
    ],
)
def test_a_catalogue_that_is_not_made_as_it_must_be_is_refused_naming_the_language(mapping):
    with pytest.raises(CatalogueError, match=r"\bfr\b"):
        Catalogue.of("fr", mapping)


def test_a_missing_word_is_an_error_that_names_key_language_and_file():
    words = Labels(Catalogue.of("fr", {"words": {"title": "Titre"}}, files=["mine/labels/fr.yaml"]))
    with pytest.raises(MissingWord, match=r'"chair" in fr.*mine/labels/fr\.yaml'):
        words.word("chair")
    with pytest.raises(MissingWord, match=r"labels/ru\.yaml"):
        labels("ru").parts("nonsense")
    assert (words.has("title"), words.has("chair"), words.catalogue.spellings("chair")) == (True, False, ())


def test_a_label_that_could_be_two_fields_is_not_guessed():
    words = catalogue("fr")
    assert words.recognise("Organisation") is None
    assert words.recognise("Organisation", among=FIELDS) == "organiser"
    assert words.recognise("Organisation", among=("name", "organisation")) == "organisation"
    assert words.recognise("Rien de tel") is None


def test_a_catalogue_goes_to_another_process_and_is_equal_there():
    assert pickle.loads(pickle.dumps(labels("ar", "arab"))) == labels("ar", "arab")


# Words


def test_the_form_fits_the_number_of_people_and_a_gender_only_when_given():
    french, english, russian = labels("fr"), labels("en"), labels("ru")
    assert [french.word("moderator", number) for number in (None, 1, 2)] == ["Modération"] * 3
    assert [french.word("moderator", n, "f") for n in (None, 1, 2)] == ["Modératrice", "Modératrice", "Modératrices"]
    assert [french.word("presenters", n) for n in (None, 1, 2)] == ["Intervenants", "Intervenant", "Intervenants"]
    assert [english.word("organiser", n) for n in (None, 1, 2)] == ["Organiser", "Organiser", "Organisers"]
    assert [english.word("presenters", n) for n in (None, 1, 2)] == ["Presenters", "Presenter", "Presenters"]
    assert [english.word("presenters", n, "f") for n in (1, 2)] == ["Presenter", "Presenters"]
    assert russian.word("presenters", 1, "f") == "Выступающая"
    assert labels("zh").word("presenters", 3, "m") == "主讲人"


def test_the_first_form_listed_is_the_label_when_nothing_is_known():
    for language in LANGUAGES:
        words = catalogue(language)
        for key, forms in words.words.items():
            assert set(forms) <= set(FORMS)
            assert next(iter(forms)) in ("neutral", "one", "plural", "m"), key
            if set(PLACEHOLDER.findall("".join(forms.values()))) == set():
                assert Labels(words).word(key) == next(iter(forms.values()))


def test_placeholders_are_filled_and_a_missing_value_is_an_error():
    assert labels("fr").word("page_of", page=1, pages=2) == "Page 1 sur 2"
    assert labels("zh").word("page_of", page=1, pages=2) == "第 1 页，共 2 页"
    assert labels("en").word("track_n", number="3", name="Peace") == "Track 3 – Peace"
    assert labels("ar", "arab").word("recommendation_n", number=12) == "التوصية ١٢"
    with pytest.raises(MissingWord, match="pages"):
        labels("fr").word("page_of", page=1)


def test_a_value_with_braces_stays_as_it_is():
    assert labels("en").word("report_n", id="{digest}") == "Report {digest}"


def test_a_word_comes_in_parts_for_programs_that_count_pages_themselves():
    assert labels("en").parts("page_of") == (("Page ", "page"), (" of ", "pages"))
    assert labels("zh").parts("page_of") == (("第 ", "page"), (" 页，共 ", "pages"), (" 页", ""))
    assert labels("en").parts("title") == (("Session title", ""),)


def test_the_colon_is_that_of_the_language_and_never_doubled():
    written = {language: labels(language).with_colon("X") for language in LANGUAGES}
    assert written.pop("fr") == "X\u00a0:"
    assert written.pop("zh") == "X："
    assert set(written.values()) == {"X:"}
    assert labels("fr").with_colon("Voici\u00a0:") == "Voici\u00a0:"


def test_the_direction_is_that_of_the_script():
    assert {language for language in LANGUAGES if labels(language).direction == "rtl"} == {"ar"}
    assert Labels(Catalogue("ur", {})).direction == "rtl"


# Dates, times, numbers, lists

DATES = {
    "en": ("Wednesday 5 September", "Wednesday, 5 September 2012", "5 September", "5 September 2012"),
    "fr": ("Mercredi 5 septembre", "Mercredi 5 septembre 2012", "5 septembre", "5 septembre 2012"),
    "es": (
        "Miércoles, 5 de septiembre",
        "Miércoles, 5 de septiembre de 2012",
        "5 de septiembre",
        "5 de septiembre de 2012",
    ),
    "pt": (
        "Quarta-feira, 5 de setembro",
        "Quarta-feira, 5 de setembro de 2012",
        "5 de setembro",
        "5 de setembro de 2012",
    ),
    "ar": ("الأربعاء، 5 سبتمبر", "الأربعاء، 5 سبتمبر 2012", "5 سبتمبر", "5 سبتمبر 2012"),
    "zh": ("9月5日星期三", "2012年9月5日星期三", "9月5日", "2012年9月5日"),
    "ru": ("Среда, 5 сентября", "Среда, 5 сентября 2012\u202fг.", "5 сентября", "5 сентября 2012\u202fг."),
    "hi": ("बुधवार, 5 सितंबर", "बुधवार, 5 सितंबर 2012", "5 सितंबर", "5 सितंबर 2012"),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_date_is_written_as_the_language_does(language):
    say = labels(language).date
    written = (say(5, 9, weekday=2), say(5, 9, 2012, True), say(5, 9), say(5, 9, 2012, False))
    assert written == DATES[language]


def test_a_date_in_a_sentence_begins_small():
    assert labels("fr").date(5, 9, weekday=2, inline=True) == "mercredi 5 septembre"


def test_a_weekday_is_printed_as_stated_and_never_invented():
    english = labels("en")
    assert english.date(5, 9, 2012, 3) == "Thursday, 5 September 2012"
    with pytest.raises(ValueError, match="without a year"):
        english.date(5, 9, weekday=True)


def test_varieties_of_a_language_keep_their_own_months_and_order():
    assert Labels(Catalogue("en-US", {})).date(5, 9, 2012, 2) == "Wednesday, September 5, 2012"
    assert Labels(Catalogue("ar-MA", {})).date(5, 9) == "5 شتنبر"
    assert Labels(Catalogue("ar-LB", {}), "arab").date(5, 9, weekday=2) == "الأربعاء، ٥ أيلول"
    assert Labels(Catalogue("fr-XX-x-private", {})).date(5, 9) == "5 septembre"


def test_a_language_that_nobody_knows_is_an_error_when_it_is_asked_for_a_date():
    with pytest.raises(LookupError, match="'xq'"):
        Labels(Catalogue("xq", {})).date(5, 9)


def test_a_date_does_not_depend_on_the_language_that_was_written_before():
    code = (
        "from rapporteur.labels import Catalogue, Labels\n"
        "for language in {order}: print(language, Labels(Catalogue(language, {{}})).date(5, 9, 2012, True))"
    )
    runs = []
    for order in (("zh", "ar", "hi", "ar-MA", "en"), ("en", "ar-MA", "hi", "ar", "zh")):
        done = subprocess.run([sys.executable, "-c", code.format(order=order)], capture_output=True, check=True)
        runs.append(sorted(done.stdout.decode("utf-8").splitlines()))
    assert runs[0] == runs[1]
    assert len(runs[0]) == 5


def test_hours_say_when_they_cross_midnight():
    say = labels("en").time_range
    assert say(datetime.time(14, 30), datetime.time(16, 0)) == "14:30–16:00"
    assert say(datetime.time(22, 0), datetime.time(1, 30), 1) == "22:00–01:30 (+1)"
    assert say(datetime.time(9, 5)) == "09:05"
    assert labels("hi", "deva").time_range(datetime.time(14, 30), datetime.time(16, 0)) == "१४:३०–१६:००"


@pytest.mark.parametrize(
    ("language", "digits", "written"),
    [
        ("en", "latn", "20 1,234 1,234,567"),
        ("fr", "latn", "20 1\u202f234 1\u202f234\u202f567"),
        ("es", "latn", "20 1234 1.234.567"),
        ("ar", "arab", "٢٠ ١٬٢٣٤ ١٬٢٣٤٬٥٦٧"),
        ("hi", "deva", "२० १,२३४ १२,३४,५६७"),
        ("zh", "fullwide", "２０ １,２３４ １,２３４,５６７"),
    ],
)
def test_numbers_are_grouped_and_take_the_digits_that_were_chosen(language, digits, written):
    assert " ".join(labels(language, digits).number(number) for number in (20, 1234, 1234567)) == written


def test_digits_that_do_not_exist_are_refused_with_the_choice():
    with pytest.raises(ValueError, match="latn, arab"):
        labels("ar", "roman")
    for system, zero in DIGITS.items():
        assert labels("en", system).numerals("0-9") == f"{chr(zero)}-{chr(zero + 9)}"


def test_chosen_digits_rule_our_figures_and_leave_peoples_words_alone():
    arabic = labels("ar", "arab")
    assert arabic.word("page_of", page=1, pages=12) == "صفحة ١ من ١٢"
    assert arabic.word("report_n", id="T3-S01") == "التقرير T3-S01"
    assert arabic.word("discussions").endswith("(٣ فقرات)")
    assert catalogue("ar").recognise(arabic.word("discussions")) == "discussions"


def test_percentages_and_lists_are_those_of_the_language():
    assert labels("en").percent(0.79) == "79%"
    assert labels("fr").percent(0.79) == "79\u00a0%"
    joined = {language: labels(language).join(["A", "B", "C"]) for language in LANGUAGES}
    assert joined == {
        "en": "A, B and C",
        "fr": "A, B et C",
        "es": "A, B y C",
        "pt": "A, B e C",
        "ar": "A وB وC",
        "zh": "A、B和C",
        "ru": "A, B и C",
        "hi": "A, B, और C",
    }
    assert (labels("en").join([]), labels("en").join(["A"])) == ("", "A")


def test_words_alone_do_not_import_babel():
    code = (
        "import sys; from rapporteur.labels import Catalogue, Labels\n"
        "words = Labels(Catalogue.of('fr', {'words': {'format': 'Format'}}))\n"
        "words.with_colon(words.word('format')); words.catalogue.recognise('FORMAT')\n"
        "print([name for name in sys.modules if name.startswith('babel')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert done.stdout.strip() == "[]"
