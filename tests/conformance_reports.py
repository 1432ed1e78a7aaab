"""Reports that are shown to veraPDF: one in each of six languages with all that a report may hold, a long one, and
random ones.

Each is a session file's text, so that the whole way to the PDF is walked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings

import packs
import reports
import words
from rapporteur import layout, packing, source, variants
from rapporteur.edition import EDITIONS, GUIDE, PAGES
from rapporteur.format import Options
from rapporteur.matter import Advice, Essay, Matter
from rapporteur.naming import without_prose
from rapporteur.pdf import exporter
from rapporteur.problems import Refused
from rapporteur.report import Conference, Origin, Person, Report, Track

CHECKOUT = Path(__file__).resolve().parent.parent
PICTURE = "pictures/a%20b.png"
NO_FONT = re.compile("[\U0001f000-\U0001ffff\u200d\ufe0f]")
"""Signs in random reports that no font has."""


@dataclass(frozen=True)
class Tongue:
    """What a report in one language says: a title, a sentence of prose, a person, a place."""

    title: str
    sentence: str
    name: str
    country: str


TONGUES = {
    "ar": Tongue(
        "دور التعاون بين بلدان الجنوب في التنمية",
        "ركزت الجلسة على دور البلدان الناشئة (South-South) وفقاً لتقرير UNDP لعام 2012، والإسلام والله ١٢٣. المُقَرِّر.",
        "محمد عبد الله",
        "مصر",
    ),
    "hi": Tongue(
        "विकास के लिए दक्षिण-दक्षिण सहयोग की भूमिका",
        "सत्र दक्षिण-दक्षिण सहयोग में केंद्रित था; क्षेत्र में प्रौद्योगिकी, कार्यक्रम, अंतर्राष्ट्रीय, स्त्रियों, संस्कृति।",
        "अनिल शर्मा",
        "भारत",
    ),
    "zh": Tongue(
        "南南合作对发展的作用",
        "本次会议聚焦于新兴国家在南南合作中的作用，以及“重要工具”（UNDP 2012年）。",
        "高 文",
        "中国",
    ),
    "es": Tongue(
        "El papel de la cooperación Sur-Sur para el desarrollo",
        "La sesión se centró en el papel de los países emergentes en la cooperación Sur-Sur: ¿qué beneficios ofrece?",
        "Íñigo Peña",
        "España",
    ),
    "ru": Tongue(
        "Роль сотрудничества по линии Юг — Юг",
        "Сессия была посвящена роли развивающихся стран (UNDP, 2012), то есть «важнейшему инструменту» сотрудничества.",
        "Анна Петрова",
        "Россия",
    ),
    "en": Tongue(
        "The role of South-South cooperation for development",
        "The session focused on the role of emerging countries, “donor” versus “beneficiary”, in co-operation today.",
        "Ana Pérez",
        "Argentina",
    ),
}
FRONT = """\
id: T3-S01
title: "{title}"
language: {language}
state: {state}
track: 3
format: "{title}"
when: {{date: 2018-09-05, time: "14:30–16:00"}}
people:
  organiser: {{name: "{name}", organisation: "{title}", country: "{country}", email: a.b@example.org}}
  moderator: "{name}"
  rapporteur: "{name}"
  presenters:
    - {{name: "{name}", position: "{title}", country: "{country}"}}
    - {{name: "{name}", organisation: "{title}"}}
participants: {{women: 11, men: 9, total: 20}}
"""
SECTION = """\
## {title} {{.{kind}}}

{sentence} {sentence}[^{at}a] *{sentence}* and **{title}** `{title}` [{title}](https://example.org/{at}).

### {title}

- {sentence}
- {sentence}[^{at}b]
    - {title}
        1. {sentence}
        2. [{title}](mailto:a.b@example.org)

    {sentence}

> {sentence}

1. {sentence}

   {sentence}
2. {title}

| {title} | 1 | 2 |
|:--------|--:|:-:|
| {title} | 11 | {sentence} |
| {sentence}[^{at}c] | | 9 |

| {title} | a header is all |
|---------|-----------------|

![{title}]({picture} "{name}")

```
{title}
```

***

| 1 | 2 | 3 | 4 | 5 | 6 |
|---|---|---|---|---|---|
| {title} | {name} | 3 | 4 | 5 | **6** |

[^{at}a]: {sentence}
[^{at}b]: {sentence} [{title}](https://example.org/{at}b).
[^{at}c]: {title}
"""
WIDE = "| {0} |\n|{1}\n| {0} |\n".format(" | ".join("ABCDEFGHIJ"), "---|" * 10)
RECOMMENDATIONS = """\
## {title} {{.recommendations}}

{sentence}

1. {sentence}
2. {sentence}
   - {title}
3. **{title}** {sentence}
"""


def text(language: str, sections: int = 2, state: str = "final") -> str:
    """Return a session file in `language` with so many sections of every construction, and recommendations.

    Each sentence and title has a number, so that no two are the same.
    """
    tongue, numbers = TONGUES[language], count(1)
    said = {"title": tongue.title, "name": tongue.name, "country": tongue.country}
    kinds = ["summary", "outcomes", *(f"more-{at}" for at in range(sections))]
    parts = [SECTION.replace("{at}", str(at)).replace("{kind}", kinds[at]) for at in range(sections)]
    front = FRONT.format(language=language, state=state, **said)
    body = "\n\n".join([*parts, WIDE, RECOMMENDATIONS]).replace("{{", "{").replace("}}", "}")
    body = body.replace("{picture}", PICTURE).replace("{name}", tongue.name)
    body = re.sub(r"\{(sentence|title)\}", lambda found: f"N{next(numbers)}. {getattr(tongue, found[1])}", body)
    return f"---\n{front}---\n\n{body}"


def pdf(session_text: str, language: str, folder: Path, form: str = "rapporteur", edition: str = "archive") -> bytes:
    """Return the PDF of a session file; `folder` gets the picture that it shows."""
    report, problems = reports.read(session_text, language, form)
    assert report, problems
    return made(report, folder, form, edition)


def made(report: Report, folder: Path, form: str = "rapporteur", edition: str = "archive") -> bytes:
    """Return the PDF of a report."""
    conference = Conference(name="World Assembly", tracks=(Track("3", "Governance"),))
    shown = folder / "a.png"
    shown.write_bytes(words.png(240, 135))
    pictures = {PICTURE: shown, "pictures/a b.png": shown}
    own = {"edition": edition, "source": b"the session's file", "date": "2018-09-05"}
    options = Options(conference=conference, pictures=pictures, **own)
    return exporter.export(report, layout.find(form), options)


def sample(edition: str = "archive", paper: str = "A4") -> bytes:
    """Return the PDF of the sample."""
    found = source.read(reports.the_sample())
    own = {"edition": edition, "source": b"the session's file", "date": "2018-09-05"}
    options = Options(conference=replace(found.conference, reports=()), settings={"paper": paper}, **own)
    return exporter.export(found.conference.reports[0], found.layout, options)


def shown_to_verapdf(form: str, folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield what the record of a built-in layout is made with: each tongue in every edition that claims anything."""
    for language in TONGUES:
        for edition in (name for name, each in EDITIONS.items() if each.claims):
            yield f"{language} {edition}", pdf(text(language), language, folder, form, edition)
    yield "draft", pdf(text("en", 1, "draft"), "en", folder, form)
    if form == "rapporteur":
        yield "forty pages", pdf(text("en", 28), "en", folder, form)
        yield from (("sample " + paper, sample("archive", paper)) for paper in PAGES)
        yield from random(12, folder)
    for languages in (tuple(TONGUES), ("en",)):
        read = source.read(packs.workspace(folder / f"pack-{len(languages)}", *languages, form=form))
        yield f"pack {' '.join(languages)}", packing.packed(read, read.conference.reports).data
        yield f"digest {' '.join(languages)}", variants.digest(read, read.conference.reports)[0]
    yield from (("guide " + language, guide(language, folder, form)) for language in TONGUES)


def guide(language: str, folder: Path, form: str = "rapporteur") -> bytes:
    """Return the guide for the rapporteur of a session that nobody reported yet, with our own words and a text of all
    constructions."""
    report, problems = reports.read(text(language), language, form)
    assert report, problems
    shown = folder / "a.png"
    shown.write_bytes(words.png(240, 135))
    essay = Essay(TONGUES[language].title, report.sections[0].prose, Origin())
    conference = Conference(
        name="World Assembly",
        matter=Matter(guide=(Advice(), Advice(((language, essay),)))),
        contact=Person(TONGUES[language].name, email="a.b@example.org", phone="+1 555 0100"),
    )
    said = {"deadline": TONGUES[language].name, "room": TONGUES[language].title, "form": "T3-S01.docx"}
    options = Options(
        conference=conference,
        edition=GUIDE.name,
        blank=True,
        settings=said,
        pictures={PICTURE: shown, "pictures/a b.png": shown},
    )
    return exporter.export(without_prose(report), layout.find(form), options)


def random(number: int, folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the PDFs of so many random reports, the same each time; those that cannot be set here are left out."""
    found: list[str] = []

    @seed(4)
    @settings(max_examples=number * 4, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(reports.sessions())
    def collect(session: tuple[str, object, object]) -> None:
        found.append(NO_FONT.sub("x", session[0]))

    collect()
    shown = 0
    for at, session in enumerate(sorted(found, key=len, reverse=True)):
        report, _ = reports.read(session)
        if report is None or shown == number:
            continue
        try:
            data = made(report, folder)
        except Refused:
            continue
        shown += 1
        yield f"random {at}", data
