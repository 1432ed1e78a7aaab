"""A demonstration: a conference of any size, the same wherever it is made, sound, and varied."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from pathlib import Path

import pytest

from rapporteur import checks, demo, source
from rapporteur.cli import main
from rapporteur.conference.programme import missing
from rapporteur.problems import WrongUse, errors
from rapporteur.prose import List, Quote, Table


def made(sessions: int, **how: object) -> dict[str, str]:
    return dict(demo.files(demo.Wanted(sessions, **how)))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> source.Source:
    folder = tmp_path_factory.mktemp("demo") / "w"
    assert main(["demo", "--sessions", "80", "--languages", "en,fr,es,pt,ru,ar", str(folder)]) == 0
    return source.read(folder)


def test_a_demonstration_comes_out_the_same_and_another_seed_gives_another() -> None:
    assert made(9) == made(9)
    assert set(made(9).values()).isdisjoint(made(9, seed=2).values())


def test_a_larger_demonstration_begins_with_the_sessions_of_a_smaller_one() -> None:
    small, large = made(5), made(50)
    sessions = {name: text for name, text in small.items() if name.startswith("sessions/")}
    assert len(sessions) == 5
    assert sessions.items() <= large.items()
    assert large["programme.yaml"].startswith(small["programme.yaml"])


def test_a_demonstration_has_no_errors_and_the_programme_knows_of_reports_that_are_missing(read: source.Source) -> None:
    assert errors(checks.check(read)) == ()
    assert len(read.conference.reports) == 80
    assert len(missing(read.conference)) == demo.missing(80) == 2
    assert len(read.conference.programme) == 82


def test_its_sessions_are_varied(read: source.Source) -> None:
    found = read.conference.reports
    assert {each.language for each in found} == {"en", "fr", "es", "pt", "ru", "ar"}
    assert {each.state for each in found} == {"draft", "reviewed", "final"}
    assert {each.track for each in found} == {str(number) for number in range(1, 9)}
    counted = Counter(
        "none" if each.attendance is None else each.attendance[-1].method or each.attendance[-1].mode for each in found
    )
    assert set(counted) == {"none", "estimated", "online", ""}
    lengths = sorted(len(Path(read.workspace, each.origin.file).read_text("utf-8")) for each in found)
    assert lengths[-1] > 2.5 * lengths[0]
    kinds = Counter(type(block) for each in found for section in each.sections for block in section.blocks)
    assert min(kinds[Table], kinds[Quote]) > 20
    assert kinds[List] > 160
    assert len({each.title for each in found}) > 60


def test_headings_are_those_of_the_form_in_each_language(read: source.Source) -> None:
    held = {section.role for each in read.conference.reports for section in each.sections}
    assert held == {"", "summary", "outcomes", "perspectives", "lessons", "recommendations"}


@pytest.mark.parametrize("how", [{"sessions": 0}, {"sessions": 100_001}, {"sessions": 1, "languages": ("en", "tlh")}])
def test_a_size_or_a_language_that_cannot_be_is_wrong_use(how: dict[str, object]) -> None:
    with pytest.raises(WrongUse):
        demo.Wanted(**how)  # type: ignore[arg-type]


def test_a_folder_that_holds_something_stays_as_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "letter.txt").write_text("Dear")
    assert main(["demo", "--sessions", "3", str(tmp_path)]) == 2
    assert "is not empty" in capsys.readouterr().err
    assert [path.name for path in islice(tmp_path.rglob("*"), 9)] == ["letter.txt"]
