"""Where a public reader would read what is kept from the public: in reports, around them, in the texts of packs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import unquote

from . import around
from .around import said_of
from .audience import RULE, public, public_conference
from .form import Form
from .labels import Labels
from .legible import Legible
from .matter import Essay
from .problems import Place, Problem, warning
from .prose import Inlines, Link, Note, Picture, inlines_within, plain, runs
from .report import Report, with_points
from .source import Source
from .withheld import PUBLIC, Kept, Secret, addresses

Text = tuple[str, Place]
_SESSION = "take it out here, or mark the section internal: until then, the session is in no public edition"
_FIELD = "take it out, or say of the field in form.yaml: audience: public (or internal)"
_STRANGE = "take it out, or mark the point; what everybody may read is listed in conference.yaml: public_addresses: […]"
_ESSAY = "take it out here: until then, the text is in no public edition"
_AROUND = "take it out here: until then, public editions leave it out"
_PACK = "give the pack another name: until then, it is not made for the public"


def check(read: Source) -> Iterator[Problem]:
    """Yield a warning for each place where a public reader would read what is kept from the public.

    Where only a word of a name stands that the same session withholds, that is told, too, but keeps nothing back.
    """
    form, kept = read.layout.form, Kept.of(read.conference, read.layout.form, read.unread)
    shown = [public(each, form, _labels(each.language, read)) for each in read.conference.reports]
    for report in shown:
        yield from _in_report(report, kept)
        yield from _answered(report, form)
    for essay in read.conference.matter.essays if read.conference.matter else ():
        for text, where in _written(essay):
            yield from (_told(each, where, _ESSAY) for each in kept.told_in(text))
    yield from _around(read, shown, kept)
    yield from _nameless(read)
    for pack in read.packs:
        yield from (_told(each, pack.where, _PACK) for each in kept.told_in(pack.name))


def _nameless(read: Source) -> Iterator[Problem]:
    for each in read.unread:
        if each.withholds and not any(kind == "name" for kind, *_ in each.people):
            what = "this file withholds somebody, and nobody can read whom: the name may stand in what the public reads"
            yield warning(Place(each.file, each.withholds), what, "mend the file before anything is sent", RULE)


def _labels(language: str, read: Source) -> Labels:
    return Labels(read.layout.catalogue(language), read.conference.digits)


def _told(secret: Secret, where: Place, hint: str) -> Problem:
    if not secret.where.file:
        return warning(where, f"{secret} stands here, where the public would read it", hint, RULE)
    other = f" in {secret.where}" if secret.where.file != where.file else ""
    return warning(where, f"{secret} is kept from the public{other} and stands here as well", hint, RULE)


def _in_report(report: Report, kept: Kept) -> Iterator[Problem]:
    texts = list(_reported(report))
    every = "\n".join(text if " " in text else f"#{text}" for text, _ in texts)  # one word alone is read as a tag is
    there = kept.told_in(every, report.id)  # most hold nothing: asked once for all
    for text, where in texts if there else ():
        yield from (_told(each, where, _SESSION) for each in kept.told_in(text, report.id))
    yield from _partly(texts, report.id, kept)
    yield from _strange(report, kept)


def _strange(report: Report, kept: Kept) -> Iterator[Problem]:
    """Yield each address in what somebody wrote that nobody is known by: who is in doubt asks whose it is."""
    texts = [(report.title, report.origin.place("title")), *_in_sections(report)]
    there = {each.key for each in kept.strange_in("\n".join(text for text, _ in texts))}
    told = {(each.key, where): each for text, where in texts if there for each in kept.strange_in(text)}
    for (_, where), each in told.items():
        yield warning(where, f"{each} stands here, and the public will read it", _STRANGE, "address")


def _answered(report: Report, form: Form) -> Iterator[Problem]:
    """Yield each address that answers a field which does not say that its answers are for the public."""
    for name, values in report.answers:
        asked = form.field(name)
        for each in () if asked and asked.audience == PUBLIC else addresses("\n".join(values)):
            yield _told(each, report.origin.place(name), _FIELD)


def _partly(texts: Iterable[Text], session: str, kept: Kept) -> Iterator[Problem]:
    names = [each for each in kept.own.get(session.casefold(), ()) if each.kind == "name"]
    for text, where in texts if names else ():
        found = {each: word for each in names if (word := each.stands_partly_in(text))}
        whole = kept.told_in(text, session) if found else ()
        for each, word in found.items():
            if each not in whole:
                what = f"“{word}” stands here, a word of a name that is withheld"
                yield warning(where, what, "look whether it tells who it was; the public will read it", "withheld-word")


def secrets(whole: Source, shown: Source) -> tuple[Secret, ...]:
    """Return all that must stand in no file for the public, of a source as the public sees it, and of the `whole`.

    An address that stands around the reports is among it, unless a report or a text of a pack gives it openly.
    """
    kept = Kept.of(whole.conference, whole.layout.form, whole.unread)
    strange = dict.fromkeys(each for text, _, _ in _surroundings(whole) for each in kept.told_around(text))
    matter = shown.conference.matter
    given = [text for each in shown.conference.reports for text, _ in _reported(each)]
    given += [text for each in (matter.essays if matter else ()) for text, _ in _written(each)]
    legible = Legible("\n".join(given))
    found = (each for each in strange if each.key not in kept.openly and not each.stands_in(legible))
    return tuple(dict.fromkeys((*kept.closed.secrets, *found)))


def _surroundings(read: Source, shown: Iterable[Report] | None = None) -> list[tuple[str, Place, str | None]]:
    """Return what the public would read around the reports, if nobody took anything out."""
    form = read.layout.form
    reports = (public(each, form, _labels(each.language, read)) for each in read.conference.reports)
    labels = _labels(read.conference.languages[0], read)
    found: list[tuple[str, Place, str | None]] = []

    def look(text: str, where: Place, session: str | None) -> str:
        found.append((text, where, session))
        return text

    around.mapped(public_conference(read.conference, shown or reports, form, labels), look)
    return found


def _around(read: Source, shown: Iterable[Report], kept: Kept) -> Iterator[Problem]:
    """Yield what stands around the reports, of which nobody expects an address either."""
    for text, where, session in _surroundings(read, shown):
        yield from (_told(each, where, _AROUND) for each in kept.told_around(text, session))
        yield from _partly([(text, where)], session, kept) if session else ()


def _written(essay: Essay) -> Iterator[Text]:
    yield essay.title, Place(essay.origin.file, 1)
    yield from (
        (text, Place(essay.origin.file, line)) for inlines, line in runs(essay.blocks) for text in _said(inlines)
    )


def _reported(report: Report) -> Iterator[Text]:
    yield from _in_grid(report)
    yield from _in_sections(report)


def _in_sections(report: Report) -> Iterator[Text]:
    for section in report.sections:
        yield section.id, Place(report.origin.file, section.line)
        for inlines, line in ((section.heading, section.line), *runs(section.prose)):
            yield from ((text, Place(report.origin.file, line)) for text in _said(inlines))
    for one in with_points(report.recommendations):
        told = (one.id, one.number, one.addressee, one.theme, one.consensus, one.deadline)
        yield from ((text, Place(report.origin.file, one.line)) for text in told)


def _in_grid(report: Report) -> Iterator[Text]:
    at = report.origin.place
    yield from ((getattr(report, name), at(name)) for name in ("title", "id", "track"))
    yield report.origin.file.rpartition("/")[2], Place(report.origin.file)
    yield from ((value, at(name)) for name, values in report.answers for value in (name, *values))
    for role in report.roles:
        yield role.id, at(f"people.{role.id}")
        for n, person in enumerate(role.people):
            yield from ((text, at(f"people.{role.id}.{n}")) for text in said_of(person))
    for count in report.attendance or ():
        yield from ((text, at("participants")) for text in (count.category, count.dimension, count.band))


def _said(inlines: Inlines) -> Iterator[str]:
    """Yield the words of a run of text, of its notes and pictures, and where its links lead."""
    yield plain(inlines)
    for inline in inlines_within(inlines):
        if isinstance(inline, Link):
            yield from dict.fromkeys((inline.href, unquote(inline.href)))
        elif isinstance(inline, Note):
            yield plain(inline.children)
        elif isinstance(inline, Picture):
            yield f"{inline.alt} {inline.credit} {inline.source}"
