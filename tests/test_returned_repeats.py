"""Words that LibreOffice wrote several times are those that were sent; what a person repeats or changes stays."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rapporteur.prose import Emphasis, Link, Note, Strong, Text
from rapporteur.reading import Line, Reading, Unit
from rapporteur.returned import repeats
from reports import texts

OFFICE, WORD = "LibreOffice/7.4", "Microsoft Office Word/16.0"
HREF = "https://example.org/a%20b"


@st.composite
def repeated(draw: st.DrawFn, whole: st.SearchStrategy[str] = texts) -> tuple[str, str]:
    """A text, and it as LibreOffice writes it: by its portions, the first of them or the whole first."""
    text = draw(whole)
    cuts = sorted(draw(st.sets(st.integers(1, max(len(text) - 1, 1)), max_size=5)) - {len(text)})
    portions = [text[start:end] for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True)]
    many = "".join(portion + text for portion in portions[draw(st.integers(0, 1)) :])
    many = many if many.startswith(portions[0] + text) and many != text + text else text + many
    return text, many + text * draw(st.integers(1, 3))


@given(repeated())
@settings(deadline=None)
def test_a_text_repeated_by_any_portions_is_told_from_an_edit(pair):
    text, many = pair
    assert repeats.is_repeated(text, many)
    assert not repeats.is_repeated(text, many + "\ue005")
    assert not repeats.is_repeated(text, text)


@given(repeated(st.text("ab ", min_size=1, max_size=6).map(str.strip).filter(bool)))
@settings(deadline=None)
def test_a_text_that_repeats_itself_is_known_when_it_is_repeated_again(pair):
    assert repeats.is_repeated(*pair)


@given(
    st.permutations("水源报告与会议记录"),
    repeated(st.sampled_from(("Water 水 for all", "الماء لكل مدينة 3", "水 and 源"))),
)
@settings(deadline=None)
def test_what_was_repeated_is_found_without_knowing_what_was_sent(signs, pair):
    text, many = pair
    assert repeats.undone(many) == text
    whole = "".join(signs)
    assert repeats.undone(whole * 4) == whole


@pytest.mark.parametrize(
    "text",
    ["", "very very good", "bye bye bye bye", "好好", "人人人", "天天向上", "中国和中国", "хаха", "Wasser, Wasser"],
)
def test_a_person_may_repeat_words(text):
    assert repeats.undone(text) == text


def test_what_a_person_repeats_is_found_among_what_the_program_repeats():
    assert repeats.undone("谢谢" * 4) == "谢谢"


def test_codes_of_links_are_no_words():
    assert repeats.undone(f'See HYPERLINK "{HREF}"the map') == "See the map"


def _read(title: str, *heads: Unit, program: str = "") -> Reading:
    return Reading("b.docx", program=program, fields={"title": (Line(title, (("title", title),)),)}, body=heads)


def _head(*inlines, marks=("section:outcomes",)) -> Unit:
    return Unit("heading", inlines, 2, marks=marks)


def _mended(base: Reading, title: str, *inlines, program=OFFICE) -> Reading:
    return repeats.mended(base, _read(title, _head(*inlines), program=program))


BASE = _read("很好很好", _head(Text("Map "), Strong((Text("地图"),)), Text(" "), Link(HREF, (Text("here"),))))
WORDS = f'Map 地图 HYPERLINK "{HREF}"here'


@pytest.mark.parametrize("many", [WORDS, "Map 地图 here", WORDS + "地图" + WORDS + " " + WORDS + "here" + WORDS])
def test_a_heading_that_was_damaged_is_as_it_was_sent_and_told_once(many):
    found = _mended(BASE, "很好很好", Text(many))
    assert found.body == BASE.body
    assert [each.rule for each in found.notes] == ["repaired"]


def test_a_title_that_was_sent_repeating_itself_stays():
    found = _mended(BASE, "很好很好", *BASE.body[0].inlines)
    assert (found.fields, found.body, found.notes) == (BASE.fields, BASE.body, ())


@pytest.mark.parametrize("times", [2, 4, 16])
def test_a_title_that_was_repeated_is_written_once(times):
    found = _mended(BASE, "很好很好" * times, *BASE.body[0].inlines)
    assert found.fields == BASE.fields
    assert [each.rule for each in found.notes] == ["repaired"]


def test_an_edited_heading_keeps_what_the_person_saw_and_the_faces_of_its_words():
    whole = f'New map 地图 HYPERLINK "{HREF}"here'
    found = _mended(BASE, "好新闻" * 4, Text(whole + "地图" + whole + " " + whole + "here" + whole))
    assert found.fields["title"][0].text == found.fields["title"][0].parts[0][1] == "好新闻"
    assert found.body[0].inlines == (
        Text("New map "),
        Strong((Text("地图"),)),
        Text(" "),
        Link(HREF, (Text("here"),)),
    )


def test_word_repeats_nothing_so_that_a_person_did():
    back = _read("很好很好" * 4, _head(Text(WORDS)), program=WORD)
    assert repeats.mended(BASE, back) is back


def test_a_heading_keeps_the_words_before_its_footnote():
    note = Note((Text("counted twice"),))
    base = _read("T", _head(Text("Wells"), note, Text(" in use")))
    assert _mended(base, "T", note, Text(" in use")).body == base.body
    edited = (Note((Text("counted once"),)), Text(" in use"))
    assert _mended(base, "T", *edited).body[0].inlines == edited


def test_a_face_that_a_person_gave_a_heading_stays():
    inlines = (Emphasis((Text("Map"),)), Text(" 地图 here"))
    assert _mended(BASE, "很好很好", *inlines).body[0].inlines == inlines
