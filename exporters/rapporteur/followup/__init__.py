"""The follow-up comes back: returned registers merged into ``source/followup.yaml``, with the history of each change.

returned     what a register says: cells with their kind and place; what was sent, remembered as JSON
values       what a cell means: the key of a list's word, a day, words
witnesses    which line is which recommendation: two of key, id and words decide
current      what the source says now
beside       what was typed on the sheets that follow from the register
copies       what one copy says against what was sent
merged       changes, conflicts, new and missing rows, as values
merging      the three-way merge of one or several copies
description  the same for people
writing      the lines of followup.yaml that change
printed      what a Word file or a PDF prints of a follow-up
"""

from .description import described
from .merged import Change, Conflict, Merged, New, Said, Wording
from .merging import merge
from .printed import digests
from .returned import Returned, is_digest, recalled, remembered, same_base
from .writing import written

__all__ = [
    "Change", "Conflict", "Merged", "New", "Returned", "Said", "Wording", "described", "digests", "is_digest", "merge",
    "recalled", "remembered", "same_base", "written",
]  # fmt: skip
