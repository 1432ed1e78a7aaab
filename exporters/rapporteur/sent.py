"""What was handed out, kept under ``.rapporteur/sent/`` so that its edits can come back.

Each deliverable names the digest of its base; the base itself stands here as ``<name>.<first ten digits>.<ending>``: a
session file as it was, or the cells of a register. The folder belongs to the workspace's history, not to its build:
`make clean` leaves it alone, and it is meant to be committed.
"""

from __future__ import annotations

import re
from pathlib import Path

from . import files

SENT = ".rapporteur/sent"
DIGITS = 10
"""So many digits of a digest name a base; a form's footer prints as many."""
_ID = re.compile(r"\{#([\w.:-]+)")


def keep(workspace: Path, name: str, base: str, ending: str, data: bytes) -> None:
    """Keep `data` as the base of that digest; one that is kept already stays as it is."""
    path = workspace / SENT / f"{name}.{base[:DIGITS]}.{ending}"
    if not path.exists():
        files.write_atomically(path, data)


def find(workspace: Path, base: str, ending: str) -> Path | None:
    """Return the base of a digest, of which at least ten digits must be known; None if it was not kept."""
    if not re.fullmatch(r"[0-9a-f]{10,64}", base):
        return None
    return next(iter((workspace / SENT).glob(f"*.{base[:DIGITS]}.{ending}")), None)


def kept(workspace: Path, name: str = "*", ending: str = "md") -> tuple[Path, ...]:
    """Return every base kept under a name, or under any."""
    return tuple(sorted((workspace / SENT).glob(f"{name}.{'[0-9a-f]' * DIGITS}.{ending}")))


def ids(workspace: Path) -> frozenset[str]:
    """Return every id that a session handed out has ever named, in small letters: none of them is given again."""
    texts = (path.read_text("utf-8", "replace") for path in kept(workspace))
    return frozenset(found.casefold() for text in texts for found in _ID.findall(text))
