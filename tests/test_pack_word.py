"""The pack in Word: one file of all sessions, whose contents and links are those of the printed volume."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import Counter
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pikepdf
import pytest
from pikepdf import Dictionary, Name

import packs
import words
from rapporteur import cli, layout, office, source
from rapporteur.labels import Labels
from rapporteur.naming import options_for
from rapporteur.pack import Placed, roman
from rapporteur.pack.shown import Shown
from rapporteur.packing import bindable, chunks
from rapporteur.packing.kept import Kept
from rapporteur.packing.maker import Maker
from rapporteur.packing.means import Means
from rapporteur.packing.volume import flowing
from rapporteur.problems import Problem, Refused
from rapporteur.word import exporter
from rapporteur.word.read import paragraphs

LINKED = """
## Discussions

See [the point](#P-1) and [the outcome](#outcome).[^1]

1. First
2. Second {#P-1}

## A box {#outcome}

Words.

### Below it

## Key recommendations

We should:

- Act
- Go on

[^1]: A note of its own.
"""


class Blank:
    """Sets every part as blank pages, so that a pack takes no time."""

    name, suffix, subjects = "pdf", ".pdf", frozenset({"report"})

    def leaf(self, page: object, layout: object) -> bytes:
        return blank(1)

    def page_count(self, data: bytes) -> int:
        return 1

    def places(self, data: bytes) -> dict[str, int]:
        return {}

    def words(self, data: bytes) -> tuple[str, ...]:
        return ("UNDP",)

    def export(self, *_: object) -> bytes:
        raise AssertionError("the sessions are set already")


def blank(pages: int) -> bytes:
    pdf = pikepdf.new()
    for _ in range(pages):
        pdf.add_blank_page()
    pdf.Root.MarkInfo = Dictionary(Marked=True)
    pdf.Root.StructTreeRoot = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    pdf.save(out := BytesIO())
    return out.getvalue()


def workspace(folder: Path) -> Path:
    made = packs.workspace(folder, "en", "ar", "en")
    packs.surround(made)
    for at in (0, 2):  # two sessions of the same ids, whose lists begin anew
        text = (made / f"source/sessions/s{at}.md").read_text("utf-8")
        (made / f"source/sessions/s{at}.md").write_text(f"---{text.split('---')[1]}---\n{LINKED}", "utf-8")
    return made


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return workspace(tmp_path_factory.mktemp("pack"))


def bound(folder: Path) -> tuple[bytes, list[Placed]]:
    """Return the pack in Word, and its parts as they stand in a printed volume of sessions of three pages."""
    data, problems, placed = flowed(folder)
    assert problems == ()
    return data, placed


def flowed(folder: Path) -> tuple[bytes, tuple[Problem, ...], list[Placed]]:
    read = source.read(folder)
    reports, absent = bindable(read, ())
    conference = replace(read.conference, reports=reports)
    labels = Labels(read.layout.catalogue("en"))
    shown = Shown(conference, read.layout, labels)
    kept = Kept(folder / "build/.parts", "x")
    maker = Maker(Means(read, labels, Blank(), kept), shown, absent)
    body = maker.body({each.id: kept.keep(each.id, blank(3), 3) for each in reports if each.id not in absent})
    placed = [*maker.front(body), *body]
    return *flowing(maker, placed), placed


@pytest.fixture(scope="module")
def pack(folder: Path) -> tuple[bytes, list[Placed]]:
    return bound(folder)


@pytest.fixture(scope="module")
def file(pack: tuple[bytes, list[Placed]]) -> words.Opened:
    return words.Opened(pack[0])


def titled(placed: list[Placed]) -> list[Placed]:
    """Return the parts that stand in the contents."""
    return [each for each in placed if each.leaf.title and each.leaf.name != "contents"]


def test_its_headings_are_tracks_with_their_sessions_in_the_order_of_the_printed_volume(
    pack: tuple[bytes, list[Placed]],
) -> None:
    data, placed = pack
    found = [
        (int(each.style.name[-1]) - 1, each.text)
        for each in docx.Document(BytesIO(data)).paragraphs
        if re.fullmatch("Heading [12]", each.style.name)
    ]
    assert found == [
        (int(each.leaf.name.startswith("session-") and each.leaf.role == "Art"), each.leaf.title)
        for each in titled(placed)
    ]


def test_the_headings_of_a_session_stand_below_its_title(pack: tuple[bytes, list[Placed]]) -> None:
    read = [(each.style.name, each.text) for each in docx.Document(BytesIO(pack[0])).paragraphs]
    at = next(at for at, (style, text) in enumerate(read) if style == "Heading 2" and text.startswith("S0."))
    below = [each for each in read[at + 1 :] if each[0].startswith("Heading")]
    assert below[:4] == [
        ("Heading 3", "Discussions"),
        ("Heading 3", "A box"),
        ("Heading 4", "Below it"),
        ("Heading 3", "Key recommendations"),
    ]


def entries(file: words.Opened) -> list[tuple[str, str, str]]:
    """Return the lines of the contents: title, page, and the bookmark that both lead to."""
    lines = file.all("//w:p[starts-with(w:pPr/w:pStyle/@w:val, 'TOC')]/w:hyperlink")
    found = []
    for line in lines:
        title, page = words.ask(line, "./w:r/w:t/text()")[0], words.ask(line, "./w:r/w:t/text()")[-1]
        (code,) = words.ask(line, ".//w:instrText/text()")
        (anchor,) = words.ask(line, "./@w:anchor")
        assert code.split() == ["PAGEREF", anchor, "\\h"]
        found.append((" ".join(words.said(line).removesuffix(page).split()) or title, page, anchor))
    return found


def test_its_contents_name_the_pages_of_the_printed_volume_and_lead_to_the_parts(
    file: words.Opened, pack: tuple[bytes, list[Placed]]
) -> None:
    parts = titled(pack[1])
    found = entries(file)
    assert [each[:2] for each in found] == [
        (each.leaf.title, roman(each.first) if each.front else str(each.first)) for each in parts
    ]
    for (_, _, anchor), part in zip(found, parts, strict=True):
        (heading,) = file.all(f"//w:p[w:bookmarkStart/@w:name='{anchor}']")
        assert words.said(heading) == part.leaf.title


def test_each_part_is_numbered_from_its_page_on_in_the_printed_volume(
    file: words.Opened, pack: tuple[bytes, list[Placed]]
) -> None:
    numbers = file.all("//w:sectPr/w:pgNumType")
    told = [(each.get(f"{words.W}fmt") == "lowerRoman", int(each.get(f"{words.W}start"))) for each in numbers]
    assert told == [(each.front, each.first) for each in pack[1]]


def test_programs_show_the_contents_as_they_are_and_ask_nothing(file: words.Opened) -> None:
    assert not file.all("//w:updateFields", "word/settings.xml")
    assert not file.all("//w:fldChar[@w:dirty]")
    depth, codes = 0, file.all("//w:instrText/text()")
    for kind in file.all("//w:fldChar/@w:fldCharType"):
        depth += {"begin": 1, "separate": 0, "end": -1}[kind]
        assert 0 <= depth <= 2
    assert depth == 0
    assert [each.split()[:3] for each in codes if "TOC " in each] == [["TOC", "\\o", '"1-2"']]


def test_every_word_of_every_sessions_own_form_is_in_it(folder: Path, pack: tuple[bytes, list[Placed]]) -> None:
    read = source.read(folder)
    volume = Counter(" ".join(paragraphs(pack[0])).split())
    whole: Counter[str] = Counter()
    for report in read.conference.reports:
        options = options_for(report, read.conference, folder, False)
        form = words.Opened(exporter.export(report, read.layout, options))
        for part in ("word/document.xml", "word/footnotes.xml"):
            for line in form.all("//w:p", part):
                whole.update(words.said(line).split())
    assert len(whole) > 100
    assert whole - volume == Counter()


def test_no_two_places_have_the_same_name_or_number_and_nothing_leads_nowhere(file: words.Opened) -> None:
    found = [each for each in words.lint(_zipped(file)) if "a field does not begin and end" not in each]
    assert found == []
    for path in ("//w:bookmarkStart/@w:id", "//wp:docPr/@id", "//w:footnoteReference/@w:id"):
        numbers = file.all(path)
        assert len(numbers) == len(set(numbers)) > 0
    named = set(file.all("//w:bookmarkStart/@w:name"))
    pointed = {each.split()[1] for each in file.all("//w:instrText/text()") if "PAGEREF" in each}
    assert pointed <= named


def _zipped(file: words.Opened) -> bytes:
    from rapporteur.container import pack as packed

    return packed(file.parts)


def test_its_footnotes_are_numbered_once_through(file: words.Opened) -> None:
    called = [int(each) for each in file.all("//w:footnoteReference/@w:id")]
    assert called == list(range(1, len(called) + 1))
    assert [int(each) for each in file.all("//w:footnote/@w:id", "word/footnotes.xml") if int(each) > 0] == called
    said = [words.said(each).strip() for each in file.all("//w:footnote", "word/footnotes.xml")]
    assert said.count("A note of its own.") == 2


def test_recommendations_of_each_session_are_counted_from_one(file: words.Opened) -> None:
    lists = file.all("//w:p[w:pPr/w:pStyle/@w:val='RPTRecommendation']/w:pPr/w:numPr/w:numId/@w:val")
    starts = file.all("//w:num[w:lvlOverride/w:startOverride/@w:val='1']/@w:numId", "word/numbering.xml")
    assert len(set(lists)) == 3
    assert set(lists) <= set(starts)


def test_links_lead_to_the_places_of_their_own_session(file: words.Opened) -> None:
    anchors = file.all("//w:hyperlink[w:r/w:t='the point' or w:r/w:t='the outcome']/@w:anchor")
    assert len(anchors) == len(set(anchors)) == 4
    told = [words.said(file.all(f"//w:p[w:bookmarkStart/@w:name='{each}']")[0]) for each in anchors]
    assert told == ["Second", "A box", "Second", "A box"]


def test_an_arabic_session_runs_to_the_left_within_an_english_pack(file: words.Opened) -> None:
    ways = [bool(words.ask(each, "./w:bidi")) for each in file.all("//w:sectPr")]
    assert ways.count(True) == 1
    (heading,) = file.all("//w:p[w:pPr/w:pStyle/@w:val='Heading2'][contains(., 'S1.')]")
    assert words.ask(heading, "./w:pPr/w:bidi[not(@w:val)]")
    assert words.ask(heading, ".//w:lang/@w:bidi")[0] == "ar-SA"


def test_its_quotations_and_the_signs_of_its_lists_stand_at_the_right(file: words.Opened) -> None:
    (quote,) = set(file.all("//w:p[w:pPr/w:bidi]/w:pPr/w:pStyle/@w:val[contains(., 'Quote')]"))
    border = f"//w:style[@w:styleId='{quote}']/w:pPr/w:pBdr"
    assert file.all(f"{border}/w:right/@w:val", "word/styles.xml") == ["single"]
    assert file.all(f"{border}/w:left/@w:val", "word/styles.xml") == ["nil"]
    points = file.all("//w:p[w:pPr/w:bidi][starts-with(w:pPr/w:pStyle/@w:val, 'List')][w:pPr/w:numPr]/w:pPr/w:numPr")
    assert len(points) > 10
    for point in points:
        level, number = (words.ask(point, f"./w:{each}/@w:val")[0] for each in ("ilvl", "numId"))
        signs = file.all(f"//w:num[@w:numId='{number}']/w:lvlOverride[@w:ilvl='{level}']/w:lvl", "word/numbering.xml")
        assert [words.ask(each, "./w:lvlJc/@w:val") for each in signs] == [["center"]]
    assert set(file.all("//w:abstractNum//w:lvlJc/@w:val", "word/numbering.xml")) == {"left"}


def test_the_same_conference_gives_the_same_bytes(folder: Path, pack: tuple[bytes, list[Placed]]) -> None:
    assert bound(folder)[0] == pack[0]


def test_a_list_that_is_printed_in_chunks_is_whole_in_it(
    folder: Path, pack: tuple[bytes, list[Placed]], file: words.Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chunks, "ROWS", dict.fromkeys(chunks.ROWS, 2))
    data, placed = bound(folder)
    assert len(placed) > len(pack[1]) + 2
    told = [re.sub(r"[\divx]+", "", words.said(each.tree())) for each in (words.Opened(data), file)]
    assert told[0] == told[1], "but for the numbers of pages"


def test_it_is_no_form_and_does_not_come_back_as_one(file: words.Opened, pack: tuple[bytes, list[Placed]]) -> None:
    assert not file.all("//w:sdt")
    assert not [each for each in file.all("//w:bookmarkStart/@w:name") if "rpt" in each]
    with pytest.raises(Refused) as refused:
        exporter.recover(pack[0], "pack.docx", layout.find("rapporteur"))
    assert "the pack of all sessions" in refused.value.problems[0].what


def test_a_draft_says_so_below_its_title_and_asks_for_nothing(tmp_path: Path) -> None:
    made = workspace(tmp_path)
    path = made / "source/sessions/s0.md"
    path.write_text(path.read_text("utf-8").replace("state: final", "state: draft"), "utf-8")
    read = [each.text for each in docx.Document(BytesIO(bound(made)[0])).paragraphs]
    at = next(at for at, text in enumerate(read) if text.startswith("S0.") and read[at + 1] == "Draft")
    assert at > 0


@pytest.mark.slow
def test_an_independent_validator_finds_no_error(pack: tuple[bytes, list[Placed]], tmp_path: Path) -> None:
    from openxml_audit import OpenXmlValidator

    (tmp_path / "pack.docx").write_bytes(pack[0])
    assert [str(each) for each in OpenXmlValidator().validate(str(tmp_path / "pack.docx")).errors] == []


def test_a_picture_that_word_cannot_show_is_a_problem_of_its_session_and_no_file_is_made(tmp_path: Path) -> None:
    made = workspace(tmp_path)
    (made / "source/pictures/a b.png").write_bytes(b"no picture")
    data, problems, _ = flowed(made)
    assert data == b""
    assert {each.where.file for each in problems} == {"source/sessions/s1.md"}
    assert all(each.where.line and "is no PNG, JPEG or GIF picture" in each.what for each in problems)


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_libreoffice_shows_the_contents_with_their_numbers(pack: tuple[bytes, list[Placed]], tmp_path: Path) -> None:
    (tmp_path / "pack.docx").write_bytes(pack[0])
    home = f"-env:UserInstallation=file://{tmp_path}/office"
    command = ["soffice", "--headless", home, "--convert-to", "pdf", "--outdir", str(tmp_path)]
    run: dict[str, Any] = {"capture_output": True, "check": True, "timeout": 180}
    subprocess.run([*command, str(tmp_path / "pack.docx")], env=office.environment(), **run)
    told = subprocess.run(["pdftotext", "-layout", str(tmp_path / "pack.pdf"), "-"], **run).stdout.decode()
    pages = [re.sub(r"\D", "", each) for each in re.findall(r"\.{5,} *(\S+)$", told.split("\f")[2], re.MULTILINE)]
    assert pages[1:] == [str(each.first) for each in titled(pack[1])][1:]


def test_it_stands_beside_the_pdf_unless_nobody_wants_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rapporteur.packing.packed", lambda *_, word, **__: Made(word))
    made = packs.workspace(tmp_path, "en")
    assert cli.main(["-w", str(made), "pack", "--no-word"]) == 0
    path = made / "build/pack/forum-on-cooperation.docx"
    assert not path.exists()
    assert cli.main(["-w", str(made), "pack"]) == 0
    assert path.read_bytes() == b"word"
    path.write_bytes(b"mine")
    assert cli.main(["-w", str(made), "pack"]) == 0
    assert path.with_name("forum-on-cooperation.changed.docx").read_bytes() == b"mine"


class Made:
    """A pack of which only its files matter."""

    data, pages, made, problems, ids, fresh = b"pdf", 1, 1, (), (), False

    def __init__(self, word: bool) -> None:
        self.word = b"word" if word else b""
