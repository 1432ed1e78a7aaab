"""What was compiled once: kept where Python keeps what it compiles of this package, and trusted as that.

What lies in a workspace may be a stranger's: nothing of it is kept here, nor is anything read from there.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from hashlib import blake2b
from importlib.util import cache_from_source
from pathlib import Path

from . import __version__, files

FOLDER = Path(cache_from_source(__file__)).parent
_FORM = 1
"""Counts the ways in which others have kept what they keep here: who changes one counts on."""
_SUM = 16


def recall(name: str, made_from: str) -> bytes | None:
    """Return what is kept under a name, if it was made from the same by a Python like this one, and is whole."""
    with suppress(OSError):
        data = _path(name).read_bytes()
        if data[:_SUM] == _sum(made_from, data[_SUM:]):
            return data[_SUM:]
    return None


def keep(name: str, made_from: str, data: bytes) -> None:
    """Keep something under a name, where Python may keep what it compiles."""
    if not sys.dont_write_bytecode:
        with suppress(OSError):
            files.write_atomically(_path(name), _sum(made_from, data) + data)


def once(name: str, made_from: str, make: Callable[[], bytes]) -> bytes:
    """Return what is kept under a name, else make it and keep it."""
    found = recall(name, made_from)
    if found is None:
        found = make()
        keep(name, made_from, found)
    return found


def _sum(made_from: str, data: bytes) -> bytes:
    head = f"{__version__} {_FORM} {len(made_from)} {made_from}"
    return blake2b(head.encode() + data, digest_size=_SUM).digest()


def _path(name: str) -> Path:
    return FOLDER / f"{name}.{sys.implementation.cache_tag}.kept"
