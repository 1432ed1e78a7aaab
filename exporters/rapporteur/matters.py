"""The part of `conference.yaml` called ``pack``, and the Markdown files that it names, read.

==============  ==============================================================================
``front``       files printed before the sessions: forewords, a summary
``back``        files printed after the sessions, before the lists
``imprint``     a file printed behind the cover: publisher, editors, licence, how to cite
``colophon``    a file printed at the very end
``acronyms``    what acronyms stand for, beside those that the reports spell out themselves
``index``       terms to look for on all pages, beside people, organisations and acronyms
``guide``       what rapporteurs are told how to fill in their form: files, and ``built-in`` where our own text stands
==============  ==============================================================================

Files stand in ``source/pack/``. A text begins with its title, ``# Foreword``. Beside ``guide.md``, ``guide.fr.md`` is
for the rapporteurs who report in French.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from . import files, markdown
from .characters import forbidden
from .matter import Advice, Essay, Matter
from .problems import Place, Problem, error, errors
from .prose import Blocks, Heading, plain
from .report import Origin, Person
from .settings import LANGUAGE, Settings

FOLDER = "source/pack"
CONTACT = ("name", "organisation", "email", "phone")
"""What conference.yaml may say of whom rapporteurs write to."""
KEYS = ("front", "back", "imprint", "colophon", "acronyms", "index", "guide")
OWN = "built-in"
"""What stands in ``guide`` for our own text."""
Text = Callable[[Path], tuple[str, str, list[Problem]]]
"""Gives a file's text, its digest and what is wrong with it."""


def read(settings: Settings, workspace: Path, text: Text, language: str) -> Matter:
    """Return what the conference's file says of its pack; what is wrong is noted in `settings.problems`.

    `language` is the conference's first one.
    """
    found = settings.maps("pack")
    if not found:
        return Matter()
    one = found[0]
    one.only(*KEYS)

    def essays(key: str, titled: bool = True) -> tuple[Essay, ...]:
        read = (_essay(one, key, name, workspace, text, titled) for name in one.texts(key))
        return tuple(each for each in read if each)

    imprint, colophon = (next(iter(essays(key, titled=False)), None) for key in ("imprint", "colophon"))
    acronyms = tuple((short, each.text) for short, each in one.at("acronyms").map.items() if each.text)
    advice = ((name, _advice(one, name, workspace, text, language)) for name in one.texts("guide") or (OWN,))
    guide = tuple(each for name, each in advice if each.texts or name == OWN)
    return Matter(essays("front"), essays("back"), imprint, colophon, acronyms, one.texts("index"), guide)


def _advice(one: Settings, name: str, workspace: Path, text: Text, language: str) -> Advice:
    """Return a text for rapporteurs with its translations, files beside it: ``guide.fr.md``."""
    if name == OWN:
        return Advice()
    named = ((language, name), *_translations(workspace / FOLDER, name))
    read = ((tag, _essay(one, "guide", each, workspace, text, titled=True)) for tag, each in named)
    return Advice(tuple((tag, essay) for tag, essay in read if essay))


def _translations(folder: Path, name: str) -> Iterator[tuple[str, str]]:
    """Yield the language and the name of each file beside one, as ``guide.fr.md`` is beside ``guide.md``."""
    stem, ending = (re.escape(part) for part in (Path(name).stem, Path(name).suffix))
    for path in sorted(folder.glob("*")):
        found = re.fullmatch(rf"{stem}\.({LANGUAGE.pattern}){ending}", path.name)
        if found:
            yield found[1], path.name


def contact(settings: Settings) -> Person | None:
    """Return whom rapporteurs write to: ``contact: {name: The secretariat, email: reports@example.org}``."""
    for one in settings.maps("contact"):
        one.only(*CONTACT)
        found = Person(**{key: one.text(key) for key in CONTACT}, withheld=False)
        if found.email or found.phone:
            return found
        one.error("email", "nobody can be reached here", "give an email: or a phone:", "contact")
    return None


def _essay(one: Settings, key: str, name: str, workspace: Path, text: Text, titled: bool) -> Essay | None:
    path = files.inside(workspace / FOLDER, name)
    if path is None or not path.is_file():
        one.error(key, f"there is no {FOLDER}/{name}", "write the text there, or take its name out", "pack")
        return None
    file = f"{FOLDER}/{name}"
    said, digest, problems = text(path)
    blocks, lost = markdown.read(said, file)
    one.problems.extend((*problems, *lost, *_unprintable(said, file)))
    if errors(problems):
        return None
    title, below = _titled(blocks)
    if titled and not title:
        hint = "begin it with its title: # Foreword"
        one.problems.append(error(Place(file, 1), "this text has no title", hint, "pack"))
    return Essay(title, below, Origin(file, digest))


def _titled(blocks: Blocks) -> tuple[str, Blocks]:
    first = blocks[0] if blocks else None
    if isinstance(first, Heading) and first.level == 1:
        return " ".join(plain(first.inlines).split()), blocks[1:]
    return "", blocks


def _unprintable(text: str, file: str) -> Iterator[Problem]:
    for at, line in enumerate(text.split("\n"), 1):
        for found in forbidden(line):
            yield error(Place(file, at), f"{found} cannot be printed", "delete it, or begin a new line", "character")
