"""The body of a returned file, compared three ways: what was changed is found, nothing else, and it merges."""

import datetime
from dataclasses import dataclass, replace
from functools import cache

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import reports
from rapporteur import layout, returned
from rapporteur.labels import DIGITS, Labels
from rapporteur.problems import Refused
from rapporteur.prose import Item, List, Paragraph, Text
from rapporteur.reading import Reading, Unit
from rapporteur.report import Conference, Report, Section
from rapporteur.returned import sections, wording
from reports import asked

EDITS = ("change", "insert", "delete", "move", "split", "join", "rename", "move_section", "add_section", "drop")
VOCABULARY = """
    water flood river law city farm school health road market seed climate budget women youth border island trade
    energy forest tax code data court labour museum wheel paper tower garden village teacher doctor
"""
WORDS = VOCABULARY.split()


@dataclass(frozen=True)
class Said:
    """A section as a person sees it: its id, its heading, and its units' words."""

    name: str
    heading: str
    units: tuple[str, ...] = ()
    blank: bool = False


Body = tuple[Said, ...]


def point(text: str, *marks: str) -> Unit:
    return Unit("point", (Text(text),), 0, marks=marks)


def unit_of(text: str, *marks: str) -> Unit:
    return replace(point(text, *marks), kind="paragraph", level=-1) if text.startswith("P") else point(text, *marks)


def reading(body: Body, marked: bool = True, **more: object) -> Reading:
    """Return what a file says that was exported from a body; without marks, as pandoc would leave it."""
    units = []
    for section in body:
        marks = (f"rpt_s_{section.name}", f"section:{section.name}") if marked and section.name else ()
        units.append(Unit("heading", (Text(section.heading),), 2, marks=marks))
        for at, text in enumerate(section.units, 1):
            units.append(unit_of(text, *((f"_rpt_{section.name}_{at}",) if marked else ())))
    return Reading("r.docx", body=tuple(units), **more)


def report(body: Body) -> Report:
    sections = tuple(
        Section(each.name, (Text(each.heading),), tuple(map(_block, each.units))) for each in body if not each.blank
    )
    return Report("S1", "A title", sections=sections)


def _block(text: str) -> object:
    words = Paragraph((Text(text),))
    return words if text.startswith("P") else List((Item((words,)),))


@cache
def forms():
    found = asked()
    return found.form, found.words("en"), Labels(found.words("en"))


def context(now: Body) -> returned.Context:
    form, words, labels = forms()
    return returned.Context(report(now), form, words, labels, Conference())


def compared(sent: Body, now: Body, back: Reading) -> returned.Comparison:
    base = reading(sent)
    return returned.compare(base, base if now == sent else reading(now), back, context(now))


def applied(now: Body, comparison: returned.Comparison, take=None) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return headings and units of a body after an amendment."""
    sections = [each for each in now if not each.blank]
    amendment = comparison.amendment(take or {})
    if amendment.sections is None:
        return seen(tuple(sections))
    found = []
    for kept in amendment.sections:
        own = sections[kept.at] if kept.at is not None else None
        heading = kept.heading[0].text if kept.heading is not None else own.heading
        if kept.units is None:
            units = own.units
        else:
            units = tuple(
                each.unit.inlines[0].text if each.unit else sections[each.at[0]].units[each.at[1]]
                for each in kept.units
            )
        found.append((heading, units))
    return tuple(found)


def seen(body: Body) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((each.heading, each.units) for each in body)


texts = st.lists(st.sampled_from(WORDS), min_size=4, max_size=9).map(" ".join)


@st.composite
def bodies(draw: st.DrawFn) -> Body:
    names = draw(st.lists(st.sampled_from(("summary", "outcomes", "lessons", "own", "more")), min_size=1, unique=True))
    return tuple(
        Said(name, f"The {name} of it", tuple(draw(st.lists(texts, min_size=1, max_size=5)))) for name in names
    )


@dataclass
class Editor:
    """A person at a returned file: its sections with the units in them, which keep their marks when they move."""

    units: list[list[Unit]]
    heads: list[Unit]

    @classmethod
    def of(cls, body: Body, marked: bool = True):
        flat = reading(body, marked).body
        heads = [each for each in flat if each.kind == "heading"]
        units: list[list[Unit]] = []
        for each in flat:
            if each.kind == "heading":
                units.append([])
            else:
                units[-1].append(each)
        return cls(units, heads)

    def reading(self, **more) -> Reading:
        flat = [each for head, row in zip(self.heads, self.units, strict=True) for each in (head, *row)]
        return Reading("r.docx", body=tuple(flat), **more)

    def seen(self):
        return tuple(
            (head.inlines[0].text, tuple(each.inlines[0].text for each in row))
            for head, row in zip(self.heads, self.units, strict=True)
        )


@st.composite
def edits(draw: st.DrawFn, marked: bool = True) -> tuple[Body, Editor]:
    """A body that was sent, and what came back after some edits."""
    body = draw(bodies())
    editor = Editor.of(body, marked)
    for _ in range(draw(st.integers(0, 6))):
        _edit(draw, editor)
    return body, editor


def _edit(draw: st.DrawFn, editor: Editor) -> None:
    if not editor.heads:
        return
    at = draw(st.integers(0, len(editor.heads) - 1))
    row = editor.units[at]
    spot = draw(st.integers(0, max(0, len(row) - 1)))
    kind = draw(st.sampled_from(EDITS))
    if kind == "insert":
        row.insert(spot, point(draw(texts)))
    elif kind == "rename":
        editor.heads[at] = replace(editor.heads[at], inlines=(Text(f"Renamed {draw(texts)}"),))
    elif kind == "move_section":
        to = draw(st.integers(0, len(editor.heads) - 1))
        editor.heads.insert(to, editor.heads.pop(at))
        editor.units.insert(to, editor.units.pop(at))
    elif kind == "add_section":
        editor.heads.insert(at, Unit("heading", (Text(f"New {draw(texts)}"),), 2))
        editor.units.insert(at, [point(draw(texts))])
    elif kind == "drop" and len(editor.heads) > 1:
        del editor.heads[at], editor.units[at]
    elif row and kind in ("change", "delete", "move", "split", "join"):
        _edit_unit(draw, editor, row, spot, kind)


def _edit_unit(draw: st.DrawFn, editor: Editor, row: list[Unit], spot: int, kind: str) -> None:
    own = row[spot]
    text = own.inlines[0].text
    if kind == "change":
        row[spot] = replace(own, inlines=(Text(f"{text} {draw(texts)}"),))
    elif kind == "delete":
        del row[spot]
    elif kind == "move":
        to = editor.units[draw(st.integers(0, len(editor.heads) - 1))]
        row.remove(own)
        to.insert(draw(st.integers(0, len(to))), own)
    elif kind == "split":
        words = text.split()
        row[spot : spot + 1] = [
            replace(own, inlines=(Text(" ".join(half)),)) for half in (words[:2], words[2:]) if half
        ]
    elif spot + 1 < len(row):
        other = row[spot + 1]
        both = (Text(f"{text} {other.inlines[0].text}"),)
        row[spot : spot + 2] = [replace(own, inlines=both, marks=(*own.marks, *other.marks))]


@given(bodies(), st.booleans())
@reports.tries(60)
def test_what_nobody_edited_changes_nothing(body, marked):
    comparison = compared(body, body, reading(body, marked))
    assert comparison.changes == ()
    assert comparison.problems == ()
    assert comparison.amendment().is_empty


@given(edits())
@reports.tries(300)
def test_an_unchanged_source_becomes_what_came_back(edited):
    body, editor = edited
    comparison = compared(body, body, editor.reading())
    assert applied(body, comparison) == tuple(each for each in editor.seen())


@given(edits(marked=False))
@reports.tries(300)
def test_words_and_order_come_back_without_any_mark(edited):
    body, editor = edited
    comparison = compared(body, body, editor.reading())
    assert applied(body, comparison) == editor.seen()


def _is_clear(body) -> bool:
    said = [text for heading, row in body for text in (heading, *row)]
    return len(set(said)) == len(said)


@given(edits())
@reports.tries(100)
def test_what_was_applied_once_is_not_applied_again(edited):
    body, editor = edited
    assume(all(_is_clear(each) for each in (seen(body), editor.seen())))  # of equal ones nobody can say which is which
    after = compared(body, body, editor.reading())
    now = tuple(Said(f"n{at}", *each) for at, each in enumerate(applied(body, after)))
    now = tuple(
        replace(each, name=next((one.name for one in body if one.heading == each.heading), each.name)) for each in now
    )
    again = compared(body, now, editor.reading())
    assert again.conflicts == ()
    assert again.amendment().sections is None or applied(now, again) == seen(now)


def test_refused_is_raised_with_every_conflict():
    sent = (Said("outcomes", "Outcomes", ("one two three four", "five six seven eight")),)
    now = (Said("outcomes", "Outcomes", ("one two three NOW", "five six seven eight")),)
    back = (Said("outcomes", "Outcomes", ("one two three BACK", "five six seven eight BACK")),)
    comparison = compared(sent, now, reading(back))
    assert [(each.field, each.kind, each.conflict) for each in comparison.changes] == [
        ("outcomes.1", "changed", "one two three NOW"),
        ("outcomes.2", "changed", ""),
    ]
    with pytest.raises(Refused, match=r"--take returned outcomes\.1"):
        comparison.amendment()
    assert applied(now, comparison, {"outcomes.1": "returned"}) == seen(back)
    assert applied(now, comparison, {"all": "source"})[0][1] == ("one two three NOW", "five six seven eight BACK")


SENT = (
    Said("summary", "Summary", ("Pone of the words here", "Ptwo and other words there")),
    Said("outcomes", "Outcomes", ("water for the villages", "roads to every town", "schools near the border")),
)


def edited(section: int, unit: int, *texts: str, sent: Body = SENT) -> Body:
    """Return a body with other units in the place of one."""
    own = sent[section]
    units = (*own.units[:unit], *texts, *own.units[unit + 1 :])
    return (*sent[:section], replace(own, units=units), *sent[section + 1 :])


def keyed(body: Body, marks: dict[str, str]) -> Reading:
    """Return a file whose units carry the marks under which their words were sent."""
    found = reading(body, marked=True)
    units = (
        each
        if each.kind == "heading"
        else replace(each, marks=(marks[each.inlines[0].text],) if each.inlines[0].text in marks else ())
        for each in found.body
    )
    return replace(found, body=tuple(units))


MARKS = {text: f"_rpt_{each.name}_{at}" for each in SENT for at, text in enumerate(each.units, 1)}


def test_edits_of_two_people_in_different_units_merge():
    now = edited(0, 0, "Pone of the words now")
    back = edited(1, 1, "roads to every single town", "and a harbour")
    comparison = compared(SENT, now, keyed(back, MARKS))
    assert [(each.field, each.kind) for each in comparison.changes] == [
        ("outcomes.2", "changed"),
        ("outcomes.new1", "added"),
    ]
    assert applied(now, comparison) == seen(edited(0, 0, "Pone of the words now", sent=back))


@pytest.mark.parametrize(
    ("side", "text"), [("returned", "water for all the villages"), ("source", "water for villages")]
)
def test_of_two_edits_of_one_unit_somebody_chooses(side, text):
    now, back = edited(1, 0, "water for villages"), edited(1, 0, "water for all the villages")
    comparison = compared(SENT, now, keyed(back, MARKS))
    assert [(each.field, each.conflict) for each in comparison.conflicts] == [("outcomes.1", "water for villages")]
    assert applied(now, comparison, {"outcomes.1": side}) == seen(edited(1, 0, text))


@pytest.mark.parametrize(("side", "left"), [("returned", ()), ("source", ("water for villages",))])
def test_one_removed_what_the_other_changed(side, left):
    now, back = edited(1, 0, "water for villages"), edited(1, 0)
    comparison = compared(SENT, now, keyed(back, MARKS))
    assert [(each.kind, each.field) for each in comparison.conflicts] == [("removed", "outcomes.1")]
    assert applied(now, comparison, {"all": side}) == seen(edited(1, 0, *left))
    comparison = compared(
        SENT, back, keyed(edited(1, 0, "water for all villages"), MARKS | {"water for all villages": "_rpt_outcomes_1"})
    )
    assert [(each.field, each.conflict) for each in comparison.conflicts] == [("outcomes.1", "(removed)")]
    assert applied(back, comparison, {"all": "source"}) == seen(back)
    assert applied(back, comparison, {"all": "returned"}) == seen(edited(1, 0, "water for all villages"))


def test_two_orders_are_a_conflict_of_the_section_and_one_order_is_none():
    def ordered(*places):
        return (SENT[0], replace(SENT[1], units=tuple(SENT[1].units[at] for at in places)))

    comparison = compared(SENT, ordered(1, 0, 2), keyed(ordered(2, 0, 1), MARKS))
    assert {each.field for each in comparison.conflicts} == {"outcomes"}
    assert applied(ordered(1, 0, 2), comparison, {"outcomes": "returned"}) == seen(ordered(2, 0, 1))
    assert applied(ordered(1, 0, 2), comparison, {"outcomes": "source"}) == seen(ordered(1, 0, 2))
    assert compared(SENT, ordered(1, 0, 2), keyed(ordered(1, 0, 2), MARKS)).changes == ()
    alone = compared(SENT, SENT, keyed(ordered(2, 0, 1), MARKS))
    assert [(each.field, each.kind, each.before, each.after) for each in alone.changes] == [
        ("outcomes", "moved", "Outcomes, 3", "Outcomes, 1")
    ]


def test_splits_joints_and_moves_are_told_as_such():
    split = compared(
        SENT, SENT, keyed(edited(1, 0, "water for", "the villages"), {"water for": MARKS["water for the villages"]})
    )
    assert [(each.field, each.kind, each.after) for each in split.changes] == [
        ("outcomes.1", "split", "water for ¶ the villages")
    ]
    joint = (SENT[0], replace(SENT[1], units=("water for the villages roads to every town", SENT[1].units[2])))
    joined = compared(SENT, SENT, keyed(joint, {joint[1].units[0]: MARKS["roads to every town"]}))
    assert [(each.field, each.kind) for each in joined.changes] == [("outcomes.1", "joined")]
    moved = (replace(SENT[0], units=(*SENT[0].units, SENT[1].units[2])), replace(SENT[1], units=SENT[1].units[:2]))
    found = compared(SENT, SENT, keyed(moved, MARKS))
    assert [(each.field, each.kind, each.before, each.after) for each in found.changes] == [
        ("outcomes.3", "moved", "Outcomes, 3", "Summary, 3")
    ]


def test_a_place_to_write_that_was_filled_is_a_new_section_with_its_role():
    sent = (*SENT, Said("lessons", "Lessons learned", blank=True))
    back = (*SENT, Said("lessons", "Lessons learned", ("we learned a lot",)))
    comparison = compared(sent, sent, keyed(back, MARKS))
    assert [(each.field, each.kind) for each in comparison.changes] == [("lessons.new1", "added")]
    [*_, new] = comparison.amendment().sections
    assert (new.at, new.role, len(new.units)) == (None, "lessons", 1)


def test_a_section_that_one_removed_and_the_other_changed_is_a_conflict():
    now = edited(1, 0, "water for villages")
    comparison = compared(SENT, now, keyed(SENT[:1], MARKS))
    assert [(each.field, each.kind) for each in comparison.conflicts] == [("sections", "removed")]
    assert applied(now, comparison, {"sections": "returned"}) == seen(SENT[:1])
    assert applied(now, comparison, {"sections": "source"}) == seen(now)


def test_what_stands_beside_a_recommendation_becomes_its_braces():
    def file(beside, *marks):
        head = Unit("heading", (Text("Key recommendations"),), 2, marks=("section:recommendations",))
        own = Unit("point", (Text("build wells"),), 0, marks=("_rpt_recommendations_rT3zdR01",))
        return Reading("r.docx", body=(head, own, *([Unit("beside", (Text(beside),))] if beside else [])))

    from rapporteur.report import Recommendation, Recommendations

    one = Recommendation("T3-R01", "", (Paragraph((Text("build wells"),)),), addressee="Towns", deadline="2030")
    form, words, labels = forms()
    own = Section("recommendations", (Text("Key recommendations"),), (Recommendations((one,)),), "recommendations")
    about = returned.Context(Report("S1", "T", sections=(own,)), form, words, labels, Conference())
    sent = file("Addressed to: Towns · Deadline: 2030")
    found = returned.compare(sent, sent, file("Addressed to: Cities · Theme: Water · Deadline: 2030"), about)
    assert [(each.field, each.kind) for each in found.changes] == [("T3-R01.to", "changed"), ("T3-R01.theme", "added")]
    [section] = found.amendment().sections
    assert section.units[0].attributes == (("to", "Cities"), ("theme", "Water"))
    assert [each.at for each in section.units] == [(0, 0), (0, 1)]
    gone = returned.compare(sent, sent, file(""), about).amendment().sections[0].units[0].attributes
    assert gone == (("to", ""), ("deadline", ""))


def test_thousands_of_units_are_compared_in_seconds():
    import time

    units = tuple(
        f"the {WORDS[n % 30]} of {WORDS[n * 7 % 30]} and {WORDS[n * 11 % 30]} number{n} is good"
        for n in range(reports.size(2000))
    )
    sent = (Said("outcomes", "Outcomes", units),)
    back = (Said("outcomes", "Outcomes", tuple(f"{each} really" for each in units[::-1])),)
    begin = time.process_time()
    comparison = compared(sent, sent, reading(back, marked=False))
    assert applied(sent, comparison) == seen(back)
    assert time.process_time() - begin < 20


@pytest.mark.parametrize("language", ["ar", "en", "es", "fr", "hi", "pt", "ru", "zh"])
@given(st.dates(datetime.date(1000, 1, 1)), st.sampled_from(sorted(DIGITS)))
def test_a_deadline_in_words_reads_as_the_day_that_was_printed(language: str, day: datetime.date, digits: str) -> None:
    labels = Labels(layout.find("rapporteur").catalogue(language), digits)
    assert sections._undated(wording.spaced(labels.dated(day.isoformat())), labels) == day.isoformat()
    assert sections._undated(f"by {labels.dated(day.isoformat())}", labels).startswith("by ")
