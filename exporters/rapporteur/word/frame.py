"""What stands still in the parts of a file, and the slots where a report's own words go.

A frame is text of a part with slots in between, made once for each layout. A layout of our own has one slot, for
everything; a house's template has those its marks ask for (see `slots`), and one for what no mark asked for.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

Shape = Literal["all", "line", "more", "lines", "blocks"]


class Slot(NamedTuple):
    """A place for a report's own words.

    `name` is the key of a field or section, ``grid`` or ``sections`` (all that no other slot asks for), or a word of
    the report such as ``id``. `shape` says what may stand there: a ``line`` within a paragraph, the ``more`` lines that
    follow it, ``lines`` that are paragraphs of their own, ``blocks``, or ``all`` that is left. `paragraph` and `face`
    are the properties of the paragraph and the run that its mark stood in, `style` that paragraph's style (""
    for plain text); `width` is the room there (0: that of the page), in twentieths of a point. A `copy` is plain words,
    since the field itself stands elsewhere.
    """

    name: str
    shape: Shape
    paragraph: str = ""
    face: str = ""
    style: str = ""
    width: int = 0
    copy: bool = False
    before: str = ""
    after: str = ""


Frame = tuple[str | Slot, ...]
EVERYTHING = Slot("", "all")


class Edge(NamedTuple):
    """A running head or foot: its part, which of both it is, what stands still, and what is ours of it.

    `own` says whether our head or foot is written at its end, in the style `style`; if it is `short`, only as far as
    its first tab: the template counts the pages itself.
    """

    part: str
    kind: str
    frame: Frame
    closing: str
    own: bool
    style: str
    short: bool = False


def slots(frame: Frame) -> tuple[Slot, ...]:
    """Return the slots of a frame."""
    return tuple(each for each in frame if isinstance(each, Slot))
