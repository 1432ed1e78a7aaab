"""Rendering on processes: a session that takes too much is told of by itself, and all others are finished."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from rapporteur import layout
from rapporteur.format import Options
from rapporteur.render import Crew, Limits, Task, render, run
from rapporteur.report import Report

EXPORTER = """
import os
import time

class Greedy:
    name, suffix, subjects = "greedy", ".txt", frozenset({"report"})

    def export(self, subject, layout, options):
        if subject.title == "waits":
            time.sleep(60)
        if subject.title == "swallows":
            try:
                while True:
                    sum(range(1000))
            except Exception:
                return b"swallowed"
        if subject.title == "hangs":
            sum(range(10**11))
        if subject.title == "falls":
            os._exit(1)
        if subject.title == "where":
            return str(os.getpid()).encode()
        if subject.title == "eats":
            return bytes(3_000_000_000)
        return subject.title.encode()

greedy = Greedy()
"""
LIMITS = Limits(seconds=1.2, processor=1.8, memory=1_000_000_000)


@pytest.fixture(autouse=True)
def _on_processes(processes: Any) -> Iterator[None]:
    with processes():
        yield


@pytest.fixture
def greedy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "greedy-1.0.dist-info"
    folder.mkdir()
    (folder / "METADATA").write_text("Metadata-Version: 2.1\nName: greedy\nVersion: 1.0\n")
    (folder / "entry_points.txt").write_text("[rapporteur.exporters]\ngreedy = greedy_plugin:greedy\n")
    (tmp_path / "greedy_plugin.py").write_text(EXPORTER)
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join((str(tmp_path), os.environ.get("PYTHONPATH", ""))))
    sys.modules.pop("greedy_plugin", None)
    return tmp_path


def tasks(*titles: str) -> list[Task]:
    return [Task("greedy", Report(id="", title=title), layout.find("rapporteur"), Options()) for title in titles]


@pytest.mark.parametrize(
    ("title", "rule", "told"),
    [
        ("waits", "limit", "greedy needs more than 1.2 seconds for this session"),
        ("swallows", "limit", "greedy needs more than 1.2 seconds for this session"),
        ("hangs", "crash", "greedy crashed on this session"),
        ("eats", "limit", "greedy needs more than 1 GB of memory for this session"),
    ],
)
def test_a_session_that_takes_too_much_is_told_of_and_its_neighbours_are_finished(
    greedy: Path, title: str, rule: str, told: str
) -> None:
    found = {at: (data, problems) for at, data, problems in render(tasks("one", title, "two", "three"), limits=LIMITS)}
    assert {at: data for at, (data, _) in found.items()} == {0: b"one", 1: None, 2: b"two", 3: b"three"}
    (problem,) = found[1][1]
    assert (problem.rule, problem.what) == (rule, told)
    assert "part" in problem.hint


def test_a_process_lives_on_and_each_task_has_its_own_time(greedy: Path) -> None:
    many = tasks(*(f"session {n}" for n in range(40)))
    found = {at: data for at, data, _ in render(many, limits=Limits(seconds=5))}
    assert found == {n: f"session {n}".encode() for n in range(40)}


def test_a_crew_lives_on_from_batch_to_batch_and_is_renewed_when_a_process_falls(greedy: Path) -> None:
    with Crew(1, LIMITS) as crew:

        def made(*titles: str) -> list[bytes | None]:
            return [data for _, data, _ in sorted(render(tasks(*titles), crew), key=lambda each: each[0])]

        (before,) = made("where")
        assert made("where") == [before]
        assert made("one", "falls", "two") == [b"one", None, b"two"]
        (after,) = made("where")
        assert after not in (before, None)


def test_processes_are_renewed_after_many_tasks_of_a_batch(greedy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rapporteur.render.LONGEST", 2)
    with Crew(1, LIMITS) as crew:
        found = [data for _, data, _ in crew.render(tasks(*["where"] * 5))]
    assert [len(found), len(set(found))] == [5, 3]


def test_no_limits_hold_in_the_process_of_a_caller(greedy: Path) -> None:
    data, problems = run(tasks("at home")[0])
    assert (data, problems) == (b"at home", ())


CALLER = """
import os, time
from rapporteur.render import pool
if __name__ == "__main__":
    workers = pool(2)
    running = workers.submit(time.sleep, 60)
    print(workers.submit(os.getpid).result(), flush=True)
    time.sleep(60)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="only POSIX kills like this")
def test_the_processes_of_a_caller_that_is_killed_end(tmp_path: Path) -> None:
    (tmp_path / "caller.py").write_text(CALLER)
    with subprocess.Popen([sys.executable, tmp_path / "caller.py"], stdout=subprocess.PIPE, text=True) as caller:
        assert caller.stdout
        worker = int(caller.stdout.readline())
        assert _lives(worker)
        caller.kill()
    until = time.monotonic() + 20
    while _lives(worker) and time.monotonic() < until:
        time.sleep(0.02)
    assert not _lives(worker)


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


BEGUN = """
import threading
from rapporteur.render import _begun
print(_begun(1), _begun(2))
threading.Thread(target=threading.Event().wait, daemon=True).start()
print(_begun(1))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only there are processes copied")
def test_one_process_alone_is_a_copy_of_this_one_unless_a_thread_runs() -> None:
    done = subprocess.run([sys.executable, "-c", BEGUN], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["fork", "forkserver", "forkserver"]


STOPPED = """\
import argparse, sys, time
from rapporteur import cli, render


def work(arguments):
    with render.Crew(2) as crew:
        busy = crew.submit(time.sleep, 60)
        crew.submit(time.sleep, 0).result()
        print("ready", flush=True)
        busy.result()


if __name__ == "__main__":
    render.cores = lambda: 2
    cli.parser = lambda words: argparse.Namespace(parse_args=lambda words: argparse.Namespace(run=work))
    sys.exit(cli.command())
"""


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_who_stops_a_command_reads_one_word_and_waits_for_nothing(tmp_path, number, code):
    (tmp_path / "stopped.py").write_text(STOPPED, "utf-8")
    process = subprocess.Popen(
        [sys.executable, str(tmp_path / "stopped.py")],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    assert process.stdout
    assert process.stdout.readline() == "ready\n"
    os.killpg(process.pid, number) if number == signal.SIGINT else process.send_signal(number)
    said = process.communicate(timeout=20)
    assert (said, process.returncode) == (("", "\nstopped; every file that was finished is whole\n"), code)
