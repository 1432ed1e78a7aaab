"""A session file to begin with: everything the conference's form asks, in the order it asks it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

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
    name = identified(source, name, track)
    labels = Labels(source.layout.catalogue(language or conference.languages[0]))
    front = frontmatter(source, name, language or conference.languages[0], _begun(source, title, track))
    body = (line for field in source.layout.form.sections for line in section(field, labels))
    return "\n".join([*front, *body]) + "\n", name


def _free(taken: set[str], track: str) -> str:
    letters = re.sub(r"[^A-Za-z0-9.-]+", "", track)
    prefix = f"T{letters}-S" if letters else "S"
    return next(made for n in range(1, len(taken) + 2) if (made := f"{prefix}{n:02}").casefold() not in taken)


def identified(source: Source, name: str, track: str) -> str:
    """Return the id of a new session: `name`, or the next free one.

    Raises `WrongUse` for an id that cannot be one or is taken.
    """
    conference = source.conference
    taken = {report.id.casefold() for report in conference.reports}
    name = name or _free(taken, track or next((each.id for each in conference.tracks), ""))
    if not ID.fullmatch(name):
        raise WrongUse(f"“{name}” cannot be a session's id: letters, digits, . _ and -, for example T3-S01")
    if name.casefold() in taken:
        raise WrongUse(f"there is a session {name} already")
    return name


def quoted(text: str) -> str:
    """Return a text as YAML reads it back, whatever signs it holds; between quotes only if it needs them."""
    import json

    plain = re.fullmatch(r"(?:\w(?:[\w .,;()/–—’“”&+-]*[\w.)])?)?", text)
    return text if plain else json.dumps(text, ensure_ascii=False)


def _begun(source: Source, title: str, track: str) -> dict[str, list[str]]:
    known = " ".join(", ".join(f"{each.id} = {each.name}" for each in source.conference.tracks).split())
    lines = {"title": [f"title: {quoted(title)}"]}
    if source.layout.form.of_kind("track"):
        lines["track"] = [f"track: {quoted(track)}" + (f"  # {known}" if known else "")]
    return lines


def frontmatter(source: Source, name: str, language: str, answered: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Yield the lines of a front matter: those `answered` by the id of a field, else what the field asks."""
    form = source.layout.form
    yield from ("---", f"id: {name}", *answered.get("title", ["title:"]), *answered.get("track", []))
    yield from (f"language: {language}", "state: draft  # draft, reviewed or final")
    for field in form.of_kind("text", "choice", "number"):
        offered = f"  # {', '.join(one.id for one in field.choices)}" if field.choices else ""
        yield from answered.get(field.id, [f"{field.id}:{offered}"])
    if form.of_kind("when") or "when" in answered:
        blank = ["when:", "  date:  # 2012-09-05, or Wednesday 5 September", "  time:  # 14:30–16:00"]
        yield from answered.get("when", blank)
    yield "people:"
    for field in form.of_kind("people"):
        yield from answered.get(field.id, [f"  {field.id}:", *_person(field)])
    yield from answered.get("people", [])
    for field in form.of_kind("counts"):
        blank = [f"  {tally.category}: not recorded" for tally in field.tallies]
        yield "participants:  # a number, about 40, 20–50, or not recorded"
        yield from answered.get("participants", blank)
    if "participants" in answered and not form.of_kind("counts"):
        yield from ("participants:", *answered["participants"])
    yield "---"


def _person(field: Field) -> Iterator[str]:
    """Yield a person's parts as comments: an empty person is nobody."""
    for at, part in enumerate(field.parts):
        yield f"  {'  # -' if at == 0 else '  #  '} {part}:"


def section(field: Field, labels: Labels) -> Iterator[str]:
    """Yield the lines of a section that is still to be written."""
    label = " ".join(labelled(field.labels, field.id, labels).split())
    yield from ("", f"## {label} {{.{field.id}}}", "")
