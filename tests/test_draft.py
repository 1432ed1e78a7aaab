"""A new session file from what somebody wrote: guesses beside their values, what has no place in a last section."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

import reports
from rapporteur import draft, pasted, source
from rapporteur.problems import WrongUse, errors
from rapporteur.prose import Text, plain
from rapporteur.reading import Line, Reading, Unit
from rapporteur.report import Day, Person, Recommendations

SAMPLE = reports.FIXTURES / "session-report.txt"


@pytest.fixture
def empty(tmp_path):
    return source.read(reports.workspace(tmp_path))


def read(made):
    report, problems = reports.read(made.text)
    assert errors(problems) == ()
    return report


def lines(*texts):
    return tuple(Line(text) for text in texts)


def without_ids(report):
    """Return a report as it would be had nobody reviewed it yet, nor given its recommendations ids."""
    sections = [
        replace(
            one, blocks=tuple(_without(block) if isinstance(block, Recommendations) else block for block in one.blocks)
        )
        for one in report.sections
    ]
    return replace(report, id="", state="draft", sections=tuple(sections))


def _without(block):
    return replace(
        block, items=tuple(replace(item, id="", blocks=tuple(map(_bare, item.blocks))) for item in block.items)
    )


def _bare(block):
    return replace(block, attributes=None) if hasattr(block, "attributes") else block


def test_the_sample_gives_the_same_report_as_its_session_file(empty):
    text, told = pasted.decoded(SAMPLE.read_bytes())
    reading = pasted.reading(text, "session-report.txt", empty.layout)
    made = draft.session(reading, empty)
    wanted, _ = reports.read((reports.CHECKOUT / "source/sessions/t3-s01.md").read_text("utf-8"))
    assert without_ids(read(made)) == without_ids(wanted)
    assert (told, reading.notes) == ((), ())
    guesses = [(each.where.line, each.what.partition(":")[0]) for each in made.problems]
    assert [what for _, what in guesses] == [
        "name and affiliation ran together here",
        *["2 people ran together here, parted behind a country"] * 2,
    ]
    assert all("# guess: " in made.text.split("\n")[line - 1] for line, _ in guesses)


def test_nothing_answered_is_what_a_new_session_asks(empty):
    report = read(draft.session(Reading(), empty))
    assert (report.roles, report.when.parts, report.answers, report.title) == ((), (), (), "")
    assert [section.role for section in report.sections] == [each.id for each in empty.layout.form.sections]


@given(
    st.lists(reports.texts, min_size=1, max_size=3),
    st.sampled_from(("title", "moderator", "presenters", "when", "participants", "format", "track", "other")),
)
def test_any_answer_to_any_field_is_kept(tmp_path_factory, said, name):
    read_source = source.read(reports.workspace(tmp_path_factory.mktemp("w")))
    made = draft.session(Reading(fields={name: lines(*said)}), read_source)
    _, problems = reports.read(made.text)
    assert [each for each in errors(problems) if each.rule != "nesting"] == []
    held = "".join(letter for letter in made.text if letter.isalnum())
    for text in said:
        assert all(
            word in held for word in "".join(c if c.isalnum() else " " for c in text).split() if name != "participants"
        )


def test_what_no_field_takes_stands_in_a_last_section_and_is_told(empty):
    body = (
        Unit("paragraph", (Text("Before all."),)),
        Unit("heading", (Text("Outcomes"),), 2),
        Unit("point", (Text("A"),), 0),
    )
    made = draft.session(Reading(body=body, fields={"when": lines("soon")}, left=lines("Place: Room 4")), empty)
    last = read(made).sections[-1]
    assert last.title == "Notes"
    assert [plain(block.inlines) for block in last.blocks] == ["Before all.", "Place: Room 4", "soon"]
    assert len(made.problems) == 3
    assert {each.rule for each in made.problems} == {"left"}
    assert made.text.split("\n")[made.problems[0].where.line - 1] == "## Notes"


def test_the_controls_of_a_word_form_part_a_person_for_certain(empty):
    parts = (("presenters:pr1:name", "Ana Li"), ("presenters:pr1:organisation", "Kenya, Inc"))
    made = draft.session(Reading(fields={"presenters": (Line("Ana Li, Kenya, Inc", parts),)}), empty)
    assert read(made).people("presenters") == (Person("Ana Li", organisation="Kenya, Inc"),)
    assert made.problems == ()


def test_counts_by_mode_and_counts_that_are_none(empty):
    said = lines("Women (online): 7", "Women (on site): 4", "Men: many", "Total: ٢٠")
    made = draft.session(Reading(fields={"participants": said}), empty)
    counts = [(each.category, each.mode, each.number) for each in read(made).attendance]
    assert counts == [("women", "online", 7), ("women", "onsite", 4), ("men", "", None), ("total", "", 20)]
    assert 'guess: no number of people: "many"' in made.text


def test_days_without_a_year_and_several_days_are_kept_as_said(empty):
    made = draft.session(
        Reading(fields={"when": lines("Wednesday 5 September 14:30–16:00", "6 September", "9:00–10:00")}), empty
    )
    parts = read(made).when.parts
    assert [part.day for part in parts] == [Day(9, 5, None, 2), Day(9, 6)]
    assert all(part.start for part in parts)
    assert made.problems == ()


def test_a_number_that_counting_would_not_give_is_kept(empty):
    body = [Unit("heading", (Text("Recommendations"),), 2)]
    body += [Unit("point", (Text(n),), 0, True, number=n) for n in ("1", "2", "4")]
    report = read(draft.session(Reading(body=tuple(body)), empty))
    assert [each.number for each in report.recommendations] == ["1", "2", "4"]


def test_a_section_takes_its_role_from_where_it_stood_or_from_its_words(empty):
    body = (
        Unit("heading", (Text("Results"),), 2, marks=("section:outcomes",)),
        Unit("heading", (Text("Recomendaciones"),), 2),
        Unit("heading", (Text("By the way"),), 2),
    )
    roles = [(each.title, each.role) for each in read(draft.session(Reading(body=body), empty)).sections]
    assert [each for each in roles if each[0] in ("Results", "Recomendaciones", "By the way")] == [
        ("Results", "outcomes"),
        ("Recomendaciones", "recommendations"),
        ("By the way", ""),
    ]


def test_the_id_is_the_reading_s_else_the_one_given_else_the_next_free(tmp_path):
    taken = source.read(reports.workspace(tmp_path, reports.session_text()))
    assert draft.session(Reading(report="T3-S07"), taken).id == "T3-S07"
    assert draft.session(Reading(report="T3-S01"), taken, "X1").id == "X1"
    assert draft.session(Reading(), taken).id == "T3-S02"
    with pytest.raises(WrongUse):
        draft.session(Reading(), taken, "T3-S01")


def test_a_title_that_is_given_wins_and_the_other_is_kept(empty):
    made = draft.session(Reading(fields={"title": lines("Theirs")}), empty, title="Ours")
    assert read(made).title == "Ours"
    assert made.problems[0].what.endswith('"Theirs"')
