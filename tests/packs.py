"""Conferences to bind, and a look through a bound PDF that owes nothing to the code that bound it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary

import words

CONFERENCE = """\
name: Forum on cooperation
edition: Second edition
languages: [{languages}]
layout: {form}
tracks:
  - {{id: 1, name: Local economies}}
  - {{id: 3, name: Global governance}}
"""


def workspace(folder: Path, *languages: str, form: str = "rapporteur", short: bool = False) -> Path:
    """Make a workspace of one session in each language, in turn of track 1, of track 3 and of none; return it.

    A `short` session is a draft of one sentence; others hold every construction there is.
    """
    import conformance_reports as corpus  # which makes packs, too

    sessions = folder / "source/sessions"
    sessions.mkdir(parents=True)
    told = ", ".join(dict.fromkeys(languages))
    (folder / "source/conference.yaml").write_text(CONFERENCE.format(languages=told, form=form), "utf-8")
    (folder / "source/pictures").mkdir()
    (folder / "source/pictures/a b.png").write_bytes(words.png(240, 135))
    for at, language in enumerate(languages):
        text = corpus.text(language).replace("id: T3-S01", f"id: S{at}").replace('title: "', f'title: "S{at}. ', 1)
        text = text.replace("track: 3\n", ("track: 1\n", "track: 3\n", "")[at % 3])
        if short:
            front = text.partition("\n---\n")[0].replace("state: final", "state: draft")
            text = f"{front}\n---\n\n## Summary {{.summary}}\n\nN1. What was said.\n"
        (sessions / f"s{at}.md").write_text(text, "utf-8")
    return folder


def surround(folder: Path) -> None:
    """Give a workspace a programme, with a session that is only announced, and texts of its own around the sessions."""
    (folder / "source/pack").mkdir()
    for name, text in TEXTS.items():
        (folder / "source" / name).write_text(text, "utf-8")
    conference = folder / "source/conference.yaml"
    conference.write_text(conference.read_text("utf-8") + AROUND, "utf-8")


AROUND = """\
pack:
  front: [foreword.md]
  imprint: imprint.md
  colophon: colophon.md
  acronyms: {UNDP: United Nations Development Programme}
  index: [emerging countries, nowhere, global governance, Forum on cooperation]
"""
TEXTS = {
    "pack/foreword.md": "# Foreword\n\nWelcome.[^1]\n\n## Thanks\n\n- to many\n\n[^1]: Without whom nothing.\n",
    "pack/imprint.md": "Published by the Forum. Text: CC BY 4.0.\n",
    "pack/colophon.md": "# Colophon\n\nSet in Source Serif.\n",
    "programme.yaml": """\
sessions:
  - {id: OPEN, title: Opening, when: {date: 2027-03-12, time: 9:00–10:00}, report: no}
  - {id: S0, title: The first, track: 1, room: Hall A, when: {date: 2027-03-12, time: 10:30–12:00}}
  - {id: S1, title: The second, track: 3, room: Hall B, when: {date: 2027-03-12, time: 10:30–12:00}}
  - id: S8
    title: Seeds after the drought
    track: 3
    room: Hall B
    when: {date: 2027-03-13, time: 10:30–12:00}
    people: {moderator: Naledi Late-Moyo, rapporteur: {name: Otto Brandt, email: otto@late.example}}
""",
}


def elements(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Yield every structure element below the root, parents first."""
    waiting = [pdf.Root.StructTreeRoot]
    while waiting:
        parent = waiting.pop()
        kids = parent.get("/K", [])
        for kid in kids if isinstance(kids, Array) else [kids]:
            if isinstance(kid, Dictionary) and "/S" in kid:
                assert kid.P.objgen == parent.objgen, "an element does not know its parent"
                yield kid
                waiting.append(kid)


def loose_ends(data: bytes) -> list[str]:
    """Return what does not hold together: marks, parent tree, elements, links, destinations, names of table heads."""
    with pikepdf.open(BytesIO(data)) as pdf:
        return [*_marked(pdf), *_linked(pdf), *_headed(pdf)]


def _parents(pdf: pikepdf.Pdf) -> dict[int, Any]:
    tree = pdf.Root.StructTreeRoot.ParentTree
    found: dict[int, Any] = {}
    for leaf in tree.get("/Kids", [tree]):
        nums = list(leaf.Nums)
        assert "/Limits" not in leaf or list(leaf.Limits) == [nums[0], nums[-2]], "a leaf has other keys than it says"
        found.update((int(key), parents) for key, parents in zip(nums[::2], nums[1::2], strict=True))
    return found


def _marked(pdf: pikepdf.Pdf) -> Iterator[str]:
    known, parents = {each.objgen: each for each in elements(pdf)}, _parents(pdf)
    pages = {page.obj.objgen for page in pdf.pages}
    if list(parents) != sorted(parents):
        yield "the keys of the parent tree are not in order"
    on_pages = Counter((int(page.obj.StructParents), mark) for page in pdf.pages for mark in _marks(page))
    in_tree = Counter((int(each.Pg.StructParents), mark) for each in known.values() for mark in _numbers(each))
    yield from (f"mark {each} is not once on a page and once in the tree" for each in on_pages - in_tree)
    yield from (f"mark {each} is not once in the tree and once on a page" for each in in_tree - on_pages)
    yield from (f"the parent of {each} is lost" for each in on_pages if parents[each[0]][each[1]].objgen not in known)
    if any("/Pg" in each and each.Pg.objgen not in pages for each in known.values()):
        yield "an element stands on no page of the file"


def _linked(pdf: pikepdf.Pdf) -> Iterator[str]:
    known, parents = {each.objgen for each in elements(pdf)}, _parents(pdf)
    pages = {page.obj.objgen for page in pdf.pages}
    targets = {str(name): target for name, target in pikepdf.NameTree(pdf.Root.Names.Dests).items()}
    yield from (f"{name} is on no page" for name, target in targets.items() if target[0].objgen not in pages)
    for link in (link for page in pdf.pages for link in page.obj.get("/Annots", [])):
        if parents[int(link.StructParent)].objgen not in known:
            yield "a link is not in the tree"
        if ("/Dest" in link and str(link.Dest) not in targets) or "pack.invalid" in str(link.get("/A", "")):
            yield f"a link leads nowhere: {link.get('/Dest', link.get('/A'))}"


def _headed(pdf: pikepdf.Pdf) -> Iterator[str]:
    heads = [str(each.ID) for each in elements(pdf) if "/ID" in each]
    if len(heads) != len(set(heads)):
        yield "two heads of tables have one name"
    for attributes in [each.A for each in elements(pdf) if "/A" in each]:
        for one in attributes if isinstance(attributes, Array) else [attributes]:
            yield from (f"{each} is no head" for each in one.get("/Headers", []) if str(each) not in heads)


def _numbers(element: Any) -> list[int]:
    kids = element.get("/K", [])
    return [int(kid) for kid in (kids if isinstance(kids, Array) else [kids]) if not isinstance(kid, Dictionary)]


def _marks(page: pikepdf.Page) -> Iterator[int]:
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "BDC" and isinstance(operands[1], Dictionary) and "/MCID" in operands[1]:
            yield int(operands[1].MCID)
