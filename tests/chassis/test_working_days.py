"""Deadlines: the State Council's calendars of 2025 and 2026 as published, and years that are not published yet."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.working_days import PUBLISHED, Calendar, Deadline, months_after, recomputed, years_after

DAYS = st.dates(date(2005, 1, 1), date(2035, 1, 1))

# The State Council's notices for the two years: what people have off, and the weekend days they work instead
OFF = {
    2025: ["01-01", "01-28..02-04", "04-04..04-06", "05-01..05-05", "05-31..06-02", "10-01..10-08"],
    2026: ["01-01..01-03", "02-15..02-23", "04-04..04-06", "05-01..05-05", "06-19..06-21", "09-25..09-27",
           "10-01..10-07"],
}  # fmt: skip
WORKED = {
    2025: ["01-26", "02-08", "04-27", "09-28", "10-11"],
    2026: ["01-04", "02-14", "02-28", "05-09", "09-20", "10-10"],
}


def each_day(year: int, spans: list[str]) -> set[date]:
    found = set()
    for span in spans:
        first, _, last = span.partition("..")
        day, end = date.fromisoformat(f"{year}-{first}"), date.fromisoformat(f"{year}-{last or first}")
        while day <= end:
            found.add(day)
            day += timedelta(1)
    return found


@pytest.mark.parametrize("year", [2025, 2026])
def test_every_day_of_a_published_year_is_as_the_state_council_said(year: int) -> None:
    off, worked = each_day(year, OFF[year]), each_day(year, WORKED[year])
    for number in range(365):
        day = date(year, 1, 1) + timedelta(number)
        expected = day in worked or (day.weekday() < 5 and day not in off)
        assert PUBLISHED.is_working_day(day) is expected, day


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        (date(2026, 3, 2), 10, date(2026, 3, 12)),  # the start day is not counted
        (date(2026, 3, 2), 12, date(2026, 3, 16)),  # a Saturday rolls to Monday
        (date(2026, 2, 1), 13, date(2026, 2, 14)),  # a Saturday that is worked does not roll
        (date(2026, 2, 1), 14, date(2026, 2, 24)),  # the first day of the spring festival rolls over all of it
        (date(2026, 2, 8), 15, date(2026, 2, 24)),  # and so does its last
        (date(2026, 2, 9), 15, date(2026, 2, 24)),  # the day after it is worked
        (date(2026, 9, 20), 11, date(2026, 10, 8)),
        (date(2025, 9, 26), 5, date(2025, 10, 9)),  # eight days off in 2025
    ],
)
def test_calendar_days_count_holidays_and_roll_only_at_the_end(start: date, days: int, due: date) -> None:
    assert PUBLISHED.after(start, days) == Deadline(due)


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        (date(2026, 2, 13), 1, date(2026, 2, 14)),  # Saturday worked
        (date(2026, 2, 13), 2, date(2026, 2, 24)),
        (date(2026, 2, 13), 6, date(2026, 2, 28)),  # the other Saturday worked
        (date(2026, 2, 13), 7, date(2026, 3, 2)),
        (date(2026, 2, 18), 1, date(2026, 2, 24)),  # begun within the festival
        (date(2025, 9, 26), 3, date(2025, 9, 30)),  # Sunday 28 September worked
        (date(2025, 9, 26), 4, date(2025, 10, 9)),
        (date(2025, 9, 26), 6, date(2025, 10, 11)),
    ],
)
def test_working_days_leave_holidays_out_and_count_swapped_weekends(start: date, days: int, due: date) -> None:
    assert PUBLISHED.working_days_after(start, days) == Deadline(due)


def test_less_than_one_working_day_is_no_period() -> None:
    with pytest.raises(ValueError, match="0"):
        PUBLISHED.working_days_after(date(2026, 3, 2), 0)


def test_working_days_left_are_none_today_and_negative_once_overdue() -> None:
    friday, monday = date(2026, 2, 13), date(2026, 3, 2)
    assert PUBLISHED.working_days_left(friday, monday) == 7
    assert PUBLISHED.working_days_left(friday, friday) == 0
    assert PUBLISHED.working_days_left(monday, friday) == -7


@given(DAYS, st.integers(1, 60))
def test_as_many_working_days_are_left_as_were_counted(start: date, days: int) -> None:
    due = PUBLISHED.working_days_after(start, days).day
    assert PUBLISHED.working_days_left(start, due) == days
    assert PUBLISHED.is_working_day(due)


@given(DAYS, st.integers(0, 400))
def test_a_rolled_day_is_the_first_working_day_from_there(start: date, days: int) -> None:
    plain, due = start + timedelta(days), PUBLISHED.after(start, days).day
    assert PUBLISHED.is_working_day(due)
    assert not any(PUBLISHED.is_working_day(plain + timedelta(ahead)) for ahead in range((due - plain).days))


def known_to(year: int) -> Calendar:
    """The calendar as it was known when `year` was the last published."""
    return replace(
        PUBLISHED,
        settled=date(year, 12, 24),
        off=frozenset(day for day in PUBLISHED.off if day.year <= year),
        worked=frozenset(day for day in PUBLISHED.worked if day.year <= year),
    )


def test_an_unpublished_year_knows_weekends_alone_and_is_provisional() -> None:
    before = known_to(2025)
    assert before.after(date(2026, 2, 2), 15) == Deadline(date(2026, 2, 17), provisional=True)
    assert before.working_days_after(date(2026, 2, 13), 1) == Deadline(date(2026, 2, 16), provisional=True)
    assert before.after(date(2025, 12, 4), 20) == Deadline(date(2025, 12, 24))
    assert before.roll(date(2026, 2, 14)).day == date(2026, 2, 16)


def test_the_last_days_of_a_year_wait_for_the_next_years_new_year() -> None:
    assert known_to(2025).after(date(2025, 12, 5), 20) == Deadline(date(2025, 12, 25), provisional=True)
    assert known_to(2026).after(date(2025, 12, 5), 20) == Deadline(date(2025, 12, 25))


def test_before_the_first_published_year_weekends_are_all_that_will_ever_be_known() -> None:
    assert PUBLISHED.roll(date(1999, 10, 2)) == Deadline(date(1999, 10, 4))


def test_a_provisional_deadline_is_computed_again_when_its_year_is_published() -> None:
    known = known_to(2025).after(date(2026, 2, 2), 15)
    assert recomputed(known, known_to(2025).after(date(2026, 2, 2), 15)) is None
    assert recomputed(known, known_to(2026).after(date(2026, 2, 2), 15)) == Deadline(date(2026, 2, 24))
    kept = known_to(2025).after(date(2026, 2, 2), 3)
    assert recomputed(kept, known_to(2026).after(date(2026, 2, 2), 3)) == Deadline(date(2026, 2, 5))


def test_a_settled_deadline_stays_whatever_a_calendar_says() -> None:
    assert recomputed(Deadline(date(2026, 2, 24)), Deadline(date(2026, 2, 25))) is None


def test_the_installed_calendar_reaches_as_far_as_its_package() -> None:
    assert PUBLISHED.settled >= date(2026, 12, 24)
    assert (PUBLISHED.settled.month, PUBLISHED.settled.day) == (12, 24)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 2, 28), -3, date(2025, 11, 28)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
    ],
)
def test_months_end_on_the_same_day_or_the_months_last(day: date, months: int, expected: date) -> None:
    assert months_after(day, months) == expected


def test_a_leap_day_has_its_anniversary_on_the_28th() -> None:
    assert years_after(date(2028, 2, 29), 1) == date(2029, 2, 28)
    assert years_after(date(2028, 2, 29), 4) == date(2032, 2, 29)
    assert years_after(date(2028, 2, 29), -1) == date(2027, 2, 28)
