"""Parity: what `verify` proves of the three deliverables, and what it catches."""

import re
import shutil
from pathlib import Path

import pytest

import reports
from rapporteur.build import Wish, build
from rapporteur.verify import verify

CHECKOUT = Path(__file__).resolve().parent.parent
SESSION = "source/sessions/t3-s01.md"


@pytest.fixture(scope="module")
def built(tmp_path_factory, processes):
    """The sample, built once, on processes."""
    folder = tmp_path_factory.mktemp("built")
    reports.sample(folder)
    with processes():
        outcome = build(folder, Wish())
    assert [str(problem) for problem in outcome.problems] == []
    return folder


@pytest.fixture
def workspace(built, tmp_path):
    shutil.copytree(built, tmp_path / "w")
    return tmp_path / "w"


def test_every_word_of_the_sample_is_in_its_three_deliverables(workspace):
    proved, problems = verify(workspace)
    assert problems == ()
    assert {Path(path).suffix: claims for path, claims in proved} == {".docx": 50, ".pdf": 50, ".xlsx": 5}


def test_a_word_that_only_the_source_has_is_told_for_each_deliverable_with_its_line(workspace):
    path = workspace / SESSION
    path.write_text(path.read_text("utf-8").replace("A new focus of", "A brand-new focus of"), "utf-8")
    _, problems = verify(workspace)
    lines = path.read_text("utf-8").splitlines()
    line = next(at for at, text in enumerate(lines, 1) if "brand-new" in text)
    assert [(each.where.line, each.rule) for each in problems] == [(line, "parity")] * 2
    assert {each.what.split(" ")[0].rpartition(".")[2] for each in problems} == {"docx", "pdf"}


def test_a_recommendation_must_stand_in_the_register_with_its_stem(workspace):
    path = workspace / SESSION
    path.write_text(re.sub(r"- Sustain cooperation", "- Uphold cooperation", path.read_text("utf-8")), "utf-8")
    _, problems = verify(workspace)
    assert {each.what.split(" ")[0].rpartition(".")[2] for each in problems} == {"docx", "pdf", "xlsx"}


def test_a_register_in_whose_place_something_else_lies_is_told_by_its_name(workspace):
    path = workspace / "build/excel/recommendations.xlsx"
    path.write_bytes(path.read_bytes()[:2_000])
    told = [each for each in verify(workspace)[1] if each.where.file == "build/excel/recommendations.xlsx"]
    assert [each.rule for each in told] == ["container"]


def test_a_file_that_is_gone_and_a_session_that_was_never_built_are_told(workspace):
    next((workspace / "build/pdf").glob("*.pdf")).unlink()
    copy = (workspace / SESSION).read_text("utf-8").replace("T3-S01", "T3-S09")
    (workspace / "source/sessions/t3-s09.md").write_text(copy, "utf-8")
    _, problems = verify(workspace)
    told = [(each.where.file, each.what) for each in problems]
    assert ("source/sessions/t3-s09.md", "this session has no deliverable") in told
    assert any(file.startswith("build/pdf/") and what == "the file is gone" for file, what in told)


def test_what_a_layout_leaves_out_on_purpose_is_declared_and_no_error(workspace):
    house = workspace / "layouts/house"
    house.mkdir(parents=True)
    (house / "layout.toml").write_text(
        'extends = "rapporteur"\n[leaves-out]\nword = ["outcomes"]\npdf = ["outcomes"]\n'
    )
    conference = workspace / "source/conference.yaml"
    conference.write_text(conference.read_text("utf-8").replace("layout: rapporteur", "layout: house"), "utf-8")
    path = workspace / SESSION
    path.write_text(path.read_text("utf-8").replace("A new focus of", "A brand-new focus of"), "utf-8")
    assert verify(workspace)[1] == ()
