"""One person spelled two ways: proposed where it may be, never where it is plainly another."""

import time

import pytest

import reports
from rapporteur import names, source
from rapporteur.report import Origin, Person, Report, Role


def report(*people, at="T1-S01"):
    return Report(at, "t", roles=(Role("speakers", tuple(people)),), origin=Origin(f"{at}.md"))


def told(*people):
    return [each.what.split(" of ")[0] for each in names.check([report(*people)])]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Osvaldo Elissetche", "Osvaldo Elisetche"),
        ("Ana Pérez", "Ana Perez"),
        ("ANA PÉREZ", "Ana Pérez"),
        ("Pérez, Ana", "Ana Pérez"),
        ("Jean-Paul Roy", "Jean Paul Roy"),
        ("J. P. Roy", "J P Roy"),
        ("Sean O’Neill", "Sean O'Neill"),
        ("مُحَمَّد علي", "محمد علي"),
        ("Stanley Kao", "Stanley  Kao"),
    ],
)
def test_two_spellings_that_may_be_one_person_are_told_once(one, other):
    assert len(told(Person(one), Person(other), Person(one))) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ana Pérez", "Ana Gómez"),
        ("Li Wei", "Li Wen"),
        ("李伟", "李娜"),
        ("रीता", "राता"),
        ("Maria Silva", "Mario Souza"),
        ("A", "B"),
    ],
)
def test_two_people_are_two_people(one, other):
    assert told(Person(one), Person(other)) == []


def test_one_address_with_two_names_is_told():
    assert told(Person("Bob Roy", email="b@roy.org"), Person("Robert Roy", email="B@Roy.org")) == [
        "“Robert Roy” may be “Bob Roy”"
    ]


def test_spellings_are_compared_across_sessions_with_file_and_line(tmp_path):
    text = reports.session_text()
    other = text.replace("T3-S01", "T3-S02").replace("Ana Pérez", "Ana Peres")
    (problem,) = names.check(source.read(reports.workspace(tmp_path, text, other)).conference.reports)
    assert str(problem.where) == "source/sessions/s2.md:5"
    assert problem.what == "“Ana Peres” may be “Ana Pérez” of source/sessions/s1.md:5, spelled in another way"


def test_a_large_conference_is_compared_in_time():
    first, last = ("Maria", "Mohamed", "John", "Wei", "Ana"), ("Silva", "Ali", "Smith", "Li", "García")
    people = [
        Person(f"{a} {'bcdfghjklm'[n % 10]}{n:03} {b}") for a in first for b in last for n in range(reports.size(40))
    ]
    begun = time.process_time()
    list(names.check([report(*people)]))
    assert time.process_time() - begun < 4
