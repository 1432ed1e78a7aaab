"""The pack: every page of every session, held together by one structure, and numbers that are true."""

from __future__ import annotations

import itertools
import re
import shutil
import subprocess
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Dictionary

import listed
import packs
import words
from rapporteur import cli, pdf, preflight, proved, source
from rapporteur.conference import acronyms, directory, figures
from rapporteur.pack import Leaf, index, length, merged, place, roman
from rapporteur.packing.kept import FACE, Kept
from rapporteur.problems import Place, errors, warning
from rapporteur.report import Conference, Count, Person, Report, Role, Track
from test_pdf import needs

SAMPLE = Path(__file__).parent.parent / "source"
NAME = "build/pack/forum-on-cooperation.pdf"


@pytest.fixture(autouse=True)
def _record_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAPPORTEUR_VERAPDF", "no")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a workspace whose pack is made: five sessions, the second with an error; a sixth is only announced."""
    made = packs.workspace(tmp_path_factory.mktemp("pack"), "en", "ar", "hi", "es", "en")
    broken = made / "source/sessions/s1.md"
    broken.write_text(broken.read_text("utf-8").replace("state: final", "state: finished"), "utf-8")
    packs.surround(made)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RAPPORTEUR_VERAPDF", "no")
        assert cli.main(["-w", str(made), "pack"]) == 1
    return made


@pytest.fixture(scope="module")
def pack(folder: Path) -> bytes:
    return (folder / NAME).read_bytes()


def printed(path: Path) -> list[str]:
    """Return what poppler reads on each page, line by line."""
    done = subprocess.run([needs("pdftotext"), "-layout", str(path), "-"], capture_output=True, text=True, check=True)
    return done.stdout.split("\f")[:-1]


def labelled(data: bytes) -> tuple[dict[str, str], list[str]]:
    """Return what the page of each destination is called, and what each page is called, as a reader shows them."""
    with pikepdf.open(BytesIO(data)) as read:
        called = [page.label for page in read.pages]
        objects = [page.obj.objgen for page in read.pages]
        names = pikepdf.NameTree(read.Root.Names.Dests).items()
        return {str(name): called[objects.index(target[0].objgen)] for name, target in names}, called


def test_the_contents_name_the_page_that_each_part_begins_on(folder: Path, pack: bytes) -> None:
    spots, called = labelled(pack)
    assert called[:7] == ["i", "ii", "iii", "iv", "v", "vi", "1"]
    pages = re.findall(r"  (v|\d+)$", printed(folder / NAME)[2], re.MULTILINE)
    parts = ["front-0", "numbers", "programme", "track-1", "session-S0", "session-S3", "track-3", "session-S1",
             "session-S8", "session-S4", "track-", "session-S2", "recommendations", "people", "organisations",
             "acronyms", "index", "colophon"]  # fmt: skip
    assert pages == [spots[each] for each in parts]


def test_the_contents_of_the_pack_in_word_name_the_same_pages(folder: Path, pack: bytes) -> None:
    spots, _ = labelled(pack)
    file = words.Opened((folder / NAME).with_suffix(".docx").read_bytes())
    lines = file.all("//w:p[starts-with(w:pPr/w:pStyle/@w:val, 'TOC')]/w:hyperlink")
    found = [words.ask(each, "./w:r/w:t/text()")[-1] for each in lines]
    begun = ("front-", "numbers", "programme", "track-", "session-", "recommendations", "people", "organisations",
             "acronyms", "index", "colophon")  # fmt: skip
    assert sorted(found) == sorted(page for name, page in spots.items() if name.startswith(begun) and "/" not in name)


def test_the_lists_name_the_page_on_which_each_recommendation_stands(folder: Path) -> None:
    listed.assert_true(folder, Path(NAME).name, lists=1)


@pytest.mark.slow
def test_the_lists_of_the_sample_and_of_a_demonstration_name_the_page_of_each_recommendation(tmp_path: Path) -> None:
    shutil.copytree(SAMPLE, tmp_path / "sample/source")
    assert cli.main(["demo", "--sessions", "40", str(tmp_path / "demo")]) == 0
    for folder in (tmp_path / "sample", tmp_path / "demo"):
        assert cli.main(["-w", str(folder), "pack"]) == 0
        (path,) = (folder / "build/pack").glob("*.pdf")
        listed.assert_true(folder, path.name, lists=2)


def test_each_part_begins_on_a_right_hand_page(pack: bytes) -> None:
    spots, called = labelled(pack)
    parts = {name: page for name, page in spots.items() if not re.search("/|^page-", name)}
    assert all(called.index(page) % 2 == 0 for page in parts.values())
    assert [spots[f"page-{number}"] for number in (1, 9)] == ["1", "9"]


def test_every_word_of_every_session_is_in_the_pack(folder: Path, pack: bytes) -> None:
    spots, called = labelled(pack)
    pages = pdf.exporter.words(pack)
    kept = [pdf.exporter.words(path.read_bytes()) for path in (folder / "build/.parts/internal").glob("*.pdf")]
    for name in ("S0", "S2", "S3", "S4"):
        at = called.index(spots[f"session-{name}"])
        assert any(f"{name}." in own[0] and own == pages[at : at + len(own)] for own in kept), name


def test_verify_reads_the_pack_and_its_word_file_back(folder: Path) -> None:
    read = source.read(folder)
    found = {Path(name).suffix: (texts, wrong) for name, texts, wrong in proved.packs(read, read)}
    assert {suffix: wrong for suffix, (_, wrong) in found.items()} == {".pdf": (), ".docx": ()}
    assert min(texts for texts, _ in found.values()) > 200
    path = folder / read.conference.reports[0].origin.file
    before = path.read_text("utf-8")
    path.write_text(before + "\n\nNobody printed this sentence.\n", "utf-8")
    told = [each for _, _, wrong in proved.packs(read, source.read(folder)) for each in wrong]
    path.write_text(before, "utf-8")
    assert len(told) == 2
    assert {each.where.file for each in told} == {read.conference.reports[0].origin.file}


def test_a_session_with_errors_is_named_in_its_place(pack: bytes) -> None:
    spots, called = labelled(pack)
    page = pdf.exporter.words(pack)[called.index(spots["session-S1"])]
    assert "The report of this session is not there yet." in page


def test_a_session_that_the_programme_announces_has_its_page(pack: bytes) -> None:
    spots, called = labelled(pack)
    page = pdf.exporter.words(pack)[called.index(spots["session-S8"])]
    known = ("Seeds after the drought", "Track 3 – Global governance", "The report of this session is not there yet.",
             "13 March 2027\n10:30–12:00", "Hall B", "Moderator\nNaledi Late-Moyo", "Otto Brandt")  # fmt: skip
    assert [each for each in known if each not in page] == []
    assert "otto@late.example" not in page
    entry = " ".join(pdf.exporter.words(pack)[called.index(spots["index"])].split())
    assert f"Naledi Late-Moyo {spots['session-S8']}" in entry


def test_the_texts_of_the_conference_stand_around_the_sessions(pack: bytes) -> None:
    spots, called = labelled(pack)
    pages = pdf.exporter.words(pack)
    assert "CC BY 4.0" in pages[1]
    assert "Reports of the sessions: 4 final and 2 not yet received" in " ".join(pages[1].split())
    assert "Without whom nothing" in pages[called.index(spots["front-0"])]
    assert "United Nations Development Programme" in pages[called.index(spots["acronyms"])]
    assert "Set in Source Serif" in pages[called.index(spots["colophon"])]


def test_the_programme_names_days_rooms_and_the_pages_of_sessions(folder: Path, pack: bytes) -> None:
    spots, called = labelled(pack)
    page = printed(folder / NAME)[called.index(spots["programme"])]
    assert re.search(r"Friday, 12 March 2027\s+Time\s+Hall A\s+Hall B", page)
    assert re.search(rf"Page {spots['session-S0']}\b", page)
    assert "Opening" in page


def test_the_index_names_the_pages_that_show_a_word(pack: bytes) -> None:
    spots, called = labelled(pack)
    pages = pdf.exporter.words(pack)
    shown = [called[at] for at, words in enumerate(pages) if "emerging countries" in " ".join(words.split())]
    sessions = [int(each) for each in shown if int(spots["session-S0"]) <= int(each) < int(spots["recommendations"])]
    runs = ", ".join(f"{first}–{last}" if last > first else str(first) for first, last in merged(sessions))
    assert f"emerging countries {runs}" in " ".join(pages[called.index(spots["index"])].split()).replace(" ,", ",")


def test_the_index_does_not_count_where_a_session_only_names_its_track_and_conference(pack: bytes) -> None:
    spots, called = labelled(pack)
    pages = pdf.exporter.words(pack)
    first, entries = (pages[called.index(spots[each])] for each in ("session-S4", "index"))
    assert "Global governance" in first
    assert "Forum on cooperation" in first
    assert "global governance" not in entries
    assert "Forum on cooperation" not in entries


def test_each_face_is_embedded_once(pack: bytes) -> None:
    with pikepdf.open(BytesIO(pack)) as read:
        described = [each for each in read.objects if isinstance(each, Dictionary) and "/FontFile2" in each]
        assert len(described) == len({str(each.FontName) for each in described}) > 8


def test_everything_in_it_holds_together(folder: Path, pack: bytes) -> None:
    assert packs.loose_ends(pack) == []
    checked = subprocess.run([needs("qpdf"), "--check", str(folder / NAME)], capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout


def test_preflight_finds_nothing_wrong_on_any_page_of_it(pack: bytes) -> None:
    found = preflight.checked(pack, profile="web")
    assert errors(found.problems) == ()
    assert found.pages > 20


def test_what_is_to_be_said_of_a_part_is_said_each_time(tmp_path: Path) -> None:
    said = warning(Place("a.md", 3, "page 2"), "pale", "darker", "A12")
    first = Kept(tmp_path, "layout")
    first.keep(first.name("one"), b"%PDF", 3, [said])
    first.keep(first.name("two"), b"%PDF", 2)
    first.recall("three", FACE, lambda: b"glyphs")
    later = Kept(tmp_path, "layout")
    assert [part and part.pages for part in map(later.part, map(later.name, ("one", "two", "four")))] == [3, 2, None]
    assert later.data(later.name("two")) == b"%PDF"
    assert (first.told, later.told) == ([said], [said])
    later.drop_others()
    assert len(list(tmp_path.iterdir())) == 4
    last = Kept(tmp_path, "layout")
    last.part(last.name("two"))
    last.drop_others()
    assert len(list(tmp_path.iterdir())) == 2


def test_the_bookmarks_are_tracks_with_their_sessions_with_their_sections(pack: bytes) -> None:
    with pikepdf.open(BytesIO(pack)) as read, read.open_outline() as outline:
        titles = [each.title for each in outline.root]
        first = outline.root[4]
        assert titles[4:7] == ["Track 1 – Local economies", "Track 3 – Global governance", "No track"]
        assert [each.title[:3] for each in first.children] == ["S0.", "S3."]
        assert len(first.children[0].children) >= 3


def test_every_page_but_blank_ones_and_dividers_has_its_number(folder: Path, pack: bytes) -> None:
    spots, called = labelled(pack)
    whole = f" / {called[-1]}"
    dividers = {spots[each] for each in spots if each.startswith("track-")}
    for label, page in zip(called, printed(folder / NAME), strict=True):
        expected = bool(page.strip()) and label.isdigit() and label not in dividers
        folios = [line.partition(whole)[0] for line in page.splitlines() if whole in line]
        assert [each.endswith(label) for each in folios] == [True] * expected, label


def test_one_session_edited_is_one_session_set_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = packs.workspace(tmp_path, "en", "en", "es", short=True)
    assert cli.main(["-w", str(folder), "pack"]) == 0
    first = (folder / NAME).read_bytes()
    assert cli.main(["-w", str(folder), "pack"]) == 0
    assert ", 0 parts set anew" in capsys.readouterr().out
    assert (folder / NAME).read_bytes() == first
    session = folder / "source/sessions/s1.md"
    session.write_text(session.read_text("utf-8").replace("summary}\n\nN", "summary}\n\nM", 1), "utf-8")
    assert cli.main(["-w", str(folder), "pack"]) == 0
    assert ", 1 part set anew" in capsys.readouterr().out


def test_what_is_wrong_with_a_text_of_the_pack_is_told_with_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = packs.workspace(tmp_path, "en")
    packs.surround(folder)
    (folder / "source/pack/foreword.md").write_text("No title\n\n<b>lost</b>\n", "utf-8")
    (folder / "source/pack/imprint.md").unlink()
    cli.main(["-w", str(folder), "check"])
    told = capsys.readouterr().err
    assert "source/pack/foreword.md:1: error: this text has no title" in told
    assert "there is no source/pack/imprint.md" in told
    (folder / "source/conference.yaml").write_text("name: A\npack: {front: [../../secret.md]}\n", "utf-8")
    (tmp_path.parent / "secret.md").write_text("# Secret\n", "utf-8")
    cli.main(["-w", str(folder), "check"])
    assert "there is no source/pack/../../secret.md" in capsys.readouterr().err


def test_a_pack_that_somebody_changed_is_kept_aside(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], processes: Any
) -> None:
    folder = packs.workspace(tmp_path, "en", short=True)
    with processes():
        assert cli.main(["-w", str(folder), "pack"]) == 0
    (folder / NAME).write_bytes(b"mine")
    cli.main(["-w", str(folder), "pack", "--track", "1"])
    cli.main(["-w", str(folder), "pack"])
    assert "kept aside" in capsys.readouterr().out
    assert (folder / "build/pack/forum-on-cooperation.changed.pdf").read_bytes() == b"mine"
    assert (folder / "build/pack/forum-on-cooperation-track-1.pdf").exists()


def test_a_track_that_is_none_is_wrong_use(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["-w", str(packs.workspace(tmp_path, "en")), "pack", "--track", "9"]) == 2
    assert "no session is of the track “9”; there are: 1" in capsys.readouterr().err
    assert not (tmp_path / "build/pack").exists()


def test_an_arabic_pack_is_bound_at_the_right(tmp_path: Path) -> None:
    folder = packs.workspace(tmp_path, "ar", "en", short=True)
    cli.main(["-w", str(folder), "pack"])
    with pikepdf.open(folder / NAME) as read:
        assert str(read.Root.Lang) == "ar"
        assert str(read.Root.ViewerPreferences.Direction) == "/R2L"
    assert packs.loose_ends((folder / NAME).read_bytes()) == []


def test_the_bars_of_the_tracks_say_what_they_count(pack: bytes) -> None:
    with pikepdf.open(BytesIO(pack)) as read:
        said = [str(each.get("/Alt", "")) for each in read.objects if isinstance(each, Dictionary) and "/S" in each]
    assert len([each for each in said if re.fullmatch(r"Recommendations: \d+", each)]) >= 1
    assert not [each for each in said if re.fullmatch(r"\d+", each)]


def test_every_identifier_of_the_pack_is_one_of_a_kind_and_found_by_their_tree(pack: bytes) -> None:
    with pikepdf.open(BytesIO(pack)) as read:
        held = [each for each in read.objects if isinstance(each, Dictionary) and "/S" in each and "/ID" in each]
        found = {name: each.objgen for name, each in pikepdf.NameTree(read.Root.StructTreeRoot.IDTree).items()}
        assert {str(each.ID): each.objgen for each in held} == found
        assert len(held) == len(found)
        assert len([each for each in held if each.S == "/Note"]) > 4


def test_the_pack_goes_to_a_printer_as_a_job(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = packs.workspace(tmp_path, "en", "ar", short=True)
    packs.surround(folder)
    assert cli.main(["-w", str(folder), "press", "--pack", "--printer", "european-offset"]) == 0
    job = folder / "build/press/forum-on-cooperation"
    assert {each.name for each in job.iterdir()} >= {"interior.pdf", "cover.pdf", "ticket.txt", "SHA256SUMS"}
    said = capsys.readouterr().err
    assert "the pack holds drafts, or lacks reports" in said
    assert "[X13]" not in said, "it is of the last day of its sessions"
    with pikepdf.open(job / "interior.pdf") as interior:
        assert len({tuple(map(float, page.trimbox)) for page in interior.pages}) == 1
        assert not any("/Annots" in page for page in interior.pages)
        assert str(interior.Root.OutputIntents[0].S) == "/GTS_PDFX"
    pages = printed(job / "interior.pdf")
    for said in ("Seeds after the drought", "Foreword", "S0. "):
        assert any(said in page for page in pages), said
    assert cli.main(["-w", str(folder), "press", "S0", "--pack"]) == 2


# Figures, against sums made by hand


def test_unknown_attendance_is_not_zero() -> None:
    def report(name: str, *counts: tuple[str, int | None, str]) -> Report:
        told = tuple(Count(category, number, dimension) for category, number, dimension in counts)
        return Report(name, name, "1" if name != "D" else "", attendance=told or None)

    reports = (
        report("A", ("women", 11, "gender"), ("men", 9, "gender"), ("total", 20, "total")),
        report("B", ("women", 3, "gender"), ("men", None, "gender"), ("total", 10, "total")),
        report("C", ("women", 5, "gender"), ("men", None, "gender"), ("total", None, "total")),
        report("D"),
        report("E", ("women", 2, "gender"), ("men", 2, "gender")),
    )
    found = figures.attendance(reports)
    assert (found.sessions, found.reported, found.participants, found.gendered) == (5, 3, 34, 27)
    assert {each.category: each.number for each in found.shares} == {"women": 13, "men": 11}
    strands = figures.attended(Conference(tracks=(Track("2", "Empty"), Track("1", "Full")), reports=reports)).tracks
    assert [(each.track, len(each.reports), each.attendance.known) for each in strands] == [
        ("1", 4, True), ("", 1, False),
    ]  # fmt: skip


def test_people_are_listed_once_by_name_with_all_their_sessions() -> None:
    def report(name: str, *people: Person) -> Report:
        return Report(name, name, roles=(Role("presenters", people),))

    reports = (
        report("A", Person("Zoë  Ünal", organisation="Aid"), Person("Bo Li")),
        report("B", Person("zoë Ünal", organisation="Relief"), Person("Émile Zo", organisation="aid")),
    )
    people = directory.people(Conference(reports=reports))
    assert [(each.name, each.about, [one.id for one in each.reports]) for each in people] == [
        ("Bo Li", "", ["A"]), ("Émile Zo", "aid", ["B"]), ("Zoë Ünal", "Aid; Relief", ["A", "B"]),
    ]  # fmt: skip
    assert [each.name for each in directory.organisations(Conference(reports=reports))] == ["Aid", "Relief"]


# Acronyms and the index


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("the Community Land Trust (CLT) and others", {"CLT": "Community Land Trust"}),
        ("members of the Non-Aligned Movement (NAM), civil society organisations (CSOs)",
         {"NAM": "Non-Aligned Movement", "CSOs": "civil society organisations"}),
        ("l’Organisation des Nations Unies (ONU)", {"ONU": "Organisation des Nations Unies"}),
        ("Программа развития ООН (ПРООН)", {"ПРООН": "Программа развития ООН"}),
        ("see below (NOTE), here (WHO knows), p. (AB), in 2012 (12)", {}),
    ],
)  # fmt: skip
def test_acronyms_are_found_with_the_words_they_are_made_of(text: str, found: dict[str, str]) -> None:
    assert dict(acronyms.within(text)) == found


def test_the_index_finds_words_over_lines_but_not_within_others() -> None:
    pages = {1: "The UN and Zoë\nÜnal", 2: "fun for Zoë Ünalan", 3: "sus\u00ad\ntainable zoë ünal", 4: "合作组织的报告"}
    found = index.spots(["UN", "Zoë Ünal", "sustainable", "合作组织", "none"], pages)
    assert found == {"UN": (1,), "Zoë Ünal": (1, 3), "sustainable": (3,), "合作组织": (4,), "none": ()}


def test_the_index_finds_names_that_lines_break_at_hyphens_of_their_own() -> None:
    name = "Rosalind Achterberg-Nkemba"
    whole = {1: "Rosalind Achterberg-\nNkemba", 2: "Rosa\u00ad\nlind Ach\u00adter\u00ad\nberg-Nkem\u00adba",
             3: "Rosalind\nAchterberg\u2010Nkemba", 4: "Rosalind Achterberg\u00adNkemba"}  # fmt: skip
    terms = [name, "Nkemba", "Achterberg", "berg", "合作组织", "water/land"]
    assert index.spots(terms, whole | {5: "合作\n组织", 6: "water/\nland"}) == {
        name: (1, 2, 3), "Nkemba": (1, 2, 3), "Achterberg": (1, 2, 3), "berg": (), "合作组织": (5,), "water/land": (6,),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("page", "left"),
    [
        ("Fair · 2027 Final\nTrack 1 – Land and\nwater\nLand", " Final\n\nLand"),
        ("Track 1 – Land and wa\u00adter\nTrack 1 – Land and water", "\nTrack 1 – Land and water"),
        ("On Track 1 – Land and water", "On Track 1 – Land and water"),
        ("Track 1 – Land and waterways\nTrack 1 – Land and water", "Track 1 – Land and waterways\n"),
    ],
)
def test_the_first_line_that_names_a_track_is_not_looked_through(page: str, left: str) -> None:
    assert index.without(page, ("Fair · 2027", "Track 1 – Land and water", "")) == left


WORDS = [
    "UN",
    "un",
    "Zoë",
    "zoë",
    "Bank",
    "bank-",
    "of",
    "AU",
    "“",
    ")",
    "合作",
    "合",
    "作组织",
    "ก",
    "กข",
    "²",
    "_x",
    "ſ",
    "हिंदी",
]


@given(
    st.lists(st.lists(st.sampled_from([*WORDS, " ", " ", "\n", "-\n", "\u00ad\n", "\u00ad"]), max_size=30), max_size=6),
    st.data(),
)
def test_the_index_finds_what_a_search_through_all_pages_finds(pages: list[list[str]], data: st.DataObject) -> None:
    texts = {at: "".join(each) for at, each in enumerate(pages, 1)}
    pieces = st.lists(st.sampled_from([*WORDS, " "]), min_size=1, max_size=4).map("".join)
    terms = data.draw(st.lists(pieces.filter(lambda each: bool(each.strip())), max_size=8))
    assert index.spots(terms, texts) == {term: tuple(searched(term, texts)) for term in terms}


def searched(term: str, pages: dict[int, str]) -> list[int]:
    """Return the pages that a term is on, as a reader finds them who knows where words end."""
    unspaced = re.compile("[\u0e00-\u0eff\u1000-\u109f\u2e80-\u9fff]")
    capital, wanted = term.isupper(), " ".join(term.split())
    wanted = wanted if capital else wanted.casefold()
    edges = [letter.isalnum() and not unspaced.match(letter) for letter in (wanted[0], wanted[-1])]
    pattern = r"(?<!\w)" * edges[0] + re.escape(wanted) + r"(?!\w)" * edges[1]
    letters = unspaced.pattern
    torn = f"\u00ad\n?|(?<=\\w-)\n(?=\\w)|(?<={letters})\n(?={letters})"
    even = {at: " ".join(re.sub(torn, "", text).split()) for at, text in pages.items()}
    return [at for at, text in even.items() if re.search(pattern, text if capital else text.casefold())]


@given(st.lists(st.sampled_from(["(", ")", " ", ". ", "community ", "land", "trust ", "(CLT)", "(AB)", "ab", "a b "])))
def test_an_acronym_is_found_where_a_search_for_all_that_may_stand_before_it_finds_it(pieces: list[str]) -> None:
    text = "".join(pieces)
    found = re.findall(r"([^()\n]{3,160})\(((?:CLT|AB)+)\)", text)
    spelled = [(short, acronyms._words(short, acronyms._SENTENCE.split(before)[-1])) for before, short in found]
    assert list(acronyms.within(text)) == [(short, long) for short, long in spelled if long]


# Pages


@given(st.lists(st.tuples(st.integers(1, 9), st.booleans()), max_size=12))
def test_leaves_follow_one_another_and_new_parts_stand_on_odd_pages(leaves: list[tuple[int, bool]]) -> None:
    placed = place(Leaf(str(at), "", "", pages, recto=recto) for at, (pages, recto) in enumerate(leaves))
    for before, after in itertools.pairwise(placed):
        assert after.first - before.last in ((1, 2) if after.leaf.recto else (1,))
    assert all(each.first % 2 == 1 for each in placed if each.leaf.recto)
    assert length(placed) % 2 == 0
    assert 0 <= length(placed) - (placed[-1].last if placed else 0) <= 1


@given(st.sets(st.integers(1, 400)))
def test_runs_of_pages_hold_each_page_once(pages: set[int]) -> None:
    runs = merged(pages)
    assert [page for first, last in runs for page in range(first, last + 1)] == sorted(pages)
    assert all(after[0] > before[1] + 1 for before, after in itertools.pairwise(runs))


def test_roman_numerals() -> None:
    assert [roman(each) for each in (1, 4, 9, 14, 40, 1994)] == ["i", "iv", "ix", "xiv", "xl", "mcmxciv"]
