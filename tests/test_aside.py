"""Work done by a copy of a process: how it ends is how the process ends, and a crash takes the copy down alone."""

import os
import signal
import subprocess
import sys
import time

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are copied on Linux")

PROGRAM = """
import os, signal, sys, time
from rapporteur import aside
from rapporteur.cli import Terminated, _terminated
signal.signal(signal.SIGTERM, _terminated)
here = os.getpid()
def task():
    print("in a copy" if os.getpid() != here else "here")
    {task}
aside.allow()
try:
    code = aside.done(task) if aside.possible() else "impossible"
    print("ended", code, os.getpid() == here)
except KeyboardInterrupt as stop:
    print("stopped", type(stop).__name__, os.getpid() == here)
    sys.exit(3)
"""


def run(task, **more):
    return subprocess.Popen(
        [sys.executable, "-uc", PROGRAM.format(task=task)], stdout=subprocess.PIPE, text=True, **more
    )


@pytest.mark.parametrize(
    ("task", "said"),
    [
        ("return 0", "ended 0 True"),
        ("return 1", "ended 1 True"),
        ("return None", "ended None True"),
        ("os.kill(os.getpid(), signal.SIGSEGV)", "ended None True"),
        ("os._exit(2)", "ended 2 True"),
    ],
)
def test_a_copy_ends_as_its_task_does_and_a_crash_is_no_end(task, said):
    out, _ = run(task).communicate(timeout=30)
    assert out.splitlines() == ["in a copy", said]


def test_what_a_task_raises_ends_the_copy_as_it_would_have_ended_the_process():
    out, _ = run("sys.exit(7)").communicate(timeout=30)
    assert out.splitlines() == ["in a copy", "ended 7 True"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_who_stops_the_process_stops_the_copy(number):
    process = run("time.sleep(60)", start_new_session=True)
    assert process.stdout.readline() == "in a copy\n"
    time.sleep(0.2)
    begun = time.monotonic()
    if number == signal.SIGINT:  # a terminal sends it to all
        os.killpg(process.pid, number)
    else:
        process.send_signal(number)
    out, _ = process.communicate(timeout=30)
    assert time.monotonic() - begun < 20
    assert ("stopped KeyboardInterrupt False" if number == signal.SIGINT else "stopped Terminated True") in out
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)


def test_a_process_of_several_threads_is_not_copied():
    program = PROGRAM.replace(
        "here = ", "import threading; threading.Thread(target=time.sleep, args=(2,)).start(); here = "
    )
    out = subprocess.run(
        [sys.executable, "-uc", program.format(task="return 0")], capture_output=True, text=True, timeout=30
    ).stdout
    assert out == "ended impossible True\n"
