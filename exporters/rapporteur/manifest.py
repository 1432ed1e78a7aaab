"""The record of a build: which files it made, from what, and what it left out (`build/manifest.json`).

The record holds digests and versions, never times or folders, so that the same source gives the same manifest. While a
build runs, each file is announced in a journal before it is written; a build that was killed half way is understood.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from . import files
from .fingerprint import fingerprint
from .problems import Problem, recalled

OUTPUT = "build"
"""The folder of the deliverables in a workspace."""
NAME = "manifest.json"
JOURNAL = "journal"
SCHEMA = 1


@dataclass(frozen=True, slots=True)
class Record:
    """One file under build/: by which exporter, of which subject, from which inputs, its digest, size and problems."""

    path: str
    exporter: str
    subject: str
    inputs: Mapping[str, str]
    settings: Mapping[str, str] = field(default_factory=dict)
    digest: str = ""
    size: int = 0
    problems: tuple[Problem, ...] = ()


def output(audience: str) -> str:
    """Return the folder of the deliverables for an audience: those for the public can be sent as a whole."""
    return OUTPUT if audience == "internal" else f"{OUTPUT}/{audience}"


@dataclass(slots=True)
class Manifest:
    """What the last build of a folder recorded; empty before the first one.

    `programme` is the digest of the programme's file: `problems` also tell what is wrong in it. What is not made for
    readers within the conference has its record beside its folder, where nobody sends it along:
    ``build/public-manifest.json``.
    """

    folder: Path
    home: Path
    prefix: str = ""
    records: dict[str, Record] = field(default_factory=dict)
    left_out: dict[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    programme: str = ""
    exporters: dict[str, str] = field(default_factory=dict)
    fingerprint: dict[str, str] = field(default_factory=dict)
    announced: set[tuple[str, str]] = field(default_factory=set)

    @classmethod
    def of(cls, workspace: Path, audience: str) -> Manifest:
        """Return the manifest of what was made for an audience."""
        return cls.read(workspace / output(audience), "" if audience == "internal" else f"{audience}-")

    @classmethod
    def read(cls, folder: Path, prefix: str = "") -> Manifest:
        """Return the manifest of `folder`; one that cannot be read counts as none."""
        manifest = cls(folder, folder.parent if prefix else folder, prefix)
        manifest.announced = _announced(manifest.journal)
        with suppress(OSError, ValueError, TypeError, KeyError):
            known = json.loads((manifest.home / f"{prefix}{NAME}").read_text("utf-8"))
            if known["schema"] == SCHEMA:
                manifest.records = {each["path"]: _record(each) for each in known["files"]}
                manifest.left_out = dict(known["left_out"])
                manifest.problems = tuple(recalled(each) for each in known["problems"])
                manifest.programme = str(known.get("programme", ""))
                manifest.exporters = dict(known["exporters"])
                manifest.fingerprint = dict(known["fingerprint"])
        return manifest

    @property
    def journal(self) -> Path:
        """The file in which a build that is running announces what it writes."""
        return self.home / f".{self.prefix}{JOURNAL}"

    def write(self) -> None:
        """Write the manifest, and forget the journal."""
        content = {
            "schema": SCHEMA,
            "fingerprint": self.fingerprint,
            "exporters": self.exporters,
            "files": [asdict(self.records[path]) for path in sorted(self.records)],
            "left_out": dict(sorted(self.left_out.items())),
            "problems": [asdict(problem) for problem in self.problems],
            "programme": self.programme,
        }
        text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        files.write_atomically(self.home / f"{self.prefix}{NAME}", text.encode())
        self.journal.unlink(missing_ok=True)

    def announce(self, path: str, digest: str) -> None:
        """Note that this build is about to write a file of that digest."""
        self.home.mkdir(parents=True, exist_ok=True)
        with self.journal.open("a", encoding="utf-8") as journal:
            journal.write(json.dumps([path, digest]) + "\n")

    def by_hand(self, path: str, wanted: str = "") -> bool:
        """Return whether the file at `path` is there and is neither what a build wrote nor what is `wanted` there."""
        try:
            found = files.digest((self.folder / path).read_bytes())
        except OSError:
            return False
        record = self.records.get(path)
        ours = {wanted, record.digest if record else ""}
        return found not in ours and (path, found) not in self.announced

    def current(self) -> bool:
        """Return whether the machine is the one that built, as far as bytes depend on it."""
        return self.fingerprint == fingerprint()


def told(workspace: Path) -> tuple[Problem, ...]:
    """Return what the last build said of its files whose source is still the same."""
    found: dict[Problem, None] = {}
    for record in Manifest.read(workspace / OUTPUT).records.values():
        names = {name: digest for name, digest in record.inputs.items() if name.startswith("source/")}
        if record.problems and names == digests([workspace / name for name in names], workspace):
            found |= dict.fromkeys(record.problems)
    return tuple(found)


def _record(known: Mapping[str, Any]) -> Record:
    return Record(**{**known, "problems": tuple(recalled(each) for each in known["problems"])})


def _announced(journal: Path) -> set[tuple[str, str]]:
    found: set[tuple[str, str]] = set()
    with suppress(OSError):
        for line in journal.read_text("utf-8").splitlines():
            with suppress(ValueError):
                path, digest = json.loads(line)
                found.add((path, digest))
    return found


def digests(paths: Iterable[Path], workspace: Path) -> dict[str, str]:
    """Return the digest of each file by its name from the workspace on; "" for one that is not there."""
    found: dict[str, str] = {}
    for path in paths:
        name = path.relative_to(workspace).as_posix() if path.is_relative_to(workspace) else str(path)
        try:
            found[name] = files.digest(path.read_bytes())
        except OSError:
            found[name] = ""
    return found
