"""A command's work done by a copy of its process, so that what takes that down does not take the command down."""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
from collections.abc import Callable

_NOT_SO = 75
"""How a copy ends that could not do the work in this way (EX_TEMPFAIL of sysexits.h)."""


_allowed: list[bool] = []


def allow() -> None:
    """Say that this process is a command's own: nothing else of it would go on in a copy."""
    _allowed.append(True)


def possible() -> bool:
    """Return whether this process may be copied: a command's own, of which no thread holds what a copy may wait for."""
    return bool(_allowed) and sys.platform == "linux" and threading.active_count() == 1


def done(task: Callable[[], int | None]) -> int | None:
    """Return the exit code that a task gives, done by a copy of this process; None if it gives none or crashes.

    What the task raises ends the copy as it would have ended the command.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    copy = os.fork()
    if copy:
        return _ended(copy)
    gc.disable()  # it lives for a moment
    code = task()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(_NOT_SO if code is None else code)


def _ended(copy: int) -> int | None:
    """Wait for a copy; Ctrl-C is for it to hear, and it is told when somebody ends this process."""
    heard = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        _, status = os.waitpid(copy, 0)
    except BaseException:
        os.kill(copy, signal.SIGTERM)
        os.waitpid(copy, 0)
        raise
    finally:
        signal.signal(signal.SIGINT, heard)
    code = os.waitstatus_to_exitcode(status)
    return None if code < 0 or code == _NOT_SO else code
