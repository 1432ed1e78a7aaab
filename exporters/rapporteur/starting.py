"""A session file to begin with: everything the conference's form asks, in the order it asks it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from .form import Field
from .front import ID, PERSON
from .labels import Labels
from .problems import WrongUse
from .report import Person, Role
from .settings import LANGUAGE
from .slot import Slot
from .source import SESSIONS, Source
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


def announced(source: Source, slot: Slot) -> tuple[str, str]:
    """Return the name and the text of the session file that begins a session as the programme announces it."""
    language = slot.language or source.conference.languages[0]
    labels = Labels(source.layout.catalogue(language))
    front = frontmatter(source, slot.id, language, _answered(source, slot))
    body = (line for field in source.layout.form.sections for line in section(field, labels))
    taken = {report.origin.file for report in source.conference.reports}
    names = (f"{SESSIONS}/{slot.id.lower()}{end}.md" for end in ("", *(f"-{n}" for n in range(2, len(taken) + 3))))
    return next(name for name in names if name not in taken), "\n".join([*front, *body]) + "\n"


def _answered(source: Source, slot: Slot) -> dict[str, list[str]]:
    """Return the lines of a front matter that the programme can tell, by the id of their field."""
    lines = _begun(source, slot.title, slot.track)
    for field in source.layout.form.of_kind("text", "choice"):
        if said := {"format": slot.format, "room": slot.room}.get(field.id, ""):
            lines[field.id] = [f"{field.id}: {quoted(said)}"]
    sittings = slot.when.parts
    if sittings:
        lines["when"] = ["when:", *(line for at in range(len(sittings)) for line in _sitting(at, slot))]
    asked = {field.id for field in source.layout.form.of_kind("people")}
    for role in slot.roles:
        lines.setdefault(role.id if role.id in asked else "people", []).extend(_role(role))
    return lines


def _sitting(at: int, slot: Slot) -> Iterator[str]:
    """Yield the lines of one sitting, an entry of a list if there are several."""
    part = slot.when.parts[at]
    said = {"date": part.day.written if part.day else "", "time": part.hours}
    said |= {"timezone": slot.when.timezone} if at == 0 else {}
    first, rest = ("- ", "  ") if len(slot.when.parts) > 1 else ("", "")
    lines = [f"{key}: {value}" for key, value in said.items() if value]
    yield from (f"  {rest if n else first}{line}" for n, line in enumerate(lines))


def _role(role: Role) -> Iterator[str]:
    """Yield the lines of a role and its people."""
    if len(role.people) == 1 and role.people[0] == Person(role.people[0].name):
        yield f"  {role.id}: {quoted(role.people[0].name)}"
        return
    yield f"  {role.id}:"
    first, rest = ("- ", "  ") if len(role.people) > 1 else ("", "")
    for person in role.people:
        said = [f"{part}: {quoted(value)}" for part in PERSON if (value := getattr(person, part))]
        said += ["withheld: yes"] if person.withheld else []
        yield from (f"    {rest if n else first}{line}" for n, line in enumerate(said))


def free(taken: Collection[str], track: str) -> str:
    """Return the next free id of a session of a track; `taken` are ids in small letters."""
    letters = re.sub(r"[^A-Za-z0-9.-]+", "", track)
    prefix = f"T{letters}-S" if letters else "S"
    return next(made for n in range(1, len(taken) + 2) if (made := f"{prefix}{n:02}").casefold() not in taken)


def identified(source: Source, name: str, track: str) -> str:
    """Return the id of a new session: `name`, or the next free one.

    Raises `WrongUse` for an id that cannot be one or is taken.
    """
    conference = source.conference
    taken = {report.id.casefold() for report in conference.reports}
    name = name or free(taken, track or next((each.id for each in conference.tracks), ""))
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
