"""What a Word file says of itself: which report it is, what it was sent as, who saved it, when and with what."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from .printed import Sent
from .properties import BLANK, VOLUME

if TYPE_CHECKING:
    from .opened import Opened
    from .printed import Wording

_VERSION = re.compile(r"[/ ]?(\d+)(?:\.(\d+))?")
_LONGEST = 200


class About(NamedTuple):
    """Texts as they stand in the file's properties, "" for what they do not tell."""

    report: str
    base: str
    schema: str
    language: str
    program: str
    saved: str
    by: str
    blank: bool


def of(opened: Opened) -> About:
    """Return what the properties of a file say."""
    core, custom = _texts(opened, "core-properties"), _custom(opened)
    application = _texts(opened, "extended-properties")
    return About(
        report=custom.get("RapporteurReport") or core.get("identifier", ""),
        base=custom.get("RapporteurBase", ""),
        schema=custom.get("RapporteurSchema", ""),
        language=core.get("language", ""),
        program=_program(application.get("Application", ""), application.get("AppVersion", "")),
        saved=core.get("modified", ""),
        by=core.get("lastModifiedBy", ""),
        blank=custom.get("RapporteurState") == BLANK,
    )


def is_volume(opened: Opened) -> bool:
    """Whether a file is a volume of many reports."""
    return _custom(opened).get("RapporteurState") == VOLUME


def with_foot(about: About, feet: Iterable[str], wording: Wording) -> About:
    """Return `about`, completed by what the running foot says; it is asked only for what the properties do not say."""
    if about.report and about.base and about.schema:
        return about
    said = next((found for text in feet if (found := wording.sent(text))), Sent())
    return about._replace(
        report=about.report or said.report, base=about.base or said.base, schema=about.schema or said.schema
    )


def _texts(opened: Opened, kind: str) -> dict[str, str]:
    """Return the texts of a part of properties by the local names of their elements."""
    part = next((each.name for each in opened.targets("").values() if each.kind == kind), "")
    tree = opened.tree(part)
    found = [] if tree is None else [each for each in tree if isinstance(each.tag, str)]
    return {str(each.tag).rpartition("}")[2]: (each.text or "").strip()[:_LONGEST] for each in found}


def _custom(opened: Opened) -> dict[str, str]:
    part = next((each.name for each in opened.targets("").values() if each.kind == "custom-properties"), "")
    tree = opened.tree(part)
    found = [] if tree is None else [each for each in tree if isinstance(each.tag, str) and len(each)]
    return {each.get("name", ""): (each[0].text or "").strip()[:_LONGEST] for each in found}


def _program(name: str, version: str) -> str:
    """Return a program with the first two numbers of its version: ``LibreOffice/7.4``."""
    name = name.strip()
    begun, slash, own = name.partition("/")
    found = _VERSION.match(own if slash else version)
    if not found:
        return begun
    return f"{begun}/{found[1]}.{int(found[2] or 0)}"
