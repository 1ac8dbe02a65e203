"""One year of a county's unions, as a township clerk, a chair and the county's organiser live it."""

from datetime import date

from tests.journeys.living import Living


async def test_one_year(living: Living) -> None:
    """Found, admit, transfer; dashboards are right at each step, and still say so of every past step."""
    place = living.place
    federation = await place.federation()
    towns = {each: await place.township_union(federation, each) for each in ("100", "101")}
    await living.day_ends(date(2020, 2, 2), unions=3)
    employer = await place.employer("100", headcount=20, occurred_on="2025-11-20")
    union = await place.union(
        towns["100"], "100", "2025-11-24", kind="single", employers=[employer], occurred_on="2025-11-21"
    )
    await living.day_ends(date(2025, 11, 24), unions=4)
    await place.member(union, "100", occurred_on="2025-12-01")
    await living.day_ends(date(2025, 12, 1), unions=4, members=1)
    await living.past_stands()
