"""Employers' rules, pure: what a headcount report changes, on which days, and how much of it a union covers."""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from chassis.refusal import Refusal
from contracts.declare import Place
from contracts.membership.organisations import (
    EmployerCoverageStated,
    EmployerEnd,
    EmployerEnded,
    HeadcountReported,
    HeadcountRestated,
    RestatedBecause,
    UnitType,
)


class EmployerVoid(Refusal):
    """The employer's registration was voided."""

    code = "employer-void"
    zh = "该单位的登记已作废"
    en = "This employer's registration was voided"


class BeforeRegistration(Refusal):
    """A day before the employer existed."""

    status = 422
    code = "before-registration"
    zh = "日期早于该单位的登记日期 {since}"
    en = "The day lies before the employer's registration on {since}"


class DayReported(Refusal):
    """A headcount for this day is there; a wrong one is corrected, not reported again."""

    code = "day-already-reported"
    zh = "{day} 的职工人数已经上报，如有错误请更正"
    en = "The headcount of {day} has been reported: correct it if it is wrong"


class DayNotReported(Refusal):
    """No headcount for this day to correct or void."""

    status = 422
    code = "day-not-reported"
    zh = "{day} 没有上报过职工人数"
    en = "No headcount was reported for {day}"


class CodeRegistered(Refusal):
    """One registration per social credit code in a county."""

    code = "credit-code-registered"
    zh = "该统一社会信用代码已由{office}登记，请与其联系"
    en = "This social credit code is registered by {office}: please ask there"


class CodeTaken(Refusal):
    """The corrected code belongs to another registration."""

    code = "credit-code-taken"
    zh = "该统一社会信用代码已被另一单位使用"
    en = "Another employer has this social credit code"


class EmployerInUse(Refusal):
    """An employer that a union lists, or that has reported headcounts, cannot be voided."""

    code = "employer-in-use"
    zh = "该单位已有工会覆盖或已上报职工人数，不能作废"
    en = "A union lists this employer, or headcounts were reported: it cannot be voided"


class EmployerOver(Refusal):
    """The employer has ended: what comes after that day is refused."""

    code = "employer-ended"
    zh = "该单位已终止，如有错误请先作废终止登记"
    en = "This employer has ended: void that first if it is wrong"


class StillThere(Refusal):
    """Only what was ended can be taken back to life."""

    code = "employer-not-ended"
    zh = "该单位没有终止"
    en = "This employer has not ended"


class ReportedLater(Refusal):
    """Headcounts or cover of that day or later say that it was still there."""

    status = 422
    code = "active-later"
    zh = "该单位在 {day} 仍有职工人数或工会覆盖记录，终止日期应更晚"
    en = "A headcount or a union's cover of {day} says it was there: the end lies later"


@dataclass(frozen=True)
class Employer:
    """A unit with employees, as registered by its township."""

    id: UUID
    county: str
    area: str
    name: str
    unit_type: str
    state: str
    registered_on: date
    revision: int
    ended_on: date | None = None

    @property
    def place(self) -> Place:
        """Where its employees count."""
        return Place(org=self.id, area=self.area)


Span = tuple[date, date | None]
"""From a day until before a day, or on and on."""


@dataclass(frozen=True)
class Reports:
    """What an employer has stated by day, when unions cover it, and the day on which it ended."""

    stated: Mapping[date, int]
    covered: tuple[Span, ...] = ()
    ended_on: date | None = None

    def series(self) -> dict[date, tuple[int, int]]:
        """Day → (headcount, covered headcount) as it has to stand in the log.

        Each day on which cover begins or ends gets a line of its own, so that the covered headcount changes there. An
        employer that has ended has nobody from that day on.
        """
        days = sorted(self.stated)
        spans = joined(self.covered)
        lines = {day: (n, n if _within(spans, day) else 0) for day, n in self.stated.items()}
        for edge in {day for span in spans for day in span if day} - lines.keys():
            if earlier := bisect_right(days, edge):
                stood = self.stated[days[earlier - 1]]
                lines[edge] = (stood, stood if _within(spans, edge) else 0)
        if self.ended_on and days:
            lines = {day: line for day, line in lines.items() if day < self.ended_on}
            lines[self.ended_on] = (0, 0)
        return lines

    def edges(self) -> dict[date, int]:
        """Rule 11: day → 1 when some union's cover begins then, 0 when the last one ends."""
        spans = joined(self.covered)
        days = {since: 1 for since, _ in spans} | {until: 0 for _, until in spans if until}
        if self.ended_on:
            days = {day: n for day, n in days.items() if day < self.ended_on}
            if _within(spans, self.ended_on - timedelta(1)):
                days[self.ended_on] = 0
        return days


def joined(spans: tuple[Span, ...]) -> list[Span]:
    """Spans that touch or overlap as one: several unions may cover one unit, one after the other or at once."""
    found: list[Span] = []
    for since, until in sorted(spans, key=lambda span: span[0]):
        if not found or (found[-1][1] is not None and found[-1][1] < since):
            found.append((since, until))
        elif found[-1][1] is not None:
            found[-1] = (found[-1][0], None if until is None else max(until, found[-1][1]))
    return found


def _within(spans: list[Span], day: date) -> bool:
    return any(since <= day and (until is None or day < until) for since, until in spans)


def living(employer: Employer) -> None:
    """Refuse an employer whose registration was voided, or that has ended."""
    if employer.state == "void":
        raise EmployerVoid
    if employer.ended_on is not None:
        raise EmployerOver


def end(old: Employer, reports: Reports, on: date, reason: EmployerEnd, unit_type: UnitType) -> EmployerEnded:
    """单位终止: on a day after all that says that it was there. BeforeRegistration, ReportedLater."""
    if on < old.registered_on:
        raise BeforeRegistration("occurred_on", since=old.registered_on)
    known = [*reports.stated, *(since for since, _ in reports.covered)]
    if known and max(known) >= on:
        raise ReportedLater("occurred_on", day=max(known))
    return EmployerEnded(employer=old.id, place=old.place, unit_type=unit_type, end_reason=reason)


def ended(old: Employer, on: date | None) -> Employer:
    """The employer as it is once it has ended, or (None) never did."""
    return replace(old, state="ended" if on else "active", ended_on=on, revision=old.revision + 1)


def may_report(employer: Employer, reports: Reports, day: date) -> None:
    """One statement per day, none before the employer existed."""
    if day < employer.registered_on:
        raise BeforeRegistration("occurred_on", since=employer.registered_on)
    if day in reports.stated:
        raise DayReported("occurred_on", day=day)


def may_change(reports: Reports, day: date) -> None:
    """Only a day that was stated can be corrected or voided."""
    if day not in reports.stated:
        raise DayNotReported("occurred_on", day=day)


def restated(before: Reports, after: Reports) -> dict[date, tuple[int, int] | None]:
    """Days whose line in the log changes, oldest first: the new (headcount, covered), or None where no line is left."""
    old, new = before.series(), after.series()
    changed = [day for day in sorted(old.keys() | new.keys()) if old.get(day) != new.get(day)]
    return {day: new.get(day) for day in changed}


def covers_restated(before: Reports, after: Reports) -> dict[date, int | None]:
    """Days on which it changes whether a union covers the unit: 1, 0, or None where nothing is left to say."""
    old, new = before.edges(), after.edges()
    return {day: new.get(day) for day in sorted(old.keys() | new.keys()) if old.get(day) != new.get(day)}


def coverage(employer: Employer, unionised: int, because_of: RestatedBecause) -> EmployerCoverageStated:
    """Rule 11's numerator as an event."""
    return EmployerCoverageStated(
        employer=employer.id, place=employer.place, unionised=unionised, because_of=because_of
    )


def reported(employer: Employer, line: tuple[int, int]) -> HeadcountReported:
    """One line of the series as an event."""
    headcount, covered = line
    return HeadcountReported(employer=employer.id, place=employer.place, headcount=headcount, covered=covered)


def restatement(employer: Employer, line: tuple[int, int], because_of: RestatedBecause) -> HeadcountRestated:
    """A line that follows from another record, as an event that says so."""
    headcount, covered = line
    return HeadcountRestated(
        employer=employer.id, place=employer.place, headcount=headcount, covered=covered, because_of=because_of
    )
