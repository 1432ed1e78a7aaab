"""A programme that comes from elsewhere, taken into the source: read, merged with what is there, proven, then written.

What was imported is remembered in ``.rapporteur/programme.json``, which belongs to the workspace's history: the next
import knows by it what a person has changed since.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from . import files, slots
from .conference import clashes
from .manifest import OUTPUT
from .problems import Place, Problem, Refused, WrongUse, error, errors, ordered
from .schedule import memory, merging, reading, writing
from .schedule.columns import Pairs
from .schedule.merging import Merged
from .schedule.row import Known
from .source import CONFERENCE, PROGRAMME, Source

REMEMBERED = ".rapporteur/programme.json"
LARGEST = 50_000_000
"""No file of a programme may be larger, in bytes."""


@dataclass(frozen=True, slots=True)
class Text:
    """A file of the workspace as it was read and as it shall be; "" for one that is not there."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Import:
    """What a file changes, before anything is written, and what is to be said of it; `guessed` are its columns."""

    merged: Merged
    problems: tuple[Problem, ...]
    texts: tuple[Text, ...]
    guessed: Pairs = ()


def taken(
    source: Source,
    path: Path,
    said: Pairs = (),
    take: Collection[str] = (),
    ask: reading.Asking | None = None,
    encoded: str = "",
    remember: bool = False,
) -> Import:
    """Return what the programme in `path` changes; raises `Refused` with everything that is wrong with the file.

    A text that is no UTF-8 is `encoded` as the user says. Raises `WrongUse` for columns and for values to `take` that
    are not there. Writes nothing, but `remember`s which columns of a refused file say what: nobody is asked twice.
    """
    conference = source.conference
    if wrong := [each for each in errors(source.problems) if each.where.file in (PROGRAMME, CONFERENCE)]:
        raise Refused(wrong)
    known = Known(conference, source.layout.form, source.layout.catalogue(conference.languages[0]))
    found = reading.read(_data(path), path.name, known, said, ask, encoded)
    if errors(found.problems):
        if remember and found.complete:
            _remember(source.workspace, found.named)
        raise Refused(ordered(found.problems))
    merged = merging.merge(found.entries, conference, _before(source.workspace), take)
    if unused := {each for each in take if each.casefold() not in merged.taken}:
        raise WrongUse(f"--take {sorted(unused)[0]}: the file and the programme do not differ there")
    return _import(source, merged, found)


def _remember(workspace: Path, named: Pairs) -> None:
    """Write which columns say what into the conference's file."""
    with files.locked(workspace / OUTPUT):
        old = _text(workspace / CONFERENCE)
        new = writing.with_columns(old, CONFERENCE, named) if named else old
        if new != old:
            files.write_atomically(workspace / CONFERENCE, new.encode("utf-8"))


def _data(path: Path) -> bytes:
    if path.stat().st_size > LARGEST:
        raise Refused([error(Place(path.name), f"this file is larger than {LARGEST:,} bytes", "", "programme")])
    return path.read_bytes()


def _before(workspace: Path) -> memory.Before:
    return memory.remembered(_text(workspace / REMEMBERED))


def _import(source: Source, merged: Merged, found: reading.Read) -> Import:
    language = source.conference.languages[0]
    names = (PROGRAMME, CONFERENCE, REMEMBERED)
    old = {name: _text(source.workspace / name) for name in names}
    new = {
        PROGRAMME: writing.written(old[PROGRAMME], PROGRAMME, merged, language),
        CONFERENCE: writing.with_columns(old[CONFERENCE], CONFERENCE, found.named) if found.named else old[CONFERENCE],
        REMEMBERED: memory.record(merged.before),
    }
    announced, _ = slots.read(new[PROGRAMME], PROGRAMME, language)
    told = (*found.problems, *merged.problems, *clashes.check(announced, source.conference.timezone))
    texts = tuple(Text(name, old[name], new[name]) for name in names)
    return Import(merged, ordered(told), texts, found.guessed)


def _text(path: Path) -> str:
    return path.read_bytes().decode("utf-8") if path.is_file() else ""


def write(workspace: Path, done: Import) -> tuple[str, ...]:
    """Write what an import changes, each file whole or not at all, and return their names.

    Raises `Refused` if one changed since it was read.
    """
    with files.locked(workspace / OUTPUT):
        moved = [each for each in done.texts if _text(workspace / each.name) != each.before]
        if moved:
            what = "this file changed while the programme was read"
            raise Refused(error(Place(each.name), what, "run the command again", "changed") for each in moved)
        changed = [each for each in done.texts if each.after != each.before]
        for each in changed:
            files.write_atomically(workspace / each.name, each.after.encode("utf-8"))
    return tuple(each.name for each in changed)
