"""Returned files taken back: what each changes in the source, proven before a byte of it is written.

The path of one file: read by its exporter → `provenance` (whose it is, what was sent) → `returned.compare` (base,
source and file) → `amend` (the session file as it would be) → the proof: that text, exported and read again, must say
all that the file said. Files are taken one after another, so the second return of a session meets what the first has
changed. Nothing is written before all are read, and a file with a conflict or an error changes nothing.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from . import amend, draft, files, office, pasted, returned
from . import format as seam
from . import source as sources
from .labels import Labels
from .problems import Place, Problem, Refused, WrongUse, error, errors
from .provenance import Forms, base, owner
from .reading import Decision, Reading, Revision
from .report import Report
from .returned import Comparison, Context

LARGEST = 50_000_000
"""No returned file may be larger, in bytes."""
FIELDS = 3
"""A file that does not name our scheme is a form of ours if it has so many of its fields, beside a title."""
Side = Literal["returned", "source"]
SAVE_AS = "open it in an office program and save it as DOCX"
OTHERS = {
    **dict.fromkeys((".doc", ".docm", ".rtf", ".pages"), SAVE_AS),
    ".pdf": "ask for the Word file it was made from",
    ".xls": "open it in an office program and save it as XLSX",
}
"""Endings of files that are not read, and what to do with them."""


@dataclass(frozen=True, slots=True)
class Wish:
    """How files are to be taken: which side wins where both changed, and what becomes of tracked changes."""

    take: Mapping[str, Side] = field(default_factory=dict)
    revisions: Callable[[str, tuple[Revision, ...]], Decision | None] = lambda file, found: "accept"


@dataclass(frozen=True, slots=True)
class Taken:
    """One returned file: whose it is, what it says, and the session file as it would be (None if it cannot be)."""

    file: str
    session: str = ""
    target: str = ""
    reading: Reading | None = None
    comparison: Comparison | None = None
    before: str | None = None
    after: str | None = None
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    @property
    def is_new(self) -> bool:
        """Whether it begins a session."""
        return self.before is None and self.after is not None

    @property
    def changes(self) -> bool:
        """Whether it would change the source."""
        return self.after is not None and self.after != self.before


def returned_files(paths: Iterable[Path]) -> tuple[Path, ...]:
    """Return the files that `paths` name, those in folders at any depth; what systems and programs hide is left out.

    Raises `WrongUse` for a path that does not exist.
    """
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inner = (each for each in sorted(path.rglob("*")) if each.is_file())
            found += (each for each in inner if not each.name.startswith((".", "~$")) and _known(each))
        elif path.is_file():
            found.append(path)
        else:
            raise WrongUse(f"there is no file {path}")
    return tuple(dict.fromkeys(found))


def _known(path: Path) -> bool:
    return path.suffix.lower() in (".docx", ".dotx", ".odt", ".xlsx", *OTHERS)


class Recovery:
    """Takes returned files into one workspace's source, as far as they can be; `write` makes it so."""

    def __init__(self, source: sources.Source, wish: Wish) -> None:
        self.source = source
        self.wish = wish
        self.exporter = _exporter()
        self.forms = Forms(source, self.exporter)
        self.unused = set(wish.take)
        self._texts: dict[str, str] = {}

    def take(self, paths: Sequence[Path]) -> tuple[Taken, ...]:
        """Return what each file says and changes, the earliest saved first."""
        read = [self._read(path) for path in paths]
        read.sort(key=lambda each: each.reading.saved if each.reading else "")
        return tuple(self._placed(each) if each.reading else each for each in read)

    def begin(self, path: Path, name: str = "", language: str = "") -> Taken:
        """Return the new session, called `name` if that is given, that a text or a Word file of any kind begins."""
        read = self._read(path) if _known(path) else self._pasted(path, language)
        return self._begun(read, read.reading, name) if read.reading else read

    def _pasted(self, path: Path, language: str) -> Taken:
        """Return a text as it reads; the path ``-`` is standard input."""
        file = "standard input" if str(path) == "-" else str(path)
        try:
            text, told = pasted.decoded(bytes_of(path))
            reading = pasted.reading(text, file, self.source.layout, language)
        except Refused as refusal:
            return Taken(file, problems=tuple(_of(file, each) for each in refusal.problems))
        return Taken(file, reading=reading, problems=tuple(_of(file, each) for each in (*told, *reading.notes)))

    def _read(self, path: Path) -> Taken:
        name = str(path)
        try:
            reading = self._reading(path)
        except Refused as refusal:
            return Taken(name, problems=tuple(_of(name, each) for each in refusal.problems))
        return Taken(name, reading=replace(reading, file=name), problems=reading.notes)

    def _reading(self, path: Path) -> Reading:
        name, suffix = str(path), path.suffix.lower()
        if suffix in OTHERS:
            raise Refused([error(Place(name), f"{suffix} files are not read", OTHERS[suffix], "kind")])
        data = bytes_of(path)
        if suffix == ".odt":
            data = office.as_docx(data, suffix, name)
        reading = self.exporter.recover(data, name, self.source.layout)
        if reading.revisions:
            decision = self.wish.revisions(name, reading.revisions)
            if decision is None:
                what = f"it holds {len(reading.revisions)} tracked changes, and nobody has decided about them"
                raise Refused([error(Place(name), what, "--track accept or --track reject", "revisions")])
            if decision != "accept":
                reading = self.exporter.recover(data, name, self.source.layout, decision)
        return reading

    def _placed(self, taken: Taken) -> Taken:
        back = taken.reading
        assert back
        report, told = owner(back, self.forms)
        taken = replace(taken, problems=(*taken.problems, *told))
        if report is None:
            return taken if errors(told) else self._filled(taken, back)
        return self._compared(replace(taken, session=report.id, target=report.origin.file), report)

    def _filled(self, taken: Taken, back: Reading) -> Taken:
        """Return a file that belongs to no session as the session that it begins, if it is one of our forms, filled."""
        if not back.schema and len(back.fields.keys() - {"title"}) < FIELDS:
            what, hint = "this is no form of this conference", f'make a session of it: rapporteur import "{taken.file}"'
            return replace(taken, problems=(*taken.problems, error(Place(taken.file), what, hint, "owner")))
        if not any(unit.kind != "heading" for unit in back.body) and not any(back.fields.values()):
            empty = error(Place(taken.file), "nothing was filled in", "ask its rapporteur", "owner")
            return replace(taken, problems=(*taken.problems, empty))
        return self._begun(taken, back)

    def _begun(self, taken: Taken, back: Reading, name: str = "") -> Taken:
        """Return a file as the new session that it begins."""
        try:
            made = draft.session(back, self._source_now(), name)
        except Refused as refusal:
            return replace(taken, problems=(*taken.problems, *refusal.problems))
        target = f"{sources.SESSIONS}/{made.id.lower()}.md"
        text, pictures = _with_pictures(made.text, back, target)
        self._texts[target] = text
        problems = (*taken.problems, *(replace(each, where=replace(each.where, file=target)) for each in made.problems))
        return replace(taken, session=made.id, target=target, after=text, pictures=pictures, problems=problems)

    def _compared(self, taken: Taken, report: Report) -> Taken:
        """Return a file compared with its base and with the session as it is by now."""
        assert taken.reading
        sent_, told = base(taken.reading, report, self.forms)
        before = self._texts.get(taken.target) or self.forms.text(taken.target)
        current = self.forms.of(before, taken.target)
        problems = (*taken.problems, *told)
        if sent_ is None or current is None:
            what = f"{taken.target} has errors, so nothing can be taken into it"
            more = () if sent_ is None else (error(Place(taken.file), what, "run: rapporteur check", "base"),)
            return replace(taken, problems=(*problems, *more))
        found = returned.compare(sent_.reading, current.reading, taken.reading, self._context(current.report))
        problems = (*problems, *_placed_in(taken, found.problems))
        taken = replace(taken, comparison=found, before=before, problems=problems)
        if errors(found.problems):
            return taken
        try:
            after, pictures = self._amended(taken, found, current.report)
            self._prove(after, taken, sent_.reading, found)
        except Refused as refusal:
            return replace(taken, problems=(*taken.problems, *_placed_in(taken, refusal.problems)))
        again = taken.target in self._texts
        self._texts[taken.target] = after
        taken = replace(taken, after=after, pictures=pictures)
        return taken if (self.source.workspace / taken.target).exists() else self._announced(taken, again)

    def _announced(self, taken: Taken, again: bool) -> Taken:
        """Return the return of a session that was only announced: it begins the session's file."""
        if not (taken.changes or again):
            del self._texts[taken.target]
            empty = error(Place(taken.file), "nothing was filled in", "ask its rapporteur", "owner")
            return replace(taken, after=None, problems=(*taken.problems, empty))
        return replace(taken, before=None)

    def _context(self, report: Report) -> Context:
        layout, conference = self.source.layout, self.source.conference
        words = layout.catalogue(report.language)
        return Context(report, layout.form, words, Labels(words, conference.digits), conference)

    def _decided(self, found: Comparison) -> Mapping[str, Side]:
        """Return what was decided of the changes of one file; a name that is no file's is told when all are read."""
        names = {each.field for each in found.changes} | {"all"}
        self.unused -= names
        return {name: side for name, side in self.wish.take.items() if name in names}

    def _amended(self, taken: Taken, found: Comparison, report: Report) -> tuple[str, Mapping[str, bytes]]:
        assert taken.before is not None
        assert taken.reading
        amendment = found.amendment(self._decided(found))
        if amendment.is_empty:
            return taken.before, {}
        return _with_pictures(amend.amended(taken.before, report, amendment), taken.reading, taken.target)

    def _prove(self, after: str, taken: Taken, sent_: Reading, found: Comparison) -> None:
        """Raise `Refused` unless the session file, as it would be, says all that the file said."""
        if after == taken.before:
            return
        assert taken.reading
        made = self.forms.of(after, taken.target)
        kept = {name for name, side in self.wish.take.items() if side == "source"}
        left = returned.compare(sent_, made.reading, taken.reading, self._context(made.report)).changes if made else ()
        missing = [each for each in left if each.field not in kept and "all" not in kept]
        if made is None or missing:
            what = "a change cannot be written into the session file so that it reads back as it was made"
            names = ", ".join(dict.fromkeys(each.field for each in missing)) or taken.target
            hint = f"make it by hand: {names}"
            raise Refused([error(Place(taken.file), what, hint, "proof")])

    def _source_now(self) -> sources.Source:
        """Return the source with the sessions that files before this one begin."""
        known = {each.origin.file for each in self.source.conference.reports}
        new = [self.forms.of(text, file) for file, text in self._texts.items() if file not in known]
        reports = (*self.source.conference.reports, *(each.report for each in new if each))
        return replace(self.source, conference=replace(self.source.conference, reports=reports))

    def write(self, taken: Iterable[Taken]) -> tuple[str, ...]:
        """Write what changes, each file whole or not at all, and return the names of the files written.

        A session that changed since it was read is refused. Several returns of one session make one write, the last.
        """
        last = {each.target: each for each in taken if each.changes}
        first = {each.target: each.before for each in reversed(list(taken)) if each.changes}
        workspace = self.source.workspace
        with files.locked(workspace / "build"):
            moved = [name for name, text in first.items() if text is not None and _text(workspace / name) != text]
            if moved:
                what = "this file changed while the returned files were read"
                raise Refused(error(Place(name), what, "run the command again", "changed") for name in moved)
            for each in taken:
                for name, data in each.pictures.items():
                    files.write_atomically(workspace / "source" / name, data)
            for name, each in last.items():
                data = (each.after or "").encode("utf-8")
                if first[name] is None:
                    files.write_new(workspace / name, data)
                else:
                    files.write_atomically(workspace / name, data)
        return tuple(last)


def _exporter() -> seam.TwoWay:
    for exporter in seam.of_suffix(".docx"):
        if isinstance(exporter, seam.TwoWay):
            return exporter
    raise WrongUse("no exporter reads Word files back; the one called “word” is not installed")


def bytes_of(path: Path) -> bytes:
    """Return what stands in a file (``-``: standard input); raises `Refused` if it cannot be read or is too large."""
    try:
        if str(path) == "-":
            data = sys.stdin.buffer.read(LARGEST + 1)
        else:
            with path.open("rb") as file:
                data = file.read(LARGEST + 1)
    except OSError as mistake:
        what = f"this file cannot be read: {mistake.strerror}"
        raise Refused([error(Place(str(path)), what, rule="kind")]) from None
    if len(data) > LARGEST:
        what = f"this file is larger than {LARGEST:,} bytes"
        raise Refused([error(Place(str(path)), what, "take pictures out of it", "kind")])
    return data


def _text(path: Path) -> str:
    return path.read_bytes().decode("utf-8", "replace")


def _of(file: str, problem: Problem) -> Problem:
    return problem if problem.where.file else replace(problem, where=replace(problem.where, file=file))


def _placed_in(taken: Taken, problems: Iterable[Problem]) -> Iterator[Problem]:
    yield from (_of(taken.file, each) for each in problems)


def _with_pictures(text: str, back: Reading, target: str) -> tuple[str, dict[str, bytes]]:
    """Return a session file that names each new picture by the file it will be kept in, and these files."""
    kept: dict[str, bytes] = {}
    for name, data in back.pictures.items():
        if name in text:
            file = f"pictures/{Path(target).stem}-{name.removeprefix('returned:')[:8]}{Path(name).suffix}"
            text = text.replace(name, file)
            kept[file] = data
    return text, kept
