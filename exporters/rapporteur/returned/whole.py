"""A whole file compared: the grid, the people and the body, and what belongs to neither."""

from __future__ import annotations

from ..amendment import Amendment
from ..prose import Picture, pictures
from ..reading import Reading
from ..report import Report
from . import body, grid, outcome, versions, wording
from .comparison import Comparison, Context, Ledger, compared
from .sections import translated


def compare(base: Reading, current: Reading, back: Reading, context: Context) -> Comparison:
    """Return what `back` changes in `base`, held against `current`."""
    known = _pictures(context.report, current)

    def picture(found: Picture) -> Picture:
        own = known.get(found.source) or (known.get(found.alt) if found.alt else None)
        return Picture(own.source, own.alt, found.credit) if own else found

    unchanged = base is current
    sent, back = translated(base, picture), translated(back, picture)
    now = sent if unchanged else translated(current, picture)
    three = versions.three(sent, now, back, context)
    existing = frozenset(section.id for section in context.report.sections)

    def merge(ledger: Ledger) -> Amendment:
        _tell(sent, back, three, ledger)
        front = grid.merged(sent, now, back, context, ledger)
        merged = body.merged(three, ledger, existing)
        return Amendment(front.values, front.people, outcome.sections(merged, three, context, ledger))

    return compared(merge, back.file)


def _pictures(report: Report, current: Reading) -> dict[str, Picture]:
    """Return the source's pictures by their words and by the digests under which they are printed."""
    own = [each for section in report.sections for each, _ in pictures(section.prose)]
    printed = [each for unit in current.body for each in wording.pictures(unit)]
    found = {each.alt: each for each in reversed(own) if each.alt}
    if len(own) == len(printed):
        found |= {shown.source: each for shown, each in zip(printed, own, strict=True) if shown.alt == each.alt}
    return found


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
