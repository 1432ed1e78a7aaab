"""Comments on the cells of a workbook: their words, who wrote them, when, and the cell they hang on.

ECMA-376 part 1, 18.7; newer Excel keeps threads in parts of their own ([MS-XLSX] 2.6.205) and writes them a second time
as old comments, for programs that know no threads. Those are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from ..reading import Comment
from .text import levelled, said

if TYPE_CHECKING:
    from lxml.etree import _Element

    Parts = Callable[..., Iterator[_Element]]

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_T = "{http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments}"
_PERSONS = "xl/persons/"


def people(names: Iterable[str], read: Parts) -> dict[str, str]:
    """Return who takes part in threads, by id; `read` yields the elements of a part that have one of the tags."""
    found = (each for name in names if name.startswith(_PERSONS) for each in read(name, f"{_T}person"))
    return {each.get("id", ""): each.get("displayName", "") for each in found}


def of(targets: Iterable[str], title: str, persons: Mapping[str, str], read: Parts) -> tuple[Comment, ...]:
    """Return the comments of the sheet called `title`, which refers to the parts `targets`."""
    parts = sorted({name for name in targets if name.endswith(".xml") and "comment" in name.lower()})
    threads = [each for name in parts for each in _threads(name, title, persons, read)]
    known = {each.field for each in threads}
    old = [each for name in parts for each in _comments(name, title, read)]
    return (*threads, *(each for each in old if each.field not in known))


def _threads(name: str, title: str, persons: Mapping[str, str], read: Parts) -> Iterator[Comment]:
    words: dict[str, tuple[str, bool]] = {}
    for each in read(name, f"{_T}threadedComment"):
        above, is_done = words.get(each.get("parentId", ""), ("", False))
        text = levelled(each.findtext(f"{_T}text", ""))
        words[each.get("id", "")] = text, is_done or each.get("done") in ("1", "true")
        author, spot = persons.get(each.get("personId", ""), ""), f"{title}!{each.get('ref', '')}"
        yield Comment(author, each.get("dT", ""), text, "", spot, words[each.get("id", "")][1], above)


def _comments(name: str, title: str, read: Parts) -> Iterator[Comment]:
    authors = [each.text or "" for each in read(name, f"{_S}author")]
    for each in read(name, f"{_S}comment"):
        at, text = each.get("authorId", ""), each.find(f"{_S}text")
        author = authors[int(at)] if at.isdecimal() and int(at) < len(authors) else ""
        if text is not None and (words := said(text)):
            yield Comment(author.strip(), "", words, "", f"{title}!{each.get('ref', '')}")
