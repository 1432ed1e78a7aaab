"""Rectangles of a page, in points (ISO 32000-1, 7.9.5)."""

from __future__ import annotations

from typing import Any, NamedTuple

MM = 72 / 25.4
"""A millimetre in points."""


class Box(NamedTuple):
    """A rectangle, in points."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From bottom to top."""
        return self.top - self.bottom

    def holds(self, other: Box, slack: float = 0.0) -> bool:
        """Return whether another one lies within it, or beyond it by not more than `slack`."""
        return max(other.beyond(self)) <= slack

    def beyond(self, other: Box) -> tuple[float, float, float, float]:
        """Return how far it goes beyond each side of another one; less than 0 where it stays within."""
        return other.left - self.left, other.bottom - self.bottom, self.right - other.right, self.top - other.top

    def meets(self, other: Box) -> bool:
        """Return whether the two share some area."""
        shared = self.within(other)
        return shared.width > 0 and shared.height > 0

    def within(self, other: Box) -> Box:
        """Return what it shares with another one; nothing is a box without area."""
        left, bottom = max(self.left, other.left), max(self.bottom, other.bottom)
        return Box(left, bottom, max(left, min(self.right, other.right)), max(bottom, min(self.top, other.top)))

    def grown(self, by: float) -> Box:
        """Return it with all sides moved outwards."""
        return Box(self.left - by, self.bottom - by, self.right + by, self.top + by)

    def moved(self, across: float, up: float) -> Box:
        """Return it at another place."""
        return Box(self.left + across, self.bottom + up, self.right + across, self.top + up)

    def turned(self) -> Box:
        """Return it turned to the left round the origin."""
        return Box(-self.top, self.left, -self.bottom, self.right)


def box(page: Any, key: str) -> Box | None:
    """Return a box of a page of pikepdf, None if it is not there; its paper may stand with what holds the page."""
    values = page.mediabox if key == "/MediaBox" else page.obj.get(key)
    if values is None:
        return None
    left, bottom, right, top = (float(each) for each in values)
    return Box(min(left, right), min(bottom, top), max(left, right), max(bottom, top))
