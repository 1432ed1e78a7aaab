"""What a printer wants to know of a file at a glance."""

from __future__ import annotations

from collections.abc import Iterator

from ..rectangle import MM, box
from .opened import File
from .print_checks import cut


def facts(pdf: File) -> Iterator[tuple[str, str]]:
    """Yield what is so, by name: pages, sizes, fonts, pictures, output condition."""
    count = len(pdf.pages)
    even = "a multiple of four" if count % 4 == 0 else f"not a multiple of four: {-count % 4} blank needed to stitch"
    yield "Pages", f"{count}, {even}"
    if not count:
        return
    trim, bleed = cut(pdf.pages[0]), box(pdf.pages[0], "/BleedBox")
    yield "Trimmed size", f"{trim.width / MM:.1f} × {trim.height / MM:.1f} mm"
    yield "Bleed", f"{(trim.left - bleed.left) / MM:.1f} mm" if bleed else "none"
    fonts = {font.name: font.embedded for shown in pdf.shown for font in shown.fonts.values()}
    yield "Fonts", f"{sum(fonts.values())} of {len(fonts)} embedded: {', '.join(sorted(fonts))}" if fonts else "none"
    pictures = sum(len(shown.pictures) for shown in pdf.shown)
    yield "Pictures", str(pictures) if pictures else "none"
    yield "PDF", pdf.pdf.pdf_version
    intents = pdf.root("/OutputIntents")
    if intents is not None and len(intents):
        intent = intents[0]
        about = str(intent.get("/OutputCondition", ""))
        name = str(intent.get("/OutputConditionIdentifier", ""))
        yield "Output condition", f"{name} ({about})" if about else name
