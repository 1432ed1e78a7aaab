"""Style sheets, read once: the engine's own, which it reads whenever it is imported, and those of the house's layouts.

Most of what a sheet costs is what its selectors become, which are functions. Kept are these, and what they stand for,
for the versions of the engine and of the two libraries that read style sheets for it.
"""

from __future__ import annotations

import io
import marshal
import pickle
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from functools import cache
from types import CodeType, FunctionType
from typing import Any

import tinycss2  # type: ignore[import-untyped]

from .. import compiled, plugins
from ..layout import Layout

_NAME = "weasyprint.html"


@contextmanager
def once() -> Iterator[None]:
    """Give the engine, which is imported meanwhile, its own style sheets as they were read before; else keep them."""
    if _NAME in sys.modules:
        yield
        return
    known = compiled.recall(_NAME, _versions())
    with _unread() if known else nullcontext():
        yield
    html = sys.modules[_NAME]
    own = [getattr(html, each) for each in ("UA_STYLESHEET", "UA_FORM_STYLESHEET", "PH_STYLESHEET")]
    if known:
        _restore(known, own, html.UA_COUNTER_STYLE)
    else:
        compiled.keep(_NAME, _versions(), _kept(own, html.UA_COUNTER_STYLE))


def read(name: str, layout: Layout, counters: Any, make: Callable[[str, Any], Any]) -> Any:
    """Return a style sheet of a layout, which `make` reads, with the `counters` that it defines added to those known.

    The house's name no fonts.
    """
    style = layout.read(name).decode("utf-8")
    if not layout.ours:
        return make(style, counters)
    known_as, made_from = f"layouts-{layout.name}-{name}", _versions() + layout.digest()
    known, own = compiled.recall(known_as, made_from), type(counters)()
    sheet = make("" if known else style, own)
    if known:
        _restore(known, [sheet], own)
    else:
        compiled.keep(known_as, made_from, _kept([sheet], own))
    counters.update(own)
    return sheet


@contextmanager
def _unread() -> Iterator[None]:
    """Let every style sheet be empty."""
    usual = tinycss2.parse_stylesheet
    tinycss2.parse_stylesheet = lambda text: []
    try:
        yield
    finally:
        tinycss2.parse_stylesheet = usual


@cache
def _versions() -> str:
    return repr([plugins.version(each) for each in ("weasyprint", "tinycss2", "cssselect2")])


# What is kept


def _kept(sheets: Sequence[Any], counters: Any) -> bytes:
    data = io.BytesIO()
    _Pickler(data, pickle.HIGHEST_PROTOCOL).dump(([vars(each) for each in sheets], dict(counters)))
    return data.getvalue()


def _restore(known: bytes, sheets: Sequence[Any], counters: Any) -> None:
    """Fill style sheets, and what counters they define, with what they were when they were kept."""
    found, own = pickle.loads(known)  # noqa: S301 - nobody else writes there
    for sheet, was in zip(sheets, found, strict=True):
        vars(sheet).update(was)
    counters.update(own)


class _Pickler(pickle.Pickler):
    """Keeps a selector's function by its code: its name leads nowhere."""

    def reducer_override(self, value: object) -> Any:
        if isinstance(value, FunctionType) and value.__name__ == "<lambda>":
            return _function, (marshal.dumps(value.__code__),)
        return NotImplemented


def _function(code: bytes) -> FunctionType:
    from cssselect2 import compiler  # type: ignore[import-untyped]

    found: CodeType = marshal.loads(code)  # noqa: S302
    return FunctionType(found, {name: getattr(compiler, name) for name in _KNOWN})


_KNOWN = ("split_whitespace", "ascii_lower", "urlparse")
"""What the functions of selectors may call (`cssselect2.compiler.CompiledSelector`)."""
