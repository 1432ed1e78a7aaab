"""What the text of a report asks of the other parts of its file while it is written: ids, links, notes, lists …"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from ..outline import escaped
from ..problems import Place, Problem
from ..prose import pictures
from . import marks
from .package import LINKS, PROLOGUE, ROOT, Package

if TYPE_CHECKING:
    from lxml.etree import _Element

    from ..report import Report

_WEB = re.compile(r"https?://[a-z0-9._~%-]+(:\d{1,5})?([/?#]\S*)?", re.IGNORECASE)
_MAIL = re.compile(r"mailto:[^\s@,;?]+@[^\s@,;?]+(\?\S*)?", re.IGNORECASE)
_URI = "!#$%&'()*+,/:;=?@~-._"
_MODES = {False: "", True: ' TargetMode="External"'}


class Relationships:
    """What one part points to, by id; the same target gets the same id."""

    def __init__(self, begun: str, free: int) -> None:
        self._begun = begun
        self._free = free
        self._ids: dict[tuple[str, str, bool], str] = {}

    def to(self, kind: str, target: str, outside: bool = False) -> str:
        """Return the id of the relationship of `kind` to `target`, a part or (outside) an address."""
        return self._ids.setdefault((kind, target, outside), f"rId{self._free + len(self._ids)}")

    def __len__(self) -> int:
        return len(self._ids)

    @property
    def part(self) -> bytes:
        """The part that states them."""
        found = "".join(
            f'<Relationship Id="{name}" Type="{LINKS}{kind}" Target="{escaped(target)}"{_MODES[outside]}/>'
            for (kind, target, outside), name in self._ids.items()
        )
        return f"{self._begun}{found}</Relationships>".encode()


_EMPTY = PROLOGUE + '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'


class Gathered:
    """All that gathers while one report is written; begun anew for each; pictures may have to be `bare`."""

    def __init__(self, package: Package, root: _Element, report: Report, files: Mapping[str, Path], bare: bool) -> None:
        self.package = package
        self._report = report
        self.pictures = files
        self.bare = bare
        self.links = Relationships(package.relationships, package.free)
        self.note_links = Relationships(_EMPTY, 1)
        self.notes: list[str] = []
        self.lists: list[str] = []
        self.hints: dict[str, str] = {}
        self.media: dict[str, bytes] = {}
        self.problems: list[Problem] = []
        self.letters = 0
        self.paragraphs = 0
        self._root = root
        self._numbers: set[int] = set()
        self._names: set[str] = set()
        self._anchors: dict[str, str] | None = None
        self._turned: dict[tuple[int, int], int] = {}

    def number(self, key: str) -> int:
        """Return an id for `key` that no other place of this file has."""
        for again in range(10_000):
            found = marks.number(f"{key} {again}" if again else key)
            if found not in self._numbers:
                self._numbers.add(found)
                return found
        raise AssertionError(f"ten thousand places are called {key}")

    def name(self, bookmark: str) -> str:
        """Return `bookmark`, or a name like it if a place before has it."""
        again, found = 1, bookmark
        while found in self._names:
            again += 1
            found = f"{bookmark[: marks.LONGEST - 5]}_{again}"
        self._names.add(found)
        return found

    def marked(self, bookmark: str, content: str) -> str:
        """Return `content` of a paragraph between the ends of a bookmark."""
        return self.between(marks.bookmark(bookmark), content)

    def between(self, mark: marks.Mark, content: str) -> str:
        """Return `content` between the ends of `mark`, or of one like it if its name or its id is taken."""
        if mark.name in self._names or mark.number in self._numbers:
            name = self.name(mark.name)
            mark = marks.numbered(name, self.number(f"bookmark {name}"))
        else:
            self._names.add(mark.name)
            self._numbers.add(mark.number)
        return f"{mark.start}{content}{mark.end}"

    def list_from(self, number: int, level: int, start: int, turned: bool = False) -> int:
        """Return a new list like list `number` that begins at `start` on `level`; one is `turned` to the other side."""
        own = _unbound(self.package.lists.turned[number][level]) if turned else ""
        return self._list(number, level, f'<w:startOverride w:val="{start}"/>{own}')

    def list_turned(self, number: int, level: int) -> int:
        """Return the list like list `number` whose signs of `level` stand on the other side."""
        if (number, level) not in self._turned:
            own = _unbound(self.package.lists.turned[number][level])
            self._turned[number, level] = self._list(number, level, own)
        return self._turned[number, level]

    def list_called(self, number: int, sign: str) -> int:
        """Return a new list like list `number` whose one point is called `sign`, which is no plain number."""
        lists = self.package.lists
        first = re.sub(
            r'(<w:lvlText w:val=")([^"]*)(")',
            lambda found: found[1] + escaped(sign if sign[:1].isalpha() else found[2].replace("%1", sign)) + found[3],
            lists.texts[number][0],
        )
        return self._list(number, 0, _unbound(first))

    def _list(self, number: int, level: int, override: str) -> int:
        lists = self.package.lists
        new = max(lists.kinds) + 1 + len(self.lists)
        self.lists.append(
            f'<w:num w:numId="{new}"><w:abstractNumId w:val="{lists.kinds[number]}"/>'
            f'<w:lvlOverride w:ilvl="{level}">{override}</w:lvlOverride></w:num>'
        )
        return new

    def hint(self, text: str) -> None:
        """Note that some control shows `text` when it is empty."""
        self.hints[text] = marks.hint(text)

    def anchor(self, name: str) -> str:
        """Return the bookmark of the section or recommendation called `name`, "" if there is none."""
        if self._anchors is None:
            self._anchors = {}
            for section in self._root.iter("section"):
                own = section.get("id", "")
                self._anchors.setdefault(own, marks.of_section(own))
                for item in section.iter("li"):
                    if point := item.get("id"):
                        self._anchors.setdefault(point, marks.of_block(own, f"r{point}"))
        return self._anchors.get(name, "") if name else ""

    def place_of(self, picture: str) -> Place:
        """Return where the source first names a picture."""
        prose = [block for section in self._report.sections for block in section.prose]
        line = next((line for each, line in pictures(tuple(prose)) if each.source == picture), 0)
        return Place(self._report.origin.file, line)

    def numbering(self) -> bytes:
        """Return the part of the lists, with those that this report added."""
        return f"{self.package.lists.part}{''.join(self.lists)}</w:numbering>".encode()

    def footnotes(self) -> bytes:
        """Return the part of the footnotes."""
        return f"{self.package.footnotes}{''.join(self.notes)}</w:footnotes>".encode()

    def pages(self) -> int:
        """Return about how many pages there are, for fields that an office program has not counted yet."""
        lines = self.letters / 88 + self.paragraphs * 0.75
        return max(1, round(lines / 46 + 0.45))


def address(href: str) -> str:
    """Return an address that office programs take, "" if `href` is none: the web and e-mail are."""
    if _WEB.fullmatch(href) or _MAIL.fullmatch(href):
        before, _, fragment = quote(href, safe=_URI).partition("#")
        return before + (f"#{fragment.replace('#', '%23')}" if fragment else "")
    return ""


def root(tag: str, content: str) -> bytes:
    """Return a part of which `content` is all: its root element `tag`, with every name space the text may use."""
    return f"{PROLOGUE}<w:{tag} {ROOT}>{content}</w:{tag}>".encode()


def _unbound(level: str) -> str:
    """Return a level of a list that no style is bound to."""
    return re.sub(r"<w:pStyle[^>]*/>", "", level)
