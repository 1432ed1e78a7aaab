"""The programme: what is announced is read with its lines, orders the reports, and is compared with them."""

import datetime

import pytest

import reports
from rapporteur import build, checks, slots, source
from rapporteur.conference import clashes, programme
from rapporteur.deadline import Deadline
from rapporteur.problems import errors

PROGRAMME = """\
sessions:
  - id: LATE
    title: Seas
    track: 3
    room: Room 10
    when: {date: 2012-09-05, time: 14:30–16:00}
    people:
      moderator: Ana Pérez
  - id: T3-S01
    title: Water for all
    track: 3
    room: Room 2
    language: fr
    when: {date: Wednesday 5 September 2012, time: 14:30–16:00}
    deadline: 2 days after
    people:
      rapporteur: {name: Li Wei, email: li@example.org}
  - id: OPENING
    title: Opening
    report: no
    when: {date: 2012-09-05, time: 9:00–10:00}
"""


def read(text=PROGRAMME, language="en"):
    return slots.read(text, source.PROGRAMME, language)


def slots_of(*entries):
    found, problems = read("sessions:\n" + "".join(f"  - {each}\n" for each in entries))
    assert problems == ()
    return found


def entry(name, room="", date="2012-09-05", time="9:00–10:00", **more):
    people = "".join(f", {key}: {value}" for key, value in more.items())
    return f"{{id: {name}, title: About {name}, room: {room}, when: {{date: {date}, time: {time}}}{people}}}"


def workspace(folder, *sessions, text=PROGRAMME):
    found = reports.workspace(folder, *sessions)
    (found / source.PROGRAMME).write_text(text, "utf-8")
    return found


def session(name, title="Water for all", day="5 September", more=""):
    front = f"id: {name}\ntitle: {title}\ntrack: 3\nwhen:\n  date: {day}\n  time: 14:30–16:00\n{more}"
    return reports.session_text("\n## Summary\n\nWords.\n", front)


def told(problems, rule):
    return [(str(each.where), each.what) for each in problems if each.rule == rule]


# What is read


def test_sessions_come_by_time_and_then_by_room_as_people_count():
    found, problems = read()
    assert problems == ()
    assert [slot.id for slot in found] == ["OPENING", "T3-S01", "LATE"]


def test_every_value_of_an_entry_is_read_and_knows_its_line():
    slot = next(each for each in read()[0] if each.id == "T3-S01")
    assert (slot.title, slot.track, slot.room, slot.language) == ("Water for all", "3", "Room 2", "fr")
    assert (slot.first.day.date, slot.first.start) == (datetime.date(2012, 9, 5), datetime.time(14, 30))
    assert slot.people("rapporteur")[0].email == "li@example.org"
    assert slot.deadline == Deadline(days=2)
    assert str(slot.origin.place("people.rapporteur.0.email")) == "source/programme.yaml:17"
    assert [each.id for each in read()[0] if not each.expected] == ["OPENING"]


def test_all_mistakes_of_a_programme_are_told_at_once_with_their_lines():
    text = """\
sessions:
  - title: No id
  - id: A
    title: One
    when: {date: 31 February, time: noonish}
    language: French!
    report: perhaps
    status: moved
    rooom: 2
  - id: a
    title: ""
    people: Ana
rest: more
"""
    found, problems = read(text)
    assert [slot.id for slot in found] == ["A", "a"]
    assert sorted((each.where.line, each.rule) for each in errors(problems)) == [
        (2, "id"), (5, "date"), (5, "time"), (6, "language"), (7, "value"), (8, "value"), (9, "unknown-key"),
        (10, "id"), (11, "programme"), (12, "value"), (13, "unknown-key"),
    ]  # fmt: skip


def test_a_workspace_without_a_programme_is_read_as_ever(tmp_path):
    read = source.read(reports.workspace(tmp_path, session("B"), session("A")))
    assert read.conference.programme == ()
    assert programme.missing(read.conference) == ()
    assert programme.digest(()) == ""


# The reports beside it


def test_reports_stand_in_the_programmes_order_and_others_behind_them(tmp_path):
    read = source.read(workspace(tmp_path, session("LATE", "Seas"), session("EXTRA"), session("t3-s01")))
    assert [each.id for each in read.conference.reports] == ["t3-s01", "LATE", "EXTRA"]


def test_what_the_programme_expects_and_nobody_reported_is_missing(tmp_path):
    read = source.read(workspace(tmp_path, session("LATE", "Seas")))
    (slot,) = programme.missing(read.conference)
    assert slot.id == "T3-S01"
    known = programme.announced(slot, read.conference)
    assert (known.id, known.title, known.language, known.answer("room")) == (slot.id, slot.title, "fr", ("Room 2",))
    assert known.people("rapporteur") == slot.people("rapporteur")
    assert known.sections == ()


@pytest.mark.parametrize(
    ("report", "says"),
    [
        (session("T3-S01"), []),
        (session("T3-S01", "WATER for all"), []),
        (session("T3-S01", "Water for some"), [(3, "title: the report says “Water for some”")]),
        (session("T3-S01", day="6 September"), [(6, "when: the report says “--09-06”")]),
        (session("T3-S01", day="5 September 2013"), [(6, "when: the report says “2013-09-05”")]),
        (session("OTHER"), [(2, "the programme has no session “OTHER”")]),
        (session("OPENING", "Opening"), [(2, "the programme expects no report"), (7, "when: the report says “14:30”")]),
    ],
)
def test_check_tells_where_report_and_programme_differ(tmp_path, report, says):
    found = checks.check(source.read(workspace(tmp_path, report)))
    told = [(each.where.line, each.what) for each in found if each.rule == "programme"]
    assert [line for line, _ in told] == [line for line, _ in says]
    assert all(what.startswith(begins) for (_, what), (_, begins) in zip(told, says, strict=True))


def test_a_track_that_the_conference_does_not_have_is_an_error_of_the_programme(tmp_path):
    found = checks.check(source.read(workspace(tmp_path, text=PROGRAMME.replace("track: 3", "track: 7", 1))))
    assert told(errors(found), "track") == [("source/programme.yaml:4", "there is no track “7”")]


# Clashes


@pytest.mark.parametrize(
    ("second", "clash"),
    [
        (entry("B", "Room 2"), True),
        (entry("B", "ROOM 2", time="9:59–11:00"), True),
        (entry("B", "Room 2", time="10:00–11:00"), False),
        (entry("B", "Room 2", date="2012-09-06"), False),
        (entry("B", "Room 3"), False),
        (entry("B", "", people="{moderator: ana perez}"), True),
        (entry("B", "", people="{organiser: Ana Pérez}"), False),
        (entry("B", "Room 2", time="9:30"), False),
        (entry("B", "Room 2", status="cancelled"), False),
    ],
)
def test_one_room_or_person_at_two_sessions_at_once_is_told(second, clash):
    found = tuple(clashes.check(slots_of(entry("A", "Room 2", people="{moderator: Ana Pérez}"), second)))
    assert bool(found) == clash
    assert all(each.where.line == 3 and "“A” at source/programme.yaml:2" in each.what for each in found)


def test_sessions_in_two_time_zones_clash_when_they_are_at_one_moment():
    def told(zone, hours):
        when = f"{{date: 2012-09-05, time: {hours}, timezone: {zone}}}"
        there = slots_of(entry("A", "Hall"), f"{{id: B, title: Far, room: Hall, when: {when}}}")
        return len(tuple(clashes.check(there, "Europe/Paris")))

    assert told("Asia/Tokyo", "16:00–17:00") == 1
    assert told("Asia/Tokyo", "9:00–10:00") == 0


def test_a_session_through_the_night_clashes_with_the_next_morning():
    night = entry("A", "Hall", time='"22:00–01:30 (+1)"')
    assert len(tuple(clashes.check(slots_of(night, entry("B", "Hall", date="2012-09-06", time="1:00–2:00"))))) == 1


# At a glance


def table(*entries):
    days = programme.at_a_glance(slots_of(*entries))
    return [
        (
            str(day.day and day.day.date),
            day.rooms,
            [[[one.id for one in cell] for cell in row.cells] for row in day.rows],
        )
        for day in days
    ]


def test_each_day_is_a_table_of_times_and_rooms_that_holds_every_sitting_once():
    found = table(
        entry("A", "Room 2"), entry("B", "Room 10"), entry("C", "Room 2", time="11:00–12:00"),
        entry("D", "Room 2", date="2012-09-06"), "{id: E, title: No date yet}",
    )  # fmt: skip
    assert found == [
        ("2012-09-05", ("Room 2", "Room 10"), [[["A"], ["B"]], [["C"], []]]),
        ("2012-09-06", ("Room 2",), [[["D"]]]),
        ("None", ("",), [[["E"]]]),
    ]


def test_rooms_stand_in_one_order_on_all_days():
    found = table(
        entry("A", "Studio", time="11:00–12:00"), entry("B", "Hall"), entry("C", "Studio", date="2012-09-06"),
        entry("D", "Annex", date="2012-09-06", time="8:00–9:00"),
        entry("E", "Hall", date="2012-09-06", time="11:00–12:00"),
    )  # fmt: skip
    assert [rooms for _, rooms, _ in found] == [("Hall", "Studio"), ("Hall", "Studio", "Annex")]


def test_what_stands_alone_without_a_room_is_everywhere_and_beside_others_it_has_a_column():
    alone = programme.at_a_glance(slots_of(entry("A", "Room 2"), entry("LUNCH", time="12:00–13:00")))
    assert [row.everywhere and row.everywhere.id for row in alone[0].rows] == [None, "LUNCH"]
    assert table(entry("A", "Room 2"), entry("B")) == [("2012-09-05", ("Room 2", ""), [[["A"], ["B"]]])]


def test_a_session_in_two_sittings_stands_at_both():
    when = "when: [{date: 2012-09-05, time: 9:00–10:00}, {time: 11:00–12:00}, {date: 2012-09-06, time: 9:00–10:00}]"
    assert [len(day.rows) for day in programme.at_a_glance(slots_of(f"{{id: A, title: Long, {when}}}"))] == [2, 1]


# What is printed of it


@pytest.mark.parametrize(
    ("old", "new", "other"),
    [
        ("Room 10", "Room 9", True),
        ("title: Seas", "title: Oceans", True),
        ("2 days after", "3 days after", False),
        ("li@example.org", "wei@example.org", False),
        ("sessions:", "# by hand\nsessions:", False),
    ],
)
def test_the_digest_of_a_programme_is_another_when_something_printed_is(old, new, other):
    assert old in PROGRAMME
    assert (programme.digest(read()[0]) != programme.digest(read(PROGRAMME.replace(old, new))[0])) == other


def test_a_mistake_that_was_mended_in_the_programme_is_not_told_again(tmp_path):
    folder = workspace(tmp_path, session("T3-S01"), text=PROGRAMME + "rest: more\n")
    wish = build.Wish(exporters=("excel",))
    assert told(build.build(folder, wish).problems, "unknown-key") != []
    assert told(build.build(folder, wish).problems, "unknown-key") != []
    (folder / source.PROGRAMME).write_text(PROGRAMME, "utf-8")
    after = build.build(folder, wish)
    assert told(after.problems, "unknown-key") == []
    assert after.made == []
