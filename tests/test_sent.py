"""What was handed out is kept, so that its edits can come back and no id is given twice."""

import reports
from rapporteur import files, ids, sent, source
from rapporteur.build import Wish, build
from rapporteur.cli import main
from rapporteur.report import Conference

SESSION = reports.session_text(
    "\n## Key recommendations {.recommendations}\n\n- Act. {#T3-S01-R01}\n- Rest. {#T3-S01-R02}\n"
)


def kept(folder):
    return sorted(path.name for path in (folder / sent.SENT).glob("*"))


def test_every_state_of_a_session_that_was_built_is_found_by_its_digest_byte_for_byte(tmp_path):
    folder = reports.workspace(tmp_path, SESSION)
    states = []
    for title in ("One", "Two"):
        path = folder / "source/sessions/s1.md"
        path.write_bytes(SESSION.replace("T3-S01\n", f"T3-S01\nformat: {title}\n", 1).encode())
        build(folder, Wish(exporters=("word",)))
        states.append(path.read_bytes())
    assert [name for name in kept(folder) if name.endswith(".md")] == sorted(
        f"s1.{files.digest(state)[:10]}.md" for state in states
    )
    for state in states:
        for digits in (10, 64):
            found = sent.find(folder, files.digest(state)[:digits], "md")
            assert found
            assert found.read_bytes() == state


def test_a_base_that_was_not_kept_or_is_no_digest_is_not_found(tmp_path):
    sent.keep(tmp_path, "s1", "ab" * 32, "md", b"text")
    assert sent.find(tmp_path, "cd" * 32, "md") is None
    assert sent.find(tmp_path, "ab" * 4, "md") is None, "eight digits are too few to know a base by"
    assert sent.find(tmp_path, "../../*abab", "md") is None
    assert sent.find(tmp_path, "ab" * 32, "json") is None


def test_what_is_kept_stays_as_it_was(tmp_path):
    sent.keep(tmp_path, "s1", "ab" * 32, "md", b"first")
    sent.keep(tmp_path, "s1", "ab" * 32, "md", b"second")
    assert sent.find(tmp_path, "ab" * 32, "md").read_bytes() == b"first"


def test_an_id_that_was_handed_out_is_not_given_again_when_its_recommendation_is_gone(tmp_path, capsys):
    folder = reports.workspace(tmp_path, SESSION)
    build(folder, Wish(exporters=("word",)))
    path = folder / "source/sessions/s1.md"
    path.write_text(SESSION.replace("- Rest. {#T3-S01-R02}", "- Sleep."), "utf-8")
    assert main(["-w", str(folder), "ids"]) == 0
    assert "- Sleep. {#T3-S01-R03}" in path.read_text("utf-8")


def test_ids_that_are_remembered_are_taken_under_a_scheme_without_sessions_too():
    report, _ = reports.read(reports.session_text("\n## Key recommendations\n\n- Act.\n"))
    text, given = ids.give(
        reports.session_text("\n## Key recommendations\n\n- Act.\n"),
        report,
        Conference(ids="R{n}", reports=(report,)),
        frozenset({"r1", "r2"}),
    )
    assert [each.id for each in given] == ["R3"]
    assert "{#R3}" in text


def test_a_list_of_open_points_beside_the_sessions_is_no_session(tmp_path):
    folder = reports.workspace(tmp_path, SESSION)
    (folder / "source/sessions/s1.comments.md").write_text("# Open points\n\n- [ ] **A. B.**: why?\n", "utf-8")
    read = source.read(folder)
    assert [each.id for each in read.conference.reports] == ["T3-S01"]
    assert read.problems == ()
