"""The command line: what it says, where it says it, and its exit codes."""

import json
import re
from pathlib import Path

import pytest

import reports
from rapporteur.cli import COMMANDS, main, parser

CHECKOUT = Path(__file__).resolve().parent.parent


@pytest.fixture
def workspace(tmp_path, monkeypatch):
    reports.sample(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def session(workspace):
    return workspace / "source/sessions/t3-s01.md"


def test_every_command_has_help_worth_reading(capsys):
    for command in COMMANDS:
        with pytest.raises(SystemExit) as left:
            main([command, "--help"])
        assert left.value.code == 0
        said = capsys.readouterr().out
        assert len(said) > 150, command


def test_every_command_is_in_the_readme():
    readme = (CHECKOUT / "README.md").read_text("utf-8")
    for command in COMMANDS:
        assert re.search(rf"`(rapporteur |[^`]*`, `)?{command}\b", readme), command


def test_a_command_that_is_named_loads_only_its_own_family():
    assert len(parser(["check"])._subparsers._group_actions[0].choices) == 2
    assert set(parser()._subparsers._group_actions[0].choices) == set(COMMANDS)


@pytest.mark.parametrize("words", [[], ["fly"], ["check", "--format", "xml"], ["new"]])
def test_wrong_words_are_wrong_use(words, capsys):
    with pytest.raises(SystemExit) as left:
        main(words)
    assert left.value.code == 2


def test_the_sample_is_sound(workspace, capsys):
    assert main(["check", "--strict"]) == 0
    assert "1 session checked: 0 errors, 0 warnings" in capsys.readouterr().out


def test_an_error_exits_with_1_and_names_file_and_line(workspace, capsys):
    session(workspace).write_text(session(workspace).read_text("utf-8").replace("track: 3", "track: 8"), "utf-8")
    assert main(["check"]) == 1
    assert "source/sessions/t3-s01.md:4: error: there is no track “8”" in capsys.readouterr().err


def test_a_warning_exits_with_0_and_strictly_with_1(workspace):
    session(workspace).write_text(session(workspace).read_text("utf-8").replace("total: 20", "total: 21"), "utf-8")
    assert main(["check"]) == 0
    assert main(["check", "--strict"]) == 1


def test_problems_come_as_json_and_as_workflow_commands(workspace, capsys):
    session(workspace).write_text(session(workspace).read_text("utf-8").replace("total: 20", "total: 21"), "utf-8")
    main(["check", "--format", "json"])
    (problem,) = json.loads(capsys.readouterr().out)
    assert (problem["severity"], problem["rule"], problem["line"]) == ("warning", "total", 30)
    main(["check", "--format", "github"])
    where = "file=source/sessions/t3-s01.md,line=30,title=total"
    assert capsys.readouterr().out.startswith(f"::warning {where}::11 + 9 = 20")


def test_no_workspace_is_wrong_use_and_says_how_to_make_one(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["check"]) == 2
    assert "rapporteur new" in capsys.readouterr().err


def test_a_workspace_is_found_from_below_and_by_name(workspace, monkeypatch, capsys):
    monkeypatch.chdir(workspace / "source/sessions")
    assert main(["check"]) == 0
    monkeypatch.chdir("/")
    assert main(["--workspace", str(workspace), "check"]) == 0


@pytest.mark.parametrize("command", ["check", "ids", "build", "verify"])
def test_an_unknown_session_is_wrong_use_and_lists_those_there_are(workspace, command, capsys):
    assert main([command, "T9-S99"]) == 2
    assert "T3-S01" in capsys.readouterr().err


def test_an_unknown_exporter_is_wrong_use_and_lists_those_there_are(workspace, capsys):
    assert main(["build", "--only", "latex"]) == 2
    assert "excel, pdf, word" in capsys.readouterr().err


def test_ids_are_written_once(workspace, capsys):
    whole = session(workspace).read_bytes()
    bare = re.sub(rb" \{#T3-S01-R0[24]\}", b"", whole)
    session(workspace).write_bytes(bare)
    assert main(["check"]) == 0
    assert capsys.readouterr().err.count("run: rapporteur ids") == 2
    assert main(["ids", "--dry-run"]) == 0
    assert session(workspace).read_bytes() == bare
    assert main(["ids"]) == 0
    text = session(workspace).read_bytes()
    assert text.count(b"{#T3-S01-R0") == 5
    assert re.sub(rb" \{#[^}]*\}", b"", text) == re.sub(rb" \{#[^}]*\}", b"", whole)
    assert main(["ids"]) == 0
    assert session(workspace).read_bytes() == text


def test_a_new_session_asks_what_the_form_asks_and_passes_its_checks(workspace, capsys):
    assert main(["new-session", 'Water: "a right"?', "--track", "3"]) == 0
    path = workspace / "source/sessions/t3-s02.md"
    assert 'title: "Water: \\"a right\\"?"' in path.read_text("utf-8")
    assert main(["check", "T3-S02"]) == 0
    said = capsys.readouterr().err
    assert "the form asks for “summary”" in said
    assert "error" not in said


def test_a_new_session_is_never_written_over_another(workspace, capsys):
    before = session(workspace).read_bytes()
    assert main(["new-session", "Again", "--id", "t3-s01"]) == 2
    assert session(workspace).read_bytes() == before


def test_a_new_session_with_a_title_in_any_script_and_line_breaks_is_readable(workspace):
    assert main(["new-session", "水：\n权利 # 1", "--id", "S-1", "--language", "zh"]) == 0
    assert "{.recommendations}" in (workspace / "source/sessions/s-1.md").read_text("utf-8")
    assert main(["check", "S-1"]) == 0


def test_the_exporters_and_layouts_are_listed(workspace, capsys):
    assert main(["formats"]) == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()][:3] == ["excel", "pdf", "word"]
    assert main(["layouts"]) == 0
    assert {"igf", "rapporteur"} <= {line.split()[0] for line in capsys.readouterr().out.splitlines()}


def test_a_full_disk_is_told_in_one_line(workspace, monkeypatch, capsys):
    def full(*_, **__):
        raise OSError(28, "No space left on device", "build/word/x.docx")

    monkeypatch.setattr("rapporteur.build.build", full)
    assert main(["build"]) == 2
    assert capsys.readouterr().err == "rapporteur: No space left on device: build/word/x.docx\n"


def test_a_conference_may_ask_another_layout_s_form(workspace, capsys):
    conference = workspace / "source/conference.yaml"
    conference.write_text(conference.read_text("utf-8") + "form: igf\n", "utf-8")
    assert main(["new-session", "Open standards", "--id", "W1"]) == 0
    assert "{.way_forward}" in (workspace / "source/sessions/w1.md").read_text("utf-8")
    assert main(["check", "W1"]) == 0
    assert "the form asks for “note_taker”" in capsys.readouterr().err


def test_a_reader_that_has_had_enough_is_no_error(workspace, monkeypatch):
    def enough(*_, **__):
        raise BrokenPipeError

    monkeypatch.setattr("rapporteur.cli.check.run_check", enough)
    monkeypatch.setattr("os.dup2", lambda *_: None)
    assert main(["check"]) == 0
