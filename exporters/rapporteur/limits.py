"""How long an answer is, in the units a form limits: words, characters, sentences, paragraphs, items."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .form import Limit
from .problems import Place, Problem, error, warning
from .prose import Block, Item, List, Paragraph, Quote, plain, runs

_ENDS = ".!?…。！？।؟"
_CLOSING = "\"'”’»)]"


def words(text: str) -> int:
    """Return the number of words; in Chinese and Japanese every character counts as one, as their editors count."""
    return sum(_parts(word) for word in text.split())


def _parts(word: str) -> int:
    """Return how many words one run of letters holds: each ideograph, and each run of other letters between them."""
    if word.isascii():
        return int(any(c.isalnum() for c in word))
    count, inside = 0, False
    for character in word:
        ideograph = _is_ideograph(character)
        count += ideograph or (character.isalnum() and not inside)
        inside = not ideograph and (inside or character.isalnum())
    return count


_IDEOGRAPHS = (("\u3040", "\u30ff"), ("\u3400", "\u9fff"), ("\uf900", "\ufaff"), ("\U00020000", "\U0003ffff"))


def _is_ideograph(character: str) -> bool:
    """Return whether a character is a Chinese or Japanese one: kana, or a unified or compatibility ideograph."""
    return any(first <= character <= last for first, last in _IDEOGRAPHS)


def sentences(text: str) -> int:
    """Return the number of sentences; words after the last full stop are one more.

    A Western full stop ends a sentence only before a space: 3.5 and example.org are no ends.
    """
    pieces = "".join(f"{c} " if c in "。！？।؟" else c for c in text).split()
    count, rest = 0, False
    for piece in pieces:
        ends = piece.rstrip(_CLOSING).endswith(tuple(_ENDS))
        rest = (rest or any(c.isalnum() for c in piece)) and not ends
        count += ends
    return count + rest


def texts(blocks: Iterable[Block]) -> tuple[str, ...]:
    """Return the words of every run of `blocks`."""
    return tuple(plain(inlines) for inlines, _ in runs(tuple(blocks)))


def items(blocks: Iterable[Block]) -> tuple[Item, ...]:
    """Return the points of the outermost lists of `blocks`."""
    return tuple(item for block in blocks if isinstance(block, List) for item in block.items)


def paragraphs(blocks: Iterable[Block]) -> tuple[str, ...]:
    """Return the paragraphs of `blocks` that stand outside lists and tables."""
    found: list[str] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            found.append(plain(block.inlines))
        elif isinstance(block, Quote):
            found.extend(paragraphs(block.blocks))
    return tuple(found)


def measure(unit: str, blocks: tuple[Block, ...]) -> int:
    """Return how many of `unit` the blocks hold."""
    match unit:
        case "words":
            return sum(words(text) for text in texts(blocks))
        case "characters":
            return sum(len(text) for text in texts(blocks))
        case "sentences":
            return sum(sentences(text) for text in texts(blocks))
        case "paragraphs":
            return len(paragraphs(blocks))
        case "items":
            return len(items(blocks))
    raise AssertionError(f"{unit} is not counted in the source")


def _pieces(limit: Limit, blocks: tuple[Block, ...]) -> tuple[tuple[str, tuple[Block, ...], int], ...]:
    """Return what the limit is held against: all of it, or each item or paragraph, with a name and a line."""
    if limit.each == "item":
        return tuple((f"point {n}", item.blocks, item.line) for n, item in enumerate(items(blocks), 1))
    if limit.each == "paragraph":
        found = [block for block in blocks if isinstance(block, Paragraph)]
        return tuple((f"paragraph {n}", (block,), block.line) for n, block in enumerate(found, 1))
    return (("", blocks, 0),)


def check(label: str, blocks: tuple[Block, ...], limits: Iterable[Limit], where: Place) -> Iterator[Problem]:
    """Yield a problem for every limit that `blocks`, called `label`, exceed or fall short of."""
    for limit in limits:
        if limit.unit == "pages":
            continue
        for name, piece, line in _pieces(limit, blocks):
            told = f"“{label}”, {name}," if name else f"“{label}”"
            yield from held(limit, measure(limit.unit, piece), told, Place(where.file, line or where.line))


def held(limit: Limit, count: int, told: str, where: Place) -> Iterator[Problem]:
    """Yield a problem if `count` is outside `limit`; `told` is what was counted."""
    unit = limit.unit if count != 1 else limit.unit[:-1]
    told = f"{told} has {count} {unit}"
    make = error if limit.refuse else warning
    if limit.most is not None and count > limit.most:
        yield make(where, f"{told}; the form allows {limit.most}", f"shorten it by {count - limit.most}", "limit")
    if limit.least is not None and count < limit.least:
        yield make(where, f"{told}; the form asks for at least {limit.least}", "say more", "limit")
