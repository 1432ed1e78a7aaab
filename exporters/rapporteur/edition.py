"""The editions of a PDF: for whom each is, and what follows from that."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

UA, ARCHIVE, PLAIN = "PDF/UA-1", "PDF/A-3a", "PDF/A-2u"
"""The standards that an edition can claim to keep: ISO 14289-1; ISO 19005-3, level A; ISO 19005-2, level U."""


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition: what it claims, and how it differs from the one to be read on a screen.

    `attaches` means that the session's source is in the file; `large` that its type is so large that it needs a sheet
    of A4; `pressed` that a printer gets it: process colours, bleed, nothing to click; `imposed` that pages stand side
    by side on a sheet, as a ``booklet`` to be folded and stitched or ``nup`` to be read as they are; `part` that it is
    bound into a larger one, `bled` that its pages have the bleed of a printer;
    `brief` that it says on one page what the session found and asks for, and no more; `guide` that it tells the
    rapporteur of a session what to do.
    """

    name: str
    about: str
    claims: tuple[str, ...] = ()
    attaches: bool = False
    large: bool = False
    pressed: bool = False
    imposed: str = ""
    part: bool = False
    brief: bool = False
    guide: bool = False
    bled: bool = False

    @property
    def made_of_pages(self) -> bool:
        """Whether it is made of finished pages, without tags: its words cannot be read back in their order."""
        return self.pressed or bool(self.imposed)

    @property
    def profile(self) -> str:
        """By which of preflight's profiles it is looked through."""
        return "any" if self.bled else "web" if self.apart or self.part else self.name

    @property
    def apart(self) -> bool:
        """Whether it is no report but a page about one: its template and its style sheet are called as it is."""
        return self.brief or self.guide

    @property
    def loose(self) -> bool:
        """Whether a form's limit of pages does not bind it, since its pages hold less than those it was made for."""
        return self.large or self.apart or self.imposed == "booklet"


PAGES = ("A4", "A5", "Letter")
"""The papers that a layout of ours can be set on."""

_ALL = (
    Edition("archive", "to send and to keep: accessible, with its source inside", (ARCHIVE, UA), attaches=True),
    Edition("web", "to read on a screen: accessible, links and bookmarks, small", (UA,)),
    Edition("large-print", "to read without glasses: 16 points and more, one column", (UA,), large=True),
    Edition("press", "for a printer: PDF/X-4, process colours, black text in black ink, bleed", (PLAIN,), pressed=True),
    Edition("booklet", "for an office printer: to fold and stitch, two pages on each side", imposed="booklet"),
    Edition("nup", "to save paper: two pages side by side on a sheet", imposed="nup"),
    Edition("brief", "one page: what the session found and what it asks for", (UA,), brief=True),
)
EDITIONS = {each.name: each for each in _ALL}
"""Every edition by its name; the first is the one that is made unless others are asked for."""
DEFAULT = _ALL[0].name
FRAGMENT = Edition(
    "pack", "a session within the pack of its conference, which claims what there is to claim", part=True
)
BLED = Edition("pack-press", "a session within a pack that a printer gets", part=True, bled=True)
GUIDE = Edition("guide", "what the rapporteur of a session is told, with the form", (UA,), guide=True)


@dataclass(frozen=True, slots=True)
class Printing:
    """How a conference wants its PDFs: which editions, on what paper, and for which of the layout's printers."""

    editions: tuple[str, ...] = (DEFAULT,)
    paper: str = "A4"
    printer: str = ""


def named(name: str) -> Edition:
    """Return the edition called `name`, the one to be read on a screen for ""."""
    return {each.name: each for each in (*_ALL, FRAGMENT, BLED, GUIDE)}[name or "web"]


def folder(name: str) -> str:
    """Return the folder that the files of an edition stand in below those of the exporter, "" for the first."""
    return "" if name in ("", DEFAULT) else f"{name}/"


def listed() -> Iterable[str]:
    """Yield a line about each edition, for people."""
    return (f"{each.name:12} {each.about}" for each in _ALL)
