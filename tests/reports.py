"""Reports for tests: small ones by hand, and random ones with the words that must be found in them again.

A `Written` is a piece of Markdown beside the words it says. `bodies` and `sessions` build whole files of them, so that
a test knows what a reader must not lose without reading Markdown itself.
"""

from __future__ import annotations

import atexit
import json
import os
import shutil
import string
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from random import Random

from hypothesis import settings
from hypothesis import strategies as st

from rapporteur import layout, session
from rapporteur.problems import Problem
from rapporteur.prose import Code, Emphasis, Inlines, Link, Note, Picture, Strong, Text, runs
from rapporteur.report import Report

THOROUGH = os.environ.get("RAPPORTEUR_HYPOTHESIS", "quick") != "quick"
CHECKOUT = Path(__file__).resolve().parent.parent
FIXTURES = Path(__file__).resolve().parent / "fixtures"
FILE = "source/sessions/t3-s01.md"
FRONT = """\
id: T3-S01
title: Water for all
people:
  organiser: Ana Pérez
  rapporteur: Li Wei
when:
  date: Wednesday 5 September
  time: 14:30–16:00
"""
CONFERENCE = "name: Assembly\ntracks:\n  - {id: 3, name: Redefining global governance}\n"


def tries(many: int) -> settings:
    """Return how often a random test tries: so `many` times in a thorough run, a quarter of it in a quick one."""
    return settings(max_examples=many if THOROUGH else many // 4, deadline=None)


def size(large: int) -> int:
    """Return how much a test of the cost of size reads: so `large` in a thorough run, a quarter in a quick one."""
    return large if THOROUGH else large // 4


@cache
def asked(language: str = "en", form: str = "rapporteur") -> session.Asked:
    """Return what a reader must know, for a conference in `language` with a built-in form."""
    found = layout.find(form)
    return session.Asked(found.form, found.catalogue, language)


def read(text: str, language: str = "en", form: str = "rapporteur") -> tuple[Report | None, tuple[Problem, ...]]:
    """Return the report of a session file's text, and what is wrong with it."""
    return session.read(text, FILE, asked(language, form), "digest")


def session_text(body: str = "", front: str = FRONT) -> str:
    """Return a session file."""
    return f"---\n{front}---\n{body}"


def body(text: str) -> Report:
    """Return the report of a file with this body and nothing wrong in it."""
    report, problems = read(session_text(text))
    assert report
    assert problems == ()
    return report


def told(text: str, **how: str) -> list[tuple[int, str]]:
    """Return line and text of everything that reading a session file tells."""
    return [(each.where.line, each.what) for each in read(text, **how)[1]]


def workspace(folder: Path, *sessions: str, conference: str = CONFERENCE) -> Path:
    """Return `folder` as a workspace with these session files, named s1.md, s2.md …"""
    (folder / "source/sessions").mkdir(parents=True, exist_ok=True)
    (folder / "source/conference.yaml").write_text(conference, "utf-8")
    for at, text in enumerate(sessions, 1):
        (folder / f"source/sessions/s{at}.md").write_bytes(text.encode("utf-8"))
    return folder


def sample(folder: Path) -> Path:
    """Return `folder` as a workspace of the user's report alone, without the conference invented around it."""
    (folder / "source/sessions").mkdir(parents=True)
    for name in ("source/conference.yaml", FILE):
        shutil.copyfile(CHECKOUT / name, folder / name)
    shutil.copytree(CHECKOUT / "source/pack", folder / "source/pack")
    return folder


@cache
def the_sample() -> Path:
    """Return such a workspace that all tests of a process may read."""
    folder = Path(tempfile.mkdtemp(prefix="rapporteur-sample-"))
    atexit.register(shutil.rmtree, folder)
    return sample(folder)


def letters(text: str) -> str:
    """Return a text without its white space, which every reader may change."""
    return "".join(text.split())


def said(inlines: Inlines) -> str:
    """Return every word of `inlines`, those of footnotes where they are called, of pictures with their credit."""
    return "".join(_said(each) for each in inlines)


def _said(inline: object) -> str:
    match inline:
        case Text(text) | Code(text):
            return text
        case Picture():
            return f"{inline.alt} {inline.credit}"
        case Strong(children) | Emphasis(children) | Link(_, children) | Note(children):
            return said(children)
    return " "


def said_by(report: Report) -> str:
    """Return every word of a report's body, in its order."""
    found = []
    for section in report.sections:
        found.append(said(section.heading))
        found.extend(said(inlines) for inlines, _ in runs(section.prose))
    return " ".join(found)


@dataclass(frozen=True)
class Written:
    """A piece of Markdown, the words it says in order, and the footnotes that must stand below it."""

    source: str
    words: str = ""
    notes: tuple[str, ...] = ()


SCRIPTS = (
    "abcdefghijklmnopqrstuvwxyzABCXYZ0123456789",
    "àéîõüñçßœæøåžđğşİı",
    "آأؤإئابتثجحخدذرزسشصضطظعغفقكلمنهوىي٠١٢٣٤",
    "אבגדהוזחטיכלמנסעפצקרשת",
    "अआइकखगतनपमरसहािीुेैोौ्ं०१२३",
    "的一是不了人我在有他这中大来上国。，、：？",
    "абвгдежзийклмнопрстуфхцчшщъыьэюя",
    "가나다라마바사",
    "“”‘’«»…–—·•°§¶†‡№",
    "😀👩🏽‍🔬🇦🇷",
    string.punctuation,
    "&<>\"'&<>\"'%#{}|\\`*_[]()!+-.:=~^@$/",
)

words = st.sampled_from(SCRIPTS).flatmap(lambda script: st.text(script, min_size=1, max_size=8))
plain_words = st.sampled_from(SCRIPTS[:9]).flatmap(lambda script: st.text(script, min_size=1, max_size=8))


def _phrases(words: st.SearchStrategy[str], scripts: tuple[str, ...]) -> st.SearchStrategy[str]:
    """Return up to six words; a quick run takes a phrase of a thousand made beforehand, one draw in place of forty."""
    if THOROUGH:
        return st.lists(words, min_size=1, max_size=6).map(" ".join)
    chance = Random(0)
    made = [" ".join(_word(chance, scripts) for _ in range(chance.randint(1, 6))) for _ in range(1000)]
    return st.integers(0, len(made) - 1).map(lambda at: made[at])


def _word(chance: Random, scripts: tuple[str, ...]) -> str:
    return "".join(chance.choices(chance.choice(scripts), k=chance.randint(1, 8)))


texts = _phrases(words, SCRIPTS)
plain_texts = _phrases(plain_words, SCRIPTS[:9])
links = st.sampled_from(
    (
        "https://example.org/a%20b#c",
        "http://example.org/?q=1&r=%26",
        "mailto:a.b@example.org",
        "https://example.org/#%20",
    )
)


def escaped(text: str) -> str:
    """Return words as Markdown takes them for words, whatever signs they hold."""
    return "".join(f"\\{character}" if character in string.punctuation else character for character in text)


def _worded(text: str) -> Written:
    return Written(escaped(text), text)


def _wrapped(mark: str) -> Callable[[str], Written]:
    return lambda text: Written(f"{mark}x{escaped(text)}x{mark}", f"x{text}x")


def _noted(text: str) -> Written:
    return Written("word[^NAME]", f"word{text}", (f"[^NAME]: {escaped(text)}",))


def _linked(pair: tuple[str, str]) -> Written:
    return Written(f"[{escaped(pair[1])}]({pair[0]})", pair[1])


def _pictured(pair: tuple[str, str]) -> Written:
    return Written(f'![{escaped(pair[0])}](pictures/a%20b.png "{escaped(pair[1])}")', f"{pair[0]} {pair[1]}")


_pieces = st.one_of(
    texts.map(_worded),
    texts.map(_worded),
    texts.map(_wrapped("**")),
    texts.map(_wrapped("*")),
    texts.map(_wrapped("***")),
    plain_texts.map(lambda text: Written(f"`{text}`", text)),
    st.tuples(links, texts).map(_linked),
    texts.map(_noted),
    st.tuples(texts, texts).map(_pictured),
    st.just(Written("<https://example.org/a%20b>", "https://example.org/a%20b")),
)


def _joined(pieces: Iterable[Written], between: str) -> Written:
    pieces = list(pieces)
    return Written(
        between.join(each.source for each in pieces),
        " ".join(each.words for each in pieces),
        tuple(note for each in pieces for note in each.notes),
    )


def _indented(written: Written, first: str, rest: str) -> Written:
    lines = written.source.split("\n")
    inner = [f"{rest}{line}" if line or rest.strip() else line for line in lines[1:]]
    return replace(written, source="\n".join([first + lines[0], *inner]))


inlines = st.lists(_pieces, min_size=1, max_size=4).map(lambda found: _joined(found, " "))
paragraphs = st.tuples(st.lists(inlines, min_size=1, max_size=3), st.sampled_from(("\n", "\\\n", "  \n"))).map(
    lambda found: _joined(found[0], found[1])
)
_rules = st.just(Written("***"))
_headings = inlines.map(lambda found: replace(found, source=f"### {found.source}"))
_code = st.lists(plain_texts, min_size=1, max_size=3).map(
    lambda lines: Written("```\n" + "\n".join(lines) + "\n```", " ".join(lines))
)


@st.composite
def _tables(draw: st.DrawFn) -> Written:
    columns = draw(st.integers(1, 3))
    rows = draw(st.lists(st.lists(inlines, min_size=columns, max_size=columns), min_size=1, max_size=3))
    lines = [replace(_joined(row, " | "), source="| " + _joined(row, " | ").source + " |") for row in rows]
    rule = "|" + "|".join(draw(st.sampled_from((" --- ", ":--", "--:", ":-:"))) for _ in range(columns)) + "|"
    return _joined([lines[0], Written(rule), *lines[1:]], "\n")


def _listed(items: list[list[Written]], marks: Iterable[str]) -> Written:
    made = (_indented(_joined(item, "\n\n"), mark, " " * len(mark)) for item, mark in zip(items, marks, strict=False))
    return _joined(made, "\n\n")


def _lists(inner: st.SearchStrategy[Written]) -> st.SearchStrategy[Written]:
    items = st.lists(
        st.tuples(paragraphs, st.lists(inner, max_size=2)).map(lambda it: [it[0], *it[1]]), min_size=1, max_size=3
    )
    bullets = items.map(lambda found: _listed(found, ["- "] * len(found)))
    numbers = st.tuples(items, st.integers(0, 12)).map(
        lambda found: _listed(found[0], [f"{found[1] + n}. " for n in range(len(found[0]))])
    )
    return bullets | numbers


_leaves = st.one_of(paragraphs, paragraphs, _rules, _code, _tables(), _headings)
blocks = st.recursive(
    _leaves,
    lambda inner: (
        _lists(inner)
        | st.lists(inner, min_size=1, max_size=2).map(lambda found: _indented(_joined(found, "\n\n"), "> ", "> "))
    ),
    max_leaves=5,
)
stems = st.just(Written("")) | texts.map(lambda text: Written(f"{escaped(text)} we should:", f"{text} we should:"))
recommendations = st.tuples(stems, _lists(paragraphs)).map(lambda found: _joined(found, "\n\n"))


@st.composite
def sections(draw: st.DrawFn) -> Written:
    """A section with a heading of its own or of the form's, and what stands under it; it may be empty."""
    known = draw(st.sampled_from(("", "", "summary", "outcomes", "recommendations")))
    heading = draw(inlines)
    under = [draw(recommendations)] if known == "recommendations" else draw(st.lists(blocks, max_size=3))
    parted = [each for one in under for each in (one, Written("<!-- -->", "<!-- -->"))]  # so that no two lists are one
    head = replace(heading, source=f"## {heading.source}" + (f" {{.{known}}}" if known else ""))
    return _joined([head, *parted], "\n\n")


def _numbered(written: Written) -> Written:
    """Return a body whose footnotes have names and stand at its end."""
    source, notes = written.source, []
    for at, note in enumerate(written.notes, 1):
        source = source.replace("[^NAME]", f"[^n{at}]", 1)
        notes.append(note.replace("[^NAME]", f"[^n{at}]", 1))
    return Written("\n\n".join([source, *notes]) + "\n", written.words)


bodies = st.lists(sections(), max_size=3).map(lambda found: _numbered(_joined(found, "\n\n")))


def quoted(text: str) -> str:
    """Return a text as YAML reads it back."""
    return json.dumps(text, ensure_ascii=False)


@st.composite
def fronts(draw: st.DrawFn) -> dict[str, str]:
    """What a front matter says: a title, people with all their parts, by its key or path."""
    parts = ("name", "position", "organisation", "country")
    people = {f"{role}.{part}": draw(texts) for role in ("organiser", "rapporteur", "witness") for part in parts}
    return {"title": draw(texts), "format": draw(texts), **people}


def front_text(front: dict[str, str]) -> str:
    """Return a front matter as YAML."""
    lines = ["id: T3-S01", f"title: {quoted(front['title'])}", f"format: {quoted(front['format'])}", "people:"]
    for key in (key for key in front if "." in key):
        role, _, part = key.partition(".")
        lines.extend([f"  {role}:"] if part == "name" else [])
        lines.append(f"    {part}: {quoted(front[key])}")
    return "\n".join(lines) + "\n"


@st.composite
def sessions(draw: st.DrawFn) -> tuple[str, dict[str, str], Written]:
    """A session file, what its front matter says and what its body says."""
    front, under = draw(fronts()), draw(bodies)
    return session_text(f"\n{under.source}", front_text(front)), front, under


@st.composite
def reports(draw: st.DrawFn) -> Report:
    """A report read from a random session file."""
    report, _ = read(draw(sessions())[0])
    assert report
    return report
