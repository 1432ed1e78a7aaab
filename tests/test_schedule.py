"""A programme that comes from elsewhere: every kind of file read, merged with what people wrote, written in place."""

import datetime
import json
import re
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import hostile
import reports
from rapporteur import build, container, layout, source
from rapporteur.cli import main
from rapporteur.problems import Refused, WrongUse, errors
from rapporteur.report import Conference, Person, Track
from rapporteur.schedule import published, reading
from rapporteur.schedule.columns import WORDS, meant
from rapporteur.schedule.headings import listed
from rapporteur.schedule.row import Known
from rapporteur.schedule.times import duration

TRACKS = (Track("1", "Water"), Track("3", "Redefining global governance"))
HEAD = "ID,Title,Track,Room,Date,Time,Moderator,Rapporteur,Rapporteur e-mail"
ROW = "S1,Water for all,1,Hall,2027-03-18,9:00–10:30,Ana Pérez,Li Wei,li@example.org"
CONFERENCE = "name: Assembly\ntracks:\n  - {id: 1, name: Water}\n  - {id: 3, name: Governance}\n"


def known(**how):
    found = layout.find("rapporteur")
    return Known(Conference(tracks=TRACKS, **how), found.form, found.catalogue("en"))


def read(data, file="programme.csv", said=(), ask=None, **how):
    return reading.read(data if isinstance(data, bytes) else data.encode(), file, known(**how), said, ask)


def table(*rows, head=HEAD):
    return "\n".join((head, *rows)) + "\n"


def one(data, file="programme.csv", **how):
    found = read(data, file, **how)
    assert errors(found.problems) == ()
    (entry,) = found.entries
    return entry


def wrong(data, file="programme.csv"):
    """Return the places and rules of the errors of a file, whichever way it refuses."""
    try:
        return sorted((str(each.where), each.rule) for each in errors(read(data, file).problems))
    except Refused as refusal:
        return sorted((str(each.where), each.rule) for each in refusal.problems)


def book(*rows, title="Programme", merged=(), more=()):
    from openpyxl import Workbook

    made = Workbook()
    made.active.title = title
    for row in rows:
        made.active.append(row)
    for area in merged:
        made.active.merge_cells(area)
    for name in more:
        made.create_sheet(name).append(["x"])
    out = BytesIO()
    made.save(out)
    return out.getvalue()


# Tables


def test_a_row_is_a_session_with_all_that_its_columns_say():
    entry = one(table(ROW))
    assert (entry.id, entry.values) == (
        "S1",
        {
            "title": "Water for all",
            "track": "1",
            "room": "Hall",
            "when.0.date": "2027-03-18",
            "when.0.time": "09:00–10:30",
        },
    )
    assert entry.people == {
        "moderator": (Person("Ana Pérez"),),
        "rapporteur": (Person("Li Wei", email="li@example.org"),),
    }


@pytest.mark.parametrize("sign", [";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_separators_and_encodings_make_no_difference(sign, encoding):
    assert one(table(ROW.replace("–", "-")).replace(",", sign).encode(encoding)).values == one(table(ROW)).values


def test_a_workbook_reads_like_the_table_it_shows():
    cells = ["S1", "Water for all", 1.0, "Hall", datetime.date(2027, 3, 18), datetime.time(9), datetime.time(10, 30)]
    data = book(["Programme of the assembly"], ["ID", "Title", "Track", "Room", "Date", "Start", "End"], cells)
    entry = one(data, "programme.xlsx")
    assert entry.values == one(table(ROW)).values
    assert str(entry.at("title")) == "programme.xlsx (Programme!B3)"


def test_a_list_of_objects_reads_like_a_table():
    rows = [{"id": "S1", "title": "Water for all", "date": "2027-03-18", "speakers": ["Ana Pérez", {"name": "Li Wei"}]}]
    entry = one(json.dumps({"sessions": rows}), "programme.json")
    assert [each.name for each in entry.people["presenters"]] == ["Ana Pérez", "Li Wei"]


@pytest.mark.parametrize(
    ("cells", "date", "time"),
    [
        ({"Date": "18 March 2027", "Start": "9.00 am", "Duration": "90"}, "2027-03-18", "09:00–10:30"),
        ({"Date": "18/3/2027", "Time": "9h-10h30"}, "2027-03-18", "09:00–10:30"),
        ({"When": "18 March 2027 9:00–10:30"}, "2027-03-18", "09:00–10:30"),
        ({"Start": "2027-03-18 22:00", "End": "2027-03-19 01:30"}, "2027-03-18", "22:00–01:30 (+1)"),
        ({"Start": "2027-03-18T09:00:00+01:00", "Duration": "1:30"}, "2027-03-18", "09:00–10:30"),
        ({"Date": "2027年3月18日", "Time": "上午9:00至10:30"}, "2027-03-18", "09:00–10:30"),
    ],
)
def test_day_and_hours_are_read_as_people_part_them(cells, date, time):
    values = one("\t".join(["Title", *cells]) + "\n" + "\t".join(["Water", *cells.values()])).values
    assert (values["when.0.date"], values["when.0.time"]) == (date, time)


def test_figures_that_could_be_two_days_are_read_as_another_row_tells():
    head = "Title,Date"
    assert wrong(table("A,5/9/2027", head=head)) == [("programme.csv:2", "date")]
    found = read(table("A,5/9/2027", "B,13/9/2027", head=head))
    assert [each.values["when.0.date"] for each in found.entries] == ["2027-09-05", "2027-09-13"]
    found = read(table("A,5/9/2027", "B,9/13/2027", head=head))
    assert [each.values["when.0.date"] for each in found.entries] == ["2027-05-09", "2027-09-13"]


@pytest.mark.parametrize(
    ("text", "minutes"), [("90", 90), ("90 min", 90), ("1:30", 90), ("1 h 30", 90), ("ages", None)]
)
def test_durations(text, minutes):
    assert duration(text) == minutes


# Columns


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Session name:", "title"), ("Titre de la séance", ""), ("Intitulé", "title"), ("Sala", "room"),
        ("Дата", "date"), ("主持人", "moderator"), ("المقرر", "rapporteur"), ("प्रतिवेदक", "rapporteur"),
        ("Rapporteur e-mail", "rapporteur.email"), ("E-mail of the rapporteur", "rapporteur.email"),
        ("Rapporteur (e-mail)", "rapporteur.email"), ("Courriel de la rapporteuse", "rapporteur.email"),
        ("Moderator organisation", "moderator.organisation"), ("Notes to caterer", ""),
    ],
)  # fmt: skip
def test_headings_are_understood_in_eight_languages(heading, field):
    assert meant(heading, known().form) == field


def test_a_column_that_is_only_called_e_mail_belongs_to_the_people_before_it():
    found = read(table("Water,Li Wei,li@example.org,Hall,x", head="Title,Rapporteur,E-mail,Room,Email"))
    assert found.entries[0].people == {"rapporteur": (Person("Li Wei", email="li@example.org"),)}
    assert [each.what for each in found.problems] == ["the column “Email” is not read"]


def test_no_word_names_two_fields():
    seen = {}
    for field, words in WORDS.items():
        for word in listed(words):
            assert seen.setdefault(word, field) == field, word


def test_columns_that_nobody_understands_are_told_and_those_that_are_guessed_too():
    found = read(table("Water,tea", head="Session name,Notes"))
    assert [(each.where.spot or each.where.line, each.what) for each in found.problems] == [
        (1, "the column “Notes” is not read")
    ]
    assert found.guessed == (("title", "Session name"),)
    silent = read(table("Water,tea", head="Session name,Notes"), said=[("ignore", "Notes")])
    assert silent.problems == ()


def test_what_is_said_goes_before_what_is_remembered_and_this_before_a_guess():
    text = table("A,B,C", head="Title,Name,Topic")
    remembered = (("title", "Name"),)
    assert one(text, said=[("ignore", "Title"), ("ignore", "Topic"), ("title", "Name")]).title == "B"
    assert read(text, columns=remembered).entries[0].title == "B"
    assert read(text, columns=remembered, said=[("title", "Topic")]).entries[0].title == "C"
    assert read(text).entries[0].title == "A"
    with pytest.raises(WrongUse, match="Nam"):
        read(text, said=[("title", "Nam")])
    with pytest.raises(WrongUse, match="titel"):
        read(text, said=[("titel", "Name")])


def test_a_person_is_asked_only_for_what_is_not_understood():
    asked = []

    def ask(table, columns):
        asked.extend(cell.text for cell in columns.unknown)
        return [("title", "What")]

    found = read(table("Water,Hall", head="What,Room"), ask=ask)
    assert asked == ["What"]
    assert found.entries[0].title == "Water"
    assert found.named == (("title", "What"),)
    assert read(table("Water,Hall", head="Title,Room"), ask=lambda *_: pytest.fail("asked")).entries


def test_the_terminal_asks_for_each_column_and_nothing_is_an_answer_too(tmp_path, monkeypatch):
    from rapporteur.cli import programme as command

    folder, answers = workspace(tmp_path), iter(["title", ""])
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda question: next(answers))
    assert taken(folder, table("Water,Hall,tea", head="What,Room,Notes")) == 0
    assert source.read_conference(folder)[0].columns == (("title", "What"), ("ignore", "Notes"))
    monkeypatch.setattr(command, "_ask", lambda *_: pytest.fail("asked twice"))
    assert taken(folder, table("Seas,Hall,tea", head="What,Room,Notes")) == 0


def test_what_was_asked_is_remembered_though_the_file_has_mistakes_and_a_slip_is_asked_again(
    tmp_path, monkeypatch, capsys
):
    folder, answers = workspace(tmp_path), iter(["titel", "room", "Title"])
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda question: next(answers))
    data = table("Water,Hall,31 February", head="What,Room,Date")
    assert taken(folder, data, "--dry-run") == 1
    assert "did you mean “title”?" in capsys.readouterr().out
    assert source.read_conference(folder)[0].columns == ()
    answers = iter(["title"])
    assert taken(folder, data) == 1
    assert source.read_conference(folder)[0].columns == (("title", "What"),)
    assert not (folder / source.PROGRAMME).exists()
    monkeypatch.setattr("builtins.input", lambda question: pytest.fail("asked twice"))
    assert taken(folder, data.replace("31 February", "2027-03-18")) == 0


def test_a_field_that_another_column_has_is_told_as_such(tmp_path, monkeypatch, capsys):
    folder, answers = workspace(tmp_path), iter(["Title", "room", "track"])
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda question: next(answers))
    assert taken(folder, table("Water,Hall,1", head="Session,Room,What"), "--map", "title=Session", "--dry-run") == 0
    said = capsys.readouterr().out
    assert "the column “Session” is the title already\n" in said
    assert "the column “Room” is the room already\n" in said
    assert "there is no field" not in said


def test_questions_that_are_broken_off_take_nothing_and_leave_no_traceback(tmp_path, monkeypatch, capsys):
    def end(question):
        raise EOFError

    folder = workspace(tmp_path)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", end)
    assert taken(folder, table("Water,Hall", head="What,Room")) == 2
    said = capsys.readouterr().err
    assert "nothing was taken" in said
    assert "--map" in said
    assert not (folder / source.PROGRAMME).exists()


def test_a_title_merged_above_the_headings_does_no_harm():
    data = book(["Programme of the assembly"], ["Title", "Room"], ["Water", "Hall"], merged=["A1:B1"])
    assert one(data, "p.xlsx").values == {"title": "Water", "room": "Hall"}


# What is wrong


def test_all_mistakes_of_a_table_are_told_at_once_each_with_its_cell():
    data = book(
        ["ID", "Title", "Date", "Time", "Language", "Report", "Moderator", "Moderator e-mail"],
        ["S1", "One", "31 February", "noonish", "Klingon", "perhaps", "Ana Pérez; Li Wei", "a@example.org"],
        ["S1", "", None, None, None, None, None, None],
        ["§", "Three", None, None, None, None, None, None],
    )
    assert wrong(data, "p.xlsx") == [
        ("p.xlsx (Programme!A3)", "id"), ("p.xlsx (Programme!A3)", "title"), ("p.xlsx (Programme!A4)", "id"),
        ("p.xlsx (Programme!C2)", "date"), ("p.xlsx (Programme!D2)", "time"), ("p.xlsx (Programme!E2)", "language"),
        ("p.xlsx (Programme!F2)", "report"), ("p.xlsx (Programme!H2)", "people"),
    ]  # fmt: skip


def test_merged_cells_hide_no_other_mistake_and_make_none():
    data = book(
        ["ID", "Title", "Date", "Room"],
        ["S1", "One", "31 February", "Hall"],
        ["S1", "One", "2027-03-18", None],
        ["S2", "", "2027-03-18", "Hall"],
        merged=["A2:A3", "D2:D3"],
    )
    assert wrong(data, "p.xlsx") == [
        ("p.xlsx (Programme!A2:A3)", "merged"), ("p.xlsx (Programme!A4)", "title"), ("p.xlsx (Programme!C2)", "date"),
        ("p.xlsx (Programme!D2:D3)", "merged"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("area", "told"),
    [
        ("A2:XFD1048576", ["17,179,852,800 cells are merged here; 300,000 is the most"]),
        ("B3:CW5002", ["500,000 cells are merged here, 1,000,000 in all areas; 300,000 is the most"]),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_merged_cells_that_no_memory_holds_are_refused_before_they_are_made(area, told, encoding):
    parts = container.unpack(book(["Title", "Room"], ["Water", "Hall"], title="Days", merged=["A5:B5"]))
    times = 2 if "areas" in told[0] else 1
    sheet = "xl/worksheets/sheet1.xml"
    text = parts[sheet].decode().replace('<mergeCell ref="A5:B5"/>', f'<mergeCell ref="{area}"/>' * times)
    assert area in text
    parts[sheet] = text.encode(encoding)
    with pytest.raises(Refused) as refused:
        read(container.pack(parts), "p.xlsx")
    assert [str(each.where) for each in refused.value.problems] == [f"p.xlsx (Days!{area})"]
    assert [each.what for each in refused.value.problems] == told


@pytest.mark.parametrize(
    ("data", "file", "rule"),
    [
        (b"", "p.csv", "table"),
        (b"\n\n", "p.csv", "table"),
        ("Room,Date\nHall,2027-03-18\n", "p.csv", "column"),
        ('Title\n"open\n', "p.csv", "table"),
        ("Title,Title\nA,B\n", "p.csv", "table"),
        ("Title\nA,B\n", "p.csv", "table"),
        ("Title\n" + "A\n" * 5_001, "p.csv", "table"),
        ("Title,Speakers\nA," + "Ana Pérez and " * 1_000, "p.csv", "table"),
        ("Title,Notes\nA," + "x" * 200_000, "p.csv", "table"),
        (b"Title\n\x00\xff\x00", "p.csv", "text"),
        (b"%PDF-1.7", "p.csv", "text"),
        (b"PK\x03\x04 not a zip", "p.xlsx", "container"),
        (book(["Title", "Room"], ["A", "Hall"], ["B", None], merged=["B2:B3"]), "p.xlsx", "merged"),
        (b"{", "p.json", "json"),
        (b"[" * 100_000, "p.json", "json"),
        (b'{"schedule": {"conference": {"days": []}}}', "p.json", "json"),
        (b'{"rooms": 3}', "p.json", "json"),
        (b"BEGIN:VCALENDAR\nEND:VCALENDAR\n", "p.ics", "calendar"),
        (b"BEGIN:VCALENDAR\nnonsense", "p.ics", "calendar"),
        (b"BEGIN:VCALENDAR\n" + b"BEGIN:VEVENT\n" * 50, "p.ics", "calendar"),
        (b"BEGIN:VCALENDAR\n" + b"BEGIN:VTIMEZONE\nEND:X\n" * 15_000 + b"END:VCALENDAR\n", "p.ics", "calendar"),
    ],
)  # fmt: skip
def test_bad_files_are_refused_with_a_reason(data, file, rule):
    assert {rule} == {told for _, told in wrong(data, file)}


@pytest.mark.parametrize("declared", hostile.DECLARATIONS.values(), ids=hostile.DECLARATIONS)
def test_workbooks_that_declare_entities_are_refused(declared):
    parts = hostile.workbook("<row r='1'><c r='A1' t='inlineStr'><is><t>Title</t></is></c></row>")
    sheet = parts["xl/worksheets/sheet1.xml"]
    parts["xl/worksheets/sheet1.xml"] = declared.encode() + sheet
    assert [rule for _, rule in wrong(container.pack(parts), "p.xlsx")] == ["container"]


def test_a_cell_at_the_end_of_the_sheet_takes_no_memory():
    far = hostile.workbook('<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>Title</t></is></c></row>')
    assert [rule for _, rule in wrong(container.pack(far), "p.xlsx")] == ["table"]


# Calendars and the schedules of conference systems

FRAB = {
    "schedule": {
        "version": "1.0",
        "conference": {
            "title": "Assembly",
            "time_zone_name": "Europe/Paris",
            "days": [
                {
                    "index": 1,
                    "date": "2027-03-18",
                    "rooms": {
                        "Hall": [
                            {
                                "guid": "b6f1", "code": "ABC123", "id": 7, "date": "2027-03-18T22:00:00+01:00",
                                "start": "22:00", "duration": "03:30", "room": "Hall", "title": "Water for all",
                                "track": "Water", "type": "Workshop", "language": "fr",
                                "persons": [{"code": "X", "name": "Ana Pérez", "public_name": "Ana Pérez"}],
                            }
                        ],
                        "Room 2": [
                            {
                                "code": "ABC123", "date": "2027-03-19T09:00:00+01:00", "duration": "01:00",
                                "title": "Water for all", "persons": [],
                            }
                        ],
                    },
                }
            ],
        },
    }
}  # fmt: skip


def test_pretalx_gives_sessions_with_their_code_and_several_sittings_of_one():
    entry = one(json.dumps(FRAB), "schedule.json", timezone="Europe/Paris")
    assert (entry.id, entry.values) == (
        "ABC123",
        {
            "title": "Water for all", "track": "1", "format": "Workshop", "room": "Hall", "language": "fr",
            "when.0.date": "2027-03-18", "when.0.time": "22:00–01:30 (+1)",
            "when.1.date": "2027-03-19", "when.1.time": "09:00–10:00",
        },
    )  # fmt: skip
    assert entry.people == {"presenters": (Person("Ana Pérez"),)}


def test_one_id_for_two_sessions_of_a_schedule_is_an_error():
    told = json.loads(json.dumps(FRAB))
    told["schedule"]["conference"]["days"][0]["rooms"]["Room 2"][0]["title"] = "Seas"
    assert wrong(json.dumps(told), "s.json") == [("s.json (days[0].rooms.Room 2[0])", "id")]


def moment(date, time):
    return {"date": date, "time": time, "tz": "Europe/Paris"}


SESSION = {
    "id": "4", "title": "Water for all", "startDate": moment("2027-03-18", "09:00:00"),
    "endDate": moment("2027-03-18", "10:30:00"), "room": "H", "roomFullname": "Hall",
    "sessionConveners": [{"fullName": "Dr Ana Pérez", "firstName": "Ana", "familyName": "Pérez", "email": "a@b.org"}],
}  # fmt: skip
TALK = {"id": "1", "title": "Seas", "session": None, "speakers": [{"fullName": "Li Wei", "affiliation": "Port"}]}


def test_pretalx_before_2025_calls_a_session_by_the_code_in_its_link_as_its_calendar_does():
    talk = {"id": 125, "title": "Water", "url": "https://pretalx.example/assembly/talk/TTWC9F/", "language": "de"}
    told = {"schedule": {"conference": {"days": [{"rooms": {"Hall": [talk, {**talk, "url": "", "id": 7}]}}]}}}
    found, _ = published.entries(told, "schedule.json")
    assert [each.id for each in found] == ["TTWC9F", "7"]
    assert read(calendar(event("pretalx-assembly-TTWC9F@example.org", "Water")), "p.ics").entries[0].id == "TTWC9F"


SUBMISSION = {
    "code": "RNKPFC", "title": "Water", "speakers": [{"name": "Ana Pérez"}], "state": "confirmed",
    "submission_type": {"id": 23, "name": {"en": "Plenary"}}, "slots": [{"start": "2027-03-18T08:50:00+01:00"}],
}  # fmt: skip
EVENT = {"_type": "Conference", "_fossil": "conferenceMetadata", "id": "137346", "title": "Assembly", "room": None}


@pytest.mark.parametrize(
    ("told", "what"),
    [
        ({"count": 1, "next": None, "results": [SUBMISSION]}, "pretalx’s API"),
        ({"schedule": {"2027-03-18": {"510": {}, "540": {"1": SUBMISSION}}}}, "pretalx’s API"),
        ({"count": 1, "results": [EVENT]}, "without their sessions"),
        ({"count": 0, "results": []}, "holds no session"),
        ({"schedule": {"2027-03-18": {}}}, "neither a schedule"),
    ],
)
def test_json_that_is_made_for_programs_is_told_from_a_schedule_with_where_that_is(told, what):
    with pytest.raises(Refused) as refused:
        read(json.dumps(told), "schedule.json")
    (problem,) = refused.value.problems
    assert what in problem.what
    assert problem.hint
    assert problem.rule == "json"


def test_indico_gives_sessions_and_the_contributions_that_stand_in_none():
    inside = {**TALK, "session": "Water for all"}
    told = {"results": [{"title": "Assembly", "sessions": [SESSION], "contributions": [TALK, inside]}]}
    found = read(json.dumps(told), "137346.json", timezone="Europe/Paris")
    assert [(each.id, each.title) for each in found.entries] == [("S4", "Water for all"), ("C1", "Seas")]
    assert found.entries[0].values["when.0.time"] == "09:00–10:30"
    assert found.entries[0].values["room"] == "Hall"
    li = (Person("Li Wei", organisation="Port"),)
    assert found.entries[0].people == {"moderator": (Person("Ana Pérez", email="a@b.org"),), "presenters": li}
    assert found.entries[1].people == {"presenters": li}


def test_an_indico_contribution_of_a_session_that_the_file_lacks_stands_for_itself():
    inside = {**TALK, "id": "3", "session": "Water for all"}
    found, _ = published.entries({"results": [{"contributions": [inside, TALK]}]}, "1.json")
    assert [each.id for each in found] == ["C3", "C1"]


def test_an_indico_session_that_says_no_end_lasts_as_long_as_its_contributions():
    times = ("09:20:00", "10:10:00", "09:50:00")
    talks = [{**TALK, "endDate": moment("2027-03-18", time)} for time in times]
    told = {"results": [{"sessions": [{**SESSION, "endDate": None, "contributions": talks}]}]}
    assert published.entries(told, "1.json")[0][0].values["when.0.time"] == "09:00–10:10"


def test_indico_names_people_as_they_are_called_and_speakers_of_contributions_in_their_session():
    ana = {"fullName": "Gomes, Ana", "first_name": "Ana", "last_name": "Gomes"}
    talk = {"id": "9", "title": "Nets", "speakers": [{"fullName": "Wei, Li", "first_name": "Li", "last_name": "Wei"}]}
    outside = {**talk, "session": "Water for all", "speakers": [{"name": "Kim"}, ana]}
    told = {
        "results": [
            {"sessions": [{**SESSION, "sessionConveners": [ana], "contributions": [talk]}], "contributions": [outside]}
        ]
    }
    (entry,) = read(json.dumps(told), "1.json").entries
    assert [each.name for each in entry.people["moderator"]] == ["Ana Gomes"]
    assert [each.name for each in entry.people["presenters"]] == ["Li Wei", "Kim", "Ana Gomes"]


def test_indicos_contributions_stand_in_the_block_of_their_session_that_is_at_their_time():
    later = {key: moment("2027-03-19", clock) for key, clock in (("startDate", "09:00:00"), ("endDate", "10:30:00"))}
    talk = {
        "title": "Nets",
        "session": "Water for all",
        "startDate": moment("2027-03-19", "09:15:00"),
        "speakers": [{"name": "Kim"}],
    }
    told = {
        "results": [{"sessions": [{**SESSION, "id": "4"}, {**SESSION, "id": "5", **later}], "contributions": [talk]}]
    }
    assert [each.people.get("presenters", ()) for each in read(json.dumps(told), "1.json").entries] == [
        (),
        (Person("Kim"),),
    ]


def test_many_blocks_of_one_session_are_read_once_each(monkeypatch):
    from rapporteur.schedule import indico

    days = [f"2027-{1 + n // 28:02}-{1 + n % 28:02}" for n in range(300)]
    blocks = [
        {**SESSION, "id": str(n), "startDate": moment(day, "09:00:00"), "endDate": moment(day, "10:00:00")}
        for n, day in enumerate(days)
    ]
    talks = [
        {"title": "T", "session": SESSION["title"], "startDate": moment(day, "09:15:00"), "speakers": [{"name": day}]}
        for day in reversed(days)
    ]
    asked, moment_of = [], indico.moment
    monkeypatch.setattr(indico, "moment", lambda text: asked.append(text) or moment_of(text))
    found, _ = published.entries({"results": [{"sessions": blocks, "contributions": talks}]}, "1.json")
    assert [[each.name for each in one.people["presenters"]] for one in found] == [[day] for day in days]
    assert len(asked) <= 5 * len(days)


def test_indicos_timetable_gives_blocks_and_breaks_without_reports():
    block = {**SESSION, "entryType": "Session", "sessionSlotId": 12, "slotTitle": "Part 1", "conveners": []}
    pause = {"entryType": "Break", "id": "b7", "title": "Lunch", "startDate": moment("2027-03-18", "12:00:00")}
    told = {"results": {"137346": {"20270318": {"s12": block, "b7": pause}, "20270319": {}}}}
    found = read(json.dumps(told), "timetable.json").entries
    assert [(each.id, each.title, each.values.get("report")) for each in found] == [
        ("S12", "Water for all: Part 1", None), ("B7", "Lunch", "no"),
    ]  # fmt: skip


EVENT = """\
BEGIN:VEVENT
UID:{uid}
SUMMARY:{title}
DTSTART{start}
DTEND{end}
LOCATION:Hall
CATEGORIES:Water
ORGANIZER;CN=Ana Pérez:mailto:ana@example.org
{more}END:VEVENT
"""


def calendar(*events, more=""):
    text = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//x//EN\n{more}{''.join(events)}END:VCALENDAR\n"
    return text.replace("\n", "\r\n")


def event(uid="u1", title="Water for all", start=":20270318T080000Z", end=":20270318T093000Z", more=""):
    return EVENT.format(uid=uid, title=title, start=start, end=end, more=more)


def test_a_calendar_gives_sessions_at_the_hours_of_the_conference():
    entry = one(calendar(event()), "p.ics", timezone="Europe/Paris")
    assert entry.values == {
        "title": "Water for all", "room": "Hall", "track": "1",
        "when.0.date": "2027-03-18", "when.0.time": "09:00–10:30",
    }  # fmt: skip
    assert entry.people == {"organiser": (Person("Ana Pérez", email="ana@example.org"),)}
    assert (entry.id, entry.uid) == ("", "u1")


def test_a_calendar_keeps_its_own_hours_if_the_conference_names_no_zone():
    own = event(start=";TZID=Europe/Paris:20270318T090000", end=";TZID=Europe/Paris:20270318T103000")
    found = read(calendar(own), "p.ics")
    assert found.entries[0].values["when.0.time"] == "09:00–10:30"
    assert any("Europe/Paris" in each.what for each in found.problems)


def test_cancelled_and_repeating_events_and_those_of_a_whole_day():
    events = (
        event("a", more="STATUS:CANCELLED\n"),
        event("b", more="RRULE:FREQ=DAILY\n"),
        event("c", start=";VALUE=DATE:20270318", end=";VALUE=DATE:20270319"),
    )
    found = read(calendar(*events), "p.ics", timezone="UTC")
    assert [each.values.get("status") for each in found.entries] == ["cancelled", None, None]
    assert [each.where.spot for each in found.problems if each.rule == "calendar"] == ["b"]
    assert found.entries[2].values["when.0.date"] == "2027-03-18"
    assert "when.0.time" not in found.entries[2].values


def test_the_zone_rules_of_a_calendar_are_not_run():
    zone = "BEGIN:VTIMEZONE\nTZID:Evil\nBEGIN:STANDARD\nDTSTART:19700101T000000\nRRULE:FREQ=SECONDLY\n"
    zone += "TZOFFSETFROM:+0100\nTZOFFSETTO:+0200\nEND:STANDARD\nEND:VTIMEZONE\n"
    one_ = event(start=";TZID=Evil:20270318T090000", end=";TZID=Evil:20270318T103000")
    assert read(calendar(one_, more=zone), "p.ics").entries[0].values["when.0.time"] == "09:00–10:30"


def test_pretalx_calendars_name_the_code_of_a_session():
    found = read(calendar(event("pretalx-assembly-ABC123@example.org", "Water - Ana Pérez")), "p.ics")
    assert found.entries[0].id == "ABC123"
    assert any("schedule.json" in each.hint for each in found.problems)


# Encodings: nothing is guessed


OTHER_ENCODINGS = {
    "windows-1252": "Café für alle",
    "windows-1251": "Вода для всех",
    "windows-1253": "Νερό για όλους",
    "gb18030": "全民用水",
}


@pytest.mark.parametrize("name", OTHER_ENCODINGS)
def test_a_text_that_is_no_utf8_changes_nothing_and_tells_what_to_type(tmp_path, name, capsys):
    folder = workspace(tmp_path)
    title = OTHER_ENCODINGS[name]
    data = table(ROW.replace("–", "-").replace("é", "e").replace("Water for all", title)).encode(name)
    assert taken(folder, data) == 1
    told = capsys.readouterr().err
    assert "programme.csv:2: error: a character here is not UTF-8" in told
    assert f"--encoding {name} (“" in told
    assert title in told
    assert not (folder / source.PROGRAMME).exists()
    assert taken(folder, data, "--encoding", name) == 0
    assert title in programme(folder)


def test_a_text_in_no_encoding_that_could_be_offered_is_to_be_saved_anew(tmp_path, capsys):
    data = table().encode() + b"S1,\x81 Water\n"
    assert taken(workspace(tmp_path), data) == 1
    assert capsys.readouterr().err.splitlines()[1].strip() == "save it as UTF-8"


def test_no_control_character_of_a_text_reaches_the_terminal(tmp_path, capsys):
    data = table().encode() + b"S1,\x1b[31mCaf\xe9\x07 f\xfcr alle\n"
    assert taken(workspace(tmp_path), data) == 1
    said = capsys.readouterr().err
    assert "[31mCafé für alle" in said
    assert not {"\x1b", "\x07"} & {*said}


def test_a_text_of_two_encodings_is_put_right_by_a_person_only(tmp_path, capsys):
    folder = workspace(tmp_path)
    data = table(ROW).encode() + "S2,Café,1,Hall,2027-03-18,11:00-12:00,,,\n".encode("latin-1")
    assert taken(folder, data) == 1
    assert "some lines are UTF-8 and some are not" in capsys.readouterr().err
    assert taken(folder, data, "--encoding", "utf-8") == 1
    assert "a character here is not utf-8" in capsys.readouterr().err
    assert not (folder / source.PROGRAMME).exists()


def test_a_workbook_that_is_damaged_or_old_and_a_folder_are_told_as_what_they_are(tmp_path, capsys):
    folder = workspace(tmp_path)
    assert taken(folder, b"no zip at all", file="p.xlsx") == 1
    assert "this is no office file, or it is damaged" in capsys.readouterr().err
    assert taken(folder, b"\xd0\xcf\x11\xe0old", file="p.xls") == 1
    assert "save it as .xlsx, without a password" in capsys.readouterr().err
    assert main(["-w", str(folder), "programme", "import", str(folder)]) == 2
    assert "is a folder" in capsys.readouterr().err


def test_an_encoding_that_there_is_not_or_that_a_file_says_itself_is_wrong_use(tmp_path):
    folder = workspace(tmp_path)
    assert taken(folder, table(ROW), "--encoding", "klingon") == 2
    assert taken(folder, table(ROW), "--encoding", "rot13") == 2
    assert taken(folder, b"PK\x03\x04", "--encoding", "utf-8", file="p.xlsx") == 2


# Taken into the source


def workspace(folder, *sessions):
    return reports.workspace(folder, *sessions, conference=CONFERENCE)


def taken(folder, text, *words, file="programme.csv"):
    (folder / file).write_bytes(text if isinstance(text, bytes) else text.encode())
    return main(["-w", str(folder), "programme", "import", str(folder / file), "--no-forms", *words])


def programme(folder):
    return (folder / source.PROGRAMME).read_text("utf-8")


def snapshot(folder):
    return {path: path.read_bytes() for path in Path(folder).rglob("*") if path.is_file() and "build" not in path.parts}


def test_an_import_makes_a_programme_that_reads_back(tmp_path, capsys):
    folder = workspace(tmp_path)
    second = 'S2,"Seas: 100% “blue” #1",,Room 2,2027-03-18,11:00–12:00,Ana Pérez,"Zoë, O\'Neil",z@example.org'
    assert taken(folder, table(ROW, second)) == 0
    read = source.read(folder)
    assert [problem for problem in read.problems if problem.where.file == source.PROGRAMME] == []
    assert [(slot.id, slot.title) for slot in read.conference.programme] == [
        ("S1", "Water for all"), ("S2", "Seas: 100% “blue” #1")
    ]  # fmt: skip
    assert "2 sessions new" in capsys.readouterr().out


def test_the_same_file_again_changes_no_byte(tmp_path):
    folder = workspace(tmp_path)
    taken(folder, table(ROW))
    before = snapshot(folder)
    assert taken(folder, table(ROW)) == 0
    assert snapshot(folder) == before


def test_a_file_with_a_mistake_changes_nothing(tmp_path):
    folder = workspace(tmp_path)
    taken(folder, table(ROW))
    (folder / "programme.csv").write_text("")
    before = snapshot(folder)
    del before[folder / "programme.csv"]
    assert taken(folder, table(ROW.replace("Hall", "Room 9"), ROW)) == 1
    after = snapshot(folder)
    del after[folder / "programme.csv"]
    assert after == before


def test_a_session_file_is_never_touched_and_gives_its_id_to_a_session_of_its_title(tmp_path):
    folder = workspace(tmp_path, reports.session_text("\n## Summary\n\nWords.\n"))
    before = (folder / "source/sessions/s1.md").read_bytes()
    assert taken(folder, table("water for ALL,Room 1", "Seas,Room 2", head="Title,Room")) == 0
    assert [slot.id for slot in source.read(folder).conference.programme] == ["T3-S01", "S01"]
    assert (folder / "source/sessions/s1.md").read_bytes() == before


def test_lines_that_a_person_wrote_stay_and_only_what_the_file_changed_follows_it(tmp_path, capsys):
    folder = workspace(tmp_path)
    taken(folder, table(ROW, "S2,Seas,,Room 2,2027-03-18,11:00–12:00,,,"))
    mine = programme(folder).replace("    room: Hall", "    room: Great Hall   # it has a ramp")
    mine = mine.replace("- id: S2", "- id: S2  # with the mayor").replace("\n", "\r\n") + "\r\n# the end\n# of it\r\n"
    (folder / source.PROGRAMME).write_bytes(mine.encode())
    capsys.readouterr()
    assert taken(folder, table(ROW.replace("Hall", "Small Hall"), "S2,Seas,,Room 3,2027-03-18,11:30–12:30,,,")) == 0
    wanted = mine.replace("room: Room 2", "room: Room 3").replace("11:00–12:00", "11:30–12:30")
    assert (folder / source.PROGRAMME).read_bytes().decode() == wanted
    told = capsys.readouterr()
    assert "S1.room: the programme says “Great Hall” (somebody changed it)" in told.err
    assert "changed  S2.room: Room 2 → Room 3" in told.out
    assert taken(folder, table(ROW.replace("Hall", "Small Hall")), "--take", "S1.room") == 0
    assert "    room: Small Hall   # it has a ramp\r\n" in (folder / source.PROGRAMME).read_bytes().decode()


def test_what_a_person_deleted_stays_deleted_and_what_nobody_said_is_filled_in(tmp_path):
    folder = workspace(tmp_path)
    taken(folder, table(ROW))
    (folder / source.PROGRAMME).write_text(programme(folder).replace("    room: Hall\n", ""), "utf-8")
    taken(folder, table(ROW), file="a.csv")
    assert "room" not in programme(folder)
    head = HEAD + ",Language"
    taken(folder, table(ROW + ",French", head=head), file="b.csv")
    assert "language: fr" in programme(folder)


def test_people_keep_what_only_the_programme_knows_of_them(tmp_path):
    folder = workspace(tmp_path)
    taken(folder, table("S1,Water,Ana Pérez; Li Wei", head="ID,Title,Speakers"))
    text = programme(folder).replace("- Ana Pérez", "- name: Ana Pérez\n          email: ana@example.org")
    (folder / source.PROGRAMME).write_text(text, "utf-8")
    taken(folder, table("S1,Water,Ana Pérez; Li Wei", head="ID,Title,Speakers"))
    assert programme(folder) == text
    taken(
        folder, table("S1,Water,Zoë Q; Ana Pérez; Li Wei", head="ID,Title,Speakers"), "--take", "S1.people.presenters"
    )
    (slot,) = source.read(folder).conference.programme
    assert slot.people("presenters") == (
        Person("Zoë Q"), Person("Ana Pérez", email="ana@example.org"), Person("Li Wei")
    )  # fmt: skip


def test_a_session_that_is_no_longer_in_the_file_stays_and_is_told(tmp_path, capsys):
    folder = workspace(tmp_path)
    taken(folder, table(ROW, "S2,Seas,,,,,,,"))
    before = programme(folder)
    assert taken(folder, table(ROW)) == 0
    assert programme(folder) == before
    assert "“S2” is no longer in the file" in capsys.readouterr().err


def test_a_dry_run_writes_nothing_and_a_wrong_take_is_wrong_use(tmp_path):
    folder = workspace(tmp_path)
    assert taken(folder, table(ROW), "--dry-run") == 0
    assert not (folder / source.PROGRAMME).exists()
    assert taken(folder, table(ROW), "--take", "S9") == 2
    assert main(["-w", str(folder), "programme", "import", str(folder / "nowhere.csv")]) == 2
    assert taken(folder, table(ROW), "--map", "title") == 2


def test_columns_that_were_named_are_remembered_in_conference_yaml(tmp_path):
    folder = workspace(tmp_path)
    text = table("Water,Hall,tea", head="What,Room,Notes")
    assert taken(folder, text) == 1
    assert taken(folder, text, "--map", "title=What", "--map", "ignore=Notes") == 0
    conference = (folder / source.CONFERENCE).read_text("utf-8")
    assert conference.startswith(CONFERENCE)
    assert source.read_conference(folder)[0].columns == (("title", "What"), ("ignore", "Notes"))
    assert taken(folder, text.replace("Hall", "Room 1"), "--strict") == 0


def test_events_keep_their_ids_by_their_uid_when_their_title_changes(tmp_path):
    folder = workspace(tmp_path)
    taken(folder, calendar(event("a"), event("b", "Seas", ":20270319T080000Z", ":20270319T090000Z")), file="p.ics")
    ids = {slot.title: slot.id for slot in source.read(folder).conference.programme}
    renamed = calendar(event("b", "Oceans", ":20270319T080000Z", ":20270319T090000Z"), event("a"))
    taken(folder, renamed, file="p.ics")
    assert {slot.title: slot.id for slot in source.read(folder).conference.programme} == {
        "Water for all": ids["Water for all"], "Oceans": ids["Seas"],
    }  # fmt: skip


def test_sessions_of_one_title_are_told_apart_by_their_time_and_never_doubled(tmp_path):
    folder = workspace(tmp_path)
    breaks = [f"Break,2027-03-{day},{hour}:00–{hour}:30" for day in (18, 19) for hour in (10, 15)]
    taken(folder, table(*breaks, head="Title,Date,Time"))
    first = programme(folder)
    taken(folder, table(*reversed(breaks), head="Title,Date,Time"))
    assert programme(folder) == first
    moved = [breaks[0].replace("10:00–10:30", "11:00–11:30"), *breaks[1:]]
    taken(folder, table(*moved, head="Title,Date,Time"))
    assert programme(folder) == first.replace("10:00–10:30", "11:00–11:30", 1)


def test_a_session_that_a_person_took_out_stays_out(tmp_path, capsys):
    folder = workspace(tmp_path)
    taken(folder, table(ROW, "S2,Seas,,,,,,,"))
    alone = programme(folder).partition("  - id: S2")[0]
    (folder / source.PROGRAMME).write_text(alone, "utf-8")
    assert taken(folder, table(ROW, "S2,Seas,,,,,,,")) == 0
    assert programme(folder) == alone
    assert "“S2” was taken out of the programme" in capsys.readouterr().err
    assert taken(folder, table(ROW, "S2,Seas,,,,,,,"), "--take", "S2") == 0
    assert [slot.id for slot in source.read(folder).conference.programme] == ["S1", "S2"]


def test_sessions_of_a_schedule_without_codes_or_times_are_sessions_all_the_same():
    talks = [{"title": "Water"}, {"title": "Seas"}, {"title": "Rivers", "code": "R"}, {"title": "Rivers", "code": "R"}]
    told = {"schedule": {"conference": {"days": [{"rooms": {"Hall": talks}}]}}}
    found = read(json.dumps(told), "s.json")
    assert [(each.id, each.title) for each in found.entries] == [("", "Water"), ("", "Seas"), ("R", "Rivers")]


WORDS_ = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=12)


@given(st.lists(st.tuples(WORDS_, WORDS_), min_size=1, max_size=4))
def test_whatever_a_title_or_a_room_holds_it_comes_back_as_it_was(tmp_path_factory, rows):
    folder = workspace(tmp_path_factory.mktemp("w"))
    told = [{"id": f"S{at}", "title": title, "room": room} for at, (title, room) in enumerate(rows)]
    assert taken(folder, json.dumps(told), file="p.json") == 0
    slots = {slot.id: (slot.title, slot.room) for slot in source.read(folder).conference.programme}
    assert slots == {each["id"]: (each["title"], each["room"]) for each in told}


# The forms that rapporteurs get, and what comes back

HINT = "[Type the text here – press Enter for a new point]"


def filled(path, to, *swaps):
    parts = container.unpack(path.read_bytes())
    text = parts["word/document.xml"].decode("utf-8")
    for before, after in ((HINT, "It went well."), *swaps):
        assert before in text
        text = text.replace(before, after, 1)
    to.write_bytes(container.pack(parts | {"word/document.xml": text.encode("utf-8")}))
    return to


def test_each_session_without_a_report_gets_a_prefilled_form_which_becomes_its_file(tmp_path, capsys):
    folder = workspace(tmp_path, reports.session_text("\n## Summary\n\nWords.\n"))
    taken(folder, table(ROW, "T3-S01,Water for all,3,,,,,,", "LUNCH,Lunch,,,,,,,"))
    text = programme(folder).replace("title: Lunch", "title: Lunch\n    report: no")
    text = text.replace("moderator: Ana Pérez", "moderator: {name: Ana Pérez, withheld: yes}", 1)
    (folder / source.PROGRAMME).write_text(text, "utf-8")
    outcome = build.build(folder, build.Wish(blank=True))
    made = sorted(each.path.rpartition("/")[2] for each in outcome.made)
    assert made == ["S1-water-for-all.docx", "T3-S01-water-for-all.docx", "form.docx"]
    form = folder / "build/word/blank/S1-water-for-all.docx"
    words = re.sub("<[^>]+>", " ", container.unpack(form.read_bytes())["word/document.xml"].decode())
    assert all(word in words for word in ("Water for all", "Track 1 – Water", "Ana Pérez", "Li Wei", "2027"))
    assert main(["-w", str(folder), "recover", str(form), "--apply"]) == 1
    assert "nothing was filled in" in capsys.readouterr().err
    back = filled(form, folder / "back.docx", ("Ana Pérez", "Ana María Pérez"))
    assert main(["-w", str(folder), "recover", str(back), "--apply"]) == 0
    report = next(each for each in source.read(folder).conference.reports if each.id == "S1")
    assert report.origin.file == "source/sessions/s1-2.md"  # another session's file is called s1.md
    assert report.people("moderator") == (Person("Ana María Pérez", withheld=True),)
    assert report.people("rapporteur") == (Person("Li Wei", email="li@example.org"),)
    assert (report.title, report.track) == ("Water for all", "1")
    assert [section.role for section in report.sections if not section.is_empty] == ["summary"]
    capsys.readouterr()
    again = filled(back, folder / "again.docx")
    assert main(["-w", str(folder), "recover", str(again), "--apply"]) == 0
    assert build.build(folder, build.Wish(blank=True)).fresh == 2


def test_an_import_makes_the_forms_of_all_sessions_that_have_no_report(tmp_path, capsys):
    folder = workspace(tmp_path)
    (folder / "p.csv").write_text(table(ROW, "S2,Seas,,,,,,,"))
    assert main(["-w", str(folder), "programme", "import", str(folder / "p.csv")]) == 0
    assert "2 forms made in build/word/blank/, 0 up to date" in capsys.readouterr().out
    assert sorted(each.name for each in (folder / "build/word/blank").iterdir()) == [
        "S1-water-for-all.docx",
        "S2-seas.docx",
    ]
    (folder / "p.csv").write_text(table(ROW.replace("Hall", "Room 1"), "S2,Oceans,,,,,,,"))
    assert main(["-w", str(folder), "programme", "import", str(folder / "p.csv")]) == 0
    assert "1 form made in build/word/blank/, 1 up to date" in capsys.readouterr().out
    assert not (folder / "build/word/blank/S2-seas.docx").exists()


def test_a_form_that_is_named_is_made_alone_and_an_unknown_name_is_wrong_use(tmp_path):
    folder = workspace(tmp_path)
    taken(folder, table(ROW, "S2,Seas,,,,,,,"))
    outcome = build.build(folder, build.Wish(("s2",), blank=True))
    assert [each.path for each in outcome.made] == ["word/blank/S2-seas.docx"]
    with pytest.raises(WrongUse):
        build.build(folder, build.Wish(("S9",), blank=True))
    (folder / source.PROGRAMME).write_text(programme(folder).replace("Seas", "Oceans"), "utf-8")
    assert "word/blank/S2-oceans.docx" in {each.path for each in build.build(folder, build.Wish(blank=True)).made}


# What is doubtful in a row


@pytest.mark.parametrize("address", ["not-an-email", "b@other", "a@example.org; b@example.org"])
def test_an_address_that_cannot_be_right_is_told_with_its_cell(address):
    data = book(["Title", "Rapporteur", "Rapporteur e-mail"], ["Water", "Li Wei", address])
    found = read(data, "p.xlsx").problems
    assert [(str(each.where), each.severity, each.rule) for each in found] == [
        ("p.xlsx (Programme!C2)", "warning", "email")
    ]
    assert read(data, "p.xlsx").entries[0].people["rapporteur"][0].email == address


def test_a_row_without_an_id_among_others_that_have_one_is_told_unless_nobody_reports_of_it():
    rows = ["S1,Water,", ",Lunch,", ",Dinner,no"]
    found = [each for each in read(table(*rows, head="ID,Title,Report")).problems if each.rule == "id"]
    assert [(each.where.line, each.severity) for each in found] == [(3, "warning")]
    assert "report" in found[0].hint
    assert read(table("Lunch,", head="Title,Report")).problems == ()


def test_a_day_that_could_be_two_is_said_to_be_both():
    (found,) = read(table("Water,03/04/2027", head="Title,Date")).problems
    assert (found.severity, found.what) == ("error", "“03/04/2027” may be 2027-04-03 or 2027-03-04")
    (found,) = read(table("Water,31/02/2027", head="Title,Date")).problems
    assert found.what == "“31/02/2027” is no day of the calendar"
