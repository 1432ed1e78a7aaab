"""All that is said around the reports of a conference, each text where it stands: its name, tracks, programme, what
became of recommendations and what was agreed of them, acronyms and terms.

Who must let no such text by, to look at it or to leave it out, goes through `mapped`; the texts of a pack (`matter`)
are files of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from .matter import Matter
from .problems import Place
from .report import Conference, FollowUp, Person, Role, Track, with_points
from .slot import Slot

Say = Callable[[str, Place, str | None], str]
"""Given a text, where it stands and the session, if it tells of one, by id: what is said of it, "" for nothing."""


def mapped(conference: Conference, say: Say) -> Conference:
    """Return a conference as `say` says it.

    Of a session without its title the id is told; whatever has no id is left out, as is whoever is not to be named in
    the programme.
    """
    at = conference.origin.place
    owners = {each.id: report.id for report in conference.reports for each in with_points(report.recommendations)}
    return replace(
        conference,
        name=say(conference.name, at("name"), None),
        edition=say(conference.edition, at("edition"), None),
        place=say(conference.place, at("place"), None),
        dates=say(conference.dates, at("dates"), None),
        tracks=tuple(
            Track(each.id, say(each.name, at(f"tracks.{n}.name"), None))
            for n, each in enumerate(conference.tracks)
            if say(each.id, at(f"tracks.{n}.id"), None)
        ),
        programme=tuple(
            _slot(each, say) for each in conference.programme if say(each.id, each.origin.place("id"), each.id)
        ),
        follow_up=tuple((name, _followed(each, owners.get(name), say)) for name, each in conference.follow_up),
        clusters=tuple(
            replace(each, wording=say(each.wording, each.origin.place("wording"), None)) for each in conference.clusters
        ),
        matter=_matter(conference.matter, at, say) if conference.matter else None,
    )


def _slot(slot: Slot, say: Say) -> Slot:
    at = slot.origin.place
    return replace(
        slot,
        title=say(slot.title, at("title"), slot.id) or slot.id,
        track=say(slot.track, at("track"), slot.id),
        format=say(slot.format, at("format"), slot.id),
        room=say(slot.room, at("room"), slot.id),
        roles=tuple(
            Role(each.id, tuple(_people(each, slot, say)))
            for each in slot.roles
            if say(each.id, at(f"people.{each.id}"), slot.id)
        ),
    )


def _people(role: Role, slot: Slot, say: Say) -> Iterator[Person]:
    for at, person in enumerate(role.people):
        where = slot.origin.place(f"people.{role.id}.{at}")
        texts = [text for text in said_of(person) if text]
        if [say(text, where, slot.id) for text in texts] == texts:
            yield person


def said_of(person: Person) -> tuple[str, ...]:
    """Return what is said of a person who is named."""
    said = (person.name, person.printed, person.position, person.organisation, person.country)
    return () if person.withheld else (*said, person.email, person.phone)


def _followed(found: FollowUp, owner: str | None, say: Say) -> FollowUp:
    told = ((name, say(value, found.origin.place(name), owner)) for name, value in found.values)
    return replace(found, values=tuple((name, value) for name, value in told if value))


def _matter(matter: Matter, at: Callable[[str], Place], say: Say) -> Matter:
    kept = [(short, long) for short, long in matter.acronyms if _both(short, long, at(f"pack.acronyms.{short}"), say)]
    terms = (say(each, at(f"pack.index.{n}"), None) for n, each in enumerate(matter.terms))
    return replace(matter, acronyms=tuple(kept), terms=tuple(each for each in terms if each))


def _both(short: str, long: str, where: Place, say: Say) -> bool:
    return [say(text, where, None) for text in (short, long)] == [short, long]
