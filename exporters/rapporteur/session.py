"""One session file, read: YAML front matter and a Markdown body become a `Report`, and every mistake a problem.

The front matter answers the form's grid, the body its sections. A body is parted at its ``##`` headings; a heading gets
its role from ``{.role}`` behind it or from the form's labels in the report's language. In a section of recommendations
each top-level list item is a recommendation, a paragraph that ends in a colon right above the list is its stem, or
above the ``###`` headings that group several lists the stem of all of them. An item ends with
``{#id to="…" theme="…" consensus="…" deadline="…" no="…"}``. Behind a heading, ``{.internal}`` keeps its section from
public readers; behind any point, ``{audience="internal"}`` keeps that point.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from . import markdown
from .characters import forbidden
from .form import SECTIONS, Field, Form
from .front import Front
from .labels import Catalogue
from .problems import Place, Problem, error, errors, warning
from .prose import AUDIENCE, INTERNAL, Attributes, Block, Heading, Inlines, List, Paragraph, plain
from .report import (
    Origin,
    Recommendation,
    Recommendations,
    Report,
    Section,
)
from .settings import Settings, parse, places
from .spelling import fold

CARRIES = {"to": "addressee", "theme": "theme", "consensus": "consensus", "deadline": "deadline", "no": "number"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader must know of the conference: its form, the words of each language, and its first language."""

    form: Form
    words: Callable[[str], Catalogue]
    language: str


def read(text: str, file: str, asked: Asked, digest: str = "") -> tuple[Report | None, tuple[Problem, ...]]:
    """Return the report that a session file states and everything that is wrong with it.

    The report is None only when there is no front matter that can be read; one with errors holds what could be read.
    """
    front, body, first_line = _parts(text)
    if front is None:
        begun = text.removeprefix("\ufeff").startswith("---")
        what = "the front matter has no end" if begun else "the file does not begin with front matter"
        hint = "it stands between two lines of ---: the first line of the file, and one behind its last key"
        return None, (error(Place(file, 1), what, hint, "front-matter"),)
    node, problems = parse(front, file, 2)
    blocks, lost = markdown.read(body, file, first_line)
    problems = (*problems, *_unprintable(body, file, first_line), *lost)
    if not node.map and errors(problems):
        return None, problems
    settings = Settings(node, file, list(problems))
    report = Front(settings, asked.form, asked.words, asked.language).report()
    sections = tuple(_sections(blocks, asked.form, asked.words(report.language), settings))
    lines = dict(places(node, "")) | {f"sections.{each.id}": each.line for each in sections}
    report = replace(report, sections=sections, origin=Origin(file, digest, lines))
    return report, tuple(settings.problems)


def fences(lines: Sequence[str]) -> tuple[int, int] | None:
    """Return at which lines front matter begins and ends, None if a file has none that ends."""
    ends = [at for at, line in enumerate(lines) if line.removeprefix("\ufeff").rstrip() == "---"]
    return (0, ends[1]) if len(ends) > 1 and ends[0] == 0 else None


def _parts(text: str) -> tuple[str | None, str, int]:
    """Return the front matter, the body and the body's first line; no front matter is None."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    found = fences(lines)
    if found is None:
        return None, "", 0
    _, end = found
    return "\n".join(lines[1:end]) + "\n", "\n".join(lines[end + 1 :]), end + 2


def _unprintable(body: str, file: str, first_line: int) -> Iterator[Problem]:
    """Yield an error for each line that holds a character no Word, Excel or PDF file can hold."""
    for at, line in enumerate(body.split("\n"), first_line):
        for found in forbidden(line):
            yield error(Place(file, at), f"{found} cannot be printed", "delete it, or begin a new line", "character")


def _sections(blocks: Iterable[Block], form: Form, words: Catalogue, settings: Settings) -> Iterator[Section]:
    """Yield the sections of a body: each ``##`` heading and what stands under it."""
    taken: set[str] = set()
    heading: Heading | None = None
    under: list[Block] = []
    for block in blocks:
        if isinstance(block, Heading):
            _check_heading(block, settings)
        if isinstance(block, Heading) and block.level <= 2:
            if heading:
                yield _section(heading, under, _asked(heading, form, words, settings), taken)
            heading, under = block, []
        elif heading is None:
            where = Place(settings.file, block.line)
            what = "text stands before the first ## heading"
            settings.problems.append(error(where, what, "put it under a heading: ## Summary", "heading"))
            heading = Heading(2, (), None, block.line)
            under = [block]
        else:
            under.append(block)
    if heading:
        yield _section(heading, under, _asked(heading, form, words, settings), taken)


def _check_heading(block: Heading, settings: Settings) -> None:
    where = Place(settings.file, block.line)
    if block.level == 1:
        what, hint = "a heading of one # stands in the body", "sections begin with ##; the title stands in front matter"
        settings.problems.append(warning(where, what, hint, "heading"))
    settings.problems.extend(_braces(block, where))
    if not plain(block.inlines).strip():
        settings.problems.append(error(where, "a heading says nothing", "write what the section is about", "heading"))


def _braces(block: Heading, where: Place) -> Iterator[Problem]:
    """Yield what the braces of a heading say in vain; if it was meant to hide something, that is an error."""
    own = block.attributes
    if own is None:
        return
    if AUDIENCE in dict(own.pairs) or (INTERNAL in own.names and block.level > 2):
        what = "only a whole section is internal, and its heading says so by a name of its own"
        yield error(where, what, f"write ## Heading {{.{INTERNAL}}}, or mark single points", "attributes")
    elif own.pairs or len(own.names) > 1 + (INTERNAL in own.names) or block.level > 2:
        hint = "## Heading {#name .field} is all that a heading of a section carries; others carry nothing"
        yield warning(where, "the braces of this heading are not printed", hint, "attributes")


def _section(heading: Heading, blocks: list[Block], field: Field | None, taken: set[str]) -> Section:
    name = _section_id(heading, field, taken)
    taken.add(name)
    recommends = field is not None and field.kind == "recommendations"
    inner = tuple(_recommending(blocks)) if recommends else tuple(blocks)
    internal = heading.attributes is not None and heading.attributes.internal
    return Section(name, heading.inlines, inner, field.id if field else "", internal, heading.line)


def _asked(heading: Heading, form: Form, words: Catalogue, settings: Settings) -> Field | None:
    """Return the form's field that a heading means: the one it names, or the one whose label it is."""
    names = heading.attributes.names if heading.attributes else ()
    for name in (each for each in names if each != INTERNAL):
        field = form.field(name)
        if field and field.kind in SECTIONS:
            return field
        known = ", ".join(each.id for each in form.sections)
        what = f"“.{name}” is no section of the form"
        settings.problems.append(error(Place(settings.file, heading.line), what, f"use one of: {known}", "heading"))
    return meant(plain(heading.inlines), form.sections, words)


def meant(text: str, fields: Iterable[Field], words: Catalogue) -> Field | None:
    """Return the field that a printed label or heading means, None if it is nobody's."""
    heard = _bare_label(text)
    return next((each for each in fields if heard in _spellings(each, words)), None)


def _spellings(field: Field, words: Catalogue) -> set[str]:
    spelled = (*field.labels.values(), *field.aliases, *words.spellings(field.id))
    return {_bare_label(each) for each in spelled}


def _bare_label(text: str) -> str:
    """Return a label without what differs from hand to hand: case, accents, spaces, a colon at the end, apostrophes."""
    return fold(text.replace("’", "'")).rstrip(" :")


def _section_id(heading: Heading, field: Field | None, taken: set[str]) -> str:
    """Return a name for the section, unlike those `taken`: its own, its role, or its words in plain letters."""
    own = heading.attributes.id if heading.attributes else ""
    base = own or (field.id if field else "") or slug(heading.inlines)
    return next(name for name in (base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))) if name not in taken)


def slug(heading: Inlines) -> str:
    """Return the words of a heading in plain letters, as a section's id."""
    return re.sub(r"[^a-z0-9]+", "-", plain(heading).casefold()).strip("-")[:24].rstrip("-") or "section"


def _recommending(blocks: list[Block]) -> Iterator[Block | Recommendations]:
    """Yield the blocks of a section of recommendations, its lists turned into recommendations with their stems."""
    group, stem, lead = "", None, None
    for at, block in enumerate(blocks):
        following = blocks[at + 1] if at + 1 < len(blocks) else None
        before = blocks[at - 1] if at else None
        own = _stem(before)
        if isinstance(block, Heading):
            group, lead = plain(block.inlines), own or lead
            yield block
        elif isinstance(block, List):
            goes_on = isinstance(before, List)  # another bullet begins a list, not a sentence
            stem = own or (stem if goes_on else lead if isinstance(before, Heading) else None)
            items = tuple(_recommendation(block, n, stem, group) for n in range(len(block.items)))
            yield Recommendations(items, own, block.start, block.line)
        else:
            lead = None
            yield from () if isinstance(following, List) and _stem(block) else (block,)


def _stem(block: Block | None) -> Paragraph | None:
    """Return a paragraph that a list completes: one that ends in a colon."""
    ends = isinstance(block, Paragraph) and plain(block.inlines).rstrip().endswith((":", "："))
    return block if ends and isinstance(block, Paragraph) else None


def _recommendation(among: List, at: int, stem: Paragraph | None, group: str) -> Recommendation:
    item = among.items[at]
    first = item.blocks[0] if item.blocks else None
    own = (first.attributes if isinstance(first, Paragraph) else None) or Attributes()
    number = "" if among.start is None else str(among.start + at)
    carried = {CARRIES[key]: value for key, value in own.pairs if key in CARRIES}
    return Recommendation(
        id=own.id,
        blocks=item.blocks,
        stem=stem.inlines if stem else (),
        group=group,
        line=item.line,
        **({"number": number} | carried),
    )
