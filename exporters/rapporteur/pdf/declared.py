"""What the engine declares of its C libraries, read once: to read it takes longer than to set a page.

It is kept as cffi itself writes it (“out-of-line, ABI level”).
"""

from __future__ import annotations

import marshal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from types import CodeType, ModuleType
from typing import Any

import _cffi_backend  # type: ignore[import-untyped]

from .. import compiled, plugins

_NAME = "weasyprint.text.ffi"


@contextmanager
def once() -> Iterator[None]:
    """Give the engine, which is imported meanwhile, what it declared before; else keep what it declares."""
    versions = f"{plugins.version('weasyprint')} {_cffi_backend.__version__}"
    known = compiled.recall(_NAME, versions)
    if _NAME in sys.modules or "cffi" in sys.modules:
        yield
    elif known is None:
        yield
        compiled.keep(_NAME, versions, marshal.dumps(compile(_written(sys.modules[_NAME].ffi), _NAME, "exec")))
    else:
        sys.modules["cffi"] = _stand_in(marshal.loads(known))  # noqa: S302 - nobody else writes there
        try:
            yield
        finally:
            del sys.modules["cffi"]


def _written(ffi: Any) -> bytes:
    """Return what was declared as cffi writes it in Python."""
    from cffi import FFI, recompiler  # type: ignore[import-untyped]

    anew = FFI()
    anew.cdef("\n".join(ffi._cdefsources))
    with TemporaryDirectory() as folder:
        path = Path(folder, "declared.py")
        recompiler.make_py_source(anew, "declared", str(path))
        return path.read_bytes()


class _Declared(_cffi_backend.FFI):  # type: ignore[misc]
    """An interface that knows already what is declared to it."""

    def cdef(self, source: str) -> None:
        """Declare nothing."""


def _stand_in(code: CodeType) -> ModuleType:
    """Return what stands for cffi: its interface is always the one that was kept."""
    found: dict[str, Any] = {}
    backend, before = ModuleType("_cffi_backend"), sys.modules["_cffi_backend"]
    backend.FFI = _Declared  # type: ignore[attr-defined]
    sys.modules["_cffi_backend"] = backend
    try:
        exec(code, found)  # noqa: S102
    finally:
        sys.modules["_cffi_backend"] = before
    module = ModuleType("cffi")
    module.FFI = lambda: found["ffi"]  # type: ignore[attr-defined]
    return module
