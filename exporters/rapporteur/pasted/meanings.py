"""What labels and headings mean to a form, in whichever shipped language they stand and of whichever form they are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from ..form import SECTIONS, Field
from ..layout import Layout
from ..spelling import fold

ROLES = ("organiser", "moderator", "rapporteur", "presenters", "organizers", "chair", "note_taker", "speakers")
BODY = (
    "summary", "outcomes", "perspectives", "lessons", "recommendations", "key_issues", "presentations", "discussions",
    "way_forward", "gender_issues",
)  # fmt: skip
TALLIES = ("women", "men", "another", "not_stated", "total")
PARTS = ("name", "position", "organisation", "country", "email")
TITLES = ("session_report", "workshop_report", "rapporteur_form")
_KEYS = ("title", "track", *ROLES, "format", "when", "date", "time", "place", "participants")
_ALIKE = {"organiser": "organizers", "moderator": "chair", "rapporteur": "note_taker", "presenters": "speakers"}
ALIKE = _ALIKE | {theirs: ours for ours, theirs in _ALIKE.items()}
"""The same question under the name that another form gives it."""
PLACES = {"date": "when", "time": "when", **dict.fromkeys(TALLIES, "participants")}
"""The field that a label belongs to which names only a piece of it."""
ALWAYS = ("title", "track", "when", "participants")
"""Fields that every session file may answer, whatever its form asks."""
_FIRST = ("en", "fr", "es", "pt", "ar", "zh", "ru", "hi")
_PLURAL = re.compile(r"\([a-zа-я]{1,4}\)$")


def bare(text: str) -> str:
    """Return a label without what differs from hand to hand: case, accents, stars, a colon, “(s)” at its end."""
    return _PLURAL.sub("", fold(text.replace("’", "'")).strip(" :*_#")).strip(" :*_")


@cache
def labels(layout: Layout) -> Mapping[str, Mapping[str, str]]:
    """Return what each bare label means, by language; the form's own words belong to all of them."""
    names = layout.languages()
    order = (*(name for name in _FIRST if name in names), *(name for name in names if name not in _FIRST))
    return {name: _of(layout, name) for name in order}


def _of(layout: Layout, language: str) -> Mapping[str, str]:
    words = layout.catalogue(language)
    found: dict[str, str] = {}
    for each in layout.form.fields:
        for spelling in (*each.labels.values(), *each.aliases):
            found.setdefault(bare(spelling), each.id)
    own = tuple(each.id for each in layout.form.fields)
    for key in (*own, *_KEYS, *BODY, *TALLIES, *PARTS, *TITLES):
        for spelling in words.words.get(key, {}).values():
            found.setdefault(bare(spelling), key)
    for key in (*own, *_KEYS, *BODY, *TALLIES, *PARTS):
        for spelling in words.parse.get(key, ()):
            found.setdefault(bare(spelling), key)
    found.pop("", None)
    return found


class Meanings:
    """What the labels of a text mean: those of its own language first, then those of every other."""

    def __init__(self, layout: Layout, language: str) -> None:
        known = labels(layout)
        self._known: dict[str, str] = {}
        for name in dict.fromkeys((*filter(None, (language, language.split("-")[0])), *known)):
            for label, key in known.get(name, {}).items():
                self._known.setdefault(label, key)
        self._form = layout.form
        self._heard: dict[str, str] = {}
        self.tracks = tuple(sorted(_tracks(layout, known), key=len, reverse=True))
        self.recommending = {label for label, key in self._known.items() if key == "recommendations"}
        self.notes = layout.catalogue(language or "en").words.get("notes", {})

    def key(self, text: str) -> str:
        """Return the key that a label or heading means, "" if it means none."""
        if text not in self._heard:
            self._heard[text] = self._known.get(bare(text), "") if text and len(text) < 300 else ""
        return self._heard[text]

    def field(self, key: str) -> Field | None:
        """Return the form's field that a key is about, by its own name or another form's."""
        name = PLACES.get(key, key)
        return self._form.field(name) or self._form.field(ALIKE.get(name, ""))

    def place(self, key: str) -> str:
        """Return the id of the field that takes what stands behind a label, "" if the form has no such field."""
        name = PLACES.get(key, key)
        asked = self.field(key)
        if asked:
            return asked.id
        return name if name in ALWAYS or name in ROLES else ""

    def section(self, text: str) -> str:
        """Return the key of the section that a heading means, "" if it means none or something of the grid."""
        key = self.key(text)
        asked = self._form.field(key)
        return key if key in BODY or (asked and asked.kind in SECTIONS) else ""

    def role(self, key: str) -> str:
        """Return the form's name for a section: "" for a section of another form."""
        asked = self._form.field(key)
        return key if asked and asked.kind in SECTIONS else ""

    def grid(self, text: str) -> str:
        """Return the key of the label of a field of the grid, "" if the text is none."""
        key = self.key(text)
        asked = self._form.field(key)
        return key if key in _KEYS or key in TALLIES or (asked and asked.kind not in SECTIONS) else ""


def _tracks(layout: Layout, known: Mapping[str, object]) -> Iterator[str]:
    """Yield the folded words that begin a line which tells the track."""
    found: set[str] = set()
    for name in known:
        words = layout.catalogue(name)
        found |= {fold(each.split("{")[0]) for each in words.words.get("track_n", {}).values()}
        found |= {fold(each) for each in words.spellings("track")}
    yield from sorted(found - {""})
