"""Files for the public, laid open: all that can be read in their bytes is searched for what is kept from the public.

Nothing is asked of whoever made them: every part of an office file is read, of a PDF the pages, every string of its
objects, what it says of itself and what is attached; and the names of files.
"""

from __future__ import annotations

import codecs
import html
import re
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote

from . import container, exposed, files, names, picture
from .legible import Legible
from .manifest import output
from .problems import Place, Problem, error
from .proved import again
from .reread import Reread
from .source import Source, name_of
from .withheld import Secret, Sought

SURE = 10
"""A name or an address of so many letters is also found where lines or tags part it."""
_MARKED = (".xml", ".rels", ".xmp", ".vml", ".svg", ".html", ".xhtml")
_UTF_8 = re.compile(rb"(?:[\x20-\x7e]|[\xc2-\xf4][\x80-\xbf]{1,3}){5,}")
_LATIN = re.compile(rb"[A-Za-z\xc0-\xff '.-]{5,}")
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2})|U([0-9A-Fa-f]{8}))")
_MARK = re.compile(r"<[^<>]*>")
_WIDE = re.compile("[ -~\u00a0-\u07ff\u0900-\u097f]{5,}")


def leaks(whole: Source, shown: Source, reread: Reread) -> Iterator[Problem]:
    """Yield an error for each file made for an audience that holds what is kept from it.

    `shown` is the source as that audience may see it, the `whole` is all of it.
    """
    search = Search(exposed.secrets(whole, shown), reread)
    home = whole.workspace / output(shown.layout.audience)
    for path in sorted(home.rglob("*")) if search.secrets else ():
        if path.is_file():
            yield from _of_file(path, path.relative_to(home).as_posix(), search, shown)


def _of_file(path: Path, inner: str, search: Search, shown: Source) -> Iterator[Problem]:
    name = name_of(path, shown.workspace)
    hint = f"do not send it: delete it, or make it again: {again(name, shown)}"
    try:
        found = search.held(path.read_bytes(), inner)
    except Exception as mistake:  # of a damaged file: libraries raise whatever they stumble over
        yield error(Place(name), f"nobody can tell what this file holds: {mistake}", hint, "leak")
        return
    for each in found:
        where = f" ({each.where})" if each.where.file else ""
        what = f"it holds {each}, which is kept from the public{where}"
        yield error(Place(name), what, hint, "leak")


class Search:
    """A search for `secrets` in files; those of the same bytes are searched once."""

    def __init__(self, secrets: Iterable[Secret], reread: Reread) -> None:
        self.secrets = tuple(secrets)
        self._sought, self._reread = Sought.of(self.secrets), reread
        self._closed = [(each, closed) for each in self.secrets if len(closed := _closed(each)) >= SURE]
        self._found: dict[tuple[str, str], frozenset[Secret]] = {}

    def held(self, data: bytes, name: str) -> tuple[Secret, ...]:
        """Return which secrets a file holds, or its name."""
        key = files.digest(data), name.rpartition(".")[2]
        if key not in self._found:
            self._found[key] = frozenset(self._in("\n".join(texts(data, name, self._reread))))
        parts = re.sub(r"^|/", " #", name)  # parts of a file's name are written as tags are
        found = self._found[key].union(self._in(f"{re.sub(r'[-_/.]', ' ', name)}\n{parts}"))
        return tuple(each for each in self.secrets if each in found)

    def _in(self, text: str) -> Iterator[Secret]:
        said = Legible(text)
        yield from self._sought.in_(said)
        yield from (each for each, closed in self._closed if closed in said.run)


def held(data: bytes, name: str, secrets: Iterable[Secret]) -> tuple[Secret, ...]:
    """Return which secrets a file holds, or its name."""
    return Search(secrets, Reread()).held(data, name)


def _closed(secret: Secret) -> str:
    """Return the letters of a name or an address with nothing between them, "" of a number."""
    return "" if secret.kind == "phone" else names.bare(secret.text).replace(" ", "")


def texts(data: bytes, name: str, reread: Reread) -> Iterator[str]:
    """Yield all that can be read in a file, and what escapes in it stand for; of pictures what looks like words."""
    for text in _texts(data, name, reread):
        yield text
        plain = _unescaped(text)
        if plain != text:
            yield plain


def _unescaped(text: str) -> str:
    """Return what references of XML, escapes of JSON and YAML, and percent signs stand for."""
    if "&" in text:
        text = html.unescape(text)
    if "\\" in text:
        text = _ESCAPE.sub(lambda found: chr(int(found[1] or found[2] or found[3], 16) % 0x110000), text)
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return unquote(text) if "%" in text else text


def _texts(data: bytes, name: str, reread: Reread) -> Iterator[str]:
    if data.startswith(b"PK\x03\x04"):
        for part, inner in container.unpack(data, name).items():
            yield part
            yield from _texts(inner, part, reread)
    elif data.startswith(b"%PDF"):
        yield from _of_pdf(data, reread)
    elif _coding(data) or b"\0" not in data:
        text = _decoded(data)
        yield from _of_marked(text) if name.endswith(_MARKED) else (text,)
    else:
        yield from _runs(data)
        for note in picture.notes(data):
            yield from _runs(note)


def _decoded(data: bytes) -> str:
    return data.decode(_coding(data) or "utf-8", "replace")


def _coding(data: bytes) -> str:
    """Return which UTF-16 a text is in, "" if it is in none."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    return {b"<\0": "utf-16-le", b"\0<": "utf-16-be"}.get(data[:2], "")


def _of_marked(text: str) -> Iterator[str]:
    """Yield all of a text with tags: each of these once, and its words where they part them or not."""
    yield html.unescape("\n".join(dict.fromkeys(_MARK.findall(text))))
    yield from (html.unescape(_MARK.sub(between, text)) for between in ("", " "))


def _runs(data: bytes) -> Iterator[str]:
    """Yield what looks like words in the bytes of a picture: in UTF-8, Latin-1 and UTF-16."""
    yield "\n".join(each.decode("utf-8", "replace") for each in _UTF_8.findall(data))
    yield "\n".join(each.decode("latin-1") for each in _LATIN.findall(data))
    for coding in ("utf-16-le", "utf-16-be"):
        for at in (0, 1):
            yield "\n".join(_WIDE.findall(data[at:].decode(coding, "replace")))


def _of_pdf(data: bytes, reread: Reread) -> Iterator[str]:
    import pikepdf

    yield from reread.words("pdf", data) or ()
    with pikepdf.open(BytesIO(data)) as pdf:
        for thing in pdf.objects:
            yield from _of_object(thing)
        for name, attached in pdf.attachments.items():
            yield name
            yield from texts(attached.get_file().read_bytes(), name, reread)


def _of_object(thing: object) -> Iterator[str]:
    """Yield the strings of an object, not those of objects that it refers to."""
    import pikepdf

    if isinstance(thing, pikepdf.String):
        yield str(thing)
    elif isinstance(thing, pikepdf.Stream):
        if thing.get("/Type") == pikepdf.Name.Metadata:
            yield from map(_unescaped, _of_marked(_decoded(thing.read_bytes())))
        if thing.get("/Filter") == pikepdf.Name.DCTDecode:
            yield from _runs(thing.read_raw_bytes())
        yield from (text for value in thing.values() for text in _of_value(value))
    elif isinstance(thing, pikepdf.Dictionary):
        yield from (text for value in thing.values() for text in _of_value(value))
    elif isinstance(thing, pikepdf.Array):
        yield from (text for value in list(thing) for text in _of_value(value))


def _of_value(value: object) -> Iterator[str]:
    yield from _of_object(value) if not getattr(value, "is_indirect", False) else ()
