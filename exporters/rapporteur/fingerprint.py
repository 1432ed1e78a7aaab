"""What the bytes of a deliverable depend on beside source and layout: this code, libraries, native libraries, fonts.

Nothing is imported to find out: the libraries' versions come from their metadata.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from . import compiled, files, plugins

LIBRARIES = (
    "Babel",
    "JPype1",
    "Jinja2",
    "font-source-sans-pro",
    "font-source-serif-pro",
    "fontpkg-source-sans-3",
    "fontpkg-source-serif-4",
    "fonttools",
    "lxml",
    "markdown-it-py",
    "mdit-py-plugins",
    "opendataloader-pdf",
    "openpyxl",
    "pikepdf",
    "pydyf",
    "python-docx",
    "weasyprint",
)
NATIVE = ("libpango-1.0.so.0", "libharfbuzz.so.0", "libharfbuzz-subset.so.0")


@cache
def fingerprint() -> dict[str, str]:
    """Return names and versions of all that decides the bytes; `code` is the digest of this package's own files."""
    return {"code": _code()} | {name: plugins.version(name) for name in LIBRARIES} | _native()


def _native() -> dict[str, str]:
    from .system import fonts_digest, library_version

    return {name: library_version(name) or "" for name in NATIVE} | {"system fonts": fonts_digest()}


def _code() -> str:
    """Return the digest of this package's files, none of which is read while all are as they were the last time."""
    here = Path(__file__).parent
    paths = sorted((*here.rglob("*.py"), *here.rglob("record.json")))
    stamps = repr([(str(path), *files.stamp(path)) for path in paths])

    def read() -> bytes:
        return files.digest("".join(files.digest(path.read_bytes()) for path in paths).encode())[:16].encode()

    return compiled.once("code", stamps, read).decode()
