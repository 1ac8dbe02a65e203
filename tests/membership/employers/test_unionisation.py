"""Rule 11: which units have a union, by day."""

from datetime import date, timedelta

import pytest

from services.membership.employers import domain
from services.membership.employers.domain import Reports

DAY = date(2026, 3, 2)
LATER = DAY + timedelta(30)


@pytest.mark.parametrize(
    ("covered", "ended_on", "edges"),
    [
        ((), None, {}),
        (((DAY, None),), None, {DAY: 1}),
        (((DAY, LATER),), None, {DAY: 1, LATER: 0}),
        (((DAY, LATER), (LATER, None)), None, {DAY: 1}),
        (((DAY, LATER), (DAY + timedelta(5), None)), None, {DAY: 1}),
        (((DAY, None),), LATER, {DAY: 1, LATER: 0}),
        (((DAY, LATER + timedelta(9)),), LATER, {DAY: 1, LATER: 0}),
        (((DAY, LATER),), LATER, {DAY: 1, LATER: 0}),
        (((DAY, DAY + timedelta(3)),), LATER, {DAY: 1, DAY + timedelta(3): 0}),
    ],
)
def test_rule_11_a_unit_has_a_union_while_any_covers_it(
    covered: tuple[domain.Span, ...], ended_on: date | None, edges: dict[date, int]
) -> None:
    assert Reports({}, covered, ended_on).edges() == edges


def test_rule_11_a_cover_that_is_taken_back_leaves_nothing_to_say() -> None:
    before, after = Reports({}, ((DAY, None),)), Reports({})
    assert domain.covers_restated(before, after) == {DAY: None}
    assert domain.covers_restated(after, before) == {DAY: 1}
    assert domain.covers_restated(before, before) == {}
