"""A pack made again when nothing changed but what some sessions say on their own pages: nothing else is read.

    what the last pack was made of ── the same but for some sessions ──→ these read, set, and bound with all the rest
                                   └─ anything else ──→ None: the pack is made of all, as it always can be

A session may say other things where no other part of the pack repeats them: what it is called, who took part, what it
recommends, which acronyms it spells out, how many pages it has, and on which of them its recommendations and the words
of the index are must be as they were. The pack is the same, to the byte, as one that is made of all.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass, replace
from pathlib import Path
from typing import Any

from .. import files, source
from ..conference import acronyms
from ..conference.ledger import reported
from ..fingerprint import fingerprint
from ..layout import Layout, find
from ..manifest import digests
from ..pack import Leaf, Placed, index
from ..problems import Problem, Refused, errors, recalled
from ..report import Recommendations, Report
from ..source import Source, session_files
from ..variant import Variant
from .kept import Piece, is_name

SUFFIX = ".made-of"
MOST = 8
"""If more sessions changed, the pack is made of all: that costs little more."""


@dataclass(frozen=True, slots=True)
class Made:
    """What a pack was made of.

    `world` is a digest of all but the sessions' files; `sessions` are the digests of these by name, and `shared` what
    other parts say of those that are in it. `placed` are its leaves, `folios` what is laid over them, `told` all parts
    of which something may be to be said, `terms` what its index looks for, `said` what is to be said beside. `ids` are
    its sessions, `word` is the digest of its Word file.
    """

    placed: tuple[Placed, ...]
    folios: tuple[Piece, ...]
    told: tuple[str, ...]
    terms: tuple[str, ...]
    said: tuple[Problem, ...]
    ids: tuple[str, ...]
    word: str = ""
    world: str = ""
    sessions: dict[str, str] = field(default_factory=dict)
    shared: dict[str, str] = field(default_factory=dict)

    def leaf(self, session: str) -> Leaf:
        """Return the leaf of a session."""
        return next(each.leaf for each in self.placed if each.leaf.name == f"session-{session}")

    @property
    def front(self) -> tuple[Placed, ...]:
        """Its front matter."""
        return tuple(each for each in self.placed if each.front)

    @property
    def body(self) -> tuple[Placed, ...]:
        """What follows its front matter."""
        return tuple(each for each in self.placed if not each.front)


def noted(folder: Path, of: Variant) -> bool:
    """Return whether it was noted what a pack was made of."""
    return _path(folder, of).is_file()


def read(folder: Path, of: Variant) -> Made | None:
    """Return what a pack was made of the last time; None if it is not known, or names what can be no part of it."""
    try:
        said = json.loads(_path(folder, of).read_bytes())
        placed = tuple(Placed(Leaf(**each.pop("leaf")), **each) for each in said.pop("placed"))
        problems = tuple(recalled(each) for each in said.pop("said"))
        folios = tuple(Piece(**each) for each in said.pop("folios"))
        if not all(
            map(is_name, (*(each.leaf.part for each in placed), *(each.name for each in folios), *said["told"]))
        ):
            return None
        lists: dict[str, Any] = {name: tuple(each) if isinstance(each, list) else each for name, each in said.items()}
        return Made(**lists, placed=placed, said=problems, folios=folios)
    except (AttributeError, KeyError, OSError, TypeError, ValueError):
        return None


def note(folder: Path, found: Source, of: Variant, bound: Iterable[Report], made: Made) -> None:
    """Note what a pack was made of, `made` of some reports, with what it depends on in the source as it was `found`."""
    sessions = {each.origin.file: each.origin.digest for each in found.conference.reports}
    known = all_shared(bound, read(folder, of))
    write(folder, of, replace(made, world=world(found.workspace, found.layout, of), sessions=sessions, shared=known))


def write(folder: Path, of: Variant, made: Made) -> None:
    """Note what a pack was made of."""
    files.write_atomically(_path(folder, of), json.dumps(made, default=_fields, separators=(",", ":")).encode())


def _fields(value: Any) -> dict[str, Any]:
    return {each: getattr(value, each) for each in value.__slots__}


def _path(folder: Path, of: Variant) -> Path:
    return folder / f"{files.digest(_asked(of).encode())[:20]}{SUFFIX}"


def _asked(of: Variant) -> str:
    return repr(replace(of, word=True))


def world(workspace: Path, layout: Layout, of: Variant) -> str:
    """Return a digest of all that a pack depends on beside the sessions' files."""
    home, sessions = workspace / "source", set(session_files(workspace))
    others = (path for path in sorted(home.rglob("*")) if path.is_file() and path not in sessions)
    date = os.environ.get("SOURCE_DATE_EPOCH", "")
    known = (
        digests(others, workspace),
        layout.digest(),
        layout.audience,
        sorted(fingerprint().items()),
        date,
        _asked(of),
    )
    return files.digest(repr(known).encode())


def still(read: Source) -> bool:
    """Return whether no file of a source was written since it was read, as far as the system's clock tells."""
    every = (path for path in (read.workspace / "source").rglob("*") if path.is_file())
    return all(path.stat().st_mtime < read.at - _TICK for path in every)


_TICK = 0.02
"""So much earlier than it was written a file may say it was, in seconds."""


def shared(report: Report) -> str:
    """Return a digest of what other parts of a pack may say of a session."""
    sections = [
        (each.id, _plain(each.heading), each.role, each.internal, [_plain(one) for one in each.blocks if _listed(one)])
        for each in report.sections
    ]
    rest = _plain(replace(report, sections=()))
    return files.digest(repr((rest, sections, acronyms.spelled_out([report]))).encode())


def _listed(block: object) -> bool:
    return isinstance(block, Recommendations)


def _plain(value: Any) -> Any:
    """Return a value of the model as lists, without what does not count when values are compared."""
    if is_dataclass(value):
        return [type(value).__name__, *(_plain(getattr(value, each.name)) for each in fields(value) if each.compare)]
    return [_plain(each) for each in value] if isinstance(value, (tuple, list)) else value


def all_shared(reports: Iterable[Report], before: Made | None) -> dict[str, str]:
    """Return what is shared of reports, by the names of their files; what is known of `before` is not looked up."""
    found = {}
    for each in reports:
        name = each.origin.file
        known = before and before.sessions.get(name) == each.origin.digest and before.shared.get(name)
        found[name] = known or shared(each)
    return found


def changed(made: Made, workspace: Path, of: Variant) -> Source | None:
    """Return the sessions that changed, and their conference; None if that is not all, or other parts say it, too."""
    now = digests(session_files(workspace), workspace)
    edited = [name for name, digest in now.items() if made.sessions.get(name) != digest]
    if now.keys() != made.sessions.keys() or len(edited) > MOST or not set(edited) <= made.shared.keys():
        return None
    try:
        conference, _ = source.read_conference(workspace)
        layout = find(conference.layout, workspace, conference.form)
    except Refused:
        return None
    if world(workspace, layout, of) != made.world:
        return None
    found = source.alone(workspace, conference, layout, [workspace / name for name in edited])
    whole = [each.origin.file for each in found.conference.reports] == edited
    reports = found.conference.reports
    same = all(reported(each) and shared(each) == made.shared[each.origin.file] for each in reports)
    return found if whole and same and not errors(_wrong(found)) else None


def _wrong(found: Source) -> list[Problem]:
    reports = found.conference.reports
    if not reports:
        return []
    from .. import checks

    return [*found.problems, *(problem for each in reports for problem in checks.check_report(each, found))]


def other_pieces(made: Made, pieces: Mapping[str, Piece], words: Callable[[str, str], tuple[str, ...]]) -> Made | None:
    """Return what a pack is made of with other pieces, by the ids of sessions; None if other parts must know of it.

    `words` are those that the index looks through, of a session by its id and of a part of it.
    """
    new = {}
    for name, piece in pieces.items():
        leaf = made.leaf(name)
        same = (piece.pages, piece.places) == (leaf.pages, leaf.places)
        if not same or _moved(made.terms, words(name, leaf.part), words(name, piece.name)):
            return None
        new[leaf.part] = piece.name
    leaves = ((each, each.leaf, new.get(each.leaf.part, each.leaf.part)) for each in made.placed)
    placed = tuple(replace(each, leaf=replace(leaf, part=part)) for each, leaf, part in leaves)
    return replace(made, placed=placed, told=tuple(new.get(each, each) for each in made.told))


def of_today(made: Made, found: Source) -> Made:
    """Return what a pack is made of with the sessions that changed as they are now, of which no Word file is made."""
    now = {each.origin.file: each.origin.digest for each in found.conference.reports}
    return replace(made, sessions={**made.sessions, **now}, word="" if now else made.word)


def _moved(terms: Sequence[str], before: Sequence[str], now: Sequence[str]) -> bool:
    """Return whether one of the terms stands on other pages of as many; those that say the same are not looked at."""
    if len(before) != len(now):
        return True
    differing = [at for at, (was, is_) in enumerate(zip(before, now, strict=True)) if was != is_]
    was, is_ = (index.spots(terms, {at: pages[at] for at in differing}) for pages in (before, now))
    return was != is_
