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

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from .settings import Node, Settings

Kind = Literal[
    "title", "track", "people", "when", "counts", "text", "choice", "number", "prose", "points", "recommendations"
]
SECTIONS = ("prose", "points", "recommendations")
Unit = Literal["words", "characters", "sentences", "paragraphs", "items", "pages"]
PARTS = ("name", "position", "organisation", "country", "email", "phone")


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
    line: int = 0

    @property
    def is_section(self) -> bool:
        """Whether it is answered by a section of prose, under a heading."""
        return self.kind in SECTIONS


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


def read(settings: Settings) -> Form:
    """Return the form that a form.yaml states; what is wrong with it is noted in `settings.problems`."""
    settings.only("form", "title", "fields", "grid", "limits")
    fields = tuple(_field(each) for each in settings.maps("fields"))
    grid = tuple(tuple(_cell(cell) for cell in row.list) for row in settings.at("grid").list)
    form = Form(settings.text("form"), _labels(settings, "title"), fields, grid, _limits(settings), settings.file)
    _check(form, settings)
    return form


def _cell(node: Node) -> tuple[str, ...]:
    return tuple(each.text for each in node.list)


def _check(form: Form, settings: Settings) -> None:
    ids = [each.id for each in form.fields]
    for name in sorted({name for name in ids if ids.count(name) > 1}):
        settings.error("fields", f"the form asks “{name}” twice", "give each field an id of its own", "form")
    for name in (name for row in form.grid for cell in row for name in cell if name not in ids):
        settings.error("grid", f"the grid places “{name}”, which is no field of the form", "", "form")
    for each in form.fields:
        if each.required_if and each.required_if not in ids:
            settings.error("fields", f"“{each.id}” depends on “{each.required_if}”, which is no field", "", "form")


def _field(settings: Settings) -> Field:
    settings.only(
        "id", "type", "label", "aliases", "hint", "required", "required_if", "parts", "choices", "open", "counts",
        "limits", "major",
    )  # fmt: skip
    kind = settings.choice("type", get_args(Kind), "text")
    if not settings.text("id"):
        settings.error("", "a field needs an id", rule="form")
    return Field(
        id=settings.text("id"),
        kind=kind,  # type: ignore[arg-type]
        labels=_labels(settings, "label"),
        aliases=settings.texts("aliases"),
        hints=_labels(settings, "hint") or None,
        required=settings.flag("required"),
        required_if=settings.text("required_if"),
        parts=_parts(settings),
        choices=tuple(_choice(each) for each in settings.at("choices").list),
        open=settings.flag("open", default=True),
        tallies=tuple(_tally(each) for each in settings.at("counts").list),
        limits=_limits(settings),
        major=settings.flag("major"),
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
    return {language: each.text for language, each in node.map.items()}


def _choice(node: Node) -> Choice:
    if isinstance(node.value, str):
        return Choice(node.value, {})
    return Choice(node.map["id"].text if "id" in node.map else "", _others(node, "id"))


def _tally(node: Node) -> Tally:
    if isinstance(node.value, str):
        return Tally(node.value, "total" if node.value == "total" else "", {})
    found = node.map
    category = found["category"].text if "category" in found else ""
    return Tally(category, found["of"].text if "of" in found else "", _others(node, "category", "of"))


def _others(node: Node, *taken: str) -> dict[str, str]:
    return {key: each.text for key, each in node.map.items() if key not in taken}


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
