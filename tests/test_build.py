"""The build: fresh files stay, stale ones are made, and nobody's work is lost."""

import json
import os
import shutil
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from rapporteur import files
from rapporteur.build import Wish, build
from rapporteur.manifest import Manifest

HERE = Path(__file__).resolve().parent
CHECKOUT = HERE.parent

EXPORTER = """
import pathlib
class Note:
    name, suffix, subjects = "note", ".txt", frozenset({"report"})
    def export(self, subject, layout, options):
        if subject.title == "explode":
            raise RuntimeError("a bug")
        return f"{subject.id} {subject.title} {options.date} {options.base[:8]}".encode()
    def review(self, data, subject, layout, options):
        from rapporteur.problems import Place, warning
        return (warning(Place(subject.origin.file), "three pages"),) if "long" in subject.title else ()
class Whole:
    name, suffix, subjects, stem = "whole", ".csv", frozenset({"conference"}), "list"
    def export(self, subject, layout, options):
        return "\\n".join(report.id for report in subject.reports).encode()
note, whole = Note(), Whole()
"""
SESSION = """---
id: {id}
title: {title}
track: 3
when: {{date: 2012-09-05, time: 14:30–16:00}}
people: {{organiser: O, rapporteur: R}}
---

## Summary

Words.
"""
ALL = Wish(exporters=("note", "whole"))


@pytest.fixture
def workspace(tmp_path, monkeypatch):
    """A workspace of two sessions and a foreign distribution with two exporters."""
    plugins = tmp_path / "plugins"
    info = plugins / "notes-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: notes\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(
        "[rapporteur.exporters]\nnote = notes_plugin:note\nwhole = notes_plugin:whole\n"
    )
    (plugins / "notes_plugin.py").write_text(EXPORTER)
    monkeypatch.syspath_prepend(str(plugins))
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    folder = tmp_path / "w"
    (folder / "source/sessions").mkdir(parents=True)
    (folder / "source/conference.yaml").write_text("tracks: [{id: 3, name: Three}]\n")
    for name, title in (("S1", "The first one"), ("S2", "The second")):
        write(folder, name, title)
    yield folder
    sys.modules.pop("notes_plugin", None)


def write(workspace, name, title, more=""):
    path = workspace / f"source/sessions/{name.lower()}.md"
    path.write_text(SESSION.format(id=name, title=title) + more, encoding="utf-8")


def run(workspace, wish=ALL):
    with ThreadPoolExecutor(1) as executor:
        return build(workspace, wish, executor)


def made(outcome):
    return [each.path for each in outcome.made if each.what == "made"]


def tree(workspace):
    folder = workspace / "build"
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file() and p.name != ".lock"
    }


def test_a_first_build_makes_every_file_and_says_why(workspace):
    outcome = run(workspace)
    assert sorted(made(outcome)) == ["note/S1-the-first-one.txt", "note/S2-the-second.txt", "whole/list.csv"]
    assert {each.why for each in outcome.made} == {"new"}
    assert set(tree(workspace)) == {*made(outcome), "manifest.json"}


def test_a_second_build_makes_nothing_and_reads_no_session(workspace, monkeypatch):
    run(workspace)
    before = tree(workspace)
    monkeypatch.setattr("rapporteur.source.read", lambda *_: pytest.fail("a fresh build read the sessions"))
    outcome = run(workspace)
    assert made(outcome) == []
    assert outcome.fresh == 3
    assert tree(workspace) == before


def test_one_session_changed_is_that_session_and_the_whole_only(workspace):
    run(workspace)
    write(workspace, "S2", "The second, edited")
    outcome = run(workspace)
    assert sorted(made(outcome)) == ["note/S2-the-second-edited.txt", "whole/list.csv"]
    assert "note/S2-the-second.txt" not in tree(workspace), "the file under its old name is gone"
    assert outcome.fresh == 1


def test_a_changed_conference_makes_everything_again_and_says_so(workspace):
    run(workspace)
    (workspace / "source/conference.yaml").write_text("name: New\ntracks: [{id: 3, name: Three}]\n")
    outcome = run(workspace)
    assert len(made(outcome)) == 3
    assert {each.why for each in outcome.made} == {"source/conference.yaml changed"}


def test_a_missing_file_is_made_again(workspace):
    run(workspace)
    (workspace / "build/note/S1-the-first-one.txt").unlink()
    outcome = run(workspace)
    assert made(outcome) == ["note/S1-the-first-one.txt"]
    assert outcome.made[0].why == "was missing"


def test_a_file_changed_by_hand_is_kept_aside(workspace):
    run(workspace)
    path = workspace / "build/note/S1-the-first-one.txt"
    path.write_text("an organiser's own words")
    outcome = run(workspace)
    assert [each.what for each in outcome.made] == ["kept aside", "made"]
    assert (workspace / "build/note/S1-the-first-one.changed.txt").read_text() == "an organiser's own words"
    assert path.read_text().startswith("S1 ")
    assert made(run(workspace)) == []


def test_a_session_with_errors_is_left_out_and_named_and_the_others_are_built(workspace):
    write(workspace, "S2", "The second")
    path = workspace / "source/sessions/s2.md"
    path.write_text(path.read_text().replace("track: 3", "track: 9"))
    outcome = run(workspace)
    assert outcome.left_out == ["source/sessions/s2.md"]
    assert sorted(made(outcome)) == ["note/S1-the-first-one.txt", "whole/list.csv"]
    assert (workspace / "build/whole/list.csv").read_text() == "S1"
    again = run(workspace)
    assert made(again) == []
    assert again.left_out == outcome.left_out
    assert [str(each) for each in again.problems] == [str(each) for each in outcome.problems]


def test_a_session_file_that_is_no_report_is_left_out_and_named(workspace):
    (workspace / "source/sessions/s3.md").write_text("no front matter")
    outcome = run(workspace)
    assert outcome.left_out == ["source/sessions/s3.md"]
    assert len(made(outcome)) == 3


def test_the_last_good_file_stays_when_its_session_breaks(workspace):
    run(workspace)
    path = workspace / "source/sessions/s2.md"
    path.write_text(path.read_text().replace("track: 3", "track: 9"))
    run(workspace)
    assert "note/S2-the-second.txt" in tree(workspace)


def test_a_deleted_session_takes_its_files_along_but_not_what_somebody_changed(workspace):
    run(workspace)
    (workspace / "build/note/S2-the-second.txt").write_text("mine")
    (workspace / "source/sessions/s1.md").unlink()
    (workspace / "source/sessions/s2.md").unlink()
    run(workspace)
    left = tree(workspace)
    assert "note/S1-the-first-one.txt" not in left
    assert left["note/S2-the-second.txt"] == b"mine"


def test_only_the_sessions_and_exporters_asked_for_are_made(workspace):
    outcome = run(workspace, Wish(("s1",), ("note",)))
    assert made(outcome) == ["note/S1-the-first-one.txt"]
    assert len(made(run(workspace))) == 2


def test_the_bytes_do_not_depend_on_the_folder(workspace, tmp_path):
    run(workspace)
    copy = tmp_path / "elsewhere" / "deeper"
    shutil.copytree(workspace, copy, ignore=shutil.ignore_patterns("build"))
    run(copy)
    assert tree(copy) == tree(workspace)


def test_a_build_writes_nothing_but_build(workspace):
    before = {p: p.read_bytes() for p in workspace.rglob("*") if p.is_file()}
    run(workspace)
    after = {p: p.read_bytes() for p in workspace.rglob("*") if p.is_file() and "build" not in p.parts}
    assert after == before


def test_the_date_is_the_session_s_own_or_that_of_the_environment(workspace, monkeypatch):
    run(workspace)
    assert b" 2012-09-05 " in tree(workspace)["note/S1-the-first-one.txt"]
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    (workspace / "build/note/S1-the-first-one.txt").unlink()
    run(workspace)
    assert b" 1970-01-02 " in tree(workspace)["note/S1-the-first-one.txt"]


def test_a_killed_build_s_files_are_not_taken_for_somebody_s_work(workspace, monkeypatch):
    def killed(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(Manifest, "write", killed)
    with pytest.raises(KeyboardInterrupt):
        run(workspace)
    monkeypatch.undo()
    assert (workspace / "build/.journal").is_file()
    monkeypatch.syspath_prepend(str(workspace.parent / "plugins"))
    outcome = run(workspace)
    assert {each.what for each in outcome.made} == {"made"}
    assert not any(".changed" in name for name in tree(workspace))


def test_an_unfinished_file_is_cleared_away_by_the_next_build(workspace):
    (workspace / "build/note").mkdir(parents=True)
    (workspace / f"build/note/{files.PARTIAL}abc").write_text("half")
    run(workspace)
    assert not any(files.PARTIAL in name for name in tree(workspace))


def test_a_full_disk_leaves_the_old_file(workspace, monkeypatch):
    run(workspace)
    before = tree(workspace)["note/S1-the-first-one.txt"]
    write(workspace, "S1", "The first one", "\nMore.\n")

    def full(handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        run(workspace)
    assert tree(workspace)["note/S1-the-first-one.txt"] == before
    assert not any(files.PARTIAL in name for name in tree(workspace))


def test_a_bug_in_an_exporter_is_an_exception_and_what_was_finished_stays(workspace):
    write(workspace, "S2", "explode")
    with pytest.raises(RuntimeError, match="a bug"):
        run(workspace)
    assert "note/S1-the-first-one.txt" in tree(workspace)


def test_what_an_exporter_says_of_a_finished_file_is_told_again_while_the_file_stays(workspace):
    write(workspace, "S2", "A long one")
    first = run(workspace)
    write(workspace, "S1", "Another title")
    second, third = run(workspace), run(workspace)
    told = [sum(each.what == "three pages" for each in outcome.problems) for outcome in (first, second, third)]
    assert told == [1, 1, 1]
    assert (len(made(second)), len(made(third))) == (2, 0)


def test_the_manifest_names_inputs_outputs_and_fingerprint(workspace):
    run(workspace)
    manifest = json.loads((workspace / "build/manifest.json").read_text())
    note = next(each for each in manifest["files"] if each["path"].startswith("note/S1"))
    assert note["digest"] == files.digest((workspace / "build" / note["path"]).read_bytes())
    assert set(note["inputs"]) == {"source/conference.yaml", "source/sessions/s1.md", "layout rapporteur"}
    assert manifest["fingerprint"]["weasyprint"] == "70.0"
    assert str(workspace) not in json.dumps(manifest)


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"schema": 1}', '{"schema": 99, "files": []}', "\x00"])
def test_a_damaged_manifest_costs_a_build_and_nothing_else(workspace, damage):
    run(workspace)
    (workspace / "build/manifest.json").write_text(damage)
    outcome = run(workspace)
    assert len(made(outcome)) == 3
    assert not any(".changed" in name for name in tree(workspace)), "what is the same is nobody's work"
