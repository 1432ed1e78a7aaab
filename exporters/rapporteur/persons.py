"""People as a line of a form names them: name, position, organisation, country, and how to reach them.

Every word is kept: what no part fits stays in the name or the organisation. People who ran together in one line are
parted where a known pattern repeats; that and everything else that is not certain is told as a guess.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Generic, NamedTuple, TypeVar

from . import affiliations
from .characters import FORBIDDEN
from .labels import Catalogue
from .report import Person
from .spelling import fold

T = TypeVar("T")


class Heard(NamedTuple, Generic[T]):
    """A value that was heard in people's words; `guess` is a remark with the raw words, "" if it is certain."""

    value: T
    guess: str = ""


def remark(why: str, raw: str) -> str:
    """Return a remark with the raw words between quotes, on one line, so that it may stand in a comment of YAML."""
    shown = FORBIDDEN.sub("\ufffd", " ".join(raw.split()))
    return f"{why}: {json.dumps(shown, ensure_ascii=False)}"


_COMMA = re.compile(r"\s*[,，、،;；؛|\t\u3000]\s*|\s+[–—―-]+\s+|\s*[–—―]\s+")
_TAIL = re.compile(r"\s*[(（]([^()（）]*)[)）]\s*$")
_PHONE = re.compile(
    r"(?:(?<!\w)(?:tel|phone|tél|tel[ée]fono|telefone|mobile|тел|هاتف|电话|फ़ोन|फोन)\.?\s?[:：]?\s?)?"
    r"((?:\+|(?<!\d)00)\d[\d ()./-]{5,20}\d)(?!\w)",
    re.IGNORECASE,
)
_MAIL = re.compile(
    r"(?:mailto:|e-?mail\s?[:：]\s?)?([^\s<>()\[\],;，、،；:：]{1,64}@[^\s<>()\[\],;，、،；@]{1,200}\.[^\W\d_]{2,24})(?!\w)"
)
_SUFFIX = re.compile(r"(?:jr|sr|ph\.? ?d|m\.?d|mba|msc|m\.?a|obe|cbe|esq|s\.?j|ii|iii|iv)\.?")
_SUFFIXED = re.compile(r"(?:inc|ltd|llc|gmbh|s\.? ?a|co|corp|plc|limited|e\.? ?v|a\.? ?c|s\.? ?l)\.?")
_PARTICLES = "de da do dos das del della di du la le el al y e van von der den bin ibn ben bint abu af zu ter"
_TITLES = """
    Mr Mrs Ms Miss Dr Prof Sr Sra Srta Mme Mlle Hon Amb Rev H.E Sir Dame Г-н Г-жа श्री श्रीमती डॉ
    السيد السيدة الدكتور الدكتورة
"""
_TITLED = re.compile(rf"(?<!\S)(?=(?:{'|'.join(map(re.escape, _TITLES.split()))})\.?\s)")
_MOST = 60
"""A line with more pieces than this is not a line of people."""


_LABELLED = re.compile(r"[:：]")


def person(text: str, parts: tuple[str, ...], words: Catalogue) -> Heard[Person]:
    """Return the person that a line names as “Name, position, organisation, country”, the parts the form asks."""
    rest, email, phone = _reached(text)
    rest, bracket = _bracketed(rest)
    pieces = [piece for piece in _COMMA.split(rest) if piece]
    if bracket:
        pieces += [piece for piece in _COMMA.split(bracket) if piece]
    pieces = _joined(pieces) or [""]
    why: list[str] = []
    if len(pieces) == 1:
        pieces = _run_together(pieces[0], parts, why)
    country = pieces.pop() if len(pieces) > 1 and affiliations.is_country(pieces[-1]) else ""
    position, organisation = _middle(pieces[1:], parts, _comma(rest), why)
    found = Person(pieces[0], position, organisation, country, email, phone)
    if not found.name and not organisation:
        found = Person(" ".join(text.split()))
    if _LABELLED.search(found.name):
        why.append("a label that nobody knows stands before or in the name")
    return Heard(found, remark("; ".join(why), text) if why else "")


def _reached(text: str) -> tuple[str, str, str]:
    """Return the text without its first e-mail address and telephone number, and these; a second one stays."""
    email = phone = ""
    if "@" in text and (mail := _MAIL.search(text)):
        email = mail[1]
        text = _without(text, mail)
    if number := _PHONE.search(text):
        phone = number[1].strip()
        text = _without(text, number)
    return text.strip(" ,;，、،；؛|\t"), email, phone


def _without(text: str, found: re.Match[str]) -> str:
    """Return the text without what was found, nor the brackets and commas that held it."""
    before, after = text[: found.start()].rstrip(), text[found.end() :].lstrip()
    if before.endswith(("(", "<", "[", "（")) and after.startswith((")", ">", "]", "）")):
        before, after = before[:-1].rstrip(), after[1:].lstrip()
    return f"{before}, {after}" if before and after and not after.startswith((",", "(", "（")) else f"{before} {after}"


def _bracketed(text: str) -> tuple[str, str]:
    """Return a text and what stands in brackets at its end, if that is a country or an affiliation."""
    found = _TAIL.search(text) if text.rstrip().endswith((")", "）")) else None
    if not found or not text[: found.start()].strip():
        return text, ""
    last = _COMMA.split(found[1])[-1]
    if affiliations.is_country(last) or affiliations.affiliation(found[1]) or _COMMA.search(found[1]):
        return text[: found.start()], found[1].strip()
    return text, ""


def _joined(pieces: list[str]) -> list[str]:
    """Return pieces with what only looks like one put back: “, Jr.” belongs to its name, “, Inc.” to its firm."""
    made: list[str] = []
    for piece in pieces:
        plain = fold(piece)
        own = _SUFFIX if len(made) == 1 else _SUFFIXED
        if made and own.fullmatch(plain):
            made[-1] += f", {piece}"
        else:
            made.append(piece)
    return made


def _run_together(text: str, parts: tuple[str, ...], why: list[str]) -> list[str]:
    """Return name and affiliation of a text without commas, parted before the word that begins the affiliation."""
    words = text.split()
    if len(words) > 1 and _is_han(words[0]) and len(words[0]) <= 4:
        why.append("the parts of this person were told apart at the spaces")
        return words
    at = next((n for n in range(2, len(words)) if affiliations.affiliation(words[n])), 0)
    if at:
        if at > 2 and at == len(words) - 1 and words[at].isascii():  # in English the word that tells comes last
            at = 2
        why.append("name and affiliation ran together here")
        return [" ".join(words[:at]), " ".join(words[at:])]
    if len(words) > 7:
        why.append("more words than a name has, kept as they are")
    return [text]


def _is_han(text: str) -> bool:
    return all("\u3400" <= character <= "\u9fff" for character in text)


def _comma(text: str) -> str:
    """Return the comma that a text uses, with the space behind it."""
    found = re.search("[,，、،]", text)
    return {"，": "，", "、": "、", "،": "، "}.get(found[0] if found else "", ", ")


def _middle(pieces: list[str], parts: tuple[str, ...], comma: str, why: list[str]) -> tuple[str, str]:
    """Return position and organisation of the pieces between name and country."""
    if not pieces:
        return "", ""
    if len(pieces) == 1:
        return _one(pieces[0], parts, why)
    kinds = [affiliations.affiliation(piece) for piece in pieces]
    if len(pieces) == 2 and kinds == ["organisation", "position"]:
        why.append("the organisation stood before the position")
        return pieces[1], pieces[0]
    if len(pieces) > 2:
        why.append("more commas than parts of a person")
    if "position" not in parts and kinds[0] != "position":
        if len(pieces) == 2:
            why.append("more commas than parts of a person")
        return "", comma.join(pieces)
    return pieces[0], comma.join(pieces[1:])


def _one(piece: str, parts: tuple[str, ...], why: list[str]) -> tuple[str, str]:
    """Return position and organisation when only one of them is given."""
    kind = affiliations.affiliation(piece)
    asked = [part for part in parts if part in ("position", "organisation")]
    if not kind and len(asked) == 1:
        kind = "position" if asked == ["position"] else "organisation"
    if not kind:
        why.append("neither a position nor an organisation is said, taken as the organisation")
    return (piece, "") if kind == "position" else ("", piece)


def people(lines: Sequence[str], parts: tuple[str, ...], words: Catalogue) -> tuple[Heard[Person], ...]:
    """Return the people that lines name; a line may run several together, which are then parted by guessing."""
    return tuple(one for line in lines if line.strip() for one in _people(line.strip(), parts, words))


def _people(line: str, parts: tuple[str, ...], words: Catalogue) -> Iterator[Heard[Person]]:
    for text in _listed(line, parts):
        found, why = _parted(text, parts)
        for one in found:
            heard = person(one, parts, words)
            yield heard._replace(guess=remark(why, line)) if why else heard


def _listed(line: str, parts: tuple[str, ...]) -> list[str]:
    """Return a line parted at its semicolons, unless these part one person's parts."""
    pieces = [piece.strip() for piece in re.split(r"[;；؛\n]", line) if piece.strip()]
    lists_people = parts == ("name",) or any(re.search("[,，،]", piece) for piece in pieces)
    return pieces if lists_people or all(_is_name(piece) and " " in piece for piece in pieces) else [line]


def _parted(text: str, parts: tuple[str, ...]) -> tuple[list[str], str]:
    """Return the people who ran together in a text and why it was parted, one and "" if nobody did."""
    for cut, why in (
        (_after_addresses, "people ran together here, parted behind their e-mail addresses"),
        (_after_brackets, "people ran together here, parted behind brackets"),
        (_after_countries, "people ran together here, parted behind a country"),
        (_before_titles, "people ran together here, parted before their titles"),
    ):
        found = cut(text)
        if len(found) > 1:
            return found, f"{len(found)} {why}"
    if "position" not in parts and "organisation" not in parts and len(names := _names(text)) > 1:
        return names, f"{len(names)} people in one line, parted between their names"
    return [text], ""


def _after_addresses(text: str) -> list[str]:
    ends = [found.end() for found in _MAIL.finditer(text)] if text.count("@") > 1 else []
    return _cut(text, ends) if ends and len(text.rstrip(" .,;)>")) <= ends[-1] else [text]


def _after_brackets(text: str) -> list[str]:
    ends = [found.end() for found in re.finditer(r"[)）](?=\s*[^\s,，、،)）–—-])", text)]
    return _cut(text, ends) if ends and text.endswith((")", "）")) else [text]


def _cut(text: str, ends: list[int]) -> list[str]:
    bounds = [0, *ends, len(text)]
    pieces = (text[begin:end].strip(" ,;，、،；؛") for begin, end in pairwise(bounds))
    return [piece for piece in pieces if piece.strip(" .")]


def _after_countries(text: str) -> list[str]:
    """Return people parted where a piece holds a country and then a name: “…, Argentina Stanley Kao , Director, …”."""
    commas = list(re.finditer(r"[,，،]\s*", text))
    ends = []
    for at, comma in enumerate(commas[:_MOST]):
        stop = commas[at + 1].start() if at + 1 < len(commas) else len(text)
        piece = text[comma.end() : stop]
        words = piece.split()
        n = affiliations.led_by_country(piece)
        name = " ".join(words[n:])
        if n and name and _is_name(name) and len(words) > n + (not _is_han(name)):
            ends.append(comma.end() + re.match(rf"\s*(?:\S+\s+){{{n}}}", piece).end())  # type: ignore[union-attr]
    return _cut(text, ends)


def _before_titles(text: str) -> list[str]:
    starts = [found.start() for found in _TITLED.finditer(text)]
    starts = [each for at, each in enumerate(starts) if at == 0 or " " in text[starts[at - 1] : each].strip()]
    return _cut(text, starts[1:]) if len(starts) > 1 and starts[0] == 0 else [text]


_BOTH = re.compile(
    r"\s*[,，、،]\s*(?:(?:and|et|y|e|и)\s+)?|\s+(?:and|et|y|e|и|एवं|और|&)\s+|\s+و\s?(?=\S)|"
    r"(?<=[\u3400-\u9fff])[和与](?=[\u3400-\u9fff])"
)


def _names(text: str) -> list[str]:
    """Return the names of a line that holds nothing but names, parted by commas or “and”."""
    pieces = [piece for piece in _BOTH.split(text) if piece]
    whole = 1 < len(pieces) <= _MOST and all(_is_name(piece) and (" " in piece or _is_han(piece)) for piece in pieces)
    return pieces if whole and not _SUFFIX.fullmatch(fold(pieces[-1])) else [text]


def _is_name(text: str) -> bool:
    """Return whether words may be a name: two to five of them, capital where the script has capitals."""
    words = text.split()
    if not 1 <= len(words) <= 5 or affiliations.affiliation(text) or affiliations.is_country(text):
        return False
    if _is_han(text.replace(" ", "")):
        return len(text) <= 4
    return all(word in _PARTICLES.split() or (word[0].isalpha() and not word[0].islower()) for word in words)
