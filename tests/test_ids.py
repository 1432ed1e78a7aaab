"""Ids of recommendations: written once, never twice, and no other byte of the file changes."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

import reports
from rapporteur import ids, source
from rapporteur.cli import main
from rapporteur.report import Conference, FollowUp


def give(text, **conference):
    """Return a session file with ids, and the ids given."""
    report, _ = reports.read(text)
    found, given_ids = ids.give(text, report, Conference(reports=(report,), **conference))
    return found, [each.id for each in given_ids]


def listed(*points, between="\n"):
    return reports.session_text("\n## Key recommendations\n\nWe should:\n\n" + between.join(points) + "\n")


def without_ids(text):
    return re.sub(r"#T3-S01-R\d\d\d? (?=[.\w])|(?: ?)\{#T3-S01-R\d\d\d?\}", "", text)


@given(reports.sessions(), st.sampled_from(("\n", "\r\n")), st.booleans())
def test_ids_are_given_to_each_recommendation_and_change_no_other_byte(written, end, ends_open):
    text = written[0].replace("\n", end)
    text = text.rstrip("\r\n") if ends_open else text
    before, _ = reports.read(text)
    after_text, given_ids = give(text)
    after, _ = reports.read(after_text)
    assert without_ids(after_text) == text
    assert [replace(each, id="") for each in _bare(after)] == [replace(each, id="") for each in _bare(before)]
    assert [each.id for each in after.recommendations if each.text] == given_ids
    assert give(after_text) == (after_text, [])


def _bare(report):
    return [replace(each, blocks=tuple(map(_unnamed, each.blocks))) for each in report.recommendations]


def _unnamed(block):
    return replace(block, attributes=None) if getattr(block, "attributes", None) else block


@pytest.mark.parametrize(
    ("point", "named"),
    [
        ("- Act.", "- Act. {#ID}"),
        ("- Act.  ", "- Act. {#ID}  "),
        ("-\tAct.\t", "-\tAct. {#ID}\t"),
        ("- Act\n  now.", "- Act\n  now. {#ID}"),
        ("- Act\nnow.", "- Act\nnow. {#ID}"),
        ("- Act.\n\n  More.", "- Act. {#ID}\n\n  More."),
        ("- Act.\n  - soon\n  - well", "- Act. {#ID}\n  - soon\n  - well"),
        ("3. Act.", "3. Act. {#ID}"),
        ('- Act. {to="Cities"}', '- Act. {#ID to="Cities"}'),
        ("- Act. { to=x theme=y }", "- Act. {#ID  to=x theme=y }"),
        ('- Act. {to="Cities,\n  towns"}', '- Act. {#ID to="Cities,\n  towns"}'),
        ("- Act\n  {to=x}  ", "- Act\n  {#ID to=x}  "),
        ("- Act {now}", "- Act {now} {#ID}"),
        ("- Act \\{to=x}", "- Act \\{to=x} {#ID}"),
        ("- `Act {to=x}`", "- `Act {to=x}` {#ID}"),
        ("- **Act.**", "- **Act.** {#ID}"),
        ("- Act.\\", "- Act.\\ {#ID}"),
        ("- قم بالعمل.", "- قم بالعمل. {#ID}"),
        ("- 行动。", "- 行动。 {#ID}"),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_an_id_stands_at_the_end_of_the_first_paragraph(point, named, end):
    before, after = (listed(each).replace("\n", end) for each in (point, named.replace("ID", "T3-S01-R01")))
    assert give(before) == (after, ["T3-S01-R01"])
    assert [each.id for each in reports.read(after)[0].recommendations] == ["T3-S01-R01"]


def test_a_file_without_a_last_line_end_and_with_a_byte_order_mark_keeps_both():
    text = "\ufeff" + listed("- Act.").rstrip("\n")
    assert give(text)[0] == text + " {#T3-S01-R01}"


def test_what_the_braces_carry_is_still_carried():
    (one,) = reports.read(give(listed('- Act. {to="Cities,\n  towns" no=IV}'))[0])[0].recommendations
    assert (one.id, one.addressee, one.number, one.text) == ("T3-S01-R01", "Cities,\ntowns", "IV", "Act.")


def test_ids_stay_when_points_are_moved_and_reworded_and_new_ones_go_on_behind_the_highest():
    text, _ = give(listed("- Act.", "- Rest."))
    moved = text.replace(
        "- Act. {#T3-S01-R01}\n- Rest. {#T3-S01-R02}", "- New.\n- Rest a lot. {#T3-S01-R02}\n- Act. {#T3-S01-R01}"
    )
    assert moved != text
    again, given_ids = give(moved)
    assert given_ids == ["T3-S01-R03"]
    assert again == moved.replace("- New.", "- New. {#T3-S01-R03}")


def test_a_number_in_the_middle_is_not_used_again_and_one_the_follow_up_knows_neither():
    assert give(listed("- New.", "- Old. {#T3-S01-R07}"))[1] == ["T3-S01-R08"]
    assert give(listed("- New."), follow_up=(("t3-s01-r41", FollowUp()),))[1] == ["T3-S01-R42"]
    assert give(listed("- New."), follow_up=(("T3-S02-R41", FollowUp()),))[1] == ["T3-S01-R01"]


def test_the_id_of_a_nested_point_is_taken_too():
    assert give(listed("- New.", "- Old. {#T3-S01-R01}\n  - point {#T3-S01-R02}"))[1] == ["T3-S01-R03"]


def test_nested_points_say_where_they_are_written_nothing():
    text, given_ids = give(listed("- Act.\n  - soon\n    - now", "1. Rest.\n   1. well"))
    assert given_ids == ["T3-S01-R01", "T3-S01-R02"]
    assert text.count("{#") == 2


@pytest.mark.parametrize(
    ("scheme", "made"),
    [("{session}-R{n:02}", "T3-S01-R01"), ("T{track}.{n}", "T3.1"), ("{n:03}", "001"), ("{session}:{n}", "T3-S01:1")],
)
def test_the_scheme_of_the_conference_makes_the_ids(scheme, made):
    text = listed("- Act.").replace("title:", "track: 3\ntitle:")
    assert give(text, ids=scheme)[1] == [made]


@pytest.mark.parametrize(
    "scheme", ["R", "{session}", "{m}", "{0}-{n}", "{n", "R {n}", "{n}/{track}", "{session.x}{n}", ""]
)
def test_a_scheme_that_cannot_make_ids_is_told(scheme):
    assert [each.severity for each in ids.wrong_scheme(Conference(ids=scheme))] == ["error"]


@pytest.mark.parametrize("scheme", ["{session}-R{n:02}", "T{track}.{n}", "{n:03}"])
def test_a_scheme_that_can_is_fine(scheme):
    assert ids.wrong_scheme(Conference(ids=scheme)) == ()


@pytest.mark.parametrize("scheme", ["{session}-R{n:02}", "R{n:03}", "T{track}-{n}"])
def test_no_two_sessions_are_given_the_same_id_in_one_run(tmp_path, scheme, capsys):
    text = listed("- Act.", "- Rest.").replace("title:", "track: 3\ntitle:")
    folder = reports.workspace(
        tmp_path,
        text,
        text.replace("T3-S01", "T3-S02").replace("Act", "Go"),
        conference=reports.CONFERENCE + f'ids: "{scheme}"\n',
    )
    assert main(["-w", str(folder), "ids"]) == 0
    found = [each.id for one in source.read(folder).conference.reports for each in one.recommendations]
    assert len({*found, ""}) == 5
    assert source.read(folder).problems == ()
    written = {path: path.read_bytes() for path in source.session_files(folder)}
    assert main(["-w", str(folder), "ids"]) == 0
    assert {path: path.read_bytes() for path in source.session_files(folder)} == written


def test_many_ids_are_given_in_time():
    text, given_ids = give(listed(*(f"- Point {n}." for n in range(5000))))
    assert (len(set(given_ids)), given_ids[-1]) == (5000, "T3-S01-R5000")
    assert text.count("{#") == 5000
