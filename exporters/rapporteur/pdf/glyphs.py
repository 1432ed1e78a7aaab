"""What the glyphs of a face read as, so that letters with signs, such as vowels, read back as they were written.

The engine lets all of a cluster, a letter and its signs, be read from one of its glyphs and nothing from the others,
and so for the whole document, whichever letter comes next to a sign. Here a glyph that the face has for a character
reads as that character, and of the others the signs read as signs and the letter as the letter.
"""

from __future__ import annotations

import re
import unicodedata
from io import BytesIO
from typing import Any

from ..outline import direction_of

COMPLEX = re.compile("[\u0900-\u109f\u1780-\u17ff\u1cd0-\u1cff\ua8e0-\ua8ff\ua980-\uaa7f\uabc0-\uabff]")
"""Scripts whose glyphs stand for letters in another order, or for several letters that vary: Indic, Thai and kin."""
NOTHING = "\u200b"
"""What a glyph reads as that is only a part of what others read as: without any, programs make a letter up."""


class Readings(dict[int, str]):
    """What each glyph of a face reads as, told in the order they are painted.

    Of a cluster from right to left the signs are painted first, and the first of all is told its text, the others
    nothing; from left to right the letter comes first, and the last is told.
    """

    def __init__(self, face: Any) -> None:
        super().__init__()
        self._face = face
        self._named: dict[int, str] | None = None
        self._bare: set[int] = set()  # those that are signs
        self._letters = self._signs = ""  # of the cluster that is being painted, if it has both
        self._open: int | None = None  # its glyph that may yet prove to be a sign or a letter

    def __contains__(self, glyph: object) -> bool:
        """Return whether it is known; of a sign, and of what follows one, the text must be told again."""
        return super().__contains__(glyph) and not self._letters and glyph not in self._bare

    def __setitem__(self, glyph: int, text: str) -> None:
        if text:
            self._begin(text)
        self._settle(text)
        if not super().__contains__(glyph):
            whole = text and not self._letters
            named = "" if whole else self._name(glyph)
            self._read(glyph, named or text or self._letters or NOTHING)
            self._open = None if whole or named else glyph

    def _settle(self, text: str) -> None:
        """Decide what the glyph before reads as, if it is one of a cluster with the one that is told `text`."""
        before, self._open = self._open, None
        leftward = direction_of(self._letters) == "rtl"
        if before is not None and self._letters and leftward != bool(text):
            self._read(before, self._signs if leftward else self._letters)

    def _read(self, glyph: int, text: str) -> None:
        super().__setitem__(glyph, text)
        (self._bare.add if _is_sign(text) else self._bare.discard)(glyph)

    def _begin(self, text: str) -> None:
        signs = "".join(each for each in text if _is_sign(each))
        letters = "".join(each for each in text if not _is_sign(each))
        self._letters, self._signs = (letters, signs) if letters and signs else ("", "")

    def _name(self, glyph: int) -> str:
        """Return the character that the face has a glyph for, "" if none."""
        if self._named is None:
            from fontTools.ttLib import TTFont

            with TTFont(BytesIO(self._face.file_content), fontNumber=self._face.index, lazy=True) as face:
                names = sorted(face.getBestCmap().items(), reverse=True)
                self._named = {face.getGlyphID(name): chr(point) for point, name in names}
        return self._named.get(glyph, "")


def _is_sign(text: str) -> bool:
    return all(unicodedata.category(each)[0] == "M" for each in text)
