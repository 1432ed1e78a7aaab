"""A file that came back, compared with what was sent and with what the source says by now.

::

    base, current, back: Reading        what was sent, what would be sent today, what came back
       │ repeats ─ words that LibreOffice wrote several times, written once again
       │ kinds ─ what programs that flatten styles did to the form of units, undone and told
       │ sections ─ the body parted, recommendations with what stands beside them
       │ identity ─ which unit of one reading is which of another: marks, words, similarity
       │ damage ─ what an office program did to a unit and no person did, undone and told
       ▼
    grid · people · body ─ merging      three-way, field by field and unit by unit
       │ comparison ─ Change, Ledger (who decides), Comparison
       ▼
    Comparison.amendment(take)          → Amendment: what shall be written
    description.described(comparison)   → what was changed, as a person would say it

A change that the source made as well, alike, is no change; made otherwise, it is a conflict, which only a person
solves. When the source is as it was sent, the result is what came back. `wording` holds the words of units.
"""

from __future__ import annotations

from ..reading import Reading
from .comparison import Change, Comparison, Context, Ledger, Side, Take
from .description import described

__all__ = ["Change", "Comparison", "Context", "Ledger", "Side", "Take", "compare", "described"]


def compare(base: Reading, current: Reading, back: Reading, context: Context) -> Comparison:
    """Return what `back` changes in `base`, held against `current` (the same object if the source is as it was)."""
    from . import whole

    return whole.compare(base, current, back, context)
