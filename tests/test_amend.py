"""A session file edited in place: what was asked is what reads again, and no other line changes."""

import difflib
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

import reports
import words as word_files
from rapporteur import amend
from rapporteur.amend import units
from rapporteur.amend.canonical import canonical
from rapporteur.amendment import Amendment, SectionKept, UnitKept
from rapporteur.problems import Refused
from rapporteur.prose import Break, Note, Picture, Strong, Text, plain
from rapporteur.reading import Unit

SAMPLE = (reports.CHECKOUT / reports.FILE).read_text("utf-8")


def text(said):
    return (Text(said),)


def point(said, level=0, ordered=False):
    return Unit("point", text(said), level, ordered)


def kept(report):
    """Return every unit of each section as it is."""
    return [[UnitKept((n, at)) for at in range(len(units.units(each)))] for n, each in enumerate(report.sections)]


def wanted(sections):
    return Amendment(sections=tuple(SectionKept(n, None, tuple(each)) for n, each in enumerate(sections)))


def edited(source, edit):
    """Return a file whose units were edited, and the lines of the difference without what stays."""
    report, _ = reports.read(source)
    sections = kept(report)
    edit(sections)
    found = amend.amended(source, report, wanted(sections))
    return found, changes(source, found)


def changes(before, after):
    lines = difflib.ndiff(before.splitlines(keepends=True), after.splitlines(keepends=True))
    return [line.rstrip("\r\n") for line in lines if line[0] in "+-"]


def body(source):
    return reports.session_text(f"\n## Summary\n\n{source}")


# Every file


@given(reports.sessions(), st.sampled_from(("\n", "\r\n")), st.booleans(), st.booleans())
def test_what_does_not_change_keeps_every_byte(written, end, marked, ends_open):
    source = ("\ufeff" if marked else "") + written[0].replace("\n", end)
    source = source.rstrip("\r\n") if ends_open else source
    report, _ = reports.read(source)
    assert amend.amended(source, report, Amendment()) == source
    assert amend.amended(source, report, wanted(kept(report))) == source
    sections = tuple(SectionKept(n) for n in range(len(report.sections)))
    assert amend.amended(source, report, Amendment(sections=sections)) == source


@reports.tries(40)
@given(reports.sessions())
def test_units_are_as_many_as_the_word_file_has_paragraphs(written):
    source = written[0].replace("![", "[").replace("id: T3", "state: final\nid: T3")
    report, _ = reports.read(source)
    file = word_files.Opened(word_files.made(source))
    for section in (each for each in report.sections if each.blocks):  # an empty one has a place to type in
        held = file.control(f"rpt:section:{section.id}")
        marks = word_files.ask(held, ".//w:bookmarkStart[starts-with(@w:name, '_rpt_')]")
        assert len(marks) == len(units.units(section))


def changed(random, unit):
    """Return a unit with other words."""
    said = (*text(f"new {random.randint(0, 99)} *_[] "), Strong(text("bold")), *text(" end"))
    if unit.kind in ("rule", "caption", "beside") or any(isinstance(each, Picture) for each in unit.inlines):
        return None
    if unit.kind == "table":
        rows = [list(row) for row in unit.rows]
        random.choice(rows)[0] = said
        return Unit("table", rows=tuple(map(tuple, rows)))
    words = text("new\n  code") if unit.kind == "code" else said
    return Unit(unit.kind, words, unit.level, unit.ordered)


def amended_at_random(random, report, sections):
    """Change, add, take out and move a few units."""
    for deed in random.choice((("change",), ("add",), ("take",), ("move",), ("change", "add", "take", "move"))):
        among = random.choice(sections)
        at = random.randrange(len(among)) if among else 0
        if deed == "add":
            kind = random.choice(("paragraph", "point", "quote", "heading", "code"))
            level = {"point": random.randint(0, 2), "heading": 3}.get(kind, -1)
            among.insert(at, UnitKept(None, Unit(kind, text("all new"), level)))
        elif among and deed == "take":
            del among[at]
        elif among and deed == "move":
            moved, there = among.pop(at), random.choice(sections)
            there.insert(random.randint(0, len(there)), moved)
        elif among and among[at].at:
            section, place = among[at].at
            unit = changed(random, units.units(report.sections[section])[place].unit)
            among[at] = UnitKept(among[at].at, unit)


def said(unit):
    rows = [plain(canonical(cell)) for row in unit.rows for cell in row]
    return [unit.kind in ("point", "heading", "table", "code"), plain(canonical(unit.inlines)).split(), rows]


def told(report, sections):
    """Return what each section shall say, without what stands beside recommendations, and empty points."""
    placed = [units.units(each) for each in report.sections]
    return [
        [said(each.unit or placed[each.at[0]][each.at[1]].unit) for each in among if _speaks(each, placed)]
        for among in sections
    ]


def _speaks(each, placed):
    unit = each.unit or placed[each.at[0]][each.at[1]].unit
    return unit.kind != "beside" and (unit.kind not in ("point", "paragraph") or unit.inlines)


@reports.tries(150)
@given(reports.sessions(), st.randoms(use_true_random=False), st.sampled_from(("\n", "\r\n")))
def test_what_was_asked_is_what_reads_again(written, random, end):
    source = written[0].replace("\n", end)
    report, before = reports.read(source)
    sections = kept(report)
    if not sections:
        return
    amended_at_random(random, report, sections)
    try:
        found = amend.amended(source, report, wanted(sections))
    except Refused:  # how seldom that is, `test_few_changes_are_refused` counts
        return
    after, problems = reports.read(found)
    assert {each.what for each in problems if each.severity == "error"} <= {each.what for each in before}
    assert told(after, kept(after)) == told(report, sections)
    assert end == "\n" or "\n" not in found.replace("\r\n", "")


def test_few_changes_are_refused():
    """Of changes to a file with every kind of unit at every depth none is."""
    refused = 0
    report, _ = reports.read(EVERYTHING)
    for seed in range(300 if reports.THOROUGH else 75):
        sections = kept(report)
        amended_at_random(Random(seed), report, sections)
        try:
            amend.amended(EVERYTHING, report, wanted(sections))
        except Refused:
            refused += 1
    assert refused == 0


EVERYTHING = reports.session_text("""
## Summary

A paragraph[^a] that is
wrapped over *two* lines.

- one
  - two

    more of two
  - three
- four

1) first
2) second

   > a quote
   >
   > - within

> quoted
> on

| a | b |
|:--|---|
| c | d |

```text
code
```

[^a]: A footnote.

## Key recommendations

We should:

* Act. {#T3-S01-R01 to="Cities"}
* Rest. {#T3-S01-R02}
  + well
""")


# One edit, few lines


def test_one_point_is_one_line():
    def edit(sections):
        sections[1][2] = UnitKept((1, 2), point("New actors have emerged."))

    _, found = edited(SAMPLE, edit)
    assert (found[0][:20], found[1:]) == ("- - There are new ac", ["+ - New actors have emerged."])


def test_a_recommendation_keeps_its_id_when_it_changes_and_when_it_moves():
    def edit(sections):
        sections[4][1] = UnitKept((4, 1), point("Improve."), (("to", "Cities"),))
        sections[1].append(sections[4].pop(2))

    _, found = edited(SAMPLE, edit)
    assert '+ - Improve. {#T3-S01-R01 to="Cities"}' in found
    assert sum("{#T3-S01-R02}" in line for line in found) == 2
    assert len(found) == 4


@pytest.mark.parametrize(
    ("before", "edit", "after"),
    [
        ("- a\n- b\n", lambda them: them.insert(1, UnitKept(None, point("new"))), "- a\n- new\n- b\n"),
        ("* a\n\n* b\n", lambda them: them.append(UnitKept(None, point("new"))), "* a\n\n* b\n\n* new\n"),
        ("1. a\n2. b\n", lambda them: them.insert(0, UnitKept(None, point("new", 0, True))), "1. new\n2. a\n3. b\n"),
        ("1. a\n1. b\n", lambda them: them.insert(0, UnitKept(None, point("new", 0, True))), "1. new\n1. a\n1. b\n"),
        ("3. a\n4. b\n", lambda them: them.pop(0), "3. b\n"),
        ("- a\n  - b\n", lambda them: them.append(UnitKept(None, point("new", 1))), "- a\n  - b\n  - new\n"),
        ("- a\n- b\n", lambda them: them.insert(1, UnitKept(None, point("new", 1))), "- a\n  - new\n- b\n"),
        ("- a\n  - b\n", lambda them: them.pop(0), "- b\n"),
        ("- a\n- b\n", lambda them: them.reverse(), "- b\n- a\n"),
        ("a\n\nb\n\nc\n", lambda them: them.pop(1), "a\n\nc\n"),
        ("a\n", lambda them: them.clear(), ""),
        ("", lambda them: them.append(UnitKept(None, point("new"))), "- new\n"),
        ("> a\n", lambda them: them.append(UnitKept(None, Unit("quote", text("new")))), "> a\n>\n> new\n"),
        ("a b\nc d\ne f\n", lambda them: change(them, 0, "paragraph", "a b x d e f"), "a b\nx d\ne f\n"),
        ("- a  \n  b\n", lambda them: change(them, 0, "point", "a", "new"), "- a  \n  new\n"),
        ("__a__ c\n", lambda them: change(them, 0, "paragraph", Strong(text("a")), " d"), "__a__ d\n"),
        ("```x\na\n```\n", lambda them: change(them, 0, "code", "b\nc"), "```x\nb\nc\n```\n"),
        ("### a ###\n", lambda them: change(them, 0, "heading", "b"), "### b ###\n"),
        ("> - a\n>   c\n", lambda them: change(them, 0, "point", "a d"), "> - a\n>   d\n"),
        ("a[^x]\n\n[^x]: b\n", lambda them: change(them, 0, "paragraph", "a", Note(text("c"))), "a[^x]\n\n[^x]: c\n"),
        ("a[^x]\n\n[^x]: b\n", lambda them: change(them, 0, "paragraph", "a"), "a\n"),
        ("a\n", lambda them: change(them, 0, "paragraph", "a", Note(text("b"))), "a[^1]\n\n[^1]: b\n"),
        ('![a](b.png "c")\n', lambda them: them.pop(1), "![a](b.png)\n"),
        ('![a](b.png "c")\n', lambda them: change(them, 1, "caption", "d"), '![a](b.png "d")\n'),
        ("- ab\n", lambda them: (change(them, 0, "point", "a"), them.append(UnitKept(None, point("b")))), "- a\n- b\n"),
    ],
)
def test_an_edit_is_written_as_a_person_would(before, edit, after):
    found, _ = edited(body(before), lambda sections: edit(sections[0]))
    assert found.rstrip("\n") == body(after).rstrip("\n")


def change(them, at, kind, *said):
    inlines = tuple(each for one in said for each in (text(one) if isinstance(one, str) else (one,)))
    breaks = inlines if kind != "point" or len(inlines) == 1 else (inlines[0], Break(), *inlines[1:])
    level = {"point": 0, "heading": 3}.get(kind, -1)
    them[at] = UnitKept(them[at].at, Unit(kind, breaks, level))


def test_only_the_cell_that_changed_changes():
    rows = ((text("a"), text("b")), (text("c"), text("x|y")), (text("e"), text("f")))
    source = body("|a|b|\n|:-|-:|\n|c|d|\n|e|f|\n")
    _, found = edited(source, lambda them: them[0].__setitem__(0, UnitKept((0, 0), Unit("table", rows=rows))))
    assert found == ["- |c|d|", "+ |c| x\\|y |"]


def test_a_file_that_ends_with_its_front_matter_takes_a_section():
    source = reports.session_text().rstrip("\n")
    new = SectionKept(None, text("Summary"), (UnitKept(None, Unit("paragraph", text("New."))),), "summary")
    assert sectioned(source)[0] == source
    assert sectioned(source, new)[0].startswith(f"{source}\n\n## Summary {{.summary}}\n\nNew.")


# Sections


def sectioned(source, *sections):
    report, _ = reports.read(source)
    found = amend.amended(source, report, Amendment(sections=sections))
    return found, changes(source, found)


def test_a_section_is_renamed_and_stays_known():
    rest = [SectionKept(n) for n in range(2, 5)]
    _, found = sectioned(SAMPLE, SectionKept(0), SectionKept(1, text("Results")), *rest)
    assert found == ["- ## Outcomes", "+ ## Results {.outcomes}"]


def test_a_section_is_added_with_its_role_and_one_is_taken_out():
    new = SectionKept(None, text("Lessons"), (UnitKept(None, point("Learn.")),), "lessons")
    source = reports.session_text("\n## Summary\n\nA.\n\n## Outcomes\n\n- b\n")
    assert sectioned(source, SectionKept(0), new, SectionKept(1))[1] == [
        "+ ## Lessons {.lessons}",
        "+ ",
        "+ - Learn.",
        "+ ",
    ]
    assert sectioned(source, SectionKept(1))[1] == ["- ## Summary", "- ", "- A.", "- "]


def test_sections_that_change_places_keep_their_lines():
    source = reports.session_text("\n## Summary\n\nA.\n\n## Outcomes {#o}\n\n- b\n")
    found, _ = sectioned(source, SectionKept(1), SectionKept(0))
    assert found == reports.session_text("\n## Outcomes {#o}\n\n- b\n\n## Summary\n\nA.\n")


def test_what_cannot_be_read_again_as_it_was_meant_is_refused_with_its_line():
    report, _ = reports.read(EVERYTHING)
    sections = kept(report)
    place = next(n for n, each in enumerate(units.units(report.sections[1])) if each.unit.kind == "beside")
    sections[1][place] = UnitKept((1, place), Unit("beside", text("Addressee: towns")))
    with pytest.raises(Refused) as refused:
        amend.amended(EVERYTHING, report, wanted(sections))
    line = EVERYTHING.split("\n").index('* Act. {#T3-S01-R01 to="Cities"}') + 1
    assert [each.where.line for each in refused.value.problems] == [line]
