"""Runs of a Word paragraph as the inlines of a report, in their one form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from ..amend import canonical
from ..prose import Break, Code, Emphasis, Inline, Inlines, Link, Note, Picture, Strong, Text
from .faces import PLAIN, Face
from .paragraphs import Paragraph, Run

CREDIT = "rpt credit"
_NEAR = 200
"""A credit has no more runs than this."""
_EDGES = " \t\r\n"


def of(runs: Sequence[Run], bold: bool = True) -> Inlines:
    """Return the inlines of `runs`; without `bold`, that does not count."""
    if all(run.thing is None and not any(run.face[:3]) and not run.href for run in runs):
        text = "".join(run.text for run in runs).strip()
        return (Text(text),) if text else ()
    return canonical.nested(canonical.runs(tuple(_set(run, leaf, bold) for run, leaf in _leaves(runs))))


def _leaves(runs: Sequence[Run]) -> Iterator[tuple[Run, Inline]]:
    """Yield what each run holds; a picture takes the credit behind it, and what is no word is set as its neighbours."""
    sides = _sides(runs)
    behind = 0  # so many runs are the credit of a picture
    for at, run in enumerate(runs):
        thing = run.thing
        if behind:
            behind -= 1
        elif thing is None:
            if run.text:
                yield run, Code(run.text) if run.face.code else Text(run.text)
        else:
            if isinstance(thing, Picture):
                behind, credit = _credit(runs[at + 1 : at + 1 + _NEAR])
                thing = replace(thing, credit=credit)
            before, after = sides[at]
            face = run.face._replace(bold=before.bold and after.bold, italic=before.italic and after.italic)
            yield run._replace(face=face), thing


def _credit(behind: Sequence[Run]) -> tuple[int, str]:
    """Return how many runs behind a picture are its credit, and what it says without its brackets.

    A program that knows no styles turns that of a credit into a colour and a size.
    """
    spaces = len(list(takewhile(lambda run: run.thing is None and not run.text.strip(_EDGES), behind)))
    first = behind[spaces].face if spaces < len(behind) else None
    if first is None or not (first.style == CREDIT or all(first.look)):
        return 0, ""
    same = list(takewhile(lambda run: run.thing is None and _alike(run.face, first), behind[spaces:]))
    text = "".join(run.text for run in same).strip(_EDGES)
    found = text.startswith("(") and text.endswith(")")
    return (spaces + len(same), text[1:-1]) if found else (0, "")


def _alike(one: Face, other: Face) -> bool:
    return (one.style, one.look) == (other.style, other.look)


def _sides(runs: Sequence[Run]) -> list[tuple[Face, Face]]:
    """Return for each run how the nearest words before and behind it are set."""

    def nearest(among: Iterable[Run]) -> Iterator[Face]:
        last = PLAIN
        for run in among:
            yield last
            last = run.face if run.thing is None else last

    return list(zip(nearest(runs), reversed(list(nearest(reversed(runs)))), strict=True))


def _set(run: Run, leaf: Inline, bold: bool) -> Inline:
    made = leaf
    if run.face.italic:
        made = Emphasis((made,))
    if run.face.bold and bold:
        made = Strong((made,))
    return Link(run.href, (made,)) if run.href else made


def note(paragraphs: Iterable[Paragraph]) -> Note | None:
    """Return the footnote that these paragraphs make, None if they say nothing."""
    found: list[Inline] = []
    for each in paragraphs:
        inner = of(each.runs)
        if inner:
            found += [Break(), *inner] if found else inner
    return Note(tuple(found)) if found else None


def code(runs: Sequence[Run]) -> Inlines:
    """Return lines that keep their spaces and line ends."""
    text = "".join(run.text for run in runs)
    return (Text(text),) if text else ()
