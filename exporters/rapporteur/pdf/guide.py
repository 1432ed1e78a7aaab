"""A guide: what the rapporteur of a session is told; what is asked, by when, and how long it may be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ..form import Limit
from ..format import Options
from ..labels import Labels
from ..layout import Layout
from ..matter import Essay, Matter
from ..prose import plain
from ..view import SectionView, View


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing that the form still asks: its label, how long it may be, line by line, and whether it must be answered.

    `hint` is what the form itself says of it, "" if it says nothing of its own.
    """

    label: str
    hint: str
    limits: tuple[str, ...]
    required: bool


def told(shown: View, layout: Layout, options: Options) -> Mapping[str, object]:
    """Return what a guide tells beside what is known of its session.

    The options' settings say the name of the `form`, and the `deadline` and the `room` in words, "" where unknown.
    """
    matter = options.conference.matter or Matter()
    pages = [limit for limit in layout.form.limits if limit.unit == "pages"]
    return {
        **{name: options.settings.get(name, "") for name in ("form", "deadline", "room")},
        "contact": options.conference.contact,
        "asked": tuple(_asked(shown, layout)),
        "pages": tuple(_limit(limit, "guide_printed", shown.labels) for limit in pages),
        "advice": tuple(_own(each.told(shown.report.language), layout) for each in matter.guide),
    }


def _own(told: tuple[str, Essay] | None, layout: Layout) -> Mapping[str, object] | None:
    """Return a text of the conference's own with its language and direction; None where ours stands."""
    if told is None:
        return None
    language, essay = told
    return {"language": language, "direction": Labels(layout.catalogue(language)).direction, "essay": essay}


def _asked(shown: View, layout: Layout) -> Iterator[Asked]:
    """Yield the fields of the form that the programme does not answer, then its sections."""
    labels = shown.labels
    sections = {each.role: each for each in shown.sections}
    for field in layout.form.fields:
        each = sections.get(field.id) or shown.fields[field.id]
        if each.answered:
            continue
        label = plain(each.heading) if isinstance(each, SectionView) else each.label
        limits = tuple(_limit(limit, f"unit_{limit.unit}", labels) for limit in field.limits)
        yield Asked(label, each.hint.strip("[]") if field.hints else "", limits, field.required)


def _limit(limit: Limit, unit: str, labels: Labels) -> str:
    """Return a limit in words: ``Words in each point: up to 60``."""
    name = labels.word(unit)
    if limit.each:
        name = labels.word(f"each_{limit.each}", unit=name)
    if limit.most is None:
        return labels.word("limit_least", unit=name, number=labels.number(limit.least or 0))
    number = labels.number(limit.most)
    if limit.least is None:
        return labels.word("limit_most", unit=name, number=number)
    return labels.word("limit_between", unit=name, least=labels.number(limit.least), number=number)
