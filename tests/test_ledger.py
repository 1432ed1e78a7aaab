"""The ledger: what is expected, there, sound, signed off and late, whom to ask, and the reminders and sheet of it."""

import datetime
import json
import re

import pytest

import reports
from rapporteur import deadline, layout, source, status, zones
from rapporteur.cli import main
from rapporteur.conference import ledger as ledgers
from rapporteur.deadline import Deadline
from rapporteur.labels import Labels
from rapporteur.report import Day, Part, When

CONFERENCE = """\
name: Assembly
timezone: Europe/Paris
deadline: 2 days after
tracks:
  - {id: 1, name: Water}
  - {id: 3, name: Governance}
"""
PROGRAMME = """\
sessions:
  - id: A
    title: Water for all
    track: 1
    when: {date: 2027-03-18, time: 9:00–10:30}
    people:
      rapporteur: {name: Li Wei, email: li@example.org}
  - id: B
    title: Seas
    track: 1
    when: {date: 2027-03-18, time: 11:00–12:00}
    deadline: 18:00 the same day
    language: fr
    people:
      rapporteur: {name: Zoë Q, email: zoe@example.org}
  - id: C
    title: Rivers
    track: 3
    people:
      rapporteur: Li Wei
      moderator: Ana Pérez
  - id: D
    title: Lakes
    track: 3
    when: {date: 2027-03-19, time: 9:00–10:00}
    people:
      moderator: {name: Ana Pérez, email: ana@example.org}
  - id: LUNCH
    title: Lunch
    report: no
  - id: GONE
    title: Gone
    status: cancelled
"""


def at(text):
    return datetime.datetime.fromisoformat(text)


def session(name, title, state="draft", body="\n## Summary\n\nWords.\n", more=""):
    return reports.session_text(body, f"id: {name}\ntitle: {title}\ntrack: 1\nstate: {state}\n{more}")


def workspace(folder, *sessions, programme=PROGRAMME, conference=CONFERENCE):
    found = reports.workspace(folder, *sessions, conference=conference)
    if programme:
        (found / source.PROGRAMME).write_text(programme, "utf-8")
    return found


def found(folder, now="2027-03-18T20:00"):
    return status.status(source.read(folder), at(now))


def states(folder, now="2027-03-18T20:00"):
    return {row.slot.id: row.status for row in found(folder, now).ledger.rows}


# Deadlines


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("2 days after", Deadline(days=2)),
        ("within two weeks", Deadline(days=14)),
        ("18:00 the same day", Deadline(days=0, time=datetime.time(18))),
        ("next day at 9 am", Deadline(days=1, time=datetime.time(9))),
        ("48 hours after the session", Deadline(hours=48)),
        ("2027-03-20 18:00", Deadline(date=datetime.date(2027, 3, 20), time=datetime.time(18))),
        ("20 March 2027", Deadline(date=datetime.date(2027, 3, 20))),
        ("20 March", None),
        ("soon", None),
        ("2 days after or so", None),
        ("", None),
    ],
)
def test_deadlines_are_read_as_people_write_them(text, means):
    assert deadline.read(text) == means


SITTING = When((Part(Day(3, 18, 2027), datetime.time(22), datetime.time(1, 30), 1),))
DAY = When((Part(Day(3, 18, 2027)),))
PARIS = zones.read("Europe/Paris")


@pytest.mark.parametrize(
    ("text", "when", "zone", "passes"),
    [
        ("the same day", SITTING, PARIS, "2027-03-20T00:00+01:00"),
        ("18:00 the same day", SITTING, PARIS, "2027-03-19T18:00+01:00"),
        ("48 hours after", SITTING, PARIS, "2027-03-21T01:30+01:00"),
        ("48 hours after", DAY, PARIS, None),
        ("2 days after", DAY, PARIS, "2027-03-21T00:00+01:00"),
        ("2 days after", DAY, None, "2027-03-21T00:00-12:00"),
        ("2 days after", When(()), PARIS, None),
        ("2 days after", When((Part(Day(3, 18)),)), PARIS, None),
        ("2027-03-28 18:00", When(()), PARIS, "2027-03-28T18:00+02:00"),
    ],
)
def test_a_deadline_passes_at_one_moment_or_nobody_knows_when(text, when, zone, passes):
    moment = ledgers.moment(deadline.read(text), when, zone)
    assert moment == (at(passes) if passes else None)


def test_what_is_no_deadline_or_zone_is_an_error_with_its_line(tmp_path):
    folder = workspace(
        tmp_path,
        programme="sessions:\n  - id: A\n    title: One\n    deadline: soon\n",
        conference="timezone: Mars/Base\ndeadline: sometime\n",
    )
    told = {(str(each.where), each.rule) for each in source.read(folder).problems if each.severity == "error"}
    assert told >= {
        ("source/programme.yaml:4", "deadline"), ("source/conference.yaml:1", "timezone"),
        ("source/conference.yaml:2", "deadline"),
    }  # fmt: skip


# The ledger


def test_what_is_not_there_is_late_only_if_its_deadline_is_known_and_has_passed(tmp_path):
    folder = workspace(tmp_path)
    assert states(folder) == {"A": "missing", "B": "late", "D": "missing", "C": "missing"}
    assert states(folder, "2027-03-20T23:59") == {"A": "missing", "B": "late", "D": "missing", "C": "missing"}
    assert states(folder, "2027-03-21T00:00") == {"A": "late", "B": "late", "D": "missing", "C": "missing"}
    assert states(folder, "2027-03-20T22:30+00:00")["A"] == "missing"
    assert states(folder, "2027-03-20T23:30+00:00")["A"] == "late"
    assert states(folder, "2099-01-01")["C"] == "missing"


@pytest.mark.parametrize(
    ("text", "state"),
    [
        (session("A", "Water for all", body=""), "missing"),
        (session("A", "Water for all", body="\n## Summary {.summary}\n"), "missing"),
        (session("A", "Water for all", body="", more="participants:\n  women: not recorded\n"), "missing"),
        (session("A", "Water for all", body="", more="participants:\n  women: 3\n"), "received"),
        (session("A", "Water for all"), "received"),
        (session("a", "Water for all", "reviewed"), "received"),
        (session("A", "Water for all", more="rooms: 3\n"), "errors"),
        (session("A", "Water for all", "final"), "errors"),
    ],
)
def test_received_is_what_says_more_than_the_programme_and_valid_what_has_no_error(tmp_path, text, state):
    assert states(workspace(tmp_path, text))["A"] == state


FINAL = session(
    "A",
    "Water for all",
    "final",
    "\n## Summary\n\nWords.\n\n## Outcomes\n\n- One.\n\n## Key recommendations\n\n- Act. {#A-R01}\n",
    "when:\n  date: 2027-03-18\n  time: 9:00–10:30\npeople:\n  organiser: Ana\n  rapporteur: Li Wei\n",
)


def test_figures_add_up_by_track_and_in_all(tmp_path):
    folder = workspace(tmp_path, FINAL, session("EXTRA", "Not announced"))
    told = found(folder).ledger
    assert states(folder)["A"] == "signed_off"
    figures = [(t.track, t.expected, t.received, t.valid, t.signed_off, t.late, t.unknown) for t in told.tracks]
    assert figures == [("1", 3, 2, 2, 1, 1, 0), ("3", 2, 0, 0, 0, 0, 1)]
    total = told.total
    assert (total.expected, total.received, total.late, total.unknown) == (5, 2, 1, 1)
    assert total.expected == len(told.rows)


def test_without_a_programme_every_session_that_has_a_file_is_expected(tmp_path):
    folder = workspace(tmp_path, session("A", "Water", body=""), session("B", "Seas"), programme="")
    assert states(folder) == {"A": "missing", "B": "received"}


# Reminders


def test_each_person_gets_one_reminder_of_all_that_they_owe_in_the_sessions_language(tmp_path):
    folder = workspace(tmp_path)
    written = {each.person.name: each for each in found(folder, "2027-03-25").reminders}
    assert {name: [row.slot.id for row in each.rows] for name, each in written.items()} == {
        "Li Wei": ["A", "C"], "Zoë Q": ["B"], "Ana Pérez": ["D"],
    }  # fmt: skip
    letter = written["Li Wei"].letter
    assert letter.startswith("Li Wei <li@example.org>\nYour session report – Assembly\n\nDear Li Wei,\n")
    assert "Water for all (A)\n  Deadline: Saturday, 20 March 2027 – it has passed\n  A-water-for-all.docx" in letter
    assert "Bonjour Zoë Q," in written["Zoë Q"].letter
    assert "jeudi 18 mars 2027, 18:00 (Europe/Paris) – elle est dépassée" in written["Zoë Q"].letter


def test_a_reminder_says_whom_to_send_the_form_to_and_why_a_moderator_is_asked(tmp_path):
    conference = CONFERENCE + "contact: {name: The secretariat, email: reports@example.org}\n"
    written = {
        each.person.name: each for each in found(workspace(tmp_path, conference=conference), "2027-03-25").reminders
    }
    told = "Send the form as an attachment to The secretariat <reports@example.org>."
    instead = "Lakes (D)\n  Nobody is named as rapporteur of this session, so we turn to you.\n"
    assert all(told in each.text for each in written.values() if each.language == "en")
    assert instead in written["Ana Pérez"].text
    assert "so we turn to you" not in written["Li Wei"].text


def test_forms_that_reminders_name_and_that_are_not_there_are_told(tmp_path, capsys):
    folder = workspace(tmp_path)
    assert run(folder, "--today", "2027-03-25") == 0
    told = capsys.readouterr().err
    assert "reminders name forms to attach that are not there: A-water-for-all.docx and 3 more" in told
    assert "rapporteur build --blank" in told
    for name in ("A-water-for-all", "B-seas", "C-rivers", "D-lakes"):
        path = folder / f"build/word/blank/{name}.docx"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    assert run(folder, "--today", "2027-03-25") == 0
    assert capsys.readouterr().err == ""


def test_nobody_is_reminded_of_a_session_that_is_still_to_come(tmp_path):
    folder = workspace(tmp_path)
    before = found(folder, "2027-03-18T10:00").reminders
    assert [row.slot.id for each in before for row in each.rows] == ["C"]
    after = found(folder, "2027-03-18T10:30").reminders
    assert {row.slot.id for each in after for row in each.rows} == {"A", "C"}


@pytest.mark.parametrize("language", ["en", "fr", "es", "pt", "ar", "zh", "ru", "hi"])
def test_every_language_has_a_whole_reminder(tmp_path, language):
    programme = PROGRAMME.replace("language: fr", f"language: {language}")
    each = next(one for one in found(workspace(tmp_path, programme=programme)).reminders if one.person.name == "Zoë Q")
    word = Labels(layout.find("rapporteur").catalogue(language)).word
    assert word("reminder_greeting", name="Zoë Q") in each.text
    assert word("reminder_thanks") in each.text
    assert not set("{}") & set(each.letter)
    assert language == "en" or "session of" not in each.text


# What is written


def run(folder, *words):
    return main(["-w", str(folder), "status", *words])


def test_status_tells_and_writes_reminders_and_the_sheet(tmp_path, capsys):
    from openpyxl import load_workbook

    folder = workspace(tmp_path, FINAL)
    assert run(folder, "--today", "2027-03-25") == 0
    out = capsys.readouterr().out
    assert "B Seas late due 2027-03-18 18:00 Zoë Q <zoe@example.org>" in [
        " ".join(each.split()) for each in out.splitlines()
    ]
    assert [line.split()[1:] for line in out.splitlines() if line.startswith("all")] == [list("411121")]
    assert (folder / "build/reminders/zoe-q.txt").read_text("utf-8").startswith("Zoë Q <zoe@example.org>\n")
    book = load_workbook(folder / "build/excel/ledger.xlsx")
    sessions, tracks = book.worksheets
    rows = [[cell.value for cell in row[:4]] for row in sessions.iter_rows(min_row=4)]
    assert rows == [
        ["A", "Water for all", "1 – Water", "Signed off"],
        ["B", "Seas", "1 – Water", "Late"],
        ["D", "Lakes", "3 – Governance", "Late"],
        ["C", "Rivers", "3 – Governance", "Not received"],
    ]
    assert [[cell.value for cell in row[:7]] for row in tracks.iter_rows(min_row=4)] == [
        ["1 – Water", 2, 1, 1, 1, 1, 0], ["3 – Governance", 2, 0, 0, 0, 1, 1], ["Total", 4, 1, 1, 1, 2, 1],
    ]  # fmt: skip


def test_the_same_day_makes_the_same_files_and_a_report_that_came_takes_its_reminder_away(tmp_path):
    folder = workspace(tmp_path)
    run(folder, "--today", "2027-03-25")
    build = folder / "build"
    before = {path: path.read_bytes() for path in build.rglob("*") if path.is_file()}
    run(folder, "--today", "2027-03-25")
    assert {path: path.read_bytes() for path in build.rglob("*") if path.is_file()} == before
    (build / "reminders/ana-perez.txt").write_text("Dear Ana, call me.\n", "utf-8")
    (folder / "source/sessions/b.md").write_text(session("B", "Seas"), "utf-8")
    run(folder, "--today", "2027-03-25")
    assert not (build / "reminders/zoe-q.txt").exists()
    assert (build / "reminders/ana-perez.changed.txt").read_text("utf-8") == "Dear Ana, call me.\n"
    assert (build / "reminders/ana-perez.txt").read_text("utf-8").startswith("Ana Pérez <ana@example.org>")


def test_a_dry_run_writes_nothing_and_json_says_all(tmp_path, capsys):
    folder = workspace(tmp_path)
    assert run(folder, "--today", "2027-03-25", "--dry-run", "--format", "json") == 0
    told = json.loads(capsys.readouterr().out)
    assert not (folder / "build").exists()
    assert told["total"]["late"] == 3
    assert told["total"]["unknown"] == 1
    assert [each["id"] for each in told["sessions"]] == ["A", "B", "D", "C"]
    assert told["sessions"][1]["due"] == "2027-03-18T18:00:00+01:00"
    assert told["sessions"][3]["late"] is None
    assert {each["email"] for each in told["reminders"]} >= {"li@example.org", "zoe@example.org", "ana@example.org"}
    assert run(folder, "--today", "yesterday") == 2


def test_a_programme_with_a_mistake_gives_no_figures_that_would_be_wrong(tmp_path, capsys):
    folder = workspace(tmp_path, programme=PROGRAMME.replace("report: no", "report: perhaps"))
    assert run(folder, "--today", "2027-03-25") == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert "source/programme.yaml:" in told.err
    assert not (folder / "build").exists()


def test_a_ledger_that_comes_back_is_not_taken_for_a_register(tmp_path, capsys):
    folder = workspace(tmp_path, FINAL)
    run(folder, "--today", "2027-03-25")
    assert main(["-w", str(folder), "recover", str(folder / "build/excel/ledger.xlsx"), "--apply"]) == 1
    assert "no sheet of this workbook is a register" in capsys.readouterr().err
    assert not (folder / source.FOLLOWUP).exists()


def test_words_that_look_like_formulas_are_text_in_the_sheet(tmp_path):
    from openpyxl import load_workbook

    folder = workspace(tmp_path, programme='sessions:\n  - id: A\n    title: "=1+1"\n')
    run(folder, "--today", "2027-03-25")
    cell = load_workbook(folder / "build/excel/ledger.xlsx").worksheets[0]["B4"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


BROKEN = session("B", "Seas").replace("title: Seas", "title: [Seas")


def test_a_file_that_cannot_be_read_was_received_and_nobody_is_asked_for_it_again(tmp_path, capsys):
    folder = workspace(tmp_path, FINAL, BROKEN)
    assert run(folder, "--today", "2027-03-25") == 1
    said = capsys.readouterr()
    assert re.search(r"^B +Seas +has errors$", said.out, re.MULTILINE)
    assert [line.split()[1:] for line in said.out.splitlines() if line.startswith("all")] == [list("421111")]
    assert "source/sessions/s2.md:" in said.err
    assert not (folder / "build/reminders/zoe-q.txt").exists()
    assert run(folder, "--today", "2027-03-25", "--format", "json", "--dry-run") == 1


def test_a_file_that_cannot_be_read_and_that_no_programme_announces_has_its_row(tmp_path):
    assert states(workspace(tmp_path, BROKEN.replace("id: B", "id: New"))) == {
        "A": "missing", "B": "late", "C": "missing", "D": "missing", "New": "errors",
    }  # fmt: skip
