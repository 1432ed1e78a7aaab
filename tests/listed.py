"""What the lists of recommendations of a pack say, in print and in Word, and what poppler reads where they lead."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import pikepdf
from lxml import html

import words
from rapporteur import checks, source
from rapporteur.packing import bindable
from rapporteur.report import Recommendation
from test_pdf import needs


class Line(NamedTuple):
    """A line of a list: where it leads (its session and what its place is called), and the page that it names."""

    leads: str
    page: str


class Word(NamedTuple):
    """A word as poppler reads it, and the middle of its line, in points from the foot of the page."""

    said: str
    left: float
    height: float


def printed(path: Path) -> dict[str, list[Word]]:
    """Return the words of each page of a PDF, by what the page is called."""
    done = subprocess.run([needs("pdftotext"), "-bbox", str(path), "-"], capture_output=True, check=True)
    with pikepdf.open(path) as pdf:
        called = [page.label for page in pdf.pages]
    pages = html.fromstring(done.stdout.decode()).xpath("//page")
    return {name: list(_words(page)) for name, page in zip(called, pages, strict=True)}


def _words(page: html.HtmlElement) -> Iterator[Word]:
    high = float(page.get("height"))
    for each in page.xpath("./word"):
        top, foot = float(each.get("ymin")), float(each.get("ymax"))
        yield Word(each.text or "", float(each.get("xmin")), high - (top + foot) / 2)


def in_print(path: Path, pages: dict[str, list[Word]]) -> list[Line]:
    """Return the lines of the lists of a pack, and assert that each link jumps to the page that it names."""
    found = []
    with pikepdf.open(path) as pdf:
        called = {page.obj.objgen: page.label for page in pdf.pages}
        targets = dict(pikepdf.NameTree(pdf.Root.Names.Dests).items())
        for page in pdf.pages:
            for link in page.obj.get("/Annots", []):
                leads, (left, one, right, other) = str(link.get("/Dest", "")), map(float, link.Rect)
                if "/" in leads and called[page.obj.objgen] not in _own(leads, targets, called):
                    near = [each for each in pages[page.label] if left - 1 < each.left < right]
                    said = "".join(each.said for each in near if min(one, other) < each.height < max(one, other))
                    if said.isdecimal():
                        assert called[targets[leads][0].objgen] == said
                        found.append(Line(leads, said))
    return found


def _own(leads: str, targets: dict[str, pikepdf.Object], called: dict[tuple[int, int], str]) -> set[str]:
    """Return the pages of the session that holds a place, as far as they are known."""
    session = leads.partition("/")[0]
    return {called[target[0].objgen] for name, target in targets.items() if name.partition("/")[0] == session}


def in_word(data: bytes) -> Iterator[tuple[Line, str]]:
    """Yield the lines of the lists of a pack in Word, which lead by bookmarks, with the paragraphs they lead to."""
    file = words.Opened(data)
    places = {mark: each for each in file.all("//w:p") for mark in words.ask(each, "./w:bookmarkStart/@w:name")}
    for field in file.all("//w:tr/w:tc[last()]//w:hyperlink[.//w:instrText]"):
        (code,), (anchor,) = words.ask(field, ".//w:instrText/text()"), words.ask(field, "./@w:anchor")
        assert code.split() == ["PAGEREF", anchor, "\\h"]
        yield Line(anchor, words.said(field)), words.said(places[anchor])


def stands(recommendation: Recommendation, page: Sequence[Word]) -> bool:
    """Return whether a page shows what a recommendation is called, and its first words.

    Letters that poppler reads one by one, from right to left or without spaces, are left out.
    """
    shown = {"", *(_plain(word) for each in page for word in each.said.split())}
    return all(_plain(each) in shown for each in (recommendation.id, *recommendation.text.split()[:3]))


def _plain(word: str) -> str:
    return re.sub(r"\W|[\u0590-\u08ff\u0900-\u097f\u2e80-\u9fff]", "", word)


def assert_true(folder: Path, name: str, lists: int) -> None:
    """Assert that so many lists of a pack name the page of each recommendation, in print and in Word."""
    read = source.read(folder)
    every, absent = bindable(read, checks.check(read))
    reports, path = [each for each in every if each.id not in absent], folder / "build/pack" / name
    wanted = {f"session-{each.id}/{each.anchor(one)}": one for each in reports for one in each.recommendations}
    pages = printed(path)
    lines = in_print(path, pages)
    assert sorted(each.leads for each in lines) == sorted(lists * list(wanted))
    assert [each for each in lines if not stands(wanted[each.leads], pages[each.page])] == []
    told = list(in_word(path.with_suffix(".docx").read_bytes()))
    assert [each.page for each, _ in told] == [each.page for each in lines]
    for (_, said), line in zip(told, lines, strict=True):
        assert wanted[line.leads].text[:20] in " ".join(said.split())
