"""Returned registers taken back: the copies of one or several focal points merged into ``source/followup.yaml``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from . import files, followup, sent, source
from . import format as seam
from .followup import Merged, Returned
from .problems import Place, Problem, Refused, WrongUse, error, errors
from .reading import Comment
from .recovery import Side, bytes_of


@dataclass(frozen=True, slots=True)
class Register:
    """What returned registers change together; `files` are those that could be read.

    `before` and `after` are the follow-up as it is and as it would be, None where there is none. `comments` are those
    on cells, by file.
    """

    files: tuple[str, ...]
    merged: Merged
    before: str | None
    after: str | None
    problems: tuple[Problem, ...]
    comments: Mapping[str, tuple[Comment, ...]] = field(default_factory=dict)

    @property
    def is_settled(self) -> bool:
        """Whether it could be written: nothing is in conflict or wrong."""
        return not errors(self.problems)

    @property
    def changes(self) -> bool:
        """Whether it would change the source."""
        return self.after != self.before


def take(read: source.Source, paths: Sequence[Path], decided: Mapping[str, Side]) -> Register:
    """Return what the registers at `paths` change, each compared with what was sent and with the source as it is."""
    exporter = _exporter()
    copies: list[tuple[Returned, Returned | None]] = []
    problems: list[Problem] = [each for each in errors(read.problems) if each.where.file == source.FOLLOWUP]
    for path in paths:
        try:
            back = exporter.reading(bytes_of(path), str(path), read.layout)
        except Refused as refusal:
            problems += refusal.problems
            continue
        base = sent.find(read.workspace, back.base, "json")
        copies.append((back, followup.recalled(base.read_bytes()) if base else None))
    merged = followup.merge(read.conference, read.layout, copies, decided)
    before = _text(read.workspace / source.FOLLOWUP)
    told = (*problems, *merged.problems)
    after = followup.written(before or "", merged) if merged.changes and not errors(told) else before
    comments = {back.file: back.comments for back, _ in copies if back.comments}
    return Register(tuple(back.file for back, _ in copies), merged, before, after, told, comments)


def write(workspace: Path, register: Register) -> tuple[str, ...]:
    """Write the follow-up if it changes and return its name; one that changed meanwhile is refused."""
    if not register.changes or register.after is None:
        return ()
    path = workspace / source.FOLLOWUP
    with files.locked(workspace / "build"):
        if _text(path) != register.before:
            what = "this file changed while the registers were read"
            raise Refused([error(Place(source.FOLLOWUP), what, "run the command again", "changed")])
        files.write_atomically(path, register.after.encode("utf-8"))
    return (source.FOLLOWUP,)


def _text(path: Path) -> str | None:
    return path.read_bytes().decode("utf-8") if path.is_file() else None


def _exporter() -> seam.Remembering:
    for exporter in seam.of_suffix(".xlsx"):
        if isinstance(exporter, seam.Remembering):
            return exporter
    raise WrongUse("no exporter reads registers back; the one called “excel” is not installed")
