"""The brief of a session: one page, whatever the session said, and how much more there is in the report."""

from hypothesis import given
from hypothesis import strategies as st

import reports
from rapporteur import source
from rapporteur.naming import options_for
from rapporteur.pdf import brief, exporter, page_count, text
from rapporteur.view import shortened


@given(st.integers(1, 40), st.integers(0, 40))
def test_a_brief_shows_as_many_points_as_one_page_holds(points, room):
    tried = []

    def made(most):
        tried.append(most)
        return bytes(min(most, points))

    shown = len(brief.fitted(made, lambda data: 1 if len(data) <= room else 2))
    fitting = [most for most in (*brief.MOST, points) if min(most, points) <= room]
    assert shown == max((min(most, points) for most in fitting), default=1)
    assert len(tried) <= 6


def test_points_that_are_left_out_are_counted_and_a_stem_is_none():
    sections = reports.body(
        "\n## Outcomes\n\nFirst.\n\n- A\n- B\n- C\n\n## Key recommendations\n\nWe should:\n\n- D\n- E\n"
    ).sections
    outcomes, asked = (each.blocks for each in sections)
    kept, hidden = shortened(outcomes, 2)
    assert ([type(each).__name__ for each in kept], hidden) == (["Paragraph", "List"], 2)
    assert shortened(outcomes, 10) == (outcomes, 0)
    (one,), hidden = shortened(asked, 1)
    assert (len(one.items), one.stem, hidden) == (1, asked[0].stem, 1)


def test_a_session_of_many_points_has_a_brief_of_one_page_that_tells_what_is_left(tmp_path):
    points = "".join(
        f"- Point {at} of many, which says a little more than one line of the page can hold\n" for at in range(90)
    )
    front = f"{reports.FRONT}track: 3\n"
    folder = reports.workspace(
        tmp_path, reports.session_text(f"\n## Summary\n\nNot here.\n\n## Outcomes\n\n{points}", front)
    )
    read = source.read(folder)
    (report,) = read.conference.reports
    data = exporter.export(report, read.layout, options_for(report, read.conference, folder, False, "brief"))
    said = text(data)
    assert page_count(data) == 1
    assert "Point 15" in said
    assert "Further points in the report: 74" in " ".join(said.split())
    assert "Not here" not in said
