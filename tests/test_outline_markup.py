"""Prose in the outline dialect: nothing is lost on the way, and all of it is the dialect."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import reports
from rapporteur import markdown, outline
from rapporteur.prose import Link, Note, Text, runs


def tree(blocks, direction="ltr", level=3):
    root, problems = outline.read(f"<article>{outline.markup(blocks, direction, level)}</article>", "f")
    assert problems == ()
    return root


def blocks(text):
    return markdown.read(text, "f.md")[0]


@given(reports.reports(), st.sampled_from(("ltr", "rtl")))
def test_every_word_of_a_report_stands_in_its_markup_in_order(report, direction):
    for section in report.sections:
        root = tree(section.prose, direction)
        said = "".join(reports.said(inlines) for inlines, _ in runs(section.prose))
        assert _letters("".join(_text(root))) == _letters(said)


def _letters(text):
    """Return the letters of a text but parentheses, in which the credit of a picture within a line is printed."""
    return reports.letters(text).replace("(", "").replace(")", "")


def _text(element):
    yield element.get("alt", "") + (element.text or "")
    for child in element:
        yield from _text(child)
        yield child.tail or ""


@given(st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff")))
def test_any_text_is_escaped_in_elements_and_attributes(text):
    root, problems = outline.read(f'<p title="{outline.escaped(text)}">{outline.inline_markup((Text(text),))}</p>', "f")
    assert problems == ()
    assert (root.get("title"), root.text or "") == (text, text)


def test_each_block_has_its_elements():
    root = tree(
        blocks(
            "# a\n\n- b\n\n  c\n\n3. d\n\n> e\n\n```\n f\n```\n\n"
            "***\n\n| h | i |\n|:-:|---|\n| j | k |\n\n![l](m.png)\n"
        )
    )
    assert [child.tag for child in root] == ["h3", "ul", "ol", "blockquote", "pre", "hr", "table", "figure"]
    queries = {
        "//ul/li/p": 2,
        "//ol[@start='3']/li": 1,
        "//blockquote/p": 1,
        "//table/thead/tr/th": 2,
        "//table/tr/td/p": 2,
        "//th[@class='center']": 1,
        "//figure/img[@src='m.png'][@alt='l']": 1,
        "//pre[text()=' f']": 1,
    }
    assert {query: len(root.xpath(query)) for query in queries} == queries


def test_each_inline_has_its_element():
    root = tree(blocks("**a** *b* `c` [d](https://e.f/?g=1&h=2) x[^1]\\\ny\n\n[^1]: n\n"))
    queries = {
        "//strong[.='a']": 1,
        "//em[.='b']": 1,
        "//code[.='c']": 1,
        "//a[@href='https://e.f/?g=1&h=2'][.='d']": 1,
        "//span[@class='note'][.='n']": 1,
        "//br": 1,
    }
    assert {query: len(root.xpath(query)) for query in queries} == queries


def test_a_paragraph_that_runs_the_other_way_says_so():
    root = tree(blocks("abc\n\nالنتائج\n\n123\n\n- א\n"))
    assert [element.get("dir") for element in root.iter("p")] == [None, "rtl", None, "rtl"]
    assert [element.get("dir") for element in tree(blocks("abc\n\nالنتائج\n"), "rtl").iter("p")] == ["ltr", None]


@pytest.mark.parametrize(
    ("text", "direction"), [("", ""), ("123 –", ""), ("1 a", "ltr"), ("1 א", "rtl"), ("(ا a", "rtl"), ("中", "ltr")]
)
def test_the_direction_is_that_of_the_first_strong_letter(text, direction):
    assert outline.direction_of(text) == direction


def test_headings_begin_at_the_level_asked_and_end_at_the_fourth():
    text = "### a\n\n#### b\n\n###### c\n"
    assert [child.tag for child in tree(blocks(text))] == ["h3", "h4", "h4"]
    assert [child.tag for child in tree(blocks(text), level=4)] == ["h4", "h4", "h4"]


def test_a_link_and_a_note_keep_what_is_within_them():
    inlines = (Link("https://a.org/%20", (Text("b & c"),)), Note((Text("<d>"),)))
    assert outline.inline_markup(inlines).startswith('<a href="https://a.org/%20">b &amp; c</a>')
