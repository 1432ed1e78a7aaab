"""The ways a Word file goes before it comes back: other people's programs, and what is known of those not here.

A route takes many files at once and gives each as it comes back, in the same order; None where the program gave none.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from . import controls, google, libreoffice, pandoc

Files = Sequence[bytes]
Backs = list[bytes | None]


class Route(NamedTuple):
    """A way: its name, what it is called in the README, what it needs, and what it does to files."""

    name: str
    title: str
    program: str
    run: Callable[[Files], Backs]

    @property
    def is_here(self) -> bool:
        """Whether the program that it needs is installed."""
        needed = {"soffice": libreoffice.PROGRAM, "pandoc": pandoc.PROGRAM}
        return not self.program or needed[self.program] is not None


def _each(change: Callable[[bytes, int], bytes]) -> Callable[[Files], Backs]:
    return lambda files: [change(data, at) for at, data in enumerate(files)]


ROUTES = (
    Route("direct", "direct", "", list),
    Route("libreoffice", "LibreOffice", "soffice", libreoffice.resaved),
    Route("odt", "LibreOffice via ODT", "soffice", libreoffice.through_odt),
    Route("pandoc", "pandoc", "pandoc", pandoc.converted),
    Route("google", "like Google Docs", "", _each(google.exported)),
    Route("uncontrolled", "controls deleted", "", _each(lambda data, _: controls.uncontrolled(data))),
    Route("unmarked", "controls and bookmarks deleted", "", _each(lambda data, _: controls.unmarked(data))),
)
"""Every route, by the order of the README's table."""
BY_NAME = {route.name: route for route in ROUTES}
