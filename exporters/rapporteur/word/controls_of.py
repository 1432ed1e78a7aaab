"""The controls of a form of ours that somebody made a template of: each becomes the mark that it once was."""

from __future__ import annotations

import re
from collections.abc import Mapping
from copy import deepcopy
from typing import TYPE_CHECKING

from .cleaning import remove, unwrap
from .package import W
from .schema import local, value

if TYPE_CHECKING:
    from lxml.etree import _Element

    from .frame import Shape

_CONTENT = f"{{{W}}}sdtContent"


def report_of(parts: Mapping[str, bytes]) -> str:
    """Return the id of the report that a form of ours was made for, "" if it is none."""
    found = re.search(rb'name="RapporteurReport"[^>]*>\s*<vt:lpwstr>([^<]+)<', parts.get("docProps/custom.xml", b""))
    return found[1].decode(errors="replace") if found else ""


def refresh(edge: _Element, report: str) -> None:
    """Take the running foot of an older form of ours out of a head or foot, and put a mark for the id of its report."""
    for state in list(edge.iter(f"{{{W}}}rStyle")):
        paragraph = next(state.iterancestors(f"{{{W}}}p"), None)
        if value(state) == "RPTState" and paragraph is not None:
            remove(paragraph)
    for text in edge.iter(f"{{{W}}}t"):
        if report and (text.text or "").strip() == report:
            text.text = "{{rpt.id}}"


def marked(root: _Element, known: Mapping[str, tuple[str, Shape]], named: set[str]) -> bool:
    """Put marks in place of controls called ``rpt:…``; `named` are those that have one already. Return if any was."""
    found = False
    for style in root.iter(f"{{{W}}}pStyle"):
        paragraph = next(style.iterancestors(f"{{{W}}}p"), None)
        if value(style) == "RPTHelp" and paragraph is not None:
            paragraph[:] = [paragraph[0], _run(paragraph, "{{rpt.help}}")]
    for control in list(root.iter(f"{{{W}}}sdt")):
        tag = value(control, "sdtPr/tag")
        if not tag.startswith("rpt:") or root not in control.iterancestors():
            continue
        found = True
        name = _name(tag.removeprefix("rpt:"), known)
        fresh = bool(name) and name not in named
        named.add(name)
        _replace(control, f"{{{{rpt.{name}}}}}" if fresh else "", known.get(name, ("", "line"))[1] == "lines")
    return found


def _name(key: str, known: Mapping[str, tuple[str, Shape]]) -> str:
    """Return the name of the mark for a key: the field's for each part of a person; "" if there is none."""
    parts = key.split(":")
    return next((n for at in range(len(parts), 0, -1) if (n := ".".join(parts[:at])) in known), "")


def _replace(control: _Element, mark: str, lines: bool) -> None:
    """Put a mark, or nothing, in place of a control, whatever it stands round."""
    content = control.find(_CONTENT)
    inside = [local(each) for each in content] if content is not None else []
    if "tc" in inside:
        cell = content.find(f"{{{W}}}tc")  # type: ignore[union-attr]
        about = [each for each in cell if local(each) == "tcPr"]  # type: ignore[union-attr]
        cell[:] = [*about, _paragraph(cell, mark)]  # type: ignore[index,arg-type]
        unwrap(content)  # type: ignore[arg-type]
        unwrap_control(control)
    elif "p" in inside or "tbl" in inside or ("sdt" in inside and local(control.getparent()) != "p"):  # type: ignore[arg-type]
        if mark or _only(control):
            control.addprevious(_paragraph(content, mark))  # type: ignore[arg-type]
        remove(control)
    elif lines:
        _whole(control, mark)
    else:
        if mark:
            control.addprevious(_run(content, mark))
        remove(control)


def unwrap_control(control: _Element) -> None:
    """Put what a control holds in its place, without its properties."""
    for each in list(control):
        if local(each) in ("sdtPr", "sdtEndPr"):
            control.remove(each)
    unwrap(control)


def _whole(control: _Element, mark: str) -> None:
    """Let the mark of a field that is whole lines stand for the paragraph, and remove its further ones."""
    paragraph = next(control.iterancestors(f"{{{W}}}p"), None)
    if paragraph is None:
        remove(control)
        return
    run = _run(control.find(_CONTENT), mark)
    if mark or _only(paragraph):
        paragraph[:] = [each for each in paragraph if local(each) == "pPr"] + ([run] if mark else [])
    elif paragraph.getparent() is not None:
        remove(paragraph)


def _only(element: _Element) -> bool:
    """Whether nothing else stands beside an element that a cell or a page could end with."""
    parent = element.getparent()
    return parent is not None and all(each is element or local(each) in ("tcPr", "sectPr") for each in parent)


def _paragraph(content: _Element, mark: str) -> _Element:
    """Return a paragraph that holds a mark, set like the first one of `content` unless that is a heading's."""
    from lxml import etree

    made = etree.Element(f"{{{W}}}p")
    first = content.find(f".//{{{W}}}p")
    about = first.find(f"{{{W}}}pPr") if first is not None else None
    if about is not None and ".section." not in mark and ".sections" not in mark:
        copy = deepcopy(about)
        for each in copy.findall(f"{{{W}}}sectPr"):
            copy.remove(each)
        made.append(copy)
    if mark:
        made.append(_run(content, mark))
    return made


def _run(content: _Element | None, mark: str) -> _Element:
    """Return a run that holds a mark, in the face of the first run of `content` unless that is a hint's."""
    from lxml import etree

    made = etree.Element(f"{{{W}}}r")
    about = content.find(f".//{{{W}}}r/{{{W}}}rPr") if content is not None else None
    if about is not None and not value(about, "rStyle"):
        made.append(deepcopy(about))
    etree.SubElement(made, f"{{{W}}}t").text = mark
    return made
