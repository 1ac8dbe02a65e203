"""Deadlines by the State Council's calendar: calendar days 日 that roll past holidays, working days 工作日, months."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from chinese_calendar.constants import holidays, workdays

ONE = timedelta(1)
SATURDAY = 5
NEW_YEAR_SWAPS = 7
"""Days at a year's end that the next year's calendar may still change: New Year's holiday begins, or made up, there."""


@dataclass(frozen=True)
class Deadline:
    """The last day of a period. `provisional`: it rests on a year that the State Council has not published yet."""

    day: date
    provisional: bool = False


@dataclass(frozen=True)
class Calendar:
    """Weekends, the days off beside them, and the weekend days that are worked instead.

    Beyond `settled` only weekends are known yet: what rests on such days is provisional. Of the years before the first
    published one they are all that will ever be known.
    """

    settled: date
    off: frozenset[date]
    worked: frozenset[date]

    @classmethod
    def published(cls) -> Self:
        """The calendar as the installed package `chinesecalendar` knows it."""
        settled = date(max(holidays).year, 12, 31) - timedelta(NEW_YEAR_SWAPS)
        return cls(settled, frozenset(holidays), frozenset(workdays))

    def is_working_day(self, day: date) -> bool:
        """Whether people work on that day: a weekday that is no holiday, or a weekend day worked instead of one."""
        return day in self.worked or (day.weekday() < SATURDAY and day not in self.off)

    def roll(self, day: date) -> Deadline:
        """That day, or the next working day when it is none (DOMAIN, head; 民法典 203)."""
        rolled = next(each for each in _days(day) if self.is_working_day(each))
        return Deadline(rolled, rolled > self.settled)

    def after(self, start: date, days: int) -> Deadline:
        """“日”: so many calendar days after `start`, which is not counted; a last day on a holiday rolls."""
        return self.roll(start + timedelta(days))

    def working_days_after(self, start: date, days: int) -> Deadline:
        """“工作日”: the so-manieth working day after `start`, which is not counted. ValueError for less than one."""
        if days < 1:
            raise ValueError(days)
        worked = (each for each in _days(start + ONE) if self.is_working_day(each))
        last = next(each for number, each in enumerate(worked, 1) if number == days)
        return Deadline(last, last > self.settled)

    def working_days_left(self, today: date, due: date) -> int:
        """Working days from tomorrow to `due`, that day included: 0 on the day itself, negative beyond it."""
        if due < today:
            return -self.working_days_left(due, today)
        return sum(self.is_working_day(today + timedelta(ahead)) for ahead in range(1, (due - today).days + 1))


PUBLISHED = Calendar.published()


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or earlier when negative; a month without it has its last (民法典 202)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def years_after(day: date, years: int) -> date:
    """The same day so many years later, or earlier when negative; 29 February becomes the 28th."""
    return months_after(day, 12 * years)


def recomputed(known: Deadline, again: Deadline) -> Deadline | None:
    """What a deadline has become by the calendar of today: None when it was settled, or has not changed."""
    return again if known.provisional and again != known else None


def _days(start: date) -> Iterator[date]:
    while True:
        yield start
        start += ONE
