"""Where packs stand, what they are called, and what is recorded of each so that it can be proved later."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from .. import files
from ..manifest import OUTPUT, output
from ..naming import short
from ..source import Source
from ..variant import ARCHIVE, EVERY, FULL, MISSING, RAPPORTEUR, Variant

PARTS = ".parts"
WHOLE = Variant()
"""The pack of all sessions."""
FOLDERS = (FULL, ARCHIVE, RAPPORTEUR)
"""The variants whose files are not called after them: the pack itself, and those that have a folder of their own."""


def folder(audience: str) -> str:
    """Return the folder of the packs for an audience."""
    return f"{output(audience)}/pack"


def working(workspace: Path, audience: str) -> Path:
    """Return the folder of what packs are made of, which stands among nothing that is sent."""
    return workspace / OUTPUT / PARTS / audience


def _working_before(workspace: Path, audience: str) -> Path:
    """Return where that folder stood once: among the packs."""
    return workspace / folder(audience) / PARTS


def cleared(workspace: Path, audience: str) -> None:
    """Take away what packs were made of from among them, where it stood once; what is not known elsewhere is kept.

    Only who is about to write a pack does so, and holds no lock.
    """
    before, home = _working_before(workspace, audience), working(workspace, audience)
    if not before.is_dir():
        return
    with files.locked(workspace / OUTPUT):
        for path in [each for each in before.rglob("[!.]*") if each.is_file()]:
            kept = home / path.relative_to(before)
            if not kept.exists():
                kept.parent.mkdir(parents=True, exist_ok=True)
                path.replace(kept)
        shutil.rmtree(before, ignore_errors=True)


def written(
    data: bytes, name: str, workspace: Path, audience: str = "internal", kind: str = FULL, sessions: Sequence[str] = ()
) -> tuple[Path, Path | None]:
    """Write a pack, and return it and where one that somebody changed by hand is kept now.

    Its kind and the ids of its `sessions` are recorded, so that it can be proved later what it must hold.
    """
    home = workspace / folder(audience)
    path, aside = home / name, None
    cleared(workspace, audience)
    with files.locked(workspace / OUTPUT):
        if path.exists() and changed(path, workspace, audience):
            aside = files.free_name(path)
            path.rename(aside)
        told = {"digest": files.digest(data), "kind": kind, "sessions": list(sessions)}
        files.write_atomically(_record(path, working(workspace, audience)), json.dumps(told, indent=1).encode())
        files.write_atomically(path, data)
    return path, aside


def _record(path: Path, among: Path) -> Path:
    return among / f"{path.name}.made"


def recorded(path: Path, workspace: Path, audience: str) -> Mapping[str, Any]:
    """Return what was recorded of a pack when it was made, nothing if it is none of ours."""
    record = _record(path, working(workspace, audience))
    if not record.exists():
        record = _record(path, _working_before(workspace, audience))
    try:
        return dict(json.loads(record.read_text("utf-8")))
    except (OSError, ValueError):
        return {}


def changed(path: Path, workspace: Path, audience: str) -> bool:
    """Return whether a pack is not as it was made."""
    return files.digest(path.read_bytes()) != recorded(path, workspace, audience).get("digest")


def withdrawn(name: str, workspace: Path, audience: str) -> tuple[Path, str]:
    """Return a pack of which no new one can be made, and what became of the old one, "" if there was none.

    Of what was made for the public nothing stays, since it may say what must not be read any more; but what somebody
    changed by hand is theirs.
    """
    path = workspace / folder(audience) / name
    cleared(workspace, audience)
    if not path.exists():
        return path, ""
    with files.locked(workspace / OUTPUT):
        if audience == "internal":
            return path, "out of date"
        if changed(path, workspace, audience):
            return path, "changed by hand, look at it"
        path.unlink()
    return path, "removed"


def named(read: Source, of: Variant = WHOLE, suffix: str = "") -> str:
    """Return the file name of a pack, or of its folder: what it is called, else what it holds."""
    usual = [part for track in of.tracks for part in ("track", short(track) or "x")]
    ids = short(" ".join(each for each in of.sessions if each not in (MISSING, EVERY)))
    usual += [ids] if ids else []
    usual += [] if of.kind in FOLDERS else [of.kind]
    return f"{'-'.join((short(read.conference.name) or 'conference', *([of.name] if of.name else usual)))}{suffix}"
