"""YAML without guessing: every scalar is text, every value knows its line, and nothing is a trap."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapporteur.problems import errors
from rapporteur.settings import Node, Settings, parse

KEYS = st.text("abcdefgh", min_size=1, max_size=6)
TEXTS = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\u2028\u2029\ufeff\ufffe\uffff"), max_size=20
)
VALUES = st.recursive(
    TEXTS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3), max_leaves=12
)


def clean(text):
    node, problems = parse(text, "f.yaml")
    assert problems == ()
    return node


def told(text):
    return [(each.where.line, each.severity, each.what) for each in parse(text, "f.yaml")[1]]


@given(st.dictionaries(KEYS, VALUES, max_size=4))
def test_every_text_comes_back_as_it_was_written(values):
    import yaml

    text = yaml.dump(values, allow_unicode=True, default_style='"', sort_keys=False, width=10**9)
    assert parse(text.replace("!!str ", ""), "f.yaml")[0].plain() == values


@pytest.mark.parametrize(
    "text",
    [
        "14:30",
        "NO",
        "007",
        "2012-09-05",
        "1e3",
        "~",
        "null",
        "yes",
        "0x1F",
        "0o17",
        "1_000",
        ".inf",
        "=",
        "<<",
        "12:30:45",
        "1.0",
        "true",
        "On",
        "+1",
        "2012-09-05T14:30:00Z",
        "C:\\x",
        "a:b",
        "a#b",
        "it's",
    ],
)
def test_no_value_is_guessed(text):
    assert clean(f"a: {text}\nb: [{text}]\n").plain() == {"a": text, "b": [text]}


def test_an_empty_value_is_an_empty_text_and_an_empty_file_an_empty_map():
    assert clean("a:\nb: ''\n").plain() == {"a": "", "b": ""}
    assert clean("").plain() == clean("# only a comment\n").plain() == {}


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_every_value_knows_the_line_of_its_key_or_dash(end, mark):
    text = "# comment\n\na: 1\nb:\n  - x\n  -\n    c: y\n    d: |\n      long\n      text\n  - z\ne: {f: g}\n"
    root = parse(mark + text.replace("\n", end), "f.yaml", 11)[0].map
    assert [root[key].line for key in "abe"] == [13, 14, 22]
    x, inner, z = root["b"].list
    assert [x.line, z.line] == [15, 21]
    assert [inner.map[key].line for key in "cd"] == [17, 18]
    assert root["e"].map["f"].line == 22


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("a: 1\nb: &x 2\n", 2, "YAML anchors, aliases and tags are not read here"),
        ("a: 1\nb: !!int 2\n", 2, "YAML anchors, aliases and tags are not read here"),
        ("a: 1\nb: ! 2\n", 2, "YAML anchors, aliases and tags are not read here"),
        ("a: 1\nb: !Viva\n", 2, "YAML anchors, aliases and tags are not read here"),
        ("a: 1\nb: 2\na: 3\n", 3, "“a” stands here a second time; the first is on line 1"),
        ("a:\n  b: 1\n  b: 2\n", 3, "“b” stands here a second time; the first is on line 2"),
        ("a: 1\n? [b]\n: 2\n", 2, "a key must be a text"),
        ("- a\n", 1, "keys with values must stand here"),
        ("\nwords\n", 2, "keys with values must stand here"),
        ("a: 1\n\tb: 2\n", 2, "this is not valid YAML: found a tab character that violates indentation"),
        ("a: 1\nb: c: d\n", 2, "this is not valid YAML: mapping values are not allowed in this context"),
        ("a: 1\nb: 'c\n", 2, "this is not valid YAML: found unexpected end of stream"),
        ("a: 1\n---\nb: 2\n", 2, "this is not valid YAML: but found another document"),
        ('a: 1\nb: "c\\0"\n', 2, "U+0000, a control character, cannot be printed"),
        ("a: 1\nb: c\x1bd\n", 2, "U+001B, a control character, cannot be printed"),
        ("a: 1\nb: c\x85d\n", 2, "a line separator of Unicode (U+0085, U+2028 or U+2029) stands here"),
    ],
)
def test_what_hides_or_loses_a_value_is_an_error_with_its_line(text, line, what):
    assert told(text) == [(line, "error", what)]


def test_a_tab_gets_a_hint_of_its_own():
    (problem,) = parse("a:\n\tb: 2\n", "f.yaml")[1]
    assert problem.hint == "indent with spaces, not with a tab"


def test_words_behind_a_value_that_yaml_takes_for_a_comment_are_told_of():
    assert told("a: Goal #5: gender\nb: x # a comment\nc: '#5'\nd: #6\ne:\n  - y #7\n") == [
        (1, "warning", "“#5: gender” is read as a comment, not as text"),
        (4, "warning", "“#6” is read as a comment, not as text"),
        (6, "warning", "“#7” is read as a comment, not as text"),
    ]


def test_a_line_separator_does_not_move_the_lines_below_it():
    assert told("a: x\u2028y\nb: !c d\n")[-1][0] == 2


BILLION = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 12))


@pytest.mark.parametrize(
    "text", [BILLION, "a: " + "[" * 100_000, "a: " + "{a: " * 5000, "".join(" " * n + "a:\n" for n in range(2000))]
)
def test_a_file_made_to_grow_or_to_nest_is_refused_at_once(text):
    begun = time.process_time()
    node, problems = parse(text, "f.yaml")
    assert time.process_time() - begun < 1
    assert node.map == {}
    assert errors(problems)


@given(st.text(max_size=200))
def test_any_text_gives_a_map_and_problems_within_the_file(text):
    node, problems = parse(text, "f.yaml")
    assert isinstance(node, Node)
    lines = len(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    assert all(1 <= each.where.line <= lines for each in problems)


def typed(text):
    return Settings(clean(text), "f.yaml")


def test_getters_type_values_and_tell_what_does_not_fit_with_its_line():
    it = typed("a: ' b '\nc: [d, e]\nf: {g: h}\ni: true\nj: maybe\nk: l\n")
    assert (it.text("a"), it.texts("c"), it.texts("k"), it.text("z", "?"), it.flag("i")) == (
        "b",
        ("d", "e"),
        ("l",),
        "?",
        True,
    )
    assert [each.text("g") for each in it.maps("f")] == ["h"]
    assert it.problems == []
    assert (it.text("c", "x"), it.maps("k"), it.flag("j"), it.choice("k", ("m",), "m")) == ("x", (), False, "m")
    it.texts("f")
    assert [(each.where.line, each.what.split(" ")[0]) for each in it.problems] == [
        (2, "“c”"),
        (6, "“k”"),
        (5, "“maybe”"),
        (6, "“l”"),
        (3, "“f”"),
    ]


def test_an_unknown_key_is_told_with_the_nearest_one():
    it = typed("a: 1\ntitel: 2\nzzz: 3\n")
    it.only("a", "title")
    assert [(each.where.line, each.what, each.hint) for each in it.problems] == [
        (2, "“titel” is not known here", "did you mean “title”?"),
        (3, "“zzz” is not known here", "known keys: a, title"),
    ]
