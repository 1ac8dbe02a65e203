"""Rule 16: the category by income a head against the poverty line, at every boundary, to the fen."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.assistance.households import Cause
from services.assistance.households.domain import Figures, categorise, per_head

LINE = 75_000
YEAR = 12 * 3 * LINE  # the line of three persons over a year


def category(income: int, *, spending: int = 0, loss: int = 0, cause: Cause = "low-income") -> str | None:
    """The category of three persons."""
    return categorise(Figures(3, income, spending, loss, cause), LINE, 200)


@pytest.mark.parametrize(
    ("income", "expected"),
    [(0, "deep"), (YEAR - 1, "deep"), (YEAR, "relative"), (2 * YEAR - 1, "relative"), (2 * YEAR, None)],
)
def test_rule_16_below_the_line_is_deep_and_below_twice_the_line_relative(income: int, expected: str | None) -> None:
    """At the line itself relative, at twice the line none."""
    assert category(income) == expected


def test_rule_16_rigid_spending_is_taken_from_the_income() -> None:
    """Income far above the line, and what is left of it below."""
    assert category(5 * YEAR, spending=4 * YEAR + 1) == "deep"
    assert category(YEAR, spending=2 * YEAR) == "deep"


@pytest.mark.parametrize("cause", ["own-illness", "family-illness", "disaster"])
def test_rule_16_loss_by_illness_or_accident_makes_an_accidental_household(cause: Cause) -> None:
    """After compensation the loss leaves less than twice the line."""
    assert category(3 * YEAR, loss=YEAR, cause=cause) is None
    assert category(3 * YEAR, loss=YEAR + 1, cause=cause) == "accidental"
    assert category(3 * YEAR, loss=0, cause=cause) is None
    assert category(YEAR, loss=YEAR, cause=cause) == "relative"


def test_rule_16_loss_counts_for_sudden_causes_alone() -> None:
    """Low income is no accident."""
    assert category(3 * YEAR, loss=3 * YEAR, cause="low-income") is None


@given(
    size=st.integers(1, 30),
    income=st.integers(0, 10**9),
    spending=st.integers(0, 10**9),
    line=st.integers(1, 500_000),
    percent=st.integers(100, 400),
)
def test_rule_16_agrees_with_exact_division(size: int, income: int, spending: int, line: int, percent: int) -> None:
    """Compared without dividing, the same as with fractions; N itself is rounded down."""
    figures = Figures(size, income, spending, 0, "other")
    exact = Fraction(income - spending, 12 * size)
    expected = "deep" if exact < line else "relative" if exact < line * Fraction(percent, 100) else None
    assert categorise(figures, line, percent) == expected
    assert per_head(figures) <= exact < per_head(figures) + 1
