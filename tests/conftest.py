"""What all tests share: the folder of their own modules, and how hard the random ones try."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from rapporteur import render

HERE = Path(__file__).resolve().parent
os.environ["RAPPORTEUR_VERAPDF"] = "no"  # else each PDF of a program that is being changed would take seconds more
sys.path.insert(0, str(HERE))  # for `reports`, since tests are imported without a package

settings.register_profile("quick", max_examples=12, deadline=None, derandomize=True, suppress_health_check=HealthCheck)
settings.register_profile("thorough", settings.get_profile("quick"), max_examples=20)  # see `reports.tries`
settings.register_profile("hard", max_examples=2000, deadline=None, suppress_health_check=HealthCheck)
settings.load_profile(os.environ.get("RAPPORTEUR_HYPOTHESIS", "quick"))

POOL = render.pool
_LONG = ["editions", "pack", "word_template", "amend", "press", "jobs", "pdf", "excel", "preflight", "word_recover"]
LONGEST = tuple(f"test_{each}" for each in [*_LONG, "routes", "pasted", "pdf_words", "recovery", "render"])


@contextmanager
def _rendering(pool: Callable[..., Executor]) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(render, "pool", pool)
        yield


@pytest.fixture(autouse=True, scope="session")
def _at_home() -> Iterator[None]:
    """Let builds render in the process of the tests, whose engine is warm."""
    with _rendering(lambda *_: ThreadPoolExecutor(1)):
        yield


@pytest.fixture(scope="session")
def processes() -> Callable[[], AbstractContextManager[None]]:
    """Return a block within which builds render on processes, as those of a user do."""
    return lambda: _rendering(POOL)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the modules that take longest, so that no process works on one of them while the others have ended."""
    items.sort(key=lambda item: LONGEST.index(item.path.stem) if item.path.stem in LONGEST else len(LONGEST))


def pytest_collection_finish() -> None:
    """Take what was imported and collected out of the garbage collector's sight: it cost a tenth of the run."""
    gc.freeze()
