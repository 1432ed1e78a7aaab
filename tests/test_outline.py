"""The outline dialect: what it takes, what it refuses and where, and prose written in it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given

import reports
from rapporteur import markdown, outline
from rapporteur.prose import Emphasis, Item, Link, List, Note, Paragraph, Picture, Strong, Text, runs
from rapporteur.report import Report

BAD = ["\x00", "\x0b", "\x1f", "\ufffe", "\ud800"]


def told(text: str) -> list[str]:
    return [str(each) for each in outline.read(text, "word.html.jinja")[1]]


def test_the_table_in_the_papers_names_every_element_and_no_other() -> None:
    lines = (outline.__doc__ or "").splitlines()
    rules = [at for at, line in enumerate(lines) if line.startswith("=====")]
    rows = lines[rules[1] + 1 : rules[2]]
    named = {name for row in rows for name in re.findall(r"\b[a-z]+[1-4]?\b", row[:21])}
    assert named == set(outline.ELEMENTS)


def test_every_element_may_carry_every_attribute_it_is_said_to_take() -> None:
    for tag, attributes in outline.ELEMENTS.items():
        pairs = " ".join(f'{name}="1"' for name in sorted(attributes | outline.EVERYWHERE))
        assert told(f"<article><{tag} {pairs}/></article>") == []


def test_a_stranger_is_named_with_its_line_and_with_what_may_stand_there() -> None:
    (problem,) = told("<article>\n<p>\n<font>x</font></p></article>")
    assert problem.startswith("word.html.jinja:3: error: <font> is not in the outline dialect\n")
    assert "article, header, footer" in problem


def test_a_strange_attribute_is_named_and_all_strangers_are_told_at_once() -> None:
    found = told('<article><p style="x" onclick="y">a</p><b/></article>')
    assert [re.findall(r"“(\w+)”|<(b)>", each)[0] for each in found] == [("style", ""), ("onclick", ""), ("", "b")]


def test_marked_elements_give_the_place_in_the_layout_instead() -> None:
    (problem,) = told('<article data-at="a:1"><b data-at="layouts/my/word.html.jinja:7"/></article>')
    assert problem.startswith("layouts/my/word.html.jinja:7: ")


def test_text_that_is_not_well_formed_is_one_problem_and_an_empty_article() -> None:
    tree, problems = outline.read("<article>\n<p>a</article>", "x")
    assert tree.tag == "article"
    assert len(tree) == 0
    assert [(each.where.line, each.rule) for each in problems] == [(2, "layout")]
    assert "does not give well-formed text" in problems[0].what


@pytest.mark.parametrize("character", BAD)
def test_a_character_that_xml_cannot_hold_is_named(character: str) -> None:
    (problem,) = outline.read(f"<article><p>a{character}b</p></article>", "x")[1]
    assert f"U+{ord(character):04X}" in problem.what
    assert problem.rule == "character"


def test_entities_are_not_resolved() -> None:
    text = '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><article><p>&e;</p></article>'
    tree, _ = outline.read(text, "x")
    assert "root:" not in "".join(str(part) for part in tree.itertext())


@given(reports.reports())
def test_prose_is_written_in_the_dialect_with_every_word_in_order(report: Report) -> None:
    blocks = [block for section in report.sections for block in section.prose]
    tree, problems = outline.read(f"<article>{outline.markup(blocks)}</article>", "x")
    assert problems == ()
    wanted = " ".join(reports.said(inlines) for inlines, _ in runs(tuple(blocks)))
    assert letters(said(tree)) == letters(wanted)


def letters(text: str) -> str:
    """Return a text without white space, and without the brackets that a credit in a line of text stands in."""
    return reports.letters(text).replace("(", "").replace(")", "")


def said(element: Any) -> str:
    """Return the words of a tree, of pictures their alt text (their credit stands behind it, as text)."""
    inner = "".join(said(child) + (child.tail or "") for child in element)
    return (element.get("alt") or "") + (element.text or "") + inner


def test_a_paragraph_that_runs_the_other_way_says_so() -> None:
    blocks = (Paragraph((Text("عربي"),)), Paragraph((Text("English"),)), Paragraph((Text("123"),)))
    assert outline.markup(blocks) == '<p dir="rtl">عربي</p><p>English</p><p>123</p>'
    assert outline.markup(blocks, "rtl") == '<p>عربي</p><p dir="ltr">English</p><p>123</p>'


@pytest.mark.parametrize(
    ("words", "direction", "way"),
    [
        ("UNDP ركزت الجلسة على دور", "rtl", ""),
        ("N9. ركزت الجلسة", "rtl", ""),
        ("UNDP: ماء", "rtl", ""),
        ("The name محمد stands here", "rtl", ' dir="ltr"'),
        ("ركزت The name stands here", "rtl", ""),
        ("محمد عبد الله joined the panel in Cairo", "ltr", ""),
        ("ركزت الجلسة على UNDP", "ltr", ' dir="rtl"'),
    ],
)
def test_a_name_or_number_that_a_paragraph_begins_with_does_not_turn_it(words: str, direction: str, way: str) -> None:
    assert outline.markup((Paragraph((Text(words),)),), direction) == f"<p{way}>{words}</p>"


def test_a_point_keeps_the_id_it_was_given() -> None:
    (block,) = markdown.read("- one {#R1}\n- two\n", "x")[0]
    assert outline.markup((block,)) == '<ul><li id="R1"><p>one</p></li><li><p>two</p></li></ul>'


def test_numbers_headings_and_pictures_are_written_as_they_are() -> None:
    items = (Item((Paragraph((Text("a"),)),)),)
    assert outline.markup((List(items, 1),)) == "<ol><li><p>a</p></li></ol>"
    assert outline.markup((List(items, 4),)) == '<ol start="4"><li><p>a</p></li></ol>'
    picture = Picture('a".png', "A <b>", "Ana & Li")
    assert outline.markup((Paragraph((picture,)),)) == (
        '<figure><img src="a&quot;.png" alt="A &lt;b&gt;"/><figcaption>Ana &amp; Li</figcaption></figure>'
    )
    assert outline.markup(markdown.read("### a\n\n##### b\n", "x")[0], level=4) == "<h4>a</h4><h4>b</h4>"


def test_inlines_nest_as_they_stand() -> None:
    inlines = (Strong((Emphasis((Text("a"),)),)), Link("https://e.org/?a&b", (Text("b"),)), Note((Text("c"),)))
    assert outline.inline_markup(inlines) == (
        '<strong><em>a</em></strong><a href="https://e.org/?a&amp;b">b</a><span class="note">c</span>'
    )
