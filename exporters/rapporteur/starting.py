"""A session file to begin with: everything the conference's form asks, in the order it asks it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .form import Field
from .front import ID
from .labels import Labels
from .problems import WrongUse
from .settings import LANGUAGE
from .source import Source
from .view import labelled


def session(source: Source, title: str, name: str = "", track: str = "", language: str = "") -> tuple[str, str]:
    """Return the text of a new session file and the session's id; without a `name` it is the next free one.

    Raises `WrongUse` for an id that cannot be one or is taken, for an unknown track, and for what is no language.
    """
    conference = source.conference
    if language and not LANGUAGE.fullmatch(language):
        raise WrongUse(f"“{language}” is no language tag; write en, pt-BR or zh-Hant")
    if track and not conference.track(track):
        raise WrongUse(f"there is no track “{track}”; there are: {', '.join(each.id for each in conference.tracks)}")
    taken = {report.id.casefold() for report in conference.reports}
    name = name or _free(taken, track or next((each.id for each in conference.tracks), ""))
    if not ID.fullmatch(name):
        raise WrongUse(f"“{name}” cannot be a session's id: letters, digits, . _ and -, for example T3-S01")
    if name.casefold() in taken:
        raise WrongUse(f"there is a session {name} already")
    labels = Labels(source.layout.catalogue(language or conference.languages[0]))
    front = _front(source, name, title, track, language or conference.languages[0])
    body = (line for field in source.layout.form.sections for line in _section(field, labels))
    return "\n".join([*front, *body]) + "\n", name


def _free(taken: set[str], track: str) -> str:
    letters = re.sub(r"[^A-Za-z0-9.-]+", "", track)
    prefix = f"T{letters}-S" if letters else "S"
    return next(made for n in range(1, len(taken) + 2) if (made := f"{prefix}{n:02}").casefold() not in taken)


def _quoted(text: str) -> str:
    """Return a text as YAML reads it back, whatever signs it holds; between quotes only if it needs them."""
    import json

    return text if re.fullmatch(r"[\w.-]*", text) else json.dumps(text, ensure_ascii=False)


def _front(source: Source, name: str, title: str, track: str, language: str) -> Iterator[str]:
    form = source.layout.form
    yield from ("---", f"id: {name}", f"title: {_quoted(title)}")
    if form.of_kind("track"):
        known = " ".join(", ".join(f"{each.id} = {each.name}" for each in source.conference.tracks).split())
        yield f"track: {_quoted(track)}" + (f"  # {known}" if known else "")
    yield from (f"language: {language}", "state: draft  # draft, reviewed or final")
    for field in form.of_kind("text", "choice", "number"):
        yield f"{field.id}:" + (f"  # {', '.join(one.id for one in field.choices)}" if field.choices else "")
    if form.of_kind("when"):
        yield from ("when:", "  date:  # 2012-09-05, or Wednesday 5 September", "  time:  # 14:30–16:00")
    yield "people:"
    for field in form.of_kind("people"):
        yield f"  {field.id}:"
        yield from _person(field)
    for field in form.of_kind("counts"):
        yield "participants:  # a number, about 40, 20–50, or not recorded"
        yield from (f"  {tally.category}: not recorded" for tally in field.tallies)
    yield "---"


def _person(field: Field) -> Iterator[str]:
    """Yield a person's parts as comments: an empty person is nobody."""
    for at, part in enumerate(field.parts):
        yield f"  {'  # -' if at == 0 else '  #  '} {part}:"


def _section(field: Field, labels: Labels) -> Iterator[str]:
    label = " ".join(labelled(field.labels, field.id, labels).split())
    yield from ("", f"## {label} {{.{field.id}}}", "")
