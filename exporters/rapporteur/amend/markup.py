"""Units written as Markdown: the lines of each kind, whole sections, and the braces behind a point or heading."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ..amendment import UnitKept
from ..prose import Attributes, Inlines, Picture, plain
from ..reading import Unit
from .frames import Prefix, Stack
from .inlines import Notes, Written, inline, written

__all__ = ["Notes", "Written", "block", "braces", "inline", "lines", "section", "table", "written"]


def section(heading: Inlines, role: str, units: Iterable[Unit | UnitKept], notes: Notes | None = None) -> str:
    """Return a section as Markdown; its heading names the `role` of the form that it answers."""
    names = Attributes(names=(role,)) if role else None
    told = " ".join(filter(None, ("##", inline(heading, notes, "heading"), braces(names))))
    under = block(units, notes)
    return f"{told}\n\n{under}" if under else told


def block(units: Iterable[Unit | UnitKept], notes: Notes | None = None) -> str:
    """Return units as Markdown, without a line end at the end; footnotes that are new stand below them."""
    notes = notes or Notes()
    before = set(notes.new)
    stack, out, last = Stack(), list[str](), ""
    kept = [each if isinstance(each, UnitKept) else UnitKept(None, each) for each in units]
    for unit, attributes in _joined(kept):
        found = lines(unit, notes, attributes)
        if not found and unit.kind != "point":
            continue
        if unit.kind == "point":
            prefix = stack.point(unit, unit.ordered)
        else:
            prefix = stack.new(replace(unit, kind="more") if unit.kind == "beside" else unit)
        if out:
            tight = unit.kind == last == "point" and prefix.among is not None and not prefix.apart and found != [""]
            out.extend([] if tight else [prefix.blank])
        out.extend(prefixed(found or [""], prefix))
        last = unit.kind
    for label in [label for label in notes.new if label not in before]:
        out.extend(["", *definition(label, notes.new[label])])
    return "\n".join(out)


def _joined(kept: Sequence[UnitKept]) -> list[tuple[Unit, Attributes | None]]:
    """Return units with their attributes, captions as the credit of their pictures."""
    found: list[tuple[Unit, Attributes | None]] = []
    for each in kept:
        unit = each.unit
        if unit is None:
            continue
        if unit.kind == "caption" and found and (figure := credited(found[-1][0], unit.inlines)):
            found[-1] = (figure, None)
        elif unit.kind != "beside" or not any(attributes and attributes.pairs for _, attributes in found[-1:]):
            found.append((unit, given(each)))
    return found


def credited(unit: Unit, credit: Inlines) -> Unit | None:
    """Return a figure with its credit, None if `unit` is no figure."""
    one = unit.inlines[0] if len(unit.inlines) == 1 else None
    if unit.kind != "paragraph" or not isinstance(one, Picture):
        return None
    return replace(unit, inlines=(replace(one, credit=" ".join(plain(credit).split())),))


def prefixed(found: Sequence[str], prefix: Prefix) -> list[str]:
    """Return lines behind their prefixes, none with white space at its end that the words do not bring."""
    out = [prefix.first + found[0], *(prefix.rest + line for line in found[1:])]
    return [line if bare else line.rstrip() for line, bare in zip(out, found, strict=True)]


def lines(unit: Unit, notes: Notes, attributes: Attributes | None = None) -> list[str]:
    """Return a unit as lines without what stands before them; none if it says nothing."""
    match unit.kind:
        case "heading":
            words = inline(unit.inlines, notes, "heading")
            return ["#" * min(max(unit.level, 3), 6) + " " + words] if words else []
        case "code":
            return code(plain(unit.inlines))
        case "rule":
            return ["***"]
        case "table":
            return table(unit.rows, notes)
        case "point":
            words = inline(unit.inlines, notes, "point")
            return " ".join(filter(None, (words, braces(attributes)))).split("\n")
    words = inline(unit.inlines, notes)
    return words.split("\n") if words else []


def code(text: str) -> list[str]:
    """Return lines that keep their spaces, between fences that they do not hold."""
    longest = max((len(found) for found in re.findall(r"^\s*(`{3,})", text, re.MULTILINE)), default=2)
    fence = "`" * (longest + 1)
    return [fence, *re.split(r"\r\n|\r|\n", text), fence]


def table(rows: Sequence[Sequence[Inlines]], notes: Notes, rule: Sequence[str] = ()) -> list[str]:
    """Return a table; `rule` are the dashes below each column's head as they were, with the side it keeps to."""
    width = max((len(row) for row in rows), default=0)
    if not width:
        return []
    dashes = [*rule[:width], *["---"] * (width - len(rule))]
    head, *rest = [[*row, *[()] * (width - len(row))] for row in rows]
    return [row_(head, notes), f"| {' | '.join(dashes)} |", *(row_(row, notes) for row in rest)]


def row_(cells: Sequence[Inlines], notes: Notes) -> str:
    """Return a row of a table as a line."""
    return "|" + "".join(f" {words} |" if (words := inline(cell, notes, "cell")) else "  |" for cell in cells)


def definition(label: str, words: Inlines) -> list[str]:
    """Return what a footnote says, below the text that calls it."""
    first, *rest = inline(words, None, "note").split("\n")
    return [f"[^{label}]: {first}", *(f"    {line}" for line in rest)]


def braces(attributes: Attributes | None) -> str:
    """Return attributes in braces, "" if there are none."""
    if attributes is None:
        return ""
    pairs = (f'{key}="{" ".join(value.split()).replace(chr(34), "”")}"' for key, value in attributes.pairs)
    told = (*filter(None, [attributes.id and f"#{attributes.id}"]), *(f".{name}" for name in attributes.names), *pairs)
    return f"{{{' '.join(told)}}}" if told else ""


def given(new: UnitKept) -> Attributes | None:
    """Return the attributes of a unit that the source does not have."""
    told = changed(None, new.attributes)
    return replace(told or Attributes(), id=new.id) if new.id else told


def changed(attributes: Attributes | None, values: Sequence[tuple[str, str]]) -> Attributes | None:
    """Return attributes with other values; an empty value takes its key out."""
    if not values:
        return attributes
    own = attributes or Attributes()
    pairs = dict(own.pairs) | dict(values)
    return replace(own, pairs=tuple((key, value) for key, value in pairs.items() if value.strip()))
