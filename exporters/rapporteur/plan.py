"""What a build was asked for, and what is stale: found out from digests, without reading a single session."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from . import audience, followup, source
from . import format as seam
from .conference import programme
from .followup.printed import NAME as FOLLOWED
from .layout import Layout, find
from .manifest import Manifest, Record, digests
from .problems import WrongUse
from .report import FollowUp

WHOLE = "conference"
SHOWN = "shown"
"""What a file for the public notes of all that is said in it beside its report."""
PROGRAMME = "the programme"
"""What a build calls all that is printed of the programme, among the inputs of the conference's files."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a build was asked for: sessions (none is all), exporters (none is all), blank forms or filled files.

    `editions` are those of the conference for none; `audience` says whether the public may read what is made.
    """

    sessions: tuple[str, ...] = ()
    exporters: tuple[str, ...] = ()
    blank: bool = False
    editions: tuple[str, ...] = ()
    audience: str = audience.INTERNAL


@dataclass(frozen=True, slots=True)
class Plan:
    """A build before anything is read but digests: the exporters, the layout and the inputs as they are now."""

    workspace: Path
    wish: Wish
    manifest: Manifest
    exporters: Mapping[str, str]
    layout: Layout
    shared: Mapping[str, str]
    sessions: Mapping[str, str]
    follow_up: tuple[tuple[str, FollowUp], ...] = ()
    announced: str = ""

    @classmethod
    def of(cls, workspace: Path, wish: Wish, manifest: Manifest) -> Plan:
        """Return the plan for `wish`; raises `WrongUse` for an exporter that is not installed."""
        conference, _ = source.read_conference(workspace)
        layout = replace(find(conference.layout, workspace, conference.form), audience=wish.audience)
        shared = digests([workspace / source.CONFERENCE], workspace) | {f"layout {layout.name}": layout.digest()}
        sessions = digests(source.session_files(workspace), workspace)
        follow_up, _ = source.read_follow_up(workspace)
        announced = programme.digest(source.read_programme(workspace, conference)[0])
        return cls(workspace, wish, manifest, _wanted(wish), layout, shared, sessions, follow_up, announced)

    @property
    def folder(self) -> Path:
        """The folder that this build writes."""
        return self.manifest.folder

    def kept(self) -> list[Record]:
        """Return the records of the last build that this wish concerns."""
        return [each for each in self.manifest.records.values() if each.exporter in self.exporters]

    def is_fresh(self) -> bool:
        """Return whether there is nothing to do, found out without reading a single session."""
        manifest = self.manifest
        known = {name: version for name, version in manifest.exporters.items() if name in self.exporters}
        if (
            self.wish.sessions
            or self.wish.blank
            or self.wish.editions
            or known != self.exporters
            or not manifest.current()
            or manifest.programme != self.programme_file()
        ):
            return False
        told = {each.subject for each in self.kept()} | set(manifest.left_out) | {WHOLE}
        if not set(self.sessions) <= told or any(self.sessions.get(f) != d for f, d in manifest.left_out.items()):
            return False
        return not any(
            self.why(each.path, self.inputs(each.subject, each.inputs), each.settings)
            for each in self.kept()
            if each.settings.get("blank") != "True"  # these are made only when they are asked for
        )

    def programme_file(self) -> str:
        """Return the digest of the programme's file, "" if there is none."""
        return digests([self.workspace / source.PROGRAMME], self.workspace)[source.PROGRAMME]

    def inputs(self, subject: str, known: Iterable[str] = ()) -> dict[str, str]:
        """Return the digests, as they are now, of what a subject's files are made from.

        `known` names its pictures, and what is printed of its recommendations' follow-up.
        """
        if subject == WHOLE:
            decided = digests([self.workspace / name for name in (source.FOLLOWUP, source.CLUSTERS)], self.workspace)
            announced = {PROGRAMME: self.announced} if self.announced else {}
            return {**self.shared, **self.sessions, **decided, **announced}
        own = {subject: self.sessions.get(subject, "")} if subject else {}
        followed = [name.removeprefix(FOLLOWED) for name in known if name.startswith(FOLLOWED)]
        pictures = [name for name in known if not (name in self.shared or name == subject or name.startswith(FOLLOWED))]
        shown = digests([self.workspace / name for name in pictures], self.workspace)
        return {**self.shared, **own, **shown, **followup.digests(self.follow_up, followed)}

    def why(self, path: str, inputs: Mapping[str, str], settings: Mapping[str, str]) -> str:
        """Return why the file at `path` must be made again, "" if it need not."""
        record = self.manifest.records.get(path)
        if record is None:
            return "new"
        if not (self.folder / path).is_file():
            return "was missing"
        if self.manifest.by_hand(path):
            return "was changed by hand"
        if not self.manifest.current():
            return "the program or a library changed"
        changed = [name for name in {*record.inputs, *inputs} if record.inputs.get(name) != inputs.get(name)]
        if changed:
            return _told(sorted(changed))
        other = {name for name in {*record.settings, *settings} if record.settings.get(name) != settings.get(name)}
        return "" if not other else "the public may see more or less" if other == {SHOWN} else "other options"


def _told(changed: list[str]) -> str:
    return f"{changed[0]} changed" if len(changed) == 1 else f"{changed[0]} and {len(changed) - 1} more changed"


def _wanted(wish: Wish) -> dict[str, str]:
    """Return the versions of the exporters that a build uses, by name."""
    listed, _ = seam.installed()
    versions = {each.name: f"{each.distribution} {each.version}" for each in listed}
    names = wish.exporters or (("word",) if wish.blank else tuple(versions))
    for name in names:
        if name not in versions:
            raise WrongUse(f"there is no exporter “{name}”; there are: {', '.join(versions)}")
    return {name: versions[name] for name in names}
