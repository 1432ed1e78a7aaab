"""What it costs to start: `--help`, `check` of one session and a build with nothing to do, beside bare Python.

CPU seconds of whole processes, user and system, the median of several runs in turn. Goals: `--help` and `check` at most
0.15 s; a build with nothing to do at most 0.3 s of wall time.
"""

import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
RUNS = 9
COMMANDS = {
    "bare Python": [sys.executable, "-c", "pass"],
    "--help": [sys.executable, "-m", "rapporteur", "--help"],
    "check, one session": [sys.executable, "-m", "rapporteur", "check"],
    "build, nothing to do": [sys.executable, "-m", "rapporteur", "build"],
}
GOALS = {"--help": ("cpu", 0.15), "check, one session": ("cpu", 0.15), "build, nothing to do": ("wall", 0.30)}


def once(command: list[str], folder: str) -> dict[str, float]:
    """Return the CPU and wall seconds of one process."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    subprocess.run(command, cwd=folder, check=True, capture_output=True, env=environment)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"cpu": cpu, "wall": time.perf_counter() - start}


def main() -> int:
    """Print a row for each command and return how many goals are missed."""
    with tempfile.TemporaryDirectory() as folder:
        for name in ("source/conference.yaml", "source/sessions/t3-s01.md"):
            (Path(folder) / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(CHECKOUT / name, Path(folder) / name)
        for command in COMMANDS.values():
            once(command, folder)
        runs = [{name: once(command, folder) for name, command in COMMANDS.items()} for _ in range(RUNS)]
    missed = 0
    print(f"{'':24} {'CPU s':>8} {'wall s':>8}   goal")
    for name in COMMANDS:
        median = {kind: statistics.median(run[name][kind] for run in runs) for kind in ("cpu", "wall")}
        kind, goal = GOALS.get(name, ("cpu", 9.0))
        verdict = "" if name not in GOALS else f"{kind} <= {goal}: {'met' if median[kind] <= goal else 'MISSED'}"
        missed += median[kind] > goal
        print(f"{name:24} {median['cpu']:8.3f} {median['wall']:8.3f}   {verdict}")
    return missed


sys.exit(main())
