"""The command line: `rapporteur COMMAND`. Thin: each family of commands turns words into calls and results into words.

Exit codes: 0 fine, warnings included; 1 errors in the input (with ``--strict``, warnings too); 2 wrong use; 130 and 143
when it is stopped, by Ctrl-C and by SIGTERM.
"""

from __future__ import annotations

import _thread
import argparse
import gc
import os
import signal
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from .. import aside
from ..problems import RapporteurError, Refused, as_text

EPILOG = """\
a conference lives in a folder of its own, its workspace:
  source/conference.yaml    the conference: its name, its tracks, its layout
  source/programme.yaml     the sessions that are announced, if you have a programme
  source/sessions/*.md      one report for each session
  layouts/                  layouts of your own, if you have any
  build/                    what Rapporteur makes

begin with:
  rapporteur new my-conference && cd my-conference && make
"""


COMMANDS = {
    "new": "new",
    "demo": "demo",
    "new-session": "session",
    "check": "check",
    "ids": "check",
    "clusters": "clusters",
    "build": "build",
    "verify": "build",
    "status": "status",
    "preflight": "preflight",
    "press": "press",
    "pack": "pack",
    "recover": "recover",
    "import": "imports",
    "programme": "programme",
    "formats": "listing",
    "layouts": "listing",
    "doctor": "doctor",
}
"""Every command and the module that knows it: one that is named loads that module alone."""


def parser(words: Sequence[str] = ()) -> argparse.ArgumentParser:
    """Return the parser of the whole command line, or of the one command that `words` name."""
    from importlib import import_module

    main = argparse.ArgumentParser(
        prog="rapporteur",
        description="One session report in; a Word form, a print-ready PDF and an Excel register out.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    main.add_argument("--version", action="version", version=f"rapporteur {_version()}")
    main.add_argument(
        "-w",
        "--workspace",
        type=Path,
        metavar="DIR",
        help="the conference's folder (default: this one, or the nearest above that holds source/conference.yaml)",
    )
    commands = main.add_subparsers(title="commands", metavar="COMMAND", required=True)
    named = [COMMANDS[word] for word in words if word in COMMANDS][:1]
    for family in named or dict.fromkeys(COMMANDS.values()):
        import_module(f".{family}", __name__).add(commands)
    return main


class Terminated(KeyboardInterrupt):
    """Somebody asked this process to end: what was begun is put in order, as if they had pressed Ctrl-C."""


def command() -> int:
    """Run the command of this process, and let it end with one word when it is stopped."""
    signal.signal(signal.SIGTERM, _terminated)
    sys.unraisablehook = _unraisable
    aside.allow()
    code = main()
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, signal.SIG_IGN)
    return code


def _terminated(number: int, frame: object) -> None:
    raise Terminated


def _unraisable(lost: sys.UnraisableHookArgs) -> None:
    """Tell of an exception that could not be raised; a stop that came at such a place comes again."""
    if not issubclass(lost.exc_type, KeyboardInterrupt):
        sys.__unraisablehook__(lost)
        return
    number = signal.SIGTERM if issubclass(lost.exc_type, Terminated) else signal.SIGINT
    threading.Timer(0.02, _thread.interrupt_main, (number,)).start()


def _version() -> str:
    from .. import __version__

    return __version__


def main(words: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    gc.set_threshold(100_000, 20, 50)  # what a command reads it needs to its end: to look for garbage is a tenth of it
    words = sys.argv[1:] if words is None else words
    try:
        arguments = parser(words[:1]).parse_args(words)
        return int(arguments.run(arguments))
    except Refused as refusal:
        print(as_text(refusal.problems), file=sys.stderr)
        return 1
    except RapporteurError as mistake:
        print(f"rapporteur: {mistake}", file=sys.stderr)
        return 2
    except BrokenPipeError:  # the reader of our output has had enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as mistake:
        print(f"rapporteur: {mistake.strerror}: {mistake.filename or ''}".rstrip(": "), file=sys.stderr)
        return 2
    except KeyboardInterrupt as stop:
        print("\nstopped; every file that was finished is whole", file=sys.stderr)
        return 143 if isinstance(stop, Terminated) else 130
