"""The form: what a conference's rapporteurs are asked, as data (`form.yaml` of a layout).

A form is an ordered list of fields and their place in the grid of the Word file. Nothing about any one conference's
form is in the code: a layout loops over the form, the checks follow it, and adding a field edits `form.yaml` alone.

==================  =============================================  ==================================
type                what the session file holds                    where the model keeps it
==================  =============================================  ==================================
title               ``title:``                                     `Report.title`
track               ``track:``                                     `Report.track`
people              ``people: {<id>: …}``                          `Report.people(id)`
when                ``when:``                                      `Report.when`
counts              ``participants:``                              `Report.attendance`
text choice number  ``<id>:``                                      `Report.answer(id)`
prose points        ``## heading``                                 `Report.section(id)`
recommendations     ``## heading``                                 `Report.section(id)`, `Recommendations`
==================  =============================================  ==================================
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal, get_args

from .problems import Place, Problem, error
from .prose import INTERNAL
from .settings import LANGUAGE, Node, Settings

Kind = Literal[
    "title", "track", "people", "when", "counts", "text", "choice", "number", "prose", "points", "recommendations"
]
SECTIONS = ("prose", "points", "recommendations")
Unit = Literal["words", "characters", "sentences", "paragraphs", "items", "pages"]
ANSWERS = ("text", "choice", "number")
ONCE = ("title", "track", "when", "counts")
"""The kinds that a form asks once, since the model keeps one of each."""
RESERVED = {
    **dict.fromkeys(("id", "language", "direction", "state"), "none"),
    "title": "title",
    "track": "track",
    "when": "when",
    "people": "people",
    "participants": "counts",
}
"""The keys that mean the same in every session file, and the type of field that each answers."""
ID = re.compile(r"[a-z][a-z0-9_]*")
PARTS = ("name", "position", "organisation", "country", "email", "phone")
CONTACT = ("email", "phone")
"""How to reach a person: no public reader is told, unless the form says so."""


@dataclass(frozen=True, slots=True)
class Limit:
    """How long an answer may be: between `least` and `most` units, in all or for each item or paragraph.

    Over the limit is an error when `refuse`, else a warning. Pages count the finished PDF.
    """

    unit: Unit
    most: int | None = None
    least: int | None = None
    each: Literal["", "item", "paragraph"] = ""
    refuse: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer of a list: its key and its label by language; without labels the catalogue's word of that key."""

    id: str
    labels: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Tally:
    """One count the form asks for: a category of a dimension ("total" for everybody)."""

    category: str
    dimension: str
    labels: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Field:
    """One thing the form asks.

    `labels` holds the label by language; without it the catalogue's word `id` is printed. `aliases` are further
    headings or labels that mean this field. `required` may depend on another field: `required_if` names one that, once
    answered, makes this one required. `open` lets a choice be answered in other words. A `major` section is set larger.
    What it asks is for every `audience` (public), for readers within the conference (internal), or, if it does not say,
    for every one but for how to reach a person.
    """

    id: str
    kind: Kind
    labels: Mapping[str, str]
    aliases: tuple[str, ...] = ()
    hints: Mapping[str, str] | None = None
    required: bool = False
    required_if: str = ""
    parts: tuple[str, ...] = ("name",)
    choices: tuple[Choice, ...] = ()
    open: bool = True
    tallies: tuple[Tally, ...] = ()
    limits: tuple[Limit, ...] = ()
    major: bool = False
    audience: Literal["", "internal", "public"] = ""
    line: int = 0

    @property
    def is_section(self) -> bool:
        """Whether it is answered by a section of prose, under a heading."""
        return self.kind in SECTIONS

    @property
    def public_parts(self) -> tuple[str, ...]:
        """The parts of its people that a public reader may see."""
        return tuple(each for each in self.parts if self.audience == "public" or each not in CONTACT)


@dataclass(frozen=True, slots=True)
class Form:
    """What a conference asks: its fields in order, and the rows of cells of field ids that make the Word grid."""

    id: str
    titles: Mapping[str, str]
    fields: tuple[Field, ...]
    grid: tuple[tuple[tuple[str, ...], ...], ...]
    limits: tuple[Limit, ...] = ()
    file: str = ""

    def field(self, name: str) -> Field | None:
        """Return the field called `name`."""
        return next((each for each in self.fields if each.id == name), None)

    def of_kind(self, *kinds: str) -> tuple[Field, ...]:
        """Return the fields of these kinds, in order."""
        return tuple(each for each in self.fields if each.kind in kinds)

    @property
    def sections(self) -> tuple[Field, ...]:
        """The fields answered by sections, in order."""
        return self.of_kind(*SECTIONS)

    @property
    def public(self) -> Form:
        """The form as a public reader may see it: without what is internal, and its place in the grid."""
        fields = tuple(replace(each, parts=each.public_parts) for each in self.fields if each.audience != "internal")
        kept = {each.id for each in fields}
        rows = (tuple(tuple(name for name in cell if name in kept) for cell in row) for row in self.grid)
        grid = tuple(tuple(cell for cell in row if cell) for row in rows)
        return replace(self, fields=fields, grid=tuple(row for row in grid if row))


def read(settings: Settings) -> Form:
    """Return the form that a form.yaml states; what is wrong with it is noted in `settings.problems`."""
    settings.only("form", "title", "fields", "grid", "limits")
    fields = tuple(_field(each) for each in settings.maps("fields"))
    grid = tuple(tuple(_cell(cell) for cell in row.list) for row in settings.at("grid").list)
    form = Form(settings.text("form"), _labels(settings, "title"), fields, grid, _limits(settings), settings.file)
    settings.problems.extend(_wrong(form, settings))
    return form


def _cell(node: Node) -> tuple[str, ...]:
    return tuple(each.text for each in node.list)


def _wrong(form: Form, settings: Settings) -> Iterator[Problem]:
    """Yield what is wrong between the fields of a form, and between them and its grid."""
    if not form.fields and not settings.problems:
        yield error(settings.place("fields"), "the form asks nothing", "fields: needs a list of fields", "form")
    seen: dict[str, Field] = {}
    for each in form.fields:
        where = Place(form.file, each.line)
        once = next((other for other in seen.values() if other.kind == each.kind and each.kind in ONCE), None)
        if each.id in seen:
            what = f"the form asks “{each.id}” a second time; the first is on line {seen[each.id].line}"
            yield error(where, what, "give each field an id of its own", "form")
        elif once:
            yield error(where, f"the form asks {each.kind} twice: “{once.id}” and “{each.id}”", "keep one", "form")
        if each.kind in ANSWERS and each.id in RESERVED:
            what = f"“{each.id}” is a key of every session file and cannot be a field of type {each.kind}"
            yield error(where, what, f"give it another id, or its own type: {RESERVED[each.id]}", "form")
        if each.kind == "title" and each.audience == "internal":
            what = f"“{each.id}” is the title, which stands on everything and cannot be internal"
            yield error(where, what, "take audience: internal out", "form")
        if each.id == INTERNAL:
            what = f"“{INTERNAL}” is what marks a section and cannot be a field"
            yield error(where, what, "give it another id", "form")
        if each.required_if and not form.field(each.required_if):
            yield error(where, f"“{each.id}” depends on “{each.required_if}”, which is no field", "", "form")
        seen.setdefault(each.id, each)
    yield from _misplaced(form, settings)


def _misplaced(form: Form, settings: Settings) -> Iterator[Problem]:
    """Yield an error for each cell of the grid that holds what cannot stand there."""
    placed: set[str] = set()
    for row in settings.at("grid").list:
        for node in (node for cell in row.list for node in cell.list):
            field = form.field(node.text)
            where = Place(form.file, node.line)
            if field is None:
                yield error(where, f"the grid places “{node.text}”, which is no field of the form", "", "form")
            elif field.is_section:
                yield error(where, f"the grid places “{node.text}”, which is a section", "sections follow it", "form")
            elif node.text in placed:
                yield error(where, f"the grid places “{node.text}” twice", "place it once", "form")
            placed.add(node.text)


def _field(settings: Settings) -> Field:
    settings.only(
        "id", "type", "label", "aliases", "hint", "required", "required_if", "parts", "choices", "open", "counts",
        "limits", "major", "audience",
    )  # fmt: skip
    kind = settings.choice("type", get_args(Kind), "text")
    if not ID.fullmatch(settings.text("id")):
        what = f"“{settings.text('id')}” cannot be a field's id" if settings.text("id") else "a field needs an id"
        settings.error("id", what, "small letters, digits and _: key_issues", "form")
    return Field(
        id=settings.text("id"),
        kind=kind,  # type: ignore[arg-type]
        labels=_labels(settings, "label"),
        aliases=settings.texts("aliases"),
        hints=_labels(settings, "hint") or None,
        required=settings.flag("required"),
        required_if=settings.text("required_if"),
        parts=_parts(settings),
        choices=tuple(_choice(each, settings) for each in settings.at("choices").list),
        open=settings.flag("open", default=True),
        tallies=tuple(_tally(each, settings) for each in settings.at("counts").list),
        limits=_limits(settings),
        major=settings.flag("major"),
        audience=settings.choice("audience", ("", "internal", "public"), ""),  # type: ignore[arg-type]
        line=settings.node.line,
    )


def _parts(settings: Settings) -> tuple[str, ...]:
    parts = settings.texts("parts") or ("name",)
    for each in parts:
        if each not in PARTS:
            settings.error("parts", f"“{each}” is no part of a person", f"use: {', '.join(PARTS)}", "form")
    return tuple(each for each in parts if each in PARTS)


def _labels(settings: Settings, key: str) -> dict[str, str]:
    """Return labels by language; a label that is one text is the label in every language ("")."""
    node = settings.at(key)
    if isinstance(node.value, str):
        return {"": node.value} if node.value else {}
    if isinstance(node.value, tuple) or any(each.kind != "text" for each in node.map.values()):
        settings.error(key, f"“{key}” must be a text, or one text for each language", f"{key}: {{en: Words}}", "form")
    return {language: each.text for language, each in node.map.items()}


def _choice(node: Node, settings: Settings) -> Choice:
    return Choice(_key(node, "id", settings), _others(node, settings, "id"))


def _tally(node: Node, settings: Settings) -> Tally:
    category = _key(node, "category", settings)
    of = node.map["of"].text if "of" in node.map else "total" if category == "total" else ""
    return Tally(category, of, _others(node, settings, "category", "of"))


def _key(node: Node, key: str, settings: Settings) -> str:
    """Return the text that a choice or a count is, or has at `key`."""
    text = node.map[key].text if key in node.map else node.text
    if not text:
        where = Place(settings.file, node.line)
        settings.problems.append(error(where, f"a text must stand here, or a map with {key}:", "", "form"))
    return text


def _others(node: Node, settings: Settings, *taken: str) -> dict[str, str]:
    """Return the labels by language that stand beside the keys `taken`."""
    found = {key: each for key, each in node.map.items() if key not in taken}
    for key, each in found.items():
        if not (each.text and LANGUAGE.fullmatch(key)):
            where = Place(settings.file, each.line)
            what = f"“{key}” is neither {' nor '.join(taken)} nor a language with its label"
            settings.problems.append(error(where, what, "en: Words", "form"))
    return {key: each.text for key, each in found.items()}


def _limits(settings: Settings) -> tuple[Limit, ...]:
    return tuple(_limit(each) for each in settings.maps("limits"))


def _limit(settings: Settings) -> Limit:
    settings.only("unit", "most", "least", "each", "over")
    return Limit(
        unit=settings.choice("unit", get_args(Unit), "words"),  # type: ignore[arg-type]
        most=_whole(settings, "most"),
        least=_whole(settings, "least"),
        each=settings.choice("each", ("", "item", "paragraph"), ""),  # type: ignore[arg-type]
        refuse=settings.choice("over", ("warn", "refuse"), "warn") == "refuse",
    )


def _whole(settings: Settings, key: str) -> int | None:
    text = settings.text(key)
    if text and not (text.isascii() and text.isdigit()):
        settings.error(key, f"“{text}” is not a whole number", rule="form")
        return None
    return int(text) if text else None
