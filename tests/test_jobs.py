"""Jobs for a printer: every file is there, agrees with the others, and is written whole."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

import conformance_reports as corpus
from rapporteur import cli, files, preflight, printer
from rapporteur.format import Options
from rapporteur.layout import find
from rapporteur.pdf import exporter
from rapporteur.report import Conference, Report
from test_editions import NAME, sound
from test_pdf import needs

MILLIMETRE = 72 / 25.4
DAY = "1536143400"
ORDER = ("--quantity", "500", "--paper", "115 g matt", "--contact", "A. Silva")
STEM = NAME.removesuffix(".pdf")


@pytest.fixture(autouse=True)
def _record_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAPPORTEUR_VERAPDF", "no")


def job(folder: Path, *more: str, code: int = 0) -> Path:
    assert cli.main(["-w", str(folder), "press", *more]) == code
    return next((folder / "build/press").iterdir())


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The job of the sample, which no test changes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RAPPORTEUR_VERAPDF", "no")
        patch.setenv("SOURCE_DATE_EPOCH", DAY)  # the sample states no year, and PDF/X-4 asks for dates
        return job(sound(tmp_path_factory.mktemp("job")), *ORDER)


@pytest.fixture
def folder(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same in a copy of its workspace, `tmp_path`, which a test may change."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", DAY)
    shutil.copytree(made.parents[2], tmp_path, dirs_exist_ok=True)
    return tmp_path / "build/press" / STEM


def pages(path: Path) -> int:
    with pikepdf.open(path) as pdf:
        return len(pdf.pages)


def test_the_job_of_the_sample_holds_all_that_a_printer_needs(made: Path) -> None:
    folder = made
    assert folder.name == STEM
    found = {path.name for path in folder.iterdir()}
    assert found == {"interior.pdf", "cover.pdf", "booklet.pdf", "preflight.pdf", "preflight.json", "ticket.txt",
                     "ticket.json", "SHA256SUMS"}  # fmt: skip
    assert (pages(folder / "interior.pdf"), pages(folder / "booklet.pdf"), pages(folder / "cover.pdf")) == (4, 2, 1)
    checked = subprocess.run([needs("sha256sum"), "--check", "SHA256SUMS"], cwd=folder, capture_output=True, text=True)
    assert checked.stdout.count(": OK") == 7
    ticket = json.loads((folder / "ticket.json").read_text("utf-8"))
    assert ticket["Quantity"] == "500"
    assert ticket["Pages"] == "4, of which blank: 2"
    assert ticket["Trimmed size"] == "210 × 297 mm (A4)"
    assert ticket["Binding"] == "saddle stitch at the left"
    assert ticket["Contact"] == "A. Silva"
    assert ticket["Paper"].startswith("115 g matt")
    assert json.loads((folder / "preflight.json").read_text("utf-8"))[0]["findings"] == []


def test_every_file_for_the_press_is_clean_and_blank_pages_have_the_same_boxes(made: Path) -> None:
    folder = made
    offset = printer.read(find("rapporteur"), "european-offset")
    interior = preflight.checked((folder / "interior.pdf").read_bytes(), profile="press", printer=offset)
    cover = preflight.checked((folder / "cover.pdf").read_bytes(), profile="press")
    assert (interior.problems, cover.problems) == ((), ())
    with pikepdf.open(folder / "interior.pdf") as pdf:
        assert len({tuple(map(float, page.trimbox)) for page in pdf.pages}) == 1


def long_workspace(folder: Path, sections: int) -> Path:
    """Make a workspace with an invented report of about four pages for three sections, with pictures left out."""
    (folder / "source/sessions").mkdir(parents=True)
    (folder / "source/conference.yaml").write_text("name: World Assembly\ntracks: [{id: 3, name: Governance}]\n")
    text = corpus.text("en", sections)
    text = re.sub(r" \{\.more-\d+\}", "", text)
    text = "\n".join(line for line in text.splitlines() if not line.startswith("!["))
    (folder / "source/sessions/long.md").write_text(text, "utf-8")
    return folder


@pytest.mark.parametrize(("sections", "least"), [(5, 8), pytest.param(28, 36, marks=pytest.mark.slow)])
def test_a_bound_book_has_a_spine_as_thick_as_its_leaves(tmp_path: Path, sections: int, least: int) -> None:
    folder = job(long_workspace(tmp_path, sections), "--printer", "us-digital")
    count = pages(folder / "interior.pdf")
    assert count >= least
    assert count % 2 == 0
    assert not (folder / "booklet.pdf").exists()
    with pikepdf.open(folder / "cover.pdf") as pdf:
        left, bottom, right, top = (float(each) / MILLIMETRE for each in pdf.pages[0].trimbox)
    assert right - left == pytest.approx(2 * 215.9 + count / 2 * 0.1, abs=0.05)
    assert top - bottom == pytest.approx(279.4, abs=0.05)
    ticket = json.loads((folder / "ticket.json").read_text("utf-8"))
    assert ticket["Spine"] == f"{count / 2 * 0.1:g} mm"
    assert ticket["Binding"] == "perfect binding at the left"


def test_a_book_that_is_too_thin_or_a_draft_is_warned_about_and_names_whom_to_ask(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = sound(tmp_path) / "source/sessions/t3-s01.md"
    path.write_text(path.read_text("utf-8").replace("state: final", "state: draft"), "utf-8")
    folder = job(tmp_path, "--printer", "us-digital")
    ticket = json.loads((folder / "ticket.json").read_text("utf-8"))
    assert ticket["Contact"] == "The secretariat, reports@assembly.example"
    said = capsys.readouterr().err
    assert "2 pages are too few for perfect binding" in said
    assert "warning: this report is a draft" in said


def test_the_same_source_gives_the_same_job_and_a_changed_one_is_kept_aside(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert {path.name: path.read_bytes() for path in job(tmp_path, *ORDER).iterdir()} == before
    (folder / "ticket.txt").write_text("Quantity: 7\n")
    capsys.readouterr()
    job(tmp_path, *ORDER)
    assert f"kept aside build/press/{STEM}.changed" in capsys.readouterr().out
    home = tmp_path / "build/press"
    assert (home / f"{STEM}.changed/ticket.txt").read_text() == "Quantity: 7\n"
    assert {path.name: path.read_bytes() for path in (home / STEM).iterdir()} == before
    assert sorted(path.name for path in home.iterdir()) == [STEM, f"{STEM}.changed"]


def test_a_full_disk_leaves_the_old_job_as_it_was(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    write, seen = files.write_atomically, []

    def full(path: Path, data: bytes) -> None:
        seen.append(path)
        if len(seen) == 3:
            raise OSError(28, "No space left on device")
        write(path, data)

    monkeypatch.setattr(files, "write_atomically", full)
    assert cli.main(["-w", str(tmp_path), "press"]) == 2
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert [path.name for path in folder.parent.iterdir()] == [STEM]


def test_a_session_with_errors_and_a_printer_that_is_not_there_make_no_job(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sound(tmp_path)
    assert cli.main(["-w", str(tmp_path), "press", "--printer", "corner-shop"]) == 1
    assert "european-offset, us-digital" in capsys.readouterr().err
    path = tmp_path / "source/sessions/t3-s01.md"
    path.write_text(path.read_text("utf-8").replace("title:", "titel:"), "utf-8")
    assert cli.main(["-w", str(tmp_path), "press"]) == 1
    assert "it has errors and is not printed" in capsys.readouterr().err
    assert not (tmp_path / "build/press").exists()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_what_stands_on_the_back_keeps_away_from_the_cut(language: str) -> None:
    house = find("rapporteur")
    offset = printer.read(house, "european-offset")
    report = Report("X1", "A title", language=language, direction="rtl" if language == "ar" else "ltr")
    options = Options(conference=Conference(name="Assembly", place="Here", dates="3–6 September"), date="2018-09-05")
    data = exporter.cover(report, house, options, offset, 8)
    found = preflight.checked(data, profile="press").problems
    assert [each.what for each in found] == []


def test_the_cover_shows_title_and_conference_and_goes_on_into_the_bleed(made: Path) -> None:
    folder = made
    text = subprocess.run([needs("pdftotext"), folder / "cover.pdf", "-"], capture_output=True, text=True).stdout
    assert "The role of South-South" in " ".join(text.split())
    assert text.count("Sample Assembly (fictional)") == 2
    with pikepdf.open(BytesIO((folder / "cover.pdf").read_bytes())) as pdf:
        operators = {str(each.operator) for each in pikepdf.parse_content_stream(pdf.pages[0])}
    assert operators.isdisjoint({"rg", "RG"})
