"""Comments of a returned Word file: their words, who wrote them when, and the words and the field they hang on.

ECMA-376 part 1, §17.13.4; whether a comment is resolved and what it replies to stands in ``commentsExtended.xml``
(MS-DOCX §2.5.3), under the id of its last paragraph. A comment without a range hangs on the paragraph its mark is in.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..coding import decoded
from ..reading import Comment
from . import marks
from .spots import FALLBACK, SIGNS, W, headings, is_heading, words

if TYPE_CHECKING:
    from lxml.etree import _Element

    from .opened import Opened

LONGEST = 1_000
"""The most characters that are told of the words a comment hangs on."""
_PARA = "{http://schemas.microsoft.com/office/word/2010/wordml}paraId"
_W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
_UNSEEN = frozenset((f"{W}del", f"{W}moveFrom", FALLBACK))
_TAG = "rpt:"


@dataclass(slots=True)
class _Hanging:
    """Where a comment hangs: from and to which character of the text, in which paragraph, and in which field."""

    start: int
    end: int = -1
    paragraph: int = 0
    field: str = ""


def read(opened: Opened, tree: _Element) -> tuple[Comment, ...]:
    """Return the comments in the order of what they hang on; those that hang on nothing come last.

    `field` is the key of the innermost field or unit that holds the first word hung on (`words.marks`: ``title``,
    ``presenters:pr1:name``, ``section:outcomes:3``, ``section:outcomes:T3-S01-R01``, or ``section:outcomes``), or the
    words of the nearest heading. `replies_to` has the words of what is replied to; a reply is resolved if that is.
    """
    said = _part(opened, "comments")
    if said is None:
        return ()
    found = _Places(headings(_part(opened, "styles"))).read(tree)
    threads = _threads(_part(opened, "commentsExtended"))
    return tuple(_comments(list(said.iter(f"{W}comment")), found, threads))


def _part(opened: Opened, kind: str) -> _Element | None:
    """Return the part of a kind that belongs to the text, by its relationship or else by its usual name."""
    usual = f"{opened.main.rpartition('/')[0]}/{kind}.xml".lstrip("/")
    return opened.tree(next(iter(opened.pointed(kind)), usual))


def _threads(extended: _Element | None) -> dict[str, tuple[bool, str]]:
    """Return of each comment's paragraph whether it is resolved, and the paragraph of the comment it replies to."""
    return {
        each.get(f"{_W15}paraId", ""): (
            each.get(f"{_W15}done", "") in ("1", "true", "on"),
            each.get(f"{_W15}paraIdParent", ""),
        )
        for each in (() if extended is None else extended.iter(f"{_W15}commentEx"))
    }


def _comments(
    found: list[_Element], places: tuple[dict[str, _Hanging], _Text], threads: dict[str, tuple[bool, str]]
) -> Iterator[Comment]:
    hanging, text = places
    nowhere = _Hanging(len(text.whole) + 1)
    paragraphs = {name: each for each in found for name in _names(each)}
    for each in sorted(found, key=lambda one: hanging.get(one.get(f"{W}id", ""), nowhere).start):
        at = hanging.get(each.get(f"{W}id", ""))
        done, above = next((threads[name] for name in reversed(_names(each)) if name in threads), (False, ""))
        parent = paragraphs.get(above)
        yield Comment(
            author=each.get(f"{W}author", ""),
            date=each.get(f"{W}date", ""),
            words=words(each).strip(),
            anchor=text.of(at) if at else "",
            field=at.field if at else "",
            resolved=done or threads.get(above, (False, ""))[0],
            replies_to="" if parent is None or parent is each else words(parent).strip(),
        )


def _names(comment: _Element) -> list[str]:
    return [name for each in comment.iter(f"{W}p") if (name := each.get(_PARA))]


@dataclass(frozen=True, slots=True)
class _Text:
    """The words of the text as one, and where each paragraph of it begins."""

    whole: str
    begins: list[int]

    def of(self, at: _Hanging) -> str:
        """Return the words that a comment hangs on; those of its paragraph if it hangs on a mere point."""
        said = self._between(at.start, at.end)
        if not said and at.paragraph:
            next_one = self.begins[at.paragraph] if at.paragraph < len(self.begins) else len(self.whole)
            said = self._between(self.begins[at.paragraph - 1], next_one)
        return said

    def _between(self, start: int, end: int) -> str:
        said = self.whole[start : min(end, start + LONGEST + 1)].strip()
        return f"{said[:LONGEST].rstrip()}…" if len(said) > LONGEST else said


class _Places:
    """Goes through the text once, and finds where each comment hangs."""

    def __init__(self, known: Collection[str]) -> None:
        self._headings = known
        self._said: list[str] = []
        self._length = 0
        self._begins: list[int] = []
        self._heading = ""
        self._open: dict[str, str] = {}
        self._found: dict[str, _Hanging] = {}
        self._waiting: list[_Hanging] = []

    def read(self, tree: _Element) -> tuple[dict[str, _Hanging], _Text]:
        for each in _visible(tree):
            self._meet(each, str(each.tag))
        self._settle(None)
        return self._found, _Text("".join(self._said), self._begins)

    def _meet(self, each: _Element, tag: str) -> None:
        if tag == f"{W}p":
            self._paragraph(each)
        elif tag == f"{W}t" or tag in SIGNS:
            self._settle(each)
            self._say(SIGNS.get(tag) or each.text or "")
        elif tag in (f"{W}bookmarkStart", f"{W}bookmarkEnd"):
            self._bookmark(each, tag)
        elif tag in (f"{W}commentRangeStart", f"{W}commentRangeEnd", f"{W}commentReference"):
            self._comment(each, tag.removeprefix(f"{W}comment"))

    def _paragraph(self, paragraph: _Element) -> None:
        self._say("\n")
        self._begins.append(self._length)
        if is_heading(paragraph, self._headings):
            self._heading = words(paragraph).strip() or self._heading

    def _say(self, text: str) -> None:
        self._said.append(text)
        self._length += len(text)

    def _bookmark(self, mark: _Element, tag: str) -> None:
        number = mark.get(f"{W}id", "")
        if tag.endswith("End"):
            self._open.pop(number, None)
        elif key := key_of(mark.get(f"{W}name", "")):
            self._open[number] = key

    def _comment(self, mark: _Element, end: str) -> None:
        number = mark.get(f"{W}id", "")
        if end == "RangeStart" and number not in self._found:
            self._hang(number)
            return
        if number not in self._found:
            self._hang(number)
        at = self._found[number]
        if at.end < 0:
            at.end, at.paragraph = self._length, len(self._begins)
        if not at.field and end == "Reference":
            self._settle(mark)

    def _hang(self, number: str) -> None:
        self._found[number] = _Hanging(self._length, paragraph=len(self._begins))
        self._waiting.append(self._found[number])

    def _settle(self, first: _Element | None) -> None:
        """Tell all comments that wait for it in which field their first word stands."""
        if not self._waiting:
            return
        field = self._heading if first is None else self._field(first)
        for each in self._waiting:
            each.field = field
        self._waiting = []

    def _field(self, word: _Element) -> str:
        """Return the key of the innermost field or unit, or else of the section, or else the heading's words."""
        tags = (each.find(f"{W}sdtPr/{W}tag") for each in word.iterancestors(f"{W}sdt"))
        keys = [
            name.removeprefix(_TAG) for tag in tags if tag is not None and (name := tag.get(f"{W}val", ""))[:4] == _TAG
        ]
        keys += list(self._open.values())[-50:][::-1]
        own = (key for key in keys if not (key.startswith("section:") and key.count(":") == 1))
        return next(own, None) or next(iter(keys), self._heading)


def key_of(bookmark: str) -> str:
    """Return the key of a field, unit or section that a bookmark of ours names; "" for others' bookmarks."""
    if block := marks.block_of(bookmark):
        section, own = (decoded(part) or part for part in block)
        return f"section:{section}:{own.removeprefix('r')}"
    if bookmark.startswith("rpt_s_"):
        name = bookmark.removeprefix("rpt_s_")
        return f"section:{decoded(name) or name}"
    if bookmark.startswith("rpt_"):
        return ":".join(decoded(part) or part for part in bookmark.removeprefix("rpt_").split("_"))
    return ""


def _visible(tree: _Element) -> Iterator[_Element]:
    """Yield the elements of the text in order, without what is deleted or stands twice."""
    for each in tree:
        if isinstance(each.tag, str) and each.tag not in _UNSEEN:
            yield each
            yield from _visible(each)
