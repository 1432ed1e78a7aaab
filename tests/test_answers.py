"""What people wrote into a form becomes values: every word is kept, and what is not certain says that it is a guess."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

import reports
from rapporteur import affiliations, answers, layout
from rapporteur.form import Choice, Field, Tally
from rapporteur.report import Conference, Person, Track

ALL = ("name", "position", "organisation", "country")
LANGUAGES = ("en", "fr", "es", "pt", "ar", "zh", "ru", "hi")
CONFERENCE = Conference(tracks=(Track("3", "Redefining global governance"), Track("30", ""), Track("A", "Water")))
TALLIES = Field(
    "participants",
    "counts",
    {},
    tallies=(Tally("women", "gender", {}), Tally("men", "gender", {}), Tally("total", "total", {})),
)
SAMPLE = (
    "Osvaldo Elissetche , President, Asociación Civil Estudios y Proyectos, Argentina Stanley Kao , Director General, "
    "Department of Economic and Trade Affairs of the Foreign Ministry, Taiwan"
)


def words(language="en"):
    return layout.find("rapporteur").catalogue(language)


def heard(text, parts=ALL):
    return answers.person(text, parts, words())


def parts_of(person):
    return [person.name, person.position, person.organisation, person.country, person.email, person.phone]


def kept(text):
    return sorted(letter for letter in text.casefold() if letter.isalnum())


# people


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("Stanley Kao", Person("Stanley Kao")),
        ("Ana Pérez, Director, Water Fund, Kenya", Person("Ana Pérez", "Director", "Water Fund", "Kenya")),
        ("Dr. Ana Pérez – Director, Water Org (Kenya)", Person("Dr. Ana Pérez", "Director", "Water Org", "Kenya")),
        ("李伟，主任，水利部，中国", Person("李伟", "主任", "水利部", "中国")),
        ("李伟、主任、水利部、中国", Person("李伟", "主任", "水利部", "中国")),
        ("ليلى حسن، مديرة، وزارة المياه، مصر", Person("ليلى حسن", "مديرة", "وزارة المياه", "مصر")),
        ("Иван Петров, директор, Фонд воды, Россия", Person("Иван Петров", "директор", "Фонд воды", "Россия")),
        ("राम शर्मा, निदेशक, जल मंत्रालय, भारत", Person("राम शर्मा", "निदेशक", "जल मंत्रालय", "भारत")),
        ("Jane Doe, Stellenbosch University", Person("Jane Doe", "", "Stellenbosch University")),
        ("Jane Doe, Director", Person("Jane Doe", "Director")),
        ("Jane Doe (Kenya)", Person("Jane Doe", "", "", "Kenya")),
        ("Jane Doe (née Roe)", Person("Jane Doe (née Roe)")),
        ("Martin King, Jr., Head, Foo, Inc., USA", Person("Martin King, Jr.", "Head", "Foo, Inc.", "USA")),
        ("Ana Li (+254 700 123 456, ana@x.org)", Person("Ana Li", email="ana@x.org", phone="+254 700 123 456")),
        (
            "Ana Li <ana@x.org>, Head, Fund, Côte d’Ivoire",
            Person("Ana Li", "Head", "Fund", "Côte d’Ivoire", "ana@x.org"),
        ),
    ],
)
def test_a_person_is_parted_at_the_signs_that_part_them(text, person):
    assert heard(text) == (person, "")


@pytest.mark.parametrize(
    ("text", "person", "why"),
    [
        ("Osvaldo Elissetche Asociación Civil", Person("Osvaldo Elissetche", "", "Asociación Civil"), "ran together"),
        ("Jane Doe Stellenbosch University", Person("Jane Doe", "", "Stellenbosch University"), "ran together"),
        ("李伟 清华大学 教授", Person("李伟", "教授", "清华大学"), "at the spaces"),
        (
            "Ana Li, Water Fund Institute, Director",
            Person("Ana Li", "Director", "Water Fund Institute"),
            "stood before",
        ),
        ("Ana Li, Head, Trade, Ministry of X", Person("Ana Li", "Head", "Trade, Ministry of X"), "more commas"),
        ("Ana Li, Xyz", Person("Ana Li", "", "Xyz"), "taken as the organisation"),
        ("one two three four five six seven eight", Person("one two three four five six seven eight"), "more words"),
    ],
)
def test_a_guess_says_why_and_keeps_the_raw_words(text, person, why):
    found, guess = heard(text)
    assert found == person
    assert why in guess
    assert guess.endswith(f'"{text}"')


@pytest.mark.parametrize("parts", [ALL, ("name",), ("name", "organisation", "email")])
@given(st.lists(reports.plain_words | st.sampled_from([",", "(", ")", "Kenya", "a@b.org", "Director", "–", "،", ";"])))
def test_no_letter_of_a_line_is_lost_and_none_is_added(parts, said):
    text = " ".join(said)
    found = answers.people([text], parts, words())
    said = kept(" ".join(" ".join(parts_of(each.value)) for each in found))
    assert kept(text) == said or all("parted between their names" in each.guess for each in found)  # without its "and"


def test_the_two_presenters_of_the_sample_are_parted_by_a_guess():
    found = answers.people([SAMPLE], ALL, words())
    ministry = "Department of Economic and Trade Affairs of the Foreign Ministry"
    assert [each.value for each in found] == [
        Person("Osvaldo Elissetche", "President", "Asociación Civil Estudios y Proyectos", "Argentina"),
        Person("Stanley Kao", "Director General", ministry, "Taiwan"),
    ]
    assert all(each.guess.startswith("2 people ran together here") and SAMPLE in each.guess for each in found)


@pytest.mark.parametrize(
    ("text", "parts", "names", "certain"),
    [
        ("Ana Pérez; Li Wei", ALL, ["Ana Pérez", "Li Wei"], True),
        ("Ana Li, Head, Fund; Cy Do, Head, Fund", ALL, ["Ana Li", "Cy Do"], True),
        ("Ana Pérez and Li Wei", ("name",), ["Ana Pérez", "Li Wei"], False),
        ("张伟、李娜", ("name",), ["张伟", "李娜"], False),
        ("Ana Li (Kenya) Cy Do (France)", ALL, ["Ana Li", "Cy Do"], False),
        ("Mr. Ana Li Ms. Cy Do", ALL, ["Mr. Ana Li", "Ms. Cy Do"], False),
        ("Ana Li, a@b.org Cy Do, c@d.org", ALL, ["Ana Li", "Cy Do"], False),
        ("Prof. Dr. Ana Li", ALL, ["Prof. Dr. Ana Li"], True),
        ("Ana Li, Head, Kenya Red Cross Society", ALL, ["Ana Li"], True),
        ("Ana Li, Head, Ministry of Trade and Industry", ("name",), ["Ana Li"], True),
    ],
)
def test_people_in_one_line_are_parted_where_a_pattern_repeats(text, parts, names, certain):
    found = answers.people([text], parts, words())
    assert [each.value.name for each in found] == names
    assert all((not each.guess) == certain for each in found)


def test_a_remark_stays_on_one_line_and_between_quotes():
    said = answers.remark("why", 'a "b"\n- c\u2028d\x85e\\ # f\x00')
    assert said == 'why: "a \\"b\\" - c d e\\\\ # f\ufffd"'
    assert len(said.splitlines()) == 1


def test_countries_are_known_in_every_language():
    for name in ("Argentina", "Côte d’Ivoire", "अर्जेंटीना", "中国", "Россия", "مصر", "Brasil", "the gambia", "U.S.A."):
        assert affiliations.is_country(name), name
    for name in ("Africa", "World", "Atlantis", "", "Paris"):
        assert not affiliations.is_country(name), name


# choices and tracks


def test_a_choice_is_its_key_or_the_words_as_they_are():
    field = Field(
        "format", "choice", {}, choices=(Choice("engagement_workshop", {}), Choice("x", {"fr": "Forum ouvert"}))
    )
    assert answers.choice(" engagement  WORKSHOP ", field, words()) == "engagement_workshop"
    assert answers.choice("Taller participativo", field, words("es")) == "engagement_workshop"
    assert answers.choice("forum ouvert", field, words("fr")) == "x"
    assert answers.choice("Fish  bowl", field, words()) == "Fish bowl"


@pytest.mark.parametrize(
    ("language", "text", "track"),
    [
        ("en", "Track 3 – Redefining global governance", "3"),
        ("en", "3", "3"),
        ("en", "redefining  Global governance", "3"),
        ("en", "Track 30", "30"),
        ("en", "track A: Water", "A"),
        ("zh", "专题３：全球治理", "3"),
        ("ar", "المسار ٣ – الحوكمة", "3"),
        ("hi", "विषय-धारा ३ – शासन", "3"),
        ("ru", "Направление 3", "3"),
        ("fr", "Axe 3 – Gouvernance", "3"),
        ("en", "Track 4", None),
        ("en", "Tracking 3", None),
        ("en", "A new world", None),
        ("en", "3rd way", None),
        ("en", "", None),
    ],
)
def test_a_track_is_known_by_its_number_or_its_name(language, text, track):
    assert answers.track(text, CONFERENCE, words(language)) == track


# dates, times and counts


@pytest.mark.parametrize(
    ("language", "text", "moment"),
    [
        ("en", "Wednesday 5 September 14:30 – 16:00", ("Wednesday 5 September", "14:30 – 16:00", "")),
        ("zh", "9月5日（星期三）下午2:30至4:00", ("9月5日（星期三）", "下午2:30至4:00", "")),
        ("ar", "الأربعاء ٥ سبتمبر ٢٠١٢، ١٤:٣٠ – ١٦:٠٠", ("الأربعاء ٥ سبتمبر ٢٠١٢", "١٤:٣٠ – ١٦:٠٠", "")),
        ("en", "Room 4, 5 September 2012, 2.30 pm to 4 pm", ("5 September 2012", "2.30 pm to 4 pm", "Room 4")),
        ("fr", "mercredi 5 septembre de 14h30 à 16h00", ("mercredi 5 septembre", "de 14h30 à 16h00", "")),
        ("en", "14:30", ("", "14:30", "")),
        ("en", "some day", ("", "", "some day")),
        ("en", "", ("", "", "")),
    ],
)
def test_a_moment_is_a_date_and_a_time_and_what_is_neither(language, text, moment):
    assert answers.moment(text, language) == moment


def test_dates_and_times_keep_the_persons_own_words_or_are_none():
    assert answers.date(" 5  September ", "en") == "5 September"
    assert answers.date("31 September", "en") is None
    assert answers.time("14h30-16h00") == "14h30-16h00"
    assert answers.time("25:00") is None
    assert (answers.date("", "en"), answers.time("")) == (None, None)


@pytest.mark.parametrize(
    ("language", "text", "count"),
    [
        ("en", "11", "11"),
        ("ar", "١١", "11"),
        ("hi", "११", "11"),
        ("zh", "约４０人", "about 40"),
        ("en", "about 40 people", "about 40"),
        ("en", "40 (estimated)", "about 40"),
        ("en", "40 (Registered)", "40"),
        ("fr", "environ 1 234 personnes", "about 1234"),
        ("ru", "около 40 человек", "about 40"),
        ("en", "20-50", "20–50"),
        ("fr", "Non renseigné", "not recorded"),
        ("en", "?", "not recorded"),
        ("es", "Alrededor de la mitad", "about half"),
        ("en", "0", "0"),
        ("en", "", None),
        ("en", "many", None),
        ("en", "11 + 9", None),
        ("en", "1.5", None),
    ],
)
def test_a_count_is_read_in_any_language_and_never_guessed(language, text, count):
    assert answers.count(text, words(language)) == count


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_label_of_a_count_is_known_with_its_mode(language):
    own = words(language)
    for category in ("women", "men", "total", "another", "not_stated"):
        for spelling in own.spellings(category):
            assert answers.counted(f"- {spelling}: 11", TALLIES, own) == (category, "", "11")
            online = own.words["online"]["neutral"]
            assert answers.counted(f"{spelling} ({online}): 7", TALLIES, own) == (category, "online", "7")
    assert answers.counted("Water: 11", TALLIES, own) is None


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "- Women: 11 - Men: 9 Total: 20"),
        ("en", "11 women, 9 men, 20 total"),
        ("zh", "女性11人，男性9人，合计20人"),
        ("ar", "النساء: ١١ - الرجال: ٩ المجموع: ٢٠"),
        ("hi", "महिला: ११ पुरुष: ९ कुल: २०"),
        ("fr", "Femmes : 11 / Hommes : 9 / Total : 20"),
    ],
)
def test_counts_in_one_line_are_parted_at_their_labels(language, line):
    found, rest = answers.tallies(line, TALLIES, words(language))
    read = [(each.category, answers.count(each.text, words(language))) for each in found]
    assert read == [("women", "11"), ("men", "9"), ("total", "20")]
    assert rest == ""


def test_words_before_the_first_count_are_handed_back():
    assert answers.tallies("in all, Women: 1", TALLIES, words())[1] == "in all"
    assert answers.tallies("nobody knows", TALLIES, words()) == ((), "nobody knows")


@given(st.text(max_size=80))
def test_whatever_is_written_is_answered(text):
    own = words()
    answers.counted(text, TALLIES, own)
    answers.count(text, own)
    answers.moment(text, "en")
    answers.track(text, CONFERENCE, own)


@pytest.mark.parametrize(
    "text", ["a" * 50_000, "a@" * 20_000, "a, " * 20_000, "1 " * 20_000, "( " * 20_000, "Kenya a " * 6_000]
)
def test_a_long_line_takes_no_longer_than_its_length(text):
    began = time.process_time()
    answers.people([text], ALL, words())
    answers.tallies(text, TALLIES, words())
    answers.count(text, words())
    assert time.process_time() - began < 10


def test_a_name_behind_a_label_that_nobody_knows_is_a_guess():
    heard = answers.person("Scribe: Ana Pérez", ("name",), words("en"))
    assert heard.value.name == "Scribe: Ana Pérez"
    assert "label" in heard.guess
