"""What the lists of a pack say, before they are set: directions, figures, whole recommendations, missing reports."""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from typing import Any

import pytest
from lxml import html

from rapporteur import layout
from rapporteur.labels import Labels
from rapporteur.matter import Matter
from rapporteur.pack import Leaf, place
from rapporteur.pack.shown import Shown
from rapporteur.prose import Item, List, Paragraph, Text
from rapporteur.report import (
    Conference,
    Count,
    Day,
    Part,
    Person,
    Recommendation,
    Recommendations,
    Report,
    Role,
    Section,
    State,
    Track,
    When,
)
from rapporteur.slot import Slot

HOUSE = layout.find("rapporteur")
TITLES = {"en": "Who pays?", "ar": "من يدفع؟", "zh": "谁付钱？", "hi": "पानी किसका है?"}
RIGHT, LEFT = ("ar",), ("en", "zh", "hi")


def report(language: str) -> Report:
    """Return a report whose title, recommendation and one person are in a language."""
    title = TITLES[language]
    block = Recommendations((Recommendation("", "", (Paragraph((Text(title),)),), addressee=title),))
    return Report(
        language, title, "1", language=language, direction="rtl" if language in RIGHT else "ltr",
        roles=(Role("presenters", (Person(title, organisation=title),)),),
        sections=(Section("s", (Text("R"),), (block,)),),
    )  # fmt: skip


def shown(language: str, **about: Any) -> Shown:
    """Return a conference of a report in each language, whose pack is in one of them."""
    conference = Conference(reports=tuple(map(report, TITLES)), **about)
    return Shown(conference, HOUSE, Labels(HOUSE.catalogue(language)))


def page(context: dict[str, object]) -> Any:
    """Return a part of a pack as a tree."""
    return html.fromstring(HOUSE.render("pack.html.jinja", context))


def directions(tree: Any) -> set[tuple[str, str]]:
    """Return each text that is in one of the languages, and the direction that it has."""
    found = set()
    for each in tree.xpath("//body//*[text()]"):
        text = " ".join((each.text or "").split())
        if text in TITLES.values():
            found.add((text, each.xpath("string(ancestor-or-self::*[@dir][1]/@dir)")))
    return found


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize(
    "part", ["recommendations", "addressees", "people", "organisations", "programme", "contents", "index"]
)
def test_text_stands_in_its_own_direction_in_lists_of_another_one(part: str, language: str) -> None:
    slots = tuple(Slot(each, title, language=each) for each, title in TITLES.items())
    told = shown(language, programme=slots)
    pages = dict.fromkeys(TITLES, 1)
    parts = {
        "recommendations": lambda: told.recommendations(pages),
        "addressees": lambda: told.addressees(pages),
        "people": lambda: told.listed("people", pages),
        "organisations": lambda: told.listed("organisations", pages),
        "programme": lambda: told.programme(pages),
        "contents": lambda: told.contents((), place([Leaf(f"session-{each}", TITLES[each], "", 2) for each in TITLES])),
        "index": lambda: told.index(dict(enumerate(TITLES.values()))),
    }
    ways = {(TITLES[each], "rtl" if each in RIGHT else "ltr") for each in TITLES}
    assert directions(page(parts[part]())) == ways


@pytest.mark.parametrize(
    ("text", "language", "direction"),
    [
        ("Who pays?", "ar", "ltr"),  # a programme need not say in which language it writes
        ("UNDP: من يدفع؟", "ar", "rtl"),
        ("من يدفع؟ UNDP", "en", "ltr"),
        ("UNDP: من يدفع؟", "", "ltr"),
        ("8 من", "", "rtl"),
        ("12 – 14", "ar", ""),
    ],
)
def test_a_text_has_the_direction_of_its_letters_then_of_its_language(text: str, language: str, direction: str) -> None:
    assert shown("en").way(text, language) == direction


@pytest.mark.parametrize(("language", "order"), [("en", "3AZبع谁"), ("ar", "3بعAZ谁"), ("zh", "3谁AZبع")])
@pytest.mark.parametrize("template", ["pack.html.jinja", "pack-word.html.jinja"])
def test_an_index_begins_with_the_letters_of_its_own_script(language: str, order: str, template: str) -> None:
    told = shown(language, matter=Matter(terms=("Zoo", "谁付", "عمان", "Accra", "3D", "بيروت")))
    context = told.index({1: "Accra Zoo عمان بيروت 谁付 3D"})
    tree = html.fromstring(HOUSE.render(template, context))
    assert "".join(tree.xpath("//h2/text()")) == order


def test_texts_of_a_conference_stand_as_their_first_letters_do() -> None:
    told = page(shown("ar", name="Demonstration (fictional)", edition="8 invented sessions").cover())
    lines = {each.text: each.get("dir") for each in told.xpath("//div[@class='front']/*")}
    assert lines["8 invented sessions"] == lines["Demonstration (fictional)"] == "ltr"


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "Reports of the sessions: 1 draft, 2 final and 1 not yet received"),
        ("fr", "Rapports des séances\u00a0: 1 projet, 2 définitifs et 1 pas encore reçu"),
        ("ru", "Отчёты о заседаниях: в виде проекта — 1, в окончательном виде — 2 и ещё не получено — 1"),
    ],
)
def test_the_imprint_counts_no_report_that_is_not_there_as_a_draft(language: str, line: str) -> None:
    states: dict[str, State] = {"en": "draft", "ar": "final", "zh": "draft", "hi": "final"}
    made = [replace(report(each), state=state, sections=()) for each, state in states.items()]
    whole = Conference(reports=tuple(each for each in made if each.id != "zh"))
    told = Shown(Conference(reports=tuple(made)), HOUSE, Labels(HOUSE.catalogue(language)), whole)
    assert line in [each.text for each in page(told.cover()).xpath("//div[@class='imprint']/p")]


@pytest.mark.parametrize("template", ["pack.html.jinja", "pack-word.html.jinja"])
def test_a_recommendation_is_listed_with_all_its_words(template: str) -> None:
    points = List(tuple(Item((Paragraph((Text(each),)),)) for each in ("pays within days", "reports each year")))
    fund = Recommendation("", "", (Paragraph((Text("Found a fund that:"),)), points), (Text("To be fair, we should:"),))
    made = replace(report("en"), sections=(Section("s", (Text("R"),), (Recommendations((fund,)),)),))
    told = Shown(Conference(reports=(made,)), HOUSE, Labels(HOUSE.catalogue("en"))).recommendations({"en": 1})
    cell = html.fromstring(HOUSE.render(template, told)).xpath("//tr[td][1]/td[3]//p/text()")
    assert cell == ["To be fair, we should: Found a fund that:", "• pays within days", "• reports each year"]


@pytest.mark.parametrize("template", ["pack.html.jinja", "pack-word.html.jinja"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_in_the_place_of_a_report_stands_what_the_programme_knows(language: str, template: str) -> None:
    when = When((Part(Day(3, 13, 2027), time(10, 30), time(12)),))
    person = Person("Otto Brandt", "Chair", "Late Voices", "Togo", "otto@late.example", "+228 1")
    known = replace(
        report(language), sections=(), when=when, roles=(Role("moderator", (person,)),),
        answers=(("room", ("Hall B",)), ("format", ("Panel",))),
    )  # fmt: skip
    told = Shown(Conference(tracks=(Track("1", "Water"),), reports=(known,)), HOUSE, Labels(HOUSE.catalogue("en")))
    body = html.fromstring(HOUSE.render(template, told.missing(known, told.strands[0])))
    said = "\n".join(body.xpath("//h1/text() | //h1/following::p//text()"))
    own = Labels(HOUSE.catalogue(language))
    facts = (own.word("when"), own.date(13, 3, 2027), "10:30–12:00", own.word("room"), "Hall B", "Panel",
             own.word("moderator", 1), "Otto Brandt", "Late Voices", "Togo")  # fmt: skip
    assert [each for each in (*facts, "The report of this session is not there yet.") if each not in said] == []
    assert "@" not in said
    assert "+228" not in said


def test_what_stands_in_too_many_places_is_left_out_of_the_index_unless_somebody_looks_for_its_name() -> None:
    pages = {2 * at: "CLT, UN, Ada, Bo" for at in range(13)}
    told = Shown(Conference(
        reports=(replace(report("en"), sections=(), roles=(Role("presenters", (Person("Ada"),)),)),),
        matter=Matter(acronyms=(("CLT", "x"), ("UN", "y")), terms=("UN",)),
    ), HOUSE, Labels(HOUSE.catalogue("en")))  # fmt: skip

    def listed(most: int) -> list[str]:
        return [each.words for each in told.index(dict(list(pages.items())[:most]))["terms"]]

    assert listed(12) == ["Ada", "CLT", "UN"]
    assert listed(13) == ["Ada", "UN"]


@pytest.mark.parametrize("template", ["pack.html.jinja", "pack-word.html.jinja"])
@pytest.mark.parametrize("partly", [True, False])
def test_figures_in_brackets_are_explained_below_the_table(template: str, partly: bool) -> None:
    counts = (Count("total", 74, "total"),)
    made = [replace(report(each), sections=(), attendance=counts) for each in ("en", "hi")]
    made += [replace(report("zh"), sections=())] if partly else []
    told = Shown(Conference(reports=tuple(made)), HOUSE, Labels(HOUSE.catalogue("en")))
    said = html.fromstring(HOUSE.render(template, told.numbers())).text_content()
    note = "In brackets: of how many of the sessions the number of participants is known."
    assert (("148 (2/3)" in said), (note in said)) == (partly, partly)
