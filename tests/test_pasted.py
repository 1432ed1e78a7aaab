"""Pasted text is read in every shipped language and either form: every word finds its place, or is told."""

import os
import re
import time
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import reports
from rapporteur import draft, layout, pasted, session, source
from rapporteur.problems import Refused, errors
from rapporteur.prose import plain

FIXTURES = reports.FIXTURES / "pasted"
HARD = {
    "en-wrapped.rapporteur": "wrapped at 72 columns, CRLF, BOM, a soft hyphen, numbers that go on across groups",
    "en-workshop.igf": "labels that are whole sentences, people behind dashes and in brackets",
    "fr-western-bytes.rapporteur": "Windows-1252, labels in one row and values in the next, a table, no-break spaces",
    "es-run-together.rapporteur": "everything in the cells of two lines, two presenters run together, lone CR",
    "pt-markdown.igf": "marks of Markdown, a heading within a section",
    "ar-digits.rapporteur": "from right to left, Arabic-Indic digits, semicolons and commas, lettered points",
    "zh-wide.rapporteur": "full-width digits, Chinese numbering, lines wrapped without spaces",
    "ru-dashes.igf": "long dashes as bullets, form feeds, a section of its own",
    "hi-utf16.rapporteur": "UTF-16, Devanagari digits and lettered points",
    "en-other-form.igf": "the labels and headings of the other form",
    "es-english-labels.rapporteur": "Spanish words under English labels, a person over several lines, two days",
    "en-hardly-labelled.rapporteur": "prose before any heading, an unknown track, a number left out, words for a count",
}
CONFERENCE = reports.CONFERENCE
LANGUAGES = ("en", "fr", "es", "pt", "ar", "zh", "ru", "hi")


def workspace(folder: Path, form: str) -> source.Source:
    return source.read(reports.workspace(folder, conference=f"{CONFERENCE}layout: {form}\n"))


def read(text, form="rapporteur", language=""):
    return pasted.reading(text, "report.txt", layout.find(form), language)


def fields(found):
    return {name: [line.text for line in lines] for name, lines in found.fields.items()}


def body(text, form="rapporteur"):
    """Return kind, level and words of each unit of a text's body."""
    return [(unit.kind, unit.level, plain(unit.inlines)) for unit in read(text, form).body]


def points(text):
    return [
        (unit.level, unit.number, plain(unit.inlines))
        for unit in read(f"T\n\nOutcomes\n\n{text}").body
        if unit.kind in ("point", "more")
    ]


def words_of(text):
    """Return the words of a text, but numbers and lone letters, which may have been bullets."""
    return [word for word in re.findall(r"[^\W\d_①-⑳]+", text) if len(word) > 1]


# the hard ones


@pytest.mark.parametrize("name", HARD, ids=[f"{name}: {way}" for name, way in HARD.items()])
def test_a_hard_report_becomes_the_session_file_that_a_person_looked_at(tmp_path, name):
    read_source = workspace(tmp_path, name.partition(".")[2])
    text, told = pasted.decoded((FIXTURES / f"{name}.txt").read_bytes())
    reading = pasted.reading(text, f"{name}.txt", read_source.layout)
    made = draft.session(reading, read_source)
    notes = "".join(f"{each.where.line}: {each.what}\n" for each in (*told, *reading.notes))
    golden = FIXTURES / f"{name}.md"
    written = f"{made.text}\n<!-- told while reading\n{notes}-->\n"
    if os.environ.get("RAPPORTEUR_GOLDEN") == "write":
        golden.write_text(written, "utf-8")
    assert written == golden.read_text("utf-8")
    report, problems = reports.read(made.text, form=name.partition(".")[2])
    assert errors(problems) == ()
    assert report.language == name[:2]


@pytest.mark.parametrize("name", HARD)
def test_no_word_of_a_hard_report_is_lost_and_none_is_added(tmp_path, name):
    read_source = workspace(tmp_path, name.partition(".")[2])
    text, _ = pasted.decoded((FIXTURES / f"{name}.txt").read_bytes())
    made = draft.session(pasted.reading(text, "x.txt", read_source.layout), read_source)
    known = set(words_of(" ".join(label for language in LANGUAGES for label in labels(read_source, language))))
    flowing = re.sub(r"\u00ad[ \t]*\r?\n?[ \t]*", "", text)
    missing = [word for word in words_of(flowing) if word not in made.text and word.casefold() not in known]
    assert missing == []
    whole = flowing + "".join(flowing.split())
    said = re.sub(r"(?m)#.*$|^language:.*$|^[\w ]+:|\{[^}]*\}", "", made.text)
    assert [word for word in words_of(said) if word not in whole and word.casefold() not in known] == []


def labels(read_source, language):
    words = read_source.layout.catalogue(language)
    found = [label for key in words.words for label in words.spellings(key)]
    found += [label for field in read_source.layout.form.fields for label in (*field.labels.values(), *field.aliases)]
    return [each.casefold() for each in (*found, "about not recorded redefining global governance")]


def test_the_fixtures_cover_every_language_and_both_forms():
    assert {name[:2] for name in HARD} == set(LANGUAGES)
    assert {name.partition(".")[2] for name in HARD} == {"rapporteur", "igf"}
    assert {path.stem for path in FIXTURES.glob("*.txt")} == set(HARD)


# bullets


@pytest.mark.parametrize("sign", [*"-–—•●▪◦·*→✓‣⁃■►", "、", "・", "\uf0b7", "\uf0a7", "\uf0d8", "o\t"])
def test_a_bullet_of_any_kind_begins_a_point(sign):
    assert points(f"{sign} Alpha\n{sign} Beta") == [(0, "", "Alpha"), (0, "", "Beta")]


PAIRS = (
    *(
        ("1.", "2."),
        ("1)", "2)"),
        ("(1)", "(2)"),
        ("a)", "b)"),
        ("(a)", "(b)"),
        ("i.", "ii."),
        ("I.", "II."),
        ("①", "②"),
    ),
    *(("١.", "٢."), ("१.", "२."), ("1．", "2．"), ("一、", "二、"), ("（一）", "（二）"), ("（１）", "（２）")),
    *(("1.-", "2.-"), ("أ)", "ب)"), ("а)", "б)"), ("क)", "ख)")),
)


@pytest.mark.parametrize(("one", "two"), PAIRS)
def test_a_number_of_any_script_begins_a_numbered_point(one, two):
    assert points(f"{one} Alpha\n{two} Beta") == [(0, "1", "Alpha"), (0, "2", "Beta")]


@pytest.mark.parametrize(
    "line", ["-5 degrees", "A. Smith said so.", "2012 was dry.", "o encontro", "**bold** words", "- "]
)
def test_words_that_only_look_like_a_bullet_stay_words(line):
    assert points(f"{line}\nmore words follow here.") == []


def test_points_nest_by_indent_and_by_another_bullet():
    assert points("- A\n    - B\n    - C\n- D") == [(0, "", "A"), (1, "", "B"), (1, "", "C"), (0, "", "D")]
    assert points("• A\n\to\tB\n• C") == [(0, "", "A"), (1, "", "B"), (0, "", "C")]
    assert points("1. A\na) B\nb) C\n2. D") == [(0, "1", "A"), (1, "1", "B"), (1, "2", "C"), (0, "2", "D")]
    assert points("- A\n  goes on\n- B") == [(0, "", "A"), (0, "", "goes on"), (0, "", "B")]


# headings, groups, tables


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", ["rapporteur", "igf"])
def test_every_label_of_every_language_is_heard(language, form):
    asked, words = layout.find(form).form, layout.find(form).catalogue(language)
    for field in asked.sections:
        for spelling in words.spellings(field.id):
            found = read(f"T\n\n{spelling}\n\nWords.", form, language).body[0]
            assert found.marks == (f"section:{field.id}",), spelling
    for field in asked.of_kind("people"):
        label = next(iter(words.words[field.id].values()))
        assert fields(read(f"T\n{label}: Ana Li\n", form, language))[field.id] == ["Ana Li"]


def test_recommendations_may_be_grouped_under_lines_with_colons():
    text = "T\n\nRecommendations\n\nRecommendations to governments:\n- A\nFor donors:\n- B\n"
    assert [each for each in body(text) if each[0] == "heading"] == [
        ("heading", 2, "Recommendations"),
        ("heading", 3, "Recommendations to governments"),
        ("heading", 3, "For donors"),
    ]
    stem = "T\n\nRecommendations\n\nTo be fair, we should:\n- A\n"
    assert body(stem)[1][:2] == ("paragraph", -1)


def test_lines_with_tabs_outside_the_grid_are_a_table():
    found = read("T\n\nSummary\n\nCity\tPrice\nOran\t1\nLyon\t2\n").body[1]
    assert [[plain(cell) for cell in row] for row in found.rows] == [["City", "Price"], ["Oran", "1"], ["Lyon", "2"]]


def test_a_label_and_its_words_may_stand_in_two_rows_or_cells_or_after_a_dash():
    assert fields(read("T\nModerator\tRapporteur\nAna Li\tCy Do\n"))["rapporteur"] == ["Cy Do"]
    assert fields(read("T\nModerator\tAna Li\n"))["moderator"] == ["Ana Li"]
    assert fields(read("T\nModerator - Ana Li\n"))["moderator"] == ["Ana Li"]
    assert fields(read("T\nMODERATOR: Ana Li RAPPORTEUR: Cy Do\n"))["moderator"] == ["Ana Li"]
    assert fields(read("T\nPresenters\tPosition\nAna Li\tHead\n"))["presenters"] == ["Ana Li\tHead"]


def test_what_no_field_takes_is_left_and_told():
    found = read("T\nPlace: Room 4\n\nSummary\n\nWords.\n")
    assert [line.text for line in found.left] == ["Place: Room 4"]
    assert [(each.where.line, each.rule) for each in found.notes] == [(2, "left")]


# bytes


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_that_says_how_it_is_written_is_read_without_a_guess(encoding):
    assert pasted.decoded("Élan 水".encode(encoding)) == ("Élan 水", ())


def test_other_bytes_are_read_as_windows_wrote_them_and_told_as_a_guess():
    text, (told,) = pasted.decoded(b"one\n\xc9lan \x93x\x94 \x81")
    assert text.startswith("one\nÉlan “x”")
    assert (told.rule, told.severity, told.where.line) == ("guess", "warning", 2)


@pytest.mark.parametrize(
    "data", [b"PK\x03\x04x", b"%PDF-1.7", b"{\\rtf1", b"a\0b", b"\xff\xfe\x00", b"\xd0\xcf\x11\xe0"]
)
def test_what_is_no_text_is_refused(data):
    with pytest.raises(Refused):
        pasted.decoded(data)


@pytest.mark.parametrize("text", ["", " \n\t\r\n", "\ufeff", "\u00ad"])
def test_a_text_that_says_nothing_is_refused(text):
    with pytest.raises(Refused, match="says nothing"):
        read(text)


# anything


LINES = st.lists(
    st.tuples(
        st.sampled_from(
            ("", "", "- ", "1. ", "\t", "    ", "## ", "a) ", "Moderator: ", "Women: ", "Total: 3 ", "Date: ", "**")
        ),
        reports.texts,
        st.sampled_from(("", "", ":", "\t", "**", ".", " -", "\u00ad")),
    ).map("".join)
    | st.sampled_from(("", "", "Outcomes", "Recommendations", "Track 3", "PRESENTERS", "Name\tPosition", "\x0c")),
    max_size=12,
).map("\n".join)


@reports.tries(150)
@given(LINES, st.sampled_from(("rapporteur", "igf")))
def test_whatever_is_pasted_becomes_a_session_that_holds_every_word(tmp_path_factory, text, form):
    read_source = workspace(tmp_path_factory.mktemp("w"), form)
    try:
        reading = pasted.reading(text, "x.txt", read_source.layout)
    except Refused:
        return
    made = draft.session(reading, read_source)
    report, problems = session.read(
        made.text, "x.md", session.Asked(read_source.layout.form, read_source.layout.catalogue, "en")
    )
    assert report
    assert [each for each in errors(problems) if each.rule not in ("nesting", "links")] == []
    held = letters(made.text)
    labelled = {"moderator", "women", "total", "date", "name", "position", "presenters", "track"}
    for word in words_of(re.sub(r"\u00ad[ \t]*\r?\n?[ \t]*", "", text)):
        assert word in held or word.casefold() in labelled


def letters(text):
    return text.replace("\\", "").replace("&amp;", "&")


@given(st.text(max_size=200))
def test_random_text_is_read_or_refused(text):
    with suppress(Refused):
        read(text)


@given(st.binary(max_size=100))
def test_random_bytes_are_text_or_refused(data):
    with suppress(Refused):
        pasted.decoded(data)


PIECES = (
    *(
        "some words ",
        "- a point\n",
        "one\ttwo\n",
        ": ",
        "1. begin:\n- goes on\n",
        "(((((",
        "Outcomes: x\n",
        "Kenya a, ",
        "x@y.z",
    ),
    *(
        "水",
        "\n",
        "a heading:\n\n",
        "\u00ad\n",
        "Moderator: ",
        "a word that ends a line of some fifty characters or so\n",
    ),
)


@pytest.mark.parametrize("piece", PIECES)
def test_two_hundred_kilobytes_take_seconds_not_minutes(piece):
    share = 1 if reports.THOROUGH else 4  # a quarter must take a quarter of the time
    text = "Title\n\n" * (piece != "Moderator: ") + piece * (200_000 // share // len(piece))
    began = time.process_time()
    read(text)
    assert time.process_time() - began < 10 / share
