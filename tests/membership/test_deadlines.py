"""Deadlines of so many days: a last day at a weekend or in a holiday rolls, whatever the capability (DOMAIN, head)."""

from datetime import date

import pytest

from services.membership.applications import domain as applications
from services.membership.elections import domain as elections
from services.membership.hires import domain as hires
from services.membership.openness import domain as openness


@pytest.mark.parametrize(
    ("since", "due"),
    [
        (date(2026, 1, 12), date(2026, 1, 27)),  # a Tuesday stays
        (date(2026, 1, 2), date(2026, 1, 19)),  # a Saturday rolls to the Monday
        (date(2026, 1, 31), date(2026, 2, 24)),  # the first day of the spring festival rolls beyond its last
        (date(2026, 2, 13), date(2026, 2, 28)),  # a Saturday that is worked instead is a last day itself
    ],
)
def test_fifteen_days_end_on_a_working_day(since: date, due: date) -> None:
    assert applications.due_on(since, 15) == due
    assert openness.due(since, 15) == due
    assert elections.answer_due(since) == due


@pytest.mark.parametrize(
    ("hired", "entered", "due"),
    [
        (date(2026, 1, 5), date(2026, 1, 16), date(2026, 2, 24)),
        (date(2026, 1, 5), date(2026, 1, 29), date(2026, 2, 28)),
        (date(2026, 3, 5), date(2026, 3, 2), date(2026, 4, 7)),  # Qingming, and the weekend before it
    ],
)
def test_thirty_days_after_a_hire_s_entry_end_on_a_working_day(hired: date, entered: date, due: date) -> None:
    assert hires.due_on(hired, entered, 30) == due
