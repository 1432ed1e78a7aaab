"""A session file to begin with: it asks what the form asks, and can be read as it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import reports
from rapporteur import checks, source, starting
from rapporteur.problems import WrongUse, errors


def made(folder, title="Water: a right #1", conference=reports.CONFERENCE, **how):
    """Return a new session's text and what is wrong with it when it is read in its workspace."""
    read = source.read(reports.workspace(folder, conference=conference))
    text, name = starting.session(read, title, **how)
    (folder / f"source/sessions/{name.lower()}.md").write_text(text, "utf-8")
    again = source.read(folder)
    (report,) = source.select(again, [name])
    return text, report, checks.check(again)


@pytest.mark.parametrize("form", ["rapporteur", "igf"])
@pytest.mark.parametrize("language", ["en", "fr", "es", "pt", "ar", "zh", "ru", "hi"])
def test_a_new_session_can_be_read_at_once_and_lacks_exactly_what_is_required(tmp_path, form, language):
    conference = reports.CONFERENCE + f"languages: [{language}]\nlayout: {form}\n"
    text, report, problems = made(tmp_path, conference=conference)
    assert errors(problems) == ()
    asked = source.read(tmp_path).layout.form
    required = {each.id for each in asked.fields if each.required} - {"title"}
    missing = {each.what.split("“")[1].split("”")[0] for each in problems if each.rule == "missing"}
    assert missing == required
    assert [section.role for section in report.sections] == [each.id for each in asked.sections]
    assert (report.title, report.language, report.state) == ("Water: a right #1", language, "draft")
    assert all(f"{each.id}:" in text for each in asked.of_kind("people", "choice", "text"))


def test_nothing_is_invented_in_it(tmp_path):
    _, report, _ = made(tmp_path)
    assert (report.roles, report.when.parts, report.answers) == ((), (), ())
    assert all(count.number is None for count in report.attendance)


@given(st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp"), exclude_characters="\ufeff\ufffe\uffff")))
def test_any_title_comes_back(tmp_path_factory, title):
    _, report, _ = made(tmp_path_factory.mktemp("w"), title)
    assert report.title == title.strip()


@pytest.mark.parametrize("track", ["1", "007", "#1", "a: b", "[x", "主题", "A/B", "- c"])
def test_a_track_of_any_name_comes_back(tmp_path, track):
    conference = f'tracks:\n  - {{id: {reports.quoted(track)}, name: "N\\nM"}}\n'
    _, report, problems = made(tmp_path, conference=conference, track=track)
    assert errors(problems) == ()
    assert report.track == track


def test_ids_go_on_in_each_track(tmp_path):
    assert [made(tmp_path, f"{n}")[1].id for n in range(3)] == ["T3-S01", "T3-S02", "T3-S03"]
    assert made(tmp_path, "x", name="Closing.1")[1].id == "Closing.1"


@pytest.mark.parametrize(
    ("how", "what"),
    [
        ({"track": "9"}, "there is no track “9”"),
        ({"name": "a b"}, "“a b” cannot be a session's id"),
        ({"name": "../x"}, "cannot be a session's id"),
        ({"language": "en: x"}, "“en: x” is no language tag"),
        ({"language": "../../x"}, "is no language tag"),
        ({"name": "t3-s01"}, "there is a session t3-s01 already"),
    ],
)
def test_what_cannot_be_is_wrong_use(tmp_path, how, what):
    made(tmp_path)
    with pytest.raises(WrongUse, match=what):
        made(tmp_path, **how)
