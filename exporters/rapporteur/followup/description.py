"""What returned registers change, as a person would say it."""

from __future__ import annotations

from collections.abc import Iterator

from ..labels import Catalogue
from ..layout import Layout
from .merged import Change, Merged, Wording
from .values import Values


def described(merged: Merged, layout: Layout, language: str = "en") -> str:
    """Return the changes by recommendation, then the words of sessions that would change; "" if there are none.

    Conflicts, new lines and missing rows are told by `Merged.problems`.
    """
    words, values = layout.catalogue(language), Values(layout)
    told = [*_changes(merged, words, values, language), *_wordings(merged, words)]
    if merged.agreed:
        told.append(f"{merged.agreed} more, which the source has already")
    return "\n".join(told)


def _label(column: str, words: Catalogue) -> str:
    name = "recommendation" if column == "full_text" else column
    return next(iter(words.words[name].values())) if name in words else name


def _changes(merged: Merged, words: Catalogue, values: Values, language: str) -> Iterator[str]:
    before = ""
    for each in merged.changes:
        if each.id != before:
            yield each.id
        before = each.id
        old, new = (values.shown(each.column, value, language) for value in (each.before, each.after))
        yield f"  {_label(each.column, words)}: {_arrow(old, new)}{_by(each)}"


def _arrow(old: str, new: str) -> str:
    if not new:
        return f"“{_short(old)}” was removed"
    return f"“{_short(old)}” → “{_short(new)}”" if old else f"“{_short(new)}”"


def _by(each: Change) -> str:
    told = ", ".join(part for part in (each.said.who, each.said.when, each.said.spot) if part)
    return f"  ({told})" if told else ""


def _wordings(merged: Merged, words: Catalogue) -> Iterator[str]:
    if merged.apply_words:
        yield "The session's own words, which are not changed from here:"
    for each in merged.apply_words:
        yield f"  {each.id}, {_label(each.column, words)} ({each.spot}):"
        yield f"    was: {_line(each, each.before)}"
        yield f"    now: {_line(each, each.after)}"


def _line(each: Wording, text: str) -> str:
    return " ¶ ".join(text.splitlines()) or "(nothing)"


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 100 else f"{text[:99]}…"
