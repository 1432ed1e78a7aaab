"""What a pack says around its sessions: texts of the conference's own, acronyms, and what its index is to list."""

from __future__ import annotations

from dataclasses import dataclass

from .prose import Blocks
from .report import Origin


@dataclass(frozen=True, slots=True)
class Essay:
    """A text of the conference that is no session's, a foreword or a summary; `blocks` are what stands below its title.

    `title` may be "" for an imprint or a colophon.
    """

    title: str
    blocks: Blocks
    origin: Origin


@dataclass(frozen=True, slots=True)
class Matter:
    """The texts before and after the sessions, the imprint, the colophon; acronyms that no report spells out; terms."""

    front: tuple[Essay, ...] = ()
    back: tuple[Essay, ...] = ()
    imprint: Essay | None = None
    colophon: Essay | None = None
    acronyms: tuple[tuple[str, str], ...] = ()
    terms: tuple[str, ...] = ()

    @property
    def essays(self) -> tuple[Essay, ...]:
        """All texts, in the order they are printed."""
        found = (self.imprint, *self.front, *self.back, self.colophon)
        return tuple(each for each in found if each)
