"""Preflight of a file that anybody may have sent: in a process of its own, with limits of memory and time."""

from __future__ import annotations

from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

from ..printer import Printer
from ..problems import WrongUse
from . import Report, checked
from .findings import found

MEMORY = 450_000_000
"""More memory than this, in bytes, no file is given."""
SECONDS = 4.0
"""Each file has so much time, and a second more for each megabyte."""
LARGEST = 500_000_000


def inspected(path: Path, profile: str, printer: Printer | None) -> Report:
    """Return what preflight finds in a file; one that takes too long or too much memory is told to be unreadable.

    Raises `WrongUse` for a file that is not there or cannot be read.
    """
    try:
        if path.stat().st_size > LARGEST:
            return _given_up(path, profile, f"it is larger than {LARGEST:,} bytes")
        data = path.read_bytes()
    except OSError as mistake:
        raise WrongUse(f"{path} cannot be read: {mistake.strerror}") from mistake
    context = get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    worker = context.Process(target=_work, args=(theirs, str(path), profile, printer), daemon=True)
    worker.start()
    theirs.close()
    seconds = SECONDS + len(data) / 1_000_000
    try:
        answer = ours.recv() if ours.poll(seconds) else f"it takes more than {seconds:.0f} seconds"
    except EOFError:
        answer = f"it takes more than {MEMORY:,} bytes of memory, or breaks the program that reads it"
    finally:
        worker.kill()
        worker.join()
    return answer if isinstance(answer, Report) else _given_up(path, profile, answer)


def _given_up(path: Path, profile: str, why: str) -> Report:
    finding = found("F01", f"the file cannot be checked: {why}", "do not print it; ask whoever sent it for another")
    return Report(str(path), profile or "any", (finding,))


def _work(pipe: Connection, file: str, profile: str, printer: Printer | None) -> None:
    """Check a file and send the report; a process that is out of memory ends without a word."""
    import resource

    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    try:
        pipe.send(checked(Path(file).read_bytes(), file, profile, printer))
    except MemoryError:
        pipe.send(f"it takes more than {MEMORY:,} bytes of memory")
