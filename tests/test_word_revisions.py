"""Tracked changes: rejected they give the text as it was, accepted the text as it is, and each is listed once."""

from __future__ import annotations

import copy
import re
from pathlib import Path
from typing import Literal, NamedTuple
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

import reports
from rapporteur.word.opened import Opened
from rapporteur.word.revisions import MARK, found, listed, rejected, resolved
from rapporteur.word.settling import CHANGES, WRAPPERS
from rapporteur.word.spots import words

SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W = f"{{{SPACE}}}"
RETURNED = Path(__file__).resolve().parent / "fixtures" / "returned"
How = Literal["accept", "reject"]
WHO = 'w:id="7" w:author="Ana" w:date="2026-01-02T03:04:05Z"'
GONE = {"accept": ("del", "moveFrom"), "reject": ("ins", "moveTo")}
REVISION = {*WRAPPERS, *CHANGES} | {
    f"{W}{each}" for each in ("delText", "delInstrText", "cellIns", "cellDel", "cellMerge", "numberingChange")
}


def part(body: str) -> etree._Element:
    return etree.fromstring(f'<w:document xmlns:w="{SPACE}"><w:body>{body}</w:body></w:document>')


def settled(body: str, how: How) -> list[str]:
    """Return the words of each paragraph of a body after its changes are settled."""
    tree = part(body)
    resolved(tree, how)
    assert left(tree) == []
    return [words(each) for each in tree.iter(f"{W}p")]


def left(tree: etree._Element) -> list[str]:
    """Return the marks of tracked changes that are still in a tree."""
    return [str(each.tag) for each in tree.iter() if each.tag in REVISION or "Range" in str(each.tag)]


# random edits


class Run(NamedTuple):
    state: str
    text: str
    restyled: bool

    @property
    def xml(self) -> str:
        kind = "delText" if self.state == "del" else "t"
        was = f"<w:rPrChange {WHO}><w:rPr><w:i/></w:rPr></w:rPrChange>"
        now = f"<w:rPr><w:b/>{was}</w:rPr>" if self.restyled else ""
        run = f'<w:r>{now}<w:{kind} xml:space="preserve">{escape(self.text)}</w:{kind}></w:r>'
        return f"<w:{self.state} {WHO}>{run}</w:{self.state}>" if self.state else run


class Paragraph(NamedTuple):
    mark: str
    style: str
    runs: tuple[Run, ...]
    controlled: bool

    @property
    def xml(self) -> str:
        mark = f"<w:rPr><w:{self.mark} {WHO}/></w:rPr>" if self.mark else ""
        runs = "".join(run.xml for run in self.runs)
        whole = f'<w:p><w:pPr><w:pStyle w:val="{self.style}"/>{mark}</w:pPr>{runs}</w:p>'
        return f"<w:sdt><w:sdtPr/><w:sdtContent>{whole}</w:sdtContent></w:sdt>" if self.controlled else whole


STATES = st.sampled_from(["", "", "ins", "del", "moveFrom", "moveTo"])
RUNS = st.builds(Run, STATES, st.text("abc é漢 &<", min_size=1, max_size=5), st.booleans())
PARAGRAPHS = st.builds(Paragraph, STATES, st.sampled_from("ABC"), st.lists(RUNS, max_size=4).map(tuple), st.booleans())


def expected(paragraphs: list[Paragraph], how: How) -> list[tuple[str, str]]:
    """Return style and words of each paragraph that shall be there, worked out from what was put in."""
    found, text, style = [], "", ""
    for at, each in enumerate(paragraphs):
        own = "".join(run.text for run in each.runs if run.state not in GONE[how])
        text += own
        style = each.style if own or not style else style
        if each.mark not in GONE[how] or at == len(paragraphs) - 1:
            found.append((style if text else each.style, text))
            text, style = "", ""
    return found


@pytest.mark.parametrize("how", ["accept", "reject"])
@given(paragraphs=st.lists(PARAGRAPHS, min_size=1, max_size=7))
def test_whatever_was_edited_comes_out_as_it_was_or_as_it_is(how: How, paragraphs: list[Paragraph]) -> None:
    tree = part("".join(each.xml for each in paragraphs))
    resolved(tree, how)
    there = [(each.find(f".//{W}pStyle").get(f"{W}val"), words(each)) for each in tree.iter(f"{W}p")]
    assert there == expected(paragraphs, how)
    assert left(tree) == []
    bold = [run for each in paragraphs for run in each.runs if run.restyled and run.state not in GONE[how]]
    assert len(list(tree.iter(f"{W}b" if how == "accept" else f"{W}i"))) == len(bold)
    assert len(list(tree.iter(f"{W}i" if how == "accept" else f"{W}b"))) == 0


@given(paragraphs=st.lists(PARAGRAPHS, min_size=1, max_size=7))
def test_to_reject_each_change_is_to_reject_all(paragraphs: list[Paragraph]) -> None:
    each, all_ = (part("".join(each.xml for each in paragraphs)) for _ in range(2))
    rejected([mark for _, marks in found(each) for mark in marks])
    resolved(each, "accept")
    resolved(all_, "reject")
    assert etree.tostring(each) == etree.tostring(all_)


WHOSE = st.tuples(STATES.filter(lambda state: "move" not in state), st.sampled_from(["Ana", "Ben"]))
BY_TWO = st.lists(st.tuples(st.lists(st.tuples(WHOSE, st.text("abc", min_size=1, max_size=3)), max_size=4), WHOSE))


@given(paragraphs=BY_TWO)
def test_what_one_person_changed_can_be_rejected_alone(paragraphs) -> None:
    opposite = {"": "", "ins": "del", "del": "ins"}
    alike, whole = [], ""
    for at, (runs, (mark, author)) in enumerate(paragraphs):
        alike.append(
            Paragraph(
                opposite[mark] if author == "Ben" else mark,
                "A",
                tuple(Run(opposite[state] if who == "Ben" else state, text, False) for (state, who), text in runs),
                False,
            )
        )
        own = Paragraph(mark, "A", tuple(Run(state, text, False) for (state, _), text in runs), at % 2 == 0).xml
        authors = iter([*([author] if mark else []), *(who for (state, who), _ in runs if state)])
        whole += re.sub('w:author="Ana"', lambda _, authors=authors: f'w:author="{next(authors)}"', own)
    tree = part(whole)
    rejected([mark for told, marks in found(tree) if told.author == "Ben" for mark in marks])
    resolved(tree, "accept")
    assert [words(each) for each in tree.iter(f"{W}p")] == [text for _, text in expected(alike, "accept")]
    assert left(tree) == []


@given(st.lists(st.tuples(st.sampled_from(["", "ins", "del"]), st.text("abc", min_size=1, max_size=3)), max_size=6))
def test_rows_come_and_go(rows: list[tuple[str, str]]) -> None:
    def row(state: str, text: str) -> str:
        mark = f"<w:trPr><w:{state} {WHO}/></w:trPr>" if state else ""
        return f"<w:tr>{mark}<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc></w:tr>"

    body = f"<w:tbl>{''.join(row(*each) for each in rows)}</w:tbl><w:p/>"
    assert settled(body, "accept") == [*(text for state, text in rows if state != "del"), ""]
    assert settled(body, "reject") == [*(text for state, text in rows if state != "ins"), ""]


@given(st.lists(PARAGRAPHS, min_size=1, max_size=5))
def test_every_word_inserted_or_deleted_is_listed_once(paragraphs: list[Paragraph]) -> None:
    plain = {"moveFrom": "del", "moveTo": "ins"}  # without names, the ends of a move are known by their words alone
    edits = [
        each._replace(mark="", runs=tuple(run._replace(state=plain.get(run.state, run.state)) for run in each.runs))
        for each in paragraphs
    ]
    told = listed(part("".join(each.xml for each in edits)))
    for kind, state in (("inserted", "ins"), ("deleted", "del")):
        put = "".join(run.text for each in edits for run in each.runs if run.state == state)
        assert "".join(each.words for each in told if each.kind == kind) == put
    restyled = "".join(run.text for each in edits for run in each.runs if run.restyled)
    assert "".join(each.words for each in told if each.kind == "formatted") == restyled
    assert {each.author for each in told} <= {"Ana"}


# each kind of mark


def paragraph(content: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{content}</w:p>"


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def test_pieces_of_one_change_are_told_as_one_and_what_lies_between_parts_them() -> None:
    two, words, more = (f"<w:ins {WHO}>{run(each)}</w:ins>" for each in ("two ", "words", "more"))
    body = paragraph(two + words + run(" and ") + more)
    assert [each.words for each in listed(part(body))] == ["two words", "more"]


def test_an_inserted_paragraph_is_told_once_though_its_mark_stands_before_it() -> None:
    mark = f"<w:rPr><w:ins {WHO}/></w:rPr>"
    body = paragraph(run("one"), mark) + paragraph(f"<w:ins {WHO}>{run('two')}</w:ins>")
    assert [(each.kind, each.words) for each in listed(part(body))] == [("inserted", "two")]
    assert settled(body, "reject") == ["one"]


def test_a_move_is_one_change_and_half_a_move_is_what_is_left_of_it() -> None:
    def end(way: str) -> str:
        inner = f"<w:move{way} {WHO}>{run('well')}</w:move{way}>"
        return f'<w:move{way}RangeStart w:id="1" w:name="m1"/>{inner}<w:move{way}RangeEnd w:id="1"/>'

    away, here = end("From"), end("To")
    body = paragraph(away + run("x")) + paragraph(run("y") + here)
    assert [(each.kind, each.words) for each in listed(part(body))] == [("moved", "well")]
    assert settled(body, "accept") == ["x", "ywell"]
    assert settled(body, "reject") == ["wellx", "y"]
    assert [each.kind for each in listed(part(paragraph(away)))] == ["deleted"]
    assert [each.kind for each in listed(part(paragraph(here)))] == ["inserted"]


def test_the_old_properties_come_back_without_what_they_never_tell() -> None:
    was = f'<w:pPrChange {WHO}><w:pPr><w:pStyle w:val="Old"/><w:jc w:val="left"/></w:pPr></w:pPrChange>'
    body = paragraph(run("x"), f'<w:pStyle w:val="New"/><w:rPr><w:b/></w:rPr><w:sectPr/>{was}')
    for how, style, tags in (
        ("accept", "New", ["pStyle", "rPr", "sectPr"]),
        ("reject", "Old", ["pStyle", "jc", "rPr", "sectPr"]),
    ):
        tree = part(body)
        resolved(tree, how)
        properties = tree.find(f".//{W}pPr")
        assert [etree.QName(each).localname for each in properties] == tags
        assert properties[0].get(f"{W}val") == style
    assert [(each.kind, each.words) for each in listed(part(body))] == [("formatted", "x")]


@pytest.mark.parametrize("kind", ["tblPr", "trPr", "tcPr", "sectPr", "tblGrid", "tblPrEx"])
def test_every_kind_of_properties_comes_back(kind: str) -> None:
    body = (
        f"<w:x><w:{kind}><w:new/><w:{kind}Change {WHO}><w:{kind}><w:old/></w:{kind}></w:{kind}Change></w:{kind}></w:x>"
    )
    for how, stays in (("accept", "new"), ("reject", "old")):
        tree = part(body)
        resolved(tree, how)
        assert [etree.QName(each).localname for each in tree.find(f".//{W}{kind}")] == [stays]


def test_a_list_that_was_made_is_unmade() -> None:
    body = paragraph(run("x"), f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/><w:ins {WHO}/></w:numPr>')
    for how, there in (("accept", 1), ("reject", 0)):
        tree = part(body)
        resolved(tree, how)
        assert len(tree.findall(f".//{W}numPr")) == there
        assert left(tree) == []
    assert [(each.kind, each.words) for each in listed(part(body))] == [("inserted", "x")]


def test_cells_come_go_and_merge() -> None:
    def cell(mark: str, text: str) -> str:
        return f"<w:tc><w:tcPr>{mark}</w:tcPr><w:p>{run(text)}</w:p></w:tc>"

    merged = f'<w:cellMerge {WHO} w:vMerge="cont" w:vMergeOrig="rest"/>'
    cells = cell(f"<w:cellIns {WHO}/>", "in") + cell(f"<w:cellDel {WHO}/>", "out") + cell(merged, "m")
    body = f"<w:tbl><w:tr>{cells}</w:tr></w:tbl><w:p/>"
    assert settled(body, "accept") == ["in", "m", ""]
    assert settled(body, "reject") == ["out", "m", ""]
    for how, state in (("accept", "continue"), ("reject", "restart")):
        tree = part(body)
        resolved(tree, how)
        assert [each.get(f"{W}val") for each in tree.iter(f"{W}vMerge")] == [state]


def test_a_control_that_was_put_round_text_goes_and_the_text_stays() -> None:
    start, end = '<w:customXml{}RangeStart w:id="{}"/>', '<w:customXml{}RangeEnd w:id="{}"/>'
    for kind, kept in (("Ins", "accept"), ("Del", "reject"), ("MoveTo", "accept"), ("MoveFrom", "reject")):
        inner = end.format(kind, 1) + f"<w:p>{run('x')}</w:p>" + start.format(kind, 2)
        outer = start.format(kind, 1) + "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>" + end.format(kind, 2)
        for how in ("accept", "reject"):
            tree = part(outer.format(inner))
            resolved(tree, how)
            assert len(tree.findall(f".//{W}sdt")) == (how == kept), (kind, how)
            assert [words(each) for each in tree.iter(f"{W}p")] == ["x"]
            assert left(tree) == []


def test_an_emptied_control_in_a_line_stays_for_it_says_that_the_field_was_emptied() -> None:
    inner = f"<w:sdtContent><w:del {WHO}>{run('x')}</w:del></w:sdtContent>"
    tree = part(paragraph(f'<w:sdt><w:sdtPr><w:tag w:val="rpt:title"/></w:sdtPr>{inner}</w:sdt>'))
    resolved(tree, "accept")
    assert [each.get(f"{W}val") for each in tree.iter(f"{W}tag")] == ["rpt:title"]


def test_a_bookmark_that_reaches_beyond_what_is_deleted_stays() -> None:
    opened = '<w:bookmarkStart w:id="1" w:name="_rpt_s_1"/>'
    gone = '<w:bookmarkStart w:id="2" w:name="x"/><w:bookmarkEnd w:id="2"/>'
    tree = part(paragraph(f'<w:del {WHO}>{opened}{gone}{run("a")}</w:del>{run("b")}<w:bookmarkEnd w:id="1"/>'))
    resolved(tree, "accept")
    assert [each.get(f"{W}name") for each in tree.iter(f"{W}bookmarkStart")] == ["_rpt_s_1"]


def test_what_was_inserted_and_then_deleted_is_gone_either_way() -> None:
    body = paragraph(
        f"<w:ins {WHO}>{run('a')}<w:del {WHO}><w:r><w:delText>b</w:delText></w:r></w:del></w:ins>{run('c')}"
    )
    assert settled(body, "accept") == ["ac"]
    assert settled(body, "reject") == ["c"]
    assert [(each.kind, each.words) for each in listed(part(body))] == [("inserted", "ab"), ("deleted", "b")]


def test_the_spot_is_the_heading_above() -> None:
    heading = paragraph(run("Outcomes"), '<w:pStyle w:val="Berschrift2"/>')
    body = heading + paragraph(f"<w:ins {WHO}>{run('x')}</w:ins>")
    assert [each.spot for each in listed(part(body), {"Berschrift2"})] == ["Outcomes"]
    assert [each.spot for each in listed(part(body))] == [""]


def test_thousands_of_joined_paragraphs_are_joined_in_no_more_than_linear_time() -> None:
    size = reports.size(10_000)
    one = paragraph(run("x"), f"<w:rPr><w:del {WHO}/></w:rPr>")
    assert settled(one * size + "<w:p/>", "accept") == ["x" * size]


# a real office program


@pytest.fixture(scope="module")
def saved() -> etree._Element:
    file = RETURNED / "tracked-libreoffice.docx"  # made by make_tracked.py beside it
    opened = Opened(file.read_bytes(), file.name)
    tree = opened.tree(opened.main)
    assert tree is not None
    return tree


def test_edits_tracked_by_libreoffice_are_listed(saved: etree._Element) -> None:
    assert [(each.kind, each.words, each.spot) for each in listed(saved)] == [
        ("inserted", ", everywhere,", "Outcomes"),
        ("deleted", "small ", "Outcomes"),
        ("deleted", "This paragraph goes away.", "Outcomes"),
        ("inserted", MARK, "Outcomes"),
        ("deleted", MARK, "Outcomes"),
        ("formatted", "counts", "Next steps"),
        ("inserted", "And the pipes.", "Next steps"),
        ("deleted", "Li | pipes", "Next steps"),
    ]
    assert {each.author for each in listed(saved)} == {"Maria Souza"}
    assert all(each.date for each in listed(saved))


def test_edits_tracked_by_libreoffice_are_rejected_and_accepted(saved: etree._Element) -> None:
    texts = {}
    for how in ("reject", "accept"):
        tree = copy.deepcopy(saved)
        resolved(tree, how)
        texts[how] = [words(each) for each in tree.iter(f"{W}p")]
        assert left(tree) == []
    assert texts["reject"] == [
        "Outcomes", "Water for all is a right.", "The room agreed on two small steps.", "This paragraph goes away.",
        "First half, second half.", "Joined to", "what follows.", "Next steps", "Somebody counts the wells.",
        "Who", "What", "Ana", "wells", "Li", "pipes", "",
    ]  # fmt: skip
    assert texts["accept"] == [
        "Outcomes", "Water for all, everywhere, is a right.", "The room agreed on two steps.",
        "First half,", " second half.", "Joined towhat follows.", "Next steps", "Somebody counts the wells.",
        "And the pipes.", "Who", "What", "Ana", "wells", "",
    ]  # fmt: skip
