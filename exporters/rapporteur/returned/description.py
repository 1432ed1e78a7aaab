"""A comparison as a person would say it: plain lines, word by word where a text is long."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from .comparison import Change, Comparison

LONG = 60
"""Texts longer than this are told by their differences."""
_AROUND = 4
_MOST = 3000
_PIECE = re.compile(r"\s*\S+")


def described(comparison: Comparison) -> str:
    """Return every change as plain text, those of one place under its heading or label."""
    lines: list[str] = []
    where = None
    for each in comparison.changes:
        if each.where != where:
            where = each.where
            lines += ([""] if lines else []) + ([where] if where else [])
        lines += [f"  {line}" for line in _change(each)]
    return "\n".join(lines) if lines else "nothing was changed"


def _change(change: Change) -> Iterator[str]:
    yield f"{change.field}: {_said(change)}"
    if change.conflict:
        yield f"    CONFLICT: the source says now: {_quoted(change.conflict)}"
        yield f"    decide: --take returned {change.field}, or --take source {change.field}"
    if change.guess:
        yield f"    a guess: {change.guess}"


def _said(change: Change) -> str:
    before, after = _quoted(change.before), _quoted(change.after)
    match change.kind:
        case "added":
            return f"added {after}"
        case "removed":
            return f"removed {before}"
        case "moved":
            return f"moved {_quoted(change.words)} from {change.before} to {change.after}"
        case "split":
            return f"split at ¶: {_quoted(change.after, 400)}"
        case "joined":
            return f"joined, formerly apart at ¶: {_quoted(change.before, 400)}"
        case "renamed":
            return f"heading {before} is now {after}"
    if change.before == change.after:
        return f"set otherwise (bold, italic, links or its place in a list), same words: {before}"
    if max(len(change.before), len(change.after)) <= LONG:
        return f"{before} is now {after}"
    return f"changed: {differences(change.before, change.after)}"


def _quoted(text: str, most: int = 160) -> str:
    text = " ".join(text.split())
    return f"“{text if len(text) <= most else text[: most - 1].rstrip() + '…'}”"


def differences(before: str, after: str) -> str:
    """Return what was deleted [-so-] and inserted {+so+}, with a few words round it."""
    one, other = _pieces(before), _pieces(after)
    said: list[str] = []
    steps = SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
    for at, (kind, a, b, c, d) in enumerate(steps):
        if kind == "equal":
            said.append(_context(one[a:b], first=at == 0, last=at == len(steps) - 1))
            continue
        said += [f" [-{''.join(one[a:b]).strip()}-]"] if b > a else []
        said += [f" {{+{''.join(other[c:d]).strip()}+}}"] if d > c else []
    return "".join(said).strip()


def _pieces(text: str) -> list[str]:
    """Return the words of a text with the space before each, the same whether or not a line ends there."""
    words = " ".join(text.split())
    return [f" {piece.strip()}" for piece in _PIECE.findall(words)][:_MOST]


def _context(words: list[str], first: bool, last: bool) -> str:
    room = _AROUND * (1 if first or last else 2)
    if len(words) <= room + 1:
        return "".join(words)
    head = [] if first else words[:_AROUND]
    tail = [] if last else words[-_AROUND:]
    return "".join((*head, " …", *tail))
