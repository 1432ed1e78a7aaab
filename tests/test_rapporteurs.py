"""The rapporteur pack: to each their own form and guide, in their language, and a list of what goes to whom."""

import re
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import openpyxl
import pytest

import reports
from rapporteur import container, layout, matters, outbox, rapporteurs, source, status
from rapporteur.cli import main
from rapporteur.conference.assignments import assignment
from rapporteur.format import Options
from rapporteur.labels import Labels
from rapporteur.pdf import guide
from rapporteur.pdf import text as words_of
from rapporteur.view import view

CONFERENCE = """\
name: Assembly
timezone: Europe/Paris
deadline: 2 days after
contact: {name: The secretariat, email: desk@example.org}
languages: [en, fr]
tracks:
  - {id: 1, name: Water}
pack:
  guide: [built-in, guide.md]
"""
PROGRAMME = """\
sessions:
  - id: A
    title: Water for all
    track: 1
    room: Hall of wells
    when: {date: 2027-03-18, time: 9:00–10:30}
    people:
      rapporteur: {name: Li Wei, email: li@example.org}
      moderator: Ana Pérez
  - id: B
    title: Une rivière
    track: 1
    language: fr
    room: Salle du quai
    when: {date: Friday 19 March, time: 11:00–12:00}
    people:
      rapporteur: [{name: Zoë Q, email: zoe@example.org}, Li Wei]
  - {id: C, title: Held already, track: 1}
  - {id: LUNCH, title: Lunch, report: no}
"""
HELD = "id: C\ntitle: Held already\ntrack: 1\nstate: draft\n"
TEXTS = {"guide.md": "# Our desk\n\nCome to hall 3.\n", "guide.fr.md": "# Notre bureau\n\nVenez à la salle 3.\n"}


def workspace(folder, programme=PROGRAMME, conference=CONFERENCE):
    found = reports.workspace(folder, reports.session_text("\n## Summary\n\nWords.\n", HELD), conference=conference)
    (found / source.PROGRAMME).write_text(programme, "utf-8")
    for name, text in TEXTS.items():
        (found / matters.FOLDER).mkdir(exist_ok=True)
        (found / matters.FOLDER / name).write_text(text, "utf-8")
    return found


@pytest.fixture(scope="module")
def laid(tmp_path_factory):
    read = source.read(workspace(tmp_path_factory.mktemp("rapporteurs")))
    with ThreadPoolExecutor(1) as executor:
        found = rapporteurs.lay_out(read, rapporteurs.asked(read, ()), "assembly", executor)
    return read.workspace / found.folder, found


def test_each_session_without_a_report_has_a_form_a_guide_and_a_message(laid):
    folder, found = laid
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    of = {name: {f"{name}/{name}-{end}" for end in ("guide.pdf", "message.txt")} for name in "AB"}
    forms = {"A/A-water-for-all.docx", "B/B-une-riviere.docx"}
    assert names - {rapporteurs.MADE} == {*of["A"], *of["B"], *forms, "send.xlsx"}
    assert found.sessions == 2
    assert not [each for each in found.problems if each.severity == "error"]


def test_the_guide_says_which_session_by_when_how_long_and_to_whom_in_its_language(laid):
    said = {name: " ".join(words_of((laid[0] / name / f"{name}-guide.pdf").read_bytes()).split()) for name in "AB"}
    for words in (
        *("Water for all", "Hall of wells", "18 March 2027", "Ana Pérez", "Saturday, 20 March 2027"),
        *("A-water-for-all.docx", "Words: up to 400", "Words in each point: up to 60", "printed report: up to 2"),
        *("desk@example.org", "Come to hall 3."),
    ):
        assert words in said["A"]
    assert said["A"].index("What becomes of your report") < said["A"].index("Our desk")
    for words in (
        "Une rivière",
        "Salle du quai",
        "2 jours après la séance",
        "Mots : 400 au plus",
        "Venez à la salle 3.",
    ):
        assert words in said["B"].replace("\u00a0", " ").replace("\u202f", " ")


def test_nobody_is_sent_what_concerns_another_session(laid):
    folder, _ = laid
    for name, others in (("A", ("Zoë Q", "zoe@", "rivière", "quai")), ("B", ("Ana Pérez", "wells", "Water for all"))):
        held = [words_of((folder / name / f"{name}-guide.pdf").read_bytes())]
        held += [(folder / name / f"{name}-message.txt").read_text("utf-8")]
        form = next((folder / name).glob("*.docx")).read_bytes()
        held += [part.decode("utf-8", "replace") for part in container.unpack(form).values()]
        assert [(other, at) for other in others for at, text in enumerate(held) if other in text] == []


def test_the_list_has_a_row_for_each_person_below_its_heads(laid):
    rows = list(
        openpyxl.load_workbook(BytesIO((laid[0] / "send.xlsx").read_bytes())).active.iter_rows(values_only=True)
    )
    assert [row[:3] for row in rows] == [
        ("Full name", "E-mail", "Session code"),
        ("Zoë Q", "zoe@example.org", "B"),
        ("Li Wei", "li@example.org", "B"),  # whose address stands beside the name elsewhere
        ("Li Wei", "li@example.org", "A"),
    ]
    assert all((laid[0] / name).is_file() for row in rows[1:] for name in row[-3:])


def test_a_form_that_was_sent_is_known_when_it_comes_back(laid, capsys):
    folder, _ = laid
    assert main(["-w", str(folder.parents[2]), "recover", str(folder / "A/A-water-for-all.docx")]) == 1
    told = capsys.readouterr()
    assert "A-water-for-all.docx: A, sent as" in told.out
    assert "nothing was filled in" in told.err


def test_what_somebody_changed_is_kept_aside_and_what_is_not_wanted_any_more_goes(tmp_path):
    first = outbox.lay_out(tmp_path, {"A/a.txt": b"1", "B/b.txt": b"1", "C/c.txt": b"1"}, ".made.json")
    assert {what for what, _ in first} == {"made"}
    assert outbox.lay_out(tmp_path, {"A/a.txt": b"1", "B/b.txt": b"1", "C/c.txt": b"1"}, ".made.json") == ()
    (tmp_path / "A/a.txt").write_bytes(b"by hand")
    (tmp_path / "B/b.txt").write_bytes(b"by hand")
    done = outbox.lay_out(tmp_path, {"A/a.txt": b"2"}, ".made.json")
    assert done == (("kept aside", "A/a.changed.txt"), ("made", "A/a.txt"), ("removed", "C/c.txt"))
    assert (tmp_path / "B/b.txt").read_bytes() == b"by hand"
    assert not (tmp_path / "C").exists()


def test_sessions_can_be_named_or_all_be_asked_for(tmp_path):
    read = source.read(workspace(tmp_path))
    for names, found in (((), "BA"), (("all",), "BAC"), (("c",), "C"), (("missing", "c"), "BAC")):
        assert [row.slot.id for row in rapporteurs.asked(read, names)] == [*found]
    with pytest.raises(source.WrongUse, match="no report is expected of lunch"):
        rapporteurs.asked(read, ("LUNCH",))


def test_whom_nobody_can_write_to_and_what_has_no_deadline_is_told_once(tmp_path):
    programme = "sessions:\n  - {id: A, title: One}\n  - {id: B, title: Two, people: {rapporteur: Li Wei}}\n"
    read = source.read(workspace(tmp_path, programme, "name: Assembly\n"))
    told = [str(each) for each in rapporteurs._unsent(rapporteurs.asked(read, ()), read.conference)]
    assert [line.partition("warning: ")[2].split("\n")[0] for line in told] == [
        "nobody is named who could report of A",
        "no e-mail is known of Li Wei, who is asked for B",
        "nothing says by when A, B are due",
    ]


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("2 days after", "2 days after the session"),
        ("next day", "1 day after the session"),
        ("18:00 the same day", "on the day of the session, 18:00"),
        ("48 hours after", "48 hours after the session ends"),
        ("2027-03-20 18:00", "Saturday, 20 March 2027, 18:00 (Europe/Paris)"),
    ],
)
def test_a_deadline_is_said_in_words_also_where_the_day_is_not_known(tmp_path, written, words):
    read = source.read(workspace(tmp_path, conference=CONFERENCE.replace("2 days after", written)))
    row = next(row for row in rapporteurs.asked(read, ()) if row.slot.id == "B")
    made = assignment(row, read.conference, lambda _: Labels(layout.find("rapporteur").catalogue("en")), "b.docx")
    assert made.deadline == words
    assert f"Deadline: {words}\n" in made.message


def test_what_the_programme_answers_is_not_asked_again(tmp_path):
    read = source.read(workspace(tmp_path))
    row = next(row for row in rapporteurs.asked(read, ()) if row.slot.id == "A")
    about = assignment(row, read.conference, lambda _: Labels(read.layout.catalogue("en")), status.form(row)).about
    asked = guide.told(view(about, read.conference, read.layout, True), read.layout, Options())["asked"]
    labels = [each.label for each in asked]
    assert {"Presenters", "Number of participants", "Outcomes"} <= set(labels)
    assert not {"Moderator", "Rapporteur", "Time and date", "Session title"} & set(labels)
    assert [each.label for each in asked if each.required] == [
        "Organiser", "Presentations and discussions’ summary", "Outcomes", "Key recommendations",
    ]  # fmt: skip


def test_a_text_of_the_secretariat_may_stand_alone_and_must_be_there(tmp_path):
    alone = source.read(workspace(tmp_path / "one", conference=CONFERENCE.replace("[built-in, guide.md]", "guide.md")))
    (advice,) = alone.conference.matter.guide
    assert [advice.told(tag)[1].title for tag in ("en", "fr", "fr-CA", "zh")] == [
        "Our desk", "Notre bureau", "Notre bureau", "Our desk",
    ]  # fmt: skip
    gone = source.read(workspace(tmp_path / "two", conference=CONFERENCE.replace("guide.md", "gone.md")))
    assert re.search(r"conference.yaml:9: error: there is no source/pack/gone.md", "\n".join(map(str, gone.problems)))
    assert [each.told("en") for each in gone.conference.matter.guide] == [None]


def test_the_public_gets_no_rapporteur_pack_and_sees_no_contact(tmp_path, capsys):
    folder = workspace(tmp_path)
    assert main(["-w", str(folder), "pack", "--variant", "rapporteur", "--audience", "public"]) == 2
    assert "not for the public" in capsys.readouterr().err
    assert not (folder / "build").exists()
    from rapporteur import audience, checks

    read = source.read(folder)
    seen, _ = audience.seen(read, "public", checks.check(read))
    assert read.conference.contact.email == "desk@example.org"
    assert (seen.conference.contact, seen.conference.matter.guide) == (None, ())
