"""The README's examples run, and its pictures are there."""

import re
import shutil
import sys
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from rapporteur import checks, source
from rapporteur.build import Wish, build
from rapporteur.cli import main

CHECKOUT = Path(__file__).resolve().parent.parent
README = (CHECKOUT / "README.md").read_text("utf-8")


def example(name):
    found = re.search(rf"<!-- example: {name} -->\n```\w+\n(.*?)\n```\n", README, re.DOTALL)
    assert found, f"the README has no example “{name}”"
    return found[1] + "\n"


@pytest.fixture
def workspace(tmp_path, monkeypatch):
    (tmp_path / "source/sessions").mkdir(parents=True)
    (tmp_path / "source/conference.yaml").write_text("tracks: [{id: 2, name: Water}]\n")
    (tmp_path / "source/sessions/t2-s04.md").write_text(example("session"), "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_session_of_the_readme_is_sound_and_says_what_the_readme_says(workspace):
    read = source.read(workspace)
    assert checks.check(read) == ()
    (report,) = read.conference.reports
    assert [section.role for section in report.sections] == ["summary", "outcomes", "recommendations"]
    first, second = report.recommendations
    assert (first.id, first.addressee, first.deadline) == ("T2-S04-R01", "Governments", "end of 2028")
    assert second.sentence == "To make water a right, governments should: Publish what they measure."
    assert {count.category: count.number for count in report.attendance}["not_stated"] is None


def test_the_packs_of_the_readme_are_made_by_their_names(workspace):
    with (workspace / "source/conference.yaml").open("a") as file:
        file.write(example("packs"))
    read = source.read(workspace)
    assert checks.check(read) == ()
    assert [each.name for each in read.packs] == ["everything", "delegates", "water", "sheets", "late", "keep"]
    assert main(["pack", "delegates"]) == 0
    assert (workspace / "build/public/pack/conference-delegates.pdf").is_file()


def test_the_exporter_of_the_readme_works_without_touching_the_package(workspace, monkeypatch):
    info = workspace / "plugins/plain-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: plain\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[rapporteur.exporters]\nplain = plain:exporter\n")
    (workspace / "plugins/plain.py").write_text(example("exporter"))
    monkeypatch.syspath_prepend(str(workspace / "plugins"))
    with ThreadPoolExecutor(1) as executor:
        build(workspace, Wish(exporters=("plain",)), executor)
    sys.modules.pop("plain")
    text = (workspace / "build/plain/T2-S04-water-a-right-not-a-good.txt").read_text("utf-8")
    assert text.splitlines() == ["Water: a right, not a good", "Summary", "Outcomes", "Key recommendations"]


def test_the_layout_of_the_readme_is_found_and_extends(workspace, capsys):
    folder = workspace / "layouts/house"
    folder.mkdir(parents=True)
    (folder / "layout.toml").write_text(example("layout"))
    (folder / "hues.jinja").write_text(example("hues"))
    (workspace / "source/conference.yaml").write_text("layout: house\ntracks: [{id: 2, name: Water}]\n")
    assert main(["check"]) == 0
    assert main(["layouts"]) == 0
    assert "house → rapporteur → common" in capsys.readouterr().out
    outcome = build(workspace, Wish())
    assert [each.rule for each in outcome.problems] == ["conformance"]  # nobody has run veraPDF on this layout
    assert {Path(each.path).suffix for each in outcome.made} == {".docx", ".pdf", ".xlsx"}
    styles = zipfile.ZipFile(next((workspace / "build/word").glob("*.docx"))).read("word/styles.xml")
    assert b"7A1F3D" in styles.upper()


def test_every_picture_and_file_the_readme_names_is_there():
    for name in re.findall(r"\]\((?!http)([^)#]+)\)", README):
        assert (CHECKOUT / name).is_file(), name
    later = (source.FOLLOWUP, source.PROGRAMME, source.CLUSTERS)
    for name in re.findall(r"`((?:exporters|layouts|source|tests)/[\w./-]+)`", README):
        assert (CHECKOUT / name).exists() or name in later, name


def test_every_make_target_the_readme_names_exists():
    names = ("Makefile", "exporters/rapporteur/starter/Makefile")
    makefile = "\n".join((CHECKOUT / name).read_text("utf-8") for name in names)
    for target in set(re.findall(r"`make ([a-z-]+)`", README)):
        assert re.search(rf"^([a-z]+ )*{target}( [a-z]+)*:", makefile, re.MULTILINE), target


def test_the_two_commands_come_first():
    blocks = re.findall(r"```console\n(.*?)```", README, re.DOTALL)
    assert blocks[0] == "$ make\n$ make test\n"


def test_the_checkout_is_a_workspace_and_its_own_starter_is_one(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["new", "w"]) == 0
    monkeypatch.chdir(tmp_path / "w")
    assert main(["check"]) == 0
    shutil.copytree(CHECKOUT / "source", tmp_path / "copy/source")
    monkeypatch.chdir(tmp_path / "copy")
    assert main(["check"]) == 0
