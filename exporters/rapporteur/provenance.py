"""Which report a returned file belongs to, and what was sent: by what the file says of itself, else by its words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from . import files, sent, session, starting
from .format import Options, TwoWay
from .naming import options_for, without_prose
from .problems import Place, Problem, Refused, error, errors, warning
from .prose import plain
from .reading import Reading
from .report import Report
from .session import Asked
from .slot import Slot
from .source import Source

ALIKE = 0.3
"""A file that does not say whose it is belongs to the report of which it holds at least this share of its lines."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A session file as it was handed out, or as it is: its report, and how the form printed from it reads."""

    report: Report
    reading: Reading


class Forms:
    """The forms that session files give, each exported and read once."""

    def __init__(self, source: Source, exporter: TwoWay) -> None:
        self.source = source
        self._exporter = exporter
        self._read: dict[tuple[str, str, bool], Sent | None] = {}

    @property
    def asked(self) -> Asked:
        """What reading a session file must know of the conference."""
        layout = self.source.layout
        return Asked(layout.form, layout.catalogue, self.source.conference.languages[0])

    def text(self, file: str) -> str:
        """Return the text of a session's file, or the one that begins the session if the programme announces it."""
        path = self.source.workspace / file
        if path.is_file():
            return path.read_bytes().decode("utf-8", "replace")
        return next((text for name, text in map(self._begins, self.source.conference.programme) if name == file), "")

    def announced(self, name: str) -> Report | None:
        """Return the session of that id as the programme announces it, None if it does not."""
        slot = next((each for each in self.source.conference.programme if each.key == name.casefold()), None)
        if slot is None:
            return None
        file, text = self._begins(slot)
        found = self.of(text, file)
        return found.report if found else None

    def _begins(self, slot: Slot) -> tuple[str, str]:
        return starting.announced(self.source, slot)

    def of(self, text: str, file: str, blank: bool = False) -> Sent | None:
        """Return what a session file's text prints, None if it has errors that keep it from being printed."""
        key = (files.digest(text.encode("utf-8")), file, blank)
        if key not in self._read:
            self._read[key] = self._made(text, file, key[0], blank)
        return self._read[key]

    def _made(self, text: str, file: str, digest: str, blank: bool) -> Sent | None:
        report, problems = session.read(text, file, self.asked, digest)
        if report is None or errors(problems):
            return None
        try:
            return Sent(report, self._printed(without_prose(report) if blank else report, blank))
        except Refused:
            return None

    def _printed(self, report: Report, blank: bool) -> Reading:
        options: Options = options_for(report, self.source.conference, self.source.workspace, blank)
        data = self._exporter.export(report, self.source.layout, options)  # type: ignore[attr-defined]
        return self._exporter.recover(data, report.origin.file, self.source.layout)


def owner(back: Reading, forms: Forms) -> tuple[Report | None, tuple[Problem, ...]]:
    """Return the report of this conference that a file is an edit of, None if it is none's, and what to tell of that.

    A file that names a session which this conference does not have is refused by a problem.
    """
    source = forms.source
    reports = source.conference.reports
    if back.report:
        found = next((each for each in reports if each.id.casefold() == back.report.casefold()), None)
        found = found or forms.announced(back.report) or _renamed(back, source)
        if found:
            return found, ()
        what = f"this is a report of the session {back.report}, which this conference does not have"
        hint = "look whether it belongs to another conference, or make a session of it: rapporteur import FILE"
        return None, (error(Place(back.file), what, hint, "owner"),)
    found = _renamed(back, source) or _alike(back, forms)
    if found:
        what = f"the file does not say which session it reports on; by its words it is {found.id}"
        return found, (warning(Place(back.file), what, "look at the changes before you apply them", "owner"),)
    return None, ()


def _renamed(back: Reading, source: Source) -> Report | None:
    """Return the report whose file was kept as the base that is named, whatever its id has become."""
    path = sent.find(source.workspace, back.base, "md")
    stem = path.name.split(".")[0] if path else ""
    return next((each for each in source.conference.reports if stem and Path(each.origin.file).stem == stem), None)


def _alike(back: Reading, forms: Forms) -> Report | None:
    """Return the report whose words a file holds, None if it is no report's or could be two's."""
    said = _lines(back)
    if not said:
        return None
    shares = []
    for report in forms.source.conference.reports:
        known = set[str]()
        for each in candidates(report, forms):
            known |= _lines(each.reading)
        shares.append((len(said & known) / len(said), report))
    shares.sort(key=lambda pair: -pair[0])
    best, second = shares[0] if shares else (0.0, None), shares[1][0] if len(shares) > 1 else 0.0
    return best[1] if best[0] >= ALIKE and best[0] > 2 * second else None


def _lines(reading: Reading) -> set[str]:
    """Return the lines of the fields and the body that say something of their own."""
    lines = [line.text for each in reading.fields.values() for line in each]
    lines += [plain(unit.inlines) for unit in reading.body if unit.kind != "heading"]
    lines += [plain(cell) for unit in reading.body for row in unit.rows for cell in row]
    return {" ".join(line.split()).casefold() for line in lines if len(line) > 12}


def _likeness(one: set[str], other: set[str]) -> float:
    """Return the share of lines that both have; what was sent to the public says less than the report."""
    return len(one & other) / (len(one | other) or 1)


def candidates(report: Report, forms: Forms, blank: bool = False) -> Iterator[Sent]:
    """Yield the report as it is now, then each state of it that was handed out."""
    workspace, file = forms.source.workspace, report.origin.file
    kept = _texts(sent.kept(workspace, Path(file).stem))
    for text in (forms.text(file), *kept):
        if found := forms.of(text, file, blank):
            yield found


def _texts(paths: Iterable[Path]) -> Iterator[str]:
    for path in paths:
        yield path.read_bytes().decode("utf-8", "replace")


def base(back: Reading, report: Report, forms: Forms) -> tuple[Sent | None, tuple[Problem, ...]]:
    """Return what was sent when `report` was handed out as the form that came `back`.

    What the file names is looked up; if it names nothing, or that was not kept, the state most like it is taken.
    """
    file, workspace = report.origin.file, forms.source.workspace
    if back.base and report.origin.digest.startswith(back.base):
        texts = [forms.text(file)]
    else:
        found = sent.find(workspace, back.base, "md")
        texts = list(_texts([found] if found else []))
    exact = next((forms.of(text, file, back.blank) for text in texts), None)
    if exact:
        return exact, ()
    known = list(candidates(report, forms, back.blank))
    if not known:
        what = f"{file} has errors, so its form cannot be compared"
        return None, (error(Place(back.file), what, "run: rapporteur check", "base"),)
    said = _lines(back)
    nearest = max(known, key=lambda each: _likeness(_lines(each.reading), said))  # the present, if equal
    why = f"what was sent ({back.base[: sent.DIGITS]}) is not kept in {sent.SENT}" if back.base else "it names no base"
    what = f"{why}; it is compared with the state of {file} that is most like it"
    return nearest, (warning(Place(back.file), what, "look at the changes before you apply them", "base"),)
