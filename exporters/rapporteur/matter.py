"""What packs say beside the reports: texts of the conference's own, acronyms, what an index lists, the guide."""

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
class Advice:
    """A text for rapporteurs, by language as (tag, text), the first for all other languages; without texts, our own."""

    texts: tuple[tuple[str, Essay], ...] = ()

    def told(self, language: str) -> tuple[str, Essay] | None:
        """Return the text for a language, or the first, with the language it is in; None for our own."""
        near = (each for tag in (language, language.split("-")[0]) for each in self.texts if each[0] == tag)
        return next(near, self.texts[0] if self.texts else None)


@dataclass(frozen=True, slots=True)
class Matter:
    """The texts before and after the sessions, the imprint, the colophon; acronyms that no report spells out; terms.

    `guide` is what rapporteurs are told, in this order.
    """

    front: tuple[Essay, ...] = ()
    back: tuple[Essay, ...] = ()
    imprint: Essay | None = None
    colophon: Essay | None = None
    acronyms: tuple[tuple[str, str], ...] = ()
    terms: tuple[str, ...] = ()
    guide: tuple[Advice, ...] = (Advice(),)

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
        """All texts of the pack, in the order they are printed."""
        found = (self.imprint, *self.front, *self.back, self.colophon)
        return tuple(each for each in found if each)
