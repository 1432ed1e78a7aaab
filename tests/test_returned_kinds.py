"""A program that flattens styles changes nothing that nobody edited; what a person did in its files comes through."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

import reports
from rapporteur.prose import Paragraph, Picture, Text
from rapporteur.reading import Reading, Unit
from rapporteur.report import Report, Section
from rapporteur.returned import kinds, whole

PANDOC, GOOGLE, WORD, OFFICE = "Microsoft Word 12.0.0/12.0", "", "Microsoft Office Word/16.0", "LibreOffice/7.4"
STYLES = {"more": "list continue", "code": "html preformatted", "caption": "caption", "quote": "quote"}
NAMES = ("well", "pump", "river", "law", "school", "market", "seed", "budget", "island", "court", "paper")


def unit(kind: str, text: str, level: int = -1, **more) -> Unit:
    deep = {"point": "list bullet", "heading": "heading 1"}.get(kind, STYLES.get(kind, "normal"))
    inlines = (Text(text),) if text else ()
    return Unit(kind, inlines, level, **{"style": deep, "marks": (f"_rpt_s_{len(text)}",)} | more)


def flat(one: Unit, style: str = "block text") -> Unit:
    """A unit as pandoc gives it back."""
    if one.kind in ("heading", "table", "paragraph"):
        return replace(one, marks=())
    if one.kind == "point":
        return replace(one, level=one.level + 1, style=style, marks=())
    return replace(one, kind="quote", level=-1, style=style, marks=())


SENT = (
    unit("heading", "What we agreed", 2),
    unit("point", "Meters for every well", 0),
    unit("more", "They cost little and tell much", 0),
    unit("more", "Towns pay for them", 0),
    Unit("rule"),
    unit("point", "Repair before building", 0),
    unit("code", "a = 1\n  b = 2"),
    unit("paragraph", "The end of it"),
)
FLAT = tuple(flat(each) for each in SENT if each.kind != "rule")


def came(body, program=PANDOC, sent=SENT) -> Reading:
    return kinds.mended(Reading(body=tuple(sent)), Reading(program=program, body=tuple(body)))


@pytest.mark.parametrize("program", [PANDOC, GOOGLE, WORD])
def test_a_flattened_file_says_what_was_sent_and_tells_it_once_for_each_damage(program):
    found = came(FLAT, program)
    assert found.body == SENT
    assert [(each.rule, each.severity) for each in found.notes] == [("repaired", "warning")] * 2
    assert found.program == ""


def test_a_file_that_keeps_styles_or_marks_is_left_as_it_is():
    marked = tuple(replace(each, marks=one.marks) for one, each in zip((*SENT[:4], *SENT[5:]), FLAT, strict=True))
    for body, program in ((marked, WORD), (marked, OFFICE)):
        back = Reading(program=program, body=body)
        assert kinds.mended(Reading(body=SENT), back) is back


def test_changed_words_stay_changed_and_keep_their_kind():
    edited = replace(FLAT[2], inlines=(Text("They cost little and tell everything"),))
    found = came((*FLAT[:2], edited, *FLAT[3:]))
    assert found.body[2] == replace(SENT[2], inlines=edited.inlines)
    assert (*found.body[:2], *found.body[3:]) == (*SENT[:2], *SENT[3:])


def test_a_point_that_was_added_removed_or_moved_stays_so():
    new = unit("point", "Count every pipe", 0, marks=())
    assert came((*FLAT[:5], new, *FLAT[5:])).body == (*SENT[:6], new, *SENT[6:])
    assert came((*FLAT[:4], *FLAT[5:])).body == (*SENT[:5], *SENT[6:])
    assert came((*FLAT[:1], FLAT[4], *FLAT[1:4], *FLAT[5:])).body == (SENT[0], SENT[5], *SENT[1:5], *SENT[6:])


def test_a_bullet_or_a_heading_that_was_given_or_taken_stays_so():
    for at, made in ((6, unit("point", "The end of it", 0)), (6, unit("heading", "The end of it", 3))):
        assert came((*FLAT[:at], replace(made, style="normal", marks=()))).body[-1] == made
    taken = replace(FLAT[4], kind="paragraph", level=-1, style="normal")
    assert came((*FLAT[:4], taken, *FLAT[5:])).body[5].kind == "paragraph"
    deeper = replace(FLAT[4], level=1, style="normal")
    assert came((*FLAT[:4], deeper, *FLAT[5:])).body[5].level == 1


def test_neighbours_that_were_joined_are_parted_again():
    both = unit("quote", "They cost little and tell much Towns pay for them", style="block text")
    assert came((*FLAT[:2], both, *FLAT[4:])).body == SENT
    edited = replace(both, inlines=(Text("They cost little and tell much Towns pay twice"),))
    assert edited in came((*FLAT[:2], edited, *FLAT[4:])).body


def test_what_has_no_words_stays_away_with_its_neighbours_and_where_others_of_its_kind_are_left():
    assert Unit("rule") not in came((*FLAT[:1], FLAT[6])).body
    two = (*SENT, Unit("rule"))
    assert came((*FLAT, Unit("rule")), GOOGLE, two).body == (*SENT[:4], *SENT[5:], Unit("rule"))


def test_code_keeps_its_lines():
    assert came(FLAT).body[6].inlines == (Text("a = 1\n  b = 2"),)
    edited = replace(FLAT[5], inlines=(Text("a = 1 b = 3"),))
    assert came((*FLAT[:5], edited, FLAT[6])).body[6].inlines == edited.inlines


kind_names = st.sampled_from(("point", "more", "quote", "code", "caption", "paragraph", "rule", "point"))


@given(st.lists(st.tuples(kind_names, st.sampled_from(NAMES)), max_size=14))
@reports.tries(200)
def test_any_flattened_body_is_as_it_was_sent_though_words_come_again(drawn):
    body = [unit("heading", "What we agreed", 2)]
    for kind, text in drawn:
        level = 0 if kind in ("point", "more") else -1
        body.append(Unit("rule") if kind == "rule" else unit(kind, text, level))
    assert came([flat(each) for each in body if each.kind != "rule"], PANDOC, body).body == tuple(body)


def test_an_image_that_is_shown_twice_keeps_both_of_its_descriptions():
    own = (Picture("pictures/well.png", "A well"), Picture("pictures/well.png", "The same well, dry"))
    shown = tuple(Picture("returned:aa.png", each.alt) for each in own)
    blocks = tuple(Paragraph((each,)) for each in own)
    report = Report("S1", "T", sections=(Section("outcomes", (Text("Outcomes"),), blocks, "outcomes"),))
    picture = whole._pictures(report, Reading(body=tuple(Unit("paragraph", (each,)) for each in shown)))
    assert tuple(map(picture, shown)) == own
    assert tuple(picture(replace(each, source="returned:bb.jpg")) for each in shown) == own
    strange = Picture("returned:aa.png", "Words that nobody sent")
    assert picture(strange) == strange


def test_an_image_whose_description_was_changed_is_known_by_its_bytes_where_these_are_one_picture():
    own = Picture("pictures/well.png", "A well")
    report = Report("S1", "T", sections=(Section("outcomes", (Text("Outcomes"),), (Paragraph((own,)),), "outcomes"),))
    picture = whole._pictures(report, Reading(body=(Unit("paragraph", (Picture("returned:aa.png", "A well"),)),)))
    assert picture(Picture("returned:aa.png", "")) == own
