"""How long an answer is, in the languages people write in, and whether the form allows it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import reports
from rapporteur import limits, markdown
from rapporteur.form import Limit
from rapporteur.problems import Place


def blocks(text):
    return markdown.read(text, "f.md")[0]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("  ", 0),
        ("one", 1),
        ("one two", 2),
        ("well-known fact", 2),
        ("a – b", 2),
        ("3.5 %", 1),
        ("“so” (it) is!", 3),
        ("我们应该合作", 6),
        ("我们应该和UNDP合作", 8),
        ("ひらがなカタカナ", 8),
        ("한국 사람", 2),
        ("हमें सुधार करना", 3),
        ("يجب أن نعمل", 3),
        ("l’eau d'ici", 2),
        ("…", 0),
        ("e\u0301te\u0301", 1),
        ("a\u00a0b", 2),
    ],
)
def test_words_are_counted_as_editors_count_them(text, count):
    assert limits.words(text) == count


@given(st.lists(reports.plain_words, max_size=8), st.lists(reports.plain_words, max_size=8))
def test_the_words_of_two_texts_add_up(one, other):
    assert limits.words(" ".join([*one, *other])) == limits.words(" ".join(one)) + limits.words(" ".join(other))


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("One", 1),
        ("One.", 1),
        ("One. Two", 2),
        ("See example.org at 3.5 km.", 1),
        ("So? Yes! No…", 3),
        ("“One.” Two.", 2),
        ("一。二！三", 3),
        ("एक। दो।", 2),
        ("واحد. اثنان؟", 2),
        ("One.\nTwo.", 2),
        ("...", 1),
    ],
)
def test_sentences_end_at_their_marks(text, count):
    assert limits.sentences(text) == count


TEXT = "One two. Three.\n\nFour.\n\n> Five.\n\n- Six.\n  - Seven eight.\n- Nine.\n\n| a | b |\n|---|---|\n| c | d |\n"


@pytest.mark.parametrize(
    ("unit", "count"), [("words", 13), ("sentences", 11), ("paragraphs", 3), ("items", 2), ("characters", 50)]
)
def test_each_unit_is_measured_over_everything_that_is_said(unit, count):
    assert limits.measure(unit, blocks(TEXT)) == count


def held(limit, text=TEXT):
    found = limits.check("Summary", blocks(text), [limit], Place("f.md", 5))
    return [(each.severity, each.where.line, each.what) for each in found]


def test_a_limit_is_held_against_all_each_point_or_each_paragraph_with_their_lines():
    assert held(Limit("words", 13)) == []
    assert held(Limit("words", 12)) == [("warning", 5, "“Summary” has 13 words; the form allows 12")]
    assert held(Limit("words", least=14)) == [("warning", 5, "“Summary” has 13 words; the form asks for at least 14")]
    assert held(Limit("items", 1, refuse=True)) == [("error", 5, "“Summary” has 2 items; the form allows 1")]
    assert held(Limit("words", 2, each="item")) == [
        ("warning", 7, "“Summary”, point 1, has 3 words; the form allows 2")
    ]
    assert held(Limit("sentences", 1, each="paragraph")) == [
        ("warning", 1, "“Summary”, paragraph 1, has 2 sentences; the form allows 1")
    ]
    assert held(Limit("paragraphs", least=4)) == [
        ("warning", 5, "“Summary” has 3 paragraphs; the form asks for at least 4")
    ]


def test_a_limit_of_pages_is_for_the_finished_file():
    assert held(Limit("pages", 0)) == []


def test_one_of_a_unit_is_singular():
    assert held(Limit("items", 0), "- a\n") == [("warning", 5, "“Summary” has 1 item; the form allows 0")]
