"""One form for words set in many ways: ``Link ⊃ Strong ⊃ Emphasis ⊃ the rest``, equal neighbours joined.

White space at the edges of what is bold or stressed stands outside of it, none at the edges of a paragraph or round a
`Break`; footnotes stand outside of links, as Markdown wants it. Two paragraphs that look the same have the same form,
whatever wrote them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import groupby, pairwise

from ..prose import Break, Code, Emphasis, Inline, Inlines, Link, Note, Picture, Strong, Text

_SPACES = re.compile(r"(\s*)(.*?)(\s*)", re.DOTALL)
_LINE_END = re.compile(r"[ \t]*[\r\n]+[ \t]*")


@dataclass(frozen=True, slots=True)
class Run:
    """Words, or another thing without parts, and how they are set; `href` is None outside of links."""

    leaf: Inline
    href: str | None = None
    strong: bool = False
    stressed: bool = False

    @property
    def is_space(self) -> bool:
        """Whether it shows nothing: white space or a line's end."""
        return isinstance(self.leaf, Break) or (isinstance(self.leaf, Text) and self.leaf.text.isspace())

    def of(self, leaf: Inline) -> Run:
        """Return another thing that is set as this is."""
        return Run(leaf, self.href, self.strong, self.stressed)


@lru_cache(maxsize=4096)
def canonical(inlines: Inlines) -> Inlines:
    """Return `inlines` in the one form; kept, since the same words are asked for again and again by each comparison."""
    return nested(runs(inlines))


def runs(inlines: Inlines) -> tuple[Run, ...]:
    """Return `inlines` as runs in the one form."""
    found = [piece for run in _flat(inlines, Run(Break())) for piece in _parted(run)]
    found = _unset(found)
    return tuple(_joined(_trimmed(_joined(found))))


def nested(found: tuple[Run, ...]) -> Inlines:
    """Return runs as inlines."""
    return tuple(_linked(found))


def _linked(found: tuple[Run, ...]) -> Iterator[Inline]:
    for href, group in groupby(found, lambda run: run.href):
        inner = tuple(_set(tuple(group), lambda run: run.strong, Strong, lambda them: _stressed(them)))
        if href is None:
            yield from inner
        else:
            yield Link(href, inner)


def _stressed(found: tuple[Run, ...]) -> Inlines:
    return tuple(_set(found, lambda run: run.stressed, Emphasis, lambda them: tuple(run.leaf for run in them)))


def _set(
    found: tuple[Run, ...],
    how: Callable[[Run], bool],
    made: type[Strong] | type[Emphasis],
    inside: Callable[[tuple[Run, ...]], Inlines],
) -> Iterator[Inline]:
    for is_set, group in groupby(found, how):
        inner = inside(tuple(group))
        if is_set:
            yield made(inner)
        else:
            yield from inner


def _flat(inlines: Inlines, within: Run) -> Iterator[Run]:
    for inline in inlines:
        match inline:
            case Strong(children):
                yield from _flat(children, replace(within, strong=True))
            case Emphasis(children):
                yield from _flat(children, replace(within, stressed=True))
            case Link(href, children):
                target = _address(href) if within.href is None else within.href
                yield from _flat(children, replace(within, href=target))
            case Text(text):
                yield within.of(Text(_LINE_END.sub(" ", text.replace("\0", "\ufffd"))))
            case Code(text):
                words = re.sub(r"\r\n|[\r\n]", " ", text.replace("\0", "\ufffd"))
                yield within.of(Code(words) if words else Text(""))
            case Note(children):
                yield replace(within, leaf=Note(canonical(children)), href=None)
            case Picture():
                alt, credit = (" ".join(each.split()) for each in (inline.alt, inline.credit))
                yield within.of(Picture(inline.source, alt, credit))
            case Break():
                yield within.of(inline)


@cache
def _normal() -> Callable[[str], str]:
    from markdown_it.common.normalize_url import normalizeLink

    return normalizeLink


def _address(href: str) -> str | None:
    """Return where a link leads, as Markdown writes it."""
    return _normal()(href.strip()) if href.strip() else href.strip()


def _parted(run: Run) -> Iterator[Run]:
    """Yield words and the white space round them as runs of their own."""
    if not isinstance(run.leaf, Text):
        yield run
        return
    found = _SPACES.fullmatch(run.leaf.text)
    assert found
    for piece in found.groups():
        if piece:
            yield run.of(Text(piece))


def _unset(found: list[Run]) -> list[Run]:
    """Return `found` with white space set only as both its neighbours are: first links, then bold, then stress."""
    found = _agreeing(found, "href", lambda run: ())
    found = _agreeing(found, "strong", lambda run: (run.href,))
    return _agreeing(found, "stressed", lambda run: (run.href, run.strong))


def _agreeing(found: list[Run], name: str, within: Callable[[Run], object]) -> list[Run]:
    words = [at for at, run in enumerate(found) if not run.is_space]
    after = dict(pairwise(words))
    out, before = [], None
    for at, run in enumerate(found):
        if not run.is_space:
            before = at
            out.append(run)
            continue
        following = after.get(before) if before is not None else (words[0] if words else None)
        sides = [found[each] for each in (before, following) if each is not None]
        same = len(sides) == 2 and all(within(side) == within(run) for side in sides)
        values = {getattr(side, name) for side in sides}
        out.append(_with(run, name, next(iter(values)) if same and len(values) == 1 else None))
    return out


def _with(run: Run, name: str, value: object) -> Run:
    plain: dict[str, object] = {"href": None, "strong": False, "stressed": False}
    return replace(run, **{name: plain[name] if value is None else value})  # type: ignore[arg-type]


def _joined(found: list[Run]) -> list[Run]:
    out: list[Run] = []
    for run in found:
        last = out[-1] if out else None
        same = last and last.of(run.leaf) == run
        if last and same and isinstance(last.leaf, Text | Code) and type(last.leaf) is type(run.leaf):
            assert isinstance(run.leaf, Text | Code)
            out[-1] = last.of(type(last.leaf)(last.leaf.text + run.leaf.text))
        else:
            out.append(run)
    return out


def _trimmed(found: list[Run]) -> list[Run]:
    """Return runs without white space at the edges and round breaks, and without breaks at the edges."""
    out: list[Run] = []
    for at, run in enumerate(found):
        if isinstance(run.leaf, Text):
            text = run.leaf.text
            text = text.lstrip() if not out or isinstance(out[-1].leaf, Break) else text
            ends = at + 1 == len(found) or isinstance(found[at + 1].leaf, Break)
            text = text.rstrip() if ends else text
            if text:
                out.append(run.of(Text(text)))
        elif out or not isinstance(run.leaf, Break):
            out.append(run)
    while out and isinstance(out[-1].leaf, Break):
        out.pop()
        if out and isinstance(out[-1].leaf, Text) and not out[-1].leaf.text.strip():
            out.pop()
    return out
