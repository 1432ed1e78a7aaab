"""The sample: the user's report as it was given, and the fictional conference around it."""

from __future__ import annotations

import datetime
import hashlib
import re
from collections import Counter
from dataclasses import replace

import pytest

import reports
from rapporteur import audience, checks, source
from rapporteur.conference import clusters, ledger
from rapporteur.conference.programme import missing
from rapporteur.labels import Labels
from rapporteur.pack.shown import Shown
from rapporteur.report import Report

SOURCE = reports.CHECKOUT / "source"
USERS = reports.CHECKOUT / reports.FILE
INVENTED = sorted(path for path in SOURCE.rglob("*.*") if path.suffix in (".md", ".yaml") and path != USERS)


@pytest.fixture(scope="module")
def read() -> source.Source:
    return source.read(reports.CHECKOUT)


@pytest.fixture(scope="module")
def users(read: source.Source) -> Report:
    return next(each for each in read.conference.reports if each.id == "T3-S01")


def test_the_users_report_is_as_it_was_given() -> None:
    digest = "334991bf8903920e8e3f30b02d7c9b81715024cd51ddcd3a6a8aa978c8ca90b5"
    assert hashlib.sha256(USERS.read_bytes()).hexdigest() == digest


def test_the_people_of_the_users_report_have_no_word_and_no_role_in_what_is_invented(users: Report) -> None:
    people = [person for role in users.roles for person in role.people]
    names = {word for person in people for word in person.name.split()}
    names |= {person.organisation for person in people if person.organisation}
    assert len(names) == 11
    told = re.compile(rf"\b({'|'.join(map(re.escape, names))})\b", re.IGNORECASE)
    found = {path.name: told.findall(path.read_text("utf-8")) for path in INVENTED}
    assert {name: each for name, each in found.items() if each} == {}


def test_the_conference_says_wherever_its_name_is_printed_that_it_is_fictional(read: source.Source) -> None:
    assert "fictional" in read.conference.name
    assert read.conference.edition.casefold() == "all sessions but t3-s01 are invented"
    for text in (SOURCE / "conference.yaml", reports.CHECKOUT / "README.md"):
        assert "fictional conference" in text.read_text("utf-8")


def test_it_holds_what_a_secretariat_meets(read: source.Source) -> None:
    found = read.conference.reports
    assert Counter(each.track for each in found) == {"1": 3, "2": 3, "3": 3, "4": 3}
    assert {each.language for each in found} == set(read.conference.languages)
    assert {each.state for each in found} == {"draft", "reviewed", "final"}
    assert {each.direction for each in found} == {"ltr", "rtl"}
    assert [slot.id for slot in missing(read.conference)] == ["T4-S04", "T2-S04"]
    roles: dict[str, set[str]] = {}
    for report in found:
        for role in report.roles:
            for person in role.people:
                roles.setdefault(person.name, set()).add(f"{role.id} of {report.id}")
    assert len(roles["Marisol Echeverrigaray"]) == 4


def test_one_report_is_late_and_one_is_missing_of_which_nobody_knows_whether_it_is(read: source.Source) -> None:
    found = ledger.ledger(read.conference, (), datetime.datetime(2019, 1, 1, tzinfo=datetime.UTC))
    waited = {row.slot.id: row.status for row in found.rows if not row.received}
    assert waited == {"T4-S04": "missing", "T2-S04": "late"}
    assert (found.total.expected, found.total.received, found.total.signed_off) == (14, 12, 7)


def test_what_is_internal_in_the_sample_is_not_in_its_public_edition(read: source.Source) -> None:
    found, _ = audience.seen(read, "public", checks.check(read))
    shown = {each.id: each for each in found.conference.reports}
    assert "Remedios Arrizabal-Toro" not in {person.name for person in shown["T1-S02"].people("presenters")}
    assert "For the secretariat" not in {section.title for section in shown["T4-S03"].sections}
    assert set(shown) == {each.id for each in read.conference.reports}


def test_every_heading_answers_the_form_in_the_language_of_its_report(read: source.Source) -> None:
    own = [
        (each.id, section.title) for each in read.conference.reports for section in each.sections if not section.role
    ]
    assert own == [
        ("T2-S03", "What an alert must say"),
        ("T4-S03", "For the secretariat"),
    ]


def test_check_warns_of_seven_things_and_finds_no_error(read: source.Source) -> None:
    problems = checks.check(read)
    assert {each.severity for each in problems} == {"warning"}
    rules = Counter(each.rule for each in problems if each.rule != "conformance")
    assert rules == {"total": 1, "names": 1, "programme": 1, "clash": 1, "email": 1, "no-id": 2}


def test_what_two_sessions_recommend_alike_is_proposed_as_one_until_a_person_says_so(read: source.Source) -> None:
    assert [(each.ids, each.same) for each in read.conference.clusters] == [(("T1-S01-R01", "T4-S01-R03"), True)]
    for known, proposed in ((read.conference.clusters, set()), ((), {("T1-S01-R01", "T4-S01-R03")})):
        found = {tuple(sorted(one.ids)) for one in clusters.proposals(replace(read.conference, clusters=known))}
        assert found == {("T2-S01-R01", "T3-S02-R01")} | proposed


def test_the_pack_names_both_sessions_that_raised_one_recommendation(read: source.Source) -> None:
    shown = Shown(read.conference, read.layout, Labels(read.layout.catalogue("en")))
    pages = {each.id: at for at, each in enumerate(read.conference.reports, 7)}
    html = read.layout.render("pack.html.jinja", shown.recommendations(pages))
    told = re.findall(r"Also raised in: (<a href[^>]*session-([\w-]+)[^>]*>([\w-]+)</a>)", html)
    assert [(session, name) for _, session, name in told] == [("T4-S01", "T4-S01-R03"), ("T1-S01", "T1-S01-R01")]
    numbers = re.findall(r'<td class="number"><p>(\d+)</p>', html)
    assert len(numbers) == len(set(numbers)) + 1


def test_french_signs_have_their_spaces_that_do_not_break() -> None:
    texts = [path.read_text("utf-8").split("\n---\n", 1) for path in INVENTED if path.parent.name == "sessions"]
    french = [body for front, body in texts if "\nlanguage: fr" in front]
    assert len(french) == 2
    for body in french:
        assert re.findall("[^\u202f][;!?](?!\\w)|[^\u00a0\\]]:(?=\\s)|«(?!\u00a0)|[^\u00a0]»", body) == []
