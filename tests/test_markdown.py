"""Markdown to prose: what each piece becomes, and what Markdown would lose in silence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import reports
from rapporteur import markdown
from rapporteur.prose import (
    Attributes,
    Break,
    Cell,
    Code,
    Emphasis,
    Heading,
    Item,
    Link,
    List,
    Note,
    Paragraph,
    Picture,
    Preformatted,
    Quote,
    Rule,
    Strong,
    Table,
    Text,
    inlines_within,
    pictures,
    plain,
    runs,
)


def read(text, first_line=1):
    """Return the blocks of a text in which nothing is lost."""
    blocks, problems = markdown.read(text, "f.md", first_line)
    assert problems == ()
    return blocks


def one(text):
    """Return the inlines of a text that is one paragraph."""
    (block,) = read(text)
    return block.inlines


def told(text):
    return [(each.where.line, each.severity, each.what) for each in markdown.read(text, "f.md")[1]]


@given(reports.bodies)
def test_no_word_is_lost_and_none_is_invented(body):
    blocks = read(body.source)
    assert reports.letters("".join(reports.said(inlines) for inlines, _ in runs(blocks))) == reports.letters(body.words)


@given(st.text(max_size=200), st.integers(1, 50))
def test_the_first_line_moves_every_line_and_nothing_else(text, first):
    here, there = markdown.read(text, "f.md")[0], markdown.read(text, "f.md", first)[0]
    assert here == there
    assert [line + first - 1 for _, line in runs(here)] == [line for _, line in runs(there)]


def test_each_kind_of_inline():
    assert one("a **b** *c* `d` [e](https://f.g) <https://h.i>") == (
        Text("a "),
        Strong((Text("b"),)),
        Text(" "),
        Emphasis((Text("c"),)),
        Text(" "),
        Code("d"),
        Text(" "),
        Link("https://f.g", (Text("e"),)),
        Text(" "),
        Link("https://h.i", (Text("https://h.i"),)),
    )
    assert one("a\\\nb  \nc") == (Text("a"), Break(), Text("b"), Break(), Text("c"))
    assert one('![A *vote*](pictures/my%20vote.png "Photo: A")') == (
        Picture("pictures/my vote.png", "A vote", "Photo: A"),
    )


def test_each_kind_of_block():
    text = "# a\n\nb\n\n- c\n\n3) d\n\n> e\n\n```x\nf\n  g\n```\n\n***\n\n| h | i |\n|:-:|---|\n| j |   |\n"
    paragraph = lambda word: Paragraph((Text(word),))  # noqa: E731
    assert read(text) == (
        Heading(1, (Text("a"),)),
        paragraph("b"),
        List((Item((paragraph("c"),)),)),
        List((Item((paragraph("d"),)),), 3),
        Quote((paragraph("e"),)),
        Preformatted("f\n  g"),
        Rule(),
        Table((Cell((Text("h"),), "center"), Cell((Text("i"),))), ((Cell((Text("j"),), "center"), Cell(())),)),
    )
    assert [line for _, line in runs(read(text))] == [1, 3, 5, 7, 9, 11, 18, 18, 18, 18]


def test_html_entities_and_addresses_are_shown_as_they_were_written():
    assert plain(one("<b>a</b> &amp; &copy; <!-- b -->")) == "<b>a</b> & © <!-- b -->"
    assert one("<https://a.org/my%20file#c>")[0].children == (Text("https://a.org/my%20file#c"),)
    assert one("[a](https://a.org/b%20c#d)")[0].href == "https://a.org/b%20c#d"


@pytest.mark.parametrize(
    "text", ["[Chair]: thanks to all", "[Chair]: https://a.org", "[a][b]", "[^9]", "x^2^", "~~a~~", "a | b"]
)
def test_what_looks_like_a_sign_of_markdown_and_is_none_stays_words(text):
    assert plain(one(text)) == text


def test_a_line_end_is_a_space_but_not_between_ideographs():
    assert plain(one("a\nb")) == "a b"
    assert plain(one("我们\n应该")) == "我们应该"
    assert plain(one("我们\n**应该**\n建议")) == "我们应该建议"
    assert plain(one("**我们**\n*应该*")) == "我们应该"
    assert plain(one("我们\nUNDP")) == "我们 UNDP"
    assert plain(one("한국\n사람")) == "한국 사람"


def test_braces_are_taken_from_headings_and_points_only():
    heading, paragraph, points, quote = read("## a {#b .c .d e=f}\n\ng {#h}\n\n- i {#j}\n\n  k {#l}\n\n> m {#n}\n")
    assert heading.attributes == Attributes("b", ("c", "d"), (("e", "f"),))
    assert (plain(heading.inlines), plain(paragraph.inlines), paragraph.attributes) == ("a", "g {#h}", None)
    first, second = points.items[0].blocks
    assert (first.attributes, second.attributes) == (Attributes("j"), None)
    assert (plain(first.inlines), plain(second.inlines), plain(quote.blocks[0].inlines)) == ("i", "k {#l}", "m {#n}")


@given(st.text(st.sampled_from('{}#.="a b\\\n'), max_size=60))
def test_taking_braces_away_leaves_the_rest_and_takes_only_from_the_end(text):
    rest, found = markdown.attributes_of(text)
    assert text.startswith(rest)
    if found is None:
        assert rest == text
    else:
        assert text.rstrip().endswith("}")
        assert text[len(rest) :].strip().startswith("{")


def test_a_footnote_stands_where_it_is_called_with_all_it_says():
    blocks = read("a[^x] b[^x]^[c *d*]\n\n[^x]: e\n\n    f\n\n    - g\n\n        h\n")
    notes = [each for inlines, _ in runs(blocks) for each in inlines_within(inlines) if isinstance(each, Note)]
    assert [reports.said((each,)).split() for each in notes] == [["e", "f", "g", "h"]] * 2 + [["c", "d"]]
    assert Code("h") not in notes[0].children
    assert Break() in notes[0].children
    code = read("a[^x]\n\n[^x]: e\n\n        f\n")
    assert Code("f") in next(inlines_within(code[0].inlines[1:])).children


def test_pictures_are_found_wherever_they_stand():
    found = pictures(
        read("![a](1.png)\n\n> - **![b](2.png)**\n\n| ![c](3.png) |\n|---|\n\nx[^1]\n\n[^1]: ![d](4.png)\n")
    )
    assert [(picture.source, line) for picture, line in found] == [
        ("1.png", 1),
        ("2.png", 3),
        ("3.png", 5),
        ("4.png", 8),
    ]


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("a\n\n[^1]: lost\n", 3, "nothing calls the footnote [^1], so it would not be printed"),
        ("a `[^1]`\n\n[^1]: lost\n", 3, "nothing calls the footnote [^1], so it would not be printed"),
        ("a\n\n> [^1]: lost\n", 3, "nothing calls the footnote [^1], so it would not be printed"),
        ("- a\n\n    [^1]: lost\n", 3, "nothing calls the footnote [^1], so it would not be printed"),
        ("a[^1]\n\n[^1]: lost\n\n[^1]: b\n", 5, "the footnote [^1] stands a second time; the first is on line 3"),
        ("a[^1]\n\n[^1]: b[^1]\n", 3, "a footnote calls another footnote"),
        ("a^[b^[c]]\n", 1, "a footnote calls another footnote"),
        (
            "| a |\n|---|\n| b | lost |\n",
            3,
            "this row has 2 cells, and the table has 1 columns; the rest would be lost",
        ),
        (
            "> - | a |\n>   |---|\n>   | b | c | d |\n",
            3,
            "this row has 3 cells, and the table has 1 columns; the rest would be lost",
        ),
        ("```python and words\na\n```\n", 1, "“python and words” stands behind ``` and is not printed"),
        ("a&#12;b\n", 1, "U+000C, a control character, cannot be printed"),
    ],
)
def test_words_that_markdown_would_lose_in_silence_are_an_error_with_their_line(text, line, what):
    assert told(text) == [(line, "error", what)]


def test_the_title_of_a_link_is_told_of_since_nothing_prints_it():
    assert told('a\n[b](https://c.d "e f")') == [(1, "warning", "the title of a link, “e f”, is not printed")]


@pytest.mark.parametrize(
    "text",
    [
        "| a | b |\n|---|---|\n| c |\n",
        "| a |\n|---|\n| b \\| c |\n",
        "a | b\n---|---\nc | d\n",
        "|a|\n|-|\n|b|",
        "```\n[^1]: code\n```",
        "```python\na\n```",
        "    [^1]: code",
        "\\[^1]: words",
    ],
)
def test_what_is_not_lost_is_not_told_of(text):
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("x" * 2001, "a word has more than 2,000 letters"),
        ("|" + " a |" * 41 + "\n|" + "---|" * 41, "this table has 41 columns and 1 rows; 40 and 2,000 are the most"),
        ("| a |\n|---|\n" + "| b |\n" * 2000, "this table has 1 columns and 2,001 rows; 40 and 2,000 are the most"),
    ],
)
def test_what_no_page_can_show_is_told_with_its_line(text, what):
    _, problems = markdown.read(f"Before.\n\n{text}\n", "s.md", 10)
    assert [str(each).splitlines()[0] for each in problems] == [f"s.md:12: error: {what}"]


@pytest.mark.parametrize("text", ["本" * 5000, "x" * 2000, "|" + " a |" * 40 + "\n|" + "---|" * 40])
def test_what_is_large_but_can_be_printed_is_not_told(text):
    assert markdown.read(f"{text}\n", "s.md", 1)[1] == ()
