"""The rows of the register: what they say, what they do not know, and what is counted."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapporteur import layout
from rapporteur.labels import Labels
from rapporteur.prose import Emphasis, Item, List, Note, Paragraph, Text
from rapporteur.register import CLOSED, LISTS, Register, register
from rapporteur.report import (
    FOLLOW_UP,
    Cluster,
    Conference,
    Day,
    FollowUp,
    Part,
    Recommendation,
    Recommendations,
    Report,
    Section,
    Track,
    When,
)
from rapporteur.rows import as_date

STEM = (Text("We should:"),)
ENGLISH = Labels(layout.find("rapporteur").catalogue("en"))


def asked(text: str, name: str = "S1-R01", *more: object, **values: str) -> Recommendation:
    return Recommendation(name, "", (Paragraph((Text(text),)), *more), STEM, **values)  # type: ignore[arg-type]


def points(*texts: str, start: int | None = None) -> List:
    return List(tuple(Item((Paragraph((Text(text),)),)) for text in texts), start)


def report(*items: Recommendation, name: str = "S1", **values: object) -> Report:
    block = Recommendations(items, Paragraph(STEM))
    sections = (Section("asked", (Text("Key recommendations"),), (block,)),) if items else ()
    return Report(name, f"Session {name}", sections=sections, **values)  # type: ignore[arg-type]


def of(*reports: Report, rows: bool = False, settings: dict[str, object] | None = None, **values: object) -> Register:
    conference = Conference(reports=reports, **values)  # type: ignore[arg-type]
    return register(conference, ENGLISH, settings or {}, points_as_rows=rows)


words = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=20)


@given(st.lists(st.lists(words, min_size=1, max_size=5).map(" ".join), min_size=1, max_size=5))
def test_every_recommendation_has_one_row_that_begins_with_its_whole_sentence(texts: list[str]) -> None:
    items = [asked(text, f"S1-R{at:02}") for at, text in enumerate(texts)]
    rows = of(report(*items)).rows
    assert [row.value("full_text") for row in rows] == [item.sentence for item in items]
    assert [row.sentence for row in rows] == [f"We should: {text}" for text in texts]


def test_without_an_answer_every_column_is_blank_and_never_zero() -> None:
    row = of(report(asked("Act."))).rows[0]
    unknown = [row.value(column) for column in (*FOLLOW_UP, "addressee", "group", "date", "track", "number_printed")]
    assert set(unknown) == {""}
    assert row.value("no such column") == ""


def test_nested_points_stand_below_the_sentence_or_in_rows_of_their_own() -> None:
    nested = asked("Adopt a plan that:", "S1-R01", points("names owners", "sets a date"))
    assert of(report(nested)).rows[0].value("full_text") == (
        "We should: Adopt a plan that:\n• names owners\n• sets a date"
    )
    rows = of(report(nested), rows=True).rows
    assert [(row.level, row.value("id"), row.value("parent_id"), row.value("full_text")) for row in rows] == [
        (0, "S1-R01", "", "We should: Adopt a plan that:"),
        (1, "S1-R01.a", "S1-R01", "We should: Adopt a plan that: names owners"),
        (1, "S1-R01.b", "S1-R01", "We should: Adopt a plan that: sets a date"),
    ]


def test_a_stem_and_its_item_stand_apart_but_not_after_a_colon_of_full_width() -> None:
    point = asked("Adopt a plan that:", "S1-R01", points("names owners")).points[0]
    assert point.sentence == "We should: Adopt a plan that: names owners"
    chinese = Recommendation("S1-R01", "", (Paragraph((Text("加强合作："),)), points("落实责任")), (Text("我们应："),))
    assert chinese.sentence == "我们应：加强合作："
    assert chinese.points[0].sentence == "我们应：加强合作：落实责任"
    rows = of(report(chinese), rows=True).rows
    assert [row.value("full_text") for row in rows] == ["我们应：加强合作：", "我们应：加强合作：落实责任"]


def test_numbers_of_points_and_the_text_of_notes_are_kept() -> None:
    noted = Recommendation(
        "S1-R01",
        "",
        (Paragraph((Text("Act"), Note((Text("As in Accra."),)))), points("first", "second", start=4), Paragraph(STEM)),
    )
    assert of(report(noted)).rows[0].value("full_text") == "Act\n4. first\n5. second\nWe should:\nNote 1: As in Accra."


def test_a_forms_own_field_and_role_can_be_columns() -> None:
    made = report(asked("Act."), answers=(("format", ("Workshop", "Panel")),))
    assert of(made).rows[0].value("format") == "Workshop; Panel"


def test_values_of_lists_are_told_by_key_or_word_and_others_stay_as_they_are() -> None:
    follow_up = (
        ("S1-R01", FollowUp((("status", "in_progress"), ("priority", "HIGH")))),
        ("S1-R02", FollowUp((("status", "In Progress"), ("priority", "later")))),
    )
    rows = of(report(asked("A", "S1-R01"), asked("B", "S1-R02")), follow_up=follow_up).rows
    assert [(row.value("status"), row.value("priority")) for row in rows] == [
        ("In progress", "High"),
        ("In progress", "later"),
    ]


def test_what_the_report_says_holds_until_the_follow_up_says_otherwise() -> None:
    items = (asked("A", "S1-R01", theme="Water", consensus="agreed"), asked("B", "S1-R02", theme="Water"))
    rows = of(report(*items), follow_up=(("S1-R02", FollowUp((("theme", "Energy"),))),)).rows
    assert [row.value("theme") for row in rows] == ["Water", "Energy"]
    assert rows[0].value("consensus") == "Agreed"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2018-09-05", datetime.date(2018, 9, 5)),
        ("2018-9-5", None),
        ("31.12.2019", None),
        ("2019-02-30", None),
        ("1899-12-31", None),
        ("soon", None),
        ("٢٠١٨-٠٩-٠٥", None),
    ],
)
def test_only_a_day_that_exists_in_iso_form_is_a_date(text: str, day: datetime.date | None) -> None:
    assert as_date(text) == day
    row = of(report(asked("Act.")), follow_up=(("S1-R01", FollowUp((("deadline", text),))),)).rows[0]
    assert row.value("deadline") == (day or text)


def test_a_session_day_without_a_year_stays_words() -> None:
    def day(*days: Day) -> object:
        return of(report(asked("Act."), when=When(tuple(Part(each) for each in days)))).rows[0].value("date")

    assert day(Day(9, 5, 2018)) == datetime.date(2018, 9, 5)
    assert day(Day(9, 5, None, 2)) == "Wednesday 5 September"
    assert day(Day(9, 5, 2018), Day(9, 6, 2018)) == "5 September 2018; 6 September 2018"
    assert day() == ""


def test_counts_list_every_value_and_what_has_none_on_its_own() -> None:
    items = tuple(asked(str(at), f"S1-R{at:02}") for at in range(1, 6))
    said = {1: "done", 2: "done", 3: "waiting for the board"}
    follow_up = tuple((f"S1-R{at:02}", FollowUp((("status", status),))) for at, status in said.items())
    found = of(report(*items), follow_up=follow_up).tally("status")
    assert [(each.value, each.number) for each in found] == [
        ("Not started", 0), ("In progress", 0), ("Done", 2), ("Changed", 0), ("Dropped", 0),
        ("waiting for the board", 1), ("", 2),
    ]  # fmt: skip
    assert sum(each.number for each in found) == len(items)


def test_nested_points_are_not_counted_as_recommendations() -> None:
    found = of(report(asked("A:", "S1-R01", points("b", "c"))), rows=True)
    assert (len(found.rows), len(found.recommendations), found.count("status", "")) == (3, 1, 1)


def test_tracks_are_counted_in_programme_order_with_those_the_programme_lacks() -> None:
    tracks = (Track("1", "Cities"), Track("2", ""))
    reports = (report(asked("A"), name="S1", track="2"), report(asked("B", "S2-R01"), name="S2", track="X"))
    found = of(*reports, tracks=tracks).tally("track")
    assert [(each.value, each.number) for each in found] == [
        ("Track 1 – Cities", 0),
        ("Track 2", 1),
        ("X", 1),
        ("", 0),
    ]


def test_sessions_without_recommendations_are_told_apart_from_those_with_some() -> None:
    found = of(report(asked("A")), report(name="S2"))
    assert [each.id for each in found.silent] == ["S2"]


def test_states_are_counted_and_final_means_all() -> None:
    final, draft = report(asked("A"), state="final"), report(name="S2")
    assert of(final).final
    assert not of(final, draft).final
    assert [(each.value, each.number) for each in of(final, draft).states] == [("draft", 1), ("final", 1)]


def test_hints_name_what_makes_a_recommendation_hard_to_follow_up() -> None:
    vague = asked("word " * 61, "S1-R01")
    sound = asked("Act.", "S1-R02", addressee="Cities", deadline="soon")
    again = asked("Act.", "S1-R03", addressee="Cities", deadline="soon")
    found = [row.value("hints") for row in of(report(vague, sound, again)).rows]
    assert found == ["names nobody to act; names no date; longer than 60 words", "", "same words as S1-R02"]


def test_the_key_changes_with_the_words_and_with_nothing_else() -> None:
    first = of(report(asked("Act."))).rows[0].value("key")
    marked = Recommendation("S1-R01", "7", (Paragraph((Emphasis((Text("Act."),)),)),), STEM, theme="Water")
    assert str(first).startswith("S1/S1-R01/")
    assert of(report(marked)).rows[0].value("key") == first
    assert of(report(asked("Act!"))).rows[0].value("key") != first


def test_a_recommendation_without_an_id_takes_no_follow_up() -> None:
    row = of(report(asked("Act.", "")), follow_up=(("", FollowUp((("status", "done"),))),)).rows[0]
    assert (row.value("id"), row.value("status")) == ("", "")


def test_a_layout_states_its_own_lists_and_what_is_closed() -> None:
    settings: dict[str, object] = {"lists": {"status": ["open", "done"], "theme": ["Water"]}, "closed": ["done"]}
    found = of(report(asked("A")), settings=settings)
    assert [entry.label for entry in found.lists["status"]] == ["open", "Done"]
    assert [entry.label for entry in found.lists["theme"]] == ["Water"]
    assert found.closed == ("Done",)


@pytest.mark.parametrize("language", layout.find("rapporteur").languages())
def test_the_words_of_every_list_are_there_in_every_language(language: str) -> None:
    catalogue = layout.find("rapporteur").catalogue(language)
    keys = {key for values in LISTS.values() for key in values} | set(CLOSED) | set(FOLLOW_UP)
    assert not [key for key in sorted(keys) if key not in catalogue.words or key in catalogue.borrowed]


def test_the_same_conference_gives_the_same_register() -> None:
    made = report(asked("A"), asked("B", "S1-R02"))
    assert of(made).rows == of(replace(made)).rows


# One recommendation of several sessions


def together(*clusters: Cluster) -> Register:
    names = {"S1": ("A", "B"), "S2": ("C",), "S3": ("D", "E")}
    reports = (report(*(asked(f"Do {each}.", each) for each in items), name=name) for name, items in names.items())
    return of(*reports, clusters=clusters)


def test_numbers_run_through_the_conference_and_those_that_are_one_share_theirs() -> None:
    assert [row.number for row in together().rows] == [1, 2, 3, 4, 5]
    found = together(Cluster(("D", "B"), True, "Do it."), Cluster(("A", "C"), False), Cluster(("A", "E")))
    assert [row.number for row in found.rows] == [1, 2, 3, 2, 4]
    assert [row.value("consolidated") for row in found.rows] == [1, 2, 3, 2, 4]
    assert [row.value("also_raised") for row in found.rows] == ["", "D", "", "B", ""]
    assert [row.value("agreed_wording") for row in found.rows] == ["", "Do it.", "", "Do it.", ""]
    assert [[row.value("id") for row in rows] for rows in found.shared] == [["B", "D"]]


def test_a_cluster_of_which_one_is_left_out_names_only_who_is_there() -> None:
    (row, *_) = together(Cluster(("A", "gone"), True)).rows
    assert (row.number, row.also) == (1, ())


def test_a_part_of_a_conference_is_numbered_as_the_whole() -> None:
    whole = together(Cluster(("B", "D"), True)).conference
    part = register(replace(whole, reports=whole.reports[2:]), ENGLISH, {}, whole=whole)
    assert [(row.value("id"), row.number, row.value("also_raised")) for row in part.rows] == [
        ("D", 2, "B"),
        ("E", 4, ""),
    ]


def test_proposals_are_a_column_of_their_own_and_change_no_number() -> None:
    reports = (report(asked("Train every operator in time.", name), name=f"S{name}") for name in "AB")
    found = register(Conference(reports=tuple(reports)), ENGLISH, {}, propose=True)
    assert [(row.number, row.value("also_raised"), row.value("proposed")) for row in found.rows] == [
        (1, "", "B"), (2, "", "A"),
    ]  # fmt: skip
    assert [[row.value("id") for row in rows] for rows in found.proposed] == [["A", "B"]]


def test_groups_hold_every_recommendation_and_several_addressees_each() -> None:
    items = (
        asked("One.", "A", addressee="cities; Donors"),
        asked("Two.", "B", addressee="Cities"),
        asked("Three.", "C"),
    )
    found = of(
        report(*items, track="2"), report(asked("Four.", "D"), name="S2"), tracks=(Track("1", "X"), Track("2", "Y"))
    )
    said = {
        by: [(each.value, [row.value("id") for row in each.rows]) for each in found.groups(by)]
        for by in ("addressee", "track")
    }
    assert said["addressee"] == [("cities", ["A", "B"]), ("Donors", ["A"]), ("", ["C", "D"])]
    assert said["track"] == [("Track 2 – Y", ["A", "B", "C"]), ("", ["D"])]
