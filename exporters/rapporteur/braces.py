"""What the braces behind the points of a report say in vain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .problems import Place, Problem, error, warning
from .prose import AUDIENCE, AUDIENCES, INTERNAL, Block, Blocks, Item, List, Paragraph, Quote
from .report import Recommendations, Report
from .session import CARRIES


def check(report: Report) -> Iterator[Problem]:
    """Yield a problem for each point whose braces say what nothing carries there, and would not be printed."""
    for section in report.sections:
        for block in section.blocks:
            if isinstance(block, Recommendations):
                for one in block.items:
                    yield from _lost(one.blocks, _at(report, one.line), named=True, carried=CARRIES)
                    for point in _points(one.blocks):
                        yield from _lost(point.blocks, _at(report, point.line), named=True)
            else:
                for point in _points((block,)):
                    yield from _lost(point.blocks, _at(report, point.line))


def _points(blocks: Iterable[Block]) -> Iterator[Item]:
    """Yield every point of the lists in `blocks`, each before those below it."""
    for block in blocks:
        if isinstance(block, Quote):
            yield from _points(block.blocks)
        elif isinstance(block, List):
            for item in block.items:
                yield item
                yield from _points(item.blocks)


def _lost(blocks: Blocks, where: Place, named: bool = False, carried: Iterable[str] = ()) -> Iterator[Problem]:
    """Yield a problem for what the braces of a point say in vain: it may be `named` by an id and carry some keys."""
    first = blocks[0] if blocks else None
    own = first.attributes if isinstance(first, Paragraph) else None
    if own is None:
        return
    lost = [key for key, _ in own.pairs if key not in (*carried, AUDIENCE)]
    meant = dict(own.pairs).get(AUDIENCE, INTERNAL)
    if meant not in AUDIENCES:
        yield error(where, f"“{meant}” is no audience", f"use one of: {', '.join(AUDIENCES)}", "attributes")
    elif lost and carried:
        what = f"“{lost[0]}” is nothing a recommendation carries"
        yield error(where, what, f"known: {', '.join((*carried, AUDIENCE))}", "attributes")
    elif lost or set(own.names) - {INTERNAL} or (own.id and not named):
        what = "the braces at the end of this point are not printed"
        yield warning(where, what, "only recommendations carry an id, and what is said of them", "attributes")


def _at(report: Report, line: int) -> Place:
    return Place(report.origin.file, line)
