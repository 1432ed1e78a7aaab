"""WeasyPrint, kept warm: started once in a process, style sheets and fonts read once, every warning a problem.

The engine may fail on any text or style; whatever it raises or warns of keeps that report out, and only that one.
"""

from __future__ import annotations

import logging
import os
import re
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from .. import system
from ..layout import Layout
from ..problems import MissingLibrary, Place, Problem, RapporteurError, Refused, error
from . import declared, fonts, loading, sheets
from .page import Sheet

if TYPE_CHECKING:
    from .finish import Metadata

VARIANT = "pdf/ua-1"
TRIES = 6
"""A report is laid out so often at most, to keep headings with their text."""


def start() -> None:
    """Import the engine, once in a process; raises `MissingLibrary` when its native libraries are not here.

    It sets two variables of the process's environment for good, since Fontconfig and Pango read theirs when they like.
    """
    if _started:
        return
    os.environ["FONTCONFIG_FILE"] = str(fonts.CONFIGURATION)
    os.environ["PANGO_LANGUAGE"] = "en"  # else the user's languages choose among national forms of ideographs
    absent = [need for need in system.needs("build") if need.kind == "library" and system.found(need) is None]
    if absent:
        names = ", ".join(need.probe for need in absent)
        raise MissingLibrary(f"the PDF needs {names}:\n    {system.fix(absent, system.os_family())}")
    with loading.uncollected(), loading.quick_lookups(), declared.once(), sheets.once(), warnings.catch_warnings():
        warnings.filterwarnings("ignore", "No fonts configured", UserWarning)
        with (  # a quarter of the start: for machines without HarfBuzz's own subsets, variable fonts, colour profiles
            loading.later("fontTools.subset"),
            loading.later("fontTools.varLib.instancer", "instantiateVariableFont"),
            loading.later("PIL.ImageCms", "ImageCmsProfile"),
            loading.later("PIL.ImageOps"),
        ):
            from . import hyphens, tags
    hyphens.install()
    tags.install()
    _started.append(True)


_started: list[bool] = []


def render(sheet: Sheet, layout: Layout, styles: tuple[str, ...], metadata: Metadata, step: str = "") -> bytes:
    """Return the sheet as a tagged PDF (ISO 14289-1); it is told, and raises, what `Laid` does."""
    return Laid(sheet, layout, styles, metadata.language, step).written(metadata)


class Laid:
    """A `sheet` laid out, so that its `pages` can be counted before it is written.

    It is set with the layout's style sheets called `styles`, in order, and with `step`, a style sheet that comes last.
    It is laid out no further than `most` pages (0: any number), and counts as one page more if that is not all.

    Raises `Refused` with what made the engine fail; with all that it warned of when it is `written`, for what is only
    tried harms nobody.
    """

    def __init__(
        self, sheet: Sheet, layout: Layout, styles: tuple[str, ...], language: str, step: str = "", most: int = 0
    ) -> None:
        scripts = fonts.needed(sheet.text)
        absent = fonts.missing(scripts, Place(sheet.file))
        if absent:
            raise Refused(absent)
        start()
        self.sheet, self._said = sheet, list[str]()
        chosen = fonts.chosen(scripts, language, fonts.is_wide(sheet.text))
        self._lay: Callable[[int], Any] = lambda most: _laid(sheet, _ready(layout, styles, chosen), step, most)
        with self._guarded():
            self._document = self._lay(most)
        self.pages = len(self._document.pages) if self._document else most + 1

    def written(self, metadata: Metadata) -> bytes:
        """Return it as a tagged PDF; the engine takes it apart, so that the next time it is laid out anew."""
        with self._guarded():
            document, self._document = self._document or self._lay(0), None
            data = _written(document, metadata, self.sheet.root.get("dir", "ltr"))
        if self._said:
            raise Refused([_understood(message, self.sheet) for message in dict.fromkeys(self._said)])
        return data

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        """Keep what the engine says; raise `Refused` with what it raises."""
        with _heard() as said:
            try:
                yield
            except RapporteurError:
                raise
            except Exception as mistake:
                raise Refused([_failed(Place(self.sheet.file), mistake)]) from mistake
        self._said += said


def _failed(where: Place, mistake: Exception) -> Problem:
    reason = f"{type(mistake).__name__}: {mistake}".strip(": ")
    hint = "the layout or an unusual construction in the text is too much for the engine: try it piece by piece"
    return error(where, f"the PDF engine failed on this report ({reason})", hint, "engine")


def _laid(sheet: Sheet, ready: _Ready, step: str, most: int) -> Any:
    """Return the engine's layout of a sheet, every heading on the page of its text; None of more than `most` pages."""
    from . import breaks, stopping
    from .fetch import Fetcher

    page, styles = _html(sheet, Fetcher(ready.layout, sheet.pictures)), (*ready.styles, ready.step(step))
    with breaks.unmended(sheet.root), stopping.within(most), suppress(stopping.TooLong):
        for _ in range(TRIES):
            document = page.render(
                font_config=ready.fonts, counter_style=ready.counters, stylesheets=styles, pdf_variant=VARIANT
            )
            if 0 < most < len(document.pages):
                return None
            if not breaks.mend(document, sheet.root):
                break
        return document
    return None


def _written(document: Any, metadata: Metadata, direction: str) -> bytes:
    from . import finish, tags

    document.metadata = metadata.dictionary()
    tags.prepare(document)
    data = document.write_pdf(
        pdf_variant=VARIANT,
        pdf_identifier=True,
        finisher=lambda _, pdf: finish.finish(pdf, metadata, direction),
    )
    return bytes(data)


def _html(sheet: Sheet, fetcher: Any) -> Any:
    """Return the engine's document of a tree; it offers no way to make one but from text."""
    from cssselect2 import ElementWrapper  # type: ignore[import-untyped]
    from weasyprint import HTML

    from .fetch import BASE

    html = HTML.__new__(HTML)
    html.base_url, html.url_fetcher, html.media_type = BASE, fetcher, "print"
    html.wrapper_element = ElementWrapper.from_html_root(sheet.root, content_language=None)
    html.etree_element = html.wrapper_element.etree_element
    return html


@dataclass(frozen=True, slots=True)
class _Ready:
    """What is ready before a report comes: parsed style sheets and loaded fonts."""

    layout: Layout
    styles: tuple[Any, ...]
    counters: Any
    fonts: Any

    def step(self, style: str) -> Any:
        """Return a style sheet that comes last, read."""
        return _css(style, self.layout, self.counters, self.fonts)


@lru_cache(maxsize=32)
def _ready(layout: Layout, names: tuple[str, ...], chosen: fonts.Fonts) -> _Ready:
    """Return a layout's style sheets and the fonts, read; raises `Refused` with every warning, at its line."""
    from weasyprint.css.counters import CounterStyle

    loaded, counters = _font_configuration(chosen), CounterStyle()
    styles = [_css(chosen.style, layout, counters, loaded)]
    styles += [sheets.read(name, layout, counters, _reader(name, layout, loaded)) for name in names]
    return _Ready(layout, tuple(styles), counters, loaded)


def _reader(name: str, layout: Layout, loaded: Any) -> Callable[[str, Any], Any]:
    def make(style: str, counters: Any) -> Any:
        with _heard() as said:
            found = _css(style, layout, counters, loaded)
        if said:
            path = layout.path(name)
            raise Refused([_in_style(message, layout.place(path).file if path else name) for message in said])
        return found

    return make


def _css(style: str, layout: Layout, counters: Any, loaded: Any) -> Any:
    from weasyprint import CSS

    from .fetch import BASE, Fetcher

    return CSS(string=style, font_config=loaded, counter_style=counters, url_fetcher=Fetcher(layout, {}), base_url=BASE)


def _font_configuration(chosen: fonts.Fonts) -> Any:
    """Return the engine's fonts with exactly these files in it."""
    from weasyprint.text import ffi
    from weasyprint.text.fonts import FontConfiguration

    loaded = FontConfiguration()
    for path in chosen.files:
        if not ffi.fontconfig.FcConfigAppFontAddFile(loaded._config, os.fsencode(path)):
            hint = "install its package again"
            raise Refused([error(Place(path.name), "this font file cannot be read", hint, "font")])
    ffi.pangoft2.pango_fc_font_map_config_changed(ffi.ffi.cast("PangoFcFontMap *", loaded.font_map))
    return loaded


# What the engine says


@contextmanager
def _heard() -> Iterator[list[str]]:
    """Collect what the engine logs as a warning or an error, and keep it from everybody else."""
    said: list[str] = []
    logger = logging.getLogger("weasyprint")
    listener = _Listener(said)
    before, logger.propagate = logger.propagate, False
    logger.addHandler(listener)
    try:
        yield said
    finally:
        logger.removeHandler(listener)
        logger.propagate = before


class _Listener(logging.Handler):
    def __init__(self, said: list[str]) -> None:
        super().__init__(logging.WARNING)
        self._said = said

    def emit(self, record: logging.LogRecord) -> None:
        self._said.append(record.getMessage())


def _in_style(message: str, file: str) -> Problem:
    line = re.search(r"\bat (\d+):\d+", message)
    return error(Place(file, int(line[1]) if line else 0), f"the engine says: {message}", _MEND, "layout")


_MEND = "mend the layout’s style sheet"
_NO_GLYPH = re.compile(r'unsupported by fonts: "(.+)" \(U\+([0-9A-F]+)\)', re.DOTALL)
_NO_PICTURE = re.compile(r"Failed to load image at (['\"])(.*?)\1: (?:\w+: )?(.*)", re.DOTALL)
_NO_ALT = re.compile(r'Image "(.*)" has no required alt')


def _understood(message: str, sheet: Sheet) -> Problem:
    """Return what the engine said while it set a sheet as a person would put it."""
    where = Place(sheet.file)
    if found := _NO_GLYPH.search(message):
        return _no_glyph(chr(int(found[2], 16)), sheet)
    if found := _NO_PICTURE.search(message):
        what = f"the picture {_name(found[2], sheet)} cannot be shown: {found[3].strip()}"
        return error(where, what, "name a picture of the workspace, by its path there", "picture")
    if found := _NO_ALT.search(message):
        what = f"the picture {_name(found[1], sheet)} does not say what it shows"
        return error(where, what, "write it between the brackets: ![what it shows](file.jpg)", "picture")
    return error(where, f"the PDF engine says: {message}", "mend the layout, or the text at this place", "engine")


def _name(address: str, sheet: Sheet) -> str:
    path = sheet.pictures.get(address)
    return path.name if path else address.rpartition("/")[2]


def _no_glyph(letter: str, sheet: Sheet) -> Problem:
    """Return that a letter has no font, with the sentence it stands in and the package that has it, if one is known."""
    sentence = next((piece for piece in sheet.pieces if letter in piece), "")
    shown = sentence if len(sentence) <= 160 else sentence[:157] + "…"
    what = f"no font has “{letter}” (U+{ord(letter):04X}), in “{shown}”"
    return error(Place(sheet.file), what, _font_for(letter), "font")


def _font_for(letter: str) -> str:
    """Return how to get a font that has a letter, where one is known that is not here."""
    needs = [need for script in fonts.needed(letter) for need in system.needs(f"script:{script}")]
    absent = [need for need in needs if system.found(need) is None]
    if absent:
        return system.fix(absent, system.os_family())
    if needs:
        names = ", ".join(dict.fromkeys(need.about for need in needs))
        return f"{names} should have it and are here: a newer release may, or write it in other letters"
    return "no package is known that has it: write it in other letters"
