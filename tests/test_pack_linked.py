"""The linker: objects keep what they say under other numbers, and fragments hold together wherever they stand."""

from __future__ import annotations

import itertools
import json
import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, Pdf, String

import packs
from rapporteur import cli
from rapporteur.pack import Leaf, place
from rapporteur.pack.bookmarks import Bookmark, written
from rapporteur.pack.bound import Store, bound
from rapporteur.pack.faces import Subset, recalled
from rapporteur.pack.numbered import Objects
from rapporteur.pack.objects import Sheaf, Table, string
from rapporteur.pack.trees import Binding
from rapporteur.problems import Refused
from rapporteur.xmp import About

TEXTS = st.text(max_size=12) | st.sampled_from(["1 0 R", "(12 0 R)", "<a 3 0 R>", "\\(4 0 R", "stream", "٣ 0 R"])
PLAIN = st.integers(-9, 9) | st.booleans() | TEXTS.map(lambda text: ("text", text))
VALUES = st.recursive(
    PLAIN | st.integers(0, 4).map(lambda at: ("object", at)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("ABC"), inner, max_size=3),
    max_leaves=8,
)


def thing(pdf: Pdf, value: Any, objects: list[Any]) -> Any:
    if isinstance(value, dict):
        return Dictionary({f"/{name}": thing(pdf, each, objects) for name, each in value.items()})
    if isinstance(value, list):
        return Array([thing(pdf, each, objects) for each in value])
    if isinstance(value, tuple):
        return String(value[1]) if value[0] == "text" else objects[value[1]]
    return value


def said(value: Any, seen: tuple[Any, ...] = ()) -> Any:
    """Return what an object says, following what it leads to, but for what is above it."""
    if getattr(value, "is_indirect", False):
        if value.objgen in seen:
            return len(seen) - seen.index(value.objgen)
        seen = (*seen, value.objgen)
    if isinstance(value, pikepdf.Stream):
        return value.read_bytes(), said(value.get("/Held"), seen)
    if isinstance(value, Dictionary):
        return {name: said(each, seen) for name, each in value.items()}
    if isinstance(value, Array):
        return [said(each, seen) for each in value]
    return str(value)


@given(st.lists(VALUES, min_size=5, max_size=5), st.integers(1, 90))
def test_objects_say_the_same_under_other_numbers(values: list[Any], first: int) -> None:
    with Pdf.new() as pdf:
        objects = [pdf.make_indirect(Dictionary()) for _ in range(3)]
        objects += [pdf.make_stream(b"1 0 R %d" % at) for at in range(2)]
        for each, value in zip(objects, values, strict=True):
            each.Held = thing(pdf, value, objects)
        pdf.add_blank_page()
        root = pdf.Root
        root.Held = Array(objects)
        taken = Objects(pdf, {}, first)
        taken.reach([bytes(root.unparse())])
        with pikepdf.open(BytesIO(whole(taken, taken.number(root)))) as again:
            assert again.check_pdf_syntax() == []
            assert said(again.Root.Held) == said(root.Held)
            assert str(again.trailer.Info.Text) == "π (1 0 R)"


def whole(taken: Objects, root: int) -> bytes:
    """Return a file of what was taken, and of one object more."""
    head = b"%PDF-1.7\n"
    body, spots = taken.written()
    table, sheaf = Table(), Sheaf(taken.pack + taken.packed + 1)
    table.placed(taken.streams, [len(head) + spot for spot in spots])
    table.within(taken.pack, taken.pack + 1, taken.packed)
    info = sheaf.add(f"<</Text {string('π (1 0 R)')}>>")
    body = head + body + sheaf.written(table, len(head) + len(body))
    known = "/ID [<00> <00>]"
    return body + table.written(sheaf.number(), f"/Root {root} 0 R /Info {info} 0 R {known}", len(body))


def leaf_pdf(pages: int, links: tuple[str, ...] = (), level: int = 1) -> bytes:
    """Return a tagged PDF with a heading on each page, and links on the first."""
    with Pdf.new() as pdf:
        root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        top = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, P=root, K=Array()))
        nums: list[Any] = []
        for at in range(pages):
            page = pdf.add_blank_page(page_size=(300, 400)).obj
            page.Contents = pdf.make_stream(b"/H1 <</MCID 0>> BDC EMC")
            page.StructParents = at
            kind = Name(f"/H{level}")
            head = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=kind, P=top, Pg=page, K=0, ID=String(f"h{at}")))
            top.K.append(head)
            nums += [at, Array([head])]
        notes = Array()
        for address in links:
            leads = Dictionary(S=Name.URI, URI=String(f"https://pack.invalid/{address}"))
            notes.append(Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], A=leads))
        pdf.pages[0].obj.Annots = notes
        root.K, root.ParentTree = Array([top]), pdf.make_indirect(Dictionary(Nums=Array(nums)))
        pdf.Root.StructTreeRoot, pdf.Root.MarkInfo = root, Dictionary(Marked=True)
        pdf.save(out := BytesIO())
        return out.getvalue()


def linked(leaves: list[Leaf], parts: dict[str, bytes], kept: dict[str, bytes] | None = None) -> bytes:
    """Return leaves bound, with what was `kept` before."""
    kept = {} if kept is None else kept

    def keep(name: str, make: Any) -> bytes:
        if name not in kept:
            kept[name] = make()
        return kept[name]

    binding = Binding(About("A pack", language="en"), right_to_left=False)
    return bound((), place(leaves), binding, Store(parts.__getitem__, keep, keep))


@given(st.lists(st.tuples(st.integers(1, 3), st.integers(0, 1)), min_size=1, max_size=5))
def test_every_page_heading_and_name_of_every_leaf_is_in_the_pack(told: list[tuple[int, int]]) -> None:
    parts = {f"p{pages}": leaf_pdf(pages) for pages, _ in told}
    leaves = [
        Leaf(f"leaf-{at}", f"Leaf {at}", f"p{pages}", pages, depth if at else 0)
        for at, (pages, depth) in enumerate(told)
    ]
    kept: dict[str, bytes] = {}
    data = linked(leaves, parts, kept)
    assert linked(leaves, {}, kept) == data  # nothing is read that is kept
    with pikepdf.open(BytesIO(data)) as read:
        assert read.check_pdf_syntax() == []
        heads = [each for each in packs.elements(read) if str(each.S) == "/H1"]
        assert sorted(str(each.ID) for each in heads) == sorted(
            f"leaf-{at}/h{page}" for at, (pages, _) in enumerate(told) for page in range(pages)
        )
        names = {str(name): target[0].objgen for name, target in pikepdf.NameTree(read.Root.Names.Dests).items()}
        pages = [page.obj.objgen for page in read.pages]
        starts = [each.first - 1 for each in place(leaves)]
        assert [pages.index(names[f"leaf-{at}"]) for at in range(len(told))] == starts
        with read.open_outline() as outline:
            below = [each for top in outline.root for each in (top, *top.children)]
            assert [each.title for each in below] == [each.title for each in leaves]
    assert packs.loose_ends(data) == []
    assert len(re.findall(rb"/Type /Page\b", data)) >= sum(pages for pages, _ in told)  # to turn to one unpacks nothing


@given(st.lists(st.sampled_from(["0003 ab 500", "0004 cd 250"])), st.lists(st.sampled_from(["0003 0041"])))
def test_what_is_told_of_a_subset_is_read_again(shapes: list[str], letters: list[str]) -> None:
    subset = Subset("/F", "/AB+F", "f", "font", "below", "about", (0.0, -1.5, 2.0, 3.0), tuple(shapes), tuple(letters))
    assert recalled(json.loads(json.dumps(subset.told()))) == subset


def test_a_damaged_fragment_is_made_anew() -> None:
    parts, leaves, kept = {"p": leaf_pdf(2)}, [Leaf("a", "A", "p", 2)], dict[str, bytes]()
    data = linked(leaves, parts, kept)
    for damaged in (b"", b"{}\n", b"[1]\n", b"\xff\n"):
        assert linked(leaves, parts, dict.fromkeys(kept, damaged)) == data


def test_names_in_any_script_are_found_by_their_links() -> None:
    parts = {"p": leaf_pdf(1), "q": leaf_pdf(1, ("track-%C3%89co", "page-1"))}
    data = linked([Leaf("track-Éco", "Éco", "p", 1), Leaf("z", "Z", "q", 1)], parts)
    with pikepdf.open(BytesIO(data)) as read:
        names = {str(name) for name, _ in pikepdf.NameTree(read.Root.Names.Dests).items()}
        targets = [str(each.Dest) for page in read.pages for each in page.obj.get("/Annots", [])]
        assert targets == ["track-%C3%89co", "page-1"]
        assert names >= set(targets)


@pytest.mark.parametrize("part", [leaf_pdf(1, ("nobody",)), leaf_pdf(1, level=3)])
def test_a_link_to_nowhere_and_a_skipped_level_are_refused(part: bytes) -> None:
    with pytest.raises(Refused, match=r"leads nowhere|begins with a heading of level 3"):
        linked([Leaf("a", "A", "p", 1)], {"p": part})


@given(st.lists(st.integers(0, 3), max_size=12))
def test_each_bookmark_knows_its_neighbours_and_how_many_are_seen(depths: list[int]) -> None:
    deepest = itertools.accumulate(depths, lambda above, depth: min(depth, above + 1), initial=-1)
    marks = [Bookmark(20 + at, f"{at}", depth, 9) for at, depth in enumerate(list(deepest)[1:])]
    objects = dict(written(marks, 5))
    assert sorted(objects) == [5, *(each.number for each in marks)]
    assert f"/Count {len(marks)}>>" in objects[5]
    for each in marks:
        assert ("/Prev" in objects[each.number]) + objects[each.number].count("/Parent") <= 2


def test_the_same_words_can_be_a_reference_in_a_title(tmp_path: Path) -> None:
    folder = packs.workspace(tmp_path, "en", "en", short=True)
    path = folder / "source/sessions/s0.md"
    path.write_text(path.read_text("utf-8").replace('title: "S0.', 'title: "12 0 R (7 0 R) S0.'), "utf-8")
    assert cli.main(["-w", str(folder), "pack", "--no-word"]) == 0
    with pikepdf.open(folder / "build/pack/forum-on-cooperation.pdf") as read, read.open_outline() as outline:
        assert any(each.title.startswith("12 0 R (7 0 R) S0.") for top in outline.root for each in top.children)
