"""Rendering on an executor: each task in another process, and one that takes its process down fails alone."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass

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


def run(task: Task) -> tuple[bytes | None, tuple[Problem, ...]]:
    """Return a deliverable and its problems; what the input is to blame for is a problem, a bug stays an exception."""
    exporter = seam.load(task.exporter)
    try:
        data = exporter.export(task.subject, task.layout, task.options)
    except Refused as refusal:
        return None, refusal.problems
    except MissingLibrary as missing:
        return None, (error(Place(""), str(missing), "run: rapporteur doctor", "library"),)
    review = getattr(exporter, "review", None)
    return data, tuple(review(data, task.subject, task.layout, task.options)) if review else ()


def render(tasks: Sequence[Task], executor: Executor | None = None) -> Iterator[Rendered]:
    """Yield what each task gives, as they finish; without an executor, on one process for each core."""
    if not tasks:
        return
    if executor is not None:
        yield from _on(executor, tasks, range(len(tasks)))
        return
    fallen: list[int] = []
    with pool(len(tasks)) as own:
        for at, data, problems in _on(own, tasks, range(len(tasks))):
            if any(each.rule == "crash" for each in problems):
                fallen.append(at)
            else:
                yield at, data, problems
    for at in sorted(fallen):  # a crash takes its neighbours down; each gets a process to itself
        with pool(1) as own:
            yield from _on(own, tasks, [at])


def _on(executor: Executor, tasks: Sequence[Task], positions: Sequence[int]) -> Iterator[Rendered]:
    futures = {executor.submit(run, tasks[at]): at for at in positions}
    try:
        for future in as_completed(futures):
            at = futures[future]
            try:
                yield (at, *future.result())
            except BrokenProcessPool:
                yield at, None, (error(Place(""), f"{tasks[at].exporter} crashed on this session", rule="crash"),)
    finally:
        for future in futures:
            future.cancel()


def pool(tasks: int) -> ProcessPoolExecutor:
    """Return processes for so many tasks, at most one for each core this process may use."""
    methods = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
    return ProcessPoolExecutor(max(1, min(tasks, cores())), mp_context=context)


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
