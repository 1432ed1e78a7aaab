"""Rendering on an executor: each task in another process, and one that takes its process down fails alone.

Processes live on from task to task, within limits of memory and time: a task that goes beyond them is told of, its
process replaced if it must be, and the others are finished.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from . import format as seam
from . import preflight
from .layout import Layout
from .problems import MissingLibrary, Place, Problem, Refused, error

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing.process import BaseProcess

Rendered = tuple[int, bytes | None, tuple[Problem, ...]]
"""A task's position, its deliverable (None if there is none) and its problems."""


class Work(Protocol):
    """What travels to another process, where an exporter does it."""

    @property
    def exporter(self) -> str:
        """The exporter's name."""

    @property
    def what(self) -> str:
        """What is made, in words."""

    def done(self, exporter: Any) -> tuple[bytes, tuple[Problem, ...]]:
        """Return what the exporter makes, and what is to be said of it; raises `Refused` if it cannot."""


@dataclass(frozen=True, slots=True)
class Task:
    """One call of one exporter, as it travels to another process."""

    exporter: str
    subject: seam.Subject
    layout: Layout
    options: seam.Options

    @property
    def what(self) -> str:
        """What is made."""
        return "session"

    def done(self, exporter: seam.Exporter) -> tuple[bytes, tuple[Problem, ...]]:
        """Return the deliverable, and what is to be said of it."""
        data = exporter.export(self.subject, self.layout, self.options)
        review = getattr(exporter, "review", None)
        return data, tuple(review(data, self.subject, self.layout, self.options)) if review else ()


@dataclass(frozen=True, slots=True)
class Sheets:
    """Pages of a pack that are no session, as they travel to another process; those for a reader are looked through."""

    exporter: str
    page: seam.Page
    layout: Layout
    printed: bool = False

    @property
    def what(self) -> str:
        """What is made."""
        return "part of the pack"

    def done(self, exporter: seam.Packing) -> tuple[bytes, tuple[Problem, ...]]:
        """Return the pages, and what is to be said of them."""
        data = exporter.leaf(self.page, self.layout)
        return data, () if self.printed else preflight.gate(data, "web", scope="part")


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
    """Put this process under limits, and let it end with the one that began it, also if that is killed.

    Ctrl-C is for that one to hear, which ends the others.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    limit(limits)
    from multiprocessing import parent_process

    parent = parent_process()
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


def run(task: Work) -> tuple[bytes | None, tuple[Problem, ...]]:
    """Return a deliverable and its problems; what the input is to blame for is a problem, a bug stays an exception."""
    exporter = seam.load(task.exporter)
    try:
        with _timed():
            return task.done(exporter)
    except Refused as refusal:
        return None, refusal.problems
    except MissingLibrary as missing:
        return None, (error(Place(""), str(missing), "run: rapporteur doctor", "library"),)
    except MemoryError:
        return None, (_given_up(task, f"more than {_limits[0].memory / 1e9:g} GB of memory" if _limits else "memory"),)
    except _TooLong:
        return None, (_given_up(task, f"more than {_limits[0].seconds:g} seconds"),)


def _given_up(task: Work, what: str) -> Problem:
    hint = "part the session, or make its tables and pictures smaller"
    return error(Place(""), f"{task.exporter} needs {what} for this {task.what}", hint, "limit")


def render(tasks: Sequence[Work], executor: Executor | None = None, limits: Limits = Limits()) -> Iterator[Rendered]:
    """Yield what each task gives, as they finish; without an executor, on one process for each core, within limits."""
    if not tasks:
        return
    if isinstance(executor, Crew):
        yield from executor.render(tasks)
    elif executor is not None:
        yield from _on(executor, tasks, range(len(tasks)))
    else:
        with Crew(len(tasks), limits) as crew:
            yield from crew.render(tasks)


LONGEST = 150
"""After so many tasks of a batch for each, processes are renewed: the engine's memory grows by a third of a megabyte
with each."""


class Crew(Executor):
    """Processes that live on from one batch of tasks to the next, begun with the first task; renewed when one falls."""

    def __init__(self, most: int = 0, limits: Limits = Limits()) -> None:
        self._most, self._limits = most or cores(), limits
        self._pool: Executor | None = None

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Let a process call a function."""
        self._pool = self._pool or pool(self._most, self._limits)
        return self._pool.submit(fn, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Let the processes end; the next task begins new ones."""
        before, self._pool = self._pool, None
        if before:
            before.shutdown(wait, cancel_futures=cancel_futures)

    def __exit__(self, kind: type[BaseException] | None, *told: object) -> None:
        """Let the processes end; those that are at work, too, if somebody stopped this one."""
        if kind and not issubclass(kind, Exception):
            threading.excepthook = lambda lost: None  # the pool's thread stumbles over tasks that were cancelled
            for each in list((getattr(self._pool, "_processes", None) or {}).values()):
                each.terminate()
        self.shutdown(cancel_futures=kind is not None)

    def render(self, tasks: Sequence[Work]) -> Iterator[Rendered]:
        """Yield what each task gives; a crash takes its neighbours down, so each of these gets a process to itself."""
        fallen: list[int] = []
        for first in range(0, len(tasks), LONGEST * self._most):
            for at, data, problems in _on(self, tasks, range(len(tasks))[first : first + LONGEST * self._most]):
                if any(each.rule == "crash" for each in problems):
                    fallen.append(at)
                else:
                    yield at, data, problems
            if fallen or first + LONGEST * self._most < len(tasks):
                self.shutdown()
        for at in sorted(fallen):
            with pool(1, self._limits) as own:
                yield from _on(own, tasks, [at])


class Here(Executor):
    """Does each task where it is asked to: in a process that is there for nothing else."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Call a function."""
        done = Future[Any]()
        try:
            done.set_result(fn(*args, **kwargs))
        except Exception as mistake:
            done.set_exception(mistake)
        return done


def _on(executor: Executor, tasks: Sequence[Work], positions: Sequence[int]) -> Iterator[Rendered]:
    futures = {executor.submit(run, tasks[at]): at for at in positions}
    try:
        for future in as_completed(futures):
            at = futures[future]
            try:
                yield (at, *future.result())
            except BrokenExecutor:
                hint = "it may need more time or memory than a session is given: part it"
                what = f"{tasks[at].exporter} crashed on this {tasks[at].what}"
                yield at, None, (error(Place(""), what, hint, "crash"),)
    finally:
        for future in futures:
            future.cancel()


def pool(tasks: int, limits: Limits = Limits()) -> ProcessPoolExecutor:
    """Return processes for so many tasks, at most one for each core this process may use."""
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    context = multiprocessing.get_context(_begun(tasks))
    if context.get_start_method() == "forkserver":
        _serve()
    return ProcessPoolExecutor(max(1, min(tasks, cores())), mp_context=context, initializer=begin, initargs=(limits,))


def _serve() -> None:
    """Begin the process that begins others where it hears no Ctrl-C, nor do these before they say so themselves."""
    from multiprocessing.forkserver import ensure_running

    heard = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, heard)


def _begun(tasks: int) -> str:
    """Return how processes for so many tasks begin.

    One alone is a copy of this process, which has imported most of what it needs, unless threads of this one might hold
    what the copy would wait for.
    """
    if tasks == 1 and sys.platform == "linux" and threading.active_count() == 1:
        return "fork"
    from multiprocessing import get_all_start_methods

    return "forkserver" if "forkserver" in get_all_start_methods() else "spawn"


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
