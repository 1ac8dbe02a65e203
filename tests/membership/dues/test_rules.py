"""Rules of dues: rule 10 for every wage, rule 7, and months."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.membership.dues.domain import RATE, WAGE_STEP, after, dues, months_between, owes

WAGES = st.integers(0, 10**9)
STEP, PER_TEN_THOUSAND = WAGE_STEP.default, RATE.default


@pytest.mark.parametrize(
    ("wage_fen", "due_fen"),
    [(456_700, 2_280), (0, 0), (999, 0), (1_000, 5), (1_999, 5), (456_000, 2_280), (456_999, 2_280), (457_000, 2_285)],
)
def test_rule_10_a_wage_of_4567_yuan_makes_22_yuan_80(wage_fen: int, due_fen: int) -> None:
    """What does not fill ten yuan is left out."""
    assert dues(wage_fen, STEP, PER_TEN_THOUSAND) == due_fen


@given(WAGES)
def test_rule_10_dues_are_multiples_of_five_fen_and_never_over_half_a_percent(wage_fen: int) -> None:
    """By half a percent of ten yuan at the least below it."""
    due = dues(wage_fen, STEP, PER_TEN_THOUSAND)
    assert due % 5 == 0
    assert due * 200 <= wage_fen < due * 200 + STEP


@given(WAGES, st.integers(0, 10**6))
def test_rule_10_who_earns_more_never_owes_less(wage_fen: int, more: int) -> None:
    """Monotone."""
    assert dues(wage_fen, STEP, PER_TEN_THOUSAND) <= dues(wage_fen + more, STEP, PER_TEN_THOUSAND)


def test_rule_7_retained_members_owe_no_dues() -> None:
    """From the day of retention on until they are restored; the months before and after are owed."""
    assert owes([], date(2026, 3, 1))
    life = [(date(2026, 3, 1), True), (date(2026, 5, 2), False), (date(2026, 7, 1), True)]
    months = [date(2026, number, 1) for number in range(2, 9)]
    assert [owes(life, month) for month in months] == [True, False, False, False, True, False, False]
    assert [owes(life[::-1], month) for month in months] == [owes(life, month) for month in months]


@given(st.dates(date(1950, 1, 1), date(2090, 12, 31)))
def test_a_month_follows_the_other(day: date) -> None:
    """Without a gap, over the year's end."""
    month = day.replace(day=1)
    following = after(month)
    assert following.day == 1
    assert 28 <= (following - month).days <= 31
    assert months_between(month, following) == 2
