"""What is kept from the public, names, e-mail addresses and telephone numbers, and whether a text holds one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from . import names
from .form import Form
from .legible import GAP, SHORTEST, Legible, joins, of_email, of_figures, of_name, spelled, stands, unspaced
from .problems import Place
from .prose import INTERNAL
from .report import Conference, Person, Report
from .slot import Slot
from .unread import Unread

PUBLIC = "public"
PARTLY = 4
"""A word of a withheld name is looked for by itself if it has so many letters."""
DIALLED = 6
"""A telephone number of fewer figures may be anything; it is looked for in its own session only."""
_CALLED = {"name": "the name", "email": "the e-mail address", "phone": "the telephone number"}
_EMAIL = re.compile(r"(?<![\w.+/@-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(
    r"(?<![\w+])(?:\+\d|00[1-9]\d{0,2}[\s./-]\d|\((?!(?:19|20)\d\d\))\d{2,5}\)\s?\d"
    r"|(?:tel|tél|phone|mobile|fax)\b\.?\s?:?\s?[+(]?\d)(?:[\s()./–-]{0,2}\d){5,}",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Secret:
    """A value that is kept from the public: a ``name``, an ``email`` or a ``phone``, as it was written, and where.

    `but` are names of others that look as if it stood in them.
    """

    kind: str
    text: str
    where: Place = field(default=Place(""), compare=False)
    but: frozenset[str] = field(default=frozenset(), compare=False)

    def __str__(self) -> str:
        return f"{_CALLED[self.kind]} “{self.text}”"

    def stands_in(self, said: Legible) -> bool:
        """Return whether a text holds it, however it is spelled there."""
        if self.kind == "email":
            return self.text.casefold() in said.lower and self._exactly(said.text)
        if self.kind == "phone":
            return self.figures in said.dialled if len(self.figures) > SHORTEST else self._alone(said.levelled)
        return any(stands(each, said, self.but) for each in spelled(self.text))

    def _alone(self, text: str) -> bool:
        number = rf"(?<!\d){f'{GAP}*'.join(self.figures)}(?!\d)"
        return self.tells and re.search(number, text) is not None

    def _exactly(self, text: str) -> bool:
        exact = rf"(?<![\w.+-]){re.escape(self.text)}(?![\w-]|\.\w)"
        return re.search(exact, text, re.IGNORECASE) is not None

    def stands_partly_in(self, text: str) -> str:
        """Return the word of a name that a text holds by itself, "" if it holds none."""
        words = (each for each in self.text.split() if self.kind == "name" and len(each) >= PARTLY)
        return next((each for each in words if re.search(rf"(?<!\w){re.escape(each)}(?!\w)", text)), "")

    @property
    def figures(self) -> str:
        """The figures of a number."""
        return re.sub(r"\D", "", Legible(self.text).levelled)

    @property
    def handles(self) -> frozenset[str]:
        """Of what a text that holds it has one."""
        if self.kind == "name":
            return of_name(self.text)
        return of_email(self.text.casefold()) if self.kind == "email" else of_figures(self.figures)

    @property
    def tells(self) -> bool:
        """Whether it is one at all: “-” and “n/a” are no address."""
        return bool(self.figures if self.kind == "phone" else "@" in self.text if self.kind == "email" else self.key[1])

    @property
    def key(self) -> tuple[str, str]:
        """What is the same of one value in two spellings."""
        spelled = {"email": self.text.casefold(), "phone": self.figures}
        return self.kind, spelled.get(self.kind) or names.bare(self.text)

    @property
    def distinct(self) -> bool:
        """Whether it can mean one person only: “Rose” and “A participant” may stand anywhere."""
        if self.kind == "email":
            return self.tells
        if self.kind == "phone":
            return len(self.figures) >= DIALLED
        capital = [each for each in self.text.split() if not each[:1].islower() and len(each) > 1]
        return len(capital) > 1 or unspaced(self.text)


def secrets(report: Report | Slot, form: Form) -> tuple[Secret, ...]:
    """Return the values of people, of a report or as the programme announces them, that are kept from the public."""
    found: dict[Secret, None] = {}
    for role in report.roles:
        asked = form.field(role.id)
        told = asked is not None and asked.audience == PUBLIC
        for at, person in enumerate(role.people):
            hidden = person.withheld or (asked is not None and asked.audience == INTERNAL)
            said = [("name", person.name), ("name", person.printed)] if person.withheld else []
            said += [("email", person.email), ("phone", person.phone)] if hidden or not told else []
            where = report.origin.place(f"people.{role.id}.{at}")
            found |= {Secret(kind, text, where): None for kind, text in said}
    return tuple(each for each in found if each.tells)


def addresses(text: str) -> Iterator[Secret]:
    """Yield whatever looks like an e-mail address or a telephone number, whosever it is."""
    yield from (Secret("email", each[0]) for each in _EMAIL.finditer(text))
    numbers = _PHONE.finditer(Legible(text).levelled)
    yield from (Secret("phone", text[each.start() : each.end()]) for each in numbers)


@dataclass(frozen=True, slots=True)
class Sought:
    """Secrets to be looked for in many texts: in each those only of which it has a handle."""

    secrets: tuple[Secret, ...]
    held: Mapping[str, tuple[int, ...]]
    """Where those stand among them that are taken hold of by a word."""

    @classmethod
    def of(cls, secrets: tuple[Secret, ...]) -> Sought:
        """Return secrets ready to be looked for."""
        held: defaultdict[str, list[int]] = defaultdict(list)
        for at, each in enumerate(secrets):
            for handle in each.handles:
                held[handle].append(at)
        return cls(secrets, {handle: tuple(found) for handle, found in held.items()})

    def in_(self, said: Legible) -> Iterator[Secret]:
        """Yield those that stand in a text, in their order."""
        near = {at for handle in said.handles & self.held.keys() for at in self.held[handle]} if self.held else set()
        yield from (self.secrets[at] for at in sorted(near) if self.secrets[at].stands_in(said))


@dataclass(frozen=True, slots=True)
class Kept:
    """All that the sessions of a conference keep from the public.

    `own` are the secrets of each session, by its id in small letters. What is `distinct` is kept `everywhere` that
    tells of no session; what another session says `openly` may stand in what is told of others: `closed` is the rest.
    No address is kept that the conference `lists` as one for everybody.
    """

    own: Mapping[str, tuple[Secret, ...]]
    everywhere: Sought
    closed: Sought
    openly: frozenset[tuple[str, str]]
    lists: frozenset[tuple[str, str]]

    @classmethod
    def of(cls, conference: Conference, form: Form, unread: Iterable[Unread] = ()) -> Kept:
        """Return what a conference keeps from the public, also in files that nobody could read."""
        own: defaultdict[str, dict[Secret, None]] = defaultdict(dict)
        lists = frozenset(address(each).key for each in conference.public_addresses)
        openly = lists.union(_openly(conference, form))
        for name, each in _secrets(conference, form, unread):
            if each.key not in lists:
                own[name][_told_apart(each, openly)] = None
        distinct = dict.fromkeys(each for told in own.values() for each in told if each.distinct)
        closed = tuple(each for each in distinct if each.key not in openly)
        whose = {name: tuple(found) for name, found in own.items()}
        return cls(whose, Sought.of(tuple(distinct)), Sought.of(closed), openly, lists)

    def told_in(self, text: str, session: str | None = None) -> tuple[Secret, ...]:
        """Return what a text holds that is kept from the public; it tells of a `session`, or of none."""
        legible = Legible(text)
        own = () if session is None else self.own.get(session.casefold(), ())
        others = self.everywhere if session is None else self.closed
        return tuple(dict.fromkeys((*(each for each in own if each.stands_in(legible)), *others.in_(legible))))

    def told_around(self, text: str, session: str | None = None) -> Iterator[Secret]:
        """Yield what a text around the reports must not say: what is kept from the public, and whosesoever address."""
        known = self.told_in(text, session) if text else ()
        yield from known
        keys = {each.key for each in known}
        yield from (each for each in addresses(text) if each.key not in keys | self.lists)

    def strange_in(self, text: str) -> Iterator[Secret]:
        """Yield the addresses in a text that nobody is known to keep from the public, or to give to it."""
        found = {each.key: each for each in addresses(text)}
        known = {each.key for told in self.own.values() for each in told} if found else set()
        yield from (each for key, each in found.items() if key not in known | self.openly)


def address(text: str) -> Secret:
    """Return an e-mail address or a telephone number, whichever a text is."""
    return Secret("email" if "@" in text else "phone", text)


def _secrets(conference: Conference, form: Form, unread: Iterable[Unread]) -> Iterator[tuple[str, Secret]]:
    """Yield what each session keeps from the public, with its id in small letters."""
    for each in _sessions(conference):
        yield from ((each.id.casefold(), secret) for secret in secrets(each, form))
    for file in unread:
        told = (Secret(kind, text, Place(file.file, line)) for kind, text, line in file.people)
        yield from ((file.id.casefold(), secret) for secret in told if secret.tells)


def _told_apart(secret: Secret, openly: Collection[tuple[str, str]]) -> Secret:
    """Return a secret that knows the names of others in which it seems to stand, since short words are joined to it."""
    own = [each for each in spelled(secret.text) if joins(each)] if secret.kind == "name" else []
    others = (each for kind, name in openly if kind == "name" for each in spelled(name)) if own else ()
    but = frozenset(each for each in others if each not in own and each.endswith(tuple(own)))
    return replace(secret, but=but) if but else secret


def _sessions(conference: Conference) -> tuple[Report | Slot, ...]:
    return (*conference.reports, *conference.programme)


def _openly(conference: Conference, form: Form) -> Iterator[tuple[str, str]]:
    """Yield the names and addresses that the people of a session give to every reader."""
    sessions = _sessions(conference)
    held = {(each.id.casefold(), secret.key) for each in sessions for secret in secrets(each, form)}
    for session in sessions:
        for role in session.roles:
            asked = form.field(role.id)
            audience = asked.audience if asked else ""
            for person in role.people if audience != INTERNAL else ():
                said = (each.key for each in _said_of(person, audience == PUBLIC))
                yield from (key for key in said if (session.id.casefold(), key) not in held)


def _said_of(person: Person, told: bool) -> Iterator[Secret]:
    if not person.withheld:
        yield from (Secret("name", each) for each in (person.name, person.printed) if each)
        if told:
            yield from (Secret(kind, text) for kind, text in (("email", person.email), ("phone", person.phone)) if text)
