"""What is wrong with a layout's outline of the workbook: collected, and told all at once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from ..links import SCHEMES
from ..problems import Place, Problem, Refused, error
from .styles import STYLES

if TYPE_CHECKING:
    from lxml.etree import _Element


class Wrong:
    """Collects problems of one template."""

    def __init__(self, template: Place, sheets: Iterable[str] = ()) -> None:
        self._template = template
        self._sheets = frozenset(sheets)
        self._problems: list[Problem] = []

    def note(self, element: _Element | None, what: str, hint: str = "") -> None:
        """Note what is wrong with an element; the whole template is the place where the element has none."""
        at = element.get("data-at", "") if element is not None else ""
        name, _, line = at.rpartition(":")
        self._problems.append(error(Place(name, int(line)) if name else self._template, what, hint, "layout"))

    def style(self, element: _Element, otherwise: str) -> str:
        """Return the style that an element names with ``class``."""
        name = element.get("class", "")
        if name and name not in STYLES:
            self.note(element, f"there is no style “{name}” in a workbook", f"use one of: {', '.join(STYLES)}")
        return name if name in STYLES else otherwise

    def only(self, element: _Element, names: Iterable[str]) -> str:
        """Return the class of an element, which is one of `names` or nothing."""
        name = element.get("class", "")
        if name and name not in names:
            self.note(element, f"<{element.tag!s}> has no class “{name}”", f"use one of: {', '.join(names)}")
        return name

    def link(self, a: _Element | None) -> str:
        """Return where a link leads: to a sheet, to a page or an address outside, to a file beside the workbook."""
        href = a.get("href", "") if a is not None else ""
        scheme = re.match(r"[A-Za-z][\w+.-]*:", href)
        if scheme and scheme[0].lower().rstrip(":") not in SCHEMES:
            self.note(a, f"a link cannot lead to “{scheme[0]}”", "use http, https or mailto, or the # of a sheet")
        elif href.startswith("#") and href[1:] not in self._sheets:
            self.note(a, f"there is no sheet “{href[1:]}” to lead to", f"there are: {', '.join(sorted(self._sheets))}")
        else:
            return href
        return ""

    def name(self, element: _Element, attribute: str) -> str:
        """Return the name that an attribute gives to a part of the workbook."""
        name = element.get(attribute, "")
        if not re.fullmatch(r"[a-z][a-z0-9_]{0,40}", name):
            self.note(element, f"“{name}” is no {attribute}", "small letters, digits and _, a letter first")
        return name

    def refuse(self) -> None:
        """Raise `Refused` if anything was noted."""
        if self._problems:
            raise Refused(self._problems)
