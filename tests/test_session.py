"""Reading one session file: nothing is lost, every place is right, and no text is too much."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

import reports
from rapporteur.problems import errors
from rapporteur.prose import Heading, Item, List, Paragraph, Quote, Text, plain
from rapporteur.report import Count, Day, Person, Recommendations


def tell(text, **how):
    """Return what reading tells, as lines and the beginnings of sentences."""
    return reports.told(text, **how)


def with_front(line, at="title: Water for all\n"):
    """Return a session file with one more line in its front matter, which is line 4."""
    return reports.session_text(front=reports.FRONT.replace(at, at + line + "\n"))


# Nothing is lost


@given(reports.sessions())
def test_every_word_of_a_session_file_is_in_the_model_in_its_order(written):
    text, front, body = written
    report, problems = reports.read(text)
    assert errors(problems) == ()
    assert reports.letters(reports.said_by(report)) == reports.letters(body.words)
    assert report.title == front["title"]
    people = {role: report.people(role)[0] for role in ("organiser", "rapporteur", "witness")}
    found = {key: getattr(people[key.split(".")[0]], key.split(".")[1]) for key in front if "." in key}
    assert found == {key: value for key, value in front.items() if "." in key}


@given(reports.sessions())
def test_reading_twice_gives_the_same_and_another_word_another_report(written):
    text = written[0]
    once, again = reports.read(text), reports.read(text)
    assert once == again
    assert reports.read(f"{text}\n\n## More\n\nwords\n")[0] != once[0]


@given(reports.sessions(), st.sampled_from(("\r\n", "\r")), st.booleans())
def test_line_ends_and_a_byte_order_mark_change_neither_the_model_nor_a_line(written, end, marked):
    text = written[0]
    report, problems = reports.read(text)
    other, others = reports.read(("\ufeff" if marked else "") + text.replace("\n", end))
    assert (other, others) == (report, problems)
    assert other.origin.lines == report.origin.lines
    assert [(b.line, b.last_line) for b in _paragraphs(other)] == [(b.line, b.last_line) for b in _paragraphs(report)]


def _paragraphs(report):
    def within(blocks):
        for block in blocks:
            match block:
                case Paragraph() | Heading():
                    yield block
                case List():
                    for item in block.items:
                        yield from within(item.blocks)
                case Quote():
                    yield from within(block.blocks)

    for section in report.sections:
        yield from (each for each in within(section.prose) if isinstance(each, Paragraph))


@given(reports.sessions())
def test_every_paragraph_begins_on_the_line_it_says(written):
    text = written[0]
    lines = text.split("\n")
    report, _ = reports.read(text)
    for paragraph in _paragraphs(report):
        first = paragraph.inlines[0]
        if isinstance(first, Text):
            word = first.text.split()[0]
            shown = lines[paragraph.line - 1].replace("\\", "")
            assert word.replace("\\", "") in shown
        assert paragraph.line <= paragraph.last_line <= len(lines)
    for section in report.sections:
        assert lines[section.line - 1].startswith("## ")


def test_a_recommendation_a_footnote_and_an_item_of_many_lines_know_their_lines():
    text = reports.session_text(
        "\n## Key recommendations\n\nWe should:\n\n- Improve\n  the\n  systems. {#A1}\n\n"
        "- Sustain[^1]\n  them.\n\n[^1]: Over time.\n"
    )
    report, problems = reports.read(text)
    assert problems == ()
    first, second = report.recommendations
    assert [first.line, second.line] == [16, 20]
    assert (first.blocks[0].line, first.blocks[0].last_line) == (16, 18)
    assert second.blocks[0].last_line == 21
    assert report.sections[0].line == 12


# No text is too much


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_text_gives_problems_and_never_a_traceback(front, body):
    text = reports.session_text(body, front + "\n")
    report, problems = reports.read(text)
    assert report or errors(problems)
    last = len(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    assert all(1 <= each.where.line <= last for each in problems)


SIGNS = st.lists(
    st.sampled_from(
        [
            *"#-*_`>|[]()!^{}=:+.~\\&<\"'\n\t 1a\u0627\u4e2d\u2028\x00",
            "\n\n",
            "    ",
            "[^1]",
            "[^1]: ",
            "```",
            "| a |",
            "|-|",
            "{#a}",
            '{to="x',
            "![",
            "](",
            "##",
            "\r\n",
            "---\n",
            "***",
            "<a",
            "&#12;",
            "1. ",
            "- ",
        ]
    ),
    max_size=60,
).map("".join)
YAML = st.lists(
    st.sampled_from(
        [
            *":-[]{}&*!|>'\"#%@`,?\n\t ~1a.",
            "\n  ",
            ": ",
            "- ",
            "<<",
            "people:",
            "when:",
            "participants:",
            "title: ",
            "id: T1",
            "&a ",
            "*a",
            "!!int ",
            "\n",
            "language: ",
            "date: ",
            "women: ",
            "\n    ",
            "track: ",
            "null",
            "---",
            "...",
        ]
    ),
    max_size=50,
).map("".join)


@given(YAML, SIGNS)
def test_any_heap_of_signs_gives_problems_and_never_a_traceback(front, body):
    report, problems = reports.read(reports.session_text(body, front + "\n"))
    assert report or errors(problems)


ORDINARY = "A [link](https://a.example) and *two* words. " * 450


def timed(body):
    """Return what is read of a section, and how many seconds of a core that takes."""
    begun = time.process_time()
    found = reports.read(reports.session_text(f"\n## A\n\n{body}\n"))
    return found, time.process_time() - begun


@pytest.mark.parametrize(
    "body",
    [
        "> " * 5000 + "x",
        "- " * 3000 + "x",
        "".join("  " * n + "- x\n" for n in range(300)),
        "*a **b " * 300 + "c" + "***" * 300,
        "*" * 4000 + "c" + "*" * 4000,
        "[" * 20000,
        "![" * 2000 + "a" + "](b)" * 2000,
        "^[" * 2000 + "a" + "]" * 2000,
        "# A" + " " * 50000 + "b",
        "## A {" + "a=a" * 30 + '" }',
        "a" + "_" * 9000,
        "".join("`" * n + " " for n in range(300)),
        "[^1]\n\n" + "".join(f"[^{n}]: x[^{n + 1}][^{n + 1}]\n\n" for n in range(1, 40)),
        "|" + "a|" * 200 + "\n|" + "-|" * 200 + "\n" + "|a\n" * 50,
        "{" * 9000,
        "- x {a=" * 900,
        "<" * 5000,
        "&" * 9000,
    ],
    ids=range(18),
)
def test_text_made_to_do_harm_is_read_or_refused_in_a_second(body):
    (report, problems), spent = timed(body)
    quiet = 1 / 25  # seconds that twenty thousand ordinary letters take where nothing else runs
    tries = (min(spent, timed(body)[1]) * quiet < timed(ORDINARY)[1] for _ in range(5))  # a busy machine is uneven
    assert spent < 1 or any(tries)
    assert report
    assert len(problems) < 100


@pytest.mark.parametrize("body", ["> " * 21 + "x", "- " * 21 + "x", "*a **b " * 11 + "c" + "***" * 11])
def test_text_that_is_nested_too_deeply_is_refused_with_its_line(body):
    assert tell(reports.session_text(f"## A\n\n{body}\n")) == [
        (13, "text stands more than 20 levels deep in lists, quotes or emphasis")
    ]


def test_lists_of_twenty_levels_are_read():
    body = "## A\n\n" + "".join("  " * n + f"- word{n}\n" for n in range(20))
    assert reports.letters(reports.said_by(reports.body(body))) == "A" + "".join(f"word{n}" for n in range(20))


def test_a_long_session_is_read_in_time():
    size = reports.size(5000)
    lines = [f"- Point {n} of *many*, with a [link](https://example.org/{n}). {{#R{n}}}" for n in range(size)]
    begun = time.process_time()
    report = reports.body("## Key recommendations\n\n" + "\n".join(lines) + "\n")
    assert time.process_time() - begun < 5
    assert len(report.recommendations) == size
    assert report.recommendations[-1].line == size + 12


@pytest.mark.slow
def test_a_list_of_a_hundred_thousand_points_is_read():
    report = reports.body("## Outcomes\n\n" + "".join(f"- {n}\n" for n in range(100_000)))
    assert len(report.sections[0].blocks[0].items) == 100_000


# The front matter


def test_nothing_that_stands_in_front_matter_is_guessed():
    front = (
        "id: T3-S01\ntitle: 2012-09-05\ntrack: 007\nformat: NO\n"
        "people: {moderator: 1e3, rapporteur: ~, organiser: yes}\n"
    )
    report, problems = reports.read(reports.session_text(front=front))
    assert problems == ()
    assert (report.title, report.track, report.answer("format")) == ("2012-09-05", "007", ("NO",))
    assert [each.people[0].name for each in report.roles] == ["1e3", "~", "yes"]


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("", 1, "the file does not begin with front matter"),
        ("\n---\nid: T1\n---\n", 1, "the file does not begin with front matter"),
        ("# Title\n\nwords\n", 1, "the file does not begin with front matter"),
        ("---\nid: T1\ntitle: A\n", 1, "the front matter has no end"),
        (
            "---\nid: T1\ntitle: a: b\n---\n",
            3,
            "this is not valid YAML: mapping values are not allowed in this context",
        ),
        (
            "---\nid: T1\n\ttitle: b\n---\n",
            3,
            "this is not valid YAML: found a tab character that violates indentation",
        ),
        ("---\n- id: T1\n---\n", 2, "keys with values must stand here"),
        ("---\nid: &a T1\ntitle: *a\n---\n", 2, "YAML anchors, aliases and tags are not read here"),
    ],
)
def test_a_file_whose_front_matter_cannot_be_read_gives_no_report_and_its_line(text, line, what):
    report, problems = reports.read(text)
    assert report is None
    assert (problems[0].where.line, problems[0].what) == (line, what)
    assert problems[0].severity == "error"


def test_a_front_matter_that_cannot_be_read_hides_no_mistake_of_the_body_and_invents_none():
    assert tell("---\nid: T1\ntitle: a: b\n---\n\n## A\n\n[^1]: nobody\n") == [
        (3, "this is not valid YAML: mapping values are not allowed in this context"),
        (8, "nothing calls the footnote [^1], so it would not be printed"),
    ]


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("moderator: A", "“moderator” is not known here"),
        ("titel: A", "“titel” is not known here"),
        ("state: done", "“done” is not a state"),
        ("direction: up", "“up” is not a direction"),
        ("language: english language", "“english language” is no language tag"),
        ("language: ../../secret", "“../../secret” is no language tag"),
        ("track: [1, 2]", "“track” must be a text, and a list stands here"),
        ("title: Again", "“title” stands here a second time; the first is on line 3"),
        ("format: !Viva", "YAML anchors, aliases and tags are not read here"),
        ('format: "a\\x0bb"', "U+000B, Word's manual line break, cannot be printed"),
        ("format: a\x07b", "U+0007, a control character, cannot be printed"),
        ("format: a\u2028b", "a line separator of Unicode (U+0085, U+2028 or U+2029) stands here"),
        ("participants: many", "“many” is no number of people"),
        ("participants: {women: [1, 2]}", "a list is no number of people"),
        ("participants: {women: {onsite: {a: 1}}}", "a map is no number of people"),
        ("participants: {women: {upstairs: 1}}", "“upstairs” is not known here"),
        ("participants: {women: 1, method: guessed}", "“guessed” is not a method"),
        ("participants: [{category: women, count: 1, mode: upstairs}]", "“upstairs” is not a mode"),
        ("participants: {women: -1}", "“-1” is no number of people"),
        ("participants: {women: 1,234}", "“234” is no category of people"),
        ("participants: [1, 2]", "“participants” must be a list of maps, each with keys and values"),
    ],
)
def test_a_mistake_in_front_matter_is_told_once_and_with_its_line(line, what):
    report, problems = reports.read(with_front(line))
    assert report
    assert [(each.where.line, each.what) for each in problems] == [(4, what)]
    assert problems[0].severity == "error"
    assert problems[0].hint


@pytest.mark.parametrize(
    ("people", "line", "what"),
    [
        ("people: Ana", 4, "people: needs roles under it, and text stands here"),
        ("people:\n  - Ana\n  - Li", 4, "people: needs roles under it, and a list stands here"),
        ("people:\n  chair:\n    - {position: President}", 6, "this chair has no name"),
        ("people:\n  chair:\n    - Ana\n    - name: [a]", 7, "“name” must be a text, and a list stands here"),
        ("people:\n  chair:\n    name: Ana\n    e-mail: a@b.org", 7, "“e-mail” is not known here"),
        ("people:\n  chair: [Ana, '']", 5, "this chair has no name"),
    ],
)
def test_people_that_cannot_be_read_are_told_and_never_dropped(people, line, what):
    front = f"id: T3-S01\ntitle: A\n{people}\n"
    assert tell(reports.session_text(front=front))[0] == (line, what)


def test_people_keep_every_part_their_order_and_their_lines():
    front = (
        "id: T3-S01\ntitle: A\npeople:\n  organiser: Ana Pérez\n  speakers:\n"
        "    - name: Li Wei\n      printed: LI Wei\n"
        "      phone: +86 1\n      country: China\n    - Bo\n  host: {organisation: The House}\n"
    )
    report, problems = reports.read(reports.session_text(front=front))
    assert problems == ()
    assert [(role.id, role.people) for role in report.roles] == [
        ("organiser", (Person("Ana Pérez"),)),
        ("speakers", (Person("Li Wei", printed="LI Wei", phone="+86 1", country="China"), Person("Bo"))),
        ("host", (Person("", organisation="The House"),)),
    ]
    lines = report.origin.lines
    assert [
        lines[f"people.{path}"] for path in ("organiser.0", "speakers.0.name", "speakers.0.country", "speakers.1")
    ] == [5, 7, 10, 11]
    assert report.origin.place("people.speakers.0.email").line == 7


def test_a_role_that_is_left_empty_is_nobody():
    front = "id: T3-S01\ntitle: A\npeople:\n  organiser:\n  moderator: # to be found\n  chair: []\n"
    report, problems = reports.read(reports.session_text(front=front))
    assert (report.roles, problems) == ((), ())


def test_when_may_have_parts_a_zone_no_year_and_cross_midnight():
    front = (
        "id: T3-S01\ntitle: A\nwhen:\n  - {date: 2012-09-05, time: 22:00–01:30 (+1), timezone: America/Montreal}\n"
        "  - date: --09-06\n    time: 9:00\n"
    )
    report, problems = reports.read(reports.session_text(front=front))
    assert problems == ()
    first, second = report.when.parts
    assert (first.day, first.start.hour, first.end.minute, first.days_later) == (Day(9, 5, 2012), 22, 30, 1)
    assert (second.day, second.day.date, second.start.hour, second.end) == (Day(9, 6), None, 9, None)
    assert report.when.timezone == "America/Montreal"


@pytest.mark.parametrize(
    ("when", "line", "what"),
    [
        ("when: tomorrow", 4, "“when” must be a list of maps, each with keys and values"),
        ("when:\n  date: 31 February", 5, "“31 February” is no date of the calendar"),
        ("when:\n  date: 5/9/2012", 5, "“5/9/2012” is no date of the calendar"),
        ("when:\n  date: 2012-09-05\n  time: 25:00", 6, "“25:00” is no time of the day"),
        ("when:\n  day: 2012-09-05", 5, "“day” is not known here"),
        ("when:\n  - {timezone: UTC}\n  - {timezone: CET}", 4, "the parts of one session stand in several time zones"),
    ],
)
def test_a_time_that_cannot_be_read_is_told_with_its_line(when, line, what):
    assert tell(reports.session_text(front=f"id: T3-S01\ntitle: A\n{when}\n"))[0] == (line, what)


def test_a_when_that_says_nothing_is_no_answer():
    report, _ = reports.read(reports.session_text(front="id: T3-S01\ntitle: A\nwhen:\n  date:\n  time:\n"))
    assert report.when.parts == ()


@pytest.mark.parametrize(
    ("participants", "counts"),
    [
        ("20", [Count("total", 20, "total")]),
        ("not recorded", [Count("total", None, "total")]),
        ("about 40", [Count("total", 40, "total", method="estimated")]),
        ("20–50", [Count("total", None, "total", method="band", band="20–50")]),
        (
            "{women: 11, men: 9, total: 20}",
            [Count("women", 11, "gender"), Count("men", 9, "gender"), Count("total", 20, "total")],
        ),
        (
            "{women: {onsite: 5, online: 6}}",
            [Count("women", 5, "gender", "onsite"), Count("women", 6, "gender", "online")],
        ),
        ("{method: registered, total: '1,234'}", [Count("total", 1234, "total", method="registered")]),
        ("{women: 0}", [Count("women", 0, "gender")]),
        ("{women: ''}", [Count("women", None, "gender")]),
        (
            "[{category: under 25, of: age, count: 7, mode: online, method: counted}]",
            [Count("under 25", 7, "age", "online", "counted")],
        ),
    ],
)
def test_attendance_is_a_list_of_counts_and_what_was_not_recorded_is_not_zero(participants, counts):
    text = reports.session_text(front=f"id: T3-S01\ntitle: A\nparticipants: {participants}\n")
    assert list(reports.read(text)[0].attendance) == counts


def test_attendance_that_nobody_wrote_down_is_none():
    for participants in ("", "\n", " {}\n", " []\n", "\n  method: counted\n"):
        report, _ = reports.read(reports.session_text(front=f"id: T3-S01\ntitle: A\nparticipants:{participants}\n"))
        assert report.attendance is None


# The sections

HEADINGS = {
    "en": ("Outcomes:", "KEY RECOMMENDATIONS", "Lessons learnt"),
    "fr": ("Résultats", "Principales recommandations", "Enseignements tirés"),
    "es": ("Resultados", "Recomendaciones principales", "Lecciones aprendidas"),
    "pt": ("Resultados", "Principais recomendações", "Lições aprendidas"),
    "ar": ("النتائج", "أهم التوصيات", "الدروس المستفادة"),
    "zh": ("成果", "主要建议", "经验教训"),
    "ru": ("Итоги", "Основные рекомендации", "Извлечённые уроки"),
    "hi": ("परिणाम", "मुख्य सिफ़ारिशें", "सीख"),
}


@pytest.mark.parametrize("language", HEADINGS)
def test_headings_in_the_language_of_the_report_are_known_for_what_the_form_asks(language):
    words = reports.asked("en").words(language)
    for printed in range(2):
        said = [
            words.words[key]["neutral"] if printed else heading
            for key, heading in zip(("outcomes", "recommendations", "lessons"), HEADINGS[language], strict=True)
            if printed or words.recognise(heading) == key
        ]
        text = "".join(f"\n## {heading}\n\n- x\n" for heading in said)
        report, _ = reports.read(reports.session_text(text, reports.FRONT + f"language: {language}\n"))
        assert said
        assert all(section.role for section in report.sections)


@pytest.mark.parametrize(
    ("language", "direction"), [("ar", "rtl"), ("zh", "ltr"), ("hi", "ltr"), ("fa", "rtl"), ("zh-Hant", "ltr")]
)
def test_the_direction_is_that_of_the_language(language, direction):
    report, problems = reports.read(reports.session_text(front=reports.FRONT + f"language: {language}\n"))
    assert (report.direction, problems) == (direction, ())


def test_an_arabic_chinese_or_hindi_session_is_read_whole():
    text = (
        "---\nid: T3-S02\ntitle: دور التعاون\nlanguage: ar\n"
        "when:\n  date: الأربعاء 5 سبتمبر\n  time: ١٤:٣٠–١٦:٠٠\n---\n\n"
        '## أهم التوصيات\n\nينبغي لنا:\n\n- تحسين النظم. {#T3-S02-R01 to="الحكومات"}\n'
    )
    report, problems = reports.read(text)
    assert problems == ()
    assert (report.direction, report.when.parts[0].day, report.when.parts[0].start.hour) == (
        "rtl",
        Day(9, 5, None, 2),
        14,
    )
    (one,) = report.recommendations
    assert (one.sentence, one.addressee) == ("ينبغي لنا: تحسين النظم.", "الحكومات")


def test_a_heading_is_known_by_its_role_by_a_label_in_any_hand_or_is_the_sessions_own():
    body = (
        "## Anything {.outcomes}\n\nx\n\n## lessons  LEARNED :\n\nx\n\n"
        "## *Key* recommendations\n\n- x\n\n## Weather\n\nx\n"
    )
    report, problems = reports.read(reports.session_text(body))
    assert problems == ()
    assert [(each.id, each.role, each.title) for each in report.sections] == [
        ("outcomes", "outcomes", "Anything"),
        ("lessons", "lessons", "lessons  LEARNED :"),
        ("recommendations", "recommendations", "Key recommendations"),
        ("weather", "", "Weather"),
    ]


def test_sections_have_ids_of_their_own_also_under_the_same_or_a_foreign_heading():
    body = "## A {#one}\n\nx\n\n## A\n\nx\n\n## a!\n\nx\n\n## 一\n\nx\n\n## 二\n\nx\n"
    assert [each.id for each in reports.body(body).sections] == ["one", "a", "a-2", "section", "section-2"]


@pytest.mark.parametrize(
    ("body", "line", "what"),
    [
        ("words\n\n## A\n\nx\n", 11, "text stands before the first ## heading"),
        ("\n# A\n\nx\n", 12, "a heading of one # stands in the body"),
        ("\n##\n\nx\n", 12, "a heading says nothing"),
        ("\n## A\n\n###\n\nx\n", 14, "a heading says nothing"),
        ("\n## A {.weather}\n\nx\n", 12, "“.weather” is no section of the form"),
        ("\n## A {to=x}\n\nx\n", 12, "the braces of this heading are not printed"),
        ("\n## A\n\n### B {#b}\n\nx\n", 14, "the braces of this heading are not printed"),
        ("\n## A\n\nx\x0by\n", 14, "U+000B, Word's manual line break, cannot be printed"),
        ("\n## A\n\nx\ny\ufffez\n", 15, "U+FFFE, which stands for no letter, cannot be printed"),
    ],
)
def test_a_mistake_in_the_body_is_told_once_and_with_its_line(body, line, what):
    assert tell(reports.session_text(body)) == [(line, what)]


# Recommendations


def the_list(body):
    return reports.body(f"## Key recommendations\n\n{body}").recommendations


def test_a_paragraph_with_a_colon_right_above_a_list_is_the_stem_of_each_point():
    found = the_list("Words.\n\nTo grow,\nwe **should**:\n\n- Improve.\n- Sustain.\n\nMore:\n\n- End.\n")
    assert [each.sentence for each in found] == [
        "To grow, we should: Improve.",
        "To grow, we should: Sustain.",
        "More: End.",
    ]


def test_a_paragraph_without_a_colon_or_apart_from_the_list_is_no_stem():
    assert [each.sentence for each in the_list("We agreed.\n\n- A\n\nSo:\n\n> quote\n\n- B\n")] == ["A", "B"]


def test_another_bullet_in_the_middle_of_a_list_does_not_cost_the_stem():
    found = the_list("We should:\n\n- A\n* B\n+ C\n")
    assert [each.sentence for each in found] == ["We should: A", "We should: B", "We should: C"]
    (section,) = reports.body("## Key recommendations\n\nWe should:\n\n- A\n* B\n").sections
    assert [plain(block.inlines) for block in section.prose if isinstance(block, Paragraph)] == ["We should:"]
    assert [isinstance(block, Recommendations) for block in section.blocks] == [True, True]


def test_headings_group_and_numbers_stay_as_printed():
    found = the_list("### Cities\n\n3. A\n4. B\n\n### States\n\n- C {no=IV}\n")
    assert [(each.group, each.number, each.text) for each in found] == [
        ("Cities", "3", "A"),
        ("Cities", "4", "B"),
        ("States", "IV", "C"),
    ]


def test_braces_at_the_end_of_a_point_carry_what_the_register_asks():
    (one,) = the_list(
        '- Act. {#X-1 to="Cities, towns" theme=water consensus="rough" deadline="end of {year}" no="(a)"}\n'
    )
    assert (one.id, one.number, one.addressee, one.theme) == ("X-1", "(a)", "Cities, towns", "water")
    assert (one.consensus, one.deadline, one.text) == ("rough", "end of {year}", "Act.")


@pytest.mark.parametrize(
    "text", ["see {x}", "a {#x} b", "{", "}", "a {# x}", "use {#x", "price {5}", "\\{#x}", "a {.5}"]
)
def test_other_braces_are_text(text):
    (one,) = the_list(f"- {text}\n")
    assert (one.id, one.text) == ("", text.replace("\\", ""))


def test_nested_points_have_letters_or_their_own_ids_and_their_own_numbers():
    (one,) = the_list("- Act: {#R1}\n\n  1. soon\n  2. well {#R1-b}\n\n  then\n\n  7. on\n     - and on\n")
    assert [(each.id, each.number, each.sentence) for each in one.points] == [
        ("R1.a", "1", "Act: soon"),
        ("R1-b", "2", "Act: well"),
        ("R1.c", "7", "Act: on"),
    ]
    assert [each.id for each in one.points[2].points] == ["R1.c.a"]


def test_a_recommendation_keeps_all_its_blocks():
    (one,) = the_list("- Act.\n\n  More.\n\n  > Said.\n\n  | a |\n  |---|\n  | b |\n")
    assert [type(block).__name__ for block in one.blocks] == ["Paragraph", "Paragraph", "Quote", "Table"]


def test_outside_a_section_of_recommendations_a_list_is_a_list():
    (section,) = reports.body("## Outcomes\n\nThese:\n\n- a\n- b\n").sections
    assert [type(block).__name__ for block in section.blocks] == ["Paragraph", "List"]
    assert isinstance(section.blocks[1].items[0], Item)


def test_a_stem_above_group_headings_begins_the_sentences_of_all_groups() -> None:
    told = """
## Key recommendations {.recommendations}

So that all may build, one should:

### States

- give title
* pay for plans

### Universities

- publish the trials

To be fair to those who come:

- keep a crèche

### Others

Of the rest this was said.

- [no stem]
"""
    report = reports.body(told)
    assert [(each.group, each.sentence) for each in report.recommendations] == [
        ("States", "So that all may build, one should: give title"),
        ("States", "So that all may build, one should: pay for plans"),
        ("Universities", "So that all may build, one should: publish the trials"),
        ("Universities", "To be fair to those who come: keep a crèche"),
        ("Others", "[no stem]"),
    ]
    above = [plain(each.inlines) for each in report.sections[-1].blocks if isinstance(each, Paragraph)]
    assert above == ["So that all may build, one should:", "Of the rest this was said."]
