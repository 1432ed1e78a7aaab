"""What a reader with assistive technology needs: tags, headings, descriptions, a language (A; ISO 14289-1)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from pikepdf import Array, Dictionary, Name

from .findings import LONG, Finding, found
from .opened import File
from .reader import TooMuch

_MOST = 500_000
_HEADING = re.compile(r"H([1-6])")
_NO_WORDS = re.compile(
    r"(?i)^\s*$|^(image|picture|photo|figure|img|bild|grafik|foto|imagen)[\s\d]*$|\.(png|jpe?g|gif|svg|tiff?)$"
)
_ADDRESS = re.compile(r"(?i)^\s*(https?://|mailto:|#|www\.)\S*\s*$|^[\w.-]*\d[\w.-]*$|^\s*$")
_BARE = "the file has no tags: nothing tells headings, lists and tables"


def _children(element: Any) -> list[Any]:
    kids = element.get("/K")
    return list(kids) if isinstance(kids, Array) else [] if kids is None else [kids]


def elements(checked: File) -> Iterator[Any]:
    """Yield the elements of the structure in reading order; raises `TooMuch` for a tree without end."""
    root = checked.root("/StructTreeRoot")
    waiting = list(reversed(_children(root))) if root is not None else []
    seen = 0
    while waiting:
        seen += 1
        if seen > _MOST:
            raise TooMuch(f"its structure has more than {_MOST:,} elements")
        element = waiting.pop()
        if isinstance(element, Dictionary) and "/S" in element:
            yield element
            waiting.extend(reversed(_children(element)))


def _role(element: Any, roles: Any) -> str:
    """Return the standard type of an element (ISO 32000-1, 14.8.4), through the roles that the file gives its own."""
    name = element.S
    for _ in range(8):
        mapped = roles.get(str(name))
        if not isinstance(mapped, Name):
            break
        name = mapped
    return str(name)[1:]


def structure(checked: File) -> Iterator[Finding]:
    """Check tags, headings, figures and tables."""
    if checked.root("/StructTreeRoot") is None or not checked.root("/MarkInfo", "/Marked"):
        yield found("A01", _BARE, "make the PDF with tags (PDF/UA)")
        return
    roles = checked.root("/StructTreeRoot", "/RoleMap") or {}
    every = [(_role(element, roles), element) for element in elements(checked)]
    yield from _headings([(role, each) for role, each in every if _HEADING.fullmatch(role)])
    for role, element in every:
        if role == "Figure":
            yield from _figure(element)
    tables = [each for role, each in every if role == "Table"]
    bare = [table for table in tables if not any(_role(each, roles) == "TH" for each in _below(table))]
    if bare:
        yield found("A06", f"{len(bare)} of {len(tables)} tables have no header cells", "mark the first row as headers")


def tagged(checked: File) -> Iterator[Finding]:
    """Check that all words are told to a reader, or are told apart from what is to be read."""
    if checked.root("/StructTreeRoot") is None or not checked.root("/MarkInfo", "/Marked"):
        return
    loose = [number for number, shown in enumerate(checked.shown, 1) if any(not each.tagged for each in shown.words)]
    if loose:
        yield found("A10", "words have no tag", "make the PDF again with tags for all it shows", *loose)


def _below(element: Any) -> Iterator[Any]:
    waiting, seen = _children(element), 0
    while waiting and seen < _MOST:
        seen += 1
        each = waiting.pop()
        if isinstance(each, Dictionary) and "/S" in each:
            yield each
            waiting.extend(_children(each))


def _headings(headings: list[tuple[str, Any]]) -> Iterator[Finding]:
    levels = [int(role[1]) for role, _ in headings]
    empty = sum(not _children(each) and not str(each.get("/ActualText", "")).strip() for _, each in headings)
    if empty:
        yield found("A03", f"{empty} headings are empty", "take them out")
    if levels and levels[0] != 1:
        yield found("A08", f"the first heading is of level {levels[0]}", "begin with a heading of the first level")
    skipped = [(a, b) for a, b in pairwise(levels) if b > a + 1]
    if skipped:
        above, below = skipped[0]
        yield found("A09", f"a heading of level {below} follows one of level {above}", f"make it level {above + 1}")


def _figure(figure: Any) -> Iterator[Finding]:
    said = str(figure.get("/Alt", figure.get("/ActualText", "")))
    if not said.strip():
        yield found("A04", "a picture is not described", "write what it shows (alternative text)")
    elif _NO_WORDS.search(said.strip()):
        yield found("A05", f"a picture is described as “{_short(said)}”", "write what it shows, in words")


def _short(text: str) -> str:
    return " ".join(text.split())[:60]


def reading(checked: File) -> Iterator[Finding]:
    """Check the window's title, the descriptions of links, and bookmarks."""
    if checked.root("/ViewerPreferences", "/DisplayDocTitle") is not True:
        yield found("A02", "a window shows the file's name and not its title", "set: show the document's title")
    poor = []
    for number, page in enumerate(checked.pages, 1):
        notes = [each for each in page.obj.get("/Annots", ()) if each.get("/Subtype") == Name.Link]
        poor += [number for each in notes if _ADDRESS.search(str(each.get("/Contents", "")))]
    if poor:
        yield found("A07", "links are described by an address, a number or not at all", "describe them in words", *poor)
    if len(checked.pages) > LONG and checked.root("/Outlines", "/First") is None:
        yield found("A11", f"the file has {len(checked.pages)} pages and no bookmarks", "make it with bookmarks")
