"""The bytes of a text as characters: UTF-8, UTF-16 if it says so, else what Windows wrote before."""

from __future__ import annotations

from ..problems import Place, Problem, Refused, error, warning

LARGEST = 5_000_000
"""No text may be larger, in bytes."""
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_OTHERS = {
    b"PK\x03\x04": ("a Word, Excel or zip file", "give it the name it had: report.docx"),
    b"%PDF-": ("a PDF file", "open it, select everything, and paste it into a text file"),
    b"{\\rtf": ("an RTF file", "open it in Word or LibreOffice and save it as DOCX"),
    b"\xd0\xcf\x11\xe0": ("a file of an old Word or Excel", "open it in Word or LibreOffice and save it as DOCX"),
}


def decoded(data: bytes) -> tuple[str, tuple[Problem, ...]]:
    """Return the text that bytes are and what was guessed to read it; raises `Refused` for what is no text."""
    if len(data) > LARGEST:
        raise _refused(f"this text is larger than {LARGEST:,} bytes", "part it")
    for begins, (what, hint) in _OTHERS.items():
        if data.startswith(begins):
            raise _refused(f"this is {what}, not a text", hint)
    text, told = _text(data)
    if "\0" in text:
        raise _refused("this is not a text: it holds bytes of zero", "save it as plain text, UTF-8")
    return text, told


def _text(data: bytes) -> tuple[str, tuple[Problem, ...]]:
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "utf-8")
    try:
        return data.decode(encoding), ()
    except UnicodeDecodeError as mistake:
        if encoding != "utf-8":
            raise _refused(f"this is not the {encoding.upper()} that it begins as", "save it as UTF-8") from mistake
        line = data.count(b"\n", 0, mistake.start) + 1
    what = "a character here is not UTF-8: all of the text was read as Windows-1252 (a guess)"
    told = warning(Place("text", line), what, "look at its accents; if they are wrong, save it as UTF-8", "guess")
    return "".join(_western(byte) for byte in data), (told,)


def _western(byte: int) -> str:
    try:
        return bytes((byte,)).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)


def _refused(what: str, hint: str) -> Refused:
    return Refused([error(Place("text"), what, hint, "text")])
