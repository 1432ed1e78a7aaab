"""The rules: each finds what it must, with its line, and keeps quiet otherwise."""

import pytest

import reports
from rapporteur import checks, counts, links, source
from rapporteur.report import Count

FRONT = """\
id: T3-S01
title: Water for all
track: 3
state: {state}
format: Panel
people:
  organiser: Ana Pérez
  rapporteur: Li Wei
when:
  date: Wednesday 5 September 2012
  time: 14:30–16:00
participants:
  women: 11
  men: 9
  total: 20
"""
BODY = """\
## Summary

Words.

## Outcomes

- A point.

## Key recommendations

We should:

- Improve. {#T3-S01-R01}
"""


def session(state="draft", front=("", ""), body=("", "")):
    """Return a session with nothing wrong in it, apart from one exchange of words in its front matter or body."""
    head = FRONT.format(state=state)
    assert front[0] in head
    assert body[0] in BODY
    return reports.session_text(
        BODY.replace(*body, 1) if body[0] else BODY + body[1], head.replace(*front, 1) if front[0] else head + front[1]
    )


def found(folder, *sessions, **how):
    return checks.check(source.read(reports.workspace(folder, *sessions, **how)))


def told(folder, *sessions, **how):
    return [(each.severity, each.where.line, each.what) for each in found(folder, *sessions, **how)]


@pytest.mark.parametrize("state", ["draft", "reviewed", "final"])
def test_a_sound_session_has_no_problem(tmp_path, state):
    assert told(tmp_path, session(state)) == []


def test_ten_mistakes_are_ten_problems_with_their_lines_in_one_run(tmp_path):
    text = (reports.FIXTURES / "ten-mistakes.md").read_text("utf-8")
    assert told(tmp_path, text) == [
        ("error", 4, "there is no track “8”"),
        ("error", 5, "“moderater” is not known here"),
        ("warning", 7, "2012-09-05 is a Wednesday, and another weekday is written"),
        ("error", 8, "the session ends at 14:30, not after its start at 16:00"),
        ("warning", 12, "“ana(at)example.org” cannot be an e-mail address"),
        ("warning", 17, "11 + 10 = 21, but the total is 20"),
        ("error", 22, "there is no picture source/vote.png"),
        ("warning", 22, "“htp://example.org” is no link to the web or to an e-mail address"),
        ("warning", 24, "the form asks for “outcomes”; it is not there"),
        ("error", 28, "“form” is nothing a recommendation carries"),
    ]


@pytest.mark.parametrize(
    ("rule", "change", "severity", "line", "what"),
    [
        (
            "missing",
            {"front": ("title: Water for all", "title:")},
            "error",
            3,
            "the form asks for “title”; it is not there",
        ),
        (
            "missing",
            {"front": ("  rapporteur: Li Wei\n", "  rapporteur:\n")},
            "warning",
            9,
            "the form asks for “rapporteur”; it is not there",
        ),
        (
            "missing",
            {"front": ("  rapporteur: Li Wei\n", "")},
            "warning",
            1,
            "the form asks for “rapporteur”; it is not there",
        ),
        (
            "missing",
            {"body": ("## Outcomes\n\n- A point.\n\n", "")},
            "warning",
            1,
            "the form asks for “outcomes”; it is not there",
        ),
        ("empty", {"body": ("", "\n## Weather\n")}, "warning", 32, "the section “Weather” is empty"),
        (
            "empty",
            {"body": ("- A point.", "- A point.\n\n## Lessons learned\n\n-")},
            "warning",
            26,
            "the section “Lessons learned” is empty",
        ),
        (
            "twice",
            {"body": ("## Outcomes", "## Summary {.outcomes}\n\n- x\n\n## Outcomes")},
            "warning",
            26,
            "“Outcomes” answers the form as “Summary” does on line 22",
        ),
        ("limit", {"body": ("Words.", "word " * 401)}, "warning", 18, "“Summary” has 401 words; the form allows 400"),
        ("limit", {"front": ("Water for all", "a " * 21)}, "warning", 3, "“title” has 21 words; the form allows 20"),
        (
            "limit",
            {"body": ("Improve.", "a " * 61)},
            "warning",
            30,
            "“Key recommendations”, point 1, has 61 words; the form allows 60",
        ),
        ("track", {"front": ("track: 3", "track: 4")}, "error", 4, "there is no track “4”"),
        ("language", {"front": ("track: 3", "track: 3\nlanguage: sw")}, "warning", 5, "there are no labels in “sw”"),
        (
            "language",
            {"front": ("track: 3", "track: 3\nlanguage: tlh")},
            "error",
            5,
            "“tlh” is a language nobody has dates for",
        ),
        (
            "time",
            {"front": ("14:30–16:00", "16:00–14:30")},
            "error",
            12,
            "the session ends at 14:30, not after its start at 16:00",
        ),
        (
            "time",
            {"front": ("14:30–16:00", "14:30–14:30")},
            "error",
            12,
            "the session ends at 14:30, not after its start at 14:30",
        ),
        (
            "weekday",
            {"front": ("Wednesday 5 September 2012", "Thursday 5 September 2012")},
            "warning",
            11,
            "2012-09-05 is a Wednesday, and another weekday is written",
        ),
        ("total", {"front": ("men: 9", "men: 10")}, "warning", 16, "11 + 10 = 21, but the total is 20"),
        ("total", {"front": ("men: 9", "men: 8")}, "warning", 16, "11 + 8 = 19, but the total is 20"),
        (
            "email",
            {"front": ("Ana Pérez", "{name: Ana Pérez, email: ana@example}")},
            "warning",
            8,
            "“ana@example” cannot be an e-mail address",
        ),
        (
            "link",
            {"body": ("Words.", "See [this](www.example.org).")},
            "warning",
            20,
            "“www.example.org” is no link to the web or to an e-mail address",
        ),
        (
            "link",
            {"body": ("- A point.", "- A [point](https://example).")},
            "warning",
            24,
            "“https://example” names no web site",
        ),
        (
            "link",
            {"body": ("Words.", "[](https://example.org)")},
            "warning",
            20,
            "the link to https://example.org has no words",
        ),
        ("picture", {"body": ("Words.", "![A](a.png)")}, "error", 20, "there is no picture source/a.png"),
        ("picture", {"body": ("Words.", "![A](../a.png)")}, "error", 20, "the picture “../a.png” lies outside source/"),
        (
            "picture",
            {"body": ("Words.", "![A](https://a.org/a.png)")},
            "error",
            20,
            "the picture “https://a.org/a.png” lies outside source/",
        ),
        (
            "picture",
            {"body": ("Words.", "![A](conference.yaml)")},
            "error",
            20,
            "“conference.yaml” is no picture we print",
        ),
        ("no-id", {"body": (" {#T3-S01-R01}", "")}, "warning", 30, "this recommendation has no id"),
        ("consensus", {"body": ("R01}", 'R01 consensus="maybe"}')}, "warning", 30, "“maybe” is no degree of consensus"),
        ("empty", {"body": ("Improve. ", "")}, "error", 30, "this recommendation says nothing"),
        (
            "no-list",
            {"body": ("- Improve. {#T3-S01-R01}", "Improve.")},
            "warning",
            26,
            "“Key recommendations” holds no list, so the register finds no recommendation in it",
        ),
        ("attributes", {"body": ("R01}", "R01 form=x}")}, "error", 30, "“form” is nothing a recommendation carries"),
        (
            "attributes",
            {"body": ("R01}", "R01 .x}")},
            "warning",
            30,
            "the braces at the end of this point are not printed",
        ),
        (
            "attributes",
            {"body": ("A point.", "A point. {#a}")},
            "warning",
            24,
            "the braces at the end of this point are not printed",
        ),
        (
            "attributes",
            {"body": ("A point.", "A point.\n  > - b {#a}")},
            "warning",
            25,
            "the braces at the end of this point are not printed",
        ),
        (
            "attributes",
            {"body": ("R01}", "R01}\n  - b {to=x}")},
            "warning",
            31,
            "the braces at the end of this point are not printed",
        ),
    ],
)
def test_each_rule_finds_what_it_must_once_with_its_line(tmp_path, rule, change, severity, line, what):
    problems = found(tmp_path, session(**change))
    assert [(each.severity, each.where.line, each.what) for each in problems if each.rule == rule] == [
        (severity, line, what)
    ]
    assert all(each.hint for each in problems)


@pytest.mark.parametrize(
    "change",
    [
        {"front": ("14:30–16:00", "22:00–01:30 (+1)")},
        {"front": ("Wednesday 5 September 2012", "Wednesday 5 September")},
        {"front": ("men: 9", "men: not recorded")},
        {"front": ("  men: 9\n  total: 20", "  men: 9")},
        {"front": ("women: 11", "women: {onsite: 5, online: 6}")},
        {"front": ("  total: 20", "  total: 20\n  first-timers: 30")},
        {"front": ("track: 3", "track: 3\nlanguage: en-US")},
        {"front": ("format: Panel", "format: Fish bowl")},
        {"front": ("Ana Pérez", "{name: Ana Pérez, email: a.b+c@sub.example.org}")},
        {
            "body": (
                "Words.",
                "[a](https://example.org/a%20b?c=d#e) [c](#summary) [d](http://localhost:8000)",
            )
        },
        {"body": ("R01}", 'R01 to="Cities" theme=water consensus=rough deadline="2013" no=I}')},
        {"body": ("R01}", "R01}\n\n  1. soon {#T3-S01-R01-x}\n")},
        {"body": ("Words.", "***")},
    ],
    ids=str,
)
def test_each_rule_keeps_quiet_where_nothing_is_wrong(tmp_path, change):
    assert told(tmp_path, session(**change)) == []


def test_an_address_that_is_well_written_is_only_told_to_be_for_the_public(tmp_path):
    assert told(tmp_path, session(body=("Words.", "<mailto:a@b.org>"))) == [
        ("warning", 20, "the e-mail address “a@b.org” stands here, and the public will read it")
    ]


def test_a_picture_that_is_there_and_says_what_it_shows_is_fine_and_one_without_words_is_not(tmp_path):
    reports.workspace(tmp_path)
    (tmp_path / "source/my vote ü.png").write_bytes(b"")
    body = ("Words.", "![Vote](<my vote ü.png>)\n\n![](my%20vote%20%C3%BC.png)")
    assert told(tmp_path, session(body=body)) == [
        ("error", 22, "the picture “my vote ü.png” has no words for who cannot see it")
    ]


def test_a_section_that_holds_only_a_picture_is_not_empty(tmp_path):
    reports.workspace(tmp_path)
    (tmp_path / "source/a.png").write_bytes(b"")
    assert [what for _, _, what in told(tmp_path, session(body=("Words.", "![](a.png)")))] == [
        "the picture “a.png” has no words for who cannot see it"
    ]


def test_a_picture_in_a_heading_is_refused(tmp_path):
    told_of = [("error", 22, "a picture stands in a heading")]
    assert told(tmp_path, session(body=("## Outcomes", "## Outcomes ![A](a.png) {.outcomes}"))) == told_of


@pytest.mark.parametrize("name", ["x" * 300 + ".png", "a%00b.png", "/etc/passwd", "a/../../b.png", "~/a.png"])
def test_a_picture_of_any_name_is_a_problem_and_no_traceback(tmp_path, name):
    assert any("picture" in what for _, _, what in told(tmp_path, session(body=("Words.", f"![A]({name})"))))


def test_what_a_draft_may_lack_a_final_report_may_not(tmp_path):
    lacking = {"front": ("  rapporteur: Li Wei\n", "")}
    severities = [
        [each[0] for each in told(tmp_path, session(state, **lacking))] for state in ("draft", "reviewed", "final")
    ]
    assert severities == [["warning"], ["warning"], ["error"]]


def test_a_field_that_another_one_asks_for_is_missing_only_then(tmp_path):
    igf = reports.CONFERENCE + "layout: igf\n"
    front = "id: T3-S01\ntitle: A\npeople:\n  presenters: B\n"
    text = reports.session_text("## Summary\n\nx\n", front)
    whats = [what for _, _, what in told(tmp_path, text, conference=igf)]
    assert "the form asks for “presentations”; it is not there" in whats
    whats = [what for _, _, what in told(tmp_path, text.replace("  presenters: B", "  chair: B"), conference=igf)]
    assert "the form asks for “presentations”; it is not there" not in whats
    assert "the form asks for “discussions”; it is not there" in whats


def test_a_closed_list_and_a_number_field_take_nothing_else(tmp_path):
    house = reports.workspace(tmp_path) / "layouts/house"
    house.mkdir(parents=True)
    (house / "layout.toml").write_text('extends = "rapporteur"\n')
    (house / "form.yaml").write_text(
        "form: f\nfields:\n  - {id: title, type: title}\n  - {id: room, type: number}\n"
        "  - id: kind\n    type: choice\n    open: false\n"
        "    choices: [women, {id: talk, en: Lecture, fr: Conférence}]\n"
    )
    conference = reports.CONFERENCE + "layout: house\n"
    front = "id: T3-S01\ntitle: A\nroom: {room}\nkind: {kind}\n"
    for room, kind in (("7", "women"), ("٧", "Talk"), ("1,234", "conférence"), ("7", "Female")):
        text = reports.session_text(front=front.format(room=f'"{room}"', kind=kind))
        assert told(tmp_path, text, conference=conference) == []
    text = reports.session_text(front=front.format(room="upstairs", kind="dance"))
    assert told(tmp_path, text, conference=conference) == [
        ("error", 4, "“upstairs” is not a number"),
        ("error", 5, "“dance” is no answer to “kind”"),
    ]


def test_the_part_of_a_session_that_is_wrong_is_named_by_its_line(tmp_path):
    two = "when:\n  - {date: 2012-09-05, time: 9:00–10:00}\n  - date: 2012-09-06\n    time: 12:00–11:00\n"
    front = FRONT.format(state="draft").replace("when:\n  date: Wednesday 5 September 2012\n  time: 14:30–16:00\n", two)
    assert [line for _, line, _ in told(tmp_path, reports.session_text(BODY, front))] == [13]
    one = two.replace("  - {date: 2012-09-05, time: 9:00–10:00}\n", "")
    front = FRONT.format(state="draft").replace("when:\n  date: Wednesday 5 September 2012\n  time: 14:30–16:00\n", one)
    assert [line for _, line, _ in told(tmp_path, reports.session_text(BODY, front))] == [12]


def test_recommendations_in_the_same_words_are_told_across_sessions(tmp_path):
    other = session(body=("Improve. {#T3-S01-R01}", "**IMPROVE** {#T3-S02-R01}")).replace("id: T3-S01", "id: T3-S02")
    assert told(tmp_path, session(), other) == [
        ("warning", 30, "this recommendation stands in the same words at source/sessions/s1.md:30")
    ]
    other = session(body=("Improve. {#T3-S01-R01}", "Improve more. {#T3-S02-R01}")).replace("id: T3-S01", "id: T3-S02")
    assert told(tmp_path, session(), other) == []


def test_a_scheme_of_ids_that_cannot_work_is_told_by_check(tmp_path):
    (problem,) = found(tmp_path, session(), conference=reports.CONFERENCE + 'ids: "R{m}"\n')
    assert (str(problem.where), problem.severity) == ("source/conference.yaml:4", "error")


def test_a_report_is_sound_unless_an_error_stands_in_its_own_file(tmp_path):
    bad = session(front=("track: 3", "track: 9")).replace("T3-S01", "T3-S02")
    read = source.read(reports.workspace(tmp_path, session(front=("men: 9", "men: 10")), bad))
    problems = checks.check(read)
    assert [checks.sound(each, problems) for each in read.conference.reports] == [True, False]


def test_checking_twice_tells_the_same_and_each_problem_once(tmp_path):
    text = (reports.FIXTURES / "ten-mistakes.md").read_text("utf-8")
    once, again = found(tmp_path, text), found(tmp_path, text)
    assert once == again
    assert len(set(once)) == len(once)


def test_every_rule_says_in_its_docstring_what_it_finds():
    assert all(rule.__doc__ for rule in checks.RULES)
    assert len(set(checks.RULES)) == len(checks.RULES)


# Sums and links


def count(category, number, dimension="gender", mode=""):
    return Count(category, number, dimension, mode)


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ([count("women", 11), count("men", 9), count("total", 20, "total")], []),
        ([count("women", 11), count("men", 10), count("total", 20, "total")], ["11 + 10 = 21, but the total is 20"]),
        ([count("women", 11), count("total", 20, "total")], ["11 = 11, but the total is 20"]),
        ([count("women", 11), count("men", None), count("total", 20, "total")], []),
        ([count("women", 21), count("men", None), count("total", 20, "total")], ["21 = 21, but the total is 20"]),
        ([count("women", 11), count("men", 10)], []),
        ([count("women", 11), count("men", 10), count("total", None, "total")], []),
        ([count("women", 0), count("men", 0), count("total", 0, "total")], []),
        ([count("first-timers", 30, ""), count("total", 20, "total")], []),
        (
            [
                count("women", 5, mode="onsite"),
                count("women", 6, mode="online"),
                count("men", 9),
                count("total", 20, "total"),
            ],
            [],
        ),
        (
            [
                count("women", 5, mode="onsite"),
                count("women", 7, mode="online"),
                count("men", 9),
                count("total", 20, "total"),
            ],
            ["12 + 9 = 21, but the total is 20"],
        ),
        (
            [count("women", 5, mode="onsite"), count("men", 4, mode="onsite"), count("total", 8, "total", "onsite")],
            ["5 + 4 = 9, but the total is 8", "5 + 4 = 9, but the total is 8 (onsite)"],
        ),
        (
            [
                count("women", 11),
                count("men", 9),
                count("young", 5, "age"),
                count("old", 5, "age"),
                count("total", 20, "total"),
            ],
            ["5 + 5 = 10, but the total is 20"],
        ),
    ],
)
def test_sums_are_compared_by_dimension_and_mode_and_the_unknown_is_not_zero(given, wrong):
    assert list(counts.wrong_sums(tuple(given))) == wrong


@pytest.mark.parametrize(
    "text", ["a@b.org", "a.b+c@sub.example.org", "oelissetche@eyp.org.ar", "ü@bücher.example", "अ@उदाहरण.भारत"]
)
def test_addresses_that_can_be_right(text):
    assert links.is_email(text)


@pytest.mark.parametrize(
    "text",
    ["", "a", "a@", "@b.org", "a@b", "a b@c.org", "a@b..org", "a@b.org.", "a@b.o", "a@@b.org", "<a@b.org>", "a@b.1234"],
)
def test_addresses_that_cannot_be_right(text):
    assert not links.is_email(text)


@pytest.mark.parametrize(
    "href",
    ["https://a.org", "http://a.org:80/b?c#d", "mailto:a@b.org?subject=c", "#a", "https://xn--r8jz45g.jp/%E3%83%91"],
)
def test_links_that_can_be_right(href):
    assert links.wrong(href) == ""


@pytest.mark.parametrize(
    "href",
    [
        "",
        "#",
        "a.org",
        "/a",
        "htp://a.org",
        "https://",
        "https://a",
        "mailto:a",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "http://[1",
    ],
)
def test_links_that_cannot_be_right(href):
    assert links.wrong(href)


def test_an_address_of_the_programme_that_cannot_be_right_is_told_with_its_line(tmp_path):
    folder = reports.workspace(tmp_path)
    programme = (
        "sessions:\n  - id: S1\n    title: Seas\n    people:\n      rapporteur: {name: Li Wei, email: not-an-email}\n"
    )
    (folder / source.PROGRAMME).write_text(programme, "utf-8")
    found = [each for each in checks.check(source.read(folder)) if each.rule == "email"]
    assert [(each.where.file, each.where.line) for each in found] == [(source.PROGRAMME, 5)]
