"""What a pack says around its sessions: texts of the conference's own, acronyms, and what its index is to list."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

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

    def without(self, files: Collection[str]) -> Matter:
        """Return it without the texts that stand in `files`."""
        front, back = (
            tuple(each for each in essays if each.origin.file not in files) for essays in (self.front, self.back)
        )
        imprint, colophon = (
            None if each and each.origin.file in files else each for each in (self.imprint, self.colophon)
        )
        return replace(self, front=front, back=back, imprint=imprint, colophon=colophon)

    @property
    def essays(self) -> tuple[Essay, ...]:
        """All texts, in the order they are printed."""
        found = (self.imprint, *self.front, *self.back, self.colophon)
        return tuple(each for each in found if each)
