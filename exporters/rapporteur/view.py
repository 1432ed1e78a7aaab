"""What a layout prints of a report: each field of the form with its label and its words, in the report's language.

A view joins report, form and labels once, so that the layouts of Word and PDF loop over the same things and no
template knows a field's name. A blank view, and a draft's, also holds what is still to be answered, with its hints.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from . import outline
from .form import PARTS, Field, Form
from .labels import Labels, MissingWord
from .layout import Layout
from .prose import Inlines, List, Paragraph, Text, plain
from .report import Conference, Count, Person, Recommendations, Report, Role, Section, When


@dataclass(frozen=True, slots=True)
class Tallied:
    """One line of attendance: a category, its label and its figure as text ("" if the report does not give it)."""

    category: str
    label: str
    text: str
    mode: str = ""
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Option:
    """One answer that a choice or the list of tracks offers: its key and its words."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class FieldView:
    """A field of the grid: what it is called, what it says, and what to type if it says nothing."""

    id: str
    kind: str
    label: str
    hint: str
    text: str = ""
    people: tuple[Person, ...] = ()
    parts: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    tallies: tuple[Tallied, ...] = ()
    options: tuple[Option, ...] = ()
    datetime: str = ""

    @property
    def answered(self) -> bool:
        """Whether the report answers it."""
        return bool(self.text or self.people or self.lines or any(each.text for each in self.tallies))


@dataclass(frozen=True, slots=True)
class SectionView:
    """A section as it is printed: its heading, its blocks (none if it is still to be written) and how it is set."""

    id: str
    role: str
    kind: str
    heading: Inlines
    blocks: tuple[object, ...]
    hint: str
    major: bool = False

    @property
    def answered(self) -> bool:
        """Whether the report holds it."""
        return bool(self.blocks)


@dataclass(frozen=True, slots=True)
class View:
    """A report made ready for a template; `followed` is what became of each recommendation so far, by its id.

    It is `asking` when what is still to be answered is shown: in a blank form, and to those who work on a draft.
    """

    report: Report
    labels: Labels
    title: str
    form_title: str
    state: str
    track: FieldView | None
    fields: Mapping[str, FieldView]
    grid: tuple[tuple[tuple[FieldView, ...], ...], ...]
    others: tuple[FieldView, ...]
    sections: tuple[SectionView, ...]
    followed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    asking: bool = False


HINTS = {
    "title": "hint_title",
    "track": "hint_track",
    "people": "hint_name",
    "when": "hint_date",
    "counts": "hint_number",
    "choice": "hint_choice",
    "number": "hint_number",
}
"""The word that stands in an empty field of each kind; a field whose id has a hint of its own takes that."""


def view(report: Report, conference: Conference, layout: Layout, blank: bool = False) -> View:
    """Return `report` as the form of `layout` prints it; with `blank`, or for a draft, with what is still to answer."""
    labels = Labels(layout.catalogue(report.language), conference.digits)
    form = layout.form
    asked = {each.id: each for each in (*_unasked(report, form), *form.fields) if not each.is_section}
    made = {name: _field(each, report, conference, labels) for name, each in asked.items()}
    placed = {name for row in form.grid for cell in row for name in cell}
    special = {name for name, each in asked.items() if each.kind in ("title", "track")}
    asking = blank or (report.state == "draft" and layout.audience == "internal")
    extra = tuple(_role(role, labels) for role in report.roles if not form.field(role.id))
    track = next((made[name] for name, each in asked.items() if each.kind == "track"), None)
    return View(
        report=report,
        labels=labels,
        title=report.title,
        form_title=labelled(form.titles, form.id, labels),
        state=labels.word(report.state),
        track=track,
        fields=made,
        grid=tuple(tuple(tuple(made[name] for name in cell) for cell in row) for row in form.grid),
        others=tuple(made[name] for name in made if name not in placed | special) + extra,
        sections=tuple(_sections(report, form, labels, asking)),
        followed=_followed(report, conference, labels),
        asking=asking,
    )


def _followed(report: Report, conference: Conference, labels: Labels) -> Mapping[str, tuple[str, ...]]:
    """Return what is printed of the follow-up below each recommendation, by its id."""
    if not conference.follow_up:
        return {}
    from .followup import printed

    return printed.lines(report, conference.follow_up, labels)


def _unasked(report: Report, form: Form) -> Iterator[Field]:
    """Yield fields for what the report says though its form does not ask it: its track, time and attendance."""
    if report.track and not form.of_kind("track"):
        yield Field("track", "track", {})
    if report.when.parts and not form.of_kind("when"):
        yield Field("when", "when", {})
    if report.attendance and not form.of_kind("counts"):
        yield Field("participants", "counts", {})


def labelled(labels: Mapping[str, str], key: str, words: Labels, number: int | None = None) -> str:
    """Return the label for the language at hand: the form's own, else its one label for all, else the word `key`."""
    base = words.language.split("-")[0]
    own = labels.get(words.language) or labels.get(base) or labels.get("")
    try:
        return own or words.word(key, number=number)
    except MissingWord:  # also for a word that is no label, with places to fill in
        return labels.get("en") or _spelled_out(key)


def _spelled_out(key: str) -> str:
    """Return a label for a key that nobody gave words to: its own, with spaces."""
    return key.replace("_", " ").capitalize()


def _field(each: Field, report: Report, conference: Conference, labels: Labels) -> FieldView:
    people = report.people(each.id) if each.kind == "people" else ()
    label = labelled(each.labels, each.id, labels, len(people) or None)
    shown = FieldView(each.id, each.kind, label, _hint(each, labels), people=people, parts=_parts(each.parts, people))
    match each.kind:
        case "title":
            return _with(shown, text=report.title)
        case "track":
            options = tuple(Option(one.id, _track(one.id, one.name, labels)) for one in conference.tracks)
            text = next((one.label for one in options if one.id == report.track), report.track)
            return _with(shown, text=text, options=options)
        case "when":
            return _with(shown, lines=tuple(when_lines(report.when, labels)), datetime=_iso(report.when))
        case "counts":
            return _with(shown, tallies=tuple(_tallies(each, report, labels)))
        case "choice":
            options = tuple(Option(one.id, labelled(one.labels, one.id, labels)) for one in each.choices)
            words = {one.id: one.label for one in options}
            return _with(
                shown, text=labels.join([words.get(one, one) for one in report.answer(each.id)]), options=options
            )
        case _:
            return _with(shown, text=labels.join(list(report.answer(each.id))))


def _with(shown: FieldView, **values: object) -> FieldView:
    return replace(shown, **values)  # type: ignore[arg-type]


def _hint(each: Field, labels: Labels) -> str:
    """Return what stands in an empty field, in square brackets so that it is known again when it comes back."""
    if each.hints:
        return f"[{labelled(each.hints, each.id, labels).strip('[]')}]"
    own = f"hint_{each.id}"
    return labels.word(own if labels.has(own) else HINTS.get(each.kind, "hint_text"))


def _track(name: str, title: str, labels: Labels) -> str:
    return labels.word("track_n", number=name, name=title) if title else f"{labels.word('track')} {name}"


def _role(role: Role, labels: Labels) -> FieldView:
    label = labelled({}, role.id, labels, len(role.people) or None)
    return FieldView(role.id, "people", label, "", people=role.people, parts=_parts(("name",), role.people))


def _parts(asked: tuple[str, ...], people: tuple[Person, ...]) -> tuple[str, ...]:
    """Return the parts of a person that the form asks, then those it does not ask and somebody has."""
    said = (part for part in PARTS if any(getattr(person, part) for person in people))
    return tuple(dict.fromkeys((*asked, *said)))


def when_lines(when: When, labels: Labels) -> Iterator[str]:
    """Yield the day and the time of each part as printed; a day that repeats is printed once."""
    before = None
    for part in when.parts:
        if part.day and part.day != before:
            yield labels.date(part.day.day, part.day.month, part.day.year, part.day.weekday)
        before = part.day
        if part.start:
            zone = f" ({when.timezone})" if when.timezone else ""
            yield labels.time_range(part.start, part.end, part.days_later) + zone


def _iso(when: When) -> str:
    day = when.parts[0].day if when.parts else None
    return day.date.isoformat() if day and day.date else ""


def _tallies(each: Field, report: Report, labels: Labels) -> Iterator[Tallied]:
    """Yield the counts the form asks, in its order, then those it does not ask."""
    counts = report.attendance or ()
    asked = [tally.category for tally in each.tallies]
    for tally in each.tallies:
        label = labelled(tally.labels, tally.category, labels)
        found = [count for count in counts if count.category == tally.category]
        yield from (_tallied(count, label, labels) for count in found)
        if not found:
            yield Tallied(tally.category, label, "")
    for count in counts:
        if count.category not in asked:
            yield _tallied(count, labelled({}, count.category, labels), labels)


def _tallied(count: Count, label: str, labels: Labels) -> Tallied:
    mode = f" ({labels.word(count.mode) if labels.has(count.mode) else count.mode})" if count.mode else ""
    return Tallied(count.category, label + mode, figure(count, labels), count.mode, count.number)


def figure(count: Count, labels: Labels) -> str:
    """Return a count as text: its number, its band, or that it was not recorded; and how, if not by heads."""
    if count.number is None:
        return count.band or labels.word("not_recorded")
    method = f" ({labels.word(count.method)})" if count.method in ("estimated", "registered") else ""
    return labels.number(count.number) + method


def _sections(report: Report, form: Form, labels: Labels, still: bool) -> Iterator[SectionView]:
    """Yield the report's sections in its order; with `still`, each one it lacks after the form's one before it."""
    held = {section.role for section in report.sections if section.role}
    waiting = [each for each in form.sections if each.id not in held] if still else []
    order = [each.id for each in form.sections]
    for section in report.sections:
        while section.role and waiting and order.index(waiting[0].id) < order.index(section.role):
            yield _empty(waiting.pop(0), labels)
        yield _section(section, form, labels)
    yield from (_empty(each, labels) for each in waiting)


def _section(section: Section, form: Form, labels: Labels) -> SectionView:
    asked = form.field(section.role)
    kind, major = (asked.kind, asked.major) if asked else ("prose", False)
    hint = _hint(asked, labels) if asked else labels.word("hint_text")
    blocks = () if section.is_empty else section.blocks
    return SectionView(section.id, section.role, kind, section.heading, blocks, hint, major)


def _empty(each: Field, labels: Labels) -> SectionView:
    heading = (Text(labelled(each.labels, each.id, labels)),)
    return SectionView(each.id, each.id, each.kind, heading, (), _hint(each, labels), each.major)


def shortened(blocks: Sequence[object], most: int) -> tuple[tuple[object, ...], int]:
    """Return blocks up to so many points, and how many points are left out.

    A point is one of a list or a recommendation, or a paragraph that no list completes.
    """
    kept: list[object] = []
    left, hidden = most, 0
    for block in blocks:
        if isinstance(block, Recommendations | List):
            items = block.items[: max(left, 0)]
            hidden += len(block.items) - len(items)
            left -= len(items)
            kept.extend([replace(block, items=items)] if items else [])  # type: ignore[arg-type]
        elif left > 0:
            kept.append(block)
            left -= isinstance(block, Paragraph) and not plain(block.inlines).rstrip().endswith((":", "："))
        else:
            hidden += isinstance(block, Paragraph)
    return tuple(kept), hidden


def template_words(shown: View) -> dict[str, object]:
    """Return the functions every template may call: `word`, `colon`, `markup` of blocks and `inline` of inlines."""
    from markupsafe import Markup

    labels, direction = shown.labels, shown.report.direction

    def markup(blocks: object, level: int = 3) -> Markup:
        return Markup(outline.markup(tuple(blocks), direction, level))  # type: ignore[arg-type] # noqa: S704

    def inline(inlines: Inlines) -> Markup:
        return Markup(outline.inline_markup(inlines))  # noqa: S704

    return {
        "word": labels.word,
        "colon": labels.with_colon,
        "number": labels.number,
        "beside": labels.beside,
        "way": outline.direction_of,
        "join": labels.join,
        "markup": markup,
        "inline": inline,
        "shortened": shortened,
        "is_recommendations": lambda block: isinstance(block, Recommendations),
    }
