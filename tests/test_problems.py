"""Problems as values: their order, and their three ways of being told."""

import json
import pickle

from rapporteur.problems import Place, Problem, Refused, as_github, as_json, as_text, error, errors, ordered, warning

ONE = error(Place("b.md", 2), "it is wrong", "mend it", "rule")
TWO = warning(Place("a.md", 10), "it is\ndoubtful: 5%, so")
THREE = error(Place("a.md", 9), "first")


def test_problems_are_told_by_file_and_line_each_once():
    assert ordered([ONE, TWO, THREE, ONE]) == (THREE, TWO, ONE)
    assert ordered([TWO, THREE, ONE]) == ordered([ONE, TWO, THREE])


def test_only_errors_are_errors():
    assert errors([ONE, TWO, THREE]) == (ONE, THREE)


def test_a_place_is_written_as_programs_and_people_read_it():
    assert [str(place) for place in (Place("f", 3), Place("f"), Place("f.xlsx", 0, "Summary!B2"))] == [
        "f:3",
        "f",
        "f.xlsx (Summary!B2)",
    ]


def test_text_for_people_has_the_hint_below():
    assert as_text([ONE, THREE]) == "b.md:2: error: it is wrong\n    mend it\na.md:9: error: first"


def test_json_holds_every_part():
    rows = json.loads(as_json([ONE, TWO]))
    assert rows[0] == {
        "severity": "error",
        "file": "b.md",
        "line": 2,
        "spot": "",
        "rule": "rule",
        "what": "it is wrong",
        "hint": "mend it",
    }
    assert rows[1]["what"] == TWO.what


def test_workflow_commands_are_one_line_each_with_their_signs_escaped():
    strange = Problem("error", Place("a,b:c.md"), "50%\r\nof it", "", "a:b")
    assert as_github([strange, ONE]).split("\n") == [
        "::error file=a%2Cb%3Ac.md,line=1,title=a%3Ab::50%25%0D%0Aof it",
        "::error file=b.md,line=2,title=rule::it is wrong mend it",
    ]


def test_a_refusal_travels_between_processes_with_its_problems():
    assert pickle.loads(pickle.dumps(Refused([ONE, TWO]))).problems == (ONE, TWO)
