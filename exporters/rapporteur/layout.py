"""Layouts: folders that say how a deliverable looks. Found, joined to what they extend, and rendered in a sandbox.

A layout is looked for in the workspace's ``layouts/``, then among installed plug-ins (entry-point group
``rapporteur.layouts``, whose value names a package that holds the folder), then among the built-in ones. Its
``layout.toml`` names the layout it `extends`; a file the child lacks is taken from its parent. A layout holds no code:
jinja2 text is rendered in a sandbox where a missing name is an error, and every mistake names the layout's file and
line.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import catalogues, files, outline, plugins, settings
from . import form as forms
from .labels import Catalogue
from .problems import Place, Problem, Refused, WrongUse, error, errors

if TYPE_CHECKING:
    from jinja2 import Environment
    from lxml.etree import _Element

GROUP = "rapporteur.layouts"
COMMON = "common"
WORD = (".docx", ".dotx", ".docm", ".dotm")
"""The endings of Word files; those of the last two may hold macros, which are refused."""
LARGEST = 20_000_000
"""No file of a layout may be larger, in bytes."""


@dataclass(frozen=True)
class Layout:
    """A layout: its own folder first, then those of the layouts it extends, down to ``common``.

    `asking` are the folders of the layout whose form is asked, where a conference chose another's. `house` is an
    organiser's Word template that was named as the layout itself: all but its Word file is then of the layouts below.
    Before a public `audience`, the form has no internal fields.
    """

    name: str
    folders: tuple[Path, ...]
    asking: tuple[Path, ...] = ()
    house: Path | None = None
    audience: str = "internal"

    def path(self, name: str) -> Path | None:
        """Return the file `name` of this layout or of the nearest one it extends; None if no one has it."""
        for folder in self.folders:
            path = files.inside(folder, name)
            if path and path.is_file():
                return path
        return None

    @property
    def ours(self) -> bool:
        """Whether all of it is built in."""
        return not self.house and all(each.is_relative_to(built_in()) for each in (*self.folders, *self.asking))

    @property
    def template(self) -> Path | None:
        """The Word template that takes the place of the layout's own parts: itself, or what ``[word] template`` names.

        Raises `Refused` if there is no such file in the layout.
        """
        named = str(self.settings.get("word", {}).get("template", ""))
        if self.house or not named:
            return self.house
        path = self.path(named)
        if path is None:
            what = f"[word] template: the layout “{self.name}” has no file {named}"
            raise Refused([error(Place(self.name), what, "put it beside layout.toml", "layout")])
        return path

    def read(self, name: str) -> bytes:
        """Return the content of the file `name`; raises `Refused` if the layout has none or it is too large."""
        path = self.path(name)
        if path is None:
            raise Refused([error(Place(self.name), f"the layout “{self.name}” has no file {name}", rule="layout")])
        if path.stat().st_size > LARGEST:
            raise Refused([error(self.place(path), f"this file is larger than {LARGEST:,} bytes", rule="layout")])
        return path.read_bytes()

    def place(self, path: Path, line: int = 0) -> Place:
        """Return the place of a line in one of the layout's files, as a person would write it."""
        if path == self.house:
            return Place(self.name, line)
        for folder in (*self.folders, *self.asking):
            if path.is_relative_to(folder):
                return Place(f"{folder.parent.name}/{folder.name}/{path.relative_to(folder).as_posix()}", line)
        return Place(str(path), line)

    @cached_property
    def settings(self) -> Mapping[str, Any]:
        """What `layout.toml` says, the child's words over its parents', table by table."""
        merged: dict[str, Any] = {}
        for folder in reversed(self.folders):
            merged = _merged(merged, _toml(folder))
        return merged

    @cached_property
    def form(self) -> forms.Form:
        """The form this layout asks; raises `Refused` with everything that is wrong in form.yaml."""
        path = (Layout(self.name, self.asking) if self.asking else self).path("form.yaml")
        if path is None:
            raise Refused([error(Place(self.name), f"the layout “{self.name}” has no form.yaml", rule="layout")])
        place = self.place(path).file
        node, problems = settings.parse(_text(path, place), place)
        typed = settings.Settings(node, place, list(problems))
        form = forms.read(typed)
        if errors(typed.problems):
            raise Refused(typed.problems)
        return form if self.audience == "internal" else form.public

    def catalogue(self, language: str) -> Catalogue:
        """Return the words of `language`; an unknown language gets the English ones, which the catalogue says."""
        return catalogues.read((*self.folders, *self.asking), language, _text, built_in())

    def languages(self) -> tuple[str, ...]:
        """Return the languages this layout has words for."""
        return tuple(sorted({path.stem for folder in self.folders for path in (folder / "labels").glob("*.yaml")}))

    def digest(self) -> str:
        """Return the digest of every file this layout is made of."""
        own = _digest((*self.folders, *self.asking))
        return files.digest(f"{own} {files.digest(self.house.read_bytes())}".encode()) if self.house else own

    def render(self, template: str, context: Mapping[str, object]) -> str:
        """Return `template` rendered with `context`; raises `Refused` naming the layout's file and line."""
        return self._render(template, context, marked=False)

    def outline(self, template: str, context: Mapping[str, object]) -> _Element:
        """Return `template` rendered and read as an outline; raises `Refused` with every departure from the dialect."""
        where = self.path(template)
        file = self.place(where).file if where else template
        root, problems = outline.read(self.render(template, context), file)
        if problems:
            raise Refused(self._placed(template, context, file) or problems)
        return root

    def _placed(self, template: str, context: Mapping[str, object], file: str) -> tuple[Problem, ...]:
        """Return what is wrong with an outline, at the lines of the layout instead of the rendered text's."""
        try:
            text = self._render(template, context, marked=True)
        except Refused:  # a template that holds tags within its own expressions cannot be marked
            return ()
        _, problems = outline.read(text, "")
        return tuple(each if each.where.file else _nearest(each, text, file) for each in problems)

    def _render(self, template: str, context: Mapping[str, object], marked: bool) -> str:
        environment = _environment(self, marked)
        try:
            return environment.get_template(template).render(context)
        except Refused:
            raise
        except Exception as mistake:
            raise Refused([_layout_problem(self, template, mistake)]) from mistake


def _layout_problem(layout: Layout, template: str, mistake: Exception) -> Problem:
    """Return what went wrong in a template, placed at the innermost line of a layout's file."""
    from jinja2 import TemplateNotFound, TemplateSyntaxError

    if isinstance(mistake, TemplateNotFound):
        return error(Place(layout.name), f"the layout “{layout.name}” has no file {mistake.name}", rule="layout")
    if isinstance(mistake, TemplateSyntaxError):
        file, line = mistake.filename or template, mistake.lineno
    else:
        file, line = _innermost(mistake, layout) or (template, 0)
    what = f"the layout cannot be rendered: {mistake}"
    return error(layout.place(Path(file), line), what, "mend the layout at this line", "layout")


def _innermost(mistake: Exception, layout: Layout) -> tuple[str, int] | None:
    found = None
    trace = mistake.__traceback__
    while trace:
        name = trace.tb_frame.f_code.co_filename
        if any(Path(name).is_relative_to(folder) for folder in layout.folders):
            found = name, trace.tb_lineno
        trace = trace.tb_next
    return found


_TAG = re.compile(r"<([a-z][a-z0-9]*)(?=[\s/>])")


def _mark(source: str, file: str) -> str:
    """Return a template whose literal start tags carry the file and line they stand on."""
    lines = source.split("\n")
    marked = (_TAG.sub(rf'<\1 data-at="{file}:{at}"', line) for at, line in enumerate(lines, 1))
    return "\n".join(marked)


def _nearest(problem: Problem, text: str, file: str) -> Problem:
    """Return a problem of a line of marked `text`, placed at the last mark before the end of that line."""
    before = "\n".join(text.split("\n")[: problem.where.line])
    marks = re.findall(r'data-at="([^":]+):(\d+)"', before)
    where = Place(marks[-1][0], int(marks[-1][1])) if marks else Place(file)
    return replace(problem, where=where, what=re.sub(r",? line \d+(, column \d+)?", "", problem.what))


@cache
def _environment(layout: Layout, marked: bool) -> Environment:
    from jinja2 import FunctionLoader, StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    from .templates import Compiled

    def load(name: str) -> tuple[str, str, None] | None:
        path = layout.path(name)
        if path is None:
            return None
        file = layout.place(path).file
        source = _text(path, file)
        return _mark(source, file) if marked else source, str(path), None

    return ImmutableSandboxedEnvironment(
        loader=FunctionLoader(load),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
        bytecode_cache=None if marked else Compiled(built_in()),
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.do"],
    )


@cache
def _digest(folders: tuple[Path, ...]) -> str:
    paths = ((path, folder) for folder in folders for path in sorted(folder.rglob("*")) if path.is_file())
    lines = (f"{path.relative_to(folder).as_posix()} {files.digest(path.read_bytes())}" for path, folder in paths)
    return files.digest("\n".join(lines).encode())


def _text(path: Path, name: str) -> str:
    """Return the text of a layout's file; raises `Refused` if it is too large or no UTF-8."""
    if path.stat().st_size > LARGEST:
        raise Refused([error(Place(name), f"this file is larger than {LARGEST:,} bytes", rule="layout")])
    data = path.read_bytes()
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as mistake:
        line = data.count(b"\n", 0, mistake.start) + 1
        hint = "save the file as UTF-8"
        raise Refused([error(Place(name, line), "a character here is not UTF-8", hint, "encoding")]) from mistake


def _merged(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(below)
    for key, value in above.items():
        both = isinstance(value, Mapping) and isinstance(merged.get(key), Mapping)
        merged[key] = _merged(merged[key], value) if both else value
    return merged


def _toml(folder: Path) -> dict[str, Any]:
    path = folder / "layout.toml"
    if not path.is_file():
        return {}
    try:
        return tomllib.loads(_text(path, f"layouts/{folder.name}/layout.toml"))
    except tomllib.TOMLDecodeError as mistake:
        line = re.search(r"line (\d+)", str(mistake))
        where = Place(f"layouts/{folder.name}/layout.toml", int(line[1]) if line else 0)
        raise Refused([error(where, f"this is not valid TOML: {mistake}", rule="layout")]) from mistake


def built_in() -> Path:
    """Return the folder of the built-in layouts: in the wheel beside the code, in a checkout at its top."""
    here = Path(__file__).resolve().parent
    inside = here / "layouts"
    return inside if inside.is_dir() else here.parents[1] / "layouts"


def folders(workspace: Path | None) -> Iterator[tuple[str, Path, str]]:
    """Yield every layout that can be found: name, folder and whose it is; the first of a name wins."""
    if workspace and (workspace / "layouts").is_dir():
        yield from _within(workspace / "layouts", "workspace")
    yield from ((name, folder, owner) for name, folder, owner in _plugged_in() if folder)
    yield from _within(built_in(), "built-in")


def _within(folder: Path, owner: str) -> Iterator[tuple[str, Path, str]]:
    for path in sorted(folder.iterdir()):
        if (path / "layout.toml").is_file():
            yield path.name, path.resolve(), owner


def _plugged_in() -> Iterator[tuple[str, Path | None, str]]:
    """Yield the layouts of plug-ins; the folder is None if the package that should hold it cannot be found."""
    for offer in sorted(plugins.offers(GROUP), key=lambda offer: (offer.name, offer.value)):
        places = _package(offer.value)
        yield offer.name, Path(places[0]).resolve() if places else None, offer.distribution


def _package(name: str) -> list[str]:
    """Return the folders of a package, none if it cannot be found; only packages that hold it are run."""
    from importlib.util import find_spec

    try:
        spec = find_spec(name)
    except Exception:  # a package that holds this one is run, and may fail in any way
        return []
    return list(spec.submodule_search_locations or ()) if spec else []


def find(name: str, workspace: Path | None = None, form: str = "") -> Layout:
    """Return the layout called `name` with everything it extends, asking the form of the layout called `form`.

    A name that ends as Word files do means an organiser's template, a file in the workspace; all else is then the
    layout's whose form is asked, “rapporteur” if none is named. Raises `WrongUse` if there is none of that name, or if
    layouts extend each other in a circle.
    """
    if name.lower().endswith(WORD):
        found = files.inside(workspace, name) if workspace else None
        if found is None or not found.is_file():
            raise WrongUse(f"there is no Word template “{name}” in the workspace")
        return of_template(name, found, workspace, form)
    asking = tuple(_chain(form, workspace)) if form and form != name else ()
    return Layout(name, tuple(_chain(name, workspace)), asking)


def of_template(name: str, path: Path, workspace: Path | None = None, form: str = "") -> Layout:
    """Return the layout that an organiser's Word template makes of the one called `form`."""
    return Layout(name, tuple(_chain(form or "rapporteur", workspace)), house=path)


def _chain(name: str, workspace: Path | None) -> Iterator[Path]:
    """Yield the folders from the layout down; a layout that extends its own name means the next one below it."""
    seen: set[Path] = set()
    while name:
        found = next((each for each in folders(workspace) if each[0] == name and each[1] not in seen), None)
        if found is None:
            raise WrongUse(_unknown(name, workspace, circle=bool(seen)))
        folder = found[1]
        seen.add(folder)
        yield folder
        name = str(_toml(folder).get("extends", "" if name == COMMON else COMMON))


def _unknown(name: str, workspace: Path | None, circle: bool) -> str:
    known = sorted({each for each, _, _ in folders(workspace)} - {COMMON})
    if circle and name in known:
        return f"the layout “{name}” extends itself in a circle"
    broken = [owner for each, folder, owner in _plugged_in() if each == name and folder is None]
    if broken:
        return f"the layout “{name}” of {broken[0]} cannot be found in its package"
    return f"there is no layout “{name}”; there are: {', '.join(known)}"
