"""The digest and the archive: what each holds, in which order, and that nothing of it is lost."""

import hashlib
import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given

import reports
from rapporteur import as_data, container, jobs, parity, plain_text, source, variants
from rapporteur.cli import main
from rapporteur.pdf import page_count
from rapporteur.pdf import text as words_of
from rapporteur.view import view

FRONT = "track: 3\n"
FIRST = """
## Summary

Nobody takes this along.

## Outcomes

- Wells last.

## Key recommendations

Governments should:

- Dig. {#T3-S01-R01 to="Cities"}
- Drill. {#T3-S01-R02}
"""
SECOND = "\n## Lessons learned\n\n- Ask first.\n"


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    front = f"{reports.FRONT}{FRONT}"
    other = front.replace("T3-S01", "T3-S02").replace("Water for all", "Wells for some")
    texts = (reports.session_text(FIRST, front), reports.session_text(SECOND, other))
    return reports.workspace(tmp_path_factory.mktemp("variants"), *texts)


def test_the_digest_holds_the_messages_of_every_session_and_the_pages_they_stand_on(workspace):
    read = source.read(workspace)
    data, _ = variants.digest(read, read.conference.reports)
    said = " ".join(words_of(data).split())
    for message in ("Wells last.", "Governments should:", "Dig.", "Drill.", "Ask first.", "Addressed to Cities"):
        assert said.count(message) == 1
    assert "takes this along" not in said
    assert said.index("Dig.") < said.index("Ask first.")
    assert "Water for all 2 Wells for some 2" in said
    assert page_count(data) == 2


def test_the_digest_is_for_the_public_unless_somebody_says_otherwise(workspace, monkeypatch, capsys):
    made = []
    monkeypatch.setattr(variants, "digest", lambda read, found: made.append(read.layout.audience) or (b"%PDF", ()))
    for more in ([], ["--audience", "internal"]):
        assert main(["-w", str(workspace), "pack", "--variant", "digest", *more]) == 0
    assert made == ["public", "internal"]
    assert (workspace / "build/public/pack/assembly-digest.pdf").is_file()
    assert (workspace / "build/pack/assembly-digest.pdf").is_file()


def test_the_archive_holds_each_report_in_each_form_with_its_digest_and_is_written_whole(workspace):
    read = source.read(workspace)
    with ThreadPoolExecutor(1) as executor:
        job = variants.archive(read, read.conference.reports, executor)
    folder, _ = jobs.written(job, workspace, "internal", "archive")
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    both = ("T3-S01-water-for-all", "T3-S02-wells-for-some")
    forms = {f"{kind}/{name}.{ending}" for name in both for kind, ending in (("pdf", "pdf"), ("text", "txt"))}
    assert names == {*forms, "conference.json", "recommendations.xlsx", "SHA256SUMS"}
    sums = [line.split("  ") for line in (folder / "SHA256SUMS").read_text("utf-8").splitlines()]
    assert {name for _, name in sums} == names - {"SHA256SUMS"}
    assert all(hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest for digest, name in sums)
    assert "xl/workbook.xml" in container.unpack((folder / "recommendations.xlsx").read_bytes())
    assert jobs.written(job, workspace, "internal", "archive") == (folder, None)
    (folder / f"text/{both[0]}.txt").write_text("changed by hand", "utf-8")
    assert jobs.written(job, workspace, "internal", "archive")[1] is not None


def test_the_data_of_a_conference_name_sessions_and_recommendations_by_their_ids(workspace):
    found = json.loads(json.dumps(as_data.conference(source.read(workspace).conference)))
    assert list(found["sessions"]) == ["T3-S01", "T3-S02"]
    assert found["sessions"]["T3-S01"]["roles"]["organiser"][0]["name"] == "Ana Pérez"
    told = found["recommendations"]["T3-S01-R01"]
    assert (told["session"], told["sentence"], told["addressee"]) == ("T3-S01", "Governments should: Dig.", "Cities")
    assert found["sessions"]["T3-S01"]["sections"][1]["blocks"][0]["is"] == "List"


@given(reports.sessions())
def test_every_word_of_a_report_is_in_its_plain_text_and_in_its_data(drawn):
    report, _ = reports.read(drawn[0])
    conference = source.Conference(reports=(report,))
    chosen = source.layout.find("rapporteur")
    text = plain_text.written(report, conference, chosen)
    assert parity.missing(parity.claims(view(report, conference, chosen)), [text], "text") == ()
    said = " ".join(_strings(as_data.conference(conference)))
    assert parity.missing(parity.prose_claims(report), [said], "data") == ()


def _strings(told):
    if isinstance(told, dict):
        for key, each in told.items():
            yield from () if key in ("is", "href") else _strings(each)  # a link leads away in the middle of a text
    elif isinstance(told, list | tuple):
        for each in told:
            yield from _strings(each)
    elif isinstance(told, str):
        yield told
