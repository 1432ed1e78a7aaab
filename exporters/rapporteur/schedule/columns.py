"""Which column of a table says what: as it was agreed once, as somebody says now, or as its heading is understood."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from ..form import Form
from ..problems import Problem, WrongUse, error, warning
from ..spelling import fold
from .headings import PARTS, WORDS, listed
from .table import Cell, Table

LEFT_OUT = "ignore"
"""What stands for a field where a column is left out on purpose."""
ROLES = ("organiser", "moderator", "rapporteur", "presenters")
Pairs = Sequence[tuple[str, str]]
"""Fields, and the headings of their columns."""
SINGLE = tuple(each for each in WORDS if each not in ROLES)


@dataclass(frozen=True, slots=True)
class Columns:
    """The position of the column of each field, and which of them were only guessed; `unknown` are read by nobody."""

    at: Mapping[str, int]
    guessed: Mapping[str, str]
    unknown: tuple[Cell, ...]

    def problems(self, table: Table) -> Iterable[Problem]:
        """Yield what is to be said: columns that are not read, and that no column holds the titles."""
        for cell in self.unknown:
            if cell.text:
                hint = f'--map title="{cell.text}" or another field; --map ignore="{cell.text}" is silent about it'
                yield warning(cell.place, f"the column “{cell.text}” is not read", hint, "column")
        if "title" not in self.at:
            named = ", ".join(f"“{cell.text}”" for cell in table.headings if cell.text)
            hint = f'say which one it is: --map title="…"; the columns are: {named}'
            yield error(table.place, "no column holds the titles of the sessions", hint, "column")


def fields(form: Form) -> tuple[str, ...]:
    """Return every field that a column may hold: what the programme says, people by role, and their parts."""
    roles = tuple(dict.fromkeys((*ROLES, *(each.id for each in form.of_kind("people")))))
    return (*SINGLE, *roles, *(f"{role}.{part}" for role in roles for part in PARTS))


def known_words() -> tuple[str, ...]:
    """Return every word that a heading may be, in bare letters."""
    return tuple(word for words in WORDS.values() for word in listed(words))


def chosen(table: Table, said: Pairs, remembered: Pairs, form: Form) -> Columns:
    """Return which column says what: as `said` now, else as it is `remembered`, else as its heading is understood.

    Raises `WrongUse` for a field that is none and for a heading that the table does not have.
    """
    headings = {fold(cell.text): at for at, cell in enumerate(table.headings) if cell.text}
    _refuse_unknown(table, said, headings, form)
    at, out = _agreed((*said, *remembered), headings, form)
    guessed: dict[str, str] = {}
    for place, cell in enumerate(table.headings):
        if place in at.values() or place in out:
            continue
        field = meant(cell.text, form) or _beside(cell.text, place, at)
        if field and field not in at:
            at[field] = place
            guessed[field] = cell.text
    rest = [cell for place, cell in enumerate(table.headings) if place not in at.values() and place not in out]
    return Columns(at, guessed, tuple(rest))


def _refuse_unknown(table: Table, said: Pairs, headings: Mapping[str, int], form: Form) -> None:
    for field, heading in said:
        if field not in (*fields(form), LEFT_OUT):
            raise WrongUse(f"--map {field}: there is no such field; there are: {', '.join(SINGLE)}, {', '.join(ROLES)}")
        if fold(heading) not in headings:
            there = ", ".join(cell.text for cell in table.headings if cell.text)
            raise WrongUse(f"--map {field}: there is no column “{heading}”; there are: {there}")


def _agreed(pairs: Pairs, headings: Mapping[str, int], form: Form) -> tuple[dict[str, int], set[int]]:
    """Return the columns of fields as they were agreed, and those that are left out; what stands first holds."""
    at: dict[str, int] = {}
    out: set[int] = set()
    for field, heading in pairs:
        place = headings.get(fold(heading))
        if place is None or place in out or place in at.values():
            continue
        if field == LEFT_OUT:
            out.add(place)
        elif field in fields(form):
            at.setdefault(field, place)
    return at, out


def _beside(heading: str, place: int, at: Mapping[str, int]) -> str:
    """Return the field of a column that is only called “E-mail”: it is of the people in the column before it."""
    before = next((field for field, where in at.items() if where == place - 1), "").partition(".")[0]
    part = next((part for part, words in PARTS.items() if fold(heading).rstrip(" :") in listed(words)), "")
    return f"{before}.{part}" if before and part and before not in SINGLE else ""


def meant(heading: str, form: Form) -> str:
    """Return the field that a heading means, "" if it means none: “Session name”, “Rapporteur e-mail”."""
    words = _words(form)
    plain = fold(heading).rstrip(" :")
    if plain in words:
        return words[plain]
    for word in sorted(words, key=len, reverse=True):
        field = words[word]
        if field in SINGLE or word not in plain:
            continue
        rest = plain.replace(word, " ", 1)
        part = next((part for part, said in PARTS.items() if _is_rest(rest, listed(said))), "")
        if part:
            return f"{field}.{part}"
    return ""


_LINKS = {"of", "the", "'s", "s", "de", "la", "le", "du", "des", "del", "da", "do", "l'", "का", "की", "के", "的"}


def _is_rest(rest: str, words: Sequence[str]) -> bool:
    """Return whether a heading without its role is one of the words, but for brackets and words that bind."""
    bare = " ".join(word for word in rest.translate(_BRACKETS).split() if word not in _LINKS)
    return any(bare == " ".join(word.translate(_BRACKETS).split()) for word in words)


_BRACKETS = str.maketrans("()[]:/-_.（）：", " " * 12)


def _words(form: Form) -> Mapping[str, str]:
    labelled = tuple((each.id, tuple(each.labels.values())) for each in form.of_kind("people"))
    return _all_words(labelled)


@cache
def _all_words(labelled: tuple[tuple[str, tuple[str, ...]], ...]) -> Mapping[str, str]:
    """Return the field that each folded word means; a form's own words go before those that are usual."""
    own = {fold(label): role for role, labels in labelled for label in (*labels, role.replace("_", " "))}
    usual = {word: field for field, words in reversed(WORDS.items()) for word in listed(words)}
    return {**usual, **{field: field for field in SINGLE}, **own}
