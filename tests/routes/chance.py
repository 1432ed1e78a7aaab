"""Random session files, the same each time: those of `reports`, with ids, presenters, days, counts and languages."""

from __future__ import annotations

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

import reports
import words
from rapporteur import ids
from rapporteur.problems import errors

LANGUAGES = ("en", "en", "ar", "zh", "fr", "hi", "ru", "es", "pt")


@st.composite
def sessions(draw: st.DrawFn) -> str:
    """A session file with everything that the form asks, in one of the shipped languages."""
    text = draw(reports.sessions())[0]
    front, body = text.removeprefix("---\n").split("\n---\n", 1)
    people = draw(st.lists(st.tuples(reports.texts, reports.texts, reports.texts), max_size=3))
    lines = [front, *(["  presenters:"] if people else [])]
    for name, position, country in people:
        lines.append(f"    - name: {reports.quoted(name)}")
        lines.append(f"      position: {reports.quoted(position)}")
        lines.append(f"      country: {reports.quoted(country)}")
    women, men = draw(st.integers(0, 999)), draw(st.integers(0, 999))
    lines += ["participants:", f"  women: {women}", f"  men: {men}", f"  total: {women + men}"]
    lines += [f"when: {{date: 2018-09-{draw(st.integers(1, 30)):02}, time: 14:30–16:00}}"]
    lines += [f"language: {draw(st.sampled_from(LANGUAGES))}", "track: 4", "state: final"]
    return "---\n" + "\n".join(lines) + "\n---\n" + body


def drawn(count: int, number: int = 3) -> list[str]:
    """Return so many different session files without errors; at most one in ten has no body."""
    found: dict[str, None] = {}

    @seed(number)
    @settings(
        max_examples=count * 4,
        phases=[Phase.generate],
        database=None,
        deadline=None,
        derandomize=False,
        suppress_health_check=list(HealthCheck),
    )
    @given(sessions())
    def collect(text: str) -> None:
        bare = "\n## " not in text
        if len(found) < count and not (bare and len(found) % 10) and (made := _with_ids(text)):
            found[made] = None

    collect()
    return list(found)


def _with_ids(text: str) -> str:
    """Return a session file with ids for its recommendations, "" if it has errors or is given none."""
    for _ in range(2):
        report, problems = reports.read(text)
        if report is None or errors(problems):
            return ""
        text = ids.give(text, report, words.CONFERENCE)[0]
    return text
