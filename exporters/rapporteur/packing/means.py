"""What all parts of a pack are made with."""

from __future__ import annotations

from dataclasses import dataclass

from ..format import Packing
from ..labels import Labels
from ..naming import dated
from ..printer import Printer
from ..source import Source
from ..xmp import About
from .kept import Kept


@dataclass(frozen=True, slots=True)
class Means:
    """What the parts of one pack are made of, in whose words, by which exporter, where they are kept, for whom."""

    read: Source
    labels: Labels
    exporter: Packing
    kept: Kept
    printer: Printer | None = None

    @property
    def paper(self) -> str:
        """On what paper the pack is set."""
        usual = self.read.conference.printing.paper
        return (self.printer.trim if self.printer else "") or usual

    @property
    def about(self) -> About:
        """What the pack says of itself; to a printer also of when it is: on the last day of its sessions."""
        conference, labels = self.read.conference, self.labels
        title = " · ".join(each for each in (conference.name, conference.edition) if each) or labels.word("conference")
        date = max(map(dated, conference.reports), default="") if self.printer else ""
        return About(title, subject=labels.word("pack_title"), language=labels.language, date=date)
