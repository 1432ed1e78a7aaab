"""Who may read: a conference as a public reader may see it, and what must not be found in anything made for one.

==========================================  ==================================================================
what no public reader sees                  how it is marked
==========================================  ==================================================================
e-mail addresses and telephone numbers      always, unless the field of the form says ``audience: public``
what a field asks                           ``audience: internal`` in the form
a person                                    ``withheld: yes``; in their place stands that the name is withheld
a section                                   ``## Heading {.internal}``
a recommendation, or any other point        ``{audience="internal"}``
`UNPUBLISHED` columns of the follow-up      always, and its history
comments, and whatever else is not printed  always: the session file that an edition carries is a `fair_copy`
==========================================  ==================================================================

A name, address or number that was to be kept from the public, yet stands elsewhere in what the public would read, keeps
that session, or that text of the pack, from the public altogether: a missing page is better than a name that cannot be
taken back. Around the reports (`around`) the one value is left out that holds it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from . import around, files, session
from .form import Form
from .labels import Labels
from .problems import Problem, error, errors
from .prose import AUDIENCES, Attributes, Block, Heading, Item, List, Paragraph, Quote
from .report import (
    UNPUBLISHED,
    Cluster,
    Conference,
    FollowUp,
    Person,
    Recommendation,
    Recommendations,
    Report,
    Role,
    Section,
    When,
    with_points,
)
from .source import Source
from .withheld import Kept

INTERNAL, PUBLIC = AUDIENCES
RULE = "withheld"
"""The rule of a problem that keeps a report from the public."""


def seen(read: Source, audience: str, problems: tuple[Problem, ...]) -> tuple[Source, tuple[Problem, ...]]:
    """Return a source as an audience may see it, and what is wrong with it before that audience.

    `problems` are those of the source itself. Of a report that has errors no text is written; one that is itself called
    by what is kept from the public is not there.
    """
    if audience == INTERNAL:
        return read, problems
    found = [replace(each, severity="error") if each.rule == RULE else each for each in problems]
    broken = {each.where.file for each in errors(found)}
    kept = Kept.of(read.conference, read.layout.form, read.unread)
    reports = []
    for report in read.conference.reports:
        shown = public(report, read.layout.form, _labels(report, read))
        if report.origin.file in broken:
            shown = _shut(shown, found)
        else:
            shown, wrong = _copied(shown, read)
            found.extend(wrong)
        if not kept.told_in(report.id, report.id):
            reports.append(shown)
    labels = Labels(read.layout.catalogue(read.conference.languages[0]), read.conference.digits)
    conference = public_conference(read.conference, reports, read.layout.form, labels)
    conference = around.mapped(
        conference, lambda text, _, session: "" if any(kept.told_around(text, session)) else text
    )
    if conference.matter:
        conference = replace(conference, matter=conference.matter.without(broken))
    return replace(read, conference=conference, layout=replace(read.layout, audience=audience)), tuple(found)


def _shut(report: Report, problems: Iterable[Problem]) -> Report:
    """Return as much of a report that has errors as its place in a programme needs."""
    tells = any(each.rule == RULE for each in problems if each.where.file == report.origin.file)
    shut = replace(report, roles=(), answers=(), sections=())
    return replace(shut, title=report.id, track="", attendance=None) if tells else shut


def _labels(report: Report, read: Source) -> Labels:
    return Labels(read.layout.catalogue(report.language), read.conference.digits)


def _copied(report: Report, read: Source) -> tuple[Report, tuple[Problem, ...]]:
    """Return a report with the session file that says it and nothing else, proved by reading it."""
    from . import fair_copy

    text = fair_copy.written(report, read.layout.form)
    asked = session.Asked(read.layout.form, read.layout.catalogue, read.conference.languages[0])
    again, wrong = session.read(text, report.origin.file, asked)
    if again is None or errors(wrong) or not fair_copy.same(report, again):
        what = "what the public may see of this session cannot be written as a session file"
        return report, (error(report.origin.place(), what, "simplify its lists and tables", RULE),)
    return replace(report, origin=replace(report.origin, digest=files.digest(text.encode()), text=text)), ()


# The projection


def public_conference(conference: Conference, reports: Iterable[Report], form: Form, labels: Labels) -> Conference:
    """Return a conference with reports that a public reader may see, and of all else what concerns these."""
    kept = tuple(reports)
    ids = {each.id for report in kept for each in with_points(report.recommendations)}
    found = ((name, followed(each)) for name, each in conference.follow_up if name in ids)
    programme = (replace(each, roles=roles(each.roles, form, labels), deadline=None) for each in conference.programme)
    clusters = (_cluster(each, ids) for each in conference.clusters)
    return replace(
        conference,
        contact=None,
        columns=(),
        matter=replace(conference.matter, guide=()) if conference.matter else None,
        reports=kept,
        follow_up=tuple(found),
        clusters=tuple(each for each in clusters if len(each.ids) > 1),
        programme=tuple(programme),
    )


def _cluster(cluster: Cluster, ids: Collection[str]) -> Cluster:
    """Return what a public reader may see of a cluster; words agreed also for what is internal go, too."""
    kept = tuple(each for each in cluster.ids if each in ids)
    return replace(cluster, ids=kept, wording=cluster.wording if kept == cluster.ids else "")


def followed(follow_up: FollowUp) -> FollowUp:
    """Return what a public reader may see of a follow-up."""
    values = tuple((name, value) for name, value in follow_up.values if name not in UNPUBLISHED)
    return replace(follow_up, values=values, history=())


def public(report: Report, form: Form, labels: Labels) -> Report:
    """Return a report as a public reader may see it; what is public already stays as it is."""
    hidden = {each.id for each in form.fields if each.audience == INTERNAL}
    kinds = {each.kind for each in form.fields if each.id in hidden}
    sections = (each for each in report.sections if not each.internal and each.role not in hidden)
    return replace(
        report,
        track="" if "track" in kinds else report.track,
        when=When(()) if "when" in kinds else report.when,
        attendance=None if "counts" in kinds else report.attendance,
        roles=roles(report.roles, form, labels),
        answers=tuple(each for each in report.answers if each[0] not in hidden),
        sections=tuple(_section(each) for each in sections),
    )


def roles(found: Iterable[Role], form: Form, labels: Labels) -> tuple[Role, ...]:
    """Return roles without those that are internal, and without what is of others."""
    name = labels.word("name_withheld")
    asked = {field.id: field.audience for field in form.fields}
    return tuple(
        Role(role.id, tuple(_person(each, asked.get(role.id) == PUBLIC, name) for each in role.people))
        for role in found
        if asked.get(role.id) != INTERNAL
    )


def _person(person: Person, told: bool, withheld: str) -> Person:
    if person.withheld:
        return Person(withheld, withheld=True)
    return person if told else replace(person, email="", phone="")


def _section(section: Section) -> Section:
    found: list[Block | Recommendations] = []
    stem = None
    for block in section.blocks:
        if isinstance(block, Recommendations):
            kept = list(_recommendations(block))
            goes_on = stem if kept and not block.stem and block.items[0].stem else None
            found.extend(replace(each, stem=each.stem or goes_on) for each in kept)
            stem = None if kept else block.stem or stem
        else:
            found.extend(_blocks((block,), named=False))
            stem = None
    return replace(section, blocks=tuple(found))


def _recommendations(block: Recommendations) -> Iterator[Recommendations]:
    """Yield a list of recommendations without those that are internal; those that are left count on."""
    kept = [(at, each) for at, each in enumerate(block.items) if not _marked(each.blocks)]
    if kept:
        items = tuple(_recommendation(each, block.start, at, new) for new, (at, each) in enumerate(kept))
        yield replace(block, items=items)


def _recommendation(one: Recommendation, start: int | None, before: int, now: int) -> Recommendation:
    counted = start is not None and one.number == str(start + before)
    number = str((start or 0) + now) if counted else one.number
    return replace(one, number=number, blocks=tuple(_item(one.blocks, session.CARRIES)))


def _blocks(blocks: Iterable[Block], named: bool) -> Iterator[Block]:
    """Yield blocks without internal points; points may be `named` by an id below a recommendation."""
    for block in blocks:
        if isinstance(block, Quote):
            inner = tuple(_blocks(block.blocks, named))
            yield from (replace(block, blocks=inner),) if inner or not block.blocks else ()
        elif isinstance(block, List):
            items = tuple(
                Item(tuple(_item(each.blocks, () if named else None)), each.line)
                for each in block.items
                if not _marked(each.blocks)
            )
            yield from (replace(block, items=items),) if items else ()
        elif isinstance(block, Heading):
            yield replace(block, attributes=None)
        else:
            yield block


def _item(blocks: tuple[Block, ...], carried: Iterable[str] | None) -> Iterator[Block]:
    """Yield the blocks of a point; its braces say what is printed of it, nothing where None is `carried`."""
    first = blocks[0] if blocks else None
    if isinstance(first, Paragraph):
        own = first.attributes or Attributes()
        pairs = tuple(each for each in own.pairs if each[0] in (carried or ()))
        kept = Attributes(own.id if carried is not None else "", (), pairs)
        yield replace(first, attributes=kept if kept != Attributes() else None)
        blocks = blocks[1:]
    yield from _blocks(blocks, carried is not None)


def _marked(blocks: tuple[Block, ...]) -> bool:
    first = blocks[0] if blocks else None
    return isinstance(first, Paragraph) and first.attributes is not None and first.attributes.internal
