"""The pack in Word: its parts as they stand in the printed volume, with the pages that they have there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .. import format as seam
from ..naming import options_for
from ..pack import Placed, wholes
from ..problems import Problem, Refused
from .maker import Maker

TEMPLATE = "pack-word.html.jinja"


def flowing(maker: Maker, placed: Sequence[Placed]) -> tuple[bytes, tuple[Problem, ...]]:
    """Return the pack as a Word file, or nothing (b"") and all that keeps it from being one."""
    exporter = seam.load("word")
    if not isinstance(exporter, seam.Flowing):
        return b"", ()
    labels, read = maker.shown.labels, maker.means.read
    volume = seam.Volume(
        title=maker.means.about.title,
        subject=labels.word("pack_title"),
        language=labels.language,
        direction=labels.direction,
        date=options_for(None, read.conference, read.workspace, False).date,
        template=TEMPLATE,
        parts=tuple(_parts(maker, placed)),
    )
    try:
        return exporter.volume(volume, read.layout), ()
    except Refused as mistake:
        return b"", mistake.problems


def _parts(maker: Maker, placed: Sequence[Placed]) -> Iterator[seam.Part]:
    reports = {f"session-{each.id}": each for each in maker.shown.conference.reports}
    read = maker.means.read
    for each, last in wholes(placed):
        name = each.leaf.name
        if said := maker.said.get(name):
            options = seam.Options(pictures=said.pictures)
            yield seam.Part(name, each.first, last, each.front, None, options, said.context, said.origin)
        else:
            report = reports[name]
            options = options_for(report, read.conference, read.workspace, False, audience=read.layout.audience)
            yield seam.Part(name, each.first, last, each.front, report, options, origin=report.origin)
