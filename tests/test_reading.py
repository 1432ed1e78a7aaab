"""What a reader gets out of a PDF that knows nothing of how it was made: by poppler, by PDFium, and by its structure.

Nothing here uses the modules that write or read back our PDFs, only programs of others.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pikepdf
import pypdfium2
import pytest

import conformance_reports
from conformance_reports import TONGUES
from rapporteur.system import font_file

BODY = """\
## {title} {{.summary}}

A1 {sentence} A2 {sentence} A3 {sentence}[^a] *B1 {sentence}* [B2 {title}](https://example.org/b) and **B3 {title}**.

- C1 {sentence}

    - C2 {title}

    C3 {sentence}[^b]

- C4 {title} `C5`

| D1 | D2 {title} |
|----|------------|
| D3 | D4 {sentence} |

[^a]: E1 {sentence} [E2 {title}](mailto:a.b@example.org)
[^b]: E3 {title}
"""
LEFTWARD = re.compile("[\u0590-\u08ff]")
SOFT = "\u00ad"
FONTS = {"ar": "NotoNaskhArabic-Regular.ttf", "hi": "NotoSerifDevanagari-Regular.ttf", "zh": "NotoSerifCJK-Regular.ttc"}


@dataclass(frozen=True)
class Element:
    """An element of the structure: its kind, its own attributes, and what it holds, marks of content included."""

    kind: str
    about: Any
    kids: tuple[Element | tuple[int, int], ...]

    def all(self, kind: str) -> Iterator[Element]:
        """Yield the elements of a kind in it, in reading order."""
        if self.kind == kind:
            yield self
        for kid in self.kids:
            if isinstance(kid, Element):
                yield from kid.all(kind)

    @property
    def kinds(self) -> list[str]:
        """What the elements are that it holds."""
        return [kid.kind for kid in self.kids if isinstance(kid, Element)]


@cache
def made(language: str) -> bytes:
    if language in FONTS and not font_file(FONTS[language]):
        pytest.skip(f"{FONTS[language]} is not here")
    tongue = TONGUES[language]
    body = BODY.format(title=tongue.title, sentence=tongue.sentence)
    front = conformance_reports.FRONT.format(
        title=tongue.title, language=language, state="final", name=tongue.name, country=tongue.country
    )
    with TemporaryDirectory() as folder:
        return conformance_reports.pdf(f"---\n{front}---\n\n{body}", language, Path(folder))


def texts(language: str) -> list[str]:
    """Return what a document says in running text, piece by piece."""
    tongue = TONGUES[language]
    body = BODY.format(title=tongue.title, sentence=tongue.sentence)
    names = ["A1", "A2", "A3", "B1", "B2", "B3", "C1", "C2", "C3", "C4", "D2", "D4", "E1", "E2", "E3"]
    found = [re.search(rf"{name} (?:{re.escape(tongue.sentence)}|{re.escape(tongue.title)})", body) for name in names]
    return [each[0] for each in found if each]


def poppler(data: bytes, folder: Path) -> str:
    """Return the text of a PDF in the order of its content."""
    path = folder / "a.pdf"
    path.write_bytes(data)
    done = subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True, check=True, timeout=60)
    return done.stdout.decode()


def by_pdfium(data: bytes) -> str:
    with pypdfium2.PdfDocument(data) as pdf:
        pages = []
        for page in pdf:
            read = page.get_textpage()
            pages.append(read.get_text_range())
            read.close()
        return "\n".join(pages).replace("\ufffe", SOFT).replace("\x02", SOFT)


def joined(text: str, spaced: bool) -> str:
    """Return lines as one: a soft hyphen at an end is none, after a hard one there is no space."""
    text = unicodedata.normalize("NFKC", re.sub(rf"{SOFT}\s*\n", "", text))
    text = re.sub(r"(?<=\w-)\n", "", text)
    return re.sub(r"\s+", " " if spaced else "", text)


@cache
def structure(language: str) -> Element:
    with pikepdf.open(BytesIO(made(language))) as pdf:
        pages = {page.objgen: number for number, page in enumerate(pdf.pages)}
        (root,) = pdf.Root.StructTreeRoot.K
        return element(root, pages)


def element(found: Any, pages: dict[Any, int]) -> Element:
    kids = found.get("/K", [])
    held: list[Element | tuple[int, int]] = []
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, int):
            held.append((pages[found.Pg.objgen], kid))
        elif "/S" in kid:
            held.append(element(kid, pages))
    about = {key: str(found[key]) for key in ("/ActualText", "/Alt", "/ID") if key in found}
    return Element(str(found.S)[1:], about, tuple(held))


def said(part: Element) -> str:
    """Return the words that the structure itself says, in its order."""
    if "/ActualText" in part.about:
        return str(part.about["/ActualText"])
    return "".join(said(kid) for kid in part.kids if isinstance(kid, Element))


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler is not here")
@pytest.mark.parametrize("language", ["en", "es", "ru", "hi", "zh"])
def test_poppler_and_pdfium_read_every_sentence_as_it_was_written(language: str, tmp_path: Path) -> None:
    spaced = language != "zh"
    wanted = [joined(each, spaced) for each in texts(language)]
    found = poppler(made(language), tmp_path)
    read = joined(found, spaced)
    assert [each for each in wanted if each not in read] == []
    other = re.sub(f"[{SOFT}-]", "", joined(by_pdfium(made(language)), spaced))  # it takes all hyphens at ends for soft
    assert [each for each in wanted if each.replace("-", "") not in other] == []
    if language in ("es", "ru"):
        assert re.search(rf"\w{SOFT}\n\w", found)


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler is not here")
def test_arabic_is_said_by_the_structure_and_poppler_finds_its_letters(tmp_path: Path) -> None:
    words = re.sub(r"\s+", " ", said(structure("ar")))
    for text in texts("ar"):
        assert text.partition(" ")[2] in words
    there = poppler(made("ar"), tmp_path)
    for letter in "دورالتعاونبينبلدانالجنوب":
        written = sum(unicodedata.normalize("NFKC", text).count(letter) for text in texts("ar"))
        assert unicodedata.normalize("NFKC", there).count(letter) >= written


def test_hindi_lines_carry_their_words_beside_their_glyphs() -> None:
    carried = ""
    with pikepdf.open(BytesIO(made("hi"))) as pdf:
        for page in pdf.pages:
            for operands, operator in pikepdf.parse_content_stream(page):
                if str(operator) == "BDC" and "/ActualText" in operands[1]:
                    carried += str(operands[1].ActualText)
    carried = re.sub(r"\s+", " ", carried)
    assert [text for text in texts("hi") if text.partition(" ")[2] not in carried] == []


@pytest.mark.parametrize("language", list(TONGUES))
def test_links_are_described_by_their_words(language: str) -> None:
    title = TONGUES[language].title
    with pikepdf.open(BytesIO(made(language))) as pdf:
        links = [each for page in pdf.pages for each in page.get("/Annots", []) if each.Subtype == "/Link"]
        told = {str(each.Contents) for each in links}
    assert told == {f"B2 {title}", f"E2 {title}", "a.b@example.org"}


@pytest.mark.parametrize("language", list(TONGUES))
def test_notes_tables_and_lists_have_their_roles_and_stand_in_order(language: str) -> None:
    root = structure(language)
    notes = list(root.all("Note"))
    assert [note.kinds[0] for note in notes] == ["Lbl", "Lbl"]
    assert len({note.about["/ID"] for note in notes}) == len(list(root.all("Reference"))) == 2
    assert list(notes[0].all("Link"))
    (table,) = [each for each in root.all("Table") if "THead" in each.kinds]
    assert table.kinds == ["THead", "TBody"]
    assert [row.kinds for row in table.all("TR")] == [["TH", "TH"], ["TD", "TD"]]
    outer, inner = root.all("L")
    assert outer.kinds == ["LI", "LI"]
    assert inner.kinds == ["LI"]
    assert [item.kinds for item in root.all("LI")] == [["Lbl", "LBody"]] * 3
    bodies = list(outer.all("LBody"))
    assert bodies[0].kinds == ["P", "L", "P"]
    assert len(list(root.all("Code"))) == 1


def test_every_identifier_is_found_by_the_tree_of_identifiers() -> None:
    with pikepdf.open(BytesIO(made("en"))) as pdf:
        held = [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and "/S" in each and "/ID" in each]
        names = pikepdf.NameTree(pdf.Root.StructTreeRoot.IDTree)
        assert len(held) > 4
        assert {str(each.ID): each.objgen for each in held} == {name: each.objgen for name, each in names.items()}


@pytest.mark.parametrize("language", ["en", "ar"])
def test_what_is_not_in_the_structure_is_an_artifact(language: str) -> None:
    with pikepdf.open(BytesIO(made(language))) as pdf:
        painted = list(marks_of(pdf))
    outside = [kind for kind, mark in painted if mark is None]
    assert set(outside) == {"Pagination"}
    assert {mark for _, mark in painted if mark is not None} == set(marks_in(structure(language)))


def marks_in(part: Element) -> Iterator[tuple[int, int]]:
    for kid in part.kids:
        if isinstance(kid, Element):
            yield from marks_in(kid)
        else:
            yield kid


def marks_of(pdf: Any) -> Iterator[tuple[str, tuple[int, int] | None]]:
    """Yield what is marked on each page: as what kind of artifact, or its page and number."""
    for number, page in enumerate(pdf.pages):
        for operands, operator in pikepdf.parse_content_stream(page, "BDC BMC Tj TJ Do"):
            about = operands[1] if str(operator) == "BDC" else {}
            if "/MCID" in about or "/Type" in about:
                yield str(about.get("/Type", "/"))[1:], (number, int(about.MCID)) if "/MCID" in about else None
