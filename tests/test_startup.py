"""What a command loads: telling and checking need no engine, and a build that has nothing to do neither."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import rapporteur
import reports

CODE = Path(rapporteur.__file__).resolve().parents[1]
ENGINES = {"weasyprint", "pydyf", "docx", "openpyxl", "pikepdf", "pypdfium2", "fontTools", "PIL"}
HEAVY = ENGINES | {"lxml", "jinja2", "babel", "importlib.metadata", "tqdm", "filelock", "multiprocessing"}
PROGRAM = """
import sys
from rapporteur.cli import main
try:
    code = main(sys.argv[1:])
except SystemExit as left:
    code = left.code
print("LOADED", code, *sorted({name for name in sys.modules}))
"""


def loaded(*words):
    """Return the names of everything that one command loads in a process of its own."""
    environment = {
        key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "COVERAGE_PROCESS_START")
    }
    command = [sys.executable, "-c", PROGRAM, *map(str, words)]
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=120, env=environment | {"PYTHONPATH": str(CODE)}, check=False
    )
    last = done.stdout.strip().splitlines()[-1].split()
    assert last[:2] == ["LOADED", "0"], done.stdout + done.stderr
    return set(last[2:])


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    """The sample in a folder of its own, with a Word file and a register."""
    folder = tmp_path_factory.mktemp("w")
    reports.sample(folder)
    assert loaded("-w", folder, "build", "--only", "word,excel") & {"rapporteur.build"}
    return folder


@pytest.mark.parametrize("words", [["--help"], ["--version"], ["check", "--help"], ["build", "--help"]])
def test_help_loads_nothing_heavy_and_nothing_that_reads(words):
    found = loaded(*words)
    assert found & HEAVY == set()
    assert not {"yaml", "markdown_it", "rapporteur.source", "rapporteur.build"} & found


@pytest.mark.parametrize("style", ["text", "json", "github"])
def test_check_loads_no_engine_no_template_and_no_calendar(workspace, style):
    found = loaded("-w", workspace, "check", "T3-S01", "--format", style)
    assert found & HEAVY == set()
    assert {"yaml", "markdown_it", "rapporteur.checks"} <= found


def test_ids_and_a_new_session_load_no_engine(workspace, tmp_path):
    shutil.copytree(workspace / "source", tmp_path / "source")
    assert loaded("-w", tmp_path, "ids") & (ENGINES | {"jinja2", "babel"}) == set()
    assert loaded("-w", tmp_path, "new-session", "Water") & (ENGINES | {"jinja2", "babel"}) == set()


def test_a_build_with_nothing_to_do_loads_no_engine_and_reads_no_session(workspace):
    found = loaded("-w", workspace, "build", "--only", "word,excel")
    assert found & (ENGINES | {"jinja2", "lxml", "babel"}) == set()
    assert not {"rapporteur.word", "rapporteur.excel", "rapporteur.pdf", "markdown_it"} & found


def test_listing_loads_no_exporter():
    assert not {"rapporteur.word", "rapporteur.excel", "rapporteur.pdf"} & loaded("formats")


def test_what_must_not_be_loaded_would_be_noticed():
    assert "json" in loaded("-w", reports.CHECKOUT, "check", "--format", "json")
