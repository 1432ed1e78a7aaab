"""Rendering on an executor: each task in another process, and one that takes its process down fails alone.

Processes live on from task to task, within limits of memory and time: a task that goes beyond them is told of, its
process replaced if it must be, and the others are finished.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.process import BaseProcess

from . import format as seam
from .layout import Layout
from .problems import MissingLibrary, Place, Problem, Refused, error

Rendered = tuple[int, bytes | None, tuple[Problem, ...]]
"""A task's position, its deliverable (None if there is none) and its problems."""


@dataclass(frozen=True, slots=True)
class Task:
    """One call of one exporter, as it travels to another process."""

    exporter: str
    subject: seam.Subject
    layout: Layout
    options: seam.Options


@dataclass(frozen=True, slots=True)
class Limits:
    """What one task may take: seconds by the clock, seconds of a core, and bytes of its process.

    A task that runs out of time is stopped with a word about it; one that cannot be stopped, since it hangs within a
    library, has its process ended when it has used up the core's.
    """

    seconds: float = 300.0
    processor: float = 320.0
    memory: int = 3_000_000_000


_limits: list[Limits] = []
"""The limits of this process, if it has any."""


class _TooLong(BaseException):
    """A task has had its time; no exporter's ``except Exception`` may swallow this."""


def limit(limits: Limits) -> None:
    """Put this process under limits; those of time begin with each task."""
    _limits[:] = [limits]
    try:
        import resource
    except ImportError:  # no POSIX system: the limits of time are not there either
        return
    resource.setrlimit(resource.RLIMIT_DATA, (limits.memory, resource.getrlimit(resource.RLIMIT_DATA)[1]))


def begin(limits: Limits) -> None:
    """Put this process under limits, and let it end with the one that began it, also if that is killed."""
    limit(limits)
    parent = multiprocessing.parent_process()
    if parent:
        threading.Thread(target=_end_after, args=(parent,), daemon=True).start()


def _end_after(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)


@contextmanager
def _timed() -> Iterator[None]:
    """Raise `_TooLong` after a task's time, and end the process if that does not help."""
    if not _limits or not hasattr(signal, "setitimer"):
        yield
        return

    def over(number: int, frame: object) -> None:
        raise _TooLong

    before = signal.signal(signal.SIGALRM, over)
    try:
        signal.setitimer(signal.ITIMER_PROF, _limits[0].processor)  # whose signal nobody handles
        signal.setitimer(signal.ITIMER_REAL, _limits[0].seconds)
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGALRM, before)


def run(task: Task) -> tuple[bytes | None, tuple[Problem, ...]]:
    """Return a deliverable and its problems; what the input is to blame for is a problem, a bug stays an exception."""
    exporter = seam.load(task.exporter)
    review = getattr(exporter, "review", None)
    try:
        with _timed():
            data = exporter.export(task.subject, task.layout, task.options)
            return data, tuple(review(data, task.subject, task.layout, task.options)) if review else ()
    except Refused as refusal:
        return None, refusal.problems
    except MissingLibrary as missing:
        return None, (error(Place(""), str(missing), "run: rapporteur doctor", "library"),)
    except MemoryError:
        return None, (_given_up(task, f"more than {_limits[0].memory / 1e9:g} GB of memory" if _limits else "memory"),)
    except _TooLong:
        return None, (_given_up(task, f"more than {_limits[0].seconds:g} seconds"),)


def _given_up(task: Task, what: str) -> Problem:
    hint = "part the session, or make its tables and pictures smaller"
    return error(Place(""), f"{task.exporter} needs {what} for this session", hint, "limit")


def render(tasks: Sequence[Task], executor: Executor | None = None, limits: Limits = Limits()) -> Iterator[Rendered]:
    """Yield what each task gives, as they finish; without an executor, on one process for each core, within limits."""
    if not tasks:
        return
    if executor is not None:
        yield from _on(executor, tasks, range(len(tasks)))
        return
    fallen: list[int] = []
    with pool(len(tasks), limits) as own:
        for at, data, problems in _on(own, tasks, range(len(tasks))):
            if any(each.rule == "crash" for each in problems):
                fallen.append(at)
            else:
                yield at, data, problems
    for at in sorted(fallen):  # a crash takes its neighbours down; each gets a process to itself
        with pool(1, limits) as own:
            yield from _on(own, tasks, [at])


def _on(executor: Executor, tasks: Sequence[Task], positions: Sequence[int]) -> Iterator[Rendered]:
    futures = {executor.submit(run, tasks[at]): at for at in positions}
    try:
        for future in as_completed(futures):
            at = futures[future]
            try:
                yield (at, *future.result())
            except BrokenProcessPool:
                hint = "it may need more time or memory than a session is given: part it"
                yield at, None, (error(Place(""), f"{tasks[at].exporter} crashed on this session", hint, "crash"),)
    finally:
        for future in futures:
            future.cancel()


def pool(tasks: int, limits: Limits = Limits()) -> ProcessPoolExecutor:
    """Return processes for so many tasks, at most one for each core this process may use."""
    methods = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
    return ProcessPoolExecutor(max(1, min(tasks, cores())), mp_context=context, initializer=begin, initargs=(limits,))


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
