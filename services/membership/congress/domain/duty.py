"""Rule 13, pure: by when a congress has to meet; and when its term ends."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Duty:
    """Rule 13: the year's session; appears on its first day, overdue after its last."""

    appears_on: date
    due_on: date

    @classmethod
    def of(cls, year: int) -> "Duty":
        """The duty of a calendar year."""
        return cls(date(year, 1, 1), date(year, 12, 31))


def next_duty(established_on: date, met_on: Sequence[date]) -> Duty:
    """Rule 13: a session every calendar year, from the year of the establishment on.

    A missed year stays overdue until the next session, which is that later year's: nothing can be held afterwards.
    """
    years = [day.year for day in met_on]
    return Duty.of(max(established_on.year, *(year + 1 for year in years)) if years else established_on.year)


def last_day(first: date, years: int) -> date:
    """The last day of a term of so many years that begins on `first`."""
    if (first.month, first.day) == (2, 29):
        return date(first.year + years, 2, 28)
    return first.replace(year=first.year + years) - timedelta(1)
