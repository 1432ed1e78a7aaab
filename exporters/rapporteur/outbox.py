"""Files laid out to be sent: what somebody changed by hand is kept aside, what is not wanted any more is removed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from . import files

Done = tuple[str, str]
"""What happened to a file (made, removed, kept aside), and its name in the folder."""


def lay_out(folder: Path, wanted: Mapping[str, bytes], record: str) -> tuple[Done, ...]:
    """Write the files `wanted` in a folder, by name, and remove others that were laid out before; return what was done.

    The `record` is a file in the folder that says what was laid out. Whoever calls holds the workspace's lock.
    """
    before = _recorded(folder, record)
    done = [each for name, data in wanted.items() for each in _write(folder, name, data, before)]
    for name in before.keys() - wanted.keys():
        if _digest(folder / name) == before[name]:
            (folder / name).unlink()
            with suppress(OSError):  # a folder that holds something else stays
                (folder / name).parent.rmdir()
            done.append(("removed", name))
    digests = {name: files.digest(data) for name, data in sorted(wanted.items())}
    files.write_atomically(folder / record, json.dumps(digests, indent=1).encode())
    return tuple(done)


def _write(folder: Path, name: str, data: bytes, before: Mapping[str, str]) -> Iterator[Done]:
    if files.inside(folder, name) is None:
        raise ValueError(f"{name} leads out of {folder}")
    there = _digest(folder / name)
    if there == files.digest(data):
        return
    if there and there != before.get(name):
        aside = files.free_name(folder / name)
        (folder / name).rename(aside)
        yield "kept aside", aside.relative_to(folder).as_posix()
    files.write_atomically(folder / name, data)
    yield "made", name


def _digest(path: Path) -> str:
    return files.digest(path.read_bytes()) if path.is_file() else ""


def _recorded(folder: Path, record: str) -> dict[str, str]:
    """Return the digests of the files that were laid out the last time, by name; names that lead outside are none."""
    try:
        told = json.loads((folder / record).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return {name: str(each) for name, each in dict(told).items() if files.inside(folder, name)}
