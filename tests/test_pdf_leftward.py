"""The gate of the PDF, of text from right to left: with all that may stand in it, and with what may be lost of it."""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from typing import Any
from unicodedata import normalize

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

import reports
from rapporteur.edition import EDITIONS, PAGES
from rapporteur.format import Options
from rapporteur.pdf import exporter, text, words
from rapporteur.pdf.words import missing, read
from rapporteur.report import Conference
from test_pdf import needs
from test_pdf_words import HOUSE, made, report

LEFTWARD = {
    "ar": "ركزت الجلسة على دور البلدان وفقاً لتقرير الأمم والإسلام والله ولا المُقَرِّر بِسْمِ اللَّهِ الرَّحْمَٰنِ خلال أيام مُحَمَّدٌ كتاب",
    "he": "המפגש התמקד של מדינות מתפתחות וכיצד הוא יכול ארה״ב צה״ל שָׁלוֹם בְּרֵאשִׁית לכולם",
    "fa": "نشست بر نقش کشورهای نوظهور متمرکز بود می‌شود پژوهش‌ها چگونه ژاله همهٔ آب",
    "ur": "اجلاس میں ابھرتے ہوئے ممالک کے کردار پر توجہ دی گئی پانی ٹیکنالوجی ہے گے",
}
WITHIN = {
    "telephones": "+966 11 234 5678|\u200e+966 11 234 5678|00966-11-2345678|(+20) 2 2735 1234|**+966 11 234**",
    "shares": "45%|٤٥٪|45٪|%45|12.5%|+15%|**45%**|5-10%|١٠-٥٪",
    "spans": "2018–2030|٢٠١٨-٢٠٣٠|2018-2030|*2018–2030*|14:30–16:00|١٤:٣٠–١٦:٠٠",
    "dates": "1/2/2026|٠١/٠٢/٢٠٢٦|2026-02-01|+15% ٠١/٠٢/٢٠٢٦",
    "numbers": "1,234.5|١٬٢٣٤٫٥|1 234,5|1\u00a0234|۱۲۳ ۴۵۶ ٤٥٦|−5|½|**50** *60*|10^6",
    "money": "€1,200|1,200 €|$5.4|**$5**|USD 3.2|£10|1,200 ر.س.",
    "addresses": "info@example.org|https://example.org/a/b?c=d&e=f#g|<https://example.org/desk>",
    "links": "[الموقع](https://example.org/)|[مكتب UNDP 2012](https://example.org/u)|[+966 11](https://example.org/t)",
    "quotations": "«قال نعم»|(UNDP 2012)|“ماء”|[1]|(أ)|{x}|‘x’|**«ماء»**|**(2012)**",
    "letters": "UNDP|G77+China|C++|**C++**|C#|#1|#ماء_للجميع|#Water4All|R&D|H2O|CO₂|№ 7|**ABC** *DEF*|الـ UNDP|3أ",
    "signs": "x < y|5 > 3|2 + 2 = 4|≤ 5|±3|— ثم —|نعم/لا|a\\b|→|~10|`x = 1`|**100 +**|*ماء (UNDP)*",
    "forms": "ســلام|ﷺ|ﷲ|لا لأ لإ لآ|ي ى ی ك ک ه ہ|م**ا**ء|\u202bماء\u202c|\u061c12-5|∆ Δ|नमस्ते|**नमस्ते UNDP 2030**",
    "notes": "2030.[^]|45%[^]|UNDP[^]|ماء[^]",
}
PIECES = [each for those in WITHIN.values() for each in those.split("|")]


def leftward(body: str, language: str, **settings: Any) -> bytes:
    """Return the PDF of a report with this body, in which every ``[^]`` calls a note of its own."""
    numbers = range(1, 1 + body.count("[^]"))
    calls = iter(numbers)
    body = re.sub(r"\[\^]", lambda _: f"[^{next(calls)}]", body)
    notes = "".join(f"\n\n[^{number}]: ماء {number} (UNDP)." for number in numbers)
    subject = replace(report(body + notes, language), direction="rtl")
    return exporter.export(subject, HOUSE, Options(**settings))


def mixed() -> str:
    """Return a body that says all of `PIECES` amid Arabic words: in running text, in points, in cells and in titles."""
    around = LEFTWARD["ar"].split()
    said = [f"{around[at % len(around)]} {each} {around[at * 7 % len(around)]}" for at, each in enumerate(PIECES)]
    cells = "".join(f"| {PIECES[at].replace('|', '')} | {PIECES[at + 1]} | ماء |\n" for at in range(0, 60, 2))
    points = "\n".join(f"- {each}" for each in said[::4])
    titles = "\n\n".join(f"### {each}" for each in PIECES[5::17])
    table = f"| a | b | c |\n|---|---|---|\n{cells}"
    return "\n\n".join((" ".join(said), points, table, titles, LEFTWARD["he"], "*Latin* words at the **end**."))


@pytest.fixture(scope="module")
def arabic() -> tuple[bytes, tuple[str, ...]]:
    """Return the PDF of `mixed`, and the pieces of text that are in it."""
    pieces: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(words, "check", lambda wanted, data, subject: pieces.extend(wanted))
        data = leftward(mixed(), "ar", edition="large-print")  # which is not set again to fit its pages
    return data, tuple(pieces)


def test_nothing_in_text_from_right_to_left_raises_a_false_alarm(arabic: tuple[bytes, tuple[str, ...]]) -> None:
    data, pieces = arabic
    assert len(pieces) > 120
    assert missing(pieces, read(data)) == ()
    assert "+966 11 234 5678" in text(data)


Painted = list[tuple[Any, Any]]
"""The operations of a page."""


def glyphs(operation: tuple[Any, Any]) -> bytes:
    """Return the glyphs that an operation paints, two bytes each."""
    operands, operator = operation
    parts = operands[0] if str(operator) == "TJ" else ()
    return b"".join(bytes(each) for each in parts if isinstance(each, pikepdf.String))


def lose(operations: Painted, at: int) -> None:
    operations[at] = ([pikepdf.Array([])], operations[at][1])


def shorten(operations: Painted, at: int) -> None:
    operations[at] = ([pikepdf.Array([pikepdf.String(glyphs(operations[at])[8:])])], operations[at][1])


def repeat(operations: Painted, at: int) -> None:
    operations.insert(at, operations[at])


def tampered(data: bytes, change: Callable[[Painted, int], None], part: int) -> tuple[str, ...]:
    """Return the lines of a PDF whose first page paints a text otherwise, that which stands `part` per cent down it."""
    with pikepdf.open(BytesIO(data)) as pdf:
        operations = [(list(each.operands), each.operator) for each in pikepdf.parse_content_stream(pdf.pages[0])]
        texts = [at for at, each in enumerate(operations) if len(glyphs(each)) > 20]
        change(operations, texts[len(texts) * part // 100])
        pdf.pages[0].Contents = pdf.make_stream(pikepdf.unparse_content_stream(operations))
        written = BytesIO()
        pdf.save(written)
    return read(written.getvalue())


@pytest.mark.parametrize("change", [lose, shorten, repeat])
@pytest.mark.parametrize("part", [20, 80])
def test_text_from_right_to_left_that_is_painted_otherwise_is_told(
    arabic: tuple[bytes, tuple[str, ...]], change: Callable[[Painted, int], None], part: int
) -> None:
    data, pieces = arabic
    assert missing(pieces, tampered(data, change, part))


def test_lines_from_right_to_left_in_another_order_are_told(arabic: tuple[bytes, tuple[str, ...]]) -> None:
    data, pieces = arabic
    lines = read(data)
    start = next(at for at, line in enumerate(lines) if "ركزت" in line)
    assert missing(pieces, (*lines[:start], lines[start + 1], lines[start], *lines[start + 2 :]))


@st.composite
def leftward_bodies(draw: st.DrawFn, language: str) -> str:
    """Draw paragraphs, points, cells and titles of words of a language, with any of `PIECES` among them."""
    own = LEFTWARD[language].split()

    def words_(most: int) -> str:
        each = st.one_of(st.sampled_from(own), st.sampled_from(own), st.sampled_from(PIECES))
        return " ".join(draw(st.lists(each, min_size=1, max_size=most)))

    def row() -> str:
        return "| " + " | ".join(words_(4).replace("|", "") for _ in range(3)) + " |"

    blocks = []
    for kind in draw(st.lists(st.sampled_from("pplnth>"), min_size=1, max_size=14)):
        match kind:
            case "l" | "n":
                mark = "-" if kind == "l" else "1."
                blocks.append("\n".join(f"{mark} {words_(20)}" for _ in range(draw(st.integers(1, 4)))))
            case "t":
                blocks.append(f"{row()}\n|---|---|---|\n{row()}\n{row()}")
            case "h":
                blocks.append(f"### {words_(7).replace('[^]', '')}")
            case _:
                blocks.append(f"{'> ' * (kind == '>')}{words_(40)}")
    return "\n\n".join(blocks)


@pytest.mark.slow
@reports.tries(120)
@given(st.data())
def test_no_random_text_from_right_to_left_raises_a_false_alarm(data: st.DataObject) -> None:
    language = data.draw(st.sampled_from(sorted(LEFTWARD)))
    edition, paper = data.draw(st.sampled_from(sorted({*EDITIONS} - {"brief"}))), data.draw(st.sampled_from(PAGES))
    leftward(data.draw(leftward_bodies(language)), language, edition=edition, settings={"paper": paper})


def test_signs_read_back_beside_their_letters_in_another_program() -> None:
    body = "المُقَرِّر بِسْمِ اللَّهِ الرَّحْمَٰنِ شَدَّة בְּרֵאשִׁית שָׁלוֹם Ẹ́ sọ̀rọ̀ ọ́ ẹ̀ m̀"
    found = subprocess.run(
        [needs("pdftotext"), "-", "-"], input=made(report(body, "ar")), capture_output=True, check=True
    )
    wanted, lettered = (
        Counter(each for each in normalize("NFKD", text) if each.isalnum()) for text in (body, found.stdout.decode())
    )
    assert wanted <= lettered
    assert not set(lettered) - set(wanted) - set("A title Summary نهائي تقرير الجلسة X1 صفحة من")


def test_the_groups_of_telephone_numbers_stand_in_the_order_they_are_dialled() -> None:
    numbers = ("+966 11 234 5678", "00966-11-234 5678", "(+20) 2 2735 1234")
    data = made(report("\n\n".join(f"للتواصل: {each} خلال أيام العمل" for each in numbers), "ar"))
    found = subprocess.run([needs("pdftotext"), "-", "-"], input=data, capture_output=True, check=True)
    assert [each in found.stdout.decode() for each in numbers] == [True] * 3


def test_what_a_conference_is_called_stands_in_its_own_direction_above_an_arabic_title() -> None:
    data = leftward("ماء", "ar", conference=Conference(name="Forum", dates="3–6 September"))
    boxes = subprocess.run([needs("pdftotext"), "-bbox", "-", "-"], input=data, capture_output=True, check=True).stdout
    left = {word: float(at) for at, word in re.findall(r'xMin="([\d.]+)".*>(.*)</word>', boxes.decode())}
    assert left["3–6"] < left["September"] < left["Forum"]
