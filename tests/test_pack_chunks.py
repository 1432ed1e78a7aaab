"""Long lists of a pack in chunks: no row is lost, and an edit cuts the list where it was cut before."""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import Any
from zlib import crc32

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

import packs
from rapporteur import checks, source
from rapporteur.conference.programme import Glance
from rapporteur.conference.programme import Row as Hours
from rapporteur.labels import Labels
from rapporteur.pack import Leaf, place, wholes
from rapporteur.pack.shown import Entry, Shown, Term
from rapporteur.packing import bindable, chunks, packed
from rapporteur.packing.chunks import Row, cut
from rapporteur.pdf import page
from rapporteur.slot import Slot

SIZE = 40


def rows(names: Sequence[str], *, groups: int = 50) -> list[Row]:
    return [Row(at // groups, name, name) for at, name in enumerate(names)]


def names(seed: int, count: int) -> list[str]:
    draw = random.Random(seed)
    return [f"S{draw.randrange(10**6)}" for _ in range(count)]


@given(st.lists(st.tuples(st.integers(0, 3), st.text(max_size=2), st.integers(0, 9))), st.integers(1, 30))
def test_every_row_is_in_one_chunk_in_its_order(found: list[tuple[int, str, int]], size: int) -> None:
    given_ = [Row(group, key, at, weight) for at, (group, key, weight) in enumerate(sorted(found))]
    made = list(cut(given_, size))
    assert [row for chunk in made for row in chunk] == given_
    heavy = max((each.weight for each in given_), default=0)
    assert all(sum(each.weight for each in chunk) <= 2.5 * size + heavy for chunk in made)
    assert all(sum(each.weight for each in chunk) >= size for chunk in made[:-1])


@pytest.mark.parametrize("groups", [50, 300, 10**6])
def test_chunks_begin_with_a_group_if_they_can_else_with_a_row_that_its_name_picks_out(groups: int) -> None:
    *made, last = cut(rows(names(1, 2000), groups=groups), SIZE)
    assert len(made) > 20
    for before, after in itertools.pairwise([*made, last]):
        heads = [at for at in range(1, len(before)) if before[at].group != before[at - 1].group]
        assert not [at for at in heads if at >= SIZE], "a group began where the chunk might have ended"
        picked = crc32(after[0].key.encode()) % chunks.ONE_IN == 0
        assert after[0].group != before[-1].group or picked or len(before) == 2 * SIZE


def test_an_edit_of_what_rows_say_moves_no_border() -> None:
    told = rows(names(2, 2000))
    edited = [replace(row, item=f"edited {row.item}") for row in told]
    assert [len(each) for each in cut(told, SIZE)] == [len(each) for each in cut(edited, SIZE)]


def test_one_row_more_or_less_changes_hardly_more_than_the_chunk_that_it_is_in() -> None:
    draw, changed, tries = random.Random(3), 0, 60
    for _ in range(tries):
        told = rows(names(draw.randrange(10**6), 1500), groups=10**6)
        at = draw.randrange(1, len(told))
        other = [*told[:at], *([Row(0, "new", "new"), told[at]] if draw.random() < 0.5 else []), *told[at + 1 :]]
        changed += len(set(cut(other, SIZE)) - set(cut(told, SIZE)))
    assert changed / tries < 2


def test_a_list_of_few_pages_is_what_it_was() -> None:
    context: Mapping[str, Any] = {"part": "acronyms", "acronyms": [("UN", "United Nations")] * 300, "begins": True}
    assert [*chunks.chunks(context)] == [context]
    other = {"part": "cover", "imprint": None}
    assert [*chunks.chunks(other)] == [other]


def test_leaves_that_go_on_are_one_with_what_they_go_on_from() -> None:
    leaves = [Leaf("a", "A", b"", 3), Leaf("a+2", "", b"", 2, recto=False, after="a"), Leaf("b", "B", b"", 1)]
    found = place(leaves)
    assert [(each.leaf.name, each.first, last) for each, last in wholes(found)] == [("a", 1, 5), ("b", 7, 7)]


# On pages


@dataclass(frozen=True)
class Listed:
    name: str
    about: str = ""
    reports: tuple[Any, ...] = ()


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Shown:
    read = source.read(packs.workspace(tmp_path_factory.mktemp("chunks"), "en", "es"))
    return Shown(read.conference, read.layout, Labels(read.layout.catalogue("en")))


def many(shown: Shown, part: str) -> Mapping[str, Any]:
    """Return what the template is told of a list of many rows."""
    said = sorted(names(4, 2500), key=str.casefold)
    if part in ("people", "organisations"):
        return {**shown.listed(part, {}), part: [Listed(each) for each in said]}
    if part == "acronyms":
        return {**shown.listed_acronyms(), part: [(each, "x") for each in said]}
    if part == "index":
        return {**shown.index({}), "terms": [Term(each, each[1], ((1, 2),)) for each in sorted(said)]}
    if part == "contents":
        kinds = ["track" if at % 40 == 0 else "session" for at in range(len(said))]
        return {**shown.contents((), ()), "entries": [Entry(f"x-{at}", said[at], "1", kinds[at]) for at in range(2500)]}
    if part == "programme":
        return {**shown.programme({}), "days": days([Slot(each, each) for each in said])}
    row, *_ = shown.register.recommendations
    listed = [replace(row, sentence=each, report=replace(row.report, id=each[:4])) for each in said]
    groups = [(f"Track {at}", listed[at * 250 : at * 250 + 250]) for at in range(10)]
    pages = {each.report.id: 1 for each in listed}
    if part == "recommendations":
        return {**shown.recommendations(pages), "by_track": groups}
    return {**shown.addressees(pages), "by_addressee": groups}


def days(slots: Sequence[Slot]) -> list[Glance]:
    """Return days of a hundred hours each, in three rooms."""
    lines = [Hours(None, None, at, tuple((each,) for each in slots[at : at + 3])) for at in range(0, len(slots), 3)]
    return [Glance(None, ("A", "B", "C"), tuple(lines[at : at + 100])) for at in range(0, len(lines), 100)]


@pytest.mark.parametrize("part", [each for each in chunks.ROWS if each != "folios"])
def test_all_chunks_together_say_what_the_list_says_with_its_title_once(shown: Shown, part: str) -> None:
    context = many(shown, part)
    whole = shown.layout.render("pack.html.jinja", context)
    made = [shown.layout.render("pack.html.jinja", each) for each in chunks.chunks(context)]
    assert len(made) > 1
    assert "".join(map(pieces, made)) == pieces(whole)
    assert [html.count("<h1") for html in made] == [1, *[0] * (len(made) - 1)]


def pieces(html: str) -> str:
    """Return what a list says without the heads of its tables, which each page repeats."""
    body = html.partition("</div>")[2].partition("</body>")[0]
    return re.sub(r"\s+", "", re.sub(r"<thead>.*?</thead>|<[^>]*>", "", body, flags=re.DOTALL))


def test_a_page_that_goes_on_keeps_the_level_of_its_headings() -> None:
    html = "<html {}><body><h2>Track 2</h2><h2>Track 3</h2></body></html>"
    for attribute, level in (("data-goes-on", "h2"), ("", "h1")):
        tree = page.read(html.format(attribute), {}, "").root
        assert next(each.tag for each in tree.iter() if each.text == "Track 2") == level


# Bound


def test_a_pack_of_many_chunks_holds_together_as_one_of_few(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = packs.workspace(tmp_path, "en", "es", short=True)
    packs.surround(folder)
    read = source.read(folder)
    reports, absent = bindable(read, checks.check(read))
    few = packed(read, reports, absent)
    monkeypatch.setattr(chunks, "ROWS", {**chunks.ROWS, "contents": 4, "programme": 2, "index": 2})
    many = packed(read, reports, absent)
    (bookmarks, leaves), (usual, _) = bound(many.data), bound(few.data)
    assert {"index+2", "contents+2", "programme+2"} <= leaves
    assert packs.loose_ends(many.data) == []
    assert bookmarks == usual


def bound(data: bytes) -> tuple[list[Any], set[str]]:
    """Return the bookmarks of a pack, and the names of its destinations."""

    def told(items: Any) -> list[Any]:
        return [(each.title, told(each.children)) for each in items]

    with pikepdf.open(BytesIO(data)) as pdf, pdf.open_outline() as found:
        return told(found.root), {str(name) for name in pikepdf.NameTree(pdf.Root.Names.Dests)}
