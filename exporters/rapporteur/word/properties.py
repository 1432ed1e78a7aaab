"""The properties of a Word file: what library catalogues, office programs and our own reader know it by."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..outline import escaped

SCHEMA = "1"
"""The version of the scheme of tags and bookmarks (see `marks`); it changes when old files need another reader."""

BLANK = "blank"
"""The state of a form that was sent to be filled in."""
VOLUME = "pack"
"""The state of a volume of many reports, which is no form and does not come back."""
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/"
_KIND = "application/vnd.openxmlformats-officedocument."
PARTS = (
    (
        "docProps/core.xml",
        "application/vnd.openxmlformats-package.core-properties+xml",
        f"{_PACKAGE}relationships/metadata/core-properties",
    ),
    ("docProps/app.xml", f"{_KIND}extended-properties+xml", f"{_OFFICE}relationships/extended-properties"),
    ("docProps/custom.xml", f"{_KIND}custom-properties+xml", f"{_OFFICE}relationships/custom-properties"),
)
"""Name, content type and relationship of each part; the second is `APPLICATION`, the others are a report's own."""
_PROLOGUE = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"


@dataclass(frozen=True, slots=True)
class Properties:
    """What a file says of itself; `date` is ISO 8601, "" if the source states none."""

    report: str
    title: str
    subject: str
    authors: tuple[str, ...]
    language: str
    keywords: tuple[str, ...]
    category: str
    state: str
    base: str
    date: str


def parts(about: Properties) -> dict[str, bytes]:
    """Return the parts of the properties that are a report's own."""
    return {
        "docProps/core.xml": _core(about),
        "docProps/custom.xml": _custom(
            (
                ("RapporteurReport", about.report),
                ("RapporteurBase", about.base),
                ("RapporteurSchema", SCHEMA),
                ("RapporteurState", about.state),
            )
        ),
    }


def _core(about: Properties) -> bytes:
    """Return the core properties (ECMA-376 part 2, §11); nothing that is not known is there."""
    day = f"{about.date[:10]}T00:00:00Z" if about.date else ""
    found = (
        ("dc:title", about.title, ""),
        ("dc:subject", about.subject, ""),
        ("dc:creator", "; ".join(about.authors), ""),
        ("cp:keywords", "; ".join(about.keywords), ""),
        ("cp:category", about.category, ""),
        ("cp:contentStatus", about.state, ""),
        ("dc:identifier", about.report, ""),
        ("dc:language", about.language, ""),
        ("dcterms:created", day, ' xsi:type="dcterms:W3CDTF"'),
        ("dcterms:modified", day, ' xsi:type="dcterms:W3CDTF"'),
    )
    said = "".join(f"<{tag}{more}>{escaped(text)}</{tag}>" for tag, text, more in found if text)
    return (
        f'{_PROLOGUE}<cp:coreProperties xmlns:cp="{_PACKAGE}metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        f' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{said}</cp:coreProperties>'
    ).encode()


APPLICATION = (
    f'{_PROLOGUE}<Properties xmlns="{_OFFICE}extended-properties"><Application>Rapporteur</Application></Properties>'
).encode()
"""The extended properties, the same in every file: page and word counts would be guesses."""


def _custom(pairs: Iterable[tuple[str, str]]) -> bytes:
    """Return properties of our own, which a reader looks up; an empty one is left out."""
    said = "".join(
        f'<property fmtid="{_FORMAT}" pid="{at}" name="{name}"><vt:lpwstr>{escaped(text)}</vt:lpwstr></property>'
        for at, (name, text) in enumerate(((name, text) for name, text in pairs if text), 2)
    )
    return (
        f'{_PROLOGUE}<Properties xmlns="{_OFFICE}custom-properties" xmlns:vt="{_OFFICE}docPropsVTypes">'
        f"{said}</Properties>"
    ).encode()
