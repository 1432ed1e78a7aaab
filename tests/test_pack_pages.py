"""Pages of a pack as they look: nothing is printed on anything else, and no page is left half empty without need."""

from __future__ import annotations

import itertools
import re
import subprocess
from collections.abc import Mapping
from dataclasses import replace
from html import unescape

import pytest

from rapporteur import format as seam
from rapporteur import pdf
from rapporteur.conference import directory
from rapporteur.pack.shown import Shown
from test_pack_chunks import shown  # noqa: F401, a fixture
from test_pdf import needs

MILLIMETRE = 72 / 25.4
EDGES = {"A4": 20, "A5": 14, "Letter": 22.95}
"""How wide the margins at the sides are, in millimetres."""

Word = tuple[str, float, float, float, float]
"""A word with its box: left, top, right and bottom, in millimetres from the top left corner of the page."""


def leaf(shown: Shown, context: Mapping[str, object], paper: str = "A4") -> bytes:  # noqa: F811
    html = shown.layout.render("pack.html.jinja", context)
    return pdf.exporter.leaf(seam.Page(html, "pack.css", paper, "en", {}, "pack"), shown.layout)


def pages(data: bytes) -> list[tuple[float, float, list[Word]]]:
    """Return the width and the height of each page, in millimetres, and the words that poppler sees on it."""
    done = subprocess.run([needs("pdftotext"), "-bbox", "-", "-"], input=data, capture_output=True, check=True)
    found = []
    for said in done.stdout.decode().split("<page ")[1:]:
        width, height, *boxes = (float(each) / MILLIMETRE for each in re.findall(r'="([-\d.]+)"', said))
        words = [unescape(each) for each in re.findall(r">(.*?)</word>", said)]
        found.append((width, height, [(word, *boxes[at * 4 : at * 4 + 4]) for at, word in enumerate(words)]))
    return found  # type: ignore[return-value]


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize("paper", EDGES)
def test_folios_stand_in_the_outer_margin(shown: Shown, paper: str, direction: str) -> None:  # noqa: F811
    told = [(f"{at}", f" / {of}") for of in (62, 276, 1204) for at in range(of - 1, of + 1)]
    made = pages(leaf(shown, {**shown.common("folios"), "direction": direction, "folios": told}, paper))
    edge = EDGES[paper]
    assert len(made) == len(told)
    for at, (width, height, words) in enumerate(made):
        assert sorted(word for word, *_ in words) == sorted("".join(told[at]).split())
        left, top = (min(each[side] for each in words) for side in (1, 2))
        right, bottom = (max(each[side] for each in words) for side in (3, 4))
        low, high = (width - edge + 0.5, width - 3.9) if (at % 2 == 0) == (direction == "ltr") else (3.9, edge - 0.5)
        assert low <= left < right <= high
        assert height - 13.5 < top < bottom < height - 3.5


@pytest.mark.parametrize("paper", EDGES)
def test_no_figure_of_the_conference_is_printed_on_another(shown: Shown, paper: str) -> None:  # noqa: F811
    sums = (("120", "Sessions", ""), ("1,234", "Recommendations", ""), ("about 12,345", "Number of participants", "x"),
            ("1,023", "People", ""), ("456", "Organisations", ""))  # fmt: skip
    ((_, _, words),) = pages(leaf(shown, {**shown.numbers(), "sums": sums}, paper))
    large = [next(each for each in words if each[0] == figure.split()[-1]) for figure, _, _ in sums]
    ends = [(each[1], each[3]) for each in large]
    assert ends == sorted(ends)
    assert all(before[1] + 2 < after[0] for before, after in itertools.pairwise(ends))
    assert len({round(each[4]) for each in large}) == 1


def test_tables_of_one_row_fill_a_page_before_the_next_begins(shown: Shown) -> None:  # noqa: F811
    row = replace(shown.register.recommendations[0], sentence="Count the wells.", also=())
    groups = [(f"Addressee {at}", [row]) for at in range(40)]
    context = {**shown.addressees({row.report.id: 1}), "by_addressee": groups}
    made = pages(leaf(shown, context))
    ends = [max(each[4] for each in words if each[4] < height - 18) for _, height, words in made]
    assert all(end > 297 - 19 - 40 for end in ends[:-1])
    assert not [word for _, _, words in made for word, _, top, *_ in words if top < 22], "a head says what begins here"


def test_pages_that_go_on_say_what_with(shown: Shown) -> None:  # noqa: F811
    row = replace(shown.register.recommendations[0], sentence="Count the wells.", also=())
    context = {**shown.recommendations({row.report.id: 1}), "by_track": [("Water", [row] * 60)]}
    for told in (context, {**context, "begins": False, "amid": True}):
        heads = [[word for word, _, top, *_ in words if top < 22] for _, _, words in pages(leaf(shown, told))]
        assert len(heads) > 2
        assert heads[1:] == [["Water"]] * (len(heads) - 1)
    feet = [" ".join(word for word, _, top, *_ in words if top > 280) for _, _, words in pages(leaf(shown, context))]
    assert set(feet) == {"Forum on cooperation · Recommendations"}


def test_an_imprint_stands_at_the_foot_of_the_second_page(shown: Shown) -> None:  # noqa: F811
    for paper in EDGES:
        _, (_, height, words) = pages(leaf(shown, shown.cover(), paper))
        assert min(each[2] for each in words) > height / 2
        assert max(each[4] for each in words) > height - 40


def test_names_are_sorted_by_their_letters_whatever_their_accents_and_capitals() -> None:
    said = ["CLT", "Cámara", "budget", "Éa", "city", "Land"]
    assert sorted(said, key=directory.sorting) == ["budget", "Cámara", "city", "CLT", "Éa", "Land"]
