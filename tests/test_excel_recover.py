"""A register that comes back is read for what it says, whatever was done to it, and harms nobody."""

from __future__ import annotations

import importlib.util
import shutil
import sys
import time
import tracemalloc
from collections.abc import Callable
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment

from rapporteur import container, followup, layout
from rapporteur.excel import exporter
from rapporteur.followup import Merged
from rapporteur.problems import Refused, errors

HERE = Path(__file__).resolve().parent / "fixtures/returned"
LAYOUT = layout.find("rapporteur")
THREADS = "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"
LANGUAGES = ("ar", "en", "es", "fr", "hi", "pt", "ru", "zh")


def _script() -> Any:
    spec = importlib.util.spec_from_file_location("register_edits", HERE / "register_edits.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["register_edits"] = module
    spec.loader.exec_module(module)
    return module


SCRIPT = _script()


@cache
def sent() -> bytes:
    data: bytes = SCRIPT.sent()
    return data


@cache
def base() -> Any:
    return followup.recalled(exporter.remembered(sent()))


def merged(data: bytes, file: str = "back.xlsx", **more: Any) -> Merged:
    return followup.merge(SCRIPT.conference(), LAYOUT, [(exporter.reading(data, file, LAYOUT), base())], **more)


def changes(found: Merged) -> dict[str, tuple[str, str]]:
    return {each.field: (each.before, each.after) for each in found.changes}


def told(found: Merged) -> list[tuple[str, str]]:
    return [(each.rule, each.where.spot) for each in found.problems]


WORDS = "We should: Train the operators in their own language."
CHANGED: dict[str, dict[str, tuple[str, str]]] = {
    "edited": {
        "S1-R01.status": ("in_progress", "done"),
        "S1-R02.priority": ("high", ""),
        "S1-R03.responsible": ("", "City of Accra"),
        "S1-R03.status": ("", "in_progress"),
        "S1-R04.deadline": ("2027-06-30", "2027-12-31"),
        "S1-R05.comment": ("", "Two lines:\nthe second"),
    },
    "sorted-and-edited": {"S1-R03.status": ("", "changed")},
    "filtered": {"S1-R01.comment": ("", "seen")},
    "words-sorted-alone": {"S1-R05.status": ("", "done")},
    "key-deleted": {"S1-R05.status": ("", "dropped")},
    "pushed-down": {"S1-R03.responsible": ("", "City of Accra")},
}
TOLD: dict[str, list[tuple[str, str]]] = {
    "row-inserted": [("new", "Recommendations!C6")],
    "row-copied": [("new", "Recommendations!C8")],
    "row-deleted": [("missing", "")],
    "status-sorted-alone": [("conflict", f"Recommendations!L{line}") for line in (4, 5, 6, 7)],
    "words-sorted-alone": [("words", "Recommendations")],
    "key-deleted": [("column", "Recommendations")],
    "pushed-down": [("register", "")],
    "mistaken": [
        ("id", "Recommendations!A8"),
        ("value", "Recommendations!K5"),
        ("value", "Recommendations!K7"),
        ("value", "Recommendations!L4"),
        ("value", "Recommendations!M6"),
    ],
}


def prove(name: str, data: bytes) -> None:
    """Hold what is read of one edit against what was done."""
    found = merged(data)
    assert changes(found) == CHANGED.get(name, {})
    assert told(found) == TOLD.get(name, [])
    words = [(each.id, each.column, each.before) for each in found.apply_words]
    assert words == ([("S1-R05", "full_text", WORDS)] if name == "edited" else [])
    assert found.settled == (name not in ("status-sorted-alone", "mistaken"))
    new = {"row-inserted": "Fund a desk for this register.", "row-copied": "Pay the travel of young people."}
    assert [each.words for each in found.new] == ([new[name]] if name in new else [])
    assert [each for _, each in found.missing] == (["S1-R02"] if name == "row-deleted" else [])


@pytest.mark.parametrize("name", SCRIPT.EDITS)
def test_what_libreoffice_saved_is_read_exactly(name: str) -> None:
    prove(name, (HERE / f"{name}.xlsx").read_bytes())


def test_comments_on_cells_are_listed_with_their_words_and_their_cell() -> None:
    found = exporter.reading((HERE / "commented.xlsx").read_bytes(), "back.xlsx", LAYOUT).comments
    assert [(each.words, each.anchor, each.field) for each in found] == [
        ("Wells & \npipes", "", "Recommendations!A23"),
        ("Who said so?", "Done", "Recommendations!L5"),
    ]
    assert exporter.reading((HERE / "unedited.xlsx").read_bytes(), "back.xlsx", LAYOUT).comments == ()


def test_a_thread_is_listed_with_who_and_when_and_not_a_second_time_as_an_old_comment() -> None:
    book = load_workbook(BytesIO(SCRIPT.sent("en")))
    for cell in ("B4", "B5"):
        book.worksheets[0][cell].comment = Comment("[Threaded comment] Your version of Excel …", "tc={1}")
    parts = container.unpack(saved(book), "a.xlsx")
    rels = parts["xl/worksheets/_rels/sheet1.xml.rels"].decode()
    target = f'<Relationship Id="t1" Type="{THREADS}" Target="/xl/threadedComments/threadedComment1.xml"/>'
    parts["xl/worksheets/_rels/sheet1.xml.rels"] = rels.replace("</Rel", target + "</Rel").encode()
    space = 'xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"'
    person = '<person displayName="Amal H." id="p1"/>'
    parts["xl/persons/person.xml"] = f"<personList {space}>{person}</personList>".encode()
    told = 'dT="2026-11-20T10:00:00.00" personId="p1"'
    parts["xl/threadedComments/threadedComment1.xml"] = (
        f'<ThreadedComments {space}><threadedComment ref="B4" {told} id="a" done="1"><text>Which year?</text>'
        f'</threadedComment><threadedComment ref="B4" {told} id="b" parentId="a"><text>2027</text></threadedComment>'
        "</ThreadedComments>"
    ).encode()
    found = exporter.reading(container.pack(parts), "a.xlsx", LAYOUT).comments
    assert [(each.author, each.date[:10], each.words, each.field, each.resolved) for each in found] == [
        ("Amal H.", "2026-11-20", "Which year?", "Recommendations!B4", True),
        ("Amal H.", "2026-11-20", "2027", "Recommendations!B4", True),
        ("tc={1}", "", "[Threaded comment] Your version of Excel …", "Recommendations!B5", False),
    ]
    assert found[1].replies_to == "Which year?"


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("soffice"), reason="there is no LibreOffice")
def test_edits_in_libreoffice_now_are_read_exactly(tmp_path: Path) -> None:
    SCRIPT.edited(tmp_path)
    for name in SCRIPT.EDITS:
        prove(name, (tmp_path / f"{name}.xlsx").read_bytes())


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_register_of_any_language_comes_back_with_its_columns_and_words(language: str) -> None:
    conference = SCRIPT.conference(language)
    data = SCRIPT.sent(language)
    sent = followup.recalled(exporter.remembered(data))
    found = exporter.reading(data, "a.xlsx", LAYOUT)
    assert sent
    assert [each.name for each in found.columns] == [each.name for each in sent.columns]
    assert found.language == language
    assert found.base == SCRIPT.BASE
    book = load_workbook(BytesIO(data))
    sheet = book.worksheets[0]
    heads = {cell.value: cell.column or 0 for cell in sheet[3]}
    word = LAYOUT.catalogue(language).words["done"]
    sheet.cell(4, heads[sent.columns[sent.at("status") - 1].label]).value = next(iter(word.values()))
    back = followup.merge(conference, LAYOUT, [(exporter.reading(saved(book), "a.xlsx", LAYOUT), sent)])
    assert changes(back) == {"S1-R01.status": ("in_progress", "done")}


def saved(book: Workbook) -> bytes:
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_what_is_remembered_is_the_same_each_time_with_a_line_for_each_row() -> None:
    one, two = exporter.remembered(sent()), exporter.remembered(SCRIPT.sent())
    assert one == two
    assert [line.count(b'"key"') for line in one.splitlines()[7:12]] == [1, 1, 1, 1, 1]
    assert base()
    assert base().base == SCRIPT.BASE
    assert followup.remembered(base()) == one
    assert followup.recalled(b"[]") is None
    assert followup.recalled(one[:-20]) is None


def test_no_base_is_found_by_few_digits_and_one_cut_short_is() -> None:
    assert followup.same_base("5e" * 32, "5e" * 6)
    assert not followup.same_base("5e" * 32, "5e" * 3)


def test_the_base_is_found_on_the_page_that_explains_where_the_properties_are_gone() -> None:
    parts = container.unpack(sent())
    del parts["docProps/custom.xml"]
    parts["_rels/.rels"] = parts["_rels/.rels"].replace(b"docProps/custom.xml", b"docProps/app.xml")
    assert exporter.reading(container.pack(parts), "a.xlsx", LAYOUT).base == SCRIPT.BASE


def test_days_and_numbers_are_read_as_they_are_meant() -> None:
    book = load_workbook(BytesIO(sent()))
    sheet = book.worksheets[0]
    heads = {cell.value: cell.column or 0 for cell in sheet[3]}
    for line, (label, value) in enumerate([("SDG", 6), ("SDG", 6.5), ("SDG", True)], 4):
        sheet.cell(line, heads[label]).value = value
    sheet.cell(5, heads["Deadline"]).value = 43465
    sheet.cell(5, heads["Deadline"]).number_format = "General"
    found = merged(saved(book))
    assert changes(found) == {"S1-R01.sdg": ("", "6"), "S1-R02.sdg": ("", "6.5"), "S1-R03.sdg": ("", "TRUE")}
    assert [each.what for each in found.problems] == ["S1-R02.deadline: 43465 is a number and no date"]


def _part(name: str, text: bytes) -> bytes:
    return container.pack({**container.unpack(sent()), name: text})


def _with(old: bytes, new: bytes, name: str) -> bytes:
    parts = container.unpack(sent())
    assert old in parts[name]
    return container.pack({**parts, name: parts[name].replace(old, new, 1)})


BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
SHEET = "xl/worksheets/sheet1.xml"
HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "pdf": (lambda: b"%PDF-1.7\n", "a PDF"),
    "old": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 80, "old Excel"),
    "text": (lambda: b"ID;Status\n1;done\n", "CSV"),
    "page": (lambda: b"<html>", "web page"),
    "empty": (lambda: b"", "CSV"),
    "cut": (lambda: sent()[: len(sent()) // 2], "no office file, or it is damaged"),
    "opendocument": (
        lambda: container.pack({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<a/>"}),
        ".ods",
    ),
    "word": (lambda: container.pack({"[Content_Types].xml": b"<a/>", "word/document.xml": b"<a/>"}), "a Word file"),
    "binary": (lambda: container.pack({"[Content_Types].xml": b"<a/>", "xl/workbook.bin": b"x"}), "xlsb"),
    "macros": (lambda: _part("xl/vbaProject.bin", b"x"), "macros"),
    "macro type": (lambda: _with(b"sheet.main+xml", b"sheet.macroEnabled.main+xml", "[Content_Types].xml"), "macros"),
    "entities": (lambda: _with(b"<worksheet", BOMB + b"<worksheet", SHEET), "document type"),
    "entities in two bytes": (
        lambda: _part("xl/styles.xml", ("\ufeff" + BOMB.decode()).encode("utf-16-le")),
        "document type",
    ),
    "entities in another code": (lambda: _part("xl/styles.xml", BOMB.decode().encode("cp037")), "document type"),
    "malformed": (lambda: _with(b"</sheetData>", b"</sheet>", SHEET), "damaged"),
    "no such string": (
        lambda: container.pack(
            container.unpack((HERE / "unedited.xlsx").read_bytes()) | {"xl/sharedStrings.xml": b"<sst/>"}
        ),
        "damaged",
    ),
    "no number": (lambda: _with(b'r="A4"', b'r="A4x"', SHEET), "damaged"),
    "another workbook": (lambda: saved(Workbook()), "no sheet of this workbook is a register"),
    "bomb": (lambda: _part("xl/media/a.bin", b"\0" * 80_000_000), "unfolds"),
    "many cells": (
        lambda: _part(SHEET, b"<worksheet xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'><sheetData>"
              + b"".join(b"<row>" + b"".join(b"<c><v>%d</v></c>" % (n * n) for n in range(at, at + 5000)) + b"</row>"
                       for at in range(52))
              + b"</sheetData></worksheet>"),
        "more than 250,000 cells",
    ),
    "many lines": (
        lambda: _part(SHEET, b"<worksheet xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'><sheetData>"
              + b"".join(b"<row r='%d'/>" % (at * 7919) for at in range(1_300_000)) + b"</sheetData></worksheet>"),
        "more than 1,200,000 elements",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_register_or_means_harm_is_refused_in_a_moment(name: str) -> None:
    made, why = HOSTILE[name]
    data = made()
    began = time.process_time()
    with pytest.raises(Refused, match=why) as refused:
        exporter.reading(data, "back.xlsx", LAYOUT)
    assert time.process_time() - began < 5
    assert all(each.hint for each in refused.value.problems)


MERGED = {
    "17,179,852,800 cells": b'<mergeCell ref="A5:XFD1048576"/>',
    "300,000 areas": b"".join(b'<mergeCell ref="A%d:B%d"/>' % (at, at) for at in range(5, 300_000)),
    "a rule for every cell, 10,000 times": b'<dataValidation sqref="A1:XFD1048576"/>' * 10_000,
}
"""What makes a reader that makes all these cells take hours and all memory."""


@pytest.mark.parametrize("name", MERGED)
def test_cells_that_are_merged_beyond_all_measure_cost_nothing_to_whoever_reads_a_register_back(name: str) -> None:
    data = _with(b"</sheetData>", b"</sheetData><mergeCells>" + MERGED[name] + b"</mergeCells>", SHEET)
    words = exporter.words(sent())
    tracemalloc.start()
    began = time.process_time()
    assert exporter.words(data) == words
    assert exporter.reading(data, "back.xlsx", LAYOUT).lines
    assert time.process_time() - began < 15
    assert tracemalloc.get_traced_memory()[1] < 300_000_000
    tracemalloc.stop()


def test_a_cell_at_the_far_end_of_the_sheet_costs_nothing() -> None:
    data = _with(b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>', SHEET)
    began = time.process_time()
    found = merged(data)
    assert time.process_time() - began < 10
    assert not found.changes
    assert {each.where.spot for each in found.problems} == {"Recommendations!XFD1048576", "Recommendations!1048576"}


def test_a_workbook_with_macros_by_its_name_is_refused() -> None:
    with pytest.raises(Refused, match="macros"):
        exporter.reading(sent(), "back.xlsm", LAYOUT)


def test_links_to_other_workbooks_are_told_and_not_followed() -> None:
    found = merged(_part("xl/externalLinks/externalLink1.xml", b"<externalLink/>"))
    assert [each.rule for each in found.problems] == ["workbook"]
    assert not errors(found.problems)
    assert not found.changes


def test_columns_that_were_moved_hidden_added_or_called_in_another_language_are_read() -> None:
    book = load_workbook(BytesIO(sent()))
    sheet = book.worksheets[0]
    sheet.delete_cols(4, 2)
    heads = {cell.value: cell.column or 0 for cell in sheet[3]}
    sheet.cell(3, heads["Status"]).value = LAYOUT.catalogue("fr").spellings("status")[0]
    sheet.column_dimensions["C"].hidden = True
    sheet.cell(4, heads["Status"]).value = LAYOUT.catalogue("fr").spellings("done")[0]
    sheet.cell(3, sheet.max_column + 1).value = "Budget"
    sheet.cell(4, sheet.max_column).value = 100
    found = merged(saved(book))
    assert changes(found) == {"S1-R01.status": ("in_progress", "done")}
    assert [each.what for each in found.problems] == [
        "the column “Session” is not in this copy; nothing of it is changed",
        "the column “Track” is not in this copy; nothing of it is changed",
        "“Budget” is no column of the register; 1 cells of it are not read",
    ]


# What is typed beside the register


def beside(change: Callable[[Workbook], None]) -> list[str]:
    """Return what is told of a copy in which a sheet that follows from the register was changed."""
    book = load_workbook(BytesIO(sent()))
    change(book)
    found = merged(saved(book))
    assert not errors(found.problems)
    assert not found.changes
    return [f"{each.where.spot}: {each.what}" for each in found.problems]


def test_what_is_typed_on_a_sheet_that_follows_from_the_register_is_told_with_its_cell() -> None:
    def typed(book: Workbook) -> None:
        book["By track"]["F5"] = "Done"
        book["By addressee"]["C6"] = "Other words."
        book["Summary"]["B5"] = 99
        book["By track"]["J2"] = "Note"
        book["By track"]["B7"] = None

    assert beside(typed) == [
        "By addressee!C6: “Other words.” was typed here and is not taken",
        "By track!7: a cell was emptied in this line",
        "By track!F5: “Done” was typed here and is not taken",
        "By track!J2: “Note” was typed here and is not taken",
        "Summary!B5: “99” was typed here and is not taken",
    ]


def test_lines_in_another_order_and_lines_and_sheets_that_are_gone_change_nothing() -> None:
    def moved(book: Workbook) -> None:
        sheet = book["By track"]
        first, second = ([cell.value for cell in sheet[line]] for line in (5, 6))
        for line, values in ((5, second), (6, first)):
            for at, value in enumerate(values, 1):
                sheet.cell(line, at).value = value
        sheet.delete_rows(7)
        del book["Read me"]

    assert beside(moved) == []


def test_many_changes_are_counted_and_a_sheet_of_ones_own_is_told() -> None:
    def filled(book: Workbook) -> None:
        for line in range(1, 30):
            book["By track"].cell(line, 9).value = "x"
        book.create_sheet("Mine")["A1"] = "Mine"

    found = beside(filled)
    assert len([each for each in found if "was typed here" in each]) == 5
    assert "By track: 24 more changes of this sheet are not taken" in found
    assert "Mine: the sheet “Mine” was not sent, and its 1 lines are not read" in found


def test_a_program_that_keeps_no_formulas_is_told_once_for_each_sheet() -> None:
    def flat(book: Workbook) -> None:
        for sheet in book:
            for row in sheet:
                for cell in row:
                    if cell.data_type == "f":
                        cell.value = "0"

    assert [each.partition(":")[0] for each in beside(flat)] == ["By addressee", "By track", "Summary"]


def test_a_list_beside_the_register_is_never_taken_for_it() -> None:
    book = load_workbook(BytesIO(sent()))
    sheet = book.worksheets[0]
    del sheet.tables["tblRecommendations"]
    sheet.delete_cols(5, 60)
    assert exporter.reading(saved(book), "back.xlsx", LAYOUT).sheet == "Recommendations"
