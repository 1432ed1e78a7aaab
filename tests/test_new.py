"""`rapporteur new`: a workspace of one's own."""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from rapporteur import checks, source
from rapporteur.cli import new
from rapporteur.problems import WrongUse

TOP = Path(__file__).resolve().parents[1]


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_new_folder_becomes_a_workspace_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    new.make_workspace(tmp_path / "deep" / "w")
    assert set(contents(tmp_path / "deep")) == {f"w/{name}" for name in new.FILES}
    assert source.find_workspace(tmp_path / "deep/w/source/sessions") == tmp_path / "deep" / "w"


def test_an_empty_folder_and_a_fresh_repository_become_the_same_workspace(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "cloned" / ".git").mkdir(parents=True)
    for name in ("empty", "cloned", "absent"):
        new.make_workspace(tmp_path / name)
    assert contents(tmp_path / "empty") == contents(tmp_path / "cloned") == contents(tmp_path / "absent")


def test_a_folder_that_holds_something_is_refused_and_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(WrongUse, match=r"is not empty \(it holds notes.txt\); name a new or an empty folder"):
        new.make_workspace(tmp_path)
    assert contents(tmp_path) == {"notes.txt": b"mine"}


def test_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "w").write_text("mine", encoding="utf-8")
    with pytest.raises(WrongUse, match="is a file"):
        new.make_workspace(tmp_path / "w")
    assert contents(tmp_path) == {"w": b"mine"}


def test_a_write_that_fails_leaves_nothing_half(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "empty").mkdir()
    monkeypatch.setattr(new, "FILES", new.FILES | {"z": "no-such-starter"})
    for name in ("empty", "absent"):
        with pytest.raises(FileNotFoundError):
            new.make_workspace(tmp_path / name)
    assert [path.name for path in tmp_path.rglob("*")] == ["empty"]


def test_the_next_steps_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert new.run(argparse.Namespace(folder=Path("my conference"))) == 0
    assert "cd 'my conference'\n" in capsys.readouterr().out


def test_the_starter_is_obviously_one_and_has_no_problem(tmp_path: Path) -> None:
    new.make_workspace(tmp_path / "w")
    read = source.read(tmp_path / "w")
    assert [str(problem) for problem in checks.check(read)] == []
    (report,) = read.conference.reports
    assert (report.id, report.title, report.state) == ("T1-S01", "Replace this title", "draft")
    assert [each.id for each in report.recommendations] == ["T1-S01-R01"]


def test_the_starter_states_no_number_that_nobody_counted(tmp_path: Path) -> None:
    new.make_workspace(tmp_path / "w")
    (report,) = source.read(tmp_path / "w").conference.reports
    assert not report.attendance


TABLE = re.search(r"^\| command \|.*?\n\n", (TOP / "README.md").read_text("utf-8"), re.MULTILINE | re.DOTALL)
USERS = {(target, said) for target, said in re.findall(r"`make ?([a-z]*)([^`]*)`", TABLE[0] if TABLE else "")}


def test_a_workspace_has_every_target_that_the_readme_offers_and_takes_what_is_said_with_it(tmp_path: Path) -> None:
    new.make_workspace(tmp_path / "w")
    makefile = (tmp_path / "w/Makefile").read_text(encoding="utf-8")
    targets = set(" ".join(re.findall(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)).split())
    assert {target or "build" for target, _ in USERS} <= targets
    assert {"pack", "press", "programme", "status", "doctor"} <= targets
    for variable in {"TRACK", *(word.partition("=")[0].strip() for _, word in USERS if "=" in word)}:
        assert f"$({variable})" in makefile or f"$${variable}" in makefile, variable


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
def test_a_workspace_hands_on_what_was_said(tmp_path: Path) -> None:
    new.make_workspace(tmp_path / "w")
    said = {
        "pack": "pack --all --track 3 --audience public",
        "press": "press --pack all --track 3 --audience public",
        "status": "status",
        "programme": "programme import",
    }
    for target, wanted in said.items():
        words = [target, "PACK=all", "TRACK=3", "AUDIENCE=public", "FILE=a b.csv", "RAPPORTEUR=echo"]
        command = [shutil.which("make") or "make", "--no-print-directory", "-n", *words]
        done = subprocess.run(command, cwd=tmp_path / "w", capture_output=True, text=True, timeout=60, check=True)
        assert wanted in " ".join(done.stdout.replace('"', "").split()), target


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
def test_help_of_a_workspace_lists_every_target(tmp_path: Path) -> None:
    new.make_workspace(tmp_path / "w")
    command = [shutil.which("make") or "make", "--no-print-directory", "help"]
    said = subprocess.run(command, cwd=tmp_path / "w", capture_output=True, text=True, timeout=60, check=True).stdout
    assert re.findall(r"^  make ([a-z]+) +\S", said, re.MULTILINE) == [
        "build", "word", "pdf", "excel", "pack", "press", "programme", "status", "check", "verify", "clean",
        "recover", "import", "doctor", "help",
    ]  # fmt: skip
