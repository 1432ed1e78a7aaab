"""Conformance: a PDF claims what the record allows, and what veraPDF says is told so that it can be mended."""

from __future__ import annotations

import json
import os
import re
from contextlib import suppress
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

import conformance_reports as corpus
from rapporteur import conformance, layout
from rapporteur.conformance import claimed, record, verapdf, worker
from rapporteur.conformance.verapdf import Failure, Verdict
from rapporteur.edition import ARCHIVE, UA
from rapporteur.problems import MissingLibrary, WrongUse

HOUSE = layout.find("rapporteur")
HERE = record.fingerprint(HOUSE)
PASSED = record.Passed("rapporteur", (ARCHIVE, UA), "1.31", 3, 100, HERE)
with_verapdf = pytest.mark.skipif(not verapdf.installed(), reason=f"veraPDF is not here: {verapdf.EXTRA}")

# The record


@given(st.sampled_from(sorted(HERE)), st.text(max_size=3))
def test_whatever_part_of_the_fingerprint_differs_no_claim_is_made(part: str, value: str) -> None:
    other = replace(PASSED, fingerprint=HERE | {part: f"other{value}"})
    allowed, problem = record.claims(HOUSE, (ARCHIVE, UA), [other])
    assert allowed == ()
    assert problem
    assert problem.severity == "warning"
    assert 'pip install "rapporteur[conformance]"' in problem.hint
    named = {"code": "another version of this program", "layout": "another layout"}.get(part, part)
    assert named in problem.what


def test_what_was_passed_here_is_claimed_and_the_rest_is_told() -> None:
    assert record.claims(HOUSE, (ARCHIVE, UA), [PASSED]) == ((ARCHIVE, UA), None)
    allowed, problem = record.claims(HOUSE, (ARCHIVE, UA), [replace(PASSED, claims=(UA,))])
    assert allowed == (UA,)
    assert str(problem).startswith("layout rapporteur: warning: PDF/A-3a is not claimed: veraPDF has not passed it")
    assert record.claims(HOUSE, (), []) == ((), None)


def test_the_warning_names_what_differs_from_the_nearest_line() -> None:
    far = replace(PASSED, fingerprint=HERE | {"weasyprint": "69.0", "pydyf": "0.1"})
    near = replace(PASSED, fingerprint=HERE | {"libpango-1.0.so.0": "1.56.3"})
    _, problem = record.claims(HOUSE, (UA,), [near, far])
    assert problem
    own = HERE["libpango-1.0.so.0"]
    assert problem.what == f"PDF/UA-1 is not claimed: veraPDF passed it with libpango-1.0.so.0 1.56.3, not {own}"


def test_the_record_keeps_other_systems_and_drops_what_is_out_of_date() -> None:
    elsewhere = replace(PASSED, fingerprint=HERE | {"libpango-1.0.so.0": "1.56.3"})
    stale = replace(PASSED, fingerprint=HERE | {"code": "0"})
    igf = replace(PASSED, layout="igf", fingerprint=HERE | {"layout": "1"})
    again = replace(PASSED, checks=7)
    assert record.added([stale, igf, elsewhere, PASSED], again) == (igf, elsewhere, again)


def test_the_record_is_bounded_and_reads_back_as_it_was_written(tmp_path: Path) -> None:
    lines: tuple[record.Passed, ...] = ()
    for at in range(record.MOST + 3):
        lines = record.added(lines, replace(PASSED, fingerprint=HERE | {"pydyf": str(at)}))
    assert [each.fingerprint["pydyf"] for each in lines] == [str(at) for at in range(3, record.MOST + 3)]
    (tmp_path / "record.json").write_bytes(record.written(lines))
    assert record.read(tmp_path / "record.json") == lines
    assert record.read(tmp_path / "none.json") == ()


def test_the_record_that_ships_is_in_its_own_form_and_holds_no_path_of_a_machine() -> None:
    text = record.RECORD.read_text("utf-8")
    assert record.written(record.read()).decode() == text
    assert not re.search(r"/(home|root|usr|work|tmp)\b|[A-Z]:\\", text)


@pytest.mark.parametrize(
    ("file", "counts"),
    [
        ("pdf.css", True),
        ("pdf.html.jinja", True),
        ("pdf-a5.css", True),
        ("labels/en.yaml", True),
        ("word/styles.xml", False),
        ("word.html.jinja", False),
        ("excel.html.jinja", False),
        ("form.yaml", False),
        ("printers/one.yaml", False),
    ],
)
def test_only_files_that_the_pdf_is_made_of_count(tmp_path: Path, file: str, counts: bool) -> None:
    found = []
    for name in ("one", "two"):
        folder = tmp_path / name
        (folder / file).parent.mkdir(parents=True)
        (folder / file).write_text(name)
        found.append(record.fingerprint(layout.Layout("mine", (folder, *HOUSE.folders)))["layout"])
    assert (found[0] != found[1]) is counts


# What a file claims


def pdf_with(packet: str | None) -> bytes:
    pdf, written = pikepdf.new(), BytesIO()
    pdf.add_blank_page()
    if packet is not None:
        kind = {"Type": pikepdf.Name.Metadata, "Subtype": pikepdf.Name.XML}
        pdf.Root.Metadata = pdf.make_stream(packet.encode(), **kind)
    pdf.save(written, static_id=True, fix_metadata_version=False)
    return written.getvalue()


def xmp(attributes: str = "", elements: str = "", before: str = "") -> str:
    return f"""<?xpacket begin="\ufeff"?>{before}<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" {attributes}
 xmlns:a="http://www.aiim.org/pdfa/ns/id/" xmlns:u="http://www.aiim.org/pdfua/ns/id/">{elements}</rdf:Description>
</rdf:RDF></x:xmpmeta><?xpacket end="w"?>"""


BOTH = xmp(elements="<a:part>3</a:part><a:conformance>A</a:conformance><u:part>1</u:part>")


@pytest.mark.parametrize(
    ("packet", "said"),
    [
        (None, ()),
        (xmp(), ()),
        (BOTH, (ARCHIVE, UA)),
        (xmp('a:part="2" a:conformance="U"'), ("PDF/A-2u",)),
        (xmp(elements="<a:part>4</a:part>"), ("PDF/A-4",)),
        (xmp(elements="<u:part>2</u:part>"), ("PDF/UA-2",)),
    ],
)
def test_claims_are_read_however_they_are_written(packet: str | None, said: tuple[str, ...]) -> None:
    assert claimed.claims(pdf_with(packet)) == said


@pytest.mark.parametrize("data", [b"", b"no PDF", pdf_with("<x>"), pdf_with(BOTH)[:300]])
def test_what_cannot_be_read_is_said_and_no_crash(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        claimed.claims(data)


def test_entities_in_metadata_fetch_nothing(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("1")
    entity = f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{tmp_path}/secret">]>'
    with suppress(ValueError):
        assert claimed.claims(pdf_with(xmp(elements="<u:part>&e;</u:part>", before=entity))) == ()


# What is asked of veraPDF, and told


def test_without_the_extra_the_command_that_installs_it_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(verapdf, "PACKAGES", ("no-such-package",))
    for asked in (lambda: conformance.verified([("a", b"")], ["ua1"]), lambda: conformance.check(tmp_path)):
        with pytest.raises(MissingLibrary, match=re.escape('pip install "rapporteur[conformance]"')):
            asked()


def test_an_unknown_flavour_is_a_wrong_use() -> None:
    with pytest.raises(WrongUse, match="x4"):
        conformance.verified([], ["x4"])
    assert set(verapdf.STANDARDS) == set(worker.PROFILES)


BROKEN = {
    "specification": "ISO 14289-1:2014",
    "clause": "7.2",
    "test": 14,
    "description": "A table needs a body",
    "message": "Table element contains THead kid, but does not contain TBody kids",
    "contexts": ["root/document[0]", "root/document[0]/pages[3](6 0 obj PDPage)/annots[0]"],
    "count": 2,
}


def answer(flavour: str, *failures: dict[str, Any], fault: str = "") -> dict[str, Any]:
    return {"flavour": flavour, "passed": not failures, "checks": 9, "failures": list(failures), "fault": fault}


def answering(monkeypatch: pytest.MonkeyPatch, *runs: list[Any]) -> None:
    waiting = iter(runs)
    monkeypatch.setattr(verapdf, "PACKAGES", ())
    monkeypatch.setattr(verapdf, "_run", lambda asked, seconds: (next(waiting), ""))


def test_a_file_that_ends_the_process_is_named_and_the_others_are_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    said = {"version": "1.31"}
    answering(monkeypatch, [said, [answer("ua1")]], [said, [answer("ua1", BROKEN)]])
    found = conformance.verified([("a", b""), ("bomb", b""), ("c", b"")], ["ua1"])
    assert [(each.file, each.passed, bool(each.fault)) for each in found] == [
        ("a", True, False),
        ("bomb", False, True),
        ("c", False, False),
    ]
    assert {each.version for each in found} == {"1.31"}


def test_broken_rules_are_told_with_page_clause_and_place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    folder = tmp_path / "build/pdf/web"
    folder.mkdir(parents=True)
    (folder / "a.pdf").write_bytes(pdf_with(BOTH))
    (folder / "b.pdf").write_bytes(pdf_with(xmp()))
    (folder / "c.pdf").write_bytes(b"%PDF-1.7 cut off")
    (folder / "d.pdf").write_bytes(pdf_with(xmp(elements="<u:part>9</u:part>")))
    answering(monkeypatch, [{"version": "1.31"}, [answer("3a"), answer("ua1", BROKEN)]])
    verdicts, found = conformance.check(tmp_path)
    assert [(each.file, each.standard, each.passed) for each in verdicts] == [
        ("build/pdf/web/a.pdf", ARCHIVE, True),
        ("build/pdf/web/a.pdf", UA, False),
    ]
    assert [str(each.where) for each in found] == [
        "build/pdf/web/c.pdf",
        "build/pdf/web/d.pdf",
        "build/pdf/web/a.pdf (page 4)",
    ]
    assert found[-1].what == (
        "it claims PDF/UA-1 and breaks ISO 14289-1:2014, 7.2: Table element contains THead kid, but does not contain"
        " TBody kids (2 times)"
    )
    assert found[-1].hint == "mend the layout: A table needs a body\n    root/document[0]"
    assert {(each.severity, each.rule) for each in found} == {("error", "conformance")}


def test_a_page_is_told_if_any_place_tells_one() -> None:
    assert Failure("s", "1", 1, "d").page == 0
    assert Failure("s", "1", 1, "d", contexts=("root", "root/pages[0](6 0 obj)")).page == 1


# Claims there and then


def granting(monkeypatch: pytest.MonkeyPatch, *, known: bool, extra: bool, breaks: str = "") -> tuple[bytes, str]:
    monkeypatch.delenv(conformance.SWITCH, raising=False)
    monkeypatch.setattr(conformance, "installed", lambda: extra)
    monkeypatch.setattr(record, "read", lambda: (PASSED,) if known else ())
    failure = Failure("ISO", "7.2", 1, "what it asks")

    def verdicts(files: Any, flavours: Any) -> tuple[Verdict, ...]:
        standards = [verapdf.STANDARDS[each] for each in flavours]
        return tuple(Verdict("x", each, each != breaks, 1, (failure,) if each == breaks else ()) for each in standards)

    monkeypatch.setattr(conformance, "verified", verdicts)
    data, found = conformance.granted(HOUSE, (ARCHIVE, UA), lambda allowed: " ".join(allowed).encode(), "x.pdf")
    assert all(each.severity == "warning" for each in found)
    return data, " ".join(each.what for each in found)


def test_a_known_fingerprint_is_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert granting(monkeypatch, known=True, extra=False) == (b"PDF/A-3a PDF/UA-1", "")


def test_an_unknown_one_is_checked_there_and_then_or_claims_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert granting(monkeypatch, known=False, extra=True) == (b"PDF/A-3a PDF/UA-1", "")
    data, told = granting(monkeypatch, known=False, extra=False)
    assert (data, told) == (b"", "PDF/A-3a and PDF/UA-1 are not claimed: veraPDF has not passed it")


def test_what_is_switched_off_starts_no_java(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record, "read", tuple)
    monkeypatch.setattr(conformance, "installed", lambda: True)
    monkeypatch.setattr(conformance, "verified", lambda files, flavours: pytest.fail("veraPDF was started"))
    data, found = conformance.granted(HOUSE, (ARCHIVE, UA), lambda allowed: " ".join(allowed).encode(), "x.pdf")
    assert (data, len(found)) == (b"", 1)


def test_a_pdf_that_claims_less_than_its_edition_is_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record, "read", tuple)
    monkeypatch.setattr(conformance.claimed, "claims", lambda data: (UA,))
    (found,) = conformance.unclaimed(HOUSE, (ARCHIVE, UA), b"")
    assert found.what.startswith("PDF/A-3a is not claimed")
    assert conformance.unclaimed(HOUSE, (UA,), b"") == ()


def test_a_claim_that_fails_there_and_then_is_dropped_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    data, told = granting(monkeypatch, known=False, extra=True, breaks=ARCHIVE)
    assert data == b"PDF/UA-1"
    assert "PDF/A-3a is not claimed, since it breaks ISO, 7.2: what it asks" in told


# veraPDF itself


def allow_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every PDF claim what its edition claims, for veraPDF to judge."""
    monkeypatch.setattr(conformance, "claims", lambda layout, wanted: (tuple(wanted), None))


@pytest.mark.slow
@with_verapdf
def test_verapdf_passes_every_claim_and_the_record_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    allow_all(monkeypatch)
    known = record.read()
    for form in ("rapporteur", "igf"):
        passed = judged(form, tmp_path / form)
        if os.environ.get("RAPPORTEUR_RECORD") == "write":
            known = record.added(known, passed)
            record.RECORD.write_bytes(record.written(known))
        stale = "the record of conformance is out of date; run: RAPPORTEUR_RECORD=write make test-all"
        own = [each.claims for each in known if each.fingerprint == passed.fingerprint]
        assert own == [passed.claims], stale


def judged(form: str, workspace: Path) -> record.Passed:
    """Return what veraPDF passes of a layout; everything that its PDFs claim must hold."""
    folder = workspace / "build/pdf"
    folder.mkdir(parents=True)
    for name, data in corpus.shown_to_verapdf(form, workspace):
        (folder / f"{name}.pdf").write_bytes(data)
    verdicts, found = conformance.check(workspace)
    assert "\n".join(map(str, found)) == ""
    judged = {each.file for each in verdicts}
    assert len(judged) == len(list(folder.iterdir())), "some file claims nothing"
    claims = tuple(sorted({each.standard for each in verdicts}))
    checks = sum(each.checks for each in verdicts)
    own = record.fingerprint(layout.find(form))
    return record.Passed(form, claims, verdicts[0].version, len(judged), checks, own)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return corpus.pdf(corpus.text("en", 1), "en", tmp_path_factory.mktemp("plain"), edition="web")


def damaged(data: bytes, how: str) -> bytes:
    """Return a PDF with one thing taken from it."""
    written = BytesIO()
    with pikepdf.open(BytesIO(data)) as pdf:
        if how == "no language":
            del pdf.Root.Lang
        elif how == "not tagged":
            del pdf.Root.MarkInfo
        elif how == "no title shown":
            del pdf.Root.ViewerPreferences
        elif how == "no claim":
            del pdf.Root.Metadata
        elif how == "picture without words":
            figures = [
                each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and each.get("/S") == "/Figure"
            ]
            del figures[0]["/Alt"]
        pdf.save(written)
    return written.getvalue()


FAULTS = {
    "no language": "7.2",
    "not tagged": "6.2",
    "no title shown": "7.1",
    "no claim": "7.1",
    "picture without words": "7.3",
}


@pytest.mark.slow
@with_verapdf
def test_every_planted_fault_is_found_by_its_clause_and_no_other_file_is_blamed(plain: bytes) -> None:
    files = [("sound", plain), *((how, damaged(plain, how)) for how in FAULTS), ("no PDF", b"%PDF-1.7\n")]
    verdicts = {each.file: each for each in conformance.verified(files, ["ua1"])}
    assert verdicts["sound"].passed
    assert verdicts["sound"].checks > 1000
    for how, clause in FAULTS.items():
        assert not verdicts[how].passed, how
        assert clause in {each.clause for each in verdicts[how].failures}, how
    assert verdicts["no PDF"].fault


@pytest.mark.slow
@with_verapdf
def test_a_process_that_is_killed_judges_the_rest(plain: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    run, first = verapdf._run, []

    def cut(asked: str, seconds: float) -> tuple[list[Any], str]:
        answers, said = run(asked, seconds)
        first.append(len(answers))
        return (answers[:2], said) if len(first) == 1 else (answers, said)

    monkeypatch.setattr(verapdf, "_run", cut)
    found = conformance.verified([("a", plain), ("b", plain), ("c", plain)], ["ua1"])
    assert [each.passed for each in found] == [True, False, True]
    assert first == [4, 2]


@pytest.mark.slow
@with_verapdf
def test_the_worker_leaves_nothing_behind_and_ignores_what_would_change_java(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, plain: bytes
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setenv("JAVA_TOOL_OPTIONS", "-Xmx1m")
    assert conformance.verified([("a", plain)], ["ua1"])[0].passed
    assert list(tmp_path.iterdir()) == []


def test_the_answers_of_the_worker_are_lines_of_json() -> None:
    written: list[str] = []
    stream = type("Stream", (), {"write": lambda self, text: written.append(text), "flush": lambda self: None})()
    worker._answer(stream, {"version": "1\n2"})
    assert [json.loads(line) for line in "".join(written).splitlines()] == [{"version": "1\n2"}]
