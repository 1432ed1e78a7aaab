"""Returned Word files are taken into the source: the right session, the right lines, or nothing at all."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import hostile
import reports
from rapporteur import container, sent, source
from rapporteur.build import Wish, build
from rapporteur.cli import main
from routes import controls

CHECKOUT = Path(__file__).resolve().parent.parent
SAMPLE = (CHECKOUT / "source/sessions/t3-s01.md").read_bytes()
SESSION = "source/sessions/t3-s01.md"
LESSON = (
    "Emerging countries and economies need to show greater commitment with international cooperation for development."
)


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The sample with its form, which no test changes."""
    folder = reports.sample(tmp_path_factory.mktemp("built"))
    build(folder, Wish(exporters=("word",)))
    return folder


@pytest.fixture
def workspace(built, tmp_path):
    """A workspace with the sample, built, so that its form may come back; a test may change it."""
    return Path(shutil.copytree(built, tmp_path / "w"))


def form(folder, name="T3-S01"):
    """Return the path of the form that was sent."""
    (found,) = (folder / "build/word").glob(f"{name}*.docx")
    return found


def edited(path, to, *swaps, part="word/document.xml"):
    """Write a file with words swapped in one of its parts to `to`, as somebody would who has the form open."""
    parts = container.unpack(path.read_bytes())
    text = parts[part].decode("utf-8")
    for before, after in swaps:
        assert text.count(before) == 1, before
        text = text.replace(before, after)
    to.parent.mkdir(parents=True, exist_ok=True)
    to.write_bytes(container.pack(parts | {part: text.encode("utf-8")}))
    return to


def recover(folder, *words):
    return main(["-w", str(folder), "recover", *map(str, words)])


def changed_lines(folder, before=SAMPLE):
    """Return the lines of the session file that are not as they were, and those that are new."""
    from difflib import ndiff

    after = (folder / SESSION).read_bytes().decode("utf-8")
    lines = ndiff(before.decode("utf-8").splitlines(), after.splitlines())
    return [line for line in lines if line[0] in "+-"]


def test_a_form_that_nobody_edited_changes_not_one_byte(workspace, capsys):
    assert recover(workspace, form(workspace), "--apply") == 0
    assert (workspace / SESSION).read_bytes() == SAMPLE
    out = capsys.readouterr()
    assert "nothing was changed" in out.out
    assert out.err == ""


def test_an_edit_is_told_and_changes_nothing_until_it_is_applied(workspace, capsys):
    back = edited(
        form(workspace), workspace / "returns/Report final v3 (2).docx", ("greater commitment", "more resolve")
    )
    assert recover(workspace, back) == 0
    out = capsys.readouterr().out
    assert "more resolve" in out
    assert "T3-S01" in out
    assert "--apply" in out
    assert (workspace / SESSION).read_bytes() == SAMPLE
    assert recover(workspace, back, "--apply") == 0
    assert changed_lines(workspace) == [f"- - {LESSON}", "+ - " + LESSON.replace("greater commitment", "more resolve")]


def test_an_edit_that_was_taken_already_changes_nothing_more(workspace):
    back = edited(form(workspace), workspace / "returns/x.docx", ("greater commitment", "more resolve"))
    recover(workspace, back, "--apply")
    once = (workspace / SESSION).read_bytes()
    assert recover(workspace, back, "--apply") == 0
    assert (workspace / SESSION).read_bytes() == once != SAMPLE


@pytest.mark.parametrize(
    ("swap", "line"),
    [
        (("The role of South-South cooperation for development", "Cooperation"), "+ title: Cooperation"),
        ((">11<", ">12<"), "+   women: 12"),
        ((">Director General<", ">Director<"), "+       position: Director"),
        ((">14:30–16:00<", ">14:30–16:30<"), "+   time: 14:30–16:30"),
        (("Wednesday 5 September", "Thursday 6 September"), "+   date: Thursday 6 September"),
        ((">Engagement Workshop<", ">Panel<"), "+ format: panel"),
        ((">Lessons learned<", ">What we learned<"), "+ ## What we learned {.lessons}"),
    ],
)
def test_each_kind_of_field_comes_back_on_its_own_line(workspace, swap, line):
    back = workspace / "returns/x.docx"
    parts = container.unpack(form(workspace).read_bytes())
    text = parts["word/document.xml"].decode("utf-8")
    assert swap[0] in text
    back.parent.mkdir()
    back.write_bytes(container.pack(parts | {"word/document.xml": text.replace(*swap, 1).encode("utf-8")}))
    assert recover(workspace, back, "--apply") == 0
    found = changed_lines(workspace)
    assert len(found) == 2
    assert line in found


def test_a_conflict_refuses_the_whole_file_until_somebody_decides(workspace, capsys):
    swaps = (("greater commitment", "more resolve"), (">Director General<", ">Director<"))
    back = edited(form(workspace), workspace / "returns/x.docx", *swaps)
    now = SAMPLE.replace(b"greater commitment", b"true commitment")
    (workspace / SESSION).write_bytes(now)
    assert recover(workspace, back, "--apply") == 1
    assert (workspace / SESSION).read_bytes() == now
    told = capsys.readouterr().err
    assert "--take returned lessons.4" in told
    assert recover(workspace, back, "--apply", "--take", "source", "lessons.4") == 0
    assert (workspace / SESSION).read_bytes() == now.replace(b"position: Director General", b"position: Director")
    assert recover(workspace, back, "--apply", "--take", "returned", "lessons.4") == 0
    assert b"more resolve" in (workspace / SESSION).read_bytes()


def test_what_the_source_changed_elsewhere_stays(workspace):
    back = edited(form(workspace), workspace / "returns/x.docx", ("greater commitment", "more resolve"))
    now = SAMPLE.replace(b"women: 11", b"women: 10 # recounted").replace(
        b"- If all partners", b"- A new point.\n- If all partners"
    )
    (workspace / SESSION).write_bytes(now)
    assert recover(workspace, back, "--apply") == 0
    assert (workspace / SESSION).read_bytes() == now.replace(b"greater commitment", b"more resolve")


def test_several_returns_of_one_report_are_told_apart_by_their_base(workspace, capsys):
    first = edited(form(workspace), workspace / "returns/a.docx", ("greater commitment", "more resolve"))
    (workspace / SESSION).write_bytes(SAMPLE.replace(b"women: 11", b"women: 10"))
    build(workspace, Wish(exporters=("word",)))
    second = edited(form(workspace), workspace / "returns/b.docx", (">Director General<", ">Director<"))
    assert len(sent.kept(workspace, "t3-s01")) == 2
    assert recover(workspace, workspace / "returns", "--apply") == 0
    assert len(capsys.readouterr().out.split(", sent as ")) == 3
    assert len(changed_lines(workspace)) == 6, "women in the source, one edit of each return"
    assert first.exists()
    assert second.exists()


def test_two_returns_that_disagree_are_a_conflict_of_the_second(workspace, capsys):
    edited(form(workspace), workspace / "returns/a.docx", ("greater commitment", "more resolve"))
    edited(form(workspace), workspace / "returns/b.docx", ("greater commitment", "less talk"))
    assert recover(workspace, workspace / "returns", "--apply") == 1
    assert "lessons.4" in capsys.readouterr().err
    assert b"more resolve" in (workspace / SESSION).read_bytes()


def test_another_conferences_report_is_refused(workspace, tmp_path, capsys):
    other = reports.workspace(tmp_path / "other", reports.session_text().replace("T3-S01", "X9-S99"))
    build(other, Wish(exporters=("word",)))
    assert recover(workspace, form(other, "X9"), "--apply") == 1
    assert "X9-S99" in capsys.readouterr().err
    assert (workspace / SESSION).read_bytes() == SAMPLE


def _declaring(parts):
    text = parts["word/document.xml"].decode("utf-8")
    declared = hostile.DECLARATIONS["billion laughs"]
    head, body = text.split("?>", 1) if text.startswith("<?xml") else ("<?xml version='1.0'", text)
    made = f"{head}?>{declared}{body.replace('greater commitment', '&l9;')}"
    return container.pack(parts | {"word/document.xml": made.encode("utf-8")})


def _leading_outside(parts):
    rels = "word/_rels/settings.xml.rels"
    found = hostile.relationships(("attachedTemplate", "file://192.0.2.1/share/x.dotm"), mode="External")
    return container.pack(parts | {rels: found})


def _long(parts):
    made = parts["word/document.xml"].replace(b"<w:sectPr", b"<w:p/>" * 100_000 + b"<w:sectPr")
    return hostile.zipped(*(parts | {"word/document.xml": made}).items(), method=0)


HOSTILE = {
    "a zip bomb": (hostile.dense, "unfolds"),
    "an entity bomb": (_declaring, "entit"),
    "external relationships": (_leading_outside, "192.0.2.1"),
    "macros": (hostile.with_macros, "macros"),
    "100,000 paragraphs": (_long, "paragraphs"),
    "a zip cut off": (lambda parts: container.pack(parts)[:-4_000], "zip"),
    "a PDF called .docx": (lambda parts: hostile.OTHERS["pdf"][0], "PDF"),
}
SECONDS, MEGABYTES = 5, 500
CHILD = """
import resource, sys
from rapporteur.cli import main
code = main(sys.argv[1:])
used = resource.getrusage(resource.RUSAGE_SELF)
most = next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM")) / 1000
print(code, used.ru_utime + used.ru_stime, most)
"""


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_file_is_told_and_changes_nothing(workspace, capsys, kind):
    made, said = HOSTILE[kind]
    back = workspace / "returns/report.docx"
    back.parent.mkdir()
    back.write_bytes(made(container.unpack(form(workspace).read_bytes())))
    before = {path: path.read_bytes() for path in workspace.rglob("*") if path.is_file()}
    recover(workspace, back, "--apply")
    assert said in capsys.readouterr().err
    assert {path: path.read_bytes() for path in workspace.rglob("*") if path.is_file()} == before


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux tells how much memory was used")
@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_file_is_told_soon_and_in_little_memory(workspace, kind):
    back = workspace / "returns.docx"
    back.write_bytes(HOSTILE[kind][0](container.unpack(form(workspace).read_bytes())))
    run = [sys.executable, "-c", CHILD, "-w", str(workspace), "recover", str(back), "--apply"]
    ran = subprocess.run(run, capture_output=True, text=True, timeout=60, check=True)
    code, cpu, most = map(float, ran.stdout.splitlines()[-1].split())
    assert HOSTILE[kind][1] in ran.stderr
    assert code == (0 if kind == "external relationships" else 1)
    assert cpu < SECONDS, kind
    assert most < MEGABYTES, kind


def test_a_base_that_was_not_kept_is_told_and_the_nearest_state_is_taken(workspace, capsys):
    back = edited(form(workspace), workspace / "returns/x.docx", ("greater commitment", "more resolve"))
    shutil.rmtree(workspace / ".rapporteur")
    (workspace / SESSION).write_bytes(SAMPLE.replace(b"women: 11", b"women: 11 # counted"))
    assert recover(workspace, back, "--apply") == 0
    assert "is not kept" in capsys.readouterr().err
    assert b"more resolve" in (workspace / SESSION).read_bytes()


TRACKED = (
    'greater commitment</w:t></w:r><w:del w:id="1" w:author="Ana"><w:r><w:delText> with international</w:delText></w:r>'
    '</w:del><w:ins w:id="2" w:author="Ben"><w:r><w:t> and</w:t></w:r></w:ins><w:r><w:t xml:space="preserve">'
)


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ("a a", "greater commitment and cooperation"),
        ("r x a", "greater commitment with international and cooperation"),
        ("a R", "greater commitment cooperation"),
        ("A", "greater commitment and cooperation"),
        ("R", "greater commitment with international cooperation"),
        ("r l", None),
        ("r", None),
    ],
)
def test_each_tracked_change_is_asked_about(workspace, capsys, monkeypatch, answers, said):
    swap = ("greater commitment with international", TRACKED)
    back = edited(form(workspace), workspace / "returns/x.docx", swap)
    given = iter(answers.split())

    def answer(question):
        try:
            return next(given)
        except StopIteration:
            raise EOFError from None

    monkeypatch.setattr("builtins.input", answer)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    assert recover(workspace, back, "--track", "ask", "--apply") == (0 if said else 1)
    out = capsys.readouterr()
    assert "1 of 2 Ana: deleted “ with international”" in out.out
    assert (said or "greater commitment with international cooperation") in (workspace / SESSION).read_text("utf-8")
    assert ("nobody has decided about them" in out.err) == (said is None)
    assert not list(given)


@pytest.mark.parametrize("name", ["x.doc", "x.rtf", "x.pdf", "x.docm"])
def test_files_of_other_kinds_are_refused_with_what_to_do(workspace, capsys, name):
    back = workspace / name
    back.write_bytes(form(workspace).read_bytes())
    assert recover(workspace, back, "--apply") == 1
    told = capsys.readouterr().err
    assert name in told
    assert "are not read" in told


def test_a_folder_gives_one_summary_and_one_bad_file_does_not_stop_the_others(workspace, capsys):
    edited(form(workspace), workspace / "returns/deep/Report final v3 (2).docx", ("greater commitment", "more resolve"))
    (workspace / "returns/b.docx").write_bytes(b"%PDF-1.7 not a Word file")
    (workspace / "returns/~$a.docx").write_bytes(b"a lock")
    (workspace / "returns/notes.txt").write_bytes(b"a note")
    assert recover(workspace, workspace / "returns", "--apply") == 1
    out = capsys.readouterr().out
    assert "2 Word files: 1 with changes, 0 without, 1 refused" in out
    assert b"more resolve" in (workspace / SESSION).read_bytes()


def test_a_blank_form_that_was_filled_in_becomes_a_session(workspace, capsys):
    build(workspace, Wish(exporters=("word",), blank=True))
    (blank,) = (workspace / "build/word/blank").glob("form*.docx")
    parts = container.unpack(blank.read_bytes())
    text = parts["word/document.xml"].decode("utf-8")
    for hint, words in (("[Title of the session]", "Water for all"), ("[Full name]", "Ana Pérez")):
        assert hint in text
        text = text.replace(hint, words, 1)
    back = workspace / "returns/form.docx"
    back.parent.mkdir()
    back.write_bytes(container.pack(parts | {"word/document.xml": text.encode("utf-8")}))
    assert recover(workspace, back, "--apply") == 0
    read = source.read(workspace)
    assert len(read.conference.reports) == 2
    new = next(each for each in read.conference.reports if each.id != "T3-S01")
    assert new.title == "Water for all"
    assert [person.name for role in new.roles for person in role.people] == ["Ana Pérez"]


def test_a_blank_form_that_nobody_filled_in_begins_no_session(workspace, capsys):
    build(workspace, Wish(exporters=("word",), blank=True))
    (blank,) = (workspace / "build/word/blank").glob("form*.docx")
    assert recover(workspace, blank, "--apply") == 1
    assert "nothing was filled in" in capsys.readouterr().err


def test_a_choice_between_sides_that_no_file_offers_is_wrong_use(workspace, capsys):
    assert recover(workspace, form(workspace), "--apply", "--take", "returned", "tilte") == 2
    assert recover(workspace, form(workspace), "--apply", "--take", "mine", "title") == 2
    assert recover(workspace, workspace / "nowhere.docx") == 2
    assert (workspace / SESSION).read_bytes() == SAMPLE


def test_a_source_that_changes_while_files_are_read_is_not_written_over(workspace, monkeypatch, capsys):
    from rapporteur import recovery

    back = edited(form(workspace), workspace / "returns/x.docx", ("greater commitment", "more resolve"))
    write = recovery.Recovery.write

    def late(self, taken):
        (workspace / SESSION).write_bytes(SAMPLE + b"\n")
        return write(self, taken)

    monkeypatch.setattr(recovery.Recovery, "write", late)
    assert recover(workspace, back, "--apply") == 1
    assert (workspace / SESSION).read_bytes() == SAMPLE + b"\n"


def test_the_users_own_report_as_text_gives_the_sample(workspace, capsys):
    text = CHECKOUT / "tests/fixtures/session-report.txt"
    (workspace / SESSION).unlink()
    assert main(["-w", str(workspace), "import", str(text), "--id", "T3-S01"]) == 0
    (made,) = source.read(workspace).conference.reports
    assert made.title == "The role of South-South cooperation for development"


def test_a_blank_form_of_a_known_session_fills_that_session(workspace):
    bare = SAMPLE.decode("utf-8").split("\n## ")[0].replace("state: final", "state: draft")
    bare = bare.replace("participants:\n  women: 11\n  men: 9\n  total: 20\n", "")
    (workspace / SESSION).write_text(bare, "utf-8")
    build(workspace, Wish(exporters=("word",), blank=True))
    (blank,) = (workspace / "build/word/blank").glob("T3-S01*.docx")
    parts = container.unpack(blank.read_bytes())
    text = parts["word/document.xml"].decode("utf-8")
    hint = "[Type the text here – press Enter for a new point]"
    for words in ("It went well.", "We learned a lot."):
        text = text.replace(hint, words, 1)
    back = workspace / "returns/form.docx"
    back.parent.mkdir()
    back.write_bytes(container.pack(parts | {"word/document.xml": text.encode("utf-8")}))
    assert recover(workspace, back, "--apply") == 0
    after = (workspace / SESSION).read_text("utf-8")
    assert after.startswith(bare.rstrip("-\n"))
    (report,) = source.read(workspace).conference.reports
    assert [section.role for section in report.sections] == ["summary", "outcomes"]


def test_a_word_file_that_is_no_form_begins_no_session_unless_it_is_imported(workspace, capsys):
    from docx import Document

    letter = Document()
    for words in ("Dear colleagues", "We met.", "Outcomes: none."):
        letter.add_paragraph(words)
    letter.save(workspace / "letter.docx")
    assert recover(workspace, workspace / "letter.docx", "--apply") == 1
    assert "rapporteur import" in capsys.readouterr().err
    assert len(source.read(workspace).conference.reports) == 1
    assert main(["-w", str(workspace), "import", str(workspace / "letter.docx")]) == 0
    assert len(source.read(workspace).conference.reports) == 2


def test_a_recommendation_that_the_source_gave_up_comes_back_under_its_id(workspace, capsys):
    lines = SAMPLE.decode("utf-8").splitlines(keepends=True)
    (gone,) = (line for line in lines if "#T3-S01-R02" in line)
    words = gone[2:].partition(" {")[0]
    back = edited(form(workspace), workspace / "returns/x.docx", (words[-20:], words[-20:] + " Soon."))
    (workspace / SESSION).write_text("".join(line for line in lines if line != gone), "utf-8")
    assert recover(workspace, back, "--apply") == 1
    assert "--take returned T3-S01-R02" in capsys.readouterr().err
    assert recover(workspace, back, "--apply", "--take", "returned", "T3-S01-R02") == 0
    again = gone.replace(words, f"{words} Soon.")
    assert changed_lines(workspace) == [f"- {gone.rstrip()}", f"+ {again.rstrip()}"]


def test_what_a_house_prints_round_its_slots_is_no_answer(workspace, capsys):
    slots = container.unpack((CHECKOUT / "tests/fixtures/templates/slots.docx").read_bytes())
    text = slots["word/document.xml"].decode("utf-8")
    title = "<w:p><w:r><w:t>Report on {{rpt.title}}, as of today</w:t></w:r></w:p>"
    slots["word/document.xml"] = text.replace("<w:body>", "<w:body>" + title, 1).encode("utf-8")
    (workspace / "layouts").mkdir()
    (workspace / "layouts/house.docx").write_bytes(container.pack(slots))
    settings = workspace / "source/conference.yaml"
    told = settings.read_text("utf-8").replace("layout: rapporteur", "layout: layouts/house.docx")
    settings.write_text(told, "utf-8")
    build(workspace, Wish(exporters=("word",)))
    title = "<w:t>The role of South-South cooperation for development</w:t></w:r></w:sdtContent>"
    swaps = ("Wednesday 5 September", "Thursday 6 September"), (title, title.replace("role", "place"))
    back = edited(form(workspace), workspace / "returns/x.docx", *swaps)
    unmarked = workspace / "returns/y.docx"
    unmarked.write_bytes(controls.uncontrolled(back.read_bytes()))
    assert recover(workspace, form(workspace), "--apply") == 0
    assert changed_lines(workspace) == []
    for path in (back, unmarked):
        (workspace / SESSION).write_bytes(SAMPLE)
        assert recover(workspace, path, "--apply") == 0, capsys.readouterr().err
        assert changed_lines(workspace) == [
            "- title: The role of South-South cooperation for development",
            "+ title: The place of South-South cooperation for development",
            "-   date: Wednesday 5 September",
            "+   date: Thursday 6 September",
        ], path


def new_lines(folder, text, swap):
    """Return the lines that a session has once its form came back, with one text swapped for another, if any."""
    reports.workspace(folder, text)
    build(folder, Wish(exporters=("word",)))
    (path,) = (folder / "build/word").glob("*.docx")
    (session,) = (folder / "source/sessions").glob("*.md")
    old = session.read_text("utf-8").splitlines()
    back = edited(path, folder / "returns/x.docx", *([swap] if swap else []))
    assert recover(folder, back, "--apply") == 0
    return [f"+ {line}" for line in session.read_text("utf-8").splitlines() if line not in old]


@pytest.mark.parametrize(
    ("swap", "lines"),
    [
        (None, []),
        (("31 December 2020", "2020-12-31"), []),  # as forms were printed before
        (("31 December 2021", "2021-12-31"), []),
        (("31 December 2020", "15 January 2022"), ['+ - Act. {#A-R01 deadline="2022-01-15"}']),
        (("31 December 2020", "soon"), ['+ - Act. {#A-R01 deadline="soon"}']),
    ],
)
def test_a_deadline_is_printed_in_words_and_comes_back_as_a_day(tmp_path, swap, lines):
    text = reports.session_text(
        '## Key recommendations\n\n- Act. {#A-R01 deadline="2020-12-31"}\n- Pay. {#A-R02 deadline="31 December 2021"}\n'
    )
    assert new_lines(tmp_path, text, swap) == lines


@pytest.mark.parametrize(
    ("swap", "lines"),
    [
        (None, []),
        (("Consenso: Consenso aproximado", "Consenso: rough"), []),  # as forms were printed before
        (("Consenso aproximado", "Por mayoría"), ['+ - Actuar. {#A-R01 consensus="majority"}']),
        (("Consenso aproximado", "de palabra"), ['+ - Actuar. {#A-R01 consensus="de palabra"}']),
    ],
)
def test_consensus_is_printed_in_the_words_of_the_report_and_comes_back_as_the_source_says_it(tmp_path, swap, lines):
    points = '- Actuar. {#A-R01 consensus="rough"}\n- Pagar. {#A-R02 consensus="Acordado"}\n'
    text = reports.session_text(
        f"## Recomendaciones {{.recommendations}}\n\n{points}", reports.FRONT + "language: es\n"
    )
    assert new_lines(tmp_path, text, swap) == lines
