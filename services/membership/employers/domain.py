"""Employers' rules, pure: what a headcount report changes, on which days, and how much of it a union covers."""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from chassis.refusal import Refusal
from contracts.declare import Place
from contracts.membership.organisations import HeadcountReported, HeadcountRestated, RestatedBecause


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

    @property
    def place(self) -> Place:
        """Where its employees count."""
        return Place(org=self.id, area=self.area)


@dataclass(frozen=True)
class Reports:
    """What an employer has stated by day, and the first day on which some union covers it."""

    stated: Mapping[date, int]
    covered_since: date | None

    def series(self) -> dict[date, tuple[int, int]]:
        """Day → (headcount, covered headcount) as it has to stand in the log.

        The day a union begins to cover the employer gets a line of its own, so that the covered headcount starts there.
        """
        days = sorted(self.stated)
        start = self.covered_since
        lines = {day: (n, n if start and day >= start else 0) for day, n in self.stated.items()}
        earlier = bisect_right(days, start) if start else 0
        if start and earlier and start not in lines:
            stood = self.stated[days[earlier - 1]]
            lines[start] = (stood, stood)
        return lines


def living(employer: Employer) -> None:
    """Refuse an employer whose registration was voided."""
    if employer.state == "void":
        raise EmployerVoid


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
