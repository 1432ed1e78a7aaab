"""Sums of attendance: whether the categories of a dimension make the total that is given."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .report import Count


def wrong_sums(counts: tuple[Count, ...]) -> Iterator[str]:
    """Yield each sum that cannot be right: ``11 + 10 = 21, but the total is 20``.

    What was not recorded is unknown: with it a sum may fall short of the total, but not exceed it. Categories of no
    dimension are not added up, since one person may be counted in several.
    """
    for mode in dict.fromkeys(("", *(count.mode for count in counts))):
        found = figures(counts, mode)
        total = found.pop("total", {}).get("total")
        for dimension, each in found.items():
            known = [number for number in each.values() if number is not None]
            added = sum(known)
            if not dimension or total is None or not known:
                continue
            if added > total or (added < total and len(known) == len(each)):
                among = f" ({mode})" if mode else ""
                yield f"{' + '.join(map(str, known))} = {added}, but the total is {total}{among}"


def figures(counts: Iterable[Count], mode: str) -> dict[str, dict[str, int | None]]:
    """Return the figures of a mode by dimension and category; of all modes ("") a category may be the sum of each."""
    of_category: dict[str, list[Count]] = {}
    for count in counts:
        of_category.setdefault(count.category, []).append(count)
    found: dict[str, dict[str, int | None]] = {}
    for category, these in of_category.items():
        own = [count for count in these if count.mode == mode]
        if own or mode == "":
            numbers = [count.number for count in own or these]
            known = [number for number in numbers if number is not None]
            figure = sum(known) if len(known) == len(numbers) else None
            found.setdefault(these[0].dimension, {})[category] = figure
    return found
