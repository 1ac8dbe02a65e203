"""Rules of the employer fund: rule 9 for every payroll, shares, due days."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.membership.funds.domain import RATE, SharesOverWhole, due_day, fund, shares

PAYROLLS = st.integers(1, 10**13)


@pytest.mark.parametrize(("payroll_fen", "fund_fen"), [(1_000_000, 20_000), (12_345_678, 246_913), (49, 0), (50, 1)])
def test_rule_9_the_employer_owes_two_percent_of_the_payroll(payroll_fen: int, fund_fen: int) -> None:
    """10,000 yuan make 200 yuan; what does not make a fen is left out."""
    assert fund(payroll_fen, RATE.default) == fund_fen


@given(PAYROLLS, st.integers(0, 10**9))
def test_rule_9_never_more_than_two_percent_and_never_less_by_a_fen(payroll_fen: int, more: int) -> None:
    """Monotone too."""
    owed = fund(payroll_fen, RATE.default)
    assert owed * 50 <= payroll_fen < (owed + 1) * 50
    assert owed <= fund(payroll_fen + more, RATE.default)


@given(st.integers(0, 10**12), st.integers(0, 100), st.integers(0, 100))
def test_shares_make_the_whole(amount: int, base: int, township: int) -> None:
    """No fen is lost or made, whatever the shares; together they are no more than the whole."""
    if base + township > 100:
        with pytest.raises(SharesOverWhole):
            shares(amount, base, township)
        return
    found = shares(amount, base, township)
    assert found.base_fen + found.township_fen + found.superior_fen == amount
    assert min(found.base_fen, found.township_fen, found.superior_fen) >= 0
    assert found.base_fen * 100 <= amount * base


def test_a_month_is_due_in_the_next() -> None:
    """Over the year's end."""
    assert due_day(date(2026, 1, 1), 15) == date(2026, 2, 15)
    assert due_day(date(2026, 12, 1), 10) == date(2027, 1, 10)
