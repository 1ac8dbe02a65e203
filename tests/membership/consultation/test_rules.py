"""The law's numbers, each at its boundary. Articles are those of 集体合同规定."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.refusal import Refusal
from chassis.working_days import PUBLISHED, Deadline
from contracts.membership.consultation import Level
from services.membership.consultation.domain import refusals, rules

UNKNOWN_2026 = replace(
    PUBLISHED,
    settled=date(2025, 12, 24),
    off=frozenset(day for day in PUBLISHED.off if day.year < 2026),
    worked=frozenset(day for day in PUBLISHED.worked if day.year < 2026),
)


@pytest.mark.parametrize(
    ("delegates", "present", "yes", "passes"),
    [
        (45, 30, 23, True),
        (45, 30, 22, False),
        (45, 45, 22, False),
        (44, 30, 22, True),  # 半数以上: half itself
        (44, 30, 21, False),
        (43, 29, 22, True),
        (43, 29, 21, False),
        (3, 2, 2, True),
        (3, 2, 1, False),
        (1, 1, 1, True),
    ],
)
def test_rule_15_half_of_all_delegates_passes_a_draft(delegates: int, present: int, yes: int, *, passes: bool) -> None:
    assert rules.vote(delegates, present, yes) is passes


@pytest.mark.parametrize(("delegates", "present", "quorum"), [(45, 29, 30), (44, 29, 30), (43, 28, 29), (3, 1, 2)])
def test_rule_15_two_thirds_of_the_delegates_are_present(delegates: int, present: int, quorum: int) -> None:
    with pytest.raises(refusals.NoQuorum) as refused:
        rules.vote(delegates, present, present)
    assert refused.value.values["quorum"] == quorum
    rules.vote(delegates, quorum, quorum)


@pytest.mark.parametrize(("delegates", "present", "yes", "field"), [(45, 30, 31, "yes"), (45, 46, 30, "present")])
def test_rule_15_nobody_votes_who_is_not_there(delegates: int, present: int, yes: int, field: str) -> None:
    with pytest.raises(refusals.WrongVote) as refused:
        rules.vote(delegates, present, yes)
    assert refused.value.field == field


@given(st.integers(1, 5000), st.data())
def test_rule_15_as_written(delegates: int, data: st.DataObject) -> None:
    present = data.draw(st.integers(0, delegates))
    yes = data.draw(st.integers(0, present))
    if 3 * present < 2 * delegates:
        with pytest.raises(refusals.NoQuorum):
            rules.vote(delegates, present, yes)
    else:
        assert rules.vote(delegates, present, yes) is (yes >= delegates / 2)


def test_rule_15_reported_within_ten_days_of_signing() -> None:
    """Art. 42; the tenth day, a Saturday off, rolls to Monday."""
    assert rules.report_by(date(2026, 3, 2)) == Deadline(date(2026, 3, 12))
    assert rules.report_by(date(2026, 3, 4)) == Deadline(date(2026, 3, 16))


@pytest.mark.parametrize(
    ("received", "in_force"),
    [
        (date(2026, 3, 2), date(2026, 3, 17)),
        (date(2026, 1, 30), date(2026, 2, 14)),  # the 15th day is a Saturday that is worked
        (date(2026, 1, 31), date(2026, 2, 24)),  # the festival's first day: the authority has until its end
        (date(2026, 2, 2), date(2026, 2, 24)),  # New Year's day itself
        (date(2026, 2, 8), date(2026, 2, 24)),  # its last day
        (date(2026, 2, 9), date(2026, 2, 24)),  # the first working day, and the 15th
        (date(2026, 2, 10), date(2026, 2, 25)),  # the festival lies within and lengthens nothing
        (date(2026, 2, 13), date(2026, 2, 28)),  # the Saturday worked for it
    ],
)
def test_rule_15_in_force_on_the_15th_day_after_receipt(received: date, in_force: date) -> None:
    """Art. 47: calendar days, whatever holidays lie among them; a 15th day on a holiday rolls (decision 0076)."""
    assert rules.in_force_on(received) == Deadline(in_force)


def test_rule_15_in_a_year_not_published_yet_the_day_is_provisional() -> None:
    assert rules.in_force_on(date(2026, 2, 2), UNKNOWN_2026) == Deadline(date(2026, 2, 17), provisional=True)


def test_article_32_answered_within_20_days() -> None:
    assert rules.answer_by(date(2026, 3, 3)) == Deadline(date(2026, 3, 23))
    assert rules.answer_by(date(2026, 1, 26)) == Deadline(date(2026, 2, 24))  # the 20th is the festival's first day


def test_article_48_published_within_local_days() -> None:
    assert rules.publish_by(date(2026, 2, 25), 7) == Deadline(date(2026, 3, 4))
    assert rules.publish_by(date(2026, 2, 25), 3) == Deadline(date(2026, 2, 28))
    assert rules.PUBLICATION.default == 7


def refused(call: object) -> type[Refusal]:
    with pytest.raises(Refusal) as found:
        call()  # type: ignore[operator]
    return found.type


@pytest.mark.parametrize(
    ("workers", "outside_workers", "employer", "outside_employer", "why"),
    [
        (3, 0, 3, 0, None),
        (2, 0, 2, 0, refusals.TooFewRepresentatives),
        (3, 0, 2, 0, refusals.TooFewRepresentatives),
        (4, 0, 3, 0, refusals.UnequalSides),
        (3, 0, 4, 0, refusals.UnequalSides),
        (3, 1, 3, 1, None),  # a third itself
        (3, 2, 3, 0, refusals.TooManyOutsiders),
        (3, 0, 3, 2, refusals.TooManyOutsiders),
        (5, 1, 5, 1, None),
        (5, 2, 5, 0, refusals.TooManyOutsiders),
        (6, 2, 6, 2, None),
    ],
)
def test_articles_19_and_23_equal_sides_of_three_with_a_third_from_outside(
    workers: int, outside_workers: int, employer: int, outside_employer: int, why: type[Refusal] | None
) -> None:
    def named() -> None:
        rules.delegations(workers, outside_workers, employer, outside_employer)

    if why:
        assert refused(named) is why
    else:
        named()


@pytest.mark.parametrize(
    ("term_from", "term_to", "fits"),
    [
        (date(2026, 1, 1), date(2026, 12, 30), False),
        (date(2026, 1, 1), date(2026, 12, 31), True),
        (date(2026, 1, 1), date(2028, 12, 31), True),
        (date(2026, 1, 1), date(2029, 1, 1), False),
        (date(2028, 2, 29), date(2029, 2, 27), True),
        (date(2028, 2, 29), date(2029, 2, 26), False),
    ],
)
def test_article_38_a_term_of_one_to_three_years(term_from: date, term_to: date, *, fits: bool) -> None:
    if fits:
        rules.term("new", term_from, term_to)
    else:
        assert refused(lambda: rules.term("renewal", term_from, term_to)) is refusals.WrongTerm


def test_article_38_a_change_may_end_with_the_agreement_it_changes() -> None:
    rules.term("change", date(2026, 6, 1), date(2026, 12, 31))
    assert refused(lambda: rules.term("change", date(2026, 6, 1), date(2026, 5, 31))) is refusals.WrongTerm


def test_article_38_a_wage_agreement_over_a_year_is_unusual() -> None:
    assert not rules.unusually_long("wage", date(2026, 1, 1), date(2026, 12, 31))
    assert rules.unusually_long("wage", date(2026, 1, 1), date(2027, 1, 1))
    assert not rules.unusually_long("comprehensive", date(2026, 1, 1), date(2028, 12, 31))


def test_article_38_renewal_in_the_last_three_months() -> None:
    assert rules.renew_from(date(2026, 12, 31)) == date(2026, 9, 30)
    assert rules.renew_from(date(2027, 1, 14)) == date(2026, 10, 14)
    assert rules.renew_from(date(2026, 5, 31)) == date(2026, 2, 28)


@pytest.mark.parametrize(
    ("level", "employers", "fits"),
    [
        ("single", 1, True),
        ("single", 2, False),
        ("single", 0, False),
        ("regional", 1, False),
        ("regional", 0, False),
        ("regional", 2, True),
        ("industry", 3, True),
    ],
)
def test_one_unit_at_the_level_of_one_several_above(level: Level, employers: int, *, fits: bool) -> None:
    if fits:
        rules.units(level, employers)
    else:
        assert refused(lambda: rules.units(level, employers)) is refusals.WrongUnits
