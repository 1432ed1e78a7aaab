"""New words put in the place of old ones: what stays keeps its signs and its line ends, only changed lines change."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from difflib import SequenceMatcher
from typing import NamedTuple

from ..prose import Attributes, Inlines, plain
from ..reading import Unit
from . import markup
from .canonical import canonical, runs
from .flow import Flow, Piece
from .inlines import Notes, Place, labels_of, reads

_WIDE = re.compile("([\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef])")
_HASHES = re.compile(r"(#{1,6}[ \t]*)(.*?)([ \t]+#+)?[ \t]*", re.DOTALL)
_FENCE = re.compile(r"(`{3,}|~{3,}).*")


Braces = tuple[Attributes | None, Attributes | None]
"""What stands in the braces of a point or heading, and what shall."""
Rows = tuple[tuple[Inlines, ...], ...]


class _Atom(NamedTuple):
    """A word or sign, what it counts as, and the white space behind it."""

    raw: str
    means: str
    space: str


def _atoms(text: str) -> list[_Atom]:
    """Return the words and signs of a text; each wide East Asian character is one, for no space parts them."""
    found: list[_Atom] = []
    for match in re.finditer(r"(?:\\\n|[ \t]{2,}\n)[ \t]*|[^\W_]+|\s+|\S", text):
        word = match[0]
        if "\n" in word and (word[0] == "\\" or re.match(r"[ \t]{2,}\n", word)):
            found.append(_Atom(word, "\\\n", ""))
        elif word.isspace():
            if found:
                found[-1] = found[-1]._replace(space=word)
        else:
            found.extend(_Atom(part, "*" if part == "_" else part, "") for part in _WIDE.split(word) if part)
    return found


def spliced(old: str, new: str, fits: Callable[[str], bool]) -> str:
    """Return `new` with the line ends and the signs of `old` where both say the same, if that still `fits`."""
    before, after = _atoms(old), _atoms(new)
    out = list(after)
    matcher = SequenceMatcher(None, [each.means for each in before], [each.means for each in after], autojunk=False)
    for i, j, size in matcher.get_matching_blocks():
        for at in range(size):
            kept, wanted = before[i + at], after[j + at]
            whole = at + 1 < size or bool(kept.space) == bool(wanted.space) or "\n" in kept.space
            out[j + at] = wanted._replace(raw=kept.raw, space=kept.space if whole else wanted.space)
    made = "".join(each.raw + each.space for each in out[:-1]) + (out[-1].raw if out else "")
    return made if fits(made) else new


def words(old: str, said: Inlines, wanted: Inlines, notes: Notes, place: Place) -> str:
    """Return the Markdown `old`, which says `said`, so that it says `wanted`."""
    if canonical(said) == canonical(wanted):
        return old
    new, lost = markup.written(wanted, notes, place)
    if not old.strip() or not new:
        return new
    if lost:
        return new
    labels = labels_of(runs(wanted), notes)
    return spliced(old, new, lambda made: reads(made, canonical(wanted), place, labels))


def braced(content: str, attributes: Attributes | None, wanted: Attributes | None) -> tuple[str, str]:
    """Return the words of a point or heading, and what stands behind them: its braces, or those `wanted` instead."""
    from ..markdown import attributes_of

    text, _ = attributes_of(content)
    tail = content[len(text) :]
    if attributes == wanted:
        return text, tail
    told = markup.braces(wanted)
    space = tail[: len(tail) - len(tail.lstrip())] or " "
    return text, f"{space}{told}" if told else ""


def bare(piece: Piece, flow: Flow) -> list[str]:
    """Return the lines of a piece without what its containers put before them."""
    raw = flow.lines[piece.first : piece.end]
    match piece.kind:
        case "paragraph":
            ends = raw[-1][len(raw[-1].rstrip()) :]
            first, *rest = piece.content.split("\n")
            return [first, *(line.lstrip() for line in rest[:-1]), *([rest[-1].lstrip() + ends] if rest else [])]
        case "fence":
            begin = re.search(r"(`{3,}|~{3,}).*", raw[0])
            inner = piece.content.split("\n")[:-1]
            closed = len(raw) == len(inner) + 2
            sign = re.match("`+|~+", begin[0]) if begin else None
            end = raw[-1].lstrip(" \t>") if closed else sign[0] if sign else "```"
            return [begin[0] if begin else "```", *inner, end]
        case "code_block":
            return markup.code(piece.content.rstrip("\n"))
        case "empty":
            return [""]
        case "heading" | "hr" if piece.opened:
            return [raw[0][len(piece.first_prefix) :].lstrip(), *(line.lstrip(" \t>") for line in raw[1:])]
    return [line.lstrip(" \t>") for line in raw]


def revised(piece: Piece, flow: Flow, old: Unit, new: Unit, notes: Notes, attributes: Braces) -> list[str]:
    """Return the lines of a piece without prefixes, saying `new` instead of `old`."""
    lines = bare(piece, flow)
    match piece.kind:
        case "paragraph":
            point = new.kind == "point"
            text, tail = braced(piece.content, *attributes) if point else (piece.content, "")
            made = words(text, old.inlines, new.inlines, notes, "point" if point else "paragraph")
            ends = lines[-1][len(lines[-1].rstrip()) :]
            return _split((made + tail if made else tail.lstrip()) + ends)
        case "empty":
            return markup.lines(replace(new, kind="point"), notes, attributes[1]) or [""]
        case "heading":
            return headed(piece, flow, old.inlines, new.inlines, notes, attributes)
        case "fence":
            inner = re.split(r"\r\n|\r|\n", plain(new.inlines))
            sign = _FENCE.match(lines[0])
            breaks = sign and any(line.strip().startswith(sign[1]) for line in inner)
            return markup.code("\n".join(inner)) if breaks else [lines[0], *inner, lines[-1]]
        case "table":
            return tabled(lines, old.rows, new.rows, notes)
    return markup.lines(new, notes)


def _split(text: str) -> list[str]:
    first, *rest = text.split("\n")
    return [first, *(line.lstrip() for line in rest)]


def headed(piece: Piece, flow: Flow, said: Inlines, wanted: Inlines, notes: Notes, attributes: Braces) -> list[str]:
    """Return a heading's lines, saying `wanted`, with its hashes, its braces and its underline as they were."""
    lines = bare(piece, flow)
    text, tail = braced(piece.content, *attributes)
    made = words(" ".join(text.split("\n")), said, wanted, notes, "heading")
    found = _HASHES.fullmatch(lines[0])
    if found:
        return [f"{found[1].rstrip() or '##'} {made}{tail}{found[3] or ''}".rstrip()]
    return [made + tail, lines[-1]]


def tabled(lines: list[str], old: Rows, new: Rows, notes: Notes) -> list[str]:
    """Return a table's lines with other rows; the lines of rows that stay are the same."""
    had, wanted = ([tuple(canonical(cell) for cell in row) for row in rows] for rows in (old, new))
    if not had or not wanted or len(had[0]) != len(wanted[0]) or any(len(row) != len(had[0]) for row in wanted):
        rule = [cell.strip() for cell in lines[1].strip().strip("|").split("|")] if len(lines) > 1 else []
        return markup.table(new, notes, rule)
    head = lines[0] if had[0] == wanted[0] else _row(lines[0], had[0], wanted[0], notes)
    out = [head, lines[1]]
    body, rows = lines[2:], had[1:]
    matcher = SequenceMatcher(None, rows, wanted[1:], autojunk=False)
    for tag, i, i2, j, j2 in matcher.get_opcodes():
        for at in range(j, j2):
            if tag == "equal":
                out.append(body[i + at - j])
            elif tag == "replace" and i + at - j < i2:
                out.append(_row(body[i + at - j], rows[i + at - j], wanted[at + 1], notes))
            else:
                out.append(markup.row_(wanted[at + 1], notes))
    return out


def _row(line: str, had: tuple[Inlines, ...], wanted: tuple[Inlines, ...], notes: Notes) -> str:
    """Return a row's line with other words in the cells that changed."""
    parts = re.split(r"(?<!\\)\|", line)
    begins = not parts[0].strip() and len(parts) > 1
    if len(parts) - begins < len(had):
        return markup.row_(wanted, notes)
    for at, (before, after) in enumerate(zip(had, wanted, strict=True)):
        if before != after:
            cell = parts[at + begins]
            parts[at + begins] = f" {words(cell.strip(), before, after, notes, 'cell')} " if cell else " "
    return "|".join(parts).rstrip()
