"""`rapporteur layouts --check house.dotx`: what an organiser's Word template becomes, and a sample of it."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from .. import office
from ..problems import WrongUse, errors
from . import common

if TYPE_CHECKING:
    from ..format import Exporter
    from ..layout import Layout
    from ..report import Conference, Report

SAMPLE = """---
id: S01
title: A session to see the template with
language: en
state: final
---

## Summary

A paragraph of text with **strong** and *emphasised* words, a [link](https://example.org) and a note.[^1]

- A point
  - a point below it
- Another

> Somebody said this.

| Country | People |
|---|---|
| Peru | 3 |

[^1]: The note.

## Key recommendations

We should:

- Do the first thing
- Do the second
"""


def run(name: str, workspace: Path | None, form: str, strict: bool) -> int:
    """Print what the template `name` becomes, write a sample under build/check/, and return the exit code."""
    from .. import format as seam

    layout, exporter = _layout(name, workspace, form), seam.load("word")
    if not isinstance(exporter, seam.Templated):
        raise WrongUse("the exporter called “word” has no templates")
    lines, problems = exporter.examined(layout)
    print("\n".join(lines))
    if not errors(problems):
        for path in _sample(name, layout, exporter, workspace):
            print(f"sample: {path}")
    common.tell(problems)
    return common.code(problems, strict)


def _layout(name: str, workspace: Path | None, form: str) -> Layout:
    """Return the layout of a Word file on disk, or the one called `name` if it has a template."""
    from .. import layout

    if name.lower().endswith(layout.WORD):
        if not Path(name).is_file():
            raise WrongUse(f"there is no file {name}")
        return layout.of_template(Path(name).name, Path(name).resolve(), workspace, form or _form(workspace))
    found = layout.find(name, workspace, form or _form(workspace))
    if found.template is None:
        raise WrongUse(f"the layout “{name}” has no Word template; name a .docx or .dotx file, or such a layout")
    return found


def _form(workspace: Path | None) -> str:
    """Return the form that the conference of a workspace asks, "" without one."""
    from .. import source

    return source.read_conference(workspace)[0].form if workspace else ""


def _sample(name: str, layout: Layout, exporter: Exporter, workspace: Path | None) -> Iterator[Path]:
    """Write the first session, or a few built-in words, in the template; as PDF too if LibreOffice is there."""
    from .. import files
    from ..naming import options_for

    report, conference = _report(layout, workspace)
    options = options_for(report, conference, workspace or Path.cwd(), blank=False)
    path = (workspace or Path.cwd()) / "build" / "check" / f"{Path(name).stem}-sample.docx"
    files.write_atomically(path, exporter.export(report, layout, options))
    yield path
    if printed := _printed(path):
        yield printed


def _report(layout: Layout, workspace: Path | None) -> tuple[Report, Conference]:
    """Return the first session of a workspace and its conference, or the built-in sample."""
    from .. import session, source
    from ..report import Conference

    if workspace:
        for path in source.session_files(workspace)[:1]:
            found = source.read(workspace, [path]).conference
            if found.reports:
                return found.reports[0], found
    asked = session.Asked(layout.form, layout.catalogue, "en")
    report, problems = session.read(SAMPLE, "sample.md", asked)
    assert report is not None, problems
    return report, Conference(name="A conference")


def _printed(path: Path) -> Path | None:
    """Print a Word file to PDF beside it, None if there is no LibreOffice or it cannot."""
    program = office.program()
    if program is None:
        return None
    with TemporaryDirectory(prefix="rapporteur-") as home:
        command = [program, "--headless", "--norestore", f"-env:UserInstallation={Path(home).as_uri()}"]
        command += ["--convert-to", "pdf", "--outdir", str(path.parent), str(path)]
        try:
            subprocess.run(command, capture_output=True, timeout=office.SECONDS, check=False)  # noqa: S603 - no shell
        except subprocess.TimeoutExpired:
            return None
    made = path.with_suffix(".pdf")
    return made if made.is_file() else None
