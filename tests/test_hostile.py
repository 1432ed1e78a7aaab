"""Hostile returned files end in a problem that says what it is and what to do, soon and in little memory."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from lxml.etree import _Element

import hostile
import words
from hostile import HEAVY_WORD, HEAVY_WORKBOOK, OTHERS, paragraph, row, word, workbook
from rapporteur import container, layout
from rapporteur.problems import Problem, Refused
from rapporteur.word import comments, refusals
from rapporteur.word.opened import Opened
from rapporteur.word.revisions import listed, resolved

SECONDS, MEGABYTES = 5, 500
Reader = Callable[[bytes, str], Any]
LEGAL: dict[str, Callable[[str], dict[str, bytes]]] = {
    "docx": lambda text: word(paragraph(text)),
    "xlsx": lambda text: workbook(row(text)),
}


def opened(data: bytes, file: str) -> object:
    """Open a Word file, settle and list all that is tracked, and read its comments; the reader proper goes on here."""
    found = Opened(data, file)
    tree = main_tree(found)
    changes, said = listed(tree), comments.read(found, tree)
    resolved(tree, "accept")
    return found.notes, changes, said


def main_tree(found: Opened) -> _Element:
    tree = found.tree(found.main)
    assert tree is not None
    return tree


def read_word(data: bytes, file: str) -> object:
    from rapporteur.word import recover

    return recover.reading(data, file, layout.find("rapporteur"))


def read_excel(data: bytes, file: str) -> object:
    from rapporteur.excel import recover

    return recover.reading(data, file, layout.find("rapporteur"))


READERS: dict[str, tuple[Reader, str]] = {
    "opened": (opened, "docx"),
    "word": (read_word, "docx"),
    "excel": (read_excel, "xlsx"),
}
every_reader = pytest.mark.parametrize("reader", READERS)


def ended(reader: str, data: bytes) -> tuple[Problem, ...]:
    """Return the problems a file is refused with; none if it is read. Anything else is raised, and fails the test."""
    read, kind = READERS[reader]
    try:
        read(data, f"returned.{kind}")
    except Refused as refused:
        found = refused.problems
    else:
        return ()
    assert found
    for each in found:
        assert each.where.file == f"returned.{kind}"
        assert each.severity == "error"
        assert each.what
        assert each.hint, f"“{each.what}” does not say what to do"
    return found


def parts_for(reader: str) -> Mapping[str, bytes]:
    return LEGAL[READERS[reader][1]]("x")


@cache
def form(reader: str) -> bytes:
    """Return a real file of the kind that a reader reads."""
    if READERS[reader][1] == "docx":
        return words.made(words.text("## Outcomes\n\n- Water.\n- Wells.\n"))
    from openpyxl import Workbook

    book, stream = Workbook(), io.BytesIO()
    book.active.append(["ID", "Recommendation", "Status"])
    book.active.append(["T3-S01-R01", "Build wells", "Open"])
    book.save(stream)
    return stream.getvalue()


# containers


@every_reader
@pytest.mark.parametrize("bomb", [hostile.dense, hostile.crowded, hostile.overlapping, hostile.lying, hostile.doubled])
def test_a_container_that_lies_or_unfolds_too_far_is_refused(reader: str, bomb: Callable[..., bytes]) -> None:
    assert ended(reader, bomb(parts_for(reader)))


@every_reader
@pytest.mark.parametrize("name", ["../../evil.sh", "/etc/passwd", "..\\evil.bat", "C:/evil.bat", "a/../../b"])
def test_names_that_lead_out_of_the_file_are_refused(reader: str, name: str) -> None:
    found = ended(reader, hostile.leading_out(parts_for(reader), name))
    assert [each.what for each in found] == ["the name of this part leads out of the file"]


@every_reader
def test_what_nobody_unpacks_harms_nobody(reader: str, tmp_path: Path) -> None:
    for data in (hostile.nested(parts_for(reader)), hostile.symlinked(parts_for(reader))):
        if reader == "opened":
            assert ended(reader, data) == ()
        else:
            ended(reader, data)
    assert list(tmp_path.iterdir()) == []


@every_reader
def test_a_file_cut_off_anywhere_is_refused(reader: str) -> None:
    assert all(ended(reader, piece) for piece in hostile.cut(form(reader)))


@every_reader
def test_a_file_with_any_byte_changed_is_read_or_refused(reader: str) -> None:
    outcomes = [bool(ended(reader, data)) for data in hostile.flipped(form(reader))]
    assert len(outcomes) == 200
    assert any(outcomes), "no byte mattered"


# XML


@every_reader
@pytest.mark.parametrize("kind", hostile.DECLARATIONS)
@pytest.mark.parametrize("code", ["utf-8", "utf-16", "utf-16-be"])
def test_entities_are_refused_in_any_encoding_and_fetch_nothing(reader: str, kind: str, code: str) -> None:
    declared = hostile.DECLARATIONS[kind]
    text = "&l9;" if "l9" in declared else "x"
    made = word(paragraph(text), declared) if READERS[reader][1] == "docx" else workbook(row(text), declared)
    name = next(name for name in made if b"<!DOCTYPE" in made[name])
    head = f'<?xml version="1.0" encoding="{code[:6]}"?>'
    mark = "\ufeff" if code == "utf-16-be" else ""
    made[name] = (mark + head + made[name].decode()).encode(code)
    found = ended(reader, container.pack(made))
    assert len(found) == 1
    assert "entit" in found[0].what or "document type" in found[0].what


def test_entities_in_an_encoding_that_hides_them_are_refused() -> None:
    made = word(paragraph("&l9;"), hostile.DECLARATIONS["billion laughs"])
    text = made["word/document.xml"].decode()
    made["word/document.xml"] = ('<?xml version="1.0" encoding="IBM037"?>' + text).encode("cp037")
    assert [each.rule for each in ended("opened", container.pack(made))] == [refusals.RULE]


def test_a_part_in_utf_16_is_read_like_any_other() -> None:
    made = word(paragraph("words"))
    made["word/document.xml"] = made["word/document.xml"].decode().encode("utf-16")
    found = Opened(container.pack(made))
    tree = main_tree(found)
    assert found.notes == []
    assert "".join(tree.itertext()) == "words"


def test_the_strict_form_of_the_standard_is_read_as_the_usual_one() -> None:
    made = word(paragraph("words"))
    strict = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
    made["word/document.xml"] = made["word/document.xml"].replace(hostile.WORD.encode(), strict)
    found = Opened(container.pack(made))
    tree = main_tree(found)
    assert found.notes == []
    assert [each.text for each in tree.iter(f"{{{hostile.WORD}}}t")] == ["words"]


def test_a_damaged_part_is_read_as_far_as_it_can_be_and_says_so() -> None:
    made = word(paragraph("words"))
    made["word/document.xml"] = made["word/document.xml"].replace(b"</w:body></w:document>", b"")
    found = Opened(container.pack(made), "returned.docx")
    assert [["".join(main_tree(found).itertext()) for _ in range(2)], len(found.notes)] == [["words", "words"], 1]
    (problem,) = found.notes
    assert problem.severity == "warning"
    assert problem.where.spot == "word/document.xml"
    for rest in (b"", b"   ", b"no xml"):
        with pytest.raises(Refused, match="nothing in it can be read"):
            main_tree(Opened(container.pack(made | {"word/document.xml": rest})))


# other files


@pytest.mark.parametrize("kind", OTHERS)
def test_a_file_of_another_kind_is_named_whatever_it_is_called(kind: str) -> None:
    data, said = OTHERS[kind]
    for reader in ("opened", "word"):
        found = ended(reader, data)
        assert len(found) == 1
        assert said in found[0].what


@pytest.mark.parametrize("kind", sorted(OTHERS.keys() - {"xlsx"}))
def test_a_workbook_of_another_kind_is_refused(kind: str) -> None:
    assert ended("excel", OTHERS[kind][0])


def test_macros_are_refused_with_how_to_save_without_them() -> None:
    plain = word()
    for data in (hostile.with_macros(plain), hostile.enabled_for_macros(plain)):
        (problem,) = ended("opened", data)
        assert "macros" in problem.what
        assert "docx" in problem.hint
    for name in ("form.docm", "FORM.DOTM"):
        with pytest.raises(Refused, match="macros"):
            Opened(container.pack(plain), name)


def test_macros_in_a_workbook_are_refused() -> None:
    made = {**workbook(row("x")), "xl/vbaProject.bin": hostile.OLE}
    assert "macros" in ended("excel", container.pack(made))[0].what


def test_the_text_is_found_by_its_relationship_or_else_by_its_name() -> None:
    made = word(paragraph("words"))
    other = {"[Content_Types].xml": made["[Content_Types].xml"], "text/Main.xml": made["word/document.xml"]}
    other["_rels/.rels"] = hostile.relationships(("officeDocument", "/text/main.xml"))
    assert Opened(container.pack(other), "x.docx").main == "text/Main.xml"
    del made["_rels/.rels"]
    assert Opened(container.pack(made), "x.docx").main == "word/document.xml"
    del made["word/document.xml"]
    assert [each.what for each in ended("opened", container.pack(made))] == [
        "this file has no text: its main part is missing"
    ]


@pytest.mark.parametrize(
    ("kind", "mode", "count"),
    [
        ("attachedTemplate", "External", 1),
        ("aFChunk", "", 1),
        ("subDocument", "External", 1),
        ("oleObject", "External", 1),
        ("oleObject", "", 0),
        ("hyperlink", "External", 0),
        ("image", "External", 0),
    ],
)
def test_what_leads_out_of_the_file_is_told_and_never_followed(kind: str, mode: str, count: int) -> None:
    target = "file://192.0.2.1/share/x" if mode else "chunk.html"
    made = word() | {"word/_rels/document.xml.rels": hostile.relationships((kind, target), mode=mode)}
    told = Opened(container.pack(made), "returned.docx").notes
    assert len(told) == count
    assert all(each.severity == "warning" and target.rpartition("/")[2] in each.what for each in told)


# heavy ones, each in a process of its own

CHILD = """
import json, resource, sys, time
resource.setrlimit(resource.RLIMIT_AS, (1_500_000_000,) * 2)
sys.path.insert(0, sys.argv[1])
import test_hostile as tests
reader, kind = tests.READERS[sys.argv[2]]
tests.ended(sys.argv[2], tests.container.pack(tests.parts_for(sys.argv[2])))  # what is loaded once
def most():  # in megabytes; `ru_maxrss` would begin with what the parent process once had
    return next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM")) / 1000
before, begun, cpu = most(), time.monotonic(), time.process_time()
data = open(sys.argv[3], "rb").read()
found = tests.ended(sys.argv[2], data)
print(json.dumps({"cpu": time.process_time() - cpu, "wall": time.monotonic() - begun, "grown": most() - before,
                  "what": [str(each) for each in found]}))
"""


def heavy(reader: str, data: bytes, folder: Path) -> dict[str, Any]:
    """Return what reading a file cost, and with what it is refused."""
    file = folder / "returned"
    file.write_bytes(data)
    here = str(Path(__file__).parent)
    run = [sys.executable, "-c", CHILD, here, reader, str(file)]
    ran = subprocess.run(run, capture_output=True, text=True, timeout=60, check=False)
    assert ran.returncode == 0, ran.stderr[-2000:]
    cost: dict[str, Any] = json.loads(ran.stdout)
    return cost


CASES = [
    *((reader, kind, HEAVY_WORD[kind]) for reader in ("opened", "word") for kind in HEAVY_WORD),
    *(("excel", kind, body) for kind, body in HEAVY_WORKBOOK.items()),
]


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux tells how much memory was used")
@pytest.mark.parametrize(("reader", "kind", "body"), CASES, ids=[f"{reader}-{kind}" for reader, kind, _ in CASES])
def test_what_is_heavy_ends_soon_and_in_little_memory(
    reader: str, kind: str, body: Callable[[], str], tmp_path: Path
) -> None:
    made = word(body()) if READERS[reader][1] == "docx" else workbook(body())
    data = hostile.zipped(*made.items(), method=zipfile.ZIP_STORED)  # so that its density does not give it away
    cost = heavy(reader, data, tmp_path)
    assert cost["cpu"] < SECONDS, (kind, cost)
    assert cost["grown"] < MEGABYTES, (kind, cost)


@pytest.mark.parametrize("reader", ["opened", "word", "excel"])
@pytest.mark.parametrize("kind", ["100,000 nested elements", "a text of 20 MB"])
def test_the_limits_of_the_parser_are_told_in_words_for_a_person(reader: str, kind: str) -> None:
    made = word(HEAVY_WORD[kind]()) if READERS[reader][1] == "docx" else workbook(HEAVY_WORKBOOK[kind]())
    (problem,) = ended(reader, hostile.zipped(*made.items(), method=zipfile.ZIP_STORED))
    assert "deeper or longer" in problem.what
    assert "HUGE" not in str(problem)


def test_a_main_part_that_is_no_text_is_refused_and_not_read_as_an_empty_report() -> None:
    made = word() | {"word/document.xml": b"<x/>"}
    for reader in ("opened", "word"):
        (problem,) = ended(reader, container.pack(made))
        assert "main part is something else" in problem.what


def test_a_hundred_thousand_paragraphs_are_refused_with_their_number() -> None:
    (problem,) = ended("opened", container.pack(word("".join(paragraph(str(at * 7919)) for at in range(30_000)))))
    assert "30,000 paragraphs" in problem.what
