"""Parity: every word that is claimed is looked for, however the page parts it, and a missing one is named."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import reports
from rapporteur import layout, parity
from rapporteur.parity import Claim
from rapporteur.problems import Place
from rapporteur.report import Conference
from rapporteur.view import view

WHERE = Place("f.md", 3)


def claims(report):
    return list(parity.claims(view(report, Conference(), layout.find("rapporteur"))))


def missing(text, *found):
    return [each.what for each in parity.missing([Claim("a", text, WHERE)], found, "x.pdf")]


@given(reports.sessions())
def test_every_word_of_a_report_is_claimed(written):
    text, front, body = written
    report, _ = reports.read(text)
    said = "".join(reports.letters(claim.text) for claim in claims(report))
    bodys = "".join(reports.letters(each.text) for each in parity.prose_claims(report))
    assert bodys == reports.letters(reports.said_by(report)) == reports.letters(body.words)
    assert all(reports.letters(value) in said for value in front.values())


@given(reports.reports())
def test_a_text_that_holds_every_claim_lacks_nothing_and_one_without_a_claim_lacks_it(report):
    wanted = [claim for claim in claims(report) if parity.bare(claim.text)]
    texts = [claim.text for claim in wanted]
    assert parity.missing(wanted, texts, "x.pdf") == ()
    longest = max(wanted, key=lambda claim: len(parity.bare(claim.text)))
    others = [text for text in texts if parity.bare(longest.text) not in parity.bare(text)]
    if len(parity.bare(longest.text)) > len(parity.bare("".join(others))):
        assert parity.missing([longest], others, "x.pdf")


def test_what_programs_change_when_they_lay_text_out_does_not_count():
    assert missing("South-South co-operation “today”", "South‑\nSouth co\u00adoper\u2011ation", " “today”") == []
    assert missing("ﬁnancial １２", "financial 12") == []
    assert missing("\u200fالنتائج", "النتائج") == []


@pytest.mark.parametrize("found", ["South-North cooperation", "South-South cooperatio", "south-south cooperation", ""])
def test_another_letter_or_one_too_few_is_missing(found):
    assert missing("South-South cooperation", found) == ["x.pdf lacks “South-South cooperation” (a)"]


def test_a_long_text_may_be_parted_by_a_running_head_but_not_into_crumbs():
    text = "There has been a reduction of North-South cooperation and this increases opportunities."
    assert missing(text, text[:40] + "Report T3-S01 Page 1 of 2" + text[40:]) == []
    assert missing(text, "|".join(text)) != []
    assert missing(text, text[:40] + text[46:]) != []


def test_footnotes_are_claimed_for_themselves_wherever_they_are_called():
    report = reports.body("## A[^1] b\n\n**c[^2]d** e\n\n[^1]: one\n\n[^2]: two\n")
    assert [claim.text for claim in parity.prose_claims(report)] == ["A", "one", " b", "c", "two", "d e"]


def test_a_claim_says_where_the_source_says_it():
    report = reports.body("## Summary\n\nwords\n\n- point\n")
    assert [(claim.field, claim.where.line) for claim in parity.prose_claims(report)] == [
        ("summary", 11),
        ("summary", 13),
        ("summary", 15),
    ]
    people = [claim for claim in claims(report) if claim.text == "Ana Pérez"]
    assert [(claim.field, claim.where.line) for claim in people] == [("organiser", 5)]


def test_every_part_of_a_person_is_claimed_as_printed():
    text = reports.session_text(
        front=(
            "id: A\ntitle: T\npeople:\n"
            "  host: {name: Ana, printed: ANA, position: P, organisation: O, country: C, email: e@f.gh, phone: '9'}\n"
        )
    )
    said = [claim.text for claim in claims(reports.read(text)[0]) if claim.field == "host"]
    assert said == ["ANA", "P", "O", "C", "e@f.gh", "9"]


@given(st.text(max_size=60), st.text(max_size=60))
def test_comparing_is_the_same_for_a_text_and_its_white_space_changed(one, other):
    assert parity.bare(f"{one} \n{other}") == parity.bare(one + " ") + parity.bare(other) or parity.bare(one + other)


def test_a_full_stop_that_changes_sides_in_text_from_right_to_left_is_no_loss_and_a_figure_is():
    claim = Claim("summary", "في عام 2012.", Place("x.md", 7))
    assert parity.missing([claim], ["في عام ", ".2012"], "x.pdf") == ()
    assert len(parity.missing([claim], ["في عام ", ".2013"], "x.pdf")) == 1
