"""`rapporteur demo`: a fictional conference of any size, to measure and to try things on."""

from __future__ import annotations

import argparse
from pathlib import Path

from . import new

ABOUT = """\
Makes a workspace with a fictional conference of so many reports: a programme, a file for each session, and a few
sessions of which there is no report. The same seed gives the same conference everywhere; a larger one begins as a
smaller one.
"""


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `demo` to the command line."""
    parser = commands.add_parser(
        "demo",
        help="make a fictional conference of any size",
        description=ABOUT,
        epilog="example:\n  rapporteur demo --sessions 200 big && cd big && rapporteur pack",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("folder", metavar="DIR", type=Path, help="a new or an empty folder")
    parser.add_argument("--sessions", type=int, default=100, metavar="N", help="how many reports (default: 100)")
    parser.add_argument(
        "--seed", type=int, default=1, metavar="N", help="another number, another conference (default: 1)"
    )
    parser.add_argument(
        "--languages",
        default="",
        metavar="LIST",
        help="of en, fr, es, pt, ru and ar, the commonest first (default: all but ar, which needs a font)",
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Make the workspace and say what is in it."""
    from .. import demo
    from ..problems import several

    chosen = tuple(each for each in arguments.languages.replace(",", " ").split()) or demo.USUAL
    wanted = demo.Wanted(arguments.sessions, arguments.seed, chosen)
    made = ((f"source/{name}", text.encode("utf-8")) for name, text in demo.files(wanted))
    shared = ((name, new.starter(name)) for name in ("Makefile", ".gitignore"))
    new.make_workspace(arguments.folder, (each for files in (shared, made) for each in files))
    counted = f"{several(wanted.sessions, 'report')}, {several(demo.missing(wanted.sessions), 'session')} without one"
    print(f"{arguments.folder} is a workspace now: {counted}")
    return 0
