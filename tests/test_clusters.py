"""Recommendations that may be one: what is proposed, what is not, and that a person decides."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapporteur import cli, source
from rapporteur.conference import clusters, decisions
from rapporteur.problems import Refused
from rapporteur.prose import Item, List, Paragraph, Text
from rapporteur.report import Cluster, Conference, Recommendation, Recommendations, Report, Section

SAME = [
    ("en", "Make water a human right in national law.",
     "Make water a human right in the national laws of every country."),
    ("en", "Train the operators of small water systems in their own language.",
     "Train operators of small water systems in their own languages."),
    ("en", "Governments should publish what they spend on water every year.",
     "Every year, governments should publish what they spend on water."),
    ("en", "Support South-South cooperation with a regional fund of at least 50 million dollars.",
     "Support South–South cooperation with regional funds of 50 million dollars."),
    ("es", "Capacitar a las mujeres rurales en el uso de tecnologías digitales.",
     "Capacitar a la mujer rural en el uso de la tecnología digital."),
    ("fr", "Publier chaque année les dépenses publiques consacrées à l’eau.",
     "Publier chaque année la dépense publique consacrée à l'eau potable."),
    ("pt", "Criar um fundo regional de apoio às cooperativas de jovens agricultores.",
     "Criar fundos regionais para apoio às cooperativas de jovens agricultores."),
    ("ru", "Обеспечить доступ сельских школ к питьевой воде.",
     "Обеспечить всем сельским школам доступ к питьевой воде."),
    ("ar", "تدريب النساء الريفيات على التقنيات الرقمية.", "تدريب جميع النساء الريفيات على التقنيات الرقمية الحديثة."),
    ("zh", "应加强对农村妇女的数字技能培训。", "加强农村妇女数字技能培训。"),
    ("zh", "各国政府应将用水权写入国家法律。", "政府应将用水权写入本国国家法律。"),
    ("hi", "ग्रामीण महिलाओं को डिजिटल प्रशिक्षण दिया जाए।", "सभी ग्रामीण महिलाओं को डिजिटल प्रशिक्षण दिया जाए।"),
]  # fmt: skip
OTHER = [
    ("en", "Create a national fund for women entrepreneurs.", "Create a national fund for young entrepreneurs."),
    ("en", "Establish a working group on water.", "Establish a working group on energy."),
    ("en", "Cities should support regions.", "Regions should support cities."),
    ("en", "Cut emissions by half by 2030 in all member states.",
     "Cut emissions by half by 2040 in all member states."),
    ("en", "Ratify the convention before the next session.", "Do not ratify the convention before the next session."),
    ("en", "Increase public funding for community radio in rural districts.",
     "Reduce public funding for community radio in rural districts."),
    ("en", "Publish data every year.", "Publish maps every year."),
    ("fr", "Former les enseignants des écoles rurales au numérique.",
     "Former les infirmières des écoles rurales au numérique."),
    ("es", "Crear un observatorio regional del agua.", "Crear un observatorio regional de la energía."),
    ("pt", "Não privatizar os serviços de água das cidades.", "Privatizar os serviços de água das cidades."),
    ("ru", "Увеличить финансирование сельских больниц.", "Увеличить финансирование сельских школ."),
    ("ar", "تدريب المعلمين في المدارس الريفية.", "تدريب الممرضات في المدارس الريفية."),
    ("ar", "عدم خصخصة خدمات المياه في المدن.", "خصخصة خدمات المياه في المدن."),
    ("zh", "加强农村妇女数字技能培训。", "加强城市青年数字技能培训。"),
    ("zh", "不应将供水服务私有化。", "应将供水服务私有化。"),
    ("hi", "ग्रामीण महिलाओं को डिजिटल प्रशिक्षण दिया जाए।", "ग्रामीण किसानों को डिजिटल प्रशिक्षण दिया जाए।"),
]  # fmt: skip
MISSED = [
    ("fr", "Inscrire le droit à l’eau dans les lois nationales.",
     "Mettre le droit à l'eau dans la loi de chaque pays."),
    ("ar", "إنشاء صندوق إقليمي لدعم التعاون بين بلدان الجنوب.",
     "إنشاء صناديق إقليمية لدعم التعاون بين بلدان الجنوب في مجال المياه."),
]  # fmt: skip
"""Pairs that a person would call one and that are not proposed: other words, and broken plurals of Arabic."""


def asked(text: str, name: str = "", stem: str = "", *points: str) -> Recommendation:
    more = (List(tuple(Item((Paragraph((Text(each),)),)) for each in points)),) if points else ()
    return Recommendation(name, "", (Paragraph((Text(text),)), *more), (Text(stem),) if stem else ())


def session(name: str, language: str, *items: Recommendation) -> Report:
    return Report(name, name, language=language, sections=(Section("r", (), (Recommendations(items),)),))


def two(language: str, one: str | Recommendation, other: str | Recommendation) -> Conference:
    items = (each if isinstance(each, Recommendation) else asked(each) for each in (one, other))
    return Conference(reports=tuple(session(f"S{at}", language, each) for at, each in enumerate(items)))


def proposed(conference: Conference) -> list[tuple[str, ...]]:
    return [each.ids for each in clusters.proposals(conference)]


def of(*texts: str, decided: tuple[Cluster, ...] = ()) -> Conference:
    """Return a conference of one recommendation in each session, R0, R1 …"""
    reports = (session(f"S{at}", "en", asked(text, f"R{at}")) for at, text in enumerate(texts))
    return Conference(reports=tuple(reports), clusters=decided)


@pytest.mark.parametrize(("language", "one", "other"), SAME)
def test_what_says_the_same_in_slightly_other_words_is_proposed(language: str, one: str, other: str) -> None:
    (found,) = clusters.proposals(two(language, one, other))
    assert clusters.ALIKE <= found.alike <= 1
    assert [each.report.id for each in found.members] == ["S0", "S1"]


@pytest.mark.parametrize(("language", "one", "other"), [*OTHER, *MISSED])
def test_what_differs_in_one_thing_that_matters_is_not(language: str, one: str, other: str) -> None:
    assert clusters.proposals(two(language, one, other)) == ()


def test_of_all_these_pairs_in_one_conference_the_same_are_found_and_no_other() -> None:
    def side(at: int) -> list[Report]:
        pairs = [*((each, "=") for each in SAME), *((each, "/") for each in OTHER[:-4])]
        return [
            session(f"S{at}-{number}", each[0], asked(each[at], f"{number}{kind}{at}"))
            for number, (each, kind) in enumerate(pairs)
        ]

    found = proposed(Conference(reports=(*side(1), *side(2))))
    assert found == [(f"{at}=1", f"{at}=2") for at in range(len(SAME))]


def test_points_and_stems_count_and_one_session_says_nothing_twice() -> None:
    def plan(*points: str) -> Recommendation:
        return asked("Adopt a plan that:", "", "", *points)

    assert (
        clusters.proposals(two("en", plan("names owners", "sets dates"), plan("protects rivers", "bans mining"))) == ()
    )
    water, prisons = (
        asked("Publish data yearly.", "", f"To improve {each}, states should:") for each in ("water", "jails")
    )
    assert clusters.proposals(two("en", water, prisons)) == ()
    assert len(clusters.proposals(two("en", water, water))) == 1
    again = session("S1", "en", asked("Publish data."), asked("Publish data."))
    assert clusters.proposals(Conference(reports=(again,))) == ()


TRAIN = "Train the operators of small water systems in their own language"


def test_a_cluster_is_alike_in_every_pair_and_decided_ones_are_not_asked_again() -> None:
    three = (TRAIN, f"{TRAIN} once", f"{TRAIN} now")
    assert proposed(of(*three)) == [("R0", "R1", "R2")]
    assert proposed(of(*three, decided=(Cluster(("R0", "R1", "R2"), True),))) == []
    assert proposed(of(*three, decided=(Cluster(("R0", "R1"), True),))) == [("R0", "R1", "R2")]
    assert proposed(of(*three, decided=(Cluster(("R0", "R2"), False),))) in ([("R0", "R1")], [("R1", "R2")])
    assert proposed(of("A", "B", "C", decided=(Cluster(("R0", "R2")),))) == [("R0", "R2")]
    assert (
        proposed(of(TRAIN, TRAIN, TRAIN, TRAIN, decided=(Cluster(("R0", "R1"), True), Cluster(("R2", "R3"), True))))
        == []
    )


words = st.sampled_from(["water", "fund", "plan", "cities", "train", "data", "women", "law", "school", "open"])


@given(st.lists(st.lists(words, min_size=1, max_size=8).map(" ".join), max_size=8), st.randoms())
def test_the_order_of_sessions_changes_nothing_but_the_order(texts: list[str], rnd: random.Random) -> None:
    conference = of(*texts)
    mixed = list(conference.reports)
    rnd.shuffle(mixed)
    one, other = (
        clusters._alike(clusters.raised(Conference(reports=tuple(each)))) for each in (conference.reports, mixed)
    )
    assert sorted(one.values()) == pytest.approx(sorted(other.values()))


def test_two_thousand_take_a_few_seconds_and_every_planted_copy_is_found() -> None:
    rnd = random.Random(7)
    vocabulary = [f"{stem}{at}" for at in range(1500) for stem in ("wor", "fin", "gov")]
    texts = [" ".join(vocabulary[min(4499, int(rnd.paretovariate(0.4)))] for _ in range(20)) for _ in range(2000)]
    for at in range(0, 1000, 50):
        texts[at + 1000] = f"{texts[at]} indeed"
    begun = time.process_time()
    found = proposed(of(*texts))
    assert time.process_time() - begun < 10
    assert {(f"R{at}", f"R{at + 1000}") for at in range(0, 1000, 50)} <= set(found)


# What a person decides


FILE = "source/clusters.yaml"
KNOWN = {name.casefold(): name for name in ("R1", "R2", "R3", "R4")}


def test_decisions_are_read_with_their_wording() -> None:
    text = "clusters:\n  - ids: [r1, R2]\n    same: yes\n    wording: Train  them.\n  - {ids: [R1, R3], same: no}\n"
    found, problems = decisions.read(text, FILE, KNOWN)
    assert problems == ()
    assert found == (Cluster(("R1", "R2"), True, "Train them."), Cluster(("R1", "R3"), False))


@pytest.mark.parametrize(
    ("entries", "line", "said"),
    [
        ("- {ids: [R1, R9], same: yes}", 2, "no session has a recommendation “R9”"),
        ("- {ids: [R1], same: yes}", 2, "two ids or more"),
        ("- {ids: [R1, R1], same: yes}", 2, "stands in this cluster twice"),
        ("- {ids: [R1, R2]}", 2, "does not say whether"),
        ("- {ids: [R1, R2], same: maybe}", 2, "“maybe” is no answer"),
        ("- {ids: [R1, R2], same: yes}\n- {ids: [R3, R2], same: yes}", 3, "in a cluster already, at source/"),
        ("- {ids: [R1, R2], same: yes}\n- {ids: [R2, R1], same: no}", 3, "are the same by source/clusters.yaml:2"),
        ("- {ids: [R1, R2], same: no}\n- {ids: [R2, R1, R3], same: yes}", 3, "are not the same by"),
        ("- {ids: [R1, R2], same: yes, word: x}", 2, "“word” is not known here"),
        ("- R1", 1, "list of maps"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_decision_is_told_with_its_line(entries: str, line: int, said: str) -> None:
    problem = decisions.read(f"clusters:\n{entries}\n", FILE, KNOWN)[1][0]
    assert said in problem.what
    assert (problem.where.file, problem.where.line) == (FILE, line)


def test_without_knowing_every_session_no_id_is_called_unknown() -> None:
    assert decisions.read("clusters:\n- {ids: [X, Y], same: yes}\n", FILE, None) == ((Cluster(("X", "Y"), True),), ())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# mine\nclusters:\n- ids: [A, B]   # ours\n  same: yes",
        "clusters:\r\n    - ids: [A, B]\r\n      same: no\r\n# end\r\n",
    ],
)
def test_questions_go_to_the_end_and_no_byte_before_them_changes(text: str) -> None:
    whole, new = decisions.added(text, FILE, clusters.proposals(of(TRAIN, TRAIN)))
    assert [each.ids for each in new] == [("R0", "R1")]
    assert whole.startswith(text)
    found, problems = decisions.read(whole, FILE, None)
    assert problems == ()
    assert found[-1] == Cluster(("R0", "R1"))
    assert f"# R0: {TRAIN}" in whole
    assert "\r\n" not in text or whole.count("\n") == whole.count("\r\n")
    assert decisions.added(whole, FILE, clusters.proposals(of(TRAIN, TRAIN))) == (whole, ())


def test_a_file_that_cannot_be_added_to_is_refused() -> None:
    for text in ("clusters: [{ids: [A, B], same: yes}]\n", "clusters:\n- {ids: [A], same: yes}\n", "other: x\n"):
        with pytest.raises(Refused):
            decisions.added(text, FILE, clusters.proposals(of(TRAIN, TRAIN)))


def workspace(folder: Path) -> Path:
    sessions = folder / "source/sessions"
    sessions.mkdir(parents=True)
    (folder / "source/conference.yaml").write_text("name: Forum\n", "utf-8")
    for name in ("S1", "S2"):
        text = f"---\nid: {name}\ntitle: One\n---\n\n## Key recommendations\n\n- {TRAIN}. {{#{name}-R01}}\n"
        (sessions / f"{name}.md").write_text(text, "utf-8")
    return folder


def test_the_command_asks_once_and_a_decision_settles_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = workspace(tmp_path)
    path = folder / FILE
    assert cli.main(["-w", str(folder), "clusters"]) == 0
    assert not path.exists()
    assert "100%  S1-R01  Train the operators" in capsys.readouterr().out
    assert cli.main(["-w", str(folder), "clusters", "--write"]) == 0
    asked_ = path.read_text("utf-8")
    assert cli.main(["-w", str(folder), "clusters", "--write"]) == 0
    assert path.read_text("utf-8") == asked_
    assert source.read(folder).conference.clusters == (Cluster(("S1-R01", "S2-R01")),)
    path.write_text(asked_.replace("same: undecided\n", "same: yes\n"), "utf-8")
    capsys.readouterr()
    assert cli.main(["-w", str(folder), "clusters"]) == 0
    assert capsys.readouterr().err == "0 proposals, 1 confirmed cluster\n"
    path.write_text(asked_.replace("S2-R01]", "S2-R09]"), "utf-8")
    before = path.read_bytes()
    assert cli.main(["-w", str(folder), "clusters", "--write"]) == 1
    assert "clusters.yaml:11: error: no session has a recommendation “S2-R09”" in capsys.readouterr().err
    assert path.read_bytes() == before


def test_long_texts_are_shown_where_they_differ() -> None:
    from rapporteur.cli.clusters import excerpts

    same = "publish in open formats and in the language of those who live there a register of all the public land"
    one, other = excerpts([f"Cities should {same} each year.", f"Cities should {same} every five years."])
    assert one == "… all the public land each year."
    assert other == "… all the public land every five years."
    first, second = excerpts([f"Cities should {same}.", f"States should {same}."])
    assert (first[:13], second[:13]) == ("Cities should", "States should")
    assert "…" in first
    assert excerpts(["Short.", "Brief."]) == ["Short.", "Brief."]
    assert excerpts([f"{same} {same}"]) == [f"{same} {same}"]  # what no other says alike is shown whole
    assert excerpts([]) == []
    assert excerpts([f"{same} {same}"] * 2) == [f"{f'{same} {same}'[:90]}…"] * 2
