"""Files for the public, laid open: all that can be read in their bytes is searched for what is kept from the public.

Nothing is asked of whoever made them: every part of an office file is read, of a PDF the pages, every string of its
objects, what it says of itself and what is attached; and the names of files.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path

from . import container, exposed, names
from . import format as seam
from .legible import Legible
from .manifest import output
from .problems import Place, Problem, error
from .proved import again
from .source import Source, name_of
from .withheld import Secret

SURE = 10
"""A name or an address of so many letters is also found where lines or tags part it."""


def leaks(whole: Source, shown: Source) -> Iterator[Problem]:
    """Yield an error for each file made for an audience that holds what is kept from it.

    `shown` is the source as that audience may see it, the `whole` is all of it.
    """
    secrets = exposed.secrets(whole, shown)
    home = whole.workspace / output(shown.layout.audience)
    for path in sorted(home.rglob("*")) if secrets else ():
        if path.is_file():
            yield from _of_file(path, path.relative_to(home).as_posix(), secrets, shown)


def _of_file(path: Path, inner: str, secrets: Iterable[Secret], shown: Source) -> Iterator[Problem]:
    name = name_of(path, shown.workspace)
    hint = f"do not send it: delete it, or make it again: {again(name, shown)}"
    try:
        found = held(path.read_bytes(), inner, secrets)
    except Exception as mistake:  # of a damaged file: libraries raise whatever they stumble over
        yield error(Place(name), f"nobody can tell what this file holds: {mistake}", hint, "leak")
        return
    for each in found:
        where = f" ({each.where})" if each.where.file else ""
        what = f"it holds {each}, which is kept from the public{where}"
        yield error(Place(name), what, hint, "leak")


def held(data: bytes, name: str, secrets: Iterable[Secret]) -> tuple[Secret, ...]:
    """Return which secrets a file holds, or its name."""
    said = Legible("\n".join((re.sub(r"[-_/.]", " ", name), name, *texts(data, name))))
    return tuple(each for each in secrets if each.stands_in(said) or _parted(each, said.run))


def _parted(secret: Secret, run: str) -> bool:
    closed = names.bare(secret.text).replace(" ", "")
    return secret.kind != "phone" and len(closed) >= SURE and closed in run


def texts(data: bytes, name: str) -> Iterator[str]:
    """Yield all that can be read in a file; of pictures and fonts nothing."""
    if data.startswith(b"PK\x03\x04"):
        for part, inner in container.unpack(data, name).items():
            yield part
            yield from texts(inner, part)
    elif data.startswith(b"%PDF"):
        yield from _of_pdf(data)
    elif name.endswith((".xml", ".rels", ".xmp", ".vml")):
        text = data.decode("utf-8", "replace")
        yield html.unescape(re.sub(r"<[^>]*>", "", text))
        yield html.unescape(re.sub(r"<[^>]*>", " ", text))
        yield html.unescape(" ".join(value for _, value in re.findall(r"=([\"'])(.*?)\1", text)))
    elif b"\0" not in data:
        yield data.decode("utf-8", "replace")


def _of_pdf(data: bytes) -> Iterator[str]:
    import pikepdf

    exporter = seam.load("pdf")
    yield from exporter.words(data) if isinstance(exporter, seam.Readable) else ()
    with pikepdf.open(BytesIO(data)) as pdf:
        for thing in pdf.objects:
            yield from _of_object(thing)
        for name, attached in pdf.attachments.items():
            yield name
            yield from texts(attached.get_file().read_bytes(), name)


def _of_object(thing: object) -> Iterator[str]:
    """Yield the strings of an object, not those of objects that it refers to."""
    import pikepdf

    if isinstance(thing, pikepdf.String):
        yield str(thing)
    elif isinstance(thing, pikepdf.Stream):
        if thing.get("/Type") == pikepdf.Name.Metadata:
            yield from texts(thing.read_bytes(), "about.xml")
        yield from (text for value in thing.values() for text in _of_value(value))
    elif isinstance(thing, pikepdf.Dictionary):
        yield from (text for value in thing.values() for text in _of_value(value))
    elif isinstance(thing, pikepdf.Array):
        yield from (text for value in list(thing) for text in _of_value(value))


def _of_value(value: object) -> Iterator[str]:
    yield from _of_object(value) if not getattr(value, "is_indirect", False) else ()
