"""The file as a whole: syntax, passwords, programs, and what it says of itself (F and M)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

from pikepdf import Dictionary, Name, Stream

from ..xmp import read
from .findings import Finding, found
from .opened import File

_RUNS = {"/JavaScript": "a script", "/Launch": "a command", "/Movie": "a film", "/Sound": "a sound",
         "/Rendition": "a film", "/RichMedia": "a film", "/ImportData": "a form's data",
         "/SubmitForm": "a form to be sent"}  # fmt: skip
_PLAYS = ("/Movie", "/Sound", "/RichMedia", "/Screen", "/3D")
_TITLE = "dc:title"


def file(checked: File) -> Iterator[Finding]:
    """Check syntax, encryption, active content and the identifier."""
    problems = checked.pdf.check_pdf_syntax()
    if problems:
        yield found("F01", f"the file is damaged: {' '.join(str(problems[0]).split())[:160]}", "make it again")
    if checked.pdf.is_encrypted:
        yield found("F02", "the file is encrypted: its owner forbids something", "save it without a password")
    running = sorted(set(_running(checked)))
    if running:
        yield found("F03", f"the file holds {', '.join(running)}", "make the PDF without forms, scripts and media")
    if checked.root("/AcroForm", "/XFA") is not None:
        yield found("F04", "the file is a form of XFA, which few programs show", "print it to a PDF")
    if "/ID" not in checked.pdf.trailer:
        yield found("F05", "the file has no identifier", "save it with another program")


def _running(checked: File) -> Iterator[str]:
    """Yield what the file would run or play."""
    for thing in checked.pdf.objects:
        if not isinstance(thing, Dictionary):
            continue
        action = thing.get("/S")
        if isinstance(action, Name) and str(action) in _RUNS and ("/Type" not in thing or thing.Type == Name.Action):
            yield _RUNS[str(action)]
        if str(thing.get("/Subtype", "")) in _PLAYS and "/Rect" in thing:
            yield "a film"
        if "/AA" in thing:
            yield "a script"
    names = checked.root("/Names", "/JavaScript")
    if names is not None or isinstance(checked.root("/OpenAction", "/JS"), (Stream, Dictionary)):
        yield "a script"


def metadata(checked: File) -> Iterator[Finding]:
    """Check what the file says of itself, in XMP and in the old dictionary."""
    stream = checked.root("/Metadata")
    old: Any = checked.pdf.trailer.get("/Info", {})
    if not isinstance(stream, Stream):
        yield found("M01", "the file does not say what it is", "make it with a program that writes XMP metadata")
    elif "/Filter" in stream:
        yield found("M02", "what it says of itself is compressed", "write the XMP metadata as plain text")
    said = _said(stream) if isinstance(stream, Stream) else {}
    title = said.get(_TITLE, "") or str(old.get("/Title", "")).strip()
    if not title:
        yield found("M03", "the file has no title", "give the document a title in its properties")
    if not str(checked.root("/Lang") or "").strip():
        yield found("M04", "the file does not say in which language it is", "set the language of the document")
    differing = list(_differing(said, old)) if said else []
    if differing:
        yield found("M05", f"its two records differ in: {', '.join(differing)}", "make the file again")


def _said(stream: Stream) -> Mapping[str, str]:
    """Return what XMP says, by name; nothing if it cannot be read."""
    with suppress(ValueError):
        return read(stream.read_bytes())
    return {}


def _differing(said: Mapping[str, str], old: Any) -> Iterator[str]:
    title = " ".join(str(old.get("/Title", "")).split())
    if title and said.get(_TITLE, "") and title != said[_TITLE]:
        yield "title"
    for name, key in (("xmp:CreateDate", "/CreationDate"), ("xmp:ModifyDate", "/ModDate")):
        new, before = (_digits(said.get(name, "")), _digits(str(old.get(key, ""))))
        if new and before and new[:8] != before[:8]:
            yield "dates"
            return


def _digits(date: str) -> str:
    return "".join(each for each in date if each.isdigit())
