"""A typeface embedded as far as it is used (ISO 32000-1, 9.7): the line in the margin must bring its letters along."""

from __future__ import annotations

from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import Any

from pikepdf import Array, Dictionary, Name, Pdf, String

from ..problems import MissingLibrary

PACKAGE, FILE, FACE = "font_source_sans_pro", "SourceSansPro-Regular.ttf", "SourceSansPro-Regular"


class Typeface:
    """The letters of a text; one that the typeface lacks is shown as a question mark."""

    def __init__(self, text: str) -> None:
        from fontTools.ttLib import TTFont

        self.font = TTFont(_file(), recalcTimestamp=False)
        known = self.font.getBestCmap()
        self.letters = {each: each if ord(each) in known else "?" for each in sorted(set(text))}
        shown = sorted(set(self.letters.values()))
        self.glyphs = {each: int(self.font.getGlyphID(known[ord(each)])) for each in shown}
        scale = 1000 / self.font["head"].unitsPerEm
        widths = self.font["hmtx"].metrics
        self.widths = {self.glyphs[each]: round(widths[known[ord(each)]][0] * scale) for each in shown}

    def shown(self, text: str) -> bytes:
        """Return a text as its glyphs, to be shown with ``Tj``."""
        return b"<" + "".join(f"{self.glyphs[self.letters[each]]:04X}" for each in text).encode() + b">"

    def embedded(self, pdf: Pdf) -> Any:
        """Return the typeface as a font of a PDF, with the widths and the text of its glyphs."""
        name = Name(f"/SLUGGY+{FACE}")
        font = Dictionary(
            Type=Name.Font,
            Subtype=Name.CIDFontType2,
            BaseFont=name,
            CIDSystemInfo=Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0),
            FontDescriptor=self._described(pdf, name),
            CIDToGIDMap=Name.Identity,
            W=Array([part for glyph, width in sorted(self.widths.items()) for part in (glyph, Array([width]))]),
        )
        return pdf.make_indirect(
            Dictionary(
                Type=Name.Font,
                Subtype=Name.Type0,
                BaseFont=name,
                Encoding=Name("/Identity-H"),
                DescendantFonts=Array([pdf.make_indirect(font)]),
                ToUnicode=pdf.make_stream(self._told()),
            )
        )

    def _described(self, pdf: Pdf, name: Name) -> Any:
        head, lines, scale = self.font["head"], self.font["hhea"], 1000 / self.font["head"].unitsPerEm
        corners = (head.xMin, head.yMin, head.xMax, head.yMax)
        return pdf.make_indirect(
            Dictionary(
                Type=Name.FontDescriptor,
                FontName=name,
                Flags=4,
                FontBBox=Array([round(each * scale) for each in corners]),
                ItalicAngle=0,
                Ascent=round(lines.ascent * scale),
                Descent=round(lines.descent * scale),
                CapHeight=round(self.font["OS/2"].sCapHeight * scale),
                StemV=80,
                FontFile2=pdf.make_stream(self._subset()),
            )
        )

    def _subset(self) -> bytes:
        from fontTools import subset

        options = subset.Options(
            retain_gids=True, notdef_outline=True, layout_features=[], name_IDs=[], hinting=False, drop_tables=["+DSIG"]
        )
        chosen = subset.Subsetter(options)
        chosen.populate(unicodes=[ord(each) for each in self.glyphs])
        chosen.subset(self.font)
        file = BytesIO()
        self.font.save(file, reorderTables=False)
        return file.getvalue()

    def _told(self) -> bytes:
        """Return which letter each glyph is (ISO 32000-1, 9.10.3)."""
        pairs = [f"<{glyph:04X}> <{letter.encode('utf-16-be').hex().upper()}>" for letter, glyph in self.glyphs.items()]
        groups = [pairs[at : at + 100] for at in range(0, len(pairs), 100)]
        body = "\n".join(f"{len(each)} beginbfchar\n" + "\n".join(each) + "\nendbfchar" for each in groups)
        return (
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
            "/CMapName /Adobe-Identity-UCS def /CMapType 2 def\n"
            f"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n{body}\n"
            "endcmap CMapName currentdict /CMap defineresource pop end end\n"
        ).encode()


def _file() -> Path:
    found = find_spec(PACKAGE)
    if not found or not found.origin:
        raise MissingLibrary("the marks need the typeface Source Sans:\n    pip install font-source-sans-pro")
    return Path(found.origin).parent / "files" / FILE
