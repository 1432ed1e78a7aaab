"""What the public may see: how it is marked, what keeps a session from it, and what comes back of it."""

import dataclasses
import functools
import re
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import leaks
from rapporteur import (
    around,
    audience,
    checks,
    container,
    edition,
    exposed,
    form,
    laid_open,
    layout,
    legible,
    matter,
    packing,
    proved,
    report,
    settings,
    slot,
    source,
    unread,
    withheld,
)
from rapporteur.build import Wish, build
from rapporteur.cli import main
from rapporteur.labels import Labels
from rapporteur.problems import WrongUse, errors
from rapporteur.verify import verify
from reports import asked, body, read, session_text, told, workspace

FRONT = """\
id: T3-S01
title: Water for all
track: 3
people:
  organiser: {name: Ana Pérez, email: ana@example.org, phone: +1 212 555 0147}
  moderator: {name: Maria de Souza, withheld: yes}
  rapporteur: Li Wei
when: {date: Wednesday 5 September, time: 14:30–16:00}
"""


def words_of(report):
    """Return what keeps a report from the public: line and text."""
    found = exposed.check(source.Source(Path(), source.Conference(reports=(report,)), layout.find("rapporteur"), ()))
    return [(each.where.line, each.rule, each.what) for each in found]


def reported(text):
    report, problems = read(session_text(text, FRONT))
    assert errors(problems) == ()
    return report


@pytest.mark.parametrize(
    "words",
    [
        "Maria de Souza spoke.",
        "SOUZA, Maria de",
        "see [her](mailto:ANA@example.org)",
        "write to ana@example.org.",
        "call (212) 555-0147 or +1 212 5550147",
        "A note.[^1]\n\n[^1]: By María de Souza.",
        "![Maria de Souza speaks](a.png)",
        "- Ask Maria de Souza.",
        "[p](https://x.org/Maria%20de%20Souza)",
        "[p](mailto:ana%40example.org)",
        "Words {#a}\n\n## More {#maria-de-souza}",
    ],
)
def test_what_is_withheld_and_stands_in_the_text_keeps_the_session_from_the_public(words):
    found = words_of(reported(f"\n## Summary\n\n{words}\n"))
    assert {(line, rule) for line, rule, _ in found} & {(14, "withheld"), (16, "withheld")}


@pytest.mark.parametrize("phone", ["-", "n/a", "–", "12"])
def test_what_stands_for_an_address_that_nobody_has_keeps_no_session_back(phone):
    front = FRONT.replace("email: ana@example.org, phone: +1 212 555 0147", f'email: "-", phone: "{phone}"')
    report, _ = read(session_text("\n## Summary\n\nBy n/a - on 2012-09-12 – in 120 words, 1.12 each.\n", front))
    found = [what.partition("”")[0] for _, rule, what in words_of(report) if rule == "withheld"]
    assert found == (["the telephone number “12"] if phone == "12" else [])
    report, _ = read(session_text("\n## Summary\n\nBy n/a - in 2012 – in 120 words.\n", front))
    assert [what for _, rule, what in words_of(report) if rule == "withheld"] == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Jane Doe", "Jane Doe’s view"),
        ("Jane Doe", "Jane Doe/Bob"),
        ("Jane Doe", "Jane Doe:he"),
        ("Jane Doe", "d’Jane Doe"),
        ("Jane Doe", "Jane Doe¹"),
        ("Jane Doe", "Jane\u200bDoe"),
        ("Jane Doe", "Ja\u00adne Doe’s"),
        ("Jane Doe", "photo_Jane_Doe.png"),
        ("Jane Doe", "“Doe,Jane”"),
        ("Sean O’Brien", "Sean O'Brien’s"),
        ("Sean O'Brien", "Sean OBrien"),
        ("Sean OBrien", "Sean O’Brien"),
        ("Sean O’Brien", "Sean O Brien"),
        ("أحمد الفارسي", "وأحمد الفارسي"),
        ("أحمد الفارسي", "ولأحمد الفارسي،"),
        ("الفارسي أحمد", "قال للفارسي أحمد"),
        ("张伟", "由张 伟主持"),
        ("张 伟", "由张伟主持"),
        ("乔治·布什", "由乔治・布什主持"),
        ("Jane Doe", "a talk (JaneDoe)"),
        ("Jane Doe", "by DoeJane"),
        ("Li Wen", "LiWen’s"),
        ("Zoë Öz", "ZoëÖz"),
        ("Jane Doe", "see #janedoe"),
        ("Jane Doe", "@janedoe_2027 wrote"),
        ("Jane Doe", "janedoe@example.org"),
        ("Jane Doe", "https://example.org/u/janedoe?x=1"),
        ("Jane Doe", "T1-janedoe"),
        ("Ann McDonald", "Ann McDonald"),
        ("דן לוי", "אמר דן לוי"),
        ("דן לוי", "לדן לוי, ולדן"),
        ("דן לוי", "ושלדן לוי"),
        ("דן לוי", "ב־דן לוי"),
    ],
)
def test_a_withheld_name_is_found_whatever_stands_around_it(name, text):
    assert withheld.Secret("name", name).stands_in(legible.Legible(text))
    assert list(withheld.Sought.of((withheld.Secret("name", name),)).in_(legible.Legible(text)))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Jane Doe", "Jane Doel"),
        ("Jane Doe", "Mary-Jane did, Doe"),
        ("أحمد الفارسي", "محمد الفارسي"),
        ("张伟", "张,伟"),
        ("Chris Tian", "a Christian and/or another Christian’s view"),  # closed up in small letters, in plain words
        ("An Na", "see #anna"),
        ("Jane Doe", "see #janedoes"),
        ("Jane Doe", "McJane DoeFoo"),
        ("דן לוי", "אדן לוי"),
    ],
)
def test_another_name_is_none_of_those_withheld(name, text):
    assert not withheld.Secret("name", name).stands_in(legible.Legible(text))


@pytest.mark.parametrize(
    "text",
    [
        "٢٠ ١٢٣ ٤٥٦ ٧٨٩",
        "20\u2009123\u2009456\u2009789",
        "+20\u2011123\u2011456\u2011789",
        "20·123·456·789",
        "(20) 123.456/789",
    ],
)
def test_a_telephone_number_is_found_in_whatever_figures_and_gaps(text):
    number = withheld.Secret("phone", "+20 123 456 789")
    assert number.stands_in(legible.Legible(text))
    assert list(withheld.Sought.of((number,)).in_(legible.Legible(f"1 {text}"))) == [number]
    assert withheld.Secret("phone", "٢٠ ١٢٣ ٤٥٦ ٧٨٩").key == withheld.Secret("phone", "20 123 456 789").key
    assert [each.text for each in withheld.addresses(f"Tel. {text}")] == [f"Tel. {text}"]


@pytest.mark.parametrize(
    "text", ["<JD+a@Example.org>", "to jd+a@example.org.", "a@jd+a@example.org", "x:jd+a@example.org/"]
)
def test_an_address_is_taken_hold_of_wherever_it_is_found(text):
    address = withheld.Secret("email", "jd+a@example.org")
    assert address.stands_in(legible.Legible(text))
    assert list(withheld.Sought.of((address,)).in_(legible.Legible(text))) == [address]


def test_names_are_looked_for_only_where_their_first_word_stands(monkeypatch):
    asked = []
    monkeypatch.setattr(withheld.Secret, "stands_in", lambda self, said: asked.append(self.text))
    names = tuple(withheld.Secret("name", f"Given{n} Family{n}") for n in range(500))
    list(withheld.Sought.of(names).in_(legible.Legible("By Given7 and by Family8, Given9-Family9.")))
    assert asked == ["Given7 Family7", "Given8 Family8", "Given9 Family9"]


@pytest.mark.parametrize("words", ["Amaria de Souzas", "ana@example.organ.uk is not", "215550147", "Anna Perez, Marie"])
def test_what_only_looks_like_it_keeps_nothing(words):
    found = words_of(reported(f"\n## Summary\n\n{words}\n"))
    assert [each for each in found if each[1] == "withheld"] == []


def test_a_word_of_a_withheld_name_is_told_and_keeps_nothing():
    assert words_of(reported("\n## Summary\n\nMs Souza spoke.\n")) == [
        (14, "withheld-word", "“Souza” stands here, a word of a name that is withheld")
    ]


def test_what_stands_in_an_internal_section_only_is_no_leak():
    assert words_of(reported("\n## Backstage {.internal}\n\nMaria de Souza, ana@example.org\n")) == []


def test_one_who_is_withheld_in_one_role_is_not_named_in_another():
    text = session_text("", FRONT.replace("rapporteur: Li Wei", "rapporteur: Maria de Souza"))
    (found,) = words_of(read(text)[0])
    assert found[:2] == (8, "withheld")


def test_a_heading_is_internal_beside_its_role_and_its_id():
    sections = body("\n## What came of it {#own .outcomes .internal}\n\n- A\n\n## Outcomes\n\n- B\n").sections
    assert [(each.id, each.role, each.internal) for each in sections] == [
        ("own", "outcomes", True),
        ("outcomes", "outcomes", False),
    ]


@pytest.mark.parametrize(
    "text",
    ["## A\n\n### B {.internal}\n", '## A {audience="internal"}\n', "## A {.intern}\n", '## A {audience="all"}\n'],
)
def test_a_mark_that_would_hide_nothing_is_an_error(text):
    assert errors(read(session_text(f"\n{text}\nWords.\n"))[1]) != ()


def test_a_point_for_an_unknown_audience_is_an_error(tmp_path):
    folder = workspace(tmp_path, session_text('\n## Outcomes\n\n- A {audience="intern"}\n- B {.internal}\n', FRONT))
    found = errors(checks.check(source.read(folder)))
    assert [(each.where.line, each.what) for each in found] == [(14, "“intern” is no audience")]


def test_withheld_says_yes_or_no_and_what_cannot_be_understood_withholds():
    report, problems = read(session_text("", FRONT.replace("withheld: yes", "withheld: perhaps")))
    assert [each.where.line for each in errors(problems)] == [7]
    assert report.people("moderator")[0].withheld
    assert not read(session_text("", FRONT.replace("withheld: yes", "withheld: no")))[0].people("moderator")[0].withheld
    assert told(session_text("", FRONT)) == []


FORM = """\
form: f
fields:
  - {id: title, type: title}
  - {id: organiser, type: people, parts: [name, email]}
  - {id: desk, type: people, parts: [name, email], audience: public}
  - {id: note, type: text, audience: internal}
grid:
  - [[organiser, note], [note2]]
"""


def test_a_form_for_the_public_has_no_internal_field_and_asks_for_no_address():
    node, _ = settings.parse(FORM.replace(", [note2]", ""), "form.yaml")
    found = form.read(settings.Settings(node, "form.yaml", []))
    assert [(each.id, each.parts) for each in found.public.fields] == [
        ("title", ("name",)),
        ("organiser", ("name",)),
        ("desk", ("name", "email")),
    ]
    assert found.public.grid == ((("organiser",),),)


def test_a_title_is_never_internal():
    node, _ = settings.parse(FORM.replace("type: title", "type: title, audience: internal"), "form.yaml")
    typed = settings.Settings(node, "form.yaml", [])
    form.read(typed)
    assert any("cannot be internal" in each.what for each in errors(typed.problems))


def public_build(folder, **wish):
    with ThreadPoolExecutor(1) as executor:
        return build(folder, Wish(audience="public", **({"exporters": ("word", "excel")} | wish)), executor)


def test_a_session_that_names_who_is_withheld_is_left_out_and_what_was_made_of_it_is_removed(tmp_path):
    folder = workspace(tmp_path, session_text("\n## Summary\n\nWords.\n", FRONT))
    assert errors(public_build(folder).problems) == ()
    (word,) = (folder / "build/public/word").glob("*.docx")
    path = folder / "source/sessions/s1.md"
    path.write_text(session_text("\n## Summary\n\nMaria de Souza spoke.\n", FRONT), "utf-8")
    with ThreadPoolExecutor(1) as executor:
        assert build(folder, Wish(exporters=("word",)), executor).left_out == []
    outcome = public_build(folder, sessions=("T3-S01",), exporters=("excel",))
    assert outcome.left_out == ["source/sessions/s1.md"]
    assert not word.exists()
    assert [(each.where.line, each.rule) for each in errors(outcome.problems)] == [(14, "withheld")]


def test_a_foreword_that_names_who_is_withheld_is_not_for_the_public(tmp_path):
    folder = workspace(tmp_path, session_text("\n## Summary\n\nSaid.\n", FRONT))
    (folder / "source/pack").mkdir()
    (folder / "source/pack/foreword.md").write_text("# Thanks\n\nTo Maria de Souza.\n", "utf-8")
    (folder / "source/pack/summary.md").write_text("# Summary\n\nAll went well.\n", "utf-8")
    with (folder / "source/conference.yaml").open("a", encoding="utf-8") as file:
        file.write("pack: {front: [foreword.md, summary.md]}\n")
    found = source.read(folder)
    shown, wrong = audience.seen(found, "public", checks.check(found))
    assert [each.title for each in shown.conference.matter.front] == ["Summary"]
    told = [(each.where.file, each.where.line) for each in errors(wrong) if each.rule == "withheld"]
    assert told == [("source/pack/foreword.md", 3)]


def test_blank_forms_are_not_for_the_public(tmp_path):
    with pytest.raises(WrongUse):
        public_build(workspace(tmp_path, session_text("", FRONT)), blank=True)


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    folder = leaks.workspace(tmp_path_factory.mktemp("public"))
    assert errors(public_build(folder).problems) == ()
    return folder


def test_a_public_build_with_nothing_to_do_makes_nothing_and_leaves_the_internal_one_alone(built):
    assert (public_build(built).made, public_build(built).fresh) == ([], 2)
    assert not (built / "build/manifest.json").exists()


def test_what_was_made_for_the_public_is_proved_to_hold_what_is_public_and_nothing_else(built, tmp_path):
    proved, problems = verify(built, whose="public")
    assert (problems, len(proved)) == ((), 2)
    (path,) = (built / "build/public/word").glob("*.docx")
    data = path.read_bytes()
    parts = container.unpack(data)
    for instead, rule in ((f"presented. It went {leaks.TOKENS['field_section']}.", "leak"), ("shown", "parity")):
        changed = parts["word/document.xml"].replace(b"presented", instead.encode(), 1)
        path.write_bytes(container.pack(parts | {"word/document.xml": changed}))
        assert rule in {each.rule for each in verify(built, whose="public")[1]}
    path.write_bytes(data)


def edited(folder, to, keep=True):
    """Write the public form with one word swapped; without `keep`, with all that it says of itself taken out."""
    (path,) = (folder / "build/public/word").glob("*.docx")
    parts = container.unpack(path.read_bytes())
    text = parts["word/document.xml"].decode()
    assert text.count("Another") == 1
    parts["word/document.xml"] = text.replace("Another", "One more").encode()
    if not keep:
        parts = {name: data for name, data in parts.items() if not name.startswith(("docProps", "customXml"))}
        for name in [each for each in parts if "footer" in each]:
            parts[name] = parts[name].replace(b"sent as", b"").replace(b"T1-S01", b"")
        for name in ("[Content_Types].xml", "_rels/.rels"):
            parts[name] = re.sub(rb"<(?:Override|Relationship) [^>]*docProps[^>]*/>", b"", parts[name])
    to.write_bytes(container.pack(parts))
    return to


@pytest.mark.parametrize("keep", [True, False])
def test_an_edit_of_the_public_form_comes_back_and_what_it_did_not_show_stays(built, tmp_path, keep, capsys):
    path = built / "source/sessions/s1.md"
    before = path.read_text("utf-8")
    try:
        assert main(["-w", str(built), "recover", str(edited(built, tmp_path / "back.docx", keep)), "--apply"]) == 0
        assert path.read_text("utf-8") == before.replace("- Another", "- One more")
    finally:
        path.write_text(before, "utf-8")


def test_a_register_of_the_public_that_comes_back_takes_nothing_out(built, capsys):
    before = (built / "source/followup.yaml").read_text("utf-8")
    assert main(["-w", str(built), "recover", str(built / "build/public/excel/recommendations.xlsx"), "--apply"]) == 0
    assert (built / "source/followup.yaml").read_text("utf-8") == before


def test_a_heading_that_is_renamed_in_word_stays_internal(tmp_path, capsys):
    text = session_text("\n## Outcomes {.internal}\n\n- One thing that was said.\n", FRONT)
    folder = workspace(tmp_path, text)
    with ThreadPoolExecutor(1) as executor:
        build(folder, Wish(exporters=("word",)), executor)
    (path,) = (folder / "build/word").glob("*.docx")
    parts = container.unpack(path.read_bytes())
    parts["word/document.xml"] = parts["word/document.xml"].replace(b"Outcomes", b"What came of it")
    back = tmp_path / "back.docx"
    back.write_bytes(container.pack(parts))
    assert main(["-w", str(folder), "recover", str(back), "--apply"]) == 0
    (heading,) = [line for line in (folder / "source/sessions/s1.md").read_text("utf-8").splitlines() if "came" in line]
    assert heading == "## What came of it {.outcomes .internal}"


def test_the_public_edition_of_a_draft_asks_for_nothing(tmp_path):
    from rapporteur.view import view

    folder = workspace(tmp_path, session_text("\n## Outcomes {.internal}\n\n- A\n", FRONT))
    whole = source.read(folder)
    shown, _ = audience.seen(whole, "public", checks.check(whole))
    both = [view(each.conference.reports[0], each.conference, each.layout) for each in (whole, shown)]
    assert [bool([one for one in each.sections if not one.answered]) for each in both] == [True, False]


OTHER = "id: T4-S01\ntitle: Seeds\ntrack: 3\npeople:\n  moderator: Jon Berg\n  rapporteur: Li Wei\n"


def withheld_in(folder, text, front=OTHER):
    """Return where a second session says what the first keeps from the public."""
    whole = workspace(folder, session_text("\n## Summary\n\nWords.\n", FRONT), session_text(text, front))
    found = [each for each in checks.check(source.read(whole)) if each.rule == audience.RULE]
    return [(each.where.file.rpartition("/")[2], each.where.line) for each in found]


def test_who_is_withheld_in_one_session_is_kept_out_of_all_others(tmp_path):
    assert (
        withheld_in(tmp_path, "\n## Summary\n\nAs Maria de Souza said; ana@example.org knows.\n") == [("s2.md", 12)] * 2
    )


def test_who_speaks_openly_in_one_session_may_be_named_there_though_another_withholds_the_name(tmp_path):
    front = OTHER.replace("Jon Berg", "Maria de Souza")
    assert withheld_in(tmp_path, "\n## Summary\n\nAs Maria de Souza said.\n", front) == []


@pytest.mark.parametrize("script", ["Hebrew", "Arabic"])
def test_a_short_word_that_is_written_in_one_with_a_name_makes_it_no_name_of_another_who_speaks_openly(
    tmp_path, script
):
    kept, other, joined = {"Hebrew": ("רון לוי", "שרון לוי", "ורון לוי"), "Arabic": ("هد علي", "فهد علي", "وهد علي")}[
        script
    ]
    front = FRONT.replace("Maria de Souza", kept)
    for speaker, lines in ((other, 1), ("Jon Berg", 2)):
        texts = (
            session_text("", front),
            session_text(f"\n## Summary\n\n{other}.\n\n{joined}.\n", OTHER.replace("Jon Berg", speaker)),
        )
        whole = source.read(workspace(tmp_path / speaker, *texts))
        found = [each for each in checks.check(whole) if each.rule == audience.RULE]
        assert len({each.where.line for each in found}) == lines
        shown, _ = audience.seen(whole, "public", ())
        secrets = [each for each in exposed.secrets(whole, shown) if each.kind == "name"]
        assert bool(laid_open.held(other.encode(), "a.txt", secrets)) is (speaker != other)
        assert laid_open.held(joined.encode(), "a.txt", secrets)


CALLED = ("Maria-de-Souza", "Maria_de_Souza.2", "MariaDeSouza", "mariadesouza", "T1-mariadesouza")


@pytest.mark.parametrize("called", CALLED)
def test_a_session_that_is_called_by_whom_it_withholds_is_told_and_is_nowhere_for_the_public(tmp_path, called):
    front = FRONT.replace("T3-S01", called)
    folder = workspace(tmp_path, session_text("", front), session_text("\n## Summary\n\nWords.\n", OTHER))
    slots = "".join(f"  - {{id: {each}, title: Water, track: 3}}\n" for each in (called, "T4-S01"))
    (folder / "source/programme.yaml").write_text(f"sessions:\n{slots}", "utf-8")
    whole = source.read(folder)
    found = checks.check(whole)
    told = {(each.where.file.rpartition("/")[2], each.where.line) for each in found if each.rule == audience.RULE}
    assert told == {("s1.md", 2), ("programme.yaml", 2)}
    shown, wrong = audience.seen(whole, "public", found)
    assert "souza" not in repr(shown.conference).casefold()
    assert "T4-S01" in repr(shown.conference)
    assert packing.bindable(shown, wrong)[1] == set()
    build = public_build(folder)
    assert "source/sessions/s1.md" in build.left_out
    assert not [path for path in (folder / "build/public").rglob("*") if "souza" in path.name.casefold()]
    assert {each.where.file for each in verify(folder, whose="public")[1]} == {"source/sessions/s1.md"}


def test_a_session_file_that_is_called_by_whom_it_withholds_is_told(tmp_path):
    folder = workspace(tmp_path, session_text("", FRONT))
    (folder / "source/sessions/s1.md").rename(folder / "source/sessions/mariadesouza.md")
    told = [each.where for each in checks.check(source.read(folder)) if each.rule == audience.RULE]
    assert [(each.file, each.line) for each in told] == [("source/sessions/mariadesouza.md", 0)]


STRANGE = (
    '\n## Summary\n\nAsk [me](mailto:zoe@example.com), +41 22 555 01 02.\n\n- A b@example.com {audience="internal"}\n'
)


def strange_in(folder, listed="", body=STRANGE):
    workspace(folder, session_text(body, FRONT))
    path = folder / "source/conference.yaml"
    path.write_text(path.read_text("utf-8") + listed, "utf-8")
    read = source.read(folder)
    return [
        (each.severity, each.where.line, each.what.partition(" stands")[0])
        for each in checks.check(read)
        if each.rule == "address"
    ]


def test_an_address_in_the_text_that_is_nobodys_is_told_with_its_line_and_keeps_nothing_back(tmp_path):
    at = session_text(STRANGE, FRONT).splitlines().index(STRANGE.splitlines()[3]) + 1
    mail, phone = ("the e-mail address “zoe@example.com”", "the telephone number “+41 22 555 01 02”")
    assert strange_in(tmp_path) == [("warning", at, mail), ("warning", at, phone)]
    whole = source.read(tmp_path)
    assert errors(audience.seen(whole, "public", checks.check(whole))[1]) == ()


def test_an_address_that_is_listed_for_the_public_is_told_nowhere_and_stays_around_the_reports(tmp_path):
    listed = "public_addresses: [ZOE@example.com, +41 (22) 555 01 02, ana@example.org]\nplace: zoe@example.com\n"
    assert strange_in(tmp_path, listed, STRANGE + "\nOr ana@example.org.\n") == []
    whole = source.read(tmp_path)
    found = checks.check(whole)
    assert [each for each in found if each.rule == audience.RULE] == []
    shown, _ = audience.seen(whole, "public", found)
    assert shown.conference.place == "zoe@example.com"
    assert "+1 212 555 0147" in {each.text for each in exposed.secrets(whole, shown)}
    assert "ana@example.org" not in {each.text for each in exposed.secrets(whole, shown)}


def test_what_is_listed_for_the_public_must_be_an_address(tmp_path):
    folder = workspace(tmp_path, session_text("", FRONT))
    (folder / "source/conference.yaml").write_text("public_addresses: [press@example.org, Maria de Souza]\n", "utf-8")
    (told,) = [each for each in source.read(folder).problems if "Maria" in each.what]
    assert (told.severity, told.where.line) == ("error", 1)


def test_whom_a_file_withholds_that_cannot_be_read_is_kept_from_the_public_as_well(tmp_path):
    broken = session_text("", FRONT.replace("title:", "title: ["))
    folder = workspace(
        tmp_path, broken, session_text("\n## Summary\n\nAs Maria de Souza said, ana@example.org.\n", OTHER)
    )
    found = [each for each in checks.check(source.read(folder)) if each.rule == audience.RULE]
    assert [each.where.line for each in found] == [12, 12]


@pytest.mark.parametrize(
    "person",
    [
        "{name: Jane Doe, withheld: yes}",
        '{"name": "Jane Doe", "withheld": "yes"}',
        "{'name': 'Jane Doe', withheld: 'yes'}",
        "{withheld: true, name: Jane Doe }",
        "\n    name: >-\n      Jane\n      Doe\n    withheld: yes",
        "\n    name: |\n      Jane Doe\n    withheld: perhaps",
        "\n    name: Jane Doe  # of course\n    withheld:\n      yes",
        "\n    name: Jane Doe, Director\n    withheld: yes",
        "\n    name: Doe, Jane\n    withheld: yes",
        '\n    name: "Jane\n      Doe"\n    withheld: yes',
        '\n    name: "Jane Doe\n    organisation: "Rivers"\n    withheld: yes',
        "{organisation: Rivers, withheld: yes, name: 'Jane Doe}",
    ],
)
def test_a_name_is_read_in_whatever_way_a_file_that_nobody_can_read_spells_it(person):
    file = unread.Unread("s.md", f"---\n\ufeffid: T1\ntitle: [\npeople:\n  moderator: {person}\n")
    names = [withheld.Secret(kind, text) for kind, text, _ in file.people if kind == "name"]
    assert any(each.stands_in(legible.Legible("As Jane Doe said")) for each in names)
    assert file.id == "T1"
    open_ = unread.Unread("s.md", file.text.replace("perhaps", "yes").replace("true", "yes").replace("yes", "no"))
    assert open_.withholds == 0
    assert open_.people == ()


def test_a_file_that_withholds_somebody_whom_nobody_can_read_is_told_as_an_error_for_the_public(tmp_path):
    broken = session_text("", FRONT.replace("title:", "title: [").replace("name:", "nam:"))
    read = source.read(workspace(tmp_path, broken))
    (found,) = [each for each in checks.check(read) if "nobody can read whom" in each.what]
    assert (found.where.line, found.severity) == (7, "warning")
    assert dataclasses.replace(found, severity="error") in audience.seen(read, "public", (found,))[1]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Hall +49 30 901820", {"+49 30 901820"}),
        ("Room 2, tel. 030 901820", {"tel. 030 901820"}),
        ("(212) 555-0147", {"(212) 555-0147"}),
        ("0049 30 901820", {"0049 30 901820"}),
        ("ask ana@example.org.", {"ana@example.org"}),
        ("https://medium.com/@ana/what-we-said.html", set()),
        ("https://user@example.org/a", set()),
        ("2027-03-18 14:30–16:00", set()),
        ("Law (2015) 12/34/5678", set()),
        ("Grant 00123456, 1 234 567 people", set()),
        ("Hall 3.14 (2nd floor)", set()),
    ],
)
def test_what_looks_like_an_address_or_a_number_is_none_to_be_published_and_what_does_not_stays(text, found):
    assert {each.text for each in withheld.addresses(text)} == found


@pytest.mark.parametrize("name", ["A participant", "Rose", "Name withheld"])
def test_a_name_that_may_mean_anybody_is_kept_out_of_its_own_session_only(tmp_path, name):
    front = FRONT.replace("Maria de Souza", name)
    whole = workspace(tmp_path, session_text("", front), session_text(f"\n## Summary\n\n{name} said so.\n", OTHER))
    assert [each for each in checks.check(source.read(whole)) if each.rule == audience.RULE] == []


def test_a_file_is_made_again_when_another_session_withholds_whom_it_names(tmp_path):
    text = session_text("\n## Key recommendations\n\n- Act. {#T4-S01-R01}\n", OTHER)
    front = FRONT.replace("withheld: yes", "withheld: no")
    folder = workspace(tmp_path, session_text("", front), text)
    (folder / "source/followup.yaml").write_text("T4-S01-R01: {responsible: Maria de Souza}\n", "utf-8")
    assert errors(public_build(folder).problems) == ()
    (folder / "source/sessions/s1.md").write_text(session_text("", FRONT), "utf-8")
    outcome = public_build(folder)
    assert [(each.where.file, each.where.line) for each in errors(outcome.problems)] == [("source/followup.yaml", 1)]
    made = {each.path.partition("/")[2][:6]: each.why for each in outcome.made}
    assert made["T4-S01"] == "the public may see more or less"
    assert b"Souza" not in b"\n".join(leaks.texts_of((folder / "build/public/excel/recommendations.xlsx").read_bytes()))


def test_a_file_of_before_an_edit_is_told_to_be_out_of_date_with_the_command_that_makes_it(built):
    path = built / "source/conference.yaml"
    before = path.read_text("utf-8")
    path.write_text(before.replace("name: Water", "name: Waters"), "utf-8")
    told = verify(built, whose="public")[1]
    path.write_text(before, "utf-8")
    assert told != ()
    hint = "it is out of date (source/conference.yaml changed); run: rapporteur build --audience public"
    assert {each.hint for each in told} == {hint}


def test_each_file_for_the_public_is_made_again_by_a_command_of_its_own(built):
    read, _ = audience.seen(source.read(built), "public", ())
    for name, command in {
        "word/a.docx": "rapporteur build --audience public",
        "pack/assembly.pdf": "rapporteur pack --audience public",
        "archive/assembly/pdf/a.pdf": "rapporteur pack --variant archive --audience public",
        "press/a/interior.pdf": "rapporteur press --audience public",
    }.items():
        assert proved.again(f"build/public/{name}", read) == command


def test_each_file_of_an_archive_that_leaks_is_named(built):
    said = exposed.secrets(source.read(built), audience.seen(source.read(built), "public", ())[0])
    folder = built / "build/public/archive/assembly"
    folder.mkdir(parents=True)
    names = ("conference.json", "text/a.txt", "pdf/damaged.pdf", "recommendations.xlsx")
    for name in names:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(f'"{said[0].text}"', "utf-8")
    (folder / "pdf/damaged.pdf").write_bytes(b"%PDF")
    (folder / "recommendations.xlsx").write_bytes(b"PK\x03\x04")
    told = [each for each in verify(built, whose="public")[1] if each.rule == "leak"]
    shutil.rmtree(folder)
    assert {each.where.file for each in told} == {f"build/public/archive/assembly/{name}" for name in names}
    assert all("--variant archive --audience public" in each.hint for each in told)


def test_a_pack_tells_why_a_session_is_not_in_it_where_the_public_would_read_a_name(tmp_path, monkeypatch, capsys):
    from rapporteur import variants

    named = session_text("\n## Summary\n\nMaria de Souza spoke.\n", FRONT)
    other = session_text("\n## Summary\n\nWords.\n", OTHER)
    folder = workspace(tmp_path, named, other)
    monkeypatch.setattr(variants, "digest", lambda read, found: (b"%PDF", ()))
    assert main(["-w", str(folder), "pack", "--variant", "digest"]) == 1
    told = capsys.readouterr().err
    assert "source/sessions/s1.md:14: error: the name “Maria de Souza” is kept from the public" in told
    assert "it has errors" not in told


def test_an_address_that_answers_a_field_keeps_the_session_from_the_public_unless_the_field_says_it_is_for_it(tmp_path):
    folder = leaks.workspace(tmp_path)
    form = folder / "layouts/house/form.yaml"
    path = folder / "source/sessions/s1.md"
    path.write_text(
        path.read_text("utf-8").replace("state: reviewed", "desk: ask desk@example.org\nstate: reviewed"), "utf-8"
    )

    def told(audience):
        usual = "  - {id: fixer,"
        text = form.read_text("utf-8").replace(
            usual, f"  - {{id: desk, type: text, label: Desk{audience}}}\n{usual}", 1
        )
        before = form.read_text("utf-8")
        form.write_text(text, "utf-8")
        found = [each.what for each in checks.check(source.read(folder)) if each.rule == "withheld"]
        form.write_text(before, "utf-8")
        return found

    assert told("") == ["the e-mail address “desk@example.org” stands here, where the public would read it"]
    assert told(", audience: public") == []
    assert told(", audience: internal") == []


# Whatever is said anywhere: a name is put into each text of a report, a slot and a conference, one at a time


SECRET = "Quill Zander"
FIXED = {
    "Report.language", "Report.direction", "Report.state", "When.timezone", "Count.mode", "Count.method", "Cell.align",
    "Section.role", "Recommendation.group", "Recommendation.stem",
    "Attributes.id", "Attributes.pairs.1", "Slot.language", "Slot.standing", "Conference.languages",
    "Conference.layout", "Conference.form", "Conference.ids", "Conference.digits", "Conference.timezone",
    "FollowUp.values.0", "Report.answers.0",
}  # fmt: skip
"""What can be one of a few words only, is said elsewhere as well, or is printed nowhere."""
FULL = """
## Summary

**Strong** *words* `code` [there](https://a.org) ![Alt](a.png "By a credit")[^1]\\
more.

### Below

> Quoted

- a
  - b

| A | B |
|---|---|
| a | b |

```
code
```

---

[^1]: A note.

## Key recommendations

Towns should:

1. Act. {#R1 no="7" to="Towns" theme="water" consensus="full" deadline="2030"}
   - now {#R1x}
2. Learn. {#R2}
"""


def texts_in(value, rebuilt=lambda new: new, path=""):
    """Yield where a text stands within a value, and the value that says SECRET instead."""
    if isinstance(value, str):
        yield path, rebuilt(f" {SECRET} ")
    elif isinstance(value, tuple):
        for at, each in enumerate(value):
            inner = f"{path}.{at}" if isinstance(each, str) and len(value) == 2 else path
            yield from texts_in(each, lambda new, at=at: rebuilt((*value[:at], new, *value[at + 1 :])), inner)
    elif dataclasses.is_dataclass(value) and not isinstance(value, report.Origin | edition.Printing):
        for each in dataclasses.fields(value):
            name = f"{type(value).__name__}.{each.name}"
            one = functools.partial(lambda name, new: rebuilt(dataclasses.replace(value, **{name: new})), each.name)
            yield from texts_in(getattr(value, each.name), one, name) if name not in FIXED else ()


def full_report():
    front = FRONT + "participants: [{category: women, count: 20–50, of: gender}]\nnote: An answer\n"
    return read(session_text(FULL, front))[0]


WITHHELD = read(session_text("", OTHER.replace("Jon Berg", f"{{name: {SECRET}, withheld: yes}}")))[0]


def test_a_name_in_whatever_text_of_a_report_is_told_or_not_shown():
    held = source.Conference(reports=(WITHHELD,))
    kept = withheld.Kept.of(held, asked().form)
    found = list(texts_in(full_report()))
    kinds = {path.partition(".")[0] for path, _ in found}
    assert kinds >= {
        "Report",
        "Person",
        "Role",
        "Count",
        "Section",
        "Recommendation",
        "Text",
        "Code",
        "Link",
        "Picture",
    }
    missed = set()
    for path, changed in found:
        shown = audience.public(changed, asked().form, Labels(asked().words("en")))
        there = SECRET in repr(dataclasses.replace(shown, origin=report.Origin()))
        if there and not any(exposed._in_report(shown, kept)):
            missed.add(path)
    assert missed - FIXED == set()


def test_a_name_in_whatever_text_around_the_reports_is_told_and_left_out():
    kept = full_report()
    told = report.FollowUp((("status", "done"), ("response", "yes")))
    conference = source.Conference(
        name="A", tracks=(report.Track("1", "T"), report.Track("2", "U")), reports=(kept,),
        follow_up=(("R1", told),), clusters=(report.Cluster(("R1", "R2"), True, "Words"),),
        matter=matter.Matter(acronyms=(("A", "B"),), terms=("C", "D", "E")),
        programme=(slot.Slot("S", "T", "1", "f", "r", roles=kept.roles),), contact=report.Person("C"),
    )  # fmt: skip
    words = Labels(asked().words("en"))
    for path, changed in texts_in(dataclasses.replace(conference, reports=())):
        changed = audience.public_conference(changed, (kept,), asked().form, words)
        said = around.mapped(changed, lambda text, where, session: "" if SECRET in text else text)
        assert SECRET not in repr(said) or path in FIXED, path
