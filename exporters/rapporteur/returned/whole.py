"""A whole file compared: the grid, the people and the body, and what belongs to neither."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable

from ..amendment import Amendment
from ..prose import Picture, pictures
from ..reading import Reading
from ..report import Report
from . import body, grid, kinds, outcome, repeats, surroundings, versions, wording
from .comparison import Comparison, Context, Ledger, compared
from .sections import translated


def compare(base: Reading, current: Reading, back: Reading, context: Context) -> Comparison:
    """Return what `back` changes in `base`, held against `current`."""
    picture = _pictures(context.report, current)
    unchanged = base is current
    sent, back = translated(base, picture), translated(back, picture)
    back = kinds.mended(sent, repeats.mended(sent, back))
    around = surroundings.of(sent, context.form)
    sent, back = surroundings.without(around, sent), surroundings.without(around, back)
    now = sent if unchanged else surroundings.without(around, translated(current, picture))
    three = versions.three(sent, now, back, context)
    existing = frozenset(section.id for section in context.report.sections)

    def merge(ledger: Ledger) -> Amendment:
        _tell(sent, back, three, ledger)
        front = grid.merged(sent, now, back, context, ledger)
        merged = body.merged(three, ledger, existing)
        return Amendment(front.values, front.people, outcome.sections(merged, three, context, ledger))

    return compared(merge, back.file)


def _pictures(report: Report, current: Reading) -> Callable[[Picture], Picture]:
    """Return what gives a picture its path in the source: by digest and words, or by one of them that is its alone."""
    own = [each for section in report.sections for each, _ in pictures(section.prose)]
    printed = [each for unit in current.body for each in wording.pictures(unit)]
    pairs = zip(printed, own, strict=True) if len(own) == len(printed) else ()
    shown = [(each.source, mine) for each, mine in pairs if each.alt == mine.alt]
    both = {(source, each.alt): each for source, each in reversed(shown)}
    by_alt = _only((each.alt, each) for each in own if each.alt)
    by_source = _only(shown)

    def picture(found: Picture) -> Picture:
        mine = both.get((found.source, found.alt)) or by_alt.get(found.alt) or by_source.get(found.source)
        return Picture(mine.source, mine.alt, found.credit) if mine else found

    return picture


def _only(pairs: Iterable[tuple[str, Picture]]) -> dict[str, Picture]:
    """Return pictures by a name that no other has."""
    named: dict[str, dict[tuple[str, str], Picture]] = defaultdict(dict)
    for name, each in pairs:
        named[name].setdefault((each.source, each.alt), each)
    return {name: next(iter(found.values())) for name, found in named.items() if len(found) == 1}


def _tell(sent: Reading, back: Reading, three: versions.Three, ledger: Ledger) -> None:
    """Note what was mended, what was doubtful in reading, and what was not understood."""
    ledger.problems.extend(back.notes)
    for spot, remark in three.remarks:
        ledger.warn(spot, remark, rule="repaired")
    for line in back.left:
        if line.text.strip():
            ledger.warn(line.spot, f"this was not understood: “{wording.spaced(line.text)}”", rule="not-understood")
    known = {token for each in sent.around for token in wording.tokens(each)}
    for words in dict.fromkeys(map(wording.spaced, back.around)):
        if any(token not in known and not token.isdecimal() for token in wording.tokens(words)):
            what = f"this stands in the head, the foot or a label, where nothing is read: “{words}”"
            ledger.warn("", what, rule="not-understood")
    for key, entry in three.back.entries.items():
        for remark in entry.remarks:
            spot = three.back.parts[three.back.home[key]].title
            ledger.warn(spot, f"this beside a recommendation was not understood: “{remark}”", rule="not-understood")
