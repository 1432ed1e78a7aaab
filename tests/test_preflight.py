"""Preflight: every planted fault is found and nothing else, clean files stay clean, hostile files change nothing."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

import reports
from preflight_faults import FAULTS
from rapporteur import cli, preflight, printer
from rapporteur.layout import find
from rapporteur.preflight import access_checks, opened, reader, typeset
from rapporteur.preflight.contrast import ratio
from rapporteur.preflight.findings import CHECKS
from rapporteur.preflight.shown import Box, Colour
from test_editions import exported
from test_pdf import needs

OFFSET = printer.read(find("rapporteur"), "european-offset")
UNPLANTED = {"F01", "F02", "F05", "M02", "T04"}
"""Checks whose faults are planted in other ways below."""


@pytest.fixture(scope="module")
def clean() -> Callable[[str], bytes]:
    return dated


@cache
def dated(edition: str) -> bytes:
    """Return an edition of the sample, whose source states no year, as if it did."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1536143400")
        return exported(reports.the_sample(), edition)


def saved(pdf: pikepdf.Pdf, **how: Any) -> bytes:
    file = BytesIO()
    pdf.save(file, fix_metadata_version=False, **{"static_id": True, **how})
    return file.getvalue()


def ids(report: preflight.Report) -> list[str]:
    return [each.check for each in report.findings]


def test_every_check_has_a_planted_fault() -> None:
    assert {check for check, _, _ in FAULTS} | UNPLANTED == set(CHECKS)


@pytest.mark.parametrize("edition", ["archive", "web", "large-print", "press", "booklet", "nup"])
def test_the_editions_of_the_sample_are_clean(edition: str, clean: Callable[[str], bytes]) -> None:
    report = preflight.checked(clean(edition), profile=edition, printer=OFFSET)
    assert report.problems == ()
    assert len(report.checks) > 10


@pytest.mark.parametrize(
    ("check", "edition", "plant"),
    FAULTS,
    ids=[f"{check}-{edition}-{at}" for at, (check, edition, _) in enumerate(FAULTS)],
)
def test_a_planted_fault_is_found_and_no_other(
    check: str, edition: str, plant: Callable[[pikepdf.Pdf], None], clean: Callable[[str], bytes]
) -> None:
    with pikepdf.open(BytesIO(clean(edition))) as pdf:
        plant(pdf)
        data = saved(pdf)
    report = preflight.checked(data, profile=edition, printer=OFFSET)
    assert ids(report) == [check], report.findings
    assert report.findings[0].severity == CHECKS[check].severity
    assert report.problems[0].hint


def test_a_password_is_found_whether_it_is_needed_to_open_or_not(clean: Callable[[str], bytes]) -> None:
    with pikepdf.open(BytesIO(clean("web"))) as pdf:
        for user in ("", "secret"):
            locked = saved(pdf, encryption=pikepdf.Encryption(owner="x", user=user), static_id=False)
            report = preflight.checked(locked)
            assert "F02" in ids(report)


def test_a_damaged_file_is_found(clean: Callable[[str], bytes]) -> None:
    data = clean("web")
    for broken in (data[: len(data) // 2], data.replace(b"endobj", b"endbj", 1), data[:-200]):
        assert "F01" in ids(preflight.checked(broken))


def test_metadata_that_is_compressed_and_an_absent_identifier_are_found(clean: Callable[[str], bytes]) -> None:
    with pikepdf.open(BytesIO(clean("web"))) as pdf:
        packet = pdf.Root.Metadata.read_bytes()
        import zlib

        pdf.Root.Metadata = pdf.make_stream(
            zlib.compress(packet), Type=pikepdf.Name.Metadata, Filter=pikepdf.Name.FlateDecode
        )
        data = saved(pdf, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    assert ids(preflight.checked(data, profile="web")) == ["M02"]
    classic = subprocess.run([needs("qpdf"), "--object-streams=disable", "--static-id", "-", "-"], input=clean("web"),
                             capture_output=True, check=False).stdout or _classic(clean("web"))  # fmt: skip
    bare = classic.replace(b"/ID [", b"/IE [")
    assert bare != classic
    assert ids(preflight.checked(bare, profile="web")) == ["F05"]


def _classic(data: bytes) -> bytes:
    with pikepdf.open(BytesIO(data)) as pdf:
        return saved(pdf, object_stream_mode=pikepdf.ObjectStreamMode.disable)


def test_glyphs_without_numbers_are_found() -> None:
    font = {"/Subtype": pikepdf.Name.CIDFontType2}
    inner = pikepdf.Dictionary(font)
    own = pikepdf.Dictionary(Subtype=pikepdf.Name.Type0, DescendantFonts=pikepdf.Array([inner]))
    assert not typeset.Font(own).maps_glyphs
    inner.CIDToGIDMap = pikepdf.Name.Identity
    assert typeset.Font(own).maps_glyphs


# what is read


@given(st.floats(0, 1), st.floats(0, 1))
def test_contrast_is_the_same_either_way_and_between_1_and_21(one: float, other: float) -> None:
    a, b = Colour("grey", (one,)), Colour("RGB", (other, other, other))
    value = ratio(a, b)
    assert value == ratio(b, a)
    assert value is not None
    assert 1 <= value <= 21.001


def test_known_contrasts() -> None:
    white = Colour("grey", (1.0,))
    assert ratio(Colour("RGB", (0.0, 0.0, 0.0)), white) == pytest.approx(21)
    assert ratio(Colour("RGB", (0x76 / 255,) * 3), white) == pytest.approx(4.54, abs=0.01)
    assert ratio(Colour("pattern"), white) is None


@given(st.tuples(*[st.floats(-100, 100)] * 4), st.tuples(*[st.floats(-100, 100)] * 4))
def test_what_two_boxes_share_lies_in_both(a: tuple[float, ...], b: tuple[float, ...]) -> None:
    one = Box(min(a[0], a[2]), min(a[1], a[3]), max(a[0], a[2]), max(a[1], a[3]))
    other = Box(min(b[0], b[2]), min(b[1], b[3]), max(b[0], b[2]), max(b[1], b[3]))
    if one.meets(other):
        shared = one.within(other)
        assert one.holds(shared)
        assert other.holds(shared)


def test_maps_of_letters_are_read_in_both_forms() -> None:
    data = b"""2 beginbfchar\n<0003> <0041>\n<0004> <D83DDE00>\nendbfchar
2 beginbfrange\n<0010> <0012> <0061>\n<0020> <0021> [<0066> <00660069>]\nendbfrange"""
    assert dict(typeset._meanings(data)) == {
        3: "A", 4: "😀", 16: "a", 17: "b", 18: "c", 32: "f", 33: "fi"
    }  # fmt: skip


# the command


def test_the_table_names_file_facts_and_findings(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], clean: Callable[[str], bytes]
) -> None:
    good, bad = tmp_path / "good.pdf", tmp_path / "bad.pdf"
    good.write_bytes(clean("press"))
    with pikepdf.open(BytesIO(clean("press"))) as pdf:
        next(plant for check, _, plant in FAULTS if check == "I01")(pdf)
        bad.write_bytes(saved(pdf))
    assert cli.main(["preflight", str(good)]) == 0
    said = capsys.readouterr().out
    assert f"{good}  (press): nothing found in 43 checks" in said
    assert "Trimmed size: 210.0 × 297.0 mm" in said
    assert "7 of 7 embedded" in said
    assert cli.main(["preflight", str(bad), "--json", "--report", str(tmp_path / "page.pdf")]) == 1
    (told,) = json.loads(capsys.readouterr().out)
    assert [(each["check"], each["severity"], each["pages"]) for each in told["findings"]] == [("I01", "error", [1])]
    text = subprocess.run([needs("pdftotext"), tmp_path / "page.pdf", "-"], capture_output=True, text=True, check=True)
    assert "A picture has 100 pixels per inch" in text.stdout
    assert "bad.pdf" in text.stdout


def test_wrong_use_of_the_command_says_what_is_right(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-1.4")
    assert cli.main(["preflight", str(tmp_path / "none.pdf")]) == 2
    assert "none.pdf cannot be read: No such file" in capsys.readouterr().err
    assert cli.main(["preflight", str(tmp_path)]) == 2
    assert cli.main(["preflight", str(path), "--printer", "corner-shop"]) == 1
    assert "european-offset, us-digital" in capsys.readouterr().err
    assert cli.main(["preflight", str(path), str(path), "--report", str(tmp_path / "o.pdf")]) == 2


# hostile files


def bomb(size: int = 100) -> bytes:
    """Return a small file whose page is a gigabyte of spaces, or so many hundredths of one."""
    import zlib

    packed = zlib.compressobj(9)
    data = b"".join(packed.compress(b" " * 10_000_000) for _ in range(size)) + packed.flush()
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.pages[0].obj.Contents = pikepdf.Stream(pdf, data, Filter=pikepdf.Name.FlateDecode)
    return saved(pdf, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)


def forms_within_forms() -> bytes:
    """Return a file whose page draws ten forms that each draw ten, nine levels deep."""
    pdf = pikepdf.new()
    pdf.add_blank_page()
    form = pdf.make_stream(b"0 0 1 1 re f", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 9, 9])
    for _ in range(9):
        resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=form))
        form = pdf.make_stream(b"/F Do " * 10, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 9, 9],
                               Resources=resources)  # fmt: skip
    pdf.pages[0].obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=form))
    pdf.pages[0].obj.Contents = pdf.make_stream(b"/F Do")
    return saved(pdf)


def form_within_itself() -> bytes:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    form = pdf.make_stream(b"/F Do", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 9, 9])
    form.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=form))
    pdf.pages[0].obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=form))
    pdf.pages[0].obj.Contents = pdf.make_stream(b"/F Do")
    return saved(pdf)


def pages_within_themselves() -> bytes:
    return b"""%PDF-1.4
1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj
2 0 obj << /Type /Pages /Kids [2 0 R 3 0 R] /Count 2 >> endobj
3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >> endobj
trailer << /Root 1 0 R >>
"""


def tags_within_themselves() -> bytes:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    element = pdf.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.Div))
    element.K = pikepdf.Array([element, element])
    pdf.Root.StructTreeRoot = pikepdf.Dictionary(K=pikepdf.Array([element]))
    pdf.Root.MarkInfo = pikepdf.Dictionary(Marked=True)
    return saved(pdf)


def commands_for_a_terminal() -> bytes:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name("/\x1b]0;owned\x07")
    )
    pdf.pages[0].obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
    pdf.pages[0].obj.Contents = pdf.make_stream(b"BT /F 9 Tf 99 99 Td (a) Tj ET")
    return saved(pdf)


HOSTILE: dict[str, Callable[[], bytes]] = {
    "empty": lambda: b"",
    "text": lambda: b"no PDF at all\n" * 1000,
    "bomb": bomb,
    "forms within forms": forms_within_forms,
    "a form within itself": form_within_itself,
    "pages within themselves": pages_within_themselves,
    "tags within themselves": tags_within_themselves,
    "commands for a terminal": commands_for_a_terminal,
    "a wrong table": lambda: b"%PDF-1.7\nxref\n0 999999999\ntrailer<</Root 1 0 R/Size 999999999>>\nstartxref\n9\n%%EOF",
}


MEASURED = """
import resource, subprocess, sys
code = subprocess.run([sys.executable, "-m", "rapporteur", "preflight", sys.argv[1], "--profile", "web"]).returncode
open(sys.argv[2], "w").write(str(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss))
sys.exit(code)
"""
"""Runs preflight from a small process: a child counts the memory of the one that it was forked from."""


BOUNDS: dict[str, tuple[Callable[[], bytes], Any, str, int]] = {
    "bomb": (lambda: bomb(1), opened, "LARGEST", 2_000_000),
    "forms within forms": (forms_within_forms, reader, "MOST", 20_000),
    "tags within themselves": (tags_within_themselves, access_checks, "_MOST", 2_000),
}
"""Of what takes seconds to reach its bound: such a file, and a bound that it reaches at once."""


HOSTILE_KINDS = [pytest.param(each, marks=[pytest.mark.slow] if each in BOUNDS else []) for each in HOSTILE]


@pytest.mark.parametrize("kind", BOUNDS)
def test_what_has_no_end_is_read_to_a_bound(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    make, module, name, bound = BOUNDS[kind]
    monkeypatch.setattr(module, name, bound)
    (found,) = preflight.checked(make(), profile="web").findings
    assert found.check == "F01"
    assert "cannot be checked" in found.what


@pytest.mark.parametrize("kind", HOSTILE_KINDS)
def test_a_hostile_file_is_a_clear_problem_soon_and_takes_little_memory(kind: str, tmp_path: Path) -> None:
    path, taken = tmp_path / "a.pdf", tmp_path / "taken"
    path.write_bytes(HOSTILE[kind]())
    start = time.monotonic()
    run = subprocess.run([sys.executable, "-c", MEASURED, path, taken], capture_output=True)
    assert run.returncode == 1, run.stderr.decode()
    assert b"Traceback" not in run.stderr
    assert time.monotonic() - start < 8  # seconds, of which one or two are for starting twice on a busy machine
    assert int(taken.read_text()) < 600_000
    assert b"\x1b" not in run.stdout + run.stderr
    assert b"error" in run.stdout
