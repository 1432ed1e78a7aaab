"""A file of a programme, of any kind, as sessions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from .. import answers, links, zones
from ..problems import Place, Problem, Refused, WrongUse, error, errors, warning
from . import agenda, delimited, encoding, published, rows, table, workbook
from .columns import Columns, Pairs, chosen, known_words
from .entry import Entry
from .row import Known
from .table import Table

SUFFIXES = (".csv", ".tsv", ".txt", ".xlsx", ".json", ".ics")
Asking = Callable[[Table, Columns], Pairs]
"""Asks a person which columns say what; answers with pairs of field and heading."""


@dataclass(frozen=True, slots=True)
class Read:
    """What a file says: its sessions, what is wrong or doubtful, and which columns were named or guessed."""

    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...]
    named: Pairs = ()
    guessed: Pairs = ()

    @property
    def complete(self) -> bool:
        """Whether it is known which columns say what, whatever is wrong below them."""
        return not any(each.rule == "column" for each in errors(self.problems))


def read(data: bytes, file: str, known: Known, said: Pairs = (), ask: Asking | None = None, encoded: str = "") -> Read:
    """Return what a file says; its kind is seen from its bytes and, for text, from the ending of its name.

    A text that is `encoded` in another way than UTF-8 is said to be. Raises `Refused` for what cannot be read at all,
    and `WrongUse` for columns that are not there.
    """
    if encoded and _kind(data, file) == "workbook":
        raise WrongUse("a workbook says itself how its text is encoded: leave --encoding out")
    data = encoding.named(data, file, encoded) if encoded else data
    kind = _kind(data, file)
    if kind == "calendar":
        found, problems = agenda.entries(data, file, zones.read(known.conference.timezone))
        return _settled(Read(found, problems), known)
    told: list[table.Row]
    doubts: tuple[Problem, ...] = ()
    if kind == "json":
        content = published.loaded(data, file)
        if schedule := published.entries(content, file):
            return _settled(Read(*schedule), known)
        flat = published.rows(content, file)
        if flat is None:
            raise Refused([published.no_schedule(content, file)])
        told = flat
    else:
        told, doubts = workbook.rows(data, file) if kind == "workbook" else (delimited.rows(data, file), ())
    tabular = _settled(_tabular(table.of(told, Place(file), known_words(), doubts), known, said, ask), known)
    below = workbook.covered(doubts)
    return replace(tabular, problems=tuple(each for each in tabular.problems if each.where.spot not in below))


def _kind(data: bytes, file: str) -> str:
    head = data[:200].lstrip(b"\xef\xbb\xbf \t\r\n")
    if data.startswith((b"PK\x03\x04", workbook.OLD)):
        return "workbook"
    if head[:15].upper() == b"BEGIN:VCALENDAR":
        return "calendar"
    if head[:1] in (b"{", b"["):
        return "json"
    ending = file.lower().rpartition(".")[2]
    return {"json": "json", "ics": "calendar", "xlsx": "workbook", "xlsm": "workbook"}.get(ending, "text")


def _tabular(found: Table, known: Known, said: Pairs, ask: Asking | None) -> Read:
    columns = chosen(found, said, known.conference.columns, known.form)
    if ask and (columns.unknown or "title" not in columns.at):
        said = (*said, *ask(found, columns))
        columns = chosen(found, said, known.conference.columns, known.form)
    wrong = [*found.problems, *columns.problems(found)]
    if "title" not in columns.at:
        return Read((), tuple(wrong), said)
    entries, problems = rows.entries(found, columns, known)
    if not entries and not problems:
        wrong.append(error(found.place, "no row stands below the headings", "", "table"))
    return Read(entries, (*wrong, *problems), said, tuple(columns.guessed.items()))


# What is settled for every kind of file: tracks by their names, zones that go without saying


def _settled(read: Read, known: Known) -> Read:
    problems: list[Problem] = list(read.problems)
    problems.extend(problem for each in read.entries for problem in _unreachable(each))
    tracked = _tracked(read.entries, known, problems)
    zoned = _zoned(tracked, known, problems)
    return replace(read, entries=tuple(_formatted(each, known) for each in zoned), problems=tuple(problems))


def _unreachable(entry: Entry) -> Iterator[Problem]:
    """Yield a warning for each e-mail address of a session's people that cannot be right."""
    for role, people in entry.people.items():
        where = entry.places.get(f"{role}.email") or entry.at(role)
        for person in people:
            if person.email and not links.is_email(person.email):
                what = f"“{person.email}” cannot be an e-mail address"
                yield warning(where, what, "one for each person: name@example.org", "email")


def _tracked(entries: Iterable[Entry], known: Known, problems: list[Problem]) -> list[Entry]:
    """Return sessions with the ids of their tracks; of each track that is not known one warning is noted."""
    found, told = [], set()
    for entry in entries:
        name = entry.values.get("track", "")
        track = answers.track(name, known.conference, known.words) if name else ""
        if track is None and name not in told:
            told.add(name)
            what = f"there is no track “{name}”; its sessions get none"
            hint = f'add it under tracks: in source/conference.yaml (- {{id: …, name: "{name}"}}) and import again'
            problems.append(warning(entry.at("track"), what, hint, "track"))
        found.append(_with(entry, "track", track or ""))
    return found


def _zoned(entries: Sequence[Entry], known: Known, problems: list[Problem]) -> Iterator[Entry]:
    """Yield sessions that name no zone if it is the conference's, or the only one there is."""
    own = known.conference.timezone
    there = {zone for each in entries if (zone := each.values.get("when.timezone"))}
    if not own and len(there) == 1:
        own = next(iter(there))
        what, hint = f"all times are those of {own}", f"say so in source/conference.yaml: timezone: {own}"
        problems.append(warning(Place(entries[0].place.file), what, hint, "timezone"))
    for each in entries:
        yield _with(each, "when.timezone", "") if each.values.get("when.timezone") == own else each


def _formatted(entry: Entry, known: Known) -> Entry:
    """Return a session with its format as the form's list of choices calls it."""
    field = next((each for each in known.form.of_kind("choice") if each.id == "format"), None)
    said = entry.values.get("format", "")
    return _with(entry, "format", answers.choice(said, field, known.words)) if field and said else entry


def _with(entry: Entry, path: str, value: str) -> Entry:
    if entry.values.get(path, "") == value:
        return entry
    values = {**entry.values, path: value}
    return replace(entry, values={name: said for name, said in values.items() if said})
