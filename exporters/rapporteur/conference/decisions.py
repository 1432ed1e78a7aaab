"""What people decided of recommendations that may be one, as their file says it; new questions go to its end.

    clusters:
      - ids: [S03-R01, S07-R02]
        same: yes                 # or no, or undecided
        wording: Train the operators in their own language.

Whatever a person wrote stays as it is, to the byte.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import combinations

from ..problems import Place, Problem, Refused, error
from ..report import Cluster, Origin
from ..settings import Settings, parse
from .clusters import Proposal

ANSWERS: Mapping[str, bool | None] = {"yes": True, "no": False, "undecided": None}
HEAD = """\
# Recommendations of several sessions that may be one. Nothing is merged until a person says so:
#   same: yes         they are one recommendation, and the register gives them one number
#   same: no          they are not, and are not proposed again
#   same: undecided   nobody has decided yet
# A line “wording: …” below says what was agreed for all of them.
# `rapporteur clusters --write` adds questions at the end and changes no other line.
clusters:
"""
_ENTRY = re.compile(r"( *)- ")
_KEY = re.compile(r"clusters:[ \t]*(#.*)?\r?\n?")


def read(text: str, file: str, known: Mapping[str, str] | None) -> tuple[tuple[Cluster, ...], tuple[Problem, ...]]:
    """Return the clusters of a file, and what is wrong with it; what is wrong is left out.

    `known` holds every id of a recommendation by its small letters; None if it cannot be said which there are.
    """
    node, wrong = parse(text, file)
    settings = Settings(node, file, list(wrong))
    settings.only("clusters")
    reader = _Reader(file, settings.problems, known)
    found = tuple(cluster for each in settings.maps("clusters") if (cluster := reader.cluster(each)))
    return found, tuple(reader.problems)


@dataclass(slots=True)
class _Reader:
    """Reads one cluster after the other, and knows where each id is one with which others, and where it is not."""

    file: str
    problems: list[Problem]
    known: Mapping[str, str] | None
    one: dict[str, Place] = field(default_factory=dict)
    pairs: dict[tuple[str, str], tuple[bool, Place]] = field(default_factory=dict)

    def cluster(self, entry: Settings) -> Cluster | None:
        entry.only("ids", "same", "wording")
        ids = tuple(self._ids(entry))
        answer = entry.text("same")
        if answer not in ANSWERS:
            what = f"“{answer}” is no answer" if answer else "it does not say whether these are the same"
            entry.error("same", what, f"write same: {', same: '.join(ANSWERS)}", "cluster")
            return None
        if len(ids) < 2:
            if len(entry.texts("ids")) < 2:
                entry.error("ids", "a cluster needs two ids or more", "ids: [S03-R01, S07-R02]", "cluster")
            return None
        same = ANSWERS[answer]
        if same is not None and not self._agrees(ids, same, entry):
            return None
        origin = Origin(self.file, lines={key: each.line for key, each in entry.node.map.items()})
        return Cluster(ids, same, " ".join(entry.text("wording").split()), origin)

    def _ids(self, entry: Settings) -> Iterator[str]:
        seen: set[str] = set()
        for node in entry.at("ids").list:
            name = node.text.strip()
            key = name.casefold()
            if not name:
                continue
            if key in seen:
                self._wrong(node.line, f"“{name}” stands in this cluster twice", "take one of them out")
            elif self.known is None or key in self.known:
                yield self.known[key] if self.known else name
            else:
                near = get_close_matches(key, self.known, 1)
                hint = f"did you mean “{self.known[near[0]]}”?" if near else "ids stand behind recommendations: {#…}"
                self._wrong(node.line, f"no session has a recommendation “{name}”", hint)
            seen.add(key)

    def _wrong(self, line: int, what: str, hint: str) -> None:
        self.problems.append(error(Place(self.file, line), what, hint, "cluster"))

    def _agrees(self, ids: tuple[str, ...], same: bool, entry: Settings) -> bool:
        """Return whether nothing before says otherwise of these ids; note what does."""
        place = entry.place("ids")
        for name in ids if same else ():
            if name in self.one:
                what = f"“{name}” is in a cluster already, at {self.one[name]}"
                entry.error("ids", what, "put all that are one into one cluster", "cluster")
                return False
        for pair in combinations(sorted(ids), 2):
            before = self.pairs.get(pair)
            if before and before[0] is not same:
                what = f"“{pair[0]}” and “{pair[1]}” are {'not ' if same else ''}the same by {before[1]}"
                entry.error("ids", what, "keep what is right", "cluster")
                return False
        self.pairs.update(dict.fromkeys(combinations(sorted(ids), 2), (same, place)))
        self.one.update(dict.fromkeys(ids if same else (), place))
        return True


def added(text: str, file: str, proposals: Iterable[Proposal]) -> tuple[str, tuple[Proposal, ...]]:
    """Return a file's text with a question at its end for each proposal that it does not hold, and these proposals.

    Raises `Refused` for a file that cannot be added to, and for one with mistakes.
    """
    old, problems = read(text, file, None)
    if problems:
        raise Refused(problems)
    held = [set(each.ids) for each in old]
    new = tuple(
        each for each in proposals if len(each.ids) == len(each.members) and not any(set(each.ids) <= h for h in held)
    )
    if not new:
        return text, ()
    end = "\r\n" if "\r\n" in text else "\n"
    begun = text if text.strip() else HEAD.replace("\n", end)
    indent = _indent(begun)
    lines = "".join(f"{indent if line else ''}{line}{end}" for each in new for line in _question(each))
    whole = begun + ("" if begun.endswith("\n") else end) + lines
    expected = (*old, *(Cluster(each.ids) for each in new))
    if read(whole, file, None) != (expected, ()):
        hint = "let “clusters:” be the last key, with one entry below the other, each after a hyphen"
        raise Refused([error(Place(file), "nothing can be added at the end of this file", hint, "cluster")])
    return whole, new


def _indent(text: str) -> str:
    """Return what stands before the hyphen of each entry."""
    found = _KEY.search(text)
    for line in text[found.end() :].splitlines() if found else ():
        if entry := _ENTRY.match(line):
            return entry[1]
    return "  "


def _question(proposal: Proposal) -> Iterator[str]:
    yield ""
    for each in proposal.members:
        yield f"# {each.name}: {' '.join(each.recommendation.sentence.split())}"
    yield f"- ids: [{', '.join(proposal.ids)}]"
    yield "  same: undecided"
