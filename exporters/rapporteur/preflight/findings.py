"""What preflight can find: each check by its id, what it asks, and of which files it is asked."""

from __future__ import annotations

from dataclasses import dataclass

from ..problems import Severity

ALWAYS, SAID, READ, PRINT = "always", "said", "read", "print"
"""What a check is asked of: every file, files that say what they are, files to be read on a screen, for a printer."""


@dataclass(frozen=True, slots=True)
class Check:
    """One check: what holds when nothing is found, and how bad it is if not.

    `of_source` says that it depends on what stands in a report, such as its pictures.
    """

    id: str
    asks: str
    of: str
    severity: Severity = "error"
    of_source: bool = False


_ALL = (
    Check("F01", "the file is sound", ALWAYS),
    Check("F02", "the file has no password", ALWAYS),
    Check("F03", "nothing in the file runs or plays", ALWAYS),
    Check("F04", "the file has no XFA form", ALWAYS),
    Check("F05", "the file has an identifier", ALWAYS, "warning"),
    Check("M01", "the file says what it is (XMP)", SAID, "warning"),
    Check("M02", "what it says can be read without decoding", SAID, "warning"),
    Check("M03", "it has a title", SAID, "warning"),
    Check("M04", "it says its language", READ),
    Check("M05", "its two records agree on title and dates", SAID, "warning"),
    Check("T01", "every font is in the file", ALWAYS),
    Check("T02", "letters are outlines, not pictures (Type 3)", PRINT, "warning"),
    Check("T03", "letters can be read back (ToUnicode)", READ),
    Check("T04", "glyphs of TrueType fonts are numbered (CIDToGIDMap)", ALWAYS),
    Check("T05", "letters are as wide as the file says they are", ALWAYS, "warning"),
    Check("T06", "no letter is an empty box (.notdef)", ALWAYS),
    Check("T07", "no letter is of private meaning", READ, "warning"),
    Check("T08", "no letter is smaller than 6 points", PRINT, "warning"),
    Check("C01", "no words stand beyond the edge of the page", ALWAYS),
    Check("C02", "words keep away from where the paper is cut", PRINT),
    Check("C03", "no page is a mere picture of words", READ, "warning"),
    Check("X01", "each page says where it is cut (TrimBox)", PRINT),
    Check("X02", "the boxes of a page lie within each other", ALWAYS),
    Check("X03", "pages have the size that the printer expects", PRINT),
    Check("X04", "pages have the bleed that the printer asks for", PRINT),
    Check("X05", "nothing on a page can be clicked or filled in", PRINT),
    Check("X06", "areas at the edge go on into the bleed", PRINT),
    Check("X07", "it says for which print its colours are (output intent)", PRINT),
    Check("X08", "the profile of that print is one of four inks", PRINT),
    Check("X09", "its output condition has a name", PRINT),
    Check("X10", "it says that it is PDF/X-4, in PDF 1.6", PRINT),
    Check("X11", "it says whether it is trapped", PRINT),
    Check("X12", "no transfer functions change its tones", PRINT),
    Check("X13", "it says when it was made", PRINT, "warning", of_source=True),
    Check("K01", "nothing is in the colours of a screen", PRINT),
    Check("K02", "no colour has more ink than the paper takes", PRINT),
    Check("K03", "small letters have at most two inks", PRINT, "warning"),
    Check("K04", "black letters are of black ink alone", PRINT),
    Check("K05", "no line is too thin to print", PRINT, "warning"),
    Check("K06", "nothing white overprints, and so vanishes", PRINT),
    Check("K07", "small black letters overprint colours", PRINT, "warning"),
    Check("G01", "no page is turned or scaled by a reader's program", PRINT, "warning"),
    Check("G02", "all pages have one size", PRINT, "warning"),
    Check("I01", "pictures have enough pixels", PRINT, of_source=True),
    Check("I02", "pictures are in the colours of print", PRINT),
    Check("I03", "pictures are not smoothed by a reader's program", ALWAYS, "warning"),
    Check("I04", "pictures have no more ink than the paper takes", PRINT, of_source=True),
    Check("A01", "the file is tagged", READ),
    Check("A02", "a window shows its title", READ),
    Check("A03", "no heading is empty", READ),
    Check("A04", "pictures are described", READ),
    Check("A05", "descriptions of pictures are words", READ, "warning"),
    Check("A06", "tables have headers", READ),
    Check("A07", "descriptions of links are words", READ, "warning"),
    Check("A08", "the first heading is of the first level", READ),
    Check("A09", "no level of headings is skipped", READ),
    Check("A10", "all that is shown has a tag or is an artifact", READ),
    Check("A11", "a long file has bookmarks", READ, "warning"),
    Check("A12", "letters stand out from their ground (WCAG 2.2, 1.4.3)", READ, "warning"),
)
CHECKS = {each.id: each for each in _ALL}
"""Every check by its id. That a word of the source is missing is found when a PDF is made; of a PDF alone, only C03."""
LONG = 20
"""A file with more pages than this is long."""


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """What one check found: what, on which pages (from 1; none for the whole file), and what to do."""

    check: str
    what: str
    pages: tuple[int, ...] = ()
    hint: str = ""
    severity: Severity = "error"


def found(check: str, what: str, hint: str = "", *pages: int, severity: Severity | None = None) -> Finding:
    """Return a finding, as bad as its check says unless another `severity` is given."""
    return Finding(check, what, tuple(sorted(set(pages))), hint, severity or CHECKS[check].severity)
