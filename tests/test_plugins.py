"""Exporters and layouts of others: found without being loaded, used without knowing us, and blamed by their name."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from importlib import metadata
from importlib.machinery import PathFinder
from pathlib import Path

import pytest

import reports
from rapporteur import checks, fingerprint, layout, plugins, source
from rapporteur import format as seam
from rapporteur.build import Wish, build
from rapporteur.cli import main
from rapporteur.conformance import record
from rapporteur.problems import WrongUse
from rapporteur.verify import verify

GOOD = Path(__file__).resolve().parent / "plugin"
BAD = GOOD / "bad"
CODE = Path(seam.__file__).resolve().parents[1]
SESSION = reports.session_text("\n## Key recommendations\n\nWe should:\n\n- Improve. {#T3-S01-R01}\n")


@pytest.fixture
def installed(monkeypatch):
    """Return a function that puts folders of fake distributions where installed ones are looked for."""

    def install(*folders):
        for folder in folders:
            monkeypatch.syspath_prepend(str(folder))
        for name in ("fake_exporter", "fake_layout", "broken_exporter", "broken_exporter_too"):
            monkeypatch.delitem(sys.modules, name, raising=False)

    return install


@pytest.fixture
def workspace(tmp_path):
    return reports.workspace(tmp_path, SESSION)


def run(workspace, *words, plugins=(GOOD,)):
    """Run the command in another process, with distributions on its path."""
    paths = os.pathsep.join(str(path) for path in (CODE, *plugins))
    command = [sys.executable, "-X", "importtime", "-m", "rapporteur", "-w", str(workspace), *words]
    environment = os.environ | {"PYTHONPATH": paths}
    return subprocess.run(command, capture_output=True, text=True, timeout=120, env=environment, check=False)


def test_an_exporter_is_listed_from_its_metadata_and_not_imported(installed, capsys):
    installed(GOOD)
    assert main(["formats"]) == 0
    listed = {line.split()[0]: line.split()[1:] for line in capsys.readouterr().out.splitlines()}
    assert listed["plain"] == ["fake-exporter", "1.0"]
    assert {"word", "pdf", "excel"} <= set(listed)
    assert "fake_exporter" not in sys.modules


def test_listing_imports_no_exporter_in_a_process_of_its_own(workspace):
    done = run(workspace, "formats")
    assert "plain        fake-exporter 1.0" in done.stdout
    imported = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines() if line.startswith("import time:")}
    assert "rapporteur.format" in imported
    assert not imported & {"fake_exporter", "rapporteur.word", "rapporteur.pdf", "rapporteur.excel"}


def test_an_exporter_that_knows_nothing_of_us_builds_and_is_verified(workspace):
    done = run(workspace, "build", "--only", "plain")
    assert done.returncode == 0, done.stderr[-2000:]
    (made,) = (workspace / "build/plain").iterdir()
    assert made.name == "T3-S01-water-for-all.txt"
    assert made.read_text() == "Water for all\nKey recommendations\nWe should: Improve.\n"
    assert not (workspace / "build/word").exists()
    done = run(workspace, "verify")
    assert "build/plain/T3-S01-water-for-all.txt" in done.stdout + done.stderr


def test_it_works_in_this_process_too_and_what_it_leaves_out_is_told(installed, workspace):
    installed(GOOD)
    with ThreadPoolExecutor(1) as executor:
        outcome = build(workspace, Wish(exporters=("plain",)), executor)
    assert [each.path for each in outcome.made] == ["plain/T3-S01-water-for-all.txt"]
    assert isinstance(seam.load("plain"), seam.Exporter)
    assert isinstance(seam.load("plain"), seam.Readable)
    _, problems = verify(workspace)
    assert {each.rule for each in problems} == {"parity"}
    assert any("lacks “Ana Pérez”" in each.what for each in problems)


def test_the_example_says_no_word_of_this_package():
    text = (GOOD / "fake_exporter.py").read_text()
    assert "import" not in text.partition('"""\n')[2]
    assert len(text.rstrip().splitlines()) <= 20


def test_a_name_that_is_taken_is_a_problem_naming_the_distribution_and_changes_nothing(installed, capsys):
    installed(BAD)
    listed, problems = seam.installed()
    assert {each.name: each.distribution for each in listed}["word"] == "rapporteur"
    assert [(str(each.where), each.severity) for each in problems] == [("broken-exporter", "error")]
    assert problems[0].what == "broken-exporter offers an exporter “word”, which rapporteur has"
    assert main(["formats"]) == 1
    assert "broken-exporter offers an exporter “word”" in capsys.readouterr().err


def test_an_exporter_that_fails_to_load_is_told_with_its_distribution(installed, workspace, capsys):
    installed(BAD)
    with pytest.raises(
        WrongUse, match=r"“broken” of broken-exporter 2.0 fails to load: ModuleNotFoundError: No module named 'a_lib"
    ):
        seam.load("broken")
    with pytest.raises(WrongUse, match=r"“empty” of broken-exporter has no name, suffix, subjects, export"):
        seam.load("empty")
    with pytest.raises(WrongUse, match=r"there is no exporter “nothing”; there are: .*broken.*word"):
        seam.load("nothing")
    assert main(["-w", str(workspace), "build", "--only", "broken"]) != 0
    said = capsys.readouterr()
    assert "broken-exporter 2.0" in said.out + said.err
    assert "Traceback" not in said.out + said.err


def test_an_exporter_that_fails_to_load_stops_no_other_one(installed, workspace):
    installed(GOOD, BAD)
    outcome = build(workspace, Wish(exporters=("plain", "broken")), ThreadPoolExecutor(1))
    assert [each.path for each in outcome.made] == ["plain/T3-S01-water-for-all.txt"]
    assert any("broken-exporter 2.0" in each.what for each in outcome.problems)


@pytest.mark.parametrize("group", [seam.GROUP, layout.GROUP])
def test_whether_anybody_offers_a_plug_in_is_known_without_loading_metadata(installed, monkeypatch, tmp_path, group):
    monkeypatch.setattr(
        sys, "meta_path", [finder for finder in sys.meta_path if getattr(finder, "__name__", "") == "PathFinder"]
    )
    monkeypatch.setattr(sys, "path", [str(tmp_path), str(CODE), "a/folder/that/is/not/there"])
    assert not plugins.offers(group)
    monkeypatch.setattr(sys, "path", [str(CODE), str(GOOD)])
    offers = [each for each in plugins.offers(group) if each.distribution != "rapporteur"]
    monkeypatch.setattr(plugins, "_others_know", lambda: True)
    assert offers
    assert offers == [each for each in plugins.offers(group) if each.distribution != "rapporteur"]


def test_what_is_no_folder_is_asked_for_its_plug_ins(monkeypatch, tmp_path):
    (tmp_path / "packed.zip").write_bytes(b"")
    for path, asked in ([str(tmp_path / "packed.zip")], True), ([str(tmp_path)], False):
        monkeypatch.setattr(sys, "path", path)
        monkeypatch.setattr(sys, "meta_path", [PathFinder])
        assert plugins._others_know() is asked


@pytest.mark.parametrize("name", sorted({*fingerprint.LIBRARIES, *record.LIBRARIES}))
def test_versions_are_those_that_the_distributions_metadata_tell(name):
    try:
        told = metadata.version(name)
    except metadata.PackageNotFoundError:
        told = ""
    assert plugins.version(name) == told


# Layouts


def test_a_layout_of_a_distribution_is_found_between_the_workspaces_and_the_built_in_ones(installed, tmp_path, capsys):
    installed(GOOD)
    found = layout.find("fake")
    assert [folder.name for folder in found.folders] == ["fake_layout", "rapporteur", "common"]
    assert found.form.id == "fake_form"
    assert main(["-w", str(reports.workspace(tmp_path)), "layouts"]) == 0
    assert any(line.split()[:2] == ["fake", "fake-layout"] for line in capsys.readouterr().out.splitlines())
    own = tmp_path / "layouts/fake"
    own.mkdir(parents=True)
    (own / "layout.toml").write_text('extends = "fake"\n')
    assert [folder.name for folder in layout.find("fake", tmp_path).folders] == [
        "fake",
        "fake_layout",
        "rapporteur",
        "common",
    ]


def test_a_conference_asks_the_form_of_a_distribution(installed, tmp_path):
    installed(GOOD)
    read = source.read(reports.workspace(tmp_path, SESSION, conference="layout: fake\n"))
    assert "the form asks for “venue”; it is not there" in [each.what for each in checks.check(read)]


def test_a_layout_whose_package_is_not_there_is_told_when_it_is_asked_for_and_harms_no_other(installed, workspace):
    installed(BAD)
    assert layout.find("rapporteur").form.id == "rapporteur_form"
    assert source.read(workspace).problems == ()
    with pytest.raises(WrongUse, match="the layout “lost” of broken-exporter cannot be found in its package"):
        layout.find("lost")
