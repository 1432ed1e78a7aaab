"""The form: what a conference asks is data, its mistakes have their lines, and a new field is asked for at once."""

import pytest

import reports
from rapporteur import checks, form, layout, source
from rapporteur.problems import Refused
from rapporteur.settings import Settings, parse
from rapporteur.view import view

HEAD = "form: f\nfields:\n  - {id: title, type: title}\n  - {id: chair, type: people}\n"


def read(text):
    """Return the form of a form.yaml and what it tells, as lines and sentences."""
    node, problems = parse(text, "form.yaml")
    typed = Settings(node, "form.yaml", list(problems))
    return form.read(typed), [(each.where.line, each.what) for each in typed.problems]


def test_a_form_keeps_everything_it_says():
    found, problems = read(
        "form: f\ntitle: {en: Report, fr: Rapport}\nfields:\n"
        "  - id: chair\n    type: people\n    parts: [name, email]\n    label: Chair\n"
        "    hint: {en: Who?}\n    required: true\n"
        "  - id: kind\n    type: choice\n    open: false\n    choices: [panel, {id: talk, en: Lecture}]\n"
        "  - id: heads\n    type: counts\n    counts: [total, {category: women, of: gender, en: Ladies}]\n"
        "  - id: notes\n    type: prose\n    required_if: chair\n    aliases: [Remarks]\n    major: true\n"
        "    limits: [{unit: words, most: 5, least: 1, each: item, over: refuse}]\n"
        "grid:\n  - [[chair], [kind, heads]]\nlimits: [{unit: pages, most: 2}]\n"
    )
    assert problems == []
    chair, kind, heads, notes = found.fields
    assert (chair.parts, chair.labels, chair.hints, chair.required) == (
        ("name", "email"),
        {"": "Chair"},
        {"en": "Who?"},
        True,
    )
    assert (kind.open, [(each.id, each.labels) for each in kind.choices]) == (
        False,
        [("panel", {}), ("talk", {"en": "Lecture"})],
    )
    assert [(each.category, each.dimension) for each in heads.tallies] == [("total", "total"), ("women", "gender")]
    assert (notes.required_if, notes.aliases, notes.major, notes.is_section) == ("chair", ("Remarks",), True, True)
    assert notes.limits == (form.Limit("words", 5, 1, "item", refuse=True),)
    assert (found.grid, found.limits[0].most, found.titles["fr"]) == (((("chair",), ("kind", "heads")),), 2, "Rapport")


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("form: f\n", 1, "the form asks nothing"),
        ("form: f\nfields: []\n", 2, "the form asks nothing"),
        ("form: f\nfields: title\n", 2, "“fields” must be a list of maps, each with keys and values"),
        (HEAD + "feilds: 1\n", 5, "“feilds” is not known here"),
        (HEAD + "  - {id: a, typ: text}\n", 5, "“typ” is not known here"),
        (HEAD + "  - {id: a, type: sentence}\n", 5, "“sentence” is not a type"),
        (HEAD + "  - {type: text}\n", 5, "a field needs an id"),
        (HEAD + "  - {id: Key issues, type: prose}\n", 5, "“Key issues” cannot be a field's id"),
        (HEAD + "  - {id: chair, type: text}\n", 5, "the form asks “chair” a second time; the first is on line 4"),
        (HEAD + "  - {id: name, type: title}\n", 5, "the form asks title twice: “title” and “name”"),
        (
            HEAD + "  - {id: state, type: text}\n",
            5,
            "“state” is a key of every session file and cannot be a field of type text",
        ),
        (HEAD + "  - {id: a, type: text, required: yes}\n", 5, "“yes” is not a required"),
        (HEAD + "  - {id: a, type: text, required_if: b}\n", 5, "“a” depends on “b”, which is no field"),
        (HEAD + "  - {id: a, type: people, parts: [name, shoes]}\n", 5, "“shoes” is no part of a person"),
        (HEAD + "  - {id: a, type: text, label: [A]}\n", 5, "“label” must be a text, or one text for each language"),
        (
            HEAD + "  - {id: a, type: text, label: {en: [A]}}\n",
            5,
            "“label” must be a text, or one text for each language",
        ),
        (
            HEAD + "  - id: a\n    type: choice\n    choices:\n      - {en: A}\n",
            8,
            "a text must stand here, or a map with id:",
        ),
        (
            HEAD + "  - id: a\n    type: choice\n    choices:\n      - {id: b, label: A}\n",
            8,
            "“label” is neither id nor a language with its label",
        ),
        (
            HEAD + "  - id: a\n    type: counts\n    counts:\n      - {of: b}\n",
            8,
            "a text must stand here, or a map with category:",
        ),
        (HEAD + "  - id: a\n    type: prose\n    limits:\n      - {unit: pounds}\n", 8, "“pounds” is not a unit"),
        (HEAD + "  - id: a\n    type: prose\n    limits:\n      - {most: many}\n", 8, "“many” is not a whole number"),
        (
            HEAD + "  - id: a\n    type: prose\n    limits:\n      - {most: 1, over: explode}\n",
            8,
            "“explode” is not a over",
        ),
        (HEAD + "grid:\n  - [[title],\n     [b]]\n", 7, "the grid places “b”, which is no field of the form"),
        (HEAD + "  - {id: a, type: prose}\ngrid:\n  - [[a]]\n", 7, "the grid places “a”, which is a section"),
        (HEAD + "grid:\n  - [[chair]]\n  - [[chair]]\n", 7, "the grid places “chair” twice"),
    ],
)
def test_a_mistake_in_a_form_is_told_with_its_line(text, line, what):
    assert read(text)[1] == [(line, what)]


@pytest.mark.parametrize("name", ["rapporteur", "igf"])
def test_the_forms_that_ship_are_sound_and_have_words_for_all_they_ask(name):
    found = layout.find(name)
    placed = [each for row in found.form.grid for cell in row for each in cell]
    assert set(placed) <= {each.id for each in found.form.fields}
    for language in found.languages():
        words = found.catalogue(language)
        assert [each.id for each in found.form.fields if each.id not in words and not each.labels] == []


def test_two_forms_ask_different_things_of_the_same_code():
    first, second = ({each.id for each in layout.find(name).form.fields} for name in ("rapporteur", "igf"))
    assert {"organiser", "outcomes", "recommendations"} <= first - second
    assert {"organizers", "key_issues", "way_forward"} <= second - first


@pytest.fixture
def house(tmp_path):
    """A workspace whose form is the built-in one and one more field, of which nothing else knows."""
    folder = reports.workspace(
        tmp_path, reports.session_text("\n## Summary\n\nx\n"), conference=reports.CONFERENCE + "layout: house\n"
    )
    (folder / "layouts/house").mkdir(parents=True)
    (folder / "layouts/house/layout.toml").write_text('extends = "rapporteur"\n')
    own = layout.find("rapporteur").path("form.yaml").read_text("utf-8")
    more = "  - {id: venue, type: text, label: {en: Meeting room}, required: true}\n"
    (folder / "layouts/house/form.yaml").write_text(own.replace("  - id: format\n", more + "  - id: format\n"))
    return folder


def test_a_field_added_to_a_form_is_asked_for_read_and_shown_without_any_code(house):
    read = source.read(house)
    assert "the form asks for “venue”; it is not there" in [each.what for each in checks.check(read)]
    path = house / "source/sessions/s1.md"
    path.write_text(path.read_text("utf-8").replace("people:", "venue: Hall 3\npeople:"), "utf-8")
    read = source.read(house)
    assert "the form asks for “venue”; it is not there" not in [each.what for each in checks.check(read)]
    (report,) = read.conference.reports
    shown = view(report, read.conference, read.layout)
    assert (shown.fields["venue"].label, shown.fields["venue"].text) == ("Meeting room", "Hall 3")
    assert shown.fields["venue"] in shown.others


def test_a_broken_form_is_refused_with_all_its_mistakes(house):
    path = house / "layouts/house/form.yaml"
    path.write_text("form: f\nfields:\n  - {id: a, typ: b}\n  - {type: text}\n")
    with pytest.raises(Refused) as refused:
        source.read(house)
    assert [str(each.where) for each in refused.value.problems] == [
        "layouts/house/form.yaml:3",
        "layouts/house/form.yaml:4",
    ]
    path.write_bytes(b"form: f\nfields: \xff\n")
    with pytest.raises(Refused, match=r"layouts/house/form\.yaml:2: error: a character here is not UTF-8"):
        source.read(house)
