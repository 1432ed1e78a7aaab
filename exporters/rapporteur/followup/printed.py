"""What Word and PDF print of a follow-up beside its recommendation: status, who is responsible, by when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from .. import files
from ..labels import Labels
from ..register import LISTS
from ..report import FollowUp, Report, with_points

PRINTED = ("status", "responsible", "deadline")
"""The columns that are printed, in this order, once there is a status."""


NAME = "follow-up of "
"""An input of a build that begins so is what is printed of one recommendation's follow-up."""


def digests(follow_up: Iterable[tuple[str, FollowUp]], ids: Iterable[str]) -> dict[str, str]:
    """Return for each of `ids` the digest of what is printed of its follow-up ("" for nothing), named as an input."""
    said = {name: repr([each.value(column) for column in PRINTED]) for name, each in follow_up if each.value("status")}
    return {f"{NAME}{name}": files.digest(said[name].encode()) if name in said else "" for name in ids if name}


def lines(report: Report, follow_up: Iterable[tuple[str, FollowUp]], labels: Labels) -> Mapping[str, tuple[str, ...]]:
    """Return what is printed below each recommendation of a report, by its id, in the report's language.

    Of its nested points each says its id too. Of a recommendation without a status nothing is printed.
    """
    said = {name: each for name, each in follow_up if each.value("status")}
    found: dict[str, tuple[str, ...]] = {}
    for one in report.recommendations if said else ():
        own = [line(said[one.id], labels)] if one.id in said else []
        points = (each for each in with_points(one.points) if each.id in said)
        told = (*own, *(f"{each.id} · {line(said[each.id], labels)}" for each in points))
        if told and one.id:
            found[one.id] = told
    return found


def line(follow_up: FollowUp, labels: Labels) -> str:
    """Return status, who is responsible and by when, each after its label."""
    told = ((column, follow_up.value(column)) for column in PRINTED)
    return " · ".join(f"{labels.with_colon(labels.word(c))} {_shown(c, text, labels)}" for c, text in told if text)


def _shown(column: str, text: str, labels: Labels) -> str:
    if column == "deadline":
        return labels.dated(text)
    key = text.casefold()
    return labels.word(key) if key in LISTS.get(column, ()) and labels.has(key) else text
