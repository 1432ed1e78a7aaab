"""The seam: what an exporter is, how exporters are found, and what is handed to them.

An exporter is any object with a `name`, a `suffix`, the `subjects` it takes and an `export` that answers with bytes. It
registers under the entry-point group ``rapporteur.exporters`` and need not import this package. The same arguments on
the same fingerprint (library and font versions) give the same bytes: an exporter reads its layout and the declared
assets, asks no clock, locale or environment, and writes nothing outside a private temporary folder.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from pkgutil import resolve_name
from typing import TYPE_CHECKING, Protocol, cast, runtime_checkable

from .plugins import Offer, offers
from .problems import Place, Problem, WrongUse, error
from .report import Conference, Direction, Origin, Report

if TYPE_CHECKING:
    from .followup import Returned
    from .layout import Layout
    from .preflight import Report as Inspected
    from .printer import Printer
    from .reading import Decision, Reading

GROUP = "rapporteur.exporters"
BUILT_IN = "rapporteur"
Subject = Report | Conference


@dataclass(frozen=True, slots=True)
class Options:
    """What a build asks of an exporter, beside subject and layout.

    `conference` is the conference a report belongs to, without the reports. `blank` asks for the empty form, prefilled
    with what is known. `date` is the day the source states for itself as ISO 8601 (from SOURCE_DATE_EPOCH or the
    session's own date), "" if it states none; no exporter asks a clock. `base` is the digest of the source file that a
    deliverable carries so that its edits can come back. `pictures` are the files that the prose names, by the name used
    there. `settings` are the exporter's own, from the command line or the layout. `source` is the session's file as its
    `audience` may have it, for an edition that carries it.
    """

    conference: Conference = field(default_factory=Conference)
    edition: str = ""
    audience: str = "internal"
    blank: bool = False
    date: str = ""
    base: str = ""
    pictures: Mapping[str, Path] = field(default_factory=dict)
    settings: Mapping[str, str] = field(default_factory=dict)
    source: bytes = b""


@runtime_checkable
class Exporter(Protocol):
    """Makes one deliverable of one subject."""

    @property
    def name(self) -> str:
        """What the user types: ``word``."""

    @property
    def suffix(self) -> str:
        """The ending of its files: ``.docx``."""

    @property
    def subjects(self) -> frozenset[str]:
        """What it takes: ``report`` (one file for each session), ``conference`` (one file), or both."""

    def export(self, subject: Subject, layout: Layout, options: Options) -> bytes:
        """Return the deliverable; raises `problems.Refused` if this subject cannot be delivered as it is."""


@runtime_checkable
class Readable(Protocol):
    """An exporter that reads its files back, which `rapporteur verify` needs."""

    def words(self, data: bytes) -> tuple[str, ...]:
        """Return every visible text of a deliverable, in reading order."""


@runtime_checkable
class TwoWay(Protocol):
    """An exporter whose files of a report come back."""

    def recover(self, data: bytes, file: str, layout: Layout, revisions: Decision = "accept") -> Reading:
        """Return what a file says that anybody may have saved, and what became of its tracked changes.

        Raises `problems.Refused` for what cannot be read.
        """


@runtime_checkable
class Remembering(Protocol):
    """An exporter whose file of the whole conference comes back, and that says what must be remembered of it."""

    def reading(self, data: bytes, file: str, layout: Layout) -> Returned:
        """Return what a file says that anybody may have saved; raises `problems.Refused` for what cannot be read."""

    def remembered(self, data: bytes) -> bytes:
        """Return what a deliverable just made says, as JSON: the base that its edits are compared with."""


@runtime_checkable
class Templated(Protocol):
    """An exporter that can print into a house's own template."""

    def examined(self, layout: Layout) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
        """Return the lines that tell what the template of a layout becomes, and what is wrong with it."""


@runtime_checkable
class Reviewer(Protocol):
    """An exporter that has something to say of a finished deliverable: that it is longer than the form allows."""

    def review(self, data: bytes, subject: Subject, layout: Layout, options: Options) -> tuple[Problem, ...]:
        """Return the problems of a deliverable."""


@runtime_checkable
class Editioned(Protocol):
    """An exporter that makes its deliverable in several editions."""

    @property
    def editions(self) -> tuple[str, ...]:
        """Their names; files of the first stand in the exporter's own folder, the others in folders below it."""


@runtime_checkable
class Inspecting(Protocol):
    """An exporter that prints what preflight found."""

    def inspection(self, report: Inspected, layout: Layout, printer: Printer | None) -> bytes:
        """Return a page about a file for its printer."""


@runtime_checkable
class Binding(Exporter, Inspecting, Protocol):
    """An exporter that makes all that is printed of a report: pages, a cover, a page about them."""

    def cover(self, report: Report, layout: Layout, options: Options, printer: Printer, pages: int) -> bytes:
        """Return the cover of a report of so many pages: back, spine and front on one sheet."""


@dataclass(frozen=True, slots=True)
class Page:
    """Pages that are no report: HTML, the style sheet of the layout, paper, language, pictures, and whose they are.

    `bleed` is how far colour goes beyond the paper, in millimetres.
    """

    html: str
    style: str
    paper: str
    language: str
    pictures: Mapping[str, Path]
    file: str
    bleed: float = 0.0


@runtime_checkable
class Packing(Exporter, Readable, Protocol):
    """An exporter that makes all that is bound into a pack: the reports (edition ``pack``), and pages of its own."""

    def leaf(self, page: Page, layout: Layout) -> bytes:
        """Return pages that are no report; raises `Refused` if they cannot be set."""

    def page_count(self, data: bytes) -> int:
        """Return how many pages such a PDF has."""

    def places(self, data: bytes) -> Mapping[str, int]:
        """Return on which page of such a PDF, from 0 on, each place is that a link can lead to, by its name."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a volume: what links call it, and the pages it has in the printed one; `front` matter counts by itself.

    It is a report, with what an exporter is told of it, or what the volume's template says with a `context`; the
    pictures of that are in `options`, too, and `origin` is whose text it is.
    """

    name: str
    first: int
    last: int
    front: bool = False
    report: Report | None = None
    options: Options = field(default_factory=Options)
    context: Mapping[str, object] = field(default_factory=dict)
    origin: Origin = field(default_factory=Origin)


@dataclass(frozen=True, slots=True)
class Volume:
    """Many reports bound to one file, in the order of its `parts`; `template` is the layout's for what is no report."""

    title: str
    subject: str
    language: str
    direction: Direction
    date: str
    template: str
    parts: tuple[Part, ...]


@runtime_checkable
class Flowing(Protocol):
    """An exporter that binds many reports to one file of text that flows: its pages are not ours to count."""

    def volume(self, volume: Volume, layout: Layout) -> bytes:
        """Return the file; raises `problems.Refused` with all that it cannot hold."""


@runtime_checkable
class Tabling(Protocol):
    """An exporter that makes workbooks of any template of a layout, beside its own."""

    def workbook(self, template: str, context: Mapping[str, object], layout: Layout, title: str, date: str) -> bytes:
        """Return the workbook that `template` says, rendered with `context`; `date` is the day it states as its own."""


@runtime_checkable
class Digesting(Protocol):
    """An exporter that makes one file of the messages of all sessions."""

    def digest(self, conference: Conference, layout: Layout, options: Options) -> tuple[bytes, tuple[Problem, ...]]:
        """Return the file and what is to be said of it; raises `problems.Refused` if it cannot be made."""


@runtime_checkable
class Named(Protocol):
    """An exporter whose file of a whole conference has a name of its own."""

    @property
    def stem(self) -> str:
        """The name without its ending: ``recommendations``."""


def installed() -> tuple[tuple[Offer, ...], tuple[Problem, ...]]:
    """Return the exporters that are installed, by name, without loading any, and what is wrong among them.

    A foreign distribution may not take a built-in name, nor two the same name.
    """
    found: dict[str, Offer] = {}
    problems: list[Problem] = []
    for each in sorted(offers(GROUP), key=lambda each: (each.name, each.distribution != BUILT_IN, each.distribution)):
        if each.name in found and found[each.name].distribution != each.distribution:
            what = f"{each.distribution} offers an exporter “{each.name}”, which {found[each.name].distribution} has"
            hint = "the author of the exporter must give it another name"
            problems.append(error(Place(each.distribution), what, hint, "exporter"))
        found.setdefault(each.name, each)
    return tuple(found.values()), tuple(problems)


def of_suffix(suffix: str) -> Iterator[Exporter]:
    """Yield the installed exporters whose files end so; one that fails to load stands in nobody's way here."""
    for each in installed()[0]:
        with suppress(WrongUse):
            exporter = load(each.name)
            if exporter.suffix == suffix:
                yield exporter


def load(name: str) -> Exporter:
    """Return the exporter called `name`.

    Raises `problems.WrongUse` if there is none, or if its distribution fails to load; the message names it.
    """
    known, _ = installed()
    each = next((each for each in known if each.name == name), None)
    if each is None:
        raise WrongUse(f"there is no exporter “{name}”; there are: {', '.join(one.name for one in known)}")
    try:
        found = resolve_name(each.value)
    except Exception as mistake:
        reason = f"{type(mistake).__name__}: {mistake}"
        raise WrongUse(
            f"the exporter “{name}” of {each.distribution} {each.version} fails to load: {reason}"
        ) from mistake
    missing = [one for one in ("name", "suffix", "subjects", "export") if not hasattr(found, one)]
    if missing:
        raise WrongUse(f"the exporter “{name}” of {each.distribution} has no {', '.join(missing)}")
    return cast(Exporter, found)
