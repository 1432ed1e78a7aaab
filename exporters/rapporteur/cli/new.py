"""`rapporteur new`: a workspace of one's own, made whole or not at all."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path

from ..problems import WrongUse

STARTER = Path(__file__).resolve().parents[1] / "starter"
FILES = {
    "source/conference.yaml": "conference.yaml",
    "source/sessions/t1-s01.md": "session.md",
    "Makefile": "Makefile",
    ".gitignore": "gitignore",
}
"""The files of a new workspace, and the starters they are copied from."""


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `new` to the command line."""
    parser = commands.add_parser(
        "new",
        help="make a workspace for a conference",
        description="Make a folder for a conference: its settings, a first session to write over, a Makefile.",
        epilog="example:\n  rapporteur new my-conference && cd my-conference && make",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("folder", metavar="DIR", type=Path, help="a new or an empty folder")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Make the workspace and say what to do next."""
    import shlex

    folder: Path = arguments.folder
    make_workspace(folder)
    print(f"{folder} is a workspace now. Next:")
    if folder.resolve() != Path.cwd():
        print(f"  cd {shlex.quote(str(folder))}")
    print("  make                      builds its Word, PDF and Excel files into build/")
    print("Name the conference in source/conference.yaml; write over source/sessions/t1-s01.md.")
    return 0


def make_workspace(folder: Path, parts: Iterable[tuple[str, bytes]] | None = None) -> None:
    """Make `folder` a workspace of the starters, or of other files by their names.

    A folder that holds more than ``.git`` raises `WrongUse` and stays as it is. A new folder appears whole;
    into one that stands empty the finished parts are moved, the source last.
    """
    try:
        taken = [path.name for path in folder.iterdir() if path.name != ".git"] if folder.exists() else []
    except NotADirectoryError:
        raise WrongUse(f"{folder} is a file; name a new or an empty folder") from None
    if taken:
        raise WrongUse(f"{folder} is not empty (it holds {min(taken)}); name a new or an empty folder")
    parts = ((name, starter(name)) for name in FILES) if parts is None else parts
    if folder.exists():
        _fill(folder, parts)
    else:
        _make(folder, parts)


def _make(folder: Path, parts: Iterable[tuple[str, bytes]]) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    staging = folder.with_name(f".{folder.name}.new")
    try:
        _write(staging, parts)
        staging.rename(folder)
    finally:
        _remove(staging)


def _fill(folder: Path, parts: Iterable[tuple[str, bytes]]) -> None:
    staging = folder / ".new"
    try:
        _write(staging, parts)
        for path in sorted(staging.iterdir()):
            path.rename(folder / path.name)
    finally:
        _remove(staging)


def _remove(folder: Path) -> None:
    from shutil import rmtree

    rmtree(folder, ignore_errors=True)


def _write(folder: Path, parts: Iterable[tuple[str, bytes]]) -> None:
    for name, data in parts:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def starter(name: str) -> bytes:
    """Return a file that every new workspace begins with."""
    return (STARTER / FILES[name]).read_bytes()
