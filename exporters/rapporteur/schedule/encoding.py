"""The bytes of a programme as characters: UTF-8, UTF-16 if it says so, or what the user names. Nothing is guessed.

What a file may be instead is offered with a few of its words, for a person to see which one is right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from ..pasted import decoding
from ..problems import Place, Refused, WrongUse, error

WESTERN = ("windows-1252",)
OTHERS = ("gb18030", "windows-1251", "windows-1253", "windows-1256")
SHOWN = 40
"""So many letters of a line are shown in each encoding it may be."""
_HIGH = re.compile(rb"[\x80-\xff]+")


def text(data: bytes, file: str) -> str:
    """Return the text that bytes are; raises `Refused` for what is no text, or in an encoding that is not known."""
    try:
        found, guessed = decoding.decoded(data)
    except Refused as refusal:
        raise Refused([replace(each, where=replace(each.where, file=file)) for each in refusal.problems]) from None
    if guessed:
        where = Place(file, guessed[0].where.line)
        raise Refused([error(where, "a character here is not UTF-8", _hint(data), "encoding")])
    return found.removeprefix("\ufeff")


def named(data: bytes, file: str, encoding: str) -> bytes:
    """Return a text of the encoding that the user names as UTF-8; raises `Refused` if it is not in it."""
    try:
        return data.decode(encoding).removeprefix("\ufeff").encode("utf-8")
    except UnicodeDecodeError as mistake:
        where = Place(file, data.count(b"\n", 0, mistake.start) + 1)
        raise Refused([error(where, f"a character here is not {encoding}", _hint(data), "encoding")]) from None
    except (LookupError, UnicodeError):
        usual = ", ".join(("utf-8", "utf-16", *WESTERN, *OTHERS))
        raise WrongUse(f"--encoding {encoding}: there is no such encoding; usual are {usual}") from None


def _hint(data: bytes) -> str:
    if any(_is_utf8(line) for line in data.splitlines() if _HIGH.search(line)):
        return "some lines are UTF-8 and some are not: put the accents right, and save the file as UTF-8"
    offers = [f"--encoding {name} (“{sample}”)" for name, sample in _samples(data)]
    if not offers:
        return "save it as UTF-8"
    if len(offers) == 1:
        return f"if its words are right here, run again with {offers[0]}; else save the file as UTF-8"
    return f"run again with the one that reads right: {', '.join(offers)}; or save the file as UTF-8"


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _samples(data: bytes) -> Iterator[tuple[str, str]]:
    """Yield the encodings that a text may be in, with words of it: accents stand alone, other scripts do not."""
    runs = [len(each) for each in _HIGH.findall(data)]
    western = sum(runs) < 2 * len(runs)
    line = next((line for line in data.splitlines() if _HIGH.search(line)), b"")
    start = max(0, (found.start() if (found := _HIGH.search(line)) else 0) - SHOWN // 2)
    for name in WESTERN if western else (*OTHERS, *WESTERN):
        try:
            data.decode(name)
            sample = "".join(filter(str.isprintable, line[start:].decode(name, "replace"))).strip()
        except UnicodeDecodeError:
            continue
        yield name, sample if len(sample) <= SHOWN else f"{sample[:SHOWN]}…"
