"""What is printed of a report: every answer with its label, in the report's language, and what is still to answer."""

import pytest
from hypothesis import given

import reports
from rapporteur import layout, source
from rapporteur.labels import Labels
from rapporteur.report import Conference, Count, Day, Part, Person, Report, Role, Track, When
from rapporteur.view import figure, labelled, template_words, view, when_lines


def shown(report, form="rapporteur", conference=None, blank=False):
    return view(report, conference or Conference(), layout.find(form), blank)


def sample():
    read = source.read(reports.the_sample())
    return shown(read.conference.reports[0], conference=read.conference)


def labels(language="en", digits="latn"):
    return Labels(layout.find("rapporteur").catalogue(language), digits)


def test_the_sample_is_shown_as_the_form_prints_it():
    it = sample()
    assert (it.title, it.state, it.track.text) == (it.report.title, "Final", "Track 3 – Redefining global governance")
    grid = [[[each.label for each in cell] for cell in row] for row in it.grid]
    assert grid == [
        [["Organiser"], ["Moderator", "Rapporteur"], ["Presenters"]],
        [["Format"], ["Time and date"], ["Number of participants"]],
    ]
    assert it.fields["when"].lines == ("Wednesday 5 September", "14:30–16:00")
    assert [(each.label, each.text) for each in it.fields["participants"].tallies] == [
        ("Women", "11"),
        ("Men", "9"),
        ("Total", "20"),
    ]
    assert [(each.role, each.major) for each in it.sections] == [
        ("summary", True),
        ("outcomes", False),
        ("perspectives", False),
        ("lessons", False),
        ("recommendations", True),
    ]
    assert it.others == ()


@given(reports.reports())
def test_every_section_and_every_person_of_a_report_is_shown(report):
    it = shown(report)
    assert [each.id for each in it.sections if each.answered] == [
        each.id for each in report.sections if not each.is_empty
    ]
    assert {each.id for each in report.sections} <= {each.id for each in it.sections}
    people = {each.id: each.people for each in (*it.fields.values(), *it.others) if each.people}
    assert people == {role.id: role.people for role in report.roles}


def test_what_a_form_does_not_ask_is_shown_beside_what_it_asks():
    report = Report(
        "A",
        "T",
        track="3",
        when=When((Part(Day(9, 5)),)),
        attendance=(Count("women", 5, "gender"),),
        roles=(Role("witness", (Person("Ana", phone="+1"),)),),
    )
    it = shown(report, "igf", Conference(tracks=(Track("3", "Governance"),)))
    assert it.track.text == "Track 3 – Governance"
    assert [(each.id, each.label, each.parts) for each in it.others if each.kind == "people"] == [
        ("witness", "Witness", ("name", "phone"))
    ]
    (tallied,) = (each.tallies for each in it.others if each.id == "participants")
    assert [(each.label, each.text) for each in tallied] == [("Women", "5")]


def test_parts_of_a_person_that_the_form_does_not_ask_are_shown_when_somebody_has_them():
    it = shown(Report("A", "T", roles=(Role("moderator", (Person("Ana", organisation="House", phone="+1"),)),)))
    assert it.fields["moderator"].parts == ("name", "organisation", "phone")
    assert it.fields["organiser"].parts == ("name", "organisation", "email")


def test_counts_are_shown_in_the_order_of_the_form_with_mode_and_method_and_the_unknown_is_not_zero():
    counts = (
        Count("total", None, "total"),
        Count("women", 5, "gender", "onsite"),
        Count("women", 0, "gender", "online", "estimated"),
        Count("young", None, "age", band="few"),
    )
    found = shown(Report("A", "T", attendance=counts)).fields["participants"].tallies
    assert [(each.label, each.text, each.number) for each in found] == [
        ("Women (On site)", "5", 5),
        ("Women (Online)", "0 (Estimated)", 0),
        ("Men", "", None),
        ("Total", "Not recorded", None),
        ("Young", "few", None),
    ]


def test_figures_and_times_take_the_digits_of_the_conference():
    assert figure(Count("women", 1234), labels("ar", "arab")) == "١٬٢٣٤"
    when = When((Part(Day(9, 5, 2012, 2)),), "")
    assert next(when_lines(when, labels("zh"))) == "2012年9月5日星期三"


def test_a_day_that_repeats_is_printed_once_and_every_time_with_its_zone():
    import datetime

    nine, ten = datetime.time(9), datetime.time(10)
    when = When((Part(Day(9, 5), nine, ten), Part(Day(9, 5), ten), Part(Day(9, 6), nine, ten, 1)), "UTC")
    assert list(when_lines(when, labels())) == [
        "5 September",
        "09:00–10:00 (UTC)",
        "10:00 (UTC)",
        "6 September",
        "09:00–10:00 (+1) (UTC)",
    ]


@pytest.mark.parametrize("form", ["rapporteur", "igf"])
@pytest.mark.parametrize("language", ["en", "fr", "ar", "zh", "hi", "sw"])
def test_a_blank_form_asks_everything_in_order_with_hints(form, language):
    it = shown(Report("", "", language=language), form, blank=True)
    asked = layout.find(form).form
    assert [each.id for each in it.sections] == [each.id for each in asked.sections]
    assert all(each.hint.startswith("[") and each.hint.endswith("]") for each in (*it.fields.values(), *it.sections))
    assert not any(each.answered for each in (*it.fields.values(), *it.sections))


def test_a_draft_shows_what_is_still_to_write_where_the_form_has_it_and_a_final_report_does_not():
    text = reports.session_text("\n## Mine\n\nx\n\n## Lessons learned\n\n- x\n\n## Outcomes\n\n- x\n")
    draft, _ = reports.read(text)
    final, _ = reports.read(text.replace("title:", "state: final\ntitle:"))
    assert [each.id for each in shown(draft).sections] == [
        "mine",
        "summary",
        "perspectives",
        "lessons",
        "outcomes",
        "recommendations",
    ]
    assert [each.id for each in shown(final).sections] == ["mine", "lessons", "outcomes"]


def test_a_choice_is_printed_in_the_language_of_the_report_and_other_words_as_they_are():
    for language, label in (("en", "Engagement Workshop"), ("fr", labels("fr").word("engagement_workshop"))):
        it = shown(Report("A", "T", language=language, answers=(("format", ("engagement_workshop",)),)))
        assert it.fields["format"].text == label
    assert (
        shown(Report("A", "T", answers=(("format", ("Fish bowl", "panel")),))).fields["format"].text
        == "Fish bowl and Panel"
    )


def test_a_label_is_the_forms_own_for_the_language_then_for_all_then_the_catalogues_then_the_key():
    own = {"fr": "Salle", "en": "Room"}
    assert labelled(own, "when", labels("fr")) == "Salle"
    assert labelled({"": "Everywhere"}, "when", labels("fr")) == "Everywhere"
    assert labelled(own, "when", labels("es")) == labels("es").word("when")
    assert labelled(own, "venue", labels("es")) == "Room"
    assert labelled({}, "meeting_venue", labels("es")) == "Meeting venue"


@pytest.mark.parametrize("role", ["page_of", "track_n", "photo_credit", "note_n", "x-y", "वक्ता", "a b"])
def test_a_role_of_any_name_has_a_label(role):
    it = shown(Report("A", "T", roles=(Role(role, (Person("Ana"),)),)))
    assert [bool(each.label) for each in it.others] == [True]


def test_templates_call_the_words_of_the_language():
    words = template_words(shown(Report("A", "T", language="fr")))
    assert words["colon"]("Format") == "Format\u00a0:"
    assert str(words["inline"](reports.body("## <b> & *c*\n\nx\n").sections[0].heading)) == "&lt;b&gt; &amp; <em>c</em>"


def test_a_paragraph_says_its_direction_where_it_is_not_the_report_s_own():
    report, _ = reports.read("---\nid: A\ntitle: T\ndirection: rtl\n---\n\n## Summary\n\nLatin words.\n")
    markup = template_words(shown(report))["markup"]
    assert markup(report.sections[0].prose) == '<p dir="ltr">Latin words.</p>'
