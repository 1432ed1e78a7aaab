"""What an office program did and no person meant is undone and told; what a person did stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import reports
from rapporteur import returned
from rapporteur.labels import Labels
from rapporteur.prose import Code, Emphasis, Item, Link, List, Paragraph, Picture, Quote, Strong, Text
from rapporteur.reading import Reading, Unit
from rapporteur.report import Conference, Report, Section
from rapporteur.returned import damage
from reports import asked

OFFICE, WORD = "LibreOffice/7.4", "Microsoft Office Word/16.0"
HREF = "https://example.org/a%26b?x=1#part"
SENT = (Text("Read "), Link(HREF, (Text("the whole report"),)), Text(" before you go"))

DAMAGE = {
    "gone": (Text("Read the whole report before you go"),),
    "decoded": (
        Text("Read "),
        Link("https://example.org/a&b?x=1#part", (Text("the whole report"),)),
        Text(" before you go"),
    ),
    "cut": (Text("Read "), Link("https://example.org/a%26b?x=1", (Text("the whole report"),)), Text(" before you go")),
    "shorter": (Text("Read "), Link(HREF, (Text("the whole"),)), Text(" report before you go")),
    "moved": (Text("Read the "), Link(HREF, (Text("whole report before"),)), Text(" you go")),
    "printed": (Text(f'Read HYPERLINK "{HREF}"the whole report before you go'),),
    "no-break": (Text("Read\u00a0"), Link(HREF, (Text("the whole re\u00adport"),)), Text(" before you go")),
}


@pytest.mark.parametrize("kind", DAMAGE)
def test_a_damaged_link_on_unchanged_words_is_as_it_was_sent(kind):
    inlines, remarks = damage.mended_inlines(SENT, DAMAGE[kind], OFFICE)
    assert inlines == SENT
    assert len(remarks) == 1 + (kind == "printed")


@pytest.mark.parametrize("kind", ["gone", "shorter"])
def test_a_link_that_is_gone_in_a_file_of_word_was_removed_by_a_person(kind):
    assert damage.mended_inlines(SENT, DAMAGE[kind], WORD) == (DAMAGE[kind], ())


def test_a_link_is_put_back_on_its_words_when_other_words_were_changed():
    inlines, remarks = damage.mended_inlines(SENT, (Text("Please read the whole report before you leave"),), OFFICE)
    assert inlines == (Text("Please read "), Link(HREF, (Text("the whole report"),)), Text(" before you leave"))
    assert HREF in remarks[0]


def test_a_link_whose_words_are_gone_is_not_put_back():
    edited = (Text("Read nothing before you go"),)
    assert damage.mended_inlines(SENT, edited, OFFICE) == (edited, ())


@pytest.mark.parametrize("program", [OFFICE, WORD, ""])
@pytest.mark.parametrize(
    "edited",
    [
        (Text("Read "), Link("https://other.example/", (Text("the whole report"),)), Text(" before you go")),
        (Text("Read "), Link(HREF, (Text("the whole report"),)), Text(" before "), Strong((Text("you"),)), Text(" go")),
        (Emphasis((Text("Read "),)), Link(HREF, (Text("the whole report"),)), Text(" before you leave")),
        (Text("Read "), Link(HREF, (Text("the whole report"),)), Text(" before "), Code("you go")),
        (Text("Read "), Link(HREF, (Text("the wholereport"),)), Text(" before you go")),
    ],
)
def test_an_edit_stays_an_edit(edited, program):
    from rapporteur.amend.canonical import canonical

    inlines, _ = damage.mended_inlines(SENT, canonical(edited), program)
    assert inlines == canonical(edited)


links = st.sampled_from((HREF, "http://example.org/?q=1&r=%26", "https://example.org/#%20"))
words = st.sampled_from(("water", "نهر", "河 川", "law’s", "“city”", "река"))
pieces = st.one_of(
    words.map(Text),
    st.tuples(links, words).map(lambda pair: Link(pair[0], (Text(pair[1]),))),
    words.map(lambda word: Strong((Text(word),))),
)


@given(st.lists(pieces, min_size=1, max_size=6), st.randoms())
@reports.tries(200)
def test_any_loss_of_links_is_undone_and_told_once_for_each_link(found, random):
    from rapporteur.amend.canonical import canonical

    sent = canonical(tuple(each for one in found for each in (one, Text(" "))))
    lost = canonical(tuple(_lose(each, random) for each in sent))
    inlines, remarks = damage.mended_inlines(sent, lost, OFFICE)
    assert inlines == sent
    assert bool(remarks) == (lost != sent)


def _lose(inline, random):
    if not isinstance(inline, Link) or random.random() < 0.5:
        return inline
    return Text("".join(each.text for each in inline.children))


def _compared(sent: tuple[Unit, ...], back: tuple[Unit, ...], blocks, program=OFFICE):
    head = Unit("heading", (Text("Outcomes"),), 2, marks=("section:outcomes",))
    base = Reading("s.docx", body=(head, *sent))
    catalogue = asked().words("en")
    report = Report("S1", "T", sections=(Section("outcomes", (Text("Outcomes"),), blocks, "outcomes"),))
    context = returned.Context(report, asked().form, catalogue, Labels(catalogue), Conference())
    return returned.compare(base, base, Reading("b.docx", program=program, body=(head, *back)), context)


def test_styles_that_a_whole_file_lost_are_given_back_and_told():
    sent = (Unit("quote", (Text("somebody said this"),)), Unit("quote", (Text("and somebody else that"),)))
    flat = tuple(Unit("paragraph", each.inlines) for each in sent)
    blocks = (Quote(tuple(Paragraph(each.inlines) for each in sent)),)
    comparison = _compared(sent, flat, blocks)
    assert comparison.changes == ()
    assert [each.rule for each in comparison.problems] == ["repaired"]
    assert [each.kind for each in _compared(sent, (sent[0], flat[1]), blocks).changes] == ["changed"]
    assert len(_compared(sent, flat, blocks, WORD).changes) == 2


def test_levels_that_a_whole_list_lost_are_given_back():
    sent = (Unit("point", (Text("the first of all points"),), 0), Unit("point", (Text("one below the first"),), 1))
    blocks = (List((Item((Paragraph(sent[0].inlines), List((Item((Paragraph(sent[1].inlines),)),)))),)),)
    flat = (sent[0], Unit("point", sent[1].inlines, 0))
    assert _compared(sent, flat, blocks).changes == ()
    assert len(_compared(sent, flat, blocks, WORD).changes) == 1


def test_a_picture_of_the_source_keeps_its_path_and_a_new_one_its_digest():
    own, new = Picture("returned:aa.png", "A well"), Picture("returned:bb.png", "A bridge")
    sent = (Unit("paragraph", (own,)), Unit("paragraph", (Text("The words below it"),)))
    blocks = (Paragraph((Picture("pictures/well.png", "A well"),)), Paragraph(sent[1].inlines))
    recompressed = Picture("returned:cc.jpg", "A well")
    back = (Unit("paragraph", (recompressed, Text(" beside words"))), sent[1], Unit("paragraph", (new,)))
    comparison = _compared(sent, back, blocks)
    units = comparison.amendment().sections[0].units
    assert [each for one in units if one.unit for each in one.unit.inlines if isinstance(each, Picture)] == [
        Picture("pictures/well.png", "A well"),
        new,
    ]


def test_every_repair_of_a_unit_is_told_with_its_heading():
    sent = (Unit("point", SENT, 0),)
    comparison = _compared(sent, (Unit("point", DAMAGE["gone"], 0),), (List((Item((Paragraph(SENT),)),)),))
    assert comparison.changes == ()
    [problem] = comparison.problems
    assert (problem.severity, problem.rule, problem.where.spot) == ("warning", "repaired", "Outcomes")
