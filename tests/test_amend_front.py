"""Values and people of a front matter: changed where they stand, with every comment and every other byte as it was."""

import difflib
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import reports
from rapporteur import amend
from rapporteur.amendment import Amendment, PersonKept
from rapporteur.problems import Refused
from rapporteur.report import Person

SAMPLE = (reports.CHECKOUT / reports.FILE).read_text("utf-8")


def amended(source, values=None, **people):
    report, _ = reports.read(source)
    return amend.amended(source, report, Amendment(values=values or {}, people=people))


def changes(before, after):
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm="")
    return [f"{line[0]} {line[1:]}" for line in list(lines)[2:] if line[0] in "+-"]


def front(text):
    return reports.session_text("", f"id: A\n{text}")


texts = st.one_of(
    reports.texts, st.text(st.sampled_from("#:'\"[]{}&*!|>%@`-? ,\\a中ب\u2028\u00a0"), min_size=1, max_size=12)
)


@settings(deadline=None)
@given(reports.sessions(), texts, st.sampled_from(("\n", "\r\n")), st.booleans())
def test_any_text_reads_back_and_only_its_line_changes(written, text, end, marked):
    source = ("\ufeff" if marked else "") + written[0].replace("\n", end)
    wanted = " ".join(text.split())
    if not wanted:
        return
    found = amended(source, {"title": text})
    assert reports.read(found)[0].title.split() == wanted.split()
    assert [line for line in changes(source, found) if "title:" not in line] == []
    assert found.count("\r\n") == source.count("\r\n")


people = st.builds(Person, texts, texts, texts, texts)


@settings(deadline=None)
@given(reports.sessions(), st.lists(people, max_size=3), st.sampled_from(("organiser", "witness", "presenters")))
def test_any_people_read_back_and_those_who_stay_keep_their_lines(written, new, role):
    source = written[0]
    had = reports.read(source)[0].people(role)
    kept = (*(PersonKept(at) for at in range(len(had))), *(PersonKept(None, each) for each in new))
    after = reports.read(amended(source, **{role: kept}))[0].people(role)
    assert [_plain(each) for each in after] == [_plain(each) for each in (*had, *new) if any(_plain(each))]


def _plain(person):
    return [getattr(person, part).split() for part in ("name", "position", "organisation", "country")]


@pytest.mark.parametrize(
    ("values", "lines"),
    [
        ({"title": "Water: a right"}, ['+ title: "Water: a right"']),
        ({"when.date": "6 September 2012"}, ["-   date: Wednesday 5 September", "+   date: 6 September 2012"]),
        ({"participants.women": "12"}, ["-   women: 11", "+   women: 12"]),
        ({"participants.women": ""}, ["-   women: 11"]),
        ({"participants.others": "3"}, ["+   others: 3"]),
        ({"format": ""}, ["- format: Engagement Workshop"]),
        ({"format": ("A", "B, c")}, ["- format: Engagement Workshop", '+ format: [A, "B, c"]']),
        ({"place": "Room 4"}, []),
        ({}, []),
    ],
)
def test_one_value_is_one_line(values, lines):
    if values == {"place": "Room 4"}:
        lines = ["+ place: Room 4"]
    found = changes(SAMPLE, amended(SAMPLE, values))
    assert [line for line in found if not line.startswith("- title")] == lines


@pytest.mark.parametrize(
    ("before", "values", "after"),
    [
        ("title: a # b\n", {"title": "c"}, "title: c # b\n"),
        ("title: 'a'\n", {"title": "it's"}, "title: 'it''s'\n"),
        ('title: "a"\n', {"title": 'b "c"'}, 'title: "b \\"c\\""\n'),
        ("title: >-\n  a\n  b\n\ntrack: 3\n", {"title": "c: d"}, "title: >-\n  c: d\n\ntrack: 3\n"),
        ("title: a\n  b\n", {"title": "c"}, "title: c\n"),
        ("title:  # b\n", {"title": "c"}, "title: c  # b\n"),
        ("title: a # b\n", {"title": ""}, "title:  # b\n"),
        ("title: a\nparticipants: {women: 1, men: 2} # b\n", {"participants.men": "3"}, None),
        ("participants: 20 # all\n", {"participants.women": "3"}, "participants:  # all\n  total: 20\n  women: 3\n"),
        ("participants: 20\n", {"participants": "21"}, "participants: 21\n"),
        ("title: a\n", {"when.date": "5 May"}, "title: a\nwhen:\n  date: 5 May\n"),
        ("when:\n  date: 5 May\n", {"when.1.date": "6 May"}, "when:\n  - date: 5 May\n  - date: 6 May\n"),
        (
            "participants:\n- category: women\n  count: 11 # by heads\n",
            {"participants.women": "12"},
            "participants:\n- category: women\n  count: 12 # by heads\n",
        ),
    ],
)
def test_a_value_is_written_as_its_place_wants_it(before, values, after):
    after = after or before.replace("men: 2", "men: 3")
    assert amended(front(before), values) == front(after)


CHILDS = Person("Stephanie Childs")


@pytest.mark.parametrize(
    ("role", "kept", "lines"),
    [
        (
            "moderator",
            [PersonKept(0, Person("S. Childs"))],
            ["-   moderator: Stephanie Childs", "+   moderator: S. Childs"],
        ),
        (
            "moderator",
            [PersonKept(0, replace(CHILDS, position="Chair"))],
            [
                "-   moderator: Stephanie Childs",
                "+   moderator:",
                "+     name: Stephanie Childs",
                "+     position: Chair",
            ],
        ),
        (
            "moderator",
            [PersonKept(0), PersonKept(None, Person("Li Wei"), "two names in one cell")],
            [
                "-   moderator: Stephanie Childs",
                "+   moderator:",
                "+     - Stephanie Childs",
                "+     # two names in one cell",
                "+     - Li Wei",
            ],
        ),
        (
            "presenters",
            [PersonKept(0), PersonKept(1), PersonKept(None, Person("Li Wei", country="China"))],
            ["+     - name: Li Wei", "+       country: China"],
        ),
        (
            "presenters",
            [
                PersonKept(0, Person("Osvaldo Elissetche", "", "Asociación Civil Estudios y Proyectos", "Argentina")),
                PersonKept(1),
            ],
            ["-       position: President"],
        ),
        ("witness", [PersonKept(None, Person("Li Wei"))], ["+   witness: Li Wei"]),
        ("moderator", [], ["-   moderator: Stephanie Childs"]),
    ],
)
def test_a_person_is_that_persons_lines(role, kept, lines):
    assert changes(SAMPLE, amended(SAMPLE, **{role: tuple(kept)})) == lines


def test_people_who_change_places_take_their_comments_with_them():
    source = front("people:\n  presenters:\n  - A\n  # about B\n  - name: B # b\n")
    found = amended(source, presenters=(PersonKept(1), PersonKept(0)))
    assert found == front("people:\n  presenters:\n  # about B\n  - name: B # b\n  - A\n")


def test_a_role_that_is_only_a_comment_keeps_it():
    source = front("people:\n  presenters:\n    # - name:\n")
    found = amended(source, presenters=(PersonKept(None, Person("A", "b")),))
    assert found == front("people:\n  presenters:\n    name: A\n    position: b\n    # - name:\n")


def test_a_count_that_would_push_another_out_is_refused_with_its_line():
    with pytest.raises(Refused) as refused:
        amended(SAMPLE, {"participants.women.online": "4"})
    line = SAMPLE.split("\n").index("  women: 11") + 1
    assert [each.where.line for each in refused.value.problems] == [line]
