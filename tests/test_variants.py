"""The digest and the archive: what each holds, in which order, and that nothing of it is lost."""

import hashlib
import json
import shutil
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given

import reports
from rapporteur import as_data, container, jobs, packing, parity, plain_text, proved, source, variants
from rapporteur.cli import main
from rapporteur.cli import variants as cli_variants
from rapporteur.conference import small
from rapporteur.pdf import page_count
from rapporteur.pdf import text as words_of
from rapporteur.problems import Place, Refused, error
from rapporteur.variant import Variant
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


def test_the_folder_for_the_public_holds_what_is_sent_and_nothing_else_also_where_it_held_more(workspace, monkeypatch):
    monkeypatch.setattr(variants, "digest", lambda read, found: (b"%PDF", ()))
    pack = workspace / "build/public/pack"
    (pack / ".parts").mkdir(parents=True, exist_ok=True)
    (pack / ".parts/assembly-digest.pdf.made").write_text('{"digest": "of another day"}', "utf-8")
    shutil.rmtree(workspace / "build/.parts/public", ignore_errors=True)
    assert main(["-w", str(workspace), "pack", "--variant", "digest"]) == 0
    assert [path.name for path in (workspace / "build/public").rglob("*") if path.name.startswith(".")] == []
    assert packing.recorded(pack / "assembly-digest.pdf", workspace, "public")["kind"] == "digest"


def test_what_packs_were_made_of_leaves_the_folder_for_the_public_also_if_it_stands_elsewhere_by_now(tmp_path):
    old, new = tmp_path / "build/public/pack/.parts", tmp_path / "build/.parts/public"
    for folder, names in ((old, ("a.pdf", "b.pdf", "A4/x")), (new, ("a.pdf",))):
        for name in names:
            path = folder / f"{name}.made"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps({"kind": f"{name} {folder.name}"}), "utf-8")
    before = sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*"))
    pack = tmp_path / "build/public/pack"
    told = [packing.recorded(pack / name, tmp_path, "public")["kind"] for name in ("a.pdf", "b.pdf")]
    assert told == ["a.pdf public", "b.pdf .parts"]
    assert sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*")) == before  # who reads moves nothing
    packing.written(b"%PDF", "c.pdf", tmp_path, "public")
    assert [path.name for path in (tmp_path / "build/public").rglob("*")] == ["pack", "c.pdf"]
    assert [packing.recorded(pack / name, tmp_path, "public")["kind"] for name in ("a.pdf", "b.pdf")] == told
    assert (new / "A4/x.made").is_file()


def test_the_archive_holds_each_report_in_each_form_with_its_digest_and_is_written_whole(workspace):
    read = source.read(workspace)
    with ThreadPoolExecutor(1) as executor:
        job = variants.archive(read, read.conference.reports, "assembly", executor)
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


def test_digest_and_archive_are_read_back_and_what_they_lack_is_told_with_its_line(workspace):
    read = source.read(workspace)
    with ThreadPoolExecutor(1) as executor:
        jobs.written(variants.archive(read, read.conference.reports, "mine", executor), workspace, kind="archive")
    data, _ = variants.digest(read, read.conference.reports)
    (workspace / "build/pack/assembly-digest.pdf").unlink(missing_ok=True)
    packing.written(data, "d.pdf", workspace, kind="digest", sessions=["T3-S01", "T3-S02"])
    found = {name.partition("build/")[2]: (texts, wrong) for name, texts, wrong in proved.packs(read, read)}
    mine = [f"archive/mine/{kind}/{stem}" for stem in ("T3-S01-water", "T3-S02-wells") for kind in ("text", "pdf")]
    for start in ("pack/d.pdf", *mine):
        ((texts, wrong),) = (told for name, told in found.items() if name.startswith(start))
        assert texts > 2
        assert wrong == ()
    path = workspace / read.conference.reports[0].origin.file
    before = path.read_text("utf-8")
    path.write_text(before.replace("Wells last.", "Wells dry up."), "utf-8")
    told = [each for _, _, wrong in proved.packs(read, source.read(workspace)) for each in wrong]
    path.write_text(before, "utf-8")
    line = before.split("\n").index("- Wells last.") + 1
    lacking = {each.what.split(" ")[0] for each in told if each.what.endswith("lacks “Wells dry up.” (outcomes)")}
    assert {each.where for each in told} == {Place(source.name_of(path, workspace), line)}
    assert {"build/pack/d.pdf", "build/archive/mine/text/T3-S01-water-for-all.txt"} < lacking
    (workspace / "build/pack/d.pdf").write_bytes(b"%PDF")
    (workspace / "build/archive/mine/conference.json").write_text("{}")
    by_hand = [name for name, _, wrong in proved.packs(read, read) if wrong and "somebody changed" in wrong[0].what]
    assert {"build/pack/d.pdf", "build/archive/mine"} <= set(by_hand)


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


# Packs that the conference names

PACKS = """\
name: Assembly
tracks:
  - {id: 3, name: Governance}
packs:
  everything:
  delegates: {variant: digest}
  three: {tracks: 3, audience: public, paper: A5, word: no, without: [people, index]}
  late: {variant: rapporteur, sessions: [missing, T3-S01]}
"""


def named(folder, packs, programme=""):
    found = reports.workspace(folder, reports.session_text(SECOND, f"{reports.FRONT}{FRONT}"), conference=packs)
    if programme:
        (found / source.PROGRAMME).write_text(programme, "utf-8")
    return found


def test_a_pack_holds_what_the_conference_says_of_it(tmp_path):
    everything, delegates, three, late = source.read(named(tmp_path, PACKS)).packs
    assert everything == Variant("everything")
    assert (delegates.kind, delegates.whose, late.whose) == ("digest", "public", "internal")
    assert three == Variant(
        "three", tracks=("3",), audience="public", paper="A5", word=False, without=("people", "index")
    )
    assert [three.holds(*each) for each in (("A", "3"), ("A", "4"))] == [True, False]
    assert [late.holds(*each) for each in (("t3-s01", ""), ("T3-S02", ""))] == [True, False]


def test_all_that_is_wrong_with_the_packs_is_told_at_once_with_its_line(tmp_path):
    packs = """\
name: Assembly
tracks: [{id: 3}]
packs:
  all: {}
  a b: {}
  one: {variant: digset}
  two: {track: 3}
  three: {tracks: [4], without: [poeple]}
  four: {variant: archive, paper: A5, sessions: [T3-S01]}
  five: {sessions: [T3-S1]}
  six: digest
  seven: {audience: nobody, word: perhaps, paper: A3}
"""
    told = [str(each).split("\n") for each in source.read(named(tmp_path, packs)).problems]
    found = [(line[0].split(":")[1], line[0].partition("error: ")[2], *map(str.strip, line[1:])) for line in told]
    name = "letters, digits, . _ and -, for example: delegates"
    archive = "take it out; it may say: audience"
    assert sorted(found, key=lambda each: int(each[0])) == [
        ("4", "no pack can be called “all”, which stands for all of them", name),
        ("5", "“a b” cannot be the name of a pack, which is a part of the names of its files", name),
        ("6", "“digset” is not a variant", "use one of: full, digest, brief, rapporteur, archive"),
        ("7", "“track” is not known here", "did you mean “tracks”?"),
        ("8", "there is no track “4”", "there are: 3"),
        ("8", "there is no part “poeple”", "did you mean “people”?"),
        ("9", "a pack of the variant archive knows no “paper”", archive),
        ("9", "a pack of the variant archive knows no “sessions”", archive),
        ("10", "the pack “five” names “T3-S1”, which is no session", "did you mean “T3-S01”?"),
        ("11", "“six” needs keys under it, and text stands here", "write under it: variant: digest"),
        ("12", "there is no audience “nobody”", "there are: internal, public"),
        ("12", "“A3” is not a paper", "use one of: A4, A5, Letter"),
        ("12", "“perhaps” is not a word", "use one of: yes, no"),
    ]


def test_packs_are_made_by_name_and_all_of_them_for_whom_each_is(tmp_path, monkeypatch):
    folder = named(tmp_path, PACKS)
    made = []
    monkeypatch.setattr(cli_variants, "make", lambda of, *_: made.append((of.name, of.whose, of.word)))
    run = lambda *words: main(["-w", str(folder), "pack", *words])  # noqa: E731
    assert run("Three", "delegates", "three") == 0
    assert made == [("three", "public", False), ("delegates", "public", True)]
    made.clear()
    assert run("--all", "--no-word", "--audience", "internal") == 0
    assert made == [(name, "internal", False) for name in ("everything", "delegates", "three", "late")]


def test_a_printer_gets_the_pack_that_is_named(tmp_path, monkeypatch):
    folder = named(tmp_path, PACKS)
    made = []

    def copy(read, of, *_):
        made.append((of.name, of.tracks, read.layout.audience))
        raise Refused([error(Place("x"), "enough")])

    monkeypatch.setattr(packing, "copy", copy)
    run = lambda *words: main(["-w", str(folder), "press", *words])  # noqa: E731
    assert [run("--pack", "THREE"), run("--pack"), run("--pack", "--track", "3")] == [1, 1, 1]
    assert made == [("three", ("3",), "public"), ("", (), "internal"), ("", ("3",), "internal")]
    assert [run("--pack", "delegates"), run("--pack", "nobody"), run("--pack", "three", "--track", "3")] == [2, 2, 2]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("delegats",), "there is no pack “delegats” in conference.yaml; did you mean “delegates”?"),
        (("three", "--track", "3"), "leave --variant, --track and --session out"),
        (("--variant", "digest", "--track", "4"), "no session is of the track “4”; there are: 3"),
        (("--session", "T9"), "--session names “T9”, which is no session; there are: T3-S01"),
        (("--variant", "archive", "--track", "3"), "the archive is of all sessions"),
    ],
)
def test_what_names_no_pack_is_wrong_use(tmp_path, capsys, words, told):
    assert main(["-w", str(named(tmp_path, PACKS)), "pack", *words]) == 2
    assert told in capsys.readouterr().err


def test_a_pack_of_some_sessions_does_not_take_the_place_of_the_whole_one(tmp_path):
    read = source.read(named(tmp_path, PACKS))
    several = Variant(sessions=("T3-S01", "T3-S02"))
    names = [packing.named(read, each, ".pdf") for each in (Variant(), several, Variant("late", sessions=("A",)))]
    assert names == ["assembly.pdf", "assembly-t3-s01-t3-s02.pdf", "assembly-late.pdf"]
    assert packing.named(read, Variant(kind="digest", tracks=("3",)), ".pdf") == "assembly-track-3-digest.pdf"
    assert packing.named(read, Variant(kind="rapporteur", sessions=("all",))) == "assembly"


def test_a_pack_of_one_track_knows_of_no_other(tmp_path):
    programme = "sessions:\n  - {id: T3-S02, title: A, track: 3}\n  - {id: T4-S01, title: B, track: 4}\n"
    read = source.read(named(tmp_path, PACKS, programme))
    for of, ids in ((Variant(), ["T3-S02", "T4-S01"]), (Variant(tracks=("3",)), ["T3-S02"])):
        reports_of, absent = packing.bindable(read, (), of)
        conference = packing.held(read.conference, reports_of, absent, of)
        assert [each.id for each in conference.programme] == ids
        assert [each.id for each in conference.reports] == [*ids, "T3-S01"]
        assert {each.track for each in small.shown(conference).tracks} == {each[1] for each in (*ids, "T3-S01")}


def test_a_pack_that_cannot_be_made_any_more_does_not_stay_as_if_it_were_of_now(tmp_path, monkeypatch, capsys):
    folder = named(tmp_path, PACKS)
    for audience in ("internal", "public"):
        for name in ("assembly.pdf", "assembly.docx", "assembly-digest.pdf"):
            packing.written(b"old", name, folder, audience)
    (folder / "build/public/pack/assembly.docx").write_bytes(b"by hand")

    def refused(*_, **__):
        raise Refused([error(Place("source/sessions/t3-s01.md"), "no")])

    monkeypatch.setattr(variants, "digest", refused)
    monkeypatch.setattr(packing, "packed", refused)
    run = lambda *words: main(["-w", str(folder), "pack", *words])  # noqa: E731
    assert [run(*words) for words in ((), ("--audience", "public"), ("--variant", "digest"))] == [1, 1, 1]
    left = sorted(path.relative_to(folder / "build").as_posix() for path in folder.glob("build/**/pack/assembly*"))
    assert left == ["pack/assembly-digest.pdf", "pack/assembly.docx", "pack/assembly.pdf", "public/pack/assembly.docx"]
    told = " ".join(capsys.readouterr().out.split())
    for line in (
        "out of date build/pack/assembly.pdf",
        "removed build/public/pack/assembly.pdf",
        "changed by hand, look at it build/public/pack/assembly.docx",
        "removed build/public/pack/assembly-digest.pdf",
    ):
        assert line in told


def test_a_session_of_which_nothing_is_written_yet_is_not_there_and_is_told(tmp_path, monkeypatch, capsys):
    begun = reports.session_text("\n## Summary\n\n## Outcomes\n", reports.FRONT.replace("T3-S01", "T3-S02"))
    folder = reports.workspace(tmp_path, reports.session_text(FIRST, f"{reports.FRONT}{FRONT}"), begun)
    read = source.read(folder)
    assert packing.bindable(read, ())[1] == {"T3-S02"}
    held = []
    monkeypatch.setattr(variants, "digest", lambda read, found: (held.extend(each.id for each in found) or b"%PDF", ()))
    assert main(["-w", str(folder), "pack", "--variant", "digest"]) == 0
    assert held == ["T3-S01"]
    assert "s2.md: warning: nothing is written in it yet" in capsys.readouterr().err
