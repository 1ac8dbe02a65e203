"""A merger and a move, as membership records them: past dashboards keep the past tree."""

from datetime import date
from uuid import UUID

from services.gateway.queries import metrics, moment
from services.gateway.queries.organisations import organisation_metrics
from tests.gateway.conftest import Folding
from tests.membership.people import County
from tests.membership.restructuring.ways import approved, asked
from tests.support.logs import Log
from tests.support.running import Running

FIGURES = ["unions", "members", "employers", "employees", "covered-employees"]
MARCH, APRIL, MAY = date(2026, 3, 31), date(2026, 4, 1), date(2026, 5, 1)


async def test_past_dashboards_keep_the_tree_of_their_day(folding: Folding, membership: Running, county: str) -> None:
    """Before the merger, after it, and after the union moved to the other township with all that it has."""
    place = County(county, membership)
    federation = await place.federation()
    town, other = await place.township_union(federation), await place.township_union(federation, "101")
    small = await place.union(town, kind="joint", employers=[await place.employer(headcount=7) for _ in range(2)])
    large = await place.union(town, kind="joint", employers=[await place.employer(headcount=10) for _ in range(2)])
    for union in (small, small, small, large):
        await place.member(union)
    await approved(place, await asked(place, "merge", union=small, into=large), occurred_on="2026-04-01")
    move = await asked(place, "move", union=large, parent=other, occurred_on="2026-04-20")
    await approved(place, move, county=True, occurred_on="2026-05-01")

    log = Log("membership", county)
    for row in await place.rows("SELECT event FROM journal WHERE county = $1 ORDER BY id", county):
        log.add_text(row["event"])
    await folding.fold(log, batch=7)

    async def shown(township: str, day: date | None) -> list[int | None]:
        async with folding.pool.acquire() as connection:
            when = await moment.at(connection, county, MARCH, day)
            found = await metrics.county_metrics(connection, county, when, FIGURES)
        return [value.value for value in found.get(county + township, metrics.no_data(FIGURES))]

    assert await shown("100", MARCH) == [3, 4, 4, 34, 34]
    assert await shown("100", APRIL) == [2, 4, 4, 34, 34]
    assert await shown("101", APRIL) == [1, None, None, None, None]
    for day in (MAY, None):
        assert await shown("100", day) == [1, 0, None, None, None]
        assert await shown("101", day) == [2, 4, 4, 34, 34]
        assert await shown("", day) == [4, 4, 4, 34, 34]

    async def members(day: date | None) -> list[int | None]:
        unions = [UUID(union) for union in (town, other, small, large)]
        async with folding.pool.acquire() as connection:
            when = await moment.at(connection, county, MARCH, day)
            found = await organisation_metrics(connection, unions, when, ["members"])
        return [value.value for union in unions for value in found[union]]

    assert await members(MARCH) == [4, None, 3, 1]
    assert await members(APRIL) == [4, None, 0, 4]
    assert await members(MAY) == [0, 4, 0, 4]
