"""The Makefile: set up once and again when it must be, ask for what is missing, hand on what was said."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from rapporteur import system

TOP = Path(__file__).resolve().parents[1]
SHARED = "exporters/rapporteur/starter/Makefile"
MAKEFILE = "\n".join((TOP / name).read_text(encoding="utf-8") for name in ("Makefile", SHARED))
pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")


def make(folder: Path, *words: str, path: str | None = None) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("MAKE")}
    environment |= {"PATH": path or environment["PATH"], "LOG": str(folder / "log")}
    command = [shutil.which("make") or "make", "--no-print-directory", *words]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=60, check=False)


def program(path: Path, script: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)


@pytest.mark.parametrize("stages", [("build",), ("build", "test"), ("build", "test", "release"), ("script:Thai",)])
def test_the_makefile_asks_for_the_packages_that_the_list_names(stages: tuple[str, ...]) -> None:
    asked = make(TOP, "packages", f"STAGES={' '.join(stages)}").stdout.split()
    assert len(asked) == len(set(asked))
    assert set(asked) == {need.packages["debian"] for need in system.needs(*stages)}


def test_help_lists_every_target_once_with_a_line() -> None:
    targets = set(" ".join(re.findall(r"^\.PHONY: (.+)$", MAKEFILE, re.MULTILINE)).split()) - {"FORCE"}
    listed = re.findall(r"^  make ([a-z-]+) +\S", make(TOP, "help").stdout, re.MULTILINE)
    assert sorted(listed) == sorted(targets)
    wanted = "build word pdf excel check verify test test-all bench golden pictures wheel clean help setup lint"
    assert set(wanted.split()) <= targets


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout whose place has a space, with stand-ins for its virtual environment that note how they are called."""
    folder = tmp_path / "my work"
    (folder / SHARED).parent.mkdir(parents=True)
    for name in ("Makefile", SHARED, "pyproject.toml", "constraints.txt", "exporters/rapporteur/system.txt"):
        shutil.copy2(TOP / name, folder / name)
    program(folder / ".venv/bin/python", 'echo python "$@" >>"$LOG"')
    program(folder / ".venv/bin/rapporteur", 'echo rapporteur "$@" >>"$LOG"')
    return folder


def called(folder: Path) -> list[str]:
    """Return what the stand-ins were called with since the last time, without the questions after pip's version."""
    log = folder / "log"
    lines = log.read_text(encoding="utf-8").splitlines() if log.exists() else []
    log.unlink(missing_ok=True)
    return [line for line in lines if not line.endswith("pip --version")]


SET_UP = "python -m pip -qq --disable-pip-version-check --no-input install --constraint constraints.txt --editable ."


def test_the_first_make_sets_up_and_the_second_only_builds(checkout: Path) -> None:
    first = make(checkout, "SYSTEM=no")
    assert (first.returncode, called(checkout)) == (0, [SET_UP, "rapporteur build"])
    assert first.stderr.splitlines() == ["Installing the libraries into .venv"]
    second = make(checkout, "SYSTEM=no")
    assert (second.stdout, second.stderr, called(checkout)) == ("", "", ["rapporteur build"])


@pytest.mark.parametrize("name", ["pyproject.toml", "constraints.txt", "exporters/rapporteur/system.txt"])
def test_a_change_of_what_is_needed_sets_up_again(checkout: Path, name: str) -> None:
    make(checkout, "SYSTEM=no", "setup")
    called(checkout)
    later = (checkout / ".venv/ready").stat().st_mtime + 10
    os.utime(checkout / name, (later, later))
    make(checkout, "SYSTEM=no", "setup")
    assert called(checkout) == [SET_UP]


def test_a_set_up_that_fails_starts_again(checkout: Path) -> None:
    program(checkout / ".venv/bin/python", 'echo python "$@" >>"$LOG"; case "$*" in *install*) exit 1;; esac')
    assert make(checkout, "SYSTEM=no").returncode == 2
    assert called(checkout) == [SET_UP]
    program(checkout / ".venv/bin/python", 'echo python "$@" >>"$LOG"')
    assert make(checkout, "SYSTEM=no").returncode == 0
    assert called(checkout) == [SET_UP, "rapporteur build"]


def test_a_checkout_that_was_moved_sets_up_again(checkout: Path) -> None:
    make(checkout, "SYSTEM=no", "setup")
    moved = checkout.rename(checkout.with_name("elsewhere"))
    called(moved)
    make(moved, "SYSTEM=no", "setup")
    assert called(moved) == [SET_UP]


def test_tests_need_the_tools_of_the_tests_and_a_build_does_not(checkout: Path) -> None:
    run = "python -m pytest -n auto --dist loadfile --no-loadscope-reorder -m not slow"
    make(checkout, "SYSTEM=no", "test")
    assert [line.rpartition("--no-input ")[2] for line in called(checkout)] == [
        "install --constraint constraints.txt --editable .",
        "install pip>=25.1",
        "install --constraint constraints.txt --group dev",
        run,
    ]
    make(checkout, "SYSTEM=no", "test", "TESTS=tests/test_form.py")
    assert called(checkout) == [f"{run} tests/test_form.py"]


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("build", ["build T3-S01"]),
        ("word", ["build T3-S01 --only word"]),
        ("pdf", ["build T3-S01 --only pdf"]),
        ("excel", ["build T3-S01 --only excel"]),
        ("check", ["check T3-S01"]),
        ("verify", ["build T3-S01", "verify T3-S01"]),
    ],
)
def test_a_session_named_on_the_line_is_handed_on(checkout: Path, target: str, expected: list[str]) -> None:
    make(checkout, "SYSTEM=no", "setup")
    called(checkout)
    make(checkout, "SYSTEM=no", target, "SESSION=T3-S01")
    assert called(checkout) == [f"rapporteur {line}" for line in expected]


def test_clean_removes_the_build_and_nothing_else(checkout: Path) -> None:
    for name in ("build/word/a.docx", ".rapporteur/sent/a.docx", "source/conference.yaml"):
        (checkout / name).parent.mkdir(parents=True, exist_ok=True)
        (checkout / name).touch()
    before = {path.relative_to(checkout) for path in checkout.rglob("*")}
    assert make(checkout, "clean").returncode == 0
    left = {path.relative_to(checkout) for path in checkout.rglob("*")}
    assert before - left == {Path("build"), Path("build/word"), Path("build/word/a.docx")}
    assert called(checkout) == []


@pytest.fixture
def bare(checkout: Path) -> str:
    """The PATH of a Debian that has Pango and nothing else of the list, for somebody who is not root."""
    fakes = checkout / "fakes"
    program(fakes / "python3", f'exec "{sys.executable}" "$@"')
    program(fakes / "dpkg-query", 'case "$*" in *libpango*) printf installed;; *) exit 1;; esac')
    program(fakes / "id", "echo 1000")
    program(fakes / "sudo", "exit 1")
    program(fakes / "apt-get", 'echo apt-get "$@" >>"$LOG"')
    return f"{fakes}{os.pathsep}{os.environ['PATH']}"


def test_without_root_the_one_line_to_paste_is_printed_and_nothing_is_done(checkout: Path, bare: str) -> None:
    result = make(checkout, "test", path=bare)
    assert result.returncode == 2
    (line,) = (line.strip() for line in result.stderr.splitlines() if "apt-get" in line)
    packages = line.removeprefix("sudo apt-get update && sudo apt-get install -y --no-install-recommends ")
    assert packages == "libharfbuzz-subset0 poppler-utils qpdf fonts-noto-core"
    assert called(checkout) == []
    assert not (checkout / ".venv/ready").exists()


@pytest.mark.parametrize("root", [True, False])
def test_root_or_a_silent_sudo_installs_what_is_missing_once(checkout: Path, bare: str, root: bool) -> None:
    program(checkout / "fakes" / "id", "echo 0" if root else "echo 1000")
    if not root:
        program(checkout / "fakes" / "sudo", '[ "$1" = -n ] && shift; exec "$@"')
    result = make(checkout, path=bare)
    assert result.returncode == 0, result.stderr
    assert called(checkout) == [
        "apt-get update -qq",
        "apt-get -qq -o DPkg::Lock::Timeout=300 install -y --no-install-recommends libharfbuzz-subset0 fonts-noto-core",
        SET_UP,
        "rapporteur build",
    ]
    assert "Installing system packages: libharfbuzz-subset0 fonts-noto-core" in result.stderr


def test_an_old_python_is_told(checkout: Path, bare: str) -> None:
    for name in ("python3", "python3.11", "python3.12", "python3.13", "python3.14"):
        program(checkout / "fakes" / name, '[ "$1" = --version ] && echo Python 3.9.2 || exit 1')
    result = make(checkout, path=bare)
    assert result.returncode == 2
    assert "Rapporteur needs Python 3.11 or newer; python3 is Python 3.9.2." in result.stderr
    assert not (checkout / ".venv/ready").exists()
