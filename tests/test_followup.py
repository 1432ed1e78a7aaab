"""The follow-up comes back: exactly the cells that were edited, each once, with who and when, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapporteur import followup, layout, source
from rapporteur.followup import Change, Merged, Returned, Said, described, merge, recalled, remembered, written
from rapporteur.followup.returned import Cell, Line
from rapporteur.followup.values import Values
from rapporteur.problems import Refused, errors
from rapporteur.prose import Item, List, Paragraph, Text
from rapporteur.register import COLUMNS
from rapporteur.report import (
    FOLLOW_UP,
    Conference,
    FollowUp,
    Recommendation,
    Recommendations,
    Report,
    Section,
)
from rapporteur.settings import parse

LAYOUT = layout.find("rapporteur")
STATUS = ("not_started", "in_progress", "done", "changed", "dropped")
TEXTS = ("Publish the accounts.", "Adopt one index.", "Repair the mains.", "Invite young people.", "Train operators.")


def conference(follow_up: dict[str, dict[str, str]] | None = None, texts: tuple[str, ...] = TEXTS) -> Conference:
    items = tuple(
        Recommendation(f"S1-R{at:02}", "", (Paragraph((Text(text),)),), theme="Water" if at == 1 else "")
        for at, text in enumerate(texts, 1)
    )
    report = Report("S1", "Water", sections=(Section("asked", (Text("Asked"),), (Recommendations(items),)),))
    followed = tuple((name, FollowUp(tuple(each.items()))) for name, each in (follow_up or {}).items())
    return Conference(reports=(report,), follow_up=followed)


def register(of: Conference, file: str = "a.xlsx", **more: Any) -> Returned:
    """Return the register of a conference as a reader would see it."""
    from rapporteur.followup.current import as_sent

    sent = as_sent(of, LAYOUT)
    lines = tuple(replace(line, number=line.number + 3) for line in sent.lines)
    columns = tuple(replace(column, label=column.name) for column in sent.columns)
    told = {"file": file, "language": "en", "sheet": "R", "base": "ab" * 32, "saved": "2026-03-02T10:00:00Z", **more}
    return Returned(columns=columns, lines=lines, **told)


def put(returned: Returned, at: int, column: str, text: str, kind: Any = "text") -> Returned:
    """Return a register with another text in a cell of its line `at` (from 0)."""
    line = returned.lines[at]
    place = returned.at(column)
    cells = {name: cell for name, cell in line.cells.items() if name != place}
    if text:
        cells[place] = Cell(text, kind, f"R!{column}{line.number}")
    lines = list(returned.lines)
    lines[at] = Line(line.number, cells)
    return replace(returned, lines=tuple(lines))


def ordered(returned: Returned, order: list[int]) -> Returned:
    lines = (Line(returned.lines[0].number + to, returned.lines[at].cells) for to, at in enumerate(order))
    return replace(returned, lines=tuple(lines))


def changes(found: Merged) -> dict[str, str]:
    return {each.field: each.after for each in found.changes}


def back(of: Conference, *copies: Returned, now: Conference | None = None, **more: Any) -> Merged:
    return merge(now or of, LAYOUT, [(copy, register(of)) for copy in copies], **more)


WORDS = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=12)
FOLLOWED = st.dictionaries(
    st.sampled_from([f"S1-R{at:02}" for at in range(1, 6)]),
    st.fixed_dictionaries(
        {}, optional={"status": st.sampled_from(STATUS), "responsible": WORDS, "comment": WORDS, "theme": WORDS}
    ),
)
PLACES = st.sampled_from([(at, column) for at in (0, 3) for column in ("status", "comment", "sdg")])
ORDERS = st.permutations(range(5))


@given(FOLLOWED, ORDERS)
def test_an_unedited_return_changes_nothing_in_whatever_order_its_rows_stand(
    follow_up: dict[str, dict[str, str]], order: list[int]
) -> None:
    of = conference(follow_up)
    found = back(of, ordered(register(of), order))
    assert (found.changes, found.problems, found.apply_words, found.agreed) == ((), (), (), 0)
    assert written("# kept\nS1-R01: {status: done}\n", found) == "# kept\nS1-R01: {status: done}\n"


@given(FOLLOWED, ORDERS, st.dictionaries(PLACES, WORDS | st.just(""), max_size=4))
def test_edited_cells_are_found_exactly_and_written_exactly(
    follow_up: dict[str, dict[str, str]], order: list[int], edits: dict[tuple[int, str], str]
) -> None:
    of = conference(follow_up)
    returned, wanted = register(of), {}
    for (at, column), text in edits.items():
        value = STATUS[len(text) % 5] if column == "status" and text else text
        returned = put(returned, at, column, value)
        if follow_up.get(f"S1-R{at + 1:02}", {}).get(column, "") != value:
            wanted[f"S1-R{at + 1:02}.{column}"] = value
    found = back(of, ordered(returned, order), take={"all": "returned"})
    assert changes(found) == wanted
    before = "".join(
        f"{name}: # kept\n" + "".join(f"  {c}: {followup.writing.scalar(text)}\n" for c, text in each.items())
        for name, each in follow_up.items()
    )
    after = written(before, found)
    said = {name: each.plain() for name, each in parse(after, "f")[0].map.items()}
    for name in {*follow_up, *(field.partition(".")[0] for field in wanted)}:
        own = {c: wanted.get(f"{name}.{c}", follow_up.get(name, {}).get(c, "")) for c in FOLLOW_UP}
        entry = said.get(name)
        read = entry if isinstance(entry, dict) else {}
        assert {c: text for c, text in read.items() if c != "history"} == {c: text for c, text in own.items() if text}
        touched = sum(field.startswith(f"{name}.") for field in wanted)
        assert len(read.get("history", ())) == touched
    untouched = [name for name in follow_up if not any(field.startswith(name) for field in wanted)]
    for name in untouched:
        block = before[before.index(f"{name}:") :].split("\nS1")[0]
        assert block.rstrip("\n") in after


def test_a_change_carries_who_made_it_and_when_as_the_row_or_else_the_file_says() -> None:
    of = conference()
    returned = put(register(of, by="M. Diop"), 0, "status", "Done")
    returned = put(put(put(returned, 1, "status", "Done"), 1, "updated_by", "A. Rao"), 1, "last_update", "2026-02-01")
    found = back(of, returned)
    assert [each.event for each in found.changes if each.column == "status"] == [
        {"when": "2026-03-02", "who": "M. Diop", "column": "status", "to": "done"},
        {"when": "2026-02-01", "who": "A. Rao", "column": "status", "to": "done"},
    ]
    nobody = back(of, put(register(of, "Water desk.xlsx"), 0, "status", "Done")).changes[0]
    assert nobody.said.who == "Water desk"


def test_what_the_source_changed_too_is_a_conflict_until_somebody_decides() -> None:
    of, now = conference({"S1-R01": {"status": "in_progress"}}), conference({"S1-R01": {"status": "changed"}})
    returned = put(register(of), 0, "status", "Done")
    found = back(of, returned, now=now)
    assert not found.settled
    assert not found.changes
    assert [(each.field, each.base, each.current) for each in found.conflicts] == [
        ("S1-R01.status", "in_progress", "changed")
    ]
    assert "R!status4" in str(found.problems[0])
    for field in ("S1-R01.status", "S1-R01", "all"):
        assert field in found.names
        assert changes(back(of, returned, now=now, take={field: "returned"})) == {"S1-R01.status": "done"}
        kept = back(of, returned, now=now, take={field: "source"})
        assert kept.settled
        assert not kept.changes


def test_what_the_source_has_already_is_no_change() -> None:
    of, now = conference(), conference({"S1-R01": {"status": "done"}})
    found = back(of, put(register(of), 0, "status", "Done"), now=now)
    assert (found.changes, found.agreed, found.settled) == ((), 1, True)


def test_several_copies_are_one_and_where_they_differ_both_are_named() -> None:
    of = conference()
    one = put(put(register(of, "cities.xlsx", saved="2026-03-03"), 0, "status", "Done"), 1, "comment", "yes")
    two = put(put(register(of, "water.xlsx"), 0, "status", "Dropped"), 1, "comment", "yes")
    two = put(two, 2, "sdg", "6")
    found = back(of, one, two)
    assert changes(found) == {"S1-R02.comment": "yes", "S1-R03.sdg": "6"}
    assert [each.where.file for each in errors(found.problems)] == ["cities.xlsx"]
    assert all(name in str(found.problems[0]) for name in ("cities.xlsx", "water.xlsx"))
    assert changes(back(of, one, two, take={"S1-R01.status": "returned"}))["S1-R01.status"] == "done"


def test_each_copy_is_held_against_what_it_was_sent_as() -> None:
    early, late = conference(), conference({"S1-R01": {"status": "in_progress"}})
    old = put(register(early, "old.xlsx", saved="2026-01-01"), 1, "sdg", "6")
    new = put(register(late, "new.xlsx"), 0, "status", "Done")
    found = merge(late, LAYOUT, [(new, register(late)), (old, register(early))])
    assert changes(found) == {"S1-R01.status": "done", "S1-R02.sdg": "6"}
    assert found.settled


def test_without_what_was_sent_nothing_of_the_source_is_overwritten() -> None:
    now = conference({"S1-R01": {"status": "in_progress"}})
    returned = put(put(register(now), 0, "status", "Done"), 1, "sdg", "6")
    found = merge(now, LAYOUT, [(returned, None)])
    assert changes(found) == {"S1-R02.sdg": "6"}
    assert [each.field for each in found.conflicts] == ["S1-R01.status"]
    assert [each.rule for each in found.problems] == ["base", "conflict"]


def test_two_of_three_witnesses_decide_and_one_alone_does_not() -> None:
    of = conference()
    edited = put(register(of), 2, "status", "Done")
    for column in ("key", "id", "full_text"):
        found = back(of, put(edited, 2, column, ""))
        assert changes(found) == {"S1-R03.status": "done"}, column
    for kept in ("key", "id", "full_text"):
        lone = edited
        for column in {"key", "id", "full_text"} - {kept}:
            lone = put(lone, 2, column, "")
        found = back(of, lone)
        if kept != "full_text":
            assert not found.changes
            assert [each.rule for each in errors(found.problems)] == ["row"]
        assert not found.changes, kept


def test_words_alone_are_no_new_recommendation_if_they_were_sent() -> None:
    of = conference()
    found = back(of, put(put(register(of), 2, "key", ""), 2, "id", ""))
    assert not found.new
    assert [each.rule for each in errors(found.problems)] == ["row"]


def test_an_id_sorted_alone_leaves_its_edits_with_key_and_words() -> None:
    of = conference()
    returned = put(register(of), 0, "status", "Done")
    for at, name in enumerate(("S1-R05", "S1-R04", "S1-R03", "S1-R02", "S1-R01")):
        returned = put(returned, at, "id", name)
    found = back(of, returned)
    assert changes(found) == {"S1-R01.status": "done"}
    assert found.settled
    assert [each.rule for each in found.problems] == ["row"]


def test_an_edit_of_the_words_is_told_with_its_cell_and_not_written() -> None:
    of = conference()
    found = back(of, put(register(of), 1, "full_text", "Adopt two indexes."))
    assert found.changes == ()
    (word,) = found.apply_words
    assert (word.id, word.before, word.after, word.spot) == (
        "S1-R02",
        "Adopt one index.",
        "Adopt two indexes.",
        "R!full_text5",
    )
    assert "Adopt two indexes." in described(found, LAYOUT)


def test_a_row_copied_twice_with_other_values_must_be_decided_by_a_person() -> None:
    of = conference()
    returned = register(of)
    twice = replace(returned, lines=(*returned.lines, replace(returned.lines[0], number=20)))
    assert back(of, twice).settled
    other = put(twice, 5, "status", "Done")
    found = back(of, other)
    assert not found.settled
    assert not found.changes


def test_a_theme_that_the_session_names_is_not_emptied_from_the_register() -> None:
    of = conference()
    found = back(of, put(register(of), 0, "theme", ""))
    assert (found.changes, [each.rule for each in found.problems]) == ((), ["column"])


def test_an_unknown_id_and_a_line_that_names_nothing_are_problems() -> None:
    of = conference()
    returned = register(of)
    id_, status = returned.at("id"), returned.at("status")
    lines = (
        Line(30, {id_: Cell("S9-R09", spot="R!A30"), status: Cell("Done", spot="R!B30")}),
        Line(31, {status: Cell("Done", spot="R!B31")}),
    )
    found = back(of, replace(returned, lines=(*returned.lines, *lines)))
    assert [each.what for each in errors(found.problems)] == [
        "no recommendation that was sent has the id “S9-R09”",
        "nothing on this line says which recommendation it is",
    ]
    assert not found.changes


def test_a_recommendation_that_is_in_no_session_any_more_takes_no_value() -> None:
    of, now = conference(), conference(texts=TEXTS[:4])
    found = back(of, put(register(of), 4, "status", "Done"), now=now)
    assert not found.changes
    assert [each.rule for each in errors(found.problems)] == ["value"]
    assert back(of, register(of), now=now).problems == ()


def test_a_recommendation_that_was_sent_without_an_id_is_known_by_its_words_once_it_has_one() -> None:
    now = conference()
    items = tuple(replace(each, id="") for each in now.reports[0].recommendations)
    section = replace(now.reports[0].sections[0], blocks=(Recommendations(items),))
    of = replace(now, reports=(replace(now.reports[0], sections=(section,)),))
    assert changes(back(of, put(register(of), 1, "status", "Done"), now=now)) == {"S1-R02.status": "done"}
    assert [each.rule for each in errors(back(of, put(register(of), 1, "status", "Done")).problems)] == ["value"]


DAYS = {
    "2019-12-31": "2019-12-31",
    "31 December 2019": "2019-12-31",
    "31.12.2019": "2019-12-31",
    "31 décembre 2019": "2019-12-31",
    "2019年12月31日": "2019-12-31",
    "13/12/2019": "2019-12-13",
    "5/9/2012": None,
    "31 December": None,
    "Monday 31 December 2019": None,
    "2019-02-30": None,
    "end of 2019": None,
}


@pytest.mark.parametrize("text", DAYS)
def test_days_are_read_as_people_write_them_and_never_guessed(text: str) -> None:
    meant = Values(LAYOUT).meant("deadline", Cell(text), "en")
    assert (meant.value if not meant.wrong else None) == DAYS[text]
    assert bool(meant.hint) == bool(meant.wrong)


def test_words_of_lists_are_read_in_every_language_and_only_strict_lists_refuse_others() -> None:
    values = Values(LAYOUT)
    for language in LAYOUT.languages():
        for key in STATUS:
            for word in LAYOUT.catalogue(language).spellings(key):
                assert values.meant("status", Cell(word.upper()), "en").value == key
    assert values.meant("status", Cell("in_progress"), "en").value == "in_progress"
    refused = values.meant("status", Cell("Completed"), "fr")
    assert LAYOUT.catalogue("fr").spellings("done")[0] in refused.hint
    assert values.meant("addressee_type", Cell("River basins"), "en") == values.meant(
        "comment", Cell("River basins"), "en"
    )


def test_what_is_remembered_comes_back_as_it_was() -> None:
    sent = register(conference({"S1-R01": {"comment": "a\n“b” \\ c"}}))
    again = recalled(remembered(sent))
    assert again
    assert remembered(again) == remembered(sent)
    assert [column.name for column in again.columns] == list(COLUMNS)


def change(name: str, column: str, before: str, after: str) -> Change:
    return Change(name, column, before, after, Said(after, "a.xlsx", "R!A1", "M. Diop", "2026-03-02"))


BOTH = 'from: "two\\nlines", to: one'


def event(column: str, more: str) -> str:
    return f"{{when: 2026-03-02, who: M. Diop, column: {column}, {more}}}"


def test_only_the_lines_concerned_change() -> None:
    before = (
        "# Follow-up\r\n"
        "S1-R02:   # cities\r\n"
        "    status: 'in_progress'   # since May\r\n"
        "    comment: |\r\n        two\r\n        lines\r\n"
        "    history:\r\n    - {when: 2025-01-01}\r\n"
        "\r\n"
        "S1-R01: {status: done, sdg: \"6\"}  # short\r\n"
    )  # fmt: skip
    found = Merged(
        changes=(
            change("S1-R01", "sdg", "6", "7"),
            change("S1-R02", "status", "in_progress", "done"),
            change("S1-R02", "comment", "two\nlines", "one"),
            change("S1-R02", "priority", "", "high"),
            change("S1-R03", "status", "", "done"),
        ),
        order=("S1-R01", "S1-R02", "S1-R03"),
    )
    assert written(before, found) == (
        "# Follow-up\r\n"
        "S1-R02:   # cities\r\n"
        "    status: 'done'   # since May\r\n"
        "    comment: one\r\n"
        "    priority: high\r\n"
        "    history:\r\n    - {when: 2025-01-01}\r\n"
        f"    - {event('status', 'from: in_progress, to: done')}\r\n"
        f"    - {event('comment', BOTH)}\r\n"
        f"    - {event('priority', 'to: high')}\r\n"
        "\r\n"
        f'S1-R01: {{status: done, sdg: "7", history: [{event("sdg", "from: 6, to: 7")}]}}  # short\r\n'
        f"S1-R03:\r\n  status: done\r\n  history:\r\n    - {event('status', 'to: done')}\r\n"
    )


AWKWARD = ("", "# only a word", "\ufeff# mark\n", "{}\n", "S1-R01:\n", "S1-R01: {}\n", "S1-R01:\n  status:\n",
           "S1-R01: {status: done}", "S1-R01:\n  history:\n", "S1-R01:\n  history: {when: x}\n",
           "S1-R01:\n  history:\n    when: x\n    who: y\n", "---\nS1-R01:\n  status: done\n...\n",
           "S1-R01:\n  history:\n  - when: x\n    who: y\n\n  status: >-\n    do\n    ne\n\n# end\n",
           "{S1-R01: {status: done, history: []}}\n",
           "S1-R01:\n  history: [{when: x}, {when: y}]\n  # tail\n")  # fmt: skip


@pytest.mark.parametrize("before", AWKWARD)
def test_every_way_of_writing_the_file_takes_a_change_and_a_removal(before: str, tmp_path: Path) -> None:
    found = Merged(
        changes=(change("S1-R01", "comment", "", "a: b # c\n“d”"), change("S1-R02", "sdg", "", "07")),
        order=("S1-R01", "S1-R02"),
    )
    after = written(before, found)
    comments = [line for line in before.splitlines() if "#" in line]
    assert [line for line in after.splitlines() if "# " in line and "# c" not in line] == comments
    (tmp_path / "source/sessions").mkdir(parents=True)
    (tmp_path / "source/conference.yaml").write_text("name: A\n", "utf-8")
    (tmp_path / source.FOLLOWUP).write_text(after, "utf-8")
    read = dict(source.read(tmp_path).conference.follow_up)
    assert read["S1-R01"].value("comment") == "a: b # c\n“d”"
    assert dict(read["S1-R01"].history[-1])["who"] == "M. Diop"
    gone = written(after, Merged(changes=(change("S1-R01", "comment", "x", ""),), order=("S1-R01",)))
    assert "comment" not in parse(gone, "f")[0].map["S1-R01"].map


def test_a_file_with_errors_is_not_touched() -> None:
    with pytest.raises(Refused):
        written("S1-R01: [\n", Merged(changes=(change("S1-R01", "sdg", "", "6"),)))


def test_what_is_printed_of_a_follow_up_is_an_input_of_its_session() -> None:
    of = conference({"S1-R01": {"status": "done", "comment": "x"}, "S1-R02": {"comment": "y"}})
    ids = [each.id for each in of.reports[0].recommendations]
    found = followup.digests(of.follow_up, ids)
    assert [name for name, digest in found.items() if digest] == ["follow-up of S1-R01"]
    other = conference({"S1-R01": {"status": "done", "comment": "z"}})
    assert followup.digests(other.follow_up, ids) == found
    assert followup.digests(conference({"S1-R01": {"status": "changed"}}).follow_up, ids) != found


def test_points_have_a_follow_up_of_their_own() -> None:
    points = List((Item((Paragraph((Text("name owners"),)),)), Item((Paragraph((Text("set dates"),)),))))
    one = Recommendation("S1-R01", "", (Paragraph((Text("Adopt a plan that:"),)), points))
    section = Section("asked", (Text("Asked"),), (Recommendations((one,)),))
    of = Conference(
        reports=(Report("S1", "Water", sections=(section,)),),
        follow_up=(("S1-R01.b", FollowUp((("status", "done"),))),),
    )
    from rapporteur.view import view

    assert view(of.reports[0], of, LAYOUT).followed == {"S1-R01": ("S1-R01.b · Status: Done",)}


def test_word_and_pdf_print_the_status_in_the_language_of_the_report_and_nothing_without_one() -> None:
    from rapporteur import container, pdf, word
    from rapporteur.format import Options

    of = conference({"S1-R02": {"status": "done", "responsible": "Water & Co", "deadline": "2027-06-30"}})
    report = replace(of.reports[0], state="final", language="fr")
    sent = Options(conference=replace(of, reports=()))
    line = "Responsable : Water & Co · Échéance : 30 juin 2027"
    parts = container.unpack(word.exporter.export(report, LAYOUT, sent))
    assert parts["word/document.xml"].count(b'<w:pStyle w:val="RPTStatus"/>') == 1
    for found in (word.exporter, pdf.exporter):
        words = [" ".join(text.split()) for text in found.words(found.export(report, LAYOUT, sent))]
        assert line in " ".join(words).replace("\xa0", " "), found.name
        silent = replace(of, reports=(), follow_up=(("S1-R02", FollowUp((("comment", "x"),))),))
        none, bare = (found.export(report, LAYOUT, Options(conference=each)) for each in (silent, Conference()))
        assert found.words(none) == found.words(bare)
