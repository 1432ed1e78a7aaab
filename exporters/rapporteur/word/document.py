"""One report's Word file: its template rendered, written, and spliced into the layout's package."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from .. import outline
from ..problems import Place, Refused, error, ordered
from ..view import FieldView, View, template_words, view
from . import glossary, look, properties, sections
from .fields import Fields
from .filling import Filler, until_tab
from .gathered import Gathered
from .package import DOCUMENT, RELATIONSHIPS, Package, prepared
from .runs import Runs
from .write import At, Writer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.etree import _Element

    from ..format import Options
    from ..layout import Layout
    from ..report import Report

TEMPLATE = "word.html.jinja"
AUTHORS = ("rapporteur",)
"""The roles whose people are the authors of a file, unless the layout names others: ``[word] authors``."""


def made(report: Report, layout: Layout, options: Options) -> bytes:
    """Return the Word file of `report`; raises `Refused` for what it cannot hold."""
    shown = view(report, options.conference, layout, options.blank)
    tree = rendered(layout, context(shown, layout, options), report)
    package = _package(layout, layout.digest(), report.language, report.direction)
    gathered = Gathered(package, tree, report, options.pictures, layout.audience != "internal")
    parts = _text(tree, gathered, _words(shown, options))
    if gathered.problems:
        raise Refused(ordered(gathered.problems))
    parts |= asked(gathered)
    parts |= properties.parts(_about(shown, layout, options))
    hints = glossary.of(gathered.hints, package.style("placeholder text"))
    return package.container.pack(parts, {glossary.PART: hints})


def rendered(layout: Layout, told: dict[str, object], report: Report) -> _Element:
    """Return the rendered template as a tree.

    What is wrong with it is found a second time, with the layout's lines, unless the report's own text is to blame.
    """
    tree, problems = outline.read(layout.render(TEMPLATE, told), TEMPLATE)
    if any(each.rule == "character" for each in problems):
        raise Refused(replace(each, where=Place(report.origin.file)) for each in problems)
    return layout.outline(TEMPLATE, told) if problems else tree


@lru_cache(32)
def _package(layout: Layout, digest: str, language: str, direction: str) -> Package:
    """Return the package of a layout, its own or a house's template; `digest` is that of all of it."""
    seen = look.of(layout.settings, language, direction)
    if layout.template:
        from .template import adopted

        return adopted(layout, digest, seen).package
    return prepared(layout, digest, seen)


def _words(shown: View, options: Options) -> dict[str, str]:
    """Return the words of a report that a house's template may ask for beside its fields (see `slots`)."""
    conference = options.conference
    return {
        "id": shown.report.id,
        "conference": conference.name,
        "edition": options.edition or conference.edition,
        "form": shown.form_title,
        "state": shown.state,
        "help": shown.labels.word("help_line") if shown.asking else "",
    }


def context(shown: View, layout: Layout, options: Options) -> dict[str, object]:
    """Return what the template knows: the view, and its fields and sections as the dialect has them."""
    fields = Fields(shown, layout.form, shown.asking)
    title = next((each for each in shown.fields.values() if each.kind == "title"), None) or _title(shown)
    track = shown.track if shown.track and (shown.track.answered or shown.asking) else None
    return template_words(shown) | {
        "view": shown,
        "report": shown.report,
        "conference": options.conference,
        "options": options,
        "base": options.base[:10],
        "still": shown.asking,
        "schema": properties.SCHEMA,
        "word_parts": shown.labels.parts,
        "title": fields.control(title),
        "track": fields.control(track) if track else "",
        "rows": fields.rows(shown),
        "sections": sections.of(shown),
    }


def _title(shown: View) -> FieldView:
    """Return the title of a form that does not ask for one."""
    word = shown.labels.word
    return FieldView("title", "title", word("title"), word("hint_title"), shown.title)


def _text(tree: _Element, gathered: Gathered, words: Mapping[str, str]) -> dict[str, bytes]:
    """Return the parts that hold the text: the body, and the head and foot of its pages, written when it is counted."""
    package, look_ = gathered.package, gathered.package.look
    if tree.tag != "article":
        what = f"the outermost element is <{tree.tag!s}>"
        raise Refused([error(Place(TEMPLATE, 1), what, "begin with <article>", "layout")])
    ours = {str(each.tag): each for each in tree if each.tag in ("header", "footer")}
    at = At(look_.rtl, package.style("body text"), look_.measure)
    filler = Filler(tree, gathered, (package.body, *(edge.frame for edge in package.edges)), words)
    parts = {DOCUMENT: filler.fill(package.body, at).encode()}
    for edge in package.edges:
        there = at._replace(style=package.style(edge.style), marked=False)
        content = filler.fill(edge.frame, there, edge=True)
        if edge.own and edge.kind in ours:
            said = until_tab(ours[edge.kind]) if edge.short else ours[edge.kind]
            content += Writer(gathered, Runs(gathered, None, noted=False)).flow(said, there) or "<w:p/>"
        elif edge.own:
            content += "<w:p/>"
        parts[edge.part] = f"{content}{edge.closing}".encode()
    return parts


def asked(gathered: Gathered) -> dict[str, bytes]:
    """Return the parts that the text asked for, without those that it left as they are."""
    parts: dict[str, bytes] = dict(gathered.media)
    if len(gathered.links):
        parts[RELATIONSHIPS] = gathered.links.part
    if gathered.notes:
        parts["word/footnotes.xml"] = gathered.footnotes()
    if len(gathered.note_links):
        parts["word/_rels/footnotes.xml.rels"] = gathered.note_links.part
    if gathered.lists:
        parts["word/numbering.xml"] = gathered.numbering()
    return parts


def _about(shown: View, layout: Layout, options: Options) -> properties.Properties:
    report = shown.report
    roles = layout.settings.get("word", {}).get("authors", AUTHORS)
    people = [each.printed or each.name for role in roles for each in report.people(role)]
    choices = [each.text for each in shown.fields.values() if each.kind == "choice" and each.text]
    track = shown.track.text if shown.track else ""
    return properties.Properties(
        report=report.id,
        title=report.title or shown.form_title,
        subject=track,
        authors=tuple(people),
        language=report.language,
        keywords=tuple(text for text in (track, *choices) if text),
        category=shown.form_title,
        state=properties.BLANK if options.blank else report.state,
        base=options.base,
        date=options.date,
    )
