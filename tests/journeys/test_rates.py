"""Rule 11 on the dashboards: units with a union, and two rates of membership."""

from datetime import date

from tests.journeys.living import Living
from tests.membership.people import County


async def test_rule_11_units_of_own_and_joint_unions_count_and_the_rates_are_kept_apart(living: Living) -> None:
    place: County = living.place
    town = await place.township_union(await place.federation())
    units = [await place.employer(headcount=10, occurred_on="2026-01-05") for _ in range(4)]
    since = {"occurred_on": "2026-01-06", "approved_on": "2026-01-08"}
    single = await place.union(town, kind="single", employers=units[:1], **since)
    joint = await place.union(town, kind="joint", employers=units[1:3], **since)
    await place.member(single, occurred_on="2026-01-09")
    await living.day_ends(date(2026, 1, 7), unionised_employers=0, employers=4)
    await living.day_ends(
        date(2026, 1, 9),
        unionised_employers=3,
        employers=4,
        unionisation_rate=750_000,
        membership_rate=25_000,
        covered_membership_rate=33_333,
    )
    await place.chair().done(f"/unions/{joint}/void-approval", {"reason": "wrong-entry"}, revision=2)
    await living.settle()
    assert (await living.figures(date(2026, 1, 9)))[place.code]["unionised-employers"] == 1
