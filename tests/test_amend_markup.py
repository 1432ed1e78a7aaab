"""Words as Markdown: what is written reads back exactly, and with no more signs than that takes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import reports
from rapporteur import markdown
from rapporteur.amend import inlines, markup, units
from rapporteur.amend.canonical import canonical
from rapporteur.prose import Break, Code, Emphasis, Link, Note, Paragraph, Picture, Strong, Text, plain
from rapporteur.reading import Unit
from rapporteur.report import Section

HOSTILE = ("*_ab我 ", "`~\\ ab<>&amp;", "[]()!^ x", "# 1.-+>= |{}.a", "\u00a0\u3000a\u2028 ")
words = st.sampled_from((*reports.SCRIPTS, *HOSTILE)).flatmap(lambda signs: st.text(signs, min_size=1, max_size=8))
leaves = st.one_of(
    words.map(Text),
    words.map(Text),
    words.map(Code),
    st.just(Break()),
    st.tuples(words, words).map(lambda pair: Picture(f"pictures/{pair[0]}", *pair)),
    words.map(lambda text: Note((Text(f"n{text}"),))),
)
trees = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3).map(lambda found: Strong(tuple(found)))
        | st.lists(inner, min_size=1, max_size=3).map(lambda found: Emphasis(tuple(found)))
        | st.tuples(reports.links, st.lists(inner, min_size=1, max_size=2)).map(lambda it: Link(it[0], tuple(it[1])))
    ),
    max_leaves=6,
)
runs = st.lists(trees, min_size=1, max_size=5).map(tuple)


def text(said):
    return (Text(said),)


def read(source):
    """Return the inlines of a text that is one paragraph."""
    blocks, problems = markdown.read(source, "f.md")
    assert problems == ()
    (block,) = blocks or (Paragraph(()),)
    return block.inlines


def with_notes(found, notes):
    return "\n\n".join([found, *("\n".join(markup.definition(label, said)) for label, said in notes.new.items())])


@settings(deadline=None)
@given(runs)
def test_what_is_written_reads_back_exactly_and_all_of_its_form_is_kept(found):
    notes = markup.Notes()
    written = markup.written(found, notes)
    assert written.lost == ()
    assert canonical(read(with_notes(written.text, notes))) == canonical(found)


@settings(deadline=None)
@given(runs, st.sampled_from(("point", "heading", "cell", "note")))
def test_no_word_is_lost_wherever_it_stands(found, place):
    notes = markup.Notes()
    written = markup.written(found, notes, place)
    assert set(written.lost) <= {"the end of a line", "a footnote within a footnote"}
    if not written.lost:
        labels = {said: label for label, said in notes.new.items()}
        assert not written.text or inlines.reads(written.text, canonical(found), place, labels)


@given(runs)
def test_the_one_form_is_one(found):
    assert canonical(canonical(found)) == canonical(found)


@pytest.mark.parametrize(
    "said",
    [
        "A plain sentence: (ok) – yes/no, 5 * 3, snake_case, C# & D; [x] a|b <b> 100% ~x~ ^2 #5 e.g. 1. x!",
        "Text with a { brace } and a \\ in it",
        "2012 was a year. - + #",
    ],
)
def test_a_plain_sentence_gives_itself(said):
    assert markup.inline(text(said)) == said


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("*a*", "\\*a\\*"),
        ("_a_", "\\_a\\_"),
        ("# a", "\\# a"),
        ("1. a", "1\\. a"),
        ("- a", "\\- a"),
        ("+ a", "\\+ a"),
        ("> a", "\\> a"),
        ("&amp;", "\\&amp;"),
        ("`a`", "\\`a\\`"),
        ("[a](b)", "\\[a](b)"),
        ("[^1]", "\\[^1]"),
        ("~~~", "\\~~~"),
        ("***", "\\*\\*\\*"),
        ("a {#x}", "a \\{#x}"),
        ("a\\", "a\\"),
    ],
)
def test_a_sign_that_would_mean_something_is_escaped_and_no_other(said, written):
    assert markup.inline(text(said), place="point") == written


@pytest.mark.parametrize(
    ("found", "written"),
    [
        ((Text("a"), Strong(text(" b ")), Text("c")), "a **b** c"),
        ((Text("a"), Strong(text("b c")), Text("d")), "a**b c**d"),
        ((Text("我们"), Strong(text("“应该”")), Text("建议")), "我&#20204;**“应该”**&#24314;议"),
        ((Link("https://a.org/b%20c#d", text("https://a.org/b%20c#d")),), "<https://a.org/b%20c#d>"),
        ((Link("mailto:a@b.org", text("a@b.org")),), "<a@b.org>"),
        ((Link("https://a.org/(b", text("c]")),), "[c\\]](<https://a.org/(b>)"),
        ((Text("a"), Break(), Text("- b")), "a\\\n\\- b"),
        ((Code("a ` b"),), "``a ` b``"),
        ((Picture("a b.png", "c", 'd "e"'),), '![c](a%20b.png "d \\"e\\"")'),
        ((Text("!"), Link("https://a.org", text("b"))), "\\![b](https://a.org)"),
    ],
)
def test_the_form_that_is_written(found, written):
    assert markup.inline(found) == written


def test_what_markdown_cannot_hold_is_told():
    assert markup.written((Link("javascript:x", text("a")),)) == ("a", ("the link to javascript:x",))
    assert markup.written((Text("a"), Break(), Text("b")), place="heading") == ("a b", ("the end of a line",))


def test_footnotes_keep_their_labels_and_new_ones_get_the_next():
    notes = markup.Notes({"x": text("said")})
    assert markup.inline((Text("a"), Note(text("said")), Note(text("new"))), notes) == "a[^x][^1]"
    assert notes.new == {"1": text("new")}


UNITS = (
    Unit("paragraph", text("Hello")),
    Unit("point", text("a"), 0),
    Unit("point", text("b"), 1),
    Unit("more", text("more b"), 1),
    Unit("point", text("c"), 0),
    Unit("paragraph", text("We:")),
    Unit("point", text("one"), 0, True),
    Unit("point", text("two"), 0, True),
    Unit("quote", text("q")),
    Unit("quote", text("r")),
    Unit("table", rows=((text("x|y"), text("z")), (text("1"), ()))),
    Unit("paragraph", (Picture("a b.png", "alt"),)),
    Unit("caption", text("Photo: me")),
    Unit("code", text("x\n```\n  y")),
    Unit("rule"),
    Unit("heading", text("H #"), 3),
)
WRITTEN = """\
## Results {.outcomes}

Hello

- a
  - b

    more b

- c

We:

1. one
2. two

> q
>
> r

| x\\|y | z |
| --- | --- |
| 1 |  |

![alt](a%20b.png "Photo: me")

````
x
```
  y
````

***

### H \\#"""


def test_a_section_of_every_kind_of_unit_is_written_and_reads_back_as_these_units():
    assert markup.section(text("Results"), "outcomes", UNITS) == WRITTEN
    _, *blocks = markdown.read(WRITTEN, "f.md")[0]
    assert tuple(each.unit for each in units.units(Section("", (), tuple(blocks)))) == UNITS


@settings(deadline=None)
@given(reports.reports())
def test_sections_written_anew_say_the_same(report):
    for section in report.sections:
        before = [each.unit for each in units.units(section)]
        _, *blocks = markdown.read(markup.section(section.heading, "", before), "f.md")[0]
        after = units.units(Section("", (), tuple(blocks)))
        assert [plain(canonical(each.unit.inlines)) for each in after] == [
            plain(canonical(unit.inlines)) for unit in before if unit.inlines or unit.kind != "paragraph"
        ]
