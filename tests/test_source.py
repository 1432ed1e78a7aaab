"""The canonical source: a workspace is read whole, every file's mistakes are told, and the sample is complete."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

import reports
from rapporteur import source
from rapporteur.cli import main
from rapporteur.labels import Labels
from rapporteur.problems import Refused, WrongUse, errors
from rapporteur.prose import List, Paragraph, plain
from rapporteur.report import Conference, Recommendations, Track

GOOD = reports.session_text("\n## Summary\n\nWords.\n")


def told(read):
    return [(str(each.where), each.what) for each in read.problems]


def read(folder, *sessions, **how):
    return source.read(reports.workspace(folder, *sessions, **how))


# The sample


def the_sample():
    (report,) = source.read(reports.the_sample()).conference.reports
    return report, source.read(reports.the_sample())


def test_the_sample_holds_the_users_report_word_for_word():
    """What may differ: white space, hyphens that make a list, and the colon behind three of the headings."""
    given_text = (reports.FIXTURES / "session-report.txt").read_text("utf-8")
    lines = (line.removeprefix("- ") for line in given_text.splitlines())
    colon = {"Outcomes:", "New perspectives of international cooperation:", "Lessons learned:"}
    expected = reports.letters("".join(line.rstrip(":") if line in colon else line for line in lines))
    report, read = the_sample()
    assert reports.letters(_as_printed(report, read)) == expected


def _as_printed(report, read):
    """Return the report's words in the order of the printed form, with the labels that the form prints."""
    labels = Labels(read.layout.catalogue("en"))
    part, counts = report.when.parts[0], {each.category: each.number for each in report.attendance}
    (organiser,), (moderator,), (rapporteur,) = (
        report.people(role) for role in ("organiser", "moderator", "rapporteur")
    )
    presenters = (
        f"{one.name}, {one.position}, {one.organisation}, {one.country}" for one in report.people("presenters")
    )
    yield_lines = [
        report.title,
        f"Track {report.track} – {read.conference.track(report.track).name}",
        f"ORGANISER: {organiser.name} {organiser.organisation} {organiser.email}",
        f"MODERATOR: {moderator.name} RAPPORTEUR: {rapporteur.name} PRESENTERS: {' '.join(presenters)}",
        f"Format: {report.answer('format')[0]}",
        f"Time and date: {labels.date(part.day.day, part.day.month, None, part.day.weekday)}",
        labels.time_range(part.start, part.end),
        f"Number of participants: - Women: {counts['women']} - Men: {counts['men']} Total: {counts['total']}",
        reports.said_by(report),
    ]
    return "\n".join(yield_lines)


def test_the_sample_has_the_shape_the_user_gave_it():
    report, read = the_sample()
    assert read.problems == ()
    assert (read.conference.name, report.id, report.when.parts[0].day.year) == (
        "Sample Assembly (fictional)",
        "T3-S01",
        None,
    )
    assert [(section.role, _points(section)) for section in report.sections] == [
        ("summary", 3),
        ("outcomes", 5),
        ("perspectives", 4),
        ("lessons", 4),
        ("recommendations", 5),
    ]
    stem = "To have democratic, representative and transparent international institutions and processes, we should:"
    assert {plain(each.stem) for each in report.recommendations} == {stem}
    assert [each.id for each in report.recommendations] == [f"T3-S01-R0{n}" for n in range(1, 6)]


def _points(section):
    return sum(len(block.items) for block in section.blocks if isinstance(block, List | Recommendations))


# The conference


def test_everything_about_a_conference_is_optional_and_nothing_is_invented(tmp_path):
    found, problems = source.read_conference(reports.workspace(tmp_path, conference="name: A\n"))
    assert (problems, found) == ([], Conference(name="A"))
    assert (found.edition, found.place, found.dates, found.tracks, found.languages) == ("", "", "", (), ("en",))


def test_a_conference_holds_what_its_file_says(tmp_path):
    text = (
        "name: Assemblée\nedition: 15\nplace: Montréal\ndates: 3–7 September\ntracks:\n"
        "  - {id: 1, name: One}\n  - id: 2\n"
        "languages: [fr, en]\nlayout: igf\nids: '{n}'\ndigits: arab\n"
    )
    found, problems = source.read_conference(reports.workspace(tmp_path, conference=text))
    assert problems == []
    assert (found.edition, found.tracks, found.languages) == ("15", (Track("1", "One"), Track("2", "")), ("fr", "en"))
    assert (found.layout, found.ids, found.digits, found.origin.place("languages").line) == ("igf", "{n}", "arab", 8)


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("nam: A\n", 1, "“nam” is not known here"),
        ("name: A\ntracks: 3\n", 2, "“tracks” must be a list of maps, each with keys and values"),
        ("tracks:\n  - {id: 1}\n  - {id: 1}\n", 3, "there is a track “1” already"),
        ("tracks:\n  - {id: 1}\n  - {name: B}\n", 3, "a track needs an id"),
        ("name: A\nlanguages: [en, English]\n", 2, "“English” is no language tag"),
        ("name: A\nlanguages: ../../x\n", 2, "“../../x” is no language tag"),
        ("name: A\ndigits: roman\n", 2, "“roman” is not a digits"),
        ("name: Assembly #15\n", 1, "“#15” is read as a comment, not as text"),
    ],
)
def test_a_mistake_in_the_conference_is_told_with_its_line(tmp_path, text, line, what):
    _, problems = source.read_conference(reports.workspace(tmp_path, conference=text))
    assert [(each.where.line, each.what) for each in problems] == [(line, what)]


@pytest.mark.parametrize("text", ["- a\n", "words\n", "name: 'A\n", "name: &a A\nplace: *a\n"])
def test_a_conference_that_cannot_be_read_is_refused(tmp_path, text):
    with pytest.raises(Refused, match=r"source/conference\.yaml:\d"):
        read(tmp_path, GOOD, conference=text)


def test_a_workspace_is_found_from_any_folder_below_it(tmp_path):
    reports.workspace(tmp_path, GOOD)
    for below in ("", "source", "source/sessions", "a/b"):
        (tmp_path / below).mkdir(parents=True, exist_ok=True)
        assert source.find_workspace(tmp_path / below) == tmp_path.resolve()
    with pytest.raises(WrongUse, match="rapporteur new"):
        source.find_workspace(tmp_path.parent)


# The sessions


def test_every_session_is_read_in_the_order_of_file_names_and_each_mistake_told(tmp_path):
    bad = GOOD.replace("T3-S01", "T3-S03").replace("state", "stat")
    found = read(tmp_path, GOOD, "no front matter", bad.replace("title: Water for all\n", "title: A\nstat: B\n"))
    assert [each.id for each in found.conference.reports] == ["T3-S01", "T3-S03"]
    assert told(found) == [
        ("source/sessions/s2.md:1", "the file does not begin with front matter"),
        ("source/sessions/s3.md:4", "“stat” is not known here"),
    ]
    assert [len(found.problems_of(each)) for each in found.conference.reports] == [0, 1]


def test_files_of_editors_and_systems_are_no_sessions_and_texts_beside_them_are_told_of(tmp_path):
    folder = reports.workspace(tmp_path, GOOD) / "source/sessions"
    (folder / ".#s1.md").symlink_to("nowhere")
    (folder / "._s1.md").write_bytes(b"\x00\x05\x16")
    (folder / ".DS_Store").write_bytes(b"")
    (folder / "vote.png").write_bytes(b"")
    assert told(source.read(tmp_path)) == []
    (folder / "S2.MD").write_text(GOOD)
    (folder / "s3.txt").write_text(GOOD)
    (folder / "day2").mkdir()
    (folder / "day2/s4.md").write_text(GOOD)
    assert told(source.read(tmp_path)) == [
        (f"source/sessions/{name}", "this is not read as a session") for name in ("S2.MD", "day2", "s3.txt")
    ]


def test_an_id_that_stands_twice_is_an_error_at_the_second_place(tmp_path):
    one = reports.session_text("## Key recommendations\n\n- A {#R1}\n- B {#R2}\n\n  - C {#r1}\n")
    other = reports.session_text("## Key recommendations\n\n- D {#R2}\n").replace("T3-S01", "t3-s01")
    assert told(read(tmp_path, one, other)) == [
        ("source/sessions/s1.md:16", "the id “r1” stands a second time; the first is at source/sessions/s1.md:13"),
        ("source/sessions/s2.md:2", "the id “t3-s01” stands a second time; the first is at source/sessions/s1.md:2"),
        ("source/sessions/s2.md:13", "the id “R2” stands a second time; the first is at source/sessions/s1.md:14"),
    ]


@given(st.binary(max_size=200))
def test_any_bytes_give_problems_and_never_a_traceback(tmp_path_factory, data):
    folder = reports.workspace(tmp_path_factory.mktemp("w"), GOOD)
    (folder / "source/sessions/s1.md").write_bytes(b"---\n" + data)
    assert errors(source.read(folder).problems)
    (folder / "source/followup.yaml").write_bytes(data)
    source.read(folder)
    (folder / "source/conference.yaml").write_bytes(data)
    with suppress(Refused, WrongUse):
        source.read(folder)


def test_a_file_of_another_encoding_names_the_line(tmp_path):
    reports.workspace(tmp_path, GOOD)
    (tmp_path / "source/sessions/s1.md").write_bytes(GOOD.replace("Water for all", "Água").encode("cp1252"))
    assert told(source.read(tmp_path)) == [("source/sessions/s1.md:3", "a character here is not UTF-8")]


def test_a_file_that_is_no_file_too_large_or_gone_is_told(tmp_path):
    folder = reports.workspace(tmp_path) / "source/sessions"
    (folder / "a.md").mkdir()
    (folder / "b.md").symlink_to("nowhere")
    with (folder / "c.md").open("wb") as file:
        file.truncate(source.LARGEST + 1)
    assert told(source.read(tmp_path)) == [
        ("source/sessions/a.md", "this file cannot be read: Is a directory"),
        ("source/sessions/b.md", "this file cannot be read: No such file or directory"),
        ("source/sessions/c.md", "this file is larger than 5,000,000 bytes"),
    ]


def test_a_workspace_without_a_session_says_how_to_begin_one(tmp_path):
    (problem,) = read(tmp_path).problems
    assert (problem.what, problem.hint) == ("there is no session yet", 'begin one: rapporteur new-session "Title"')


def test_the_language_of_a_report_is_that_of_the_conference_unless_it_says_another(tmp_path):
    conference = reports.CONFERENCE + "languages: [ar, en]\n"
    other = GOOD.replace("T3-S01", "T3-S02").replace("title:", "language: fr\ntitle:")
    found = read(tmp_path, GOOD, other, conference=conference).conference.reports
    assert [(each.language, each.direction) for each in found] == [("ar", "rtl"), ("fr", "ltr")]


def test_sessions_are_chosen_by_id_or_file_name_in_any_case(tmp_path):
    found = read(tmp_path, GOOD, GOOD.replace("T3-S01", "T3-S02"))
    assert [each.id for each in source.select(found, [])] == ["T3-S01", "T3-S02"]
    assert [each.id for each in source.select(found, ["t3-s02"])] == ["T3-S02"]
    assert [each.id for each in source.select(found, ["S1", "T3-S02"])] == ["T3-S01", "T3-S02"]
    with pytest.raises(WrongUse, match="there is no session t9; there are: T3-S01, T3-S02"):
        source.select(found, ["T9", "S1"])


@pytest.mark.parametrize("name", ["s2", "T3-S02", "s2.md", "source/sessions/s2.md"])
def test_a_file_that_cannot_be_read_is_named_by_its_id_or_its_name_and_its_errors_are_told(tmp_path, name, capsys):
    broken = GOOD.replace("T3-S01", "T3-S02").replace("title:", "title: [")
    folder = reports.workspace(tmp_path, GOOD, broken)
    assert main(["-w", str(folder), "check", name]) == 1
    told = capsys.readouterr()
    assert "source/sessions/s2.md:4: error: this is not valid YAML" in told.err
    assert "1 session checked: 1 error" in told.out
    with pytest.raises(Refused):
        source.select(source.read(folder), [name])


# The follow-up


def test_the_follow_up_keeps_columns_and_history_and_tells_what_it_does_not_know(tmp_path):
    reports.workspace(tmp_path, GOOD)
    (tmp_path / "source/followup.yaml").write_text(
        "R1:\n  status: done\n  deadline: 2013-01-01\n  history:\n    - {date: 2012-10-01, status: noted}\nR2: done\n"
        "R3:\n  statu: done\n"
    )
    found = source.read(tmp_path)
    follow_up = dict(found.conference.follow_up)
    assert (follow_up["R1"].value("status"), follow_up["R1"].value("deadline")) == ("done", "2013-01-01")
    assert follow_up["R1"].history == ((("date", "2012-10-01"), ("status", "noted")),)
    assert told(found) == [
        ("source/followup.yaml:6", "“R2” needs columns under it, and text stands here"),
        ("source/followup.yaml:8", "“statu” is not known here"),
    ]


def test_reading_writes_nothing(tmp_path):
    reports.workspace(tmp_path, GOOD)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    source.read(tmp_path)
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before


def test_a_paragraph_of_the_sample_is_one_block():
    report, _ = the_sample()
    assert [type(block) for block in report.sections[0].blocks] == [Paragraph, List]
