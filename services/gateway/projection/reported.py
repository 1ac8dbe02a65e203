"""Stocks that are reported for a day (headcounts) as differences against their neighbours. Pure.

The last report on or before a day holds, per key. So one report changes the total on its own day and, when a later
report exists, takes that change back on the later one's day; late reports, corrections and retractions included.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True, order=True)
class Report:
    """What one event reported. Of one day's reports the one recorded last (`position`, `n`) holds."""

    day: date
    position: int
    n: int
    event_id: UUID
    place: int
    dim: int
    value: int


@dataclass(frozen=True, slots=True)
class Delta:
    """A change of the total from a day on."""

    day: date
    place: int
    dim: int
    delta: int


def holding(reports: Sequence[Report], day: date) -> Report | None:
    """The report that holds on a day; `reports` in order."""
    held = None
    for report in reports:
        if report.day > day:
            break
        held = report
    return held


def add(reports: list[Report], report: Report) -> list[Delta]:
    """Put a report into its key's ordered list; the deltas to record. One of zero tells that something is known."""
    before = holding(reports, report.day)
    reports.append(report)
    reports.sort()
    after = holding(reports, report.day)
    deltas = _between(reports, report.day, before, after)
    return deltas or [Delta(report.day, report.place, report.dim, 0)]


def retract(reports: list[Report], event_id: UUID, day: date) -> list[Delta]:
    """Take the report of an event for that day out of its key's list; the deltas to record. None there: none."""
    found = next((report for report in reports if report.event_id == event_id and report.day == day), None)
    if found is None:
        return []
    before = holding(reports, day)
    reports.remove(found)
    return _between(reports, day, before, holding(reports, day))


def _between(reports: Sequence[Report], day: date, before: Report | None, after: Report | None) -> list[Delta]:
    """What changes when from `day` on, until the next report, `after` holds in place of `before`."""
    if before == after:
        return []
    change: dict[tuple[int, int], int] = {}
    for report, sign in ((after, 1), (before, -1)):
        if report:
            key = report.place, report.dim
            change[key] = change.get(key, 0) + sign * report.value
    following = next((report.day for report in reports if report.day > day), None)
    deltas = [Delta(day, place, dim, delta) for (place, dim), delta in change.items()]
    if following:
        deltas += [Delta(following, place, dim, -delta) for (place, dim), delta in change.items() if delta]
    return deltas
