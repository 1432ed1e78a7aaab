"""Content controls: the places of a form that are filled in, each with a tag by which it is known again.

``data-kind`` says what may be typed: ``text`` (the default) words, ``choice`` one of the options, ``open`` one of the
options or other words, ``date`` a day from the calendar, ``rich`` whole paragraphs, whose control goes away as soon as
something is typed. The children of ``w:sdtPr`` stand in the order of ISO/IEC 29500-4.

LibreOffice 7.4 makes an input field of words in a ``w:text``, and of the first paragraph of a control that says nothing
of its kind. When it saves, it writes such a field once for each script and face in it, prints the codes of links and
drops footnotes. So words stand in controls of rich text, and a section in one of a building block, which it keeps.
A control round paragraphs has no title: LibreOffice aborts its PDF export of one that holds a link.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from ..labels import lineage
from ..outline import escaped
from . import marks

if TYPE_CHECKING:
    from lxml.etree import _Element

    from .gathered import Gathered

Options = tuple[tuple[str, str], ...]
_BLOCK = '<w:docPartObj><w:docPartGallery w:val="Rapporteur"/></w:docPartObj>'
_LETTERS = re.compile(r"'[^']*'|[EcLy]+")
_WORDS_LETTERS = {"E": "dddd", "c": "dddd", "L": "MMMM", "y": "yyyy"}


class Control(NamedTuple):
    """What a control in a line of text has apart from its id and what it shows; it recurs in every report."""

    before: str
    after: str
    hint: str
    key: str
    bookmark: str


def inline(
    gathered: Gathered, element: _Element, content: str, options: Options, face: str, locked: bool, filled: bool
) -> str:
    """Return a control in a line of text with its bookmark, from a ``data`` or ``time`` element of the outline.

    `content` is what it shows, the hint if it is not `filled`. A `locked` one cannot be deleted.
    """
    language = gathered.package.look.language
    about = _control(str(element.tag), tuple(element.items()), options, face, locked, filled, language)
    if about.hint:
        gathered.hint(about.hint)
    inner = f"{about.before}{gathered.number(about.key)}{about.after}{content or '<w:r/>'}</w:sdtContent></w:sdt>"
    return gathered.marked(about.bookmark, inner) if about.bookmark else inner


@lru_cache(4096)
def _control(
    tag: str, told: Options, options: Options, face: str, locked: bool, filled: bool, language: str
) -> Control:
    get = dict(told).get
    key, hint, title = get("data-field", ""), get("data-hint", ""), get("title", "")
    kind = get("data-kind") or ("date" if tag == "time" else "text")
    before = f'<w:alias w:val="{escaped(title)}"/>' if title else ""
    before += f'<w:tag w:val="rpt:{escaped(key)}"/>' if key else ""
    after = '<w:lock w:val="sdtLocked"/>' if locked and key else ""
    after += f'<w:placeholder><w:docPart w:val="{marks.hint(hint)}"/></w:placeholder>' if hint else ""
    after += "<w:temporary/>" if kind == "rich" else ""
    after += "" if filled else "<w:showingPlcHdr/>"
    after += _kind(kind, options, get("value", ""), get("datetime", ""), language)
    return Control(
        f'<w:sdt><w:sdtPr>{face}{before}<w:id w:val="',
        f'"/>{after}</w:sdtPr><w:sdtContent>',
        hint,
        f"control {key or hint}",
        marks.of_field(key) if key else "",
    )


def _kind(kind: str, options: Options, value: str, day: str, language: str) -> str:
    match kind:
        case "choice" | "open" if options:
            return _list("dropDownList" if kind == "choice" else "comboBox", options, value)
        case "date":
            full = f' w:fullDate="{day}T00:00:00Z"' if day else ""
            return (
                f'<w:date{full}><w:dateFormat w:val="{escaped(date_format(language))}"/><w:lid w:val="{language}"/>'
                '<w:storeMappedDataAs w:val="dateTime"/><w:calendar w:val="gregorian"/></w:date>'
            )
        case _:
            return ""


def _list(tag: str, options: Options, chosen: str) -> str:
    """Return a list of options, without those whose key or words an earlier one has: Word refuses both."""
    items, taken = "", set[str]()
    for value, words in options:
        if {f"value {value}", f"words {words}"} & taken or not words:
            continue
        taken |= {f"value {value}", f"words {words}"}
        items += f'<w:listItem w:displayText="{escaped(words)}" w:value="{escaped(value)}"/>'
    last = f' w:lastValue="{escaped(chosen)}"' if f"value {chosen}" in taken else ""
    return f"<w:{tag}{last}>{items}</w:{tag}>"


@lru_cache(64)
def date_format(language: str) -> str:
    """Return how a language writes a day with weekday and year, in the letters of Word's date pictures.

    The patterns are CLDR's (UTS 35); a language that CLDR does not have gets the day, the month and the year.
    """
    from babel import Locale, UnknownLocaleError

    for tag in lineage(language):
        try:
            pattern = str(Locale.parse(tag, sep="-").date_formats["full"].pattern)
        except (UnknownLocaleError, ValueError):
            continue
        return _LETTERS.sub(lambda found: _WORDS_LETTERS.get(found[0][0], found[0]), pattern)
    return "d MMMM yyyy"


def section(gathered: Gathered, key: str, content: str) -> str:
    """Return the control round a heading and its body."""
    number = gathered.number(f"control {key}")
    about = f'<w:tag w:val="rpt:{escaped(key)}"/><w:id w:val="{number}"/><w:lock w:val="sdtLocked"/>{_BLOCK}'
    return f"<w:sdt><w:sdtPr>{about}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def repeating(gathered: Gathered, key: str, title: str, content: str) -> str:
    """Return the control round parts that Word offers to add more of."""
    alias = f'<w:alias w:val="{escaped(title)}"/>' if title else ""
    return _repeating(gathered, key, alias, "<w15:repeatingSection/>", content)


def item(gathered: Gathered, key: str, content: str) -> str:
    """Return the control round one such part."""
    return _repeating(gathered, key, "", "<w15:repeatingSectionItem/>", content)


def _repeating(gathered: Gathered, key: str, alias: str, kind: str, content: str) -> str:
    number = gathered.number(f"control {key}")
    about = f'{alias}<w:tag w:val="rpt:{escaped(key)}"/><w:id w:val="{number}"/>{kind}'
    return f"<w:sdt><w:sdtPr>{about}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"
