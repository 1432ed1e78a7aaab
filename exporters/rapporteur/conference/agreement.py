"""Whether programme and reports say the same: neither is corrected after the other, a person must say who is right."""

from __future__ import annotations

from collections.abc import Iterator

from .. import names
from ..problems import Problem, error, warning
from ..report import Conference, Day, Part, Report
from ..slot import Slot


def check(conference: Conference) -> Iterator[Problem]:
    """Yield what is wrong between the programme, the conference's tracks, and the reports; nothing if there is none."""
    if not conference.programme:
        return
    known = [track.id for track in conference.tracks]
    for slot in conference.programme:
        if slot.track and slot.track not in known:
            hint = f"the tracks of source/conference.yaml are: {', '.join(known) or 'none'}"
            yield error(slot.origin.place("track"), f"there is no track “{slot.track}”", hint, "track")
    slots = {slot.key: slot for slot in conference.programme}
    for report in conference.reports:
        found = slots.get(report.id.casefold())
        yield from _compared(report, found) if found else _unannounced(report, conference)


def _unannounced(report: Report, conference: Conference) -> Iterator[Problem]:
    same = [slot.id for slot in conference.programme if names.bare(slot.title) == names.bare(report.title)]
    hint = f"the programme calls a session of this title {same[0]}" if same else "add it to source/programme.yaml"
    yield warning(report.origin.place("id"), f"the programme has no session “{report.id}”", hint, "programme")


def _compared(report: Report, slot: Slot) -> Iterator[Problem]:
    """Yield a warning for each thing that a report and its entry of the programme say differently."""
    room = (report.answer("room") or ("",))[0]
    if names.bare(report.title) != names.bare(slot.title):
        yield _differs(report, slot, "title", report.title, slot.title)
    if slot.track and report.track != slot.track:
        yield _differs(report, slot, "track", report.track, slot.track)
    if room and slot.room and names.bare(room) != names.bare(slot.room):
        yield _differs(report, slot, "room", room, slot.room)
    if not slot.expected:
        cancelled = slot.standing == "cancelled"
        what = "the programme says that this session is cancelled" if cancelled else "the programme expects no report"
        yield warning(report.origin.place("id"), what, f"see {slot.origin.place('id')}", "programme")
    yield from _times(report, slot)


def _times(report: Report, slot: Slot) -> Iterator[Problem]:
    """Yield a warning if the day or the start of the first sitting is another; what one does not know is no other."""
    held, planned = (report.when.parts or (Part(),))[0], slot.first
    if held.day and planned.day and not _same(held.day, planned.day):
        yield _differs(report, slot, "when", held.day.written, planned.day.written, "when.date")
    elif held.start and planned.start and held.start != planned.start:
        yield _differs(report, slot, "when", f"{held.start:%H:%M}", f"{planned.start:%H:%M}", "when.time")


def _same(one: Day, other: Day) -> bool:
    years = {one.year, other.year} - {None}
    return (one.month, one.day) == (other.month, other.day) and len(years) < 2


def _differs(report: Report, slot: Slot, key: str, ours: str, theirs: str, path: str = "") -> Problem:
    said = f"“{ours}”" if ours else "nothing"
    what = f"{key}: the report says {said}, and the programme “{theirs}”"
    return warning(report.origin.place(path or key), what, f"see {slot.origin.place(path or key)}", "programme")
