"""Prose in the Word file: faces, links, lists, tables, footnotes, pictures, and scripts that run to the left."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import words
from rapporteur import container
from rapporteur.problems import Refused
from rapporteur.word.gathered import address
from rapporteur.word.read import paragraphs
from rapporteur.word.runs import directions
from words import NAMES, Opened, W, ask, made, said, text

ARABIC = "ينبغي تحسين النظم"


def body(source: str, **front: str) -> Opened:
    return Opened(made(text(f"## Summary\n\n{source}", **front)))


def section(file: Opened, name: str = "summary") -> list[object]:
    return ask(file.control(f"rpt:section:{name}"), "w:sdtContent/*")[1:]


def listed(file: Opened, name: str = "summary") -> list[tuple[str, str, str]]:
    """Return style, level and list number of each paragraph of a section; "" is the style's own."""
    found = []
    for each in section(file, name):
        (style,) = ask(each, "w:pPr/w:pStyle/@w:val")
        level, number = ask(each, "w:pPr/w:numPr/w:ilvl/@w:val"), ask(each, "w:pPr/w:numPr/w:numId/@w:val")
        found.append((style, "".join(level), "".join(number)))
    return found


def starts(file: Opened) -> dict[str, str]:
    """Return where each added list begins, by its number."""
    added = file.all("//w:num[w:lvlOverride]", "word/numbering.xml")
    return {each.get(f"{W}numId"): "".join(ask(each, "w:lvlOverride/w:startOverride/@w:val")) for each in added}


# faces and links


def test_bold_and_italic_are_also_set_for_complex_scripts() -> None:
    file = body("**bold** *italic* ***both***\n")
    faces = {said(run): [str(each.tag).partition("}")[2] for each in ask(run, "w:rPr/*")] for run in file.all("//w:r")}
    assert faces["bold"] == ["b", "bCs"]
    assert faces["italic"] == ["i", "iCs"]
    assert faces["both"] == ["b", "bCs", "i", "iCs"]


def test_code_keeps_its_face_and_lines_of_code_their_spaces_and_ends() -> None:
    file = body("`a  <b>`\n\n```\nx = 1\n    y\n```\n")
    assert [said(run) for run in file.all("//w:r[w:rPr/w:rStyle/@w:val='HTMLCode']")] == ["a  <b>"]
    (block,) = file.all("//w:p[w:pPr/w:pStyle/@w:val='HTMLPreformatted']")
    assert ask(block, ".//w:t/text()") == ["x = 1", "    y"]
    assert len(ask(block, ".//w:br")) == 1


def test_links_are_relationships_and_one_address_has_one() -> None:
    file = body("[one](https://e.org/?a=1&b=2#c) [two](https://e.org/?a=1&b=2#c) [mail](mailto:a@e.org?subject=x)\n")
    ids = file.all("//w:hyperlink/@r:id")
    targets = {
        each.get("Id"): each.get("Target") for each in file.all("//rel:Relationship", "word/_rels/document.xml.rels")
    }
    assert [targets[each] for each in ids] == ["https://e.org/?a=1&b=2#c"] * 2 + ["mailto:a@e.org?subject=x"]
    assert file.all("//w:hyperlink//w:rStyle/@w:val") == ["Hyperlink"] * 3


@pytest.mark.parametrize("href", ["ftp://e.org/x", "notes.docx", "//e.org", "https://", "mailto:nobody", "#nowhere"])
def test_what_word_cannot_open_stands_as_text_with_where_it_leads(href: str) -> None:
    file = body(f"[see](<{href}>) this\n")
    assert not file.all("//w:hyperlink")
    assert said(section(file)[0]) == f"see ({href}) this"


@given(st.text(max_size=40))
def test_an_address_holds_only_what_every_program_takes(rest: str) -> None:
    found = address(f"https://example.org/{rest}")
    assert found == "" or (found.isascii() and " " not in found and found.count("#") < 2)
    assert "\n" not in found


def test_a_link_inside_the_report_leads_to_the_bookmark_of_its_section_or_recommendation() -> None:
    file = body("[there](#R-2) and [here](#summary)\n\n## Key recommendations\n\n- One {#R-1}\n- Two {#R-2}\n")
    assert file.all("//w:hyperlink/@w:anchor") == ["_rpt_recommendations_rRzd2", "rpt_s_summary"]


def test_a_line_break_a_tab_a_soft_hyphen_and_a_hyphen_that_holds_are_words_own() -> None:
    data = made(text("## Summary\n\nOne  \ntwo\u00adthree 100\u2011year\n", title='"a\\tb"'))
    file = Opened(data)
    paragraph = section(file)[0]
    assert [
        str(each.tag).partition("}")[2] for each in ask(paragraph, ".//w:br | .//w:softHyphen | .//w:noBreakHyphen")
    ] == [
        "br",
        "softHyphen",
        "noBreakHyphen",
    ]
    assert "One\ntwo\u00adthree 100\u2011year" in paragraphs(data)


# lists


def test_bullets_take_the_styles_of_their_level_so_that_enter_gives_the_next_point() -> None:
    deep = "".join("  " * level + f"- {level}\n" for level in range(11))
    found = listed(body(deep))
    assert [style for style, _, _ in found] == ["ListBullet", *(f"ListBullet{min(n, 5)}" for n in range(2, 12))]
    assert [level for _, level, _ in found] == [""] * 5 + ["5", "6", "7", "8", "8", "8"]


def test_every_numbered_list_is_its_own_and_begins_where_the_text_says() -> None:
    file = body("1. a\n2. b\n\nx\n\n7. c\n8. d\n   1. e\n")
    numbers = [number for style, _, number in listed(file) if style.startswith("ListNumber")]
    one, again, seven, eight, inner = numbers
    assert one == again
    assert seven == eight
    assert len({one, seven, inner}) == 3
    assert starts(file) == {one: "1", seven: "7", inner: "1"}


def test_a_second_paragraph_of_a_point_stands_below_its_words_without_a_number() -> None:
    file = body("- a\n\n  b\n\n1. c\n\n   d\n")
    assert [style for style, _, _ in listed(file)] == ["ListBullet", "ListContinue", "ListNumber", "ListContinue"]
    first, other = (
        ask(each, "w:pPr/w:ind/@w:left")
        for each in section(file)
        if "Continue" in ask(each, "w:pPr/w:pStyle/@w:val")[0]
    )
    assert first == []
    assert other == ["340"], "numbers need more room than bullets"


def test_a_point_that_begins_with_a_list_shows_both_signs() -> None:
    assert listed(body("- - a\n")) == [("ListBullet", "", ""), ("ListBullet2", "", "")]


def test_recommendations_are_a_real_list_that_goes_on_from_stem_to_stem_and_group_to_group() -> None:
    source = "Governments should:\n\n- One\n- Two\n\n### Donors\n\nDonors should:\n\n- Three\n"
    file = Opened(made(text(f"## Key recommendations\n\n{source}")))
    assert listed(file, "recommendations") == [
        ("RPTStem", "", ""),
        ("RPTRecommendation", "", ""),
        ("RPTRecommendation", "", ""),
        ("Heading2", "", ""),
        ("RPTStem", "", ""),
        ("RPTRecommendation", "", ""),
    ]
    assert starts(file) == {}
    (level,) = file.all("//w:lvl[w:pStyle/@w:val='RPTRecommendation']", "word/numbering.xml")
    assert ask(level, "w:lvlText/@w:val") == ["R%1"]
    assert ask(level, "w:rPr/w:b")


def test_numbers_as_printed_are_kept() -> None:
    source = '3. Three\n4. Four\n5. Five {no="5 bis"}\n6. Six\n\nx\n\n9. Nine\n10. Ten\n'
    file = Opened(made(text(f"## Key recommendations\n\n{source}")))
    numbers = [number for style, _, number in listed(file, "recommendations") if style == "RPTRecommendation"]
    three, four, bis, six, nine, ten = numbers
    assert (three, nine) == (four, ten)
    assert starts(file) == {three: "3", bis: "", six: "6", nine: "9"}
    assert file.all(f"//w:num[@w:numId='{bis}']//w:lvlText/@w:val", "word/numbering.xml") == ["R5 bis"]


def test_nested_points_stand_below_the_words_of_their_recommendation() -> None:
    file = Opened(made(text("## Key recommendations\n\n- One {#R1}\n  - a\n    1. b\n")))
    one, a, b = section(file, "recommendations")
    left = [int(ask(each, "w:pPr/w:ind/@w:left")[0]) for each in (a, b)]
    assert left[0] > 510
    assert left[1] > left[0]
    assert ask(one, "w:bookmarkStart/@w:name") == ["_rpt_recommendations_rR1"]


def test_what_is_said_of_a_recommendation_stands_below_it() -> None:
    source = '- Act {#R1 to="Governments" theme="Water" deadline="end of the year" consensus="agreed"}\n'
    file = Opened(made(text(f"## Key recommendations\n\n{source}")))
    told = said(section(file, "recommendations")[1])
    assert "Addressed to: Governments" in told
    assert told.count(" · ") == 3


# quotes, tables, footnotes, pictures


def test_a_quote_keeps_its_style_and_what_stands_in_it_its_indent() -> None:
    file = body("> a\n>\n> - b\n")
    quote, point = section(file)
    assert ask(quote, "w:pPr/w:pStyle/@w:val") == ["Quote"]
    assert ask(point, "w:pPr/w:ind/@w:left") == ["568"]


def test_tables_have_fixed_widths_a_repeated_header_unbroken_rows_and_words_for_who_cannot_see_them() -> None:
    file = body("| Country | People |\n|:--|--:|\n| Peru | 1,200 |\n| Chad | 3 |\n\nAfter.\n")
    (table,) = file.all("//w:sdtContent/w:tbl")
    assert ask(table, "w:tblPr/w:tblLayout/@w:type") == ["fixed"]
    widths = [int(each) for each in ask(table, "w:tblGrid/w:gridCol/@w:w")]
    assert sum(widths) == int(ask(table, "w:tblPr/w:tblW/@w:w")[0]) == 9638
    assert [int(each) for each in ask(table, "w:tr[1]/w:tc/w:tcPr/w:tcW/@w:w")] == widths
    assert len(ask(table, "w:tr/w:trPr/w:cantSplit")) == 3
    assert len(ask(table, "w:tr[1]/w:trPr/w:tblHeader")) == len(ask(table, ".//w:tblHeader")) == 1
    assert ask(table, "w:tblPr/w:tblCaption/@w:val | w:tblPr/w:tblDescription/@w:val") == ["Country, People"] * 2
    assert ask(table, "w:tr/w:tc[2]/w:p/w:pPr/w:jc/@w:val") == ["right"] * 3
    assert ask(table, ".//w:bookmarkStart/@w:name") == ["_rpt_summary_1"], "a table is one block of its section"
    assert said(ask(table, "following-sibling::w:p[w:bookmarkStart]")[0]) == "After."


def test_the_grid_is_no_data_table_but_has_a_description(tmp_path: Path) -> None:
    (grid,) = body("x\n", format="Panel").all("//w:tbl")
    assert not ask(grid, ".//w:tblHeader")
    assert ask(grid, "w:tblPr/w:tblCaption/@w:val") == ["Rapporteur form"]
    assert len(ask(grid, "w:tr/w:trPr/w:cantSplit")) == len(ask(grid, "w:tr"))


def test_a_layouts_table_may_span_rows_and_columns_and_leave_cells_out(tmp_path: Path) -> None:
    folder = tmp_path / "layouts" / "mine"
    folder.mkdir(parents=True)
    (folder / "layout.toml").write_text('name = "mine"\nextends = "rapporteur"\n', "utf-8")
    rows = '<tr><td rowspan="2">a</td><td colspan="2">b</td></tr><tr><td>c</td></tr>'
    table = f'<article><table class="grid" data-widths="1 2 1">{rows}</table></article>'
    (folder / "word.html.jinja").write_text(table, "utf-8")
    data = made(text(), "mine", tmp_path)
    file = Opened(data)
    assert words.lint(data) == []
    assert file.all("//w:vMerge/@w:val") == ["restart"]
    assert len(file.all("//w:vMerge")) == 2
    assert file.all("//w:gridSpan/@w:val") == ["2", "2"]
    widths = [int(each) for each in file.all("//w:gridCol/@w:w")]
    assert widths[1] > widths[0] == widths[2] or abs(widths[0] - widths[2]) < 3


def test_footnotes_are_real_and_may_hold_links() -> None:
    file = body("One[^1] two[^2].\n\n[^1]: The *first* [link](https://e.org/n).\n[^2]: Second.\n")
    assert file.all("//w:footnoteReference/@w:id") == ["1", "2"]
    notes = [said(each) for each in file.all("//w:footnote[@w:id > 0]", "word/footnotes.xml")]
    assert notes == [" The first link.", " Second."]
    targets = file.all("//rel:Relationship/@Target", "word/_rels/footnotes.xml.rels")
    assert targets == ["https://e.org/n"]
    assert len(file.all("//w:footnoteRef", "word/footnotes.xml")) == 2


def test_a_report_without_footnotes_has_the_part_with_the_rule_alone() -> None:
    assert len(body("x\n").all("//w:footnote", "word/footnotes.xml")) == 2


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "a.png"
    path.write_bytes(words.png(2000, 1000))
    return path


def test_a_picture_fits_the_measure_and_has_alt_text_and_credit(picture: Path) -> None:
    source = '![A map of "here" & there](a.png "Photo: Ana")\n\nAgain ![small](a.png).\n'
    file = Opened(made(text(f"## Summary\n\n{source}"), pictures={"a.png": picture}))
    assert file.all("//wp:docPr/@descr") == ['A map of "here" & there', "small"]
    for across, down in zip(file.all("//wp:extent/@cx"), file.all("//wp:extent/@cy"), strict=True):
        assert int(across) <= 9638 * 635
        assert int(across) == pytest.approx(2 * int(down), abs=2)
    assert [said(each) for each in file.all("//w:p[w:pPr/w:pStyle/@w:val='Caption']")] == ["Photo: Ana"]
    media = [name for name in file.parts if name.startswith("word/media/")]
    assert len(media) == 1, "the same bytes are kept once"
    assert file.parts[media[0]] == picture.read_bytes()


def test_a_high_picture_leaves_room_on_its_page_and_a_small_one_is_not_blown_up(tmp_path: Path) -> None:
    (tmp_path / "high.png").write_bytes(words.png(300, 3000))
    (tmp_path / "small.gif").write_bytes(words.PIXEL)
    pictures = {name: tmp_path / name for name in ("high.png", "small.gif")}
    file = Opened(made(text("## Summary\n\n![a](high.png)\n\n![b](small.gif)\n"), pictures=pictures))
    high, small = (int(each) for each in file.all("//wp:extent/@cy"))
    assert high < 0.61 * (16838 - 2 * 1247) * 635
    assert small == 12700


def test_pictures_that_cannot_be_shown_are_refused_all_at_once_with_their_lines(tmp_path: Path) -> None:
    (tmp_path / "a.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>", "utf-8")
    (tmp_path / "b.png").write_bytes(words.png(3, 3)[:20])
    pictures = {name: tmp_path / name for name in ("a.svg", "b.png")}
    source = "## Summary\n\n![a](a.svg)\n\n![b](b.png)\n\n![c](c.png)\n"
    with pytest.raises(Refused) as refused:
        made(text(source), pictures=pictures)
    told = [(each.where.line, each.what) for each in refused.value.problems]
    assert told == [
        (10, "the picture a.svg is no PNG, JPEG or GIF picture, or is damaged"),
        (12, "the picture b.png is no PNG, JPEG or GIF picture, or is damaged"),
        (14, "the picture c.png is not there"),
    ]
    assert {each.where.file for each in refused.value.problems} == {"source/sessions/x.md"}


# other scripts


def test_an_arabic_report_runs_to_the_left_in_all_its_parts() -> None:
    file = Opened(made(text(f"## Summary\n\n{ARABIC} English 2012.\n\n- {ARABIC}\n", language="ar", title=ARABIC)))
    assert file.all("//w:style[@w:styleId='Normal']/w:pPr/w:bidi", "word/styles.xml")
    assert file.all("//w:sectPr/w:bidi")
    assert file.all("//w:docDefaults//w:lang/@w:bidi", "word/styles.xml") == ["ar-SA"]
    runs = {said(run): bool(ask(run, "w:rPr/w:rtl")) for run in file.all("//w:body/w:sdt//w:r")}
    assert runs["English 2012"] is False
    assert all(right for words_, right in runs.items() if "ي" in words_)
    assert len(file.all("//w:tbl/w:tblPr/w:bidiVisual")) == len(file.all("//w:tbl"))


def test_a_paragraph_of_the_other_direction_says_so_in_both_kinds_of_report() -> None:
    english = section(body(f"{ARABIC}\n\nEnglish\n"))
    assert [bool(ask(each, "w:pPr/w:bidi[not(@w:val)]")) for each in english] == [True, False]
    arabic = section(body(f"{ARABIC}\n\nEnglish words\n", language="ar"))
    assert [ask(each, "w:pPr/w:bidi/@w:val") for each in arabic] == [[], ["0"]]
    (note,) = body(f"{ARABIC}[^1]\n\n[^1]: {ARABIC}\n").all("//w:footnote[@w:id='1']", "word/footnotes.xml")
    assert ask(note, "w:p/w:pPr/w:bidi")


@given(st.text("abc אבג عرب 12,.()", max_size=30), st.booleans())
def test_directions_part_a_text_without_losing_a_letter(source: str, right: bool) -> None:
    pieces = list(directions(source, right))
    assert "".join(piece for piece, _ in pieces) == source
    assert all(one[1] != other[1] for one, other in itertools.pairwise(pieces))
    for piece, way in pieces:
        assert not any(letter in "אבגعرب" for letter in piece) or way
        assert not any(letter in "abc" for letter in piece) or not way


@pytest.mark.parametrize(
    ("language", "attribute", "tag", "font"),
    [
        ("zh", "eastAsia", "zh-CN", "Microsoft YaHei"),
        ("ja", "eastAsia", "ja-JP", "Yu Gothic"),
        ("hi", "bidi", "hi-IN", "Nirmala UI"),
        ("pt-PT", "val", "pt-PT", "Calibri"),
        ("en", "val", "en-GB", "Calibri"),
    ],
)
def test_each_language_has_its_fonts_and_its_name(language: str, attribute: str, tag: str, font: str) -> None:
    file = Opened(made(text(language=language)))
    (default,) = file.all("//w:docDefaults/w:rPrDefault/w:rPr", "word/styles.xml")
    assert default.xpath(f"string(w:lang/@w:{attribute})", namespaces=NAMES) == tag
    assert default.xpath("string(w:lang/@w:val)", namespaces=NAMES) == tag
    assert font in ask(default, "w:rFonts/@*")
    assert f"<dc:language>{language}<".encode() in file.parts["docProps/core.xml"]


def test_labels_and_hints_are_those_of_the_reports_language() -> None:
    found = paragraphs(made(text(language="fr", state="draft", participants="{women: 3}")))
    assert "[Nom complet]" in found
    assert "Femmes\u00a0: 3" in found
    chinese = paragraphs(
        made(text(language="zh", participants="{women: 3}", people="{organiser: {name: 王, organisation: 部}}"))
    )
    assert "女性：3" in chinese
    assert "王，部" in chinese


# reading


def test_reading_looks_through_controls_and_leaves_out_what_is_deleted_or_unseen() -> None:
    inner = (
        "<w:sdt><w:sdtContent><w:p><w:ins><w:r><w:t>new</w:t></w:r></w:ins><w:del><w:r><w:delText>old</w:delText></w:r>"
        "</w:del><w:sdt><w:sdtContent><w:r><w:t xml:space='preserve'> in</w:t><w:tab/></w:r></w:sdtContent></w:sdt>"
        "<w:r><w:instrText>PAGE</w:instrText></w:r><w:moveFrom><w:r><w:t>gone</w:t></w:r></w:moveFrom></w:p>"
        "</w:sdtContent></w:sdt><w:tbl><w:tr><w:tc><w:p><w:r><w:t>cell</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
        "<w:p><w:r><w:pict><w:txbxContent><w:p><w:r><w:t>boxed</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>"
        "<w:r><w:t>after</w:t></w:r></w:p>"
    )
    document = f"<w:document xmlns:w='{NAMES['w']}'><w:body>{inner}</w:body></w:document>"
    header = f"<w:hdr xmlns:w='{NAMES['w']}'><w:p><w:r><w:t>head</w:t></w:r></w:p></w:hdr>"
    data = container.pack({"word/document.xml": document.encode(), "word/header2.xml": header.encode()})
    assert paragraphs(data) == ("head", "new in\t", "cell", "after", "boxed")


def test_what_is_no_word_file_is_refused() -> None:
    with pytest.raises(Refused, match="this is no Word file"):
        paragraphs(container.pack({"xl/workbook.xml": b"<x/>"}), "a.xlsx")
    with pytest.raises(Refused, match=r"a\.docx \(word/document\.xml\): error: a part of the file is damaged"):
        paragraphs(container.pack({"word/document.xml": b"<x>"}), "a.docx")


def test_what_leads_to_a_list_or_announces_what_follows_stays_on_its_page() -> None:
    file = body("Once:\n\n### Below\n\nNot this.\n\nListed.\n\n- A fund that:\n  - pays\n- Alone\n\nA list\n\n1. One")
    kept = {said(each): bool(ask(each, "w:pPr/w:keepNext")) for each in file.all("//w:body//w:p")}
    assert {each for each in kept if kept[each]} == {"Once:", "Listed.", "A fund that:", "A list"}


def test_a_recommendation_stands_beside_whom_it_asks() -> None:
    file = body('## Recommendations {.recommendations}\n\n- Pay. {to="All"}\n- Wait.')
    (first, second) = file.all("//w:p[w:pPr/w:pStyle/@w:val='RPTRecommendation']")
    assert ask(first, "w:pPr/w:keepNext")
    assert not ask(second, "w:pPr/w:keepNext")
