"""Inlines written as Markdown, with no more signs than are needed for reading them back exactly.

What is written is read again: first words are tried as they are, then with the signs escaped that usually mean
something, at last with every sign escaped and with letters beside a mark spelled out (``&#97;``), which CommonMark
needs where bold begins within a word (§6.2, left-flanking). So nothing depends on knowing every rule of Markdown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby
from typing import Literal, NamedTuple
from urllib.parse import quote

from .. import markdown
from ..prose import Break, Code, Heading, Inline, Inlines, List, Note, Paragraph, Picture, Table, Text, plain
from .canonical import Run, canonical, nested, runs

Place = Literal["paragraph", "point", "heading", "cell", "note"]
"""Where inlines stand: a point and a heading may end in braces, a heading and a cell have one line, a cell has bars."""


class Notes:
    """The footnotes of a file: what it says under which label, and the labels that new footnotes were given."""

    def __init__(self, known: Mapping[str, Inlines] | None = None) -> None:
        self.known = {label: canonical(words) for label, words in (known or {}).items()}
        self.new: dict[str, Inlines] = {}
        self.reserved: set[str] = set()

    def label(self, words: Inlines) -> str:
        """Return the label of the footnote that says `words`, a new one if there is none."""
        words = canonical(words)
        for label, said in (*self.known.items(), *self.new.items()):
            if said == words:
                return label
        taken = {*self.known, *self.new, *self.reserved}
        label = next(str(n) for n in range(1, len(taken) + 2) if str(n) not in taken)
        self.new[label] = words
        return label


class Written(NamedTuple):
    """Markdown, and what it could not keep, as a person would say it."""

    text: str
    lost: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Manner:
    """How cautiously words are written: 0 as they are, 1 signs that may mean something escaped, 2 every sign."""

    care: int
    stress: str = "*"
    shield: bool = False


_MANNERS = (
    _Manner(0),
    _Manner(1),
    _Manner(1, "_"),
    _Manner(1, "*", True),
    _Manner(1, "_", True),
    _Manner(2, "_", True),
    _Manner(2, "*", True),
)


def inline(inlines: Inlines, notes: Notes | None = None, place: Place = "paragraph") -> str:
    """Return `inlines` as Markdown; see `written` for what it could not keep."""
    return written(inlines, notes, place).text


def written(inlines: Inlines, notes: Notes | None = None, place: Place = "paragraph") -> Written:
    """Return `inlines` as Markdown that reads as their one form, and what of their form it could not keep."""
    found, lost = _writable(runs(inlines), place)
    if not found:
        return Written("", lost)
    labels = labels_of(found, notes or Notes())
    for them, more in _lesser(found):
        wanted = nested(them)
        for manner in _MANNERS[any(_may_call(run) for run in them) :]:
            text = _Writer(manner, place, labels).text(them)
            if reads(text, wanted, place, labels):
                return Written(text, (*lost, *more))
    raise AssertionError(f"cannot be written as Markdown: {inlines!r}")


def labels_of(found: tuple[Run, ...], notes: Notes) -> dict[Inlines, str]:
    """Return the label of each footnote that is called in `found`."""
    return {run.leaf.children: notes.label(run.leaf.children) for run in found if isinstance(run.leaf, Note)}


def reads(text: str, wanted: Inlines, place: Place, labels: Mapping[Inlines, str]) -> bool:
    """Return whether `text` says `wanted`, and nothing else, where it stands at `place`."""
    named = {label: Note((Text(f"note {label}"),)) for label in labels.values()}
    said = tuple(_renamed(run, labels, named) for run in runs(wanted))
    return _read(text, place, tuple(named)) == nested(said)


def _renamed(run: Run, labels: Mapping[Inlines, str], named: Mapping[str, Note]) -> Run:
    return replace(run, leaf=named[labels[run.leaf.children]]) if isinstance(run.leaf, Note) else run


@lru_cache(4096)
def _read(text: str, place: Place, labels: tuple[str, ...]) -> Inlines | None:
    """Return what `text` says at `place`, canonical; None if it is not one block without braces."""
    source = _standing(text, place) + "".join(f"\n\n[^{label}]: note {label}" for label in labels)
    blocks, problems = markdown.read(source, "")
    if any(each.severity == "error" for each in problems) or len(blocks) != 1:
        return None
    block = blocks[0]
    if isinstance(block, List) and place == "point" and len(block.items) == 1 and len(block.items[0].blocks) == 1:
        block = block.items[0].blocks[0]
    match block:
        case Table(header, ()) if place == "cell" and len(header) == 1:
            return canonical(header[0].inlines)
        case Paragraph((Text("x"), Note(children))) if place == "note":
            return canonical(children)
        case Paragraph(said, None) if place in ("paragraph", "point"):
            return canonical(said)
        case Heading(3, said, None) if place == "heading":
            return canonical(said)
    return None


def _standing(text: str, place: Place) -> str:
    """Return a body in which `text` stands at `place`."""
    lines = text.split("\n")
    match place:
        case "point":
            return "\n".join(["- " + lines[0], *("  " + line for line in lines[1:])])
        case "heading":
            return f"### {text}"
        case "cell":
            return f"| {text} |\n| --- |\n"
        case "note":
            return "\n".join(["x[^x]\n\n[^x]: " + lines[0], *("    " + line for line in lines[1:])])
    return text


def _may_call(run: Run) -> bool:
    """Return whether words look like the call of a footnote, which they would become in a file that has it."""
    return isinstance(run.leaf, Text) and "[^" in run.leaf.text


def _writable(found: tuple[Run, ...], place: Place) -> tuple[tuple[Run, ...], tuple[str, ...]]:
    """Return runs as far as Markdown can hold them at `place`, and what it cannot."""
    from markdown_it.common.normalize_url import validateLink

    lost: list[str] = []
    out: list[Run] = []
    for run in found:
        if run.href is not None and not validateLink(run.href):
            lost.append(f"the link to {run.href}")
            run = replace(run, href=None)
        if isinstance(run.leaf, Break) and place in ("heading", "cell"):
            lost.append("the end of a line")
            run = replace(run, leaf=Text(" "))
        if isinstance(run.leaf, Note) and place == "note":
            run = replace(run, leaf=Text(f" ({plain(run.leaf.children)})"))
            lost.append("a footnote within a footnote")
        if isinstance(run.leaf, Picture) and not (run.leaf.source and validateLink(run.leaf.source)):
            lost.append(f"the picture {run.leaf.source}")
            run = replace(run, leaf=Text(f"{run.leaf.alt} {run.leaf.credit}".strip()))
        out.append(run)
    return runs(nested(tuple(out))), tuple(dict.fromkeys(lost))


def _lesser(found: tuple[Run, ...]) -> Iterator[tuple[tuple[Run, ...], tuple[str, ...]]]:
    """Yield `found`, then with less and less of its form, and what was given up."""
    yield found, ()
    yield _without(found, stressed=False), ("what is in italics",)
    yield _without(found, strong=False), ("what is bold",)
    yield _without(found, strong=False, stressed=False), ("what is bold or in italics",)
    yield _without(found, strong=False, stressed=False, href=None), ("links, and what is bold or in italics",)
    words = (replace(run, leaf=Text(run.leaf.text)) if isinstance(run.leaf, Code) else run for run in found)
    yield _without(tuple(words), strong=False, stressed=False, href=None), ("all that is not plain words",)


def _without(found: tuple[Run, ...], **values: object) -> tuple[Run, ...]:
    return runs(nested(tuple(replace(run, **values) for run in found)))  # type: ignore[arg-type]


class _Piece(NamedTuple):
    """A piece of Markdown: words still to be escaped, a mark that opens or closes, or what is ready."""

    kind: Literal["words", "opens", "closes", "ready", "break"]
    text: str
    linked: bool = False


_PUNCTUATION = r"!-/:-@\[-`{-~"
_SIGNS = re.compile(
    rf"\\(?=[{_PUNCTUATION}]|$)|`|(?<![^\s])\*(?=\S)|(?<=\S)\*|(?<![^\W_])_(?=\S)|(?<=\S)_(?![^\W_])"
    r"|\[(?=\^|[^\]]*\]\()|<(?=[^\s<>]+[:@][^\s<>]*>)|&(?=#?\w+;)|\^(?=\[)"
)
_BRACES = re.compile(r"\{(?=[^{}]*\}\s*$)")
_BEGINS = re.compile(r"(#{1,6}(?=\s|$)|[-+*](?=\s|$)|>|\||(?:=+|-+|([-_*])(?:\s*\2){2,})\s*$|```|~~~)")
_COUNTS = re.compile(r"(\d{1,9})([.)])(?=\s|$)")
_ENDS = re.compile(r"(^|\s)(#+)$")


class _Writer:
    def __init__(self, manner: _Manner, place: Place, labels: Mapping[Inlines, str]) -> None:
        self._manner = manner
        self._place = place
        self._labels = labels

    def text(self, found: tuple[Run, ...]) -> str:
        pieces = list(self._pieces(found))
        out = "".join(self._finished(pieces, at) for at in range(len(pieces)))
        return out.replace("|", r"\|") if self._place == "cell" else out

    def _pieces(self, found: tuple[Run, ...]) -> Iterator[_Piece]:
        for href, group in groupby(found, lambda run: run.href):
            them = tuple(group)
            if href is None:
                yield from self._strong(them)
            elif address := _as_address(href, them):
                yield _Piece("ready", address)
            else:
                yield _Piece("ready", "[")
                yield from self._strong(them)
                yield _Piece("ready", f"]({_target(href)})")

    def _strong(self, found: tuple[Run, ...]) -> Iterator[_Piece]:
        for strong, group in groupby(found, lambda run: run.strong):
            inner = self._stressed(tuple(group))
            yield from self._between("**", inner) if strong else inner

    def _stressed(self, found: tuple[Run, ...]) -> Iterator[_Piece]:
        for stressed, group in groupby(found, lambda run: run.stressed):
            inner = (self._leaf(run) for run in group)
            yield from self._between(self._manner.stress, inner) if stressed else inner

    def _between(self, mark: str, inner: Iterator[_Piece]) -> Iterator[_Piece]:
        yield _Piece("opens", mark)
        yield from inner
        yield _Piece("closes", mark)

    def _leaf(self, run: Run) -> _Piece:
        leaf: Inline = run.leaf
        match leaf:
            case Text(text):
                return _Piece("words", text, run.href is not None)
            case Code(text):
                return _Piece("ready", _code(text))
            case Break():
                return _Piece("break", "\\\n")
            case Note(children):
                return _Piece("ready", f"[^{self._labels[children]}]")
            case Picture():
                return _Piece("ready", self._picture(leaf))
        raise AssertionError(leaf)

    def _picture(self, picture: Picture) -> str:
        source = re.sub(r"[\s%&<>()\[\]\\\"']", lambda found: quote(found[0], safe=""), picture.source)
        alt = self._escaped(picture.alt, linked=True)
        title = re.sub(rf'"|\\(?=[{_PUNCTUATION}]|$)|&(?=#?\w+;)', lambda found: "\\" + found[0], picture.credit)
        return f"![{alt}]({source}" + (f' "{title}")' if title else ")")

    def _finished(self, pieces: list[_Piece], at: int) -> str:
        piece = pieces[at]
        if piece.kind != "words":
            return piece.text
        before = pieces[at - 1] if at else None
        after = pieces[at + 1] if at + 1 < len(pieces) else None
        text, head, tail = piece.text, "", ""
        if self._manner.shield and before and before.kind == "closes":
            head, text = _spelled(text[:1]), text[1:]
        if self._manner.shield and after and after.kind == "opens" and text:
            text, tail = text[:-1], _spelled(text[-1:])
        begins = not head and (before is None or before.kind == "break")
        out = head + self._escaped(text, piece.linked, begins, after is None) + tail
        if self._manner.care == 1 and after and after.text.startswith(("[", "!")) and out.endswith(("!", "^")):
            out = f"{out[:-1]}\\{out[-1]}"
        return out

    def _escaped(self, text: str, linked: bool = False, begins: bool = False, ends: bool = False) -> str:
        if not self._manner.care:
            return text
        if self._manner.care > 1:
            signs = _PUNCTUATION.replace("{-~", "{}~") if self._place == "cell" else _PUNCTUATION
            return re.sub(f"[{signs}]", lambda found: "\\" + found[0], text)
        out = _SIGNS.sub(lambda found: "\\" + found[0], text)
        if linked:
            out = re.sub(r"(?<!\\)[\[\]]", lambda found: "\\" + found[0], out)
        if ends:
            out = _BRACES.sub(r"\\{", out)
            out = _ENDS.sub(r"\1\\\2", out) if self._place == "heading" else out
        if begins and self._place not in ("heading", "cell"):
            out = _COUNTS.sub(r"\1\\\2", out) if _COUNTS.match(out) else out
            out = "\\" + out if _BEGINS.match(out) else out
        return out


def _spelled(letter: str) -> str:
    """Return a letter as a number in a text, which counts as a sign beside a mark; signs and spaces stay."""
    if re.fullmatch(f"[{_PUNCTUATION}]", letter):
        return f"\\{letter}"
    return letter if letter in " \t\xa0\u3000" else f"&#{ord(letter)};"


def _code(text: str) -> str:
    runs_ = {len(found) for found in re.findall("`+", text)}
    fence = "`" * next(n for n in range(1, len(runs_) + 2) if n not in runs_)
    padded = text[0] == "`" or text[-1] == "`" or (text[0] == text[-1] == " " and text.strip(" "))
    pad = " " if padded else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def _as_address(href: str, found: tuple[Run, ...]) -> str:
    """Return a link between angle brackets if its words are its address, else ""."""
    leaf = found[0].leaf
    if len(found) > 1 or not isinstance(leaf, Text) or found[0].strong or found[0].stressed:
        return ""
    by_post = href == f"mailto:{leaf.text}" and re.fullmatch(r"[\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(\.[\w-]+)+", leaf.text)
    scheme = re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>\x00-\x20]*", leaf.text)
    return f"<{leaf.text}>" if by_post or (scheme and leaf.text == href) else ""


def _target(href: str) -> str:
    """Return the address of a link as it stands in its parentheses."""
    out = re.sub(r"&(?=#?\w+;)|\\", lambda found: "\\" + found[0], href)
    if not out:
        return ""
    if re.search(r"[\s<>()\"']", out):
        return "<" + re.sub(r"[<>]", lambda found: "\\" + found[0], out) + ">"
    return out
