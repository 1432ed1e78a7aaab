"""What several commands share: where the workspace is, and how problems are told."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from .. import problems as told
from ..problems import Problem

FORMATS = {"text": told.as_text, "json": told.as_json, "github": told.as_github}


def workspace(arguments: argparse.Namespace) -> Path:
    """Return the workspace that was named, or the nearest one above the current folder."""
    from ..source import find_workspace

    return find_workspace(arguments.workspace or Path.cwd())


def add_strict(parser: argparse.ArgumentParser) -> None:
    """Add the option that makes warnings count."""
    parser.add_argument("--strict", action="store_true", help="exit with 1 for warnings too")


def add_audience(parser: argparse.ArgumentParser, usual: str | None = "internal") -> None:
    """Add the option that says who will read what is made."""
    parser.add_argument(
        "--audience",
        choices=("internal", "public"),
        default=usual,
        help="who will read it: everything for readers within the conference (default), or what is for the\n"
        "public, under build/public/: no addresses, telephone numbers, withheld names or internal parts",
    )


def tell_made(workspace: Path, path: Path, aside: Path | None, counted: str) -> None:
    """Print what was made, and where what somebody changed by hand is kept now."""
    from ..source import name_of

    if aside:
        print(f"kept aside {name_of(aside, workspace)}  (somebody changed it by hand)")
    print(f"made       {name_of(path, workspace)}{'/' if path.is_dir() else ''}  {counted}")


def tell(problems: Iterable[Problem], style: str = "text") -> None:
    """Print problems: text for people on standard error, the formats for programs on standard output."""
    found = told.ordered(problems)
    if style == "text" and not found:
        return
    print(FORMATS[style](found), file=sys.stderr if style == "text" else sys.stdout)


def code(problems: Iterable[Problem], strict: bool) -> int:
    """Return the exit code that the problems call for."""
    found = tuple(problems)
    return 1 if told.errors(found) or (strict and found) else 0


@contextmanager
def progress() -> Iterator[Callable[[int, int, str], None]]:
    """Give a progress that draws a bar on a terminal and is silent elsewhere."""
    if not sys.stderr.isatty():
        yield lambda done, of, path: None
        return
    from tqdm import tqdm

    bar = tqdm(total=0, unit="file", leave=False, bar_format="{desc} {bar} {n}/{total} {elapsed}")

    def step(done: int, of: int, path: str) -> None:
        bar.total = of
        bar.set_description_str(path[-40:])
        bar.update(done - bar.n)

    with bar:
        yield step
