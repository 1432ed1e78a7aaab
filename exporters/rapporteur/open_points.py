"""Comments of returned files, kept beside their session as a list of open points.

``source/sessions/<session>.comments.md`` is for people: nothing reads it, and a point that stands in it is not written
a second time, ticked off or not.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from . import files
from .reading import Comment
from .recovery import Taken
from .source import COMMENTS


def write(workspace: Path, found: Iterable[Taken]) -> tuple[str, ...]:
    """Add the comments of each file to its session's list and return the names of the lists that changed."""
    written: list[str] = []
    for each in found:
        if not (each.target and each.reading and each.reading.comments):
            continue
        path = (workspace / each.target).with_suffix(COMMENTS)
        before = path.read_text("utf-8") if path.exists() else f"# Open points of {each.session}\n\n"
        points = [point for comment in each.reading.comments if _bare(point := _point(comment)) not in _bare(before)]
        if points:
            files.write_atomically(path, (before + "".join(points)).encode("utf-8"))
            written.append(path.relative_to(workspace).as_posix())
    return tuple(dict.fromkeys(written))


def _bare(text: str) -> str:
    return text.replace("- [x] ", "- [ ] ").replace("- [X] ", "- [ ] ")


def _point(comment: Comment) -> str:
    """Return a comment as a point of a task list."""
    who = ", ".join(part for part in (comment.author, comment.date[:10]) if part) or "Somebody"
    on = f" on “{' '.join(comment.anchor.split())}”" if comment.anchor else ""
    where = f" ({comment.field})" if comment.field else ""
    reply = f" (reply to “{' '.join(comment.replies_to.split())}”)" if comment.replies_to else ""
    box = "[x]" if comment.resolved else "[ ]"
    return f"- {box} **{who}**{on}{where}{reply}: {' '.join(comment.words.split())}\n"
