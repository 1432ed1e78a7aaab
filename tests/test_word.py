"""The Word form: what it holds, how it is marked for the way back, and that it is the same everywhere."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import rapporteur.word
import reports
import words
from rapporteur import coding, layout, source
from rapporteur.format import Exporter, Options
from rapporteur.problems import Refused
from rapporteur.prose import Note, inlines_within, runs
from rapporteur.report import Conference, Report
from rapporteur.word import exporter, marks
from rapporteur.word.package import prepared
from rapporteur.word.read import paragraphs
from words import NAMES, Opened, W, ask, made, said, text

HERE = Path(__file__).resolve().parent
CHECKOUT = HERE.parent
IGF = """
## Key issues raised (1 sentence per issue)

- Spectrum rules keep small networks out.

## Discussions {.discussions}

The room spoke about licences.
"""
IGF_FRONT = {
    "when": "{date: Tuesday 10 November 2015, time: 11:00–12:30}",
    "people": "{organizers: {name: Maria Souza, organisation: Rede, country: Brazil}, chair: Amal Haddad, "
    "note_taker: Peter Okafor, speakers: [Li Wei, Ana Torres], remote_moderator: Fatou Sall}",
}


@pytest.fixture(scope="module")
def found() -> source.Source:
    return source.read(reports.the_sample())


@pytest.fixture(scope="module")
def report(found: source.Source) -> Report:
    return found.conference.reports[0]


@pytest.fixture(scope="module")
def options(found: source.Source, report: Report) -> Options:
    return Options(conference=replace(found.conference, reports=()), base=report.origin.digest)


@pytest.fixture(scope="module")
def sample(found: source.Source, report: Report, options: Options) -> Opened:
    return Opened(exporter.export(report, found.layout, options))


@pytest.fixture(scope="module")
def blank(found: source.Source, options: Options) -> Opened:
    empty = Report(id="T3-S02", title="", track="3")
    return Opened(exporter.export(empty, found.layout, replace(options, blank=True)))


# nothing is lost


def without_notes(report: Report) -> tuple[str, str]:
    """Return the words of a report's sections, and those of their footnotes, each in order."""
    body, notes = [], []
    for section in report.sections:
        for inlines in (section.heading, *(each for each, _ in runs(section.prose))):
            body.append(reports.said(tuple(each for each in inlines if not isinstance(each, Note))))
            notes += [reports.said(each.children) for each in inlines_within(inlines) if isinstance(each, Note)]
    return letters("".join(body)), letters("".join(notes))


def letters(text: str) -> str:
    """Return a text without white space, and without the brackets that a picture's credit stands in."""
    return reports.letters(text).replace("(", "").replace(")", "")


@given(reports.sessions())
def test_every_word_of_a_report_is_in_the_file_in_its_order(session: tuple[str, dict[str, str], object]) -> None:
    report, chosen = words.read(session[0])
    report = replace(report, state="final")
    pictures = dict.fromkeys(("pictures/a%20b.png", "pictures/a b.png"), PICTURE)
    data = exporter.export(report, chosen, Options(conference=words.CONFERENCE, pictures=pictures))
    file, found = Opened(data), letters("".join(paragraphs(data)))
    body, notes = without_notes(report)
    assert letters("".join(file.all("//w:body/w:sdt//w:t/text() | //w:body/w:sdt//wp:docPr/@descr"))) == body
    assert letters("".join(file.all("//w:footnote//w:t/text()", "word/footnotes.xml"))) == notes
    assert body in found
    assert notes in found
    for value in session[1].values():
        assert letters(value) in found
    assert words.lint(data) == []


PICTURE = HERE.parent / "build" / "unused.png"


@pytest.fixture(scope="module", autouse=True)
def _picture(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Make a picture once: a property cannot take a fixture of its own for each example."""
    global PICTURE
    PICTURE = tmp_path_factory.mktemp("pictures") / "a.png"
    PICTURE.write_bytes(words.png(40, 30))


def test_people_and_counts_that_the_form_does_not_ask_for_are_printed_too() -> None:
    front = {
        "people": "{organiser: {name: Ana, phone: '+44 20'}, co_chair: [Bo, {name: Cy, email: c@e.org}]}",
        "participants": "{women: 3, youth: 7, total: {onsite: 5, online: 4}}",
    }
    file = Opened(made(text(**front)))
    assert file.said("rpt:organiser:pr1:phone") == "+44 20"
    assert file.said("rpt:co_chair:pr2:email") == "c@e.org"
    assert file.said("rpt:participants:youth") == "7"
    assert [file.said(f"rpt:participants:total:{mode}") for mode in ("onsite", "online")] == ["5", "4"]


def test_an_answer_that_no_option_of_the_form_names_is_kept_and_can_be_typed() -> None:
    file = Opened(made(text(format="World café")))
    control = file.control("rpt:format")
    assert said(control) == "World café"
    assert ask(control, "w:sdtPr/w:comboBox/@w:lastValue") == []


# the fields of the form


def test_title_and_track_are_controls_in_their_built_in_styles(sample: Opened) -> None:
    title, subtitle = sample.all("/w:document/w:body/w:p[position() < 3]")
    assert ask(title, "w:pPr/w:pStyle/@w:val") == ["Title"]
    assert ask(title, "w:sdt/w:sdtPr/w:tag/@w:val") == ["rpt:title"]
    assert said(title) == "The role of South-South cooperation for development"
    assert ask(subtitle, "w:pPr/w:pStyle/@w:val") == ["Subtitle"]
    items = ask(subtitle, "w:sdt/w:sdtPr/w:dropDownList/w:listItem")
    assert [(each.get(f"{W}value"), each.get(f"{W}displayText")) for each in items] == [
        ("1", "Track 1 – Land and housing"),
        ("2", "Track 2 – Water and climate"),
        ("3", "Track 3 – Redefining global governance"),
        ("4", "Track 4 – Open knowledge"),
    ]
    assert ask(subtitle, "w:sdt/w:sdtPr/w:dropDownList/@w:lastValue") == ["3"]


def test_the_grid_stands_as_the_form_says(sample: Opened, found: source.Source) -> None:
    (table,) = sample.all("//w:tbl")
    labels = [
        [[said(p) for p in ask(cell, "w:p[w:pPr/w:pStyle/@w:val='RPTLabel']")] for cell in ask(row, "w:tc")]
        for row in ask(table, "w:tr")
    ]
    assert labels == [
        [["Organiser"], ["Moderator", "Rapporteur"], ["Presenters"]],
        [["Format"], ["Time and date"], ["Number of participants"]],
    ]
    assert [len(cell) for row in found.layout.form.grid for cell in row] == [1, 2, 1, 1, 1, 1]


def test_each_person_is_an_item_of_a_repeating_section_with_a_control_for_each_part(sample: Opened) -> None:
    section = sample.control("rpt:presenters")
    assert ask(section, "w:sdtPr/w15:repeatingSection")
    items = ask(section, "w:sdtContent/w:sdt[w:sdtPr/w15:repeatingSectionItem]")
    assert [ask(each, "w:sdtPr/w:tag/@w:val") for each in items] == [["rpt:presenters:pr1"], ["rpt:presenters:pr2"]]
    tags = ask(items[1], "w:sdtContent/w:p/w:sdt/w:sdtPr/w:tag/@w:val")
    assert tags == [f"rpt:presenters:pr2:{part}" for part in ("name", "position", "organisation", "country")]
    assert sample.said("rpt:presenters:pr2:name") == "Stanley Kao"
    assert not ask(section, ".//w:lock"), "a locked part could not be deleted with its line"


def test_every_field_stands_in_a_bookmark_and_cannot_be_deleted_by_accident(sample: Opened) -> None:
    fields = sample.all("//w:p/w:sdt[starts-with(w:sdtPr/w:tag/@w:val, 'rpt:')]")
    assert len(fields) == 21
    for control in fields:
        (tag,) = ask(control, "w:sdtPr/w:tag/@w:val")
        assert ask(control, "preceding-sibling::*[1]/@w:name") == [marks.of_field(tag.removeprefix("rpt:"))]
        in_a_line_that_may_go = bool(ask(control, "ancestor::w:sdt[w:sdtPr/w15:repeatingSectionItem]"))
        assert ask(control, "w:sdtPr/w:lock/@w:val") == ([] if in_a_line_that_may_go else ["sdtLocked"])


def test_no_control_is_one_that_libreoffice_writes_several_times(sample: Opened) -> None:
    assert not sample.all("//w:sdtPr/w:text")
    sections = sample.all("//w:body/w:sdt")
    assert len(sections) == 5
    assert all(ask(each, "w:sdtPr/w:docPartObj/w:docPartGallery") for each in sections)


def test_a_date_without_a_year_is_words_and_one_with_a_year_has_a_calendar(sample: Opened) -> None:
    control = sample.control("rpt:when:1:date")
    assert said(control) == "Wednesday 5 September"
    assert not sample.all("//w:date")
    file = Opened(made(text(when="{date: Wednesday 5 September 2012, time: 14:30–16:00}")))
    assert file.control("rpt:when:1:date").xpath("string(w:sdtPr/w:date/@w:fullDate)", namespaces=NAMES) == (
        "2012-09-05T00:00:00Z"
    )
    assert file.said("rpt:when:1:time") == "14:30–16:00"


def test_each_part_of_a_session_has_its_own_day_and_time_and_a_day_that_repeats_is_printed_once() -> None:
    parts = (
        "[{date: Thursday 6 September 2012, time: 9:00–10:00}, {date: Thursday 6 September 2012, time: 11:00–12:00}, "
    )
    file = Opened(made(text(when=parts + "{date: Friday 7 September 2012, time: 22:30–01:00 (+1)}]")))
    tags = file.all("//w:sdt/w:sdtPr/w:tag[starts-with(@w:val, 'rpt:when:')]/@w:val")
    assert tags == [f"rpt:when:{each}" for each in ("1:date", "1:time", "2:time", "3:date", "3:time")]
    days = file.all("//w:date/@w:fullDate")
    assert days == ["2012-09-06T00:00:00Z", "2012-09-07T00:00:00Z"]
    assert file.said("rpt:when:3:time") == "22:30–01:00 (+1)"


def test_counts_stand_after_their_labels(sample: Opened) -> None:
    lines = [said(p) for p in sample.all("//w:p[w:sdt/w:sdtPr/w:tag[starts-with(@w:val, 'rpt:participants:')]]")]
    assert lines == ["Women: 11", "Men: 9", "Total: 20"]


# sections


def test_each_section_is_one_locked_control_without_a_title_round_heading_and_body(sample: Opened) -> None:
    sections = sample.all("/w:document/w:body/w:sdt")
    names = ["summary", "outcomes", "perspectives", "lessons", "recommendations"]
    assert [ask(each, "w:sdtPr/w:tag/@w:val") for each in sections] == [[f"rpt:section:{name}"] for name in names]
    for control, name in zip(sections, names, strict=True):
        assert ask(control, "w:sdtPr/w:lock/@w:val") == ["sdtLocked"]
        assert not ask(control, "w:sdtPr/w:alias"), "LibreOffice aborts its PDF export of one with a link"
        (heading,) = ask(control, "w:sdtContent/w:p[1]/w:bookmarkStart/@w:name")
        assert heading == f"rpt_s_{name}"
        assert ask(control, "w:sdtContent/w:p[1]/w:pPr/w:pStyle[starts-with(@w:val, 'Heading')]")


def test_every_paragraph_and_point_of_a_section_has_a_hidden_bookmark_of_its_own(sample: Opened) -> None:
    names = sample.all("//w:body/w:sdt/w:sdtContent/w:p[position() > 1]/w:bookmarkStart/@w:name")
    assert len(names) == len(sample.all("//w:body/w:sdt/w:sdtContent/w:p[position() > 1]")) == 23
    assert names[:5] == [f"_rpt_summary_{n}" for n in (1, 2, 3, 4)] + ["_rpt_outcomes_1"]
    assert all(marks.block_of(name) for name in names)


def test_recommendations_carry_their_id_and_it_can_be_read_back(sample: Opened) -> None:
    names = sample.all("//w:bookmarkStart[starts-with(@w:name, '_rpt_recommendations_r')]/@w:name")
    found = [marks.block_of(name) for name in names]
    assert [coding.decoded(block[1:]) for section, block in filter(None, found)] == [
        f"T3-S01-R0{n}" for n in range(1, 6)
    ]
    assert {section for section, _ in filter(None, found)} == {"recommendations"}


def test_sections_below_a_major_one_are_set_smaller_and_headings_skip_no_level(sample: Opened) -> None:
    levels = sample.all("//w:pStyle[starts-with(@w:val, 'Heading')]/@w:val")
    assert levels == ["Heading1", "Heading2", "Heading2", "Heading2", "Heading1"]
    file = Opened(made(text(IGF, **IGF_FRONT), "igf"))
    assert set(file.all("//w:pStyle[starts-with(@w:val, 'Heading')]/@w:val")) == {"Heading1"}


def test_after_the_last_control_there_is_room_for_a_section_of_ones_own(sample: Opened, blank: Opened) -> None:
    for file in (sample, blank):
        *_, last, properties = file.tree().find(f"{W}body")
        assert properties.tag == f"{W}sectPr"
        assert last.tag == f"{W}p"
        assert said(last) == ""


# the blank form


def test_the_blank_form_shows_hints_from_the_glossary_in_every_field(blank: Opened) -> None:
    empty = [each for each in blank.all("//w:p/w:sdt") if not ask(each, "w:sdtPr/w:tag[@w:val='rpt:track']")]
    assert len(empty) == 21
    parts = blank.all("//w:docPart[w:docPartBody]", "word/glossary/document.xml")
    hints = {ask(each, "w:docPartPr/w:name/@w:val")[0]: said(each) for each in parts}
    for control in empty:
        (name,) = ask(control, "w:sdtPr/w:placeholder/w:docPart/@w:val")
        assert ask(control, "w:sdtPr/w:showingPlcHdr")
        assert said(control) == hints[name]
        assert said(control).startswith("[")
        assert said(control).endswith("]")


def test_the_blank_form_has_a_place_to_type_in_each_section_that_goes_away_when_it_is_used(blank: Opened) -> None:
    places = blank.all("//w:body/w:sdt/w:sdtContent/w:p/w:sdt")
    assert len(places) == 5
    for place in places:
        assert ask(place, "w:sdtPr/w:temporary")
        assert not ask(place, "w:sdtPr/w:tag | w:sdtPr/w:lock")
    styles = [ask(place, "../w:pPr/w:pStyle/@w:val")[0] for place in places]
    assert styles == ["BodyText", "ListBullet", "ListBullet", "ListBullet", "RPTRecommendation"]


def test_what_is_known_stands_in_the_blank_form_and_can_be_changed(blank: Opened) -> None:
    assert blank.said("rpt:track") == "Track 3 – Redefining global governance"
    assert not ask(blank.control("rpt:track"), "w:sdtPr/w:showingPlcHdr")


def test_a_filled_field_gets_its_hint_back_when_its_words_are_deleted(sample: Opened) -> None:
    assert not sample.all("//w:showingPlcHdr")
    assert len(sample.all("//w:p/w:sdt/w:sdtPr/w:placeholder")) == 21


def test_help_and_open_questions_stand_in_drafts_and_blank_forms_only() -> None:
    draft, final = (paragraphs(made(text(state=state))) for state in ("draft", "final"))
    assert any(line.startswith("Fill in the grey fields.") for line in draft)
    assert "[Full name]" in "\n".join(draft)
    assert "[" not in "\n".join(final)
    assert "Moderator" not in final


# nothing is hard-wired


def test_another_form_fills_and_empties_without_touching_template_or_code() -> None:
    filled = Opened(made(text(IGF, **IGF_FRONT), "igf"))
    assert filled.said("rpt:organizers:pr1:country") == "Brazil"
    assert filled.said("rpt:speakers:pr2:name") == "Ana Torres"
    assert filled.said("rpt:remote_moderator:pr1:name") == "Fatou Sall"
    assert [ask(each, "w:sdtPr/w:tag/@w:val")[0] for each in filled.all("//w:body/w:sdt")] == [
        "rpt:section:key_issues",
        "rpt:section:discussions",
    ]
    empty = Opened(made(text(title='""', state="draft"), "igf", blank=True))
    assert len(empty.all("//w:body/w:sdt")) == 5
    assert len(empty.all("//w15:repeatingSection")) == 5


def test_a_field_added_to_the_form_appears_in_the_blank_and_in_the_filled_file(tmp_path: Path) -> None:
    folder = tmp_path / "layouts" / "mine"
    folder.mkdir(parents=True)
    (folder / "layout.toml").write_text('name = "mine"\nextends = "rapporteur"\n', "utf-8")
    form = (CHECKOUT / "layouts/rapporteur/form.yaml").read_text("utf-8")
    added = "fields:\n  - id: venue\n    type: text\n    label: {en: Room}\n  - id: scribe\n    type: people\n"
    form = form.replace("fields:\n", added, 1).replace("- [[format]", "- [[format, venue]", 1)
    form = form.replace(
        "  - id: lessons", "  - id: disputes\n    type: points\n    label: {en: Disputed}\n  - id: lessons"
    )
    (folder / "form.yaml").write_text(form, "utf-8")
    front = {"venue": "Hall & B", "people": "{scribe: Zoé}"}
    filled = Opened(made(text("## Disputed\n\n- One\n", **front), "mine", tmp_path))
    assert (filled.said("rpt:venue"), filled.said("rpt:scribe:pr1:name")) == ("Hall & B", "Zoé")
    assert said(filled.control("rpt:section:disputes")) == "DisputedOne"
    empty = Opened(made(text(state="draft"), "mine", tmp_path, blank=True))
    assert empty.said("rpt:venue").startswith("[")
    assert empty.said("rpt:scribe:pr1:name") == "[Full name]"
    assert empty.control("rpt:section:disputes") is not None


def test_no_field_of_a_form_is_named_in_the_template_or_in_the_code() -> None:
    asked = {field.id for name in ("rapporteur", "igf") for field in layout.find(name).form.fields}
    asked -= {
        "title",
        "track",
        "when",
        "participants",
        "recommendations",
        "format",
        "rapporteur",
    }  # kinds, and ourselves
    assert len(asked) == 16
    texts = [(CHECKOUT / "layouts/rapporteur/word.html.jinja").read_text("utf-8")]
    for path in Path(rapporteur.word.__file__).parent.glob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        texts += [each.value for each in ast.walk(tree) if isinstance(each, ast.Constant) and type(each.value) is str]
        texts = [each for each in texts if "\n" not in each or "{%" in each]  # docstrings may give examples
    for name in sorted(asked):
        assert not [each for each in texts if re.search(rf"\b{name}\b", each)], name


# head, foot and properties


def test_head_and_foot_say_conference_form_report_base_schema_state_and_page(sample: Opened, report: Report) -> None:
    (head,) = sample.all("//w:p", "word/header1.xml")
    assert ask(head, ".//w:t/text() | .//w:tab")[0] == "Sample Assembly (fictional) · Rapporteur form"
    assert said(head).endswith("T3-S01")
    (foot,) = sample.all("//w:p", "word/footer1.xml")
    digest = report.origin.digest[:10]
    assert said(foot).lower() == f"report t3-s01 · base {digest} · schema 1 · finalpage 1 of 2"
    assert [code.strip() for code in ask(foot, ".//w:instrText/text()")] == ["PAGE", "NUMPAGES"]
    assert len(ask(foot, ".//w:tab")) == 1


@pytest.mark.parametrize("state", ["draft", "reviewed", "final"])
def test_the_state_is_visible_and_among_the_properties(state: str) -> None:
    file = Opened(made(text(state=state)))
    assert state.capitalize() in said(file.tree("word/footer1.xml"))
    assert state in file.parts["docProps/custom.xml"].decode()
    assert state in file.parts["docProps/core.xml"].decode()


def test_a_report_without_a_base_or_a_name_claims_none() -> None:
    report, chosen = words.read(text())
    nameless = Opened(exporter.export(replace(report, id=""), chosen, Options(blank=True)))
    assert said(nameless.tree("word/footer1.xml")).lower() == "schema 1 · finalpage 1 of 1"
    assert "RapporteurReport" not in nameless.parts["docProps/custom.xml"].decode()
    file = Opened(made(text(), base=""))
    assert "Base" not in said(file.tree("word/footer1.xml"))
    assert "RapporteurBase" not in file.parts["docProps/custom.xml"].decode()


def test_the_properties_say_what_a_catalogue_wants_to_know(sample: Opened, report: Report) -> None:
    core = {str(each.tag).partition("}")[2]: each.text for each in sample.tree("docProps/core.xml")}
    assert core == {
        "title": report.title,
        "subject": "Track 3 – Redefining global governance",
        "creator": "Handy Acosta Cuellar",
        "keywords": "Track 3 – Redefining global governance; Engagement Workshop",
        "category": "Rapporteur form",
        "contentStatus": "final",
        "identifier": "T3-S01",
        "language": "en",
    }
    custom = dict(re.findall(r'name="(\w+)"><vt:lpwstr>([^<]*)<', sample.parts["docProps/custom.xml"].decode()))
    assert custom == {
        "RapporteurReport": "T3-S01",
        "RapporteurBase": report.origin.digest,
        "RapporteurSchema": "1",
        "RapporteurState": "final",
    }


def test_a_day_stands_in_the_properties_only_if_the_source_states_one() -> None:
    assert b"created" not in Opened(made(text())).parts["docProps/core.xml"]
    core = Opened(made(text(), date="2012-09-05")).parts["docProps/core.xml"]
    assert core.count(b">2012-09-05T00:00:00Z<") == 2


def test_the_authors_are_those_whom_the_layout_names() -> None:
    file = Opened(made(text(IGF, **IGF_FRONT), "igf"))
    assert b"<dc:creator>Peter Okafor</dc:creator>" in file.parts["docProps/core.xml"]


def test_nothing_of_the_source_travels_unseen(sample: Opened) -> None:
    assert not [name for name in sample.parts if name.startswith("customXml")]
    everything = b"".join(sample.parts.values())
    assert b"rsid" not in everything
    assert b"updateFields" not in everything
    assert str(CHECKOUT).encode() not in everything


# the same everywhere


def test_the_same_report_gives_the_same_bytes_and_another_gives_others(
    found: source.Source, report: Report, options: Options
) -> None:
    one = exporter.export(report, found.layout, options)
    assert one == exporter.export(report, found.layout, options)
    for other in (replace(report, title="Other"), replace(report, state="draft"), replace(report, sections=())):
        assert exporter.export(other, found.layout, options) != one
    assert exporter.export(report, found.layout, replace(options, base="f" * 64)) != one


def test_two_processes_elsewhere_give_the_same_bytes(tmp_path: Path) -> None:
    code = (
        "import sys, hashlib; from pathlib import Path; from dataclasses import replace\n"
        "from rapporteur import source; from rapporteur.format import Options; from rapporteur.word import exporter\n"
        "s = source.read(Path(sys.argv[1]))\n"
        "o = Options(conference=replace(s.conference, reports=()), date='2012-09-05')\n"
        "made = [exporter.export(r, s.layout, replace(o, blank=b)) for r in s.conference.reports for b in (0, 1)]\n"
        "print([hashlib.sha256(m).hexdigest() for m in made])"
    )
    told = set()
    for seed, zone, folder in (("1", "UTC", CHECKOUT), ("2", "Asia/Kathmandu", tmp_path)):
        path = os.pathsep.join(sys.path)
        environment = {"PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": path, "LC_ALL": "C.UTF-8", "HOME": str(folder)}
        command = [sys.executable, "-c", code, str(reports.the_sample())]
        told.add(subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=True).stdout)
    assert len(told) == 1


def test_a_layout_is_prepared_once_for_each_language(found: source.Source, report: Report, options: Options) -> None:
    exporter.export(report, found.layout, options)
    before = prepared.cache_info().misses
    for state in ("draft", "final"):
        exporter.export(replace(report, state=state), found.layout, options)
    assert prepared.cache_info().misses == before
    exporter.export(replace(report, language="tr"), found.layout, options)
    assert prepared.cache_info().misses == before + 1


def test_the_exporter_is_what_the_seam_asks_for() -> None:
    assert isinstance(exporter, Exporter)
    assert (exporter.name, exporter.suffix, exporter.subjects) == ("word", ".docx", {"report"})
    assert "Water for all" in exporter.words(made(text()))
    with pytest.raises(TypeError, match="not of a Conference"):
        exporter.export(Conference(), layout.find("rapporteur"), Options())


def golden(name: str, file: Opened) -> None:
    """Compare each paragraph's style, marks and words with those on file."""
    path = HERE / "golden" / "word" / f"{name}.txt"
    lines = []
    for paragraph in file.all("//w:p"):
        style = "".join(ask(paragraph, "w:pPr/w:pStyle/@w:val"))
        names = ask(paragraph, ".//w:bookmarkStart/@w:name")
        above = ask(paragraph, "ancestor::w:sdt/w:sdtPr/w:tag/@w:val")
        lines += [f"{style:<18} {' '.join(above):<44} {' '.join(names)}".rstrip(), f"    {said(paragraph)}".rstrip()]
    text = "\n".join(lines) + "\n"
    if os.environ.get("RAPPORTEUR_GOLDEN") == "write":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    assert text == path.read_text("utf-8")


def test_the_sample_is_as_it_was(sample: Opened) -> None:
    golden("sample", sample)


def test_the_blank_form_is_as_it_was(blank: Opened) -> None:
    golden("blank", blank)


# refusals


@pytest.mark.parametrize("character", ["\x00", "\x0b", "\x1b", "\ufffe", "\ud800"])
def test_a_character_that_no_xml_holds_is_refused_and_no_file_is_made(character: str) -> None:
    report, chosen = words.read(text("## Summary\n\nA\n"))
    for broken in (replace(report, title=f"a{character}b"), replace(report, track=character)):
        with pytest.raises(Refused, match=f"U\\+{ord(character):04X}"):
            exporter.export(broken, chosen, Options())


def test_a_layout_that_leaves_the_dialect_is_refused_with_its_file_and_line(tmp_path: Path) -> None:
    folder = tmp_path / "layouts" / "mine"
    folder.mkdir(parents=True)
    (folder / "layout.toml").write_text('name = "mine"\nextends = "rapporteur"\n', "utf-8")

    def told(template: str) -> str:
        (folder / "word.html.jinja").write_text(template, "utf-8")
        layout._environment.cache_clear()
        with pytest.raises(Refused) as refused:
            made(text(), "mine", tmp_path)
        return str(refused.value)

    assert told("<article>\n<font>x</font></article>").startswith("layouts/mine/word.html.jinja:2: error: <font>")
    assert "there is no style “nowhere”" in told('<article><p class="nowhere">x</p></article>')
    assert "<td> may not stand in <article>" in told("<article><td>x</td></article>")
    assert "<table> may not stand in <em>" in told("<article><p><em><table/></em></p></article>")
    assert "begin with <article>" in told("<section/>")


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ('[word]\naccent = "teal"', "“accent” is 'teal', which is not a colour such as #0B5C6B"),
        ('[word]\nside = "2 cm"', "“side” is '2 cm', which is not a whole number"),
        ('[page]\npaper = "foolscap"', "“paper” is 'foolscap', which is not a4 or letter"),
        ("[word]\nlatin = 3", "“latin” is 3, which is not the name of a font"),
    ],
)
def test_settings_of_a_layout_that_make_no_sense_are_refused(tmp_path: Path, settings: str, told: str) -> None:
    folder = tmp_path / "layouts" / "mine"
    folder.mkdir(parents=True)
    (folder / "layout.toml").write_text(f'name = "mine"\nextends = "rapporteur"\n{settings}\n', "utf-8")
    with pytest.raises(Refused, match=re.escape(told)):
        made(text(), "mine", tmp_path)


def test_a_layout_may_choose_paper_colour_and_fonts(tmp_path: Path) -> None:
    folder = tmp_path / "layouts" / "mine"
    folder.mkdir(parents=True)
    settings = '[page]\npaper = "letter"\n[word]\naccent = "#aa0011"\nlatin = "Georgia"\n'
    settings += '[word.languages.ar]\ncomplex = "Amiri"\n'
    (folder / "layout.toml").write_text(f'name = "mine"\nextends = "rapporteur"\n{settings}', "utf-8")
    file = Opened(made(text(language="ar"), "mine", tmp_path))
    assert file.all("//w:pgSz/@w:w") == ["12240"]
    styles = file.parts["word/styles.xml"].decode()
    assert "AA0011" in styles
    assert 'w:ascii="Georgia"' in styles
    assert 'w:cs="Amiri"' in styles


# marks


@given(st.text(min_size=1, max_size=12))
def test_a_coded_part_holds_letters_and_digits_only_and_is_read_back(part: str) -> None:
    assert re.fullmatch("[A-Za-z0-9]+", coding.coded(part))
    assert coding.decoded(coding.coded(part)) == part


PARTS = st.text("abzx-_.: é漢1", min_size=1, max_size=60)


@given(PARTS, PARTS, st.integers(1, 999))
def test_no_mark_is_longer_than_word_takes_and_different_places_have_different_marks(a: str, b: str, n: int) -> None:
    made = [marks.of_field(a), marks.of_field(f"{a}:{b}"), marks.of_section(a)]
    made += [marks.of_block(a, str(n)), marks.of_block(a, f"r{b}"), marks.of_block(a, f"r{b}x")]
    assert all(re.fullmatch("[A-Za-z_][A-Za-z0-9_]{0,39}", name) for name in made)
    assert len(set(made)) == len(made)
    assert marks.block_of(made[3]) == (made[3].split("_")[2], str(n))


def test_an_id_as_conferences_have_them_is_read_back_from_a_mark_of_any_section() -> None:
    for name in ("T3-S01-R01", "WA2026-T3-S01-R01.a", "conf-2018-3-014-R12"):
        found = marks.block_of(marks.of_block("new-perspectives-of-international-cooperation", f"r{name}"))
        assert found
        assert coding.decoded(found[1][1:]) == name
