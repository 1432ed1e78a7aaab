"""Every colour of a PDF in inks: the streams of pages, forms, patterns and glyphs, images, shadings and groups."""

from __future__ import annotations

from typing import Any

from pikepdf import Array, Dictionary, Name, Pdf, Stream, unparse_content_stream

from . import images, shadings, spaces
from .content import KNOCK, OVER, Rewriter
from .inks import Converter

_STATES = {OVER: True, KNOCK: False}


def convert(pdf: Pdf, inks: Converter) -> None:
    """Turn all that the pages show into CMYK and grey; raises `Refused` for what cannot be.

    What lies within a luminosity mask becomes grey, since its colours are no colours but how much shows through.
    """
    walk = _Walk(pdf, inks)
    for page in pdf.pages:
        for key, empty in (("/Contents", pdf.make_stream(b"")), ("/Resources", Dictionary())):
            if key not in page.obj:
                page.obj[key] = empty if key == "/Contents" else page.resources or empty
        content = walk.stream(page.obj, page.resources, grey=False, scale=1.0, begins=True)
        page.obj.Contents = pdf.make_stream(content)
        _group(page.obj, grey=False)
    for page in pdf.pages:
        walk.resources(page.resources, grey=False)
    walk.forget_spaces()


def _group(owner: Any, grey: bool) -> None:
    """Say that the colours of a transparency group mix as inks (ISO 32000-1, 11.6.6)."""
    group = owner.get("/Group")
    if group is not None and group.get("/S") == Name.Transparency:
        group.CS = Name.DeviceGray if grey else Name.DeviceCMYK


class _Walk:
    """Goes through all that pages lead to, each thing once."""

    def __init__(self, pdf: Pdf, inks: Converter) -> None:
        self.pdf, self.inks = pdf, inks
        self.seen: set[tuple[int, int]] = set()
        self.met: list[Any] = []

    def first(self, thing: Any) -> bool:
        """Return whether a thing has not been met before; what is written within another is met once by itself."""
        if not thing.is_indirect:
            return True
        known = thing.objgen in self.seen
        self.seen.add(thing.objgen)
        return not known

    def stream(self, owner: Any, resources: Any, grey: bool, scale: float, begins: bool) -> bytes:
        """Return the content of a page or another stream with its colours as inks."""

        def drawn(name: str, size: float) -> None:
            thing = resources.get("/XObject", {}).get(name)
            if thing is not None and thing.get("/Subtype") == Name.Form:
                self.form(thing, resources, grey, size)

        rewriter = Rewriter(resources, self.inks, grey, scale, drawn)
        content = unparse_content_stream(rewriter.rewritten(owner, begins))
        if rewriter.overprints:
            if "/ExtGState" not in resources:
                resources.ExtGState = Dictionary()
            for name, on in _STATES.items():
                resources.ExtGState[name] = Dictionary(Type=Name.ExtGState, OP=on, op=on, OPM=1 if on else 0)
        return content

    def form(self, form: Any, outer: Any, grey: bool, scale: float = 1.0, begins: bool = False) -> None:
        """Convert a form, a pattern's cell or a glyph, and what it is made of."""
        if not self.first(form):
            return
        if "/Resources" not in form and form.get("/Subtype") == Name.Form:
            form.Resources = outer
        resources = form.get("/Resources", outer)
        matrix = [float(each) for each in form.get("/Matrix", (1, 0, 0, 1, 0, 0))]
        scale *= abs(matrix[0] * matrix[3] - matrix[1] * matrix[2]) ** 0.5
        form.write(self.stream(form, resources, grey, scale, begins))
        _group(form, grey)
        self.resources(resources, grey)

    def resources(self, resources: Any, grey: bool) -> None:
        """Convert what a stream's resources hold, whether it uses it or not."""
        if not self.first(resources):
            return
        for state in self.held(resources, "/ExtGState"):
            mask = state.get("/SMask")
            if isinstance(mask, Dictionary) and "/G" in mask:
                self.mask(mask, resources)
        for thing in self.held(resources, "/XObject"):
            self.thing(thing, resources, grey)
        for pattern in self.held(resources, "/Pattern"):
            self.pattern(pattern, resources, grey)
        for shading in self.held(resources, "/Shading"):
            self.shading(shading, grey)
        for font in self.held(resources, "/Font"):
            for glyph in font.get("/CharProcs", {}).values() if font.get("/Subtype") == Name.Type3 else ():
                self.form(glyph, font.get("/Resources", resources), grey)
        self.met.append(resources)

    @staticmethod
    def held(resources: Any, kind: str) -> list[Any]:
        """Return the resources of a kind."""
        return [thing for _, thing in sorted(resources.get(kind, {}).items())]

    def thing(self, thing: Any, resources: Any, grey: bool) -> None:
        """Convert a form or an image."""
        if thing.get("/Subtype") == Name.Form:
            self.form(thing, resources, grey)
        elif thing.get("/Subtype") == Name.Image and self.first(thing):
            images.convert(thing, self.inks, grey)

    def mask(self, mask: Any, resources: Any) -> None:
        """Convert the group of a mask to grey, and the colour around it (ISO 32000-1, 11.6.5.2)."""
        group = mask.G.get("/Group")
        around = [float(each) for each in mask.get("/BC", ())]
        if group is not None and len(around) == 3:
            mask.BC = Array([round(shadings.luminance((around[0], around[1], around[2])), 4)])
        self.form(mask.G, resources, grey=True)

    def pattern(self, pattern: Any, resources: Any, grey: bool) -> None:
        """Convert a pattern: the cell of a tiling one, the shading of the other."""
        if isinstance(pattern, Stream):
            self.form(pattern, resources, grey, begins=int(pattern.get("/PaintType", 1)) == 1)
        elif self.first(pattern) and "/Shading" in pattern:
            self.shading(pattern.Shading, grey)

    def shading(self, shading: Any, grey: bool) -> None:
        """Convert a shading."""
        if self.first(shading):
            shadings.convert(shading, self.pdf, self.inks, grey)

    def forget_spaces(self) -> None:
        """Take out the colour spaces that no stream uses any more."""
        for resources in self.met:
            held = resources.get("/ColorSpace", {})
            for name in list(held.keys()):
                if spaces.kind(held[name]) not in (spaces.INK, spaces.PATTERN):
                    del held[name]
