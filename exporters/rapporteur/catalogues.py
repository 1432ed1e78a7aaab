"""The labels of layouts, read: those of a language's base first, a layout's own over those of the layouts below it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from . import compiled, settings
from .labels import Catalogue, CatalogueError, lineage
from .problems import Place, Refused, error

Words = dict[str, settings.Plain]


@cache
def read(folders: tuple[Path, ...], language: str, text: Callable[[Path, str], str], house: Path) -> Catalogue:
    """Return the words of a language; an unknown one gets the English ones, which the catalogue says.

    `text` reads a file, which a person knows by the name it is told too. What lies in the `house` is kept when it was
    read. Raises `Refused` with what is wrong in a file.
    """
    names: list[str] = []
    found: list[Words] = []
    for path in _files(folders, language):
        names.append(_name(path))
        found.append((_known if path.is_relative_to(house) else _said)(text(path, names[-1]), names[-1]))
    fallback = None if language == "en" else read(folders, "en", text, house)
    try:
        return Catalogue.of(language, *found, fallback=fallback, files=names)
    except CatalogueError as mistake:
        raise Refused([error(Place(names[-1] if names else language), str(mistake), rule="labels")]) from mistake


def _files(folders: tuple[Path, ...], language: str) -> Iterator[Path]:
    for name in reversed(lineage(language)):
        for folder in reversed(folders):
            path = folder / "labels" / f"{name}.yaml"
            if path.is_file():
                yield path


def _name(path: Path) -> str:
    return f"layouts/{path.parents[1].name}/labels/{path.name}"


def _known(text: str, name: str) -> Words:
    kept = compiled.once(name.replace("/", "-"), text, lambda: json.dumps(_said(text, name)).encode())
    return dict(json.loads(kept))


def _said(text: str, name: str) -> Words:
    node, problems = settings.parse(text, name)
    if problems:
        raise Refused(problems)
    return {key: each.plain() for key, each in node.map.items()}
