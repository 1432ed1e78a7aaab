"""The parts of a pack that are no session, set side by side and kept by what they were made from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass

from .. import format as seam
from ..manifest import digests
from ..matter import Essay
from ..problems import Place, Problem, Refused, errors
from ..render import Rendered, Sheets, render
from .chunks import Context
from .kept import Piece
from .means import Means
from .sessions import placed


@dataclass(frozen=True, slots=True)
class Part:
    """A part that is no session, before it is set: its name, what it says, and how deep its bookmark stands."""

    name: str
    context: Context
    depth: int = 0
    essay: Essay | None = None

    @property
    def title(self) -> str:
        """What its bookmark says, "" for one that has none."""
        return str(self.context["title"])


@dataclass(frozen=True, slots=True)
class Setter:
    """Sets pages that are no session; without an executor in this process."""

    means: Means
    executor: Executor | None

    def set(self, pages: Sequence[seam.Page]) -> list[Piece]:
        """Return what each of `pages` is when it is set, or was; raises `Refused` with what is wrong with any."""
        names = [self._name(each) for each in pages]
        found = {name: self.means.kept.part(name) for name in names}
        missing = [(name, page) for name, page in dict(zip(names, pages, strict=True)).items() if found[name] is None]
        said: list[Problem] = []
        for at, data, problems in self._rendered([page for _, page in missing]):
            name, page = missing[at]
            own = [placed(each, Place(page.file, spot=each.where.spot)) for each in problems]
            said.extend(own)
            if data is not None and not errors(own):
                found[name] = self.means.kept.keep(name, data, self.means.exporter.page_count(data), own)
        if wrong := errors(said):
            raise Refused(wrong)
        return [part for name in names if (part := found[name]) is not None]

    def _name(self, page: seam.Page) -> str:
        pictures = digests(page.pictures.values(), self.means.read.workspace)
        return self.means.kept.name(page.html, page.paper, page.bleed, pictures)

    def _rendered(self, pages: Sequence[seam.Page]) -> Iterable[Rendered]:
        exporter, layout, printed = self.means.exporter, self.means.read.layout, bool(self.means.printer)
        tasks = [Sheets(exporter.name, page, layout, printed) for page in pages]
        if self.executor:
            return render(tasks, self.executor)
        return ((at, *each.done(exporter)) for at, each in enumerate(tasks))
