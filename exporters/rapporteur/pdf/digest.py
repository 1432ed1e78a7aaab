"""The digest: the messages of all sessions, what they found and what they ask for, track by track in one document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..edition import PAGES, UA
from ..format import Options
from ..labels import Labels
from ..layout import Layout
from ..problems import Place, Problem, Refused, error, errors
from ..report import Conference
from ..view import template_words
from ..view import view as viewed
from . import engine, page, words
from .finish import Metadata

TEMPLATE = "digest.html.jinja"


def made(conference: Conference, layout: Layout, options: Options) -> tuple[bytes, tuple[Problem, ...]]:
    """Return the digest and what is to be said of it; raises `Refused` when it cannot be set as it is."""
    from .. import conformance, preflight

    labels = Labels(layout.catalogue(conference.languages[0]), conference.digits)
    html = layout.render(TEMPLATE, _context(conference, layout, options, labels))
    where = f"layout {layout.name}"
    sheet = page.read(html, options.pictures, where)
    paper = options.settings.get("paper", PAGES[0])
    names = ("digest.css", *([f"digest-{paper.lower()}.css"] if paper != PAGES[0] else []))

    def claiming(claims: tuple[str, ...]) -> bytes:
        title = " · ".join(filter(None, (conference.name, conference.edition, labels.word("digest_title"))))
        data = engine.render(sheet, layout, names, Metadata(title, language=labels.language, claims=claims), "")
        lost = words.missing(sheet.pieces, words.read(data))
        if lost:
            what = "the digest does not show all of “{}”"
            raise Refused([error(Place(where), what.format(text[:160]), "shorten it", "words") for text in lost])
        return data

    data, dropped = conformance.granted(layout, (UA,), claiming, where)
    found = preflight.gate(data, "web")
    if wrong := errors(found):
        raise Refused(wrong)
    return data, (*dropped, *found)


def _context(conference: Conference, layout: Layout, options: Options, labels: Labels) -> Mapping[str, Any]:
    return {
        "conference": conference,
        "language": labels.language,
        "direction": labels.direction,
        "word": labels.word,
        "number": labels.number,
        "strands": list(_strands(conference, layout, options, labels)),
        "words": template_words,
    }


def _strands(conference: Conference, layout: Layout, options: Options, labels: Labels) -> Iterator[Mapping[str, Any]]:
    """Yield the tracks that have reports, as the conference orders them, then other tracks, then sessions of none."""
    known = [each.id for each in conference.tracks]
    named = dict.fromkeys((*known, *(each.track for each in conference.reports)))
    named.pop("", None)
    for at, track in enumerate((*named, "")):
        found = [each for each in conference.reports if each.track == track]
        views = [viewed(report, options.conference, layout) for report in found]
        if views:
            yield {"at": at, "title": _titled(conference, track, labels), "views": views}


def _titled(conference: Conference, track: str, labels: Labels) -> str:
    """Return a track's number and name, "" for the sessions of none."""
    found = conference.track(track)
    if found and found.name:
        return labels.word("track_n", number=track, name=found.name)
    return f"{labels.word('track')} {track}" if track else ""
