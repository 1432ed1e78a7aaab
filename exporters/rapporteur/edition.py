"""The editions of a PDF: for whom each is, and what follows from that."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

UA, ARCHIVE = "PDF/UA-1", "PDF/A-3a"
"""The standards that an edition can claim to keep: ISO 14289-1 and ISO 19005-3, level A."""


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition: what it claims, and how it differs from the one to be read on a screen.

    `attaches` means that the session's source is in the file; `large` that its type is so large that it needs a sheet
    of A4, and that a form's limit of pages does not bind it.
    """

    name: str
    about: str
    claims: tuple[str, ...] = ()
    attaches: bool = False
    large: bool = False


PAGES = ("A4", "A5", "Letter")
"""The papers that a layout of ours can be set on."""

_ALL = (
    Edition("archive", "to send and to keep: accessible, with its source inside", (ARCHIVE, UA), attaches=True),
    Edition("web", "to read on a screen: accessible, links and bookmarks, small", (UA,)),
    Edition("large-print", "to read without glasses: 16 points and more, one column", (UA,), large=True),
)
EDITIONS = {each.name: each for each in _ALL}
"""Every edition by its name; the first is the one that is made unless others are asked for."""
DEFAULT = _ALL[0].name


def folder(name: str) -> str:
    """Return the folder that the files of an edition stand in below those of the exporter, "" for the first."""
    return "" if name in ("", DEFAULT) else f"{name}/"


def listed() -> Iterable[str]:
    """Yield a line about each edition, for people."""
    return (f"{each.name:12} {each.about}" for each in _ALL)
