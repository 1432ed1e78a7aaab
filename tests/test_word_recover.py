"""Word files that came back, read: nothing of them is lost, and what they say is found by whatever is left of marks."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

import hostile
import reports
import words
from rapporteur import container, source
from rapporteur.amend.canonical import canonical
from rapporteur.format import Options
from rapporteur.layout import Layout
from rapporteur.problems import Refused
from rapporteur.prose import (
    Block,
    Blocks,
    Heading,
    Inlines,
    Link,
    List,
    Note,
    Paragraph,
    Picture,
    Quote,
    Strong,
    Text,
    inlines_within,
    plain,
)
from rapporteur.reading import Line, Reading, Unit
from rapporteur.report import FollowUp, Report
from rapporteur.word import exporter, marks, pointers
from rapporteur.word.numbering import figure
from rapporteur.word.read import paragraphs
from rapporteur.word.recover import reading
from routes import controls, google
from words import W, made, text

CHECKOUT = Path(__file__).resolve().parent.parent
PICTURE = CHECKOUT / "build" / "unused.png"
ALL = """\
## Outcomes

The room spoke about [the **sites**](https://example.org/a?b=c&d=e#f) and `code`.[^1]

> Water is a debt.

3. one

   more of one
   - inner
4. two

| Town | Wells |
| ---- | ----: |
| Ada  | **3** |

```
x = 1
  y
```

***

End *stressed* ***both*** **bold**\\
next line, see [the advice](#T3-S01-R01) and [above](#outcomes).

## Key recommendations

We should:

- Act. {#T3-S01-R01 to="Governments" deadline="2030"}
- Pay: {#T3-S01-R02}
  - soon
  - in full

[^1]: A note.
"""


@pytest.fixture(scope="module", autouse=True)
def _picture(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Make a picture once: a property cannot take a fixture of its own for each example."""
    global PICTURE
    PICTURE = tmp_path_factory.mktemp("pictures") / "a.png"
    PICTURE.write_bytes(words.png(40, 30))


@pytest.fixture(scope="module")
def found() -> source.Source:
    return source.read(reports.the_sample())


@pytest.fixture(scope="module")
def sample(found: source.Source) -> bytes:
    report = found.conference.reports[0]
    options = Options(conference=replace(found.conference, reports=()), base=report.origin.digest)
    return exporter.export(report, found.layout, options)


def back(data: bytes, form: str = "rapporteur", **more: str) -> Reading:
    """Return what a file says, for a form of ours."""
    from rapporteur import layout

    return reading(data, "back.docx", layout.find(form), **more)


def random_file(session: str) -> tuple[bytes, Layout, Report]:
    """Return the file of a random session."""
    report, chosen = words.read(session)
    report = replace(report, state="final")
    pictures = dict.fromkeys(("pictures/a%20b.png", "pictures/a b.png"), PICTURE)
    options = Options(conference=words.CONFERENCE, base=words.DIGEST, pictures=pictures)
    return exporter.export(report, chosen, options), chosen, report


def of_unit(unit: Unit) -> str:
    """Return every letter of a unit, with those of its footnotes."""
    return "".join(of_inlines(each) for each in (unit.inlines, *(cell for row in unit.rows for cell in row)))


def of_inlines(inlines: Inlines) -> str:
    held = list(inlines_within(inlines))
    notes = [plain(each.children) for each in held if isinstance(each, Note)]
    credit = [each.credit for each in held if isinstance(each, Picture)]
    return plain(inlines) + "".join(notes) + "".join(credit)


def everything(found: Reading) -> Counter[str]:
    """Return how often each letter stands anywhere in a reading."""
    lines = [line.text for lines in found.fields.values() for line in lines]
    body = [of_unit(unit) for unit in found.body]
    return visible("".join((*lines, *body, *found.around, *(line.text for line in found.left))))


def visible(text: str) -> Counter[str]:
    """Return how often each letter stands in a text, without brackets, in which a credit is printed."""
    return Counter(reports.letters(text).replace("(", "").replace(")", ""))


def _headings(report: Report) -> list[str]:
    """Return the headings of a report and of the parts of its sections, in order."""
    found = []
    for section in report.sections:
        found.append(plain(section.heading))
        found += [plain(each.inlines) for each in _within(section.prose) if isinstance(each, Heading)]
    return found


def _within(blocks: Blocks) -> Iterator[Block]:
    for block in blocks:
        yield block
        if isinstance(block, List):
            for item in block.items:
                yield from _within(item.blocks)
        elif isinstance(block, Quote):
            yield from _within(block.blocks)


def shape(found: Reading) -> list[tuple[object, ...]]:
    """Return what a reading's body says and how, without the marks by which it is known."""
    return [(unit.kind, unit.level, unit.ordered, unit.inlines, unit.rows) for unit in found.body]


def answers(found: Reading) -> dict[str, list[str]]:
    """Return the texts of the fields."""
    return {name: [line.text for line in lines] for name, lines in found.fields.items()}


def unmarked(data: bytes) -> bytes:
    return controls.unmarked(data)


def only_marked(data: bytes) -> bytes:
    """Return a file without bookmarks, its controls in place."""
    return words_changed(data, lambda tree: etree.strip_elements(tree, f"{W}bookmarkStart", f"{W}bookmarkEnd"))


def words_changed(data: bytes, change: Callable[[etree._Element], object]) -> bytes:
    """Return a file whose text was changed."""
    parts = container.unpack(data)
    tree = etree.fromstring(parts["word/document.xml"])
    change(tree)
    return container.pack(parts | {"word/document.xml": etree.tostring(tree, xml_declaration=True, encoding="UTF-8")})


def typed(body: str, **parts: bytes) -> bytes:
    """Return a file of somebody else's with this body, its styles ours."""
    sent = container.unpack(made(text()))
    kept = {name: data for name, data in sent.items() if not name.startswith(("docProps", "word/header", "word/foot"))}
    tree = sent["word/document.xml"].decode()
    start, end = tree.index("<w:body>") + 8, tree.index("</w:body>")
    kept["word/document.xml"] = f"{tree[:start]}{body}{tree[end:]}".encode()
    rels = kept["word/_rels/document.xml.rels"].decode()
    kept["word/_rels/document.xml.rels"] = re.sub(r"<Relationship [^>]*(header|footer)1.xml[^>]*>", "", rels).encode()
    kept["_rels/.rels"] = re.sub(rb"<Relationship [^>]*docProps[^>]*>", b"", kept["_rels/.rels"])
    return container.pack(kept | parts)


def p(said: str, style: str = "", more: str = "", look: str = "") -> str:
    """Return a paragraph."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    face = f"<w:rPr>{look}</w:rPr>" if look else ""
    run = f'<w:r>{face}<w:t xml:space="preserve">{said}</w:t></w:r>' if said else ""
    return f"<w:p><w:pPr>{named}{more}</w:pPr>{run}</w:p>"


def table(*rows: tuple[str, ...]) -> str:
    """Return a table of cells, each of which is paragraphs."""
    cells = ("".join(f"<w:tc>{cell}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


# nothing is lost


@given(reports.sessions(), st.sampled_from((bytes, controls.uncontrolled, unmarked, google.exported)))
@reports.tries(40)
def test_every_visible_letter_of_a_file_is_somewhere_in_its_reading(
    session: tuple[str, dict[str, str], object], damaged: Callable[[bytes], bytes]
) -> None:
    data, layout, _ = random_file(session[0])
    data = damaged(data)
    lost = visible("".join(paragraphs(data))) - everything(reading(data, "x.docx", layout))
    assert not lost


@given(reports.sessions())
@reports.tries(40)
def test_the_words_of_a_report_come_back_in_their_order_and_twice_alike(
    session: tuple[str, dict[str, str], object],
) -> None:
    data, layout, report = random_file(session[0])
    found = reading(data, "x.docx", layout)
    assert found == reading(data, "x.docx", layout)
    assert [unit.marks for unit in found.body] == [unit.marks for unit in reading(data, "x.docx", layout).body]
    said = "".join(of_unit(unit) for unit in found.body)
    assert visible(said) == visible(reports.said_by(report))
    assert reports.letters("".join(plain(unit.inlines) for unit in found.body if unit.kind == "heading")) == (
        reports.letters("".join(_headings(report)))
    )
    assert found.fields["title"][0].text == " ".join(report.title.split())
    assert found.left == ()


@given(reports.sessions(), st.integers(0, 99))
@reports.tries(30)
def test_a_body_reads_the_same_without_controls_and_bookmarks_and_after_google_docs(
    session: tuple[str, dict[str, str], object], seed: int
) -> None:
    data, layout, _ = random_file(session[0])
    sent = reading(data, "x.docx", layout)
    bare = reading(unmarked(data), "x.docx", layout)
    assert answers(bare) == answers(sent)
    assert shape(bare) == shape(sent)
    flattened = reading(google.exported(data, seed), "x.docx", layout)
    assert answers(flattened) == answers(sent)
    assert [of_unit(unit) for unit in flattened.body] == [of_unit(unit) for unit in sent.body]


@pytest.mark.parametrize("damaged", [controls.uncontrolled, only_marked])
def test_either_mark_is_enough_to_know_every_place_again(damaged: Callable[[bytes], bytes]) -> None:
    data = made(text(ALL, people="{organiser: [Ana Pérez, {name: Bo, country: Peru}]}", participants="{women: 3}"))
    sent, found = back(data), back(damaged(data))
    assert shape(found) == shape(sent)
    parts = {name: [line.parts for line in lines] for name, lines in sent.fields.items()}
    assert {name: [line.parts for line in lines] for name, lines in found.fields.items()} == parts
    headings = [unit.marks for unit in found.body if unit.kind == "heading"]
    assert headings == [("section:outcomes",), ("section:recommendations",)]


# what stands where


def test_each_kind_of_unit_is_told_from_the_others() -> None:
    found = back(made(text(ALL)))
    assert [(unit.kind, unit.level, unit.ordered, unit.number, plain(unit.inlines)[:17]) for unit in found.body] == [
        ("heading", 2, False, "", "Outcomes"),
        ("paragraph", -1, False, "", "The room spoke ab"),
        ("quote", -1, False, "", "Water is a debt."),
        ("point", 0, True, "3.", "one"),
        ("more", 0, False, "", "more of one"),
        ("point", 1, False, "", "inner"),
        ("point", 0, True, "4.", "two"),
        ("table", -1, False, "", ""),
        ("code", -1, False, "", "x = 1\n  y"),
        ("rule", -1, False, "", ""),
        ("paragraph", -1, False, "", "End stressed both"),
        ("heading", 2, False, "", "Key recommendatio"),
        ("paragraph", -1, False, "", "We should:"),
        ("point", 0, True, "R1", "Act."),
        ("beside", 0, False, "", "Addressed to: Gov"),
        ("point", 0, True, "R2", "Pay:"),
        ("point", 1, False, "", "soon"),
        ("point", 1, False, "", "in full"),
    ]
    assert found.body[13].marks == ("_rpt_recommendations_rT3zdS01zdR01",)


def test_inlines_are_nested_in_one_way() -> None:
    report, _ = words.read(text(ALL))
    first, *_, last = [block for block in report.sections[0].prose if isinstance(block, Paragraph)]
    found = back(made(text(ALL))).body
    assert found[1].inlines == canonical(first.inlines)
    assert found[10].inlines == canonical(last.inlines), "links within the file are called by what they lead to"
    assert found[7].rows == (((Text("Town"),), (Text("Wells"),)), ((Text("Ada"),), (Strong((Text("3"),)),)))


def test_a_blank_form_has_its_fields_and_headings_and_says_nothing(found: source.Source) -> None:
    data = exporter.export(Report(id="T3-S02", title=""), found.layout, Options(base=words.DIGEST, blank=True))
    for each in (data, unmarked(data), google.exported(data)):
        read = reading(each, "blank.docx", found.layout)
        assert not any(lines for lines in read.fields.values())
        assert set(read.fields) >= {"organiser", "moderator", "rapporteur", "presenters", "format", "when"}
        assert [unit.kind for unit in read.body] == ["heading"] * 5
        assert read.left == ()


def test_what_was_typed_into_a_blank_form_is_read_whatever_the_flag_says(found: source.Source) -> None:
    data = exporter.export(Report(id="T3-S02", title=""), found.layout, Options(base=words.DIGEST, blank=True))

    def typing(tree: etree._Element) -> None:
        for each in tree.iter(f"{W}t"):
            each.text = {"[Title of the session]": "Water", "[Full name]": "Ana"}.get(each.text or "", each.text)

    read = reading(words_changed(data, typing), "x.docx", found.layout)
    assert answers(read)["title"] == ["Water"]
    assert read.fields["presenters"] == (Line("Ana", (("presenters:pr1:name", "Ana"),), "", "presenters", "tag"),)


def test_a_presenter_added_with_the_plus_of_word_and_one_typed_below_are_lines_of_their_own(sample: bytes) -> None:
    def add(tree: etree._Element) -> None:
        (item,) = tree.xpath("//w:sdt[w:sdtPr/w:tag/@w:val='rpt:presenters:pr2']", namespaces=words.NAMES)
        again = etree.fromstring(etree.tostring(item, with_tail=False))
        etree.strip_elements(again, f"{W}bookmarkStart", f"{W}bookmarkEnd")
        again.find(f".//{W}t").text = "Ada Obi"
        item.addnext(again)
        item.getparent().getparent().addnext(
            etree.fromstring(f'<w:p xmlns:w="{W[1:-1]}"><w:r><w:t>Li Wei, Chair</w:t></w:r></w:p>')
        )

    lines = back(words_changed(sample, add)).fields["presenters"]
    assert [line.text.partition(",")[0] for line in lines] == ["Osvaldo Elissetche", "Stanley Kao", "Ada Obi", "Li Wei"]
    assert [line.parts[0] for line in lines[1:3]] == [
        ("presenters:pr2:name", "Stanley Kao"),
        ("presenters:pr2:name", "Ada Obi"),
    ]
    assert (lines[3].parts, lines[3].loose) == ((), "Li Wei, Chair")


def test_an_answer_that_is_only_a_dash_is_an_answer_also_without_its_control(found: source.Source) -> None:
    report = replace(found.conference.reports[0], answers=(("format", ("---",)),))
    data = exporter.export(report, found.layout, Options(conference=replace(found.conference, reports=())))
    for each in (data, unmarked(data), google.exported(data)):
        assert [line.text for line in reading(each, "x.docx", found.layout).fields["format"]] == ["---"]


def test_words_beside_a_control_are_loose_but_labels_and_separators_are_not(sample: bytes) -> None:
    def add(tree: etree._Element) -> None:
        for each in tree.xpath("//w:t[.='11' or .='Stephanie Childs']", namespaces=words.NAMES):
            control = each.xpath("ancestor::w:sdt[1]", namespaces=words.NAMES)[0]
            control.addnext(etree.fromstring(f'<w:r xmlns:w="{W[1:-1]}"><w:t>, of Accra</w:t></w:r>'))

    found = back(words_changed(sample, add))
    assert [line.loose for line in found.fields["participants"]] == ["of Accra", "", ""]
    assert [line.loose for line in found.fields["moderator"]] == ["of Accra"]


FORMS = {
    "labels above": table(
        (p("Organiser") + p("Ana Pérez") + p("Moderator"), p("Rapporteur") + p("Li")), (p("Bo"), p(""))
    ),
    "labels beside": table(
        (p("ORGANISERS:"), p("Ana Pérez")), (p("Moderated by"), p("Bo")), (p("Rapporteur"), p("Li"))
    ),
    "labels before": p("Organizer: Ana Pérez") + p("Moderator: Bo") + p("Rapporteur : Li"),
    "labels alone": p("Organiser") + p("Ana Pérez") + p("Moderator") + p("Bo") + p("Rapporteur") + p("Li"),
    "in French": table((p("Organisateur"), p("Ana Pérez")), (p("Modérateur"), p("Bo")), (p("Rapporteur"), p("Li"))),
    "in Chinese": p("主办方：Ana Pérez") + p("主持人：Bo") + p("报告员：Li"),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_form_of_another_hand_is_read_by_its_labels(form: str) -> None:
    found = back(typed(p("Water for all", "Title") + FORMS[form] + p("Outcomes", "Heading1") + p("Wells.")))
    assert answers(found) == {
        "title": ["Water for all"], "organiser": ["Ana Pérez"], "moderator": ["Bo"], "rapporteur": ["Li"],
    }  # fmt: skip
    assert [(unit.kind, plain(unit.inlines)) for unit in found.body] == [
        ("heading", "Outcomes"),
        ("paragraph", "Wells."),
    ]
    assert found.left == ()


def test_headings_that_are_only_bold_lines_are_known_by_the_forms_words() -> None:
    bold = "<w:b/>"
    body = p("Water for all") + p("Rapporteur: Li") + p("Outcomes", look=bold) + p("Wells.")
    found = back(typed(body + p("Lessons learned:", look=bold) + p("Not a heading", look=bold)))
    assert [(unit.kind, plain(unit.inlines)) for unit in found.body] == [
        ("heading", "Outcomes"),
        ("paragraph", "Wells."),
        ("heading", "Lessons learned:"),
        ("paragraph", "Not a heading"),
    ]


def test_words_of_the_grid_under_no_label_are_left_and_listed() -> None:
    found = back(typed(p("Water", "Title") + table((p("Wells") + p("Organiser") + p("Ana"),))))
    assert answers(found)["organiser"] == ["Ana"]
    assert [line.text for line in found.left] == ["Wells"]


def test_links_are_read_from_fields_and_relationships_alike() -> None:
    code = ' HYPERLINK "https://example.org/a?b" \\l "c" \\o "a tip" '
    assert pointers.led(code) == "https://example.org/a?b#c"
    assert pointers.led(' hyperlink \\l "rpt_s_outcomes"') == "#outcomes"
    assert pointers.led(" PAGE ") == ""
    signs = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))
    begin, separate, end = signs
    told = code.replace('"', "&quot;")
    field = f"{begin}<w:r><w:instrText>{told}</w:instrText></w:r>{separate}<w:r><w:t>well</w:t></w:r>{end}"
    field = f"<w:p>{field}<w:r><w:t> map</w:t></w:r></w:p>"
    found = back(typed(p("H", "Heading1") + field))
    assert found.body[1].inlines == (Link("https://example.org/a?b#c", (Text("well"),)), Text(" map"))


def test_what_markdown_cannot_hold_is_told_once_for_each_unit() -> None:
    look = '<w:u w:val="single"/><w:highlight w:val="yellow"/>'
    found = back(typed(p("H", "Heading1") + p("Wells", look=look) + p("Dry")))
    assert [each.what for each in found.notes] == ["highlighted and underlined words are kept as plain words: “Wells”"]


def test_the_words_of_a_date_are_believed_and_its_calendar_is_told() -> None:
    data = made(text(when="{date: Wednesday 5 September 2012}"))
    assert back(data).notes == ()
    parts = container.unpack(data)
    other = parts["word/document.xml"].replace(b"5 September", b"6 September")
    found = back(container.pack(parts | {"word/document.xml": other}))
    assert "6 September 2012" in answers(found)["when"][0]
    assert ["calendar 2012-09-05" in each.what for each in found.notes] == [True]


def test_the_foot_tells_the_report_and_its_base_when_the_properties_are_gone(
    sample: bytes, found: source.Source
) -> None:
    digest = found.conference.reports[0].origin.digest
    assert (back(sample).report, back(sample).base, back(sample).schema) == ("T3-S01", digest, "1")
    parts = {name: data for name, data in container.unpack(sample).items() if not name.startswith("docProps")}
    bare = back(container.pack(parts))
    assert (bare.report, bare.base, bare.schema, bare.language) == ("T3-S01", digest[:10], "1", "")


@pytest.mark.parametrize("language", ["ar", "zh", "fr", "ru", "hi"])
def test_the_foot_is_read_in_every_language(language: str) -> None:
    parts = container.unpack(made(text(language=language)))
    bare = back(container.pack({name: data for name, data in parts.items() if not name.startswith("docProps")}))
    assert (bare.report, bare.base, bare.schema) == ("T3-S01", words.DIGEST[:10], "1")


# marks and lists


@given(
    st.lists(
        st.text("abz_-.é:T0", min_size=1, max_size=30).filter(lambda part: ":" not in part), min_size=1, max_size=3
    )
)
def test_the_key_of_a_bookmark_is_found_again_unless_it_was_shortened(parts: list[str]) -> None:
    key = ":".join(parts)
    name = marks.of_field(key)
    if parts[0] != "s":
        assert marks.key_of(name) in ((key,) if "zx" not in name.replace("zz", "") else (key, None))


def test_a_shortened_bookmark_is_known_among_the_keys_it_may_stand_for() -> None:
    key = "remote_moderator_of_the_second_part:pr12:organisation"
    assert marks.key_of(marks.of_field(key), ("remote_moderator_of_the_second_part",)) == key
    assert marks.key_of(marks.of_field(key), ("title",)) is None


@pytest.mark.parametrize("name", ["rpt_zh110000ffz", "rpt_", "_GoBack", "rpt_s_x", f"rpt_{'a' * 50}"])
def test_a_bookmark_that_anybody_may_have_named_harms_nothing(name: str) -> None:
    assert marks.key_of(name) is None
    assert marks.section_of("rpt_s_zhfffffffz") is None


def test_numbers_are_counted_as_lists_print_them() -> None:
    assert [figure(n, "lowerLetter") for n in (1, 26, 27)] == ["a", "z", "aa"]
    assert [figure(n, "upperRoman") for n in (4, 19, 1990)] == ["IV", "XIX", "MCMXC"]
    body = "## Summary\n\n1. a\n2. b\n\n   7. c\n   8. d\n3. e\n\n<!-- -->\n\n1. f\n"
    points = [unit.number for unit in back(made(text(body))).body if unit.kind == "point"]
    assert points == ["1.", "2.", "7.", "8.", "3.", "1."]


# what became of a recommendation since

FOLLOWED = """\
## Outcomes

- Status: a point of a list like any other

## Key recommendations {.recommendations}

We should:

- Act. {#T3-S01-R01 to="Governments"}

  More of it.
- Pay: {#T3-S01-R02}
  - soon
  - in full
- Rest. {#T3-S01-R03}

Words behind them.
"""
LANGUAGES = ("en", "fr", "es", "pt", "ru", "zh", "ar", "hi")


def followed(language: str, *names: str) -> bytes:
    """Return a form that prints what became of these recommendations."""
    said = FollowUp((("status", "done"), ("responsible", "Li Wei"), ("deadline", "2030-05-01")))
    conference = replace(words.CONFERENCE, follow_up=tuple((name, said) for name in names))
    return made(text(FOLLOWED, language=language), conference=conference)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("damaged", [bytes, controls.uncontrolled, unmarked, google.exported])
def test_what_became_of_a_recommendation_is_no_part_of_what_a_form_says(
    damaged: Callable[[bytes], bytes], language: str
) -> None:
    names = ("T3-S01-R01", "T3-S01-R02", "T3-S01-R02.a", "T3-S01-R03")
    plain_, told = (back(damaged(followed(language, *some))) for some in ((), names))
    assert told.body == plain_.body, "and so are the bookmarks and the numbers of what follows"
    lines = Counter(told.around) - Counter(plain_.around)
    assert sum(lines.values()) == len(names)
    assert all("Li Wei" in each for each in lines)
    assert sum(each.startswith("T3-S01-R02.a · ") for each in lines) == 1
    assert (told.fields, told.left) == (plain_.fields, plain_.left)


def test_only_a_line_behind_a_recommendation_is_taken_for_what_became_of_it() -> None:
    numbered = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    line, point = p("Status: open"), p("Wells", more=numbered)
    bodies = {
        "behind a point of a list": p("Outcomes", "Heading1") + point + line,
        "behind a paragraph": p("Key recommendations", "Heading1") + point + p("And so on.") + line,
        "as a point": p("Key recommendations", "Heading1") + point + p("Status: open", more=numbered),
    }
    for where, body in bodies.items():
        found = back(google.exported(typed(body)))
        assert [plain(each.inlines) for each in found.body][-1] == "Status: open", where
    styled = back(typed(p("Key recommendations", "Heading1") + point + line))
    assert plain(styled.body[-1].inlines) == "Status: open", "the file has a style for it"
    flat = back(google.exported(typed(p("Key recommendations", "Heading1") + point + line)))
    assert "Status: open" in flat.around


# what is refused


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"%PDF-1.7 ...", "PDF"),
        (b"{\\rtf1\\ansi}", "RTF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old office file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "protected by a password"),
        (b"", "empty"),
        (container.pack(hostile.workbook()), "workbook"),
        (container.pack({"mimetype": b"application/vnd.oasis.opendocument.text"}), "OpenDocument"),
        (container.pack({"a.txt": b"words"}), "no Word file"),
    ],
)
def test_what_is_no_word_file_is_refused_by_what_it_is(data: bytes, what: str) -> None:
    with pytest.raises(Refused, match=what) as told:
        back(data)
    assert all(each.hint for each in told.value.problems)


def test_formulas_and_symbols_are_read_alike_for_a_person_and_for_a_report() -> None:
    space = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    formula = f"<m:oMath {space}><m:r><m:t>a²+b²</m:t></m:r></m:oMath>"
    symbol = '<w:r><w:sym w:font="Wingdings" w:char="F0FC"/><w:sym w:font="Symbol" w:char="F061"/></w:r>'
    data = typed(p("Outcomes", "Heading1") + f"<w:p>{formula}{symbol}</w:p>")
    assert paragraphs(data)[-1] == "a²+b²✓α"
    assert plain(back(data).body[-1].inlines) == "a²+b²✓α"


def test_macros_entities_and_endless_texts_are_refused_quickly(sample: bytes) -> None:
    parts = container.unpack(sample)
    tree = parts["word/document.xml"]
    entity = tree.replace(b"<w:document ", b'<!DOCTYPE a [<!ENTITY b "c">]><w:document ', 1)
    begun = time.perf_counter()
    for changed, what in (
        ({"word/vbaProject.bin": b"x"}, "macros"),
        ({"word/document.xml": entity}, "entities"),
        ({"word/document.xml": tree.replace(b"<w:body>", b"<w:body>" + b"<w:p/>" * 100_000)}, "100,0.. paragraphs"),
    ):
        with pytest.raises(Refused, match=what):
            back(container.pack(parts | changed))
    with pytest.raises(Refused, match="no office file"):
        back(sample[:9000])
    assert time.perf_counter() - begun < 5


def test_a_part_that_is_not_well_formed_is_read_as_far_as_it_can_be(sample: bytes) -> None:
    parts = container.unpack(sample)
    broken = parts["word/document.xml"].replace(b"</w:body></w:document>", b"<w:p>")
    found = back(container.pack(parts | {"word/document.xml": broken}))
    assert shape(found) == shape(back(sample))
    assert "damaged" in found.notes[0].what


def test_thousands_of_paragraphs_take_no_more_than_a_few_seconds() -> None:
    size = reports.size(10_000)
    many = p("Wells [1] are &amp; dry: yes", "ListBullet", look="<w:b/>") * size
    data = typed(p("Water", "Title") + many)
    begun = time.perf_counter()
    assert len(back(data).body) == size
    assert time.perf_counter() - begun < 8
