"""The register's workbook: nothing lost, nothing evaluated, and everything that makes it work in an office program."""

from __future__ import annotations

import datetime
import os
import re
import shutil
import subprocess
import sys
import warnings
from collections.abc import Callable, Mapping
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

import rapporteur
import reports
from rapporteur import container, layout, source
from rapporteur.excel import exporter, measure, sheets
from rapporteur.format import Exporter, Options
from rapporteur.layout import Layout
from rapporteur.office import environment
from rapporteur.problems import Refused
from rapporteur.prose import Emphasis, Item, List, Paragraph, Text
from rapporteur.report import (
    Cluster,
    Conference,
    Count,
    Day,
    FollowUp,
    Origin,
    Part,
    Person,
    Recommendation,
    Recommendations,
    Report,
    Role,
    Section,
    Track,
    When,
)

HERE = Path(__file__).resolve().parent
LAYOUT = layout.find("rapporteur")
OFFICE = shutil.which("soffice")
STEM = (Text("We should:"),)
UNKNOWN = When(())
LANGUAGES = ("ar", "en", "es", "fr", "hi", "pt", "ru", "zh")
INJECTIONS = ("=1+1", "+1", "-1", "@SUM(1)", '=HYPERLINK("http://x")', "=cmd|' /C calc'!A0", "_x0041_", "a_x000D_b")


def asked(text: str, name: str, stem: tuple[Text, ...] = (), **values: str) -> Recommendation:
    return Recommendation(name, "", (Paragraph((Text(text),)),), stem, **values)  # type: ignore[arg-type]


def conference(*texts: str, **values: object) -> Conference:
    items = tuple(asked(text, f"S1-R{at:02}") for at, text in enumerate(texts, 1))
    section = Section("asked", (Text("Key recommendations"),), (Recommendations(items),))
    reports = (Report("S1", "A session", "1", state="final", sections=(section,) if items else ()),)
    return Conference(**{"name": "Assembly", "reports": reports} | values)  # type: ignore[arg-type]


def wide(language: str = "en") -> Conference:
    """Two sessions and one that recommends nothing, six recommendations, most of what a follow-up says."""
    deep = Recommendation(
        "S1-R02",
        "79",
        (Paragraph((Text("Adopt a "), Emphasis((Text("plan"),)), Text(" that:"))), List((Item((Paragraph(STEM),)),))),
        STEM,
        group="B. Cities",
    )
    first = (asked("Act at once.", "S1-R01", STEM, addressee="Cities", deadline="Q4"), deep, asked("Rest.", "S1-R03"))
    second = tuple(asked(f"Point {at}?", f"S2-R0{at}") for at in (1, 2, 3))
    follow_up = {
        "S1-R01": {"status": "done", "deadline": "2018-12-31", "evidence": "https://example.org/a?b=1&c=2"},
        "S1-R02": {"status": "in_progress", "deadline": "2019-06-30", "priority": "high", "response": "accepted"},
        "S2-R01": {"status": "in_progress", "deadline": "soon", "evidence": "javascript:alert(1)"},
        "S2-R02": {"status": "waiting", "addressee_type": "city", "comment": "=1+1"},
    }
    when = When((Part(Day(9, 5, 2018)),))
    return Conference(
        "Assembly", "12th", "Montréal", "", (Track("1", "Cities: what* next?~"), Track("2", 'The "rest" & <more>')),
        (language,),
        reports=(
            _report("S1", "1", "final", first, when),
            _report("S2", "2", "draft", second),
            _report("S3", "2", "reviewed", ()),
        ),
        follow_up=tuple((name, FollowUp(tuple(values.items()))) for name, values in follow_up.items()),
    )  # fmt: skip


def _report(name: str, track: str, state: Any, items: tuple[Recommendation, ...], when: When = UNKNOWN) -> Report:
    sections = (Section("asked", (Text("Key recommendations"),), (Recommendations(items),)),) if items else ()
    origin = Origin(f"source/sessions/{name.lower()}.md")
    return Report(name, f"Session {name}", track, state=state, when=when, sections=sections, origin=origin)


def made(subject: Conference, *, by: Layout = LAYOUT, base: str = "", date: str = "", **options: str) -> bytes:
    return exporter.export(subject, by, Options(base=base, date=date, settings=options))


def opened(data: bytes, results: bool = False) -> Workbook:
    return load_workbook(BytesIO(data), data_only=results, rich_text=False)


def column(data: bytes, label: str) -> list[Any]:
    """Return what stands below a label of the register."""
    sheet = opened(data).worksheets[0]
    table = sheet.tables["tblRecommendations"]
    rows = list(sheet[table.ref])
    at = [cell.value for cell in rows[0]].index(label)
    return [row[at] for row in rows[1:]]


def cells(data: bytes) -> dict[str, list[list[str]]]:
    """Return the lines of every sheet that say something, as this program reads them back, by its title."""
    found = {}
    for sheet in sheets.read(data).sheets:
        lines = [sheet.lines.get(number, {}) for number in range(1, max(sheet.lines) + 1)]
        found[sheet.title] = [[line[at].text if at in line else "" for at in _to_last(line)] for line in lines]
    return found


def _to_last(line: Mapping[int, object]) -> range:
    return range(1, max(line, default=0) + 1)


# Nothing is lost


texts = st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn"]), min_size=1, max_size=60).filter(str.strip)


@reports.tries(30)
@given(st.lists(texts, min_size=1, max_size=4))
def test_every_sentence_is_in_a_cell_exactly(said: list[str]) -> None:
    subject = conference(*said)
    found = {text for row in cells(made(subject))["Recommendations"] for text in row}
    assert [item.sentence for item in subject.reports[0].recommendations if item.sentence not in found] == []


@pytest.mark.parametrize("text", INJECTIONS)
def test_what_looks_like_a_formula_stays_text(text: str) -> None:
    data = made(conference(text, follow_up=(("S1-R01", FollowUp((("comment", text),))),)))
    for label in ("Recommendation", "Comment"):
        (cell,) = column(data, label)
        assert cell.data_type == "s"
        assert cell.style.startswith("Register")
        assert bool(cell.quotePrefix) is text.startswith(("=", "+", "-", "@"))
    assert text in exporter.words(data)


def test_formulas_stand_only_where_figures_and_words_follow_the_register() -> None:
    book = opened(made(wide()))
    found = {sheet.title for sheet in book for row in sheet for cell in row if cell.data_type == "f"}
    assert found == {"By track", "By addressee", "Summary"}


def test_white_space_and_escapes_come_back_as_they_were() -> None:
    text = "two  spaces, _x005F_ and\ta tab"
    data = made(conference("x", follow_up=(("S1-R01", FollowUp((("comment", text),))),)))
    assert text in exporter.words(data)


def test_escapes_that_openpyxl_would_lose_from_shared_texts_are_read() -> None:
    data = made(conference("SHARED"))
    parts = container.unpack(data)
    inline = b't="inlineStr"><is><t>SHARED</t></is>'
    assert inline in parts["xl/worksheets/sheet1.xml"]
    texts = (("_x0041_", "A"), ("_x005F_x0041_", "_x0041_"), ("_x005F_x005F_", "_x005F_"), ("x005F_", "x005F_"))
    for stored, text in texts:
        items = f'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>{stored}</t></si></sst>'
        sheet = parts["xl/worksheets/sheet1.xml"].replace(inline, b't="s"><v>0</v>')
        types = parts["[Content_Types].xml"].replace(b"</Types>", _SHARED + b"</Types>")
        more = {"xl/worksheets/sheet1.xml": sheet, "[Content_Types].xml": types, "xl/sharedStrings.xml": items.encode()}
        assert cells(container.pack({**parts, **more}))["Recommendations"][3][2] == text


_SHARED = (
    b'<Override PartName="/xl/sharedStrings.xml" '
    b'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>'
)


def test_the_stem_keeps_its_colon_and_is_muted_in_the_cell() -> None:
    book = load_workbook(BytesIO(made(wide())), rich_text=True)
    runs = list(book.worksheets[0]["C4"].value)
    assert "".join(str(run) for run in runs) == "We should: Act at once."
    assert [run.text.strip() for run in runs if run.font.color.rgb == "FF5B6770"] == ["We should:"]


def test_dates_are_dates_and_what_is_no_date_stays_text() -> None:
    found = [cell.value for cell in column(made(wide()), "Deadline")]
    assert found[0].date() == datetime.date(2018, 12, 31)
    assert found[3] == "soon"
    assert found[5] is None
    assert column(made(wide()), "Deadline as written")[0].value == "Q4"


def test_every_column_of_the_follow_up_is_there_once() -> None:
    book = opened(made(wide()))
    labels = [each.name for each in book.worksheets[0].tables["tblRecommendations"].tableColumns]
    assert len(labels) == 35
    assert len(set(labels)) == len(labels)


# Nothing is invented or dangerous


def test_only_safe_addresses_become_links() -> None:
    data = made(wide(), **{"link:S2": "../pdf/S2 réunion.pdf"})
    links = {cell.value: cell.hyperlink.target for cell in column(data, "Evidence") if cell.hyperlink}
    assert links == {"https://example.org/a?b=1&c=2": "https://example.org/a?b=1&c=2"}
    sessions = [cell.hyperlink.target if cell.hyperlink else None for cell in column(data, "Session")]
    assert sessions == [None, None, None, *["../pdf/S2%20r%C3%A9union.pdf"] * 3]


def test_text_too_long_for_a_cell_is_refused_by_name_and_line() -> None:
    subject = conference("word " * 7_000)
    with pytest.raises(Refused) as refusal:
        made(subject)
    (problem,) = refusal.value.problems
    assert "S1-R01" in problem.what
    assert "34,999" in problem.what
    assert made(conference("x" * 32_767))


def test_every_character_that_no_workbook_holds_is_refused_at_once() -> None:
    said = (("S1-R01", FollowUp((("comment", "a\x0bb"),))), ("S1-R02", FollowUp((("comment", "\ufffe"),))))
    with pytest.raises(Refused) as refusal:
        made(conference("A", "B", follow_up=said))
    assert ["U+000B" in refusal.value.problems[0].what, "U+FFFE" in refusal.value.problems[1].what] == [True, True]


def test_no_days_are_stated_that_the_source_does_not_state() -> None:
    assert b"dcterms:created" not in container.unpack(made(wide()))["docProps/core.xml"]
    assert opened(made(wide(), date="2018-09-07")).properties.created.date() == datetime.date(2018, 9, 7)


def test_base_and_schema_are_properties_and_the_base_is_printed() -> None:
    data = made(wide(), base="7f3a" * 16)
    book = opened(data)
    found = {each.name: each.value for each in book.custom_doc_props.props}
    columns = " ".join(found.pop(f"RapporteurColumns{at}") for at in (1, 2))
    assert columns.split()[:4] == ["id", "consolidated", "full_text", "track"]
    assert columns.split()[-1] == "key"
    assert found == {
        "RapporteurBase": "7f3a" * 16,
        "RapporteurSchema": "1",
    }
    assert [sheet.oddFooter.left.text for sheet in book] == ["Base 7f3a7f3a7f3a"] * 8
    assert "Base " + "7f3a" * 16 in exporter.words(data)


# It works in an office program


def test_the_register_is_a_table_with_lists_colours_and_print_set_up() -> None:
    sheet = opened(made(wide())).worksheets[0]
    table = sheet.tables["tblRecommendations"]
    assert (table.ref, table.autoFilter.ref, table.tableStyleInfo.showRowStripes) == ("A3:AI9", "A3:AI9", True)
    assert sheet.freeze_panes == "B4"
    assert (sheet.print_title_rows, sheet.print_area) == ("$3:$3", "'Recommendations'!$A$1:$M$1048576")
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.oddFooter.right.text == "Page &P of &N"
    assert not sheet.protection.sheet
    kinds = [each.type for each in sheet.data_validations.dataValidation]
    assert (kinds.count("list"), kinds.count("date")) == (5, 2)
    assert len(sheet.conditional_formatting) == 6
    assert sum(len(each.rules) for each in sheet.conditional_formatting) == 12


def test_about_ten_columns_are_printed_and_the_others_are_grouped_or_on_the_screen() -> None:
    sheet = opened(made(replace(wide(), reports=wide().reports[:1]))).worksheets[0]
    shown = [name for name, each in sheet.column_dimensions.items() if not each.hidden]
    grouped = [name for name, each in sheet.column_dimensions.items() if each.outlineLevel]
    assert sheet.print_area.endswith("$L$1048576")
    assert len(shown) == 15
    assert len(grouped) == 19
    assert all(sheet.column_dimensions[name].hidden for name in grouped)


def test_lists_stand_on_a_hidden_sheet_under_the_names_that_the_rules_use() -> None:
    book = opened(made(wide()))
    assert [(sheet.title, sheet.sheet_state) for sheet in book] == [
        ("Recommendations", "visible"), ("By track", "visible"), ("By addressee", "visible"),
        ("Attendance", "visible"), ("People and organisations", "visible"),
        ("Summary", "visible"), ("Read me", "visible"), ("Lists", "hidden"),
    ]  # fmt: skip
    used = {each.formula1 for each in book.worksheets[0].data_validations.dataValidation if each.type == "list"}
    assert used == set(book.defined_names)
    for name, defined in book.defined_names.items():
        (place,) = defined.destinations
        values = [cell.value for (cell,) in book[place[0]][place[1]]]
        assert all(values), name
    assert [cell.value for (cell,) in book["Lists"][next(book.defined_names["list_priority"].destinations)[1]]] == [
        "High", "Medium", "Low",
    ]  # fmt: skip


def test_a_status_is_told_by_its_word_and_its_colour_follows_the_word() -> None:
    sheet = opened(made(wide())).worksheets[0]
    over = {str(each.sqref): each for each in sheet.conditional_formatting}
    status = over["M4:M109"]
    assert [rule.formula[0] for rule in status.rules] == [
        f'$M4="{word}"' for word in ("Not started", "In progress", "Done", "Changed", "Dropped")
    ]
    (overdue,) = over["L4:L109"].rules
    assert overdue.formula == ['AND(ISNUMBER($L4),$L4<TODAY(),$M4<>"Done",$M4<>"Dropped")']
    assert overdue.dxf.numFmt.formatCode == '"! "yyyy\\-mm\\-dd'


def test_the_chart_is_native_titled_and_described() -> None:
    parts = container.unpack(made(wide()))
    assert sum(name.startswith("xl/charts/chart") for name in parts) == 3
    chart, drawing = parts["xl/charts/chart1.xml"].decode(), parts["xl/drawings/drawing1.xml"].decode()
    assert re.findall(r"<a:t>(.*?)</a:t>", chart) == ["By status", "Status", "Number"]
    assert re.findall(r"<f>(.*?)</f>", chart) == ["'Summary'!$A$5:$A$11", "'Summary'!$B$5:$B$11"]
    said = 'descr="By status: Not started 0; In progress 2; Done 1; Changed 0; Dropped 0; waiting 1; No status yet 2"'
    assert said in drawing


def test_the_summary_counts_live_and_shows_the_right_results_before_anything_is_calculated() -> None:
    data = made(wide())
    sheet, results = opened(data)["Summary"], opened(data, results=True)["Summary"]
    shown = {row[0].value: row[1].value for row in results["A5:B30"] if isinstance(row[1].value, int)}
    assert shown["In progress"] == 2
    assert shown["No status yet"] == 2
    assert shown["Track 1 – Cities: what* next?~"] == 3
    assert shown["Total"] == 6
    formula = sheet["B5"].value
    assert formula == (
        '=COUNTIFS(tblRecommendations[Recommendation],"<>",tblRecommendations[Parent ID],"",'
        'tblRecommendations[Status],"=Not started")'
    )
    assert '"=Track 1 – Cities: what~* next~?~~"' in sheet["B16"].value
    assert '"=Track 2 – The ""rest"" & <more>"' in sheet["B17"].value
    assert sheet["C16"].value.startswith("=IFERROR(B16/COUNTIFS(")
    assert results["C16"].value == 0.5


def test_what_is_overdue_depends_on_the_day_and_has_no_result_before_it() -> None:
    data = made(wide())
    (row,) = [row for row in opened(data)["Summary"] if row[0].value == "Overdue"]
    assert "TODAY()" in row[1].value
    assert opened(data, results=True)["Summary"][row[1].coordinate].value is None


def lined(data: bytes, title: str, results: bool = True) -> list[list[Any]]:
    """Return the lines of a sheet, without its empty cells."""
    return [[value for value in row if value is not None] for row in opened(data, results)[title].values]


def test_lists_by_track_and_by_addressee_hold_every_recommendation_and_look_its_status_up() -> None:
    data = made(wide())
    assert [row for row in lined(data, "By track") if len(row) == 1][2:] == [
        ["Track 1 – Cities: what* next?~ (3)"], ['Track 2 – The "rest" & <more> (3)'],
    ]  # fmt: skip
    rows = [row for row in lined(data, "By addressee") if len(row) > 4 and isinstance(row[0], int)]
    assert rows[0] == [1, "S1-R01", "We should: Act at once.", "Track 1 – Cities: what* next?~", "Session S1", "Done"]
    assert sorted(row[0] for row in rows) == [1, 2, 3, 4, 5, 6]
    formula = opened(data)["By track"]["F5"].value
    assert formula == ('=IFERROR(INDEX(tblRecommendations[Status],MATCH("S1-R01",tblRecommendations[ID],0))&"","")')
    assert opened(data)["By track"].freeze_panes == "A4"
    assert opened(data)["By track"].print_title_rows == "$3:$3"


def test_what_was_decided_and_what_is_proposed_stand_apart_on_a_sheet_of_their_own() -> None:
    points = List((Item((Paragraph((Text("in time;"),)),)),))
    items = [asked("Train every operator:", f"S{at}-R01") for at in range(4)]
    items = [replace(each, blocks=(*each.blocks, points)) for each in items]
    reports = tuple(_report(f"S{at}", "1", "final", (item,)) for at, item in enumerate(items))
    clusters = (Cluster(("S0-R01", "S2-R01"), True, "Train them."),)
    data = made(Conference("Assembly", reports=reports, clusters=clusters))
    rows = lined(data, "Raised several times")
    confirmed, proposed = (
        rows.index([title]) for title in ("Confirmed as one recommendation", "Proposals: nobody has decided yet")
    )
    assert rows[confirmed + 1] == ["Train them."]
    said = "Train every operator:\n• in time;"
    shared = [row[:3] for row in rows[confirmed:proposed] if len(row) > 3][1:]
    assert shared == [[1, "S0-R01", said], [1, "S2-R01", said]]
    assert [row[1] for row in rows[proposed:] if len(row) > 3][1:] == ["S0-R01", "S1-R01", "S2-R01", "S3-R01"]
    assert [cell.value for cell in column(data, "No.")] == [1, 2, 1, 3]
    assert [cell.value for cell in column(data, "Also raised in")] == ["S2-R01", None, "S0-R01", None]
    assert column(data, "May be the same (proposal)")[1].value == "S0-R01; S2-R01; S3-R01"
    assert "Raised several times" not in opened(made(wide())).sheetnames


def test_people_and_organisations_stand_once_with_their_roles_and_no_address() -> None:
    amina = Person("Amina Diallo", "Director", "Rivers", "Senegal", "amina@example.org", "+221 5")
    reports = (
        replace(_report("S1", "1", "final", ()), roles=(Role("moderator", (amina,)), Role("host", (Person("=1+1"),)))),
        replace(_report("S2", "1", "final", ()), roles=(Role("presenters", (replace(amina, position="Chair"),)),)),
    )
    data = made(Conference("Assembly", reports=reports))
    rows = lined(data, "People and organisations")
    assert ["Amina Diallo", "Director; Chair", "Rivers", "Senegal", "Moderator: S1; Presenters: S2"] in rows
    assert ["=1+1", "host: S1"] in rows
    assert ["Rivers", "Amina Diallo", "S1, S2", "Senegal"] in rows
    assert not [text for text in exporter.words(data) if "@" in text or "+221" in text]


def test_attendance_adds_up_on_its_sheet_with_what_is_not_known() -> None:
    def told(name: str, *counts: Count) -> Report:
        return replace(_report(name, "1", "final", ()), attendance=counts or None)

    reports = (
        told("S1", Count("women", 11, "gender"), Count("men", 9, "gender"), Count("total", 24, "total")),
        told("S2", Count("total", 40, "total", method="estimated"), Count("total", 30, "total", "online")),
        told("S3", Count("total", None, "total", band="20–50", method="band")),
        replace(told("S4"), track="2"),
    )
    tracks = (Track("1", "One"), Track("2", "Two"))
    data = made(Conference("Assembly", tracks=tracks, reports=reports))
    rows = lined(data, "Attendance")
    assert ["4 of 4 sessions reported; number of participants known of 2 of 4 sessions"] in rows
    assert ["Gender: known for 31% of these participants"] in rows
    assert ["Sessions that gave only a range, which is in no sum: 1"] in rows
    assert ["Track 1 – One", 30, 34, 64, 2, 3] in rows
    assert ["Track 2 – Two", "Not recorded", "Not recorded", "Not recorded", 0, 1] in rows
    assert ["Total", 11, 9, 44, 64, 2, 4] in rows
    shown = {cell.value: cell.number_format for row in opened(data)["Attendance"] for cell in row if cell.value == 64}
    assert shown == {64: '"≈ "#,##0'}
    small = made(Conference("Assembly", tracks=tracks, reports=reports, suppress=10))
    assert ["Total", "withheld", "withheld", 44, 64, 2, 4] in lined(small, "Attendance")
    assert not {9, 11} & {value for row in lined(small, "Attendance") for value in row}


def test_sessions_that_recommend_nothing_are_listed_and_not_counted_as_zero() -> None:
    book = opened(made(wide()))
    rows = [[cell.value for cell in row[:3]] for row in book["Summary"]]
    assert ["Session S3", "S3", "Reviewed"] in rows
    (sources,) = [row for row in book["Read me"].iter_rows(values_only=True) if row[0] == "S3"]
    assert sources == ("S3", "Session S3", "Reviewed", "–", "source/sessions/s3.md")


def test_the_state_of_every_report_is_seen_while_one_is_not_final() -> None:
    found = made(wide())
    assert [cell.value for cell in column(found, "State of the report")] == ["Final"] * 3 + ["Draft"] * 3
    assert "Draft 1 · Reviewed 1 · Final 1" in str(opened(found).worksheets[0]["A2"].value)
    sheet = opened(found).worksheets[0]
    assert [cell.value for cell in sheet[3]].index("State of the report") < 12


def test_nested_points_get_rows_of_their_own_on_request() -> None:
    sheet = opened(made(wide(), points="rows")).worksheets[0]
    assert [sheet.row_dimensions[line].outlineLevel for line in range(4, 8)] == [0, 0, 1, 0]
    assert sheet["A6"].value == "S1-R02.a"
    assert not sheet.sheet_properties.outlinePr.summaryBelow


def test_protection_is_off_unless_asked_for_and_leaves_open_what_is_to_be_filled_in() -> None:
    sheet = opened(made(wide(), protect="yes")).worksheets[0]
    assert sheet.protection.sheet
    assert not sheet.protection.autoFilter
    locked = {cell.value: sheet.cell(4, cell.column).protection.locked for cell in sheet[3]}
    assert (locked["ID"], locked["Recommendation"], locked["Status"], locked["Comment"]) == (True, True, False, False)


def test_rows_are_as_high_as_their_text_and_grow_again() -> None:
    data = made(conference("word " * 200, "short"))
    sheet = opened(data).worksheets[0]
    assert sheet.row_dimensions[4].height > 8 * sheet.row_dimensions[5].height
    rows = re.findall(r"<row [^>]*>", container.unpack(data)["xl/worksheets/sheet1.xml"].decode())
    assert ["customHeight" in row for row in rows] == [True, True, True, False, False]
    assert measure.height(1_000, 10) == measure.HIGHEST


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200), st.floats(1, 60))
def test_more_room_never_needs_more_lines(text: str, ems: float) -> None:
    assert 1 <= measure.lines(text, ems + 5) <= measure.lines(text, ems)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_its_words_and_its_direction(language: str) -> None:
    data = made(wide(language))
    book = opened(data)
    assert {bool(sheet.sheet_view.rightToLeft) for sheet in book} == {language == "ar"}
    text = "\n".join(exporter.words(data))
    assert language == "en" or "Recommendations" not in book.sheetnames
    assert "{" not in text
    assert [name for row in cells(data).values() for name in row[0][:1]]


# A layout rules what it holds


def changed(tmp_path: Path, old: str, new: str) -> Layout:
    """Return the layout with one thing in its template changed."""
    found = LAYOUT.read("excel.html.jinja").decode()
    assert old in found
    (tmp_path / "excel.html.jinja").write_text(found.replace(old, new), "utf-8")
    return Layout("own", (tmp_path, *LAYOUT.folders))


def test_a_column_is_taken_out_and_another_put_in_by_the_template_alone(tmp_path: Path) -> None:
    old = '{{- column("priority", 9, list="priority") }}'
    own = changed(tmp_path, old, '<th data-column="moderator" data-width="20">Chair</th>')
    labels = [cell.value for cell in opened(made(wide(), by=own)).worksheets[0][3]]
    assert "Priority" not in labels
    assert "Chair" in labels


def test_without_a_status_column_its_counts_are_figures_without_formulas(tmp_path: Path) -> None:
    own = changed(tmp_path, '{{- column("status", 11.5, list="status") }}', "")
    book = opened(made(wide(), by=own))
    assert book["Summary"]["B6"].value == 2
    assert "list_status" not in book.defined_names


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('class="note"', 'class="loud"', "there is no style “loud”"),
        ('data-source="by_status"', 'data-source="nothing"', "not “nothing”"),
        ('data-formula="share"', 'data-formula="sum"', "there is no formula “sum”"),
        ('data-sheet="lists"', 'data-sheet="words"', "no sheet for them"),
        ('data-sheet="read_me"', 'data-sheet="../x"', "is no data-sheet"),
        ('list="response"', 'list="answers"', "there is no list “answers”"),
        ('column("track"', 'column("session"', "the column “session” twice"),
        ("</h1>", "</h1><p><a href='file:///x'>x</a></p>", "cannot lead to “file:”"),
        ("</h1>", "</h1><ul><li>x</li></ul>", "no place for <ul>"),
        ('"full_text", 48', '"full_text", 999', "“999” is no width"),
    ],
)
def test_a_mistake_in_the_template_is_a_problem_that_says_what(tmp_path: Path, old: str, new: str, said: str) -> None:
    with pytest.raises(Refused, match=re.escape(said)) as refusal:
        made(wide(), by=changed(tmp_path, old, new))
    assert {each.rule for each in refusal.value.problems} == {"layout"}


def test_an_empty_conference_gives_a_valid_table_and_one_explanation() -> None:
    data = made(Conference())
    sheet = opened(data).worksheets[0]
    assert sheet["A2"].value.startswith("No session has reported a recommendation yet.")
    assert sheet.tables["tblRecommendations"].ref == "A3:AI4"
    assert [cell.value for cell in sheet[4]] == [None] * 35
    assert opened(data, results=True)["Summary"]["B5"].value == 0


def test_the_seam_is_kept() -> None:
    assert isinstance(exporter, Exporter)
    assert (exporter.name, exporter.suffix, exporter.subjects) == ("excel", ".xlsx", {"conference"})
    assert exporter.stem == "recommendations"
    with pytest.raises(TypeError):
        exporter.export(Report("S1", "A session"), LAYOUT, Options())


# The same bytes, and files that others find no fault with


_TWICE = """
import hashlib, sys
from pathlib import Path
from rapporteur import source
from rapporteur.excel import exporter
from rapporteur.format import Options
found = source.read(Path(sys.argv[1]))
data = exporter.export(found.conference, found.layout, Options(base="ab" * 32, date="2018-09-05"))
print(hashlib.sha256(data).hexdigest(), "docx" in sys.modules, "weasyprint" in sys.modules)
"""


def test_two_processes_give_the_same_bytes_and_load_no_other_engine(tmp_path: Path) -> None:
    package = str(Path(rapporteur.__file__).resolve().parents[1])
    found = set()
    for seed, zone, where in (("1", "UTC", HERE), ("2", "Asia/Kathmandu", tmp_path)):
        clean = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": package}
        run = [sys.executable, "-c", _TWICE, str(HERE.parent)]
        found.add(subprocess.run(run, cwd=where, env=clean, capture_output=True, text=True, check=True).stdout)
    (only,) = found
    assert only.split()[1:] == ["False", "False"]


SUBJECTS: dict[str, Callable[[], bytes]] = {
    "sample": lambda: made(source.read(reports.the_sample()).conference, base="ab" * 32, date="2018-09-05"),
    "empty": lambda: made(Conference()),
    "wide": lambda: made(wide(), **{"link:S1": "../pdf/s1.pdf"}),
    "rows": lambda: made(wide("ar"), points="rows", protect="yes"),
}


FALSE = {
    "Excel_InlineStrCells": "openpyxl writes each text into its cell: valid (ECMA-376 part 1, 18.18.11)",
}
"""Warnings of the validator that are no mistakes, with the reason."""


@pytest.mark.parametrize("name", SUBJECTS)
def test_an_independent_validator_finds_no_error(name: str, tmp_path: Path) -> None:
    from openxml_audit import OpenXmlValidator

    path = tmp_path / f"{name}.xlsx"
    path.write_bytes(SUBJECTS[name]())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = OpenXmlValidator().validate(str(path)).errors
    assert [each for each in found if each.id not in FALSE] == []


def office(data: bytes, folder: Path, kind: str) -> Path:
    """Return the file that LibreOffice makes of a workbook."""
    path = folder / "register.xlsx"
    path.write_bytes(data)
    home = f"-env:UserInstallation=file://{folder}/home"
    run = ["soffice", home, "--headless", "--convert-to", kind, "--outdir", str(folder / "out"), str(path)]
    subprocess.run(run, capture_output=True, check=True, timeout=180, env=environment())
    return folder / "out" / f"register.{kind}"


@pytest.mark.slow
@pytest.mark.skipif(not OFFICE, reason="LibreOffice is not here")
@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_libreoffice_saves_every_value_and_works_out_the_same_results(language: str, tmp_path: Path) -> None:
    subject = replace(wide(language), follow_up=(*wide().follow_up, ("S2-R03", FollowUp((("comment", "=1+1"),)))))
    data = made(subject)
    parts = container.unpack(data)
    unknown = {
        name: re.sub(rb"</f><v>[^<]*</v>", b"</f>", part)
        for name, part in parts.items()
        if name.startswith("xl/worksheets/sheet")
    }
    saved = office(container.pack({**parts, **unknown}), tmp_path, "xlsx").read_bytes()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl cannot read the print area of whole columns that LibreOffice writes
        theirs = opened(saved, results=True)
    ours = opened(data, results=True)
    for sheet in ours:
        for row in sheet:
            for cell in row:
                value = theirs[sheet.title][cell.coordinate].value
                same = value == pytest.approx(cell.value) if isinstance(cell.value, float) else value == cell.value
                assert same or cell.value is None, (sheet.title, cell.coordinate, cell.value, value)


@pytest.mark.slow
@pytest.mark.skipif(not OFFICE, reason="LibreOffice is not here")
def test_libreoffice_prints_landscape_pages_with_every_sentence(tmp_path: Path) -> None:
    path = office(made(wide()), tmp_path, "pdf")
    info = subprocess.run(["pdfinfo", str(path)], capture_output=True, text=True, check=True).stdout
    assert "841.89 x 595.304 pts (A4)" in info or "842 x 595" in info
    text = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True).stdout
    assert "Page 1 of 7" in text
    assert "Act at once." in text


# What it looks like, as text


def test_the_sample_has_these_cells() -> None:
    found = source.read(reports.the_sample())
    data = exporter.export(found.conference, found.layout, Options(base="ab" * 32, date="2018-09-05"))
    lines: list[str] = []
    for title, rows in cells(data).items():
        lines.append(f"== {title}")
        lines += [" | ".join(row).rstrip(" |").replace("\n", "⏎") for row in rows]
    text = "\n".join(lines) + "\n"
    golden = HERE / "golden" / "excel" / "sample.txt"
    if os.environ.get("RAPPORTEUR_GOLDEN") == "write":
        golden.write_text(text, "utf-8")
    assert text == golden.read_text("utf-8")


def test_the_summary_counts_types_of_addressees_under_their_name_and_draws_them_if_any_is_stated() -> None:
    def drawn(follow_up: tuple[tuple[str, FollowUp], ...]) -> tuple[set[str], int]:
        sheet = opened(made(conference("x", follow_up=follow_up)))["Summary"]
        return {str(cell.value) for cell in sheet["A"]}, len(sheet._charts)

    words, charts = drawn(())
    assert "Type of addressee" in words
    assert "By addressee" not in words
    assert (charts, drawn((("S1-R01", FollowUp((("addressee_type", "government"),))),))[1]) == (2, 3)
