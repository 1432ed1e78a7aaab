"""WeasyPrint kept from needless work: libraries are found without asking, and nothing is imported or sought in vain."""

from __future__ import annotations

import ctypes.util
import gc
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from importlib import import_module
from types import ModuleType
from typing import Any

from .. import system

_LIBRARIES = {
    "gobject-2.0-0": "libgobject-2.0.so.0",
    "pango-1.0-0": "libpango-1.0.so.0",
    "harfbuzz-0": "libharfbuzz.so.0",
    "harfbuzz-subset-0": "libharfbuzz-subset.so.0",
    "fontconfig-1": "libfontconfig.so.1",
    "pangoft2-1.0-0": "libpangoft2-1.0.so.0",
}
"""The first name the engine tries for each library, without ``lib``, and the library's Linux soname."""
_UNWANTED = "harfbuzz-vector"  # draws coloured letters, of which no font here has any


class _Later(ModuleType):
    """What stands for a module until something of it is used, which imports it; `calls` are its functions."""

    def __init__(self, name: str, calls: Iterable[str] = ()) -> None:
        super().__init__(name)
        for each in calls:
            setattr(self, each, partial(self._call, each))

    def _call(self, function: str, *args: Any, **kwargs: Any) -> Any:
        return self.__getattr__(function)(*args, **kwargs)

    def __getattr__(self, name: str) -> Any:
        if name == "__path__":  # what the import of its functions looks for
            raise AttributeError(name)
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(import_module(self.__name__), name)


@contextmanager
def later(name: str, *calls: str) -> Iterator[None]:
    """Have those who import a module meanwhile, or some of its functions (`calls`), import it when they use it."""
    if name in sys.modules:
        yield
        return
    sys.modules[name] = stand_in = _Later(name, calls)
    try:
        yield
    finally:
        if sys.modules.get(name) is stand_in:
            del sys.modules[name]


@contextmanager
def quick_lookups() -> Iterator[None]:
    """Answer the engine's search for its libraries from the list: asking the system runs 86 programs, for 0.6 s."""
    ask = ctypes.util.find_library

    def answer(name: str) -> str | None:
        soname = _LIBRARIES.get(name.removeprefix("lib"))
        if soname or _UNWANTED in name:
            return system.library_file(soname) if soname else None
        return ask(name)

    ctypes.util.find_library = answer
    try:
        yield
    finally:
        ctypes.util.find_library = ask


@contextmanager
def uncollected() -> Iterator[None]:
    """Look for no garbage meanwhile: what the engine makes it needs to the end, and one search finds it all then."""
    looks = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if looks:
            gc.enable()
