"""The gate of the PDF: it finds every loss that was planted, in every script, and raises no false alarm."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import reports
from rapporteur import layout, markdown, source
from rapporteur.format import Options
from rapporteur.pdf import exporter, fonts, text
from rapporteur.pdf.words import agreed, missing
from rapporteur.problems import Place, Refused
from rapporteur.prose import Text
from rapporteur.report import Report, Section

CHECKOUT = Path(__file__).resolve().parent.parent
HOUSE = layout.find("rapporteur")

# What is found and what is missed


@pytest.mark.parametrize(
    ("pieces", "lines"),
    [
        (["one two three"], ["one two", "three"]),
        (["organisation of it"], ["organisa\u00ad", "tion of it"]),
        (["South-South co-operation"], ["South\u00ad", "South co", "operation"]),
        (["a first point", "a second point"], ["1.", "a first point", "2.", "a second point"]),
        (["parted by a page"], ["parted by", "1 a footnote below", "a page"]),
        (["late", "early"], ["early", "–", "–", "–", "–", "late"]),
        (["twice", "twice"], ["twice", "twice"]),
        (["2011", "11", "1"], ["11", "1", "2011"]),
        (["ﬁne efﬁcient"], ["fine", "efficient"]),
        (["Organiser"], ["ORGANISER"]),
        (["start, then this", "start, then that"], ["start,", "then this", "x", "start,", "then that"]),
        (["title", "title and more"], ["title", "and more", "title"]),
        (["xab", "a"], ["–", "–", "–", "–", "–", "x", "a", "ab"]),
        (["南南合作的作用"], ["南南合作", "的作用"]),
        (["في (UNDP 2012) عام"], ["في (UNDP", "2012) عام"]),
        (["∆ of a Δ"], ["Δ of a Δ"]),
        (["Hawaiʻi"], ["Hawai‘i"]),
    ],
)
def test_words_are_found_however_lines_pages_and_ligatures_part_them(pieces: list[str], lines: list[str]) -> None:
    assert missing(pieces, lines) == ()


@pytest.mark.parametrize(
    ("pieces", "lines", "lost"),
    [
        (["one two three"], ["one three"], ["one two three"]),
        (["one two three"], ["one two"], ["one two three"]),
        (["twice", "twice"], ["twice"], ["twice"]),
        (["2011", "11"], ["2011"], ["11"]),
        (["11:00–12:30"], ["12:30–11:00"], ["11:00–12:30"]),
        (["قال كلمة"], ["كلمة", "قال"], ["قال كلمة"]),
        (["a word", "another"], ["a word", "an other one"], ["another"]),
        (["not"], ["nothing"], ["not"]),
        (["قال الرجل كلمة", "ثم ذهب"], ["قال الرجل كلمة"], ["ثم ذهب"]),
        (["शांति तथा विकास"], ["शांति विकास"], ["शांति तथा विकास"]),
    ],
)
def test_a_loss_is_told_with_its_sentence(pieces: list[str], lines: list[str], lost: list[str]) -> None:
    assert list(missing(pieces, lines)) == lost


@pytest.mark.parametrize(
    ("glyphs", "said"),
    [
        ("555 20 254+", "+254 20 555"),
        ("12:30–11:00", "11:00–12:30"),
        ("++C اهلل", "الله C++"),
        ("١٢٣", "۱۲۳"),
        ("1/2 > 3", "½ < 3"),
        ("◌ी וג", "ी וג"),
        ("المقرر", "المُقَرِّر"),
        ("words that nothing is said of", ""),
    ],
)
def test_a_line_says_its_words_if_its_glyphs_are_their_letters(glyphs: str, said: str) -> None:
    assert agreed(glyphs, said) == (said or glyphs)


@pytest.mark.parametrize(
    ("glyphs", "said"),
    [("قال كلمة", "قال كلمة ثم"), ("قال كلمة كلمة", "قال كلمة"), ("966 11", "+966 11"), ("45", "46"), ("", "قال")],
)
def test_a_line_of_other_letters_than_are_said_says_what_its_glyphs_do(glyphs: str, said: str) -> None:
    assert agreed(glyphs, said) == glyphs


WORD = st.text(st.sampled_from("abcdefghijklmnop"), min_size=1, max_size=9)
SENTENCE = st.lists(WORD, min_size=1, max_size=9)


@reports.tries(150)
@given(st.lists(SENTENCE, min_size=1, max_size=8), st.data())
def test_whatever_single_word_is_taken_away_is_missed(sentences: list[list[str]], data: st.DataObject) -> None:
    whole = [" ".join(words) for words in sentences]
    breaks = data.draw(st.integers(1, 4))
    lines = [words[at : at + breaks] for words in sentences for at in range(0, len(words), breaks)]
    assert missing(whole, [" ".join(line) for line in lines]) == ()
    gone = data.draw(st.integers(0, len(lines) - 1))
    word = data.draw(st.integers(0, len(lines[gone]) - 1))
    lines[gone] = [*lines[gone][:word], *lines[gone][word + 1 :]]
    assert missing(whole, [" ".join(line) for line in lines])


# Real pages


def report(body: str, language: str = "en") -> Report:
    section = Section("summary", (Text("Summary"),), markdown.read(body, "x1.md")[0], "summary")
    direction = "rtl" if language in ("ar", "he") else "ltr"
    return Report("X1", "A title", language=language, direction=direction, state="final", sections=(section,))  # type: ignore[arg-type]


def made(subject: Report, chosen: layout.Layout = HOUSE) -> bytes:
    return exporter.export(subject, chosen, Options())


TEXT = SENTENCE.map(" ".join)
BLOCK = st.one_of(
    TEXT,
    st.lists(TEXT, min_size=1, max_size=4).map(lambda items: "\n".join(f"- {each}" for each in items)),
    st.lists(TEXT, min_size=1, max_size=3).map(lambda items: "\n".join(f"1. {each}" for each in items)),
    TEXT.map(lambda words: f"> {words}"),
    TEXT.map(lambda words: f"- outer\n  - {words}\n    1. {words[0]}"),
    st.lists(TEXT, min_size=2, max_size=11).map(
        lambda cells: f"| {' | '.join(cells)} |\n|{'---|' * len(cells)}\n| {' | '.join(reversed(cells))} |"
    ),
    SENTENCE.map(lambda words: f"*{words[0]}* **{words[-1]}** and `{words[0]}`"),
    TEXT.map(lambda words: f"### {words}"),
    st.integers(30, 400).map(lambda number: "enough words to turn a page " * number),
)


@settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.lists(BLOCK, min_size=1, max_size=10))
def test_random_prose_loses_no_word(blocks: list[str]) -> None:
    marked = [
        f"{block}\n\nmark{at}mark[^{at}]\n\n[^{at}]: note{at}note {block[:20]}" for at, block in enumerate(blocks)
    ]
    told = text(made(report("\n\n".join(marked)))).replace("\u00ad\n", "").replace("\u00ad", "")
    for at in range(len(blocks)):
        assert f"mark{at}mark" in told
        assert f"note{at}note" in told


SCRIPTS = {
    "el": "Η συνεδρία επικεντρώθηκε στον ρόλο των αναδυόμενων χωρών στη συνεργασία Νότου-Νότου. ΑΘΉΝΑ, Ίδρυμα.",
    "ru": "Сессия была посвящена роли стран с формирующейся экономикой в сотрудничестве Юг–Юг; *ещё* раз.",
    "fr": "« L’œuvre » : 1 234 participants, à Montréal – l’efficacité de l’aide au développement durable.",
    "ar": "ركزت الجلسة على دور البلدان الناشئة (South-South) وفقاً لتقرير UNDP لعام 2012، والإسلام والله ١٢٣. المُقَرِّر.",
    "he": "המפגש התמקד בתפקידן של מדינות מתפתחות (UNDP 2012) וכיצד הוא יכול להפוך לכלי חשוב.",
    "hi": "सत्र दक्षिण-दक्षिण सहयोग में केंद्रित था; क्षेत्र में प्रौद्योगिकी, कार्यक्रम, अंतर्राष्ट्रीय, स्त्रियों, संस्कृति।",
    "th": "การประชุมเน้นบทบาทของประเทศเกิดใหม่ในความร่วมมือใต้-ใต้ และวิธีที่ความร่วมมือนี้จะกลายเป็นเครื่องมือสำคัญ",
    "zh": "本次会议聚焦于新兴国家在南南合作中的作用，以及“重要工具”（UNDP 2012年）。",
    "ja": "本セッションは、南南協力における新興国の役割と、その手段に焦点を当てた。",
    "ko": "이 세션은 남남협력에서 신흥국의 역할과 이 협력에 초점을 맞추었다.",
    "en": "The name محمد عبد الله (Cairo) and the word नमस्ते stand in one English line that is long enough to break.",
}


@pytest.mark.parametrize("language", SCRIPTS)
def test_no_false_alarm_in(language: str) -> None:
    scripts = fonts.needed(SCRIPTS[language])
    if fonts.missing(scripts, Place("")):
        pytest.skip(f"no fonts of {', '.join(scripts)}")
    body = f"{SCRIPTS[language]}\n\n- {SCRIPTS[language] * 3}\n- {SCRIPTS[language]}\n\n### {SCRIPTS[language]}\n"
    told, wanted = (
        "".join(each for each in words if each.isalnum())
        for words in (text(made(report(body, language))), SCRIPTS[language])
    )
    assert told.count(wanted[:20]) == 6


def test_a_latin_paragraph_of_several_faces_in_an_arabic_report_is_found() -> None:
    body = "ركزت الجلسة.\n\nAsk for **help** at the [desk](https://example.org/desk) in hall 3.\n"
    assert "hall 3" in text(made(report(body, "ar")))  # which is refused if it is not found


def test_arabic_reads_back_in_the_order_it_was_written() -> None:
    told = " ".join(text(made(report(SCRIPTS["ar"], "ar"))).split())
    assert "ركزت الجلسة على دور البلدان الناشئة (South-South)" in told
    assert "والإسلام والله" in told


HIDDEN = {
    "clipped": "section .text { height: 0 }  section { overflow: hidden; height: 4mm }",
    "not painted": ".text p { visibility: hidden }",
    "left out": ".text p { display: none }",
    "off the page": ".text p { margin-left: 300mm }",
    "cut at the side": ".text p { white-space: nowrap; overflow: hidden; hyphens: none }",
    "cut to lines": ".text { max-lines: 2; block-ellipsis: auto }",
}


@pytest.mark.parametrize("how", HIDDEN)
def test_a_layout_that_hides_words_is_refused(tmp_path: Path, how: str) -> None:
    folder = tmp_path / "layouts" / "mine"
    folder.mkdir(parents=True)
    (folder / "layout.toml").write_text('name = "mine"\nextends = "rapporteur"\n')
    (folder / "pdf.css").write_bytes(HOUSE.read("pdf.css") + HIDDEN[how].encode())
    words = "These are the words of a sentence that is long enough to need some lines of its own. " * 4
    with pytest.raises(Refused) as caught:
        made(report(words), layout.find("mine", tmp_path))
    assert "does not show all the words of “These are the words" in caught.value.problems[0].what


def test_the_refusal_names_the_line_of_the_source(tmp_path: Path) -> None:
    folder = tmp_path / "layouts" / "mine"
    folder.mkdir(parents=True)
    (folder / "layout.toml").write_text('name = "mine"\nextends = "rapporteur"\n')
    (folder / "pdf.css").write_bytes(HOUSE.read("pdf.css") + b"li { visibility: hidden }")
    found = source.read(reports.the_sample())
    options = Options(conference=replace(found.conference, reports=()))
    with pytest.raises(Refused) as caught:
        exporter.export(found.conference.reports[0], layout.find("mine", tmp_path), options)
    lines = (CHECKOUT / "source/sessions/t3-s01.md").read_text("utf-8").splitlines()
    told = next(each for each in caught.value.problems if "new actors" in each.what)
    assert "new actors" in lines[told.where.line - 1]
