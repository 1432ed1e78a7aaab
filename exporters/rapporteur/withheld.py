"""What was to be kept from the public, and where a public reader would read it all the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from . import names
from .audience import INTERNAL, PUBLIC, RULE, followed, public, roles
from .form import Form
from .labels import Labels
from .problems import Place, Problem, warning
from .prose import Inlines, Link, Note, Picture, inlines_within, plain, runs
from .report import Conference, Person, Report, with_points

SHORTEST = 4
"""A word of a withheld name is looked for by itself if it has so many letters."""


@dataclass(frozen=True, slots=True)
class Secret:
    """A value that is kept from the public: a ``name``, an ``email`` or a ``phone``, as it was written."""

    kind: str
    text: str

    def stands_in(self, text: str) -> bool:
        """Return whether a text holds it, however it is spelled there."""
        if self.kind == "email":
            return re.search(rf"(?<![\w.+-]){re.escape(self.text)}(?![\w-]|\.\w)", text, re.IGNORECASE) is not None
        if self.kind == "phone":
            digits = re.sub(r"\D", "", self.text)
            return digits in _dialled(text) if len(digits) > SHORTEST else self.text in text
        return any(_named(each, names.bare(text)) for each in _orders(names.bare(self.text)))

    def stands_partly_in(self, text: str) -> str:
        """Return the word of a name that a text holds by itself, "" if it holds none."""
        words = (each for each in self.text.split() if self.kind == "name" and len(each) >= SHORTEST)
        return next((each for each in words if re.search(rf"(?<!\w){re.escape(each)}(?!\w)", text)), "")


def _dialled(text: str) -> str:
    """Return a text in which nothing stands between the digits of a number."""
    return re.sub(r"(?<=\d)[\s()./–-]+(?=\d)", "", text)


def _orders(name: str) -> Iterator[str]:
    """Yield a name with its last word behind the others, and before them."""
    yield name
    before, _, last = name.rpartition(" ")
    if before:
        yield f"{last} {before}"


def _named(name: str, text: str) -> bool:
    """Return whether a name stands in a text as words of its own; in scripts without spaces it may stand anywhere."""
    parted = all(ord(letter) < 0x2E80 for letter in name)
    return bool(name) and (f" {name} " in f" {text} " if parted else name in text)


def secrets(report: Report, form: Form) -> tuple[Secret, ...]:
    """Return the values of a report's people that are kept from the public."""
    found: dict[Secret, None] = {}
    for role in report.roles:
        field = form.field(role.id)
        told = field is not None and field.audience == PUBLIC
        for person in role.people:
            hidden = person.withheld or (field is not None and field.audience == INTERNAL)
            said = [("name", person.name), ("name", person.printed)] if person.withheld else []
            said += [("email", person.email), ("phone", person.phone)] if hidden or not told else []
            found |= {Secret(kind, text): None for kind, text in said if text.strip()}
    return tuple(found)


def leaks(report: Report, conference: Conference, form: Form, labels: Labels) -> Iterator[Problem]:
    """Yield a warning for each place where a public reader would read what is kept from the public.

    Where only a word of a withheld name stands, that is told, too, but keeps no report from the public.
    """
    kept = secrets(report, form)
    texts = list(_texts(public(report, form, labels), conference, form, labels)) if kept else []
    for secret in kept:
        for text, where, at in texts:
            if secret.stands_in(text):
                what = f"{_CALLED[secret.kind]} “{secret.text}” is kept from the public and stands {at} as well"
                hint = "take it out here, or mark the section internal: until then, the session is in no public edition"
                yield warning(where, what, hint, RULE)
            elif word := secret.stands_partly_in(text):
                what = f"“{word}” stands {at}, a word of a name that is withheld"
                yield warning(where, what, "look whether it tells who it was; the public will read it", "withheld-word")


_CALLED = {"name": "the name", "email": "the e-mail address", "phone": "the telephone number"}


def _texts(report: Report, conference: Conference, form: Form, labels: Labels) -> Iterator[tuple[str, Place, str]]:
    """Yield all that can be read of a public report in whatever is made, its line, and where it stands in words."""
    yield from ((text, where, "here") for text, where in _reported(report))
    ids = {each.id for each in with_points(report.recommendations)} - {""}
    values = [each for name, found in conference.follow_up if name in ids for each in followed(found).values]
    yield from ((text, report.origin.place(), "in the follow-up") for _, text in values)
    agreed = (each.wording for each in conference.clusters if ids & {*each.ids})
    yield from ((text, report.origin.place(), "in the wording of a cluster") for text in agreed)
    for essay in conference.matter.essays if conference.matter else ():
        for inlines, line in runs(essay.blocks):
            yield from ((text, Place(essay.origin.file, line), "here") for text in (essay.title, *_said(inlines)))
    for slot in (each for each in conference.programme if each.key == report.id.casefold()):
        told = (text for role in roles(slot.roles, form, labels) for each in role.people for text in _told(each))
        yield from ((text, report.origin.place(), "in the programme") for text in (slot.title, slot.room, *told))


def _reported(report: Report) -> Iterator[tuple[str, Place]]:
    at = report.origin.place
    yield report.title, at("title")
    yield report.id, at("id")
    yield report.origin.file.rpartition("/")[2].replace("_", " "), Place(report.origin.file)
    yield from ((value, at(name)) for name, values in report.answers for value in values)
    for role in report.roles:
        for n, person in enumerate(role.people):
            yield from ((text, at(f"people.{role.id}.{n}")) for text in _told(person))
    for section in report.sections:
        for inlines, line in ((section.heading, section.line), *runs(section.prose)):
            yield from ((text, Place(report.origin.file, line)) for text in _said(inlines))
    for one in report.recommendations:
        told = (one.addressee, one.theme, one.consensus, one.deadline)
        yield from ((text, Place(report.origin.file, one.line)) for text in told)


def _told(person: Person) -> tuple[str, ...]:
    """Return what is said of a person who is named."""
    said = (person.name, person.printed, person.position, person.organisation, person.country)
    return () if person.withheld else (*said, person.email, person.phone)


def _said(inlines: Inlines) -> Iterator[str]:
    """Yield the words of a run of text, of its notes and pictures, and where its links lead."""
    yield plain(inlines)
    for inline in inlines_within(inlines):
        if isinstance(inline, Link):
            yield inline.href
        elif isinstance(inline, Note):
            yield plain(inline.children)
        elif isinstance(inline, Picture):
            yield f"{inline.credit} {inline.source}"
