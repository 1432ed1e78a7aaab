"""The packs that a conference names (`packs` in `conference.yaml`): what each holds, for whom, and how it is set.

```yaml
packs:
  delegates: {variant: digest}
  water: {tracks: [2], audience: public, paper: A5, word: no, without: [people, index]}
  late: {variant: rapporteur, sessions: [T2-S04, T4-S04]}
```
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from .edition import PAGES
from .problems import Place, Problem, WrongUse, error
from .settings import Node, Settings

FULL, DIGEST, BRIEF, RAPPORTEUR, ARCHIVE = KINDS = ("full", "digest", "brief", "rapporteur", "archive")
FOR = {DIGEST: "public"}
"""For whom a variant is made unless it says otherwise, if that is not readers within the conference."""
MAY = {
    FULL: ("tracks", "sessions", "audience", "paper", "word", "without"),
    DIGEST: ("tracks", "sessions", "audience", "paper"),
    BRIEF: ("tracks", "sessions", "audience"),
    RAPPORTEUR: ("tracks", "sessions", "paper"),
    ARCHIVE: ("audience",),
}
"""What each may say beside its variant."""
PARTS = (
    "front", "numbers", "programme", "back", "recommendations", "addressees", "people", "organisations", "acronyms",
    "index", "colophon",
)  # fmt: skip
"""What a full pack may be made without."""
MISSING, EVERY = "missing", "all"
"""In place of the ids of sessions: those whose report has not come, which is what rapporteurs are asked; or all."""
TAKEN = ("all", "yes")
"""What no pack may be called, since the command line and `make` say it."""
RULE = "packs"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")


@dataclass(frozen=True, slots=True)
class Variant:
    """One pack: of which kind, of which tracks and sessions (none is all), and what is said of how it is made.

    `name` is "" for one that the command line asks for. `paper` is "" for the conference's own, `word` asks for a
    Word file beside the PDF, `without` names parts that are left out.
    """

    name: str = ""
    kind: str = FULL
    audience: str = ""
    tracks: tuple[str, ...] = ()
    sessions: tuple[str, ...] = ()
    paper: str = ""
    word: bool = True
    without: tuple[str, ...] = ()
    where: Place = field(default_factory=lambda: Place(""), compare=False)

    @property
    def whose(self) -> str:
        """For whom it is made."""
        return self.audience or FOR.get(self.kind, "internal")

    def holds(self, name: str, track: str) -> bool:
        """Return whether the session called `name` of a track is in it."""
        named = {each.casefold() for each in self.sessions}
        return (not self.tracks or track in self.tracks) and (not named or name.casefold() in named)


def read(settings: Settings, tracks: Collection[str]) -> tuple[Variant, ...]:
    """Return the packs that a conference's file names; what is wrong with them is noted in `settings.problems`."""
    found: dict[str, Variant] = {}
    for one in settings.maps("packs"):
        for name in one.node.map:
            if _usable(one, name, found):
                found[name.casefold()] = _variant(_entry(one, name), name, tracks, one.place(name))
    return tuple(found.values())


def _usable(one: Settings, name: str, found: Collection[str]) -> bool:
    """Return whether a pack can be called so, and note why not."""
    what = ""
    if not _NAME.fullmatch(name):
        what = f"“{name}” cannot be the name of a pack, which is a part of the names of its files"
    elif name.casefold() in TAKEN:
        what = f"no pack can be called “{name}”, which stands for all of them"
    elif name.casefold() in found:
        what = f"there is a pack “{name}” already"
    if what:
        one.error(name, what, "letters, digits, . _ and -, for example: delegates", RULE)
    return not what


def _entry(one: Settings, name: str) -> Settings:
    """Return what stands below the name of a pack, nothing if it says nothing more."""
    node = one.at(name)
    if node.value and node.kind != "a map":
        what = f"“{name}” needs keys under it, and {node.kind} stands here"
        one.error(name, what, "write under it: variant: digest", RULE)
    return Settings(node if node.kind == "a map" else Node({}, node.line), one.file, one.problems)


def _variant(one: Settings, name: str, tracks: Collection[str], where: Place) -> Variant:
    kind = one.choice("variant", KINDS, FULL)
    one.only("variant", *dict.fromkeys(key for keys in MAY.values() for key in keys))
    for key in one.node.map:
        if any(key in keys for keys in MAY.values()) and key not in MAY[kind]:
            hint = f"take it out; it may say: {', '.join(MAY[kind])}"
            one.error(key, f"a pack of the variant {kind} knows no “{key}”", hint, RULE)
    return Variant(
        name,
        kind,
        "".join(_among(one, "audience", "audience", ("internal", "public"))[:1]),
        _among(one, "tracks", "track", tracks),
        one.texts("sessions"),
        one.choice("paper", PAGES, "") if one.text("paper") else "",
        one.choice("word", ("yes", "no"), "yes") == "yes",
        _among(one, "without", "part", PARTS),
        where,
    )


def _among(one: Settings, key: str, noun: str, known: Collection[str]) -> tuple[str, ...]:
    """Return the texts at `key` that are `known`; the others are errors."""
    texts = one.texts(key)
    for each in texts:
        if each not in known:
            one.error(key, f"there is no {noun} “{each}”", near(each, known), RULE)
    return tuple(each for each in texts if each in known)


def called(name: str, packs: Sequence[Variant]) -> Variant:
    """Return the pack of a name, in whatever case it is written; raises `WrongUse` if there is none."""
    known = {each.name.casefold(): each for each in packs}
    if name.casefold() not in known:
        raise WrongUse(f"there is no pack “{name}” in conference.yaml; {near(name, [each.name for each in packs])}")
    return known[name.casefold()]


def near(name: str, known: Collection[str]) -> str:
    """Return a hint for what is not known: the nearest that is, else all."""
    from difflib import get_close_matches

    found = get_close_matches(name, known, 1)
    return f"did you mean “{found[0]}”?" if found else f"there are: {', '.join(known) or 'none'}"


def strangers(packs: Iterable[Variant], known: Collection[str]) -> Iterator[Problem]:
    """Yield an error for each session that a pack names and that is neither announced nor reported, `known` by id."""
    there = {each.casefold() for each in known}
    for pack in packs:
        extra = (MISSING, EVERY) if pack.kind == RAPPORTEUR else ()
        for each in pack.sessions:
            if each.casefold() not in there and each not in extra:
                what = f"the pack “{pack.name}” names" if pack.name else "--session names"
                what += f" “{each}”, which is no session"
                yield error(pack.where, what, near(each, [*known, *extra]), RULE)
