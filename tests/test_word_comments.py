"""Comments: every one is read, with who wrote it when, the words it hangs on, its field, and what it replies to."""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapporteur import container
from rapporteur.reading import Comment
from rapporteur.word import comments
from rapporteur.word.comments import key_of
from rapporteur.word.marks import of_block, of_field, of_section
from rapporteur.word.opened import Opened

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SPACES = (
    f'xmlns:w="{WORDS}" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
    ' xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"'
)
RETURNED = Path(__file__).resolve().parent / "fixtures" / "returned"
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = """<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/word/document.xml"
 ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>
<Override PartName="/word/comments.xml"
 ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"/>
<Override PartName="/word/commentsExtended.xml"
 ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.commentsExtended+xml"/>
</Types>"""


def relationships(*given: tuple[str, str]) -> bytes:
    rows = "".join(f'<Relationship Id="r{at}" Type="{kind}" Target="{to}"/>' for at, (kind, to) in enumerate(given))
    return f'<Relationships xmlns="{RELATIONSHIPS}">{rows}</Relationships>'.encode()


def parts(body: str, said: str, extended: str = "") -> dict[str, bytes]:
    """Return the parts of a Word file with comments."""
    also = "http://schemas.microsoft.com/office/2011/relationships/commentsExtended"
    return {
        "[Content_Types].xml": TYPES.encode(),
        "_rels/.rels": relationships((f"{OFFICE}/officeDocument", "word/document.xml")),
        "word/document.xml": f"<w:document {SPACES}><w:body>{body}</w:body></w:document>".encode(),
        "word/_rels/document.xml.rels": relationships(
            (f"{OFFICE}/comments", "comments.xml"), (also, "commentsExtended.xml")
        ),
        "word/comments.xml": f"<w:comments {SPACES}>{said}</w:comments>".encode(),
        "word/commentsExtended.xml": f"<w15:commentsEx {SPACES}>{extended}</w15:commentsEx>".encode(),
    }


def read(body: str, said: str, extended: str = "") -> tuple[Comment, ...]:
    return of(Opened(container.pack(parts(body, said, extended)), "returned.docx"))


def of(opened: Opened) -> tuple[Comment, ...]:
    tree = opened.tree(opened.main)
    assert tree is not None
    return comments.read(opened, tree)


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(content: str, style: str = "") -> str:
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}{content}</w:p>"


def comment(number: int, *lines: str, author: str = "Ana") -> str:
    told = f'w:id="{number}" w:author="{author}" w:date="2026-01-02T03:04:05Z" w:initials="A"'
    inner = "".join(f'<w:p w14:paraId="{number:07}{at}">{run(line)}</w:p>' for at, line in enumerate(lines))
    return f"<w:comment {told}>{inner}</w:comment>"


def start(number: int) -> str:
    return f'<w:commentRangeStart w:id="{number}"/>'


def end(number: int) -> str:
    return f'<w:commentRangeEnd w:id="{number}"/>{mark(number)}'


def mark(number: int) -> str:
    return f'<w:r><w:commentReference w:id="{number}"/></w:r>'


def bookmarked(name: str, content: str, number: int = 5) -> str:
    return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{content}<w:bookmarkEnd w:id="{number}"/>'


def controlled(tag: str, content: str) -> str:
    return f'<w:sdt><w:sdtPr><w:tag w:val="{tag}"/></w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>'


TEXT = st.text("abc é漢ع<&", min_size=1, max_size=8).filter(lambda text: text.strip() == text)


@given(st.lists(st.tuples(TEXT, TEXT, TEXT, TEXT), max_size=5))
def test_whatever_is_commented_is_read_with_its_words_and_what_it_hangs_on(hung: list[tuple[str, ...]]) -> None:
    body = "".join(
        paragraph(run(before) + start(at) + run(over)) + paragraph(run(on) + end(at) + run(before))
        for at, (before, over, on, _) in enumerate(hung)
    )
    told = read(body, "".join(comment(at, said, over) for at, (_, over, _, said) in reversed(list(enumerate(hung)))))
    assert [each.anchor for each in told] == [f"{over}\n{on}" for _, over, on, _ in hung]
    assert [each.words for each in told] == [f"{said}\n{over}" for _, over, _, said in hung]
    assert {(each.author, each.date) for each in told} <= {("Ana", "2026-01-02T03:04:05Z")}


def test_a_comment_on_a_point_hangs_on_its_paragraph() -> None:
    for at in (mark(1), start(1) + end(1)):
        (told,) = read(paragraph(run("before")) + paragraph(run("all of ") + at + run("this")), comment(1, "Why?"))
        assert told.anchor == "all of this"


def test_the_words_hung_on_leave_out_what_is_deleted_and_end_somewhere() -> None:
    deleted = '<w:del w:id="9"><w:r><w:delText>old </w:delText></w:r></w:del>'
    (told,) = read(paragraph(start(1) + deleted + run("new") + end(1)), comment(1, "Why?"))
    assert told.anchor == "new"
    (told,) = read(paragraph(start(1) + run("long " * 10_000) + end(1)), comment(1, "Why?"))
    assert len(told.anchor) <= comments.LONGEST + 1
    assert told.anchor.endswith("…")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (paragraph(controlled("rpt:title", start(1) + run("x") + end(1))), "title"),
        (paragraph(start(1) + controlled("rpt:title", run("x")) + end(1)), "title"),
        (controlled("rpt:section:outcomes", paragraph(start(1) + run("x") + end(1))), "section:outcomes"),
        (
            controlled("rpt:section:o", paragraph(bookmarked(of_block("o", "3"), start(1) + run("x") + end(1)))),
            "section:o:3",
        ),
        (paragraph(start(1) + bookmarked(of_block("o-2", "rT3-S01-R01"), run("x")) + end(1)), "section:o-2:T3-S01-R01"),
        (paragraph(bookmarked(of_field("presenters:pr1:name"), start(1) + run("x") + end(1))), "presenters:pr1:name"),
        (paragraph(bookmarked(of_section("key-issues"), start(1) + run("x") + end(1))), "section:key-issues"),
        (paragraph(run("Next steps"), "Heading2") + paragraph(start(1) + run("x") + end(1)), "Next steps"),
        (paragraph(run("x") + mark(1)), ""),
    ],
)  # fmt: skip
def test_the_field_is_the_innermost_that_holds_the_first_word(body: str, field: str) -> None:
    assert [each.field for each in read(body, comment(1, "Why?"))] == [field]


def test_others_bookmarks_name_no_field() -> None:
    assert [key_of(name) for name in ("_GoBack", "id.abc", "__RefHeading", "rptx")] == ["", "", "", ""]


def test_replies_name_what_they_reply_to_and_are_resolved_with_it() -> None:
    said = comment(1, "Why", "so?") + comment(2, "Because.", author="Li") + comment(3, "Another")
    threads = (
        '<w15:commentEx w15:paraId="00000011" w15:done="1"/>'
        '<w15:commentEx w15:paraId="00000020" w15:paraIdParent="00000011" w15:done="0"/>'
        '<w15:commentEx w15:paraId="00000030" w15:done="0"/>'
    )
    body = paragraph(start(1) + start(2) + run("x") + end(1) + end(2)) + paragraph(start(3) + run("y") + end(3))
    told = read(body, said, threads)
    assert [(each.author, each.anchor, each.resolved, each.replies_to) for each in told] == [
        ("Ana", "x", True, ""),
        ("Li", "x", True, "Why\nso?"),
        ("Ana", "y", False, ""),
    ]


def test_comments_that_hang_on_nothing_come_last_and_are_not_lost() -> None:
    told = read(paragraph(run("x") + mark(2)), comment(1, "stray") + comment(2, "placed"))
    assert [(each.words, each.anchor) for each in told] == [("placed", "x"), ("stray", "")]


def test_a_file_without_comments_has_none_and_a_damaged_part_is_warned_of() -> None:
    there = parts(paragraph(run("x")), comment(1, "Why?"))
    bare = Opened(container.pack({name: data for name, data in there.items() if "comments" not in name}))
    assert (of(bare), bare.notes) == ((), [])
    cut = there["word/comments.xml"].replace(b"</w:p></w:comment>", b"")
    broken = Opened(container.pack(there | {"word/comments.xml": cut}))
    assert [each.words for each in of(broken)] == ["Why?"]
    assert [(each.where.spot, "damaged" in each.what) for each in broken.notes] == [("word/comments.xml", True)]


def test_a_thousand_comments_open_over_one_long_text_are_read_at_once() -> None:
    body = paragraph("".join(map(start, range(1_000))) + run("word " * 50_000) + "".join(map(end, range(1_000))))
    told = read(body, "".join(comment(at, "Why?") for at in range(1_000)))
    assert len(told) == 1_000


def test_libreoffice_7_keeps_what_is_resolved_and_makes_replies_comments_of_their_own() -> None:
    told = of(Opened((RETURNED / "comments-libreoffice.docx").read_bytes(), "x.docx"))  # the threads above, saved
    assert [(each.author, each.words, each.anchor, each.field, each.resolved) for each in told] == [
        ("Ana", "Why\nso?", "x", "", True),
        ("Li", "Because.", "x", "", False),
        ("Ana", "Another", "y", "section:outcomes:3", False),
    ]
