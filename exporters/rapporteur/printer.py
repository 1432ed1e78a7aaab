"""What a printer demands of a file: its size, its margins, its colours and what it refuses.

A layout holds printers in ``printers/<name>.yaml``, one key a line, called as the fields of `Printer` are. Lengths are
millimetres, resolutions pixels per inch. Whether a book opens to the right is the document's, not the printer's.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from math import isfinite

from . import settings
from .layout import Layout
from .problems import Place, Refused, error, errors

PAPERS = {"A3": (297.0, 420.0), "A4": (210.0, 297.0), "A5": (148.0, 210.0), "Letter": (215.9, 279.4)}
"""Sizes of paper in millimetres (ISO 216; ANSI Y14.1), width before height."""
STANDARD = "PDF/X-4"
"""The one standard that is made: ISO 15930-7."""
BINDINGS = ("saddle", "perfect", "none")
BLANKS = ("end", "before-last")
"""Where the blank pages stand that fill the last sheet: behind all pages, or before the last, which stays outside."""
FOLDER = "printers"
_RANGES: dict[str, tuple[float, float]] = {
    "bleed": (0, 25),
    "safe": (0, 50),
    "offset": (0, 25),
    "ink_limit": (100, 400),
    "image_wanted": (1, 2400),
    "image_warning": (1, 2400),
    "image_minimum": (1, 2400),
    "line_minimum": (0, 5),
    "pages_multiple": (1, 64),
    "creep": (0, 10),
    "paper_thickness": (0.01, 2),
}


@dataclass(frozen=True, slots=True)
class Printer:
    """One printer's demands.

    `trim` names the paper of the finished page, "" for the paper of the edition. `safe` is how far from the trimmed
    edge words must stay. `marks` are drawn outside the bleed, `offset` away from the trimmed edge at least. `profile`
    is the file of the output condition within the layout, "" for the computed one, and `condition` its registry name;
    `ink_limit` is per cent of all inks together. `creep` is how far an inner page of a booklet may move towards the
    spine at most; `paper_thickness` is that of one leaf.
    """

    name: str
    title: str = ""
    standard: str = STANDARD
    trim: str = ""
    bleed: float = 3.0
    safe: float = 5.0
    marks: bool = False
    offset: float = 3.0
    condition: str = "Custom"
    profile: str = ""
    ink_limit: int = 300
    image_wanted: int = 300
    image_warning: int = 200
    image_minimum: int = 150
    line_minimum: float = 0.09
    pages_multiple: int = 1
    binding: str = "saddle"
    blanks: str = "end"
    creep: float = 0.0
    paper_thickness: float = 0.1
    contact: str = ""
    output: bytes = b""
    """The content of `profile`, "" of the computed one."""


def names(layout: Layout) -> tuple[str, ...]:
    """Return the names of the printers that a layout and those it extends know."""
    return tuple(sorted({path.stem for folder in layout.folders for path in (folder / FOLDER).glob("*.yaml")}))


def read(layout: Layout, name: str) -> Printer:
    """Return the printer called `name`; raises `Refused` with all that is wrong, each at its line."""
    file = f"{FOLDER}/{name}.yaml"
    path = layout.path(file) if name in names(layout) else None
    if path is None:
        known = ", ".join(names(layout))
        hint = f"use one of: {known}" if known else f"write {file} in the layout"
        raise Refused([error(Place(f"layout {layout.name}"), f"it has no printer “{name}”", hint, "printer")])
    place = layout.place(path).file
    try:
        text = layout.read(file).decode("utf-8")
    except UnicodeDecodeError as mistake:
        raise Refused([error(Place(place), "this file is not UTF-8", "save it as UTF-8", "encoding")]) from mistake
    node, problems = settings.parse(text, place)
    found = settings.Settings(node, place, list(problems))
    printer = _typed(found, name, layout)
    if errors(found.problems):
        raise Refused(found.problems)
    return printer


def chosen(layout: Layout, name: str, paper: str) -> Printer:
    """Return the printer called `name`, or for no name the one that prints on `paper`; raises `Refused` if it is wrong.

    A paper that no printer of the layout names is cut as the European ones do.
    """
    if name:
        return read(layout, name)
    known = [read(layout, each) for each in names(layout)]
    return next((each for each in known if each.trim == paper), replace(Printer("usual"), trim=paper))


def _typed(found: settings.Settings, name: str, layout: Layout) -> Printer:
    found.only(*(field.name for field in fields(Printer) if field.name not in ("name", "output")))
    _standard(found)
    profile = found.text("profile")
    printer = Printer(
        name,
        title=found.text("title", name),
        trim=found.choice("trim", ("", *PAPERS), ""),
        bleed=_number(found, "bleed", 3.0),
        safe=_number(found, "safe", 5.0),
        marks=found.flag("marks"),
        offset=_number(found, "offset", 3.0),
        condition=found.text("condition", "Custom"),
        profile=profile,
        ink_limit=_whole(found, "ink_limit", 300),
        image_wanted=_whole(found, "image_wanted", 300),
        image_warning=_whole(found, "image_warning", 200),
        image_minimum=_whole(found, "image_minimum", 150),
        line_minimum=_number(found, "line_minimum", 0.09),
        pages_multiple=_whole(found, "pages_multiple", 1),
        binding=found.choice("binding", BINDINGS, "saddle"),
        blanks=found.choice("blanks", BLANKS, "end"),
        creep=_number(found, "creep", 0.0),
        paper_thickness=_number(found, "paper_thickness", 0.1),
        contact=found.text("contact"),
        output=_output(found, profile, layout),
    )
    _agreed(found, printer)
    return printer


def _agreed(found: settings.Settings, printer: Printer) -> None:
    """Note what two keys say that cannot both be."""
    if printer.image_minimum > printer.image_warning:
        hint = f"“image_warning” is {printer.image_warning}; make that larger or this smaller"
        found.error("image_minimum", "images are refused above the resolution that is warned of", hint)
    if printer.condition != "Custom" and not printer.profile:
        what = f"“{printer.condition}” is a registered condition, and the computed profile is none"
        found.error("condition", what, "name the printer's ICC file at “profile”, or write: condition: Custom")
    if printer.binding == "saddle" and printer.pages_multiple not in (1, 2) and printer.pages_multiple % 4:
        found.error("pages_multiple", "a booklet is made of sheets of four pages", "write 4, or a multiple of it")


def _standard(found: settings.Settings) -> None:
    """Note as an error any standard but PDF/X-4, and what to do where an older one is asked for."""
    asked = found.text("standard", STANDARD)
    if asked.upper().replace(" ", "") == STANDARD:
        return
    if asked.upper().removeprefix("PDF/").startswith(("X-1", "X1", "X-3", "X3")):
        what = f"{asked} is not made: it allows no transparency, and flattening would change what was proofed"
        hint = f"ask the printer for {STANDARD}, which presses of today take; write: standard: {STANDARD}"
    else:
        what, hint = f"“{asked}” is not a standard for print that is made", f"write: standard: {STANDARD}"
    found.error("standard", what, hint, "printer-standard")


def _number(found: settings.Settings, key: str, default: float) -> float:
    """Return the number at `key` within its range; otherwise note the error and return `default`."""
    return _within(found, key, default, float, "a number")


def _whole(found: settings.Settings, key: str, default: int) -> int:
    return int(_within(found, key, default, int, "a whole number"))


def _within(found: settings.Settings, key: str, default: float, kind: Callable[[str], float], called: str) -> float:
    text = found.text(key)
    least, most = _RANGES[key]
    try:
        value = kind(text) if text else default
    except ValueError:
        found.error(key, f"“{key}” must be {called}, and “{text}” stands here", f"write it so: {key}: {default:g}")
        return default
    if isfinite(value) and least <= value <= most:
        return value
    found.error(key, f"“{key}” cannot be {text}", f"write a number from {least:g} to {most:g}")
    return default


def _output(found: settings.Settings, profile: str, layout: Layout) -> bytes:
    """Return the ICC file that a printer names; whether its content is one is seen when it is used."""
    if not profile:
        return b""
    if layout.path(profile) is None:
        found.error("profile", f"the layout has no file {profile}", "put the printer's ICC file there", "printer")
        return b""
    return layout.read(profile)
