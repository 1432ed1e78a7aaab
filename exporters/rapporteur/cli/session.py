"""`rapporteur new-session`: a session file with everything the form asks, ready to be written over."""

from __future__ import annotations

import argparse

from . import common


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `new-session` to the command line."""
    parser = commands.add_parser(
        "new-session",
        help="begin a session's report",
        description="Writes source/sessions/<id>.md with everything the conference's form asks, ready to be filled in.",
        epilog='examples:\n  rapporteur new-session "Water"\n  rapporteur new-session "Water" --id T2-S04 --track 2',
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("title", help="the session's title")
    parser.add_argument("--id", default="", help="the session's id (default: the next free one)")
    parser.add_argument("--track", default="", help="the id of its track")
    parser.add_argument("--language", default="", help="the language of the report (default: the conference's first)")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Write the file; one that exists is never written over."""
    from .. import files, source, starting

    workspace = common.workspace(arguments)
    read = source.read(workspace)
    text, name = starting.session(read, arguments.title, arguments.id, arguments.track, arguments.language)
    path = workspace / source.SESSIONS / f"{name.lower()}.md"
    files.write_new(path, text.encode("utf-8"))
    print(f"{source.name_of(path, workspace)} is ready; write over what stands in it")
    return 0
