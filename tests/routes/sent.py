"""The sessions in ``tests/fixtures/returned`` and their forms as they are sent."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import words
from rapporteur.report import Report

RETURNED = Path(__file__).resolve().parent.parent / "fixtures" / "returned"
RETURNED_PICTURE = re.compile(r"returned:[0-9a-f]+\.png")


@dataclass(frozen=True)
class Sent:
    """A session file, its report, and its form."""

    text: str
    report: Report
    data: bytes


@cache
def sent(name: str) -> Sent:
    """Return the session called `name` and what is sent of it."""
    return of((RETURNED / f"{name}.md").read_text("utf-8"))


def of(text: str, images: Mapping[str, bytes] | None = None) -> Sent:
    """Return a session file's text and what is sent of it; every picture that is none of `images` is a white one."""
    with TemporaryDirectory(prefix="routes-") as home:
        picture = Path(home) / "white.png"
        picture.write_bytes(words.png(40, 30))
        named = ("pictures/pump.png", "pictures/a%20b.png", "pictures/a b.png", *RETURNED_PICTURE.findall(text))
        pictures = dict.fromkeys(named, picture)
        for at, (name, image) in enumerate((images or {}).items()):
            pictures[name] = Path(home) / f"{at}.png"
            pictures[name].write_bytes(image)
        base = hashlib.sha256(text.encode()).hexdigest()
        data = words.made(text, base=base, pictures=pictures)
    return Sent(text, words.read(text)[0], data)
