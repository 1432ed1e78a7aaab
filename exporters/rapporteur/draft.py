"""A new session file from what a file says: pasted text, or a blank Word form that a rapporteur filled.

Whatever is a guess stands in the file as a comment beside its value, with the raw words, and is told as a warning. What
no field takes stands in a last section, “Notes”; so every word of the reading is in the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from itertools import pairwise

from . import answers, starting
from .amend import markup
from .amendment import UnitKept
from .form import Field
from .front import ID, PERSON
from .labels import Catalogue, Labels
from .problems import Place, Problem, warning
from .prose import Inlines, Text, plain
from .reading import Line, Reading, Unit
from .report import Person
from .session import meant
from .source import SESSIONS, Source
from .spelling import fold
from .starting import quoted
from .view import labelled

_PEOPLE = ("organiser", "moderator", "rapporteur", "presenters", "organizers", "chair", "note_taker", "speakers")


@dataclass(frozen=True, slots=True)
class Draft:
    """A new session file: its text, the session's id, and what was guessed or found no place, by its lines."""

    text: str
    id: str
    problems: tuple[Problem, ...] = ()


def session(reading: Reading, source: Source, name: str = "", title: str = "") -> Draft:
    """Return the session file that a reading begins, under the id it names, else `name`, else the next free one.

    Raises `WrongUse` for an id that cannot be one or is taken.
    """
    writer = _Writer(reading, source)
    track = writer.take(title)
    name = starting.identified(source, _id(reading, source, name), track)
    front = list(starting.frontmatter(source, name, writer.language, writer.answered))
    lines = [*front, *writer.body()]
    file = f"{SESSIONS}/{name.lower()}.md"
    return Draft("\n".join(lines) + "\n", name, tuple(_told(lines, len(front), file, writer.lost)))


def _id(reading: Reading, source: Source, name: str) -> str:
    taken = {report.id.casefold() for report in source.conference.reports}
    usable = ID.fullmatch(reading.report) and reading.report.casefold() not in taken
    return name or (reading.report if usable else "")


_GUESS = "  # guess: "


def _told(lines: Sequence[str], front: int, file: str, lost: Sequence[str]) -> Iterator[Problem]:
    """Yield a warning for each guess of the front matter, and for each piece of text that found no place."""
    for at, line in enumerate(lines[:front], 1):
        if _GUESS in line:
            hint = "correct it if it is wrong, and delete the comment"
            yield warning(Place(file, at), line.partition(_GUESS)[2], hint, "guess")
    at = max((at for at, line in enumerate(lines, 1) if line.startswith("## ")), default=0)
    for each in lost:
        what = answers.remark("no field takes these words, so they stand in a section of their own", each)
        yield warning(Place(file, at), what, "move them to where they belong", "left")


class _Writer:
    """Writes a reading's fields as lines of a front matter, and keeps what no field takes."""

    def __init__(self, reading: Reading, source: Source) -> None:
        self._reading = reading
        self._source = source
        self._form = source.layout.form
        self.language = reading.language or source.conference.languages[0]
        names = dict.fromkeys((self.language, *source.conference.languages, *source.layout.languages()))
        self._catalogues = tuple(source.layout.catalogue(name) for name in names)
        self.answered: dict[str, list[str]] = {}
        self.lost: list[str] = [each.text for each in reading.left if each.text.strip()]

    @property
    def _words(self) -> Catalogue:
        return self._catalogues[0]

    def take(self, title: str) -> str:
        """Take every field of the reading; return the id of its track, "" if it names none."""
        track, extra = "", list[str]()
        said = {name: [line for line in lines if line.text.strip()] for name, lines in self._reading.fields.items()}
        self._title(title, said.pop("title", []))
        if self._form.of_kind("track") or said.get("track"):
            track = self._track(said.pop("track", []))
        for name, lines in said.items():
            field = self._form.field(name)
            kind = field.kind if field else {"when": "when", "participants": "counts"}.get(name, "")
            if not lines:
                continue
            if kind == "when":
                self._when(lines)
            elif kind == "counts":
                self._counts(lines, field or Field("participants", "counts", {}))
            elif kind == "people":
                self.answered[name] = list(self._people(name, lines, field))
            elif not kind and name in _PEOPLE:
                extra += self._people(name, lines, None)
            elif field and kind in ("text", "choice", "number"):
                self.answered[name] = [_value(name, [self._answer(line.text, field) for line in lines])]
            else:
                self.lost += [line.text for line in lines]
        if extra:
            self.answered["people"] = extra
        return track

    def _title(self, title: str, lines: list[Line]) -> None:
        said = " ".join(_joined(lines).split())
        guess = answers.remark("several lines were taken as the title", said) if len(lines) > 1 and not title else ""
        if title and said and said != title:
            self.lost.append(said)
        self.answered["title"] = [f"title: {quoted(title or said)}{_comment(guess)}"]

    def _answer(self, text: str, field: Field) -> str:
        said = " ".join(text.split())
        return said if field.open or field.kind != "choice" else answers.choice(said, field, self._words)

    def _track(self, lines: list[Line]) -> str:
        """Take the track; words that mean none of the conference's are kept as text."""
        known = " ".join(", ".join(f"{each.id} = {each.name}" for each in self._source.conference.tracks).split())
        said = " ".join(_joined(lines).split())
        conference = self._source.conference
        heard = (answers.track(said, conference, words) for words in self._catalogues)
        found = next((each for each in heard if each is not None), None)
        named = conference.track(found) if found is not None else None
        if named is None:
            guess = answers.remark("no track of this conference", said) if said else known
            self.answered["track"] = ["track:" + (_comment(guess) if said else f"  # {known}" if known else "")]
            self.lost += [said] if said else []
            return ""
        alone = fold(said) in (fold(named.id), *(fold(f"{each} {named.id}") for each in self._track_words()))
        same = alone or fold(named.name) in fold(said)
        why = "" if same else answers.remark(f"known by its number; track {named.id} is “{named.name}”", said)
        self.answered["track"] = [f"track: {quoted(named.id)}{_comment(why)}"]
        return named.id

    def _track_words(self) -> Iterator[str]:
        for words in self._catalogues:
            yield from answers.track_words(words)

    # when

    def _when(self, lines: list[Line]) -> None:
        parts: list[tuple[str, str]] = []
        for text in (piece for line in lines for piece in re.split("[;；؛]", line.text) if piece.strip()):
            day, hours, rest = answers.moment(text, self.language)
            if rest:
                self.lost.append(rest)
            if hours and not day and parts:
                day, before = parts[-1]
                parts[-1:] = [(day, hours)] if not before else [parts[-1], (day, hours)]
            elif day or hours:
                parts.append((day, hours))
        if len(parts) == 1:
            (day, hours), blank = parts[0], ("  # 2012-09-05, or Wednesday 5 September", "  # 14:30–16:00")
            date, time = (f" {quoted(said)}" if said else none for said, none in zip((day, hours), blank, strict=True))
            self.answered["when"] = ["when:", f"  date:{date}", f"  time:{time}"]
        elif parts:
            self.answered["when"] = ["when:", *(line for part in parts for line in _sitting(*part))]

    # people

    def _people(self, role: str, lines: list[Line], field: Field | None) -> Iterator[str]:
        found = [one for line in lines for one in self._heard(line, field.parts if field else ("name",))]
        if len(found) == 1 and found[0].value == Person(found[0].value.name):
            yield f"  {role}: {quoted(found[0].value.name)}{_comment(found[0].guess)}"
            return
        yield f"  {role}:"
        for each in found:
            begin = "    - " if len(found) > 1 else "    "
            yield from _person(each, begin)

    def _heard(self, line: Line, parts: tuple[str, ...]) -> tuple[answers.Heard[Person], ...]:
        """Return the people of a line: as its controls part it, else as its words do."""
        said = {key.rpartition(":")[2]: text for key, text in line.parts if text.strip()}
        if (
            len(said) > 1
            and not line.loose.strip()
            and said.keys() <= set(PERSON)
            and {"name", "organisation"} & said.keys()
        ):
            return (
                answers.Heard(Person(**({"name": ""} | {key: " ".join(text.split()) for key, text in said.items()}))),  # type: ignore[arg-type]
            )
        return answers.people([line.text], parts, self._words)

    # attendance

    def _counts(self, lines: list[Line], field: Field) -> None:
        found: dict[str, dict[str, str]] = {}
        for line in lines:
            for one in self._tallied(line, field):
                self._count(one, found)
        if not found:
            return
        asked = [tally.category for tally in field.tallies if tally.category not in found]
        order = [*(each.category for each in field.tallies if each.category in found), *found]
        made = [f"  {category}: {_modes(found[category])}" for category in dict.fromkeys(order)]
        self.answered["participants"] = [*made, *(f"  {category}: not recorded" for category in asked)]

    def _tallied(self, line: Line, field: Field) -> tuple[answers.Tallied, ...]:
        keyed = [(key.split(":"), text) for key, text in line.parts if text.strip()]
        if keyed and not line.loose.strip() and all(2 <= len(key) <= 3 for key, _ in keyed):
            return tuple(answers.Tallied(key[1], ":".join(key[2:]), text) for key, text in keyed)
        for words in self._catalogues:
            found, rest = answers.tallies(line.text, field, words)
            if found:
                return (*self._whole(rest, found, words), *found)
        if any(answers.count(line.text, words) for words in self._catalogues):
            return (answers.Tallied("total", "", line.text.strip(" -–")),)
        self.lost.append(line.text)
        return ()

    def _whole(self, rest: str, found: tuple[answers.Tallied, ...], words: Catalogue) -> tuple[answers.Tallied, ...]:
        """Return the figure before the first category as the total: “about 40 (Women: 22, Men: 18)”."""
        if rest and answers.count(rest, words) and all(each.category != "total" for each in found):
            return (answers.Tallied("total", "", rest),)
        self.lost += [rest] if rest else []
        return ()

    def _count(self, one: answers.Tallied, found: dict[str, dict[str, str]]) -> None:
        heard = (answers.count(one.text, words) for words in self._catalogues)
        count = next((each for each in heard if each is not None), None)
        modes = found.get(one.category, {})
        if one.mode in modes or (one.mode and "" in modes) or (modes and not one.mode):
            self.lost.append(self._labelled(one))
            return
        if count is None and one.text:
            self.lost.append(self._labelled(one))
            value = f"not recorded{_comment(answers.remark('no number of people', one.text))}"
        else:
            told = "" if fold(one.text) in (count, "") else f"  # {answers.remark('as written', one.text)}"
            value = f"{count or 'not recorded'}{told}"
        found.setdefault(one.category, {})[one.mode] = value

    def _labelled(self, one: answers.Tallied) -> str:
        labels = Labels(self._words)
        return f"{labels.with_colon(labelled({}, one.category, labels))} {one.text}"

    # the body

    def body(self) -> Iterator[str]:
        """Yield the lines of the sections, those that nobody wrote where the form asks them, and what found none."""
        labels = Labels(self._words)
        before, sections = self._sections()
        order = [each.id for each in self._form.sections]
        held = {role for _, role, _ in sections}
        waiting = [each for each in self._form.sections if each.id not in held]
        for heading, role, units in sections:
            while role and waiting and order.index(waiting[0].id) < order.index(role):
                yield from starting.section(waiting.pop(0), labels)
            asked = self._form.field(role)
            numbered = _numbered(units) if asked and asked.kind == "recommendations" else units
            yield from _section(heading, role, numbered)
        for field in waiting:
            yield from starting.section(field, labels)
        rest = [*before, *(Unit("paragraph", (Text(" ".join(each.split())),)) for each in self.lost)]
        self.lost = [*(_said(each) for each in before), *self.lost]
        if rest:
            yield from _section((Text(labelled({}, "notes", labels)),), "", rest)

    def _sections(self) -> tuple[list[Unit], list[tuple[Inlines, str, list[Unit]]]]:
        """Return the units before the first section, and each section's heading, role and units."""
        before: list[Unit] = []
        found: list[tuple[Inlines, str, list[Unit]]] = []
        level = 2
        for unit in self._reading.body:
            role = self._role(unit) if unit.kind == "heading" else None
            if role is not None:
                found.append((unit.inlines, role, []))
                level = max(unit.level, 2)
                continue
            under = found[-1][2] if found else before
            deeper = min(max(2 + unit.level - level, 3), 6)
            under.append(replace(unit, level=deeper) if unit.kind == "heading" else unit)
        return before, found

    def _role(self, unit: Unit) -> str | None:
        """Return the role of the section that a heading opens, "" for one of its own, None if it opens none."""
        for mark in unit.marks:
            field = self._form.field(mark.removeprefix("section:")) if mark.startswith("section:") else None
            if field and field.is_section:
                return field.id
        asked = (meant(plain(unit.inlines), self._form.sections, words) for words in self._catalogues)
        if field := next((each for each in asked if each), None):
            return field.id
        return "" if unit.level <= 2 or any(mark.startswith("section:") for mark in unit.marks) else None


def _numbered(units: Sequence[Unit]) -> list[Unit | UnitKept]:
    """Return the units of recommendations, each with the number that was printed where counting would not give it."""
    found: list[Unit | UnitKept] = []
    expected = 0
    for unit in units:
        top = unit.kind == "point" and unit.level == 0 and unit.ordered
        if top and expected and unit.number != str(expected):
            found.append(UnitKept(None, unit, (("no", unit.number),)))
        else:
            found.append(unit)
        if top:
            expected = expected + 1 if expected else int(unit.number or 1) + 1
        elif unit.level < 0 or unit.kind == "heading":
            expected = 0
    return found


def _section(heading: Inlines, role: str, units: Sequence[Unit | UnitKept]) -> Iterator[str]:
    """Yield the lines of a section; what stands under a heading in it is written by itself, so that it ends lists."""
    notes = markup.Notes()
    starts = [at for at, unit in enumerate(units) if isinstance(unit, Unit) and unit.kind == "heading"]
    first, *others = (units[begin:end] for begin, end in pairwise([0, *starts, len(units)]))
    for text in (markup.section(heading, role, first, notes), *(markup.block(each, notes) for each in others)):
        yield from ("", *text.split("\n"))


def _said(unit: Unit) -> str:
    return plain(unit.inlines) or " ".join(plain(cell) for row in unit.rows for cell in row)


def _joined(lines: Sequence[Line]) -> str:
    return " ".join(line.text for line in lines)


def _comment(guess: str) -> str:
    return f"{_GUESS}{guess}" if guess else ""


def _value(name: str, values: Sequence[str]) -> str:
    if len(values) == 1:
        return f"{name}: {quoted(values[0])}"
    return "\n".join([f"{name}:", *(f"  - {quoted(each)}" for each in values)])


def _sitting(day: str, hours: str) -> Iterator[str]:
    yield f"  - date: {quoted(day)}" if day else "  - date:"
    yield f"    time: {quoted(hours)}" if hours else "    time:"


def _person(heard: answers.Heard[Person], begin: str) -> Iterator[str]:
    """Yield the parts of a person that are known, the first behind `begin` and with the guess beside it."""
    said = [(each.name, getattr(heard.value, each.name)) for each in fields(Person)]
    for at, (key, text) in enumerate((key, text) for key, text in said if text):
        lead = begin if at == 0 else " " * len(begin)
        yield f"{lead}{key}: {quoted(text)}{_comment(heard.guess if at == 0 else '')}"


def _modes(counts: dict[str, str]) -> str:
    """Return the counts of a category: one figure, or one for each mode."""
    if "" in counts:
        return counts[""]
    return "".join(f"\n    {mode}: {text}" for mode, text in counts.items())
