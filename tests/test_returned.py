"""The grid of a returned file, compared three ways: fields, people and counts, and how a person is told."""

from dataclasses import replace

import pytest

from rapporteur import returned
from rapporteur.labels import Labels
from rapporteur.problems import Refused, errors
from rapporteur.prose import Text
from rapporteur.reading import Line, Reading, Unit
from rapporteur.report import Conference, Count, Day, Part, Person, Report, Role, Track, When
from reports import asked

CONFERENCE = Conference("Assembly", tracks=(Track("3", "Redefining global governance"), Track("4", "Food")))
PEOPLE = (
    Person("Ana Pérez", "Director", "Water Trust", "Chile"),
    Person("Stanley Kao", "Director General", "Ministry of Trade", "Taiwan"),
)
REPORT = Report(
    "S1",
    "Water for all",
    track="3",
    when=When((Part(Day(9, 5, None, 2)),)),
    roles=(
        Role("presenters", PEOPLE),
        Role("moderator", (Person("Childs, Stephanie", printed="Prof. Stephanie Childs"),)),
    ),
    attendance=(Count("women", 11), Count("men", 9), Count("total", 20)),
    answers=(("format", ("panel",)),),
)


def person(role: str, at: int, **parts: str) -> Line:
    keyed = tuple((f"{role}:pr{at}:{part}", text) for part, text in parts.items())
    return Line(", ".join(parts.values()), keyed, how="tag")


def value(key: str, text: str, before: str = "") -> Line:
    return Line(before + text, ((key, text),), how="tag")


PRESENTERS = (
    person("presenters", 1, name="Ana Pérez", position="Director", organisation="Water Trust", country="Chile"),
    person(
        "presenters",
        2,
        name="Stanley Kao",
        position="Director General",
        organisation="Ministry of Trade",
        country="Taiwan",
    ),
)
FIELDS = {
    "title": (value("title", "Water for all"),),
    "track": (value("track", "Track 3 – Redefining global governance"),),
    "presenters": PRESENTERS,
    "moderator": (person("moderator", 1, name="Prof. Stephanie Childs"),),
    "when": (value("when:1:date", "Wednesday 5 September"), value("when:1:time", "14:30–16:00 (Europe/Paris)")),
    "participants": (
        value("participants:women", "11", "Women: "),
        value("participants:men", "9", "Men: "),
        value("participants:total", "about 20 (estimated)", "Total: "),
    ),
    "format": (value("format", "Panel"),),
}
SENT = Reading("sent.docx", fields=FIELDS)


def context() -> returned.Context:
    words = asked().words("en")
    return returned.Context(REPORT, asked().form, words, Labels(words), CONFERENCE)


def compared(back: Reading, now: Reading = SENT) -> returned.Comparison:
    return returned.compare(SENT, now, back, context())


def back(program: str = "Microsoft Office Word/16", **fields: tuple[Line, ...]) -> Reading:
    return Reading("back.docx", program=program, fields=FIELDS | fields)


def bare(reading: Reading) -> Reading:
    """Return a file that lost all its controls and bookmarks."""
    fields = {key: tuple(Line(each.text) for each in lines) for key, lines in reading.fields.items()}
    return replace(reading, fields=fields, program="")


def told(comparison: returned.Comparison) -> list[tuple[str, str, str, str]]:
    return [(each.field, each.kind, each.before, each.after) for each in comparison.changes]


@pytest.mark.parametrize("file", [back(), bare(back())])
def test_an_unedited_grid_changes_nothing(file):
    comparison = compared(file)
    assert told(comparison) == []
    assert comparison.amendment().is_empty
    assert returned.described(comparison) == "nothing was changed"


EDITS = [
    ("title", (value("title", "Water for everybody"),), {"title": "Water for everybody"}),
    ("track", (value("track", "Track 4 – Food"),), {"track": "4"}),
    ("format", (value("format", "Plenary"),), {"format": "plenary"}),
    ("format", (value("format", "A walk"),), {"format": "A walk"}),
    ("format", (), {"format": ""}),
    ("when.date", (value("when:1:date", "6 September"), FIELDS["when"][1]), {"when.date": "6 September"}),
    (
        "when.time",
        (FIELDS["when"][0], value("when:1:time", "15:00–16:00 (Europe/Paris)")),
        {"when.time": "15:00–16:00"},
    ),
    ("when.timezone", (FIELDS["when"][0], value("when:1:time", "14:30–16:00 (UTC)")), {"when.timezone": "UTC"}),
    (
        "participants.women",
        (value("participants:women", "12", "Women: "), *FIELDS["participants"][1:]),
        {"participants.women": "12"},
    ),
    ("participants.men", (FIELDS["participants"][0], FIELDS["participants"][2]), {"participants.men": ""}),
]


@pytest.mark.parametrize(("name", "lines", "values"), EDITS)
def test_one_edited_field_is_one_change_and_one_value(name, lines, values):
    file = back(**{name.split(".")[0]: lines})
    comparison = compared(file)
    assert [each.field for each in comparison.changes] == [name]
    assert comparison.amendment().values == values
    assert compared(bare(file)).amendment().values == values


@pytest.mark.parametrize(("name", "lines", "values"), EDITS)
def test_the_source_said_so_already(name, lines, values):
    file = back(**{name.split(".")[0]: lines})
    assert told(compared(file, replace(file))) == []


@pytest.mark.parametrize(("name", "lines", "values"), EDITS)
def test_a_field_that_both_changed_is_a_conflict_until_somebody_decides(name, lines, values):
    key = name.split(".")[0]
    theirs = {
        "title": (value("title", "Water for nobody"),),
        "track": (value("track", "Track 9"),),
        "format": (value("format", "Training"),),
        "when": (value("when:1:date", "7 September"), value("when:1:time", "9:00–10:00 (Asia/Tokyo)")),
        "participants": tuple(value(each.parts[0][0], "99", "X: ") for each in FIELDS["participants"]),
    }
    comparison = compared(back(**{key: lines}), back(**{key: theirs[key]}))
    assert [each.field for each in comparison.conflicts] == [name]
    with pytest.raises(Refused, match=f"--take returned {name}"):
        comparison.amendment()
    assert comparison.amendment({name: "returned"}).values == values
    assert comparison.amendment({"all": "source"}).is_empty
    with pytest.raises(Refused, match="it changes no “titel”"):
        comparison.amendment({"titel": "source", "all": "source"})


def test_a_change_without_conflict_can_be_left_out():
    comparison = compared(back(title=(value("title", "Other"),), format=(value("format", "Plenary"),)))
    assert comparison.amendment({"title": "source"}).values == {"format": "plenary"}


def test_a_field_that_was_not_found_keeps_its_value_and_that_is_told():
    fields = {key: lines for key, lines in FIELDS.items() if key not in ("title", "track")}
    comparison = compared(Reading("back.docx", fields=fields))
    assert comparison.amendment().is_empty
    assert [each.rule for each in comparison.problems] == ["not-found", "not-found"]


@pytest.mark.parametrize(
    ("key", "line"),
    [
        ("when", value("when:1:date", "soon")),
        ("participants", value("participants:women", "many of them", "Women: ")),
        ("track", value("track", "Track 77")),
    ],
)
def test_what_is_no_value_of_its_kind_is_an_error_and_the_source_keeps_its_own(key, line):
    comparison = compared(back(**{key: (line, *FIELDS[key][1:])}))
    assert len(errors(comparison.problems)) == 1
    assert line.parts[0][1] in errors(comparison.problems)[0].what
    assert comparison.amendment().is_empty


def test_a_part_of_a_person_is_changed_by_its_key_and_by_its_line():
    edited = person(
        "presenters", 2, name="Stanley Kao", position="Minister", organisation="Ministry of Trade", country="Taiwan"
    )
    for file in (back(presenters=(PRESENTERS[0], edited)), bare(back(presenters=(PRESENTERS[0], edited)))):
        comparison = compared(file)
        assert [each.field for each in comparison.changes] == ["presenters.2.position"]
        kept = comparison.amendment().people["presenters"]
        assert [each.at for each in kept] == [0, 1]
        assert kept[0].person is None
        assert kept[1].person == replace(PEOPLE[1], position="Minister")


def test_people_are_added_with_the_plus_of_word_and_as_typed_lines():
    copied = person("presenters", 1, name="Li Wei", position="Mayor")
    typed = Line("Sara Ali, Minister, Ministry of Water, Egypt")
    comparison = compared(back(presenters=(PRESENTERS[0], copied, PRESENTERS[1], typed)))
    assert [(each.field, each.kind) for each in comparison.changes] == [("presenters", "added")] * 2
    kept = comparison.amendment().people["presenters"]
    assert [each.at for each in kept] == [0, None, 1, None]
    assert kept[1].person == Person("Li Wei", "Mayor")
    assert kept[3].person == Person("Sara Ali", "Minister", "Ministry of Water", "Egypt")


def test_people_are_removed_and_moved():
    comparison = compared(back(presenters=PRESENTERS[1:]))
    assert told(comparison) == [("presenters", "removed", PRESENTERS[0].text, "")]
    assert [each.at for each in comparison.amendment().people["presenters"]] == [1]
    comparison = compared(back(presenters=PRESENTERS[::-1]))
    assert [(each.field, each.kind) for each in comparison.changes] == [("presenters", "moved")]
    assert [each.at for each in comparison.amendment().people["presenters"]] == [1, 0]
    assert compared(back(presenters=PRESENTERS[::-1]), back(presenters=PRESENTERS[::-1])).changes == ()


def test_words_typed_beside_a_persons_controls_are_parted_by_guessing_and_it_is_marked():
    line = Line("Prof. Stephanie Childs, Rector", (("moderator:pr1:name", "Prof. Stephanie Childs"),), "Rector")
    comparison = compared(back(moderator=(line,)))
    [change] = comparison.changes
    assert (change.field, change.after) == ("moderator.1.position", "Rector")
    [kept] = comparison.amendment().people["moderator"]
    assert kept.person == Person("Childs, Stephanie", "Rector", printed="Prof. Stephanie Childs")
    assert "Rector" in kept.guess


def test_a_printed_name_changes_in_print_only():
    comparison = compared(back(moderator=(person("moderator", 1, name="Dr Stephanie Childs"),)))
    [kept] = comparison.amendment().people["moderator"]
    assert kept.person == Person("Childs, Stephanie", printed="Dr Stephanie Childs")


def test_a_persons_part_that_both_changed_is_a_conflict():
    def edited(position):
        return (
            person("presenters", 1, name="Ana Pérez", position=position, organisation="Water Trust", country="Chile"),
            PRESENTERS[1],
        )

    comparison = compared(back(presenters=edited("Chair")), back(presenters=edited("President")))
    assert [(each.field, each.conflict) for each in comparison.conflicts] == [("presenters.1.position", "President")]
    kept = comparison.amendment({"all": "returned"}).people["presenters"]
    assert kept[0].person.position == "Chair"


def test_a_field_repeated_by_an_old_libreoffice_is_no_edit():
    sent = Reading("s.docx", fields={"title": (value("title", "ماء for all"),)})
    file = Reading("b.docx", program="LibreOffice/7.4", fields={"title": (value("title", "ماء for allماء for all"),)})
    assert returned.compare(sent, sent, file, context()).changes == ()


def test_what_was_not_understood_is_told_with_its_words():
    file = replace(back(), left=(Line("a stray remark", spot="cell 3"),), around=("Confidential draft", "Page 3 of 9"))
    sent = replace(SENT, around=("Page 1 of 2",))
    found = returned.compare(sent, sent, file, context()).problems
    assert [each.rule for each in found] == ["not-understood"] * 2
    assert "a stray remark" in found[0].what
    assert "Confidential draft" in found[1].what


def test_changes_are_told_as_a_person_would_say_them():
    long = (
        "The countries of the region asked for more help with their rivers, their lakes and all of their wells in May"
    )
    unit = Unit("point", (Text(long),), 0, marks=("_rpt_outcomes_rT3zdS01zdR02",))
    head = Unit("heading", (Text("Outcomes"),), 2, marks=("section:outcomes",))
    sent = replace(SENT, body=(head, unit))
    edited = replace(unit, inlines=(Text(long.replace("more help", "far less help")),))
    file = replace(back(title=(value("title", "Other"),)), body=(head, edited))
    assert returned.described(returned.compare(sent, sent, file, context())) == (
        "Session title\n  title: “Water for all” is now “Other”\n\n"
        "Outcomes\n  T3-S01-R02: changed: … the region asked for [-more-] {+far less+} help with their rivers, …"
    )
