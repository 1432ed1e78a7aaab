"""The editions of a PDF: what each claims and carries, on which paper, and that no word is lost in any."""

from __future__ import annotations

import os
import re
import subprocess
import unicodedata
from collections import Counter
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

import conformance_reports as corpus
import reports
from rapporteur import cli, conformance, layout, press
from rapporteur.edition import EDITIONS, PAGES
from rapporteur.format import Editioned, Options
from rapporteur.manifest import told
from rapporteur.naming import options_for
from rapporteur.pdf import copyfit, exporter, page_count
from rapporteur.problems import Refused
from test_pdf import needs, read, workspace

NAME = "T3-S01-the-role-of-south-south-cooperation-for.pdf"
FAIR = "name: Fair\ntracks: [{id: 3, name: Towns}]\n"
CLAIMS = conformance.claims
MILLIMETRE = 72 / 25.4
SIZES = {"A4": (210, 297), "A5": (148, 210), "Letter": (215.9, 279.4)}


def points(count: int) -> str:
    return "## Outcomes\n\n" + "".join(
        f"- Well {n} of the town is counted, and its price named.\n" for n in range(count)
    )


def printed(folder: Path, edition: str, **printing: str) -> bytes:
    """Return an edition of the one session of a workspace, as a build asks for it; of the sample, made once."""
    if folder == reports.the_sample():
        return _sample(edition, tuple(sorted(printing.items())), conformance.claims is CLAIMS)
    return exported(folder, edition, **printing)


@cache
def _sample(edition: str, printing: tuple[tuple[str, str], ...], recorded: bool) -> bytes:
    return exported(reports.the_sample(), edition, **dict(printing))


def exported(folder: Path, edition: str, **printing: str) -> bytes:
    """Return the same as `printed`, made now."""
    report, chosen, conference = read(folder)
    options = options_for(report, conference, folder, blank=False, edition=edition)
    settings = {**options.settings, **printing}
    return exporter.export(report, chosen, Options(**{**_fields(options), "settings": settings}))


def _fields(options: Options) -> dict[str, Any]:
    return {name: getattr(options, name) for name in Options.__dataclass_fields__}


def sound(folder: Path) -> Path:
    """Make a workspace of the sample, which has no errors."""
    return reports.sample(folder)


def opened(data: bytes) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(data))


@pytest.fixture(autouse=True)
def _every_claim(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let an edition claim what it should, also where nobody has run veraPDF yet."""
    monkeypatch.setattr(conformance, "claims", lambda chosen, wanted: (tuple(wanted), None))


def test_every_edition_is_one_of_the_exporter_and_the_first_is_the_archive() -> None:
    assert isinstance(exporter, Editioned)
    assert exporter.editions == tuple(EDITIONS)
    assert exporter.editions[0] == "archive"


# what they claim and carry


def test_the_archive_edition_claims_both_standards_and_carries_its_source() -> None:
    pdf = opened(printed(reports.the_sample(), "archive"))
    with pdf.open_metadata() as about:
        assert (about["pdfaid:part"], about["pdfaid:conformance"], about["pdfuaid:part"]) == ("3", "A", "1")
    (source,) = pdf.Root.AF
    assert source.AFRelationship == "/Source"
    assert str(source.UF) == "t3-s01.md"
    assert source.EF.F.read_bytes() == (reports.the_sample() / "source/sessions/t3-s01.md").read_bytes()
    assert [str(each.S) for each in pdf.Root.OutputIntents] == ["/GTS_PDFA1"]
    assert {int(note.F) for page in pdf.pages for note in page.get("/Annots", [])} == {4}


def test_a_program_that_knows_nothing_of_us_takes_the_source_out_again(tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(printed(reports.the_sample(), "archive"))
    subprocess.run([needs("pdfdetach"), "-save", "1", "-o", tmp_path / "source.md", path], check=True)
    assert (tmp_path / "source.md").read_bytes() == (reports.the_sample() / "source/sessions/t3-s01.md").read_bytes()


@pytest.mark.parametrize("edition", ["web", "large-print"])
def test_an_edition_to_read_claims_to_be_accessible_and_carries_nothing(edition: str) -> None:
    pdf = opened(printed(reports.the_sample(), edition))
    with pdf.open_metadata() as about:
        assert about["pdfuaid:part"] == "1"
        assert "pdfaid:part" not in about
    assert "/AF" not in pdf.Root
    assert not pdf.attachments
    assert "/OutputIntents" not in pdf.Root


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_same_source_gives_the_same_bytes_in_every_edition(edition: str) -> None:
    assert exported(reports.the_sample(), edition) == printed(reports.the_sample(), edition)


# paper


@pytest.mark.parametrize("paper", PAGES)
def test_every_page_has_the_size_of_the_paper(paper: str) -> None:
    pdf = opened(printed(reports.the_sample(), "web", paper=paper))
    sizes = {(round(float(page.trimbox[2])), round(float(page.trimbox[3]))) for page in pdf.pages}
    width, height = SIZES[paper]
    assert sizes == {(round(width * MILLIMETRE), round(height * MILLIMETRE))}


SOON = {("web", "A5"), ("web", "Letter"), ("press", "A5"), ("booklet", "Letter"), ("brief", "A5")}
"""On paper other than A4: made on each by one kind of edition, the others are left to the slow tests."""
SET = [
    pytest.param(edition, paper, marks=() if paper == "A4" or (edition, paper) in SOON else pytest.mark.slow)
    for edition in EDITIONS
    for paper in PAGES
]


@pytest.mark.parametrize(("edition", "paper"), SET)
def test_no_word_stands_beyond_the_paper(edition: str, paper: str, tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    path.write_bytes(printed(reports.the_sample(), edition, paper=paper))
    boxes = subprocess.run([needs("pdftotext"), "-bbox", path, "-"], capture_output=True, text=True, check=True).stdout
    width = float(boxes.split('<page width="')[1].split('"')[0])
    edges = [float(line.split('xMax="')[1].split('"')[0]) for line in boxes.splitlines() if "<word" in line]
    assert len(edges) > (200 if edition == "brief" else 400)
    assert max(edges) < width


def test_large_print_never_stands_on_small_paper() -> None:
    pdf = opened(printed(reports.the_sample(), "large-print", paper="A5"))
    assert round(float(pdf.pages[0].trimbox[2])) == round(210 * MILLIMETRE)


def test_the_running_text_of_large_print_has_sixteen_points(tmp_path: Path) -> None:
    folder = workspace(tmp_path, points(12))
    path = tmp_path / "large.pdf"
    path.write_bytes(printed(folder, "large-print"))
    told_ = subprocess.run([needs("pdftotext"), "-bbox-layout", path, "-"], capture_output=True, text=True, check=True)
    heights = [
        float(line.split('yMax="')[1].split('"')[0]) - float(line.split('yMin="')[1].split('"')[0])
        for line in told_.stdout.splitlines()
        if ">counted" in line
    ]
    assert len(heights) == 12
    assert min(heights) >= 16


def test_a_layout_without_a_style_sheet_for_a_paper_says_so(tmp_path: Path) -> None:
    folder = workspace(tmp_path, points(2))
    (folder / "layouts" / "own").mkdir(parents=True)
    (folder / "layouts" / "own" / "layout.toml").write_text('name = "own"\nextends = "common"\n')
    for name in ("pdf.css", "pdf.html.jinja", "form.yaml"):
        (folder / "layouts" / "own" / name).write_bytes((layout.built_in() / "rapporteur" / name).read_bytes())
    (folder / "source" / "conference.yaml").write_text("name: Fair\nlayout: own\nprint: {paper: A5}\n")
    with pytest.raises(Refused) as refusal:
        printed(folder, "web")
    assert [each.what for each in refusal.value.problems] == ["this layout is not made for A5"]


# words


WHOLE = sorted(name for name, each in EDITIONS.items() if not each.brief)
drawn_reports = given(reports.sessions(), st.sampled_from(WHOLE), st.sampled_from(PAGES))


@settings(max_examples=4, deadline=None)
@drawn_reports
def test_no_edition_on_any_paper_loses_a_word(
    tmp_path_factory: pytest.TempPathFactory, drawn: tuple[str, Any, reports.Written], edition: str, paper: str
) -> None:
    assert not lacking(tmp_path_factory.mktemp("drawn"), drawn, edition, paper)


@pytest.mark.slow
@settings(max_examples=int(os.environ.get("RAPPORTEUR_REPORTS", "150")), deadline=None)
@drawn_reports
def test_no_edition_of_many_random_reports_loses_a_word(
    tmp_path_factory: pytest.TempPathFactory, drawn: tuple[str, Any, reports.Written], edition: str, paper: str
) -> None:
    assert not lacking(tmp_path_factory.mktemp("drawn"), drawn, edition, paper)


def lacking(folder: Path, drawn: tuple[str, Any, reports.Written], edition: str, paper: str) -> Counter[str]:
    """Return the letters of a report's body that poppler does not find in an edition as often as they stand there.

    Counted are those of scripts that poppler reads back exactly. A report that no font of this machine can set lacks
    none, nor does one with pictures, whose descriptions are not on the page.
    """
    session, _, body = drawn
    (folder / "source" / "sessions").mkdir(parents=True)
    (folder / "source" / "conference.yaml").write_text("name: Fair\n", "utf-8")
    (folder / "source" / "sessions" / "x1.md").write_text(session, "utf-8")
    try:
        data = printed(folder, edition, paper=paper)
    except Refused as refusal:
        return Counter(str(each) for each in refusal.problems if each.rule not in ("font", "picture"))
    read = subprocess.run([needs("pdftotext"), "-raw", "-", "-"], input=data, capture_output=True, check=True).stdout
    return Counter() if "![" in session else _counted(body.words) - _counted(read.decode())


def _counted(text: str) -> Counter[str]:
    plain = unicodedata.normalize("NFKC", text).casefold()
    exact = (each for each in plain if unicodedata.bidirectional(each) == "L")
    return Counter(each for each in exact if not "\u0900" <= each <= "\u0dff")


# copy-fit


def test_a_report_a_little_too_long_is_set_a_little_smaller_and_one_far_too_long_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    little = workspace(tmp_path / "little", points(78))
    far = workspace(tmp_path / "far", points(160))
    assert page_count(printed(little, "web")) == 2
    fitted = printed(far, "web")
    monkeypatch.setattr(copyfit, "steps", lambda chosen: ())
    assert page_count(printed(little, "web")) == 3
    assert printed(far, "web") == fitted


@pytest.mark.parametrize("first", range(6))
def test_the_first_step_that_fits_is_found_with_few_tries(monkeypatch: pytest.MonkeyPatch, first: int) -> None:
    tried: list[str] = []
    monkeypatch.setattr(copyfit, "steps", lambda chosen: tuple("abcde"))

    def made(step: str) -> bytes:
        tried.append(step)
        return b"xx" if step and step >= "abcdef"[first] else b"xxx"

    assert copyfit.fitted(made, len, 2, layout.find("rapporteur")) == (b"xxx" if first == 5 else b"xx")
    assert tried[:2] == ["", "e"]
    assert len(tried) == 2 if first == 5 else len(tried) <= 5
    assert first == 5 or min(each for each in tried if each >= "abcde"[first]) == "abcde"[first]


@pytest.mark.parametrize("step", ["smaller", "10/12", "9pt/x", "999pt/1pt"])
def test_what_is_no_step_is_refused(tmp_path: Path, step: str) -> None:
    folder = workspace(tmp_path, points(78))
    (folder / "layouts" / "own").mkdir(parents=True)
    text = f'name = "own"\nextends = "rapporteur"\n[pdf]\ncopyfit = ["{step}"]\n'
    (folder / "layouts" / "own" / "layout.toml").write_text(text)
    (folder / "source" / "conference.yaml").write_text("name: Fair\nlayout: own\n")
    with pytest.raises(Refused, match="no step of copy-fit"):
        printed(folder, "web")


def test_check_says_by_how_many_lines_a_report_is_too_long(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = sound(tmp_path)
    path = folder / "source" / "sessions" / "t3-s01.md"
    path.write_text(path.read_text("utf-8") + "\n" + points(60), "utf-8")
    assert cli.main(["-w", str(folder), "build", "--only", "pdf"]) == 0
    (problem,) = told(folder)
    assert problem.hint.startswith("shorten it by ")
    assert 30 < int(problem.hint.split()[3]) < 130
    capsys.readouterr()
    assert cli.main(["-w", str(folder), "check"]) == 0
    assert problem.hint in capsys.readouterr().err
    path.write_text(path.read_text("utf-8").replace("Well 1 ", "Well one "), "utf-8")
    assert told(folder) == ()


# the build


def test_an_edition_that_was_asked_for_once_is_kept_up_to_date_beside_the_others(tmp_path: Path) -> None:
    folder = sound(tmp_path)
    run = ["-w", str(folder), "build", "--only", "pdf"]
    assert cli.main(run) == 0
    assert cli.main([*run, "--edition", "web,large-print"]) == 0
    files = sorted(path.relative_to(folder / "build" / "pdf").as_posix() for path in folder.glob("build/pdf/**/*.pdf"))
    assert files == [NAME, f"large-print/{NAME}", f"web/{NAME}"]
    path = folder / "source" / "sessions" / "t3-s01.md"
    path.write_text(path.read_text("utf-8").replace("Two main", "Three main"), "utf-8")
    before = {name: (folder / "build" / "pdf" / name).read_bytes() for name in files}
    assert cli.main(run) == 0
    assert [name for name in files if (folder / "build" / "pdf" / name).read_bytes() == before[name]] == []


def test_the_conference_chooses_editions_and_paper(tmp_path: Path) -> None:
    folder = sound(tmp_path)
    (folder / "source" / "conference.yaml").write_text(FAIR + "print: {editions: [web], paper: Letter}\n")
    assert cli.main(["-w", str(folder), "build", "--only", "pdf"]) == 0
    assert [path.parent.name for path in folder.glob("build/pdf/**/*.pdf")] == ["web"]


def test_what_is_no_edition_and_no_paper_is_told_at_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = workspace(tmp_path, points(3))
    text = "name: Fair\nprint:\n  editions: [web, gold]\n  paper: B9\n  printr: x\n"
    (folder / "source" / "conference.yaml").write_text(text)
    assert cli.main(["-w", str(folder), "check"]) == 1
    said = capsys.readouterr().err
    assert "source/conference.yaml:3: error: there is no edition “gold”" in said
    assert "source/conference.yaml:4: error: “B9” is not a paper" in said
    assert "did you mean “printer”?" in said
    assert cli.main(["-w", str(folder), "build", "--edition", "gold"]) == 2
    assert "archive, web, large-print, press" in capsys.readouterr().err


# for paper

OFFICE = ["booklet", "nup"]


def pieces(data: bytes) -> Counter[str]:
    """Return the words of a PDF as poppler reads them, page by page or not."""
    text = subprocess.run([needs("pdftotext"), "-raw", "-", "-"], input=data, capture_output=True, check=True).stdout
    return Counter(re.findall(r"\w{4,}", text.decode()))


@pytest.mark.parametrize("edition", ["press", *OFFICE])
def test_the_words_of_the_pages_are_on_the_sheets(edition: str) -> None:
    paper = "Letter"  # words part at other places on pages of another size
    own = {"booklet": "A4", "press": paper, "nup": paper}[edition]
    wanted = pieces(printed(reports.the_sample(), "web", paper="A5" if edition == "booklet" else paper))
    assert wanted.total() > 300
    assert pieces(printed(reports.the_sample(), edition, paper=own)) == wanted


@pytest.mark.parametrize(
    ("edition", "paper", "size", "pages"),
    [
        ("press", "A4", (210 + 6, 297 + 6), 2),
        ("press", "A5", (148 + 6, 210 + 6), 3),
        ("press", "Letter", (215.9 + 6.35, 279.4 + 6.35), 2),
        ("booklet", "A4", (297, 210), 2),
        ("booklet", "A5", (297, 210), 2),
        ("booklet", "Letter", (279.4, 215.9), 2),
        ("nup", "A4", (297, 210), 1),
        ("nup", "Letter", (279.4, 215.9), 1),
    ],
)
def test_every_sheet_has_the_size_that_its_paper_gives(
    edition: str, paper: str, size: tuple[float, float], pages: int
) -> None:
    pdf = opened(printed(reports.the_sample(), edition, paper=paper))
    assert {tuple(round(float(side), 1) for side in page.mediabox[2:]) for page in pdf.pages} == {
        tuple(round(side * MILLIMETRE, 1) for side in size)
    }
    assert len(pdf.pages) == pages


def test_the_press_edition_is_cut_as_its_printer_wants_and_the_paper_of_the_conference_waits() -> None:
    pdf = opened(printed(reports.the_sample(), "press", paper="A5", printer="us-digital"))
    left, bottom, right, top = (float(each) / MILLIMETRE for each in pdf.pages[0].trimbox)
    assert (round(right - left, 1), round(top - bottom, 1)) == SIZES["Letter"]
    assert round(left, 2) == 3.17
    assert str(pdf.Root.OutputIntents[0].OutputCondition) == "US digital, Letter"


def test_what_is_printed_to_the_edge_goes_on_into_the_bleed(tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    path.write_bytes(printed(reports.the_sample(), "press"))
    subprocess.run([needs("pdftoppm"), "-r", "72", "-gray", "-f", "1", "-l", "1", path, tmp_path / "x"], check=True)
    picture = Image.open(next(tmp_path.glob("*.pgm")))
    corners = [picture.getpixel((at, 1)) for at in (1, picture.width // 2, picture.width - 3)]
    assert max(corners) < 120, corners  # the masthead, also beyond the cut
    assert picture.getpixel((1, picture.height - 3)) > 250


@pytest.mark.parametrize("edition", ["press", *OFFICE])
def test_nothing_on_paper_can_be_clicked_or_claims_to_be_accessible(edition: str) -> None:
    pdf = opened(printed(reports.the_sample(), edition))
    assert not any("/Annots" in page for page in pdf.pages)
    assert {"/StructTreeRoot", "/Outlines", "/AF", "/Names"}.isdisjoint(pdf.Root.keys())
    claimed = conformance.claimed.claims(printed(reports.the_sample(), edition))
    assert claimed == (("PDF/A-2u",) if edition == "press" else ())


def test_sheets_of_an_arabic_report_are_bound_at_the_right(tmp_path: Path) -> None:
    text = corpus.text("ar")
    for edition, at in (("booklet", 0), ("nup", 1)):  # the first page: left of the fold, or where reading begins
        data = corpus.pdf(text, "ar", tmp_path, edition=edition)
        path = tmp_path / f"{edition}.pdf"
        path.write_bytes(data)
        subprocess.run([needs("pdftoppm"), "-r", "20", "-gray", "-f", "1", "-l", "1", path, path.with_suffix("")])
        picture = Image.open(next(tmp_path.glob(f"{edition}-*.pgm")))
        dark = [picture.getpixel((round(picture.width * (0.1 + 0.5 * side)), 16)) < 130 for side in (0, 1)]
        assert dark.index(True) == at, edition
        assert sum(dark) == 1


def test_a_wide_page_is_turned_to_stand_among_the_others(tmp_path: Path) -> None:
    pages = [each.mediabox for each in opened(corpus.pdf(corpus.text("en"), "en", tmp_path, edition="web")).pages]
    assert any(float(box[2]) > float(box[3]) for box in pages), "the report has no wide page"
    sheets = opened(corpus.pdf(corpus.text("en"), "en", tmp_path, edition="booklet")).pages
    assert len({tuple(map(float, each.mediabox)) for each in sheets}) == 1


def test_a_sheet_that_lost_a_word_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def losing(data: bytes, printer: Any, about: Any) -> bytes:
        made, written = press_as_it_is(data, printer, about), BytesIO()
        pdf = opened(made)
        page = pdf.pages[1]
        kept = list(pikepdf.parse_content_stream(page))
        last = max(at for at, each in enumerate(kept) if str(each.operator) == "TJ")
        page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(kept[:last] + kept[last + 1 :]))
        pdf.save(written, fix_metadata_version=False)
        return written.getvalue()

    press_as_it_is = press.pressed
    monkeypatch.setattr(press, "pressed", losing)
    with pytest.raises(Refused, match=r"the press edition lacks words that its pages have, in [1-9]"):
        exported(reports.the_sample(), "press")


def test_the_printer_of_a_conference_is_one_of_its_layout(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sound(tmp_path)
    path = tmp_path / "source/conference.yaml"
    path.write_text(path.read_text() + "\nprint:\n  printer: corner-shop\n")
    assert cli.main(["-w", str(tmp_path), "check"]) == 1
    said = capsys.readouterr()
    line = next(at for at, each in enumerate(path.read_text().splitlines(), 1) if each == "print:")
    assert f"conference.yaml:{line}: error: the layout has no printer “corner-shop”" in said.err + said.out
    assert "european-offset, us-digital" in said.err + said.out


def test_verify_says_when_a_sheet_is_not_the_one_that_was_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sound(tmp_path)
    assert cli.main(["-w", str(tmp_path), "build", "--only", "pdf", "--edition", "press,booklet"]) == 0
    assert cli.main(["-w", str(tmp_path), "verify"]) == 0
    made = tmp_path / "build/pdf/press" / NAME
    made.write_bytes(made.read_bytes() + b"%")
    (tmp_path / "build/pdf/booklet" / NAME).unlink()
    capsys.readouterr()
    assert cli.main(["-w", str(tmp_path), "verify"]) == 1
    said = capsys.readouterr()
    assert "somebody changed this file after it was made" in said.err + said.out
    assert "booklet" in said.err
    assert "the file is gone" in said.err + said.out
