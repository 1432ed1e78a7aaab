"""What the bytes of a deliverable depend on beside source and layout: this code, libraries, native libraries, fonts.

Nothing is imported to find out: the libraries' versions come from their metadata.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from . import files

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
    from importlib.metadata import PackageNotFoundError, version

    found = {"code": _code()}
    for name in LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = ""
    return found | _native()


def _native() -> dict[str, str]:
    from .system import fonts_digest, library_version

    return {name: library_version(name) or "" for name in NATIVE} | {"system fonts": fonts_digest()}


def _code() -> str:
    here = Path(__file__).parent
    digests = (files.digest(path.read_bytes()) for path in sorted((*here.rglob("*.py"), *here.rglob("record.json"))))
    return files.digest("".join(digests).encode())[:16]
