"""The rules a report must satisfy, each a function that yields problems; all of them run, always.

An error keeps the session out of the build; a warning is told and changes nothing. No rule repairs anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from . import braces, counts, files, ids, limits, links, names
from .form import Field, Form
from .labels import DEGREES, Catalogue, lineage
from .problems import Place, Problem, error, errors, ordered, warning
from .prose import (
    Inlines,
    Item,
    Link,
    List,
    Paragraph,
    Picture,
    Text,
    inlines_within,
    pictures,
    plain,
    runs,
)
from .report import Conference, Recommendation, Recommendations, Report, Section
from .slot import Slot
from .source import Source

CONSENSUS = (*DEGREES, "not stated")
PICTURES = (".png", ".jpg", ".jpeg", ".gif")


@dataclass(frozen=True, slots=True)
class Case:
    """One report before the rules: with its conference, its form, the words and languages there are, its workspace."""

    report: Report
    conference: Conference
    form: Form
    words: Catalogue
    languages: tuple[str, ...]
    workspace: Path

    def at(self, path: str) -> Place:
        """Return where the value at `path` stands."""
        return self.report.origin.place(path)

    def line(self, line: int) -> Place:
        """Return a line of the report's file."""
        return Place(self.report.origin.file, line)


def check(source: Source) -> tuple[Problem, ...]:
    """Return everything that is wrong with `source`, reading included, by place."""
    from . import exposed
    from .conference import agreement, clashes

    found = list(source.problems)
    for report in source.conference.reports:
        found.extend(check_report(report, source))
    found.extend(exposed.check(source))
    found.extend(names.check(source.conference.reports))
    found.extend(_same_recommendations(source.conference))
    found.extend(ids.wrong_scheme(source.conference))
    found.extend(agreement.check(source.conference))
    found.extend(problem for slot in source.conference.programme for problem in _addresses(slot))
    found.extend(clashes.check(source.conference.programme, source.conference.timezone))
    return ordered(found)


def check_report(report: Report, source: Source) -> tuple[Problem, ...]:
    """Return everything that is wrong with one report, apart from what reading it has told."""
    layout = source.layout
    words = layout.catalogue(report.language)
    case = Case(report, source.conference, layout.form, words, layout.languages(), source.workspace)
    return tuple(problem for rule in RULES for problem in rule(case))


def sound(report: Report, problems: tuple[Problem, ...]) -> bool:
    """Return whether no error stands in the report's file."""
    return not any(each.where.file == report.origin.file for each in errors(problems))


def missing_fields(case: Case) -> Iterator[Problem]:
    """A field the form requires is not answered; in a final report that is an error."""
    for field in case.form.fields:
        if _required(field, case) and not answered(case.report, field):
            must = field.kind == "title" or case.report.state == "final"
            where = _where(field, case)
            hint = _how_to_answer(field)
            yield (error if must else warning)(
                where, f"the form asks for “{field.id}”; it is not there", hint, "missing"
            )


def _required(field: Field, case: Case) -> bool:
    other = case.form.field(field.required_if) if field.required_if else None
    return field.required or (other is not None and answered(case.report, other))


def answered(report: Report, field: Field) -> bool:
    """Return whether the report says anything to `field`."""
    match field.kind:
        case "title":
            return bool(report.title)
        case "track":
            return bool(report.track)
        case "people":
            return bool(report.people(field.id))
        case "when":
            return bool(report.when.parts)
        case "counts":
            return report.attendance is not None
        case "text" | "choice" | "number":
            return bool(report.answer(field.id))
        case _:
            section = report.section(field.id)
            return section is not None and not section.is_empty


def _where(field: Field, case: Case) -> Place:
    section = case.report.section(field.id) if field.is_section else None
    if section:
        return case.line(section.line)
    path = {"people": f"people.{field.id}", "counts": "participants", "when": "when"}.get(field.kind, field.id)
    return Place(case.report.origin.file, case.report.origin.lines.get(path, 1))


def _how_to_answer(field: Field) -> str:
    match field.kind:
        case "people":
            return f"under people: write {field.id}: Name"
        case "when":
            return "write when: with date: and time:"
        case "counts":
            return "write participants: with the counts; what nobody counted is: not recorded"
        case "prose" | "points" | "recommendations":
            return f"write a section ## … {{.{field.id}}}"
        case _:
            return f"write {field.id}: in the front matter"


def empty_sections(case: Case) -> Iterator[Problem]:
    """A heading stands alone, and the form does not miss what belongs under it."""
    for section in case.report.sections:
        asked = case.form.field(section.role)
        if section.is_empty and section.title and not (asked and _required(asked, case)):
            hint = "write the section or take its heading out"
            yield warning(case.line(section.line), f"the section “{section.title}” is empty", hint, "empty")


def twice_the_same_section(case: Case) -> Iterator[Problem]:
    """Two sections answer one field of the form."""
    seen: dict[str, Section] = {}
    for section in case.report.sections:
        if section.role and section.role in seen:
            other = seen[section.role]
            what = f"“{section.title}” answers the form as “{other.title}” does on line {other.line}"
            yield warning(case.line(section.line), what, "join the two, or name the field it answers: {.role}", "twice")
        seen.setdefault(section.role, section)


def over_limit(case: Case) -> Iterator[Problem]:
    """An answer is longer or shorter than the form allows."""
    for field in case.form.fields:
        if not field.limits:
            continue
        section = case.report.section(field.id)
        if section:
            yield from limits.check(section.title, section.prose, field.limits, case.line(section.line))
        said = (case.report.title,) if field.kind == "title" else case.report.answer(field.id)
        said = tuple(person.name for person in case.report.people(field.id)) if field.kind == "people" else said
        if any(said):
            points = List(tuple(Item((Paragraph((Text(each),)),)) for each in said))
            where = case.at(f"people.{field.id}" if field.kind == "people" else field.id)
            yield from limits.check(field.id, (points,), field.limits, where)


def unknown_track(case: Case) -> Iterator[Problem]:
    """The session belongs to a track that the conference does not have."""
    known = [track.id for track in case.conference.tracks]
    if case.report.track and case.report.track not in known:
        hint = f"the tracks of source/conference.yaml are: {', '.join(known) or 'none'}"
        yield error(case.at("track"), f"there is no track “{case.report.track}”", hint, "track")


def unknown_language(case: Case) -> Iterator[Problem]:
    """No catalogue has words for the report's language."""
    language = case.report.language
    if language.split("-")[0] in case.languages or language in case.languages:
        return
    there_are = f"there are: {', '.join(case.languages)}"
    if _is_known(language):
        hint = f"labels are printed in English; {there_are}"
        yield warning(case.at("language"), f"there are no labels in “{language}”", hint, "language")
    else:
        yield error(case.at("language"), f"“{language}” is a language nobody has dates for", there_are, "language")


def _is_known(language: str) -> bool:
    """Return whether CLDR knows a language, or one that it is a variety of."""
    from babel import localedata

    return any(localedata.exists(each.replace("-", "_")) for each in lineage(language))


def wrong_choices(case: Case) -> Iterator[Problem]:
    """A closed list is answered with something else, or a number field with no number."""
    from .spoken import read_number

    for field in case.form.of_kind("choice", "number"):
        labels = (name for one in field.choices for name in (*one.labels.values(), *case.words.spellings(one.id)))
        known = {name.casefold() for name in (*(one.id for one in field.choices), *labels)}
        for value in case.report.answer(field.id):
            if field.kind == "number" and read_number(value) is None:
                yield error(case.at(field.id), f"“{value}” is not a number", f"{field.id}: 7", "choice")
            if field.kind == "choice" and not field.open and value.casefold() not in known:
                hint = f"use one of: {', '.join(one.id for one in field.choices)}"
                yield error(case.at(field.id), f"“{value}” is no answer to “{field.id}”", hint, "choice")


def times(case: Case) -> Iterator[Problem]:
    """A sitting ends before it starts, or the weekday does not fit the date."""
    for at, part in enumerate(case.report.when.parts):
        path = f"when.{at}" if f"when.{at}" in case.report.origin.lines else "when"
        if part.start and part.end and not part.days_later and part.end <= part.start:
            what = f"the session ends at {part.end:%H:%M}, not after its start at {part.start:%H:%M}"
            yield error(case.at(f"{path}.time"), what, "if it ends the next day, write (+1) after it", "time")
        date = part.day.date if part.day else None
        if date and part.day and part.day.weekday not in (None, date.weekday()):
            what = f"{date.isoformat()} is a {date:%A}, and another weekday is written"
            yield warning(case.at(f"{path}.date"), what, "one of the two is wrong", "weekday")


def totals(case: Case) -> Iterator[Problem]:
    """The categories of a dimension do not add up to the total that is given."""
    for wrong in counts.wrong_sums(case.report.attendance or ()):
        hint = "correct a figure, or add who is missing (another, not_stated)"
        yield warning(case.at("participants.total"), wrong, hint, "total")


def emails(case: Case) -> Iterator[Problem]:
    """An e-mail address that cannot be right."""
    yield from _addresses(case.report)


def _addresses(of: Report | Slot) -> Iterator[Problem]:
    for role in of.roles:
        for at, person in enumerate(role.people):
            if person.email and not links.is_email(person.email):
                where = of.origin.place(f"people.{role.id}.{at}.email")
                yield warning(where, f"“{person.email}” cannot be an e-mail address", "name@example.org", "email")


def wrong_links(case: Case) -> Iterator[Problem]:
    """A link that leads nowhere, or where no document should lead."""
    for inlines, line in _runs(case.report):
        for inline in inlines_within(inlines):
            wrong = links.wrong(inline.href) if isinstance(inline, Link) else ""
            if wrong:
                hint = "links begin with https://, http:// or mailto:; others are printed without their target"
                yield warning(case.line(line), wrong, hint, "link")


def wrong_pictures(case: Case) -> Iterator[Problem]:
    """A picture is not there, is no picture, or says nothing to who cannot see it."""
    for section in case.report.sections:
        if any(isinstance(each, Picture) for each in inlines_within(section.heading)):
            yield error(case.line(section.line), "a picture stands in a heading", "put it below", "picture")
        for picture, line in pictures(section.prose):
            yield from _wrong_picture(picture, case, case.line(line))


def _wrong_picture(picture: Picture, case: Case, where: Place) -> Iterator[Problem]:
    name = picture.source
    path = files.inside(case.workspace / "source", name)
    if path is None or "://" in name:
        yield error(where, f"the picture “{name}” lies outside source/", "copy it there", "picture")
    elif not path.is_file():
        yield error(where, f"there is no picture source/{name}", "check its name", "picture")
    elif path.suffix.lower() not in PICTURES:
        yield error(where, f"“{name}” is no picture we print", f"use {', '.join(PICTURES)}", "picture")
    if not picture.alt.strip():
        hint = "say in the square brackets what it shows: ![Delegates voting](vote.jpg)"
        yield error(where, f"the picture “{name}” has no words for who cannot see it", hint, "picture")


def recommendation_ids(case: Case) -> Iterator[Problem]:
    """A recommendation has no id yet."""
    for each in case.report.recommendations:
        if not each.id:
            yield warning(case.line(each.line), "this recommendation has no id", "run: rapporteur ids", "no-id")
        if each.consensus and each.consensus.casefold() not in CONSENSUS:
            hint = f"use one of: {', '.join(CONSENSUS)}"
            yield warning(case.line(each.line), f"“{each.consensus}” is no degree of consensus", hint, "consensus")
        if not each.text:
            yield error(case.line(each.line), "this recommendation says nothing", "write it or delete it", "empty")


def _same_recommendations(conference: Conference) -> Iterator[Problem]:
    """Yield a warning for each recommendation that stands twice in the same words."""
    seen: dict[str, tuple[Recommendation, Place]] = {}
    for report in conference.reports:
        for each in report.recommendations:
            place = Place(report.origin.file, each.line)
            words = names.bare(each.text)
            if words and words in seen:
                what = f"this recommendation stands in the same words at {seen[words][1]}"
                yield warning(place, what, "keep one of them, or say how they differ", "duplicate")
            seen.setdefault(words, (each, place))


def _runs(report: Report) -> Iterator[tuple[Inlines, int]]:
    for section in report.sections:
        yield section.heading, section.line
        yield from runs(section.prose)


def no_list(case: Case) -> Iterator[Problem]:
    """A section of recommendations holds none, since they stand in it as paragraphs and not as a list."""
    asked = {field.id for field in case.form.of_kind("recommendations")}
    for section in case.report.sections:
        listed = any(isinstance(block, Recommendations) for block in section.blocks)
        if section.role in asked and not listed and not section.is_empty:
            what = f"“{section.title}” holds no list, so the register finds no recommendation in it"
            yield warning(
                case.line(section.line), what, "begin each recommendation with a hyphen: - Improve …", "no-list"
            )


def lost_attributes(case: Case) -> Iterator[Problem]:
    """Braces at the end of a point say what nothing carries there, and would not be printed."""
    yield from braces.check(case.report)


def unreadable(case: Case) -> Iterator[Problem]:
    """Words that a heading, a link or a person holds only for show: nothing but spaces."""
    for inlines, line in _runs(case.report):
        for inline in inlines_within(inlines):
            if isinstance(inline, Link) and not plain(inline.children).strip():
                yield warning(case.line(line), f"the link to {inline.href} has no words", "[words](address)", "link")


RULES = (
    missing_fields,
    empty_sections,
    twice_the_same_section,
    over_limit,
    unknown_track,
    unknown_language,
    wrong_choices,
    times,
    totals,
    emails,
    wrong_links,
    wrong_pictures,
    recommendation_ids,
    no_list,
    lost_attributes,
    unreadable,
)
